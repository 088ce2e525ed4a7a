"""Begun: what an applicant has begun is kept per criterion, and two windows never overwrite one another unseen.

Broken and seen to fail: the version not compared; equal answers told as a conflict; other criteria of the draft lost by a
save; what cannot be read dropped; a save after the inspection; somebody from elsewhere saving.
"""

import pytest

from domain import begun
from domain.begun import Overtaken
from domain.errors import NotAllowed, OutOfOrder
from domain.lifecycle import State
from domain.people import Deed
from domain.store import looked_at, transaction

HALF = {"registered": 90, "residing": 100}
ALL = {"registered": 100, "residing": 100}


@pytest.fixture
def reference(world):
    return world.bring_to(State.REGISTERED)


def save(world, reference, code="KDC-1c", facts=HALF, raw=None, seen=0, who="ward"):
    with transaction(world.database, world.now) as store:
        return begun.save(store, store.case(reference), code, facts, raw or {}, seen, world.person(who))


def stands(world, reference):
    with world.database.reading() as session:
        return begun.begun(session, looked_at(session, reference).id)


def test_what_was_saved_stands_and_other_criteria_stay_as_they_were(world, reference):
    save(world, reference, "KDC-1a", {"resolution": {"date": "2026-02-15"}})
    save(world, reference)
    now = stands(world, reference)
    assert now.facts == {"KDC-1a": {"resolution": {"date": "2026-02-15"}}, "KDC-1c": HALF}
    assert (now.version, now.saved_by, now.unsent) == (2, "ward", True)


def test_what_cannot_be_read_is_kept_as_it_was_typed_until_it_is_mended(world, reference):
    save(world, reference, facts={}, raw={"KDC-1c.residing": "chừng 100"})
    assert stands(world, reference).raw == {"KDC-1c.residing": "chừng 100"}
    save(world, reference, facts=ALL, seen=1)
    assert stands(world, reference).raw == {}


def test_a_save_that_rests_on_an_older_one_is_told_what_stands_and_changes_nothing(world, reference):
    save(world, reference, facts=HALF)
    with pytest.raises(Overtaken) as told:
        save(world, reference, facts=ALL, seen=0)
    assert told.value.stands.facts == {"KDC-1c": HALF}
    assert stands(world, reference).facts == {"KDC-1c": HALF}
    save(world, reference, facts=ALL, seen=1)
    assert stands(world, reference).facts == {"KDC-1c": ALL}


def test_two_windows_on_different_criteria_and_the_same_save_twice_are_no_conflict(world, reference):
    save(world, reference, "KDC-1a", {"resolution": False}, seen=0)
    save(world, reference, "KDC-1c", HALF, seen=0)
    assert save(world, reference, "KDC-1c", HALF, seen=0).version == 2


def test_nobody_from_elsewhere_saves_and_nobody_after_the_inspection(world):
    reference = world.bring_to(State.REGISTERED)
    with pytest.raises(NotAllowed):
        save(world, reference, who="other-commune")
    inspected = world.bring_to(State.INSPECTED, "S002")
    with pytest.raises(OutOfOrder):
        save(world, inspected)


def test_what_was_handed_in_stands_until_something_else_is_begun(world, reference):
    world.act(Deed.SUBMIT_DOSSIER, "ward", reference=reference, facts={"KDC-1c": ALL})
    now = stands(world, reference)
    assert (now.facts, now.unsent, now.version) == ({"KDC-1c": ALL}, False, 0)
    save(world, reference)
    assert stands(world, reference).unsent


def test_a_form_filled_in_elsewhere_is_taken_unless_something_was_saved_meanwhile(world, reference):
    def take(facts, seen):
        with transaction(world.database, world.now) as store:
            return begun.save_many(store, store.case(reference), facts, seen, world.person("ward"))

    take({"KDC-1c": HALF, "KDC-1a": {"resolution": False}}, 0)
    with pytest.raises(Overtaken):
        take({"KDC-1c": ALL}, 0)
    assert take({"KDC-1c": ALL}, 1).facts == {"KDC-1c": ALL, "KDC-1a": {"resolution": False}}


def test_last_years_answers_are_those_of_the_same_unit(world):
    old = world.act(Deed.REGISTER, "ward", unit="S001", season=2025)["reference"]
    world.act(Deed.SUBMIT_DOSSIER, "ward", reference=old, facts={"KDC-1c": ALL})
    new, other = world.bring_to(State.REGISTERED), world.bring_to(State.REGISTERED, "S002")
    with world.database.reading() as session:
        assert begun.before(session, looked_at(session, new)) == (old, {"KDC-1c": ALL})
        assert begun.before(session, looked_at(session, other)) is None
        assert begun.before(session, looked_at(session, old)) is None
