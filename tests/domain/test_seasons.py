"""Seasons: opened once by who operates the country's installation, for a year that can be.

Broken and seen to fail: anybody opens; opened twice; years out of range, both ends.
"""

import pytest

from domain import seasons
from domain.errors import BadInput, NotAllowed
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
