"""Registration: the applicant's units with how each stands this season, and a unit enters the season."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import acts
from domain.errors import NotFound, Refused
from domain.people import Deed, Person
from portal import own_units
from portal.guard import AtSite, may
from portal.pages import language, moved, page
from portal.papers.content import paper
from portal.site import Site
from portal.uploads import MB, sent

router = APIRouter(prefix="/dang-ky")

Registers = Annotated[Person, Depends(may(Deed.REGISTER))]


@router.get("")
async def mine(request: Request, site: AtSite, person: Registers, dot: int | None = None) -> Response:
    """The units that this person registers, late ones first."""

    def reading(session: Any) -> dict[str, Any]:
        open_, closed = own_units.seasons_of(session)
        seasons = open_ + closed
        season = dot if dot in seasons else own_units.usual_season(open_ or closed, site.today)
        units = (
            own_units.own_units(session, site.catalogue, person, season, site.today, closed=season in closed)
            if season is not None
            else []
        )
        return {
            "seasons": seasons, "season": season, "closed": season in closed, "any_open": bool(open_), "units": units,
            "cut": len(units) >= own_units.MOST,
        }  # fmt: skip

    return page(request, "registration/mine.html", **await site.read(reading))


@router.get("/don-vi/{code}")
async def ask(request: Request, site: AtSite, person: Registers, code: str, dot: int) -> Response:
    """What the law asks of a unit of this kind, before it registers."""
    return await _asking(request, site, person, code, dot)


@router.post("/don-vi/{code}")
async def register(request: Request, site: AtSite, person: Registers, code: str, dot: int) -> Response:
    form = await sent(request, MB)
    key = str(form.get("key", "")) or None
    try:
        order = acts.order(Deed.REGISTER, person, {"unit": code, "season": dot}, key)
        answer = await site.writer.perform(order)
    except NotFound:
        raise
    except Refused as refusal:
        return await _asking(request, site, person, code, dot, refusal)
    return moved(f"/dang-ky/{answer['reference']}", done="registered")


async def _asking(
    request: Request, site: Site, person: Person, code: str, season: int, refusal: Refused | None = None
) -> Response:
    unit = await site.read(
        lambda session: own_units.to_register(session, site.catalogue, person, code, season, site.today)
    )
    if unit.known and unit.known[1] != "withdrawn" and refusal is None:
        return moved(f"/dang-ky/{unit.known[0]}")
    return page(
        request, "registration/register.html", status=422 if refusal else 200, unit=unit, season=season,
        said=paper(unit.standard, season, language(request)), refusal=refusal.text if refusal else None,
    )  # fmt: skip
