"""Peers: the same four stages as DBOS workflows, and as hand-written SQLite at its limits; `python -m benchmarks.peers PEER N`.

A transition is a guarded change of state, one event row and one queued notice, all or nothing, on the disk of the
season, with its durability. Adapted from the scripts behind ../shared/performance.md; each is checked before it reports.
The limits have no process, no chain, no idempotency and no authorisation: they show what the disk and SQLite allow.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STAGES = (
    ("new", "registered"),
    ("registered", "inspected"),
    ("inspected", "scored"),
    ("scored", "recognised"),
)
DATA = json.dumps({"name": "Khu dân cư số 7", "answers": {f"q{i}": i for i in range(40)}})
NOW = "2026-01-01T00:00:00+07:00"

DDL = """
create table application(id integer primary key, state text not null, version integer not null, data text not null, updated_at text not null);
create table event(id integer primary key, application_id integer not null, from_state text not null, to_state text not null, actor text not null, at text not null, payload text not null);
create index ix_event_app on event(application_id);
create table outbox(id integer primary key, application_id integer not null, kind text not null, recipient text not null, payload text not null, status text not null);
create index ix_outbox_pending on outbox(id) where status = 'queued';
"""
APPLY = "insert into application values(:i, :b, 0, :d, :n)"
MOVE = (
    "update application set state = :b, version = version + 1, updated_at = :n where id = :i and state = :a"
)
EVENT = "insert into event(application_id, from_state, to_state, actor, at, payload) values(:i, :a, :b, 'officer', :n, '{}')"
NOTICE = "insert into outbox(application_id, kind, recipient, payload, status) values(:i, :b, 'ward@example.vn', '{}', 'queued')"


def new(name: str) -> sqlite3.Connection:
    """An empty database in this folder, with the durability of the season."""
    connection = sqlite3.connect(name, isolation_level=None, check_same_thread=False)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.executescript(DDL)
    return connection


def check(connection: sqlite3.Connection, n: int) -> None:
    found = tuple(
        connection.execute(f"select count(*) from {what}").fetchone()[0]
        for what in ("application where state = 'recognised'", "event", "outbox where status = 'queued'")
    )
    if found != (n, 4 * n, 4 * n):
        raise RuntimeError(f"{found} instead of {(n, 4 * n, 4 * n)}")


def dbos(n: int) -> float:
    """One durable workflow an application, four steps, each an exactly-once datasource transaction."""
    import sqlalchemy as sa
    from dbos import DBOS, SQLAlchemyDatasource

    checked = new("app.db")
    DBOS(config={"name": "bench", "system_database_url": "sqlite:///sys.db", "log_level": "ERROR"})
    source = SQLAlchemyDatasource.create("sqlite:///app.db")
    first, move, event, notice = (sa.text(sql) for sql in (APPLY, MOVE, EVENT, NOTICE))

    @source.transaction(isolation_level="SERIALIZABLE")
    def stage(i: int, a: str, b: str) -> str:
        session = source.sql_session()
        values: dict[str, Any] = dict(i=i, a=a, b=b, d=DATA, n=NOW)
        session.execute(first if a == "new" else move, values)
        session.execute(event, values)
        session.execute(notice, values)
        return b

    @DBOS.workflow()
    def certify(i: int) -> str:
        for a, b in STAGES:
            stage(i, a, b)
        return "recognised"

    DBOS.launch()
    began = time.perf_counter()
    for i in range(n):
        certify(i)
    seconds = time.perf_counter() - began
    check(checked, n)
    return seconds


def group100(n: int) -> float:
    """Statement by statement, a hundred transitions to a commit."""
    connection = new("group.db")
    run, done = connection.execute, 0
    began = time.perf_counter()
    for a, b in STAGES:
        for i in range(n):
            if done % 100 == 0:
                run("begin immediate")
            values = dict(i=i, a=a, b=b, d=DATA, n=NOW)
            run(APPLY if a == "new" else MOVE, values)
            run(EVENT, values)
            run(NOTICE, values)
            done += 1
            if done % 100 == 0:
                run("commit")
    if done % 100:
        run("commit")
    seconds = time.perf_counter() - began
    check(connection, n)
    return seconds


def executemany(n: int) -> float:
    """Three statements and one commit to a stage, row by row in the driver."""
    connection = new("many.db")
    began = time.perf_counter()
    for a, b in STAGES:
        rows = [dict(i=i, a=a, b=b, d=DATA, n=NOW) for i in range(n)]
        connection.execute("begin immediate")
        for sql in (APPLY if a == "new" else MOVE, EVENT, NOTICE):
            connection.executemany(sql, rows)
        connection.execute("commit")
    seconds = time.perf_counter() - began
    check(connection, n)
    return seconds


def setbased(n: int) -> float:
    """Three statements and one commit to a stage, all rows within SQLite."""
    connection = new("set.db")
    run = connection.execute
    began = time.perf_counter()
    for a, b in STAGES:
        run("begin immediate")
        if a == "new":
            connection.executemany(APPLY, [dict(i=i, b=b, d=DATA, n=NOW) for i in range(n)])
        else:
            run(MOVE.replace("id = :i and ", ""), dict(a=a, b=b, n=NOW))
        run(
            "insert into event(application_id, from_state, to_state, actor, at, payload)"
            " select id, :a, state, 'officer', :n, '{}' from application where state = :b",
            dict(a=a, b=b, n=NOW),
        )
        run(
            "insert into outbox(application_id, kind, recipient, payload, status)"
            " select id, state, 'ward@example.vn', '{}', 'queued' from application where state = :b",
            dict(b=b),
        )
        run("commit")
    seconds = time.perf_counter() - began
    check(connection, n)
    return seconds


PEERS: dict[str, Callable[[int], float]] = {
    "dbos": dbos,
    "group100": group100,
    "executemany": executemany,
    "setbased": setbased,
}


def main() -> None:
    name, n = sys.argv[1], int(sys.argv[2])
    for left in Path().glob("*.db*"):
        left.unlink()
    seconds = PEERS[name](n)
    print(json.dumps({"applications": n, "seconds": seconds, "rate": 4 * n / seconds}), flush=True)
    os._exit(0)  # DBOS keeps threads that would be waited for


if __name__ == "__main__":
    main()
