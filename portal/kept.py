"""Kept: what somebody typed into a form after their sign-in had ended; their own browser keeps it until they are back.

A router with `route_class=Keeping` keeps the fields of a form that comes too late; the page of that form asks `typed(request)`
and shows them again, unsaved. No script is needed, and nothing of it is stored here.
"""

import base64
import json
import zlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.errors import Refused
from portal.guard import SignInFirst
from portal.uploads import MB, sent
from portal.web import secure

COOKIE = "kept"
SECONDS = 30 * 60
# A browser keeps 4,096 bytes; what is longer cannot be kept.
MOST = 3_800
UNPACKED = 64_000


class Keeping(APIRoute):
    """A route whose forms survive the end of a sign-in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def keeping(request: Request) -> Response:
            try:
                return await handler(request)
            except SignInFirst as first:
                if request.method != "POST":
                    raise
                return await _keep(request, first)

        return keeping


async def _keep(request: Request, first: SignInFirst) -> Response:
    response = RedirectResponse(first.where, status_code=303)
    try:
        form = await sent(request, MB)
    except Refused:
        return response
    fields = {name: value for name, value in form.items() if isinstance(value, str) and name != "key"}
    packed = zlib.compress(json.dumps([request.url.path, fields]).encode(), 9)
    text = base64.urlsafe_b64encode(packed).decode()
    if len(text) <= MOST:
        response.set_cookie(
            COOKIE, text, max_age=SECONDS, path="/", httponly=True, secure=secure(request), samesite="lax"
        )
    return response


def typed(request: Request) -> dict[str, str]:
    """What was typed into the form of this page when the sign-in had ended; empty where nothing was."""
    try:
        packed = base64.urlsafe_b64decode(request.cookies.get(COOKIE, ""))
        path, fields = json.loads(zlib.decompressobj().decompress(packed, UNPACKED))
    except (ValueError, zlib.error, TypeError):
        return {}
    if path != request.url.path or not isinstance(fields, dict):
        return {}
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/")
