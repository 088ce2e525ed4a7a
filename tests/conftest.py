"""What all tests share: one real Prefect server for the session, started when the first test asks for it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.cli import leash, orchestrator

STARTED_WITHIN = 180


class PrefectServer:
    """A Prefect server with a folder of its own. It can be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = orchestrator.free_port(14200 + os.getpid() % 10000)
        self.url = orchestrator.url_of(self.port)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            sys.executable,
            leash.__file__,
            str(os.getpid()),
            orchestrator.MODULE,
            *orchestrator.server_arguments(self.port),
        ]
        environment = {**orchestrator.server_environment(), "PREFECT_HOME": str(self.folder)}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + STARTED_WITHIN
        while not orchestrator.answers(self.url, timeout=2):
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            assert time.monotonic() < until, f"Prefect did not answer within {STARTED_WITHIN} s"
            time.sleep(0.1)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files in which a browser is used go first: few tests that take long, and would run alone at the end."""
    browsing = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path not in browsing)


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API address of the session's Prefect server."""
    server = PrefectServer(tmp_path_factory.mktemp("prefect"))
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def own_prefect(tmp_path: Path) -> Iterator[PrefectServer]:
    """A Prefect server of the test's own, started, to kill and to start again."""
    (tmp_path / "prefect").mkdir()
    server = PrefectServer(tmp_path / "prefect")
    server.start()
    yield server
    server.stop()
