"""Envelopes: bytes signed with ES256 as COSE_Sign1 (RFC 9052), in exactly one form; whatever deviates by a bit is refused.

Signing and verifying are the library's. What is added here is that there is one form only: headers nobody signs are
empty, numbers and lengths are the shortest, of the two signatures that ECDSA allows for each (s and n - s) only the
smaller one counts, and base64url ends as it must. `typ` keeps apart what one key signs: a list is never a certificate.
"""

import base64
import binascii
from typing import Any, NamedTuple

import cbor2
from cwt import COSE, COSEKey
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError

ES256 = -7
# The order of the curve P-256 (FIPS 186-4, D.1.2.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HALF = _ORDER // 2
_SIGNATURE = 64
_TAG = 18
_ALGORITHM, _KEY_ID, _TYPE = 1, 4, 16
KEY_ID = 8

_cose = COSE.new()


class Unreadable(ValueError):
    """Not an envelope at all, or not in the one form that it has."""


class Envelope(NamedTuple):
    """What was read of it, before anybody asked whether the signature is right."""

    key_id: bytes
    payload: bytes
    data: bytes


def seal(payload: bytes, key: COSEKeyInterface, key_id: bytes, typ: str = "") -> bytes:
    """`payload` in an envelope signed by `key`."""
    signed = _cose.encode_and_sign(payload, key, protected=_header(key_id, typ))
    assert isinstance(signed, bytes)
    s = int.from_bytes(signed[-32:], "big")
    return signed if s <= _HALF else signed[:-32] + (_ORDER - s).to_bytes(32, "big")


def read(data: bytes, typ: str = "") -> Envelope:
    """Raises Unreadable for anything but the one form that `seal` gives, whoever signed it."""
    try:
        tag = cbor2.loads(data)
        protected, _, payload, signature = tag.value
        key_id = cbor2.loads(protected)[_KEY_ID]
        if not (isinstance(key_id, bytes) and len(key_id) == KEY_ID and isinstance(payload, bytes)):
            raise Unreadable
        if not (isinstance(signature, bytes) and len(signature) == _SIGNATURE):
            raise Unreadable
        header = cbor2.dumps(_header(key_id, typ), canonical=True)
        if data != cbor2.dumps(cbor2.CBORTag(_TAG, [header, {}, payload, signature])):
            raise Unreadable
    except Unreadable:
        raise
    except Exception as error:  # the reader of CBOR raises whatever the bytes make it stumble over
        raise Unreadable from error
    return Envelope(key_id, payload, data)


def genuine(envelope: Envelope, key: COSEKeyInterface) -> bool:
    """Whether the envelope was signed by this key."""
    if int.from_bytes(envelope.data[-32:], "big") > _HALF:
        return False
    try:
        return bool(_cose.decode(envelope.data, key) == envelope.payload)
    except (CWTError, ValueError):
        return False


def cose_key(key_id: bytes, x: bytes, y: bytes, d: bytes | None = None) -> COSEKeyInterface:
    """A key of the curve P-256 for ES256; with `d`, one that signs. Raises ValueError for a point beside the curve."""
    parameters: dict[int, Any] = {1: 2, 2: key_id, 3: ES256, -1: 1, -2: x, -3: y}
    return COSEKey.new(parameters if d is None else {**parameters, -4: d})


def text(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def untext(said: str) -> bytes:
    """The bytes; raises Unreadable for any other spelling than the one of `text`."""
    try:
        data = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except (binascii.Error, ValueError) as error:
        raise Unreadable from error
    if text(data) != said:
        raise Unreadable
    return data


def _header(key_id: bytes, typ: str) -> dict[int, Any]:
    header: dict[int, Any] = {_ALGORITHM: ES256, _KEY_ID: key_id}
    return {**header, _TYPE: typ} if typ else header
