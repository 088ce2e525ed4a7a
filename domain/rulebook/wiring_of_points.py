"""Wiring of points: whether the points of a file add up, and whether all that it says of deciding can be reached."""

from collections.abc import Iterator, Sequence

from domain.rulebook.criteria_files import Criterion, StandardFile
from domain.rulebook.deciding import Points
from domain.rulebook.mistakes import nearest
from domain.rulebook.rows import GivenScore, Grade
from domain.rulebook.yamlfile import Place
from domain.texts import Text

Found = tuple[Place, Text]
Placed = Sequence[tuple[Place, Criterion]]


def faults(file: StandardFile, criteria: Placed, first: int) -> Iterator[Found]:
    """What is wrong with the way of deciding, in any season from the `first` on; `criteria` are all of them, included
    ones too, with their places."""
    way = file.recognised_when
    codes = [criterion.code for _, criterion in criteria]
    for number, code in enumerate(() if isinstance(way, str) else way.also):
        if code not in codes:
            hint = nearest(code, codes)
            yield (
                ("recognised_when", "and", number),
                _text(
                    f"Không có tiêu chí nào tên “{code}”; {hint.vi}.",
                    f"There is no criterion called “{code}”; {hint.en}.",
                ),
            )
    if not isinstance(way, Points):
        yield from _points_of_no_use(file, criteria)
        return
    if rows := list(_rows(way, criteria)):
        # A row without its points would be blamed again for every sum that it misses in.
        yield from rows
        return
    yield from _unknown_groups(file, criteria)
    for season in _turns(criteria, first):
        counted = [criterion for _, criterion in criteria if criterion.counts_in(season)]
        most = sum(criterion.points or 0 for criterion in counted)
        sums = [*_clauses(file, counted), *_total(way, most), *_grades(file.grades, most)]
        yield from sums
        if sums:
            break
    if file.not_applicable_rows is None:
        yield from _left_open(criteria)


def _points_of_no_use(file: StandardFile, criteria: Placed) -> Iterator[Found]:
    said: list[Place] = [(*place, "points") for place, criterion in criteria if criterion.points is not None]
    said += [(name,) for name in ("groups", "grades", "not_applicable_rows") if getattr(file, name)]
    for place in said:
        yield (
            place,
            _text(
                "Điểm chỉ có ý nghĩa khi công nhận theo điểm (recognised_when: {points: …}).",
                "Points mean something only where recognition is by points (recognised_when: {points: …}).",
            ),
        )


def _rows(way: Points, criteria: Placed) -> Iterator[Found]:
    for place, criterion in criteria:
        code = criterion.code
        if criterion.points is None and code not in way.also:
            yield (
                place,
                _text(
                    f"“{code}” cần có “points”, hoặc có tên trong “and” của recognised_when.",
                    f"“{code}” needs “points”, or its name in the “and” of recognised_when.",
                ),
            )
        elif criterion.points is not None and code in way.also:
            yield (
                ("recognised_when", "and", way.also.index(code)),
                _text(
                    f"“{code}” có điểm; để buộc phải đạt, viết must_be_full: true ở chính dòng đó.",
                    f"“{code}” has points; to require it, write must_be_full: true in the row itself.",
                ),
            )
        if isinstance(criterion.scored, GivenScore) and criterion.facts[criterion.scored.given].within:
            yield (
                (*place, "scored"),
                _text(
                    f"“{criterion.scored.given}” là điểm, không phải vụ việc có ngày; bỏ “within”.",
                    f"“{criterion.scored.given}” is a score, not dated incidents; leave out “within”.",
                ),
            )


def _turns(criteria: Placed, first: int) -> list[int]:
    """The seasons in which the rows change: what adds up in each of them adds up always."""
    begin = {criterion.first for _, criterion in criteria if criterion.first}
    end = {criterion.until + 1 for _, criterion in criteria if criterion.until}
    return sorted({first} | {season for season in begin | end if season > first})


def _unknown_groups(file: StandardFile, criteria: Placed) -> Iterator[Found]:
    codes = [clause.code for clause in file.groups]
    for place, criterion in criteria:
        if criterion.group is not None and criterion.group not in codes:
            hint = nearest(criterion.group, codes)
            yield (
                (*place, "group"),
                _text(
                    f"Không có nhóm nào tên “{criterion.group}”; {hint.vi}.",
                    f"There is no group called “{criterion.group}”; {hint.en}.",
                ),
            )


def _clauses(file: StandardFile, criteria: Sequence[Criterion]) -> Iterator[Found]:
    taken = {criterion.code for criterion in criteria}
    for number, clause in enumerate(file.groups):
        rows = sum(one.points or 0 for one in criteria if one.group == clause.code)
        if clause.code in taken:
            yield (
                ("groups", number, "code"),
                _text(f"Mã “{clause.code}” đã được dùng.", f"“{clause.code}” is already used."),
            )
        elif rows != clause.points:
            yield ("groups", number, "points"), _does_not_add_up(clause.code, clause.points, rows)
        taken.add(clause.code)


def _total(way: Points, most: int) -> Iterator[Found]:
    if way.of is not None and way.of != most:
        yield ("recognised_when", "of"), _does_not_add_up("of", way.of, most)
    elif isinstance(way.points, int) and way.points > most:
        yield (
            ("recognised_when", "points"),
            _text(
                f"Không thể đạt {way.points} điểm: các dòng cộng lại chỉ có {most}.",
                f"{way.points} points cannot be reached: the rows have {most} together.",
            ),
        )


def _does_not_add_up(name: str, said: int, rows: int) -> Text:
    return _text(
        f"“{name}” ghi {said} điểm nhưng các dòng cộng lại là {rows}.",
        f"“{name}” says {said} points, but the rows add up to {rows}.",
    )


def _grades(grades: Sequence[Grade], most: int) -> Iterator[Found]:
    """Bands stand from the best down, leave each other room, and leave no total without a grade."""
    seen: set[str] = set()
    ceiling = most + 1
    for number, grade in enumerate(grades):
        if grade.code in seen:
            yield (
                ("grades", number, "code"),
                _text(f"Mã “{grade.code}” đã được dùng.", f"“{grade.code}” is already used."),
            )
        seen.add(grade.code)
        if not isinstance(grade.at_least, int):
            ceiling -= 1
        elif grade.at_least >= ceiling:
            yield (
                ("grades", number, "at_least"),
                _text(
                    f"“{grade.code}” từ {grade.at_least} điểm chồng lên bậc trên hoặc vượt quá tổng điểm {most}; xếp từ bậc cao xuống thấp.",
                    f"“{grade.code}” from {grade.at_least} points overlaps the better grade or exceeds the total of {most}; begin with the best.",
                ),
            )
            return
        else:
            ceiling = grade.at_least
    last = grades[-1].at_least if grades else 0
    if isinstance(last, int) and last != 0:
        yield (
            ("grades", len(grades) - 1, "at_least"),
            _text(
                f"Dưới {last} điểm không có bậc nào: bậc cuối cần at_least: 0.",
                f"Below {last} points there is no grade: the last one needs at_least: 0.",
            ),
        )


def _left_open(criteria: Placed) -> Iterator[Found]:
    for place, criterion in criteria:
        if criterion.points is not None and criterion.may_not_apply:
            yield (
                place,
                _text(
                    f"“{criterion.code}” có thể không áp dụng: ghi not_applicable_rows: full (đủ điểm), zero (0 điểm) hoặc out_of_total (trừ khỏi tổng).",
                    f"“{criterion.code}” may not apply: say not_applicable_rows: full (all its points), zero (none) or out_of_total (it leaves the total).",
                ),
            )
            return


def _text(vi: str, en: str) -> Text:
    return Text(vi=vi, en=en)
