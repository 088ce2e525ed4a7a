"""Processes: the Prefect server and the helpers of a benchmark, each a child that ends with us and reports in JSON."""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.cli import leash, orchestrator

ROOT = Path(__file__).parent.parent
_TICK = os.sysconf("SC_CLK_TCK")


def environment(home: Path, api: str | None = None, **more: str) -> dict[str, str]:
    """Nobody's settings but ours: what the caller chose for his own installation would be measured with it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "ANTOAN_"))}
    ours = {"ANTOAN_HOME": str(home), "PREFECT_HOME": str(home / "prefect"), "PYTHONPATH": str(ROOT)}
    return kept | orchestrator.CLIENT | ours | ({"PREFECT_API_URL": api} if api else {}) | more


class Child:
    """A module run as a process of its own, in its own home. It reports by printing one JSON object to a line."""

    def __init__(self, home: Path, environment: dict[str, str], module: str, *arguments: object) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.module = module
        self.log = home / f"{module}.log"
        command = [sys.executable, leash.__file__, str(os.getpid()), module, *map(str, arguments)]
        with self.log.open("ab") as log:
            # In the home, so that nobody's .env is read.
            self.process = subprocess.Popen(
                command, env=environment, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                text=True, start_new_session=True,
            )  # fmt: skip
        self._heard: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._heard.put(line)
        self._heard.put(None)

    def hear(self, timeout: float = 3600) -> dict[str, Any]:
        """The next report. Raises RuntimeError with the end of its log when the child ends without one."""
        until = time.monotonic() + timeout
        while True:
            try:
                line = self._heard.get(timeout=max(0, until - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                raise RuntimeError(f"{self.module} did not report:\n{self.log.read_text()[-3000:]}")
            if line.startswith("{"):
                report: dict[str, Any] = json.loads(line)
                return report

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def cpu(self) -> float:
        """Seconds of processor time of this process and of what it started."""
        return sum(_cpu_of(stat) for stat in _stats() if stat[2] == str(self.process.pid))

    def peak_mb(self) -> float:
        """The most memory that it ever had resident."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def close(self) -> None:
        """Ask it to stop; after 30 s, have it stopped with what it started."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def child(home: Path, environment: dict[str, str], module: str, *arguments: object) -> Iterator[Child]:
    """A child that is gone at the end of the block, however the block ends."""
    one = Child(home, environment, module, *arguments)
    try:
        yield one
    finally:
        one.close()


def report_of(home: Path, environment: dict[str, str], module: str, *arguments: object) -> dict[str, Any]:
    """Run a child that measures something by itself; what it reports."""
    with child(home, environment, module, *arguments) as one:
        return one.hear()


class Server(Child):
    """One real Prefect server on SQLite, with a folder of its own, on a free port of the loopback."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:  # anywhere: other servers may be starting from the usual port upwards
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.api = orchestrator.url_of(port)
        super().__init__(
            home,
            environment(home) | orchestrator.SERVER,
            orchestrator.MODULE,
            *orchestrator.server_arguments(port),
        )
        until = time.monotonic() + 120
        while not orchestrator.answers(self.api, timeout=1):
            if time.monotonic() > until or self.process.poll() is not None:
                self.close()
                raise RuntimeError(f"Prefect did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)

    def runs(self) -> int:
        """How many flow runs the server has on record."""
        request = urllib.request.Request(
            f"{self.api}/flow_runs/count", data=b"{}", headers={"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.read())


def _stats() -> Iterator[list[str]]:
    """For each process: state, parent, group, … as /proc/PID/stat has them after the name."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile


def _cpu_of(stat: list[str]) -> float:
    return sum(map(int, stat[11:15])) / _TICK
