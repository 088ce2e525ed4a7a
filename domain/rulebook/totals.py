"""Totals: the points of a scorecard as programs read them: rows, clauses, the whole sheet and its grade."""

from typing import Any

from domain.rulebook import points
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.points import Earned, Span
from domain.rulebook.rows import Clause
from domain.standards import Standard


def row_points(criterion: Criterion, span: Span | None) -> dict[str, Any] | None:
    """The points of one criterion; None where it has none or does not apply."""
    if criterion.points is None or span is None:
        return None
    return {"least": span[0], "best": span[1], "maximum": criterion.points}


def _clause(clause: Clause, sheet: points.Sheet, earned: Earned) -> dict[str, Any]:
    spans = [earned[line.place] or (0, 0) for line in sheet.lines if line.group == clause.code]
    return {
        "code": clause.code,
        "title": clause.title.model_dump(),
        "least": sum(least for least, _ in spans),
        "best": sum(best for _, best in spans),
        "maximum": clause.points,
    }


def totals(standard: Standard, season: int, earned: Earned) -> dict[str, Any] | None:
    """The points of the sheet; None where no points decide. `least` and `best` differ where something is not known."""
    sheet = standard.sheet(season)
    if sheet is None or not earned:
        return None
    least, best, most = points.total(sheet, earned)
    grades, sure = points.grades(standard.grades, sheet, earned)
    known = grades[0] if len(grades) == 1 and sure else None
    return {
        "least": least,
        "best": best,
        "maximum": most,
        "threshold": sheet.threshold,
        "threshold_of": sheet.most,
        "groups": [_clause(clause, sheet, earned) for clause in standard.groups],
        "grade": known and {"code": known.code, **known.title.model_dump()},
        "possible_grades": [grade.code for grade in grades],
    }
