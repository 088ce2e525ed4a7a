"""Actors: everybody of the sample season does what is theirs to do next, until nobody has anything left to do.

What is next is read from the database, never remembered, and every act carries a key that follows from what it is
about: actors that are killed and started again go on where the last committed transaction left the season.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from domain import people
from domain.acts import Order, perform_many
from domain.calendar import today
from domain.cases import place_of
from domain.catalogue import Catalogue
from domain.database import Database, Session
from domain.errors import Refused
from domain.lifecycle import State
from domain.people import Deed, Person, Role
from domain.procedures import Procedures
from domain.registration import APPLIES_AS
from domain.standards import Standard
from domain.store import Store, carry_out
from portal.sample import deliberation, todo, wishes
from portal.sample.cases import BY_UNIT, LEFT, LEFT_TO, Conduct, conducted, left_at
from portal.sample.parts import parts
from portal.sample.stories import SEASON
from portal.sample.todo import Applicant, Application
from portal.sample.wishes import Wish

Progress = Callable[[str, int, int], None]

# Orders of one transaction, applications of one look; seconds to sleep when there was nothing to do, and between tellings.
TOGETHER = 500
LOOK = 4_000
PAUSE = 0.2
TELL = 1.0


@dataclass
class Tally:
    """What came of a run: acts done by deed, and each refusal with how often it was heard."""

    done: Counter[Deed] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


def run(
    database: Database,
    catalogue: Catalogue,
    clock: Callable[[], datetime],
    progress: Progress = lambda stage, done, total: None,
    stop: Callable[[], bool] = lambda: False,
    procedures: Procedures | None = None,
) -> Tally:
    """Let everybody act until the season is at rest: nobody has anything to do and no work waits or runs.

    Safe to kill and run again. The engine must be running meanwhile, in this process or another.
    """
    actors = Actors(database, catalogue, clock, stop, procedures)
    told: dict[str, tuple[int, int]] = {}
    when = 0.0
    while not stop():
        acted = actors.act()
        if actors.at_rest or time.monotonic() - when > TELL:
            when, before = time.monotonic(), told
            with database.reading() as session:
                told = todo.passed(session)
            for stage, (done, total) in told.items():
                if before.get(stage) != (done, total):
                    progress(stage, done, total)
        if actors.at_rest:
            break
        if not acted:
            time.sleep(PAUSE)
    return actors.tally


class Actors:
    """Everybody with a sample account. `act()` is one round of what is next, and says how many acts that was."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        clock: Callable[[], datetime],
        stop: Callable[[], bool] = lambda: False,
        procedures: Procedures | None = None,
    ) -> None:
        self.database = database
        self.catalogue = catalogue
        self.clock = clock
        self.stop = stop
        self.procedures = procedures or Procedures()
        self.tally = Tally()
        self.at_rest = False
        self._registered: int | None = 0
        self._standards: dict[str, Standard] = {}
        self._people: dict[int, Person] = {}
        # What was refused is not asked for again until the application has changed.
        self._refused: dict[int, int] = {}
        self._last = [path for path, standard in catalogue.standards.items() if standard.supplied]

    def act(self) -> int:
        """One round of everybody. Whoever is judged by others' recognitions is decided on when those others rest."""
        # Asked before anything is looked at: only these people make new work, so what they see after that stays so.
        with self.database.reading() as session:
            still = not todo.busy(session)
        # Whoever registers does so beside the officials: these are other people, and neither waits for the other's commit.
        with ThreadPoolExecutor(1) as beside:
            registered = beside.submit(self._register)
            acted = self._each(self._inspections) + self._each(self._decisions)
            acted += registered.result() + self._perform(self._withdrawals())
        if still and not acted:
            acted = (
                self._each(self._late_decisions)
                or self._perform(self._revocations())
                or self._perform(self._assignments())
                or deliberation.deliberate(self.database, self.procedures, self.clock())
            )
        self.at_rest = still and not acted and not self.stop()
        return acted

    # --- what they wish ------------------------------------------------------------------------------

    def _inspections(
        self, session: Session, after: Application | None
    ) -> tuple[list[Application], list[Wish]]:
        seen = todo.to_inspect(session, after, LOOK)
        biased = [a.id for a in seen if _conduct(a) is Conduct.RECUSES]
        recused = todo.happened(session, "inspector-recused", biased)
        wanted = []
        for one in seen:
            assert one.inspector is not None
            if one.id in biased and one.id not in recused:
                wanted.append(wishes.recuse(one, one.inspector))
            elif _conduct(one) is not Conduct.WITHDRAWS and LEFT.get(one.unit) != "inspection":
                standard = self.catalogue.pinned(one.standard, one.sha256)
                wanted.append(wishes.inspect(one, standard, one.inspector))
        return seen, wanted

    def _decisions(self, session: Session, after: Application | None) -> tuple[list[Application], list[Wish]]:
        seen = todo.to_decide(session, after, LOOK, self._last, late=False)
        undecided = [a.id for a in seen if a.verdict == "undecided"]
        returned = todo.happened(session, "application-returned", undecided)
        return seen, self._decide(
            session,
            [
                a
                for a in seen
                if (a.id not in returned or a.verdict != "undecided") and LEFT.get(a.unit) != "recognition"
            ],
        )

    def _late_decisions(
        self, session: Session, after: Application | None
    ) -> tuple[list[Application], list[Wish]]:
        """What is undecided here waits for others, and no second inspection would help."""
        seen = todo.to_decide(session, after, LOOK, self._last, late=True)
        return seen, self._decide(session, [a for a in seen if a.verdict != "undecided"])

    def _decide(self, session: Session, seen: Sequence[Application]) -> list[Wish]:
        approvers = self._approvers(session, seen)
        cards = todo.scorecards(session, self.catalogue, [a for a in seen if a.verdict != "met"])
        return [
            wishes.decide(one, cards.get(one.id), approvers[place_of(one.path)])
            for one in seen
            if place_of(one.path) in approvers and not self._deliberated(one)
        ]

    def _deliberated(self, one: Application) -> bool:
        """Whether a recognition would have to pass a council or a publication first: `deliberation` sees to those."""
        if one.verdict != "met" or not self.procedures.files:
            return False
        rules = self.procedures.of(place_of(one.path), one.kind, one.standard, today(self.clock()))
        return rules.needs_council or rules.needs_publication

    def _withdrawals(self) -> list[Wish]:
        """Whoever withdraws does so once an inspector is named."""
        with self.database.reading() as session:
            cases = todo.of_units(session, conducted(Conduct.WITHDRAWS))
        return [wishes.withdraw(one) for one in cases if one.state == State.UNDER_INSPECTION]

    def _assignments(self) -> list[Wish]:
        """What is left to inspect goes to the inspector whose account people are told to try."""
        with self.database.reading() as session:
            cases = [
                a for a in todo.of_units(session, left_at("inspection")) if a.state == State.UNDER_INSPECTION
            ]
            found = people.load(session, LEFT_TO, today(self.clock()).isoformat()) if cases else {}
        if len(found) < len(LEFT_TO):
            return []
        office, inspector = (found[login] for login in LEFT_TO)
        # Three events lie before it: registered, handed in, assigned by itself.
        return [
            wishes.assign(one, office.id, inspector.login)
            for one in cases
            if one.number <= 3 and one.inspector != inspector.id
        ]

    def _revocations(self) -> list[Wish]:
        """At the very end one recognition is taken back, so that its commune's is put in question."""
        with self.database.reading() as session:
            cases = [
                a for a in todo.of_units(session, conducted(Conduct.REVOKES)) if a.state == State.RECOGNISED
            ]
            approvers = self._approvers(session, cases)
        return [wishes.revoke(one, approvers[place_of(one.path)]) for one in cases]

    def _approvers(self, session: Session, seen: Iterable[Application]) -> dict[str, int]:
        return todo.approvers(session, {place_of(a.path) for a in seen}, today(self.clock()))

    # --- how it is done ------------------------------------------------------------------------------

    def _each(
        self, look: Callable[[Session, Application | None], tuple[list[Application], list[Wish]]]
    ) -> int:
        """Go once through all that awaits somebody, one look at a time, and do what they wish."""
        acted = 0
        after: Application | None = None
        more = True
        while more and not self.stop():
            with self.database.reading() as session:
                seen, wanted = look(session, after)
            acted += self._perform(wanted)
            more = len(seen) == LOOK
            after = seen[-1] if more else None
        return acted

    def _perform(self, wanted: Iterable[Wish]) -> int:
        done = 0
        for part in parts((w for w in wanted if self._refused.get(w.application) != w.number), TOGETHER):
            if self.stop():
                break
            now = self.clock()
            part = wishes.decided_together(part, now)
            answers = carry_out(self.database, now, partial(self._ask, wanted=part))
            done += self._note(part, answers)
        return done

    def _register(self) -> int:
        """The next applicants register, and hand in their dossiers in the same transaction."""
        done = 0
        if self._registered is None or self.stop():
            return 0
        with self.database.reading() as session:
            waiting = todo.to_register(session, self._registered, today(self.clock()), LOOK)
        willing = [who for who in waiting if LEFT.get(who.unit) != "registration"]
        for part in parts(willing, TOGETHER):
            if self.stop():
                return done
            done += carry_out(self.database, self.clock(), partial(self._register_part, part=part))()
            self._registered = part[-1].role
        # Past those, too, who are left to whoever tries the portal.
        self._registered = waiting[-1].role if waiting else None
        return done

    def _register_part(self, store: Store, part: Sequence[Applicant]) -> Callable[[], int]:
        """What was asked for; to be noted once it is committed."""
        registering = [wishes.register(who) for who in part]
        answers = self._ask(store, registering)
        dossiers = [
            wishes.hand_in(who, self._standard(who), answer["reference"])
            for who, answer in zip(part, answers, strict=True)
            if not isinstance(answer, Refused)
        ]
        handed_in = self._ask(store, dossiers)
        return lambda: self._note(registering, answers) + self._note(dossiers, handed_in)

    def _ask(self, store: Store, wanted: Sequence[Wish]) -> list[dict[str, Any] | Refused]:
        """Have wishes carried out in the name of their people. Officials are remembered, applicants are too many."""
        unknown = {w.account for w in wanted} - self._people.keys()
        found = people.by_id(store.session, unknown, today(store.moment).isoformat()) if unknown else {}
        self._people |= {
            id: p for id, p in found.items() if Role.APPLICANT not in {role for role, _ in p.roles}
        }
        orders = [
            Order(w.deed, found.get(w.account) or self._people[w.account], w.request, w.key) for w in wanted
        ]
        return perform_many(store, self.catalogue, orders, self.procedures)

    def _note(self, wanted: Sequence[Wish], answers: Sequence[dict[str, Any] | Refused]) -> int:
        """Count what came of it."""
        done = 0
        for wish, answer in zip(wanted, answers, strict=True):
            if isinstance(answer, Refused):
                self.tally.refused[f"{wish.deed}: {answer.text.vi}"] += 1
                self._refused[wish.application] = wish.number
            else:
                self.tally.done[wish.deed] += 1
                done += 1
        return done

    def _standard(self, who: Applicant) -> Standard:
        kind = APPLIES_AS.get(who.kind, who.kind)
        if kind not in self._standards:
            self._standards[kind] = self.catalogue.for_kind(kind, SEASON)
        return self._standards[kind]


def _conduct(one: Application) -> Conduct:
    case = BY_UNIT.get(one.unit)
    return case.conduct if case else Conduct.ORDINARY
