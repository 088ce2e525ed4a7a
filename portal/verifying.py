"""Verifying: the page on which anybody checks a certificate, what it works with offline, and the signed keys and list."""

import hashlib
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain.settings import settings
from domain.unit_rows import KINDS
from domain.verification import PAGE
from portal.guard import AtSite, anyone
from portal.pages import STATIC, page, static
from portal.published import Published, answer
from portal.site import Site

router = APIRouter()

Anyone = Annotated[Any, Depends(anyone)]

TEMPLATE = "verify/page.html"
# What the page is made of.
FILES = (
    "vendor/govuk-frontend.min.css",
    "antoan.css",
    "icon.svg",
    "once.js",
    "vendor/cborg.min.js",
    "verify-core.js",
    "verify.js",
)


@router.get(PAGE)
def verify(request: Request, site: AtSite, _: Anyone) -> Response:
    """The page. What stands behind “#” in its address stays in the browser."""
    host = urlsplit(settings().public_address).netloc if settings().public_url else request.url.netloc
    standards = [one for one in site.catalogue.standards.values() if one.opens_registration]
    return page(request, TEMPLATE, host=host, kinds=KINDS, standards=standards)


@router.get(f"{PAGE}/sw.js")
def worker(_: Anyone) -> Response:
    """The service worker. Its text changes whenever the page or a file of it does, and with it what devices keep."""
    files = [static(name) for name in FILES]
    source = (STATIC / "verify-worker.js").read_text()
    templates = STATIC.parent / "templates"
    made_of = [*files, source, *((templates / one).read_text() for one in ("base.html", TEMPLATE))]
    version = hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:12]
    listed = ", ".join(f'"{one}"' for one in files)
    text = source.replace("__VERSION__", version).replace('"__FILES__"', listed).replace("__PAGE__", PAGE)
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": PAGE}
    return Response(text, media_type="text/javascript; charset=utf-8", headers=headers)


@router.get("/.well-known/antoan/keys.json")
async def keys(request: Request, site: AtSite, _: Anyone) -> Response:
    """The public keys, signed."""
    return answer(request, await run_in_threadpool(_published(request, site).keys), "application/json")


@router.get("/.well-known/antoan/status")
async def status(request: Request, site: AtSite, _: Anyone) -> Response:
    """The list of what no longer holds, signed."""
    return answer(request, await run_in_threadpool(_published(request, site).status), "application/cwt")


def _published(request: Request, site: Site) -> Published:
    state = request.app.state
    found: Published | None = getattr(state, "published", None)
    if found is None:
        found = state.published = Published(site)
    return found
