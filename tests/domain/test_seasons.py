"""Seasons: opened once by who operates the country's installation, for a year that can be; closed, and opened again.

Broken and seen to fail: anybody opens; opened twice; years out of range, both ends. Anybody closes; opened again without a
reason; closed twice; the act not kept; a closed season that registers, and that takes dossiers; answered supplements and
handed-in dossiers counted.
"""

import pytest

from domain import seasons
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.lifecycle import State
from domain.people import Deed
from domain.store import transaction


def open_season(world, year, who="operator"):
    person = world.person(who)
    with transaction(world.database, world.now) as store:
        return seasons.open_season(store, year, person)


def test_a_season_is_opened_once_with_who_opened_it_and_when(world):
    assert open_season(world, 2027) is True
    world.now = world.now.replace(day=2)
    assert open_season(world, 2027) is False
    assert world.rows("select * from season where year = 2027") == [
        (2027, "2026-10-01T02:00:00.000000Z", world.ids["operator"], None)
    ]


@pytest.mark.parametrize(("year", "possible"), [(2011, False), (2012, True), (2027, True), (2028, False)])
def test_a_season_lies_between_the_first_circular_and_next_year(sqlite_world, year, possible):
    if possible:
        assert open_season(sqlite_world, year)
        return
    with pytest.raises(BadInput) as refusal:
        open_season(sqlite_world, year)
    assert refusal.value.in_("en") == f"Year {year} is not possible: a season lies between 2012 and 2027."


@pytest.mark.parametrize("who", ["auditor", "province-chair", "province-office", "ward"])
def test_nobody_else_opens_one(sqlite_world, who):
    with pytest.raises(NotAllowed):
        open_season(sqlite_world, 2027, who)


def test_the_operator_of_one_province_does_not_open_it_for_the_country(sqlite_world):
    sqlite_world.account("local", ("operator", "/20/"))
    with pytest.raises(NotAllowed):
        open_season(sqlite_world, 2027, "local")


# --- closed, and opened again ---------------------------------------------------------------------------


def change(world, act, year=2026, who="operator", **more):
    person = world.person(who)
    with transaction(world.database, world.now) as store:
        return act(store, year, person, **more)


def test_a_closed_season_takes_no_registration_and_no_dossier_and_an_opened_one_does_again(world):
    reference = world.bring_to(State.REGISTERED)
    assert change(world, seasons.close) is True
    registering = {"unit": "S002", "season": 2026}
    handing_in = {"reference": reference, "facts": world.facts()}
    assert isinstance(world.refused(Deed.REGISTER, "ward", **registering), BadInput)
    assert isinstance(world.refused(Deed.SUBMIT_DOSSIER, "ward", **handing_in), OutOfOrder)
    assert change(world, seasons.reopen, reason="Khóa nhầm") is True
    world.act(Deed.REGISTER, "ward", **registering)
    world.act(Deed.SUBMIT_DOSSIER, "ward", **handing_in)


def test_what_was_handed_in_goes_on_after_the_season_is_closed(world):
    reference = world.bring_to(State.UNDER_INSPECTION)
    change(world, seasons.close)
    world.inspect(reference)
    world.settle()
    assert world.state(reference) == State.SCORED


def test_it_is_closed_once_and_who_did_it_and_why_is_kept(world):
    assert [change(world, seasons.close, reason="Hết đợt"), change(world, seasons.close)] == [True, False]
    assert [change(world, seasons.reopen, reason=" Mở lại ") for _ in "12"] == [True, False]
    with world.database.reading() as session:
        told = seasons.history(session, 2026)
    assert [(one.kind, one.reason) for one in told] == [("reopened", "Mở lại"), ("closed", "Hết đợt")]
    assert world.rows("select account from season_act") == [(world.ids["operator"],)] * 2


def test_opening_again_needs_a_reason_and_a_season_that_there_is(sqlite_world):
    change(sqlite_world, seasons.close)
    for reason in ("", "  ", "x" * (seasons.LONGEST + 1)):
        with pytest.raises(BadInput):
            change(sqlite_world, seasons.reopen, reason=reason)
    with pytest.raises(NotFound):
        change(sqlite_world, seasons.close, year=2027)
    assert len(sqlite_world.rows("select 1 from season_act")) == 1


@pytest.mark.parametrize("who", ["auditor", "province-chair", "province-office", "ward"])
def test_nobody_else_closes_one_or_opens_it_again(sqlite_world, who):
    for act, more in ((seasons.close, {}), (seasons.reopen, {"reason": "Vì"})):
        with pytest.raises(NotAllowed):
            change(sqlite_world, act, who=who, **more)


def test_before_it_is_closed_what_is_under_way_is_told(world):
    reference = world.bring_to(State.REGISTERED)
    world.act(Deed.REGISTER, "ward", unit="S002", season=2026)
    world.act(Deed.SUBMIT_DOSSIER, "ward", reference=reference, facts=world.facts())
    world.act(Deed.ASK_SUPPLEMENT, "ward-office", reference=reference, parts=["D9-HS.report"], reason="Thiếu")
    with world.database.reading() as session:
        left = seasons.left(session, 2026)
        assert seasons.left(session, 2025).states == {}
    assert left.states == {State.REGISTERED: 2}
    assert (left.not_handed_in, left.unanswered, left.objections, left.appeals, left.sessions) == (
        1,
        1,
        0,
        0,
        0,
    )
