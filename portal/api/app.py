"""App: /api/v1 as an application apart from the pages: no cookie is looked at, only Authorization, and every answer is JSON."""

import asyncio
import logging
import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from domain import people
from domain.errors import NotAllowed, Refused
from domain.people import DEED_NAMES
from domain.settings import settings
from portal.api import inputs, problems, tokens
from portal.api.call import Call
from portal.api.openapi import PREFIX, document
from portal.api.operations import OPERATIONS, Operation
from portal.api.problems import Problem
from portal.api.tokens import Holder
from portal.site import Site

log = logging.getLogger("antoan.api")

_KEY = re.compile("[!-~]{1,200}")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Vary": "Authorization, Accept-Language",
}


class Api:
    """The API of a site."""

    def __init__(self, site: Site, rate: int | None = None) -> None:
        self.site = site
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._rate = RateLimitItemPerMinute(rate or settings().api_rate)
        # Tokens that hold nothing, by address: whoever guesses is slow.
        self._guesses = RateLimitItemPerMinute(30)
        self._notes: set[asyncio.Task[Any]] = set()
        self.app = Starlette(routes=self._routes(), exception_handlers={HTTPException: _http})

    def _routes(self) -> list[Route]:
        by_path: dict[str, dict[str, Operation]] = {}
        for one in OPERATIONS:
            by_path.setdefault(one.path, {})[one.method] = one
        routes = [Route("/openapi.json", self._described, methods=["GET"])]
        for path, methods in by_path.items():
            address = path.replace("{season}", "{season:int}").replace("{standard}", "{standard:path}")
            routes.append(Route(address, self._endpoint(methods), methods=list(methods)))
        return routes

    def _endpoint(self, methods: dict[str, Operation]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            one = methods["GET" if request.method == "HEAD" else request.method]
            headers: dict[str, str] = {}
            try:
                found = await self._answer(request, one, headers)
            except Problem as problem:
                response = problems.answer(problem, language(request))
            except Refused as refused:
                response = problems.answer(problems.of_refusal(refused), language(request))
            except Exception as error:
                response = _failed(request, error)
            else:
                content = orjson.dumps(found, option=orjson.OPT_NON_STR_KEYS, default=str)
                response = Response(content, media_type="application/json")
            response.headers.update(headers)
            response.headers.update(_HEADERS)
            return response

        return answer

    async def _answer(self, request: Request, one: Operation, headers: dict[str, str]) -> Any:
        holder = await self._holder(request)
        self._count(holder, headers)
        bounds = holder.person.bounds
        assert bounds is not None
        if one.deed not in bounds.deeds:
            people_said = people.may(holder.person, one.deed, bounds.path)
            assert people_said is not None, DEED_NAMES[one.deed]
            raise NotAllowed(people_said.vi, people_said.en)
        key = _key(request) if one.is_act else None
        query = inputs.query(request, one.query)
        body = await inputs.body(request, one.body, one.largest) if one.body else None
        return await one.do(
            Call(
                self.site,
                holder.person,
                {name: str(v) for name, v in request.path_params.items()},
                query,
                body,
                key,
            )
        )

    async def _holder(self, request: Request) -> Holder:
        """Who the token acts for. Raises Problem."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _no_token(
                "Hãy gửi mã truy cập: Authorization: Bearer ….",
                "Send an access token: Authorization: Bearer ….",
            )
        if settings().env == "production" and request.url.scheme != "https" and not _here(request):
            raise NotAllowed("API chỉ nhận mã truy cập qua HTTPS.", "The API takes tokens over HTTPS only.")
        address = request.client.host if request.client else ""
        if not self._limiter.test(self._guesses, "guess", address):
            raise _too_many(60)
        now = self.site.now
        found = await self.site.read(lambda session: tokens.find(session, token.strip(), now))
        if found is None:
            self._limiter.hit(self._guesses, "guess", address)
            raise _no_token(
                "Mã truy cập không đúng, đã hết hạn hoặc đã bị hủy.",
                "The access token is wrong, has expired or was ended.",
                ', error="invalid_token"',
            )
        if found.to_note:
            # Nobody waits for this.
            note = asyncio.ensure_future(
                self.site.writer.write(lambda store: tokens.used(store.session, found.hash, now))
            )
            self._notes.add(note)
            note.add_done_callback(self._notes.discard)
        return found

    def _count(self, holder: Holder, headers: dict[str, str]) -> None:
        """One more request of this token. Raises Problem when it has none left."""
        taken = self._limiter.hit(self._rate, "token", holder.hash)
        stats = self._limiter.get_window_stats(self._rate, "token", holder.hash)
        wait = max(1, int(stats.reset_time - _clock() + 0.999))
        headers["RateLimit-Limit"] = str(self._rate.amount)
        headers["RateLimit-Remaining"] = str(stats.remaining)
        headers["RateLimit-Reset"] = str(wait)
        if not taken:
            raise _too_many(wait)

    async def _described(self, request: Request) -> Response:
        return Response(orjson.dumps(document()), media_type="application/json", headers=_HEADERS)


class Apart:
    """Sends what is for the API there, before anything of the pages looks at it."""

    def __init__(self, app: ASGIApp, api: ASGIApp) -> None:
        self.app = app
        self.api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["path"] == PREFIX or scope["path"].startswith(f"{PREFIX}/")):
            await self.api({**scope, "root_path": scope.get("root_path", "") + PREFIX}, receive, send)
        else:
            await self.app(scope, receive, send)


def language(request: Request) -> str:
    """The better liked of our two languages; Vietnamese when the caller does not say."""
    best, weight = "vi", 0.0
    for part in request.headers.get("accept-language", "").split(","):
        name, _, q = part.partition(";")
        try:
            wish = float(q.strip().removeprefix("q=")) if q.strip() else 1.0
        except ValueError:
            continue
        name = name.strip().lower()[:2]
        if name in ("vi", "en") and wish > weight:
            best, weight = name, wish
    return best


def _key(request: Request) -> str:
    keys = request.headers.getlist("idempotency-key")
    if len(keys) != 1 or not _KEY.fullmatch(keys[0]):
        raise Problem(
            "bad-input",
            "Hãy gửi một Idempotency-Key: 1–200 ký tự ASCII không có dấu cách. Gửi lại cùng khóa là cùng một việc.",
            "Send one Idempotency-Key: 1–200 ASCII characters without spaces. The same key again is the same act.",
        )
    return keys[0]


def _clock() -> float:
    import time

    return time.time()


def _here(request: Request) -> bool:
    return request.url.hostname in ("localhost", "127.0.0.1")


def _no_token(vi: str, en: str, more: str = "") -> Problem:
    return Problem("no-token", vi, en, headers={"WWW-Authenticate": f'Bearer realm="antoan"{more}'})


def _too_many(wait: int) -> Problem:
    return Problem(
        "too-many",
        "Đã gọi quá nhiều; hãy đợi {wait} giây.",
        "Too many requests; wait {wait} seconds.",
        headers={"Retry-After": str(wait)},
        wait=wait,
    )


async def _http(request: Request, error: Exception) -> Response:
    """An address or a method that is not ours."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        problem = Problem(
            "no-such-method", "Địa chỉ này chỉ nhận: {allowed}.", "This address only takes: {allowed}.",
            headers=error.headers, allowed=(error.headers or {}).get("Allow", "–"),
        )  # fmt: skip
    else:
        problem = Problem("not-found", "API không có địa chỉ này.", "The API has no such address.")
    response = problems.answer(problem, language(request))
    response.headers.update(_HEADERS)
    return response


def _failed(request: Request, error: Exception) -> Response:
    """What nobody foresaw: a number that the log has too, and nothing else."""
    number = uuid.uuid4().hex[:8]
    log.error("%s %s %s", number, request.method, request.url.path, exc_info=error)
    problem = Problem(
        "failed",
        "Lỗi của hệ thống, số {number}. Gửi lại với cùng Idempotency-Key thì không làm hai lần.",
        "A failure of ours, number {number}. Sent again with the same Idempotency-Key nothing is done twice.",
        instance=f"urn:antoan:failure:{number}",
        number=number,
    )
    return problems.answer(problem, language(request))
