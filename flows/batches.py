"""Batches: how a flow treats a claimed batch: in a thread, telling whom it concerns, with one Prefect event at the end."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from prefect.events import emit_event
from prefect.settings import get_current_settings

from domain import audiences, outbox
from domain.outbox import Answer, Batch, Tally
from flows.context import Context, context
from flows.post import channels
from flows.writing import plan

# What a flow returns is a count that nobody reads from Prefect. One that does not say where that is kept asks the server for
# it three times in each run, of ten requests in all, and twice while its loop stands still. A worker keeps it all the same:
# in Prefect's own folder, as it would by itself.
RESULTS: Path = get_current_settings().results.local_storage_path


async def work_through(batch: Batch, prepared: Callable[[Context], Answer]) -> Tally:
    """Treat a batch and tell Prefect once, so that operators can hang their own automations on the stages. Criteria and
    procedures are looked at once for all of it."""
    tally = await asyncio.to_thread(_work_through, batch, prepared)
    emit_event(
        event=f"antoan.{batch.flow}.finished",
        resource={"prefect.resource.id": f"antoan.batch.{batch.id}", "prefect.resource.name": batch.label},
        payload=tally._asdict(),
    )
    return tally


def _work_through(batch: Batch, prepared: Callable[[Context], Answer]) -> Tally:
    this = context()
    told, reached, procedures = plan(), tuple(channels(this.settings)), this.procedures
    return outbox.work_through(
        this.database,
        batch,
        prepared(this),
        lambda store, cases: audiences.answer(store, told, reached, cases, procedures),
        clock=this.clock,
        lease=this.lease,
        most=this.settings.slice,
    )
