"""Readings: who reads a dossier is gathered in memory and written every few seconds, so that no page waits for it."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from domain import readings
from domain.calendar import today
from domain.cases import instant
from domain.people import Person
from domain.readings import Key
from portal.writer import Writer

_log = logging.getLogger(__name__)

# How long readings wait to be written together, in seconds: what a crash may lose of them.
WAIT = 5.0


class Readings:
    """What was read since it was last written."""

    def __init__(self, writer: Writer, clock: Callable[[], datetime]) -> None:
        self._writer = writer
        self._clock = clock
        self._gathered: dict[Key, tuple[str, int]] = {}
        self._held = threading.Lock()
        self._timer: threading.Timer | None = None

    def note(self, person: Person, application: int, part: str) -> None:
        """Somebody has read a part of an application."""
        now = self._clock()
        key = (person.id, application, today(now).isoformat(), part)
        with self._held:
            first_at, times = self._gathered.get(key, (instant(now), 0))
            self._gathered[key] = (first_at, times + 1)
            if self._timer is None:
                self._timer = threading.Timer(WAIT, self.write)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """Write what was gathered."""
        with self._held:
            gathered, self._gathered = self._gathered, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not gathered:
            return
        try:
            self._writer.write_now(lambda store: readings.keep(store, gathered))
        except Exception:
            # A full disk must not end the pages' own thread; what is lost is said where operators look.
            _log.exception("%d readings of applications could not be written", len(gathered))
