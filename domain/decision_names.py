"""Decision names: by which number, and of which day, the decision is known that an event tells of or stands on."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from domain.database import Session, Sql, listed
from domain.events import (
    AppealDismissed,
    AppealLodged,
    CertificateIssued,
    RecognitionApproved,
    RecognitionDeclined,
    RecognitionExpired,
    RecognitionExpiryNeared,
    RecognitionQuestioned,
    RecognitionRevoked,
    RecognitionUpheld,
)

# Events that tell no decision of their own stand on that of the last of these before them.
_APPROVED, _APPEALABLE = (RecognitionApproved.name,), (RecognitionDeclined.name, RecognitionRevoked.name)
STANDS_ON: Mapping[str, tuple[str, ...]] = {
    CertificateIssued.name: _APPROVED,
    RecognitionQuestioned.name: _APPROVED,
    RecognitionUpheld.name: _APPROVED,
    RecognitionExpiryNeared.name: _APPROVED,
    RecognitionExpired.name: _APPROVED,
    AppealLodged.name: _APPEALABLE,
    AppealDismissed.name: _APPEALABLE,
}

_BEFORE = Sql(
    "select application, number, name, payload from event where application in {numbers:ids} and name in {texts:names}"
    " order by application, number"
)
_NAMES = Sql("select id, symbol, signed_on from decision where id in {texts:ids}")


class Event(NamedTuple):
    """One event of one application, by its wire name."""

    application: int
    number: int
    name: str
    payload: Mapping[str, Any]


class Name(NamedTuple):
    """Number with symbol, and the day on which it was signed."""

    symbol: str
    signed_on: str


def named(session: Session, events: Sequence[Event]) -> dict[tuple[int, int], Name]:
    """The names of the decisions of these events, by application and number; an event that no decision with a number is
    known of is left out. Two statements, however many events, and none where nothing was decided."""
    told = {(one.application, one.number): one.payload.get("decision", "") for one in events}
    told |= _before(session, [one for one in events if one.name in STANDS_ON])
    if not (ids := {id for id in told.values() if id}):
        return {}
    found = {id: Name(symbol, day) for id, symbol, day in session.rows(_NAMES, ids=listed(sorted(ids)))}
    return {event: found[id] for event, id in told.items() if id in found}


def _before(session: Session, standing: Sequence[Event]) -> dict[tuple[int, int], str]:
    """The ids of the decisions that these stand on."""
    if not standing:
        return {}
    applications = {one.application for one in standing}
    names = {name for one in standing for name in STANDS_ON[one.name]}
    before: dict[int, list[tuple[int, str, str]]] = {}
    for application, number, name, payload in session.rows(
        _BEFORE, ids=listed(sorted(applications)), names=listed(sorted(names))
    ):
        before.setdefault(application, []).append((number, name, payload))
    found = {}
    for one in standing:
        for number, name, payload in before.get(one.application, ()):
            if number < one.number and name in STANDS_ON[one.name]:
                found[one.application, one.number] = orjson.loads(payload).get("decision", "")
    return found
