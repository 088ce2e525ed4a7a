"""Objections: the standing office reads what was said against a unit of its place, and answers it."""

from datetime import date
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import acts, objections, people, workdays
from domain.calendar import today
from domain.cases import id_of, moment, place_of, reference
from domain.database import Session, Sql
from domain.errors import NotAllowed, OutOfOrder, Refused
from domain.people import Deed, Person
from domain.store import looked_at
from domain.texts import Text
from portal.guard import AtSite, may
from portal.pages import moved, page
from portal.queues import PAGE
from portal.site import Site

router = APIRouter(prefix="/thuong-truc/phan-anh")
Office = Annotated[Person, Depends(may(Deed.ANSWER_OBJECTION))]

FEW = 20
OUTCOMES = {
    "dismissed": Text(vi="Phản ánh không đúng, hoặc không đủ căn cứ", en="Not right, or not borne out"),
    "upheld": Text(vi="Phản ánh đúng", en="Right"),
}


class Waiting(NamedTuple):
    """An objection in the queue: about whom, since when, until when it should be answered; never what it says."""

    id: str
    reference: str
    name: str
    intended: bool
    received_at: str
    due: date | None
    late: bool
    outcome: str | None
    answered_at: str | None


@router.get("")
async def queue(request: Request, site: AtSite, person: Office) -> Response:
    """What waits for an answer, the oldest first, and what was answered last."""

    def look(session: Session) -> dict[str, Any]:
        return {
            "many": waiting(session, person),
            "open": _rows(session, site, person, "open", PAGE),
            "answered": _rows(session, site, person, "answered", FEW),
        }

    return page(request, "objections/queue.html", outcomes=OUTCOMES, **await site.read(look))


def waiting(session: Session, person: Person) -> int:
    """How many objections wait at the places of somebody who may answer them."""
    condition, values = people.within(person, Deed.ANSWER_OBJECTION)
    sql = f"select count(*) from objection o join application a on a.id = o.application where o.state = 'open' and {condition}"
    return int((session.row(Sql(sql), **values) or (0,))[0])


def _rows(session: Session, site: Site, person: Person, state: str, most: int) -> list[Waiting]:
    condition, values = people.within(person, Deed.ANSWER_OBJECTION)
    order = "o.received_at" if state == "open" else "o.answered_at desc"
    sql = Sql(
        "select o.id, a.season, a.id, u.name, o.publication is not null, o.received_at, o.outcome, o.answered_at,"
        " a.path, a.kind, a.standard from objection o join application a on a.id = o.application"
        f" join unit u on u.id = a.unit where o.state = '{state}' and {condition} order by {order}, o.id limit :most"
    )
    found = []
    for id, season, case, name, intended, at, outcome, answered, path, kind, standard in session.rows(
        sql, **values, most=most
    ):
        within = site.procedures.of(place_of(path), kind, standard, site.today).publication.answered_within
        due = _due(at, within)
        late = due is not None and state == "open" and due < site.today
        found.append(
            Waiting(id, reference(season, case), name, bool(intended), at, due, late, outcome, answered)
        )
    return found


def _due(received_at: str, within: int) -> date | None:
    """The last of so many working days after it was received; None where the calendar does not reach."""
    try:
        return workdays.current().after(today(moment(received_at)), within)
    except Refused:
        return None


@router.get("/{id}")
async def one(request: Request, site: AtSite, person: Office, id: str) -> Response:
    return await _one(request, site, person, id)


@router.post("/{id}")
async def answer(
    request: Request,
    site: AtSite,
    person: Office,
    id: str,
    outcome: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
) -> Response:
    typed = {"outcome": outcome, "reason": reason}
    mistakes: dict[str, Text] = {}
    if outcome not in OUTCOMES:
        mistakes["outcome"] = Text(
            vi="Hãy chọn phản ánh đúng hay không đúng.", en="Choose whether it is right or not."
        )
    if not reason.strip():
        mistakes["reason"] = Text(
            vi="Hãy ghi lý do; người phản ánh sẽ đọc.", en="Give the reason; whoever objected will read it."
        )
    if mistakes:
        return await _one(request, site, person, id, typed=typed, mistakes=mistakes, status=422)
    found = await site.read(lambda session: objections.read(session, id))
    wanted = {"reference": found.reference, "objection": id, "outcome": outcome, "reason": reason}
    try:
        await site.writer.perform(acts.order(Deed.ANSWER_OBJECTION, person, wanted, key or None))
    except OutOfOrder as refusal:
        return await _one(request, site, person, id, typed=typed, refused=refusal.text, status=409)
    return moved(f"/thuong-truc/phan-anh/{id}", done="answered")


async def _one(
    request: Request,
    site: Site,
    person: Person,
    id: str,
    *,
    typed: dict[str, str] | None = None,
    mistakes: dict[str, Text] | None = None,
    refused: Text | None = None,
    status: int = 200,
) -> Response:
    def look(session: Session) -> objections.Received:
        found = objections.read(session, id)
        why = objections.hindrance(session, looked_at(session, found.reference), person)
        if why is not None:
            raise NotAllowed(why.vi, why.en)
        return found

    found = await site.read(look)
    site.readings.note(person, id_of(found.reference), "objection")
    return page(
        request, "objections/one.html", status=status, found=found, outcomes=OUTCOMES,
        typed=typed or {"outcome": "", "reason": ""}, mistakes=mistakes or {}, refused=refused,
    )  # fmt: skip
