"""Deadlines: whoever owes the next step of an application is reminded, once before its day and once after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from domain.calendar import today
from domain.database import Database, Sql
from domain.events import (
    DecisionDeadlineMissed,
    DecisionDeadlineNeared,
    Happening,
    InspectionDeadlineMissed,
    InspectionDeadlineNeared,
)
from domain.lifecycle import State
from domain.store import Store, carry_out

# How long before the day. Not in the circular: configuration.
BEFORE = timedelta(days=3)
# Applications of one transaction.
_TOGETHER = 1000

_EVENTS: dict[tuple[State, bool], type[Happening]] = {
    (State.UNDER_INSPECTION, False): InspectionDeadlineNeared,
    (State.UNDER_INSPECTION, True): InspectionDeadlineMissed,
    (State.SCORED, False): DecisionDeadlineNeared,
    (State.SCORED, True): DecisionDeadlineMissed,
}
_OWED = Sql(
    "select a.id, a.due_on from application a where a.state = :state and a.due_on >= :first and a.due_on <= :last"
    " and not exists (select 1 from event e where e.application = a.id and e.name = :name"
    """ and e.payload = '{"due_on":"' || a.due_on || '"}') order by a.id"""
)

Owed = Sequence[tuple[int, str]]


def remind(database: Database, now: datetime) -> int:
    """Record for every application that is due soon, or was due, that it is; how many were recorded.

    Safe to run twice: an application is told of once for each day that it was given.
    """
    day, total = today(now), 0
    for (state, missed), kind in _EVENTS.items():
        first, last = ("", day - timedelta(days=1)) if missed else (day.isoformat(), day + BEFORE)
        with database.reading() as session:
            owed: Owed = [
                (id, due_on)
                for id, due_on in session.rows(
                    _OWED, state=state, first=first, last=last.isoformat(), name=kind.name
                )
            ]
        for start in range(0, len(owed), _TOGETHER):
            part = owed[start : start + _TOGETHER]
            total += carry_out(database, now, partial(_record, owed=part, state=state, kind=kind))
    return total


def _record(store: Store, owed: Owed, state: State, kind: type[Happening]) -> int:
    """Record it of those for which it still holds: somebody may have acted meanwhile."""
    cases, recorded = store.cases(id for id, _ in owed), 0
    for id, due_on in owed:
        case = cases[id]
        if case.state is state and case.due_on == due_on:
            store.record(case, kind.model_validate({"due_on": due_on}), None)
            recorded += 1
    return recorded
