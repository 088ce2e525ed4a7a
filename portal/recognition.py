"""Recognition: the pages of whoever decides: what is ready, one application on one screen, the decision on it."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import acts, decisions, gate, recognition, sittings
from domain.cases import id_of
from domain.database import Session
from domain.decisions import FIELDS
from domain.errors import OutOfOrder, Refused
from domain.lifecycle import State
from domain.people import Deed, Person
from domain.remarks import remarks
from domain.store import Store, looked_at
from domain.texts import Text
from portal import queues, reading
from portal.guard import AtSite, may
from portal.pages import moved, page
from portal.queues import PAGE
from portal.site import Site
from portal.sources import sides

router = APIRouter(prefix="/phe-duyet")
Approver = Annotated[Person, Depends(may(Deed.APPROVE))]

# What is shown of each group on the first page; the rest is a page away.
FEW = 20

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
        Choice(
            Deed.REINSTATE,
            Text(vi="Khôi phục công nhận", en="Reinstate the recognition"),
            Text(
                vi="Giấy công nhận có giá trị trở lại, và đơn vị cấp trên được chấm lại.",
                en="The certificate is valid again, and the unit above is judged again.",
            ),
        ),
        Choice(
            Deed.CORRECT,
            Text(vi="Đính chính", en="Correct what was written"),
            Text(
                vi="Công nhận giữ nguyên; quyết định đính chính ghi rõ đã ghi gì, nay là gì.",
                en="The recognition stays; the decision says what was written and what is right.",
            ),
        ),
    )
}
OFFERED = {
    State.SCORED: (Deed.APPROVE, Deed.DECLINE, Deed.RETURN),
    State.IN_QUESTION: (Deed.UPHOLD, Deed.REVOKE),
    State.RECOGNISED: (Deed.CORRECT, Deed.REVOKE),
    State.REVOKED: (Deed.REINSTATE,),
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
        # Most places have no council: a way to its sessions is shown where one was called.
        councils = sittings.of_places(session, person, most=1) or sittings.of_member(session, person, most=1)
        return {
            "groups": groups,
            "again": again,
            "total": sum(by_verdict.values()),
            "councils": bool(councils),
        }

    found = await site.read(look)
    return page(request, "recognition/ready.html", one_group=nhom in GROUPS, **found)


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
    field: Annotated[str, Form()] = "",
    was: Annotated[str, Form()] = "",
    became: Annotated[str, Form()] = "",
    seen: Annotated[int, Form()] = 0,
    key: Annotated[str, Form()] = "",
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """First what was chosen and what follows from it, to confirm; then the act, bound to what was seen."""
    correction = {"field": field, "was": was, "became": became}
    typed = {"decision": decision, "reason": reason, "seen": seen, **correction}
    choice = next((one for deed, one in CHOICES.items() if deed.value == decision), None)
    mistakes: dict[str, Text] = {}
    if choice is None:
        mistakes["decision"] = Text(vi="Hãy chọn một quyết định.", en="Choose a decision.")
    elif choice.needs_reason and not reason.strip():
        mistakes["reason"] = Text(vi="Quyết định này cần ghi rõ lý do.", en="This decision needs a reason.")
    if choice is not None and choice.deed is Deed.CORRECT:
        if field not in FIELDS:
            mistakes["field"] = Text(vi="Hãy chọn nội dung cần đính chính.", en="Choose what is put right.")
        if not became.strip() or became.strip() == was.strip():
            mistakes["became"] = Text(
                vi="Hãy ghi nội dung đúng, khác với nội dung đã ghi.",
                en="Say what is right, and it must differ from what was written.",
            )
    if choice is None or mistakes:
        return await _one(request, site, person, reference, typed=typed, mistakes=mistakes, status=422)
    try:
        if confirmed:
            wanted: dict[str, Any] = {"reference": reference, "reason": reason, "seen": seen}
            if choice.deed is Deed.CORRECT:
                wanted |= correction
            await site.writer.perform(acts.order(choice.deed, person, wanted, key or None))
            return moved(f"/phe-duyet/{reference}", done=choice.deed.value)
        found = await site.read(
            lambda session: _possible(session, site, person, reference, choice.deed, seen)
        )
    except OutOfOrder as refusal:
        return await _one(request, site, person, reference, typed=typed, refused=refusal.text, status=409)
    return page(
        request, "recognition/confirm.html", reference=reference, name=found.name, form=found.form, choice=choice,
        typed=typed, fields=FIELDS, key=key,
    )  # fmt: skip


class _Possible(NamedTuple):
    """The unit, and the form of the decision that would be signed; none where nothing is signed."""

    name: str
    form: decisions.Preview | None


def _possible(
    session: Session, site: Site, person: Person, reference: str, deed: Deed, seen: int
) -> _Possible:
    """What would be signed, when the decision could be taken now. Raises Refused."""
    case = looked_at(session, reference)
    bar = gate.why_not(session, site.procedures, case, site.today) if deed is Deed.APPROVE else None
    recognition.require_open(Store(session, site.now), deed, case, person, seen, bar)
    if deed in (Deed.RETURN, Deed.UPHOLD):
        return _Possible(case.name, None)
    procedure = site.procedures.of(case.place, case.kind, case.standard, site.today)
    return _Possible(case.name, decisions.preview(session, procedure, case.place, person, site.today))


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
            "decisions": decisions.of(session, case.id),
        }

    values = await site.read(look)
    site.readings.note(person, id_of(reference), "decision")
    return page(
        request,
        "recognition/one.html",
        status=status,
        typed=typed or {"decision": "", "reason": "", "seen": 0, "field": "", "was": "", "became": ""},
        fields=FIELDS,
        mistakes=mistakes or {},
        refused=refused,
        done_deed=_done(request),
        **values,
    )


def _done(request: Request) -> Choice | None:
    """The decision that has just been taken, for the banner."""
    done = request.query_params.get("done", "")
    return next((choice for deed, choice in CHOICES.items() if deed.value == done), None)
