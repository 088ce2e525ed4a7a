"""Pages: what people see of the API: their own access tokens, and what a program can ask for."""

import inspect
from datetime import timedelta
from functools import lru_cache
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import webhooks
from domain.cases import instant
from domain.database import Session, Sql, insert, listed
from domain.errors import Refused
from domain.events import EVENTS
from domain.lifecycle import State
from domain.notices import Item, Letter
from domain.people import DEED_NAMES, Deed, Person
from domain.store import Store
from domain.tables import Act
from domain.texts import Text
from portal.accounts import log
from portal.accounts.sign_ins import Visitor
from portal.api import receiver, tokens
from portal.api.openapi import KEY, PREFIX, document
from portal.api.operations import OPERATIONS
from portal.api.problems import KINDS
from portal.guard import AtSite, SignedIn, anyone, proved
from portal.pages import moved, page
from portal.site import Site
from portal.uploads import MB, sent

router = APIRouter()

TOKENS = "/tai-khoan/ma-truy-cap"
DAYS = (30, 90, 180, 365)
# The module itself, without its first line: what is shown is what is tested.
RECEIVER = inspect.getsource(receiver).partition("\n\n")[2].strip()
_PLACES = Sql("select path, name from unit where path in {texts:paths} order by valid_from")
# A form is sent once: going back to it, or loading its answer again, makes no second token.
_MADE = Sql("select 1 from act where account = :account and key = :key")
_ONCE = insert(Act, "account", "key", "request", "answer", "at")


@router.get(TOKENS)
async def own(request: Request, site: AtSite, person: SignedIn) -> Response:
    return await _page(request, site, person)


@router.post(TOKENS)
async def make(request: Request, site: AtSite, visitor: Annotated[Visitor, Depends(proved)]) -> Response:
    """A new token, which this answer shows and nothing ever again."""
    person, where = visitor.person, log.address(request)
    form = await sent(request, MB)
    given: dict[str, Any] = {
        "name": str(form.get("name", "")),
        "scopes": [str(one) for one in form.getlist("scopes")],
        "path": str(form.get("path", "/")),
        "days": str(form.get("days", "")),
    }
    key = str(form.get("key", ""))[:100]

    def work(store: Store) -> str | None:
        known = [Deed(one) for one in given["scopes"] if one in {str(deed) for deed in tokens.SCOPES}]
        days = int(given["days"]) if given["days"] in map(str, DAYS) else 0
        until = store.moment + timedelta(days=days)
        if store.session.row(_MADE, account=person.id, key=f"token:{key}"):
            return None
        token = tokens.make(
            store.session, person, str(given["name"]), known, str(given["path"]), until, store.moment
        )
        store.session.many(_ONCE, [(person.id, f"token:{key}", "", "{}", instant(store.moment))])
        log.note(store, "token-made", person.id, person.login, where, str(given["name"]))
        return token

    try:
        token = await site.writer.write(work)
    except Refused as refused:
        return await _page(request, site, person, 422, given, refused.text, _at_fault(given))
    if token is None:
        return moved(TOKENS)
    return await _page(request, site, person, made=token)


@router.post(TOKENS + "/huy")
async def end(request: Request, site: AtSite, person: SignedIn) -> Response:
    form = await sent(request, MB)
    handle = str(form.get("handle", ""))
    where = log.address(request)

    def work(store: Store) -> None:
        tokens.end(store.session, handle, store.moment, person.id)
        log.note(store, "token-ended", person.id, person.login, where, handle)

    await site.writer.write(work)
    return moved(TOKENS, done="ended")


def _at_fault(given: dict[str, Any]) -> str:
    """Which field a refused token was refused for, in the order in which they are looked at."""
    if not given["name"].strip() or len(given["name"]) > 100:
        return "name"
    return "days" if given["scopes"] and given["days"] not in map(str, DAYS) else "scopes"


async def _page(
    request: Request,
    site: Site,
    person: Person,
    status: int = 200,
    given: dict[str, Any] | None = None,
    problem: Text | None = None,
    field: str = "",
    made: str = "",
) -> Response:
    paths = sorted({path for _, path in person.roles} | {"/"})

    def read(session: Session) -> tuple[list[dict[str, Any]], dict[str, str]]:
        return tokens.of(session, person.id), dict(session.rows(_PLACES, paths=listed(paths)))

    found, names = await site.read(read)
    now = instant(site.now)
    return page(
        request, "api/tokens.html", status=status, made=made, problem=problem, field=field, days=DAYS, deeds=DEED_NAMES,
        given=given or {"name": "", "scopes": ["read"], "path": "/", "days": "90"},
        scopes=[deed for deed in tokens.SCOPES if tokens._can(person, deed, "/")],
        places=[(path, names.get(path, path)) for path in paths if path != "/"],
        live=[one for one in found if not one["ended_at"] and one["expires_at"] > now],
        over=[one for one in found if one["ended_at"] or one["expires_at"] <= now][:20],
    )  # fmt: skip


@router.get("/api")
def described(request: Request, _: Annotated[Any, Depends(anyone)]) -> Response:
    """What a program can ask for, for whoever writes one."""
    return page(
        request, "api/described.html", prefix=PREFIX, operations=OPERATIONS, paths=document()["paths"], kinds=KINDS,
        key_text=KEY, receiver=RECEIVER, example=_example(), events=[(event, EVENTS[event].title) for event in EVENTS],
    )  # fmt: skip


@lru_cache
def _example() -> str:
    """What a webhook sends, made by what makes it."""
    item = Item(
        "recognition-approved/applicant", 123, 9, 2026, "", None, "2026-11-23T01:02:03.456789Z", {}, "06325-07",
        State.RECOGNISED.value,
    )  # fmt: skip
    letter = Letter(
        "20261123-080204-5f0c2a9e-17-webhook-123-9", 17, "", "vi", "webhook", "", 0, {item.letter: 1}, (item,)
    )
    told = orjson.loads(webhooks.document(letter, "https://antoan.example.vn"))
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()
