"""Memory: what the pages of figures keep for a while, by database: letters of scorecards, and what took long to count."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from domain.database import Database
from domain.shortfalls import Letters

_T = TypeVar("_T")

# What took a second is kept for twenty; what took a millisecond is counted anew. No more answers than this are kept.
KEPT, MOST = 20.0, 500

_letters: "WeakKeyDictionary[Database, Letters]" = WeakKeyDictionary()
_counted: "WeakKeyDictionary[Database, dict[Hashable, tuple[float, Any]]]" = WeakKeyDictionary()
_one_at_a_time = threading.Lock()


def letters(database: Database) -> Letters:
    """The letters that are known of this database's scorecards."""
    return _letters.setdefault(database, Letters())


def kept(database: Database, key: Hashable, count: Callable[[], _T]) -> _T:
    """What `count` gives, or gave a short while ago. Who asks for the same at the same time waits for one answer."""
    known = _counted.setdefault(database, {})
    found = known.get(key)
    if found and time.monotonic() < found[0]:
        answer: _T = found[1]
        return answer
    with _one_at_a_time:
        found = known.get(key)
        if found and time.monotonic() < found[0]:
            answer = found[1]
            return answer
        began = time.monotonic()
        answer = count()
        ended = time.monotonic()
        if len(known) >= MOST:
            known.clear()
        known[key] = (ended + (ended - began) * KEPT, answer)
    return answer
