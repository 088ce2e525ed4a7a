"""Latency: on an idle engine, from the commit of a person's act to the commit of the flow that answers it."""

import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

from benchmarks.processes import Server, child, environment
from benchmarks.season import lay_out
from benchmarks.single_acts import People
from domain.catalogue import load
from domain.settings import settings
from portal.sample import wishes
from portal.sample.wishes import Wish

GLANCE = 0.001
_HAPPENED = "select 1 from event where application = ? and name = ?"
_BUSY = (
    "select (select count(*) from work) + (select count(*) from lease)"
    " + (select count(*) from notice where state in ('waiting', 'sending'))"
)


def measure(server: Server, home: Path, applications: int) -> dict[str, list[float]]:
    """Seconds by what was awaited: an inspector, a verdict, a certificate. Letters go out between the acts."""
    database = lay_out(home, applications)
    crowd = People(database, load(settings().criteria))
    found: dict[str, list[float]] = {
        "inspector-assigned": [],
        "application-scored": [],
        "certificate-issued": [],
    }
    eye = sqlite3.connect(home / "antoan.db", isolation_level=None)
    pause = random.Random(2026)

    def rest() -> None:
        """Until nothing is left to do, and then somewhat longer, so that no act meets the engine at the same beat."""
        while eye.execute(_BUSY).fetchone()[0]:
            time.sleep(0.05)
        time.sleep(0.3 + pause.random() / 5)

    def awaited(wish: Wish, event: str) -> None:
        id = int(crowd.act(wish)["reference"].partition("-")[2])
        began = time.perf_counter()
        while not eye.execute(_HAPPENED, (id, event)).fetchone():
            if time.perf_counter() - began > 60:
                raise RuntimeError(f"{event} was awaited for a minute")
            time.sleep(GLANCE)
        found[event].append(time.perf_counter() - began)
        rest()

    with child(home, environment(home, server.api), "benchmarks.engine") as engine:
        engine.hear(120)
        engine.signal(signal.SIGUSR2)
        for one in crowd.applicants(applications):
            awaited(wishes.register(one), "inspector-assigned")
            reference = crowd.application(one.unit).reference
            crowd.act(wishes.hand_in(one, crowd.standard, reference))
            rest()
            awaited(crowd.inspection(crowd.application(one.unit)), "application-scored")
            application = crowd.application(one.unit)
            if application.verdict == "met":
                awaited(crowd.decision(application), "certificate-issued")
    eye.close()
    database.close()
    shutil.rmtree(home)
    return found
