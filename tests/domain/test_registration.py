"""Registration: who may enter a season with what, and what follows for those who may not be certified at all.

Broken and seen to fail: the season not looked for; a closed season open; the unit's first and last day not looked at;
the day of the server instead of Viet Nam's; the same unit twice; a standard of another kind, or of other years, accepted;
wards without a standard; anybody registers; a dossier that is not checked, or taken after the season closed; the exclusion not judged; its reason left out; a
late event answered; who withdrew not let in again, or going on with what was found before, or in the name of who was first.
"""

import pytest

from domain import chain
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.lifecycle import State
from domain.people import Deed
from domain.scorecard import judge

AREA = "vn/antt-2021/residential-area"


def register(world, unit="S001", season=2026, who="ward", **more):
    return world.act(Deed.REGISTER, who, unit=unit, season=season, **more)


def refused(world, unit="S001", season=2026, who="ward", **more):
    return world.refused(Deed.REGISTER, who, unit=unit, season=season, **more)


def test_a_unit_registers_under_the_standard_of_its_kind_in_the_edition_of_that_day(world):
    reference = register(world)["reference"]
    standard = world.catalogue.get(AREA)
    row = "season, unit_code, path, kind, standard, sha256, state, number, registered_by, inspector, verdict"
    assert world.rows(f"select {row} from application") == [
        (2026, "S001", "/20/05977/S001/", "residential-area", AREA, standard.sha256, "registered", 1,
         world.ids["ward"], None, None)
    ]  # fmt: skip
    assert reference == "2026-000001"


def test_numbers_follow_one_another_whatever_is_refused_between(world):
    register(world)
    refused(world)
    refused(world, "nowhere")
    assert register(world, "S002")["reference"] == "2026-000002"
    assert register(world, "S001", 2025)["reference"] == "2025-000003"


def test_a_ward_registers_as_communes_do(sqlite_world):
    register(sqlite_world, "05977")
    assert sqlite_world.rows("select kind, standard from application") == [
        ("commune", "vn/antt-2021/commune")
    ]


def test_a_unit_that_is_not_there_is_named_with_the_day(sqlite_world):
    refusal = refused(sqlite_world, "S999")
    assert isinstance(refusal, NotFound)
    assert refusal.in_("en") == "No unit has the code S999 on 2026-10-01."


@pytest.mark.parametrize("season", [2024, 2027])
def test_a_season_that_nobody_opened_is_said(sqlite_world, season):
    assert f"Season {season} is not open" in refused(sqlite_world, season=season).in_("en")


def test_a_closed_season_takes_nobody(world):
    world.run("update season set closed_at = '2026-09-30' where year = 2026")
    assert refused(world).in_("en") == "Season 2026 is closed."
    assert register(world, season=2025)["state"] == "registered"


def test_a_unit_registers_once_in_a_season(world):
    reference = register(world)["reference"]
    assert reference in refused(world).in_("vi")


def test_a_unit_registers_anew_in_another_season(sqlite_world):
    assert register(sqlite_world)["reference"] != register(sqlite_world, season=2025)["reference"]


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        ("2026-10-01", None, True),
        ("2026-10-02", None, False),
        ("2025-07-01", "2026-10-01", True),
        ("2025-07-01", "2026-09-30", False),
    ],
)
def test_a_unit_counts_from_its_first_day_to_its_last(world, first, last, there):
    world.unit("S900", "residential-area", "/20/05977/S900/", "05977", valid_from=first, valid_until=last)
    if there:
        assert register(world, "S900")["state"] == "registered"
    else:
        assert isinstance(refused(world, "S900"), NotFound)


def test_the_day_is_the_one_in_viet_nam(world):
    """At 17:00 UTC it is tomorrow there."""
    world.unit("S900", "residential-area", "/20/05977/S900/", "05977", valid_from="2026-10-02")
    world.now = world.now.replace(hour=16, minute=59)
    assert isinstance(refused(world, "S900"), NotFound)
    world.now = world.now.replace(hour=17, minute=0)
    assert register(world, "S900")["number"] == 1


def test_of_several_versions_the_one_of_the_day_registers(world):
    world.unit(
        "S900", "residential-area", "/20/05977/S900/", "05977", name="Bản cũ", valid_until="2026-06-30"
    )
    world.unit(
        "S900", "residential-area", "/20/06625/S900/", "06625", name="Khu mới", valid_from="2026-07-01"
    )
    refused(world, "S900", who="ward")
    register(world, "S900", who="other-commune")
    found = "select u.name, a.path from application a join unit u on u.id = a.unit"
    assert world.rows(found) == [("Khu mới", "/20/06625/S900/")]


def test_a_standard_of_another_kind_is_refused(sqlite_world):
    refusal = refused(sqlite_world, standard="vn/antt-2021/commune")
    assert refusal.in_("en") == (
        "Standard vn/antt-2021/commune is not for units of kind “residential-area” such as Khu S001."
    )


def test_a_standard_that_is_named_must_exist(sqlite_world):
    assert isinstance(refused(sqlite_world, standard="vn/antt-2021/village"), NotFound)
    assert register(sqlite_world, standard=AREA)["state"] == "registered"


@pytest.mark.parametrize(("standard", "season"), [(None, 2011), (AREA, 2021)])
def test_a_season_that_no_edition_judges_takes_nobody_even_when_the_standard_is_named(
    sqlite_world, standard, season
):
    """Season 2021 closed before the circular was in force; whoever registered could never be judged."""
    sqlite_world.run(f"insert into season (year, opened_at) values ({season}, '{season}')")
    more = {"standard": standard} if standard else {}
    assert str(season) in refused(sqlite_world, season=season, **more).in_("en")


def test_whoever_registers_for_2021_is_judged_by_the_edition_of_then_whose_deadline_is_not_known(
    sqlite_world,
):
    sqlite_world.run("insert into season (year, opened_at) values (2021, '2021')")
    register(sqlite_world, season=2021)
    ((standard,),) = sqlite_world.rows("select standard from application where season = 2021")
    assert standard == "vn/antt-2012/residential-area"


def test_a_kind_without_a_standard_is_refused_with_the_kinds_that_have_one(sqlite_world):
    sqlite_world.unit("S900", "market", "/20/05977/S900/", "05977")
    refusal = refused(sqlite_world, "S900").in_("en")
    assert "“market”" in refusal
    assert "residential area (2012–)" in refusal


def test_nobody_registers_a_unit_that_is_not_theirs(sqlite_world):
    world = sqlite_world
    for who in ("head-S002", "other-commune", "other-office", "ward-inspector", "ward-chair", "operator"):
        assert isinstance(refused(world, who=who), NotAllowed), who
    assert register(world, who="province-office")["number"] == 1


def test_a_thousand_at_once_are_registered_with_a_constant_number_of_statements(sqlite_world):
    world = sqlite_world
    for number in range(40):
        world.unit(f"X{number}", "residential-area", f"/20/05977/X{number}/", "05977")
    # The first two under an edition ask once more: whether its file is still what others applied under.
    register(world, "X38")
    register(world, "X39")
    counted = []
    for many in (2, 30):
        seen = []
        rows = [world.order(Deed.REGISTER, "ward", f"k{many}-{n}", unit=f"X{len(counted) * 2 + n}", season=2026) for n in range(many)]  # fmt: skip
        with world.database.reading() as session:
            raw = session.connection.dbapi_connection  # which the next one takes again
        raw.set_trace_callback(seen.append)
        answers = world.perform(*rows)
        raw.set_trace_callback(None)
        assert all(isinstance(answer, dict) for answer in answers)
        counted.append(sum(text.lstrip().startswith("select") for text in seen))
    assert counted[0] == counted[1] > 0


# --- what follows --------------------------------------------------------------------------------


def test_a_unit_that_cannot_be_certified_is_refused_with_the_reason_of_the_law(world):
    standard = world.catalogue.get("vn/antt-2021/agency")
    exclusion = standard.exclusions[0]
    attributes = barring(standard)
    world.unit("A001", "agency", "/20/05977/A001/", "05977", attributes=attributes)
    reference = register(world, "A001")["reference"]
    world.settle()
    assert world.state(reference) is State.NOT_ELIGIBLE
    assert world.events(reference) == ["application-registered", "application-refused"]
    payload = world.value("select payload from event where name = 'application-refused'")
    assert exclusion.says.vi[:20] in payload
    assert exclusion.cites in payload


def barring(standard):
    """Attributes of a unit that the standard's first exclusion bars, found by trying what it asks for."""
    for name, fact in standard.attributes.items():
        steps = standard.words.scales.get(fact.choice or fact.rating or "", ())
        for value in (True, False, 0, 1, *[step.code for step in steps]):
            unit = {name: value}
            if not standard.check_unit(unit) and judge(standard, 2026, unit, {}).verdict == "not_eligible":
                return unit
    raise AssertionError(f"{standard.path} excludes nobody")


def test_a_unit_whose_attributes_are_not_known_is_not_excluded(sqlite_world):
    sqlite_world.unit("A001", "agency", "/20/05977/A001/", "05977")
    reference = register(sqlite_world, "A001")["reference"]
    sqlite_world.settle()
    assert sqlite_world.state(reference) is State.UNDER_INSPECTION


def test_whoever_withdrew_meanwhile_is_neither_refused_nor_assigned(world):
    reference = world.bring_to(State.WITHDRAWN)
    assert [tally.done for tally in world.settle()] == [1, 1]
    assert world.events(reference) == ["application-registered", "application-withdrawn"]


# --- once more ---


@pytest.mark.parametrize("state", [State.REGISTERED, State.UNDER_INSPECTION, State.SCORED])
def test_whoever_withdrew_registers_again_and_the_same_application_begins_anew(world, state):
    reference = world.bring_to(state)
    world.act(Deed.WITHDRAW, "head-S001", reference=reference)
    world.settle()
    answer = register(world, "S001", key="again")
    assert answer == {"reference": reference, "state": "registered", "number": answer["number"]}
    assert world.rows("select inspector, inspected_by, due_on, verdict, scorecard from application") == [
        (None,) * 5
    ]
    assert world.events(reference)[-2:] == ["application-withdrawn", "application-registered"]
    assert register(world, "S001", key="again") == answer
    world.settle()
    assert world.state(reference) is State.UNDER_INSPECTION
    with world.database.reading() as session:
        assert list(chain.verify(session)) == []


def test_of_two_that_register_again_in_one_moment_one_is_told_that_it_is_done(world):
    world.bring_to(State.WITHDRAWN)
    first, second = world.perform(*[
        world.order(Deed.REGISTER, "ward", key, unit="S001", season=2026) for key in ("a", "b")
    ])  # fmt: skip
    assert first["state"] == "registered"
    assert isinstance(second, BadInput)


def test_nothing_is_handed_in_once_the_season_is_closed(world):
    reference = register(world)["reference"]
    world.run("update season set closed_at = '2026-12-01T00:00:00.000000Z' where year = 2026")
    refusal = world.refused(Deed.SUBMIT_DOSSIER, "head-S001", reference=reference, facts=world.facts())
    assert isinstance(refusal, OutOfOrder)
    assert refusal.in_("en") == "Season 2026 is closed and takes no more dossiers. What was written is kept."


def test_an_application_under_way_is_not_registered_again(world):
    world.bring_to(State.REGISTERED)
    with pytest.raises(BadInput, match="đã đăng ký"):
        register(world, "S001", key="again")


# --- the applicant's own account -----------------------------------------------------------------


@pytest.mark.parametrize("state", [State.REGISTERED, State.UNDER_INSPECTION])
def test_a_dossier_is_handed_in_until_the_inspection_is_over_and_the_last_one_counts(world, state):
    reference = world.bring_to(state)
    for registered in (1, 2):
        facts = {"KDC-1c": {"registered": registered, "residing": 9}}
        answer = world.act(Deed.SUBMIT_DOSSIER, "head-S001", reference=reference, facts=facts)
        assert answer["state"] == state
    stored = world.rows("select document, recorded_by from facts where source = 'applicant'")
    assert stored == [('{"KDC-1c":{"registered":2,"residing":9}}', world.ids["head-S001"])]


@pytest.mark.parametrize("state", [State.INSPECTED, State.SCORED, State.RECOGNISED, State.WITHDRAWN])
def test_a_dossier_that_comes_too_late_is_refused(sqlite_world, state):
    reference = sqlite_world.bring_to(state)
    refusal = sqlite_world.refused(Deed.SUBMIT_DOSSIER, "head-S001", reference=reference, facts={})
    assert isinstance(refusal, OutOfOrder)


def test_every_mistake_in_a_dossier_is_said_at_once(sqlite_world):
    reference = sqlite_world.bring_to(State.REGISTERED)
    facts = {"KDC-1c": {"registered": -1, "residing": 250}, "KDC-9": {}, "KDC-2": {"carried_out": "yes"}}
    said = sqlite_world.refused(Deed.SUBMIT_DOSSIER, "head-S001", reference=reference, facts=facts).in_("en")
    assert all(code in said for code in ("KDC-1c.registered", "KDC-9", "KDC-2.carried_out"))


@pytest.mark.parametrize("state", [State.REGISTERED, State.UNDER_INSPECTION, State.INSPECTED, State.SCORED])
def test_an_applicant_withdraws_at_any_time_before_the_decision(sqlite_world, state):
    reference = sqlite_world.bring_to(state)
    sqlite_world.act(Deed.WITHDRAW, "head-S001", reference=reference)
    assert sqlite_world.state(reference) is State.WITHDRAWN


@pytest.mark.parametrize("state", [State.RECOGNISED, State.NOT_RECOGNISED, State.REVOKED, State.WITHDRAWN])
def test_nobody_withdraws_after_the_decision(sqlite_world, state):
    reference = sqlite_world.bring_to(state)
    assert isinstance(sqlite_world.refused(Deed.WITHDRAW, "head-S001", reference=reference), OutOfOrder)
