"""Openly: what anybody may keep and read from anywhere: caching by content, and the leave for other sites to read."""

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from domain.settings import settings

# How long, in seconds, a page of the register, its data and a badge may be taken from a cache. A badge that is embedded
# somewhere must not say “in force” for long after it is no longer true.
PAGE, DATA, BADGE = 60, 300, 60
ANYWHERE: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def cached(request: Request, response: Response, seconds: int, *, anywhere: bool = False) -> Response:
    """The answer with what a cache needs, or that whoever asks has it already. A page of somebody who is signed in, or
    that sets a cookie, is theirs alone."""
    if anywhere:
        response.headers.update(ANYWHERE)
    if getattr(request.state, "visitor", None) or "set-cookie" in response.headers:
        return response
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    if not anywhere:
        response.headers["Vary"] = "Cookie, Accept-Language"
    tag = f'W/"{hashlib.sha256(bytes(response.body)).hexdigest()[:24]}"'
    response.headers["ETag"] = tag
    known = {one.strip() for one in request.headers.get("if-none-match", "").split(",")}
    if response.status_code == 200 and known & {tag, tag.removeprefix("W/"), "*"}:
        kept = (
            "cache-control",
            "etag",
            "vary",
            "access-control-allow-origin",
            "cross-origin-resource-policy",
        )
        return Response(
            status_code=304, headers={name: value for name, value in response.headers.items() if name in kept}
        )
    return response


def base(request: Request) -> str:
    """The address under which everybody knows the portal, without a slash at its end."""
    return settings().public_url or str(request.base_url).rstrip("/")
