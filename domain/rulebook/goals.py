"""Goals: what would have to hold of the facts for a rule to come out as wanted.

The wish is one of the letters, or two of them (“m-”: met, or not applicable). Unknown is never wished for, so a rule whose
text is not known can never be what is wanted.
"""

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from domain.rulebook.boundaries import PRAISE, days
from domain.rulebook.mistakes import Shape
from domain.rulebook.needs import NEVER, AtLeast, AtMost, Every, Goal, Is, Numbers, Some
from domain.rulebook.rows import Deducted, Row
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, Frame
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
    walk,
)


@singledispatch
def goal(rule: Shape, wish: str, frame: Frame) -> Goal:
    """What would have to hold for the rule's letter to be one of `wish`: “m”, “m-”, “n”, “n-” or “-”."""
    raise NotImplementedError(type(rule))


def _leaf(wish: str, met: Goal, not_met: Goal) -> Goal:
    return met if MET in wish else not_met if NOT_MET in wish else NEVER


@goal.register
def _(rule: NotKnown, wish: str, frame: Frame) -> Goal:
    return NEVER


@goal.register
def _(rule: Dated, wish: str, frame: Frame) -> Goal:
    first, last = frame.periods[rule.within] if rule.within != "any-time" else ("0001-01-01", "9999-12-31")

    def inside(value: Any) -> bool:
        """False says that somebody looked, and there is no such document."""
        day = value["date"] if isinstance(value, dict) else value
        return bool(day) and bool(first <= day <= last)

    options = (*days(rule, frame), False)
    outside = Is(rule.dated, lambda value: value is not None and not inside(value), options, rule)
    return _leaf(wish, Is(rule.dated, inside, options, rule), outside)


@goal.register
def _(rule: Rated, wish: str, frame: Frame) -> Goal:
    steps = [step.code for step in frame.scales[frame.facts[rule.rated].rating or ""]]
    place = steps.index(rule.at_least)

    def reaches(value: Any, wanted: Sequence[str]) -> bool:
        return (value["rating"] if isinstance(value, dict) else value) in wanted

    high = Is(rule.rated, lambda value: reaches(value, steps[place:]), tuple(steps[place:]), rule)
    low = Is(rule.rated, lambda value: reaches(value, steps[:place]), tuple(reversed(steps[:place])), rule)
    return _leaf(wish, high, low)


@goal.register
def _(rule: Judged, wish: str, frame: Frame) -> Goal:
    needs_evidence = frame.facts[rule.judged].judgement == "with-evidence"

    def proven(value: Any) -> bool:
        holds = value["holds"] if isinstance(value, dict) else value
        evidence = isinstance(value, dict) and bool((value.get("evidence") or "").strip())
        return holds is True and (evidence or not needs_evidence)

    def denied(value: Any) -> bool:
        return (value["holds"] if isinstance(value, dict) else value) is False

    return _leaf(wish, Is(rule.judged, proven, (PRAISE,), rule), Is(rule.judged, denied, (False,), rule))


@goal.register
def _(rule: Yes, wish: str, frame: Frame) -> Goal:
    return _answer(rule, rule.yes, True, wish)


@goal.register
def _(rule: No, wish: str, frame: Frame) -> Goal:
    return _answer(rule, rule.no, False, wish)


def _answer(rule: Shape, ref: str, right: bool, wish: str) -> Goal:
    def being(answer: bool) -> Is:
        return Is(ref, lambda value: value is answer, (answer,), rule)

    return _leaf(wish, being(right), being(not right))


@goal.register
def _(rule: Chosen, wish: str, frame: Frame) -> Goal:
    codes = [step.code for step in frame.scales[frame.fact(rule.chosen).choice or ""]]
    others = tuple(code for code in codes if code not in rule.among)

    def among(wanted: Sequence[str]) -> Is:
        return Is(rule.chosen, lambda value: value in wanted, tuple(wanted), rule)

    return _leaf(wish, among(rule.among), among(others))


@goal.register
def _(rule: Counted, wish: str, frame: Frame) -> Goal:
    if rule.at_least is not None:
        limit = rule.at_least
        return _leaf(wish, at_least(rule.counted, limit), _at_most(rule.counted, limit - 1))
    limit = rule.at_most or 0
    return _leaf(wish, _at_most(rule.counted, limit), at_least(rule.counted, limit + 1))


def at_least(fact: str, number: int) -> Goal:
    return AtLeast(fact, lambda numbers: number)


def _at_most(fact: str, limit: int) -> Goal:
    return NEVER if limit < 0 else AtMost(fact, limit)


@goal.register
def _(rule: NoneOf, wish: str, frame: Frame) -> Goal:
    nothing = Every([AtMost(name, 0) for name in rule.none])
    return _leaf(wish, nothing, Some([at_least(name, 1) for name in rule.none]))


@goal.register
def _(rule: Row, wish: str, frame: Frame) -> Goal:
    """A row is met when it is full."""
    how = rule.scored
    if isinstance(how, Deducted):
        nothing = Every([AtMost(name, 0) for name in how.reads])
        return _leaf(wish, nothing, Some([at_least(name, 1) for name in how.reads]))
    full = Every([at_least(how.given, rule.points), AtMost(how.given, rule.points)])
    return _leaf(wish, full, AtMost(how.given, rule.points - 1))


@goal.register
def _(rule: Share, wish: str, frame: Frame) -> Goal:
    part, whole = rule.share
    over, of = rule.asked
    beyond = 1 if rule.strict else 0
    pending = (rule.pending,) if rule.pending else ()

    def reached(numbers: Numbers) -> int:
        return -(-(over * (numbers[whole] or 0) + beyond) // of)

    def out_of_reach(numbers: Numbers) -> int:
        return (_sum(numbers, (part, *pending)) * of - beyond) // over + 1

    fitting = [fits(rule), at_least(whole, 1)]
    met = Every([AtLeast(part, reached, (whole,)), *fitting])
    return _leaf(wish, met, Every([AtLeast(whole, out_of_reach, (part,), pending), *fitting]))


def fits(rule: Share) -> AtLeast:
    """A whole is at least its part and what is pending together."""
    part, whole = rule.share
    pending = (rule.pending,) if rule.pending else ()
    return AtLeast(whole, lambda numbers: _sum(numbers, (part, *pending)), (part,), pending)


def _sum(numbers: Numbers, names: Sequence[str]) -> int:
    return sum(numbers.get(name) or 0 for name in names)


@goal.register
def _(rule: Reduced, wish: str, frame: Frame) -> Goal:
    met = Every([Some(_series(now, before, rule, "met")) for now, before in rule.reduced])
    not_met = Some([one for now, before in rule.reduced for one in _series(now, before, rule, "not_met")])
    return _leaf(wish, met, not_met)


def _series(now: str, before: str, rule: Reduced, wanted: str) -> list[Goal]:
    """The ways in which one series comes out as wanted."""

    def more(larger: str, smaller: str, by: int) -> AtLeast:
        return AtLeast(larger, lambda numbers: (numbers[smaller] or 0) + by, (smaller,))

    ways: list[Goal] = [more(before, now, 1) if wanted == "met" else more(now, before, 1)]
    if rule.if_both_zero == wanted:
        # First, because it is what people hope to hear of numbers that nobody gave yet.
        ways.insert(0, Every([AtMost(now, 0), AtMost(before, 0)]))
    if rule.if_equal == wanted:
        ways.append(Every([more(now, before, 0), more(before, now, 0), at_least(now, 1)]))
    return ways


@goal.register
def _(rule: AllOf, wish: str, frame: Frame) -> Goal:
    return _combined(rule.all, wish, MET, NOT_MET, frame)


@goal.register
def _(rule: AnyOf, wish: str, frame: Frame) -> Goal:
    return _combined(rule.any, wish, NOT_MET, MET, frame)


def _combined(parts: Sequence[Shape], wish: str, together: str, alone: str, frame: Frame) -> Goal:
    """`together` is the letter that needs every part that applies (met, of all), `alone` the one that one part gives."""
    if alone in wish:
        ways: list[Goal] = [goal(part, alone, frame) for part in parts]
        if NOT_APPLICABLE in wish:
            ways.append(_combined(parts, NOT_APPLICABLE, together, alone, frame))
        return Some(ways)
    if together not in wish:
        return Every([goal(part, NOT_APPLICABLE, frame) for part in parts])
    either = together + NOT_APPLICABLE
    every = Every([goal(part, either, frame) for part in parts])
    if NOT_APPLICABLE in wish or any(_always_applies(part) for part in parts):
        return every
    # Where no part applies, nothing is shown: one at least has to.
    return Some([Every([every, goal(part, together, frame)]) for part in parts])


def _always_applies(rule: Shape) -> bool:
    return not any(isinstance(one, OnlyWhere) for one in walk(rule))


@goal.register
def _(rule: OnlyWhere, wish: str, frame: Frame) -> Goal:
    ways: list[Goal] = [Every([goal(rule.only_where, MET, frame), goal(rule.then, wish, frame)])]
    if NOT_APPLICABLE in wish:
        ways.append(goal(rule.only_where, NOT_MET + NOT_APPLICABLE, frame))
    return Some(ways)
