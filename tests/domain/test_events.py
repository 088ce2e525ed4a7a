"""Events: wire names are kept for ever, and a payload says neither more nor less than its event.

Broken and seen to fail: an event class renamed; the hyphen left out of wire names; a payload field added (`extra="forbid"`
taken away); a payload that can be changed; `min_length` of the reasons taken away.
"""

import pytest
from pydantic import ValidationError

from domain import events
from domain.events import EVENTS

# Stored in every database there is. Add to it; change nothing in it.
WIRE = {
    "application-registered": {"season", "unit", "standard", "sha256"},
    "application-refused": {"reason_vi", "reason_en"},
    "inspector-assigned": {"inspector", "due_on"},
    "inspector-recused": {"inspector", "reason"},
    "dossier-submitted": {"facts_sha256"},
    "supplement-asked": {"parts", "asked_vi", "asked_en", "reason"},
    "inspection-submitted": {"facts_sha256"},
    "application-scored": {"verdict", "scorecard_sha256"},
    "recognition-approved": {"scorecard_sha256", "reason", "decision"},
    "recognition-declined": {"scorecard_sha256", "reason", "decision"},
    "application-returned": {"reason"},
    "application-withdrawn": {"reason"},
    "certificate-issued": {"number"},
    "recognition-questioned": {"verdict", "scorecard_sha256"},
    "recognition-upheld": {"reason"},
    "recognition-revoked": {"reason", "decision"},
    "recognition-reinstated": {"reason", "decision"},
    "recognition-corrected": {"field", "was", "became", "reason", "decision"},
    "recognition-expired": {"until"},
    "recognition-expiry-neared": {"until"},
    "council-called": {"session", "held_on", "held_at", "venue"},
    "council-reviewed": {"session", "outcome", "in_favour", "against", "abstained", "recused"},
    "intention-published": {"publication", "until"},
    "objection-received": {"objection"},
    "objection-answered": {"objection", "outcome"},
    "appeal-lodged": {"appeal", "reason"},
    "appeal-dismissed": {"appeal", "reason"},
    "appeal-allowed": {"appeal", "reason", "decision"},
    "inspection-deadline-neared": {"due_on"},
    "inspection-deadline-missed": {"due_on"},
    "decision-deadline-neared": {"due_on"},
    "decision-deadline-missed": {"due_on"},
    "edition-changed": {"from_standard", "from_sha256", "standard", "sha256", "reason"},
}


def test_wire_names_and_payloads_are_the_ones_that_are_stored():
    assert {name: set(event.model_fields) for name, event in EVENTS.items()} == WIRE


def test_every_event_has_a_title_in_both_languages_and_no_two_share_one():
    for language in ("vi", "en"):
        titles = [event.title.in_(language) for event in EVENTS.values()]
        assert len(set(titles)) == len(titles) == len(WIRE)


def test_what_happened_cannot_be_changed():
    with pytest.raises(ValidationError):
        events.ApplicationReturned(reason="thiếu hồ sơ").reason = "khác"


def test_an_event_says_nothing_beyond_its_payload():
    with pytest.raises(ValidationError):
        events.CertificateIssued(number="1/2026", signed="yes")


@pytest.mark.parametrize(
    "event", ["RecognitionDeclined", "ApplicationReturned", "RecognitionUpheld", "RecognitionRevoked"]
)
def test_what_needs_a_reason_cannot_happen_without_one(event):
    given = {"scorecard_sha256": "x"} if event == "RecognitionDeclined" else {}
    with pytest.raises(ValidationError):
        getattr(events, event)(reason="", **given)
    assert getattr(events, event)(reason="x", **given).reason == "x"
