"""Registration: what follows when units register: who is eligible, and who inspects."""

from prefect import flow

from domain import registration
from domain.outbox import Answer, Batch, Tally
from flows.batches import RESULTS, work_through
from flows.context import Context


@flow(
    name="registration",
    flow_run_name="registration · {batch.label}",
    retries=2,
    retry_delay_seconds=5,
    persist_result=False,
    result_storage=RESULTS,
)
async def check_registrations(batch: Batch) -> Tally:
    """Refuse who is not eligible, propose an inspector to everybody else. Safe to run twice."""
    return await work_through(batch, _answer)


def _answer(this: Context) -> Answer:
    catalogue = this.catalogue
    return lambda store, cases: registration.answer(store, catalogue, cases)
