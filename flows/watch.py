"""Watch: notices within a moment that work has come to wait, without asking the database more than it must."""

import asyncio
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from domain import notices, outbox
from domain.database import Database
from domain.subscriptions import FLOWS

# Letters to people, and events to programs.
POST, WEBHOOKS = "post", "webhooks"
# SQLite tells a connection in microseconds whether anybody else has committed; a server is asked less often.
_GLANCE = {"sqlite": 0.02, "postgresql": 0.2}
# Work that failed comes due by the clock, with no commit that would tell.
_AT_LEAST_EVERY = 1.0
# Programs wait for as long at most: whether they have news is asked for less often than there are commits.
_PROGRAMS_EVERY = 0.25


class Watch:
    """One event for each flow, set while work of that flow is due."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.clock = clock
        self._due: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._woken = asyncio.Event()
        self._programs_at = 0.0

    async def due(self, flow: str) -> None:
        """Return when the flow has work. Whoever finds none there may ask again: the next look decides."""
        self._due[flow].clear()
        self._woken.set()
        await self._due[flow].wait()

    def wake(self) -> None:
        """Let everybody look up, work or not."""
        for event in self._due.values():
            event.set()

    async def run(self) -> None:
        glance, seen, rested = _GLANCE[self.database.dialect], -1, 0.0
        while True:
            version = self._version()
            if version != seen or self._woken.is_set() or rested >= _AT_LEAST_EVERY:
                seen, rested = version, 0.0
                self._woken.clear()
                for flow in await asyncio.to_thread(
                    self._look, [f for f in (*FLOWS, POST, WEBHOOKS) if not self._due[f].is_set()]
                ):
                    self._due[flow].set()
            await asyncio.sleep(glance)
            rested += glance

    def _version(self) -> int:
        if self.database.dialect != "sqlite":
            return 0
        if not hasattr(self, "_eye"):
            self._eye = sqlite3.connect(
                self.database.engine.url.database or "", check_same_thread=False, timeout=5
            )
        return int(self._eye.execute("pragma data_version").fetchone()[0])

    def _look(self, flows: list[str]) -> list[str]:
        now = self.clock()
        with self.database.reading() as session:
            found = [flow for flow in flows if flow in FLOWS and outbox.is_due(session, flow, now)]
            if POST in flows and notices.any_due(session, now, programs=False):
                found.append(POST)
            asked = WEBHOOKS in flows and self._time_for_programs()
            if asked and notices.any_due(session, now, programs=True):
                found.append(WEBHOOKS)
        return found

    def _time_for_programs(self) -> bool:
        at = time.monotonic()
        if at - self._programs_at < _PROGRAMS_EVERY:
            return False
        self._programs_at = at
        return True
