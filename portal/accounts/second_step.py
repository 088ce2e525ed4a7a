"""Second step: after the password, whoever has or needs a second factor shows it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain.database import Sql
from domain.errors import TooMany
from domain.store import Store
from domain.texts import Text
from portal.accounts import factors, log
from portal.accounts.entering import own, renew
from portal.accounts.sign_ins import Visitor
from portal.accounts.tries import tries
from portal.guard import AtSite, half_signed_in
from portal.pages import moved, page

router = APIRouter()

_PASSKEYS = Sql("select count(*) from passkey where account = :account")
WRONG = Text(
    vi="Mã không đúng, đã hết hạn hoặc đã dùng rồi. Hãy đợi mã mới rồi nhập lại.",
    en="The code is wrong, too old or was used before. Wait for the next one and type that.",
)
Half = Annotated[Visitor, Depends(half_signed_in)]


@router.get("/dang-nhap/buoc-2")
async def ask(request: Request, site: AtSite, visitor: Half, next: str = "/") -> Response:
    if visitor.verified:
        return moved(own(next))
    if not visitor.second:
        return moved("/tai-khoan/buoc-hai", next=own(next))
    return await _page(request, site, visitor, own(next))


async def _page(
    request: Request,
    site: AtSite,
    visitor: Visitor,
    next: str,
    problem: Text | None = None,
    status: int = 200,
) -> Response:
    passkeys = await site.read(lambda session: session.row(_PASSKEYS, account=visitor.person.id))
    totp = await site.read(lambda session: factors.has_totp(session, visitor.person.id))
    return page(
        request, "accounts/second_step.html", status=status, next=next, problem=problem, field="code",
        passkeys=bool(passkeys and passkeys[0]), totp=totp,
    )  # fmt: skip


@router.post("/dang-nhap/buoc-2")
async def give(
    request: Request,
    site: AtSite,
    visitor: Half,
    code: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    person, where = visitor.person, log.address(request)
    try:
        tries(request).count("second-step", request, person.login)
    except TooMany as refusal:
        await log.told(request, "too-many-tries", detail="second-step")
        return await _page(request, site, visitor, own(next), refusal.text, 429)

    def use(store: Store) -> bool:
        """Both are tried, so that the page need not ask which one it is."""
        by_app = factors.use_totp(store.session, person.id, code, store.moment)
        by_code = not by_app and factors.use_code(store.session, person.id, code, store.moment)
        kind = "second-step-done" if by_app else "recovery-code-used" if by_code else "second-step-failed"
        log.note(store, kind, person.id, person.login, where)
        return by_app or by_code

    if not await site.writer.write(use):
        return await _page(request, site, visitor, own(next), WRONG, 422)
    tries(request).forgive("second-step", request, person.login)
    response = moved(own(next))
    await renew(request, response, verified=True)
    return response
