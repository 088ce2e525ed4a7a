"""Expiry: a recognition holds through its last day, its unit is reminded once, and what ended is told to the unit above.

Broken and seen to fail: the last day left out; a reminder at every look. Not killed: areas expired before their commune, which
shows only where they are in two transactions.
"""

from datetime import UTC, datetime, timedelta

import pytest

from domain import expiry
from domain.lifecycle import State
from domain.people import Deed
from domain.procedures import ProcedureFile, Procedures

LAST = datetime(2027, 12, 31, 3, tzinfo=UTC)


@pytest.fixture
def ending(world):
    """A world in whose ward a recognition of 2026 holds until the end of 2027."""
    world.procedures = Procedures(files=[
        ProcedureFile.model_validate({
            "title": {"vi": "Của phường", "en": "The ward's"},
            "place": "/20/",
            "from": "2026-01-01",
            "cites": "mẫu",
            "validity": {"until": "31 Dec (Y+1)"},
        })
    ])  # fmt: skip
    return world


def recognised(world, unit="S001"):
    reference = world.bring_to(State.RECOGNISED, unit)
    world.settle()
    return reference


def keep(world, now):
    world.now = now
    made = expiry.expire(world.database, now)
    world.settle()
    return made


def test_the_certificate_says_its_last_day(ending):
    recognised(ending)
    assert ending.rows("select valid_until from certificate") == [("2027-12-31",)]


def test_without_a_rule_no_certificate_ends(world):
    recognised(world)
    assert world.rows("select valid_until from certificate") == [(None,)]
    assert keep(world, LAST + timedelta(days=4000)) == 0


def test_it_holds_through_its_last_day_and_expires_once_after_it(ending):
    reference = recognised(ending)
    keep(ending, LAST)
    assert ending.state(reference) is State.RECOGNISED
    assert keep(ending, LAST + timedelta(days=1)) == 1
    assert ending.state(reference) is State.EXPIRED
    assert keep(ending, LAST + timedelta(days=2)) == 0


@pytest.mark.parametrize(("before", "made"), [(61, 0), (60, 1), (0, 1)])
def test_the_unit_is_reminded_once_while_it_can_renew(ending, before, made):
    reference = recognised(ending)
    assert keep(ending, LAST - timedelta(days=before)) == made
    assert keep(ending, LAST - timedelta(days=before) + timedelta(hours=1)) == 0
    assert ending.events(reference).count("recognition-expiry-neared") == made


def test_what_is_revoked_neither_expires_nor_is_reminded(ending):
    reference = recognised(ending)
    ending.act(Deed.REVOKE, "ward-chair", reference=reference, reason="Khai sai")
    assert keep(ending, LAST) == 0
    assert keep(ending, LAST + timedelta(days=1)) == 0
    assert ending.state(reference) is State.REVOKED


def test_a_commune_whose_areas_end_with_it_is_not_put_in_question(ending):
    """All end on one day: none is judged again for what ended below it."""
    for unit in ("S001", "S002", "S003", "S004"):
        recognised(ending, unit)
    commune = recognised(ending, "05977")
    assert ending.state(commune) is State.RECOGNISED
    keep(ending, LAST + timedelta(days=1))
    assert ending.state(commune) is State.EXPIRED
    assert "recognition-questioned" not in ending.events(commune)
