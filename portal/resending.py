"""Resending: whoever signed in again sees what they had typed, and sends it with one press, or throws it away."""

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain.cases import instant
from domain.errors import NotFound
from portal import form_words, kept
from portal.guard import AtSite, SignedIn
from portal.pages import language, moved, page

router = APIRouter(prefix=kept.WHERE)

# How much of a page is read for its words.
LARGEST = 1_000_000


@router.get("/{id}")
async def show(request: Request, site: AtSite, person: SignedIn, id: str) -> Response:
    """What was typed, in the words of its own page; nothing of it is done yet."""
    form = await _found(request, site, person.id, id)
    html = await _page(request, form.back)
    told = await run_in_threadpool(form_words.told, html, form.path, form.fields)
    return page(request, "accounts/resend.html", form=form, told=told, id=id)


@router.post("/{id}")
async def discard(
    request: Request, site: AtSite, person: SignedIn, id: str, go: Annotated[str, Form()] = ""
) -> Response:
    """Throw it away, and go back to the page where it was typed."""
    form = await _found(request, site, person.id, id)
    await site.writer.write(lambda store: kept.drop(store.session, request, id, person.id))
    return moved(form.back)


async def _found(request: Request, site: AtSite, account: int, id: str) -> kept.Form:
    form = await site.read(lambda session: kept.find(session, request, id, account, instant(site.now)))
    if form is None:
        raise NotFound(
            "Không còn nội dung nào được giữ ở đây: đã quá 30 phút, đã bỏ, hoặc là của tài khoản hay trình duyệt khác.",
            "Nothing is kept here any longer: 30 minutes are over, it was discarded, or it belongs to another account or browser.",
        )
    return form


async def _page(request: Request, where: str) -> str:
    """A page of ours as the same person sees it; empty where there is none. Asked from inside, through every guard."""
    path, _, query = where.partition("#")[0].partition("?")
    query += f"&lang={language(request)}"
    wanted = (b"cookie", b"host", b"accept-language")
    scope = {
        **{name: request.scope[name] for name in ("type", "http_version", "scheme", "client", "server")},
        "method": "GET", "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name, value) for name, value in request.scope["headers"] if name in wanted],
    }  # fmt: skip
    status, body = 0, bytearray()

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif len(body) < LARGEST:
            body.extend(message.get("body", b""))

    await request.app(scope, receive, send)
    return body.decode("utf-8", "replace") if status == 200 else ""
