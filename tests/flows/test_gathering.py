"""Gathering: while much is coming one run carries it all; what comes by itself is answered at once.

The launcher here stands in for Prefect, which has no part in when a batch is claimed. Broken and seen to fail: the wait left
out; waiting after every batch, however small; waiting on when nothing comes any more; ending at the first look that found
nothing new; waiting for more while nothing runs; not waiting while something runs; counting only what has ended; counting
for ever; a flow without `result_storage`.
"""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain import outbox
from domain.database import Database, Sql
from domain.outbox import Batch
from domain.settings import Settings
from domain.tables import METADATA
from flows import engine as engines
from flows.context import Context
from flows.engine import Engine
from flows.launchers import FLOWS
from flows.notification import send_letters

APPLICATION = Sql(
    "insert into application (id, season, unit, unit_code, path, kind, standard, sha256, state, number, head, registered_by,"
    " registered_at, updated_at) values (?, 2026, 1, ?, '/20/', 'x', 'x', '', 'inspected', 1, '', 1, '', '')"
)
WORK = Sql("insert into work (flow, application, number) values (?, ?, 1)")
DONE = Sql("delete from work where batch = :batch")


class Carrier:
    """Finishes a batch at once, the first one after a while, and has more work come in parts once that has begun."""

    def __init__(self, database: Database, parts: list[int], every: float, lasting: float) -> None:
        self.database, self.parts, self.every, self.lasting = database, parts, every, lasting
        self.sizes: list[int] = []
        self.coming: asyncio.Task[None] | None = None

    async def launch(self, batch: Batch) -> None:
        self.sizes.append(batch.size)
        with self.database.transaction() as session:
            session.run(DONE, batch=batch.id)
        if self.coming is None:
            self.coming = asyncio.create_task(self.come())
            await asyncio.sleep(self.lasting)

    async def come(self) -> None:
        for number, size in enumerate(self.parts, start=1):
            await asyncio.sleep(self.every)
            leave(self.database, 100 * number, size)


def leave(database: Database, first: int, many: int, flow: str = "scoring") -> None:
    with database.transaction() as session:
        session.many(APPLICATION, [(first + n, f"S{first + n}") for n in range(many)])
        session.many(WORK, [(flow, first + n) for n in range(many)])


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path / 'antoan.db'}")
    # Applications without units: nothing here looks at them.
    sa.event.listen(database.engine, "connect", lambda c, _: c.execute("pragma foreign_keys = off"))
    METADATA.create_all(database.engine)
    return database


def attend(
    monkeypatch: pytest.MonkeyPatch,
    database: Database,
    first: int,
    parts: list[int],
    every: float,
    *,
    flow: str = "scoring",
    lasting: float = 0.0,
) -> tuple[list[int], float]:
    """The sizes of the batches that an engine claims until nothing is left, and how long it took."""
    monkeypatch.setattr(engines, "MANY", 5)
    monkeypatch.setattr(engines, "LOOK", 0.4)
    monkeypatch.setattr(engines, "LONGEST", 20.0)
    carrier = Carrier(database, parts, every, lasting)
    context = Context(database, Settings(), lambda: datetime.now(UTC))
    engine = Engine(context, carrier, lambda text: None)
    leave(database, 0, first, flow)

    async def run() -> float:
        began = time.monotonic()
        running = asyncio.create_task(engine.run())
        while sum(carrier.sizes) < first + sum(parts) and time.monotonic() - began < 30:  # noqa: ASYNC110, another task fills the list
            await asyncio.sleep(0.02)
        took = time.monotonic() - began
        engine.stop()
        await running
        return took

    return carrier.sizes, asyncio.run(run())


def test_what_comes_in_parts_after_much_is_one_run(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, _ = attend(monkeypatch, database, 5, [1, 1, 1, 1], every=0.3)
    assert sizes == [5, 4]


@pytest.mark.parametrize(("a_look_for", "expected"), [(20, [6, 1, 1, 1, 1]), (2, [6, 4])])
def test_the_more_came_the_wider_apart_may_bursts_lie_that_are_one_run(
    database: Database, monkeypatch: pytest.MonkeyPatch, a_look_for: int, expected: list[int]
) -> None:
    monkeypatch.setattr(engines, "A_LOOK_FOR", a_look_for)
    sizes, _ = attend(monkeypatch, database, 6, [1, 1, 1, 1], every=0.8)
    assert sizes == expected


def test_while_little_comes_each_is_answered_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, _ = attend(monkeypatch, database, 1, [1, 1, 1], every=0.3)
    assert sizes == [1, 1, 1, 1]


def test_what_was_much_a_while_ago_holds_up_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LATELY", 0.01)
    sizes, _ = attend(monkeypatch, database, 5, [1, 1, 1], every=0.3)
    assert sizes == [5, 1, 1, 1]


@pytest.mark.parametrize(("lasting", "expected"), [(0.0, [5, 6, 4]), (3.0, [5, 10])])
def test_much_begins_when_nothing_else_runs_and_grows_while_something_does(
    database: Database, monkeypatch: pytest.MonkeyPatch, lasting: float, expected: list[int]
) -> None:
    sizes, _ = attend(
        monkeypatch, database, 5, [2, 2, 2, 2, 2], every=0.3, flow="registration", lasting=lasting
    )
    assert sizes == expected


def test_nobody_waits_longer_than_something_comes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, took = attend(monkeypatch, database, 5, [1], every=0.1)
    assert sizes == [5, 1]
    assert took < 10  # far below LONGEST, far above what it takes


def test_waiting_work_is_what_is_due_of_that_flow(database: Database) -> None:
    leave(database, 0, 3)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    with database.transaction() as session:
        session.run(Sql("update work set due_at = '2026-11-23' where application = 1"))
        session.run(Sql("update work set state = 'parked' where application = 2"))
        assert outbox.waiting(session, "scoring", now) == 1
        assert outbox.waiting(session, "registration", now) == 0


def test_no_run_asks_the_server_where_its_result_is_kept():
    for each in (*FLOWS.values(), send_letters):
        assert each.persist_result is False
        assert each.result_storage is not None
