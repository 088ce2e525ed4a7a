"""Application: one application for everybody who may read it: where it stands, who owes the next step, what happened, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import evidence, people, readings, supplements
from domain.calendar import today
from domain.cases import Case
from domain.database import Session, Sql
from domain.events import DossierSubmitted
from domain.lifecycle import State, allowed
from domain.people import Deed, Person, Role
from domain.rulebook.inquiry import inquiry
from domain.rulebook.sentences_of_changes import answer
from domain.standards import Standard
from domain.store import looked_at
from domain.texts import Text
from domain.unit_rows import KINDS
from portal import appeals, queues, reading, steps
from portal.checking import of_papers
from portal.documents.pages import offered
from portal.guard import AtSite, may
from portal.pages import page

router = APIRouter()

Reader = Annotated[Person, Depends(may(Deed.READ))]

_FACTS = Sql("select source, document from facts where application = :id")


@dataclass(frozen=True)
class Said:
    """One question of a criterion with both sides' answers. `counted` says whose word counts: applicant, inspector, system or
    nobody's."""

    label: Text
    applicant: Text | None
    inspector: Text | None
    counted: str


@dataclass(frozen=True)
class Link:
    """Something that this person may do here, or why they may not although their role would."""

    address: str
    title: Text
    hindrance: Text | None = None


@router.get("/ho-so/{reference}")
async def show(request: Request, site: AtSite, person: Reader, reference: str) -> Response:
    def reads(session: Session) -> dict[str, Any]:
        case = looked_at(session, reference)
        found = reading.application(session, site.catalogue, reference, person, site.today.isoformat())
        standard = site.catalogue.pinned(case.standard, case.sha256)
        sources = {source: orjson.loads(text) for source, text in session.rows(_FACTS, id=case.id)}
        card = found["scorecard"]
        standing = appeals.standing(session, site, case, person)
        return {
            "found": found,
            "case": case,
            "title": standard.title,
            "kind": KINDS.get(case.kind, Text(vi=case.kind, en=case.kind)),
            "said": sides(standard, case, sources),
            "verdicts": {one["code"]: one for one in card["criteria"]} if card else {},
            "attached": _by_criterion(evidence.of(session, case.id)),
            "questions": standard.in_season(case.season).criteria,
            "papers": [(part, one) for part, one in of_papers(session, site, case) if one],
            "step": steps.step(
                found,
                case,
                standard,
                standing,
                today(site.now),
                queues.lacks(session, site.procedures, case, site.today),
            ),
            "links": links(person, case),
            "appeals": standing,
            "documents": offered(session, person, case, {event["event"] for event in found["timeline"]}),
            "owed": allowed(case.state, DossierSubmitted)
            and not any(event["event"] == DossierSubmitted.name for event in found["timeline"]),
            "supplements": supplements.unanswered(session, case.id),
            "readings": readings.of(session, case.id) if _sees_readings(person, case) else None,
            # An applicant reads what was sent to them; the letters of offices are the offices' own.
            "letters": [
                one for one in found["letters"] if not _only_applies(person) or one["account"] == person.name
            ],
            # Answers that came after the last verdict are not in it.
            "outdated": card is not None and case.state in (State.REGISTERED, State.UNDER_INSPECTION),
        }

    values = await site.read(reads)
    site.readings.note(person, values["case"].id, "dossier")
    return page(request, "application.html", reference=reference, **values)


def sides(
    standard: Standard, case: Case, sources: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> dict[str, list[Said]]:
    """Both sides' answers by criterion, and whose counts (`judged_on.counted`): the inspector's where there is one, else the
    applicant's, but never the applicant's to what others attest."""
    applicant, inspector = sources.get("applicant", {}), sources.get("inspector", {})
    found: dict[str, list[Said]] = {}
    for criterion in standard.in_season(case.season).criteria:
        code = criterion.code
        theirs, own = inspector.get(code, {}), applicant.get(code, {})
        asking = [inquiry(criterion, standard, case.season, case.unit_facts, side) for side in (own, theirs)]
        for name, fact in criterion.facts.items():
            said, seen = own.get(name), theirs.get(name)
            if said is None and seen is None and not fact.supplied_by:
                continue
            if fact.supplied_by:
                counted = "system"
            elif seen is not None:
                counted = "inspector"
            else:
                counted = "nobody" if fact.attested_by else "applicant"
            found.setdefault(code, []).append(
                Said(
                    fact.label,
                    answer(name, said, asking[0]) if said is not None else None,
                    answer(name, seen, asking[1]) if seen is not None else None,
                    counted,
                )
            )
    return found


def links(person: Person, case: Case) -> list[Link]:
    """Where this person's own next step on this application is, by what they may do."""
    state, reference = case.state, case.reference
    found = []

    def offer(deeds: tuple[Deed, ...], address: str, title: Text) -> None:
        if not any(people.may(person, deed, case.path) is None for deed in deeds):
            return
        reasons = [people.may(person, deed, case.path, case) for deed in deeds]
        found.append(Link(address, title, None if None in reasons else reasons[0]))

    if allowed(state, DossierSubmitted):
        title = Text(vi="Làm hoặc sửa hồ sơ", en="Answer or change the dossier")
        offer((Deed.SUBMIT_DOSSIER,), f"/dang-ky/{reference}", title)
    if state is State.WITHDRAWN:
        title = Text(vi="Đăng ký lại", en="Register again")
        offer((Deed.REGISTER,), f"/dang-ky/don-vi/{case.unit_code}?dot={case.season}", title)
    if state in (State.INSPECTED, State.SCORED):
        offer((Deed.WITHDRAW,), f"/dang-ky/{reference}/rut", Text(vi="Rút hồ sơ", en="Withdraw"))
    if state is State.UNDER_INSPECTION:
        offer(
            (Deed.INSPECT,),
            f"/kiem-tra/{reference}",
            Text(vi="Kiểm tra hồ sơ này", en="Inspect this application"),
        )
    if state in (State.REGISTERED, State.UNDER_INSPECTION, State.SCORED):
        offer(
            (Deed.ASSIGN,),
            f"/thuong-truc/{reference}",
            Text(vi="Đối chiếu giấy tờ, trả lại", en="Check papers, or return it")
            if state is State.SCORED
            else Text(vi="Phân công, đối chiếu giấy tờ", en="Assign, check the papers"),
        )
    if state is State.SCORED:
        offer((Deed.APPROVE, Deed.DECLINE), f"/phe-duyet/{reference}", Text(vi="Quyết định", en="Decide"))
    if state in (State.IN_QUESTION, State.RECOGNISED):
        offer(
            (Deed.REVOKE,),
            f"/phe-duyet/{reference}",
            Text(vi="Xem xét lại công nhận", en="Consider the recognition again"),
        )
    if state is State.REVOKED:
        offer(
            (Deed.REINSTATE,),
            f"/phe-duyet/{reference}",
            Text(vi="Xem xét khôi phục công nhận", en="Consider reinstating the recognition"),
        )
    return found


def _sees_readings(person: Person, case: Case) -> bool:
    """Who read a dossier is for whom it is about, and for whoever watches over the others."""
    return any(
        role in (Role.APPLICANT, Role.AUDITOR) and case.path.startswith(path) for role, path in person.roles
    )


def _only_applies(person: Person) -> bool:
    return {role for role, _ in person.roles} == {Role.APPLICANT}


def _by_criterion(found: list[evidence.Attached]) -> dict[str, list[evidence.Attached]]:
    sorted_: dict[str, list[evidence.Attached]] = {}
    for one in found:
        sorted_.setdefault(one.criterion, []).append(one)
    return sorted_
