"""Outbox: the work that events have left to do, claimed in batches, finished or given back, parked when it keeps failing."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.cases import Case, instant
from domain.database import Database, Session, Sql, listed
from domain.errors import NotFound, Refused, Unready
from domain.store import Store, transaction

# The pauses before each further try; after the last one the work is parked for an operator.
PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600))


@dataclass(frozen=True, slots=True)
class Batch:
    """Work of one flow that one claim took: an id, how much it is, and a label that an operator can read."""

    id: str
    flow: str
    size: int
    label: str


class Piece(NamedTuple):
    """One piece of work: which application, after which of its events."""

    id: int
    application: int
    number: int
    attempts: int
    event: str


Treat = Callable[[Case, Piece], None]
# Reads in bulk what a slice needs, and gives the function that treats each of its pieces.
Answer = Callable[[Store, Sequence[Case]], Treat]


class Tally(NamedTuple):
    """What became of a batch."""

    done: int = 0
    failed: int = 0
    parked: int = 0

    def __add__(self, other: object) -> "Tally":
        assert isinstance(other, Tally)
        return Tally(self.done + other.done, self.failed + other.failed, self.parked + other.parked)


_DUE = Sql("select 1 from work where flow = :flow and state = 'waiting' and due_at <= :now limit 1")
_LEFT = Sql("select 1 from work where batch = :batch limit 1")
_CLAIM = Sql(
    "update work set state = 'running', batch = :batch, lease_until = :until where id in (select id from work"
    " where flow = :flow and state = 'waiting' and due_at <= :now order by id limit :most {skip})"
)
_PLACES = Sql(
    "select min(a.path), max(a.path), min(a.season), max(a.season) from work w join application a on a.id = w.application"
    " where w.batch = :batch"
)
_NAME_OF = Sql("select name from unit where code = :code order by valid_from desc limit 1")
_SLICE = Sql(
    "select w.id, w.application, w.number, w.attempts, e.name from work w"
    " join event e on e.application = w.application and e.number = w.number where w.batch = :batch order by w.id limit :most"
)
_EXTEND = Sql("update work set lease_until = :until where batch = :batch")
_DONE = Sql("delete from work where batch = :batch and id in {numbers:ids}")
_FAIL = Sql(
    "update work set state = :state, batch = null, lease_until = null, attempts = :attempts, due_at = :due, error = :error"
    " where id = :id and batch = :batch"
)
_GIVE_BACK = Sql("update work set state = 'waiting', batch = null, lease_until = null where batch = :batch")
_EXPIRED = Sql(
    "update work set state = 'waiting', batch = null, lease_until = null where batch is not null and lease_until < :now"
)
_RETRY = Sql(
    "update work set state = 'waiting', attempts = 0, due_at = '', error = null where id = :id and state = 'parked'"
)


def is_due(session: Session, flow: str, now: datetime) -> bool:
    """Whether a flow has work waiting now."""
    return session.row(_DUE, flow=flow, now=instant(now)) is not None


def unfinished(database: Database, batch: Batch) -> bool:
    """Whether any of a batch's work is still in its hands."""
    with database.reading() as session:
        return session.row(_LEFT, batch=batch.id) is not None


def claim(database: Database, flow: str, most: int, lease: timedelta, now: datetime) -> Batch | None:
    """Take up to `most` pieces of waiting work for `lease`; None when there is none."""
    batch = uuid.uuid4().hex
    with database.transaction() as session:
        size = session.run(
            _CLAIM, batch=batch, flow=flow, now=instant(now), until=instant(now + lease), most=most
        )
        return Batch(batch, flow, size, _label(session, batch, size)) if size else None


def _label(session: Session, batch: str, size: int) -> str:
    """“412 applications · Lạng Sơn 2026”: how many, the smallest place they share, the season."""
    first, last, early, late = session.row(_PLACES, batch=batch) or ("", "", 0, 0)
    shared = [
        a for a, b in zip(first.strip("/").split("/"), last.strip("/").split("/"), strict=False) if a == b
    ]
    name = (
        session.row(_NAME_OF, code=shared[-1])
        if shared and first.strip("/").split("/")[: len(shared)] == shared
        else None
    )
    season = str(early) if early == late else f"{early}–{late}"
    return f"{size} application{'s' * (size != 1)} · {name[0] if name else 'Việt Nam'} {season}"


def work_through(
    database: Database,
    batch: Batch,
    answer: Answer,
    *,
    clock: Callable[[], datetime],
    lease: timedelta,
    most: int,
) -> Tally:
    """Treat a claimed batch, `most` pieces to a transaction. Safe to run twice: finished work is not found again.

    The treatment, the events it records and "this is done" commit together. What fails in one application is taken
    back alone, kept with its reason and tried again later by itself; the others go on.
    """
    total, size = Tally(), most
    while True:
        try:
            tally = _treat_slice(database, batch, answer, clock(), lease, size)
        except Unready:
            raise
        except Exception as error:
            # A row that the database refuses fails its whole slice: make it smaller until the culprit stands alone.
            if size > 1:
                size = max(1, size // 8)
                continue
            tally = _fail_next(database, batch, error, clock())
        if tally is None:
            return total
        total += tally
        size = min(most, size * 2)


def _treat_slice(
    database: Database,
    batch: Batch,
    answer: Answer,
    now: datetime,
    lease: timedelta,
    most: int,
) -> Tally | None:
    with transaction(database, now) as store:
        pieces = [Piece(*row) for row in store.session.rows(_SLICE, batch=batch.id, most=most)]
        if not pieces:
            return None
        cases = store.cases({piece.application: None for piece in pieces})
        treat = answer(store, list(cases.values()))
        done: list[int] = []
        failed: list[tuple[Piece, Exception]] = []
        for piece in pieces:
            case = cases[piece.application]
            try:
                with store.trial(case):
                    treat(case, piece)
                done.append(piece.id)
            except Exception as error:
                failed.append((piece, error))
        store.session.run(_DONE, batch=batch.id, ids=listed(done))
        parked = _fail(store.session, batch, failed, now)
        store.session.run(_EXTEND, batch=batch.id, until=instant(now + lease))
        return Tally(len(done), len(failed) - parked, parked)


def _fail_next(database: Database, batch: Batch, error: Exception, now: datetime) -> Tally:
    """Keep the error of the one piece whose transaction failed."""
    with database.transaction() as session:
        piece = Piece(*session.rows(_SLICE, batch=batch.id, most=1)[0])
        parked = _fail(session, batch, [(piece, error)], now)
    return Tally(0, 1 - parked, parked)


def _fail(session: Session, batch: Batch, failed: list[tuple[Piece, Exception]], now: datetime) -> int:
    rows = []
    for piece, error in failed:
        tries = piece.attempts + 1
        last = tries > len(PAUSES)
        reason = error.in_("vi") if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
        rows.append(
            dict(
                id=piece.id,
                batch=batch.id,
                state="parked" if last else "waiting",
                attempts=tries,
                due="" if last else instant(now + PAUSES[tries - 1]),
                error=reason[:2000],
            )
        )
    if rows:
        session.many(_FAIL, rows)
    return sum(row["state"] == "parked" for row in rows)


def give_back(database: Database, batch: Batch) -> int:
    """Return what is left of a batch, as if it had not been claimed; how much that was."""
    with database.transaction() as session:
        return session.run(_GIVE_BACK, batch=batch.id)


def give_back_expired(database: Database, now: datetime, *, all: bool = False) -> int:
    """Return the work of claimants that fell silent; with `all`, of every claimant, for an engine that is alone."""
    with database.transaction() as session:
        return session.run(_EXPIRED, now="9" if all else instant(now))


def retry(session: Session, id: int) -> None:
    """Let parked work be tried again at once. Raises NotFound when no parked work has this number."""
    if session.run(_RETRY, id=id) == 0:
        raise NotFound(
            "Không có việc bị treo nào mang số {id}; xem danh sách bằng: antoan work",
            "There is no parked work number {id}; list it with: antoan work",
            id=id,
        )


_WAITING = Sql("select flow, state, count(*) from work group by flow, state order by flow, state")
_TROUBLED = Sql(
    "select w.id, w.flow, w.state, w.attempts, w.due_at, w.error, a.season, a.id from work w"
    " join application a on a.id = w.application where w.error is not null order by w.state, w.id limit :most"
)


class Trouble(NamedTuple):
    """A piece of work that failed at least once."""

    id: int
    flow: str
    state: str
    attempts: int
    due_at: str
    error: str
    season: int
    application: int


def counts(session: Session) -> Iterable[tuple[str, str, int]]:
    """How much work each flow has in each state."""
    return [(flow, state, many) for flow, state, many in session.rows(_WAITING)]


def troubles(session: Session, most: int = 200) -> list[Trouble]:
    """The work that failed at least once, parked first."""
    return [Trouble(*row) for row in session.rows(_TROUBLED, most=most)]
