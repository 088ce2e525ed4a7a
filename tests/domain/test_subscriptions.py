"""Subscriptions: no event can be added and forgotten.

Broken and seen to fail: an entry taken out; a flow renamed; scoring not woken by an inspection; recognition not woken by a
revocation.
"""

from domain.events import EVENTS
from domain.subscriptions import FLOWS, SUBSCRIPTIONS


def test_every_event_says_which_flows_answer_it():
    assert {event.name for event in SUBSCRIPTIONS} == set(EVENTS)


def test_every_flow_that_answers_exists_and_every_flow_answers_something():
    assert {flow for flows in SUBSCRIPTIONS.values() for flow in flows} == set(FLOWS)


def test_the_process_on_one_screen():
    assert {event.name: flows for event, flows in SUBSCRIPTIONS.items() if flows} == {
        "application-registered": ("registration",),
        "application-refused": ("recognition",),
        "inspector-assigned": ("inspection",),
        "inspector-recused": ("registration",),
        "dossier-submitted": ("notification",),
        "supplement-asked": ("notification",),
        "inspection-submitted": ("scoring",),
        "recognition-approved": ("recognition",),
        "recognition-declined": ("recognition",),
        "application-returned": ("notification",),
        "application-withdrawn": ("recognition",),
        "recognition-upheld": ("recognition",),
        "recognition-revoked": ("recognition",),
        "inspection-deadline-neared": ("notification",),
        "inspection-deadline-missed": ("notification",),
        "decision-deadline-neared": ("notification",),
        "decision-deadline-missed": ("notification",),
        "edition-changed": ("notification",),
        "recognition-reinstated": ("recognition",),
        "recognition-corrected": ("recognition",),
        "recognition-expired": ("recognition",),
        "recognition-expiry-neared": ("notification",),
        "council-called": ("notification",),
        "council-reviewed": ("notification",),
        "intention-published": ("notification",),
        "objection-received": ("notification",),
        "objection-answered": ("notification",),
        "appeal-lodged": ("notification",),
        "appeal-dismissed": ("notification",),
        "appeal-allowed": ("recognition",),
    }


def test_whatever_changes_a_share_wakes_the_place_above():
    """A commune counts decided, withdrawn and excluded units (Điều 5 khoản 4): each of these is answered by recognition."""
    decisive = {
        "application-refused", "application-withdrawn", "recognition-approved", "recognition-declined",
        "recognition-upheld", "recognition-revoked", "recognition-reinstated", "recognition-expired", "appeal-allowed",
    }  # fmt: skip
    answered = {event.name: flows for event, flows in SUBSCRIPTIONS.items()}
    assert {name for name in decisive if "recognition" not in answered[name]} == set()
