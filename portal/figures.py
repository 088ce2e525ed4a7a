"""Figures: how a season stands, for those who answer for an area, each number with the list behind it; and for everybody."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain.cases import code_of
from domain.database import Session
from domain.errors import NotFound
from domain.overview import COMMUNE, PROVINCE, Overview, overview, place_names, withheld
from domain.people import MAY, Deed, Person, Role
from domain.shortfalls import Shortfall, shortfalls
from portal import choices, exports, filters, maps, summaries
from portal.filters import Filters
from portal.guard import AtSite, anyone, holder
from portal.maps import Map, Share
from portal.memory import kept, letters
from portal.pages import language, moved, page
from portal.site import Site
from portal.tables import Table

router = APIRouter()

Overseer = Annotated[
    Person,
    Depends(holder(Role.INSPECTOR, Role.STANDING_OFFICE, Role.APPROVER, Role.AUDITOR, Role.OPERATOR)),
]
Everybody = Annotated[Any, Depends(anyone)]


class Shown(NamedTuple):
    """What a page of figures shows of an area. `area` is the whole of what somebody may ask for."""

    asked: Filters
    here: str
    area: str
    place: choices.Place | None
    seasons: list[int]
    places: list[choices.Place]
    found: Overview
    tables: list[Table]
    drawn: Map | None
    links: dict[str, str]
    hidden: bool


@router.get("/tong-quan")
async def own(request: Request, site: AtSite, person: Overseer) -> Response:
    """The area of whoever asks. Who keeps the installation running sees what everybody sees."""
    if not _reads(person):
        return moved("/so-lieu")
    shown = await site.read(lambda session: _shown(session, site, dict(request.query_params), person))
    return _page(request, site, shown, "/tong-quan")


@router.get("/so-lieu")
async def public(request: Request, site: AtSite, _: Everybody) -> Response:
    """The country or a province, for everybody."""
    shown = await site.read(lambda session: _shown(session, site, dict(request.query_params), None))
    return _page(request, site, shown, "/so-lieu")


@router.get("/tong-quan/{table}.{kind}")
async def own_file(request: Request, site: AtSite, person: Overseer, table: str, kind: str) -> Response:
    """One of the tables as a file."""
    by = person if _reads(person) else None
    shown = await site.read(lambda session: _shown(session, site, dict(request.query_params), by))
    return await _file(request, shown, table, kind)


@router.get("/so-lieu/{table}.{kind}")
async def public_file(request: Request, site: AtSite, _: Everybody, table: str, kind: str) -> Response:
    """One of the tables for everybody as a file."""
    shown = await site.read(lambda session: _shown(session, site, dict(request.query_params), None))
    return await _file(request, shown, table, kind)


def _reads(person: Person) -> bool:
    return any(role in MAY[Deed.READ] for role, _ in person.roles)


def _page(request: Request, site: Site, shown: Shown, address: str) -> Response:
    return page(
        request, "figures/overview.html", shown=shown, asked=shown.asked, address=address, own=address == "/tong-quan",
        whole=shown.found.whole, levels=maps.LEVELS, fields=filters.NAMES, now=site.now, province=len(shown.here) > 1,
    )  # fmt: skip


async def _file(request: Request, shown: Shown, table: str, kind: str) -> Response:
    spoken = language(request)
    for one in shown.tables:
        if one.name == table and kind in ("csv", "xlsx"):
            title = one.title.in_(spoken)
            name = f"{table}-{shown.asked.season}"
            return await exports.sent(
                kind, name, title, [head.in_(spoken) for head in one.head], one.lines(spoken)
            )
    raise NotFound("Không có bảng này.", "There is no such table.")


def _shown(session: Session, site: Site, query: Mapping[str, str], by: Person | None) -> Shown:
    asked = filters.read(query, choices.newest(session, site.today))
    asked = Filters(season=asked.season, place=asked.place)
    area = choices.area(by) if by else "/"
    place = choices.place(session, asked.place)
    here = place.path if place else area
    # Nothing finer than a province is for everybody, and nothing beyond it is for whoever answers for less.
    if place is not None and (not here.startswith(area) or (by is None and len(here) > PROVINCE)):
        asked, place, here = Filters(season=asked.season), None, area
    here = here[:COMMUNE]
    who = by.roles if by else None
    found, missed = kept(
        site.database,
        (asked.season, here, who, site.today),
        lambda: _counted(session, site, asked.season, here, by),
    )
    width = PROVINCE if here == "/" else COMMUNE if len(here) == PROVINCE else 0
    sums = found.by_place(width) if width else {}
    hidden = withheld(sums) if by is None else set()
    names = place_names(session, sums)
    tables = summaries.tables(asked, found, sums, names, missed, own=by is not None)
    shares = {
        code_of(path): Share(one.recognised, one.registered, path not in hidden) for path, one in sums.items()
    }
    on = site.today
    drawn = (
        maps.country(shares, on)
        if here == "/"
        else maps.province(here.strip("/"), shares, on)
        if width
        else None
    )
    below = choices.provinces(session) if by is None else choices.offered(session, area, here)
    return Shown(
        asked, here, area, place, choices.seasons(session), below, found, tables, drawn, _links(asked, shares, here, by), bool(hidden),
    )  # fmt: skip


def _counted(
    session: Session, site: Site, season: int, here: str, by: Person | None
) -> tuple[Overview, list[Shortfall]]:
    found = overview(session, season, here, site.today, by)
    missed = shortfalls(session, letters(site.database), site.catalogue, season, by, here)
    return found, missed


def _links(asked: Filters, shares: Mapping[str, Share], here: str, by: Person | None) -> dict[str, str]:
    """Where a place on the map leads: to its own figures, or to its list."""
    if by is None:
        return {code: asked.address("/so-lieu", place=code) for code in shares} if here == "/" else {}
    where = "/tong-quan" if here == "/" else "/ho-so"
    return {code: asked.address(where, place=code) for code in shares}
