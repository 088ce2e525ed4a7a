"""Context: what a process that runs flows holds once: database, catalogue, settings, clock, procedures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from domain import procedures
from domain.catalogue import Catalogue, load
from domain.database import Database
from domain.procedures import Procedures
from domain.settings import Settings, settings


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Context:
    """Everything a flow needs beyond its batch."""

    database: Database
    catalogue: Catalogue
    settings: Settings
    clock: Callable[[], datetime] = field(default=_now)
    procedures: Procedures = field(default_factory=Procedures)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.settings.lease_seconds)


@lru_cache
def context() -> Context:
    """This process's context, made from the settings at first use."""
    chosen = settings()
    asked = procedures.load(chosen.procedure_folders)
    return Context(Database(chosen.database_url), load(chosen.criteria), chosen, procedures=asked)
