"""Outbox: the work that events have left to do, claimed in batches, finished or given back, parked when it keeps failing."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.cases import Case, instant
from domain.database import Database, Session, Sql, Stale
from domain.errors import NotFound, Refused, Unready
from domain.store import Store, carry_out
from domain.subscriptions import ANSWERED

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
    """One piece of work: which application, after which of its events, tried how often."""

    application: int
    number: int
    event: str
    attempts: int = 0


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
_WAITING_NOW = Sql("select count(*) from work where flow = :flow and state = 'waiting' and due_at <= :now")
_LEFT = Sql("select 1 from lease where batch = :batch")
_LEASE = Sql("insert into lease (batch, flow, until) values (:batch, :flow, :until)")
# Chosen apart and once: PostgreSQL may ask an inner query anew for each row, and rows that it has locked by then are passed
# over, so that all that waits would be taken.
_CLAIM = Sql(
    "update work set state = 'running', batch = :batch where (flow, application, number) in"
    " (with chosen as materialized (select flow, application, number from work"
    " where flow = :flow and state = 'waiting' and due_at <= :now order by application, number limit :most {skip})"
    " select flow, application, number from chosen)"
)
_PLACES = Sql(
    "select min(a.path), max(a.path), min(a.season), max(a.season) from work w join application a on a.id = w.application"
    " where w.flow = :flow and w.batch = :batch"
)
_NAME_OF = Sql("select name from unit where code = :code order by valid_from desc limit 1")
_SLICE = Sql(
    "select w.application, w.number, e.name, w.attempts from work w"
    " join event e on e.application = w.application and e.number = w.number"
    " where w.flow = :flow and w.batch = :batch order by w.application, w.number limit :most"
)
_EXTEND = Sql("update lease set until = :until where batch = :batch")
# What failed has left the batch by then; the rest up to the last piece of the slice is done.
_DONE = Sql(
    "delete from work where flow = :flow and batch = :batch and (application, number) <= (:application, :number)"
)
_FAIL = Sql(
    "update work set state = :state, batch = null, attempts = :attempts, due_at = :due, error = :error"
    " where flow = :flow and application = :application and number = :number and batch = :batch"
)
_GIVE_BACK = Sql("update work set state = 'waiting', batch = null where flow = :flow and batch = :batch")
_RELEASE = Sql("delete from lease where batch = :batch")
_SILENT = Sql("select batch, flow from lease where until < :now")
_RETRY = Sql(
    "update work set state = 'waiting', attempts = 0, due_at = '', error = null"
    " where flow = :flow and application = :application and number = :number and state = 'parked'"
)

_RETRY_ALL = Sql(
    "update work set state = 'waiting', attempts = 0, due_at = '', error = null where state = 'parked'"
)


def is_due(session: Session, flow: str, now: datetime) -> bool:
    """Whether a flow has work waiting now."""
    return session.row(_DUE, flow=flow, now=instant(now)) is not None


def waiting(session: Session, flow: str, now: datetime) -> int:
    """How much work of a flow waits now."""
    row = session.row(_WAITING_NOW, flow=flow, now=instant(now))
    return int(row[0]) if row else 0


def unfinished(database: Database, batch: Batch) -> bool:
    """Whether somebody still holds a batch."""
    with database.reading() as session:
        return session.row(_LEFT, batch=batch.id) is not None


def claim(database: Database, flow: str, most: int, lease: timedelta, now: datetime) -> Batch | None:
    """Take up to `most` pieces of waiting work for `lease`; None when there is none."""
    batch = uuid.uuid4().hex
    with database.transaction() as session:
        size = session.run(_CLAIM, batch=batch, flow=flow, now=instant(now), most=most)
        if not size:
            return None
        session.run(_LEASE, batch=batch, flow=flow, until=instant(now + lease))
        return Batch(batch, flow, size, _label(session, flow, batch, size))


def _label(session: Session, flow: str, batch: str, size: int) -> str:
    """“412 applications · Lạng Sơn 2026”: how many, the smallest place they share, the season."""
    first, last, early, late = session.row(_PLACES, flow=flow, batch=batch) or ("", "", 0, 0)
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


class _Lost(Exception):
    """The lease ran out and somebody else has taken the work: nothing of this slice may be kept."""


def work_through(
    database: Database,
    batch: Batch,
    answer: Answer,
    tell: Answer,
    *,
    clock: Callable[[], datetime],
    lease: timedelta,
    most: int,
) -> Tally:
    """Treat a claimed batch, `most` pieces to a transaction. Safe to run twice: finished work is not found again.

    The treatment, the events it records, who is told of them and "this is done" commit together. What fails in one application is taken
    back alone, kept with its reason and tried again later by itself; the others go on.
    """
    total, size = Tally(), most
    while True:
        try:
            tally = _treat_slice(database, batch, answer, tell, clock(), lease, size)
        except Unready:
            raise
        except _Lost:
            return total
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
    tell: Answer,
    now: datetime,
    lease: timedelta,
    most: int,
) -> Tally | None:
    def treat_slice(store: Store) -> Tally | None:
        pieces = [
            Piece(*row) for row in store.session.rows(_SLICE, flow=batch.flow, batch=batch.id, most=most)
        ]
        if not pieces:
            store.last(lambda session: _release(session, batch))
            return None
        cases = store.cases({piece.application: None for piece in pieces})
        treat = answer(store, list(cases.values()))
        failed: list[tuple[Piece, Exception]] = []
        for piece in pieces:
            case = cases[piece.application]
            mark = store.mark(case)
            try:
                treat(case, piece)
            except (Stale, *database.errors):
                raise  # the transaction is spoilt, so that whose fault it is has to be found without the others
            except Exception as error:
                store.take_back(mark)
                failed.append((piece, error))
        told = tell(store, list(cases.values()))
        for piece in pieces:
            told(cases[piece.application], piece)
        for case, number, event in store.recorded:
            # What another flow answers is told of by that one.
            if not ANSWERED[event]:
                told(case, Piece(case.id, number, event))
        store.last(lambda session: _finish(session, batch, pieces, failed, now, lease))
        parked = sum(map(_is_last_try, (piece for piece, _ in failed)))
        return Tally(len(pieces) - len(failed), len(failed) - parked, parked)

    return carry_out(database, now, treat_slice)


def _finish(
    session: Session,
    batch: Batch,
    pieces: Sequence[Piece],
    failed: list[tuple[Piece, Exception]],
    now: datetime,
    lease: timedelta,
) -> None:
    """Write down that a slice is done, except for what failed. Raises _Lost when somebody else has it by now."""
    _fail(session, batch, failed, now)
    last = pieces[-1]
    done = session.run(
        _DONE, flow=batch.flow, batch=batch.id, application=last.application, number=last.number
    )
    if done + len(failed) < len(pieces):
        raise _Lost
    session.run(_EXTEND, batch=batch.id, until=instant(now + lease))


def _fail_next(database: Database, batch: Batch, error: Exception, now: datetime) -> Tally:
    """Keep the error of the one piece whose transaction failed."""
    with database.transaction() as session:
        rows = session.rows(_SLICE, flow=batch.flow, batch=batch.id, most=1)
        if not rows:
            return Tally()
        piece = Piece(*rows[0])
        _fail(session, batch, [(piece, error)], now)
    parked = int(_is_last_try(piece))
    return Tally(0, 1 - parked, parked)


def _is_last_try(piece: Piece) -> bool:
    """Whether a piece that fails now is parked."""
    return piece.attempts >= len(PAUSES)


def _fail(session: Session, batch: Batch, failed: list[tuple[Piece, Exception]], now: datetime) -> None:
    rows = []
    for piece, error in failed:
        tries, last = piece.attempts + 1, _is_last_try(piece)
        reason = error.in_("vi") if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
        rows.append(
            dict(
                flow=batch.flow,
                batch=batch.id,
                application=piece.application,
                number=piece.number,
                state="parked" if last else "waiting",
                attempts=tries,
                due="" if last else instant(now + PAUSES[tries - 1]),
                error=reason[:2000],
            )
        )
    if rows:
        session.many(_FAIL, rows)


def give_back(database: Database, batch: Batch) -> int:
    """Return what is left of a batch, as if it had not been claimed; how much that was."""
    with database.transaction() as session:
        return _return(session, batch.id, batch.flow)


def give_back_expired(database: Database, now: datetime, *, all: bool = False) -> int:
    """Return the work of claimants that fell silent; with `all`, of every claimant, for an engine that is alone."""
    with database.transaction() as session:
        silent = session.rows(_SILENT, now="9" if all else instant(now))
        return sum(_return(session, batch, flow) for batch, flow in silent)


def _release(session: Session, batch: Batch) -> None:
    session.run(_RELEASE, batch=batch.id)


def _return(session: Session, batch: str, flow: str) -> int:
    session.run(_RELEASE, batch=batch)
    return session.run(_GIVE_BACK, flow=flow, batch=batch)


def retry(session: Session, handle: str) -> None:
    """Let parked work be tried again at once. `handle` is as `troubles` gives it. Raises NotFound."""
    flow, _, key = handle.partition("-")
    application, _, number = key.partition("-")
    known = application.isdecimal() and number.isdecimal() and len(key) <= 18
    if not known or not session.run(_RETRY, flow=flow, application=int(application), number=int(number)):
        raise NotFound(
            "Không có việc bị treo nào mang số {handle}; xem danh sách bằng: antoan work",
            "There is no parked work {handle}; list it with: antoan work",
            handle=handle,
        )


def retry_parked(session: Session) -> int:
    """Let all parked work be tried again at once, as after a mistake was mended; how much that is."""
    return session.run(_RETRY_ALL)


_WAITING = Sql("select flow, state, count(*) from work group by flow, state order by flow, state")
_TROUBLED = Sql(
    "select w.flow, w.number, w.state, w.attempts, w.due_at, w.error, a.season, a.id from work w"
    " join application a on a.id = w.application where w.error is not null"
    " order by w.state, w.flow, w.application limit :most"
)


class Trouble(NamedTuple):
    """A piece of work that failed at least once."""

    flow: str
    number: int
    state: str
    attempts: int
    due_at: str
    error: str
    season: int
    application: int

    @property
    def handle(self) -> str:
        """What `retry` knows it by."""
        return f"{self.flow}-{self.application}-{self.number}"


def counts(session: Session) -> list[tuple[str, str, int]]:
    """How much work each flow has in each state."""
    return [(flow, state, many) for flow, state, many in session.rows(_WAITING)]


def troubles(session: Session, most: int = 200) -> list[Trouble]:
    """The work that failed at least once, parked first."""
    return [Trouble(*row) for row in session.rows(_TROUBLED, most=most)]
