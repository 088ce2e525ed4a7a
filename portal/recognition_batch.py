"""Recognition of a batch: whatever meets every criterion, looked through, confirmed, and signed as one decision with a list."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import acts, decisions, gate
from domain.cases import id_of
from domain.database import Session
from domain.errors import Refused
from domain.lifecycle import TELLING, State
from domain.people import Deed, Person
from domain.store import looked_at
from domain.texts import Text
from portal import queues, reading
from portal.guard import AtSite
from portal.pages import page
from portal.queues import Waiting
from portal.recognition import Approver
from portal.site import Site

router = APIRouter(prefix="/phe-duyet")

# The most that one batch decides on.
MOST = 200


@router.get("/duyet-nhieu")
async def batch(request: Request, site: AtSite, person: Approver, trang: int = 1) -> Response:
    """Whatever meets every criterion, each with its verdict; what is unusual is not ticked."""
    return await _choose(request, site, person, trang)


async def _choose(
    request: Request, site: Site, person: Person, trang: int = 1, mistake: Text | None = None
) -> Response:
    """What may be chosen; after a mistake nothing is ticked, so that nobody signs what they did not choose."""

    def look(session: Session) -> queues.Queue:
        total = queues.counts(session, person, Deed.APPROVE, (State.SCORED,), "verdict").get("met", 0)
        rows = queues.read(
            session, site.catalogue, person, Deed.APPROVE, (State.SCORED,), site.today, verdict="met", page=trang,
            procedures=site.procedures,
        )  # fmt: skip
        return queues.Queue(total, max(trang, 1), rows)

    queue = await site.read(look)
    picked = {one.pick for one in queue.rows if one.plain} if mistake is None else set()
    return page(
        request, "recognition/batch.html", status=422 if mistake else 200, queue=queue, picked=picked, mistake=mistake
    )  # fmt: skip


@router.post("/duyet-nhieu")
async def decide_batch(
    request: Request,
    site: AtSite,
    person: Approver,
    pick: Annotated[list[str] | None, Form()] = None,
    key: Annotated[str, Form()] = "",
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """First the chosen ones once more, to confirm, with the decision that they will be; then what became of each."""
    seen = queues.picked(pick or [])
    if not seen:
        return await _choose(request, site, person, mistake=_NONE_CHOSEN)
    if len(seen) > MOST:
        return await _choose(request, site, person, mistake=_TOO_MANY.filled(most=MOST))
    if not confirmed:
        rows = await site.read(lambda session: _seen_now(session, site, person, seen))
        forms = await site.read(lambda session: _forms(session, site, person, rows))
        return page(request, "recognition/confirm_batch.html", rows=rows, forms=forms, key=key)
    orders = [
        acts.order(
            Deed.APPROVE,
            person,
            {"reference": reference, "seen": number, "decision": key},
            f"{key}.{reference}" if key else None,
        )
        for reference, number in seen.items()
    ]
    answers = dict(zip(seen, await site.writer.perform_many(orders), strict=True))
    refused = {reference: answer.text for reference, answer in answers.items() if isinstance(answer, Refused)}
    done = [id_of(reference) for reference in seen if reference not in refused]

    def look(session: Session) -> dict[str, Any]:
        rows = _seen_now(session, site, person, seen)
        return {"rows": rows, "decisions": decisions.of_many(session, done)}

    return page(
        request, "recognition/result.html", refused=refused, seen=seen, **await site.read(look)
    )  # fmt: skip


_NONE_CHOSEN = Text(
    vi="Hãy chọn ít nhất một hồ sơ để công nhận.", en="Choose at least one application to recognise."
)
_TOO_MANY = Text(vi="Mỗi lần duyệt nhiều nhất {most} hồ sơ.", en="At most {most} applications at a time.")


class _Picked(NamedTuple):
    """A chosen application as it is now, and why it cannot be decided any more."""

    reference: str
    number: int
    one: Waiting | None
    problem: Text | None
    since: Sequence[dict[str, Any]] = ()


def _forms(
    session: Session, site: Site, person: Person, rows: Sequence[_Picked]
) -> list[tuple[decisions.Preview, int]]:
    """The decisions that these would be, and of how many units: one for each place, season and procedure."""
    found: dict[tuple[str, int, str], tuple[decisions.Preview, int]] = {}
    for row in rows:
        if row.one is None or row.problem is not None:
            continue
        case = looked_at(session, row.reference)
        procedure = site.procedures.of(case.place, case.kind, case.standard, site.today)
        about = (case.place, case.season, procedure.sha256)
        before = found.get(about)
        form = before[0] if before else decisions.preview(session, procedure, case.place, person, site.today)
        found[about] = (form, before[1] + 1 if before else 1)
    return list(found.values())


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
