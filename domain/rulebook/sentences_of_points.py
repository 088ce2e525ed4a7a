"""Sentences of points: what a scored row says of itself, and what the totals of a sheet decided and why."""

from collections.abc import Iterator

from domain.rulebook import figures, points
from domain.rulebook.deciding import Points
from domain.rulebook.inquiry import Inquiry, absent, all_absent, joined, listed, of
from domain.rulebook.points import Earned, Line, Sheet
from domain.rulebook.rows import Deducted, GivenScore, Row
from domain.rulebook.truth import NOT_APPLICABLE, NOT_MET, UNKNOWN
from domain.standards import Standard
from domain.texts import Text

_NOT_APPLICABLE = {
    "full": Text(
        vi="{rows} dòng không áp dụng được tính đủ điểm", en="{rows} rows that do not apply count in full"
    ),
    "zero": Text(
        vi="{rows} dòng không áp dụng được tính 0 điểm", en="{rows} rows that do not apply count nothing"
    ),
    "out_of_total": Text(
        vi="{rows} dòng không áp dụng được trừ khỏi tổng", en="{rows} rows that do not apply leave the total"
    ),
}


def span(least: int, best: int, most: int) -> Text:
    """“8 of 10 points”, or “0 to 10 of 10 points” where they are not known."""
    words = {"least": figures.number(least), "best": figures.number(best), "most": figures.number(most)}
    if least == best:
        return of("{best} trên {most} điểm", "{best} of {most} points", **words)
    return of("từ {least} đến {best} trên {most} điểm", "{least} to {best} of {most} points", **words)


def row(rule: Row, case: Inquiry) -> Text:
    """What a scored row says of the answers it met."""
    least, best = points.earner(rule, case.frame)(case.own)
    got = span(least, best, rule.points)
    if isinstance(rule.scored, GivenScore):
        name = rule.scored.given
        if case.own.get(name) is None:
            return absent(name, case)
        return of("{label}: {got}", "{label}: {got}", label=case.label(name), got=got)
    return joined([*_deducted(rule.scored, case), got])


def _deducted(scored: Deducted, case: Inquiry) -> Iterator[Text]:
    known = [name for name in scored.reads if case.own.get(name) is not None]
    happened = [name for name in known if case.count(name)]
    minus = figures.number(scored.minus)
    if happened and scored.for_each is not None:
        count = figures.number(case.count(scored.for_each))
        label = case.label(scored.for_each)
        yield of("{label}: {count}, mỗi vụ trừ {minus} điểm", "{label}: {count}, {minus} points off for each",
                 label=label, count=count, minus=minus)  # fmt: skip
    elif happened:
        labels = listed(map(case.label, happened))
        yield of("đã xảy ra {labels}, mỗi loại trừ {minus} điểm", "{labels} occurred, {minus} points off for each kind",
                 labels=labels, minus=minus)  # fmt: skip
    elif len(known) == len(scored.reads):
        yield of("không xảy ra {labels}", "{labels}: none", labels=listed(map(case.label, known)))
    if len(known) < len(scored.reads):
        yield all_absent((name for name in scored.reads if name not in known), case)


def recognition(standard: Standard, season: int, letters: str, earned: Earned) -> Text | None:
    """What the totals come to, what they need, and everything that stands or may stand in the way."""
    way, sheet = standard.recognised_when, standard.sheet(season)
    if not isinstance(way, Points) or sheet is None:
        return None
    told = [
        _total(way, sheet, earned),
        *_must_be_full(sheet, earned),
        *_shares(way, sheet, earned),
        *_needed(way, sheet, letters),
        *_not_applicable(sheet, letters),
        *_grade(standard, sheet, earned),
    ]
    return joined(told)


def _total(way: Points, sheet: Sheet, earned: Earned) -> Text:
    least, best, most = points.total(sheet, earned)
    got = span(least, best, most)
    if not isinstance(way.points, int):
        why = Text(vi=way.points.not_known.vi.rstrip(" ."), en=way.points.not_known.en.rstrip(" ."))
        return of("{got}; {why}", "{got}; {why}", got=got, why=why)
    needed = figures.number(way.points)
    if most == sheet.most:
        return of("{got}, cần {needed}", "{got}, {needed} needed", got=got, needed=needed)
    whole = figures.number(sheet.most)
    return of("{got}, cần tỷ lệ {needed} trên {whole}", "{got}, the share of {needed} in {whole} needed",
              got=got, needed=needed, whole=whole)  # fmt: skip


def _must_be_full(sheet: Sheet, earned: Earned) -> Iterator[Text]:
    for line in sheet.lines:
        got = earned[line.place]
        if not line.full or got is None or got[0] == line.most:
            continue
        words = {"code": line.code, "most": figures.number(line.most), "got": figures.number(got[1])}
        if got[1] < line.most:
            yield of("{code} phải đủ {most} điểm, chỉ có {got}", "{code} must have its full {most} points, it has {got}",
                     **words)  # fmt: skip
        else:
            yield of("chưa biết {code} có đủ {most} điểm như bắt buộc hay không",
                     "not known whether {code} has its full {most} points, as it must", **words)  # fmt: skip


def _shares(way: Points, sheet: Sheet, earned: Earned) -> Iterator[Text]:
    if sheet.every is None:
        return
    over, of_ = sheet.every
    share = figures.threshold(over, of_)
    both = zip(sheet.clauses, points.clauses(sheet, earned, 0), points.clauses(sheet, earned, 1), strict=True)
    for lines, (least, most), (best, _) in both:
        words = {"code": _name(lines), "got": span(least, best, most), "share": share}
        if of_ * best < over * most:
            yield of("{code}: {got}, dưới {share}", "{code}: {got}, below {share}", **words)
        elif of_ * least < over * most:
            yield of(
                "chưa biết {code} có đạt {share} hay không",
                "not known whether {code} reaches {share}",
                **words,
            )


def _name(lines: tuple[Line, ...]) -> str:
    return lines[0].group or lines[0].code


def _needed(way: Points, sheet: Sheet, letters: str) -> Iterator[Text]:
    for code, place in zip(way.also, sheet.needed, strict=True):
        if letters[place] == NOT_MET:
            yield of("{code} chưa đạt, không điểm nào bù được", "{code} is not met, and no points make up for it",
                     code=code)  # fmt: skip
        elif letters[place] == UNKNOWN:
            yield of("chưa biết {code} có đạt hay không", "not known whether {code} is met", code=code)


def _not_applicable(sheet: Sheet, letters: str) -> Iterator[Text]:
    rows = sum(letters[line.place] == NOT_APPLICABLE for line in sheet.lines)
    if rows and sheet.not_applicable_rows:
        yield _NOT_APPLICABLE[sheet.not_applicable_rows].filled(rows=figures.number(rows))


def _grade(standard: Standard, sheet: Sheet, earned: Earned) -> Iterator[Text]:
    possible, sure = points.grades(standard.grades, sheet, earned)
    if len(possible) == 1 and sure:
        yield of("xếp loại: {grade}", "grade: {grade}", grade=possible[0].title)
    elif possible:
        titles = listed(grade.title for grade in possible)
        yield of("chưa xác định được xếp loại, có thể là {titles}", "the grade is not known, it may be {titles}",
                 titles=titles)  # fmt: skip
