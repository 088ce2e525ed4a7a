"""Staying up: the log has its length and what stands is searched for garbage no more.

Broken and seen to fail: each of the three steps left out (what is garbage by then would be kept for good).
"""

import gc
import weakref
from pathlib import Path

from domain.database import LOG
from domain.staying_up import settle_in


class _Ring:
    def __init__(self):
        self.itself = self


def test_what_stands_is_set_aside_without_what_is_garbage_by_then(sqlite):
    gc.disable()
    garbage = weakref.ref(_Ring())
    try:
        settle_in(sqlite)
        assert garbage() is None
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
        gc.enable()
    assert Path(f"{sqlite.engine.url.database}-wal").stat().st_size >= LOG
