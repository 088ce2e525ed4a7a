"""Inspection: the nearest inspector with the least to do, never the one who registered; and what one may hand in.

Broken and seen to fail: the load not counted; inspections that are over counted; the load not raised within a
batch; the place above before the place itself; the registrant proposed, and assigned; inactive inspectors and those whose
term is over or has not begun proposed; whoever recused themselves proposed again; an inspector of another place named by the
office; anybody assigns, or recuses; a reason of blanks; the day to report left at the season's own when that is near; the
blank checklist written over what the inspector wrote.
"""

from datetime import timedelta

import pytest

from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.inspection import places
from domain.lifecycle import State
from domain.outbox import PAUSES
from domain.people import Deed

REASON = {"reason": "là người nhà"}
WARD = "/20/05977/"


def assigned(world):
    return [next(n for n, i in world.ids.items() if i == id) for (id,) in world.rows("select inspector from application order by id")]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "above"),
    [("/20/05977/", ["/20/05977/", "/20/", "/"]), ("/20/", ["/20/", "/"]), ("/", ["/"])],
)
def test_places_go_from_the_nearest_to_the_country(path, above):
    assert places(path) == above


# --- who is proposed -----------------------------------------------------------------------------


def test_work_is_shared_out_evenly_within_a_batch_and_over_batches(world):
    for unit in ("S001", "S002", "S003"):
        world.act(Deed.REGISTER, "ward", unit=unit, season=2026)
    world.settle()
    assert assigned(world) == ["ward-inspector", "second-inspector", "ward-inspector"]
    world.act(Deed.REGISTER, "ward", unit="S004", season=2026)
    world.settle()
    assert assigned(world)[-1] == "second-inspector"


def test_only_open_inspections_are_a_load(world):
    reference = world.bring_to(State.UNDER_INSPECTION)
    assert world.inspector(reference) == "ward-inspector"
    world.inspect(reference)
    second = world.bring_to(State.UNDER_INSPECTION, "S002")
    assert world.inspector(second) == "ward-inspector"


def test_the_nearest_place_that_has_an_inspector_sends_one_however_busy(world):
    world.run("update account set active = 0 where login = 'second-inspector'")
    for unit in ("S001", "S002", "S003"):
        world.act(Deed.REGISTER, "ward", unit=unit, season=2026)
    world.settle()
    assert set(assigned(world)) == {"ward-inspector"}


def test_where_a_place_has_none_the_place_above_sends_one(world):
    world.run("update account set active = 0 where login in ('second-inspector', 'ward-inspector')")
    world.bring_to(State.UNDER_INSPECTION)
    assert assigned(world) == ["province-inspector"]


def test_a_commune_is_inspected_by_its_province(sqlite_world):
    sqlite_world.bring_to(State.UNDER_INSPECTION, "05977")
    assert assigned(sqlite_world) == ["province-inspector"]


def test_an_inspector_whose_term_is_over_or_has_not_begun_is_not_proposed(sqlite_world):
    world = sqlite_world
    world.run("update role set ends = '2026-09-30' where account = :id", id=world.ids["ward-inspector"])
    world.run("update role set starts = '2026-10-02' where account = :id", id=world.ids["second-inspector"])
    world.bring_to(State.UNDER_INSPECTION)
    assert assigned(world) == ["province-inspector"]
    world.run("update role set ends = '2026-10-01' where account = :id", id=world.ids["ward-inspector"])
    world.bring_to(State.UNDER_INSPECTION, "S002")
    assert assigned(world)[-1] == "ward-inspector"


def test_whoever_registered_is_never_proposed(world):
    world.account("both", ("inspector", WARD), ("applicant", WARD))
    world.run("update account set active = 0 where login in ('ward-inspector', 'second-inspector')")
    world.act(Deed.REGISTER, "both", unit="S001", season=2026)
    world.act(Deed.REGISTER, "ward", unit="S002", season=2026)
    world.settle()
    assert assigned(world) == ["province-inspector", "both"]


def test_without_any_inspector_the_work_is_tried_with_growing_pauses_then_parked_with_the_reason(world):
    world.run("update account set active = 0 where login like '%inspector'")
    reference = world.bring_to(State.REGISTERED)
    for pause in PAUSES:
        assert [tally.failed for tally in world.settle("registration")] == [1]
        world.now += pause - timedelta(microseconds=1)
        assert world.settle("registration") == []
        world.now += timedelta(microseconds=1)
    assert [tally.parked for tally in world.settle("registration")] == [1]
    world.now += timedelta(days=30)
    assert world.settle("registration") == []
    state, attempts, error = world.rows("select state, attempts, error from work")[0]
    assert (state, attempts) == ("parked", len(PAUSES) + 1)
    assert error == (
        f"Chưa có người kiểm tra nào cho /20/05977/ và các cấp trên, nên hồ sơ {reference} chưa được phân công."
    )
    assert world.state(reference) is State.REGISTERED


def test_an_inspector_who_is_named_meanwhile_gets_the_work_at_the_next_try(world):
    world.run("update account set active = 0 where login like '%inspector'")
    reference = world.bring_to(State.REGISTERED)
    world.settle()
    world.run("update account set active = 1")
    world.now += PAUSES[0]
    world.settle()
    assert world.events(reference)[-1] == "inspector-assigned"
    assert world.rows("select * from work") == []


@pytest.mark.parametrize(
    ("days", "due"),
    [
        # Residential areas: before 15 November (Điều 9). A week at least.
        (0, "2026-11-14"),
        (37, "2026-11-14"),
        (38, "2026-11-15"),
        (60, "2026-12-07"),
    ],
)
def test_the_day_to_report_is_the_seasons_or_a_week_away(sqlite_world, days, due):
    sqlite_world.now += timedelta(days=days)
    sqlite_world.bring_to(State.UNDER_INSPECTION)
    assert sqlite_world.value("select due_on from application") == due


# --- assigned and given back by people -----------------------------------------------------------


def test_the_office_of_the_place_assigns_another_inspector_of_the_place(world):
    reference = world.bring_to(State.UNDER_INSPECTION)
    world.act(Deed.ASSIGN, "ward-office", reference=reference, inspector="second-inspector")
    assert world.inspector(reference) == "second-inspector"
    refusal = world.refused(Deed.INSPECT, "ward-inspector", reference=reference, facts={})
    assert refusal.in_("en") == "This application is assigned to another inspector."
    assert world.inspect(reference)["state"] == "inspected"


def test_who_has_it_is_not_given_it_again(world):
    reference = world.bring_to(State.UNDER_INSPECTION)
    refusal = world.refused(Deed.ASSIGN, "ward-office", reference=reference, inspector="ward-inspector")
    assert refusal.in_("en").endswith("has this application already.")
    assert world.events(reference).count("inspector-assigned") == 1


def test_the_office_may_assign_before_the_flow_does(world):
    reference = world.bring_to(State.REGISTERED)
    world.act(Deed.ASSIGN, "ward-office", reference=reference, inspector="second-inspector")
    world.settle()
    assert world.inspector(reference) == "second-inspector"
    assert world.events(reference) == ["application-registered", "inspector-assigned"]


@pytest.mark.parametrize("who", ["other-inspector", "ward-chair", "ward", "operator"])
def test_only_an_inspector_of_the_place_can_be_assigned(sqlite_world, who):
    reference = sqlite_world.bring_to(State.UNDER_INSPECTION)
    assert isinstance(
        sqlite_world.refused(Deed.ASSIGN, "ward-office", reference=reference, inspector=who), BadInput
    )


def test_an_inspector_of_the_place_above_can_be_assigned(sqlite_world):
    reference = sqlite_world.bring_to(State.UNDER_INSPECTION)
    sqlite_world.act(Deed.ASSIGN, "ward-office", reference=reference, inspector="province-inspector")
    assert sqlite_world.inspector(reference) == "province-inspector"


def test_whoever_registered_cannot_be_assigned(sqlite_world):
    world = sqlite_world
    world.account("both", ("inspector", WARD), ("applicant", WARD))
    reference = world.act(Deed.REGISTER, "both", unit="S001", season=2026)["reference"]
    assert isinstance(
        world.refused(Deed.ASSIGN, "ward-office", reference=reference, inspector="both"), BadInput
    )


def test_an_inspector_who_does_not_exist_or_is_locked_cannot_be_assigned(sqlite_world):
    reference = sqlite_world.bring_to(State.UNDER_INSPECTION)
    sqlite_world.run("update account set active = 0 where login = 'second-inspector'")
    for who in ("nobody", "second-inspector"):
        assert isinstance(
            sqlite_world.refused(Deed.ASSIGN, "ward-office", reference=reference, inspector=who), NotFound
        )


@pytest.mark.parametrize("who", ["other-office", "ward-inspector", "ward-chair", "ward"])
def test_nobody_else_assigns(sqlite_world, who):
    reference = sqlite_world.bring_to(State.UNDER_INSPECTION)
    refusal = sqlite_world.refused(Deed.ASSIGN, who, reference=reference, inspector="second-inspector")
    assert isinstance(refusal, NotAllowed)


def test_whoever_recuses_themselves_is_replaced_and_never_proposed_again(world):
    reference = world.bring_to(State.UNDER_INSPECTION)
    told = []
    for expected in ("ward-inspector", "second-inspector", "province-inspector"):
        assert world.inspector(reference) == expected
        world.act(Deed.RECUSE, expected, reference=reference, **REASON)
        assert world.state(reference) is State.REGISTERED
        told.append(world.settle())
    assert world.state(reference) is State.REGISTERED
    assert world.value("select error from work").startswith("Chưa có người kiểm tra")


def test_recusal_from_one_application_is_none_from_another(sqlite_world):
    world = sqlite_world
    world.run("update account set active = 0 where login = 'second-inspector'")
    world.act(Deed.RECUSE, "ward-inspector", reference=world.bring_to(State.UNDER_INSPECTION), **REASON)
    world.settle()
    assert world.inspector(world.bring_to(State.UNDER_INSPECTION, "S002")) == "ward-inspector"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_recusal_needs_a_reason(sqlite_world, reason):
    reference = sqlite_world.bring_to(State.UNDER_INSPECTION)
    refusal = sqlite_world.refused(Deed.RECUSE, "ward-inspector", reference=reference, reason=reason)
    assert refusal.in_("en") == "This needs a reason."


def test_nobody_recuses_somebody_else(sqlite_world):
    reference = sqlite_world.bring_to(State.UNDER_INSPECTION)
    assert isinstance(
        sqlite_world.refused(Deed.RECUSE, "second-inspector", reference=reference, **REASON), NotAllowed
    )


# --- what they found -----------------------------------------------------------------------------


def test_an_assignment_lays_out_a_blank_checklist_in_the_inspectors_name(world):
    world.bring_to(State.UNDER_INSPECTION)
    stored = world.rows("select source, document, recorded_by from facts")
    assert stored == [("inspector", "{}", world.ids["ward-inspector"])]


def test_the_checklist_never_writes_over_what_the_inspector_wrote(world):
    reference = world.bring_to(State.SCORED)
    written = world.rows("select document from facts")
    world.act(Deed.RETURN, "ward-chair", reference=reference, **REASON)
    world.act(Deed.ASSIGN, "ward-office", reference=reference, inspector="second-inspector")
    world.settle()
    assert world.rows("select document from facts") == written


@pytest.mark.parametrize("state", [s for s in State if s is not State.UNDER_INSPECTION])
def test_nobody_inspects_before_or_after_the_time(sqlite_world, state):
    if state in (State.NOT_ELIGIBLE, State.IN_QUESTION, State.EXPIRED):
        reference = sqlite_world.bring_to(State.SCORED)
        sqlite_world.run("update application set state = :state", state=state)
    else:
        reference = sqlite_world.bring_to(state)
    sqlite_world.run("update application set inspector = :id", id=sqlite_world.ids["ward-inspector"])
    refusal = sqlite_world.refused(Deed.INSPECT, "ward-inspector", reference=reference, facts={})
    assert isinstance(refusal, OutOfOrder)


def test_an_inspection_is_kept_as_it_was_written_with_its_hash_in_the_event(world):
    from hashlib import sha256

    reference = world.bring_to(State.INSPECTED)
    document, by = world.rows("select document, recorded_by from facts where source = 'inspector'")[0]
    payload = world.value("select payload from event where name = 'inspection-submitted'")
    assert sha256(document.encode()).hexdigest() in payload
    assert by == world.value("select inspected_by from application") == world.ids[world.inspector(reference)]


def test_a_mistake_in_an_inspection_is_refused_and_the_sheet_stays_as_it_was(sqlite_world):
    reference = sqlite_world.bring_to(State.UNDER_INSPECTION)
    facts = {"KDC-1c": {"registered": 251, "residing": 250}}
    said = sqlite_world.refused(Deed.INSPECT, "ward-inspector", reference=reference, facts=facts).in_("en")
    assert "larger than the whole" in said
