"""Succession: the unit of today for a unit that was merged, renamed, merged again, or is still itself.

Broken and seen to fail: the first step only; a day early and a day late; the last version whatever the day; one of many;
the day of the merger for the heir's own, and the heir's own for that of the merger; any version's first day for the name's,
and the first version's of another name. That a circle ends is its number of steps: without it the test never ends.
"""

from datetime import date

import pytest

from domain.succession import Heir, heir, heirs


@pytest.fixture
def units(world):
    world.unit(
        "A",
        "residential-area",
        "/20/05977/A/",
        "05977",
        name="Khu A",
        valid_until="2026-12-31",
        successor_code="B",
    )
    world.unit(
        "B",
        "residential-area",
        "/20/05977/B/",
        "05977",
        name="Khu B",
        valid_until="2027-06-30",
        successor_code="C",
    )
    world.unit("C", "residential-area", "/20/05977/C/", "05977", name="Khu C", valid_until="2027-12-31")
    world.unit("C", "residential-area", "/20/05977/C/", "05977", name="Khu C Mới", valid_from="2028-01-01")
    world.unit("X", "residential-area", "/20/05977/X/", "05977", valid_until="2026-12-31", successor_code="Y")
    world.unit("Y", "residential-area", "/20/05977/Y/", "05977", valid_until="2026-12-31", successor_code="X")
    world.unit("Z", "residential-area", "/20/05977/Z/", "05977", valid_until="2026-12-31")
    return world  # fmt: skip


def on(world, code, day):
    with world.database.reading() as session:
        return heir(session, code, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("A", "2026-12-31", Heir("A", "Khu A", "2025-07-01")),
        ("A", "2027-01-01", Heir("B", "Khu B", "2027-01-01")),
        ("A", "2027-06-30", Heir("B", "Khu B", "2027-01-01")),
        ("A", "2027-07-01", Heir("C", "Khu C", "2027-07-01")),
        ("A", "2028-01-01", Heir("C", "Khu C Mới", "2028-01-01")),
        ("C", "2028-05-05", Heir("C", "Khu C Mới", "2028-01-01")),
        ("A", "2025-01-01", None),
        ("X", "2027-01-01", None),
        ("Z", "2027-01-01", None),
        ("nobody", "2027-01-01", None),
    ],
)
def test_a_unit_is_followed_to_who_stands_for_it_on_a_day(units, code, day, expected):
    assert on(units, code, day) == expected


def test_many_are_followed_together(units):
    with units.database.reading() as session:
        found = heirs(session, ["A", "C", "Z"], date(2027, 7, 1))
    assert {code: one.code for code, one in found.items()} == {"A": "C", "C": "C"}


def test_a_version_that_keeps_the_name_keeps_its_first_day(units):
    units.unit("D", "residential-area", "/20/05977/D/", "05977", name="Khu D", valid_until="2026-12-31")
    units.unit("D", "residential-area", "/20/06625/D/", "06625", name="Khu D", valid_from="2027-01-01")
    assert on(units, "D", "2027-02-02") == Heir("D", "Khu D", "2025-07-01")
