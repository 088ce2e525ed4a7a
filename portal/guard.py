"""Guard: who may open a page. Every route says whom it asks: `anyone`, `signed_in`, or somebody who `may` do a deed.

A test walks all routes and fails for one that asks nobody.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from domain.errors import NotAllowed
from domain.people import MAY, Deed, Person, Role
from portal.accounts.sign_ins import Visitor
from portal.site import Site, site

# Who decides, inspects or assigns shows more than a password.
NEED_TWO = frozenset({Role.INSPECTOR, Role.STANDING_OFFICE, Role.APPROVER, Role.COUNCIL_MEMBER})

PROVED = timedelta(minutes=15)
# Whom each question of a route lets pass; for the test that walks all of them.
WHOM: dict[Callable[..., Any], frozenset[Role]] = {}


class SignInFirst(Exception):
    """Nobody has signed in on this device, or not with enough. `where` is the page to sign in on."""

    def __init__(self, where: str) -> None:
        self.where = where


# All of these are `async`, though they wait for nothing: FastAPI gives any other function a thread, which costs more
# than everything else that a page is asked through.


async def anyone() -> None:
    """A page for everybody."""


async def half_signed_in(request: Request) -> Visitor:
    """Whoever gave a password, and perhaps still owes a second factor."""
    return _half_signed_in(request)


def _half_signed_in(request: Request) -> Visitor:
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    if visitor is None:
        raise _first(request, "/dang-nhap?")
    return visitor


async def signed_in(request: Request) -> Person:
    """Whoever is signed in, with a second factor where their roles need one."""
    return _signed_in(request)


def _signed_in(request: Request) -> Person:
    visitor = _half_signed_in(request)
    if owes_second(visitor):
        raise _first(request, "/dang-nhap/buoc-2?")
    return visitor.person


async def proved(request: Request) -> Visitor:
    """Whoever signed in within the last quarter of an hour: for what somebody at an unlocked device must not change."""
    _signed_in(request)
    visitor: Visitor = request.state.visitor
    now = request.app.state.site.now
    if visitor.started_at is None or now - visitor.started_at > PROVED:
        raise _first(request, "/dang-nhap?again=1&")
    return visitor


def needs_two(person: Person) -> bool:
    return any(role in NEED_TWO for role, _ in person.roles)


def owes_second(visitor: Visitor) -> bool:
    """Whether a second factor is still to be given: where a role needs one, and where somebody has chosen to have one."""
    return (visitor.second or needs_two(visitor.person)) and not visitor.verified


def may(deed: Deed) -> Callable[[Request], Awaitable[Person]]:
    """Whoever holds, in some place, a role that may do this. Which unit it is about is asked for by the act itself."""
    return holder(*MAY[deed])


def holder(*roles: Role) -> Callable[[Request], Awaitable[Person]]:
    """Whoever holds one of these roles in some place."""

    async def asked(request: Request) -> Person:
        person = _signed_in(request)
        if not any(role in roles for role, _ in person.roles):
            raise NotAllowed(
                "Trang này không dành cho vai trò của tài khoản {name}.",
                "This page is not for the roles of account {name}.",
                name=person.name,
            )
        return person

    WHOM[asked] = frozenset(roles)
    return asked


def _first(request: Request, where: str) -> SignInFirst:
    """On to a page to sign in on, in the language that the address asked for, and back from there."""
    asked = request.query_params.get("lang")
    spoken = f"&lang={asked}" if asked in ("vi", "en") else ""
    return SignInFirst(f"{where}next={quote(_back(request), safe='')}{spoken}")


def _back(request: Request) -> str:
    """Where to return to after signing in: only a page that can be loaded again."""
    if request.method != "GET":
        return request.headers.get("referer", "").removeprefix(str(request.base_url).rstrip("/")) or "/"
    return wanted(request)


def wanted(request: Request) -> str:
    """What was asked for, as an address of ours."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"


async def _site(request: HTTPConnection) -> Site:
    return site(request)


SignedIn = Annotated[Person, Depends(signed_in)]
HalfSignedIn = Annotated[Visitor, Depends(half_signed_in)]
AtSite = Annotated[Site, Depends(_site)]


def asks(dependant: Any) -> bool:
    """Whether a route, by what it depends on, asks anybody; for the test."""
    known = {anyone, signed_in, half_signed_in, proved, *WHOM}
    return dependant.call in known or any(asks(one) for one in dependant.dependencies)
