"""Kept: what somebody typed into a form that came after their sign-in had ended, for half an hour.

It is found again by the same browser (a secret in its cookie, and the address that it is sent on to) for the same
account, and nobody else. Nothing is done with it until that person presses a button.
"""

import secrets
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

import orjson
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.cases import instant
from domain.database import Session, Sql, insert
from domain.portal_tables import Kept
from domain.store import Store
from portal.accounts import sign_ins
from portal.accounts.entering import own
from portal.accounts.sign_ins import Visitor, hashed
from portal.guard import SignInFirst, wanted
from portal.site import site
from portal.uploads import DRAINED
from portal.web import cookie_name, secure
from portal.written import FORMS, SECRETS, fits, form_of, kind

WHERE = "/gui-lai"
COOKIE = "kept"
LASTS = timedelta(minutes=30)
# The longest that is kept, in bytes; a batch of two thousand references is 100 kB.
LONGEST = 256 * 1024
# How much one account can have kept: a few tabs.
MOST = 10
# Forms that are about the sign-in itself.
NEVER = (
    "/dang-nhap",
    "/dang-xuat",
    "/lien-ket/",
    "/tai-khoan/buoc-hai",
    "/tai-khoan/mat-khau",
    "/tai-khoan/thiet-bi",
    WHERE,
)
# Whoever sends one of these has lost nothing by it.
_OF_SIGN_INS = ("/dang-nhap", "/dang-xuat", WHERE)

_KEEP = insert(Kept, "hash", "purpose", "account", "document", "expires_at")
_TIDY = Sql("delete from kept where expires_at <= :now")
_MAKE_ROOM = Sql(
    "delete from kept where purpose = 'form' and account = :account and hash not in (select hash from kept"
    f" where purpose = 'form' and account = :account order by expires_at desc, hash limit {MOST - 1})"
)
_FIND = Sql(
    "select document from kept where hash = :hash and purpose = 'form' and account = :account and expires_at > :now"
)
_DROP = Sql("delete from kept where hash = :hash and purpose = 'form' and account = :account")


class Form(NamedTuple):
    """A form as it was sent: where to, from which page, and its fields in their order, hidden ones too."""

    path: str
    back: str
    fields: tuple[tuple[str, str], ...]


async def sign_in_first(request: Request, first: Exception) -> Response:
    """Send somebody on to sign in; a form that they sent waits for them behind it."""
    assert isinstance(first, SignInFirst)
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": first.where})
    account = await _whose(request)
    form = await _sent(request, first) if account is not None else None
    if account is None or form is None:
        return _lost(request, first)
    document = orjson.dumps(form._asdict())
    if len(document) > LONGEST:
        return _lost(request, first)
    secret, id = request.cookies.get(COOKIE, "") or secrets.token_urlsafe(32), secrets.token_urlsafe(9)

    def write(store: Store) -> None:
        store.session.run(_TIDY, now=store.now)
        store.session.run(_MAKE_ROOM, account=account)
        until = instant(store.moment + LASTS)
        store.session.many(_KEEP, [(_hash(secret, id), "form", account, document.decode(), until)])

    await site(request).writer.write(write)
    response = RedirectResponse(_through(first, f"{WHERE}/{id}"), status_code=303)
    response.set_cookie(
        COOKIE, secret, max_age=int(LASTS.total_seconds()), path="/", httponly=True, secure=secure(request),
        samesite="lax",
    )  # fmt: skip
    return response


def find(session: Session, request: Request, id: str, account: int, now: str) -> Form | None:
    """What this browser sent for this account; None where there is none, or no longer."""
    row = session.row(_FIND, hash=_hash(request.cookies.get(COOKIE, ""), id), account=account, now=now)
    if row is None:
        return None
    told = orjson.loads(row[0])
    return Form(told["path"], told["back"], tuple((name, value) for name, value in told["fields"]))


def drop(session: Session, request: Request, id: str, account: int) -> None:
    session.run(_DROP, hash=_hash(request.cookies.get(COOKIE, ""), id), account=account)


def _hash(secret: str, id: str) -> str:
    return hashed(f"{secret} {id}")


def _lost(request: Request, first: SignInFirst) -> Response:
    """On to the page to sign in on; it says so when something was sent that is not kept."""
    sent = (
        request.method == "POST" and kind(request) in FORMS and not request.url.path.startswith(_OF_SIGN_INS)
    )
    return RedirectResponse(f"{first.where}&lost=1" if sent else first.where, status_code=303)


async def _whose(request: Request) -> int | None:
    """Whose page it was: whoever is signed in, though not enough for this, or was until lately on this device."""
    if request.method != "POST":
        return None
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    if visitor is not None:
        return visitor.person.id
    token = request.cookies.get(cookie_name(request))
    return await site(request).read(lambda session: sign_ins.whose(session, token)) if token else None


async def _sent(request: Request, first: SignInFirst) -> Form | None:
    """The form, where it is one that can be kept. One with files is not: without them it would be another."""
    if kind(request) not in FORMS or request.url.path.startswith(NEVER):
        return None
    if not fits(request):
        await _drained(request)
        return None
    form = await form_of(request)
    fields = form.multi_items() if form else []
    if any(isinstance(value, UploadFile) and (value.filename or value.size) for _, value in fields):
        return None
    typed = tuple((name, value) for name, value in fields if isinstance(value, str))
    if not typed or SECRETS & {name for name, _ in typed}:
        return None
    path = wanted(request)
    back = own(parse_qs(first.where.partition("?")[2]).get("next", ["/"])[0])
    return Form(path, path if back.startswith(WHERE) else back, typed)


async def _drained(request: Request) -> None:
    """Read on what is too large to be kept, so that the browser is there to be told where to go."""
    read = 0
    try:
        async for part in request.stream():
            read += len(part)
            if read > DRAINED:
                return
    except RuntimeError:  # it was read before
        return


def _through(first: SignInFirst, to: str) -> str:
    """The page to sign in on, leading to another one behind it."""
    where, _, query = first.where.partition("?")
    kept = {name: values[0] for name, values in parse_qs(query).items()}
    return f"{where}?{urlencode(kept | {'next': to})}"
