"""Sentences: what each rule says of the answers it met, in Vietnamese and English."""

from functools import singledispatch

from domain.rulebook import figures
from domain.rulebook import sentences_of_counts as counts
from domain.rulebook import sentences_of_points as points
from domain.rulebook.inquiry import Inquiry, absent, joined, listed, of
from domain.rulebook.mistakes import Shape
from domain.rulebook.periods import Period
from domain.rulebook.rows import Row
from domain.rulebook.truth import MET, NOT_MET, UNKNOWN
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
from domain.texts import Text


@singledispatch
def reason(rule: Shape, case: Inquiry) -> Text:
    raise NotImplementedError(type(rule))


reason.register(NoneOf)(counts.none_of)
reason.register(Share)(counts.share)
reason.register(Reduced)(counts.reduced)
reason.register(Counted)(counts.counted)
reason.register(Row)(points.row)


@reason.register
def _(rule: Dated, case: Inquiry) -> Text:
    if (value := case.own.get(rule.dated)) is None:
        return absent(rule.dated, case)
    if value is False:
        return of("không có {label}", "there is no {label}", label=listed([case.label(rule.dated)]))
    day = value["date"] if isinstance(value, dict) else value
    number = (value.get("number") or "") if isinstance(value, dict) else ""
    said = of("{label} {number} ngày {day}", "{label} {number} of {day}", label=case.label(rule.dated), number=number,
               day=figures.day(day))  # fmt: skip
    said = Text(vi=" ".join(said.vi.split()), en=" ".join(said.en.split()))
    if rule.within == "any-time":
        return said
    period = case.standard.registration if rule.within == "registration" else case.standard.window
    assert isinstance(period, Period)  # days that are not known are refused at load where a rule needs them
    place = ("trong", "inside") if case.letter(rule) == MET else ("ngoài", "outside")
    return of(
        "{said}, {where} {name} ({days})",
        "{said}, {where} {name} ({days})",
        said=said,
        where=Text(vi=place[0], en=place[1]),
        name=period.name,
        days=figures.days(*case.frame.periods[rule.within]),
    )


@reason.register
def _(rule: Rated, case: Inquiry) -> Text:
    if (value := case.own.get(rule.rated)) is None:
        return absent(rule.rated, case)
    steps = {step.code: step.text for step in case.frame.scales[case.frame.facts[rule.rated].rating or ""]}
    code = value["rating"] if isinstance(value, dict) else value
    provisional = isinstance(value, dict) and value.get("provisional", False)
    return of(
        "{label}: “{step}”{provisional}, cần từ “{needed}” trở lên",
        "{label}: “{step}”{provisional}, “{needed}” or better needed",
        label=case.label(rule.rated),
        step=steps[code],
        provisional=Text(vi=" (tạm thời)", en=" (provisional)") if provisional else "",
        needed=steps[rule.at_least],
    )


@reason.register
def _(rule: Judged, case: Inquiry) -> Text:
    if (value := case.own.get(rule.judged)) is None:
        return absent(rule.judged, case)
    evidence = (value.get("evidence") or "").strip() if isinstance(value, dict) else ""
    holds = value["holds"] if isinstance(value, dict) else value
    said = of(
        "{label}: {answer}",
        "{label}: {answer}",
        label=case.label(rule.judged),
        answer=Text(vi="đạt", en="yes") if holds else Text(vi="chưa đạt", en="no"),
    )
    if evidence:
        return of("{said}, căn cứ {evidence}", "{said}, by {evidence}", said=said, evidence=evidence)
    if case.letter(rule) == UNKNOWN:
        return of("{said}, nhưng chưa có căn cứ", "{said}, but no evidence is named", said=said)
    return said


@reason.register
def _(rule: Yes, case: Inquiry) -> Text:
    return _answered(rule.yes, case)


@reason.register
def _(rule: No, case: Inquiry) -> Text:
    return _answered(rule.no, case)


def _answered(ref: str, case: Inquiry) -> Text:
    value = case.value(ref)
    if value is None:
        return absent(ref, case)
    answer = Text(vi="có", en="yes") if value else Text(vi="không", en="no")
    return of("{label}: {answer}", "{label}: {answer}", label=case.label(ref), answer=answer)


@reason.register
def _(rule: Chosen, case: Inquiry) -> Text:
    code = case.value(rule.chosen)
    if code is None:
        return absent(rule.chosen, case)
    steps = {step.code: step.text for step in case.frame.scales[case.frame.fact(rule.chosen).choice or ""]}
    return of("{label}: {step}", "{label}: {step}", label=case.label(rule.chosen), step=steps[code])


@reason.register
def _(rule: NotKnown, case: Inquiry) -> Text:
    # Inside another sentence a full stop of the file's own would end it too early.
    return Text(vi=rule.not_known.vi.rstrip(" ."), en=rule.not_known.en.rstrip(" ."))


@reason.register
def _(rule: AllOf, case: Inquiry) -> Text:
    return _telling_parts(rule.all, case.letter(rule), case)


@reason.register
def _(rule: AnyOf, case: Inquiry) -> Text:
    return _telling_parts(rule.any, case.letter(rule), case)


def _telling_parts(parts: tuple[Shape, ...], letter: str, case: Inquiry) -> Text:
    """Of a combination only the parts that gave it its verdict are told."""
    return joined(reason(part, case) for part in parts if case.letter(part) == letter)


@reason.register
def _(rule: OnlyWhere, case: Inquiry) -> Text:
    applies = case.letter(rule.only_where)
    condition = reason(rule.only_where, case)
    if applies == NOT_MET:
        return of("không áp dụng ({condition})", "not applicable ({condition})", condition=condition)
    if applies == UNKNOWN:
        return of(
            "chưa biết có áp dụng hay không: {condition}",
            "not known whether it applies: {condition}",
            condition=condition,
        )
    return reason(rule.then, case)
