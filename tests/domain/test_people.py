"""People: who may do what, where, and when; nobody decides on their own work.

The table below is written by hand: role × deed × where the role is held, for a unit below a commune. Broken and seen to fail: a role added to a deed and taken from one;
the approver of the place above let in; the office let in below its place; an applicant let into the area beside theirs; each
conflict of interest taken out; the last day of a role left out; its first day left out; inactive accounts found; roles of
other accounts mixed up.
"""

import pytest

from domain import people
from domain.cases import Case
from domain.chain import GENESIS
from domain.errors import NotAllowed, NotFound
from domain.lifecycle import State
from domain.people import DEED_NAMES, MAY, ROLE_NAMES, Deed, Person, Role

UNIT = "/20/05977/S001/"
OWN, COMMUNE, PROVINCE, COUNTRY = UNIT, "/20/05977/", "/20/", "/"
WHERE = {
    "own": OWN, "commune": COMMUNE, "province": PROVINCE, "country": COUNTRY, "below": UNIT + "X1/",
    "sibling": "/20/05977/S002/", "beside": "/20/06625/", "elsewhere": "/04/", "alike": "/20/0597/",
}  # fmt: skip

AT_OR_ABOVE = {"own", "commune", "province", "country"}  # of the unit itself
PLACE_OR_ABOVE = {"commune", "province", "country"}  # of the place that decides on it
PLACE = {"commune"}

# deed: {role: the places where holding it is enough}
ALLOWED = {
    "register": {"applicant": AT_OR_ABOVE, "standing-office": PLACE_OR_ABOVE},
    "ask-supplement": {"standing-office": PLACE_OR_ABOVE},
    "submit-dossier": {"applicant": AT_OR_ABOVE, "standing-office": PLACE_OR_ABOVE},
    "withdraw": {"applicant": AT_OR_ABOVE},
    "assign": {"standing-office": PLACE_OR_ABOVE},
    "inspect": {"inspector": PLACE_OR_ABOVE},
    "recuse": {"inspector": PLACE_OR_ABOVE},
    "approve": {"approver": PLACE},
    "decline": {"approver": PLACE},
    "return": {"approver": PLACE_OR_ABOVE, "standing-office": PLACE_OR_ABOVE},
    "uphold": {"approver": PLACE},
    "revoke": {"approver": PLACE},
    "correct": {"approver": PLACE},
    "reinstate": {"approver": PLACE},
    "call-council": {"standing-office": PLACE},
    "vote": {"council-member": PLACE},
    "publish": {"standing-office": PLACE_OR_ABOVE},
    "answer-objection": {"standing-office": PLACE_OR_ABOVE},
    "appeal": {"applicant": AT_OR_ABOVE},
    "decide-appeal": {"approver": PLACE_OR_ABOVE},
    "read": {
        "council-member": PLACE_OR_ABOVE,
        "applicant": AT_OR_ABOVE,
        "inspector": PLACE_OR_ABOVE,
        "standing-office": PLACE_OR_ABOVE,
        "approver": PLACE_OR_ABOVE,
        "auditor": PLACE_OR_ABOVE,
    },
    "import-units": {"operator": PLACE_OR_ABOVE},
    "open-season": {"operator": PLACE_OR_ABOVE},
    "close-season": {"operator": PLACE_OR_ABOVE},
    "retry-work": {"operator": PLACE_OR_ABOVE},
    "change-edition": {"operator": PLACE_OR_ABOVE},
}  # fmt: skip


def somebody(*roles, id=1):
    return Person(id, "binh", "Công an phường", roles=frozenset(roles))


def case(**changed):
    fields = dict(
        id=1, season=2026, unit=1, unit_code="S001", path=UNIT, kind="residential-area", standard="s", sha256="",
        state=State.SCORED, number=4, head=GENESIS, registered_by=7, inspector=8, inspected_by=8, due_on=None,
        verdict="met", scorecard="", registered_at="", name="Khu phố 1", attributes="{}",
    )  # fmt: skip
    return Case(**fields | changed)


@pytest.mark.parametrize("deed", Deed)
def test_a_deed_belongs_to_these_roles_in_these_places_and_to_nobody_else(deed):
    for role in Role:
        for where, path in WHERE.items():
            reason = people.may(somebody((role, path)), deed, UNIT)
            assert (reason is None) is (where in ALLOWED[deed].get(role, ())), (role, where)


def test_every_deed_and_role_has_a_name_in_both_languages():
    assert set(DEED_NAMES) == set(Deed) == set(MAY)
    assert set(ROLE_NAMES) == set(Role)


def test_without_a_role_nothing_is_allowed():
    assert all(people.may(somebody(), deed, UNIT) for deed in Deed)


def test_two_halves_of_a_permission_are_none():
    """The right role in the wrong place and the wrong role in the right place do not add up."""
    person = somebody((Role.APPROVER, "/20/06625/"), (Role.INSPECTOR, COMMUNE))
    assert people.may(person, Deed.APPROVE, UNIT) is not None


def test_a_refusal_names_the_person_the_deed_and_whose_it_is():
    reason = people.may(somebody((Role.AUDITOR, "/")), Deed.APPROVE, UNIT)
    assert reason.vi == (
        "Công an phường không được phê duyệt công nhận ở đây: việc này thuộc người có thẩm quyền công nhận của nơi đó."
    )
    assert "may not approve a recognition here" in reason.en
    with pytest.raises(NotAllowed, match="không được phê duyệt"):
        people.require(somebody(), Deed.APPROVE, UNIT)


DECISIONS = [Deed.APPROVE, Deed.DECLINE, Deed.RETURN, Deed.UPHOLD, Deed.REVOKE, Deed.CORRECT, Deed.REINSTATE]


@pytest.mark.parametrize("deed", DECISIONS)
@pytest.mark.parametrize("field", ["inspected_by", "registered_by"])
def test_nobody_decides_on_what_they_inspected_or_registered(deed, field):
    chair = somebody((Role.APPROVER, COMMUNE), id=7)
    assert people.may(chair, deed, UNIT, case(registered_by=1)) is None
    reason = people.may(chair, deed, UNIT, case(**{"registered_by": 1, field: 7}))
    assert reason.vi.startswith("Người kiểm tra" if field == "inspected_by" else "Người đăng ký")


def test_the_office_does_not_return_what_it_inspected():
    office = somebody((Role.STANDING_OFFICE, COMMUNE), id=8)
    assert people.may(office, Deed.RETURN, UNIT, case()) is not None


def test_nobody_inspects_what_they_registered():
    inspector = somebody((Role.INSPECTOR, COMMUNE), id=8)
    assert people.may(inspector, Deed.INSPECT, UNIT, case()) is None
    assert people.may(inspector, Deed.INSPECT, UNIT, case(registered_by=8)).en.startswith(
        "Whoever registered"
    )


@pytest.mark.parametrize("deed", [Deed.INSPECT, Deed.RECUSE])
def test_only_the_inspector_to_whom_it_is_assigned_inspects_or_recuses(deed):
    assert people.may(somebody((Role.INSPECTOR, COMMUNE), id=8), deed, UNIT, case()) is None
    other = people.may(somebody((Role.INSPECTOR, COMMUNE), id=9), deed, UNIT, case())
    assert other.en == "This application is assigned to another inspector."


def test_whoever_registered_may_still_hand_in_and_withdraw():
    head = somebody((Role.APPLICANT, OWN), id=7)
    assert people.may(head, Deed.SUBMIT_DOSSIER, UNIT, case()) is None
    assert people.may(head, Deed.WITHDRAW, UNIT, case()) is None


@pytest.mark.parametrize(
    ("path", "held"), [("/20/", True), ("/20/05977/", True), ("/", False), ("/2/", False)]
)
def test_a_role_is_held_for_its_place_and_all_below(path, held):
    assert somebody((Role.INSPECTOR, "/20/")).holds(Role.INSPECTOR, path) is held
    assert not somebody((Role.INSPECTOR, "/20/")).holds(Role.APPROVER, path)


# --- accounts and periods ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "held"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_a_role_counts_from_its_first_day_to_its_last(world, day, held):
    id = world.account("binh", ("approver", COMMUNE), starts="2026-03-01", ends="2026-06-30")
    with world.database.reading() as session:
        known = people.person(session, "binh", day)
        assert known == people.by_id(session, [id], day)[id]
    assert known.roles == ({(Role.APPROVER, COMMUNE)} if held else frozenset())


def test_a_role_without_an_end_does_not_end(sqlite_world):
    with sqlite_world.database.reading() as session:
        assert people.person(session, "ward-chair", "9999-12-31").roles == {(Role.APPROVER, COMMUNE)}


def test_a_locked_account_is_nobody(world):
    id = world.account("binh", ("approver", COMMUNE), active=0)
    with world.database.reading() as session:
        assert people.load(session, ["binh"], "2026-10-01") == {}
        assert people.by_id(session, [id], "2026-10-01") == {}
        with pytest.raises(NotFound, match="“binh”"):
            people.person(session, "binh", "2026-10-01")


def test_people_are_loaded_together_each_with_their_own(world):
    world.account("binh", ("inspector", COMMUNE), ("approver", PROVINCE))
    with world.database.reading() as session:
        found = people.load(session, ["binh", "ward-chair", "nobody", "auditor"], "2026-10-01")
    assert {login: known.roles for login, known in found.items()} == {
        "binh": {(Role.INSPECTOR, COMMUNE), (Role.APPROVER, PROVINCE)},
        "ward-chair": {(Role.APPROVER, COMMUNE)},
        "auditor": {(Role.AUDITOR, "/")},
    }
    assert found["binh"].addresses == {"email": "binh@antoan.vn"}
    assert (found["binh"].id, found["binh"].language) == (world.ids["binh"], "vi")
