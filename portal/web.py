"""Web: the portal as one application: its routes, what surrounds them, and what becomes of a refusal."""

import logging
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.errors import NotAllowed, NotFound, Refused, TooMany
from domain.settings import settings
from domain.staying_up import settle_in
from portal.accounts import log as log_of
from portal.accounts import sign_ins
from portal.accounts.tries import Tries
from portal.bounds import Bounded, too_large
from portal.guard import SignInFirst
from portal.health import Health
from portal.pages import STATIC, page, refusal
from portal.shield import SAFE, Shield, clothe
from portal.signposts import signposts
from portal.site import Site
from portal.written import in_words

log = logging.getLogger("antoan.portal")


def create_app(site: Site) -> FastAPI:
    """The portal of a site."""
    from portal.api.app import Apart, Api
    from portal.kept import sign_in_first
    from portal.routes import routers  # each stage's pages; read late, as the web framework takes a second

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    app = FastAPI(title="An Toàn", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    app.state.site = site
    app.state.tries = Tries()
    app.router.routes.extend(signposts(routers()))
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.add_middleware(Asked)
    app.add_middleware(Known)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.add_middleware(Bounded)
    app.add_middleware(Shield, tell=_from_another_site)
    app.add_middleware(Apart, api=Api(site).app)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(SignInFirst, sign_in_first)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _failed)
    return app


def from_settings() -> FastAPI:
    """The portal of this installation, for uvicorn."""
    from portal.cli import opening

    site = Site(opening.database(), settings().home.absolute())
    site.health = Health(site.database, site.clock)
    app = create_app(site)
    _ = site.catalogue, site.procedures  # what every page needs
    settle_in(site.database)
    return app


class Asked:
    """Answers HEAD as GET, which FastAPI's routes do not: monitors and link checkers ask so. The server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if head else scope, receive, send)


class Known:
    """Finds out who asks, from the cookie; `request.state.visitor` is them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            request = Request(scope)
            site: Site = request.app.state.site
            token = request.cookies.get(cookie_name(request))
            visitor = None
            if token:
                found = await site.glance(lambda session: sign_ins.find(session, token, site.now))
                if found is not None:
                    visitor, to_write = found
                    if to_write:
                        await site.writer.write(
                            lambda store: sign_ins.seen(store.session, visitor.hash, site.now)
                        )
            request.state.visitor = visitor
            with site.writer.expecting(scope["method"] not in SAFE):
                await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def secure(request: Request) -> bool:
    """Whether the browser keeps cookies for secure pages only: over HTTPS, and on the machine itself."""
    host = request.headers.get("host", "").partition(":")[0]
    return request.scope["scheme"] == "https" or host in ("localhost", "127.0.0.1")


def cookie_name(request: Request) -> str:
    return "__Host-antoan" if secure(request) else "antoan"


def remember(request: Request, response: Response, token: str) -> None:
    """Give the device its token. In production only where it cannot be overheard.

    The browser keeps it for longer than it opens anything, so that what somebody sends too late is known to be theirs."""
    if not secure(request) and settings().env == "production":
        raise NotFound("Cổng chỉ cho đăng nhập qua HTTPS.", "The portal lets people sign in over HTTPS only.")
    response.set_cookie(
        cookie_name(request), token, path="/", secure=secure(request), httponly=True, samesite="lax",
        max_age=2 * int(sign_ins.LONGEST.total_seconds()),
    )  # fmt: skip


def forget(request: Request, response: Response) -> None:
    response.delete_cookie(
        cookie_name(request), path="/", secure=secure(request), httponly=True, samesite="lax"
    )


async def _from_another_site(scope: Scope) -> None:
    """A line in the security log for what another site made a browser send; a flood of it is not written down."""
    request = Request(scope)
    try:
        request.app.state.tries.count("from-another-site", request)
    except TooMany:
        return
    await log_of.told(request, "from-another-site", detail=f"{request.method} {request.url.path}")


class _Static(StaticFiles):
    """Files of ours: for ever, because their address changes when they do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        return response


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    if isinstance(error, NotAllowed):
        await log_of.told(request, "refused", detail=f"{request.method} {request.url.path}")
    return refusal(request, error, await in_words(request))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 413:
        return too_large(request)
    if error.status_code == 404:
        return refusal(request, NotFound("Không có trang này.", "There is no such page."))
    return page(request, "problem.html", status=error.status_code, number=str(error.status_code))


async def _not_understood(request: Request, error: Exception) -> Response:
    return refusal(request, NotFound("Không có trang này.", "There is no such page."))


async def _failed(request: Request, error: Exception) -> Response:
    """What nobody foresaw: a page with a number that the log has too, and nothing else."""
    number = uuid.uuid4().hex[:8]
    log.error("%s %s %s", number, request.method, request.url.path, exc_info=error)
    response = page(request, "problem.html", status=500, number=number)
    # A failure is answered from outside of everything that surrounds the pages.
    clothe(response.headers, getattr(request.state, "nonce", ""), secure=request.url.scheme == "https")
    return response
