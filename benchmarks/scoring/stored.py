"""Stored: facts as JSON in SQLite to verdicts in SQLite, ours and as a loop over SQLModel objects."""

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, create_engine, select

from benchmarks.scoring.applications import SEASON
from benchmarks.scoring.by_hand import FUNCTIONS, concluded
from domain.scorecard import judge
from domain.standards import Standard

_TABLES = """
create table application (id integer primary key, facts text not null);
create table result (id integer primary key, verdict text not null, letters text not null);
create table criterionresult (application integer, criterion text, code integer, primary key (application, criterion)) without rowid;
"""


class Row(SQLModel, registry=registry()):
    """Tables of the benchmark's own: the domain has an `application` too."""


class Application(Row, table=True):
    id: int = Field(primary_key=True)
    facts: str


class Result(Row, table=True):
    id: int = Field(primary_key=True)
    verdict: str
    letters: str


class CriterionResult(Row, table=True):
    application: int = Field(primary_key=True)
    criterion: str = Field(primary_key=True)
    code: int


@contextmanager
def database(documents: list[bytes]) -> Iterator[Path]:
    """A file with the documents in it, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="scoring-", dir=Path(__file__).parent.parent / "out"))
    try:
        connection = connect(folder / "stored.db")
        connection.executescript(_TABLES)
        rows = [(id, one.decode()) for id, one in enumerate(documents)]
        connection.executemany("insert into application values (?, ?)", rows)
        connection.commit()
        connection.close()
        yield folder / "stored.db"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    return connection


def ours(file: Path, by: Standard, least: int, most: int) -> float:
    """Applications per second: read, parsed, judged, and one packed row each, in one transaction."""
    connection = connect(file)
    connection.execute("delete from result")
    began = time.perf_counter()
    loads = orjson.loads
    found = []
    for id, facts in connection.execute(
        "select id, facts from application where id between ? and ?", (least, most - 1)
    ):
        card = judge(by, SEASON, {}, loads(facts))
        found.append((id, card.verdict, card.letters))
    connection.executemany("insert into result values (?, ?, ?)", found)
    connection.commit()
    seconds = time.perf_counter() - began
    connection.close()
    return (most - least) / seconds


def objects(file: Path, by: Standard, n: int) -> float:
    """The same as a loop over SQLModel objects: one object an application, one a criterion, one commit."""
    engine = create_engine(f"sqlite:///{file}")
    codes = by.codes
    with engine.begin() as connection:
        for table in ("result", "criterionresult"):
            connection.exec_driver_sql(f"delete from {table}")
    began = time.perf_counter()
    with Session(engine) as session:
        for application in session.exec(select(Application).order_by(Application.id).limit(n)).all():
            facts = json.loads(application.facts)
            flat = {name: value for own in facts.values() for name, value in own.items()}
            found = [function(flat) for function in FUNCTIONS]
            letters = "".join("mnu"[[1, 0, -1].index(code)] for code in found)
            session.add(Result(id=application.id, verdict=concluded(found), letters=letters))
            for code, value in zip(codes, found, strict=True):
                session.add(CriterionResult(application=application.id, criterion=code, code=value))
        session.commit()
    seconds = time.perf_counter() - began
    engine.dispose()
    return n / seconds


def results(file: Path, n: int) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(
            "select id, verdict, letters from result where id < ? order by id", (n,)
        ).fetchall()
    finally:
        connection.close()
