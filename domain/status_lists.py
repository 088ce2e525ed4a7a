"""Status lists: which certificates no longer hold, signed and dated; what is not on it held when it was made.

A CBOR map in an envelope: 1 issuer, 4 when a newer list is due, 6 when it was made,
`r` certificates taken back: application to [day, number of the decision],
`c` certificates that were corrected: application to the number of the newest issue,
`u` units that go by another name now: code to [name, code of the unit it went into or "", day].
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import cbor2

from domain import envelopes
from domain.certificates import EXP, IAT, ISS, day_of, number_of
from domain.envelopes import Unreadable
from domain.key_sets import KeySet
from domain.signing_keys import SigningKey

TYPE = "antoan-status"


class Revoked(NamedTuple):
    """When a certificate was taken back, and by which decision (empty where none was numbered)."""

    on: date
    decision: str


class Renamed(NamedTuple):
    """What a unit is called now; `code` where it went into another unit."""

    name: str
    code: str
    on: date


@dataclass(frozen=True)
class Status:
    """What there is to say of certificates besides what is printed on them."""

    revoked: Mapping[int, Revoked] = field(default_factory=dict)
    corrected: Mapping[int, int] = field(default_factory=dict)
    renamed: Mapping[str, Renamed] = field(default_factory=dict)


@dataclass(frozen=True)
class StatusList:
    """A list as it was read."""

    issuer: str
    made_at: datetime
    due_at: datetime
    status: Status


def published(status: Status, key: SigningKey, issuer: str, now: datetime, lasts: timedelta) -> bytes:
    """The list in its envelope."""
    made = int(now.timestamp())
    said: dict[int | str, Any] = {
        ISS: issuer,
        EXP: made + int(lasts.total_seconds()),
        IAT: made,
        "r": {id: [number_of(one.on), one.decision] for id, one in status.revoked.items()},
        "c": dict(status.corrected),
        "u": {code: [one.name, one.code, number_of(one.on)] for code, one in status.renamed.items()},
    }
    return key.seal(cbor2.dumps(said, canonical=True), TYPE)


def read(data: bytes, keys: KeySet) -> StatusList:
    """Raises Unreadable for a list that none of these keys signed in its time."""
    envelope = envelopes.read(data, TYPE)
    key = keys.keys.get(envelope.key_id)
    if key is None or key.stolen or not envelopes.genuine(envelope, key.cose):
        raise Unreadable
    try:
        said = cbor2.loads(envelope.payload)
        made = datetime.fromtimestamp(said[IAT], UTC)
        found = StatusList(
            str(said[ISS]),
            made,
            datetime.fromtimestamp(said[EXP], UTC),
            Status(
                {id: Revoked(day_of(on), decision) for id, (on, decision) in said["r"].items()},
                dict(said["c"]),
                {code: Renamed(name, into, day_of(on)) for code, (name, into, on) in said["u"].items()},
            ),
        )
    except Exception as error:  # of a list that another edition of this program signed
        raise Unreadable from error
    if not key.counted(made):
        raise Unreadable
    return found
