"""Notification: people are told: of events that ask for nothing else, and by post."""

from prefect import flow

from domain.notices import Bag
from domain.outbox import Batch, Tally
from flows import delivery, post
from flows.batches import RESULTS, work_through
from flows.context import context


@flow(
    name="notification",
    flow_run_name="notification · {batch.label}",
    retries=2,
    retry_delay_seconds=5,
    persist_result=False,
    result_storage=RESULTS,
)
async def write_notices(batch: Batch) -> Tally:
    """Tell of events that no other flow answers. Every flow tells of its events, and this one does nothing else."""
    return await work_through(batch, lambda _: lambda store, cases: lambda case, piece: None)


@flow(
    name="post",
    flow_run_name="post · {letters} letters",
    retries=2,
    retry_delay_seconds=5,
    persist_result=False,
    result_storage=RESULTS,
)
async def send_letters(bag: Bag, letters: int) -> Tally:
    """Send a claimed bag of letters. Safe to run twice: what a channel took is not found again.

    A letter is sent a second time only when everything stopped between a channel's yes and the commit of it.
    """
    this = context()
    channels = post.channels(this.settings)
    return await delivery.deliver(this.database, channels, bag, clock=this.clock, lease=this.lease)
