"""The real thing: `antoan up` and `antoan engine` as processes, against real Prefect servers that come and go.

Each was broken once and seen to fail here: `up` stopping nobody; `up` not asking for its lock; the engine in the main
thread, where Prefect took its SIGTERM and cut the flow off; the engine's background tasks going round and round once
told to stop, until SQLite had no turn left for the batches under way.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.settings import settings
from portal.cli import leash
from portal.cli.locks import engine_lock

pytestmark = [pytest.mark.prefect, pytest.mark.slow]


class Process:
    """An `antoan` command that runs, and what it has printed. It ends with the tests, also when they are killed."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.log = folder / f"{arguments[0]}.out"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, leash.__file__, str(os.getpid()), "portal.cli", *arguments],
                env={**os.environ, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def until(self, true: Callable[[], object], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.1)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(100)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def run(*arguments: str, **environment: str) -> Process:
        started.append(Process(tmp_path, *arguments, **environment))
        return started[-1]

    yield run
    for one in started:
        if one.process.poll() is None:
            one.stop()


def of(home: Path) -> list[int]:
    """Every living process whose environment names this installation."""
    mark = f"ANTOAN_HOME={home}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            dead = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
            if not dead and mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]


def engine_pid() -> int | None:
    lock = engine_lock(settings().database_url)
    assert lock is not None
    return lock.holder()


def state(world: Any, reference: str) -> str:
    return str(world.json("show", reference)["state"])


def test_up_watches_over_its_processes_and_leaves_none_behind(world, start, monkeypatch):
    monkeypatch.setenv("ANTOAN_PREFECT_PORT", "24200")
    settings.cache_clear()
    up = start("up")
    up.until(lambda: "Ctrl-C" in up.said.split("Prefect 1/1")[-1] and engine_pid())
    assert {check["check"] for check in world.json("doctor") if not check["ok"]} == set()

    reference = world.json("register", "V1", "--as", "truong-thon", "--season", 2026)["reference"]
    up.until(lambda: state(world, reference) == "under-inspection", 60)

    assert "đang chạy trong thư mục này" in world.run("up", code=1)
    assert "động cơ khác" in world.run("engine", code=1)

    first = engine_pid()
    assert first
    os.kill(first, signal.SIGKILL)
    up.until(lambda: engine_pid() not in (None, first), 60)
    assert "engine đã dừng (tín hiệu SIGKILL)" in up.said
    second = world.json("register", "V2", "--as", "truong-thon", "--season", 2026)["reference"]
    up.until(lambda: state(world, second) == "under-inspection", 60)

    assert len(of(world.home)) >= 3
    assert up.stop(signal.SIGINT) == 0
    assert of(world.home) == []
    assert engine_pid() is None
    assert world.json("events", "verify")["whole"]


def test_nothing_outlives_an_up_that_was_killed(world, start, monkeypatch):
    monkeypatch.setenv("ANTOAN_PREFECT_PORT", "24300")
    settings.cache_clear()
    up = start("up")
    up.until(engine_pid)
    assert len(of(world.home)) >= 3
    up.process.kill()
    up.process.wait()
    end = time.monotonic() + 100
    while of(world.home) and time.monotonic() < end:
        time.sleep(0.2)
    assert of(world.home) == []


def test_the_sample_season_is_carried_to_its_table(home, start, monkeypatch):
    monkeypatch.setenv("ANTOAN_PREFECT_PORT", "24400")
    settings.cache_clear()
    up = start("up", "--sample", "--once")
    assert up.process.wait(400) == 0, up.said
    assert "thư đã gửi" in up.said
    assert "công nhận" in up.said
    assert of(home) == []


def test_prefect_may_go_and_come_back_while_people_act(world, start, own_prefect):
    engine = start("engine", PREFECT_API_URL=own_prefect.url)
    engine.until(lambda: "Động cơ đang chạy" in engine.said)
    first = world.json("register", "V1", "--as", "truong-thon", "--season", 2026)["reference"]
    engine.until(lambda: state(world, first) == "under-inspection")

    own_prefect.kill()
    second = world.json("register", "V2", "--as", "truong-thon", "--season", 2026)["reference"]
    world.run("withdraw", first, "--as", "truong-thon")
    engine.until(lambda: "Prefect không trả lời" in engine.said)
    time.sleep(3)
    assert state(world, second) == "registered"

    own_prefect.start()
    engine.until(lambda: state(world, second) == "under-inspection")
    engine.until(lambda: world.json("work")["flows"] == [
        {"flow": f["flow"], "waiting": 0, "running": 0, "parked": 0} for f in world.json("work")["flows"]
    ])  # fmt: skip
    assert engine.said.count("Prefect không trả lời") == 1
    assert engine.said.count("Prefect đã trở lại") == 1
    assert engine.stop() == 0
    assert "Động cơ đã dừng" in engine.said


def test_an_engine_may_start_before_prefect(world, start, prefect_server):
    engine = start("engine", PREFECT_API_URL="http://127.0.0.1:1/api")
    reference = world.json("register", "V1", "--as", "truong-thon", "--season", 2026)["reference"]
    engine.until(lambda: "Prefect không trả lời" in engine.said)
    assert engine.stop() == 0, "it stops while it waits"
    assert state(world, reference) == "registered"
    engine = start("engine", PREFECT_API_URL=prefect_server)
    engine.until(lambda: state(world, reference) == "under-inspection")
    assert engine.stop() == 0
