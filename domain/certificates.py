"""Certificates: what the signed token on a certificate says: the claims, as compact as a QR code needs them.

A CBOR map (RFC 8392 where it has a claim for it), keys in canonical order; what is missing takes no room:

    1    iss   who hands it out: host of the public address       2    sub   code of the unit
    4    exp   the instant from which it no longer holds          6    iat   when the token was signed
    "a"  application: the number after the year in its reference  "d"  day of the decision, 20261123
    "h"  first 8 bytes of the standard's SHA-256                  "i"  issue: number of the event that issued it
    "k"  kind of unit, where the standard's path does not end so  "n"  number of the certificate, 12/2026
    "p"  place that decided: [code, name]                         "q"  number and symbol of the decision
    "s"  path of the standard                                     "u"  name of the unit
    "x"  1: a trial, which recognises nobody
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import cbor2

from domain.calendar import VIET_NAM
from domain.envelopes import Unreadable

ISS, SUB, EXP, IAT = 1, 2, 4, 6
_HASH = 8
_T = TypeVar("_T")


@dataclass(frozen=True)
class Claims:
    """`valid_until` is the last day on which it holds; `signed_at` is of whole seconds."""

    issuer: str
    unit_code: str
    unit: str
    kind: str
    number: str
    application: int
    issue: int
    standard: str
    standard_sha256: str
    place_code: str
    place: str
    decided_on: date
    signed_at: datetime
    decision: str = ""
    valid_until: date | None = None
    trial: bool = False

    @property
    def expires_at(self) -> datetime | None:
        return _end_of(self.valid_until) if self.valid_until else None

    def encoded(self) -> bytes:
        """The payload of the token."""
        end = self.expires_at
        said: dict[int | str, Any] = {
            ISS: self.issuer,
            SUB: self.unit_code,
            EXP: int(end.timestamp()) if end else None,
            IAT: int(self.signed_at.timestamp()),
            "a": self.application,
            "d": number_of(self.decided_on),
            "h": bytes.fromhex(self.standard_sha256[: 2 * _HASH]),
            "i": self.issue,
            "k": "" if self.kind == _kind_of(self.standard) else self.kind,
            "n": self.number,
            "p": [self.place_code, self.place],
            "q": self.decision,
            "s": self.standard,
            "u": self.unit,
            "x": int(self.trial),
        }
        return cbor2.dumps({key: value for key, value in said.items() if value}, canonical=True)

    def as_data(self) -> dict[str, Any]:
        """What a program reads; the page in the browser says the same in the same words."""
        return {
            "issuer": self.issuer,
            "number": self.number,
            "unit_code": self.unit_code,
            "unit": self.unit,
            "kind": self.kind,
            "standard": self.standard,
            "standard_sha256": self.standard_sha256,
            "place_code": self.place_code,
            "place": self.place,
            "decision": self.decision,
            "decided_on": self.decided_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "application": self.application,
            "issue": self.issue,
            "signed_at": spelled(self.signed_at),
        }


def decoded(payload: bytes) -> Claims:
    """The claims in a payload whose signature was found right. Raises Unreadable."""
    try:
        said = cbor2.loads(payload)
        if not isinstance(said, dict) or cbor2.dumps(said, canonical=True) != payload:
            raise Unreadable
        place_code, place = said["p"]
        end = said.get(EXP)
        claims = Claims(
            issuer=_a(str, said[ISS]),
            unit_code=_a(str, said[SUB]),
            unit=_a(str, said["u"]),
            kind=_a(str, said.get("k", "")) or _kind_of(_a(str, said["s"])),
            number=_a(str, said["n"]),
            application=_a(int, said["a"]),
            issue=_a(int, said["i"]),
            standard=_a(str, said["s"]),
            standard_sha256=_a(bytes, said["h"]).hex(),
            place_code=_a(str, place_code),
            place=_a(str, place),
            decided_on=day_of(_a(int, said["d"])),
            signed_at=datetime.fromtimestamp(_a(int, said[IAT]), UTC),
            decision=_a(str, said.get("q", "")),
            valid_until=None if end is None else _last_day(_a(int, end)),
            trial=said.get("x", 0) == 1,
        )
    except Unreadable:
        raise
    except Exception as error:  # of a token that another edition of this program signed
        raise Unreadable from error
    return claims


def number_of(day: date) -> int:
    """20261123: a day in five bytes that people can still read."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """Raises ValueError when there is no such day."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def spelled(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _end_of(day: date) -> datetime:
    """Midnight in Viet Nam after that day."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), VIET_NAM)


def _last_day(end: int) -> date:
    return (datetime.fromtimestamp(end, UTC).astimezone(VIET_NAM) - timedelta(seconds=1)).date()


def _kind_of(standard: str) -> str:
    return standard.rpartition("/")[2]


def _a(kind: type[_T], value: Any) -> _T:
    if type(value) is not kind:
        raise Unreadable
    return value
