"""Engine: the engine of production in its own process; its letters wait for SIGUSR2, so that they are timed apart.

It reports {"ready"} once, and on SIGUSR1 where its time went, when the last run has ended.
"""

import asyncio
import json
import signal
import sys
import time

from benchmarks.stopwatch import Stopwatch
from domain import outbox
from domain.outbox import Batch
from domain.staying_up import settle_in
from domain.texts import Text
from flows.context import context
from flows.engine import POST, Engine
from flows.launchers import Here


class LettersLater(Engine):
    """Attends to the post only when it is told to."""

    letters = asyncio.Event()

    async def _attend(self, flow: str) -> None:
        if flow == POST:
            await self.letters.wait()
        await super()._attend(flow)

    def stop(self) -> None:
        super().stop()
        self.letters.set()


class Timed(Here):
    """Times each flow run as a whole; what is not `work` in it is Prefect's."""

    def __init__(self, watch: Stopwatch) -> None:
        self.watch = watch
        self.under_way = 0
        self.idle = asyncio.Event()
        self.idle.set()

    async def launch(self, batch: Batch) -> None:
        self.under_way += 1
        self.idle.clear()
        began = time.perf_counter()
        try:
            await super().launch(batch)
        finally:
            self.watch.add("flow", time.perf_counter() - began)
            self.under_way -= 1
            if not self.under_way:
                self.idle.set()


def report(**what: object) -> None:
    print(json.dumps(what), flush=True)


def complain(text: Text) -> None:
    print(text.in_("en"), file=sys.stderr, flush=True)


async def main() -> None:
    watch = Stopwatch()
    watch.attach()
    plain = outbox.work_through

    def work_through(*a, **kw):  # type: ignore[no-untyped-def]
        with watch.lap("work"):
            return plain(*a, **kw)

    outbox.work_through = work_through
    launcher = Timed(watch)
    _ = context().catalogue
    settle_in(context().database)
    engine = LettersLater(context(), launcher, complain)
    at_rest = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, at_rest.set)
    loop.add_signal_handler(signal.SIGUSR2, engine.letters.set)
    loop.add_signal_handler(signal.SIGTERM, engine.stop)
    running = asyncio.create_task(engine.run())
    reporting = asyncio.create_task(report_at_rest(launcher, at_rest))
    report(ready=True)
    await running
    reporting.cancel()


async def report_at_rest(launcher: Timed, at_rest: asyncio.Event) -> None:
    """Where the time went, once the last runs have told Prefect that they ended."""
    await at_rest.wait()
    await launcher.idle.wait()
    report(**launcher.watch.seconds)


if __name__ == "__main__":
    asyncio.run(main())
