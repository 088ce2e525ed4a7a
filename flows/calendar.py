"""Calendar: what follows from time passing: who is late is reminded, what had an end ends, all chains are sealed."""

import asyncio

from prefect import flow

from domain import chain, deadlines, expiry, handovers, readings
from domain.calendar import today
from domain.cases import instant
from domain.store import transaction
from flows.context import Context, context


@flow(name="calendar")
async def keep_the_calendar() -> int:
    """Remind of deadlines, seal what grew since the last checkpoint. Safe to run twice: nobody is reminded of a day
    twice, and where nothing has grown nothing is sealed."""
    return await asyncio.to_thread(_keep)


def _keep() -> int:
    this = context()
    deadlines.remind(this.database, this.clock())
    expiry.expire(this.database, this.clock())
    _hand_over(this)
    readings.forget(this.database, today(this.clock()), this.settings.readings_days)
    with this.database.transaction() as session:
        return chain.seal(session, instant(this.clock()))


def _hand_over(this: Context) -> None:
    """Most days nothing is handed over, and nobody who writes waits for it."""
    with this.database.reading() as session:
        due = handovers.any_due(session, today(this.clock()))
    if due:
        with transaction(this.database, this.clock()) as store:
            handovers.carry_out(store, this.catalogue)
