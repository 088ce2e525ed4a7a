"""Carry out: what is worked out before SQLite's one lock is taken is written only if what it rests on still stands.

Broken and seen to fail: the counters not compared; `must_hold` that does nothing;
a session that reads and lets itself be written to; the second attempt left out; `last` run before the rows. Not seen: the number of a moved case not
compared, because its event, whose number is taken, is refused as well.
"""

import pytest

from domain import scoring
from domain.database import Sql, Stale
from domain.events import ApplicationReturned
from domain.lifecycle import State
from domain.people import Deed
from domain.store import carry_out, transaction


def meanwhile(world, store, what):
    """Somebody else commits while a store works ahead of the lock; under the lock nobody can."""
    if store.ahead:
        what()


def test_nobody_waits_for_what_is_only_read_and_worked_out(sqlite_world):
    reference = sqlite_world.bring_to(State.SCORED)

    def work(store):
        with transaction(sqlite_world.database, sqlite_world.now):  # would wait for 60 s and be refused
            return store.case(reference).state

    assert carry_out(sqlite_world.database, sqlite_world.now, work) is State.SCORED


def test_a_case_that_somebody_moved_meanwhile_is_worked_out_again(sqlite_world):
    world, attempts = sqlite_world, []
    reference = world.bring_to(State.SCORED)

    def work(store):
        case = store.case(reference)
        attempts.append((store.ahead, case.state))
        meanwhile(world, store, lambda: world.act(Deed.APPROVE, "ward-chair", reference=reference))
        if case.state is State.SCORED:
            store.record(case, ApplicationReturned(reason="thiếu"), 1)
            return "returned"
        return "too late"

    assert carry_out(world.database, world.now, work) == "too late"
    assert attempts == [(True, State.SCORED), (False, State.RECOGNISED)]
    assert world.events(reference)[-1] == "recognition-approved"


def test_a_number_that_somebody_took_meanwhile_is_not_given_twice(sqlite_world):
    world, taken = sqlite_world, []

    def somebody():
        with transaction(world.database, world.now) as other:
            taken.append(other.next_number("book"))

    def work(store):
        mine = store.next_number("book")
        meanwhile(world, store, somebody)
        return mine

    assert carry_out(world.database, world.now, work) == 2
    assert taken == [1]
    assert world.value("select value from counter where name = 'book'") == 2


def test_numbers_have_no_gap_when_nobody_came_between(sqlite_world):
    for expected in (1, 2, 3):
        assert carry_out(sqlite_world.database, sqlite_world.now, lambda s: s.next_number("book")) == expected


def test_what_writes_by_itself_is_done_under_the_lock(sqlite_world):
    write = Sql("insert into counter (name, value) values ('x', 7)")
    ahead = []

    def work(store):
        ahead.append(store.ahead)
        return store.session.run(write)

    assert carry_out(sqlite_world.database, sqlite_world.now, work) == 1
    assert ahead == [True, False]
    assert sqlite_world.value("select value from counter where name = 'x'") == 7


def test_a_session_that_reads_writes_nothing(database):
    with database.reading() as session:
        with pytest.raises(Stale):
            session.run(Sql("delete from counter"))
        with pytest.raises(Stale):
            session.many(Sql("delete from counter where name = ?"), [("a",)])


def test_what_is_written_last_sees_the_rows_and_can_undo_them(world):
    reference = world.bring_to(State.SCORED)
    before = world.everything()

    def work(store):
        store.record(store.case(reference), ApplicationReturned(reason="thiếu"), 1)

        def check(session):
            seen = session.rows(Sql("select name from event order by number desc limit 1"))
            raise LookupError(seen)

        store.last(check)

    with pytest.raises(LookupError, match="application-returned"):
        carry_out(world.database, world.now, work)
    assert world.everything() == before


def test_a_decision_that_falls_while_a_commune_is_judged_has_it_judged_again(sqlite_world):
    """Its request is a row that the end of the judgement removes: it must not come between reading and removing."""
    world = sqlite_world
    commune = world.bring_to(State.SCORED, "05977")
    area = world.bring_to(State.SCORED, "S001")
    world.settle()
    with transaction(world.database, world.now) as store:
        store.ask("scoring", store.case(commune))
    batch = world.claim("scoring")

    def judged(store, cases):
        treat = scoring.answer(store, world.catalogue, cases)
        meanwhile(world, store, decide)
        return treat

    def decide():
        world.act(Deed.APPROVE, "ward-chair", reference=area)
        world.settle("recognition")

    world.work(batch, judged)
    if "recognition-approved" not in world.events(area):
        world.act(Deed.APPROVE, "ward-chair", reference=area)
    world.settle()
    document = world.value(
        "select document from scorecard where application = 1 order by number desc limit 1"
    )
    assert '"recognised":1' in document
