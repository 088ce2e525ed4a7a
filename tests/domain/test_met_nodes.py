"""Met nodes: a node that is found or copied is the one that the plain builder makes, whatever rule and whatever number.

Broken by hand and seen to fail: a part of `all` with another part's number; a leaf or a head that all trees share.
"""

from typing import Any

import pytest
from hypothesis import given, settings

from domain.rulebook.citations import cited
from domain.rulebook.generated_proofs import Nodes, Proven, nodes_of
from domain.rulebook.met_nodes import FEW, MANY
from domain.rulebook.proving import proving
from domain.rulebook.verdicts import MALFORMED
from tests.domain.test_generated import ALONE, FRAME, OWN, PAIRS, RULE, RULES, UNIT

CITES = cited("Harbour Code")
HEAD = {"code": "A-1", "points": 3}


def builder(rule: dict[str, Any], head: dict[str, Any] = HEAD) -> Nodes:
    return nodes_of([Proven("A-1", RULE.validate_python(rule), FRAME, CITES, head)], str)


def plainly(rule: dict[str, Any], own: Any, unit: Any) -> Any:
    try:
        return proving(RULE.validate_python(rule), FRAME, CITES)(own, unit)
    except MALFORMED as error:
        return type(error)


def said(made: Nodes, own: Any, unit: Any) -> Any:
    try:
        letters, (one,) = made({"A-1": own}, unit)
    except MALFORMED as error:
        return type(error)
    assert one == {**HEAD, "proof": one["proof"]}
    assert letters == one["proof"]["letter"]
    return one["proof"]


@given(RULES, OWN, UNIT)
@settings(max_examples=200, deadline=None)
def test_every_rule_that_can_be_written_is_proven_alike(
    rule: dict[str, Any], own: dict[str, Any], unit: Any
) -> None:
    made = builder(rule)
    for _ in range(2):  # made, and found again
        assert said(made, own, unit) == plainly(rule, own, unit)


NUMBERS = [None, -1, 0, 1, 2, 3, True, False, 2.0, "2", FEW - 1, FEW, MANY - 1, MANY, 5 * MANY]
TOGETHER: list[dict[str, Any]] = [
    {"all": [{"counted": "a", "at_least": 2}, {"none": ["c", "hits"]}]},
    {"all": [{"counted": "a", "at_least": 2}, {"counted": "b", "at_most": 3}]},
    {"all": [{"counted": "a", "at_least": 1}, {"counted": "a", "at_most": 3}, {"yes": "flag"}]},
]


@pytest.mark.parametrize("rule", [*ALONE, *PAIRS, *TOGETHER], ids=str)
def test_each_word_is_proven_alike_of_every_number(rule: dict[str, Any]) -> None:
    made = builder(rule)
    for a in NUMBERS:
        for b in NUMBERS:
            own = {"a": a, "b": b, "c": 0, "hits": 0, "flag": a, "paper": "2024-02-15"}
            unit = {"flag": b, "size": a}
            assert said(made, own, unit) == plainly(rule, own, unit), (own, unit)


@pytest.mark.parametrize("more", [0, FEW], ids=["few", "many"])
@pytest.mark.parametrize("head", [HEAD, {}], ids=["inside a criterion", "alone"])
def test_a_later_tree_changes_no_earlier_one(head: dict[str, Any], more: int) -> None:
    made = builder({"share": ["a", "b"], "at_least": "50%"}, head)
    pairs = [(5 + more, 6 + more), (7 + more, 8 + more)]
    trees = [made({"A-1": {"a": part, "b": whole}}, {})[1][0] for part, whole in pairs]
    for one, values in zip(trees, pairs, strict=True):
        node = one["proof"] if head else one
        assert tuple(leaf["value"] for leaf in node["facts"]) == values
