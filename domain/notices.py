"""Notices: who is told of what, once for each event, person and channel; and what became of each."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson

from domain.calendar import today
from domain.cases import Case, instant, reference
from domain.database import Database, Session, Sql, listed
from domain.inspection import places
from domain.outbox import PAUSES, Piece, Treat
from domain.people import Role
from domain.store import Store

# Event to the audiences that are told of it: what `flows/letters` holds a text for.
Plan = Mapping[str, Sequence[str]]

_ADDRESSES = Sql("select id, addresses from account where active = 1 and id in {numbers:ids}")
_HOLDERS = Sql(
    "select r.path, r.role, c.id, c.addresses from role r join account c on c.id = r.account and c.active = 1"
    " where r.role in ('standing-office', 'approver') and r.starts <= :today and (r.ends is null or r.ends >= :today)"
    " and r.path in {texts:paths} order by c.id"
)


def answer(store: Store, plan: Plan, channels: Sequence[str], cases: Sequence[Case]) -> Treat:
    """Write a notice for everybody whom the plan names. A person without an address in a channel is not told there."""
    persons = {id for case in cases for id in (case.registered_by, case.inspector) if id is not None}
    addresses = {id: orjson.loads(text) for id, text in store.session.rows(_ADDRESSES, ids=listed(persons))}
    offices: dict[tuple[str, str], list[int]] = {}
    paths = {place for case in cases for place in places(case.place)}
    for path, role, id, text in store.session.rows(_HOLDERS, paths=listed(paths), today=today(store.moment).isoformat()):
        offices.setdefault((path, role), []).append(id)
        addresses[id] = orjson.loads(text)

    def audience(case: Case, name: str) -> Sequence[int]:
        if name == Role.APPLICANT:
            return (case.registered_by,)
        if name == Role.INSPECTOR:
            return (case.inspector,) if case.inspector is not None else ()
        return next((offices[place, name] for place in places(case.place) if (place, name) in offices), ())

    def treat(case: Case, piece: Piece) -> None:
        for name in plan.get(piece.event, ()):
            for account in audience(case, name):
                for channel in channels:
                    if addresses.get(account, {}).get(channel):
                        store.keep_notice(case.id, piece.number, account, channel, f"{piece.event}/{name}")

    return treat


# --- delivery ---------------------------------------------------------------------------------------


class Item(NamedTuple):
    """One thing that a letter tells: an event of an application."""

    application: int
    number: int
    letter: str
    reference: str
    unit: str
    kind: str
    season: int
    state: str
    verdict: str | None
    due_on: str | None
    at: str
    payload: dict[str, Any]
    attempts: int


@dataclass(frozen=True)
class Letter:
    """Everything that one person is told through one channel now: one item, or several that become one letter."""

    id: str
    account: int
    name: str
    language: str
    channel: str
    address: str
    items: tuple[Item, ...]


_OPEN = "state = 'waiting' and due_at <= :now"
_ANY_DUE = Sql(f"select 1 from notice where state in ('waiting', 'sending') and {_OPEN} limit 1")
_TAKE = Sql(
    "update notice set state = 'sending', batch = :batch, lease_until = :until where state = 'waiting' and due_at <= :now"
    " and state in ('waiting', 'sending')"
    " and (account, channel) in (select distinct account, channel from notice"
    f" where state in ('waiting', 'sending') and {_OPEN} order by account, channel limit :most)"
)
_TAKEN = Sql(
    "select n.account, n.channel, c.name, c.language, c.addresses, n.application, n.number, n.letter, u.name, a.kind, a.season,"
    " a.state, a.verdict, a.due_on, e.at, e.payload, n.attempts from notice n join account c on c.id = n.account"
    " join application a on a.id = n.application join unit u on u.id = a.unit"
    " join event e on e.application = n.application and e.number = n.number"
    " where n.state in ('waiting', 'sending') and n.batch = :batch order by n.account, n.channel, n.application, n.number"
)
_SENT = Sql(
    "update notice set state = 'sent', batch = null, lease_until = null, delivered_at = :now, post = :post, error = null,"
    " attempts = attempts + 1 where application = :application and number = :number and account = :account and channel = :channel"
)
_FAILED = Sql(
    "update notice set state = :state, batch = null, lease_until = null, due_at = :due, error = :error, attempts = :attempts"
    " where application = :application and number = :number and account = :account and channel = :channel"
)
_EXPIRED = Sql(
    "update notice set state = 'waiting', batch = null, lease_until = null"
    " where state in ('waiting', 'sending') and batch is not null and lease_until < :now"
)


def any_due(session: Session, now: datetime) -> bool:
    """Whether a letter waits to be sent."""
    return session.row(_ANY_DUE, now=instant(now)) is not None


def claim(database: Database, most: int, lease: timedelta, now: datetime) -> tuple[str, int]:
    """Take all that waits for up to `most` (person, channel) pairs; the batch and how many notices it holds."""
    batch = uuid.uuid4().hex
    with database.transaction() as session:
        return batch, session.run(_TAKE, batch=batch, now=instant(now), until=instant(now + lease), most=most)


def letters(session: Session, batch: str) -> list[Letter]:
    """A claimed batch as letters: what one batch tells the same person becomes one letter."""
    grouped: dict[tuple[int, str], list[Item]] = {}
    heads: dict[tuple[int, str], tuple[str, str, str]] = {}
    for account, channel, name, language, addresses, application, number, letter, *rest in session.rows(_TAKEN, batch=batch):
        unit, kind, season, state, verdict, due_on, at, payload, attempts = rest
        item = Item(
            application, number, letter, reference(season, application), unit, kind, season, state, verdict, due_on, at,
            orjson.loads(payload), attempts,
        )  # fmt: skip
        grouped.setdefault((account, channel), []).append(item)
        heads[account, channel] = (name, language, orjson.loads(addresses).get(channel, ""))
    return [
        Letter(f"{batch[:12]}-{account}-{channel}", account, *heads[account, channel][:2], channel, heads[account, channel][2], tuple(items))
        for (account, channel), items in grouped.items()
    ]


def delivered(database: Database, letter: Letter, now: datetime) -> None:
    """Note that a letter was taken by its channel."""
    rows = [dict(_key(letter, item), now=instant(now), post=letter.id) for item in letter.items]
    with database.transaction() as session:
        session.many(_SENT, rows)


def failed(database: Database, letter: Letter, error: str, now: datetime) -> None:
    """Note why a letter was not taken, and when to try again; after the last try it is parked."""
    rows = []
    for item in letter.items:
        tries = item.attempts + 1
        last = tries > len(PAUSES)
        due = "" if last else instant(now + PAUSES[tries - 1])
        rows.append(dict(_key(letter, item), state="parked" if last else "waiting", due=due, error=error[:2000], attempts=tries))
    with database.transaction() as session:
        session.many(_FAILED, rows)


def give_back_expired(database: Database, now: datetime, *, all: bool = False) -> int:
    """Let letters be sent by somebody else when their sender fell silent."""
    with database.transaction() as session:
        return session.run(_EXPIRED, now="9" if all else instant(now))


def _key(letter: Letter, item: Item) -> dict[str, Any]:
    return dict(application=item.application, number=item.number, account=letter.account, channel=letter.channel)


class Delivery(NamedTuple):
    """What became of one notice."""

    number: int
    account: str
    channel: str
    letter: str
    state: str
    attempts: int
    due_at: str
    error: str | None
    delivered_at: str | None


_OF = Sql(
    "select n.number, c.name, n.channel, n.letter, n.state, n.attempts, n.due_at, n.error, n.delivered_at from notice n"
    " join account c on c.id = n.account where n.application = :id order by n.number, n.account, n.channel"
)


def of(session: Session, application: int) -> Iterable[Delivery]:
    """The notices of one application, oldest first."""
    return [Delivery(*row) for row in session.rows(_OF, id=application)]
