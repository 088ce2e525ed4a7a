"""Calendar: what follows from time passing: the heads of all chains are sealed."""

import asyncio

from prefect import flow

from domain import chain
from domain.cases import instant
from flows.context import context


@flow(name="calendar")
async def keep_the_calendar() -> int:
    """Seal what grew since the last checkpoint. Safe to run twice: nothing grown, nothing sealed."""
    return await asyncio.to_thread(_seal)


def _seal() -> int:
    this = context()
    with this.database.transaction() as session:
        return chain.seal(session, instant(this.clock()))
