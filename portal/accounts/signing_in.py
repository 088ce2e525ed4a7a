"""Signing in and out with a password."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain.database import Sql
from domain.errors import TooMany
from domain.texts import Text
from portal.accounts import log, outside, passwords, sign_ins, trying
from portal.accounts.entering import enter, own
from portal.accounts.tries import tries
from portal.guard import AtSite, anyone, half_signed_in
from portal.pages import moved, page
from portal.site import Site, site
from portal.web import forget

router = APIRouter()

_CREDENTIAL = Sql(
    "select c.id, k.password from account c left join credential k on k.account = c.id"
    " where c.login = :login and c.active = 1 and c.sample = 0"
)
WRONG = Text(vi="Tên đăng nhập hoặc mật khẩu không đúng.", en="The login or the password is wrong.")


@router.get("/dang-nhap")
async def ask(
    request: Request,
    site: AtSite,
    _: Annotated[Any, Depends(anyone)],
    next: str = "/",
    again: str = "",
    lost: str = "",
) -> Response:
    return await _page(request, site, own(next), again=bool(again), lost=bool(lost))


async def _page(
    request: Request, site: Site, next: str, login: str = "", problem: Text | None = None, status: int = 200,
    again: bool = False, lost: bool = False,
) -> Response:  # fmt: skip
    samples = await site.read(trying.to_try)
    return page(
        request, "accounts/sign_in.html", status=status, next=next, login=login, problem=problem, field="login",
        samples=samples,
        again=again, lost=lost, providers=outside.offered(),
    )  # fmt: skip


@router.post("/dang-nhap")
async def sign_in(
    request: Request,
    site: AtSite,
    _: Annotated[Any, Depends(anyone)],
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    login, next = login.strip(), own(next)
    try:
        tries(request).count("sign-in", request, login)
    except TooMany as refusal:
        await log.told(request, "too-many-tries", login=login, detail="sign-in")
        return await _page(request, site, next, login, refusal.text, 429)
    found = await site.read(lambda session: session.row(_CREDENTIAL, login=login.replace("\x00", "")))
    account, hash = found if found else (None, None)
    good = await run_in_threadpool(passwords.fits, password, hash)
    if not good or account is None:
        await log.told(request, "sign-in-failed", account, login)
        return await _page(request, site, next, login, WRONG, 422)
    tries(request).forgive("sign-in", request, login)
    return await enter(request, account, login, next, "password")


@router.post("/dang-xuat")
async def sign_out(
    request: Request, visitor: Annotated[sign_ins.Visitor, Depends(half_signed_in)]
) -> Response:
    where = log.address(request)

    def write(store: Any) -> None:
        sign_ins.end(store.session, visitor.hash, store.moment)
        log.note(store, "signed-out", visitor.person.id, visitor.person.login, where)

    await site(request).writer.write(write)
    response = moved("/")
    forget(request, response)
    return response
