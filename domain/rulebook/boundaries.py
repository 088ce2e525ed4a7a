"""Boundaries: for one fact, the well-formed values between which no rule can tell a difference.

While everything else stays as it is, a rule's letter is constant between two neighbouring boundaries of a number or of a
day; so the boundaries, the values beside them and “nobody said” stand for every value that the fact could have.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from domain.rulebook.mistakes import Shape
from domain.rulebook.rows import Deducted, Row
from domain.rulebook.truth import Answers, Frame, tally
from domain.rules import Chosen, Counted, Dated, Judged, No, NoneOf, Rated, Reduced, Share, Yes, walk

# What a judgement can say. The evidence is any text at all, because no rule looks further.
PRAISE = {"holds": True, "evidence": "…"}
_BARE_PRAISE = {"holds": True, "evidence": None}


def count_of(name: str, own: Answers, frame: Frame) -> int | None:
    """A count that is known: the number given, or the dated entries that count."""
    value = own.get(name)
    if type(value) is not list:
        return value
    return tally(value, frame.periods[frame.facts[name].within or "window"], frame.excuses)


def fits(shares: Iterable[Share], own: Answers, frame: Frame) -> bool:
    """Whether no part is larger than its whole."""
    for share in shares:
        part, whole = (count_of(name, own, frame) for name in share.share)
        pending = count_of(share.pending, own, frame) if share.pending else None
        if part is not None and whole is not None and part + (pending or 0) > whole:
            return False
    return True


def values(ref: str, rules: Iterable[Shape], frame: Frame, own: Answers) -> list[Any]:
    """One value of each kind that the rules can tell apart, None among them; whether they fit beside the others
    (`fits`) is for the caller to ask."""
    form = frame.fact(ref).form
    found: list[Any] = []
    for rule in rules:
        for one in walk(rule):
            found += _numbers(ref, one, frame, own) if form == "count" else _others(ref, one, frame)
    if form == "count":
        found = [number for number in sorted(set(found)) if 0 <= number < 2**53]
    return [*_each_once(found), None]


def _each_once(values: Iterable[Any]) -> Iterator[Any]:
    seen: list[Any] = []
    for value in values:
        if value not in seen:
            seen.append(value)
            yield value


def _numbers(ref: str, rule: Shape, frame: Frame, own: Answers) -> list[int]:
    match rule:
        case Row(scored=Deducted() as how, points=most) if ref in how.reads:
            return list(range(most // how.minus + 3 if how.for_each else 2))
        case Row(points=most) if ref in rule.reads:
            return list(range(most + 1))
        case NoneOf(none=names) if ref in names:
            return [0, 1]
        case Counted(counted=name) if name == ref:
            return _around((rule.at_most if rule.at_least is None else rule.at_least) or 0)
        case Share() if ref in (*rule.share, rule.pending):
            return _of_a_share(ref, rule, frame, own)
        case Reduced(reduced=series):
            others = [pair[1 - pair.index(ref)] for pair in series if ref in pair]
            known = [count_of(other, own, frame) for other in others]
            return [0, 1, *(number for one in known if one is not None for number in _around(one))]
    return []


def _of_a_share(ref: str, rule: Share, frame: Frame, own: Answers) -> list[int]:
    part, whole = (count_of(name, own, frame) for name in rule.share)
    pending = (count_of(rule.pending, own, frame) if rule.pending else None) or 0
    over, of = rule.asked
    beyond = 1 if rule.strict else 0
    if ref == rule.share[1]:
        if part is None:
            return [0, 1]
        ends = [(sum_ * of - beyond) // over for sum_ in (part, part + pending)]
        return [0, 1, *_around(part), *_around(part + pending), *(n for end in ends for n in _around(end))]
    if whole is None:
        return [0, 1]
    least = -(-(over * whole + beyond) // of)
    beside = pending if ref == rule.share[0] else part or 0
    return [0, 1, *_around(least), *_around(least - beside), *_around(whole), *_around(whole - beside)]


def _around(number: int) -> list[int]:
    return [number - 1, number, number + 1]


def _others(ref: str, rule: Shape, frame: Frame) -> list[Any]:
    match rule:
        case Dated(dated=name) if name == ref:
            return [*days(rule, frame), False]
        case Rated(rated=name) if name == ref:
            return [step.code for step in frame.scales[frame.facts[ref].rating or ""]]
        case Judged(judged=name) if name == ref:
            return [PRAISE, _BARE_PRAISE, False]
        case Yes(yes=name) | No(no=name) if name == ref:
            return [True, False]
        case Chosen(chosen=name) if name == ref:
            return [step.code for step in frame.scales[frame.fact(ref).choice or ""]]
    return []


def days(rule: Dated, frame: Frame) -> list[str]:
    """Both ends of the period and the days beside them."""
    if rule.within == "any-time":
        return ["2000-01-01"]
    return [
        (date.fromisoformat(end) + timedelta(step)).isoformat()
        for end in frame.periods[rule.within]
        for step in (-1, 0, 1)
    ]


def with_value(own: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The answers with one of them changed, or taken away."""
    return {**own, name: value} if value is not None else {key: own[key] for key in own if key != name}
