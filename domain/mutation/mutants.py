"""Mutants: every standard that differs from a given one by a single change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.mutation import advice
from domain.mutation.changes import (
    changed_facts,
    changes,
    negated,
    varied,
)
from domain.mutation.mutants_of_points import of_row, of_sheet
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.periods import MONTHS, Deadline, Period, day_in
from domain.rulebook.yamlfile import Place
from domain.rules import AllOf, AnyOf, Dated, NoneOf, Share, refs, walk
from domain.standards import Standard
from domain.texts import Text


@dataclass(frozen=True, eq=False)
class Mutant:
    """A standard with one change: in which criterion (None: in the dates or in who is excluded) and where in it."""

    standard: Standard
    code: str | None
    place: Place
    what: Text
    add: Text


def mutants(standard: Standard) -> Iterator[Mutant]:
    """Every mutant of the standard, in the order of its file."""
    yield from _of_dates(standard)
    yield from _of_exclusions(standard)
    for changed_sheet, place, what, add in of_sheet(standard):
        yield Mutant(changed_sheet, None, place, what, add)
    for number, criterion in enumerate(standard.criteria):
        before, after = standard.criteria[:number], standard.criteria[number + 1 :]
        for changed, place, what, add in _of_criterion(criterion, standard):
            other = _other(standard, criteria=(*before, changed, *after))
            yield Mutant(other, criterion.code, place, what, add)


def _of_criterion(criterion: Criterion, standard: Standard) -> Iterator[tuple[Criterion, Place, Text, Text]]:
    frame = standard.frame(criterion, {})
    for change in changes(criterion.met_when, frame) if criterion.met_when else ():
        yield varied(criterion, met_when=change.rule), ("met_when", *change.place), change.what, change.add
    yield from of_row(criterion, standard)
    if criterion.applies_when is not None:
        yield (
            varied(criterion, applies_when=None),
            ("applies_when",),
            _said("applies_when → ∅"),
            advice.APPLIES,
        )
        for change in changes(criterion.applies_when, frame):
            changed = varied(criterion, applies_when=change.rule)
            yield changed, ("applies_when", *change.place), change.what, change.add
        opposite = negated(criterion.applies_when)
        if isinstance(criterion.applies_when, AllOf | AnyOf) and opposite is not None:
            changed = varied(criterion, applies_when=opposite)
            yield changed, ("applies_when",), _said("applies_when → not"), advice.APPLIES
    yield from _of_excuses(criterion, standard)
    read = refs(criterion.rule)
    # An absent `pending` counts as none pending, so that nobody is ever told of its absence.
    pending = {rule.pending for rule in walk(criterion.rule) if isinstance(rule, Share)}
    for name, fact in criterion.facts.items():
        if name in read or name in pending:
            for key, what, add, other in changed_facts(fact, standard.words.offices, told=name in read):
                changed = varied(criterion, facts={**criterion.facts, name: other})
                yield changed, ("facts", name, key), _said(f"{name}: {what}"), add


def _of_excuses(criterion: Criterion, standard: Standard) -> Iterator[tuple[Criterion, Place, Text, Text]]:
    # Only a dated entry of a “none” rule can carry an excuse; elsewhere the file would be refused.
    if not any(
        criterion.facts[name].within
        for rule in walk(criterion.rule)
        if isinstance(rule, NoneOf)
        for name in rule.none
    ):
        return
    for excuse in standard.words.excuses:
        if excuse in criterion.excused_when:
            fewer = tuple(one for one in criterion.excused_when if one != excuse)
            changed, what = varied(criterion, excused_when=fewer), f"excused_when: − {excuse}"
        else:
            changed = varied(criterion, excused_when=(*criterion.excused_when, excuse))
            what = f"excused_when: + {excuse}"
        yield changed, ("excused_when",), _said(what), advice.EXCUSED


def _of_exclusions(standard: Standard) -> Iterator[Mutant]:
    frame = standard.frame(None, {})
    for number, exclusion in enumerate(standard.exclusions):
        before, after = standard.exclusions[:number], standard.exclusions[number + 1 :]
        place: Place = ("not_eligible_when", number)
        without = _other(standard, exclusions=before + after)
        yield Mutant(without, None, place, _said("not_eligible_when → ∅"), advice.EXCLUSION)
        for change in changes(exclusion.when, frame):
            changed = varied(exclusion, when=change.rule)
            other = _other(standard, exclusions=(*before, changed, *after))
            yield Mutant(other, None, (*place, "when", *change.place), change.what, change.add)


def _of_dates(standard: Standard) -> Iterator[Mutant]:
    for key, place in (("registration", "registration"), ("window", "window")):
        period = getattr(standard, key)
        if not isinstance(period, Period):
            continue  # dates that are not known cannot be moved
        if key == "registration" and not standard.opens_registration and not _dates(standard, key):
            continue  # nobody registers, and no rule asks when
        for end, name in (("start", "from"), ("until", "until")):
            for step in (-1, 1):
                day = getattr(period, end)
                moved = shifted(day, step)
                other = _other(standard, **{key: varied(period, **{end: moved})})
                yield Mutant(
                    other, None, (place, name), _said(f"{place} {name}: {day} → {moved}"), advice.DAYS
                )
    if isinstance(standard.closing, Deadline):
        yield from _of_deadline(standard, standard.closing)


def _dates(standard: Standard, period: str) -> bool:
    """Whether a rule asks for a document of that period."""
    rules = (rule for one in standard.criteria for rule in walk(one.rule))
    return any(isinstance(rule, Dated) and rule.within == period for rule in rules)


def _of_deadline(standard: Standard, closing: Deadline) -> Iterator[Mutant]:
    for step in (-1, 1):
        moved = shifted(closing.before, step)
        other = _other(standard, closing=varied(closing, before=moved))
        what = _said(f"before {closing.before} → {moved}")
        yield Mutant(other, None, ("deadline",), what, advice.DEADLINE)


def shifted(day: str, step: int) -> str:
    """The day of the year that many days later: “1 Jan” and −1 is “31 Dec (Y-1)”."""
    moved = day_in(day, 2001) + timedelta(days=step)
    years = moved.year - 2001
    return f"{moved.day} {MONTHS[moved.month - 1]}" + (f" (Y{years:+d})" if years else "")


def _other(standard: Standard, **changes: Any) -> Standard:
    """The standard with something else in it, and nothing remembered of what was worked out before."""
    return replace(standard, **changes, **standard.fresh_caches())


def _said(what: str) -> Text:
    return Text(vi=what, en=what)
