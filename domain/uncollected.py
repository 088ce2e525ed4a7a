"""Uncollected: work that makes thousands of things and no cycles, done without the collector that looks for cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Thousands of rows are gathered until the commit and hold no cycles: a collector that walks them all again and
    again costs a fifth of a season, and half of reading a criteria file."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
