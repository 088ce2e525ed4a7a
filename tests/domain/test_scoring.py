"""Scoring: whose facts count, what silence proves, and how a commune's share follows its units.

Broken and seen to fail: the applicant's facts before the inspector's; the applicant's attested facts counted; the same facts
scored twice; a return that is not scored again; a late event answered; units that are not eligible counted; a withdrawn unit
counted as registered; a unit in question counted as recognised, and as decided; units of another season, of another day and
of other kinds counted; a unit counted twice; a recognised one that still meets its standard questioned; what somebody wrote
before what the process knows; a lost pin that stops the others.
"""

import pytest

from domain import judged_on
from domain.errors import OutOfOrder, Refused
from domain.lifecycle import State
from domain.people import Deed

AREA, COMMUNE = "vn/antt-2021/residential-area", "vn/antt-2021/commune"
REASON = {"reason": "có căn cứ"}


@pytest.fixture(scope="module")
def standard(standards):
    return standards.get(AREA)


# --- whose facts count ---------------------------------------------------------------------------


def test_what_the_inspector_recorded_outranks_the_applicant(standard):
    facts = {
        "applicant": {"KDC-1c": {"registered": 250, "residing": 250}},
        "inspector": {"KDC-1c": {"registered": 249}},
    }
    assert judged_on.counted(standard, facts) == {"KDC-1c": {"registered": 249, "residing": 250}}


def test_what_only_the_applicant_gave_counts_where_nobody_has_to_attest_it(standard):
    facts = {"applicant": {"KDC-1c": {"registered": 250, "residing": 250}}, "inspector": {"KDC-2": {}}}
    assert judged_on.counted(standard, facts)["KDC-1c"] == {"registered": 250, "residing": 250}


def test_nothing_that_an_office_attests_is_taken_from_the_applicant(standard, standards):
    for every in standards.standards.values():
        full = every.example_facts(2026)
        counted = judged_on.counted(every, {"applicant": full})
        kept = {(code, name) for code, facts in counted.items() for name in facts}
        assert kept.isdisjoint(every.attested)
        assert kept == {(code, name) for code, name, _ in every.facts()} - every.attested


def test_weighing_the_facts_changes_neither_document(standard):
    applicant, inspector = {"KDC-1c": {"registered": 1}}, {"KDC-1c": {"residing": 2}}
    counted = judged_on.counted(standard, {"applicant": applicant, "inspector": inspector})
    counted["KDC-1c"]["registered"] = 99
    alone = judged_on.counted(standard, {"inspector": inspector})
    alone["KDC-1c"]["residing"] = 99
    assert (applicant, inspector) == ({"KDC-1c": {"registered": 1}}, {"KDC-1c": {"residing": 2}})


def test_one_fact_on_the_boundary_decides(world):
    met, short = (
        world.bring_to(State.SCORED, unit, world.facts(KDC_1c={"registered": registered, "residing": 250}))
        for unit, registered in (("S001", 250), ("S002", 249))
    )
    assert (world.verdict(met), world.verdict(short)) == ("met", "not_met")


def test_a_missing_attestation_leaves_it_undecided_whatever_the_applicant_says(world):
    reference = world.bring_to(State.UNDER_INSPECTION)
    world.act(Deed.SUBMIT_DOSSIER, "ward", reference=reference, facts=world.facts())
    world.inspect(reference, world.facts(KDC_4b=None))
    world.settle()
    assert world.verdict(reference) == "undecided"


def test_the_applicants_account_completes_the_inspectors(world):
    reference = world.bring_to(State.UNDER_INSPECTION)
    facts = world.facts()
    world.act(Deed.SUBMIT_DOSSIER, "ward", reference=reference, facts={"KDC-1c": facts.pop("KDC-1c")})
    world.inspect(reference, facts)
    world.settle()
    assert world.verdict(reference) == "met"


def test_a_scorecard_keeps_what_was_judged_and_its_hash_is_in_the_event(world):
    from hashlib import sha256

    reference = world.bring_to(State.SCORED)
    number, verdict, digest, document = world.rows("select number, verdict, sha256, document from scorecard")[
        0
    ]
    assert (number, verdict) == (4, "met")
    assert sha256(document.encode()).hexdigest() == digest == world.value("select scorecard from application")
    assert digest in world.value("select payload from event where name = 'application-scored'")
    assert '"registered":1' in document
    assert world.verdict(reference) == "met"


# --- again ---------------------------------------------------------------------------------------


def wake(world, reference):
    """Ask scoring to look again, as the recognition of a unit below does."""
    from domain.store import transaction

    with transaction(world.database, world.now) as store:
        store.ask("scoring", store.case(reference))
    return world.settle("scoring")


def test_the_same_facts_again_are_no_event(world):
    reference = world.bring_to(State.SCORED)
    before = world.events(reference)
    assert [tally.done for tally in wake(world, reference)] == [1]
    assert world.events(reference) == before
    assert world.value("select count(*) from scorecard") == 1


def test_what_is_inspected_again_after_a_return_is_scored_again_even_with_the_same_facts(world):
    reference = world.bring_to(State.SCORED)
    world.act(Deed.RETURN, "ward-chair", reference=reference, **REASON)
    world.inspect(reference)
    world.settle()
    assert world.events(reference)[-3:] == [
        "application-returned",
        "inspection-submitted",
        "application-scored",
    ]
    assert world.value("select count(*) from scorecard") == 2


@pytest.mark.parametrize(
    "state", [State.REGISTERED, State.UNDER_INSPECTION, State.NOT_RECOGNISED, State.REVOKED, State.WITHDRAWN]
)
def test_what_comes_too_early_or_too_late_is_not_scored(sqlite_world, state):
    reference = sqlite_world.bring_to(state)
    before = sqlite_world.events(reference)
    assert [(tally.done, tally.failed) for tally in wake(sqlite_world, reference)] == [(1, 0)]
    assert sqlite_world.events(reference) == before


def test_an_inspection_of_an_application_that_was_withdrawn_meanwhile_is_not_scored(world):
    reference = world.bring_to(State.INSPECTED)
    world.act(Deed.WITHDRAW, "ward", reference=reference)
    assert [(tally.done, tally.failed) for tally in world.settle("scoring")] == [(1, 0)]
    assert world.state(reference) is State.WITHDRAWN
    assert world.rows("select * from scorecard") == []


def test_an_application_whose_criteria_file_was_changed_waits_alone(world):
    """One lost pin among many: the others are scored, and the one says why it is not."""
    lost, fine = world.bring_to(State.INSPECTED), None
    world.act(Deed.REGISTER, "ward", unit="S002", season=2026)
    world.settle("registration", "inspection")
    fine = "2026-000002"
    world.inspect(fine)
    world.run("update application set sha256 = 'another edition' where id = 1")
    (tally,) = world.settle("scoring")
    assert (tally.done, tally.failed) == (1, 1)
    assert (world.state(lost), world.state(fine)) == (State.INSPECTED, State.SCORED)
    assert "đã bị sửa" in world.value("select error from work where flow = 'scoring'")


# --- a commune and its units ---------------------------------------------------------------------


def share(world, code="05977", season=2026, until="2026-11-15"):
    with world.database.reading() as session:
        return judged_on.units_under(session, world.catalogue, season, [code, "06625"], until)[code]


STANDING = [
    # where the unit stands, counts, is registered, is recognised, is undecided (Điều 5 khoản 4)
    (None, 1, 0, 0, 0),
    (State.REGISTERED, 1, 1, 0, 1),
    (State.UNDER_INSPECTION, 1, 1, 0, 1),
    (State.INSPECTED, 1, 1, 0, 1),
    (State.SCORED, 1, 1, 0, 1),
    (State.RECOGNISED, 1, 1, 1, 0),
    (State.IN_QUESTION, 1, 1, 0, 1),
    (State.NOT_RECOGNISED, 1, 1, 0, 0),
    (State.REVOKED, 1, 1, 0, 0),
    (State.EXPIRED, 1, 1, 1, 0),
    (State.NOT_ELIGIBLE, 0, 0, 0, 0),
    (State.WITHDRAWN, 1, 0, 0, 0),
]


def test_a_share_counts_each_unit_by_where_it_stands(world):
    world.run("delete from unit where code in ('S002', 'S003', 'S004')")
    reference = None
    for state, *expected in STANDING:
        if state is not None:
            reference = reference or world.bring_to(State.REGISTERED)
            world.run("update application set state = :state", state=state)
        assert list(share(world).values()) == expected, state
    assert {state for state, *_ in STANDING} == {None, *State}


def test_a_share_adds_up_over_units_kinds_and_states(world):
    world.unit("A001", "agency", "/20/05977/A001/", "05977")
    for unit in ("S001", "S002"):
        world.bring_to(State.RECOGNISED, unit)
    world.bring_to(State.NOT_RECOGNISED, "S003")
    world.act(Deed.REGISTER, "ward", unit="A001", season=2026)
    assert share(world) == {"units": 5, "registered": 4, "recognised": 2, "undecided": 1}


def test_a_unit_that_may_not_apply_is_not_missed_for_never_registering(world):
    """Mutation tried: `_excluded` always False: the kindergarten makes five units of four."""
    world.unit("T001", "school", "/20/05977/T001/", "05977")
    world.run("""update unit set attributes = '{"level":"preschool"}' where code = 'T001'""")
    assert share(world)["units"] == 4
    world.run("""update unit set attributes = '{"level":"lower_secondary"}' where code = 'T001'""")
    assert share(world)["units"] == 5


def test_a_place_without_units_has_no_share(sqlite_world):
    assert share(sqlite_world, "06625", until="2025-06-30") == dict(
        units=0, registered=0, recognised=0, undecided=0
    )


def test_another_seasons_recognition_is_none_of_this_one(sqlite_world):
    sqlite_world.bring_to(State.RECOGNISED)
    assert share(sqlite_world, season=2025) == dict(units=4, registered=0, recognised=0, undecided=0)


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        ("2026-11-15", None, 5),
        ("2026-11-16", None, 4),
        ("2025-07-01", "2026-11-15", 5),
        ("2025-07-01", "2026-11-14", 4),
    ],
)
def test_a_unit_counts_if_it_was_there_when_the_window_closed(sqlite_world, first, last, counts):
    sqlite_world.unit(
        "S900", "residential-area", "/20/05977/S900/", "05977", valid_from=first, valid_until=last
    )
    assert share(sqlite_world)["units"] == counts


def test_a_unit_of_several_versions_counts_once(sqlite_world):
    sqlite_world.unit("S900", "residential-area", "/20/05977/S900/", "05977", valid_until="2026-06-30")
    sqlite_world.unit("S900", "residential-area", "/20/05977/S900/", "05977", valid_from="2026-07-01")
    assert share(sqlite_world)["units"] == 5


def test_a_unit_that_applied_under_two_standards_counts_once(sqlite_world):
    sqlite_world.bring_to(State.RECOGNISED)
    columns = "season, unit, unit_code, path, kind, sha256, state, number, head, registered_by, registered_at, updated_at"
    sqlite_world.run(
        f"insert into application (id, standard, {columns}) select 99, 'local', {columns} from application"
    )
    assert share(sqlite_world) == {"units": 4, "registered": 1, "recognised": 1, "undecided": 0}


def test_only_the_four_kinds_of_the_law_count(sqlite_world):
    sqlite_world.unit("M1", "market", "/20/05977/M1/", "05977")
    sqlite_world.unit("E1", "enterprise", "/20/05977/E1/", "05977")
    assert share(sqlite_world)["units"] == 5


def ward(world, *, units=10, recognised=7, others=State.NOT_RECOGNISED):
    """A ward with so many areas, the first of them recognised, and its own application scored."""
    world.run("delete from unit where parent_code = '05977'")
    codes = [f"T{number}" for number in range(units)]
    for code in codes:
        world.unit(code, "residential-area", f"/20/05977/{code}/", "05977")
    reference = world.bring_to(State.SCORED, "05977")
    orders = [world.order(Deed.REGISTER, "ward", unit=code, season=2026) for code in codes]
    areas = [answer["reference"] for answer in world.perform(*orders)]
    world.run(
        "update application set state = 'scored', verdict = 'met', inspected_by = null where kind = 'residential-area'"
    )
    world.run("delete from work")
    for area in areas[:recognised]:
        world.act(Deed.APPROVE, "ward-chair", reference=area)
    for area in areas[recognised:]:
        if others is State.NOT_RECOGNISED:
            world.act(Deed.DECLINE, "ward-chair", reference=area, **REASON)
    world.settle()
    return reference, areas


@pytest.mark.parametrize(
    ("units", "recognised", "others", "verdict"),
    [
        (10, 7, State.NOT_RECOGNISED, "met"),
        (10, 6, State.NOT_RECOGNISED, "not_met"),
        (10, 6, State.SCORED, "undecided"),
        (10, 7, State.SCORED, "met"),
        (0, 0, State.SCORED, "undecided"),
    ],
)
def test_a_commune_follows_its_units_at_seventy_in_a_hundred(
    sqlite_world, units, recognised, others, verdict
):
    reference, _ = ward(sqlite_world, units=units, recognised=recognised, others=others)
    assert sqlite_world.verdict(reference) == verdict


def test_decisions_of_one_transaction_wake_the_commune_once(world):
    world.bring_to(State.SCORED, "05977")
    areas = [world.bring_to(State.SCORED, code) for code in ("S001", "S002", "S003")]
    world.settle()
    before = world.value("select count(*) from scorecard where application = 1")
    world.perform(*[world.order(Deed.APPROVE, "ward-chair", reference=area) for area in areas])
    world.settle("recognition")
    assert world.rows("select application, state from work where flow = 'scoring'") == [(1, "waiting")]
    world.settle("scoring")
    assert world.value("select count(*) from scorecard where application = 1") == before + 1


def test_a_revoked_area_puts_a_recognised_commune_in_question_and_its_chair_decides(world):
    reference, areas = ward(world, units=3, recognised=3)
    world.act(Deed.APPROVE, "province-chair", reference=reference)
    world.settle()
    assert world.state(reference) is State.RECOGNISED
    world.act(Deed.REVOKE, "ward-chair", reference=areas[0], **REASON)
    world.settle()
    assert (world.state(reference), world.verdict(reference)) == (State.IN_QUESTION, "not_met")
    assert world.value("select revoked_at from certificate where application = 1") is None

    world.refused(Deed.UPHOLD, "province-chair", reference=reference, reason=" ")
    world.refused(Deed.UPHOLD, "ward-chair", reference=reference, **REASON)
    world.act(Deed.UPHOLD, "province-chair", reference=reference, **REASON)
    world.settle()
    assert world.state(reference) is State.RECOGNISED

    world.act(Deed.REVOKE, "ward-chair", reference=areas[1], **REASON)
    world.settle()
    assert world.state(reference) is State.IN_QUESTION
    world.act(Deed.REVOKE, "province-chair", reference=reference, **REASON)
    assert world.state(reference) is State.REVOKED
    assert world.value("select revoked_at from certificate where application = 1") == world.at(world.now)
    assert isinstance(world.refused(Deed.UPHOLD, "province-chair", reference=reference, **REASON), OutOfOrder)


def test_a_commune_that_still_reaches_its_share_stays_recognised(sqlite_world):
    world = sqlite_world
    reference, areas = ward(world, units=10, recognised=8)
    world.act(Deed.APPROVE, "province-chair", reference=reference)
    world.settle()
    world.act(Deed.REVOKE, "ward-chair", reference=areas[0], **REASON)
    world.settle()
    assert world.state(reference) is State.RECOGNISED
    world.act(Deed.REVOKE, "ward-chair", reference=areas[1], **REASON)
    world.settle()
    assert world.state(reference) is State.IN_QUESTION


def test_what_the_process_knows_outranks_what_anybody_wrote(sqlite_world):
    """A commune cannot write its own share: what the engine counts takes its place."""
    world = sqlite_world
    claimed = {"XA-4": {"units": 4, "registered": 4, "recognised": 4, "undecided": 0}}
    reference = world.bring_to(State.UNDER_INSPECTION, "05977")
    try:
        world.inspect(reference, world.facts(COMMUNE) | claimed)
    except Refused:
        world.inspect(reference, world.facts(COMMUNE))
    world.settle()
    assert world.verdict(reference) == "not_met"
