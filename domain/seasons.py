"""Seasons: a year's round of applications is opened before anybody can register, and closed after the last decision."""

from domain import people
from domain.database import Sql
from domain.errors import BadInput
from domain.people import Deed, Person
from domain.store import Store

_OPEN = Sql(
    "insert into season (year, opened_at, opened_by, closed_at) values (:year, :now, :by, null) on conflict do nothing"
)


def open_season(store: Store, year: int, by: Person) -> bool:
    """Open the season of a year; False when it was open already. Raises Refused for a year out of range."""
    people.require(by, Deed.OPEN_SEASON, "/")
    if not 2012 <= year <= store.moment.year + 1:
        raise BadInput(
            "Năm {year} không hợp lệ: đợt xét phải từ 2012 đến {last}.",
            "Year {year} is not possible: a season lies between 2012 and {last}.",
            year=year,
            last=store.moment.year + 1,
        )
    return store.session.run(_OPEN, year=year, now=store.now, by=by.id) == 1
