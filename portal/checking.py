"""Checking: the office goes through the papers of a dossier one by one; what it found is kept and shown."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import paper_checks, people, supplements
from domain.cases import Case
from domain.database import Session
from domain.errors import NotAllowed, NotFound, Refused
from domain.paper_checks import FOUND_NAMES, Finding
from domain.people import Deed, Person
from domain.store import Store, looked_at
from domain.texts import Text
from portal.guard import AtSite, may
from portal.pages import moved, page
from portal.queues import kind_name
from portal.site import Site
from portal.sources import attached
from portal.uploads import MB, sent

router = APIRouter(prefix="/thuong-truc")
Office = Annotated[Person, Depends(may(Deed.ASK_SUPPLEMENT))]


@router.get("/{reference}/giay-to")
async def show(request: Request, site: AtSite, person: Office, reference: str) -> Response:
    """Every paper with what the unit gave and what was found of it last."""
    return await _page(request, site, person, reference)


@router.post("/{reference}/giay-to")
async def keep(request: Request, site: AtSite, person: Office, reference: str) -> Response:
    """Keep what is new of it; sent twice, it is kept once."""
    form = await sent(request, MB)
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    findings = {
        name.removeprefix("found."): Finding(value, typed.get(f"note.{name.removeprefix('found.')}", ""))
        for name, value in typed.items()
        if name.startswith("found.") and value
    }

    def write(store: Store) -> int:
        case = store.case(reference)
        standard = site.catalogue.pinned(case.standard, case.sha256).in_season(case.season)
        return paper_checks.check(store, standard, case, findings, person)

    try:
        await site.writer.write(write)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return await _page(request, site, person, reference, typed, refusal.text)
    return moved(f"/thuong-truc/{reference}", done="checked")


def of_papers(session: Session, site: Site, case: Case) -> list[tuple[supplements.Part, Any]]:
    """The papers of a dossier, each with what was found of it last."""
    standard = site.catalogue.pinned(case.standard, case.sha256).in_season(case.season)
    own = Store(session, site.now).facts(case).get("applicant", {})
    checks = paper_checks.latest(session, case.id)
    return [(part, checks.get(part.key)) for part in supplements.parts(standard, own)]


async def _page(
    request: Request,
    site: Site,
    person: Person,
    reference: str,
    typed: dict[str, str] | None = None,
    mistake: Text | None = None,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        case = looked_at(session, reference)
        people.require(person, Deed.ASK_SUPPLEMENT, case.path, case)
        return {
            "case": case,
            "kind": kind_name(case.kind),
            "papers": of_papers(session, site, case),
            "attached": attached(session, case.id),
        }

    values = await site.read(look)
    if typed is None:
        # What was found of a dossier before it was handed in anew is to be looked at again.
        stands = {part.key: one for part, one in values["papers"] if one and not one.before}
        typed = {f"found.{key}": one.found for key, one in stands.items()} | {
            f"note.{key}": one.note for key, one in stands.items()
        }
    site.readings.note(person, values["case"].id, "office")
    return page(
        request, "scoring/papers.html", status=422 if mistake else 200, typed=typed, mistake=mistake,
        found_names=FOUND_NAMES, **values,
    )  # fmt: skip
