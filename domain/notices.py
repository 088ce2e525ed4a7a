"""Notices: what each person has to be told, taken up as letters, and what became of each letter."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson

from domain.calendar import VIET_NAM
from domain.cases import instant, reference
from domain.database import Database, Session, Sql
from domain.database import listed as listed_
from domain.decision_names import Event, named
from domain.outbox import PAUSES, Tally
from domain.tables import PROGRAM

# How many things of one kind a letter lists; how many there are it always says.
LISTED = 20
# The channel whose reader is a program: each notice is a letter of its own there, with a number of its own.
WEBHOOK = "webhook"
_LAST = 2**63 - 1


@dataclass(frozen=True)
class Bag:
    """The letters that one claim took: those of the accounts from `first` to `last`, however many notices they tell."""

    id: str
    first: int
    last: int


class Item(NamedTuple):
    """One thing that a letter tells: an event of an application. `letter` is event/audience, `code` the unit's, `state` where
    the application stands when the letter is read, `symbol` and `signed_on` the decision's that it tells or stands on."""

    letter: str
    application: int
    number: int
    season: int
    unit: str
    due_on: str | None
    at: str
    payload: dict[str, Any]
    code: str = ""
    state: str = ""
    symbol: str = ""
    signed_on: str = ""

    @property
    def reference(self) -> str:
        return reference(self.season, self.application)


@dataclass(frozen=True)
class Letter:
    """Everything that one person is told through one channel now. `counts` says how many things of each kind there
    are, `items` holds the first of each. The id stays with the notices: a letter that is sent again is the same letter."""

    id: str
    account: int
    name: str
    language: str
    channel: str
    address: str
    attempts: int
    counts: Mapping[str, int]
    items: tuple[Item, ...]


# SQLite uses a partial index only where the statement repeats its condition.
_OPEN = "state in ('waiting', 'sending')"
_DUE = f"{_OPEN} and state = 'waiting' and due_at <= :now"
_MINE = f"{_OPEN} and account between :first and :last and batch = :batch"
# The applications that a letter is about: of one thing, the one, so that nobody's other letters are looked through for it.
_SAME = f"{_OPEN} and account = :account and channel = :channel and application between :least and :most and post = :post"

# Of people and programs alike; of people; of programs, except those to which letters are under way: a server that does not
# answer keeps its own letters waiting, and nobody else's.
_TO_PEOPLE = f"channel <> '{WEBHOOK}'"
_BUSY = (
    f"exists (select 1 from notice b where b.state in ('waiting', 'sending') and b.state = 'sending' and b.account = %s"
    f" and b.channel = '{WEBHOOK}')"
)
# Programs are few: from their accounts, not through everybody's accounts and letters.
_TO_PROGRAMS = (
    f"channel = '{WEBHOOK}' and account in (select id from account where {PROGRAM})"
    f" and not {_BUSY % 'notice.account'}"
)
_WHO = {None: "1 = 1", False: _TO_PEOPLE, True: _TO_PROGRAMS}
_ANY_DUE = {
    None: Sql(f"select 1 from notice where {_DUE} limit 1"),
    False: Sql(f"select 1 from notice where {_DUE} and {_TO_PEOPLE} limit 1"),
    True: Sql(
        f"select 1 from account c where {PROGRAM} and exists (select 1 from notice where {_DUE}"
        f" and account = c.id and channel = '{WEBHOOK}') and not {_BUSY % 'c.id'} limit 1"
    ),
}
_NEXT = {
    programs: Sql(
        f"select distinct account from notice where {_DUE} and {_WHO[programs]} order by account limit :most"
    )
    for programs in _WHO
}
_WHICH = {None: "1 = 1", False: _TO_PEOPLE, True: f"channel = '{WEBHOOK}'"}
_TAKE = {
    programs: Sql(
        "update notice set state = 'sending', batch = :batch, lease_until = :until,"
        " post = coalesce(post, cast(:batch as varchar) || '-' || account || '-' || channel ||"
        f" case when channel = '{WEBHOOK}' then '-' || application || '-' || number else '' end)"
        f" where {_DUE} and account between :first and :last and account in {{numbers:accounts}} and {_WHICH[programs]}"
    )
    for programs in _WHICH
}
_LETTERS = Sql(f"select count(distinct post) from notice where {_MINE}")
_TAKEN = Sql(
    "select t.post, t.account, t.channel, c.name, c.language, c.addresses, t.attempts, t.many, t.letter, t.application, t.number,"
    " a.season, u.name, a.due_on, e.at, e.payload, a.unit_code, a.state from"
    " (select post, account, channel, attempts, letter, application, number, count(*) over (partition by post, letter) as many,"
    "  row_number() over (partition by post, letter order by application, number) as place"
    f"  from notice where {_MINE}) t"
    " join account c on c.id = t.account join application a on a.id = t.application join unit u on u.id = a.unit"
    " join event e on e.application = t.application and e.number = t.number"
    " where t.place <= :most order by t.account, t.channel, t.post, t.letter, t.application, t.number"
)
_EXTEND = Sql(f"update notice set lease_until = :until where {_MINE}")
_GIVE_BACK = Sql(f"update notice set state = 'waiting', batch = null, lease_until = null where {_MINE}")
_PUT_OFF = Sql(
    f"update notice set state = 'waiting', batch = null, lease_until = null, due_at = :due where {_MINE}"
    " and account = :account and channel = :channel"
)
_EXPIRED = Sql(
    f"update notice set state = 'waiting', batch = null, lease_until = null"
    f" where {_OPEN} and state = 'sending' and lease_until < :now"
)
_SENT = Sql(
    "update notice set state = 'sent', batch = null, lease_until = null, delivered_at = :now, error = null,"
    f" attempts = :attempts where {_SAME}"
)
_FAILED = Sql(
    "update notice set state = :state, batch = null, lease_until = null, due_at = :due, error = :error, attempts = :attempts"
    f" where {_SAME} and batch = :batch"
)
_RETRY = Sql("update notice set state = 'waiting', attempts = 0, due_at = '' where state = 'parked'")


def any_due(session: Session, now: datetime, *, programs: bool | None = None) -> bool:
    """Whether a letter waits to be sent: to people, to programs that are not being sent to, to anybody."""
    return session.row(_ANY_DUE[programs], now=instant(now)) is not None


def claim(
    database: Database, most: int, lease: timedelta, now: datetime, *, programs: bool | None = None
) -> tuple[Bag, int]:
    """Take all that waits for up to `most` people, or programs; the bag and how many letters are in it, 0 when none waits.

    Of two engines on PostgreSQL that reach for the same people, the second one finds what the first one left.
    """
    bag = Bag(f"{now.astimezone(VIET_NAM):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}", 0, -1)
    with database.transaction() as session:
        while accounts := session.rows(_NEXT[programs], now=instant(now), most=most):
            bag = Bag(bag.id, accounts[0][0], accounts[-1][0])
            until, chosen = instant(now + lease), listed_(id for (id,) in accounts)
            if session.run(_TAKE[programs], now=instant(now), until=until, accounts=chosen, **_of(bag)):
                return bag, int((session.row(_LETTERS, **_of(bag)) or (0,))[0])
    return bag, 0


def letters(session: Session, bag: Bag, listed: int = LISTED) -> list[Letter]:
    """What is left in a bag, as letters; of each kind of thing that a letter tells, its first `listed`."""
    heads: dict[str, tuple[Any, ...]] = {}
    counts: dict[str, dict[str, int]] = {}
    items: dict[str, list[Item]] = {}
    for (
        post,
        *head,
        many,
        letter,
        application,
        number,
        season,
        unit,
        due_on,
        at,
        payload,
        code,
        state,
    ) in session.rows(_TAKEN, most=listed, **_of(bag)):
        heads.setdefault(post, tuple(head))
        counts.setdefault(post, {})[letter] = many
        item = Item(letter, application, number, season, unit, due_on, at, orjson.loads(payload), code, state)
        items.setdefault(post, []).append(item)
    # A program is told no decision.
    decided = [
        Event(item.application, item.number, item.letter.partition("/")[0], item.payload)
        for post, told in items.items()
        if heads[post][1] != WEBHOOK
        for item in told
    ]
    names = named(session, decided)
    taken = []
    for post, (account, channel, name, language, addresses, attempts) in heads.items():
        address = orjson.loads(addresses).get(channel, "")
        own = tuple(
            item._replace(symbol=known.symbol, signed_on=known.signed_on)
            if (known := names.get((item.application, item.number)))
            else item
            for item in items[post]
        )
        taken.append(Letter(post, account, name, language, channel, address, attempts, counts[post], own))
    return taken


def settle(
    database: Database, bag: Bag, answers: Iterable[tuple[Letter, str | None]], now: datetime
) -> Tally:
    """Write down what the channels answered: None is a yes, a text is why not.

    A letter that was not taken is tried again after a pause; after the last try it is parked.
    """
    sent, failed = [], []
    for letter, error in answers:
        tries = letter.attempts + 1
        least, most = (letter.items[0].application,) * 2 if sum(letter.counts.values()) == 1 else (0, _LAST)
        row = dict(
            account=letter.account,
            channel=letter.channel,
            post=letter.id,
            attempts=tries,
            least=least,
            most=most,
        )
        if error is None:
            sent.append(row | dict(now=instant(now)))
        else:
            last = tries > len(PAUSES)
            due = "" if last else instant(now + PAUSES[tries - 1])
            state = "parked" if last else "waiting"
            failed.append(row | dict(state=state, due=due, error=error[:2000], batch=bag.id))
    with database.transaction() as session:
        if sent:
            session.many(_SENT, sent)
        if failed:
            session.many(_FAILED, failed)
    parked = sum(row["state"] == "parked" for row in failed)
    return Tally(len(sent), len(failed) - parked, parked)


def extend(database: Database, bag: Bag, until: datetime) -> int:
    """Keep what is left of a bag for longer; how many notices that is."""
    with database.transaction() as session:
        return session.run(_EXTEND, until=instant(until), **_of(bag))


def give_back(database: Database, bag: Bag) -> int:
    """Return what is left of a bag, as if it had not been claimed; how many notices that was."""
    with database.transaction() as session:
        return session.run(_GIVE_BACK, **_of(bag))


def put_off(database: Database, bag: Bag, account: int, channel: str, until: datetime) -> int:
    """Return what is left for one reader, who does not answer now, for a later hour; no try is counted."""
    with database.transaction() as session:
        return session.run(_PUT_OFF, account=account, channel=channel, due=instant(until), **_of(bag))


def give_back_expired(database: Database, now: datetime, *, all: bool = False) -> int:
    """Let letters be sent by somebody else when their sender fell silent."""
    with database.transaction() as session:
        return session.run(_EXPIRED, now="9" if all else instant(now))


def retry_parked(session: Session) -> int:
    """Let every parked notice be sent anew, as after the mail server was mended; how many that is."""
    return session.run(_RETRY)


def _of(bag: Bag) -> dict[str, Any]:
    return dict(batch=bag.id, first=bag.first, last=bag.last)


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
