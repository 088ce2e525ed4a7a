"""Sheets: how a standard decides and how its rows earn points, in sentences."""

from collections.abc import Iterator
from typing import Any

from domain.rulebook import figures
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import NotKnownWay, Points
from domain.rulebook.inquiry import joined, of
from domain.rulebook.rows import Deducted, Grade
from domain.rulebook.shares import ratio
from domain.rules import NotKnown, walk
from domain.standards import Standard
from domain.texts import Text

_FATE = {
    "full": Text(vi="Dòng không áp dụng được tính đủ điểm", en="A row that does not apply counts in full"),
    "zero": Text(vi="Dòng không áp dụng được tính 0 điểm", en="A row that does not apply counts nothing"),
    "out_of_total": Text(
        vi="Dòng không áp dụng được trừ khỏi tổng, mức điểm giữ nguyên tỷ lệ",
        en="A row that does not apply leaves the total, and the threshold keeps its share",
    ),
}


def as_data(standard: Standard) -> dict[str, Any]:
    """How the findings become a verdict, for programs."""
    way = standard.recognised_when
    return {
        "recognised_when": way if isinstance(way, str) else way.model_dump(mode="json", by_alias=True),
        "groups": [one.model_dump(mode="json") for one in standard.groups],
        "grades": [one.model_dump(mode="json") for one in standard.grades],
        "not_applicable_rows": standard.not_applicable_rows,
    }


def way(standard: Standard) -> Iterator[Text]:
    """A line each: what is asked of the whole, its clauses and grades. Nothing where simply all must be met."""
    said = standard.recognised_when
    if isinstance(said, NotKnownWay):
        yield of(
            "Cách công nhận chưa biết: {why}", "How it is decided is not known: {why}", why=said.not_known
        )
    if not isinstance(said, Points):
        return
    most = figures.number(sum(one.points or 0 for one in standard.criteria))
    if isinstance(said.points, int):
        yield of("Công nhận từ {points} trên {most} điểm", "Recognised from {points} of {most} points",
                 points=figures.number(said.points), most=most)  # fmt: skip
    else:
        yield of("Tổng {most} điểm; mức để được công nhận chưa biết: {why}",
                 "{most} points in all; what is needed is not known: {why}", most=most, why=said.points.not_known)  # fmt: skip
    if said.every:
        share = figures.threshold(*ratio(said.every))
        yield of("Mỗi phần (hoặc mỗi dòng không thuộc phần nào) đạt từ {share} điểm tối đa",
                 "Every clause, and every row that stands in none, has {share} of its maximum or more", share=share)  # fmt: skip
    for code in said.also:
        yield of(
            "{code} phải đạt, không điểm nào bù được",
            "{code} must be met, no points make up for it",
            code=code,
        )
    for clause in standard.groups:
        must = Text(vi=", phải đủ điểm", en=", must be full") if clause.must_be_full else ""
        yield of("Phần {code}, {title}: {points}{must}", "Clause {code}, {title}: {points}{must}",
                 code=clause.code, title=clause.title, points=_points(clause.points), must=must)  # fmt: skip
    for grade in standard.grades:
        yield _grade(grade)
    if standard.not_applicable_rows:
        yield _FATE[standard.not_applicable_rows]


def row(criterion: Criterion) -> Iterator[Text]:
    """A line each: the points of a criterion and how they are earned; what of its rule is not known."""
    if criterion.points is not None:
        must = Text(vi=", phải đủ điểm", en=", must be full") if criterion.must_be_full else ""
        group = of(" (phần {code})", " (clause {code})", code=criterion.group) if criterion.group else ""
        # How a row earns its points is not known where the row itself could not be read.
        unread = criterion.scored is None and isinstance(criterion.rule, NotKnown)
        how = "" if unread else of(": {how}", ": {how}", how=_how(criterion))
        yield of("{points}{group}{must}{how}", "{points}{group}{must}{how}",
                 points=_points(criterion.points), group=group, must=must, how=how)  # fmt: skip
    for rule in walk(criterion.rule):
        if isinstance(rule, NotKnown):
            yield of("chưa biết: {why}", "not known: {why}", why=rule.not_known)


def _points(many: int) -> Text:
    said = figures.number(many)
    return Text(vi=f"{said.vi} điểm", en=f"{said.en} point" if many == 1 else f"{said.en} points")


def _how(criterion: Criterion) -> Text:
    scored = criterion.scored
    if scored is None:
        return Text(vi="đạt thì đủ điểm, chưa đạt thì 0 điểm", en="all of them when met, none when not met")
    if not isinstance(scored, Deducted):
        return Text(vi="người chấm ghi điểm", en="the scorer writes them")
    minus, names = figures.number(scored.minus), joined(criterion.facts[name].label for name in scored.reads)
    if scored.for_each is None:
        return of("trừ {minus} điểm cho mỗi loại xảy ra ({names})", "{minus} off for each kind that occurs ({names})",
                  minus=minus, names=names)  # fmt: skip
    return of(
        "trừ {minus} điểm cho mỗi vụ ({names})",
        "{minus} off for each incident ({names})",
        minus=minus,
        names=names,
    )


def _grade(grade: Grade) -> Text:
    if isinstance(grade.at_least, int):
        return of("Loại {title}: từ {points} điểm", "Grade {title}: from {points} points",
                  title=grade.title, points=figures.number(grade.at_least))  # fmt: skip
    return of("Loại {title}: mức điểm chưa biết ({why})", "Grade {title}: cut-off not known ({why})",
              title=grade.title, why=grade.at_least.not_known)  # fmt: skip
