"""Inviting: who runs the installation, or keeps the papers of a place, lets others in there and helps who lost their way in."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import accounts
from domain.database import Session, Sql
from domain.errors import BadInput, Refused
from domain.once import once
from domain.people import ROLE_NAMES, Person, Role
from domain.store import Store
from domain.texts import Text
from portal.accounts import factors, log
from portal.guard import AtSite, holder
from portal.pages import moved, page

router = APIRouter()

Inviting = Annotated[Person, Depends(holder(*accounts.GIVES))]
_PATH = Sql("select path from unit where code = :code order by valid_from desc limit 1")


class NoUnit(BadInput):
    """A code that no unit has."""


# The field that a refusal is about; any other is about the duty.
FIELDS: dict[type[Refused], str] = {accounts.WrongLogin: "login", accounts.WrongName: "name", NoUnit: "code"}


def _roles(person: Person) -> list[tuple[str, Text]]:
    given = {role for held, _ in person.roles for role in accounts.GIVES.get(held, ())}
    return [(role.value, ROLE_NAMES[role]) for role in Role if role in given]


def _page(
    request: Request, person: Person, mistakes: Mapping[str, Text] | None = None, **typed: str
) -> Response:
    """The forms, with what is wrong in them by field."""
    empty = dict(login="", name="", role="", code="", whom="", factors_too="")
    return page(
        request, "accounts/invite.html", status=422 if mistakes else 200, roles=_roles(person),
        mistakes=mistakes or {}, **{**empty, **typed},
    )  # fmt: skip


@router.get("/tai-khoan/moi")
def ask(request: Request, person: Inviting, whom: str = "") -> Response:
    return _page(request, person, whom=whom)


@router.post("/tai-khoan/moi")
async def invite(
    request: Request,
    site: AtSite,
    person: Inviting,
    login: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
) -> Response:
    """An account with a duty in a place, and the link with which its holder comes in. Sent twice, there is one of each."""
    login, where = login.strip().lower(), log.address(request)

    wrong = _mistakes(login, name, role, code)
    if wrong:
        return _page(request, person, wrong, login=login, name=name, role=role, code=code)

    def make(store: Store) -> str:
        account = accounts.make(store, login, name, Role(role), _path(store.session, code), person)
        log.note(store, "account-made", account, login, where, f"{person.login}: {role} {code}")
        log.note(store, "link-made", account, login, where, f"{person.login}: invitation")
        return accounts.link(store, login, "invitation", person)

    try:
        token = await site.writer.write(lambda store: _once(store, person, key, [login, role, code], make))
    except Refused as refusal:
        field = FIELDS.get(type(refusal), "role")
        return _page(request, person, {field: refusal.text}, login=login, name=name, role=role, code=code)
    return _made(request, login, token, "invitation")


@router.post("/tai-khoan/khoi-phuc")
async def recover(
    request: Request,
    site: AtSite,
    person: Inviting,
    whom: Annotated[str, Form()] = "",
    factors_too: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
) -> Response:
    """A link for whoever forgot their password; who lost their second factor as well sets a new one after it."""
    whom, where = whom.strip().lower(), log.address(request)

    def make(store: Store) -> str:
        token = accounts.link(store, whom, "recovery", person)
        row = store.session.row(Sql("select id from account where login = :login"), login=whom)
        account = int(row[0]) if row else None
        log.note(store, "link-made", account, whom, where, f"{person.login}: recovery")
        if factors_too and account is not None:
            factors.remove_all(store.session, account, store.moment)
            log.note(store, "factors-removed", account, whom, where, person.login)
        return token

    try:
        token = await site.writer.write(
            lambda store: _once(store, person, key, [whom, bool(factors_too)], make)
        )
    except Refused as refusal:
        return _page(request, person, {"whom": refusal.text}, whom=whom, factors_too=factors_too)
    return _made(request, whom, token, "recovery")


def _mistakes(login: str, name: str, role: str, code: str) -> dict[str, Text]:
    """What can be seen of the form alone, all of it at once, by field; the rest is found out by doing it."""
    found = {FIELDS[type(one)]: one.text for one in accounts.mistaken(login, name)}
    if role not in set(Role):
        found["role"] = Text(vi="Chọn một nhiệm vụ.", en="Choose a duty.")
    if not code.strip():
        found["code"] = Text(vi="Hãy ghi mã đơn vị.", en="Give the code of the unit.")
    return found


def _once(
    store: Store, person: Person, key: str, request: list[object], make: Callable[[Store], str]
) -> str | None:
    """What is made, for whoever sends the form first; it is kept nowhere, so whoever sends it again gets none."""
    made: list[str] = []

    def act() -> str:
        made.append(make(store))
        return ""

    once(store, person, key or None, request, "accounts", act)
    return made[0] if made else None


def _made(request: Request, login: str, token: str | None, purpose: str) -> Response:
    if token is None:
        return moved("/tai-khoan/moi", done="made", whom=login)
    address = f"{str(request.base_url).rstrip('/')}/lien-ket/{token}"
    hours = int(accounts.LASTS[purpose].total_seconds() // 3600)
    return page(request, "accounts/made.html", login=login, address=address, hours=hours)


def _path(session: Session, code: str) -> str:
    """The place that a code names; “/” is all of them."""
    if code.strip() == "/":
        return "/"
    row = session.row(_PATH, code=code.strip())
    if row is None:
        raise NoUnit(
            "Không có đơn vị nào mang mã “{code}”.",
            "There is no unit with the code “{code}”.",
            code=code[:60],
        )
    return str(row[0])
