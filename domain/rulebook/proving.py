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
# A fact, and the part that it plays in its rule where there are several.
Roles = list[tuple[str, str | None]]


@singledispatch
def told(rule: object, frame: Frame) -> tuple[Node, Roles]:
    """What a node says of a rule about facts, whatever these are; and the facts, each with the part it plays."""
    raise NotImplementedError(type(rule))


@told.register
def _(rule: Dated, frame: Frame) -> tuple[Node, Roles]:
    days = None if rule.within == "any-time" else list(frame.periods[rule.within])
    return {"rule": "dated", "within": rule.within, "period": days}, [(rule.dated, None)]


@told.register
def _(rule: Share, frame: Frame) -> tuple[Node, Roles]:
    part, whole = rule.share
    roles: Roles = [(part, "part"), (whole, "whole")]
    if rule.pending:
        roles.append((rule.pending, "pending"))
    return {"rule": "share", "more_than" if rule.strict else "at_least": list(rule.asked)}, roles


@told.register
def _(rule: NoneOf, frame: Frame) -> tuple[Node, Roles]:
    return {"rule": "none"}, [(name, None) for name in rule.none]


@told.register
def _(rule: Reduced, frame: Frame) -> tuple[Node, Roles]:
    roles: Roles = [role for now, before in rule.reduced for role in ((now, "now"), (before, "before"))]
    return {"rule": "reduced", "if_equal": rule.if_equal, "if_both_zero": rule.if_both_zero}, roles


@told.register
def _(rule: Rated, frame: Frame) -> tuple[Node, Roles]:
    steps = [step.code for step in frame.scales[frame.facts[rule.rated].rating or ""]]
    return {"rule": "rated", "scale": steps, "at_least": rule.at_least}, [(rule.rated, None)]


@told.register
def _(rule: Counted, frame: Frame) -> tuple[Node, Roles]:
    limit = {"at_most": rule.at_most} if rule.at_least is None else {"at_least": rule.at_least}
    return {"rule": "counted", **limit}, [(rule.counted, None)]


@told.register
def _(rule: Judged, frame: Frame) -> tuple[Node, Roles]:
    needed = frame.facts[rule.judged].judgement == "with-evidence"
    return {"rule": "judged", "needs_evidence": needed}, [(rule.judged, None)]


@told.register
def _(rule: Yes, frame: Frame) -> tuple[Node, Roles]:
    return {"rule": "yes", "among": [True]}, [(rule.yes, None)]


@told.register
def _(rule: No, frame: Frame) -> tuple[Node, Roles]:
    return {"rule": "no", "among": [False]}, [(rule.no, None)]


@told.register
def _(rule: Chosen, frame: Frame) -> tuple[Node, Roles]:
    return {"rule": "chosen", "among": list(rule.among)}, [(rule.chosen, None)]


@told.register
def _(rule: NotKnown, frame: Frame) -> tuple[Node, Roles]:
    return {"rule": "not_known"}, []


@told.register
def _(rule: Row, frame: Frame) -> tuple[Node, Roles]:
    how = rule.scored
    deducted = {"minus": how.minus, "kinds": how.for_each is None} if isinstance(how, Deducted) else {}
    return {"rule": "row", "points": rule.points, **deducted}, [(name, None) for name in rule.reads]


@singledispatch
def proving(rule: object, frame: Frame, cites: Cited) -> Prove:
    """The function that builds the node of a rule."""
    same, roles = told(rule, frame)
    test = compiled(rule, frame)
    leaves = [leaf(ref, role, frame) for ref, role in roles]
    same = {**same, "cites": cites}

    def of_facts(own: Answers, unit: Answers) -> Node:
        return {**same, "letter": test(own, unit), "facts": [one(own, unit) for one in leaves]}

    return of_facts


@proving.register
def _(rule: Row, frame: Frame, cites: Cited) -> Prove:
    """A row of a score sheet, with the least and the most points that it earns."""
    node, span = proving.dispatch(object)(rule, frame, cites), earner(rule, frame)
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


def leaf_of(ref: str, role: str | None, frame: Frame) -> Node:
    """What a leaf says of a fact, whatever was recorded."""
    fact = frame.fact(ref)
    said: Node = {"fact": ref, "form": fact.form}
    if role:
        said["as"] = role
    if fact.attested_by:
        said["attested_by"] = fact.attested_by
    if fact.supplied_by:
        said["supplied_by"] = fact.supplied_by
    if fact.within:
        said |= {
            "within": fact.within,
            "period": list(frame.periods[fact.within]),
            "excuses": sorted(frame.excuses),
        }
    return said


def leaf(ref: str, role: str | None, frame: Frame) -> Prove:
    """One fact as it was recorded; of dated entries also how many count."""
    name, in_unit = where(ref)
    same, within, excuses = leaf_of(ref, role, frame), frame.fact(ref).within, frame.excuses
    if not within:
        return lambda own, unit: {**same, "value": (unit if in_unit else own).get(name)}
    period = frame.periods[within]

    def counted(own: Answers, unit: Answers) -> Node:
        value = own.get(name)
        if type(value) is list:
            return {**same, "value": value, "counts": tally(value, period, excuses)}
        return {**same, "value": value}

    return counted
