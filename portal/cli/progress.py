"""Progress: how far each stage is: a live display on a terminal, a line now and then elsewhere."""

import threading
import time
from types import TracebackType
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from portal.cli.printing import out

# How often a log hears of progress.
PLAIN_EVERY = 5.0


class Progress:
    """Stages and how much of each is done. `note` may be called from any thread, `show` from the one that prints."""

    def __init__(self, live: bool) -> None:
        self._lock = threading.Lock()
        self._stages: dict[str, tuple[int, int]] = {}
        self._shown: dict[str, tuple[int, int]] = {}
        self._last = 0.0
        self._began = time.monotonic()
        self._bars = (
            Bars(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=out,
            )
            if live
            else None
        )
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> "Progress":
        if self._bars:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._last = 0.0
        self.show()
        if self._bars:
            self._bars.stop()

    def note(self, stage: str, done: int, total: int) -> None:
        with self._lock:
            self._stages[stage] = (done, total)

    def show(self) -> None:
        with self._lock:
            stages = dict(self._stages)
        if self._bars is None:
            self._write(stages)
            return
        for stage, (done, total) in stages.items():
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(stage, total=total)
            self._bars.update(self._tasks[stage], completed=done, total=total)

    def _write(self, stages: dict[str, tuple[int, int]]) -> None:
        if stages == self._shown or time.monotonic() - self._last < PLAIN_EVERY:
            return
        self._last, self._shown = time.monotonic(), stages
        seconds = round(time.monotonic() - self._began)
        line = " · ".join(f"{stage} {done}/{total}" for stage, (done, total) in stages.items())
        out.print(f"{seconds:3d} s  {line}", markup=False, highlight=False, soft_wrap=True)
