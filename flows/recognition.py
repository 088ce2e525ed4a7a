"""Recognition: what follows a decision: a certificate, and a new judgement of the unit above."""

from prefect import flow

from domain import recognition
from domain.outbox import Answer, Batch, Tally
from flows.batches import RESULTS, work_through
from flows.context import Context


@flow(
    name="recognition",
    flow_run_name="recognition · {batch.label}",
    retries=2,
    retry_delay_seconds=5,
    persist_result=False,
    result_storage=RESULTS,
)
async def carry_out_decisions(batch: Batch) -> Tally:
    """Issue certificates, wake what depends on the decisions. Safe to run twice."""
    return await work_through(batch, _answer)


def _answer(this: Context) -> Answer:
    procedures = this.procedures
    return lambda store, cases: recognition.answer(store, cases, procedures)
