"""Security: the operator reads what happened to accounts: sign-ins, failures, refusals, changes of factors."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain.database import Session, Sql
from domain.people import Person, Role
from portal.accounts import log
from portal.guard import AtSite, holder
from portal.pages import page

router = APIRouter()

MOST = 100
_EVENTS = (
    "select e.id, e.at, e.kind, coalesce(c.login, e.login), e.address, e.detail from security_event e"
    " left join account c on c.id = e.account where e.id < :before{} order by e.id desc limit :most"
)
_ALL, _OF_KIND = Sql(_EVENTS.format("")), Sql(_EVENTS.format(" and e.kind = :kind"))


@router.get("/van-hanh/an-ninh")
async def show(
    request: Request,
    site: AtSite,
    _: Annotated[Person, Depends(holder(Role.OPERATOR))],
    loai: str = "",
    truoc: int = 0,
) -> Response:
    """The newest first, a hundred at a time."""
    values = {"before": truoc if 0 < truoc < 2**62 else 2**62, "most": MOST + 1}

    def read(session: Session) -> list[dict[str, object]]:
        rows = (
            session.rows(_OF_KIND, kind=loai, **values) if loai in log.KINDS else session.rows(_ALL, **values)
        )
        names = ("id", "at", "kind", "login", "address", "detail")
        return [dict(zip(names, row, strict=True)) for row in rows]

    events = await site.read(read)
    older = events[MOST - 1]["id"] if len(events) > MOST else None
    return page(
        request, "accounts/security.html", events=events[:MOST], kinds=log.KINDS, kind=loai, older=older
    )  # fmt: skip
