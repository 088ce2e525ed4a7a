"""Supplements: papers that the standing office asks the applicant for.

Seen to fail with its rule broken: a request without a reason.
"""

import pytest

from domain import supplements
from domain.errors import BadInput, NotAllowed, OutOfOrder
from domain.lifecycle import State
from domain.people import Deed

AREA = "vn/antt-2021/residential-area"


def paper(world):
    return next(supplements.parts(world.catalogue.get(AREA), {})).key


@pytest.mark.parametrize("state", [State.REGISTERED, State.UNDER_INSPECTION])
def test_papers_are_asked_for_and_nothing_else_changes(sqlite_world, state):
    reference = sqlite_world.bring_to(state)
    answer = sqlite_world.act(
        Deed.ASK_SUPPLEMENT, "ward-office", reference=reference, parts=[paper(sqlite_world)], reason="Thiếu"
    )
    assert answer["state"] == state


@pytest.mark.parametrize("state", [State.SCORED, State.RECOGNISED, State.WITHDRAWN])
def test_nothing_is_asked_for_once_it_cannot_be_handed_in(sqlite_world, state):
    reference = sqlite_world.bring_to(state)
    sent = {"reference": reference, "parts": [paper(sqlite_world)], "reason": "Thiếu"}
    assert isinstance(sqlite_world.refused(Deed.ASK_SUPPLEMENT, "ward-office", **sent), OutOfOrder)


def test_a_request_says_which_papers_and_why(sqlite_world):
    reference = sqlite_world.bring_to(State.UNDER_INSPECTION)
    key = paper(sqlite_world)
    for parts, reason in (([key], "  "), (["KDC-9.nothing"], "Thiếu")):
        sent = {"reference": reference, "parts": parts, "reason": reason}
        assert isinstance(sqlite_world.refused(Deed.ASK_SUPPLEMENT, "ward-office", **sent), BadInput)
    sent = {"reference": reference, "parts": [key], "reason": "Thiếu"}
    assert isinstance(sqlite_world.refused(Deed.ASK_SUPPLEMENT, "head-S001", **sent), NotAllowed)
