"""The supervisor with real processes: whoever dies is started again, and nobody is left behind.

Each was broken once and seen to fail here: no restart; the same pause each time; a pause that never grows short
again; children stopped all at once; the leash not held; every line of a log taken for news; a long log kept. Without
the kill after the grace, and without a session of its own for each child, the tests do not end.
"""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.texts import Text
from portal.cli import supervisor
from portal.cli.supervisor import Child, Supervisor

MODULES = {
    "short": "",
    "long": "import time\ntime.sleep(600)",
    "polite": """
        import signal, sys, time
        def stop(*_):
            time.sleep(1 if sys.argv[1] == "first" else 0)
            print("12:00:00", sys.argv[1], "stops", flush=True)
            sys.exit()
        signal.signal(signal.SIGTERM, stop)
        print("12:00:00 ready", flush=True)
        time.sleep(600)
    """,
    "stubborn": """
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("12:00:00 ready", flush=True)
        time.sleep(600)
    """,
    "parent": """
        import subprocess, sys, time
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        print("12:00:00", child.pid, flush=True)
        time.sleep(600)
    """,
    "chatty": """
        import time
        print("12:00:00 first", flush=True)
        print("12:00:00.123 | ERROR | prefect.flow_runs - Traceback", flush=True)
        print("  12:00:01 not a sentence", flush=True)
        print("12:00:02 second\\n12:00:03 half a", end="", flush=True)
        time.sleep(1)
        print(" line", flush=True)
        time.sleep(600)
    """,
}


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[str, str], Child]]:
    """Children that run the modules above; whatever is left of them in the end is killed."""
    for name, text in MODULES.items():
        (tmp_path / f"{name}.py").write_text(textwrap.dedent(text))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    made: list[Child] = []

    def child(name: str, module: str) -> Child:
        made.append(Child(name, module, [name], environment, tmp_path / "logs" / f"{name}.log", grace=10))
        return made[-1]

    yield child
    for one in made:
        one.signal(signal.SIGKILL, group=True)


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def pid(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def test_whoever_dies_is_started_again_with_a_growing_pause(make, monkeypatch):
    monkeypatch.setattr(supervisor, "PAUSES", (0.05, 0.1, 0.2))
    said: list[Text] = []
    child = make("a", "short")
    child.start()
    house = Supervisor([child], said.append)

    def died() -> list[str]:
        house.look()
        return [sentence.en for sentence in said if "ended" in sentence.en]

    until(lambda: len(died()) == 4)
    assert [line.split("again in ")[1].split(" s.")[0] for line in died()] == ["0.05", "0.1", "0.2", "0.2"]
    assert "a ended (code 0)" in died()[0]


def test_a_pause_is_short_again_after_a_good_run(make, monkeypatch):
    monkeypatch.setattr(supervisor, "PAUSES", (0.05, 0.1, 0.2))
    monkeypatch.setattr(supervisor, "WELL", 0.3)
    said: list[Text] = []
    child = make("a", "long")
    child.start()
    child.deaths = 2
    house = Supervisor([child], said.append)
    time.sleep(0.5)
    child.signal(signal.SIGKILL)
    until(lambda: house.look() or said)
    assert "signal SIGKILL" in said[0].en
    assert "again in 0.05 s" in said[0].en
    until(lambda: house.look() or child.runs)
    assert "runs again" in said[1].en


def test_the_log_says_where_to_look(make):
    said: list[Text] = []
    child = make("a", "short")
    child.start()
    house = Supervisor([child], said.append)
    until(lambda: house.look() or said)
    assert "a.log" in said[0].vi


def test_each_is_stopped_after_the_one_before_it_has_ended(make, tmp_path):
    first, second = make("first", "polite"), make("second", "polite")
    second.log = first.log
    for child in (first, second):
        child.start()
    until(lambda: first.log.read_text().count("ready") == 2)
    Supervisor([first, second], lambda _: None).stop()
    assert [line.split()[1] for line in first.log.read_text().splitlines() if "stops" in line] == [
        "first",
        "second",
    ]
    assert not first.runs
    assert not second.runs


def test_whoever_outstays_the_grace_is_killed_and_named(make):
    said: list[Text] = []
    child = make("a", "stubborn")
    child.grace = 0.5
    child.start()
    until(lambda: "ready" in child.log.read_text())
    Supervisor([child], said.append).stop()
    assert not alive(pid(child))
    assert [sentence.en for sentence in said] == ["a did not stop within 0.5 s and was killed."]


def test_what_a_child_started_ends_with_it(make):
    child = make("a", "parent")
    child.start()
    until(lambda: child.log.exists() and child.log.read_text())
    grandchild = int(child.log.read_text().split()[1])
    assert alive(grandchild)
    Supervisor([child], lambda _: None).stop()
    until(lambda: not alive(grandchild), 5)


def test_children_end_with_a_parent_that_was_killed(make, tmp_path):
    make("a", "long")
    code = f"""
        import os, sys, time
        from pathlib import Path
        from portal.cli.supervisor import Child
        child = Child("a", "long", [], dict(os.environ), Path({str(tmp_path)!r}) / "a.log")
        child.start()
        print(child.process.pid, flush=True)
        time.sleep(600)
    """
    paths = [str(tmp_path), *os.environ.get("PYTHONPATH", "").split(":")]
    environment = {**os.environ, "PYTHONPATH": ":".join(paths)}
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    until(lambda: b"long" in Path(f"/proc/{child}/cmdline").read_bytes())
    time.sleep(1)
    parent.kill()
    parent.wait()
    until(lambda: not alive(child), 5)


def test_a_child_hears_nothing_of_a_ctrl_c_meant_for_its_parent(make):
    child = make("a", "long")
    child.start()
    assert os.getsid(pid(child)) == pid(child) != os.getsid(0)


def test_news_are_the_sentences_and_each_is_told_once(make):
    child = make("a", "chatty")
    child.start()
    news: list[str] = []
    until(lambda: news.extend(child.news()) or len(news) >= 3)
    assert news == ["12:00:00 first", "12:00:02 second", "12:00:03 half a line"]


def test_a_log_that_has_grown_long_is_put_aside(make, monkeypatch):
    monkeypatch.setattr(supervisor, "LONG", 10)
    child = make("a", "polite")
    child.log.parent.mkdir()
    child.log.write_text("11:00:00 an old sentence\n")
    child.start()
    until(lambda: child.log.exists() and child.log.read_text())
    assert child.news() == ["12:00:00 ready"]
    assert "old" in child.log.with_suffix(".1.log").read_text()


def test_what_was_in_the_log_before_is_no_news(make):
    child = make("a", "polite")
    child.log.parent.mkdir()
    child.log.write_text("11:00:00 an old sentence\n")
    child.start()
    until(lambda: "ready" in child.log.read_text())
    assert child.news() == ["12:00:00 ready"]
