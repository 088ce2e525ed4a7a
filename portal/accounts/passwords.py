"""Passwords: kept as Argon2 hashes. The one deviation from “exactly as received”: NFC, because phones and Macs send NFD."""

import unicodedata
from functools import cache

from pwdlib import PasswordHash


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """Takes a sixth of a second: never in the event loop."""
    return _hasher().hash(unicodedata.normalize("NFC", password))


def fits(password: str, hash: str | None) -> bool:
    """Whether it is the password. An account without one takes as long to refuse as any other."""
    right = _hasher().verify(unicodedata.normalize("NFC", password), hash or _nobody())
    return right and hash is not None
