"""Council: the pages of a place's council: the office calls it and closes it, members read what is frozen and vote."""

import re
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from domain import council, council_calling, people, sittings
from domain.cases import id_of
from domain.council_calling import Agenda, Calling
from domain.council_votes import seats
from domain.database import Session, Sql
from domain.errors import BadInput, NotFound, Refused
from domain.people import Deed, Person, Role
from domain.sittings import Item, Sitting
from domain.store import looked_at
from domain.texts import Text
from portal import queues, reading
from portal.forms import day_of
from portal.guard import AtSite, holder, may
from portal.pages import STATUS, moved, page
from portal.site import Site
from portal.sources import sides

router = APIRouter(prefix="/hoi-dong")
Office = Annotated[Person, Depends(may(Deed.CALL_COUNCIL))]
Member = Annotated[Person, Depends(may(Deed.VOTE))]
Reader = Annotated[
    Person, Depends(holder(Role.STANDING_OFFICE, Role.COUNCIL_MEMBER, Role.APPROVER, Role.AUDITOR))
]

_PLACE = Sql("select name from unit where path = :path order by valid_from desc limit 1")

# What a member may say, in the order of the form, each with what it means.
VOTES = (
    ("for", Text(vi="Hồ sơ đủ điều kiện công nhận.", en="The application may be recognised.")),
    (
        "against",
        Text(vi="Ghi lý do, để biên bản giữ ý kiến này.", en="Say why, so that the minutes keep it."),
    ),
    (
        "abstain",
        Text(vi="Tính là có tham gia, không tính là đồng ý.", en="Counts as taking part, not as for."),
    ),
    (
        "recused",
        Text(
            vi="Có liên quan đến đơn vị này; phải ghi lý do. Phiếu không được tính.",
            en="You have a stake in this unit; say what. The vote is not counted.",
        ),
    ),
)


@router.get("")
async def every(request: Request, site: AtSite, person: Reader) -> Response:
    """The sessions that this person is invited to, and those of the places that they answer for."""

    def look(session: Session) -> dict[str, Any]:
        mine = sittings.of_member(session, person)
        invited = {one.id for one in mine}
        going = [sittings.sitting(session, one.id) for one in mine if one.state in sittings.GOING]
        return {
            "mine": mine,
            "awaited": {one.id: one.awaited_from(person.id) for one in going},
            "others": [one for one in sittings.of_places(session, person) if one.id not in invited],
            "waiting": _waiting(session, site, person),
        }

    return page(request, "council/list.html", **await site.read(look))


def _waiting(session: Session, site: Site, person: Person) -> list[Agenda] | None:
    """What waits for a session, for whoever may call one."""
    if not any(role is Role.STANDING_OFFICE for role, _ in person.roles):
        return None
    return council_calling.agendas(session, site.procedures, person, site.today)


# --- calling -------------------------------------------------------------------------------------------


@router.get("/trieu-tap")
async def to_call(request: Request, site: AtSite, person: Office, nhom: int = 0) -> Response:
    """The form to call a session: which applications, when and where, who sits on which seat."""
    return await _form(request, site, person, nhom)


@router.post("/trieu-tap")
async def call(request: Request, site: AtSite, person: Office) -> Response:
    """Call it: the agenda is bound to the dossiers as they are, and the members get their letters."""
    form = await request.form()
    typed = {
        name: str(form.get(name, ""))
        for name in ("nhom", "place", "season", "held_on", "held_at", "venue", "key")
    }
    members = {
        name.removeprefix("seat-"): str(seat)
        for name, seat in form.items()
        if name.startswith("seat-") and seat
    }
    agenda = [str(one) for one in form.getlist("pick")]
    try:
        wanted = Calling.model_validate(
            {
                "place": typed["place"],
                "season": typed["season"],
                "held_on": day_of(typed["held_on"])[0] or "",
                "held_at": _hour(typed["held_at"]),
                "venue": typed["venue"],
                "members": members,
                "agenda": agenda,
            }
        )
        id = await site.writer.write(
            lambda store: council_calling.call(store, site.procedures, wanted, person, typed["key"] or None)
        )
    except (Refused, ValidationError) as mistake:
        refused = mistake if isinstance(mistake, Refused) else None
        said = refused.text if refused else _INCOMPLETE
        return await _form(
            request, site, person, int(typed["nhom"]) if typed["nhom"].isdecimal() else 0,
            typed=typed, members=members, picked=agenda, refused=said, status=_status(refused),
            wrong="held_at" if isinstance(refused, NoHour) else "held_on",
        )  # fmt: skip
    return moved(f"/hoi-dong/{id}", done="called")


_INCOMPLETE = Text(
    vi="Hãy ghi ngày họp, dạng ngày/tháng/năm.", en="Give the day of the session, as day/month/year."
)


_HOUR = re.compile(r"(\d{1,2}) *(?:[:hg.]|giờ)? *(\d{1,2})?(?: *phút)?", re.IGNORECASE)


def _hour(said: str) -> time | None:
    """An hour as people write it: 8 giờ 30, 8h30, 08:30; None where none is said."""
    if not said.strip():
        return None
    try:
        hour, minute = _HOUR.fullmatch(said.strip()).groups()  # type: ignore[union-attr]
        return time(int(hour), int(minute or 0))
    except (AttributeError, ValueError):
        raise NoHour(
            "Giờ họp chưa đúng; hãy ghi như 8 giờ 30 hoặc 14:00, hoặc để trống.",
            "The hour is not right; write it as 8:30 or 14:00, or leave it empty.",
        ) from None


class NoHour(BadInput):
    """What was typed as an hour is none."""


async def _form(
    request: Request,
    site: Site,
    person: Person,
    group: int,
    *,
    typed: Mapping[str, str] | None = None,
    members: Mapping[str, str] | None = None,
    picked: list[str] | None = None,
    refused: Text | None = None,
    wrong: str = "held_on",
    status: int = 200,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        agendas = council_calling.agendas(session, site.procedures, person, site.today)
        if not agendas:
            return {"agendas": [], "agenda": None}
        agenda = agendas[group if 0 <= group < len(agendas) else 0]
        sitters = council_calling.sitters(session, agenda.place, site.today)
        composition = seats(agenda.rules)
        found = session.row(_PLACE, path=agenda.place)
        return {
            "agendas": agendas,
            "agenda": agenda,
            "group": agendas.index(agenda),
            "place_name": found[0] if found else agenda.place,
            "sitters": sitters,
            "seats": composition,
            "members": members if members is not None else _proposed(composition, sitters),
            "picked": set(picked) if picked is not None
            else {one.reference for one in agenda.candidates if one.verdict == "met"},
            "earliest": site.today + timedelta(days=agenda.rules.invited_before),
            "kind_name": queues.kind_name,
        }  # fmt: skip

    found = await site.read(look)
    return page(
        request, "council/call.html", status=status, refused=refused, wrong=wrong,
        typed=typed or {"held_on": "", "held_at": "", "venue": ""}, **found
    )  # fmt: skip


def _proposed(composition: Mapping[str, Any], sitters: list[tuple[int, str, str]]) -> dict[str, str]:
    """Where there is one seat only, everybody sits on it; else the office says who sits where."""
    only = next(iter(composition)) if len(composition) == 1 else ""
    return {login: only for _, login, _ in sitters}


# --- one session ---------------------------------------------------------------------------------------


@router.get("/{id}")
async def one(request: Request, site: AtSite, person: Reader, id: str) -> Response:
    """A session: who sits, what is on the agenda, how far it is; what was found once it is closed."""
    return await _one(request, site, person, id)


@router.post("/{id}/du-hop")
async def attend(request: Request, site: AtSite, person: Office, id: str) -> Response:
    """Write down who came."""
    form = await request.form()
    there = {str(one) for one in form.getlist("came")}
    invited = [str(one) for one in form.getlist("invited")]
    came = {login: login in there for login in invited}
    try:
        await site.writer.write(lambda store: council.attend(store, id, came, person))
    except Refused as refusal:
        return await _one(request, site, person, id, refused=refusal)
    return moved(f"/hoi-dong/{id}", done="attended")


@router.get("/{id}/ket-thuc")
async def to_close(request: Request, site: AtSite, person: Office, id: str) -> Response:
    """What closing it will record, to confirm."""
    found = await site.read(lambda session: _read(session, id, person))
    return page(request, "council/close.html", found=found, states=_states(found))


@router.post("/{id}/ket-thuc")
async def close(request: Request, site: AtSite, person: Office, id: str) -> Response:
    """Count and record; sent twice, it is closed once."""
    try:
        await site.writer.write(lambda store: council.close(store, id, person))
    except Refused as refusal:
        return await _one(request, site, person, id, refused=refusal)
    return moved(f"/hoi-dong/{id}", done="closed")


@router.post("/{id}/huy")
async def cancel(
    request: Request, site: AtSite, person: Office, id: str, reason: Annotated[str, Form()] = ""
) -> Response:
    """Call it off."""
    try:
        await site.writer.write(lambda store: council.cancel(store, id, reason, person))
    except Refused as refusal:
        return await _one(request, site, person, id, refused=refusal)
    return moved(f"/hoi-dong/{id}", done="cancelled")


def _read(session: Session, id: str, person: Person) -> Sitting:
    found = sittings.sitting(session, id)
    sittings.require_reader(person, found)
    return found


async def _one(
    request: Request, site: Site, person: Person, id: str, *, refused: Refused | None = None
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        found = _read(session, id, person)
        place = session.row(_PLACE, path=found.place)
        return {"found": found, "place_name": place[0] if place else found.place}

    values = await site.read(look)
    found: Sitting = values["found"]
    office = people.may(person, Deed.CALL_COUNCIL, f"{found.place}-/") is None
    return page(
        request,
        "council/session.html",
        status=_status(refused) if refused else 200,
        refused=refused.text if refused else None,
        office=office,
        me=found.member(person.id),
        states=_states(found),
        may_open=found.going and site.today.isoformat() >= found.held_on,
        kind_name=queues.kind_name,
        **values,
    )


class ItemState(NamedTuple):
    """One item as the session's page shows it: how many votes there are, and what was found once that is known."""

    item: Item
    votes: int
    counted: Any
    missing: Text | None


def _states(found: Sitting) -> list[ItemState]:
    """While votes are taken nobody sees how they fall: only how many there are, and what would leave nothing to find."""
    states = []
    for item in found.items:
        counted = found.finding(item)
        missing = counted.why if found.going and item.changed is None else None
        cast = sum(1 for id in item.votes if id not in item.barred)
        states.append(ItemState(item, cast, None if found.going else counted, missing))
    return states


# --- one dossier on the agenda -------------------------------------------------------------------------


@router.get("/{id}/{reference}")
async def dossier(request: Request, site: AtSite, person: Reader, id: str, reference: str) -> Response:
    """The dossier that the session looks at, and the member's vote on it."""
    return await _dossier(request, site, person, id, reference)


@router.post("/{id}/{reference}")
async def vote(
    request: Request,
    site: AtSite,
    person: Member,
    id: str,
    reference: str,
    said: Annotated[str, Form(alias="vote")] = "",
    opinion: Annotated[str, Form()] = "",
) -> Response:
    """A member votes; voting again until the session closes puts the new vote in place of the first."""
    try:
        await site.writer.write(
            lambda store: council.vote(store, id, id_of(reference), said, opinion, person)
        )
    except Refused as refusal:
        return await _dossier(
            request, site, person, id, reference, typed={"vote": said, "opinion": opinion}, refused=refusal
        )
    return moved(f"/hoi-dong/{id}/{reference}", done="voted")


async def _dossier(
    request: Request,
    site: Site,
    person: Person,
    id: str,
    reference: str,
    *,
    typed: dict[str, str] | None = None,
    refused: Refused | None = None,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        sitting = _read(session, id, person)
        item = sitting.item(id_of(reference))
        if item is None or item.reference != reference.strip():
            raise NotFound(
                "Hồ sơ này không có trong phiên họp {id}.", "It is not on the agenda of {id}.", id=id
            )
        found = reading.application(session, site.catalogue, reference, person, site.today.isoformat())
        case = looked_at(session, reference)
        try:
            standard = site.catalogue.pinned(case.standard, case.sha256).in_season(case.season)
            said = sides(session, standard, case.season, case.unit_facts, case.id)
        except Refused:
            said = None
        return {
            "sitting": sitting,
            "item": item,
            "found": found,
            "sides": said,
            "since": reading.since(session, case.id, item.number),
        }

    values = await site.read(look)
    sitting, item = values["sitting"], values["item"]
    site.readings.note(person, item.application, "council")
    me = sitting.member(person.id)
    mine = item.votes.get(person.id)
    shown = typed or {"vote": mine.vote if mine else "", "opinion": mine.opinion if mine else ""}
    ids = [one.application for one in sitting.items]
    place = ids.index(item.application)
    return page(
        request,
        "council/item.html",
        status=_status(refused) if refused else 200,
        refused=refused.text if refused else None,
        typed=shown,
        me=me,
        mine=mine,
        barred=item.barred.get(person.id),
        votes=VOTES,
        vote_names=sittings.VOTE_NAMES,
        in_writing=me is not None and not me.attended,
        state=next(one for one in _states(sitting) if one.item is item),
        kind=queues.kind_name(item.kind),
        next_item=sitting.items[place + 1] if place + 1 < len(ids) else None,
        at=place + 1,
        **values,
    )


def _status(refused: Refused | None) -> int:
    if refused is None:
        return 422
    return next((code for kind, code in STATUS.items() if isinstance(refused, kind)), 422)
