"""Entering: a device is signed in: a new token, the old one ended, a line in the log, on to where somebody wanted to go."""

from starlette.requests import Request
from starlette.responses import Response

from domain.store import Store
from portal.accounts import log, sign_ins
from portal.accounts.sign_ins import Visitor
from portal.pages import moved
from portal.site import site
from portal.web import remember


async def enter(
    request: Request, account: int, login: str, next: str, how: str, *, verified: bool = False
) -> Response:
    """Sign the device in under a token that nobody can have known before, and end the one it had."""
    here = site(request)
    before: Visitor | None = getattr(request.state, "visitor", None)
    device, address = request.headers.get("user-agent", ""), log.address(request)

    def write(store: Store) -> str:
        if before is not None:
            sign_ins.end(store.session, before.hash, store.moment)
        log.note(store, "signed-in", account, login, address, how)
        return sign_ins.start(store.session, account, store.moment, device, address, verified=verified)

    response = moved(own(next))
    remember(request, response, await here.writer.write(write))
    return response


async def renew(request: Request, response: Response, *, verified: bool) -> None:
    """A new token for a device whose rights have changed."""
    here = site(request)
    visitor: Visitor = request.state.visitor
    token = await here.writer.write(
        lambda store: sign_ins.renew(store.session, visitor.hash, store.moment, verified=verified)
    )
    remember(request, response, token)


def own(next: str) -> str:
    """A page of ours, and nothing else: `//elsewhere`, `/\\elsewhere` and `/<tab>/elsewhere` are other sites."""
    plain = next.isprintable() and "\\" not in next
    return next if plain and next.startswith("/") and not next.startswith("//") else "/"
