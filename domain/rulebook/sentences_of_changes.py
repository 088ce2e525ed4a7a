"""Sentences of changes: a recorded answer in words, and what to do so that another one can be recorded."""

from collections.abc import Iterator
from typing import Any, TypeVar

from domain.rulebook import figures
from domain.rulebook.inquiry import Inquiry, of
from domain.rulebook.mistakes import Shape
from domain.rulebook.periods import Period
from domain.rulebook.seasonal import TO_BE_GIVEN
from domain.rulebook.truth import tally
from domain.rules import Chosen, Dated, OnlyWhere, Rated, Share, refs, walk
from domain.texts import Text

_NOT_SAID = Text(vi="chưa có", en="not given")
_Rule = TypeVar("_Rule", bound=Shape)


def answer(ref: str, value: Any, case: Inquiry) -> Text:
    """An answer as people write it: 7.837 / 7,837; a day; a step of a scale; a judgement with its evidence."""
    if value is None:
        return _NOT_SAID
    fact = case.frame.fact(ref)
    if value is False and fact.form == "document":
        return Text(vi="không có", en="none")
    match fact.form:
        case "count":
            return _number(ref, value, case)
        case "document" if value is False:
            return Text(vi="không có", en="there is none")
        case "document":
            day = figures.day(value["date"] if isinstance(value, dict) else value)
            number = value.get("number") if isinstance(value, dict) else None
            return (
                of("số {number}, ngày {day}", "{number} of {day}", number=number, day=day) if number else day
            )
        case "judgement":
            holds = value["holds"] if isinstance(value, dict) else value
            evidence = (value.get("evidence") or "").strip() if isinstance(value, dict) else ""
            said = Text(vi="đạt", en="yes") if holds else Text(vi="chưa đạt", en="no")
            return of("{said}, căn cứ {by}", "{said}, by {by}", said=said, by=evidence) if evidence else said
        case "answer":
            return Text(vi="có", en="yes") if value else Text(vi="không", en="no")
    code = value["rating"] if isinstance(value, dict) else value
    return _steps(ref, case)[code]


def _number(ref: str, value: Any, case: Inquiry) -> Text:
    if type(value) is int:
        return figures.number(value)
    period = case.frame.periods[case.frame.fact(ref).within or "window"]
    return figures.number(tally(value, period, case.frame.excuses))


def _steps(ref: str, case: Inquiry) -> dict[str, Text]:
    fact = case.frame.fact(ref)
    return {step.code: step.text for step in case.frame.scales[fact.rating or fact.choice or ""]}


def change(rule: Shape | None, ref: str, was: Any, value: Any, hard: bool, case: Inquiry) -> Text:
    """What to do about one fact. `rule` is the criterion's, None for an attribute of the unit."""
    said = _needed(rule, ref, value, case) if was is None else _otherwise(rule, ref, was, value, case)
    if not hard:
        return said
    return of(
        "{said} (năm nay không thay đổi được nữa; phấn đấu năm sau)",
        "{said} (it cannot be changed this season; strive for the next)",
        said=said,
    )


def _needed(rule: Shape | None, ref: str, value: Any, case: Inquiry) -> Text:
    """What nobody gave: from whom it is needed, and what it has to say."""
    fact = case.frame.fact(ref)
    words = {"label": fact.label, "answer": _wanted(rule, ref, value, case)}
    if rule is None or any(ref in refs(one.only_where) for one in _all(rule, OnlyWhere)):
        # What a unit is, and where a rule applies, is nobody's wish: what is so is recorded, and this answer only helps if it is so.
        words["answer"] = of(
            "{answer}, nếu thực tế đúng như vậy", "{answer}, if that is so", answer=words["answer"]
        )
    if fact.attested_by is not None:
        office = case.standard.words.offices[fact.attested_by]
        return of("cần xác nhận của {office}: {label}: {answer}", "needs the attestation of {office}: {label}: {answer}",
                  office=office, **words)  # fmt: skip
    return of("cần ghi nhận: {label}: {answer}", "needs to be recorded: {label}: {answer}", **words)


def _otherwise(rule: Shape | None, ref: str, was: Any, value: Any, case: Inquiry) -> Text:
    words: dict[str, Any] = {"label": case.label(ref), "was": answer(ref, was, case)}
    match case.frame.fact(ref).form:
        case "count":
            return _counted(rule, ref, was, value, case)
        case "judgement" if was is True or (isinstance(was, dict) and was["holds"]):
            return of("{label}: nêu căn cứ (số, ngày văn bản)", "{label}: name the evidence (document number, date)",
                      **words)  # fmt: skip
    words["answer"] = _wanted(rule, ref, value, case)
    return of("{label}: {was} → {answer}", "{label}: {was} → {answer}", **words)


def _counted(rule: Shape | None, ref: str, was: Any, value: Any, case: Inquiry) -> Text:
    label = case.label(ref)
    if type(value) is list:
        days = [one["on"] for one in value if one.get("reason") == TO_BE_GIVEN]
        told = [figures.day(day) for day in days]
        return of(
            "{label}: ghi lý do miễn trừ của vụ ngày {days}",
            "{label}: give the reason of the excuse for {days}",
            label=label,
            days=Text(vi=", ".join(day.vi for day in told), en=", ".join(day.en for day in told)),
        )
    before = was if type(was) is int else case.count(ref)
    words = {
        "label": label,
        "noun": _noun(rule, ref, case),
        "many": figures.number(abs(value - before)),
        "was": figures.number(before),
        "then": figures.number(value),
    }
    if value > before:
        return of(
            "{label}: thêm {many} {noun}, {was} → {then}",
            "{label}: {many} more, {was} → {then}",
            **words,
        )
    return of("{label}: bớt {many} {noun}, {was} → {then}", "{label}: {many} fewer, {was} → {then}", **words)


def _noun(rule: Shape | None, ref: str, case: Inquiry) -> Text:
    """What is counted. Of a share it is the whole's noun, as in its reason."""
    for one in _all(rule, Share):
        if ref in (one.share[0], one.pending):
            return case.noun(one.share[1])
    return case.noun(ref)


def _wanted(rule: Shape | None, ref: str, value: Any, case: Inquiry) -> Text:
    """The answer that is asked for; where several would do, what they have in common."""
    match case.frame.fact(ref).form:
        case "document":
            return _dated(rule, ref, value, case) or answer(ref, value, case)
        case "judgement" if value:
            return Text(vi="đạt, có căn cứ", en="yes, with its evidence")
        case "rating":
            if any(one.rated == ref and one.at_least == value for one in _all(rule, Rated)):
                return of("“{step}” trở lên", "“{step}” or better", step=_steps(ref, case)[value])
        case "choice":
            for one in _all(rule, Chosen):
                if one.chosen == ref and value in one.among:
                    told = [_steps(ref, case)[code] for code in one.among]
                    return Text(
                        vi=" / ".join(step.vi for step in told), en=" / ".join(step.en for step in told)
                    )
    return answer(ref, value, case)


def _dated(rule: Shape | None, ref: str, day: str, case: Inquiry) -> Text | None:
    """The period that a document's day has to lie in."""
    for one in _all(rule, Dated):
        if one.dated == ref and one.within != "any-time":
            first, last = case.frame.periods[one.within]
            period = case.standard.registration if one.within == "registration" else case.standard.window
            if first <= day <= last and isinstance(period, Period):
                words = {"inside": period.inside, "days": figures.days(first, last)}
                return of("ngày {inside} ({days})", "dated {inside} ({days})", **words)
    return None


def _all(rule: Shape | None, kind: type[_Rule]) -> Iterator[_Rule]:
    return (one for one in walk(rule) if isinstance(one, kind)) if rule is not None else iter(())
