"""Inspection: an inspector's pages: what waits and where, the week's visits, and the checklist of each application."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import acts, findings, visits
from domain.database import Session
from domain.errors import BadInput
from domain.people import Deed, Person
from domain.rulebook import figures
from domain.texts import Text
from domain.visits import Returned, Visit
from portal import ical
from portal.checklist import Checklist, checklist
from portal.criterion import address
from portal.guard import AtSite, may
from portal.pages import language, moved, page
from portal.site import Site

router = APIRouter()

WEEKDAYS = (
    Text(vi="Thứ Hai", en="Monday"),
    Text(vi="Thứ Ba", en="Tuesday"),
    Text(vi="Thứ Tư", en="Wednesday"),
    Text(vi="Thứ Năm", en="Thursday"),
    Text(vi="Thứ Sáu", en="Friday"),
)

Inspector = Annotated[Person, Depends(may(Deed.INSPECT))]


@router.get("/kiem-tra")
async def queue(request: Request, site: AtSite, person: Inspector) -> Response:
    """What waits for this inspector, place by place, the most urgent first; and a proposal for the week."""

    def look(session: Session) -> tuple[list[Visit], dict[str, Returned]]:
        found = visits.waiting(session, person)
        return found, visits.returned(session, (one.reference for one in found))

    waiting, again = await site.read(look)
    week, later = visits.plan(waiting, site.today)
    return page(
        request, "inspection/queue.html", places=visits.by_place(waiting), waiting=waiting, week=week, later=later,
        today=site.today, weekdays=WEEKDAYS, again=again, late=sum(one.late(site.today) for one in waiting),
    )  # fmt: skip


@router.get("/kiem-tra/lich.ics")
async def calendar(request: Request, site: AtSite, person: Inspector) -> Response:
    """The week's visits for a calendar. Loading it again renews the entries."""
    waiting = await site.read(lambda session: visits.waiting(session, person))
    week, _ = visits.plan(waiting, site.today)
    spoken, base = language(request), str(request.base_url).rstrip("/")
    entries = [_entry(one, day, spoken, base) for day, own in week.items() for one in own]
    name = Text(vi="Lịch kiểm tra An Toàn", en="An Toàn inspection visits").in_(spoken)
    return Response(
        ical.calendar(name, entries, site.now), media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lich-kiem-tra.ics"'},
    )  # fmt: skip


def _entry(visit: Visit, on: date, spoken: str, base: str) -> ical.Appointment:
    said = Text(
        vi="Kiểm tra {name} ({unit}), hồ sơ {reference}. Hạn báo cáo: {due}.",
        en="Inspect {name} ({unit}), application {reference}. Report due: {due}.",
    ).filled(name=visit.name, unit=visit.unit, reference=visit.reference, due=figures.day(visit.due_on))
    title = Text(vi="Kiểm tra: {name}", en="Inspection: {name}").filled(name=visit.name)
    return ical.Appointment(
        uid=f"kiem-tra-{visit.reference}@antoan.vn", on=on, title=title.in_(spoken), where=visit.place_name,
        text=said.in_(spoken), url=f"{base}/kiem-tra/{visit.reference}",
    )  # fmt: skip


@router.get("/kiem-tra/{reference}")
async def one(request: Request, site: AtSite, person: Inspector, reference: str) -> Response:
    """The checklist of one application."""
    return await _checklist(request, site, person, reference)


@router.post("/kiem-tra/{reference}/nop")
async def submit(
    request: Request, site: AtSite, person: Inspector, reference: str, key: Annotated[str, Form()] = ""
) -> Response:
    """Hand in what stands."""
    try:
        await site.writer.write(
            lambda store: findings.submit(store, site.catalogue, reference, person, key or None)
        )
    except BadInput as refused:
        return await _checklist(request, site, person, reference, {"criteria": refused.text})
    return moved("/kiem-tra", done="submitted")


@router.post("/kiem-tra/{reference}/tu-choi")
async def recuse(
    request: Request,
    site: AtSite,
    person: Inspector,
    reference: str,
    reason: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
) -> Response:
    """Step back from a conflict of interest."""
    wanted = acts.order(Deed.RECUSE, person, {"reference": reference, "reason": reason.strip()}, key or None)
    try:
        await site.writer.perform(wanted)
    except BadInput as refused:
        return await _checklist(request, site, person, reference, {"reason": refused.text}, reason)
    return moved("/kiem-tra", done="recused")


async def _checklist(
    request: Request,
    site: Site,
    person: Person,
    reference: str,
    mistakes: Mapping[str, Text] | None = None,
    reason: str = "",
) -> Response:
    spoken = language(request)

    def look(session: Session) -> tuple[Checklist, Returned | None]:
        found = checklist(session, site.catalogue, site.now, reference, person, spoken)
        return found, visits.returned(session, [reference]).get(reference)

    whole, again = await site.read(look)
    site.readings.note(person, whole.case.id, "inspection")
    return page(
        request, "inspection/checklist.html", status=422 if mistakes else 200, list=whole, today=site.today.isoformat(),
        again=again, mistakes=mistakes or {}, reason=reason, address=address,
    )  # fmt: skip
