"""Context: what a process that runs flows holds: database, settings, clock; criteria and procedures as their files are now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from domain import catalogue, procedures
from domain.catalogue import Catalogue
from domain.database import Database
from domain.procedures import Procedures
from domain.settings import Settings, settings


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Context:
    """Everything a flow needs beyond its batch."""

    database: Database
    settings: Settings
    clock: Callable[[], datetime] = field(default=_now)

    # An engine runs for months. What people register under, and what their place asks for, is what the portal reads too:
    # a file that came or changed meanwhile counts from the next batch.

    @property
    def catalogue(self) -> Catalogue:
        return catalogue.current(self.settings.criteria)

    @property
    def procedures(self) -> Procedures:
        return procedures.current(self.settings.procedure_folders)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.settings.lease_seconds)


@lru_cache
def context() -> Context:
    """This process's context, made from the settings at first use."""
    chosen = settings()
    return Context(Database(chosen.database_url), chosen)
