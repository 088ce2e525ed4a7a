"""Links: whoever was sent a one-time link sets their password with it; and whoever has one changes it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain import accounts
from domain.cases import instant
from domain.database import Session, Sql
from domain.errors import TooMany
from domain.store import Store
from domain.texts import Text
from portal.accounts import log, passwords, sign_ins
from portal.accounts.entering import enter
from portal.accounts.sign_ins import Visitor
from portal.accounts.tries import tries
from portal.guard import AtSite, anyone, proved
from portal.pages import moved, page

router = APIRouter()

_SET = Sql(
    "insert into credential (account, password, changed_at) values (:account, :password, :now)"
    " on conflict (account) do update set password = excluded.password, changed_at = excluded.changed_at"
)
_PASSWORD = Sql("select password from credential where account = :account")
TWICE = Text(vi="Hai lần nhập không giống nhau.", en="The two are not the same.")
NOT_NOW = Text(vi="Mật khẩu hiện nay không đúng.", en="The present password is wrong.")


async def _found(request: Request, site: AtSite, token: str) -> tuple[int, str, str, str]:
    tries(request).count("link", request)
    found = await site.read(lambda session: accounts.look(session, token, instant(site.now)))
    if found is None:
        await log.told(request, "link-failed")
        raise accounts.NO_LINK
    return found


@router.get("/lien-ket/{token}")
async def ask(request: Request, site: AtSite, token: str, _: Annotated[Any, Depends(anyone)]) -> Response:
    _, login, name, purpose = await _found(request, site, token)
    return page(
        request, "accounts/link.html", login=login, name=name, purpose=purpose, token=token, problem=None
    )


@router.post("/lien-ket/{token}")
async def set_password(
    request: Request,
    site: AtSite,
    token: str,
    _: Annotated[Any, Depends(anyone)],
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """The link is used up, every sign-in there was has ended, and this device is signed in."""
    account, login, name, purpose = await _found(request, site, token)
    problem, field = passwords.problem(password, login, name), "password"
    if problem is None and again != password:
        problem, field = TWICE, "again"
    if problem is not None:
        return page(
            request, "accounts/link.html", status=422, login=login, name=name, purpose=purpose, token=token,
            problem=problem, field=field,
        )  # fmt: skip
    hash, where = await run_in_threadpool(passwords.hashed, password), log.address(request)

    def write(store: Store) -> None:
        accounts.use(store, token)
        store.session.run(_SET, account=account, password=hash, now=store.now)
        sign_ins.end_all(store.session, account, store.moment)
        log.note(store, "link-used", account, login, where, purpose)

    await site.writer.write(write)
    return await enter(request, account, login, "/", purpose)


@router.get("/tai-khoan/mat-khau")
async def ask_change(request: Request, visitor: Annotated[Visitor, Depends(proved)]) -> Response:
    return page(request, "accounts/password.html", problem=None, field="present")


@router.post("/tai-khoan/mat-khau")
async def change(
    request: Request,
    site: AtSite,
    visitor: Annotated[Visitor, Depends(proved)],
    present: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
    others: Annotated[str, Form()] = "",
) -> Response:
    """A new password; the other devices are signed out when that is wanted."""
    person, where = visitor.person, log.address(request)
    try:
        tries(request).count("sign-in", request, person.login)
    except TooMany as refusal:
        return page(request, "accounts/password.html", status=429, problem=refusal.text, field="present")

    def kept(session: Session) -> str | None:
        row = session.row(_PASSWORD, account=person.id)
        return row[0] if row else None

    hash = await site.read(kept)
    if not await run_in_threadpool(passwords.fits, present, hash):
        return page(request, "accounts/password.html", status=422, problem=NOT_NOW, field="present")
    problem, field = passwords.problem(password, person.login, person.name), "password"
    if problem is None and again != password:
        problem, field = TWICE, "again"
    if problem is not None:
        return page(request, "accounts/password.html", status=422, problem=problem, field=field)
    new = await run_in_threadpool(passwords.hashed, password)

    def write(store: Store) -> None:
        store.session.run(_SET, account=person.id, password=new, now=store.now)
        log.note(store, "password-changed", person.id, person.login, where)
        if others:
            sign_ins.end_all(store.session, person.id, store.moment, but=visitor.hash)

    await site.writer.write(write)
    return moved("/tai-khoan", done="password")
