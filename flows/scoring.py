"""Scoring: what follows when an inspection is submitted, or when the units under a commune are decided."""

from prefect import flow

from domain import scoring
from domain.outbox import Answer, Batch, Tally
from flows.batches import RESULTS, work_through
from flows.context import Context


@flow(
    name="scoring",
    flow_run_name="scoring · {batch.label}",
    retries=2,
    retry_delay_seconds=5,
    persist_result=False,
    result_storage=RESULTS,
)
async def score_applications(batch: Batch) -> Tally:
    """Judge what waits to be judged. Safe to run twice: finished work is not found again."""
    return await work_through(batch, _answer)


def _answer(this: Context) -> Answer:
    catalogue = this.catalogue
    return lambda store, cases: scoring.answer(store, catalogue, cases)
