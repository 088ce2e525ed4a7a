"""Scoring: the pages of the standing office: what waits and for whom, inspectors, papers to ask for, the list for the chair."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import acts, inspection, people, recognition, supplements
from domain.cases import id_of
from domain.database import Session
from domain.errors import Refused
from domain.events import ApplicationReturned, InspectorAssigned, SupplementAsked
from domain.lifecycle import State, allowed
from domain.paper_checks import LACKING
from domain.people import Deed, Person
from domain.remarks import remarks
from domain.store import looked_at
from domain.texts import Text
from portal import exports, objections, queues, reading
from portal.checking import of_papers
from portal.guard import AtSite, may
from portal.pages import language, moved, page
from portal.queues import PAGE
from portal.site import Site
from portal.sources import attached

router = APIRouter(prefix="/thuong-truc")
Office = Annotated[Person, Depends(may(Deed.ASSIGN))]

# What is shown of each stage on the first page.
FEW = 15
# The most that one list for the approver holds.
MOST = 2_000

STAGES = {
    State.REGISTERED: Text(vi="Chờ phân công người kiểm tra", en="To be given an inspector"),
    State.UNDER_INSPECTION: Text(vi="Đang kiểm tra", en="Under inspection"),
    State.INSPECTED: Text(vi="Chờ hệ thống chấm", en="To be scored by the system"),
    State.SCORED: Text(vi="Đã chấm, chờ quyết định", en="Scored, awaiting a decision"),
    State.IN_QUESTION: Text(vi="Công nhận cần xem xét lại", en="Recognitions in question"),
}
DONE = {
    "assigned": Text(vi="Đã phân công người kiểm tra.", en="The inspector is assigned."),
    "asked": Text(
        vi="Đã yêu cầu bổ sung; đơn vị sẽ nhận thư.",
        en="The supplement is asked for; the unit gets a letter.",
    ),
    "returned": Text(vi="Đã trả lại để kiểm tra bổ sung.", en="Returned for further inspection."),
    "checked": Text(vi="Đã lưu kết quả đối chiếu giấy tờ.", en="What was found of the papers is kept."),
}


@router.get("")
async def waiting(request: Request, site: AtSite, person: Office, nhom: str = "", trang: int = 1) -> Response:
    """What waits in this office's area, stage by stage, late first, and for whom."""
    chosen = [state for state in STAGES if state.value == nhom]

    def look(session: Session) -> list[tuple[State, Text, queues.Queue]]:
        many = queues.counts(session, person, Deed.ASSIGN, tuple(STAGES), "state")
        return [
            (
                state,
                STAGES[state],
                queues.Queue(
                    many.get(state, 0),
                    max(trang, 1),
                    queues.read(
                        session, site.catalogue, person, Deed.ASSIGN, (state,), site.today,
                        page=trang if chosen else 1, most=PAGE if chosen else FEW, procedures=site.procedures,
                    ) if many.get(state) else (),
                ),
            )
            for state in chosen or STAGES
        ]  # fmt: skip

    stages = await site.read(look)
    waits = await site.read(lambda session: objections.waiting(session, person))
    return page(request, "scoring/waiting.html", stages=stages, one_stage=bool(chosen), objections=waits)


@router.get("/trinh-duyet")
async def list_for_approver(request: Request, site: AtSite, person: Office) -> Response:
    """What is ready to be decided on, to print."""
    rows = await site.read(lambda session: _ready(session, site, person))
    return page(request, "scoring/list.html", rows=rows, today=site.today)


@router.get("/trinh-duyet.{kind}")
async def list_as_file(request: Request, site: AtSite, person: Office, kind: str) -> Response:
    """The same for a spreadsheet."""
    rows = await site.read(lambda session: _ready(session, site, person))
    spoken = language(request)
    head = [
        title.in_(spoken)
        for title in (
            Text(vi="Số hồ sơ", en="Application"),
            Text(vi="Đơn vị", en="Unit"),
            Text(vi="Loại", en="Kind"),
            Text(vi="Kết quả chấm", en="Verdict"),
            Text(vi="Chưa đạt", en="Not met"),
            Text(vi="Chưa rõ", en="Unknown"),
            Text(vi="Người kiểm tra", en="Inspector"),
            Text(vi="Hạn", en="Due"),
            Text(vi="Cần lưu ý", en="Take note"),
        )
    ]
    lines = [
        (
            one.reference, one.name, one.kind.in_(spoken), queues.VERDICTS[one.verdict or "undecided"].in_(spoken),
            ", ".join(one.tally["not_met"]), ", ".join(one.tally["unknown"]), one.inspector or "", one.due_on or "",
            "; ".join(said.in_(spoken) for said in (*one.missing, *one.remarks)),
        )
        for one in rows
    ]  # fmt: skip
    title = Text(vi="Trình duyệt", en="To decide").in_(spoken)
    return await exports.sent("csv" if kind == "csv" else "xlsx", "trinh-duyet", title, head, lines)


def _ready(session: Session, site: Site, person: Person) -> list[queues.Waiting]:
    return queues.read(
        session, site.catalogue, person, Deed.ASSIGN, (State.SCORED,), site.today, most=MOST,
        procedures=site.procedures,
    )  # fmt: skip


@router.get("/{reference}")
async def one(request: Request, site: AtSite, person: Office, reference: str) -> Response:
    """One application as the office sees it: who inspects, which papers are there, what has happened."""
    return await _one(request, site, person, reference)


@router.post("/{reference}/phan-cong")
async def assign(
    request: Request,
    site: AtSite,
    person: Office,
    reference: str,
    inspector: Annotated[str, Form()] = "",
    seen: Annotated[int | None, Form()] = None,
    key: Annotated[str, Form()] = "",
) -> Response:
    """Bound to what was seen: of two windows, the second is told what the first one did."""
    if not inspector:
        mistakes = {"inspector": Text(vi="Hãy chọn người kiểm tra.", en="Choose an inspector.")}
        return await _one(request, site, person, reference, mistakes=mistakes, status=422)
    wanted = {"reference": reference, "inspector": inspector, "seen": seen}
    return await _act(request, site, person, Deed.ASSIGN, wanted, key, "assigned")


@router.post("/{reference}/bo-sung")
async def ask_supplement(
    request: Request,
    site: AtSite,
    person: Office,
    reference: str,
    parts: Annotated[list[str] | None, Form()] = None,
    reason: Annotated[str, Form()] = "",
    seen: Annotated[int | None, Form()] = None,
    key: Annotated[str, Form()] = "",
) -> Response:
    """Bound to what was seen, too: nothing is asked for twice."""
    mistakes = {}
    if not parts:
        mistakes["parts"] = Text(vi="Hãy chọn giấy tờ cần bổ sung.", en="Choose the papers to be added.")
    if not reason.strip():
        mistakes["reason"] = Text(
            vi="Hãy ghi lý do để đơn vị biết cần làm gì.",
            en="Give a reason, so that the unit knows what to do.",
        )
    typed = {"parts": parts or [], "reason": reason}
    if mistakes:
        return await _one(request, site, person, reference, typed=typed, mistakes=mistakes, status=422)
    wanted = {"reference": reference, "parts": parts, "reason": reason, "seen": seen}
    return await _act(request, site, person, Deed.ASK_SUPPLEMENT, wanted, key, "asked", typed)


@router.post("/{reference}/tra-lai")
async def give_back(
    request: Request,
    site: AtSite,
    person: Office,
    reference: str,
    why: Annotated[str, Form()] = "",
    seen: Annotated[int, Form()] = 0,
    key: Annotated[str, Form()] = "",
) -> Response:
    """Return a scored application to its inspector, bound to what was seen."""
    typed = {"why": why}
    if not why.strip():
        mistakes = {"why": Text(vi="Việc trả lại cần ghi rõ lý do.", en="A return needs a reason.")}
        return await _one(request, site, person, reference, typed=typed, mistakes=mistakes, status=422)
    wanted = {"reference": reference, "reason": why, "seen": seen}
    return await _act(request, site, person, Deed.RETURN, wanted, key, "returned", typed)


async def _act(
    request: Request,
    site: Site,
    person: Person,
    deed: Deed,
    wanted: dict[str, Any],
    key: str,
    done: str,
    typed: dict[str, Any] | None = None,
) -> Response:
    """Do it; a refusal is said on the same page, with what was typed."""
    reference = wanted["reference"]
    try:
        await site.writer.perform(acts.order(deed, person, wanted, key or None))
    except Refused as refusal:
        return await _one(request, site, person, reference, typed=typed, refused=refusal, status=409)
    return moved(f"/thuong-truc/{reference}", done=done)


async def _one(
    request: Request,
    site: Site,
    person: Person,
    reference: str,
    *,
    typed: dict[str, Any] | None = None,
    mistakes: dict[str, Text] | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        case = looked_at(session, reference)
        people.require(person, Deed.ASSIGN, case.path, case)
        found = reading.application(session, site.catalogue, reference, person, site.today.isoformat())
        why = recognition.hindrance(session, Deed.RETURN, case, person)
        return {
            "found": found,
            "seen": case.number,
            "kind": queues.kind_name(case.kind),
            "late": bool(case.due_on and case.due_on < site.today.isoformat()),
            "candidates": inspection.candidates(session, case, site.today.isoformat())
            if allowed(case.state, InspectorAssigned)
            else None,
            "papers": of_papers(session, site, case),
            "asked": supplements.unanswered(session, case.id),
            "may_ask": allowed(case.state, SupplementAsked),
            "may_return": allowed(case.state, ApplicationReturned),
            "why_no_return": why,
            "attached": attached(session, case.id),
            "remarks": remarks(session, site.catalogue, [case.id]).get(case.id, []),
            "missing": queues.lacks(session, site.procedures, case, site.today),
        }

    values = await site.read(look)
    # What was found to be lacking is proposed, unless the unit was asked for it already.
    asked = {key for one in values["asked"] for key in one.parts}
    lacking = [
        part.key for part, one in values["papers"]
        if one and one.found == LACKING and not one.before and part.key not in asked
    ]  # fmt: skip
    site.readings.note(person, id_of(reference), "office")
    return page(
        request,
        "scoring/one.html",
        status=status,
        typed={"parts": lacking, "reason": "", "why": ""} | (typed or {}),
        mistakes=mistakes or {},
        refused=refused.text if refused else None,
        said=DONE.get(request.query_params.get("done", "")),
        **values,
    )
