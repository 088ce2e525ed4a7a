"""Season: the sample season at a size, through all four stages on real Prefect flows, then its letters; and what holds of it after."""

import shutil
import signal
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.processes import Server, child, environment
from domain import chain, schema
from domain.catalogue import load
from domain.database import Database, Sql
from domain.settings import settings
from flows.writing import plan
from portal import sample

# Events that tell something and leave the application in its state; every other one is a transition.
NO_MOVE = ("dossier-submitted", "certificate-issued")

_EVENTS = Sql("select name, count(*) from event group by name")
_STATES = Sql("select state, count(*) from application group by state")
_NOTICES = Sql("select letter, count(*) from notice group by letter")
_LEFT = Sql("select (select count(*) from work) + (select count(*) from lease)")
_UNSETTLED = Sql("select count(*) from notice where state in ('waiting', 'sending')")
_LETTERS = Sql("select count(distinct post), count(*) from notice where state = 'sent'")


@dataclass
class Season:
    """One sample. Seconds are of the clock unless they say cpu."""

    applications: int
    seconds: float
    transitions: int
    events: int
    notices: int
    runs: int
    engine_cpu: float
    actors_cpu: float
    server_cpu: float
    peak_mb: float
    letters: int = 0
    letter_seconds: float = 0.0
    letter_runs: int = 0
    peak_mb_letters: float = 0.0
    engine: dict[str, float] = field(default_factory=dict)
    actors: dict[str, float] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.transitions / self.seconds

    @property
    def cpu_us(self) -> float:
        """Processor time of engine and actors for one application."""
        return (self.engine_cpu + self.actors_cpu) / self.applications * 1e6

    @property
    def wall_us(self) -> float:
        return self.seconds / self.applications * 1e6


def lay_out(home: Path, applications: int) -> Database:
    """A migrated database with so many units that will apply, everybody's accounts and an open season."""
    home.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{home}/antoan.db")
    schema.upgrade(database)
    sample.load(database, load(settings().criteria), datetime.now(UTC), sample.Plan.of_size(applications))
    return database


def carry(server: Server, home: Path, applications: int, letters: bool = True) -> Season:
    """Carry a season from nothing to rest, check it, and then let its letters go."""
    database = lay_out(home, applications)
    its = environment(home, server.api)
    with child(home, its, "benchmarks.engine") as engine:
        engine.hear(120)
        before, engine_cpu, server_cpu = server.runs(), engine.cpu(), server.cpu()
        with child(home, its, "benchmarks.actors") as actors:
            told = actors.hear()
        engine.signal(signal.SIGUSR1)
        watch = engine.hear(120)
        engine_cpu, server_cpu = engine.cpu() - engine_cpu, server.cpu() - server_cpu
        if told["refused"]:
            raise RuntimeError(f"acts were refused: {told['refused']}")
        events = check(database, applications)
        one = Season(
            applications=applications,
            seconds=told["seconds"],
            transitions=sum(many for name, many in events.items() if name not in NO_MOVE),
            events=sum(events.values()),
            notices=_count(database, _UNSETTLED),
            runs=server.runs() - before,
            engine_cpu=engine_cpu,
            actors_cpu=told["cpu"],
            server_cpu=server_cpu,
            peak_mb=engine.peak_mb(),
            engine=watch,
            actors=told["watch"],
        )
        if letters:
            before, began = server.runs(), time.perf_counter()
            engine.signal(signal.SIGUSR2)
            while _count(database, _UNSETTLED):
                time.sleep(0.1)
            one.letter_seconds = time.perf_counter() - began
            one.letter_runs = server.runs() - before
            one.peak_mb_letters = engine.peak_mb()
            with database.reading() as session:
                one.letters, sent = session.rows(_LETTERS)[0]
            if sent != one.notices:
                raise RuntimeError(f"{one.notices - sent} notices were not sent")
        one.said = engine.log.read_text().splitlines()
    database.close()
    shutil.rmtree(home)
    return one


def check(database: Database, applications: int) -> dict[str, int]:
    """Every application decided, every chain whole, as many events and notices as follow from that, and no work left."""
    with database.reading() as session:
        events: dict[str, int] = dict(session.rows(_EVENTS))
        states: dict[str, int] = dict(session.rows(_STATES))
        notices: dict[str, int] = dict(session.rows(_NOTICES))
        left = session.rows(_LEFT)[0][0]
        broken = list(chain.verify(session))
    recognised, returned = states.get("recognised", 0), events.get("application-returned", 0)
    expected = {
        "application-registered": applications,
        "dossier-submitted": applications,
        "inspector-assigned": applications,
        "inspection-submitted": applications + returned,
        "application-scored": applications + returned,
        "application-returned": returned,
        "recognition-approved": recognised,
        "recognition-declined": applications - recognised,
        "certificate-issued": recognised,
    }
    wrong = []
    if recognised + states.get("not-recognised", 0) != applications:
        wrong.append(f"states: {states}")
    if events != {name: many for name, many in expected.items() if many}:
        wrong.append(f"events: {events}, expected {expected}")
    # In this world every office is one account with an address, so each event is told once to each of its audiences;
    # only of a dossier that came before there was an inspector, no inspector is told.
    for event, audiences in plan().items():
        for audience in audiences:
            letter = f"{event}/{audience}"
            many, due = notices.get(letter, 0), expected.get(event, 0)
            if many != due and not (letter == "dossier-submitted/inspector" and many <= due):
                wrong.append(f"notices {letter}: {many}, expected {due}")
    if left:
        wrong.append(f"{left} pieces of work are left")
    if broken:
        wrong.append(f"chain: {broken[0].text.en}")
    if wrong:
        raise RuntimeError("the season does not hold: " + "; ".join(wrong))
    return events


def _count(database: Database, sql: Sql) -> int:
    with database.reading() as session:
        found = session.row(sql)
        assert found is not None
        return int(found[0])
