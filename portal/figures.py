"""Figures: how a season stands, for those who answer for an area, each number with the list behind it."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain.cases import code_of
from domain.database import Session
from domain.errors import NotFound
from domain.overview import COMMUNE, PROVINCE, Overview, overview, place_names
from domain.people import MAY, Deed, Person, Role
from domain.shortfalls import Shortfall, shortfalls
from portal import choices, exports, filters, maps, summaries
from portal.filters import Filters
from portal.guard import AtSite, holder
from portal.maps import Map, Share
from portal.memory import kept, letters
from portal.pages import language, onward, page
from portal.site import Site
from portal.tables import Table

router = APIRouter()

Overseer = Annotated[
    Person,
    Depends(holder(Role.INSPECTOR, Role.STANDING_OFFICE, Role.APPROVER, Role.AUDITOR, Role.OPERATOR)),
]


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


@router.get("/tong-quan")
async def own(request: Request, site: AtSite, person: Overseer) -> Response:
    """The area of whoever asks. Who keeps the installation running sees what everybody sees."""
    if not _reads(person):
        return onward(request, "/so-lieu")
    shown = await site.read(lambda session: _shown(session, site, dict(request.query_params), person))
    return page(
        request, "figures/overview.html", shown=shown, asked=shown.asked, whole=shown.found.whole, measure=maps.OF_REGISTERED,
        fields=filters.NAMES, now=site.now, province=len(shown.here) > 1,
    )  # fmt: skip


@router.get("/tong-quan/{table}.{kind}")
async def own_file(request: Request, site: AtSite, person: Overseer, table: str, kind: str) -> Response:
    """One of the tables as a file."""
    if not _reads(person):
        raise NotFound("Không có bảng này.", "There is no such table.")
    shown = await site.read(lambda session: _shown(session, site, dict(request.query_params), person))
    return await file_of(request, shown.tables, shown.asked.season, table, kind)


def _reads(person: Person) -> bool:
    return any(role in MAY[Deed.READ] for role, _ in person.roles)


async def file_of(request: Request, tables: list[Table], season: int, table: str, kind: str) -> Response:
    """One of these tables as CSV or XLSX. Raises NotFound."""
    spoken = language(request)
    for one in tables:
        if one.name == table and kind in ("csv", "xlsx"):
            head = [title.in_(spoken) for title in one.head]
            return await exports.sent(
                kind, f"{table}-{season}", one.title.in_(spoken), head, one.lines(spoken)
            )
    raise NotFound("Không có bảng này.", "There is no such table.")


def _shown(session: Session, site: Site, query: Mapping[str, str], by: Person) -> Shown:
    asked = filters.read(query, choices.newest(session, site.today))
    asked = Filters(season=asked.season, place=asked.place)
    area = choices.area(by)
    place = choices.place(session, asked.place)
    here = place.path if place else area
    # Nothing beyond it is for whoever answers for less.
    if place is not None and not here.startswith(area):
        asked, place, here = Filters(season=asked.season), None, area
    here = here[:COMMUNE]
    found, missed = kept(
        site.database,
        (asked.season, here, by.roles, site.today),
        lambda: _counted(session, site, asked.season, here, by),
    )
    width = PROVINCE if here == "/" else COMMUNE if len(here) == PROVINCE else 0
    sums = found.by_place(width) if width else {}
    names = place_names(session, sums)
    shares = {code_of(path): Share(one.recognised, one.registered) for path, one in sums.items()}
    on = site.today
    drawn = (
        maps.country(shares, on)
        if here == "/"
        else maps.province(here.strip("/"), shares, on)
        if width
        else None
    )
    where = "/tong-quan" if here == "/" else "/ho-so"
    return Shown(
        asked, here, area, place, choices.seasons(session), choices.offered(session, area, here), found,
        summaries.tables(asked, found, sums, names, missed, here), drawn,
        # Where a place on the map leads: to its own figures, or to its list.
        {code: asked.address(where, place=code) for code in shares},
    )  # fmt: skip


def _counted(
    session: Session, site: Site, season: int, here: str, by: Person
) -> tuple[Overview, list[Shortfall]]:
    found = overview(session, season, here, site.today, by)
    missed = shortfalls(session, letters(site.database), site.catalogue, season, by, here)
    return found, missed
