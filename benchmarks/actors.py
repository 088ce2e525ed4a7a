"""Actors: everybody of the sample in a process of their own, until the season is at rest; reports seconds and acts."""

import json
import time
from datetime import UTC, datetime

from benchmarks.stopwatch import Stopwatch
from domain.catalogue import load
from domain.database import Database
from domain.settings import settings
from domain.staying_up import settle_in
from portal.sample.actors import Actors

PAUSE = 0.05


def main() -> None:
    watch = Stopwatch()
    watch.attach()
    chosen = settings()
    database, catalogue = Database(chosen.database_url), load(chosen.criteria)
    settle_in(database)  # as the portal does, through which people act
    actors = Actors(database, catalogue, lambda: datetime.now(UTC))
    began, cpu = time.perf_counter(), time.process_time()
    while not actors.at_rest:
        if not actors.act():
            time.sleep(PAUSE)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - began,
                "cpu": time.process_time() - cpu,
                "acts": sum(actors.tally.done.values()),
                "refused": dict(actors.tally.refused),
                "watch": watch.seconds,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
