"""Visits: what waits for one inspector, and a proposal of whom to visit on which day of the week."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import orjson

from domain import people
from domain.cases import id_of, place_of, reference
from domain.database import Session, Sql, listed
from domain.people import Deed, Person

# How many units one inspector visits in a day. Not in the circular: a proposal, which nobody is held to.
A_DAY = 4

_WAITING = (
    "select a.id, a.season, a.unit_code, a.path, a.kind, a.due_on, u.name, u.sort_key, (select count(distinct f.criterion)"
    " from finding f where f.application = a.id) from application a join unit u on u.id = a.unit"
    " where a.state = 'under-inspection' and a.inspector = :inspector and "
)
_PLACES = Sql("select path, name, sort_key from unit where path in {texts:paths} order by valid_from")


# The last time that it was sent back, unless it was withdrawn and registered anew after that.
_RETURNED = Sql(
    "select a.season, a.id, e.at, e.payload from application a join event e on e.application = a.id"
    " where a.id in {numbers:ids} and a.state = 'under-inspection' and e.number = (select max(r.number) from event r"
    " where r.application = a.id and r.name in ('application-returned', 'application-registered'))"
    " and e.name = 'application-returned'"
)


class Returned(NamedTuple):
    """When an application was sent back to be looked at again, and why."""

    at: str
    reason: str


class Visit(NamedTuple):
    """One application that waits for its inspector. `begun` criteria have a finding. `place` is where the unit lies."""

    reference: str
    unit: str
    name: str
    kind: str
    place: str
    place_name: str
    due_on: date
    begun: int

    def late(self, today: date) -> bool:
        return self.due_on < today


def waiting(session: Session, inspector: Person) -> list[Visit]:
    """Everything that waits for an inspector: places by their most urgent unit, and in each the most urgent first."""
    where, values = people.within(inspector, Deed.INSPECT)
    rows = session.rows(Sql(_WAITING + where), inspector=inspector.id, **values)
    places = {
        path: (name, sort)
        for path, name, sort in session.rows(_PLACES, paths=listed({place_of(row[3]) for row in rows}))
    }
    found = []
    for id, season, unit, path, kind, due_on, name, sort, begun in rows:
        place = place_of(path)
        place_name, place_sort = places.get(place, (place, place))
        due = date.fromisoformat(due_on) if due_on else date.max
        visit = Visit(reference(season, id), unit, name, kind, place, place_name, due, begun)
        found.append(((place_sort, place), (due, sort, unit), visit))
    urgent: dict[str, date] = {}
    for (_, place), (due, *_), _ in found:
        urgent[place] = min(due, urgent.get(place, due))
    found.sort(key=lambda one: (urgent[one[0][1]], one[0], one[1]))
    return [visit for _, _, visit in found]


def returned(session: Session, references: Iterable[str]) -> dict[str, Returned]:
    """Which of these applications are under inspection again, by their references."""
    ids = listed(id_of(one) for one in references)
    return {
        reference(season, id): Returned(at, str(orjson.loads(payload)["reason"]))
        for season, id, at, payload in session.rows(_RETURNED, ids=ids)
    }


def by_place(visits: Iterable[Visit]) -> list[tuple[str, list[Visit]]]:
    """The same, place by place."""
    return [(own[0].place_name, own) for own in (list(g) for _, g in groupby(visits, key=lambda v: v.place))]


def days_of_the_week(today: date) -> list[date]:
    """Today and the working days that this week still has; at the weekend those of the week to come."""
    first = today + timedelta(days=(7 - today.weekday()) if today.weekday() > 4 else 0)
    return [first + timedelta(days=n) for n in range(5 - first.weekday())]


def plan(visits: Sequence[Visit], today: date) -> tuple[dict[date, list[Visit]], list[Visit]]:
    """Which units to visit on which day of this week, and those that are left for later.

    Places stay together where they fit into a day, and come by their most urgent unit, as `waiting` tells them.
    """
    days = days_of_the_week(today)
    planned: dict[date, list[Visit]] = {day: [] for day in days}
    later: list[Visit] = []
    at = 0
    for _, group in by_place(visits):
        free = A_DAY - len(planned[days[at]]) if at < len(days) else 0
        if free < len(group) <= A_DAY or free == 0:
            at += 1
        for visit in group:
            while at < len(days) and len(planned[days[at]]) == A_DAY:
                at += 1
            if at < len(days):
                planned[days[at]].append(visit)
            else:
                later.append(visit)
    return {day: own for day, own in planned.items() if own}, later
