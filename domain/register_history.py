"""Register history: what the register says of one unit over the years, and what happened in it last.

Of the events it tells the name, the day and the decision; a reason stays in the dossier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import orjson

from domain import succession
from domain.database import Session, Sql, listed
from domain.events import (
    CertificateIssued,
    RecognitionApproved,
    RecognitionCorrected,
    RecognitionExpired,
    RecognitionQuestioned,
    RecognitionReinstated,
    RecognitionRevoked,
    RecognitionUpheld,
)
from domain.register import COLUMNS, PUBLIC, SEASONS, TAKEN_BACK, Line
from domain.succession import Heir

_OF_UNIT = Sql(
    f"select {COLUMNS} from application a cross join certificate c cross join unit u where a.season in {{numbers:seasons}}"
    f" and a.unit_code = :code and c.application = a.id and u.id = a.unit and {PUBLIC} order by a.season desc, a.id"
)
_VERSIONS = Sql(
    "select code, name, kind, path, valid_from, valid_until, successor_code from unit where code = :code order by valid_from"
)
_BEFORE = Sql(
    "select code, name, kind, path, valid_from, valid_until, successor_code from unit where successor_code = :code"
    " and code <> :code order by valid_until, code"
)


class Version(NamedTuple):
    """What a unit was called for a while, and which unit followed it when it ended."""

    code: str
    name: str
    kind: str
    path: str
    valid_from: str
    valid_until: str | None
    successor_code: str | None


@dataclass(frozen=True)
class Entry:
    """What the register says of one unit: its names in time, its recognitions with the newest first, the units that it
    took over, and the one that took it over."""

    versions: tuple[Version, ...]
    lines: tuple[Line, ...]
    before: tuple[Version, ...]
    heir: Heir | None

    @property
    def now(self) -> Version:
        return self.versions[-1]


def entry(session: Session, code: str, today: date) -> Entry | None:
    """One unit; None when there is no such code. A unit without any recognition has no lines."""
    versions = [Version(*row) for row in session.rows(_VERSIONS, code=code)]
    if not versions:
        return None
    seasons = listed(year for (year,) in session.rows(SEASONS))
    heir = succession.heir(session, code, today)
    return Entry(
        tuple(versions),
        tuple(Line(*row) for row in session.rows(_OF_UNIT, seasons=seasons, code=code)),
        tuple(Version(*row) for row in session.rows(_BEFORE, code=code)),
        heir if heir and heir.code != code else None,
    )


# --- what happened -------------------------------------------------------------------------------------

# Of these events the register may tell: the name and the day, never the reason.
REVIEWS = frozenset({RecognitionQuestioned.name, RecognitionUpheld.name})
TOLD = (
    CertificateIssued.name,
    RecognitionQuestioned.name,
    RecognitionUpheld.name,
    RecognitionRevoked.name,
    RecognitionReinstated.name,
    RecognitionCorrected.name,
    RecognitionExpired.name,
)
_HAPPENED = Sql(
    "select application, number, name, at, payload from event where application in {numbers:ids}"
    " and name in {texts:names} order by application, number"
)
_DECIDED = Sql("select id, symbol, signed_on from decision where id in {texts:ids}")
_NEWEST = (
    "select c.application from certificate c where c.season = :season order by c.season desc, c.issued_at desc"
    " limit :most"
)
_NEWEST_HERE = (
    "select a.id from application a cross join certificate c where +a.season = :season and c.application = a.id"
    " and a.path >= :here and a.path < :here_end order by c.issued_at desc limit :most"
)
_TURNED = "select a.id from application a where a.season in {numbers:seasons} and " + TAKEN_BACK
_APPROVED = Sql(
    "select application, payload from event where application in {numbers:ids} and name = :name order by application, number"
)
_ANY_DECISION = Sql("select 1 from decision limit 1")
_OF_IDS = Sql(
    f"select {COLUMNS} from application a cross join certificate c cross join unit u where c.application = a.id"
    f" and u.id = a.unit and a.id in {{numbers:ids}} and {PUBLIC}"
)
_LATER_DECISIONS = Sql(
    "select application from decision_item where decision in"
    " (select id from decision where kind <> 'recognition' order by at desc limit :most)"
)


class Happened(NamedTuple):
    """One thing that happened to a recognition, with the decision where there is one."""

    line: Line
    number: int
    name: str
    at: str
    decision: "Decided | None" = None


class Decided(NamedTuple):
    """The number and the day of the decision behind an event."""

    id: str
    number: str
    signed_on: str


def history(session: Session, lines: Sequence[Line]) -> list[Happened]:
    """What happened to these recognitions, the newest first. A recognition is told of once its certificate is there."""
    by_id = {line.id: line for line in lines}
    rows = session.rows(_HAPPENED, ids=listed(by_id), names=listed([*TOLD, RecognitionApproved.name]))
    # Of what is recorded the decision's id is taken and nothing else: reasons stay where they are.
    named = [str(orjson.loads(payload).get("decision") or "") for *_, payload in rows]
    decided = {
        row[0]: Decided(*row)
        for row in session.rows(_DECIDED, ids=listed(sorted({one for one in named if one})))
    }
    approved: dict[int, str] = {}
    found = []
    for (application, number, name, at, _), decision in zip(rows, named, strict=True):
        if name == RecognitionApproved.name:
            approved[application] = decision
        else:
            by = approved.get(application, "") if name == CertificateIssued.name else decision
            found.append(Happened(by_id[application], number, name, at, decided.get(by)))
    return sorted(found, key=lambda one: (one.at, one.line.id, one.number), reverse=True)


def decided(session: Session, ids: Sequence[int]) -> dict[int, Decided]:
    """By which decision each was recognised, where one was made."""
    if session.row(_ANY_DECISION) is None:
        return {}
    rows = session.rows(_APPROVED, ids=listed(ids), name=RecognitionApproved.name)
    named = {id: str(orjson.loads(payload).get("decision") or "") for id, payload in rows}
    known = {
        row[0]: Decided(*row)
        for row in session.rows(_DECIDED, ids=listed(sorted(set(named.values()) - {""})))
    }
    return {id: known[one] for id, one in named.items() if one in known}


def newest(session: Session, place: str, most: int) -> list[Happened]:
    """The newest that was decided in a place (a path; empty: everywhere), the newest first; a review is no decision."""
    seasons = [year for (year,) in session.rows(SEASONS)]
    here = {"here": place, "here_end": f"{place[:-1]}0"} if place else {}
    ids: set[int] = set()
    for season in seasons:
        if len(ids) >= most:
            break
        sql = Sql(_NEWEST_HERE if place else _NEWEST)
        ids |= {id for (id,) in session.rows(sql, season=season, most=most, **here)}
    changed = _TURNED + (" and a.path >= :here and a.path < :here_end" if place else "")
    ids |= {
        id
        for (id,) in session.rows(
            Sql(f"{changed} order by a.updated_at desc limit {most}"), seasons=listed(seasons), **here
        )
    }
    ids |= {id for (id,) in session.rows(_LATER_DECISIONS, most=most)}
    lines = [Line(*row) for row in session.rows(_OF_IDS, ids=listed(sorted(ids)))]
    happened = history(session, [line for line in lines if line.path.startswith(place)])
    return [one for one in happened if one.name not in REVIEWS][:most]
