"""Seasons: the page of one season for whoever may close it: what is still under way, what closing stops, opening it again."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import seasons, store
from domain.database import Session
from domain.errors import NotAllowed, NotFound, Refused
from domain.lifecycle import STATE_NAMES
from domain.people import Deed, Person
from domain.seasons import Left, Noted
from domain.store import Season, Store
from domain.texts import Text
from portal.guard import AtSite, may
from portal.pages import moved, page
from portal.site import Site

router = APIRouter(prefix="/van-hanh/dot")
Closer = Annotated[Person, Depends(may(Deed.CLOSE_SEASON))]

KIND_NAMES = {
    "closed": Text(vi="khóa sổ", en="closed"),
    "reopened": Text(vi="mở lại", en="opened again"),
}


@router.get("/{year}")
async def show(request: Request, site: AtSite, person: Closer, year: int) -> Response:
    """How the season stands, and what closing it would stop and leave."""
    return await _page(request, site, year)


@router.post("/{year}/khoa-so")
async def close(
    request: Request, site: AtSite, person: Closer, year: int, reason: Annotated[str, Form()] = ""
) -> Response:
    """Take no more registrations and dossiers. Sent twice, it is closed once."""
    return await _change(request, site, person, year, reason, seasons.close, "closed")


@router.post("/{year}/mo-lai")
async def reopen(
    request: Request, site: AtSite, person: Closer, year: int, reason: Annotated[str, Form()] = ""
) -> Response:
    """Take them again, with a reason."""
    return await _change(request, site, person, year, reason, seasons.reopen, "reopened")


async def _change(
    request: Request,
    site: Site,
    person: Person,
    year: int,
    reason: str,
    act: Callable[[Store, int, Person, str], bool],
    done: str,
) -> Response:
    try:
        await site.writer.write(lambda store: act(store, year, person, reason))
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return await _page(request, site, year, refusal.text, reason)
    return moved(f"/van-hanh/dot/{year}", done=done)


async def _page(
    request: Request, site: Site, year: int, mistake: Text | None = None, reason: str = ""
) -> Response:
    def look(session: Session) -> tuple[Season | None, Left, list[Noted]]:
        return store.season(session, year), seasons.left(session, year), seasons.history(session, year)

    season, left, history = await site.read(look)
    if season is None:
        raise NotFound("Không có đợt {year}.", "There is no season {year}.", year=year)
    return page(
        request, "operation/season.html", status=422 if mistake else 200, season=season, left=left, history=history,
        mistake=mistake, reason=reason, states=STATE_NAMES, kinds=KIND_NAMES,
    )  # fmt: skip
