"""Launchers: where a batch's flow runs: in this process, or on Prefect task workers on any number of machines."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from prefect import task

from domain import outbox
from domain.outbox import Batch
from domain.subscriptions import INSPECTION, NOTIFICATION, RECOGNITION, REGISTRATION, SCORING
from flows.context import context
from flows.inspection import lay_out_checklists
from flows.notification import write_notices
from flows.recognition import carry_out_decisions
from flows.registration import check_registrations
from flows.scoring import score_applications

FLOWS: dict[str, Callable[[Batch], Awaitable[Any]]] = {
    REGISTRATION: check_registrations,
    INSPECTION: lay_out_checklists,
    SCORING: score_applications,
    RECOGNITION: carry_out_decisions,
    NOTIFICATION: write_notices,
}


class Launcher(Protocol):
    async def launch(self, batch: Batch) -> None:
        """Run the flow of a claimed batch; return when it has ended. Raises what the flow raised."""


class Here:
    """In this process, against the Prefect server of the settings."""

    async def launch(self, batch: Batch) -> None:
        await FLOWS[batch.flow](batch)


@task(name="batch", task_run_name="{batch.flow} · {batch.label}")
async def carry(batch: Batch) -> None:
    """Run a batch's flow in whichever worker took this task."""
    await FLOWS[batch.flow](batch)


class Workers:
    """On the task workers (`antoan worker`). The batch is over when none of its work is left, or its lease ran out."""

    async def launch(self, batch: Batch) -> None:
        this = context()
        await asyncio.to_thread(carry.delay, batch)
        while await asyncio.to_thread(outbox.unfinished, this.database, batch):  # noqa: ASYNC110, no event comes from another machine
            await asyncio.sleep(0.1)


LAUNCHERS: dict[str, type[Launcher]] = {"here": Here, "workers": Workers}
