"""Truth: the four values that a rule can have, and how recorded counts are read.

A hundred thousand applications are scored in one go, so the values are single letters: all verdicts of an application
are one short string.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.rulebook.answers import is_day
from domain.rulebook.facts import Fact, Step

MET = "m"
NOT_MET = "n"
UNKNOWN = "u"
NOT_APPLICABLE = "-"
WORDS = {MET: "met", NOT_MET: "not_met", UNKNOWN: "unknown", NOT_APPLICABLE: "not_applicable"}

Answers = Mapping[str, Any]
# (answers to one criterion, attributes of the unit) → one of the four letters.
Test = Callable[[Answers, Answers], str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a rule needs to know of its surroundings: the days that count, the excuses admitted, the scales."""

    facts: Mapping[str, Fact]
    attributes: Mapping[str, Fact]
    scales: Mapping[str, tuple[Step, ...]]
    periods: Mapping[str, tuple[str, str]]
    excuses: frozenset[str]

    def fact(self, ref: str) -> Fact:
        return self.attributes[ref[5:]] if ref.startswith("unit.") else self.facts[ref]


def overall(letters: str) -> str:
    """All criteria that apply must be met (Thông tư 124/2021/TT-BCA, Điều 4–7: “đạt các tiêu chí sau”)."""
    if NOT_MET in letters:
        return "not_met"
    # Where nothing applied, nothing was shown.
    return "undecided" if UNKNOWN in letters or MET not in letters else "met"


def excused(entry: Mapping[str, Any], excuses: frozenset[str]) -> bool:
    """An excuse counts when the criterion admits it and a reason is given for it."""
    return entry.get("excused_as") in excuses and bool((entry.get("reason") or "").strip())


def tally(entries: Any, period: tuple[str, str], excuses: frozenset[str]) -> int:
    """How many dated entries fall inside the period, both ends included, and are not excused."""
    if type(entries) is not list:
        raise TypeError(entries)
    first, last = period
    count = 0
    for entry in entries:
        day: str = entry["on"] if type(entry) is dict else ""
        if not is_day(day):
            raise ValueError(day)
        if first <= day <= last and not excused(entry, excuses):
            count += 1
    return count


def counter(name: str, frame: Frame) -> Callable[[Answers], int | None]:
    """A reader of one count: a whole number as it is, dated entries counted, None when nobody said."""
    within = frame.facts[name].within
    period = frame.periods[within] if within else None
    excuses = frame.excuses

    def count(own: Answers) -> int | None:
        value = own.get(name)
        if type(value) is int:
            if value < 0:
                raise ValueError(value)
            return value
        if value is None:
            return None
        if period is None:
            raise TypeError(value)
        return tally(value, period, excuses)

    return count


def where(ref: str) -> tuple[str, bool]:
    return (ref[5:], True) if ref.startswith("unit.") else (ref, False)
