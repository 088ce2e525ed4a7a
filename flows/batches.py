"""Batches: how a flow treats a claimed batch: in a thread, telling whom it concerns, with one Prefect event at the end."""

import asyncio

from prefect.events import emit_event

from domain import audiences, outbox
from domain.outbox import Answer, Batch, Tally
from flows.context import context
from flows.post import channels
from flows.writing import plan


async def work_through(batch: Batch, answer: Answer) -> Tally:
    """Treat a batch and tell Prefect once, so that operators can hang their own automations on the stages."""
    this = context()
    told, reached = plan(), tuple(channels(this.settings))
    tally = await asyncio.to_thread(
        outbox.work_through,
        this.database,
        batch,
        answer,
        lambda store, cases: audiences.answer(store, told, reached, cases, this.procedures),
        clock=this.clock,
        lease=this.lease,
        most=this.settings.slice,
    )
    emit_event(
        event=f"antoan.{batch.flow}.finished",
        resource={"prefect.resource.id": f"antoan.batch.{batch.id}", "prefect.resource.name": batch.label},
        payload=tally._asdict(),
    )
    return tally
