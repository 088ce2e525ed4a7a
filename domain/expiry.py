"""Expiry: a recognition that its place gave an end ends after that day, and its unit is told while it can still renew."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from domain.calendar import today
from domain.database import Database, Sql
from domain.events import Happening, RecognitionExpired, RecognitionExpiryNeared
from domain.lifecycle import allowed
from domain.store import Store, carry_out

# How long before its last day a unit is told. Not in the circular: configuration.
BEFORE = timedelta(days=60)
# Applications of one transaction.
_TOGETHER = 1000

# A commune before its areas: when all end on one day, none is judged again for those below it that ended.
_ENDED = Sql(
    "select a.id, c.valid_until from certificate c join application a on a.id = c.application"
    " where c.valid_until is not null and c.valid_until < :day and a.state in ('recognised', 'in-question')"
    " order by length(a.path), a.id"
)
_ENDING = Sql(
    "select a.id, c.valid_until from certificate c join application a on a.id = c.application"
    " where c.valid_until >= :day and c.valid_until <= :last and a.state in ('recognised', 'in-question')"
    " and not exists (select 1 from event e where e.application = a.id and e.name = 'recognition-expiry-neared'"
    """ and e.payload = '{"until":"' || c.valid_until || '"}') order by a.id"""
)

Ends = Sequence[tuple[int, str]]


def expire(database: Database, now: datetime) -> int:
    """Record for every recognition whose last day is past that it has expired, and for every one that ends soon that it
    will; how many were recorded. Safe to run twice."""
    day = today(now)
    with database.reading() as session:
        ended: Ends = [(id, until) for id, until in session.rows(_ENDED, day=day.isoformat())]
        ending: Ends = [
            (id, until)
            for id, until in session.rows(_ENDING, day=day.isoformat(), last=(day + BEFORE).isoformat())
        ]
    return sum(
        carry_out(database, now, partial(_record, ends=each[start : start + _TOGETHER], kind=kind))
        for each, kind in ((ended, RecognitionExpired), (ending, RecognitionExpiryNeared))
        for start in range(0, len(each), _TOGETHER)
    )


def _record(store: Store, ends: Ends, kind: type[Happening]) -> int:
    """Record it of those for which it still holds: somebody may have acted meanwhile."""
    cases, recorded = store.cases(id for id, _ in ends), 0
    for id, until in ends:
        case = cases[id]
        if allowed(case.state, kind):
            store.record(case, kind.model_validate({"until": until}), None)
            recorded += 1
    return recorded
