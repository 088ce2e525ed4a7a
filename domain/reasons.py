"""Reasons: why a criterion has its verdict, in a Vietnamese and an English sentence with the numbers in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from domain import figures
from domain.criteria_files import Criterion
from domain.facts import SOURCES
from domain.mistakes import Shape
from domain.rules import (
    All,
    Any_,
    Chosen,
    Counted,
    Dated,
    Judged,
    No,
    NoneOf,
    OnlyWhere,
    Rated,
    Reduced,
    Share,
    Yes,
    ratio,
    refs,
)
from domain.standards import Standard
from domain.texts import Text
from domain.truth import MET, NOT_MET, UNKNOWN, Answers, Frame, excused, tally
from domain.verdicts import compiled


@dataclass(frozen=True, slots=True)
class Case:
    """What a sentence needs besides the rule: the criterion's answers, the unit, and where the rule stands."""

    standard: Standard
    frame: Frame
    own: Answers
    unit: Answers

    def letter(self, rule: Shape) -> str:
        return compiled(rule, self.frame)(self.own, self.unit)

    def value(self, ref: str) -> Any:
        return self.unit.get(ref[5:]) if ref.startswith("unit.") else self.own.get(ref)

    def label(self, ref: str) -> Text:
        return self.frame.fact(ref).label

    def noun(self, ref: str) -> Text:
        return self.standard.words.nouns[self.frame.fact(ref).count or ""]

    def count(self, name: str) -> int:
        """The count of a fact that is known: the number given, or the dated entries that count."""
        value = self.own[name]
        if type(value) is int:
            return value
        return tally(value, self.frame.periods[self.frame.facts[name].within or "window"], self.frame.excuses)


def case_of(
    criterion: Criterion | None, standard: Standard, season: int, unit: Answers, own: Answers | None = None
) -> Case:
    frame = standard.frame(criterion, standard.bench(season).periods)
    return Case(standard, frame, own or {}, unit)


def why(criterion: Criterion, case: Case) -> Text:
    """The sentence for one criterion."""
    said = reason(criterion.rule, case)
    return Text(vi=_sentence(said.vi), en=_sentence(said.en))


def eligibility(standard: Standard, season: int, unit: Answers) -> list[Text]:
    """A sentence per exclusion that applies, or that could not be ruled out because an attribute is not given."""
    case = case_of(None, standard, season, unit)
    found = []
    for exclusion in standard.exclusions:
        letter = case.letter(exclusion.when)
        if letter == MET:
            found.append(
                _of("{says} ({cites}).", "{says} ({cites}).", says=exclusion.says, cites=exclusion.cites)
            )
        elif letter == UNKNOWN:
            found.append(
                _of(
                    "Chưa loại trừ được: {says} ({cites}); chưa có {absent}.",
                    "Not ruled out: {says} ({cites}); not given: {absent}.",
                    says=exclusion.says,
                    cites=exclusion.cites,
                    absent=_listed(case.label(ref) for ref in unknown_refs(exclusion.when, case)),
                )
            )
    return found


def missing(criterion: Criterion, case: Case) -> list[str]:
    """The facts on which an unknown criterion waits: “KDC-4b.serious_crimes”, “KDC-2.carried_out.evidence”,
    “unit.level”."""
    found = []
    for ref in unknown_refs(criterion.rule, case):
        name = ref if ref.startswith("unit.") else f"{criterion.code}.{ref}"
        value = case.value(ref)
        # What is given and still leaves the rule unknown: praise without evidence; a zero base is no gap in the facts.
        if value is None:
            found.append(name)
        elif case.frame.fact(ref).form == "judgement":
            found.append(f"{name}.evidence")
    return found


def unknown_refs(rule: Shape, case: Case) -> list[str]:
    """The references of those parts of a rule that are themselves unknown."""
    if case.letter(rule) != UNKNOWN:
        return []
    match rule:
        case All(all=parts) | Any_(any=parts):
            found = [ref for part in parts for ref in unknown_refs(part, case)]
        case OnlyWhere():
            found = unknown_refs(rule.only_where, case) or unknown_refs(rule.then, case)
        case _:
            found = [ref for ref in refs(rule) if case.value(ref) is None or isinstance(rule, Judged)]
    return list(dict.fromkeys(found))


@singledispatch
def reason(rule: Shape, case: Case) -> Text:
    raise NotImplementedError(type(rule))


@reason.register
def _(rule: Dated, case: Case) -> Text:
    if (value := case.own.get(rule.dated)) is None:
        return _absent(rule.dated, case)
    day = value["date"] if isinstance(value, dict) else value
    number = (value.get("number") or "") if isinstance(value, dict) else ""
    said = _of("{label} {number} ngày {day}", "{label} {number} of {day}", label=case.label(rule.dated), number=number,
               day=figures.day(day))  # fmt: skip
    said = Text(vi=" ".join(said.vi.split()), en=" ".join(said.en.split()))
    if rule.within == "any-time":
        return said
    period = case.standard.registration if rule.within == "registration" else case.standard.window
    place = ("trong", "inside") if case.letter(rule) == MET else ("ngoài", "outside")
    return _of(
        "{said}, {where} {name} ({days})",
        "{said}, {where} {name} ({days})",
        said=said,
        where=Text(vi=place[0], en=place[1]),
        name=period.name,
        days=figures.days(*case.frame.periods[rule.within]),
    )


@reason.register
def _(rule: Share, case: Case) -> Text:
    absent = [name for name in rule.share if case.own.get(name) is None]
    if absent:
        return _all_absent(absent, case)
    part, whole = (case.count(name) for name in rule.share)
    if whole == 0:
        return _of(
            "{label} là 0 nên không tính được tỷ lệ",
            "{label} is 0, so there is no share",
            label=case.label(rule.share[1]),
        )
    words = {
        "part": figures.number(part),
        "whole": figures.number(whole),
        "noun": case.noun(rule.share[1]),
        "share": figures.share(part, whole),
        "needed": figures.threshold(*ratio(rule.at_least)),
    }
    if rule.said is not None:
        said = _of(
            "{part} trên {whole} {noun} {did} ({share}), cần {needed}",
            "{part} of {whole} {noun} {did} ({share}), {needed} needed",
            did=rule.said,
            **words,
        )
    else:
        said = _of(
            "{label}: {part} trên {whole} {noun} ({share}), cần {needed}",
            "{label}: {part} of {whole} {noun} ({share}), {needed} needed",
            label=case.label(rule.share[0]),
            **words,
        )
    pending = case.own.get(rule.pending) if rule.pending else None
    if pending:
        return _of(
            "{said}; {pending} còn chờ quyết định",
            "{said}; {pending} still undecided",
            said=said,
            pending=figures.number(pending),
        )
    return said


@reason.register
def _(rule: NoneOf, case: Case) -> Text:
    letter = case.letter(rule)
    absent = [name for name in rule.none if case.own.get(name) is None]
    if letter == UNKNOWN:
        return _all_absent(absent, case)
    known = [name for name in rule.none if name not in absent]
    # A failure is told by what happened; what did not happen beside it explains nothing.
    told = [name for name in known if letter == MET or case.count(name)]
    return _joined(_nothing_of(name, case) for name in told)


def _nothing_of(name: str, case: Case) -> Text:
    fact, value = case.frame.facts[name], case.own[name]
    said = _of(
        "{label}: {count}, cần 0",
        "{label}: {count}, 0 needed",
        label=fact.label,
        count=figures.number(case.count(name)),
    )
    if not fact.within:
        return said
    first, last = case.frame.periods[fact.within]
    said = _of("{said} trong kỳ {days}", "{said} between {days}", said=said, days=figures.days(first, last))
    if type(value) is int:
        return said
    for entry in value:
        if (note := _note(entry, first, last, case)) is not None:
            said = _of("{said}; {note}", "{said}; {note}", said=said, note=note)
    return said


def _note(entry: Mapping[str, Any], first: str, last: str, case: Case) -> Text | None:
    """What is worth saying of one dated entry: it lies outside the period, or an excuse was given for it."""
    words: dict[str, Any] = {"day": figures.day(entry["on"])}
    if not first <= entry["on"] <= last:
        return _of(
            "vụ ngày {day} ngoài kỳ nên không tính", "the one of {day} is outside and not counted", **words
        )
    excuse = entry.get("excused_as")
    if excuse is None:
        return _of("vụ ngày {day} được tính", "the one of {day} counts", **words)
    words |= {"excuse": case.standard.words.excuses.get(excuse, excuse), "reason": entry.get("reason") or ""}
    if excused(entry, case.frame.excuses):
        return _of(
            "vụ ngày {day} được miễn trừ: {excuse} (lý do: {reason})",
            "the one of {day} is excused: {excuse} (reason: {reason})",
            **words,
        )
    if excuse in case.frame.excuses:
        return _of(
            "vụ ngày {day} được tính vì miễn trừ “{excuse}” không có lý do",
            "the one of {day} counts, because no reason is given for the excuse “{excuse}”",
            **words,
        )
    return _of(
        "vụ ngày {day} được tính vì tiêu chí này không cho miễn trừ “{excuse}”",
        "the one of {day} counts, because this criterion does not admit the excuse “{excuse}”",
        **words,
    )


@reason.register
def _(rule: Reduced, case: Case) -> Text:
    letter = case.letter(rule)
    told = []
    for now, before in rule.reduced:
        one = rule.model_copy(update={"reduced": ((now, before),)})
        if case.letter(one) == letter:
            absent = [name for name in (now, before) if case.own.get(name) is None]
            told.append(_all_absent(absent, case) if absent else _series(rule, now, before, case))
    return _joined(told)


def _series(rule: Reduced, now: str, before: str, case: Case) -> Text:
    this, last = case.count(now), case.count(before)
    if this < last:
        how = Text(vi="đã giảm", en="reduced")
    elif this > last:
        how = Text(vi="đã tăng", en="grown")
    elif this:
        how = (
            Text(vi="bằng năm trước, được tính là đạt", en="equal, which counts as met")
            if rule.if_equal == "met"
            else Text(vi="bằng năm trước, chưa kéo giảm", en="equal, not reduced")
        )
    else:
        how = (
            Text(vi="hai năm đều không có, đã kiềm chế", en="none in either year, restrained")
            if rule.if_both_zero == "met"
            else Text(
                vi="hai năm đều không có, không tính là kéo giảm", en="none in either year, not a reduction"
            )
        )
    return _of(
        "{label}: {this} so với {last} năm trước, {how}",
        "{label}: {this} against {last} the year before, {how}",
        label=case.label(now),
        this=figures.number(this),
        last=figures.number(last),
        how=how,
    )


@reason.register
def _(rule: Rated, case: Case) -> Text:
    if (value := case.own.get(rule.rated)) is None:
        return _absent(rule.rated, case)
    steps = {step.code: step.text for step in case.frame.scales[case.frame.facts[rule.rated].rating or ""]}
    code = value["rating"] if isinstance(value, dict) else value
    provisional = isinstance(value, dict) and value.get("provisional", False)
    return _of(
        "{label}: “{step}”{provisional}, cần từ “{needed}” trở lên",
        "{label}: “{step}”{provisional}, “{needed}” or better needed",
        label=case.label(rule.rated),
        step=steps[code],
        provisional=Text(vi=" (tạm thời)", en=" (provisional)") if provisional else "",
        needed=steps[rule.at_least],
    )


@reason.register
def _(rule: Counted, case: Case) -> Text:
    if case.value(rule.counted) is None:
        return _absent(rule.counted, case)
    value = case.value(rule.counted) if rule.counted.startswith("unit.") else case.count(rule.counted)
    limit = rule.at_most if rule.at_least is None else rule.at_least
    how = (
        Text(vi="ít nhất", en="at least")
        if rule.at_least is not None
        else Text(vi="nhiều nhất", en="at most")
    )
    return _of(
        "{label}: {count}, cần {how} {limit}",
        "{label}: {count}, {how} {limit} needed",
        label=case.label(rule.counted),
        count=figures.number(value),
        how=how,
        limit=figures.number(limit or 0),
    )


@reason.register
def _(rule: Judged, case: Case) -> Text:
    if (value := case.own.get(rule.judged)) is None:
        return _absent(rule.judged, case)
    evidence = (value.get("evidence") or "").strip() if isinstance(value, dict) else ""
    holds = value["holds"] if isinstance(value, dict) else value
    said = _of(
        "{label}: {answer}",
        "{label}: {answer}",
        label=case.label(rule.judged),
        answer=Text(vi="đạt", en="yes") if holds else Text(vi="chưa đạt", en="no"),
    )
    if evidence:
        return _of("{said}, căn cứ {evidence}", "{said}, by {evidence}", said=said, evidence=evidence)
    if case.letter(rule) == UNKNOWN:
        return _of("{said}, nhưng chưa có căn cứ", "{said}, but no evidence is named", said=said)
    return said


@reason.register
def _(rule: Yes, case: Case) -> Text:
    return _answered(rule.yes, case)


@reason.register
def _(rule: No, case: Case) -> Text:
    return _answered(rule.no, case)


def _answered(ref: str, case: Case) -> Text:
    value = case.value(ref)
    if value is None:
        return _absent(ref, case)
    answer = Text(vi="có", en="yes") if value else Text(vi="không", en="no")
    return _of("{label}: {answer}", "{label}: {answer}", label=case.label(ref), answer=answer)


@reason.register
def _(rule: Chosen, case: Case) -> Text:
    code = case.value(rule.chosen)
    if code is None:
        return _absent(rule.chosen, case)
    steps = {step.code: step.text for step in case.frame.scales[case.frame.fact(rule.chosen).choice or ""]}
    return _of("{label}: {step}", "{label}: {step}", label=case.label(rule.chosen), step=steps[code])


@reason.register
def _(rule: All, case: Case) -> Text:
    return _telling_parts(rule.all, case.letter(rule), case)


@reason.register
def _(rule: Any_, case: Case) -> Text:
    return _telling_parts(rule.any, case.letter(rule), case)


def _telling_parts(parts: tuple[Shape, ...], letter: str, case: Case) -> Text:
    """Of a combination only the parts that gave it its verdict are told."""
    return _joined(reason(part, case) for part in parts if case.letter(part) == letter)


@reason.register
def _(rule: OnlyWhere, case: Case) -> Text:
    applies = case.letter(rule.only_where)
    condition = reason(rule.only_where, case)
    if applies == NOT_MET:
        return _of("không áp dụng ({condition})", "not applicable ({condition})", condition=condition)
    if applies == UNKNOWN:
        return _of(
            "chưa biết có áp dụng hay không: {condition}",
            "not known whether it applies: {condition}",
            condition=condition,
        )
    return reason(rule.then, case)


def _absent(ref: str, case: Case) -> Text:
    fact = case.frame.fact(ref)
    if fact.attested_by:
        return _of(
            "chưa có xác nhận của {office} về “{label}”",
            "{office} has not attested “{label}”",
            office=case.standard.words.offices[fact.attested_by],
            label=fact.label,
        )
    if fact.supplied_by:
        return _of(
            "chưa có “{label}” ({source})", "“{label}” not known ({source})", label=fact.label,
            source=SOURCES[fact.supplied_by],
        )  # fmt: skip
    return _of("chưa có “{label}”", "“{label}” not given", label=fact.label)


def _all_absent(names: Iterable[str], case: Case) -> Text:
    return _joined(_absent(name, case) for name in names)


def _joined(texts: Iterable[Text]) -> Text:
    told = list(texts)
    return Text(vi="; ".join(text.vi for text in told), en="; ".join(text.en for text in told))


def _listed(texts: Iterable[Text]) -> Text:
    told = list(texts)
    return Text(vi=", ".join(f"“{text.vi}”" for text in told), en=", ".join(f"“{text.en}”" for text in told))


def _of(vi: str, en: str, **values: Any) -> Text:
    return Text(vi=vi, en=en).filled(**values)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:] + "."
