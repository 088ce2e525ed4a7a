"""Publishing: the standing office's page: whose recognition is intended, what still lacks, and the lists that were made."""

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import gate, people, publication, publishing, workdays
from domain.cases import place_of, reference
from domain.database import Session, Sql
from domain.errors import Refused
from domain.people import Deed, Person
from domain.texts import Text
from portal.guard import AtSite, may
from portal.pages import moved, page
from portal.publication import explained
from portal.queues import kind_name, picked
from portal.site import Site

router = APIRouter(prefix="/thuong-truc/cong-khai")
Office = Annotated[Person, Depends(may(Deed.PUBLISH))]

# Lists that were made before, as far as the page shows them.
FEW = 20


class Candidate(NamedTuple):
    """One application that meets every criterion where a place asks for a publication."""

    id: int
    reference: str
    number: int
    name: str
    code: str
    kind: Text
    place: str
    lacks: Text | None

    @property
    def pick(self) -> str:
        return f"{self.reference}.{self.number}"


@router.get("")
async def candidates(request: Request, site: AtSite, person: Office) -> Response:
    return await _page(request, site, person)


@router.post("")
async def publish(
    request: Request,
    site: AtSite,
    person: Office,
    pick: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Publish the chosen ones; each stands or falls by itself."""
    wanted: dict[str, int | None] = dict(picked(pick or []))
    try:
        made = await site.writer.write(
            lambda store: publishing.publish(store, site.procedures, workdays.current(), wanted, person)
        )
    except Refused as refusal:
        return await _page(request, site, person, refused=[refusal.text], chosen=set(pick or []))
    if made.refused:
        said = [
            Text(vi="{name}: {why}", en="{name}: {why}").filled(name=name, why=why)
            for name, why in made.refused.items()
        ]
        return await _page(request, site, person, refused=said, made=len(made.made))
    return moved("/thuong-truc/cong-khai", done="published")


async def _page(
    request: Request,
    site: Site,
    person: Person,
    *,
    refused: list[Text] | None = None,
    chosen: set[str] | None = None,
    made: int = 0,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        found = _candidates(session, site, person)
        places = sorted({path for role, path in person.roles if role in people.MAY[Deed.PUBLISH]})
        below = publication.of_places(session, sorted({*places, *(one.place for one in found)}), FEW)
        return {"found": found, "lists": below}

    values = await site.read(look)
    return page(
        request, "publication/publish.html", status=422 if refused else 200, refused=[("", one) for one in refused or ()], chosen=chosen,
        made=made, why=[explained(one) for one in values["lists"]], today=site.today.isoformat(), **values,
    )  # fmt: skip


def _candidates(session: Session, site: Site, person: Person) -> list[Candidate]:
    """Who is scored, meets everything, and is on no list that still holds; what a step before the publication lacks."""
    condition, values = people.within(person, Deed.PUBLISH)
    sql = Sql(
        "select a.id, a.season, a.number, u.name, a.unit_code, a.kind, a.standard, a.path from application a"
        f" join unit u on u.id = a.unit where a.state = 'scored' and a.verdict = 'met' and {condition}"
        " order by a.path, a.id limit :most"
    )
    asked = []
    for row in session.rows(sql, **values, most=publishing.MOST):
        place = place_of(row[7])
        if site.procedures.of(place, row[5], row[6], site.today).needs_publication:
            asked.append((row, gate.Named(row[0], place, row[5], row[6])))
    latest = publication.standing(session, [one.id for _, one in asked])
    open_ = [(row, one) for row, one in asked if one.id not in latest or not latest[one.id].holds]
    lacks = gate.why_not_many(
        session, site.procedures, [one for _, one in open_], site.today, gate.before(publication.unmet)
    )
    return [
        Candidate(id, reference(season, id), number, name, code, kind_name(kind), one.place, lacks.get(id))
        for (id, season, number, name, code, kind, _, _), one in open_
    ]
