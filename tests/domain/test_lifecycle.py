"""Lifecycle: every move of the table is allowed, every other one is refused in words; the walk is the one people were told.

The expected moves are written out here once more, by hand, so that a change of the table is a change of this page too.
Broken and seen to fail: a move added; a move taken out; a goal changed; the names of the allowed states left out of
the sentence; the word of a state changed; `scored` left out of OPEN.
"""

import itertools

import pytest

from domain import lifecycle
from domain.errors import OutOfOrder
from domain.events import EVENTS
from domain.lifecycle import MOVES, OPEN, STATE_NAMES, State

# event: {state before: state after}
EXPECTED = {
    "application-registered": {None: "registered", "withdrawn": "registered"},
    "application-refused": {"registered": "not-eligible"},
    "inspector-assigned": {"registered": "under-inspection", "under-inspection": "under-inspection"},
    "inspector-recused": {"under-inspection": "registered"},
    "supplement-asked": {"registered": "registered", "under-inspection": "under-inspection"},
    "dossier-submitted": {"registered": "registered", "under-inspection": "under-inspection"},
    "inspection-submitted": {"under-inspection": "inspected"},
    "application-scored": {"inspected": "scored", "scored": "scored"},
    "recognition-approved": {"scored": "recognised"},
    "recognition-declined": {"scored": "not-recognised"},
    "application-returned": {"scored": "under-inspection"},
    "application-withdrawn": dict.fromkeys(
        ("registered", "under-inspection", "inspected", "scored"), "withdrawn"
    ),
    "certificate-issued": {"recognised": "recognised"},
    "recognition-questioned": {"recognised": "in-question"},
    "recognition-upheld": {"in-question": "recognised"},
    "recognition-revoked": {"recognised": "revoked", "in-question": "revoked"},
    "recognition-reinstated": {"revoked": "recognised"},
    "recognition-corrected": {"recognised": "recognised"},
    "recognition-expired": {"recognised": "expired", "in-question": "expired"},
    "recognition-expiry-neared": {"recognised": "recognised", "in-question": "in-question"},
    "council-called": {"scored": "scored"},
    "council-reviewed": {"scored": "scored"},
    "intention-published": {"scored": "scored"},
    "objection-received": {s: s for s in ("scored", "recognised", "in-question")},
    "objection-answered": {
        s: s for s in ("scored", "recognised", "in-question", "revoked", "not-recognised")
    },
    "appeal-lodged": {s: s for s in ("not-recognised", "revoked")},
    "appeal-dismissed": {s: s for s in ("not-recognised", "revoked")},
    "appeal-allowed": {"not-recognised": "scored"},
    "inspection-deadline-neared": {"under-inspection": "under-inspection"},
    "inspection-deadline-missed": {"under-inspection": "under-inspection"},
    "decision-deadline-neared": {"scored": "scored"},
    "decision-deadline-missed": {"scored": "scored"},
    "edition-changed": {s: s for s in ("registered", "under-inspection", "inspected", "scored")},
}
EVERYTHING = list(itertools.product([None, *State], EVENTS.values()))


@pytest.mark.parametrize(("state", "event"), EVERYTHING)
def test_an_event_happens_where_the_table_says_and_nowhere_else(state, event):
    goal = EXPECTED[event.name].get(state)
    assert lifecycle.allowed(state, event) is (goal is not None)
    if goal is not None:
        assert lifecycle.after(state, event, "2026-000001") == goal
        return
    with pytest.raises(OutOfOrder) as refusal:
        lifecycle.after(state, event, "2026-000001")
    for language in ("vi", "en"):
        said = refusal.value.in_(language)
        now, _, allowed = said.partition(";")
        assert "2026-000001" in now
        assert (STATE_NAMES[state].in_(language) if state else {"vi": "chưa", "en": "not"}[language]) in now
        for other in State:
            name = STATE_NAMES[other].in_(language)
            assert (name in allowed) or other not in EXPECTED[event.name]


def test_every_event_has_its_moves():
    assert {event.name for event in MOVES} == set(EVENTS) == set(EXPECTED)


def test_the_words_of_the_states_are_the_ones_that_are_stored():
    assert [str(state) for state in State] == [
        "registered", "under-inspection", "inspected", "scored", "recognised", "in-question", "not-recognised",
        "revoked", "expired", "not-eligible", "withdrawn",
    ]  # fmt: skip


def test_every_state_has_a_name_of_its_own_in_both_languages():
    assert set(STATE_NAMES) == set(State)
    for language in ("vi", "en"):
        assert len({name.in_(language) for name in STATE_NAMES.values()}) == len(State)


def test_every_state_can_be_reached_and_what_is_over_stays_over():
    reached, frontier = set(), {None}
    while frontier:
        goals = {move.to for move in MOVES.values() if move.from_ & frontier} - {None}
        reached, frontier = reached | goals, goals - reached
    assert reached == set(State)
    over = {State.EXPIRED, State.NOT_ELIGIBLE}
    assert {state for state in State if not any(state in move.from_ for move in MOVES.values())} == over


def test_open_is_whatever_still_can_be_withdrawn():
    assert {State(state) for state in EXPECTED["application-withdrawn"]} == OPEN
