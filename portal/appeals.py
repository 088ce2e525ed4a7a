"""Appeals: the applicant's form with its last day, and the queue and page of whoever decides."""

from datetime import timedelta
from typing import Annotated, Any, NamedTuple

import orjson
from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import acts, appeals, people, workdays
from domain.calendar import today
from domain.cases import Case, moment, place_of, reference
from domain.database import Session, Sql
from domain.errors import NotAllowed, OutOfOrder
from domain.events import EVENTS
from domain.people import Deed, Person
from domain.procedures import Procedure
from domain.store import looked_at
from domain.texts import Text
from portal import reading
from portal.guard import AtSite, may
from portal.pages import moved, page
from portal.queues import PAGE
from portal.site import Site

router = APIRouter()
Applicant = Annotated[Person, Depends(may(Deed.APPEAL))]
Decider = Annotated[Person, Depends(may(Deed.DECIDE_APPEAL))]

OUTCOMES = {
    "allowed": Text(vi="Chấp nhận khiếu nại", en="Allow the appeal"),
    "dismissed": Text(vi="Bác khiếu nại", en="Dismiss the appeal"),
}
DECIDED = {
    "allowed": Text(vi="Đã chấp nhận khiếu nại", en="Appeal allowed"),
    "dismissed": Text(vi="Đã bác khiếu nại", en="Appeal dismissed"),
}


class Standing(NamedTuple):
    """What an application's page says of appeals: what was lodged, whether one can be lodged now, and until when."""

    lodged: list[appeals.Lodged]
    against: appeals.Decided | None
    until: appeals.Deadline | None
    why_not: Text | None
    mine: bool


def rules_of(site: Site, case: Case) -> Procedure:
    return site.procedures.of(case.place, case.kind, case.standard, site.today)


def standing(session: Session, site: Site, case: Case, person: Person) -> Standing:
    against = appeals.decided(session, case)
    lodged = appeals.of_case(session, case.id)
    if against is None:
        return Standing(lodged, None, None, None, False)
    rules, calendar = rules_of(site, case), workdays.current()
    return Standing(
        lodged,
        against,
        appeals.deadline(calendar, rules, against.on),
        appeals.why_not(session, calendar, rules, case, site.today),
        people.may(person, Deed.APPEAL, case.path, case) is None,
    )


# --- the applicant ---------------------------------------------------------------------------------------


@router.get("/ho-so/{reference}/khieu-nai")
async def form(request: Request, site: AtSite, person: Applicant, reference: str) -> Response:
    return await _form(request, site, person, reference)


@router.post("/ho-so/{reference}/khieu-nai")
async def lodge(
    request: Request,
    site: AtSite,
    person: Applicant,
    reference: str,
    reason: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
) -> Response:
    if not reason.strip():
        said = Text(vi="Hãy ghi lý do khiếu nại.", en="Say why you appeal.")
        return await _form(request, site, person, reference, reason, said, 422)
    try:
        wanted = {"reference": reference, "reason": reason}
        await site.writer.perform(acts.order(Deed.APPEAL, person, wanted, key or None))
    except OutOfOrder as refusal:
        return await _form(request, site, person, reference, reason, refusal.text, 409)
    return moved(f"/ho-so/{reference}", done="appealed")


async def _form(
    request: Request,
    site: Site,
    person: Person,
    reference: str,
    reason: str = "",
    refused: Text | None = None,
    status: int = 200,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        case = looked_at(session, reference)
        people.require(person, Deed.APPEAL, case.path, case)
        return {
            "case": case,
            "standing": standing(session, site, case, person),
            "why": _reason(session, case),
        }

    values = await site.read(look)
    return page(request, "appeals/form.html", status=status, reason=reason, refused=refused, **values)


_PAYLOAD = Sql("select payload from event where application = :id and number = :number")


def _reason(session: Session, case: Case) -> str:
    """What the decision says against which an appeal is."""
    against = appeals.decided(session, case)
    if against is None:
        return ""
    row = session.row(_PAYLOAD, id=case.id, number=against.number)
    return str(orjson.loads(row[0]).get("reason", "")) if row else ""


# --- whoever decides -------------------------------------------------------------------------------------


class Waiting(NamedTuple):
    """An appeal that waits to be decided, and why this person may not."""

    reference: str
    name: str
    event: Text
    lodged_at: str
    due: str | None
    late: bool
    hindrance: Text | None


@router.get("/khieu-nai")
async def queue(request: Request, site: AtSite, person: Decider) -> Response:
    """What waits for whoever may decide it, the oldest first."""
    return page(request, "appeals/queue.html", rows=await site.read(lambda s: _waiting(s, site, person)))


def _waiting(session: Session, site: Site, person: Person) -> list[Waiting]:
    condition, values = people.within(person, Deed.DECIDE_APPEAL)
    sql = Sql(
        "select a.season, a.id, u.name, e.name, p.lodged_at, a.path, a.kind, a.standard from appeal p"
        " join application a on a.id = p.application join unit u on u.id = a.unit"
        " join event e on e.application = p.application and e.number = p.number"
        f" where p.state = 'open' and {condition} order by p.lodged_at, p.id limit :most"
    )
    found = []
    for season, id, name, event, at, path, kind, standard in session.rows(sql, **values, most=PAGE):
        rules = site.procedures.of(place_of(path), kind, standard, site.today)
        within = rules.appeal.answered_within
        due = today(moment(at)) + timedelta(days=within) if within else None
        case = looked_at(session, reference(season, id))
        found.append(
            Waiting(
                case.reference, name, EVENTS[event].title, at, due.isoformat() if due else None,
                due is not None and due < site.today, appeals.hindrance(session, rules, case, person),
            )
        )  # fmt: skip
    return found


@router.get("/khieu-nai/{reference}")
async def one(request: Request, site: AtSite, person: Decider, reference: str) -> Response:
    return await _one(request, site, person, reference)


@router.post("/khieu-nai/{reference}")
async def decide(
    request: Request,
    site: AtSite,
    person: Decider,
    reference: str,
    outcome: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    seen: Annotated[int, Form()] = 0,
    key: Annotated[str, Form()] = "",
) -> Response:
    typed = {"outcome": outcome, "reason": reason}
    mistakes: dict[str, Text] = {}
    if outcome not in OUTCOMES:
        mistakes["outcome"] = Text(vi="Hãy chọn chấp nhận hay bác.", en="Choose to allow or to dismiss it.")
    if not reason.strip():
        mistakes["reason"] = Text(
            vi="Hãy ghi lý do; đơn vị sẽ đọc.", en="Give the reason; the unit will read it."
        )
    if mistakes:
        return await _one(request, site, person, reference, typed=typed, mistakes=mistakes, status=422)
    try:
        wanted = {"reference": reference, "outcome": outcome, "reason": reason, "seen": seen or None}
        await site.writer.perform(acts.order(Deed.DECIDE_APPEAL, person, wanted, key or None))
    except OutOfOrder as refusal:
        return await _one(request, site, person, reference, typed=typed, refused=refusal.text, status=409)
    return moved(f"/khieu-nai/{reference}", done="decided")


async def _one(
    request: Request,
    site: Site,
    person: Person,
    reference: str,
    *,
    typed: dict[str, str] | None = None,
    mistakes: dict[str, Text] | None = None,
    refused: Text | None = None,
    status: int = 200,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        case = looked_at(session, reference)
        why = people.may(person, Deed.DECIDE_APPEAL, case.path)
        if why is not None:
            raise NotAllowed(why.vi, why.en)
        lodged = appeals.of_case(session, case.id)
        found = reading.application(session, site.catalogue, reference, person, site.today.isoformat())
        return {
            "case": case,
            "found": found,
            "lodged": lodged,
            "open": next((one for one in lodged if one.state == "open"), None),
            "against": {event["number"]: event for event in found["timeline"]},
            "hindrance": appeals.hindrance(session, rules_of(site, case), case, person),
        }

    values = await site.read(look)
    site.readings.note(person, values["case"].id, "appeal")
    return page(
        request, "appeals/one.html", status=status, outcomes=OUTCOMES, decided=DECIDED, typed=typed or {"outcome": "", "reason": ""},
        mistakes=mistakes or {}, refused=refused, **values,
    )  # fmt: skip
