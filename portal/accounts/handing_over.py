"""Handing over: whoever may give a duty lets it go from one account to another, today or on a day to come."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import accounts, handovers
from domain.database import Session, Sql, listed
from domain.errors import Refused
from domain.once import once
from domain.people import ROLE_NAMES, Person
from domain.store import Store
from domain.texts import Text
from portal.accounts import log
from portal.accounts.account import roles_of
from portal.forms import day_of
from portal.guard import AtSite, holder
from portal.pages import moved, page
from portal.site import Site

router = APIRouter(prefix="/tai-khoan/ban-giao")

Giving = Annotated[Person, Depends(holder(*accounts.GIVES))]

_ID = Sql("select id from account where login = :login and active = 1")
_PLACES = Sql("select path, name from unit where path in {texts:paths} order by valid_from")
_NOTHING = Text(
    vi="Không có tài khoản “{login}” đang giữ nhiệm vụ mà bạn được bàn giao.",
    en="No account “{login}” holds a duty that is yours to hand over.",
)
_CHOOSE = Text(vi="Hãy chọn nhiệm vụ cần bàn giao.", en="Choose the duty that goes over.")
_TO_WHOM = Text(vi="Hãy ghi tên đăng nhập của người nhận.", en="Give the login of whoever takes it up.")


@router.get("")
async def ask(request: Request, site: AtSite, person: Giving, login: str = "") -> Response:
    return await _page(request, site, person, {"login": login})


@router.post("")
async def hand_over(
    request: Request,
    site: AtSite,
    person: Giving,
    login: Annotated[str, Form()] = "",
    duty: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
) -> Response:
    """Today, or on the day that is named. Sent twice, it is done once."""
    typed = {"login": login, "duty": duty, "to": to, "day": day}
    on, mistake = day_of(day) if day.strip() else (None, None)
    mistakes: dict[str, Text] = {}  # in the order of the fields
    if not (duty.isascii() and duty.isdecimal() and len(duty) < 10):
        mistakes["duty"] = _CHOOSE
    if not to.strip():
        mistakes["to"] = _TO_WHOM
    if mistake is not None:
        mistakes["day"] = mistake
    if mistakes:
        return await _page(request, site, person, typed, mistakes)
    later, whom, where = date.fromisoformat(on) if on else None, to.strip().lower(), log.address(request)

    def write(store: Store) -> str:
        def act() -> str:
            done = handovers.hand_over(store, site.catalogue, int(duty), whom, later, person)
            when = f" ({done.day.isoformat()})" if done.day else ""
            log.note(store, "handed-over", done.before, login, where, f"{person.login}: → {whom}{when}")
            return "planned" if done.day else "handed-over"

        return once(store, person, key or None, [duty, whom, on], "handovers", act)

    try:
        done = await site.writer.write(write)
    except Refused as refusal:
        field = "day" if isinstance(refusal, handovers.WrongDay) else "to"
        return await _page(request, site, person, typed, {field: refusal.text})
    return moved("/tai-khoan/ban-giao", done=done)


@router.post("/bo")
async def take_back(
    request: Request,
    site: AtSite,
    person: Giving,
    login: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "",
    id: Annotated[str, Form()] = "",
) -> Response:
    """Let it stay where it is, before its day."""
    which, where = int(id) if id.isascii() and id.isdecimal() and len(id) < 10 else 0, log.address(request)

    def write(store: Store) -> None:
        one = handovers.take_back(store, login, to, person, which)
        log.note(store, "handed-over", one.before, login, where, f"{person.login}: → {to}: taken back")

    try:
        await site.writer.write(write)
    except Refused as refusal:
        return await _page(request, site, person, {}, {"waiting": refusal.text})
    return moved("/tai-khoan/ban-giao", done="taken-back")


async def _page(
    request: Request,
    site: Site,
    person: Person,
    typed: dict[str, str],
    mistakes: dict[str, Text] | None = None,
) -> Response:
    login, said = typed.get("login", "").strip().lower(), dict(mistakes or {})

    def look(session: Session) -> dict[str, Any]:
        waiting = handovers.waiting(session, site.today, person)
        names = session.rows(_PLACES, paths=listed({one.path for one in waiting}))
        return {
            "duties": _duties(session, person, login, site.today) if login else [],
            "waiting": waiting,
            "places": dict(names),
        }

    found = await site.read(look)
    if login and not found["duties"]:
        said["login"] = _NOTHING.filled(login=login[:60])
    return page(
        request, "accounts/hand_over.html", status=422 if said else 200, mistakes=said, roles=ROLE_NAMES,
        typed={"login": "", "duty": "", "to": "", "day": ""} | typed, **found,
    )  # fmt: skip


def _duties(session: Session, person: Person, login: str, on: date) -> list[dict[str, Any]]:
    """The duties of an account that are this person's to give, with their places' names."""
    row = session.row(_ID, login=login.replace("\x00", ""))
    if row is None:
        return []
    given = {
        id
        for id, role, path in accounts.roles(session, int(row[0]), on)
        if accounts.may_give(person, role, path)
    }
    return [one for one in roles_of(session, int(row[0])) if one["id"] in given]
