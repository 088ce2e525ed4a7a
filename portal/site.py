"""Site: what every page works with: the database, the criteria and procedures, the hour, the one writer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from domain import calendar
from domain import catalogue as criteria
from domain import procedures as procedure_files
from domain.catalogue import Catalogue
from domain.database import Database, Session
from domain.procedures import Procedures
from domain.settings import settings
from portal.health import Health
from portal.readings import Readings
from portal.writer import Writer

_T = TypeVar("_T")

# How often the files of criteria and procedures are looked at, in seconds: a walk of the folder is not free.
LOOK = 5.0


@dataclass(eq=False)
class Site:
    """One portal. `home` holds the files that people attach."""

    database: Database
    home: Path
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    # Looks whether what follows people's acts runs behind; None where nobody is told.
    health: Health | None = None
    _catalogue: Catalogue | None = None
    _looked: float = 0.0
    _procedures: Procedures | None = None
    _looked_at_procedures: float = 0.0
    writer: Writer = field(init=False)
    readings: Readings = field(init=False)

    def __post_init__(self) -> None:
        self.writer = Writer(
            self.database, lambda: self.catalogue, lambda: self.clock(), lambda: self.procedures
        )
        self.readings = Readings(self.writer, lambda: self.clock())

    @property
    def catalogue(self) -> Catalogue:
        """The criteria as their files are now."""
        now = self.clock().timestamp()
        if self._catalogue is None or not 0 <= now - self._looked < LOOK:
            self._catalogue, self._looked = criteria.current(settings().criteria), now
        return self._catalogue

    @property
    def procedures(self) -> Procedures:
        """What each place asks for before and after it decides, as the files are now."""
        now = self.clock().timestamp()
        if self._procedures is None or not 0 <= now - self._looked_at_procedures < LOOK:
            self._procedures = procedure_files.current(settings().procedure_folders)
            self._looked_at_procedures = now
        return self._procedures

    @property
    def now(self) -> datetime:
        return self.clock()

    @property
    def today(self) -> date:
        """The day that it is in Viet Nam."""
        return calendar.today(self.clock())

    async def read(self, work: Callable[[Session], _T]) -> _T:
        """Read one state of the database, in a thread: nobody else's page waits for it."""

        def reading() -> _T:
            with self.database.reading() as session:
                return work(session)

        return await run_in_threadpool(reading)

    async def glance(self, work: Callable[[Session], _T]) -> _T:
        """Read a few rows by their keys. SQLite has them sooner than a thread has begun, and its readers wait for nobody;
        another database is asked in a thread."""
        if self.database.dialect != "sqlite":
            return await self.read(work)
        with self.database.reading() as session:
            return work(session)

    def close(self) -> None:
        self.readings.write()
        self.writer.close()
        self.database.close()


def site(request: HTTPConnection) -> Site:
    """The site that a request came to."""
    found: Site = request.app.state.site
    return found
