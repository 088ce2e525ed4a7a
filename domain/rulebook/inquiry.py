"""Inquiry: one criterion with its answers and surroundings, and the phrases that every explanation shares."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from domain.rulebook.criteria_files import Criterion
from domain.rulebook.facts import SOURCES
from domain.rulebook.mistakes import Shape
from domain.rulebook.truth import Answers, Frame, tally
from domain.rulebook.verdicts import compiled
from domain.standards import Standard
from domain.texts import Text


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a sentence needs besides the rule: the criterion's answers, the unit, and where the rule stands."""

    standard: Standard
    frame: Frame
    own: Answers
    unit: Answers

    def letter(self, rule: Shape) -> str:
        return compiled(rule, self.frame)(self.own, self.unit)

    def value(self, ref: str) -> Any:
        return self.unit.get(ref[5:]) if ref.startswith("unit.") else self.own.get(ref)

    def label(self, ref: str) -> Text:
        return self.frame.fact(ref).label

    def noun(self, ref: str) -> Text:
        return self.standard.words.nouns[self.frame.fact(ref).count or ""]

    def count(self, name: str) -> int:
        """The count of a fact that is known: the number given, or the dated entries that count."""
        value = self.own[name]
        if type(value) is int:
            return value
        return tally(value, self.frame.periods[self.frame.facts[name].within or "window"], self.frame.excuses)


def inquiry(
    criterion: Criterion | None, standard: Standard, season: int, unit: Answers, own: Answers | None = None
) -> Inquiry:
    frame = standard.frame(criterion, standard.bench(season).periods)
    return Inquiry(standard, frame, own or {}, unit)


def absent(ref: str, case: Inquiry) -> Text:
    """That a fact is not given, and who owes it."""
    return all_absent([ref], case)


def all_absent(names: Iterable[str], case: Inquiry) -> Text:
    """That facts are not given: one phrase for each of those who owe them."""
    owed: dict[tuple[str | None, str | None], list[Text]] = {}
    for name in names:
        fact = case.frame.fact(name)
        owed.setdefault((fact.attested_by, fact.supplied_by), []).append(fact.label)
    return joined(_owed(office, source, listed(labels), case) for (office, source), labels in owed.items())


def _owed(office: str | None, source: str | None, labels: Text, case: Inquiry) -> Text:
    if office is not None:
        return of(
            "chưa có xác nhận của {office} về {labels}",
            "no attestation by {office} of {labels}",
            office=case.standard.words.offices[office],
            labels=labels,
        )
    if source is not None:
        return of(
            "chưa có {labels} ({source})",
            "not known: {labels} ({source})",
            labels=labels,
            source=SOURCES[source],
        )
    return of("chưa có {labels}", "not given: {labels}", labels=labels)


def joined(texts: Iterable[Text]) -> Text:
    told = list(texts)
    return Text(vi="; ".join(text.vi for text in told), en="; ".join(text.en for text in told))


def listed(texts: Iterable[Text]) -> Text:
    told = list(texts)
    return Text(vi=", ".join(f"“{text.vi}”" for text in told), en=", ".join(f"“{text.en}”" for text in told))


def of(vi: str, en: str, **values: Any) -> Text:
    return Text(vi=vi, en=en).filled(**values)
