"""Reading: one application as a whole, and what waits; nothing here writes."""

from collections.abc import Iterable
from typing import Any

import orjson

from domain import notices, people
from domain.cases import code_of, id_of, place_of, reference
from domain.catalogue import Catalogue
from domain.database import Row, Session, Sql, listed
from domain.errors import NotFound, Refused
from domain.events import EVENTS
from domain.lifecycle import STATE_NAMES, State
from domain.people import Deed, Person
from domain.scorecard import Scorecard
from domain.telling import needed

_APPLICATION = Sql(
    "select a.id, a.season, a.unit_code, a.path, a.kind, a.standard, a.sha256, a.state, a.number, a.inspector, a.due_on,"
    " a.verdict, a.registered_at, u.name, c.serial, c.issued_at, c.revoked_at from application a join unit u on u.id = a.unit"
    " left join certificate c on c.application = a.id where a.id = :id"
)
_EVENTS = Sql(
    "select e.number, e.name, e.at, e.account, e.payload from event e where e.application = :id order by e.number"
)
_ACCOUNTS = Sql("select id, login, name from account where id in {numbers:ids}")
_PLACE = Sql("select name from unit where code = :code order by valid_from desc limit 1")
_SCORECARD = Sql("select document from scorecard where application = :id order by number desc limit 1")


def application(
    session: Session, catalogue: Catalogue, quoted: str, by: Person | None = None, on: str | None = None
) -> dict[str, Any]:
    """Everything that is recorded of one application, and what it still takes on that day. Raises NotFound; NotAllowed when `by` may not read it."""
    row = session.row(_APPLICATION, id=id_of(quoted))
    if row is None or reference(row[1], row[0]) != quoted.strip():
        raise NotFound(
            "Không có hồ sơ số {reference}.", "There is no application {reference}.", reference=quoted
        )
    (
        id,
        season,
        code,
        path,
        kind,
        standard,
        sha256,
        state,
        number,
        inspector,
        due_on,
        verdict,
        since,
        *rest,
    ) = row
    name, serial, issued_at, revoked_at = rest
    if by is not None:
        people.require(by, Deed.READ, path)
    events = session.rows(_EVENTS, id=id)
    accounts = _accounts(session, (inspector, *(event[3] for event in events), *_inspectors(events)))
    return {
        "reference": quoted.strip(),
        "season": season,
        "state": state,
        "state_name": STATE_NAMES[State(state)].model_dump(),
        "number": number,
        "unit": {"code": code, "name": name, "kind": kind},
        "place": _place(session, path),
        "registered_at": since,
        "standard": {"path": standard, "sha256": sha256},
        "inspector": accounts.get(inspector),
        "due_on": due_on,
        "certificate": None
        if serial is None
        else {"number": f"{serial}/{season}", "issued_at": issued_at, "revoked_at": revoked_at},
        "timeline": [_event(event, accounts) for event in events],
        "verdict": verdict,
        "scorecard": _scorecard(session, catalogue, id, standard, sha256, on),
        "letters": [delivery._asdict() for delivery in notices.of(session, id)],
    }


def since(session: Session, id: int, seen: int) -> list[dict[str, Any]]:
    """What has happened to an application after the event with that number."""
    events = [event for event in session.rows(_EVENTS, id=id) if event[0] > seen]
    accounts = _accounts(session, (*(event[3] for event in events), *_inspectors(events)))
    return [_event(event, accounts) for event in events]


def _event(event: Row, accounts: dict[int, dict[str, Any]]) -> dict[str, Any]:
    number, name, at, account, payload = event
    stored = orjson.loads(payload)
    if "inspector" in stored:
        stored["inspector"] = accounts.get(stored["inspector"], stored["inspector"])
    return {
        "number": number,
        "event": name,
        "title": EVENTS[name].title.model_dump(),
        "at": at,
        "by": accounts.get(account),
        "payload": stored,
    }


def _inspectors(events: Iterable[Row]) -> list[int | None]:
    return [orjson.loads(event[4]).get("inspector") for event in events]


def _accounts(session: Session, ids: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    rows = session.rows(_ACCOUNTS, ids=listed({id for id in ids if id is not None}))
    return {id: {"login": login, "name": name} for id, login, name in rows}


def _place(session: Session, path: str) -> dict[str, str | None]:
    """Where the decision is taken, by code and name."""
    code = code_of(place_of(path))
    found = session.row(_PLACE, code=code)
    return {"code": code, "name": found[0] if found else None}


def _scorecard(
    session: Session, catalogue: Catalogue, id: int, standard: str, sha256: str, on: str | None
) -> dict[str, Any] | None:
    """The newest verdict with its reasons; `unexplained` says why there are none when its edition is not at hand."""
    found = session.row(_SCORECARD, id=id)
    if found is None:
        return None
    try:
        card = Scorecard.unpack(found[0], catalogue.pinned(standard, sha256))
        return {**card.explain(), "to_pass": needed(card, on)}
    except Refused as refusal:
        stored = orjson.loads(found[0])
        return {"verdict": stored["verdict"], "criteria": [], "unexplained": refusal.text.model_dump()}


# --- what waits --------------------------------------------------------------------------------------

_SIZE = Sql("select coalesce(sum(number), 0), count(*) from application")
_NEWEST = Sql("select max(updated_at) from application")
_POST = Sql(
    "select state, count(*) from notice where state in ('waiting', 'sending', 'parked') group by state"
)
_SETTLED = Sql(
    "select count(case when state in ('sent', 'parked') or error is not null then 1 end), count(*) from notice"
)
_TROUBLED = Sql(
    "select c.name, n.channel, n.state, max(n.attempts), min(n.due_at), min(n.error), count(*) from notice n"
    " join account c on c.id = n.account where n.state in ('waiting', 'sending', 'parked') and n.error is not null"
    " group by c.name, n.channel, n.state order by n.state, c.name, n.channel limit :most"
)


def size(session: Session) -> tuple[int, int]:
    """How many events are recorded, of how many applications."""
    events, chains = session.row(_SIZE) or (0, 0)
    return int(events), int(chains)


def newest_instant(session: Session) -> str | None:
    """When the last event was recorded; None when there is none."""
    found = session.row(_NEWEST)
    return found[0] if found else None


def letters_under_way(session: Session) -> dict[str, int]:
    """How many notices wait, are being sent, are parked."""
    return {"waiting": 0, "sending": 0, "parked": 0} | dict(session.rows(_POST))


def letters_settled(session: Session) -> tuple[int, int]:
    """How many notices were sent or failed at least once, of how many."""
    settled, every = session.row(_SETTLED) or (0, 0)
    return int(settled), int(every)


def troubled_letters(session: Session, most: int = 200) -> list[dict[str, Any]]:
    """What could not be delivered yet, per person and channel, parked first."""
    names = ("account", "channel", "state", "attempts", "due_at", "error", "notices")
    return [dict(zip(names, row, strict=True)) for row in session.rows(_TROUBLED, most=most)]
