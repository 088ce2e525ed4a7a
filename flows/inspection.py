"""Inspection: what follows when an inspector is named: a blank checklist in their name."""

from prefect import flow

from domain import inspection
from domain.outbox import Batch, Tally
from flows.batches import RESULTS, work_through


@flow(
    name="inspection",
    flow_run_name="inspection · {batch.label}",
    retries=2,
    retry_delay_seconds=5,
    persist_result=False,
    result_storage=RESULTS,
)
async def lay_out_checklists(batch: Batch) -> Tally:
    """Lay a blank checklist for each new assignment. Safe to run twice."""
    return await work_through(batch, lambda _: inspection.answer)
