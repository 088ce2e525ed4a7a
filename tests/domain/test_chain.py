"""Chain: whoever changes, inserts or takes away a single event is found out, and the page says which one.

Broken and seen to fail: each column left out of the link; numbers not checked; the application's own head, and its own
number, not compared; seals not compared with the chain; the count of seals and the hash of a checkpoint not compared; a
checkpoint for nothing; what grew since the last seal not sealed. One that stays: comparing the ids of checkpoints says nothing
that their hashes do not say.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import chain
from domain.chain import GENESIS, link
from domain.database import Sql
from domain.lifecycle import State
from domain.people import Deed

LINE = st.text(st.characters(blacklist_characters="\n", blacklist_categories=["Cs"]), min_size=1, max_size=20)
EVENT = st.tuples(
    st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(1, 2**40), st.integers(1, 99), LINE, LINE,
    st.none() | st.integers(1, 2**31), st.text(max_size=40),
)  # fmt: skip


@given(EVENT, EVENT)
def test_different_events_have_different_links(one, other):
    assert (link(*one) == link(*other)) is (one == other)


@given(EVENT, st.integers(0, 6), EVENT)
def test_a_link_covers_every_column(event, place, other):
    changed = (*event[:place], other[place], *event[place + 1 :])
    assert (link(*changed) == link(*event)) is (changed == event)


def test_a_link_is_the_one_that_anybody_can_work_out():
    """SHA-256 over lines, so that a certificate can be checked without this program."""
    from hashlib import sha256

    text = f"{GENESIS}\n7\n1\ncertificate-issued\n2026-11-22T00:00:00.000000Z\n\n{{}}"
    assert link(GENESIS, 7, 1, "certificate-issued", "2026-11-22T00:00:00.000000Z", None, "{}") == (
        sha256(text.encode()).hexdigest()
    )


def verify(world):
    with world.database.reading() as session:
        return [(broken.where, broken.number, broken.text.en) for broken in chain.verify(session)]


def seal(world, at="2026-11-22T00:00:00.000000Z"):
    with world.database.transaction() as session:
        return chain.seal(session, at)


@pytest.fixture
def season(world):
    """Three applications: recognised, scored, registered; 6, 4 and 2 events."""
    for unit, state in (("S001", State.RECOGNISED), ("S002", State.SCORED), ("S003", State.UNDER_INSPECTION)):
        world.bring_to(state, unit)
    world.settle()
    return world


def test_a_healthy_season_is_whole_before_and_after_it_is_sealed(season):
    assert verify(season) == []
    assert seal(season) == 3
    assert verify(season) == []
    season.act(Deed.WITHDRAW, "ward", reference="2026-000003")
    assert verify(season) == []
    assert seal(season) == 1
    assert verify(season) == []


def test_sealing_twice_seals_nothing_the_second_time(season):
    assert [seal(season), seal(season)] == [3, 0]
    assert season.rows("select id, seals from checkpoint") == [(1, 3)]


def test_an_empty_database_is_whole_and_has_nothing_to_seal(world):
    assert seal(world) == 0
    assert verify(world) == []


FORGERIES = [
    ("name", "update event set name = 'recognition-declined' where application = 1 and number = 5"),
    ("at", "update event set at = replace(at, '02:00', '03:00') where application = 1 and number = 5"),
    ("account", "update event set account = 1 where application = 1 and number = 5"),
    ("payload", "update event set payload = payload || ' ' where application = 1 and number = 5"),
    ("hash", f"update event set hash = '{GENESIS}' where application = 1 and number = 5"),
]


@pytest.mark.parametrize(("column", "forgery"), FORGERIES)
def test_a_changed_event_is_named_by_application_and_number(season, column, forgery):
    assert season.run(forgery) == 1
    assert verify(season) == [("2026-000001", 5, "2026-000001: event 5 was changed after it was recorded.")]


@pytest.mark.parametrize("place", range(1, 7))
def test_a_change_of_any_event_is_found_first_last_or_between(season, place):
    season.run("update event set payload = '{}' where application = 1 and number = :n", n=place)
    assert [(where, number) for where, number, _ in verify(season)] == [("2026-000001", place)]


@pytest.mark.parametrize("place", range(1, 7))
def test_a_deleted_event_is_missing_where_it_was(season, place):
    season.run("delete from event where application = 1 and number = :n", n=place)
    assert verify(season) == [("2026-000001", place, f"2026-000001: event {place} is missing.")]


def test_an_application_that_lost_all_its_events_is_found(season):
    season.run("delete from event where application = 1")
    assert verify(season) == [("2026-000001", 1, "2026-000001: event 1 is missing.")]


def test_an_application_that_claims_more_events_than_there_are_is_found(season):
    season.run("update application set number = 7 where id = 1")
    assert verify(season) == [("2026-000001", 7, "2026-000001: event 7 is missing.")]


def test_events_that_changed_places_are_found(season):
    season.run("update event set number = 99 where application = 1 and number = 2")
    season.run("update event set number = 2 where application = 1 and number = 3")
    season.run("update event set number = 3 where application = 1 and number = 99")
    assert [(where, number) for where, number, _ in verify(season)] == [("2026-000001", 2)]


def test_an_event_moved_to_another_application_is_found_in_both(season):
    season.run("update event set application = 3, number = 3 where application = 2 and number = 4")
    assert [(where, number) for where, number, _ in verify(season)] == [
        ("2026-000003", 3),
        ("2026-000002", 4),
    ]


def test_an_added_event_is_found(season):
    head = season.value("select head from application where id = 2")
    forged = link(head, 2, 5, "recognition-approved", "x", 1, "{}")
    season.run(
        "insert into event (application, number, name, at, account, payload, hash)"
        " values (2, 5, 'recognition-approved', 'x', 1, '{}', :hash)",
        hash=forged,
    )
    assert verify(season) == [
        ("2026-000002", 5, "2026-000002: event 5 was added behind the application's back.")
    ]


def test_each_broken_chain_is_named_once(season):
    season.run("update event set payload = '{}'")
    assert [(where, number) for where, number, _ in verify(season)] == [
        (f"2026-00000{n}", 1) for n in (1, 2, 3)
    ]


# --- what only a seal can tell -------------------------------------------------------------------


def cut(world, application, last):
    """Delete a tail, and make the application's own row agree."""
    world.run("delete from work")
    world.run("delete from notice")
    world.run("delete from event where application = :id and number > :last", id=application, last=last)
    world.run(
        "update application set number = :last, head = (select hash from event where application = :id and number = :last)"
        " where id = :id",
        id=application,
        last=last,
    )


def test_a_deleted_tail_is_noticed_after_a_seal_even_when_the_application_agrees(season):
    cut(season, 1, 4)
    assert verify(season) == []  # nobody had sealed it
    seal(season)
    cut(season, 2, 3)
    assert verify(season) == [("2026-000002", 4, "2026-000002: event 4 is missing.")]


def test_a_chain_that_was_written_anew_from_some_event_on_is_noticed_after_a_seal(season):
    seal(season)
    rewrite(season, 2, 3)
    assert verify(season) == [("2026-000002", 4, "2026-000002: event 4 was changed after it was recorded.")]


def rewrite(world, application, first):
    """Change an event and work out every hash after it anew."""
    head = world.value(
        "select hash from event where application = :a and number = :n", a=application, n=first - 1
    )
    columns = "number, name, at, account, payload"
    found = f"select {columns} from event where application = :a and number >= :n order by number"
    for number, name, at, account, _ in world.rows(found, a=application, n=first):
        head = link(head, application, number, name, at, account, "{}")
        world.run(
            "update event set payload = '{}', hash = :head where application = :a and number = :n",
            head=head, a=application, n=number,
        )  # fmt: skip
    world.run("update application set head = :head where id = :a", head=head, a=application)


def test_a_chain_that_was_written_anew_is_noticed_at_once_when_the_application_still_has_its_old_head(season):
    head = season.value("select head from application where id = 2")
    rewrite(season, 2, 4)
    season.run("update application set head = :head where id = 2", head=head)
    assert verify(season) == [("2026-000002", 4, "2026-000002: event 4 was changed after it was recorded.")]


@pytest.mark.parametrize(
    "forgery",
    [
        "update seal set hash = '0' where checkpoint = 1 and application = 2",
        "update seal set number = 3 where checkpoint = 1 and application = 2",
        "delete from seal where checkpoint = 1 and application = 2",
        "update checkpoint set seals = 2 where id = 1",
        "update checkpoint set at = 'x' where id = 1",
        "update checkpoint set hash = '0' where id = 1",
    ],
)
def test_a_forged_checkpoint_is_noticed(season, forgery):
    seal(season)
    season.run(forgery)
    assert ("checkpoint", 1) in [(where, number) for where, number, _ in verify(season)]


@pytest.mark.parametrize("gone", [1, 2])
def test_a_checkpoint_that_is_taken_away_is_noticed_by_the_next_one(season, gone):
    seal(season)
    for unit in ("S004", "S101"):
        season.act(Deed.REGISTER, "province-office", unit=unit, season=2026)
        seal(season)
    season.run("delete from seal where checkpoint = :gone", gone=gone)
    season.run("delete from checkpoint where id = :gone", gone=gone)
    assert [(where, number) for where, number, _ in verify(season)] == [("checkpoint", gone)]


def test_whoever_checks_while_others_work_raises_no_false_alarm(season):
    """The heads are read first, the events after: what is added between must not look like forgery."""
    with season.database.reading() as session:
        session.row(Sql("select count(*) from application"))
        season.act(Deed.WITHDRAW, "ward", reference="2026-000003")
        assert list(chain.verify(session)) == []
    assert verify(season) == []
