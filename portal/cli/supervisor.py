"""Supervisor: starts processes, restarts one that dies with a growing pause, and leaves none behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from domain.texts import Text

PAUSES: Final = (1.0, 2.0, 5.0, 15.0, 60.0)
# Whoever ran this long had started well: the next pause is short again.
WELL: Final = 60.0
# A log longer than this is put aside, over the one put aside before.
LONG: Final = 10_000_000
_LEASH: Final = str(Path(__file__).with_name("leash.py"))

_SENTENCE = re.compile(r"\d\d:\d\d:\d\d \S")

_DIED = Text(
    vi="{name} đã dừng ({how}); chạy lại sau {pause:g} giây. Nhật ký: {log}",
    en="{name} ended ({how}); it is started again in {pause:g} s. Log: {log}",
)
_BACK = Text(vi="{name} đã chạy lại (tiến trình {pid}).", en="{name} runs again (process {pid}).")
_KILLED = Text(
    vi="{name} không dừng sau {seconds:g} giây nên bị buộc dừng.",
    en="{name} did not stop within {seconds:g} s and was killed.",
)


@dataclass
class Child:
    """A Python module that runs as a process of its own. `log` None: it writes where this process writes."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    log: Path | None = None
    grace: float = 20.0
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    deaths: int = 0
    due: float | None = None
    read: int = 0

    def start(self) -> None:
        """Start it in a session of its own, so that a Ctrl-C meant for us is not heard by it too."""
        command = [sys.executable, _LEASH, str(os.getpid()), self.module, *self.arguments]
        if self.log:
            self._lay_out(self.log)
        with self.log.open("ab") if self.log else nullcontext() as output:
            self.process = subprocess.Popen(
                command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.began, self.due = time.monotonic(), None

    def _lay_out(self, log: Path) -> None:
        """A folder for the log, and a new file when the old one has grown; what was there before is no news."""
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LONG:
            log.replace(log.with_suffix(".1.log"))
        if self.process is None or not log.exists():
            self.read = log.stat().st_size if log.exists() else 0

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def news(self) -> list[str]:
        """The sentences that it wrote to its log since the last call; the rest of the log is for whoever searches it."""
        if self.log is None or not self.log.exists():
            return []
        with self.log.open("rb") as written:
            written.seek(self.read)
            whole, _, _ = written.read().rpartition(b"\n")
        self.read += len(whole) + 1 if whole else 0
        return [line for line in whole.decode(errors="replace").split("\n") if _SENTENCE.match(line)]

    def signal(self, number: int, *, group: bool = False) -> None:
        """Signal it, or everything that it started; nothing when it is gone."""
        if self.process is None:
            return
        try:
            if group:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)
        except ProcessLookupError:
            return


class Supervisor:
    """Children in the order in which they are stopped: whoever needs another comes before it."""

    def __init__(self, children: Sequence[Child], say: Callable[[Text], None]) -> None:
        self.children = children
        self.say = say

    def look(self) -> None:
        """Start again, in time, whoever died. To be called several times a second by the thread that started them."""
        for child in self.children:
            if child.process is None or child.runs:
                continue
            if child.due is None:
                self._note_death(child)
            elif time.monotonic() >= child.due:
                child.start()
                assert child.process is not None
                self.say(_BACK.filled(name=child.name, pid=child.process.pid))

    def _note_death(self, child: Child) -> None:
        assert child.process is not None
        child.signal(signal.SIGKILL, group=True)  # what it may have started itself
        now = time.monotonic()
        child.deaths = 1 if now - child.began >= WELL else child.deaths + 1
        pause = PAUSES[min(child.deaths, len(PAUSES)) - 1]
        child.due = now + pause
        self.say(
            _DIED.filled(
                name=child.name, how=_how(child.process.returncode), pause=pause, log=child.log or "–"
            )
        )

    def stop(self) -> None:
        """Stop all, each after the one before it has ended; kill what outstays its grace."""
        for child in self.children:
            child.signal(signal.SIGTERM)
            self._await(child)
            child.signal(signal.SIGKILL, group=True)
            if child.process is not None:
                child.process.wait()

    def _await(self, child: Child) -> None:
        if child.process is None:
            return
        try:
            child.process.wait(child.grace)
        except subprocess.TimeoutExpired:
            self.say(_KILLED.filled(name=child.name, seconds=child.grace))


def _how(code: int) -> Text:
    if code < 0:
        name = signal.Signals(-code).name
        return Text(vi=f"tín hiệu {name}", en=f"signal {name}")
    return Text(vi=f"mã {code}", en=f"code {code}")
