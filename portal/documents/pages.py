"""Pages: where the documents are: those of a dossier below its application, a decision's below the decision."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import decisions
from domain.cases import Case, id_of
from domain.database import Session
from domain.errors import NotFound
from domain.events import CertificateIssued
from domain.lifecycle import State
from domain.people import Deed, Person
from domain.texts import Text
from portal.documents import of_application, of_council, of_decision
from portal.documents.serving import served
from portal.guard import AtSite, may

router = APIRouter()

Reader = Annotated[Person, Depends(may(Deed.READ))]

# Each paper's own word in its address, and what it is called.
SLUGS = {
    "registration": "ban-dang-ky",
    "submission": "to-trinh",
    "report": "bao-cao-ket-qua",
    "inspection": "bien-ban-kiem-tra",
}
_KINDS = {slug: kind for kind, slug in SLUGS.items()}
NAMES = {
    "registration": Text(vi="Bản đăng ký phấn đấu", en="Registration form"),
    "submission": Text(vi="Tờ trình", en="Submission letter"),
    "report": Text(vi="Báo cáo kết quả", en="Result report"),
    "inspection": Text(vi="Biên bản kiểm tra", en="Inspection minutes"),
    "certificate": Text(vi="Giấy công nhận", en="Certificate"),
    "decision": Text(vi="Quyết định", en="Decision"),
    "council": Text(vi="Biên bản họp Hội đồng", en="Council minutes"),
}


class Offered(NamedTuple):
    """A document to be linked: its address without the ending, and which it is of several."""

    name: Text
    address: str
    more: str = ""


def offered(session: Session, by: Person, case: Case, events: set[str]) -> list[Offered]:
    """The documents of an application that there are once these events have happened, in the order of a dossier."""
    found = [
        Offered(NAMES[kind], f"/ho-so/{case.reference}/van-ban/{SLUGS[kind]}")
        for kind in of_application.there(events)
    ]
    found += [
        Offered(NAMES["decision"], f"/quyet-dinh/{one.id}/van-ban", one.symbol)
        for one in decisions.of(session, case.id)
        if of_decision.hindrance(by, decisions.items(session, one.id)) is None
    ]
    if CertificateIssued.name in events and case.state in (State.RECOGNISED, State.IN_QUESTION):
        found.append(Offered(NAMES["certificate"], f"/ho-so/{case.reference}/giay-cong-nhan"))
    return found


@router.get("/ho-so/{quoted}/van-ban/{slug}.{form}")
async def of_dossier(
    request: Request, quoted: str, slug: str, form: str, site: AtSite, person: Reader
) -> Response:
    kind = _KINDS.get(slug)
    if kind is None:
        raise NotFound("Không có văn bản này.", "There is no such document.")
    paper = await site.read(
        lambda session: of_application.paper(session, site.catalogue, person, kind, quoted)
    )
    answer = await served(site, paper, form, f"{slug}-{quoted}")
    site.readings.note(person, id_of(quoted), "document")
    return answer


@router.get("/quyet-dinh/{id}/van-ban.{form}")
async def of_a_decision(request: Request, id: str, form: str, site: AtSite, person: Reader) -> Response:
    paper = await site.read(lambda session: of_decision.decision(session, site.catalogue, person, id))
    return await served(site, paper, form, f"quyet-dinh-{paper.data['number'].replace('/', '-')}")


@router.get("/hoi-dong/{id}/bien-ban.{form}")
async def of_a_council(request: Request, id: str, form: str, site: AtSite, person: Reader) -> Response:
    paper = await site.read(lambda session: of_council.minutes(session, person, id))
    return await served(site, paper, form, f"bien-ban-hoi-dong-{'-'.join(map(str, paper.data['date']))}")
