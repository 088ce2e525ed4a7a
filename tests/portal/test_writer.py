"""The writer: many at once cost few commits, each has their own answer, and one that fails takes nobody with it.

Broken and seen to fail: a transaction for each wish; a failing transaction told to everybody in it; a refusal of a job that
undid its neighbours; `close` that leaves what waits; two orders with one key done twice; an answer before the commit;
nobody waited for; somebody alone who waits; somebody who only reads waited for.
"""

import asyncio
import threading
import time
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest

from domain import acts, people
from domain.database import Sql
from domain.errors import BadInput, Refused
from domain.people import Deed
from portal.writer import Writer, _Wish

_COUNT = Sql("insert into counter (name, value) values (:name, 1)")


class Gate:
    """A job that keeps the writer busy until it is opened, so that whatever comes meanwhile waits together."""

    def __init__(self) -> None:
        self.busy, self.open = threading.Event(), threading.Event()

    def __call__(self, store):
        self.busy.set()
        assert self.open.wait(10)


@pytest.fixture
def commits(world):
    """How many transactions began."""
    found = []
    begin = world.database.transaction

    def counted():
        found.append(1)
        return begin()

    world.database.transaction = counted
    return found


@pytest.fixture
def writer(world):
    found = Writer(world.database, lambda: world.catalogue, lambda: datetime.now(UTC))
    yield found
    found.close()


@pytest.fixture
def village(world):
    for n in range(3, 103):
        world.write(
            "insert into unit (code, name, kind, local_type, parent_code, path, valid_from, folded, sort_key, attributes, sample)"
            f" values ('V{n}', 'Thôn {n}', 'residential-area', '', '06325', '/20/06325/V{n}/', '2025-07-01', 'x', 'x', '{{}}', 0)"
        )
    with world.database.reading() as session:
        return people.person(session, "truong-thon", "2026-11-22")


def register(by, unit, key=None):
    return acts.order(Deed.REGISTER, by, {"unit": unit, "season": 2026}, key)


def waiting_together(writer, *wishes):
    """Their answers or failures, all having waited behind a gate."""

    async def all_of_them():
        gate = Gate()
        first = asyncio.ensure_future(writer.write(gate))
        await asyncio.to_thread(gate.busy.wait, 10)
        rest = [asyncio.ensure_future(wish()) for wish in wishes]
        while writer._queue.qsize() < len(rest):  # noqa: ASYNC110 – the queue tells nobody
            await asyncio.sleep(0.001)
        gate.open.set()
        await first
        return await asyncio.gather(*rest, return_exceptions=True)

    return asyncio.run(all_of_them())


def counting(name):
    return lambda store: store.session.run(_COUNT, name=name)


def counted(world):
    return {name for (name,) in world.rows("select name from counter")} - {"application"}


def test_a_hundred_who_wait_together_cost_one_commit(world, writer, village, commits):
    orders = [register(village, f"V{n}", f"k{n}") for n in range(1, 101)]
    answers = waiting_together(writer, *[lambda order=order: writer.perform(order) for order in orders])
    assert [answer["state"] for answer in answers] == ["registered"] * 100
    assert len({answer["reference"] for answer in answers}) == 100
    assert len(commits) == 2, "the gate's, and one for all of them"
    assert world.rows("select count(*) from event") == [(100,)]


def test_an_answer_comes_after_the_commit(world, writer, village):
    async def ask():
        answer = await writer.perform(register(village, "V1"))
        return answer, world.rows("select count(*) from application")

    answer, rows = asyncio.run(ask())
    assert answer["reference"] == "2026-000001"
    assert rows == [(1,)]


def test_a_refusal_is_its_own_and_leaves_the_others(world, writer, village, commits):
    def refuse(store):
        raise BadInput("Không được.", "No.")

    answers = waiting_together(
        writer,
        lambda: writer.perform(register(village, "V1")),
        lambda: writer.perform(register(village, "nowhere")),
        lambda: writer.write(refuse),
        lambda: writer.write(counting("a")),
        lambda: writer.perform(register(village, "V2")),
    )
    assert [isinstance(answer, Refused) for answer in answers] == [False, True, True, False, False]
    assert len(commits) == 2
    assert counted(world) == {"a"}
    assert world.rows("select unit_code from application order by id") == [("V1",), ("V2",)]


def test_a_job_that_fails_spoils_nobody_else_and_each_is_tried_once_more_alone(world, writer, village):
    tries = []

    def fail(store):
        tries.append(1)
        store.session.run(_COUNT, name="lost")
        raise ZeroDivisionError

    answers = waiting_together(
        writer,
        lambda: writer.perform(register(village, "V1", "k")),
        lambda: writer.write(fail),
        lambda: writer.write(counting("b")),
    )
    assert answers[0]["reference"] == "2026-000001"
    assert isinstance(answers[1], ZeroDivisionError)
    assert len(tries) == 2
    assert counted(world) == {"b"}
    assert world.rows("select count(*) from event") == [(1,)]


def test_a_commit_that_fails_is_repeated_one_by_one_and_nothing_is_done_twice(world, writer, village):
    broken = []
    begin = world.database.transaction

    class Breaking:
        def __enter__(self):
            self.inner = begin()
            return self.inner.__enter__()

        def __exit__(self, *error):
            if len(broken) == 1 and error[0] is None:  # the one for all of them, at its very end
                broken.append(2)
                failure = OSError("the disk")
                self.inner.__exit__(OSError, failure, None)
                raise failure
            broken.append(1)
            return self.inner.__exit__(*error)

    world.database.transaction = Breaking
    answers = waiting_together(
        writer, *[lambda n=n: writer.perform(register(village, f"V{n}", f"k{n}")) for n in range(1, 6)]
    )
    assert 2 in broken
    assert [answer["reference"] for answer in answers] == [f"2026-00000{n}" for n in range(1, 6)]
    assert world.rows("select count(*) from event") == [(5,)]


def test_the_same_key_at_the_same_moment_is_one_act(world, writer, village):
    order = register(village, "V1", "once")
    answers = waiting_together(writer, *[lambda: writer.perform(order) for _ in range(10)])
    assert answers == [answers[0]] * 10
    assert world.rows("select count(*) from event") == [(1,)]
    assert asyncio.run(writer.perform(order)) == answers[0]


def test_the_same_key_for_another_act_is_refused(world, writer, village):
    one, other = register(village, "V1", "once"), register(village, "V2", "once")
    first, second = waiting_together(writer, lambda: writer.perform(one), lambda: writer.perform(other))
    assert first["reference"] == "2026-000001"
    assert isinstance(second, BadInput)
    assert world.rows("select unit_code from application") == [("V1",)]


def test_closing_finishes_what_waits(world, writer, village):
    gate = Gate()
    held = writer._put(_wish(gate))
    assert gate.busy.wait(10)
    waiting = [writer._put(_wish(counting(f"c{n}"))) for n in range(5)]
    closing = threading.Thread(target=writer.close)
    closing.start()
    gate.open.set()
    closing.join(10)
    assert not closing.is_alive()
    assert held.done()
    assert all(one.result(0) == 1 for one in waiting)
    assert len(counted(world)) == 5


def test_whoever_is_on_the_way_is_waited_for(world, writer, commits, monkeypatch):
    monkeypatch.setattr("portal.writer.GATHER", 0.5)
    with writer.expecting(), writer.expecting():
        first = writer._put(_wish(counting("first")))
        time.sleep(0.05)
        second = writer._put(_wish(counting("second")))
        assert [first.result(10), second.result(10)] == [1, 1]
    assert len(commits) == 1


def test_whoever_comes_alone_waits_for_nobody(world, writer, monkeypatch):
    monkeypatch.setattr("portal.writer.GATHER", 60)
    with writer.expecting(), writer.expecting(False):
        assert writer._put(_wish(counting("alone"))).result(10) == 1


def test_whoever_waits_longest_is_not_held_up_by_everybody(world, writer, village, commits, monkeypatch):
    monkeypatch.setattr("portal.writer.MOST", 20)
    answers = waiting_together(writer, *[lambda n=n: writer.write(counting(f"d{n}")) for n in range(45)])
    assert answers == [1] * 45
    assert len(commits) == 1 + 3


def test_what_one_person_sends_together_is_written_together(world, writer, village, commits, monkeypatch):
    """Whoever decides on a list signs one decision: it is never spread over transactions."""
    monkeypatch.setattr("portal.writer.MOST", 2)
    orders = [register(village, f"V{n}", f"many{n}") for n in range(1, 6)]
    answers = asyncio.run(writer.perform_many(orders))
    assert [answer["reference"] for answer in answers] == [f"2026-{n:06d}" for n in range(1, 6)]
    assert len(commits) == 1


def test_from_a_thread_of_ones_own(world, writer):
    assert writer.write_now(counting("e")) == 1
    with pytest.raises(ZeroDivisionError):
        writer.write_now(lambda store: 1 // 0)


def _wish(job):
    return _Wish((), job, Future())
