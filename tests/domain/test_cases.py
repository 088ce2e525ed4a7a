"""Cases: references, places and instants as people and databases read them.

Broken and seen to fail: references without leading zeros; numbers that no database can hold taken for ids; everything in
one place; naive instants accepted; instants left in their own time zone; microseconds dropped.
"""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases import id_of, instant, moment, place_of, reference
from domain.errors import NotFound

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=ZONES)  # noqa: DTZ001


def test_a_reference_names_the_season_and_a_number_of_six_digits():
    assert reference(2026, 123) == "2026-000123"
    assert reference(2026, 1_234_567) == "2026-1234567"


@given(st.integers(2012, 9999), st.integers(1, 10**12))
def test_a_reference_leads_back_to_its_application(season, id):
    assert id_of(reference(season, id)) == id
    assert id_of(f"  {reference(season, id)}\n") == id


@pytest.mark.parametrize(
    "text", ["", "-", "2026", "2026-", "-000123", "2026-12a", "2026-²", "hồ sơ 1", "2026--1", "2026-1-2"]
)
def test_what_is_no_reference_is_refused_with_the_form_of_one(text):
    with pytest.raises(NotFound, match="2026-000123"):
        id_of(text)


@pytest.mark.parametrize("digits", [19, 30, 5000])
def test_a_number_that_no_database_can_hold_is_no_reference(digits):
    with pytest.raises(NotFound):
        id_of("2026-" + "9" * digits)
    assert id_of("2026-" + "9" * 18) == 10**18 - 1


@pytest.mark.parametrize(
    ("path", "place"),
    [("/20/06625/S001/", "/20/06625/"), ("/20/06625/", "/20/"), ("/20/", "/"), ("/", "/")],
)
def test_a_unit_lies_in_the_place_above_it(path, place):
    assert place_of(path) == place


@given(MOMENTS)
def test_an_instant_is_stored_in_one_width_and_read_back_as_it_was(when):
    stored = instant(when)
    assert len(stored) == len("2026-11-22T08:57:38.123456Z")
    assert moment(stored) == when


@given(MOMENTS, MOMENTS)
def test_stored_instants_sort_as_the_moments_do(one, other):
    assert (instant(one) < instant(other)) is (one < other)


def test_a_full_second_keeps_its_microseconds():
    assert instant(datetime(2026, 11, 22, tzinfo=UTC)) == "2026-11-22T00:00:00.000000Z"


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 11, 22))  # noqa: DTZ001
