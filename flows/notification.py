"""Notification: what follows every event: those whom it concerns are told."""

from functools import lru_cache

from prefect import flow

from domain import audiences
from domain.notices import Bag
from domain.outbox import Batch, Tally
from flows import delivery, post, writing
from flows.batches import work_through
from flows.context import context


@lru_cache
def _channels() -> post.Channels:
    return post.channels(context().settings)


@flow(name="notification", flow_run_name="notification · {batch.label}", retries=2, retry_delay_seconds=5)
async def write_notices(batch: Batch) -> Tally:
    """Write down who has to be told of what. Safe to run twice: nobody gets a second notice of one event."""
    names = tuple(_channels())
    return await work_through(
        batch, lambda store, cases: audiences.answer(store, writing.plan(), names, cases)
    )


@flow(name="post", flow_run_name="post · {letters} letters", retries=2, retry_delay_seconds=5)
async def send_letters(bag: Bag, letters: int) -> Tally:
    """Send a claimed bag of letters. Safe to run twice: what was taken is not found again.

    A letter is sent a second time only when everything stopped between a channel's yes and the commit of it.
    """
    this = context()
    return await delivery.deliver(this.database, _channels(), bag, clock=this.clock, lease=this.lease)
