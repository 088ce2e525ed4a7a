"""Shield: what every answer carries and every request passes: the nonce, the policy, the origin of what changes things."""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def policy(nonce: str) -> str:
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data: blob:; font-src 'self';"
        " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'; object-src 'none'"
    )


def clothe(headers: MutableHeaders, nonce: str, *, secure: bool) -> None:
    """What every answer carries, that of a failure too."""
    headers.setdefault("Content-Security-Policy", policy(nonce))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
    headers.setdefault("Cache-Control", "no-store")
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


class Shield:
    """Around everything else, so that errors carry the policy too. `tell` writes down what came from another site."""

    def __init__(self, app: App, tell: Callable[[Scope], Awaitable[None]]) -> None:
        self.app = app
        self.tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)
        secure = scope["scheme"] == "https"

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                clothe(MutableHeaders(scope=message), nonce, secure=secure)
            await send(message)

        if scope["method"] not in SAFE and not _ours(scope):
            await self.tell(scope)
            refused = PlainTextResponse(
                "Yêu cầu này đến từ một trang khác nên bị từ chối. / This request came from another site and is refused.",
                status_code=403,
            )
            await refused(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def _ours(scope: Scope) -> bool:
    """Whether what changes things was sent by a page of ours, or by a program that sends no cookies."""
    headers = Headers(scope=scope)
    if headers.get("authorization", "").startswith("Bearer "):
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")
