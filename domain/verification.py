"""Verification: what a token is worth, by the published keys and the last status list; never more than is known.

`portal/static/verify-core.js` says the same in a browser, word for word; `tests/portal/web/test_verify.py` compares them.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain import certificates, envelopes
from domain.certificates import Claims, spelled
from domain.envelopes import Unreadable
from domain.key_sets import KeySet
from domain.status_lists import Renamed, Revoked, StatusList

PAGE = "/xac-minh"
_HOST = re.compile(r"[A-Za-z]+://([^/?]*)")


class Verdict(StrEnum):
    """What is found; in this order, the first that fits. Only VALID is all right."""

    UNREADABLE = "unreadable"  # no token, or part of one
    UNKNOWN_KEY = "unknown-key"  # signed, if at all, by a key that is not published here
    FORGED = "forged"  # the signature is not that of what is written
    KEY_STOLEN = "key-stolen"  # whoever stole the key may have written it
    KEY_OUT_OF_TIME = "key-out-of-time"  # signed before or after the time of its key
    REVOKED = "revoked"
    CORRECTED = "corrected"  # a newer certificate takes its place
    EXPIRED = "expired"
    STATUS_UNKNOWN = "status-unknown"  # genuine; no list says whether it still holds
    STATUS_OLD = (
        "status-old"  # genuine and in force when the last list was made, which should have been followed
    )
    VALID = "valid"


@dataclass(frozen=True)
class Found:
    """A verdict with what it rests on. `elsewhere`: the address that held the token is not that of who signed it."""

    verdict: Verdict
    key_id: str = ""
    trial: bool = False
    claims: Claims | None = None
    listed_at: datetime | None = None
    revoked: Revoked | None = None
    renamed: Renamed | None = None
    elsewhere: bool = False

    def as_data(self) -> dict[str, Any]:
        return {
            "verdict": str(self.verdict),
            "trial": self.trial,
            "elsewhere": self.elsewhere,
            "key": self.key_id,
            "listed_at": spelled(self.listed_at) if self.listed_at else None,
            "revoked": {"on": self.revoked.on.isoformat(), "decision": self.revoked.decision}
            if self.revoked
            else None,
            "renamed": {
                "name": self.renamed.name,
                "code": self.renamed.code,
                "on": self.renamed.on.isoformat(),
            }
            if self.renamed
            else None,
            "claims": self.claims.as_data() if self.claims else None,
        }


def verify(said: str, keys: KeySet, status: StatusList | None, now: datetime) -> Found:
    """What a token, or an address that holds one behind its “#”, is worth."""
    # An address that was sent in a letter comes back with its lines broken.
    address, hash_, behind = re.sub(r"[ \t\r\n]", "", said).partition("#")
    token = behind if hash_ else address
    named = _HOST.match(address) if hash_ else None
    host = named[1].lower() if named else None
    try:
        envelope = envelopes.read(envelopes.untext(token))
    except Unreadable:
        return Found(Verdict.UNREADABLE)
    id = envelope.key_id.hex()
    key = keys.keys.get(envelope.key_id)
    if key is None:
        return Found(Verdict.UNKNOWN_KEY, id)
    if not envelopes.genuine(envelope, key.cose):
        return Found(Verdict.FORGED, id)
    if key.stolen:
        return Found(Verdict.KEY_STOLEN, id, key.trial)
    try:
        claims = certificates.decoded(envelope.payload)
    except Unreadable:
        return Found(Verdict.UNREADABLE, id, key.trial)
    trial = key.trial or claims.trial
    elsewhere = host is not None and host != claims.issuer
    if not key.counted(claims.signed_at):
        return Found(Verdict.KEY_OUT_OF_TIME, id, trial, claims, elsewhere=elsewhere)
    told = status.status if status else None
    revoked = told.revoked.get(claims.application) if told else None
    return Found(
        _standing(claims, status, now),
        id,
        trial,
        claims,
        status.made_at if status else None,
        revoked,
        _renamed(claims, told.renamed.get(claims.unit_code)) if told else None,
        elsewhere,
    )


def _renamed(claims: Claims, now: Renamed | None) -> Renamed | None:
    """A certificate may have been made out to the newer name already."""
    return now if now and (now.code or now.name != claims.unit) else None


def _standing(claims: Claims, status: StatusList | None, now: datetime) -> Verdict:
    """What has become of a certificate that is genuine."""
    if status is not None:
        if claims.application in status.status.revoked:
            return Verdict.REVOKED
        if status.status.corrected.get(claims.application, 0) > claims.issue:
            return Verdict.CORRECTED
        # A clock that runs behind the list is wrong.
        now = max(now, status.made_at)
    if claims.expires_at is not None and now >= claims.expires_at:
        return Verdict.EXPIRED
    # A list that was made before the certificate cannot know of it.
    if status is None or status.made_at < claims.signed_at:
        return Verdict.STATUS_UNKNOWN
    return Verdict.STATUS_OLD if now >= status.due_at else Verdict.VALID
