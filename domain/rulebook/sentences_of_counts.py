"""Sentences of counts: what the rules about numbers say: shares, incidents, this year against last."""

from collections.abc import Mapping
from typing import Any

from domain.rulebook import figures
from domain.rulebook.inquiry import Inquiry, absent, all_absent, joined, of
from domain.rulebook.truth import MET, UNKNOWN, excused
from domain.rules import (
    Counted,
    NoneOf,
    Reduced,
    Share,
)
from domain.texts import Text


def share(rule: Share, case: Inquiry) -> Text:
    unknown = [name for name in rule.share if case.own.get(name) is None]
    if unknown:
        return all_absent(unknown, case)
    part, whole = (case.count(name) for name in rule.share)
    if whole == 0:
        return of(
            "{label} là 0 nên không tính được tỷ lệ",
            "{label} is 0, so there is no share",
            label=case.label(rule.share[1]),
        )
    words = {
        "part": figures.number(part),
        "whole": figures.number(whole),
        "noun": case.noun(rule.share[1]),
        "share": figures.share(part, whole),
        "needed": _asked(rule),
    }
    if rule.said is not None:
        said = of(
            "{part} trên {whole} {noun} {did} ({share}), cần {needed}",
            "{part} of {whole} {noun} {did} ({share}), {needed} needed",
            did=rule.said,
            **words,
        )
    else:
        said = of(
            "{label}: {part} trên {whole} {noun} ({share}), cần {needed}",
            "{label}: {part} of {whole} {noun} ({share}), {needed} needed",
            label=case.label(rule.share[0]),
            **words,
        )
    pending = case.own.get(rule.pending) if rule.pending else None
    if pending:
        return of(
            "{said}; {pending} còn chờ quyết định",
            "{said}; {pending} still undecided",
            said=said,
            pending=figures.number(pending),
        )
    return said


def _asked(rule: Share) -> Text:
    asked = figures.threshold(*rule.asked)
    return of("trên {asked}", "more than {asked}", asked=asked) if rule.strict else asked


def none_of(rule: NoneOf, case: Inquiry) -> Text:
    letter = case.letter(rule)
    absent = [name for name in rule.none if case.own.get(name) is None]
    if letter == UNKNOWN:
        return all_absent(absent, case)
    known = [name for name in rule.none if name not in absent]
    # A failure is told by what happened; what did not happen beside it explains nothing.
    told = [name for name in known if letter == MET or case.count(name)]
    return joined(_nothing_of(name, case) for name in told)


def _nothing_of(name: str, case: Inquiry) -> Text:
    fact, value = case.frame.facts[name], case.own[name]
    words: dict[str, Any] = {"label": fact.label, "count": figures.number(case.count(name))}
    if not fact.within:
        return of("{label}: {count}, cần 0", "{label}: {count}, must be 0", **words)
    first, last = case.frame.periods[fact.within]
    said = of(
        "{label}: {count} trong kỳ {days}, cần 0",
        "{label}: {count} in the period {days}, must be 0",
        days=figures.days(first, last),
        **words,
    )
    if type(value) is int:
        return said
    for entry in value:
        if (note := _note(entry, first, last, case)) is not None:
            said = of("{said}; {note}", "{said}; {note}", said=said, note=note)
    return said


def _note(entry: Mapping[str, Any], first: str, last: str, case: Inquiry) -> Text | None:
    """What is worth saying of one dated entry: it lies outside the period, or an excuse was given for it."""
    words: dict[str, Any] = {"day": figures.day(entry["on"])}
    if not first <= entry["on"] <= last:
        return of(
            "vụ ngày {day} ngoài kỳ nên không tính", "the one of {day} is outside and not counted", **words
        )
    excuse = entry.get("excused_as")
    if excuse is None:
        return of("vụ ngày {day} được tính", "the one of {day} counts", **words)
    words |= {"excuse": case.standard.words.excuses.get(excuse, excuse), "reason": entry.get("reason") or ""}
    if excused(entry, case.frame.excuses):
        return of(
            "vụ ngày {day} được miễn trừ: {excuse} (lý do: {reason})",
            "the one of {day} is excused: {excuse} (reason: {reason})",
            **words,
        )
    if excuse in case.frame.excuses:
        return of(
            "vụ ngày {day} được tính vì miễn trừ “{excuse}” không có lý do",
            "the one of {day} counts, because no reason is given for the excuse “{excuse}”",
            **words,
        )
    return of(
        "vụ ngày {day} được tính vì tiêu chí này không cho miễn trừ “{excuse}”",
        "the one of {day} counts, because this criterion does not admit the excuse “{excuse}”",
        **words,
    )


def reduced(rule: Reduced, case: Inquiry) -> Text:
    letter = case.letter(rule)
    told = []
    for now, before in rule.reduced:
        one = rule.model_copy(update={"reduced": ((now, before),)})
        if case.letter(one) == letter:
            absent = [name for name in (now, before) if case.own.get(name) is None]
            told.append(all_absent(absent, case) if absent else _series(rule, now, before, case))
    return joined(told)


def _series(rule: Reduced, now: str, before: str, case: Inquiry) -> Text:
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
    return of(
        "{label}: {this} so với {last} năm trước, {how}",
        "{label}: {this} against {last} the year before, {how}",
        label=case.label(now),
        this=figures.number(this),
        last=figures.number(last),
        how=how,
    )


def counted(rule: Counted, case: Inquiry) -> Text:
    if case.value(rule.counted) is None:
        return absent(rule.counted, case)
    value = case.value(rule.counted) if rule.counted.startswith("unit.") else case.count(rule.counted)
    limit = rule.at_most if rule.at_least is None else rule.at_least
    how = (
        Text(vi="ít nhất", en="at least")
        if rule.at_least is not None
        else Text(vi="nhiều nhất", en="at most")
    )
    return of(
        "{label}: {count}, cần {how} {limit}",
        "{label}: {count}, {how} {limit} needed",
        label=case.label(rule.counted),
        count=figures.number(value),
        how=how,
        limit=figures.number(limit or 0),
    )
