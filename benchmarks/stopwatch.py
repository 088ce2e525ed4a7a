"""Stopwatch: where the time of a process's transactions goes: waiting for the one writer, statements, commit, Python."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from domain.database import Database, Session


class Stopwatch:
    """Seconds by name, of the clock and (`… cpu`) of the processor, summed over threads."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, name: str, wall: float, cpu: float = 0.0) -> None:
        with self._lock:
            self.seconds[name] += wall  # type: ignore[assignment]
            self.seconds[f"{name} cpu"] += cpu  # type: ignore[assignment]
            self.seconds[f"{name} times"] += 1

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - wall, time.thread_time() - cpu)

    def attach(self) -> None:
        """Time every writing transaction of this process: `wait` for the write lock, then `hold` it; of that `sql` and `commit`."""
        plain, watch = Database.transaction, self

        class Timed(Session):
            def rows(self, *a: Any, **kw: Any) -> Any:
                with watch.lap("sql"):
                    return super().rows(*a, **kw)

            def row(self, *a: Any, **kw: Any) -> Any:
                with watch.lap("sql"):
                    return super().row(*a, **kw)

            def run(self, *a: Any, **kw: Any) -> Any:
                with watch.lap("sql"):
                    return super().run(*a, **kw)

            def many(self, *a: Any, **kw: Any) -> Any:
                with watch.lap("sql"):
                    return super().many(*a, **kw)

        @contextmanager
        def transaction(self: Database) -> Iterator[Session]:
            began = time.perf_counter()
            with plain(self) as session:
                held, cpu = time.perf_counter(), time.thread_time()
                watch.add("wait", held - began)
                try:
                    yield Timed(session.connection, session.dialect)
                finally:
                    done = time.perf_counter()
            ended = time.perf_counter()
            watch.add("commit", ended - done)
            watch.add("hold", ended - held, time.thread_time() - cpu)

        Database.transaction = transaction  # type: ignore[method-assign]
