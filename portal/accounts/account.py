"""Account: what somebody is told of their own account, and may change there."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import accounts
from domain.database import Session, Sql
from domain.errors import BadInput
from domain.people import ROLE_NAMES, Role
from domain.store import Store
from portal.accounts import factors, log, outside, sign_ins
from portal.accounts.sign_ins import Visitor
from portal.guard import AtSite, signed_in
from portal.pages import moved, page

router = APIRouter()

_ROLES = Sql(
    "select r.id, r.role, r.path, r.starts, r.ends, (select u.name from unit u where u.path = r.path order by u.valid_from desc limit 1)"
    " from role r where r.account = :account order by r.starts, r.id"
)
_PASSKEYS = Sql(
    "select id, name, created_at, used_at from passkey where account = :account order by created_at"
)
_HAS_PASSWORD = Sql("select 1 from credential where account = :account and password is not null")
_LANGUAGE = Sql("update account set language = :language where id = :account")


def roles_of(session: Session, account: int) -> list[dict[str, Any]]:
    """The roles that an account holds, held and will hold, with their places' names."""
    return [
        {
            "id": id, "role": ROLE_NAMES[Role(role)], "path": path, "place": name or path,
            "everywhere": path == "/", "starts": None if starts.startswith("0001") else starts, "ends": ends,
        }
        for id, role, path, starts, ends, name in session.rows(_ROLES, account=account)
    ]  # fmt: skip


def read(session: Session, visitor: Visitor, now: Any) -> dict[str, Any]:
    account = visitor.person.id
    return {
        "roles": roles_of(session, account),
        "devices": sign_ins.open_ones(session, account, now),
        "passkeys": [
            dict(zip(("id", "name", "created_at", "used_at"), row, strict=True))
            for row in session.rows(_PASSKEYS, account=account)
        ],
        "totp": factors.has_totp(session, account),
        "codes_left": factors.codes_left(session, account),
        "has_password": session.row(_HAS_PASSWORD, account=account) is not None,
        "here": visitor.hash,
        "providers": outside.offered(),
        "linked": outside.linked(session, account),
        "sample": visitor.sample,
        "invites": any(role in accounts.GIVES for role, _ in visitor.person.roles),
        "operates": any(role is Role.OPERATOR for role, _ in visitor.person.roles),
    }


@router.get("/tai-khoan")
async def show(request: Request, site: AtSite, _: Annotated[Any, Depends(signed_in)]) -> Response:
    visitor: Visitor = request.state.visitor
    found = await site.read(lambda session: read(session, visitor, site.now))
    return page(request, "accounts/account.html", **found)


@router.post("/tai-khoan/ngon-ngu")
async def choose_language(
    request: Request,
    site: AtSite,
    person: Annotated[Any, Depends(signed_in)],
    language: Annotated[str, Form()] = "",
) -> Response:
    """Letters and pages come in this language from now on."""
    if language not in ("vi", "en"):
        raise BadInput("Chọn tiếng Việt hoặc tiếng Anh.", "Choose Vietnamese or English.")
    await site.writer.write(lambda store: store.session.run(_LANGUAGE, language=language, account=person.id))
    response = moved("/tai-khoan", done="language")
    response.delete_cookie("lang", path="/")
    return response


@router.post("/tai-khoan/thiet-bi")
async def end_sign_ins(
    request: Request,
    site: AtSite,
    person: Annotated[Any, Depends(signed_in)],
    which: Annotated[str, Form()] = "",
) -> Response:
    """End one device's sign-in, or all but this one's. Whoever sees a stranger's need not prove themselves first."""
    visitor: Visitor = request.state.visitor
    where = log.address(request)

    def write(store: Store) -> None:
        if which == "others":
            sign_ins.end_all(store.session, person.id, store.moment, but=visitor.hash)
        else:
            sign_ins.end_of(store.session, person.id, which, store.moment)
        log.note(store, "sign-ins-ended", person.id, person.login, where, which[:8])

    await site.writer.write(write)
    return moved("/tai-khoan", done="devices")
