"""Recognition: who decides what they saw, with a reason; serial numbers without a gap; what a decision means above.

Broken and seen to fail: approval of what is undecided; `seen` compared with the past only, and not handed on to a
revocation; a reason not asked for; whoever inspected it before the last inspection let through, also at the very eighth event;
serials per season only, and per place only; a certificate for whoever lost the recognition again; none for whoever was
upheld before it was written; two for one recognition; the certificate of a revoked recognition left valid; the place above
not woken, and that of another season.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.errors import BadInput, NotAllowed, OutOfOrder
from domain.lifecycle import State
from domain.outbox import Piece
from domain.people import Deed
from domain.store import transaction

REASON = {"reason": "có căn cứ"}


def serials(world):
    return world.rows("select place, season, serial from certificate order by place, season, serial")


# --- the decision --------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", [{}, {"KDC_1c": {"registered": 249, "residing": 250}}])
def test_only_who_meets_every_criterion_is_approved(sqlite_world, facts):
    """Nothing recorded is undecided, one household short is not met."""
    given = sqlite_world.facts(**facts) if facts else {}
    reference = sqlite_world.bring_to(State.SCORED, facts=given)
    refusal = sqlite_world.refused(Deed.APPROVE, "ward-chair", reference=reference, **REASON)
    assert refusal.in_("en").endswith("that takes every criterion to be met.")
    sqlite_world.act(Deed.DECLINE, "ward-chair", reference=reference, **REASON)
    assert sqlite_world.state(reference) is State.NOT_RECOGNISED


def test_an_approval_needs_no_reason(sqlite_world):
    reference = sqlite_world.bring_to(State.SCORED)
    assert sqlite_world.act(Deed.APPROVE, "ward-chair", reference=reference)["state"] == "recognised"


@pytest.mark.parametrize("reason", ["", " \t\n"])
@pytest.mark.parametrize(
    ("deed", "state"),
    [
        (Deed.DECLINE, State.SCORED),
        (Deed.RETURN, State.SCORED),
        (Deed.REVOKE, State.RECOGNISED),
        (Deed.UPHOLD, State.IN_QUESTION),
    ],
)
def test_a_return_a_refusal_and_an_exception_need_a_reason(sqlite_world, deed, state, reason):
    reference = sqlite_world.bring_to(State.RECOGNISED if state is State.IN_QUESTION else state)
    sqlite_world.run("update application set state = :state", state=state)
    refusal = sqlite_world.refused(deed, "ward-chair", reference=reference, reason=reason)
    assert isinstance(refusal, BadInput)
    assert refusal.in_("vi") == "Việc này cần ghi rõ lý do."
    sqlite_world.act(deed, "ward-chair", reference=reference, **REASON)


@pytest.mark.parametrize("deed", [Deed.APPROVE, Deed.DECLINE, Deed.RETURN])
def test_a_decision_is_about_what_was_seen(sqlite_world, deed):
    reference = sqlite_world.bring_to(State.SCORED)
    for seen in (3, 5, 0, -1):
        refusal = sqlite_world.refused(deed, "ward-chair", reference=reference, seen=seen, **REASON)
        assert isinstance(refusal, OutOfOrder)
        assert f"(event {seen}, now 4)" in refusal.in_("en")
    sqlite_world.act(deed, "ward-chair", reference=reference, seen=4, **REASON)


@pytest.mark.parametrize("deed", [Deed.UPHOLD, Deed.REVOKE])
def test_an_exception_is_about_what_was_seen_too(sqlite_world, deed):
    reference = sqlite_world.bring_to(State.RECOGNISED)
    sqlite_world.run("update application set state = 'in-question'")
    refusal = sqlite_world.refused(deed, "ward-chair", reference=reference, seen=4, **REASON)
    assert "(event 4, now 5)" in refusal.in_("en")
    sqlite_world.act(deed, "ward-chair", reference=reference, seen=5, **REASON)


def test_a_decision_is_bound_to_the_scorecard(world):
    world.bring_to(State.RECOGNISED)
    payload = world.value("select payload from event where name = 'recognition-approved'")
    assert world.value("select sha256 from scorecard") in payload


def test_whoever_inspected_it_once_does_not_decide_on_it_even_when_somebody_inspected_it_after_them(world):
    """“Nobody approves what they inspected”: a second inspection does not wash the first one off."""
    world.account(
        "both", ("inspector", "/20/05977/"), ("approver", "/20/05977/"), ("standing-office", "/20/05977/")
    )
    reference = world.bring_to(State.REGISTERED)
    world.act(Deed.ASSIGN, "ward-office", reference=reference, inspector="both")
    world.settle()
    world.inspect(reference)
    world.settle()
    world.act(Deed.RETURN, "ward-chair", reference=reference, **REASON)
    world.act(Deed.ASSIGN, "ward-office", reference=reference, inspector="second-inspector")
    world.inspect(reference)
    world.settle()
    for deed in (Deed.APPROVE, Deed.DECLINE, Deed.RETURN):
        refusal = world.refused(deed, "both", reference=reference, **REASON)
        assert isinstance(refusal, NotAllowed)
        assert refusal.in_("en") == "Whoever inspected an application may not decide on it."
    assert world.act(Deed.APPROVE, "ward-chair", reference=reference)["state"] == "recognised"


# --- certificates --------------------------------------------------------------------------------


def test_serials_follow_one_another_in_each_place_and_season(world):
    for unit in ("S001", "S002", "S101", "S003"):
        world.bring_to(State.RECOGNISED, unit)
    world.settle()
    world.act(Deed.REGISTER, "ward", unit="S001", season=2025)
    world.settle()
    world.inspect("2025-000005", world.catalogue.get("vn/antt-2021/residential-area").example_facts(2025))
    world.settle()
    world.act(Deed.APPROVE, "ward-chair", reference="2025-000005")
    world.settle()
    assert serials(world) == [
        ("/20/05977/", 2025, 1),
        ("/20/05977/", 2026, 1),
        ("/20/05977/", 2026, 2),
        ("/20/05977/", 2026, 3),
        ("/20/06625/", 2026, 1),
    ]
    numbers = {
        payload for (payload,) in world.rows("select payload from event where name = 'certificate-issued'")
    }
    assert numbers == {
        '{"number":"1/2025"}',
        '{"number":"1/2026"}',
        '{"number":"2/2026"}',
        '{"number":"3/2026"}',
    }


def test_a_transaction_that_fails_gives_its_serials_back(world):
    reference = world.bring_to(State.RECOGNISED)
    batch = world.claim("recognition")

    def break_down(store, cases):
        raise RuntimeError("the power went")

    world.work(batch, tell=break_down)
    assert serials(world) == []
    world.now += world.now.resolution * 10_000_000
    world.settle()
    assert serials(world) == [("/20/05977/", 2026, 1)]
    assert world.events(reference)[-1] == "certificate-issued"


def test_serials_have_no_gap_with_two_at_work(postgresql_world):
    """Two flows that issue at once: each place's book has every number once."""
    world = postgresql_world
    units = [(f"P{n}", ("05977", "06625")[n % 2]) for n in range(24)]
    for code, parent in units:
        world.unit(code, "residential-area", f"/20/{parent}/{code}/", parent)
    orders = [world.order(Deed.REGISTER, "province-office", unit=code, season=2026) for code, _ in units]
    world.perform(*orders)
    world.run("delete from work")
    world.run("update application set state = 'scored', verdict = 'met'")
    for number, (_, parent) in enumerate(units, 1):
        world.act(
            Deed.APPROVE, "ward-chair" if parent == "05977" else "other-chair", reference=f"2026-{number:06d}"
        )
    batches = [world.claim("recognition", 4) for _ in range(6)]
    gate = threading.Barrier(6)

    def work(batch):
        gate.wait(30)
        return world.work(batch, most=3)

    with ThreadPoolExecutor(6) as threads:
        tallies = list(threads.map(work, batches))
    assert sum(tally.done for tally in tallies) == 24
    assert serials(world) == [
        (f"/20/{place}/", 2026, n) for place in ("05977", "06625") for n in range(1, 13)
    ]


def test_whoever_is_revoked_before_the_certificate_is_written_gets_none(world):
    reference = world.bring_to(State.RECOGNISED)
    world.act(Deed.REVOKE, "ward-chair", reference=reference, **REASON)
    world.settle()
    assert serials(world) == []
    assert world.events(reference)[-2:] == ["recognition-approved", "recognition-revoked"]


def test_whoever_is_put_in_question_before_the_certificate_is_written_gets_it_when_upheld(world):
    reference = world.bring_to(State.RECOGNISED)
    question(world, reference)
    world.settle()
    assert serials(world) == []
    world.act(Deed.UPHOLD, "ward-chair", reference=reference, **REASON)
    world.settle()
    assert serials(world) == [("/20/05977/", 2026, 1)]
    question(world, reference)
    world.act(Deed.UPHOLD, "ward-chair", reference=reference, **REASON)
    world.settle()
    assert serials(world) == [("/20/05977/", 2026, 1)]


def question(world, reference):
    from domain.events import RecognitionQuestioned

    with transaction(world.database, world.now) as store:
        store.record(
            store.case(reference), RecognitionQuestioned(verdict="not_met", scorecard_sha256=""), None
        )


def test_an_approval_that_is_answered_twice_issues_one_certificate(world):
    """Two engines, one of which had been given up for dead, on the same piece."""
    from domain import recognition

    reference = world.bring_to(State.RECOGNISED)
    world.settle()
    with transaction(world.database, world.now) as store:
        case = store.case(reference)
        recognition.answer(store, [case])(case, Piece(case.id, 5, "recognition-approved"))
    assert serials(world) == [("/20/05977/", 2026, 1)]
    assert world.events(reference).count("certificate-issued") == 1


def test_a_revoked_recognition_has_no_valid_certificate(world):
    one, other = world.bring_to(State.RECOGNISED), world.bring_to(State.RECOGNISED, "S002")
    world.settle()
    world.act(Deed.REVOKE, "ward-chair", reference=one, **REASON)
    valid = "select application from certificate where revoked_at is null"
    assert world.rows(valid) == [(2,)]
    assert world.state(other) is State.RECOGNISED


# --- what it means above -------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.RECOGNISED, State.NOT_RECOGNISED, State.REVOKED, State.WITHDRAWN])
def test_every_decision_and_withdrawal_wakes_the_place_above(world, state):
    commune = world.bring_to(State.SCORED, "05977")
    world.bring_to(state)
    world.settle("recognition")
    assert world.rows("select application from work where flow = 'scoring'") == [(1,)]
    assert commune == "2026-000001"


def test_a_decision_wakes_no_other_place_and_no_other_season(world):
    world.bring_to(State.SCORED, "06625")
    world.act(Deed.REGISTER, "ward", unit="05977", season=2025)
    world.settle()
    world.bring_to(State.RECOGNISED)
    world.settle("recognition")
    assert world.rows("select application from work where flow = 'scoring'") == []


@pytest.mark.parametrize("order", [("ward", "ward-and-chair"), ("ward-and-chair", "ward")])
def test_whoever_registered_before_or_after_a_withdrawal_does_not_decide(world, order):
    world.account("ward-and-chair", ("applicant", "/20/05977/"), ("approver", "/20/05977/"))
    reference = world.act(Deed.REGISTER, order[0], unit="S001", season=2026)["reference"]
    world.act(Deed.WITHDRAW, order[0], reference=reference)
    world.act(Deed.REGISTER, order[1], unit="S001", season=2026)
    world.settle()
    world.inspect(reference)
    world.settle()
    with pytest.raises(NotAllowed, match="Người đăng ký"):
        world.act(Deed.DECLINE, "ward-and-chair", reference=reference, reason="x")
    world.act(Deed.APPROVE, "ward-chair", reference=reference)
