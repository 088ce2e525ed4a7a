"""Proving: each rule of the vocabulary turned into a function that shows how the recorded facts give its letter.

A node is plain data: `rule`, `cites`, `letter`, the rule's own numbers and days, and either `parts` (nodes) or `facts`
(leaves). Its letter comes from the test that judges, or from the letters of its parts. A rule becomes a closure once per
season, so that a tree costs little more than the dicts that it is made of. What never changes (citations, periods,
scales) is shared by all trees: a tree is read, or copied, never changed.
"""

from collections.abc import Callable, Sequence
from functools import singledispatch
from typing import Any

from domain.rulebook.points import earner
from domain.rulebook.rows import Deducted, Row
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Answers, Frame, tally, where
from domain.rulebook.verdicts import compiled
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

Node = dict[str, Any]
# (answers to one criterion, attributes of the unit) → a node, or a leaf.
Prove = Callable[[Answers, Answers], Node]
Cited = Sequence[dict[str, str]]


@singledispatch
def proving(rule: object, frame: Frame, cites: Cited) -> Prove:
    raise NotImplementedError(type(rule))


@proving.register
def _(rule: Dated, frame: Frame, cites: Cited) -> Prove:
    days = None if rule.within == "any-time" else list(frame.periods[rule.within])
    own = {"rule": "dated", "cites": cites, "within": rule.within, "period": days}
    return _of_facts(rule, frame, own, [(rule.dated, None)])


@proving.register
def _(rule: Share, frame: Frame, cites: Cited) -> Prove:
    part, whole = rule.share
    roles = [(part, "part"), (whole, "whole"), *([(rule.pending, "pending")] if rule.pending else [])]
    own = {"rule": "share", "cites": cites, "more_than" if rule.strict else "at_least": list(rule.asked)}
    return _of_facts(rule, frame, own, roles)


@proving.register
def _(rule: NoneOf, frame: Frame, cites: Cited) -> Prove:
    return _of_facts(rule, frame, {"rule": "none", "cites": cites}, [(name, None) for name in rule.none])


@proving.register
def _(rule: Reduced, frame: Frame, cites: Cited) -> Prove:
    own = {"rule": "reduced", "cites": cites, "if_equal": rule.if_equal, "if_both_zero": rule.if_both_zero}
    roles = [role for now, before in rule.reduced for role in ((now, "now"), (before, "before"))]
    return _of_facts(rule, frame, own, roles)


@proving.register
def _(rule: Rated, frame: Frame, cites: Cited) -> Prove:
    steps = [step.code for step in frame.scales[frame.facts[rule.rated].rating or ""]]
    own = {"rule": "rated", "cites": cites, "scale": steps, "at_least": rule.at_least}
    return _of_facts(rule, frame, own, [(rule.rated, None)])


@proving.register
def _(rule: Counted, frame: Frame, cites: Cited) -> Prove:
    limit = {"at_most": rule.at_most} if rule.at_least is None else {"at_least": rule.at_least}
    return _of_facts(rule, frame, {"rule": "counted", "cites": cites, **limit}, [(rule.counted, None)])


@proving.register
def _(rule: Judged, frame: Frame, cites: Cited) -> Prove:
    needed = frame.facts[rule.judged].judgement == "with-evidence"
    own = {"rule": "judged", "cites": cites, "needs_evidence": needed}
    return _of_facts(rule, frame, own, [(rule.judged, None)])


@proving.register
def _(rule: Yes, frame: Frame, cites: Cited) -> Prove:
    return _of_facts(rule, frame, {"rule": "yes", "cites": cites, "among": [True]}, [(rule.yes, None)])


@proving.register
def _(rule: No, frame: Frame, cites: Cited) -> Prove:
    return _of_facts(rule, frame, {"rule": "no", "cites": cites, "among": [False]}, [(rule.no, None)])


@proving.register
def _(rule: Chosen, frame: Frame, cites: Cited) -> Prove:
    own = {"rule": "chosen", "cites": cites, "among": list(rule.among)}
    return _of_facts(rule, frame, own, [(rule.chosen, None)])


@proving.register
def _(rule: NotKnown, frame: Frame, cites: Cited) -> Prove:
    return _of_facts(rule, frame, {"rule": "not_known", "cites": cites}, [])


@proving.register
def _(rule: Row, frame: Frame, cites: Cited) -> Prove:
    """A row of a score sheet, with the least and the most points that it earns."""
    how = rule.scored
    own: Node = {"rule": "row", "cites": cites, "points": rule.points}
    if isinstance(how, Deducted):
        own |= {"minus": how.minus, "kinds": how.for_each is None}
    node, span = _of_facts(rule, frame, own, [(name, None) for name in rule.reads]), earner(rule, frame)
    return lambda own, unit: {**node(own, unit), "earns": span(own)}


@proving.register
def _(rule: AllOf, frame: Frame, cites: Cited) -> Prove:
    return _of_parts(
        "all", (NOT_MET, UNKNOWN, MET), [proving(part, frame, cites) for part in rule.all], cites
    )


@proving.register
def _(rule: AnyOf, frame: Frame, cites: Cited) -> Prove:
    return _of_parts(
        "any", (MET, UNKNOWN, NOT_MET), [proving(part, frame, cites) for part in rule.any], cites
    )


def _of_parts(word: str, weightiest: tuple[str, str, str], parts: list[Prove], cites: Cited) -> Prove:
    """A combination has the weightiest letter among its parts; where no part applies, it does not apply."""
    first, second, third = weightiest

    def combination(own: Answers, unit: Answers) -> Node:
        nodes = [part(own, unit) for part in parts]
        found = [node["letter"] for node in nodes]
        letter = (
            first
            if first in found
            else second
            if second in found
            else third
            if third in found
            else NOT_APPLICABLE
        )
        return {"rule": word, "cites": cites, "letter": letter, "parts": nodes}

    return combination


@proving.register
def _(rule: OnlyWhere, frame: Frame, cites: Cited) -> Prove:
    condition, then = proving(rule.only_where, frame, cites), proving(rule.then, frame, cites)

    def only_where(own: Answers, unit: Answers) -> Node:
        """Where the condition is not met, what stands behind it proves nothing and is left out."""
        applies = condition(own, unit)
        letter = applies["letter"]
        if letter == MET:
            ruled = then(own, unit)
            return {
                "rule": "only_where",
                "cites": cites,
                "letter": ruled["letter"],
                "parts": [applies, ruled],
            }
        letter = NOT_APPLICABLE if letter == NOT_MET else letter
        return {"rule": "only_where", "cites": cites, "letter": letter, "parts": [applies]}

    return only_where


def _of_facts(rule: object, frame: Frame, same: Node, roles: Sequence[tuple[str, str | None]]) -> Prove:
    test = compiled(rule, frame)
    leaves = [_leaf(ref, role, frame) for ref, role in roles]
    if len(leaves) == 1:
        (only,) = leaves

        def of_one_fact(own: Answers, unit: Answers) -> Node:
            return {**same, "letter": test(own, unit), "facts": [only(own, unit)]}

        return of_one_fact

    def of_facts(own: Answers, unit: Answers) -> Node:
        return {**same, "letter": test(own, unit), "facts": [leaf(own, unit) for leaf in leaves]}

    return of_facts


def _leaf(ref: str, role: str | None, frame: Frame) -> Prove:
    """One fact as it was recorded; of dated entries also how many count, in which period, past which excuses."""
    fact = frame.fact(ref)
    name, in_unit = where(ref)
    same: Node = {"fact": ref, "form": fact.form}
    if role:
        same["as"] = role
    if fact.attested_by:
        same["attested_by"] = fact.attested_by
    if fact.supplied_by:
        same["supplied_by"] = fact.supplied_by
    if not fact.within:
        if in_unit:
            return lambda own, unit: {**same, "value": unit.get(name)}
        return lambda own, unit: {**same, "value": own.get(name)}
    period, excuses = frame.periods[fact.within], frame.excuses
    same |= {"within": fact.within, "period": list(period), "excuses": sorted(excuses)}

    def counted(own: Answers, unit: Answers) -> Node:
        value = own.get(name)
        if type(value) is list:
            return {**same, "value": value, "counts": tally(value, period, excuses)}
        return {**same, "value": value}

    return counted
