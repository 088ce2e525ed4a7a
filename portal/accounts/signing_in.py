"""Signing in and out with a password."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain.database import Sql
from domain.texts import Text
from portal.accounts import passwords, sign_ins
from portal.guard import AtSite, anyone, half_signed_in
from portal.pages import moved, page
from portal.web import forget, remember

router = APIRouter()

_CREDENTIAL = Sql(
    "select c.id, k.password from account c left join credential k on k.account = c.id where c.login = :login and c.active = 1"
)


@router.get("/dang-nhap")
def ask(request: Request, _: Annotated[Any, Depends(anyone)], next: str = "/") -> Response:
    return page(request, "accounts/sign_in.html", next=next, login="", problem=None)


@router.post("/dang-nhap")
async def sign_in(
    request: Request,
    site: AtSite,
    _: Annotated[Any, Depends(anyone)],
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    found = await site.read(lambda session: session.row(_CREDENTIAL, login=login.strip()))
    account, hash = found if found else (None, None)
    good = await run_in_threadpool(passwords.fits, password, hash)
    if not good or account is None:
        problem = Text(vi="Tên đăng nhập hoặc mật khẩu không đúng.", en="The login or the password is wrong.")
        return page(request, "accounts/sign_in.html", status=422, next=next, login=login, problem=problem)
    device, address = request.headers.get("user-agent", ""), request.client.host if request.client else ""
    token = await site.writer.write(
        lambda store: sign_ins.start(store.session, account, site.now, device, address, verified=False)
    )
    response = moved(_own(next))
    remember(request, response, token)
    return response


@router.post("/dang-xuat")
async def sign_out(
    request: Request, site: AtSite, visitor: Annotated[sign_ins.Visitor, Depends(half_signed_in)]
) -> Response:
    await site.writer.write(lambda store: sign_ins.end(store.session, visitor.hash, site.now))
    response = moved("/")
    forget(request, response)
    return response


def _own(next: str) -> str:
    """A page of ours, and nothing else: `//elsewhere` and `/\\elsewhere` are other sites."""
    return next if next.startswith("/") and not next.startswith(("//", "/\\")) else "/"
