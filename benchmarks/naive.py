"""Naive: the same transitions with one Prefect flow run an application and stage; `python -m benchmarks.naive N AT_ONCE`.

A run does for one application what the season does in bulk: the act of the person, what answers it, its events, work
and notices. Four runs carry its five changes of state. `AT_ONCE` applications are under way at a time.
"""

import asyncio
import json
import sys
import time

from prefect import flow

from benchmarks.season import NO_MOVE, lay_out
from benchmarks.single_acts import People
from domain.catalogue import load
from domain.database import Sql
from domain.lifecycle import State
from domain.settings import settings
from domain.subscriptions import INSPECTION, NOTIFICATION, RECOGNITION, REGISTRATION, SCORING
from portal.sample import wishes
from portal.sample.todo import Applicant, Application

_EVENTS = Sql("select name, count(*) from event group by name")


def main(applications: int, at_once: int) -> None:
    database = lay_out(settings().home.absolute() / "season", applications)
    crowd = People(database, load(settings().criteria))
    who = {one.unit: one for one in crowd.applicants(applications)}

    def in_state(unit: str, state: State) -> Application:
        """An application may be answered by the run of another: wait until it was."""
        while (one := crowd.application(unit)).state != state:
            time.sleep(0.002)
        return one

    def registration(one: Applicant) -> None:
        reference = crowd.act(wishes.register(one))["reference"]
        crowd.act(wishes.hand_in(one, crowd.standard, reference))
        for answered in (REGISTRATION, NOTIFICATION, INSPECTION):
            crowd.answer(answered, 1)

    def inspection(one: Applicant) -> None:
        crowd.act(crowd.inspection(in_state(one.unit, State.UNDER_INSPECTION)))

    def scoring(one: Applicant) -> None:
        crowd.answer(SCORING, 1)

    def recognition(one: Applicant) -> None:
        crowd.act(crowd.decision(in_state(one.unit, State.SCORED)))
        crowd.answer(RECOGNITION, 1)

    stages = {does.__name__: does for does in (registration, inspection, scoring, recognition)}

    @flow(name="stage", flow_run_name="{name} · {unit}")
    async def stage(name: str, unit: str) -> None:
        await asyncio.to_thread(stages[name], who[unit])

    async def carry() -> float:
        turn = asyncio.Semaphore(at_once)

        async def one(unit: str) -> None:
            async with turn:
                for name in stages:
                    await stage(name, unit)

        await stage("scoring", next(iter(who)))  # the first run in a process builds what the others find
        began = time.perf_counter()
        await asyncio.gather(*map(one, who))
        return time.perf_counter() - began

    seconds = asyncio.run(carry())
    crowd.settle()
    with database.reading() as session:
        moved = sum(many for name, many in session.rows(_EVENTS) if name not in NO_MOVE)
    print(
        json.dumps({"applications": applications, "at_once": at_once, "runs": 4 * applications, "transitions": moved,
                    "seconds": seconds, "rate": moved / seconds}),
        flush=True,
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
