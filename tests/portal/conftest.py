"""What the tests of the command line share: a commune with two villages, its people, and an engine without Prefect."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner, Result

from domain import inspection, outbox, recognition, registration, schema, scoring
from domain.catalogue import Catalogue, current
from domain.database import Database, Sql
from domain.outbox import Answer
from domain.rulebook.recorded import example_answers
from domain.settings import Settings, settings
from domain.subscriptions import FLOWS
from portal.cli.app import app

STANDARD = "vn/antt-2021/residential-area"
UNITS = [
    ("20", "Tỉnh Lạng Sơn", "province", None, "/20/"),
    ("06325", "Xã Bắc Sơn", "commune", "20", "/20/06325/"),
    ("V1", "Thôn Một", "residential-area", "06325", "/20/06325/V1/"),
    ("V2", "Thôn Hai", "residential-area", "06325", "/20/06325/V2/"),
]
PEOPLE = [
    ("truong-thon", "Trưởng thôn", "applicant", "/20/06325/"),
    ("kiem-tra", "Người kiểm tra", "inspector", "/20/06325/"),
    ("kiem-tra-2", "Người kiểm tra thứ hai", "inspector", "/20/06325/"),
    ("thuong-truc", "Thường trực", "standing-office", "/20/06325/"),
    ("chu-tich", "Chủ tịch xã", "approver", "/20/06325/"),
    ("giam-sat-noi-khac", "Giám sát nơi khác", "auditor", "/01/"),
    ("van-hanh", "Tổ vận hành", "operator", "/"),
]


@dataclass
class World:
    """One installation in a folder of its own, and the ways to use it."""

    home: Path
    database: Database
    catalogue: Catalogue

    def run(self, *arguments: object, code: int = 0) -> str:
        """What a command prints to whoever reads it, errors included; it must end with `code`."""
        result = self.invoke(*arguments)
        assert result.exit_code == code, result.output
        return result.output

    def invoke(self, *arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def json(self, *arguments: object, code: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--format", "json", code=code))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.database.reading() as session:
            return session.rows(Sql(sql))

    def write(self, sql: str, **values: Any) -> None:
        with self.database.transaction() as session:
            session.run(Sql(sql), **values)

    def good_facts(self) -> dict[str, Any]:
        standard = self.catalogue.get(STANDARD)
        return {c.code: example_answers(c, 2026, standard.words) for c in standard.criteria}

    def file(self, facts: dict[str, Any], name: str = "facts.json") -> Path:
        path = self.home / name
        path.write_bytes(orjson.dumps(facts))
        return path

    def answer(self) -> None:
        """What the engine would do: answer every event, and what follows from the answers, until nothing is due."""
        answers: dict[str, Answer] = {
            "registration": lambda store, cases: registration.answer(store, self.catalogue, cases),
            "inspection": inspection.answer,
            "scoring": lambda store, cases: scoring.answer(store, self.catalogue, cases),
            "recognition": recognition.answer,
            "notification": lambda store, cases: lambda case, piece: None,
        }
        worked = True
        while worked:
            worked = False
            for flow in FLOWS:
                batch = outbox.claim(self.database, flow, 1000, timedelta(minutes=1), _now())
                if batch is not None:
                    worked = True
                    outbox.work_through(
                        self.database, batch, answers[flow], lambda store, cases: lambda case, piece: None,
                        clock=_now, lease=timedelta(minutes=1), most=1000,
                    )  # fmt: skip

    def scored(self, unit: str = "V1", facts: dict[str, Any] | None = None) -> str:
        """An application that waits for its decision; its reference."""
        reference = str(self.json("register", unit, "--season", 2026, "--as", "truong-thon")["reference"])
        self.answer()
        inspector = self.json("show", reference)["inspector"]["login"]
        findings = self.file(facts if facts is not None else self.good_facts())
        self.run("inspect", reference, "--facts", findings, "--as", inspector)
        self.answer()
        return reference


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for one installation; nothing of this machine's settings is seen."""
    for name in [f"ANTOAN_{field.upper()}" for field in Settings.model_fields] + [
        "ANTOAN_AS",
        "PREFECT_API_URL",
    ]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ANTOAN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home").mkdir()
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database that each test copies: migrating takes a second."""
    file = tmp_path_factory.mktemp("empty") / "antoan.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    database.close()
    return file


@pytest.fixture
def migrated(home: Path, empty: Path) -> Iterator[Database]:
    shutil.copy(empty, home / "antoan.db")
    database = Database(settings().database_url)
    yield database
    database.close()


@pytest.fixture
def world(home: Path, migrated: Database) -> World:
    """Season 2026 is open in a commune with two villages."""
    with migrated.transaction() as session:
        session.many(
            Sql(
                "insert into unit (code, name, kind, local_type, parent_code, path, valid_from, folded, sort_key, attributes,"
                " sample) values (:code, :name, :kind, '', :parent, :path, '2025-07-01', :name, :name, '{}', 0)"
            ),
            [dict(zip(("code", "name", "kind", "parent", "path"), unit, strict=True)) for unit in UNITS],
        )
        for id, (login, name, role, path) in enumerate(PEOPLE, start=1):
            session.run(
                Sql(
                    "insert into account (id, login, name, language, addresses, active, sample)"
                    " values (:id, :login, :name, 'vi', :addresses, 1, 0)"
                ),
                id=id,
                login=login,
                name=name,
                addresses=json.dumps({"email": f"{login}@example.vn"}),
            )
            session.run(
                Sql(
                    "insert into role (account, role, path, starts) values (:id, :role, :path, '0001-01-01')"
                ),
                id=id,
                role=role,
                path=path,
            )
    found = World(home, migrated, current(settings().criteria))
    found.run("season", "open", 2026, "--as", "van-hanh")
    return found


@pytest.fixture
def refused(world: World) -> Callable[..., str]:
    """Run a command that must be refused: exit code 1, one sentence, no traceback; the sentence."""

    def run(*arguments: object) -> str:
        said = world.run(*arguments, code=1).strip()
        assert "\n" not in said, said
        assert "Traceback" not in said
        return said

    return run
