"""Certificate status: which certificates were taken back or corrected, and which units go by another name now."""

import hashlib
from datetime import date
from typing import NamedTuple

from domain import succession
from domain.calendar import today
from domain.cases import moment
from domain.database import Session, Sql
from domain.status_lists import Renamed, Revoked, Status

_REVOKED = Sql(
    "select application, revoked_at from certificate where revoked_at is not null order by application"
)
# A later decision on the same certificate stands behind an earlier one.
_BY_DECISION = Sql(
    "select i.application, i.number, d.kind, d.symbol, d.signed_on from decision d join decision_item i on i.decision = d.id"
    " join certificate c on c.application = i.application"
    " where d.kind in ('revocation', 'correction') order by i.application, i.number"
)
_CHANGED = Sql(
    "select distinct a.unit_code, u.name from certificate c join application a on a.id = c.application join unit u on u.id = a.unit"
    " where exists (select 1 from unit v where v.code = a.unit_code and (v.valid_until is not null or v.id <> a.unit))"
)
_LAST = Sql("select max(made_at), count(*) from certificate_token")


class Seen(NamedTuple):
    """What there is to say, and what tells it from what was said before."""

    status: Status
    fingerprint: str


def seen(session: Session, on: date) -> Seen:
    """Everything that a status list of this day says. A certificate made meanwhile changes the fingerprint only."""
    revoked = {id: Revoked(today(moment(at)), "") for id, at in session.rows(_REVOKED)}
    corrected: dict[int, int] = {}
    for id, number, kind, symbol, signed_on in session.rows(_BY_DECISION):
        if kind == "correction":
            corrected[id] = number
        elif id in revoked:
            revoked[id] = Revoked(date.fromisoformat(signed_on), symbol)
    status = Status(revoked, corrected, _renamed(session, on))
    told = repr((status, session.row(_LAST)))
    return Seen(status, hashlib.sha256(told.encode()).hexdigest())


def _renamed(session: Session, on: date) -> dict[str, Renamed]:
    named: dict[str, set[str]] = {}
    for code, name in session.rows(_CHANGED):
        named.setdefault(code, set()).add(name)
    found = succession.heirs(session, sorted(named), on)
    return {
        code: Renamed(heir.name, "" if heir.code == code else heir.code, date.fromisoformat(heir.since))
        for code, heir in sorted(found.items())
        if heir.code != code or named[code] != {heir.name}
    }
