"""Columns: a standard over tables instead of documents: one Polars expression for each criterion, and one for the verdict.

For whoever has a whole province in columns already. Polars is no dependency of a run: nothing imports this module but what
measures, tests or analyses. Facts stand in columns called “KDC-1c.registered”, attributes in “unit.level”, each of the one
type that `frame` gives it; what is malformed must have been refused before, as it is before anything is stored.
"""

from collections.abc import Iterable, Mapping
from functools import reduce, singledispatch
from operator import and_, or_
from typing import Any, NamedTuple

import polars as pl

from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import ALL
from domain.rulebook.facts import Fact
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Answers, Frame, counter, where
from domain.rules import (
    AllOf,
    AnyOf,
    Chosen,
    Counted,
    Dated,
    Judged,
    No,
    NoneOf,
    NotKnown,
    OnlyWhere,
    Rated,
    Reduced,
    Share,
    Yes,
)
from domain.standards import Standard

Case = tuple[Answers, Mapping[str, Answers]]

_TYPES = {
    "count": pl.Int64, "document": pl.String, "rating": pl.String, "choice": pl.String, "judgement": pl.Boolean,
    "answer": pl.Boolean,
}  # fmt: skip
# A document of which it was said that there is none: before every period.
_NONE_SUCH = ""


class Column(NamedTuple):
    """A rule over columns. `value`: true is met, false not met, null unknown; `applies` is None where it always does,
    and null where that is unknown."""

    value: pl.Expr
    applies: pl.Expr | None = None

    def counting(self, as_if: bool) -> pl.Expr:
        """The value, which where the rule does not apply is the one that changes nothing."""
        return (
            self.value
            if self.applies is None
            else pl.when(self.applies.not_()).then(as_if).otherwise(self.value)
        )

    @property
    def letter(self) -> pl.Expr:
        known = (
            pl.when(self.value.is_null())
            .then(pl.lit(UNKNOWN))
            .when(self.value)
            .then(pl.lit(MET))
            .otherwise(pl.lit(NOT_MET))
        )
        if self.applies is None:
            return known
        return pl.when(self.applies.not_()).then(pl.lit(NOT_APPLICABLE)).otherwise(known)


def columns(standard: Standard, season: int) -> dict[str, Column]:
    """Each criterion by its code. NotImplementedError for a standard with rows of a score sheet."""
    standard = standard.in_season(season)
    periods = standard.bench(season).periods
    return {
        one.code: column(one.rule, Place(one.code, standard.frame(one, periods))) for one in standard.criteria
    }


def verdict(standard: Standard, season: int) -> pl.Expr:
    """met, not_met, undecided or not_eligible, over the columns of `frame`. NotImplementedError where points decide."""
    if standard.recognised_when != ALL:
        raise NotImplementedError(standard.recognised_when)
    found = list(columns(standard, season).values())
    every = pl.all_horizontal([one.counting(True) for one in found])
    if all(one.applies is not None for one in found):
        # Where nothing applies, nothing was shown.
        every = pl.when(pl.any_horizontal([one.applies for one in found])).then(every)
    said = (
        pl.when(every)
        .then(pl.lit("met"))
        .when(every.not_())
        .then(pl.lit("not_met"))
        .otherwise(pl.lit("undecided"))
    )
    bare = Place("", standard.frame(None, standard.bench(season).periods))
    barred = [column(one.when, bare).counting(False) for one in standard.exclusions]
    return pl.when(pl.any_horizontal(barred)).then(pl.lit("not_eligible")).otherwise(said) if barred else said


def frame(standard: Standard, season: int, cases: Iterable[Case]) -> pl.DataFrame:
    """Documents as columns: dated entries counted, documents as their day, judgements as what they are worth."""
    standard = standard.in_season(season)
    periods = standard.bench(season).periods
    rows = list(cases)
    found: dict[str, pl.Series] = {}
    for criterion in standard.criteria:
        about = standard.frame(criterion, periods)
        for name, fact in criterion.facts.items():
            read = _reader(name, fact, criterion, about)
            values = [read(facts.get(criterion.code, {})) for _, facts in rows]
            found[f"{criterion.code}.{name}"] = pl.Series(values, dtype=_TYPES[fact.form])
    for name, fact in standard.attributes.items():
        found[f"unit.{name}"] = pl.Series([unit.get(name) for unit, _ in rows], dtype=_TYPES[fact.form])
    return pl.DataFrame(found)


def _reader(name: str, fact: Fact, criterion: Criterion, about: Frame) -> Any:
    def plain(own: Answers) -> Any:
        return own.get(name)

    def day(own: Answers) -> Any:
        said = own.get(name)
        return _NONE_SUCH if said is False else said["date"] if type(said) is dict else said

    def step(own: Answers) -> Any:
        said = own.get(name)
        return said["rating"] if type(said) is dict else said

    def worth(own: Answers) -> Any:
        said, evidence = own.get(name), False
        if type(said) is dict:
            evidence, said = bool((said.get("evidence") or "").strip()), said["holds"]
        return None if said is True and not evidence and fact.judgement == "with-evidence" else said

    readers = {"count": counter(name, about), "document": day, "rating": step, "judgement": worth}
    return readers.get(fact.form, plain)


class Place(NamedTuple):
    """Where a rule stands: the criterion's code, and its surroundings."""

    code: str
    frame: Frame

    def fact(self, ref: str) -> pl.Expr:
        name, in_unit = where(ref)
        return pl.col(f"unit.{name}" if in_unit else f"{self.code}.{name}")


@singledispatch
def column(rule: object, place: Place) -> Column:
    """A rule over columns. NotImplementedError for a word that is not told here."""
    raise NotImplementedError(type(rule))


@column.register
def _(rule: NoneOf, place: Place) -> Column:
    return Column(reduce(and_, [place.fact(name) == 0 for name in rule.none]))


@column.register
def _(rule: Share, place: Place) -> Column:
    part, whole = (place.fact(name) for name in rule.share)
    over, of = rule.asked

    def reaches(some: pl.Expr) -> pl.Expr:
        return some * of > whole * over if rule.strict else some * of >= whole * over

    value = reaches(part)
    if rule.pending:
        at_most = reaches(part + place.fact(rule.pending).fill_null(0))
        value = pl.when(value).then(True).when(at_most.not_()).then(False)
    return Column(pl.when((whole > 0) & part.is_not_null()).then(value))


@column.register
def _(rule: Reduced, place: Place) -> Column:
    found = []
    for pair in rule.reduced:
        now, before = (place.fact(name) for name in pair)
        fell = now < before
        if rule.if_equal == "met":
            fell = fell | ((now == before) & (now > 0))
        if rule.if_both_zero == "met":
            fell = fell | ((now == 0) & (before == 0))
        # One number alone says nothing, not even where it is 0.
        found.append(pl.when(now.is_not_null() & before.is_not_null()).then(fell))
    return Column(reduce(and_, found))


@column.register
def _(rule: Counted, place: Place) -> Column:
    number = place.fact(rule.counted)
    return Column(number >= rule.at_least if rule.at_least is not None else number <= (rule.at_most or 0))


@column.register
def _(rule: Dated, place: Place) -> Column:
    day = place.fact(rule.dated)
    if rule.within == "any-time":
        return Column(day != _NONE_SUCH)
    first, last = place.frame.periods[rule.within]
    return Column((day >= first) & (day <= last))


@column.register
def _(rule: Rated, place: Place) -> Column:
    steps = [step.code for step in place.frame.scales[place.frame.facts[rule.rated].rating or ""]]
    return Column(_among(place.fact(rule.rated), steps[steps.index(rule.at_least) :]))


@column.register
def _(rule: Chosen, place: Place) -> Column:
    return Column(_among(place.fact(rule.chosen), rule.among))


def _among(step: pl.Expr, codes: Iterable[str]) -> pl.Expr:
    return reduce(or_, [step == code for code in codes])


@column.register
def _(rule: Judged, place: Place) -> Column:
    return Column(place.fact(rule.judged))


@column.register
def _(rule: Yes, place: Place) -> Column:
    return Column(place.fact(rule.yes))


@column.register
def _(rule: No, place: Place) -> Column:
    return Column(place.fact(rule.no).not_())


@column.register
def _(rule: NotKnown, place: Place) -> Column:
    return Column(pl.lit(None, dtype=pl.Boolean))


@column.register
def _(rule: AllOf, place: Place) -> Column:
    parts = [column(part, place) for part in rule.all]
    return Column(reduce(and_, [part.counting(True) for part in parts]), _together(parts))


@column.register
def _(rule: AnyOf, place: Place) -> Column:
    parts = [column(part, place) for part in rule.any]
    return Column(reduce(or_, [part.counting(False) for part in parts]), _together(parts))


def _together(parts: list[Column]) -> pl.Expr | None:
    """A combination applies where one of its parts does."""
    conditions = [part.applies for part in parts if part.applies is not None]
    return reduce(or_, conditions) if len(conditions) == len(parts) else None


@column.register
def _(rule: OnlyWhere, place: Place) -> Column:
    condition, then = column(rule.only_where, place), column(rule.then, place)
    # A condition that does not apply hands that on, as one that is unknown does.
    holds = pl.when(condition.counting(False)).then(then.value)
    met = condition.counting(False)
    applies = met if then.applies is None else pl.when(met).then(then.applies).otherwise(met)
    return Column(holds, applies)
