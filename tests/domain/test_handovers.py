"""Handovers: on the day that was said, neither before nor twice; until then it can be taken back.

Broken and seen to fail: carried out before its day, and twice; the duty kept by both; not taken back; taken back too late;
planned twice; an account that was locked; the day; whose it is to give.
"""

from datetime import date, timedelta

import pytest

from domain import accounts, handovers
from domain.errors import BadInput, NotAllowed, NotFound
from domain.lifecycle import State
from domain.people import Role
from domain.store import transaction

DAY = date(2026, 11, 2)


def does(world, act):
    with transaction(world.database, world.now) as store:
        return act(store)


@pytest.fixture
def planned(world):
    """An inspection that is open, whose inspector hands over to a new one on a day to come."""
    world.account("moi")
    reference = world.bring_to(State.UNDER_INSPECTION)
    login = world.inspector(reference)
    ((role,),) = world.rows("select id from role where account = :id", id=world.ids[login])
    does(world, lambda store: handovers.plan(store, role, "moi", DAY, None))
    return reference, login, role


def on(world, day):
    """By the clocks of Viet Nam it is that day."""
    world.now = world.now.replace(year=day.year, month=day.month, day=day.day)


def keep_the_calendar(world):
    return does(world, lambda store: handovers.carry_out(store, world.catalogue))


def inspects(world, login):
    return any(role is Role.INSPECTOR for role, _ in world.person(login).roles)


def test_until_the_day_nothing_changes_and_on_it_the_open_inspections_go_over_once(world, planned):
    reference, login, _ = planned
    on(world, DAY - timedelta(days=1))
    assert keep_the_calendar(world) == []
    assert (inspects(world, login), inspects(world, "moi")) == (True, False)
    on(world, DAY)
    assert (inspects(world, login), inspects(world, "moi")) == (False, True)
    assert [keep_the_calendar(world), keep_the_calendar(world)] == [[reference], []]
    assert world.inspector(reference) == "moi"
    assert world.events(reference)[-1] == "inspector-assigned"


def test_the_calendar_asks_for_what_is_due_only(world, planned):
    with world.database.reading() as session:
        assert not handovers.any_due(session, DAY - timedelta(days=1))
        assert handovers.any_due(session, DAY)
    on(world, DAY)
    keep_the_calendar(world)
    with world.database.reading() as session:
        assert not handovers.any_due(session, DAY)


def test_before_its_day_it_is_taken_back_and_all_is_as_it_was(world, planned):
    _, login, _ = planned
    before = world.rows("select account, role, path, ends from role order by id")
    does(world, lambda store: handovers.take_back(store, login, "moi", None))
    assert len(world.rows("select 1 from role")) == len(before) - 1
    on(world, DAY)
    assert (inspects(world, login), inspects(world, "moi")) == (True, False)
    assert keep_the_calendar(world) == []
    with pytest.raises(NotFound):
        does(world, lambda store: handovers.take_back(store, login, "moi", None))


def test_on_its_day_it_is_too_late_to_take_it_back(world, planned):
    on(world, DAY)
    with pytest.raises(NotFound):
        does(world, lambda store: handovers.take_back(store, planned[1], "moi", None))


def test_a_duty_is_handed_over_once(world, planned):
    with pytest.raises(BadInput, match="đã có ngày kết thúc"):
        does(world, lambda store: handovers.plan(store, planned[2], "moi", DAY + timedelta(days=9), None))


def test_an_account_that_was_locked_meanwhile_takes_no_inspections_over(world, planned):
    reference, login, _ = planned
    does(world, lambda store: accounts.deactivate(store, "moi", None))
    on(world, DAY)
    assert keep_the_calendar(world) == []
    assert world.inspector(reference) == login


@pytest.mark.parametrize("days", [0, -1, 367])
def test_the_day_lies_after_today_and_within_a_year(sqlite_world, days):
    ((role,),) = sqlite_world.rows(
        "select id from role where account = :id", id=sqlite_world.ids["ward-inspector"]
    )
    day = sqlite_world.now.date() + timedelta(days=days)
    with pytest.raises(BadInput):
        does(sqlite_world, lambda store: handovers.plan(store, role, "ward", day, None))


def test_nobody_plans_what_is_not_theirs_to_give(sqlite_world):
    ((role,),) = sqlite_world.rows(
        "select id from role where account = :id", id=sqlite_world.ids["ward-chair"]
    )
    office = sqlite_world.person("ward-office")
    with pytest.raises(NotAllowed):
        does(sqlite_world, lambda store: handovers.plan(store, role, "ward-inspector", DAY, office))
    assert sqlite_world.rows("select ends from role where id = :id", id=role) == [(None,)]
