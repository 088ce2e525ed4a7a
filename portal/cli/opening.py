"""Opening: what a command works with: the migrated database, the person in whose name it acts, the hour, the criteria."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from domain import catalogue, people, revisions, used_editions
from domain import procedures as procedure_files
from domain.calendar import today
from domain.catalogue import Catalogue
from domain.database import Database, Session
from domain.errors import Refused, Unready
from domain.people import Person
from domain.procedures import Procedures
from domain.rulebook.yamlfile import Problem
from domain.settings import settings

AsOption = Annotated[
    str,
    typer.Option(
        "--as", envvar="ANTOAN_AS", metavar="LOGIN", help="tài khoản đứng ra làm việc này / who does this"
    ),
]
AsSomebody = Annotated[
    str | None,
    typer.Option(
        "--as", envvar="ANTOAN_AS", metavar="LOGIN", help="làm việc này với tư cách ai / in whose name"
    ),
]


def now() -> datetime:
    return datetime.now(UTC)


def this_year() -> int:
    return today(now()).year


def database(*, migrated: bool = True, to_read: bool = False) -> Database:
    """The database of this installation. Raises Unready when there is none yet, or when a migration is missing.
    One opened `to_read` is left as it is to the last byte: not even SQLite's own log is folded into it."""
    found = Database(settings().database_url)
    if found.dialect == "sqlite":
        file = found.engine.url.database or ""
        if not file.startswith("file:") and not Path(file).exists():
            raise Unready(
                "Chưa có cơ sở dữ liệu {where}. Hãy chạy: antoan migrate",
                "There is no database {where} yet. Run: antoan migrate",
                where=file,
            )
        if to_read and not file.startswith("file:"):
            found = Database(f"sqlite:///file:{quote(str(Path(file).absolute()))}?mode=ro&uri=true")
    if migrated:
        revisions.require_current(found)
    return found


def criteria() -> Catalogue:
    return catalogue.current(settings().criteria)


def changed_editions(found: Catalogue) -> list[Problem]:
    """The files of these that say something else than when applications of this installation were registered under them;
    none where there is no database yet."""
    try:
        opened = database(to_read=True)
    except Refused:
        return []
    try:
        with opened.reading() as session:
            return list(used_editions.changed(session, found))
    finally:
        opened.close()


def procedures() -> Procedures:
    return procedure_files.load(settings().procedure_folders)


def person(session: Session, login: str) -> Person:
    """The person with this login and the roles of today. Raises NotFound."""
    return people.person(session, login, today(now()).isoformat())
