"""Single acts: what people do one by one, each in a transaction of its own with an fsync; `python -m benchmarks.single_acts N`.

Each is timed as a command does it: read who it is, perform the act under its key, commit. Between the stages the work
that the acts leave is answered without Prefect, and not timed.
"""

import json
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.season import lay_out
from domain import acts, audiences, inspection, outbox, people, recognition, registration, scoring
from domain import procedures as procedure_files
from domain.acts import Order
from domain.calendar import today
from domain.cases import place_of
from domain.catalogue import Catalogue, load
from domain.database import Database
from domain.lifecycle import State
from domain.outbox import Answer
from domain.settings import settings
from domain.staying_up import settle_in
from domain.store import transaction
from domain.subscriptions import FLOWS, INSPECTION, NOTIFICATION, RECOGNITION, REGISTRATION, SCORING
from flows.writing import plan
from portal.sample import todo, wishes
from portal.sample.stories import SEASON
from portal.sample.todo import Applicant, Application
from portal.sample.wishes import Wish

LEASE = timedelta(minutes=2)


def now() -> datetime:
    return datetime.now(UTC)


class People:
    """Everybody of the sample, acting one at a time, and the answers of the flows without their flows."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self.database = database
        self.catalogue = catalogue
        self.standard = catalogue.for_kind("residential-area", SEASON)
        told = plan()
        # As a command reads them; the shipped ones ask for nothing.
        procedures = self.procedures = procedure_files.load(settings().procedure_folders)
        self._tell: Answer = lambda store, cases: audiences.answer(store, told, ("email",), cases, procedures)
        self._answers: dict[str, Answer] = {
            REGISTRATION: lambda store, cases: registration.answer(store, catalogue, cases),
            INSPECTION: inspection.answer,
            SCORING: lambda store, cases: scoring.answer(store, catalogue, cases),
            RECOGNITION: lambda store, cases: recognition.answer(store, cases, procedures),
            NOTIFICATION: lambda store, cases: lambda case, piece: None,
        }

    def act(self, wish: Wish) -> dict[str, Any]:
        """One act, committed."""
        with transaction(self.database, now()) as store:
            by = people.by_id(store.session, [wish.account], today(store.moment).isoformat())[wish.account]
            return acts.perform(
                store, self.catalogue, Order(wish.deed, by, wish.request, wish.key), self.procedures
            )

    def answer(self, flow: str, most: int) -> int:
        """Have what waits for a flow answered; how much that was."""
        batch = outbox.claim(self.database, flow, most, LEASE, now())
        if batch is None:
            return 0
        outbox.work_through(
            self.database, batch, self._answers[flow], self._tell, clock=now, lease=LEASE, most=most
        )
        return batch.size

    def settle(self) -> None:
        while sum(self.answer(flow, 1000) for flow in FLOWS):
            pass

    def applicants(self, most: int) -> list[Applicant]:
        with self.database.reading() as session:
            return todo.to_register(session, 0, today(now()), most)

    def application(self, unit: str) -> Application:
        with self.database.reading() as session:
            return todo.of_units(session, [unit])[0]

    def inspection(self, one: Application) -> Wish:
        assert one.inspector is not None
        return wishes.inspect(one, self.standard, one.inspector)

    def decision(self, one: Application) -> Wish:
        place = place_of(one.path)
        with self.database.reading() as session:
            approver = todo.approvers(session, [place], today(now()))[place]
            card = None if one.verdict == "met" else todo.scorecards(session, self.catalogue, [one])[one.id]
        return wishes.decide(one, card, approver)


def measure(home: Path, applications: int) -> dict[str, list[float]]:
    """Seconds of every act: to register, to hand in a dossier, to inspect, to decide."""
    database = lay_out(home, applications)
    crowd = People(database, load(settings().criteria))
    settle_in(database)  # as the portal does, through which these acts come
    who = crowd.applicants(applications)
    found: dict[str, list[float]] = {}

    def timed(stage: str, wanted: Iterable[Wish]) -> list[dict[str, Any]]:
        answers = []
        for wish in wanted:
            began = time.perf_counter()
            answers.append(crowd.act(wish))
            found.setdefault(stage, []).append(time.perf_counter() - began)
        crowd.settle()
        return answers

    registered = timed("register", [wishes.register(one) for one in who])
    references = [answer["reference"] for answer in registered]
    dossiers = [wishes.hand_in(one, crowd.standard, ref) for one, ref in zip(who, references, strict=True)]
    timed("dossier", dossiers)
    under_inspection = [crowd.application(one.unit) for one in who]
    while under_inspection:  # what is returned is inspected again
        timed("inspect", [crowd.inspection(one) for one in under_inspection])
        inspected = [crowd.application(one.unit) for one in under_inspection]
        timed("decide", [crowd.decision(one) for one in inspected])
        decided = [crowd.application(one.unit) for one in under_inspection]
        under_inspection = [one for one in decided if one.state == State.UNDER_INSPECTION]
    database.close()
    return found


if __name__ == "__main__":
    home = settings().home / "acts"
    print(json.dumps(measure(home.absolute(), int(sys.argv[1]))), flush=True)
