"""Remedy of points: the fewest facts whose change lets a score sheet pass; exact, by weighing what each row can become.

Each row can stay as it is, lose some of its deductions, become full, or cease to apply, at the price of so many changed
facts. What the sheet asks of a clause and of the whole is linear in the points, so that of all ways at one price only
those count that no other way beats in the clause and in the whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.rulebook.criteria_files import Criterion
from domain.rulebook.goals import goal
from domain.rulebook.needs import AtMost, Every
from domain.rulebook.points import Earned, Line, Sheet, Span, earner
from domain.rulebook.repairs import Plan, Repair
from domain.rulebook.rows import Deducted, Row
from domain.rulebook.truth import MET, NOT_APPLICABLE
from domain.rulebook.verdicts import compiled
from domain.rules import OnlyWhere, refs

# A changed fact that lies in the past weighs a little more than one that does not.
_CHANGE, _HARD = 1000, 1


class Way(NamedTuple):
    """What one or several rows can become: its weight, what it adds to its clause and to the whole, the changes."""

    weight: int
    clause: int
    whole: int
    shown: bool
    plans: tuple[tuple[str, Plan], ...]


def smallest(
    sheet: Sheet, criteria: Sequence[Criterion], repairs: Mapping[str, Repair], now: Earned
) -> dict[str, Plan] | None:
    """The changes of each criterion, `now` being what each has earned; None where no changes suffice."""
    if sheet.threshold is None:
        return None
    needed = {criteria[place].code for place in sheet.needed}
    rows = {line.code for line in sheet.lines}
    total = [Way(0, 0, 0, False, ())]
    for criterion in criteria:
        if criterion.code in needed - rows:
            plan = repairs[criterion.code].least(
                goal(criterion.rule, MET + NOT_APPLICABLE, repairs[criterion.code].frame)
            )
            if plan is None:
                return None
            total = [_and(one, Way(_weight(plan), 0, 0, False, ((criterion.code, plan),))) for one in total]
    by_code = {criterion.code: criterion for criterion in criteria}
    for clause in sheet.clauses:
        ways = [Way(0, 0, 0, False, ())]
        for line in clause:
            outcomes = _outcomes(by_code[line.code], line, repairs[line.code], now[line.place])
            options = list(_options(line, outcomes, sheet, line.code in needed))
            ways = _unbeaten(_and(one, other) for one in ways for other in options)
        passing = [way._replace(clause=0) for way in ways if sheet.every is None or way.clause >= 0]
        total = _unbeaten(_and(one, other) for one in total for other in passing)
    enough = [way for way in total if way.shown and way.whole >= sheet.threshold * sheet.most]
    return dict(min(enough, key=lambda way: way.weight).plans) if enough else None


def _options(
    line: Line, outcomes: Iterable[tuple[int | None, Plan]], sheet: Sheet, needed: bool
) -> Iterator[Way]:
    """What a row can become, weighed; one that must be full can only be full, or not apply."""
    over, of = sheet.every or (0, 1)
    for points, plan in outcomes:
        if points is None:
            whole = {"full": line.most * sheet.most, "out_of_total": (sheet.threshold or 0) * line.most}
            yield Way(
                _weight(plan), 0, whole.get(sheet.not_applicable_rows or "", 0), False, ((line.code, plan),)
            )
        elif points == line.most or not (line.full or needed):
            clause = of * points - over * line.most
            yield Way(_weight(plan), clause, points * sheet.most, True, ((line.code, plan),))


def _outcomes(
    criterion: Criterion, line: Line, repair: Repair, now: Span | None
) -> Iterator[tuple[int | None, Plan]]:
    """The points that a row can surely have (None: it does not apply), each with the least that it takes."""
    rule, frame = criterion.rule, repair.frame
    yield (None if now is None else now[0]), ()
    for wish, points in ((NOT_APPLICABLE, None), (MET, line.most)):
        if (plan := repair.least(goal(rule, wish, frame))) is not None:
            yield points, plan
    applies: Plan | None = ()
    row = rule.then if isinstance(rule, OnlyWhere) else rule
    if isinstance(rule, OnlyWhere):
        applies = repair.least(goal(rule.only_where, MET, frame))
    if applies is None:
        return
    if not isinstance(row, Row):
        own = {**repair.own, **{change.fact: change.value for change in applies}}
        if compiled(rule, frame)(own, repair.unit) != NOT_APPLICABLE:
            yield 0, applies  # met or nothing
    elif not (isinstance(rule, OnlyWhere) and set(refs(rule.only_where)) & set(row.reads)):
        yield from _partly(row, repair, applies)


def _partly(row: Row, repair: Repair, applies: Plan) -> Iterator[tuple[int, Plan]]:
    """What a row earns as it is, and with some of the kinds of incidents gone for which it loses points."""
    earned = earner(row, repair.frame)
    own: dict[str, Any] = dict(repair.own)
    yield earned(own)[0], applies
    if not isinstance(row.scored, Deducted) or row.scored.for_each:
        return
    single = [repair.least(Every([AtMost(name, 0)])) for name in row.reads]
    gone: Plan = ()
    for plan in sorted((one for one in single if one), key=_weight):
        gone += plan
        own |= {change.fact: change.value for change in plan}
        yield earned(own)[0], applies + gone


def _weight(plan: Plan) -> int:
    return sum(_CHANGE + _HARD * change.hard for change in plan)


def _and(one: Way, other: Way) -> Way:
    return Way(
        one.weight + other.weight,
        one.clause + other.clause,
        one.whole + other.whole,
        one.shown or other.shown,
        one.plans + other.plans,
    )


def _unbeaten(ways: Iterable[Way]) -> list[Way]:
    """Those than which no other is as light and as good in everything."""
    kept: list[Way] = []
    for way in sorted(ways, key=lambda way: (way.weight, -way.clause, -way.whole, not way.shown)):
        if not any(
            one.clause >= way.clause and one.whole >= way.whole and one.shown >= way.shown for one in kept
        ):
            kept.append(way)
    return kept
