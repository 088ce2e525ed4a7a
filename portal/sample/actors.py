"""Actors: everybody of the sample season does what is theirs to do next, until nobody has anything left to do.

What is next is read from the database, never remembered, and every act carries a key that follows from what it is
about: actors that are killed and started again go on where the last committed transaction left the season.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from domain import people
from domain.acts import OfCase, Order, WithFacts, perform_many
from domain.calendar import today
from domain.cases import place_of, reference
from domain.catalogue import Catalogue
from domain.database import Database, Session, Sql, listed
from domain.errors import Refused
from domain.lifecycle import State
from domain.people import Deed, Person
from domain.registration import APPLIES_AS, Registration
from domain.scorecard import Scorecard
from domain.standards import Standard
from domain.store import transaction
from domain.truth import NOT_MET, UNKNOWN
from portal.sample import sheets
from portal.sample.cases import BY_UNIT, Conduct, conducted, story_of
from portal.sample.parts import parts
from portal.sample.stories import SEASON, STORIES

STAGES = ("registration", "inspection", "scoring", "recognition")

Progress = Callable[[str, int, int], None]

# Orders of one transaction, and of one round of each stage; seconds to sleep when there was nothing to do.
TOGETHER = 500
ROUND = 4_000
PAUSE = 0.2

_PERIOD = "r.starts <= :today and (r.ends is null or r.ends >= :today)"
_TO_REGISTER = Sql(
    "select r.id, r.account, u.code, u.kind from role r join account c on c.id = r.account and c.sample = 1 and c.active = 1"
    " join unit u on u.path = r.path and u.valid_from <= :today and (u.valid_until is null or u.valid_until >= :today)"
    " left join application a on a.season = :season and a.unit_code = u.code"
    f" where r.role = 'applicant' and r.id > :after and a.id is null and {_PERIOD} order by r.id limit :most"
)
_TO_DO = (
    "select a.id, a.unit_code, a.path, a.kind, a.standard, a.sha256, a.state, a.verdict, a.number, a.registered_by,"
    " a.inspector, a.inspected_by from application a "
)
_TO_INSPECT = Sql(
    _TO_DO + "join account c on c.id = a.inspector and c.sample = 1 where a.state = 'under-inspection'"
    " and a.inspector is not null and a.season = :season and a.id > :after order by a.id limit :most"
)
_TO_DECIDE = Sql(
    _TO_DO + "where a.state = 'scored' and a.season = :season and a.id > :after"
    " and (a.standard in {texts:last}) = :late order by a.id limit :most"
)
_THESE = Sql(_TO_DO + "where a.season = :season and a.unit_code in {texts:codes}")
_RETURNED = Sql(
    "select application from event where application in {numbers:ids} and name = 'application-returned'"
)
_RECUSED = Sql(
    "select application from event where application in {numbers:ids} and name = 'inspector-recused'"
)
_CARDS = Sql(
    "select s.application, s.document from scorecard s join application a on a.id = s.application and a.scorecard = s.sha256"
    " where s.application in {numbers:ids}"
)
_APPROVERS = Sql(
    "select r.path, min(r.account) from role r join account c on c.id = r.account and c.sample = 1 and c.active = 1"
    f" where r.role = 'approver' and r.path in {{texts:places}} and {_PERIOD} group by r.path"
)
_BUSY = Sql("select 1 from work where state in ('waiting', 'running') limit 1")
_STATES = Sql(
    "select state, verdict is not null, inspected_by is not null, count(*) from application where season = :season"
    " group by 1, 2, 3"
)
_APPLICANTS = Sql(
    "select count(*) from role r join account c on c.id = r.account and c.sample = 1 where r.role = 'applicant'"
)


class _Case(NamedTuple):
    """What an actor sees of an application."""

    id: int
    unit: str
    path: str
    kind: str
    standard: str
    sha256: str
    state: str
    verdict: str | None
    number: int
    registered_by: int
    inspector: int | None
    inspected_by: int | None

    @property
    def reference(self) -> str:
        return reference(SEASON, self.id)


class Wish(NamedTuple):
    """An order before its person is known: what an account wants to do, and the key that makes it once."""

    deed: Deed
    account: int
    request: Any
    key: str
    case: int = 0
    number: int = 0


@dataclass
class Tally:
    """What came of a run: acts done, and each refusal with how often it was heard."""

    done: Counter[Deed] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


class Actors:
    """Everybody with a sample account. `act()` does a round of what is next; 0 when nobody had anything to do."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        clock: Callable[[], datetime],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.database = database
        self.catalogue = catalogue
        self.clock = clock
        self.stop = stop
        self.tally = Tally()
        self.at_rest = False
        self._registered = 0
        self._all_registered = False
        self._standards: dict[str, Standard] = {}
        self._people: dict[int, Person] = {}
        # What was refused is not asked again until the application has changed.
        self._refused: dict[int, int] = {}
        self._last = [path for path, standard in catalogue.standards.items() if standard.supplied]

    # --- a round -------------------------------------------------------------------------------------

    def act(self) -> int:
        """One round: everybody in turn, but whoever depends on others' recognitions only when those rest."""
        # Asked before anything is read: nobody but these people makes new work, so what they see then will not change.
        still = not self.busy()
        acted = self._register() + self._each(self._inspections) + self._each(self._decisions)
        acted += self._perform(self._withdrawals())
        if still and not acted:
            acted = self._each(self._late_decisions) or self._perform(self._revocations())
        self.at_rest = still and not acted and not self.stop()
        return acted

    def busy(self) -> bool:
        """Whether the engine still has work to answer. What is parked waits for an operator, not for it."""
        with self.database.reading() as session:
            return session.row(_BUSY) is not None

    def _each(self, wishes: Callable[[Session, int], tuple[list[Wish], int]]) -> int:
        """Go once through all cases of a kind, a round at a time, and do what is wished for."""
        acted, after = 0, 0
        while after >= 0 and not self.stop():
            with self.database.reading() as session:
                wanted, after = wishes(session, after)
            acted += self._perform(wanted)
        return acted

    def _perform(self, wishes: Sequence[Wish]) -> int:
        done = 0
        for part in parts(
            [w for w in wishes if self._refused.get(w.case) != w.number or not w.case], TOGETHER
        ):
            if self.stop():
                break
            now = self.clock()
            with transaction(self.database, now) as store:
                orders = self._orders(store.session, part, now)
                answers = perform_many(store, self.catalogue, orders)
            done += self._note(part, answers)
        return done

    def _orders(self, session: Session, wishes: Sequence[Wish], now: datetime) -> list[Order]:
        """Wishes with their people. Officials are remembered, applicants are too many for that."""
        unknown = {w.account for w in wishes} - self._people.keys()
        found = people.by_id(session, unknown, today(now).isoformat()) if unknown else {}
        self._people.update(
            (id, p)
            for id, p in found.items()
            if all(role is not people.Role.APPLICANT for role, _ in p.roles)
        )
        return [
            Order(w.deed, self._people.get(w.account) or found[w.account], w.request, w.key) for w in wishes
        ]

    def _note(self, wishes: Sequence[Wish], answers: Sequence[Any]) -> int:
        done = 0
        for wish, answer in zip(wishes, answers, strict=True):
            if isinstance(answer, Refused):
                self.tally.refused[f"{wish.deed}: {answer.text.vi}"] += 1
                self._refused[wish.case] = wish.number
            else:
                self.tally.done[wish.deed] += 1
                done += 1
        return done

    # --- applicants ----------------------------------------------------------------------------------

    def _register(self) -> int:
        """The next applicants register, and hand in their dossiers in the same transaction."""
        if self._all_registered or self.stop():
            return 0
        done = 0
        now = self.clock()
        with self.database.reading() as session:
            rows = session.rows(
                _TO_REGISTER, season=SEASON, after=self._registered, most=ROUND, today=today(now).isoformat()
            )
        for part in parts(rows, TOGETHER):
            if self.stop():
                return done
            now = self.clock()
            with transaction(self.database, now) as store:
                wishes = [
                    Wish(
                        Deed.REGISTER,
                        account,
                        Registration(unit=code, season=SEASON, standard=None),
                        f"register:{SEASON}:{code}",
                    )
                    for _, account, code, _ in part
                ]
                orders = self._orders(store.session, wishes, now)
                answers = perform_many(store, self.catalogue, orders)
                dossiers = [
                    Order(
                        Deed.SUBMIT_DOSSIER,
                        order.by,
                        self._dossier(answer["reference"], row[2], row[3]),
                        f"dossier:{answer['reference']}",
                    )
                    for row, order, answer in zip(part, orders, answers, strict=True)
                    if not isinstance(answer, Refused)
                ]
                handed_in = perform_many(store, self.catalogue, dossiers)
            done += self._note(wishes, answers)
            done += self._note([Wish(o.deed, o.by.id, o.request, o.key or "") for o in dossiers], handed_in)
            self._registered = part[-1][0]
        self._all_registered = not rows
        return done

    def _dossier(self, named: str, code: str, kind: str) -> WithFacts:
        kind = APPLIES_AS.get(kind, kind)
        standard = self._standard(kind)
        sheet = sheets.applicant(standard, SEASON, code)
        for change in STORIES[story_of(code, kind)].applicant:
            change(sheet)
        return WithFacts(reference=named, facts=sheet)

    def _standard(self, kind: str) -> Standard:
        if kind not in self._standards:
            self._standards[kind] = self.catalogue.for_kind(kind, SEASON)
        return self._standards[kind]

    def _withdrawals(self) -> list[Wish]:
        """Whoever withdraws does so once an inspector is named."""
        return [
            Wish(
                Deed.WITHDRAW,
                case.registered_by,
                _of(case, "Đơn vị sắp sáp nhập (mẫu)"),
                f"withdraw:{case.id}",
                case.id,
                case.number,
            )
            for case in self._these(conducted(Conduct.WITHDRAWS))
            if case.state == State.UNDER_INSPECTION
        ]

    def _these(self, codes: Iterable[str]) -> list[_Case]:
        with self.database.reading() as session:
            return [_Case(*row) for row in session.rows(_THESE, season=SEASON, codes=listed(codes))]

    # --- inspectors ----------------------------------------------------------------------------------

    def _inspections(self, session: Session, after: int) -> tuple[list[Wish], int]:
        rows = session.rows(_TO_INSPECT, season=SEASON, after=after, most=ROUND)
        cases = [_Case(*row) for row in rows]
        recusing = [c.id for c in cases if _conduct(c) is Conduct.RECUSES]
        recused = {id for (id,) in session.rows(_RECUSED, ids=listed(recusing))} if recusing else set()
        wishes = []
        for case in cases:
            conduct = _conduct(case)
            if conduct is Conduct.WITHDRAWS:
                continue
            assert case.inspector is not None
            if conduct is Conduct.RECUSES and case.id not in recused:
                request: Any = _of(case, "Có quan hệ họ hàng với trưởng khu dân cư (mẫu)")
                wishes.append(
                    Wish(Deed.RECUSE, case.inspector, request, f"recuse:{case.id}", case.id, case.number)
                )
                continue
            request = WithFacts(reference=case.reference, facts=self._findings(case))
            wishes.append(
                Wish(
                    Deed.INSPECT,
                    case.inspector,
                    request,
                    f"inspect:{case.id}:{case.number}",
                    case.id,
                    case.number,
                )
            )
        return wishes, _next(rows)

    def _findings(self, case: _Case) -> sheets.Sheet:
        standard = self.catalogue.pinned(case.standard, case.sha256)
        sheet = sheets.inspector(standard, SEASON, case.unit)
        story = STORIES[story_of(case.unit, case.kind)]
        if not (story.mended and case.inspected_by is not None):
            for change in story.inspector:
                change(sheet)
        return sheet

    # --- approvers -----------------------------------------------------------------------------------

    def _decisions(self, session: Session, after: int) -> tuple[list[Wish], int]:
        return self._decide(session, after, late=False)

    def _late_decisions(self, session: Session, after: int) -> tuple[list[Wish], int]:
        return self._decide(session, after, late=True)

    def _decide(self, session: Session, after: int, *, late: bool) -> tuple[list[Wish], int]:
        """Approve what is met, decline what is not, return once what is undecided; what waits for others waits."""
        rows = session.rows(
            _TO_DECIDE, season=SEASON, after=after, most=ROUND, late=int(late), last=listed(self._last)
        )
        cases = [_Case(*row) for row in rows]
        undecided = [c.id for c in cases if c.verdict == "undecided"]
        returned = {id for (id,) in session.rows(_RETURNED, ids=listed(undecided))} if undecided else set()
        cards = self._cards(session, [c for c in cases if c.verdict != "met"])
        approvers = self._approvers(session, {place_of(c.path) for c in cases})
        wishes = []
        for case in cases:
            approver = approvers.get(place_of(case.path))
            if approver is None or (case.verdict == "undecided" and (late or case.id in returned)):
                continue
            deed, reason = _decision(case, cards.get(case.id))
            key = f"{deed}:{case.id}:{case.number}"
            wishes.append(Wish(deed, approver, _of(case, reason, case.number), key, case.id, case.number))
        return wishes, _next(rows)

    def _cards(self, session: Session, cases: Sequence[_Case]) -> dict[int, Scorecard]:
        standards = {c.id: self.catalogue.pinned(c.standard, c.sha256) for c in cases}
        rows = session.rows(_CARDS, ids=listed(standards)) if standards else []
        return {id: Scorecard.unpack(document, standards[id]) for id, document in rows}

    def _approvers(self, session: Session, places: set[str]) -> dict[str, int]:
        day = today(self.clock()).isoformat()
        return dict(session.rows(_APPROVERS, places=listed(places), today=day)) if places else {}

    def _revocations(self) -> list[Wish]:
        """At the very end one recognition is taken back, so that its commune's is put in question."""
        with self.database.reading() as session:
            cases = [c for c in self._these(conducted(Conduct.REVOKES)) if c.state == State.RECOGNISED]
            approvers = self._approvers(session, {place_of(c.path) for c in cases})
        reason = "Phát hiện hồ sơ khai không đúng sau khi công nhận (mẫu)"
        return [
            Wish(Deed.REVOKE, approvers[place_of(c.path)], _of(c, reason), f"revoke:{c.id}", c.id, c.number)
            for c in cases
            if place_of(c.path) in approvers
        ]

    # --- progress ------------------------------------------------------------------------------------

    def progress(self) -> dict[str, tuple[int, int]]:
        """Per stage: how many have passed it, and how many there are."""
        with self.database.reading() as session:
            (applicants,) = session.row(_APPLICANTS) or (0,)
            rows = session.rows(_STATES, season=SEASON)
        done = dict.fromkeys(STAGES, 0)
        over = 0
        for state, scored, inspected, many in rows:
            done["registration"] += many
            if state in (State.NOT_ELIGIBLE, State.WITHDRAWN):
                over += many
                continue
            done["inspection"] += many * bool(inspected)
            done["scoring"] += many * bool(scored)
            done["recognition"] += many * (state in _DECIDED)
        return {stage: (n, applicants - over * (stage != "registration")) for stage, n in done.items()}


_DECIDED = {State.RECOGNISED, State.NOT_RECOGNISED, State.IN_QUESTION, State.REVOKED}


def run(
    database: Database,
    catalogue: Catalogue,
    clock: Callable[[], datetime],
    progress: Progress = lambda stage, done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Tally:
    """Let everybody act until the season is at rest: nobody has anything to do and no work waits or runs.

    Safe to kill and run again. The engine must be running somewhere, in this process or another.
    """
    actors = Actors(database, catalogue, clock, stop)
    told: dict[str, tuple[int, int]] = {}
    when = 0.0
    while not stop():
        acted = actors.act()
        if actors.at_rest or time.monotonic() - when > 0.5:
            when, now = time.monotonic(), actors.progress()
            for stage, (done, total) in now.items():
                if told.get(stage) != (done, total):
                    progress(stage, done, total)
            told = now
        if actors.at_rest:
            break
        if not acted:
            time.sleep(PAUSE)
    return actors.tally


def _conduct(case: _Case) -> Conduct:
    known = BY_UNIT.get(case.unit)
    return known.conduct if known else Conduct.ORDINARY


def _decision(case: _Case, card: Scorecard | None) -> tuple[Deed, str]:
    if case.verdict == "met" or card is None:
        return Deed.APPROVE, ""
    if case.verdict == "not_met":
        return Deed.DECLINE, f"Chưa đạt: {_clauses(card, NOT_MET)}."
    return Deed.RETURN, f"Chưa đủ căn cứ, đề nghị kiểm tra bổ sung: {_clauses(card, UNKNOWN)}."


def _clauses(card: Scorecard, letter: str) -> str:
    codes = [code for code, own in zip(card.by.codes, card.letters, strict=True) if own == letter]
    return "; ".join(f"{code} ({card.by.by_code[code].cites})" for code in codes)


def _of(case: _Case, reason: str, seen: int | None = None) -> OfCase:
    return OfCase(reference=case.reference, reason=reason, seen=seen)


def _next(rows: Sequence[tuple[Any, ...]]) -> int:
    """Where to go on; -1 when that was the last."""
    return int(rows[-1][0]) if len(rows) == ROUND else -1
