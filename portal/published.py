"""Published: the key set and the status list as anybody may fetch them, signed anew when they say something new."""

import hashlib
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from domain import certificate_status, certificate_tokens, key_sets, status_lists
from domain.calendar import today
from domain.certificate_tokens import Signer
from domain.settings import settings
from portal.site import Site

# How long, in seconds, nobody looks whether anything has changed; and how much longer than the last look took.
LOOK, RATIO = 2.0, 20
# How old a set or a list that says nothing new may become before it is dated anew.
FRESH = timedelta(hours=1)


class Document(NamedTuple):
    """Signed bytes, of which state of things, made when."""

    content: bytes
    of: str
    made_at: datetime

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:24]}"'


class Published:
    """What one portal publishes. Whoever asks waits for nobody's signature but the first after a change."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._kept: dict[str, Document] = {}
        self._next: dict[str, datetime] = {}

    def keys(self) -> Document:
        def make() -> tuple[str, Callable[[datetime], bytes]]:
            by = self._signer()
            said = repr([one.public.as_data() for one in by.keys])
            return said, lambda now: key_sets.published(by.keys, by.issuer, now)

        return self._found("keys", make)

    def status(self) -> Document:
        def make() -> tuple[str, Callable[[datetime], bytes]]:
            by, now = self._signer(), self._site.now
            with self._site.database.reading() as session:
                seen = certificate_status.seen(session, today(now))
            key, lasts = by.key(now), timedelta(days=settings().status_days)
            of = f"{seen.fingerprint} {key.public.id.hex()}"
            return of, lambda now: status_lists.published(seen.status, key, by.issuer, now, lasts)

        return self._found("status", make)

    def _signer(self) -> Signer:
        return certificate_tokens.signer(settings(), self._site.now, self._site.home)

    def _found(self, name: str, look: Callable[[], tuple[str, Callable[[datetime], bytes]]]) -> Document:
        with self._lock:
            now, kept = self._site.now, self._kept.get(name)
            # A clock that was set back must not keep what is old.
            if kept and kept.made_at <= now < self._next[name]:
                return kept
            began = time.monotonic()
            of, make = look()
            if kept is None or kept.of != of or not timedelta() <= now - kept.made_at < FRESH:
                kept = self._kept[name] = Document(make(now), of, now)
            took = RATIO * (time.monotonic() - began)
            self._next[name] = now + timedelta(seconds=max(LOOK, took) if LOOK else 0)
            return kept


def answer(request: Request, document: Document, media_type: str) -> Response:
    """The document, or that whoever asks has it already. Any page may read it: it is public and signed."""
    headers = {
        "ETag": document.tag,
        "Last-Modified": document.made_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "Cache-Control": "public, max-age=60, must-revalidate",
        "Access-Control-Allow-Origin": "*",
    }
    # Whoever compresses an answer on the way marks its tag as a weak one.
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if document.tag in known:
        return Response(status_code=304, headers=headers)
    return Response(document.content, media_type=media_type, headers=headers)
