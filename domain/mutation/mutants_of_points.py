"""Mutants of points: what a score sheet says beside its rules: totals, shares, maxima, what must be full, what does not apply.

Grades are told and decide nothing, so that no verdict could notice a change of theirs; they are not changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from domain.mutation import advice
from domain.mutation.changes import varied
from domain.rulebook import figures
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import Points
from domain.rulebook.rows import Deducted, NotApplicableRows
from domain.rulebook.shares import ratio
from domain.rulebook.yamlfile import Place
from domain.standards import Standard
from domain.texts import Text

Changed = tuple[Standard, Place, Text, Text]
ChangedRow = tuple[Criterion, Place, Text, Text]


def of_sheet(standard: Standard) -> Iterator[Changed]:
    """Every changed form of what the whole sheet asks for; nothing where no points decide."""
    way = standard.recognised_when
    if not isinstance(way, Points):
        return
    if isinstance(way.points, int):
        for threshold in (way.points - 1, way.points + 1):
            said = f"points: {way.points} → {threshold}"
            yield _way(standard, "points", said, varied(way, points=threshold))
    if way.every is not None:
        for part, whole in _other_shares(standard, way):
            changed = varied(way, every=f"{part}/{whole}")
            yield _way(
                standard, "every", f"every: {way.every} → {figures.threshold(part, whole).en}", changed
            )
        yield _way(standard, "every", f"every: {way.every} → ∅", varied(way, every=None))
    for code in way.also:
        rest = tuple(one for one in way.also if one != code)
        yield _way(standard, "and", f"and: {code} → ∅", varied(way, also=rest))
    for number, group in enumerate(standard.groups):
        turned = varied(group, must_be_full=not group.must_be_full)
        groups = (*standard.groups[:number], turned, *standard.groups[number + 1 :])
        what = _said(f"{group.code}: must_be_full: {group.must_be_full} → {turned.must_be_full}")
        yield _other(standard, groups=groups), ("groups", number), what, advice.FULL
    # Where every row applies, nothing is said of those that do not.
    if any(one.may_not_apply and one.points is not None for one in standard.criteria):
        for other in get_args(NotApplicableRows):
            if other != standard.not_applicable_rows:
                what = _said(f"not_applicable_rows: {standard.not_applicable_rows} → {other}")
                made = _other(standard, not_applicable_rows=other)
                yield made, ("not_applicable_rows",), what, advice.POINTS


def of_row(criterion: Criterion, standard: Standard) -> Iterator[ChangedRow]:
    """Every changed form of what a row is worth; nothing for a criterion without points."""
    if criterion.points is None or not isinstance(way := standard.recognised_when, Points):
        return
    # A row that has all of its points or none moves totals alone; where none is asked for, nothing could notice.
    if criterion.scored is not None or isinstance(way.points, int) or way.every is not None:
        for moved in (criterion.points - 1, criterion.points + 1):
            if moved:
                what = _said(f"points: {criterion.points} → {moved}")
                yield varied(criterion, points=moved), ("points",), what, advice.POINTS
    if _may_fall_short(criterion, standard, way):
        turned = not criterion.must_be_full
        what = _said(f"must_be_full: {criterion.must_be_full} → {turned}")
        yield varied(criterion, must_be_full=turned), ("must_be_full",), what, advice.FULL
    scored = criterion.scored
    if not isinstance(scored, Deducted):
        return
    for minus in (scored.minus - 1, scored.minus + 1):
        what = _said(f"minus: {scored.minus} → {minus}")
        yield varied(criterion, scored=varied(scored, minus=minus)), ("scored", "minus"), what, advice.POINTS
    kinds = scored.for_each_kind or ()
    for name in kinds if len(kinds) > 1 else ():
        rest = varied(scored, for_each_kind=tuple(kind for kind in kinds if kind != name))
        what = _said(f"for_each_kind: {name} → ∅")
        yield varied(criterion, scored=rest), ("scored", "for_each_kind"), what, advice.ONE


def _other_shares(standard: Standard, way: Points) -> Iterator[tuple[int, int]]:
    """The nearest shares, in whole per cents up and down, that the points of some clause can tell from `every` while the
    total is still enough: of 10 points, 49 % and 50 % both ask for 5."""
    over, of = ratio(way.every or "")
    clauses: dict[str, list[Criterion]] = {}
    for one in standard.criteria:
        if one.points is not None:
            clauses.setdefault(one.group or one.code, []).append(one)
    most = sum(one.points or 0 for rows in clauses.values() for one in rows)
    threshold = way.points if isinstance(way.points, int) else 0
    can_be = [
        (points, whole)
        for rows in clauses.values()
        if (whole := sum(one.points or 0 for one in rows))
        for points in _sums(rows, standard)
        if most - whole + points >= threshold
    ]
    for direction in (1, -1):
        for step in range(1, 100):
            part, of_all = over * 100 + direction * step * of, of * 100
            if not 0 < part <= of_all:
                break
            if any((got * of >= over * whole) != (got * of_all >= part * whole) for got, whole in can_be):
                yield part, of_all
                break


def _sums(rows: list[Criterion], standard: Standard) -> set[int]:
    """Every number of points that these rows can have together."""
    full = {group.code for group in standard.groups if group.must_be_full}
    sums = {0}
    for one in rows:
        most = one.points or 0
        own: Iterable[int] = (0, most)
        if one.must_be_full or one.group in full:
            own = (most,)
        elif isinstance(one.scored, Deducted):
            own = {*range(most, 0, -one.scored.minus), 0}
        elif one.scored is not None:
            own = range(most + 1)
        sums = {sum_ + points for sum_ in sums for points in own}
    return sums


def _may_fall_short(criterion: Criterion, standard: Standard, way: Points) -> bool:
    """Whether it matters that this row must be full: not where its whole clause must be, nor where nothing of it is ever
    known, nor where it has nothing when it is not full and `every` asks for a part of it."""
    clause = next((one for one in standard.groups if one.code == criterion.group), None)
    all_or_none = criterion.scored is None and clause is None and way.every is not None
    return bool(criterion.facts) and not all_or_none and not (clause and clause.must_be_full)


def _way(standard: Standard, key: str, what: str, way: Points) -> Changed:
    add = advice.PARTS if key == "and" else advice.POINTS
    return _other(standard, recognised_when=way), ("recognised_when", key), _said(what), add


def _other(standard: Standard, **changes: Any) -> Standard:
    return replace(standard, **changes, **standard.fresh_caches())


def _said(what: str) -> Text:
    return Text(vi=what, en=what)
