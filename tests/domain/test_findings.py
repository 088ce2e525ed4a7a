"""Findings: nothing that an inspector wrote down is overwritten, and what stands is what nobody has taken up.

Broken by hand, and seen to fail: `standing` that forgets twins, or takes away what came in later; a duplicate that is not
looked for; a finding by whoever is not the inspector; a submission while two things stand.
"""

import uuid
from datetime import timedelta

import pytest

from domain import findings
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.findings import Written
from domain.people import Deed
from domain.store import looked_at, transaction
from tests.domain.conftest import NOW

GOOD = {"registered": 250, "residing": 250}


def written(number, facts=GOOD, note="", based_on=None, settles=(), criterion="KDC-1c"):
    """A finding of the device; the numbers stand for ids."""
    return Written(
        made(number), criterion, facts, note, "phone", NOW, made(based_on) if based_on else None,
        tuple(map(made, settles)),
    )  # fmt: skip


def made(number):
    return str(uuid.UUID(int=number))


@pytest.fixture
def case(world):
    """An application under inspection by the ward's inspector; its reference."""
    reference = world.act(Deed.REGISTER, "head-S001", unit="S001", season=2026)["reference"]
    world.settle()
    world.run("update application set inspector = :id", id=world.ids["ward-inspector"])
    return reference


def record(world, reference, one, who="ward-inspector"):
    by = world.person(who)
    with transaction(world.database, world.now) as store:
        return findings.record(store, world.catalogue, reference, one, by)


def sheet(world, reference):
    with world.database.reading() as session:
        return findings.sheet(session, world.catalogue, looked_at(session, reference))


def submit(world, reference, key="k", who="ward-inspector"):
    by = world.person(who)
    with transaction(world.database, world.now) as store:
        return findings.submit(store, world.catalogue, reference, by, key)


def test_what_was_found_last_stands_and_everything_is_kept(world, case):
    assert record(world, case, written(1, {"registered": 1, "residing": 250})) == "stored"
    assert record(world, case, written(2, based_on=1)) == "stored"
    found = sheet(world, case)
    assert found.of("KDC-1c") == GOOD
    assert len(found.findings) == 2
    assert not found.conflicts


def test_the_same_finding_again_is_a_duplicate_and_never_another_content(world, case):
    record(world, case, written(1))
    assert record(world, case, written(1)) == "duplicate"
    with pytest.raises(BadInput, match="mã của một ghi nhận khác"):
        record(world, case, written(1, note="khác"))
    assert len(sheet(world, case).findings) == 1


def test_two_on_the_same_ground_conflict_until_a_third_names_both(world, case):
    record(world, case, written(1, note="nền"))
    assert record(world, case, written(2, {"registered": 249, "residing": 250}, based_on=1)) == "stored"
    assert record(world, case, written(3, based_on=1)) == "conflict"
    assert sheet(world, case).conflicts == ("KDC-1c",)
    with pytest.raises(BadInput, match="KDC-1c"):
        submit(world, case)
    assert record(world, case, written(4, based_on=3, settles=[2])) == "stored"
    found = sheet(world, case)
    assert not found.conflicts
    assert found.of("KDC-1c") == GOOD
    assert len(found.findings) == 4


def test_a_later_finding_on_one_of_two_leaves_the_other_standing(world, case):
    record(world, case, written(1, {"registered": 1, "residing": 250}))
    record(world, case, written(2, {"registered": 2, "residing": 250}))
    assert record(world, case, written(3, based_on=2)) == "conflict"
    assert [one.facts["registered"] for one in sheet(world, case).standing["KDC-1c"]] == [1, 250]


def test_two_that_say_the_same_do_not_conflict_whichever_is_followed(world, case):
    record(world, case, written(1))
    assert record(world, case, written(2)) == "stored"
    assert record(world, case, written(3, {"registered": 1, "residing": 250}, based_on=1)) == "stored"
    assert not sheet(world, case).conflicts


def test_a_device_that_saw_the_value_before_it_was_changed_back_conflicts_all_the_same(world, case):
    record(world, case, written(1))
    record(world, case, written(2, {"registered": 1, "residing": 250}, based_on=1))
    record(world, case, written(3, based_on=2))
    assert record(world, case, written(4, {"registered": 7, "residing": 250}, based_on=1)) == "conflict"


def test_what_comes_in_after_it_was_corrected_elsewhere_stands_beside_the_correction(world, case):
    record(world, case, written(1, {"registered": 1, "residing": 250}))
    record(world, case, written(2, based_on=1))
    assert record(world, case, written(3, {"registered": 1, "residing": 250})) == "conflict"


def test_only_the_inspector_of_an_application_under_inspection_writes(world, case):
    for who in ("second-inspector", "province-inspector", "other-inspector", "ward-office", "head-S001"):
        with pytest.raises(NotAllowed):
            record(world, case, written(1), who)
    record(world, case, written(1))
    submit(world, case)
    with pytest.raises(OutOfOrder, match="đã kiểm tra"):
        record(world, case, written(2, based_on=1))
    assert record(world, case, written(1)) == "duplicate"  # whose answer was lost is told all the same


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"criterion": "KDC-99"}, NotFound),
        ({"facts": {"registered": -1}}, BadInput),
        ({"facts": {"unheard": 1}}, BadInput),
        ({"note": "x" * 2001}, BadInput),
        ({"based_on": 9}, BadInput),
        ({"settles": [9]}, BadInput),
    ],
)
def test_what_cannot_be_is_refused_and_not_kept(world, case, wrong, kind):
    with pytest.raises(kind):
        record(world, case, written(1, **wrong))
    assert sheet(world, case).findings == ()


def test_handing_in_twice_under_one_key_is_one_act(world, case):
    record(world, case, written(1))
    first = submit(world, case)
    assert submit(world, case) == first
    with pytest.raises(OutOfOrder):
        submit(world, case, key="other")


def test_nothing_is_handed_in_when_nothing_was_found(world, case):
    with pytest.raises(BadInput, match="chưa ghi nhận"):
        submit(world, case)


def test_after_a_return_the_inspector_goes_on_from_what_was_handed_in(world, case):
    record(world, case, written(1, {"registered": 1, "residing": 250}))
    submit(world, case)
    world.settle()
    world.act(Deed.RETURN, "ward-chair", reference=case, reason="Xem lại")
    assert sheet(world, case).of("KDC-1c") == {"registered": 1, "residing": 250}
    record(world, case, written(2, based_on=1))
    assert sheet(world, case).of("KDC-1c") == GOOD
    assert submit(world, case, key="second")["state"] == "inspected"


def test_facts_that_were_handed_in_as_a_whole_later_take_the_place_of_findings(world, case):
    record(world, case, written(1, {"registered": 1, "residing": 250}))
    world.now += timedelta(minutes=1)
    world.act(Deed.INSPECT, "ward-inspector", reference=case, facts={"KDC-1c": GOOD})
    assert sheet(world, case).facts == {"KDC-1c": GOOD}
