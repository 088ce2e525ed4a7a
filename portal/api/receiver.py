"""Receiver: how whoever receives a webhook checks it: the lines that the page /api shows, and a test runs."""

import hashlib
import hmac
import time


def genuine(secret: str, header: str, body: bytes, within: int = 300) -> bool:
    """Whether An Toàn sent this body, not longer ago than `within` seconds. `header` is Antoan-Signature."""
    parts = [part.partition("=") for part in header.split(",")]
    at = next((value for name, _, value in parts if name == "t"), "")
    if not at.isdecimal() or abs(time.time() - int(at)) > within:
        return False
    ours = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(ours.encode(), value.encode()) for name, _, value in parts if name == "v1")
