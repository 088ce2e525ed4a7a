"""Engine: sees what work waits, claims it in batches, and has each batch's flow run once for all of it."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import timedelta

import httpx
from prefect.context import AsyncClientContext, SyncClientContext
from prefect.settings import get_current_settings

from domain import notices, outbox
from domain.errors import Unready
from domain.subscriptions import FLOWS
from domain.texts import Text
from flows.calendar import keep_the_calendar
from flows.context import Context
from flows.launchers import Here, Launcher
from flows.notification import send_letters
from flows.watch import POST, WEBHOOKS, Watch

# Letters of one claim: few enough to be sent within a lease, many enough that a run is worth its cost.
LETTERS = 500
# Bags of programs that are open at once: as many servers may fail to answer before the news of others wait for them.
PROGRAMS = 4
# A run costs Prefect and its client a sixth of a second of processor time, whatever it carries. Where this much was carried
# in the last seconds, by all flows together, more is on its way: the next run of any flow waits while it still comes. Bursts
# lie apart, and the more there was, the longer it waits for the next one: a look of so many seconds for each so many pieces,
# up to so many looks. Nobody waits so that nothing runs: with this much at hand and no other run under way, it begins.
MANY = 1_000
LATELY = 5.0
LOOK = 0.3
A_LOOK_FOR = 5_000
LOOKS = 3
LONGEST = 5.0
CALENDAR_EVERY = timedelta(minutes=5)
SILENT_EVERY = timedelta(seconds=30)
_PREFECT_GONE = Text(
    vi="Prefect không trả lời; việc sẽ chờ và chạy tiếp khi Prefect trở lại.",
    en="Prefect does not answer; work waits and goes on when it returns.",
)
_PREFECT_BACK = Text(vi="Prefect đã trở lại; việc chạy tiếp.", en="Prefect is back; work goes on.")
_FAILED = Text(vi="Luồng {flow} không chạy được: {error}", en="Flow {flow} could not run: {error}")


class Engine:
    """Attends to every flow at once, one batch of each at a time, until it is told to stop."""

    def __init__(self, context: Context, launcher: Launcher, say: Callable[[Text], None]) -> None:
        self.context = context
        self.launcher = launcher
        self.say = say
        self.watch = Watch(context.database, context.clock)
        self._stopping = asyncio.Event()
        # Pieces in the runs that are under way, and in those that have ended: when, and how many.
        self._under_way = 0
        self._ended: deque[tuple[float, int]] = deque()
        self._answers = asyncio.Event()
        self._answers.set()

    def stop(self) -> None:
        """Claim nothing more; batches under way are finished."""
        self._stopping.set()
        self.watch.wake()

    async def run(self) -> None:
        """Work until stopped. Work that a killed engine held is taken back first, where no other engine can hold it."""
        alone = self.context.database.dialect == "sqlite"
        await asyncio.to_thread(self._take_back, alone)
        async with asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(self.watch.run())
            attended = (*FLOWS, POST, *[WEBHOOKS] * PROGRAMS)
            attending = [tasks.create_task(self._attend(flow)) for flow in attended]
            calendar = tasks.create_task(self._keep_time())
            looking = tasks.create_task(self._look_around())
            await asyncio.wait(attending)
            for background in (watching, calendar, looking):
                background.cancel()

    def _take_back(self, alone: bool) -> None:
        now = self.context.clock()
        outbox.give_back_expired(self.context.database, now, all=alone)
        notices.give_back_expired(self.context.database, now, all=alone)

    async def _attend(self, flow: str) -> None:
        async with AsyncExitStack() as clients:
            await self._attend_with(clients, flow)

    async def _attend_with(self, clients: AsyncExitStack, flow: str) -> None:
        pause = 0.5
        while not self._stopping.is_set():
            await self.watch.due(flow)
            await self._answers.wait()
            if flow in FLOWS and (lately := self._lately()) >= MANY:
                await self._gather(flow, max(1, min(LOOKS, lately // A_LOOK_FOR)))
            if self._stopping.is_set():
                return
            try:
                if flow not in FLOWS or isinstance(self.launcher, Here):
                    await _keep(clients)
                worked = await (self._batch(flow) if flow in FLOWS else self._post(programs=flow == WEBHOOKS))
                pause = 0.5 if worked else pause
            except Exception as error:  # whatever it was, the work is still there; say so and try again
                if not await self._prefect_answers():
                    await self._await_prefect()
                else:
                    self.say(
                        error.text if isinstance(error, Unready) else _FAILED.filled(flow=flow, error=error)
                    )
                    await self._sleep(pause)
                    pause = min(pause * 2, 60)

    def _lately(self) -> int:
        """How much is being carried, or was in the last seconds, by all flows together."""
        while self._ended and self._ended[0][0] < time.monotonic() - LATELY:
            self._ended.popleft()
        return self._under_way + sum(size for _, size in self._ended)

    async def _gather(self, flow: str, patience: int) -> None:
        """Wait while work of a flow still comes, so that one run carries it all; until so many looks found nothing new."""
        this, waiting, looks = self.context, -1, patience
        until = time.monotonic() + LONGEST
        while waiting < this.settings.batch and time.monotonic() < until:
            before, waiting = waiting, await asyncio.to_thread(self._waiting, flow)
            if waiting >= MANY and not self._under_way:
                return
            looks = patience if waiting != before else looks - 1
            if not looks or not await self._sleep(LOOK):
                return

    def _waiting(self, flow: str) -> int:
        with self.context.database.reading() as session:
            return outbox.waiting(session, flow, self.context.clock())

    async def _batch(self, flow: str) -> int:
        """Run a flow for what waits; how much that was."""
        this = self.context
        batch = await asyncio.to_thread(
            outbox.claim, this.database, flow, this.settings.batch, this.lease, this.clock()
        )
        if batch is None:
            return 0
        self._under_way += batch.size
        try:
            await self.launcher.launch(batch)
        finally:
            self._under_way -= batch.size
            self._ended.append((time.monotonic(), batch.size))
            await asyncio.to_thread(outbox.give_back, this.database, batch)
        return batch.size

    async def _post(self, *, programs: bool) -> int:
        this = self.context
        batch, size = await asyncio.to_thread(
            notices.claim, this.database, LETTERS, this.lease, this.clock(), programs=programs
        )
        if not size:
            return 0
        try:
            await send_letters(batch, size)
        finally:
            await asyncio.to_thread(notices.give_back, this.database, batch)
        return size

    async def _look_around(self) -> None:
        """Take back what a claimant held that fell silent: a worker that died, another engine."""
        while await self._sleep(SILENT_EVERY.total_seconds()):
            await asyncio.to_thread(self._take_back, False)

    async def _keep_time(self) -> None:
        """Run the calendar at intervals; when Prefect is gone, whichever flow needs it next says so."""
        while await self._sleep(CALENDAR_EVERY.total_seconds()):
            with suppress(Exception):
                await keep_the_calendar()

    async def _sleep(self, seconds: float) -> bool:
        """Sleep, but not beyond the word to stop; whether that has not come yet."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return not self._stopping.is_set()

    async def _await_prefect(self) -> None:
        """Say once that Prefect is gone, hold every flow, and go on when it answers again."""
        if not self._answers.is_set():
            await self._answers.wait()
            return
        self._answers.clear()
        self.say(_PREFECT_GONE)
        while not self._stopping.is_set() and not await self._prefect_answers():
            await self._sleep(1)
        self._answers.set()
        if not self._stopping.is_set():
            self.say(_PREFECT_BACK)

    async def _prefect_answers(self) -> bool:
        url = get_current_settings().api.url
        if not url:
            return True
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                return (await client.get(f"{url}/health")).status_code == 200
        except httpx.HTTPError:
            return False


async def _keep(clients: AsyncExitStack) -> None:
    """Open Prefect's clients once for all runs of a flow. Each run would open three of its own, and each of them read every
    certificate authority of the web anew: half of the processor time that a run cost on our side."""
    if AsyncClientContext.get() is None:
        await clients.enter_async_context(AsyncClientContext())
        clients.enter_context(SyncClientContext())
