"""Trying: the accounts of the sample season are open to anybody, at one press, and never in production."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain.database import Session, Sql, listed
from domain.errors import NotFound
from domain.people import ROLE_NAMES, Role
from domain.settings import settings
from portal.accounts.entering import enter
from portal.guard import AtSite, anyone
from portal.sample import accounts_to_try

router = APIRouter()

_ONE = Sql("select id, login from account where login = :login and sample = 1 and active = 1")
_NAMES = Sql("select login, name from account where login in {texts:logins} and sample = 1 and active = 1")
_FIRST = Sql(
    "select c.login, c.name from role r join account c on c.id = r.account where r.role = :role and c.sample = 1"
    " and c.active = 1 order by r.id limit 1"
)


def to_try(session: Session) -> list[dict[str, Any]]:
    """Sample accounts of each role, for the page to sign in on; none in production, and none where there is no sample."""
    if settings().env == "production":
        return []
    wanted = [(role, login) for role, login, _ in accounts_to_try()]
    names: dict[str, str] = dict(session.rows(_NAMES, logins=listed(login for _, login in wanted)))
    found = [(role, login, names[login]) for role, login in wanted if login in names]
    missing = [role for role in Role if role not in {one for one, _, _ in found}]
    # Another plan of the season has other places.
    for role in missing if not found or missing else ():
        row = session.row(_FIRST, role=role.value)
        if row is not None:
            found.append((role, row[0], row[1]))
    return [{"role": ROLE_NAMES[role], "login": login, "name": name} for role, login, name in found]


@router.post("/dang-nhap/mau")
async def sign_in(
    request: Request,
    site: AtSite,
    _: Annotated[Any, Depends(anyone)],
    login: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """The second factor counts as given: there is nobody whose secret it would be."""
    if settings().env == "production":
        raise NotFound("Không có trang này.", "There is no such page.")
    found = await site.read(lambda session: session.row(_ONE, login=login.strip()))
    if found is None:
        raise NotFound(
            "Không có tài khoản mẫu “{login}”.",
            "There is no sample account “{login}”.",
            login=login.strip()[:100],
        )
    return await enter(request, found[0], found[1], next, "sample", verified=True)
