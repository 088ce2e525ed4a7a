"""Claims about loading the sample.

Mutations tried, each failed a test here: production let through; accounts not looked for; only today's official units;
the season not opened; the communes' accounts in a transaction of their own; the whole world in one slice.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from domain import units
from domain.catalogue import Catalogue
from domain.database import Database, Session, Sql
from domain.errors import BadInput
from domain.settings import Settings
from portal import sample
from portal.sample import loading, world
from portal.sample.world import Plan

NOW = datetime(2026, 11, 10, 2, tzinfo=UTC)


def counted(database: Database, table: str, where: str = "1 = 1") -> int:
    with database.reading() as session:
        (many,) = session.row(Sql(f"select count(*) from {table} where {where}")) or (0,)
    return int(many)


def test_the_sample_fills_an_empty_database(database: Database, catalogue: Catalogue) -> None:
    assert sample.is_empty(database)
    sample.load(database, catalogue, NOW)
    assert not sample.is_empty(database)
    assert counted(database, "unit", "sample = 0") == len(units.official_versions())
    assert 500 < counted(database, "unit", "sample = 1") < 700
    assert counted(database, "account", "sample = 0") == 0
    assert counted(database, "season", "year = 2026 and closed_at is null") == 1


def test_every_account_holds_its_role(loaded: Database) -> None:
    assert counted(loaded, "account") == counted(loaded, "role")
    assert counted(loaded, "account", "id not in (select account from role)") == 0


def test_the_sample_is_refused_in_production(
    database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "settings", lambda: Settings(env="production"))
    with pytest.raises(BadInput, match="production"):
        sample.load(database, catalogue, NOW)
    assert sample.is_empty(database)


def test_the_sample_is_not_mixed_with_accounts_that_are_there(loaded: Database, catalogue: Catalogue) -> None:
    before = counted(loaded, "unit")
    with pytest.raises(BadInput, match="trống"):
        sample.load(loaded, catalogue, NOW)
    assert counted(loaded, "unit") == before


def test_a_load_that_breaks_off_leaves_nothing(
    database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: world.World) -> Iterator[Any]:
        raise RuntimeError("the disk went away")
        yield

    monkeypatch.setattr(world.World, "communes", broken)
    with pytest.raises(RuntimeError):
        sample.load(database, catalogue, NOW)
    assert sample.is_empty(database)
    assert counted(database, "unit") == counted(database, "season") == 0


def test_a_large_world_is_written_in_slices(
    database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory holds a slice of rows, never the world."""
    sizes: list[int] = []
    many = Session.many

    def watched(self: Session, sql: Sql, rows: list[Any]) -> int:
        sizes.append(len(rows))
        return many(self, sql, rows)

    monkeypatch.setattr(Session, "many", watched)
    sample.load(database, catalogue, NOW, Plan.of_size(12_000))
    assert counted(database, "unit", "sample = 1") == 12_000
    assert max(sizes) <= 5_000
