"""Supplements: the papers of a dossier, which of them are there, and asking the applicant for those that are missing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from domain import people
from domain.cases import Case
from domain.database import Session, Sql
from domain.errors import BadInput, OutOfOrder
from domain.events import SupplementAsked
from domain.inspection import require_reason
from domain.people import Deed, Person
from domain.standards import Standard
from domain.store import Store
from domain.texts import Text


class Part(NamedTuple):
    """One paper of the dossier (Thông tư 124/2021/TT-BCA, Điều 9 and the clauses that ask for a document). `key` is
    “D9-HS.report”; `given` is what the applicant said of it, None when they said nothing."""

    key: str
    criterion: str
    label: Text
    given: Any


def parts(standard: Standard, document: Mapping[str, Mapping[str, Any]]) -> Iterator[Part]:
    """Every paper that the applicant of this standard hands in; those of the dossier's own criteria come first."""
    found = [
        Part(
            f"{criterion.code}.{name}", criterion.code, fact.label, document.get(criterion.code, {}).get(name)
        )
        for criterion in standard.criteria
        for name, fact in criterion.facts.items()
        if fact.form == "document" and not fact.attested_by and not fact.supplied_by
    ]
    # A criterion that is nothing but papers is the dossier's own (D9-HS); elsewhere a paper is one fact among others.
    whole = {
        code
        for code in {part.criterion for part in found}
        if all(fact.form == "document" for fact in standard.by_code[code].facts.values())
    }
    yield from (part for part in found if part.criterion in whole)
    yield from (part for part in found if part.criterion not in whole)


def ask(store: Store, standard: Standard, case: Case, wanted: Sequence[str], reason: str, by: Person) -> None:
    """Ask the applicant for papers. Raises Refused: not the office, no reason, no such paper, too late to hand in."""
    people.require(by, Deed.ASK_SUPPLEMENT, case.path, case)
    require_reason(reason)
    known = {part.key: part.label for part in parts(standard, {})}
    unknown = [key for key in wanted if key not in known]
    if unknown:
        raise BadInput(
            "Bộ tiêu chí của hồ sơ này không có giấy tờ: {keys}.",
            "The standard of this application knows no such papers: {keys}.",
            keys=", ".join(unknown),
        )
    for one in unanswered(store.session, case.id):
        if (set(one.parts), one.reason) == (set(wanted), reason):
            raise OutOfOrder(
                "Đã yêu cầu đúng giấy tờ này với lý do này; đơn vị chưa nộp lại.",
                "These papers were asked for with this reason already; the unit has not handed in since.",
            )
    names = [known[key] for key in dict.fromkeys(wanted)]
    store.record(
        case,
        SupplementAsked(
            parts=tuple(dict.fromkeys(wanted)),
            asked_vi="; ".join(name.vi for name in names),
            asked_en="; ".join(name.en for name in names),
            reason=reason,
        ),
        by.id,
    )


_ASKED = Sql(
    "select payload, at from event where application = :id and name = 'supplement-asked' and number >"
    " coalesce((select max(number) from event where application = :id and name in ('dossier-submitted', 'application-registered')), 0)"
    " order by number"
)


class Asked(NamedTuple):
    """What the office has asked for and the applicant has not answered by handing in anew."""

    parts: tuple[str, ...]
    asked: Text
    reason: str
    at: str


def unanswered(session: Session, application: int) -> list[Asked]:
    """The requests that came after the dossier was last handed in, oldest first."""
    found = []
    for payload, at in session.rows(_ASKED, id=application):
        told = orjson.loads(payload)
        names = Text(vi=told["asked_vi"], en=told["asked_en"])
        found.append(Asked(tuple(told["parts"]), names, told["reason"], at))
    return found
