"""Sources: what the applicant and the inspector each say of every criterion, side by side, with what was attached."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from domain import findings
from domain.database import Session, Sql
from domain.remarks import differing
from domain.rulebook.inquiry import inquiry
from domain.rulebook.sentences_of_changes import answer
from domain.standards import Standard
from domain.texts import Text

_FACTS = Sql("select source, document from facts where application = :id")
_EVIDENCE = Sql(
    "select e.id, e.source, e.criterion, e.name, e.media, e.size, e.sha256, e.at from evidence e"
    " where e.application = :id and e.removed_at is null order by e.criterion, e.at, e.id"
)


class Said(NamedTuple):
    """One fact of a criterion as each side answers it; None where a side says nothing."""

    label: Text
    applicant: Text | None
    inspector: Text | None
    differs: bool


class Attached(NamedTuple):
    """A photo or document that somebody attached to a criterion."""

    id: str
    source: str
    criterion: str
    name: str
    media: str
    size: int
    sha256: str
    at: str


class Sides(NamedTuple):
    """What both say, by criterion; what was attached; the inspector's notes."""

    said: Mapping[str, Sequence[Said]]
    attached: Mapping[str, Sequence[Attached]]
    notes: Mapping[str, str]


def sides(
    session: Session, standard: Standard, season: int, unit: Mapping[str, Any], application: int
) -> Sides:
    """Both sides of an application under the edition that it is judged by."""
    documents = {source: orjson.loads(document) for source, document in session.rows(_FACTS, id=application)}
    apart = set(differing(standard, documents))
    said: dict[str, list[Said]] = {}
    for criterion in standard.criteria:
        case = inquiry(criterion, standard, season, unit)
        for name, fact in criterion.facts.items():
            each = []
            for source in ("applicant", "inspector"):
                value = documents.get(source, {}).get(criterion.code, {}).get(name)
                each.append(None if value is None else answer(name, value, case))
            if each != [None, None]:
                row = Said(fact.label, each[0], each[1], (criterion.code, name) in apart)
                said.setdefault(criterion.code, []).append(row)
    standing = findings.standing(findings.of(session, application))
    notes = {
        code: " · ".join(one.note for one in own if one.note)
        for code, own in standing.items()
        if any(one.note for one in own)
    }
    return Sides(said, attached(session, application), notes)


def attached(session: Session, application: int) -> dict[str, list[Attached]]:
    """What was attached to an application and not taken away, by criterion."""
    found: dict[str, list[Attached]] = {}
    for row in session.rows(_EVIDENCE, id=application):
        one = Attached(*row)
        found.setdefault(one.criterion, []).append(one)
    return found
