"""Kills: a season during which the engine and the Prefect server are killed again and again, and what must hold at its end.

    python tools/kills.py --applications 2000 --kills 40 --seed 7

Nothing may be lost and nothing may happen twice: the same applications end in the same states as in a season that
nobody disturbed, every event chain is whole, and whoever had to be told has one letter in the outbox folder. One commune
decides by a procedure of its own: its council sits, its list is public and objected to, as in the season of `make run`.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain import audiences, chain, inspection, outbox, recognition, registration, schema, scoring
from domain import procedures as procedure_files
from domain.catalogue import Catalogue, load
from domain.database import Database, Session, Sql
from domain.events import EVENTS
from domain.lifecycle import MOVES, State
from domain.outbox import Answer
from domain.procedures import Procedures
from domain.settings import Settings, settings
from domain.subscriptions import INSPECTION, NOTIFICATION, RECOGNITION, REGISTRATION, SCORING
from portal import sample
from portal.cli import orchestrator
from portal.sample import deliberation
from portal.sample.cases import left_at

# Small, so that a kill falls into the middle of something.
SMALL = {"ANTOAN_BATCH": "400", "ANTOAN_SLICE": "50"}

_APPLICATIONS = Sql("select id, unit_code, kind, state, verdict, number from application order by id")
_EVENTS = Sql("select application, name from event order by application, number")
_NOTICES = Sql(
    "select a.unit_code, a.kind, n.letter, n.state, n.post from notice n join application a on a.id = n.application"
)
_RECUSED = Sql(
    "select a.unit_code from event e join application a on a.id = e.application where e.name = 'inspector-recused'"
)
_WORK = Sql("select count(*) from work")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Ending:
    """How a season stands at its end, in what does not depend on who came first."""

    states: dict[str, tuple[str, str | None]]
    letters: Counter[tuple[str, str]]
    faults: list[str] = field(default_factory=list)


def ending(database: Database, outbox_folder: Path | None) -> Ending:
    """Read a finished season and check all that can be checked of it alone."""
    with database.reading() as session:
        result = Ending({}, Counter())
        result.faults += [broken.text.en for broken in chain.verify(session)]
        result.faults += _folded(session, result)
        recused = {unit for (unit,) in session.rows(_RECUSED)}
        left = set(left_at("inspection"))
        posts = set()
        for unit, kind, letter, state, post in session.rows(_NOTICES):
            # How often a commune is judged again depends on how its areas' decisions fall into batches.
            # Whether somebody was the inspector already when a dossier was told of depends on which flow ran first.
            # Whoever recused themselves before they were told of it is not told of it.
            # What is left to inspect is assigned anew only where it was assigned to somebody else by itself.
            by_chance = (
                letter == "dossier-submitted/inspector"
                or (letter == "inspector-assigned/inspector" and unit in recused)
                or (letter.startswith("inspector-assigned/") and unit in left)
            )
            if kind != "commune" and not by_chance:
                result.letters[unit, letter] += 1
            if outbox_folder and state != "sent":
                result.faults.append(f"notice {letter} of {unit} is {state}")
            posts.add(post)
        work = session.row(_WORK)
        if work and work[0]:
            result.faults.append(f"{work[0]} pieces of work are left")
    if outbox_folder:
        lying = {path.stem for path in outbox_folder.glob("*.eml")}
        result.faults += [f"letter {post} was noted as sent and is not there" for post in posts - lying]
        result.faults += [f"letter {post} lies there and nobody noted it" for post in lying - posts]
    return result


def _folded(session: Session, result: Ending) -> Iterator[str]:
    """Fold every application's events through the moves: each must be possible, and end where the application stands."""
    happened: dict[int, list[str]] = {}
    for application, name in session.rows(_EVENTS):
        happened.setdefault(application, []).append(name)
    for id, unit, _, state, verdict, number in session.rows(_APPLICATIONS):
        result.states[unit] = (state, verdict)
        names, now = happened.get(id, []), None
        if len(names) != number:
            yield f"{unit}: {number} events counted, {len(names)} there"
        for name in names:
            move = MOVES[EVENTS[name]]
            if now not in move.from_:
                yield f"{unit}: {name} happened when {now}"
            now = move.to or now
        if now != State(state):
            yield f"{unit}: its events end in {now}, it is {state}"
        if names.count("certificate-issued") > 1:
            yield f"{unit}: certified {names.count('certificate-issued')} times"


def undisturbed(plan: sample.Plan, home: Path) -> Ending:
    """The same season in one process, without Prefect and without kills."""
    database, catalogue, procedures = _prepared(plan, home)
    done = threading.Event()
    plain = _answers(catalogue, procedures)

    def tell(store: object, cases: object) -> object:
        from flows.writing import plan as letters

        return audiences.answer(store, letters(), ("email",), cases, procedures)  # type: ignore[arg-type]

    def attend() -> None:
        minute = timedelta(minutes=5)
        while not done.is_set():
            batches = [outbox.claim(database, flow, 5000, minute, _now()) for flow in plain]
            for batch in filter(None, batches):
                outbox.work_through(
                    database,
                    batch,
                    plain[batch.flow],
                    tell,
                    clock=_now,
                    lease=minute,
                    most=500,  # type: ignore[arg-type]
                )
            if not any(batches):
                time.sleep(0.02)

    thread = threading.Thread(target=attend)
    thread.start()
    try:
        sample.run(database, catalogue, _now, procedures=procedures)
    finally:
        done.set()
        thread.join()
    return ending(database, None)


def _answers(catalogue: Catalogue, procedures: Procedures) -> dict[str, Answer]:
    return {
        REGISTRATION: lambda store, cases: registration.answer(store, catalogue, cases),
        INSPECTION: inspection.answer,
        SCORING: lambda store, cases: scoring.answer(store, catalogue, cases),
        RECOGNITION: lambda store, cases: recognition.answer(store, cases, procedures),
        NOTIFICATION: lambda store, cases: lambda case, piece: None,
    }


def _prepared(plan: sample.Plan, home: Path) -> tuple[Database, Catalogue, Procedures]:
    home.mkdir(parents=True, exist_ok=True)
    database, catalogue = Database(f"sqlite:///{home / 'antoan.db'}"), load(settings().criteria)
    schema.upgrade(database)
    sample.load(database, catalogue, _now(), plan)
    # Where the engine that is killed reads them too.
    deliberation.install(home)
    return database, catalogue, procedure_files.load(Settings(home=home).procedure_folders)


class Victims:
    """The engine and the Prefect server, each a process of its own that can be killed and started again."""

    def __init__(self, home: Path) -> None:
        self.port = orchestrator.free_port(4300)
        url = orchestrator.url_of(self.port)
        base = os.environ | {"ANTOAN_HOME": str(home), "PREFECT_HOME": str(home / "prefect")} | SMALL
        self.environments = {
            "prefect": base | orchestrator.SERVER,
            "engine": base | orchestrator.CLIENT | {"PREFECT_API_URL": url},
        }
        self.commands = {
            "prefect": ["-m", orchestrator.MODULE, *orchestrator.server_arguments(self.port)],
            "engine": ["-m", "portal.cli", "engine"],
        }
        self.environments["prefect"].pop("PREFECT_API_URL", None)
        self.log = (home / "victims.log").open("ab")
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        command = [sys.executable, *self.commands[name]]
        self.running[name] = subprocess.Popen(
            command, env=self.environments[name], stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self, name: str) -> None:
        """SIGKILL to exactly the process group that was started here, and a new one in its place."""
        os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()

    def stop(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.log.close()


@contextmanager
def victims(home: Path) -> Iterator[Victims]:
    started = Victims(home)
    try:
        started.start("prefect")
        started.start("engine")
        yield started
    finally:
        started.stop()


def killed(
    plan: sample.Plan, home: Path, seed: int, kills: int, patience: float = 1800
) -> tuple[Ending, int]:
    """The season while somebody kills; how it ended, and how many kills fell before its end."""
    database, catalogue, procedures = _prepared(plan, home)
    chance, fallen, began = random.Random(seed), 0, time.monotonic()
    rest = threading.Event()

    def act() -> None:
        sample.run(
            database,
            catalogue,
            _now,
            stop=lambda: time.monotonic() - began > patience,
            procedures=procedures,
        )
        rest.set()

    with victims(home) as both:
        actors = threading.Thread(target=act)
        actors.start()
        _until_prefect_answers(both.port, rest)
        while not rest.is_set() and fallen < kills:
            rest.wait(chance.uniform(0.5, 5))
            doomed = chance.choice([["engine"], ["engine"], ["prefect"], ["engine", "prefect"]])
            for name in doomed:
                both.kill(name)
            fallen += 1
            for name in doomed:
                both.start(name)
            if "prefect" in doomed:
                _until_prefect_answers(both.port, rest)
        actors.join()
        if time.monotonic() - began > patience:
            return Ending({}, Counter(), [f"not at rest after {patience:.0f} s"]), fallen
        _until_all_is_posted(database)
    return ending(database, Settings(home=home).outbox_folder), fallen


def _until_prefect_answers(port: int, rest: threading.Event) -> None:
    while not rest.is_set() and not orchestrator.answers(orchestrator.url_of(port), timeout=2):
        time.sleep(0.2)


def _until_all_is_posted(database: Database, patience: float = 300) -> None:
    open_notices = Sql("select count(*) from notice where state in ('waiting', 'sending')")
    began = time.monotonic()
    while time.monotonic() - began < patience:
        with database.reading() as session:
            if session.row(open_notices) == (0,):
                return
        time.sleep(0.5)


def compare(calm: Ending, stormy: Ending) -> list[str]:
    """What the kills changed; an empty list is what is promised."""
    faults = list(stormy.faults)
    for unit in sorted(calm.states.keys() | stormy.states.keys()):
        if calm.states.get(unit) != stormy.states.get(unit):
            faults.append(f"{unit}: {calm.states.get(unit)} without kills, {stormy.states.get(unit)} with")
    faults += [f"letter lost: {letter}" for letter in (calm.letters - stormy.letters)]
    faults += [f"letter too many: {letter}" for letter in (stormy.letters - calm.letters)]
    return faults


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--applications", type=int, default=2000)
    words.add_argument("--kills", type=int, default=40)
    words.add_argument("--seed", type=int, default=7)
    chosen = words.parse_args()
    plan = sample.Plan(applications=chosen.applications)
    with tempfile.TemporaryDirectory(prefix="antoan-kills-") as folder:
        began = time.monotonic()
        calm = undisturbed(plan, Path(folder) / "calm")
        stormy, fallen = killed(plan, Path(folder) / "stormy", chosen.seed, chosen.kills)
        faults = compare(calm, stormy)
        for fault in faults[:50]:
            print(fault)
        many = len(stormy.states)
        print(f"{many} applications, {fallen} kills, {time.monotonic() - began:.0f} s: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
