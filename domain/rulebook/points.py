"""Points: what each row of a score sheet earns, and what the totals decide; whole numbers, never floats.

Points that are not known are a span, from the least to the most that the row can still have. More points never do harm,
so what holds with the least everywhere, or fails with the most everywhere, does so for every value between.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import Points
from domain.rulebook.rows import Clause, GivenScore, Grade, NotApplicableRows, Row
from domain.rulebook.shares import ratio
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Answers, Frame, Test, counter

Span = tuple[int, int]
# In the order of the criteria; None for one without points, and for one that does not apply.
Earned = tuple[Span | None, ...]

_NOTHING: dict[str, Any] = {}


def earner(row: Row, frame: Frame) -> Callable[[Answers], Span]:
    """A function from the answers to the points of a scored row. It raises ValueError for more than the maximum."""
    most = row.points
    if isinstance(row.scored, GivenScore):
        given_of = counter(row.scored.given, frame)

        def given(own: Answers) -> Span:
            value = given_of(own)
            if value is None:
                return 0, most
            if value > most:
                raise ValueError(value)
            return value, value

        return given

    counters = [counter(name, frame) for name in row.scored.reads]
    minus, by_kind = row.scored.minus, row.scored.for_each is None

    def less(own: Answers) -> Span:
        counts = [count(own) for count in counters]
        times = sum(bool(count) if by_kind else count or 0 for count in counts)
        left = max(0, most - minus * times)
        unknown = counts.count(None)
        # One kind that nobody spoke of costs `minus` at most; events that nobody counted may cost everything.
        return max(0, left - minus * unknown) if by_kind else 0 if unknown else left, left

    return less


def row(rule: Row, frame: Frame) -> Test:
    """The letter of a scored row: met when it is full."""
    earned, most = earner(rule, frame), rule.points

    def judge_row(own: Answers, unit: Answers) -> str:
        least, best = earned(own)
        return MET if least == most else NOT_MET if best < most else UNKNOWN

    return judge_row


@dataclass(frozen=True, slots=True)
class Line:
    """One row made ready: its place among the criteria, and the function that finds its points from its answers, or
    None where it has all of them or none as its criterion is met or not; `applies` where it has a condition."""

    place: int
    code: str
    most: int
    full: bool
    group: str | None
    earned: Callable[[Answers], Span] | None
    applies: Test | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet made ready for one season. `threshold` is None where it is not known."""

    lines: tuple[Line, ...]
    clauses: tuple[tuple[Line, ...], ...]
    most: int
    threshold: int | None
    every: tuple[int, int] | None
    needed: tuple[int, ...]
    not_applicable_rows: NotApplicableRows | None


def made(
    way: Points,
    criteria: Sequence[tuple[Criterion, Frame, Test | None]],
    groups: Sequence[Clause],
    not_applicable_rows: NotApplicableRows | None,
) -> Sheet:
    """The sheet of a standard that is recognised by points. Each criterion comes with the test of its `applies_when`."""
    full = {group.code for group in groups if group.must_be_full}
    lines = []
    for place, (criterion, frame, applies) in enumerate(criteria):
        if criterion.points is not None:
            must = criterion.must_be_full or criterion.group in full
            scored = criterion.scored
            row = Row.model_construct(scored=scored, points=criterion.points) if scored else None
            earned = earner(row, frame) if row else None
            lines.append(
                Line(place, criterion.code, criterion.points, must, criterion.group, earned, applies)
            )
    alone = [(line,) for line in lines if line.group is None]
    together = [tuple(line for line in lines if line.group == group.code) for group in groups]
    places = {criterion.code: place for place, (criterion, _, _) in enumerate(criteria)}
    return Sheet(
        lines=tuple(lines),
        # A clause of which no row counts in this season asks for nothing.
        clauses=(*alone, *filter(None, together)),
        most=sum(line.most for line in lines),
        threshold=way.points if isinstance(way.points, int) else None,
        every=ratio(way.every) if way.every else None,
        needed=tuple(places[code] for code in way.also),
        not_applicable_rows=not_applicable_rows,
    )


def earned(sheet: Sheet, letters: str, unit: Answers, facts: Mapping[str, Answers]) -> Earned:
    """The points of every row. ValueError for a score beyond the maximum."""
    found: list[Span | None] = [None] * len(letters)
    for line in sheet.lines:
        letter = letters[line.place]
        if letter == MET:
            found[line.place] = line.most, line.most
        elif letter != NOT_APPLICABLE:
            found[line.place] = _partly(line, letter, unit, facts.get(line.code, _NOTHING))
    return tuple(found)


def _partly(line: Line, letter: str, unit: Answers, own: Answers) -> Span:
    if line.earned is None:
        return (0, 0) if letter == NOT_MET else (0, line.most)
    if letter == UNKNOWN and line.applies is not None and line.applies(own, unit) != MET:
        # Whatever a row that does not apply counts for lies between nothing and all.
        return 0, line.most
    return line.earned(own)


def total(sheet: Sheet, points: Earned) -> tuple[int, int, int]:
    """The least and the most points of the whole sheet, and the maximum that they are out of."""
    least = best = 0
    most = sheet.most
    for line in sheet.lines:
        span = points[line.place]
        if span is not None:
            least, best = least + span[0], best + span[1]
        elif sheet.not_applicable_rows == "full":
            least, best = least + line.most, best + line.most
        elif sheet.not_applicable_rows == "out_of_total":
            most -= line.most
    return least, best, most


def verdict(sheet: Sheet, letters: str, points: Earned) -> str:
    """Met or not met where that is so for every value of what is not known; undecided otherwise."""
    needed = [letters[place] for place in sheet.needed]
    if NOT_MET in needed or not _holds(sheet, points, 1):
        return "not_met"
    shown = any(span is not None for span in points)
    # Where no row applied, nothing was shown; where the threshold is not known, nothing suffices.
    sure = shown and UNKNOWN not in needed and sheet.threshold is not None
    return "met" if sure and _holds(sheet, points, 0) else "undecided"


def _holds(sheet: Sheet, points: Earned, end: int) -> bool:
    """Whether the sheet passes with the least (0) or the most (1) points that each row can have."""
    for line in sheet.lines:
        if line.full and (span := points[line.place]) is not None and span[end] < line.most:
            return False
    if sheet.every is not None:
        over, of = sheet.every
        if any(of * got < over * most for got, most in clauses(sheet, points, end)):
            return False
    if sheet.threshold is None:
        return True
    got = total(sheet, points)
    # Of a smaller maximum the threshold asks the same share: 80 of 100 is 72 of 90.
    return got[end] * sheet.most >= sheet.threshold * got[2]


def clauses(sheet: Sheet, points: Earned, end: int) -> list[tuple[int, int]]:
    """Points and maximum of every clause, and of every row in none. Rows that do not apply are left out of both: what
    does not apply cannot fall short of a share."""
    found = []
    for lines in sheet.clauses:
        spans = [(span[end], line.most) for line in lines if (span := points[line.place]) is not None]
        found.append((sum(got for got, _ in spans), sum(most for _, most in spans)))
    return found


def grades(bands: Sequence[Grade], sheet: Sheet, points: Earned) -> tuple[tuple[Grade, ...], bool]:
    """The grades that the total can have, the best first, and whether it is sure to have one of them.

    A cut-off that is not known lies anywhere between those of its neighbours.
    """
    least, best, most = total(sheet, points)
    if not bands or not most:
        return (), False
    lowest, floor = [], -1
    for band in reversed(bands):
        floor = band.at_least if isinstance(band.at_least, int) else floor + 1
        lowest.append(floor)
    highest, ceiling = [], sheet.most + 1
    for band in bands:
        ceiling = band.at_least if isinstance(band.at_least, int) else ceiling - 1
        highest.append(ceiling)
    # Of a smaller maximum the cut-offs ask the same share, as the threshold does.
    first = next((n for n, floor in enumerate(reversed(lowest)) if best * sheet.most >= floor * most), None)
    last = next((n for n, ceiling in enumerate(highest) if least * sheet.most >= ceiling * most), None)
    if first is None:
        return (), False
    return tuple(bands[first : None if last is None else last + 1]), last is not None
