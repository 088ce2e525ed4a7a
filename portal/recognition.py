"""Recognition: the pages of whoever decides: what is ready, one application on one screen, the decision, a reviewed batch."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import acts, gate, recognition
from domain.cases import id_of
from domain.database import Session
from domain.errors import OutOfOrder, Refused
from domain.lifecycle import TELLING, State
from domain.people import Deed, Person
from domain.remarks import remarks
from domain.store import Store, looked_at
from domain.texts import Text
from portal import queues, reading
from portal.guard import AtSite, may
from portal.pages import moved, page
from portal.queues import PAGE, Waiting
from portal.site import Site
from portal.sources import sides

router = APIRouter(prefix="/phe-duyet")
Approver = Annotated[Person, Depends(may(Deed.APPROVE))]

# What is shown of each group on the first page; the rest is a page away.
FEW = 20
# The most that one batch decides on.
MOST = 200

GROUPS = {
    "met": Text(vi="Đạt mọi tiêu chí", en="Every criterion is met"),
    "not_met": Text(vi="Chưa đạt", en="Not met"),
    "undecided": Text(vi="Chưa đủ căn cứ", en="Undecided"),
}


class Choice(NamedTuple):
    """One decision that may be taken: what it is called, and whether it needs a reason."""

    deed: Deed
    title: Text
    follows: Text
    needs_reason: bool = True


CHOICES = {
    one.deed: one
    for one in (
        Choice(
            Deed.APPROVE,
            Text(vi="Công nhận", en="Recognise"),
            Text(
                vi="Hệ thống cấp giấy công nhận ngay. Giấy đã cấp chỉ có thể thu hồi, không xóa được.",
                en="The certificate is issued at once. What was issued can only be revoked, never undone.",
            ),
            needs_reason=False,
        ),
        Choice(
            Deed.DECLINE,
            Text(vi="Không công nhận", en="Decline"),
            Text(
                vi="Hồ sơ kết thúc trong đợt này; đơn vị nhận được lý do.",
                en="The application ends for this season; the unit is told the reason.",
            ),
        ),
        Choice(
            Deed.RETURN,
            Text(vi="Trả lại để kiểm tra bổ sung", en="Return for further inspection"),
            Text(
                vi="Người kiểm tra nhận lại hồ sơ cùng lý do, kiểm tra và nộp lại.",
                en="The inspector gets it back with the reason, looks again and submits anew.",
            ),
        ),
        Choice(
            Deed.UPHOLD,
            Text(vi="Giữ nguyên công nhận", en="Uphold the recognition"),
            Text(vi="Giấy công nhận vẫn có giá trị.", en="The certificate stays valid."),
        ),
        Choice(
            Deed.REVOKE,
            Text(vi="Thu hồi công nhận", en="Revoke the recognition"),
            Text(
                vi="Giấy công nhận hết giá trị, và đơn vị cấp trên được chấm lại.",
                en="The certificate is no longer valid, and the unit above is judged again.",
            ),
        ),
    )
}
OFFERED = {
    State.SCORED: (Deed.APPROVE, Deed.DECLINE, Deed.RETURN),
    State.IN_QUESTION: (Deed.UPHOLD, Deed.REVOKE),
    State.RECOGNISED: (Deed.REVOKE,),
}


@router.get("")
async def ready(request: Request, site: AtSite, person: Approver, nhom: str = "", trang: int = 1) -> Response:
    """What waits for this person's decision, by what was judged of it."""

    def look(session: Session) -> dict[str, Any]:
        by_verdict = queues.counts(session, person, Deed.APPROVE, (State.SCORED,), "verdict")
        asked = [nhom] if nhom in GROUPS else list(GROUPS)
        groups = [
            (
                verdict,
                GROUPS[verdict],
                queues.Queue(
                    by_verdict.get(verdict, 0),
                    trang,
                    queues.read(
                        session, site.catalogue, person, Deed.APPROVE, (State.SCORED,), site.today,
                        verdict=verdict, page=trang if nhom in GROUPS else 1, most=PAGE if nhom in GROUPS else FEW,
                        procedures=site.procedures,
                    ) if by_verdict.get(verdict) else (),
                ),
            )
            for verdict in asked
        ]  # fmt: skip
        again = queues.read(session, site.catalogue, person, Deed.UPHOLD, (State.IN_QUESTION,), site.today)
        return {"groups": groups, "again": again, "total": sum(by_verdict.values())}

    found = await site.read(look)
    return page(request, "recognition/ready.html", one_group=nhom in GROUPS, **found)


# --- a reviewed batch ----------------------------------------------------------------------------------


@router.get("/duyet-nhieu")
async def batch(request: Request, site: AtSite, person: Approver, trang: int = 1) -> Response:
    """Whatever meets every criterion, each with its verdict; what is unusual is not ticked."""

    def look(session: Session) -> queues.Queue:
        total = queues.counts(session, person, Deed.APPROVE, (State.SCORED,), "verdict").get("met", 0)
        rows = queues.read(
            session, site.catalogue, person, Deed.APPROVE, (State.SCORED,), site.today, verdict="met", page=trang,
            procedures=site.procedures,
        )  # fmt: skip
        return queues.Queue(total, max(trang, 1), rows)

    queue = await site.read(look)
    picked = {one.pick for one in queue.rows if one.plain}
    return page(request, "recognition/batch.html", queue=queue, picked=picked, mistake=None)


@router.post("/duyet-nhieu")
async def decide_batch(
    request: Request,
    site: AtSite,
    person: Approver,
    pick: Annotated[list[str] | None, Form()] = None,
    key: Annotated[str, Form()] = "",
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """First the chosen ones once more, to confirm; then each decided by itself, and what became of each."""
    seen = _picked(pick or [])
    if not seen or len(seen) > MOST:
        return await _pick_again(request, site, person, too_many=bool(seen))
    if confirmed:
        orders = [
            acts.order(
                Deed.APPROVE, person, {"reference": reference, "seen": number}, f"{key}.{reference}" if key else None
            )
            for reference, number in seen.items()
        ]  # fmt: skip
        answers = dict(zip(seen, await site.writer.perform_many(orders), strict=True))
        rows = await site.read(lambda session: _seen_now(session, site, person, seen))
        refused = {
            reference: answer.text for reference, answer in answers.items() if isinstance(answer, Refused)
        }
        return page(request, "recognition/result.html", rows=rows, refused=refused, seen=seen)
    rows = await site.read(lambda session: _seen_now(session, site, person, seen))
    return page(request, "recognition/confirm_batch.html", rows=rows, key=key)


class _Picked(NamedTuple):
    """A chosen application as it is now, and why it cannot be decided any more."""

    reference: str
    number: int
    one: Waiting | None
    problem: Text | None
    since: Sequence[dict[str, Any]] = ()


def _picked(pick: list[str]) -> dict[str, int]:
    """Reference to the number of the last event that was seen, as the form sends them; what is neither is left out."""
    found: dict[str, int] = {}
    for text in pick:
        reference, _, number = text.partition(".")
        if number.isdecimal() and len(number) < 9:
            try:
                id_of(reference)
            except Refused:
                continue
            found[reference] = int(number)
    return found


async def _pick_again(request: Request, site: Site, person: Person, *, too_many: bool) -> Response:
    mistake = (
        Text(vi="Mỗi lần duyệt nhiều nhất {most} hồ sơ.", en="At most {most} applications at a time.").filled(
            most=MOST
        )
        if too_many
        else Text(vi="Hãy chọn ít nhất một hồ sơ để công nhận.", en="Choose at least one application to recognise.")
    )  # fmt: skip

    def look(session: Session) -> queues.Queue:
        total = queues.counts(session, person, Deed.APPROVE, (State.SCORED,), "verdict").get("met", 0)
        rows = queues.read(
            session,
            site.catalogue,
            person,
            Deed.APPROVE,
            (State.SCORED,),
            site.today,
            verdict="met",
            procedures=site.procedures,
        )
        return queues.Queue(total, 1, rows)

    return page(
        request, "recognition/batch.html", status=422, queue=await site.read(look), picked=set(), mistake=mistake
    )  # fmt: skip


def _seen_now(session: Session, site: Site, person: Person, seen: dict[str, int]) -> list[_Picked]:
    """What was chosen, as it is now, with what came between."""
    ids = [id_of(reference) for reference in seen]
    now = queues.named(session, site.catalogue, person, ids, site.today, site.procedures)
    found = []
    for reference, number in seen.items():
        one = now.get(id_of(reference))
        if one is None or one.reference != reference:
            gone = Text(
                vi="Không có hồ sơ này ở nơi của bạn.", en="There is no such application in your place."
            )
            found.append(_Picked(reference, number, None, gone))
            continue
        since = reading.since(session, one.id, number) if one.number != number else []
        problem = one.hindrance or (gate.together(one.missing) if one.missing else None)
        if problem is None and not {event["event"] for event in since} <= TELLING:
            problem = Text(
                vi="Hồ sơ đã thay đổi sau khi bạn xem.", en="The application has changed since you saw it."
            )
        found.append(_Picked(reference, number, one, problem, since))
    return found


# --- one application -----------------------------------------------------------------------------------


@router.get("/{reference}")
async def one(request: Request, site: AtSite, person: Approver, reference: str) -> Response:
    """Verdict with reasons, both sources, evidence, timeline, and the decision, on one screen."""
    return await _one(request, site, person, reference)


@router.post("/{reference}")
async def decide(
    request: Request,
    site: AtSite,
    person: Approver,
    reference: str,
    decision: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    seen: Annotated[int, Form()] = 0,
    key: Annotated[str, Form()] = "",
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """First what was chosen and what follows from it, to confirm; then the act, bound to what was seen."""
    typed = {"decision": decision, "reason": reason, "seen": seen}
    choice = next((one for deed, one in CHOICES.items() if deed.value == decision), None)
    mistakes: dict[str, Text] = {}
    if choice is None:
        mistakes["decision"] = Text(vi="Hãy chọn một quyết định.", en="Choose a decision.")
    elif choice.needs_reason and not reason.strip():
        mistakes["reason"] = Text(vi="Quyết định này cần ghi rõ lý do.", en="This decision needs a reason.")
    if choice is None or mistakes:
        return await _one(request, site, person, reference, typed=typed, mistakes=mistakes, status=422)
    try:
        if confirmed:
            wanted = {"reference": reference, "reason": reason, "seen": seen}
            await site.writer.perform(acts.order(choice.deed, person, wanted, key or None))
            return moved(f"/phe-duyet/{reference}", done=choice.deed.value)
        found = await site.read(
            lambda session: _possible(session, site, person, reference, choice.deed, seen)
        )
    except OutOfOrder as refusal:
        return await _one(request, site, person, reference, typed=typed, refused=refusal.text, status=409)
    return page(
        request, "recognition/confirm.html", reference=reference, name=found, choice=choice, typed=typed, key=key
    )  # fmt: skip


def _possible(session: Session, site: Site, person: Person, reference: str, deed: Deed, seen: int) -> str:
    """The unit's name, when the decision could be taken now. Raises Refused."""
    case = looked_at(session, reference)
    bar = gate.why_not(session, site.procedures, case, site.today) if deed is Deed.APPROVE else None
    recognition.require_open(Store(session, site.now), deed, case, person, seen, bar)
    return case.name


async def _one(
    request: Request,
    site: Site,
    person: Person,
    reference: str,
    *,
    typed: dict[str, Any] | None = None,
    mistakes: dict[str, Text] | None = None,
    refused: Text | None = None,
    status: int = 200,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        found = reading.application(session, site.catalogue, reference, person, site.today.isoformat())
        case = looked_at(session, reference)
        assert case.state is not None
        missing: Sequence[Text] = ()
        if case.state is State.SCORED and case.verdict == "met":
            missing = gate.missing(session, site.procedures, [case], site.today).get(case.id, ())
        offered = [
            CHOICES[deed]
            for deed in OFFERED.get(case.state, ())
            if deed is not Deed.APPROVE or (case.verdict == "met" and not missing)
        ]
        why = recognition.hindrance(session, Deed.APPROVE, case, person) if offered else None
        since = reading.since(session, case.id, typed["seen"]) if typed and typed["seen"] else []
        try:
            standard = site.catalogue.pinned(case.standard, case.sha256).in_season(case.season)
            said = sides(session, standard, case.season, case.unit_facts, case.id)
        except Refused:
            said = None  # an edition that is not at hand explains nothing; the remark says so
        return {
            "found": found,
            "seen": case.number,
            "kind": queues.kind_name(case.kind),
            "late": bool(case.due_on and case.due_on < site.today.isoformat()),
            "offered": [] if why else offered,
            "why_not": why,
            "missing": missing,
            "sides": said,
            "remarks": remarks(session, site.catalogue, [case.id]).get(case.id, []),
            "since": since,
        }

    values = await site.read(look)
    return page(
        request,
        "recognition/one.html",
        status=status,
        typed=typed or {"decision": "", "reason": "", "seen": 0},
        mistakes=mistakes or {},
        refused=refused,
        done_deed=_done(request),
        **values,
    )


def _done(request: Request) -> Choice | None:
    """The decision that has just been taken, for the banner."""
    done = request.query_params.get("done", "")
    return next((choice for deed, choice in CHOICES.items() if deed.value == done), None)
