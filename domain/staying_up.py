"""Staying up: what a process that answers for months does once, when it has read what it always needs."""

import gc

from domain.database import Database


def settle_in(database: Database) -> None:
    """Give the log its length, and take what stands by now out of the search for garbage: a search through all the
    criteria holds up everybody for a third of a second, mostly when many ask at once."""
    database.stretch_log()
    gc.collect()
    gc.freeze()
