"""Deadlines: whoever owes the next step is reminded of each day once before it and once after it.

Broken and seen to fail: the day itself counted as missed; a reminder for each round of the clock; a moved day taken for the
old one; decided applications reminded of; `seen` refused because of a reminder; `seen` admitted past a second scoring.
"""

from datetime import timedelta

import pytest

from domain import deadlines
from domain.calendar import today
from domain.cases import id_of
from domain.errors import OutOfOrder
from domain.lifecycle import State
from domain.people import Deed


@pytest.fixture
def due(world):
    """An application under inspection, and a function that goes to so many days before (or after) its day and reminds."""
    reference = world.bring_to(State.UNDER_INSPECTION)
    day = world.value("select due_on from application where id = :id", id=id_of(reference))
    left = (today(world.now).fromisoformat(day) - today(world.now)).days

    def go(days):
        world.now += timedelta(days=left - days - go.gone)
        go.gone = left - days
        return deadlines.remind(world.database, world.now)

    go.gone = 0
    go.reference = reference
    return go


@pytest.mark.parametrize(
    ("days", "reminded"),
    [(4, None), (3, "inspection-deadline-neared"), (0, "inspection-deadline-neared"), (-1, "inspection-deadline-missed")],
)  # fmt: skip
def test_the_inspector_is_reminded_from_three_days_before_and_after_the_day(world, due, days, reminded):
    before = world.events(due.reference)
    assert due(days) == (reminded is not None)
    assert world.events(due.reference) == [*before, *([reminded] if reminded else [])]


def test_nobody_is_reminded_of_a_day_twice(world, due):
    assert [due(3), due(3), due(2), due(0), due(-1), due(-1), due(-40)] == [1, 0, 0, 0, 1, 0, 0]
    assert world.events(due.reference)[-2:] == ["inspection-deadline-neared", "inspection-deadline-missed"]


def test_a_new_day_is_a_new_reminder(world, due):
    assert due(3) == 1
    moved = (world.now + timedelta(days=2)).date().isoformat()
    world.run("update application set due_on = :day", day=moved)
    assert deadlines.remind(world.database, world.now) == 1


def test_what_waits_for_a_decision_reminds_the_approver(world):
    reference = world.bring_to(State.SCORED)
    world.settle()
    world.run("update application set due_on = :day", day=(world.now + timedelta(days=1)).date().isoformat())
    assert deadlines.remind(world.database, world.now) == 1
    assert world.events(reference)[-1] == "decision-deadline-neared"
    assert world.rows("select flow from work") == [("notification",)]


@pytest.mark.parametrize("state", [State.RECOGNISED, State.NOT_RECOGNISED, State.WITHDRAWN, State.REGISTERED])
def test_whoever_owes_nothing_is_not_reminded(world, state):
    world.bring_to(state)
    world.now += timedelta(days=400)
    assert deadlines.remind(world.database, world.now) == 0


def test_more_than_one_transaction_of_them_are_all_reminded(sqlite_world, monkeypatch):
    monkeypatch.setattr(deadlines, "_TOGETHER", 2)
    for code in ("S001", "S002", "S003"):
        sqlite_world.bring_to(State.UNDER_INSPECTION, code)
    sqlite_world.now += timedelta(days=400)
    assert deadlines.remind(sqlite_world.database, sqlite_world.now) == 3


def test_a_reminder_changes_nothing_in_what_the_approver_saw(world):
    reference = world.bring_to(State.SCORED)
    seen = world.value("select number from application")
    world.now += timedelta(days=400)
    deadlines.remind(world.database, world.now)
    answer = world.act(Deed.APPROVE, "ward-chair", reference=reference, seen=seen)
    assert answer["state"] == "recognised"


def test_what_happened_besides_a_reminder_is_still_refused(world):
    reference = world.bring_to(State.SCORED)
    seen = world.value("select number from application")
    world.act(Deed.RETURN, "ward-chair", reference=reference, reason="thiếu")
    world.now += timedelta(days=400)
    deadlines.remind(world.database, world.now)
    with pytest.raises(OutOfOrder, match="đã thay đổi"):
        world.act(Deed.APPROVE, "ward-chair", reference=reference, seen=seen)
    with pytest.raises(OutOfOrder, match="đã thay đổi"):
        world.act(Deed.RETURN, "ward-chair", reference=reference, reason="x", seen=99)
