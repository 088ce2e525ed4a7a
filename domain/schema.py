"""Schema: brings a database's tables to what this version needs, and tells when they are not what the code says."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event as hooks
from sqlalchemy.engine import Connection

from domain import decision_tables, portal_tables, revisions
from domain.database import Database
from domain.tables import METADATA

assert portal_tables  # their tables are in METADATA once they are read
assert decision_tables


@contextmanager
def _connected(database: Database) -> Iterator[tuple[Config, Connection]]:
    """A connection of its own: on SQLite a table is rebuilt with foreign keys off, which no open transaction allows."""
    engine = sa.create_engine(database.url)
    if database.dialect == "sqlite":
        _whole_or_not_at_all(engine)
    config = Config()
    config.set_main_option("script_location", str(revisions.FOLDER))
    try:
        with database.sentences(), engine.connect() as connection:
            config.attributes["connection"] = connection
            yield config, connection
    finally:
        engine.dispose()


def _whole_or_not_at_all(engine: sa.Engine) -> None:
    """The driver would commit before each change of a table, and a full disk would leave half a migration behind."""

    @hooks.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None

    @hooks.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin")


def upgrade(database: Database) -> None:
    """Apply every migration that is missing. Safe to repeat. Raises Unready for a database of a later version."""
    if database.dialect == "sqlite" and database.engine.url.database:
        Path(database.engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    with _connected(database) as (config, connection):
        revisions.refuse_later(MigrationContext.configure(connection).get_current_revision())
        connection.rollback()
        command.upgrade(config, "head")
        connection.commit()


def revision(database: Database, message: str) -> None:
    """Write a new migration from the difference between the tables and this database; for developers."""
    with _connected(database) as (config, _):
        command.revision(config, message=message, autogenerate=True)


def differences(database: Database) -> list[object]:
    """What the tables of a migrated database differ in from the code; empty when nothing."""
    with _connected(database) as (_, connection):
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))
