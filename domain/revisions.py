"""Revisions: which migration a database has, and which one this program needs; to ask takes no migration tool."""

from pathlib import Path

import sqlalchemy as sa

from domain.database import Database
from domain.errors import Unready

FOLDER = Path(__file__).parent / "migrations"
_VERSIONS = "alembic_version"


def known() -> list[str]:
    """The migrations of this program, oldest first: a file's name begins with its revision."""
    return sorted(file.stem.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def current(database: Database) -> tuple[str | None, str]:
    """The migration that the database has, and the one that it needs."""
    with database.sentences(), database.engine.connect() as connection:
        has = None
        if sa.inspect(connection).has_table(_VERSIONS):
            has = connection.exec_driver_sql(f"select version_num from {_VERSIONS}").scalar()
    return has, known()[-1]


def require_current(database: Database) -> None:
    """Raise Unready with how to mend it when a migration is missing, or the database is of a later version."""
    has, needs = current(database)
    refuse_later(has)
    if has != needs:
        raise Unready(
            "Cơ sở dữ liệu đang ở phiên bản {has}, chương trình cần {needs}. Hãy chạy: antoan migrate",
            "The database is at revision {has}, this program needs {needs}. Run: antoan migrate",
            has=has or "0",
            needs=needs,
        )


def refuse_later(has: str | None) -> None:
    if has is not None and has not in known():
        raise Unready(
            "Cơ sở dữ liệu đang ở phiên bản {has}, do một bản phần mềm mới hơn ghi. Hãy cài đặt bản phần mềm đó.",
            "The database is at revision {has}, which a later version of this program wrote. Install that version.",
            has=has,
        )
