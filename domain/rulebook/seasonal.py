"""Seasonal: what an applicant can still change this season, and what is past or not theirs to change.

Formally any fact could be another. But what happened has happened, a day that was missed is missed, and how many households
there are is how it is. A village head is told so plainly: not this season.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from domain.rulebook.mistakes import Shape
from domain.rulebook.rows import Deducted, Row
from domain.rulebook.truth import Frame, excused
from domain.rules import Dated, NoneOf, OnlyWhere, Reduced, Share, refs, walk

# Stands for a reason, or for any other text, that a person has to supply.
TO_BE_GIVEN = "…"


@dataclass(frozen=True)
class Reach:
    """One criterion's rule on one day. Without a day (`on` is None) every period is taken to be over."""

    rule: Shape
    frame: Frame
    on: str | None = None

    @cached_property
    def circumstances(self) -> frozenset[str]:
        """What the rule takes as given: conditions, the wholes of shares, last year's numbers."""
        found: set[str] = set()
        for one in walk(self.rule):
            match one:
                case OnlyWhere(only_where=condition):
                    found |= set(refs(condition))
                case Share(share=(_, whole)):
                    found.add(whole)
                case Reduced(reduced=series):
                    found |= {before for _, before in series}
        return frozenset(found)

    @cached_property
    def _happenings(self) -> frozenset[str]:
        found: set[str] = set()
        for one in walk(self.rule):
            if isinstance(one, NoneOf):
                found |= set(one.none)
            elif isinstance(one, Row) and isinstance(one.scored, Deducted):
                found |= set(one.reads)
        return frozenset(found)

    def hard(self, name: str, was: Any, value: Any, rule: Shape) -> bool:
        """Whether an answer that is no number is beyond honest change. What nobody gave can always be given."""
        if was is None:
            return False
        if name in self.circumstances:
            return True
        match self.frame.fact(name).form:
            case "document":
                within = rule.within if isinstance(rule, Dated) else "any-time"
                return within != "any-time" and (self.on or "9999") > self.frame.periods[within][1]
            case "rating":
                return not (isinstance(was, dict) and was.get("provisional"))
        return False

    def hard_number(self, name: str, was: int | None, number: int, own: Mapping[str, Any]) -> bool:
        """Whether a count is beyond honest change: what happened, what was counted last year, what is decided."""
        if was is None:
            return False
        if name in self.circumstances:
            return True
        if number < was:
            return self.frame.fact(name).within is not None or name in self._happenings
        for one in walk(self.rule):
            if isinstance(one, Share) and one.share[0] == name and one.pending:
                # Only those of which nothing is decided can still come out well.
                return number > was + (own.get(one.pending) or 0)
        return False

    def excused(self, name: str, recorded: Any, number: int) -> list[dict[str, Any]] | None:
        """The same dated entries with the reasons that their admitted excuses lack, so that `number` of them count;
        None where reasons alone do not do it."""
        fact = self.frame.fact(name)
        if type(recorded) is not list or not fact.within:
            return None
        first, last = self.frame.periods[fact.within]
        counting = [
            one for one in recorded if first <= one["on"] <= last and not excused(one, self.frame.excuses)
        ]
        lacking = [one for one in counting if one.get("excused_as") in self.frame.excuses]
        wanted = lacking[: len(counting) - number]
        if not wanted or len(counting) - len(wanted) != number:
            return None
        return [
            {**one, "reason": TO_BE_GIVEN} if any(one is it for it in wanted) else one for one in recorded
        ]
