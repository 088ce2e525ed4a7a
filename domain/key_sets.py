"""Key sets: the public keys as they are published: dated, and signed by every key that is still held.

Whoever kept a set follows a newer one only when a key that they knew signed it, so that nobody else can put keys of their
own in its place. Whoever has none yet has to take the first from somebody they trust.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from domain import envelopes
from domain.certificates import spelled
from domain.envelopes import Unreadable, text, untext
from domain.signing_keys import PublicKey, SigningKey

TYPE = "antoan-keys"


@dataclass(frozen=True)
class KeySet:
    """The keys of an issuer as of an instant."""

    issuer: str
    issued_at: datetime
    keys: dict[bytes, PublicKey]

    def vouches(self, key: PublicKey) -> bool:
        """Whether a newer set may be believed on this key's word: a trial key's only where all are for trial."""
        return not key.stolen and (not key.trial or all(one.trial for one in self.keys.values()))


def published(keys: Sequence[SigningKey], issuer: str, now: datetime) -> bytes:
    """The text of `keys.json`: the set for people to read, and the same signed by each key."""
    told = {
        "issuer": issuer,
        "issued_at": spelled(now),
        "keys": [one.public.as_data() for one in keys],
    }
    payload = orjson.dumps(told)
    signers = [one for one in keys if not one.public.stolen]
    return orjson.dumps(
        {**told, "signed": [text(one.seal(payload, TYPE)) for one in signers]}, option=orjson.OPT_INDENT_2
    )


def read(content: bytes, known: KeySet | None = None) -> KeySet:
    """The set in a published text. With `known`, one that a key of that set signed, and no older. Raises Unreadable."""
    try:
        said = orjson.loads(content)
        spoken = {name: said[name] for name in ("issuer", "issued_at", "keys")}
        signed = [envelopes.read(untext(one), TYPE) for one in said["signed"]]
        # What people read and what was signed are the same, in every copy.
        if not signed or any(orjson.loads(one.payload) != spoken for one in signed):
            raise Unreadable
        found = _set(spoken)
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise Unreadable from error
    trusted = known or found
    if not any(
        (key := trusted.keys.get(one.key_id)) is not None
        and trusted.vouches(key)
        and envelopes.genuine(one, key.cose)
        for one in signed
    ):
        raise Unreadable
    if known is not None and found.issued_at < known.issued_at:
        raise Unreadable
    return found


def _set(spoken: dict[str, Any]) -> KeySet:
    keys = [PublicKey.from_data(one) for one in spoken["keys"]]
    found = {key.id: key for key in keys}
    if len(found) != len(keys) or not isinstance(spoken["issuer"], str):
        raise Unreadable
    return KeySet(spoken["issuer"], datetime.fromisoformat(spoken["issued_at"]), found)
