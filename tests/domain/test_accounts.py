"""Accounts: who lets whom in and where, links that work once, and a duty that goes from one person to the next.

Broken and seen to fail: `expires_at > :now`, and `used_at is null`, taken out of `_USE` and `_LOOK` both (either alone holds);
a link before the last one left good; a token kept as it is; `may_give` letting any place, and any duty, pass; `_helped` not asking
for the duties of the account, asking for one of them, letting anybody help whoever has none; the inspections left where they
were, or given to whoever registered; a duty that does not end; a duty handed to its own holder. What a deactivated account's
links and sign-ins are ended for is held by the account itself, too.
"""

from datetime import timedelta

import pytest

from domain import accounts
from domain.calendar import today
from domain.database import Sql
from domain.errors import BadInput, NotAllowed, NotFound
from domain.lifecycle import State
from domain.people import Role
from domain.store import transaction
from tests.domain.conftest import DONG_KINH, KY_LUA


def does(world, work):
    with transaction(world.database, world.now) as store:
        return work(store)


def make(world, by, login="moi.1", role=Role.INSPECTOR, path=DONG_KINH, name="Công an phường (thử)"):
    who = world.person(by) if by else None
    return does(world, lambda store: accounts.make(store, login, name, role, path, who))


GIVES = [
    ("operator", Role.APPROVER, DONG_KINH, True), ("operator", Role.OPERATOR, "/", True),
    ("ward-office", Role.INSPECTOR, DONG_KINH, True), ("ward-office", Role.APPLICANT, f"{DONG_KINH}S001/", True),
    ("ward-office", Role.INSPECTOR, KY_LUA, False), ("ward-office", Role.INSPECTOR, "/20/", False),
    ("ward-office", Role.APPROVER, DONG_KINH, False), ("ward-office", Role.STANDING_OFFICE, DONG_KINH, False),
    ("ward-office", Role.OPERATOR, "/", False), ("province-office", Role.INSPECTOR, DONG_KINH, True),
    ("ward-chair", Role.INSPECTOR, DONG_KINH, False), ("ward-inspector", Role.INSPECTOR, DONG_KINH, False),
    ("auditor", Role.APPLICANT, DONG_KINH, False), ("ward", Role.APPLICANT, DONG_KINH, False),
]  # fmt: skip


@pytest.mark.parametrize(("by", "role", "path", "allowed"), GIVES)
def test_nobody_hands_out_more_than_is_theirs_to_give(sqlite_world, by, role, path, allowed):
    if allowed:
        make(sqlite_world, by, role=role, path=path)
        assert (role, path) in sqlite_world.person("moi.1").roles
    else:
        with pytest.raises(NotAllowed):
            make(sqlite_world, by, role=role, path=path)
        assert sqlite_world.rows("select 1 from account where login = 'moi.1'") == []


@pytest.mark.parametrize("login", ["", "ab", "Hoa", "có dấu", "a b", "-abc", "x" * 51, "operator", "a\n\nb"])
def test_a_login_is_plain_and_nobody_elses(world, login):
    with pytest.raises(BadInput):
        make(world, "operator", login=login)


def test_a_link_works_once_and_not_for_ever_and_a_new_one_voids_it(world):
    office = world.person("ward-office")
    make(world, "ward-office")
    old = does(world, lambda store: accounts.link(store, "moi.1", "invitation", office))
    token = does(world, lambda store: accounts.link(store, "moi.1", "invitation", office))
    assert token not in str(world.rows("select * from link"))
    with pytest.raises(NotFound):
        does(world, lambda store: accounts.use(store, old))
    assert does(world, lambda store: accounts.use(store, token)) == world.person("moi.1").id
    with pytest.raises(NotFound):
        does(world, lambda store: accounts.use(store, token))
    late = does(world, lambda store: accounts.link(store, "moi.1", "recovery", office))
    world.now += timedelta(hours=24)
    with pytest.raises(NotFound):
        does(world, lambda store: accounts.use(store, late))


@pytest.mark.parametrize(
    ("by", "whom", "allowed"),
    [
        ("ward-office", "ward-inspector", True), ("ward-office", "head-S001", True), ("operator", "ward-chair", True),
        ("ward-office", "ward-chair", False), ("ward-office", "operator", False), ("ward-office", "ward-office", False),
        ("ward-office", "other-inspector", False), ("ward-office", "province-inspector", False),
        ("province-office", "ward-inspector", True), ("operator", "nobody", False),
    ],
)  # fmt: skip
def test_whoever_opens_an_account_could_have_given_each_of_its_duties(sqlite_world, by, whom, allowed):
    who = sqlite_world.person(by)
    if allowed:
        assert does(sqlite_world, lambda store: accounts.link(store, whom, "recovery", who))
    else:
        with pytest.raises(NotFound):
            does(sqlite_world, lambda store: accounts.link(store, whom, "recovery", who))


def test_every_duty_of_whoever_is_helped_counts_and_whoever_has_none_is_the_operators(sqlite_world):
    office, operator = sqlite_world.person("ward-office"), sqlite_world.person("operator")

    def helped(by):
        return does(sqlite_world, lambda store: accounts.link(store, "ward-inspector", "recovery", by))

    assert helped(office)
    whom = sqlite_world.ids["ward-inspector"]
    does(
        sqlite_world,
        lambda store: accounts.give(store, whom, Role.APPROVER, DONG_KINH, today(store.moment), None),
    )
    with pytest.raises(NotFound):
        helped(office)
    with sqlite_world.database.transaction() as session:
        session.run(Sql("delete from role where account = :account"), account=whom)
    with pytest.raises(NotFound):
        helped(office)
    assert helped(operator)


def test_nobody_hands_a_duty_to_themselves(sqlite_world):
    ((role,),) = sqlite_world.rows(
        "select id from role where account = :id", id=sqlite_world.ids["ward-inspector"]
    )
    with pytest.raises(BadInput):
        does(
            sqlite_world,
            lambda store: accounts.hand_over(store, sqlite_world.catalogue, role, "ward-inspector", None),
        )


def test_a_deactivated_account_is_nobody(world):
    token = does(world, lambda store: accounts.link(store, "ward-inspector", "recovery", None))
    does(world, lambda store: accounts.deactivate(store, "ward-inspector", world.person("ward-office")))
    with pytest.raises(NotFound):
        world.person("ward-inspector")
    with pytest.raises(NotFound):
        does(world, lambda store: accounts.use(store, token))


def test_a_change_of_person_moves_the_queue_by_recorded_events(world):
    references = [world.bring_to(State.UNDER_INSPECTION, unit) for unit in ("S001", "S002", "S003")]
    mine = [r for r in references if world.inspector(r) == "ward-inspector"]
    others = [r for r in references if r not in mine]
    assert mine
    make(world, "operator", login="moi.1", role=Role.AUDITOR)
    ((role,),) = world.rows("select id from role where account = :id", id=world.ids["ward-inspector"])
    office = world.person("ward-office")
    before, moved = does(
        world, lambda store: accounts.hand_over(store, world.catalogue, role, "moi.1", office)
    )
    assert before == world.ids["ward-inspector"]
    assert sorted(moved) == sorted(mine)
    new = world.person("moi.1").id
    for reference in mine:
        assert world.events(reference)[-1] == "inspector-assigned"
        assert world.value("select inspector from application where id = :id", id=int(reference[5:])) == new
    for reference in others:
        assert world.inspector(reference) == "second-inspector"
    assert not any(held is Role.INSPECTOR for held, _ in world.person("ward-inspector").roles)
    assert (Role.INSPECTOR, DONG_KINH) in world.person("moi.1").roles


def test_whoever_registered_an_application_does_not_inherit_its_inspection(world):
    reference = world.bring_to(State.UNDER_INSPECTION, "S001")
    holder = world.inspector(reference)
    ((role,),) = world.rows("select id from role where account = :id", id=world.ids[holder])
    does(world, lambda store: accounts.hand_over(store, world.catalogue, role, "ward", None))
    inspector = world.value("select inspector from application where id = :id", id=int(reference[5:]))
    assert inspector != world.person("ward").id


def test_where_nobody_else_may_whoever_has_an_application_keeps_it(sqlite_world):
    world = sqlite_world
    world.run("delete from role where role = 'inspector' and account <> :id", id=world.ids["ward-inspector"])
    reference = world.bring_to(State.UNDER_INSPECTION, "S001")
    ((role,),) = world.rows("select id from role where account = :id", id=world.ids["ward-inspector"])
    world.run(
        "insert into role (account, role, path, starts) values (:id, 'inspector', '/20/', '0001-01-01')",
        id=world.ids["ward-inspector"],
    )
    office = world.person("ward-office")
    _, moved = does(world, lambda store: accounts.hand_over(store, world.catalogue, role, "ward", office))
    assert moved == []
    assert world.inspector(reference) == "ward-inspector"
    assert world.events(reference).count("inspector-assigned") == 1


def test_nobody_hands_over_what_is_not_theirs_to_give(world):
    ((role,),) = world.rows("select id from role where account = :id", id=world.ids["ward-chair"])
    with pytest.raises(NotAllowed):
        does(
            world,
            lambda store: accounts.hand_over(
                store, world.catalogue, role, "ward-inspector", world.person("ward-office")
            ),
        )
