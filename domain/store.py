"""Store: one transaction's view of the cases; it records events, gathers the rows and writes each kind in one statement."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

import orjson

from domain import chain, lifecycle
from domain.cases import Case, id_of, instant
from domain.database import Database, Row, Session, Sql, Stale, Values, insert, listed, update
from domain.decision_tables import Decision, DecisionItem
from domain.errors import NotFound, OutOfOrder
from domain.events import Happening
from domain.lifecycle import State
from domain.subscriptions import SUBSCRIPTIONS
from domain.tables import Application, Certificate, Counter, Event, Facts, Notice, Scorecard, Work
from domain.uncollected import uncollected

_CASES = """
select a.id, a.season, a.unit, a.unit_code, a.path, a.kind, a.standard, a.sha256, a.state, a.number, a.head,
  a.registered_by, a.inspector, a.inspected_by, a.due_on, a.verdict, a.scorecard, a.registered_at, u.name, u.attributes
from application a join unit u on u.id = a.unit
"""
_BY_IDS = Sql(_CASES + "where a.id in {numbers:ids} order by a.id {lock:a}")
_LOOKED_AT = Sql(_CASES + "where a.id in {numbers:ids} order by a.id")
_OF_UNITS = Sql(_CASES + "where a.season = :season and a.unit_code in {texts:codes} order by a.id {lock:a}")
_FACTS = Sql("select application, source, document from facts where application in {numbers:ids}")
_SCORECARDS = Sql(
    "select application, number, document from scorecard s where application in {numbers:ids}"
    " and number = (select max(number) from scorecard l where l.application = s.application)"
)
_HOLD = Sql(
    "insert into counter (name, value) values (:name, 0) on conflict (name) do update set value = counter.value returning value"
)

_SEASON = Sql("select year, opened_at, closed_at from season where year = :year")
_VALUES = Sql("select name, value from counter where name in {texts:names}")

_APPLY = insert(
    Application, "id", "season", "unit", "unit_code", "path", "kind", "standard", "sha256", "state", "number", "head",
    "registered_by", "inspector", "inspected_by", "due_on", "verdict", "scorecard", "registered_at", "updated_at",
)  # fmt: skip


@cache
def _move(changed: tuple[str, ...]) -> Sql:
    """Where its last event leaves a case, with what else of it has changed."""
    return update(Application, *changed, "number", "head", "updated_at", keys=("id", "number"))


# What of a case stayed as it was is not written: an account that is named again is looked up again, and a state that is named
# again weighed against every index that asks for one.
_MOVE = _move(())
_READ = [field.name for field in fields(Case)]
_MAY_CHANGE = [
    (column, _READ.index(column))
    for column in ("state", "registered_by", "inspector", "inspected_by", "due_on", "verdict", "scorecard")
]
_PIN = Sql("update application set standard = ?, sha256 = ? where id = ?")
_EVENT = insert(Event, "application", "number", "name", "at", "account", "payload", "hash")
_FACTS_COLUMNS = ("application", "source", "document", "recorded_by", "recorded_at")
_FACTS_RENEWED = insert(Facts, *_FACTS_COLUMNS, replace=("document", "recorded_by", "recorded_at"))
_FACTS_OPENED = insert(Facts, *_FACTS_COLUMNS, or_nothing=True)
_SCORECARD = insert(Scorecard, "application", "number", "verdict", "sha256", "document")
_CERTIFICATE = insert(Certificate, "application", "place", "season", "serial", "issued_at", "valid_until")
_DECISION = insert(
    Decision, "id", "place", "year", "serial", "symbol", "kind", "season", "procedure", "mode", "signer", "signer_name",
    "signer_title", "words", "signed_on", "at", "checkpoint",
)  # fmt: skip
_DECIDED = insert(DecisionItem, "decision", "application", "number")
_WORK = insert(Work, "flow", "application", "number", or_nothing=True)
_NOTICE = insert(Notice, "application", "number", "account", "channel", "letter", or_nothing=True)
_COUNT = insert(Counter, "name", "value", replace=("value",))
# Rows are written after those that they refer to.
_ORDER = [
    _APPLY,
    _MOVE,
    _EVENT,
    _FACTS_RENEWED,
    _FACTS_OPENED,
    _SCORECARD,
    _CERTIFICATE,
    _DECISION,
    _DECIDED,
    _WORK,
    _NOTICE,
    _COUNT,
]
_RANK = {sql: rank for rank, sql in enumerate(_ORDER)}


_T = TypeVar("_T")


class Season(NamedTuple):
    """A year's round: takes registrations and dossiers from when it is opened until it is closed."""

    year: int
    opened_at: str
    closed_at: str | None


class Mark(NamedTuple):
    """How a case and the gathered rows stood before a trial."""

    case: Case
    fields: dict[str, Any]
    was: int | None
    pending: int
    recorded: int


class Store:
    """What one transaction knows and is about to write. `now` is the one instant of everything in it.

    With `ahead` it reads from a session that holds nothing, and `flush` finds out whether that still stands.
    """

    def __init__(self, session: Session, now: datetime, *, ahead: bool = False) -> None:
        self.session = session
        self.ahead = ahead
        self.moment = now
        self.now = instant(now)
        self._cases: dict[int, Case] = {}
        self._facts: dict[int, dict[str, dict[str, Any]]] = {}
        self._new: dict[int, Case] = {}
        self._was: dict[int, int] = {}
        self._read: dict[int, Row] = {}
        self._asked: dict[tuple[str, int], int] = {}
        self.recorded: list[tuple[Case, int, str]] = []
        self._counters: dict[str, int] = {}
        self._held: dict[str, int] = {}
        self._seasons: dict[int, Season | None] = {}
        # Decisions under way in this transaction; `decisions` gives them their numbers when they are complete.
        self.drafts: dict[Any, Any] = {}
        self._completing: list[Callable[[Store], None]] = []
        self._last: list[Callable[[Session], None]] = []
        self._pending: list[tuple[Sql, Values]] = []
        # The same by their statement, once all is gathered; of these, the cases that something has happened to.
        self._groups: dict[Sql, list[Values]] = defaultdict(list)
        self._moved: dict[Sql, list[Values]] = {}

    # --- reading ---------------------------------------------------------------------------------

    def cases(self, ids: Iterable[int]) -> dict[int, Case]:
        """The cases with these ids, read in one statement; unknown ids are left out."""
        wanted = list(ids)
        missing = [id for id in wanted if id not in self._cases]
        if missing:
            self._keep(self.session.rows(_BY_IDS, ids=listed(missing)))
        return {id: self._cases[id] for id in wanted if id in self._cases}

    def cases_of_units(self, season: int, codes: Iterable[str]) -> list[Case]:
        """The cases of these units in this season."""
        return self._keep(self.session.rows(_OF_UNITS, season=season, codes=listed(codes)))

    def case(self, reference: str) -> Case:
        """The case that a reference names. Raises NotFound."""
        id = id_of(reference)
        case = self.cases([id]).get(id)
        if case is None or case.reference != reference.strip():
            raise _unknown(reference)
        return case

    def _keep(self, rows: list[tuple[Any, ...]]) -> list[Case]:
        found = []
        for row in rows:
            case = self._cases.get(row[0])
            if case is None:
                case = self._cases[row[0]] = Case(*row)
                case.state = State(row[8])
                self._read[case.id] = row
            found.append(case)
        return found

    def facts(self, case: Case) -> dict[str, dict[str, Any]]:
        """What each source says of a case: source to document."""
        self.read_facts([case])
        return self._facts[case.id]

    def read_facts(self, cases: Iterable[Case]) -> None:
        """Read the facts of many cases in one statement, so that `facts()` need not ask again."""
        missing = {case.id for case in cases if case.id not in self._facts}
        if missing:
            self._facts.update((id, {}) for id in missing)
            # What is kept in this very transaction is not written yet.
            kept = [row[:3] for row in self._gathered(_FACTS_RENEWED) if row[0] in missing]
            for id, source, document in [*self.session.rows(_FACTS, ids=listed(missing)), *kept]:
                self._facts[id][source] = orjson.loads(document)

    def scorecards(self, cases: Iterable[Case]) -> dict[int, str]:
        """The newest scorecard of each case, packed; cases without one are left out."""
        return {
            id: document
            for id, _, document in self.session.rows(_SCORECARDS, ids=listed(c.id for c in cases))
        }

    def hold(self, counter: str) -> None:
        """Hold a counter until the transaction ends: whoever else wants it waits, and then sees what this one committed."""
        if counter not in self._counters:
            if self.ahead:
                self._held[counter] = self._counters[counter] = self._values([counter])[counter]
                return
            held = self.session.row(_HOLD, name=counter)
            assert held is not None
            self._counters[counter] = int(held[0])

    def season(self, year: int) -> Season | None:
        """How a season stands. Asked once in a transaction, however many hand in."""
        if year not in self._seasons:
            self._seasons[year] = season(self.session, year)
        return self._seasons[year]

    def season_changed(self, year: int) -> None:
        """Ask anew how a season stands: this transaction has changed it."""
        self._seasons.pop(year, None)

    def _values(self, counters: Iterable[str]) -> dict[str, int]:
        counters = list(counters)
        return dict.fromkeys(counters, 0) | dict(self.session.rows(_VALUES, names=listed(counters)))

    def must_hold(self) -> None:
        """Say that what is read from here on has to stay so until the commit, and is no case or counter. Raises Stale."""
        if self.ahead:
            raise Stale

    def next_number(self, counter: str) -> int:
        """The next number of a gap-free counter, which is held; the number is given back if the transaction fails."""
        self.hold(counter)
        self._counters[counter] += 1
        return self._counters[counter]

    # --- writing ---------------------------------------------------------------------------------

    def add(self, case: Case) -> None:
        """Take up a new case; its first event must be recorded in the same transaction."""
        self._cases[case.id] = self._new[case.id] = case

    def record(self, case: Case, happening: Happening, by: int | None) -> None:
        """Let something happen to a case: its state, its chain, and the work this leaves. Raises OutOfOrder."""
        kind = type(happening)
        state = lifecycle.after(case.state, kind, case.reference)
        number, payload = case.number + 1, happening.model_dump_json()
        if case.id not in self._new:
            self._was.setdefault(case.id, case.number)
        head = chain.link(case.head, case.id, number, kind.name, self.now, by, payload)
        case.state, case.number, case.head = state, number, head
        self._pending.append((_EVENT, (case.id, number, kind.name, self.now, by, payload, head)))
        self.recorded.append((case, number, kind.name))
        for flow in SUBSCRIPTIONS[kind]:
            self._pending.append((_WORK, (flow, case.id, number)))

    def ask(self, flow: str, case: Case) -> None:
        """Leave work for a flow without an event of the case's own; asking twice in one transaction asks once."""
        if case.number:
            self._asked[flow, case.id] = case.number

    def keep_facts(self, case: Case, source: str, document: dict[str, Any], by: int) -> str:
        """Keep what a source says of a case, in place of what it said before; the document's SHA-256."""
        text = orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()
        if case.id in self._facts:
            self._facts[case.id][source] = document
        self._pending.append((_FACTS_RENEWED, self._facts_row(case, source, text, by)))
        return hashlib.sha256(text.encode()).hexdigest()

    def open_facts(self, case: Case, source: str, by: int) -> None:
        """Lay a blank sheet for a source, unless it has written already."""
        self._pending.append((_FACTS_OPENED, self._facts_row(case, source, "{}", by)))

    def _facts_row(self, case: Case, source: str, text: str, by: int) -> Row:
        return (case.id, source, text, by, self.now)

    def pin(self, case: Case, standard: str, sha256: str) -> None:
        """Let a case go on under another edition; the event that tells of it is recorded besides."""
        case.standard, case.sha256 = standard, sha256
        self._pending.append((_PIN, (standard, sha256, case.id)))

    def keep_scorecard(self, case: Case, verdict: str, sha256: str, document: str) -> None:
        """Keep the scorecard that the case's last event tells of."""
        self._pending.append((_SCORECARD, (case.id, case.number, verdict, sha256, document)))

    def keep_certificate(self, case: Case, serial: int, valid_until: str | None = None) -> None:
        self._pending.append(
            (_CERTIFICATE, (case.id, case.place, case.season, serial, self.now, valid_until))
        )

    def decide(self, case: Case, decision: str) -> None:
        """Enter a case in a decision's list: the next event of the case tells what was decided."""
        self._pending.append((_DECIDED, (decision, case.id, case.number + 1)))

    def decided(self) -> set[str]:
        """The decisions whose lists have grown in this transaction, once everything is gathered."""
        return {row[0] for row in self._groups[_DECIDED] if isinstance(row, tuple)}

    def _gathered(self, wanted: Sql) -> Iterator[Row]:
        return (row for sql, row in self._pending if sql is wanted and isinstance(row, tuple))

    def keep_decision(self, row: Row) -> None:
        self._pending.append((_DECISION, row))

    def keep_notice(self, case_id: int, number: int, account: int, channel: str, letter: str) -> None:
        """Tell a person of an event; telling the same person twice through one channel tells once."""
        self._pending.append((_NOTICE, (case_id, number, account, channel, letter)))

    def write(self, sql: Sql, row: Values) -> None:
        """Write a row of the caller's own together with everything else, after what it refers to."""
        self._pending.append((sql, row))

    def complete(self, work: "Callable[[Store], None]") -> None:
        """Do something when everything is gathered and nothing is written yet, and no act can be taken back any more."""
        self._completing.append(work)

    def last(self, write: Callable[[Session], None]) -> None:
        """Write something by itself, after everything else; what it raises undoes the transaction."""
        self._last.append(write)

    def mark(self, case: Case) -> "Mark":
        """Remember how things stand before something is tried on a case."""
        return Mark(
            case, case.__dict__.copy(), self._was.get(case.id), len(self._pending), len(self.recorded)
        )

    def take_back(self, mark: "Mark") -> None:
        """Undo what was done to a case since the mark: its fields, its events, the rows gathered."""
        case, fields, was, pending, recorded = mark
        del self._pending[pending:]
        del self.recorded[recorded:]
        case.__dict__.clear()
        case.__dict__.update(fields)
        self._facts.pop(case.id, None)
        if was is None:
            self._was.pop(case.id, None)
        if case.number == 0:
            self._new.pop(case.id, None)

    def _moves(self) -> dict[Sql, list[Values]]:
        """The cases that something has happened to, by which of their columns that changed."""
        moves: dict[Sql, list[Values]] = defaultdict(list)
        for id, was in self._was.items():
            case, read = self._cases[id], self._read.get(id)
            assert case.state is not None
            own = case.__dict__ | {"state": case.state.value}
            changed = tuple([name for name, at in _MAY_CHANGE if read is None or own[name] != read[at]])
            values = [own[name] for name in changed]
            moves[_move(changed)].append((*values, case.number, case.head, self.now, id, was))
        return moves

    def arrange(self) -> None:
        """Lay together what goes into one statement. Nothing may happen to a case after that; whoever takes the lock only
        to write does it before, so that others wait less."""
        for sql, row in self._pending:
            self._groups[sql].append(row)
        self._groups[_APPLY] += [_applied(case, self.now) for case in self._new.values()]
        self._groups[_WORK] += [(flow, id, number) for (flow, id), number in self._asked.items()]
        self._moved |= self._moves()
        self._groups |= self._moved
        self._pending.clear()
        self._new.clear()
        self._was.clear()
        self._asked.clear()

    def flush(self) -> None:
        """Write everything gathered: one statement for each kind of row, however many cases."""
        self.arrange()
        for work in self._completing:
            work(self)
        groups, moves = self._groups, self._moved
        for sql, row in self._pending:
            groups[sql].append(row)
        groups[_COUNT] += self._counters.items()
        ranks = _RANK | dict.fromkeys(moves, _RANK[_MOVE])
        if self._held and self._values(self._held) != self._held:
            raise Stale
        for sql in sorted((sql for sql in groups if groups[sql]), key=lambda sql: ranks.get(sql, len(_RANK))):
            written = self.session.many(sql, groups[sql])
            if sql in moves and written != len(groups[sql]):
                if self.ahead:
                    raise Stale
                raise OutOfOrder(
                    "Hồ sơ vừa được người khác thay đổi; hãy xem lại rồi làm lại.",
                    "The application was changed by somebody else meanwhile; look again and repeat.",
                )
        for write in self._last:
            write(self.session)
        self._last.clear()
        self._completing.clear()
        self.drafts.clear()
        self._pending.clear()
        self._groups.clear()
        self._moved.clear()
        self._read.clear()
        self._counters.clear()
        self._held.clear()


def season(session: Session, year: int) -> Season | None:
    """How the season of a year stands; None where it was never opened."""
    row = session.row(_SEASON, year=year)
    return Season(*row) if row else None


def looked_at(session: Session, reference: str) -> Case:
    """The case that a reference names, to be shown: nobody who writes waits for it. Raises NotFound."""
    for row in session.rows(_LOOKED_AT, ids=listed([id_of(reference)])):
        case = Case(*row)
        case.state = State(row[8])
        if case.reference == reference.strip():
            return case
    raise _unknown(reference)


def _unknown(reference: str) -> NotFound:
    return NotFound(
        "Không có hồ sơ số {reference}.", "There is no application {reference}.", reference=reference
    )


def carry_out(database: Database, now: datetime, work: Callable[[Store], _T]) -> _T:
    """Do something with many cases in one transaction; `work` may be called twice and keeps nothing between.

    SQLite has one writer, and most of such work is reading and thinking. There it reads and thinks first, while others
    write, and takes the lock only to write down what came of it; when a case or a counter that it rests on has changed
    by then, it does it all again under the lock. Elsewhere cases are held one by one, and nobody waits for it.
    """
    if database.dialect == "sqlite":
        try:
            # What was gathered is gone again before the collector could look through it.
            with uncollected():
                return _ahead(database, now, work)
        except (Stale, *database.errors):
            pass  # a row that is refused may be somebody else's, who came first
    with transaction(database, now) as store:
        return work(store)


def _ahead(database: Database, now: datetime, work: Callable[[Store], _T]) -> _T:
    with database.reading() as session:
        store = Store(session, now, ahead=True)
        result = work(store)
        store.arrange()
    with database.transaction() as session:
        store.session = session
        store.flush()
    return result


@contextmanager
def transaction(database: Database, now: datetime) -> Iterator[Store]:
    """One act, one transaction, one instant: opened at the edge; inside, nobody commits."""
    with uncollected(), database.transaction() as session:
        store = Store(session, now)
        yield store
        store.flush()


def _applied(case: Case, now: str) -> Row:
    assert case.state is not None
    return (
        case.id, case.season, case.unit, case.unit_code, case.path, case.kind, case.standard, case.sha256,
        case.state.value, case.number, case.head, case.registered_by, case.inspector, case.inspected_by, case.due_on,
        case.verdict, case.scorecard, case.registered_at, now,
    )  # fmt: skip
