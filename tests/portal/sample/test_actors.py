"""Claims about how the sample's people act.

Mutations tried, each failed a test here: no standard decided on last; communes decided on while the engine is busy; rest
declared while work waits, or while it runs; parked work counted as work; dossiers in a transaction of their own; keys
drawn at random; a refused act asked for again each round; no pause when there is nothing to do; `stop` not asked between
transactions; people read one by one; applicants skipped after a look.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from domain.catalogue import Catalogue
from domain.database import Database, Session, Sql
from domain.procedures import Procedures
from domain.store import transaction
from portal import sample
from portal.sample import actors as module
from portal.sample.actors import Actors
from portal.sample.todo import STAGES
from portal.sample.world import Plan

SMALL = Plan(areas=(3, 3), others=False, cases=False)


class Killed(BaseException):
    """The process is gone: nothing catches this."""


class Mortal(Database):
    """A database whose process dies in its n-th transaction, after everything was written and before it is committed."""

    def __init__(self, url: str, dies_in: int) -> None:
        super().__init__(url)
        self.left = dies_in

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with super().transaction() as session:
            yield session
            self.left -= 1
            if self.left == 0:
                raise Killed


def facts_of(database: Database) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return session.rows(
            Sql(
                "select a.unit_code, f.source, f.document from facts f join application a on a.id = f.application"
                " order by 1, 2"
            )
        )


def _to_the_end(people: Actors, engine: Any) -> None:
    while not people.at_rest:
        people.act()
        engine.work()


@pytest.mark.parametrize("deaths", [(1, 2, 3, 4), (2, 9, 1, 17, 3, 1, 1, 8)])
def test_a_season_killed_again_and_again_ends_as_one_that_ran_through(
    season: Database,
    loaded: Database,
    catalogue: Catalogue,
    clock: Any,
    rules: Procedures,
    engine_of: Any,
    outcome_of: Callable[[Database], object],
    events_of: Callable[[Database], object],
    monkeypatch: pytest.MonkeyPatch,
    deaths: tuple[int, ...],
) -> None:
    monkeypatch.setattr(module, "TOGETHER", 50)
    engine = engine_of(loaded, catalogue, clock)
    for dies_in in deaths:
        mortal = Mortal(loaded.url, dies_in)
        people = Actors(mortal, catalogue, clock, procedures=rules)
        with pytest.raises(Killed):
            _to_the_end(people, engine)
        mortal.close()
    people = Actors(loaded, catalogue, clock, procedures=rules)
    _to_the_end(people, engine)
    assert not people.tally.refused
    assert outcome_of(loaded) == outcome_of(season)
    assert events_of(loaded) == events_of(season)
    assert facts_of(loaded) == facts_of(season)


def test_an_act_sent_again_with_its_key_is_the_same_act(
    loaded: Database, catalogue: Catalogue, clock: Any
) -> None:
    """What a killed run wrote and the next run repeats: the same keys, so the same answers and nothing new."""
    first = Actors(loaded, catalogue, clock)
    with loaded.reading() as session:
        waiting = module.todo.to_register(session, 0, clock().date(), 50)
    answers = []
    for _ in range(2):
        with transaction(loaded, clock()) as store:
            answers.append(first._ask(store, [module.wishes.register(who) for who in waiting]))
    assert answers[0] == answers[1]
    with loaded.reading() as session:
        assert session.row(Sql("select count(*) from application")) == (50,)


def test_the_same_world_ends_the_same_whatever_the_size_of_the_batches(
    season: Database,
    loaded: Database,
    catalogue: Catalogue,
    clock: Any,
    rules: Procedures,
    engine_of: Any,
    outcome_of: Callable[[Database], object],
    events_of: Callable[[Database], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "TOGETHER", 37)
    monkeypatch.setattr(module, "LOOK", 90)
    people, engine = Actors(loaded, catalogue, clock, procedures=rules), engine_of(loaded, catalogue, clock)
    while not people.at_rest:
        people.act()
        engine.work(most=60)
    assert outcome_of(loaded) == outcome_of(season)
    assert events_of(loaded) == events_of(season)


def test_communes_wait_until_everything_under_them_is_decided(
    loaded: Database, catalogue: Catalogue, clock: Any, engine_of: Any
) -> None:
    people, engine = Actors(loaded, catalogue, clock), engine_of(loaded, catalogue, clock)
    decided = Sql("select count(*) from application where kind = 'commune' and state like '%recognised'")
    for _ in range(2):
        people.act()
        engine.work()
    people.act()
    with loaded.transaction() as session:
        # Another engine holds what was inspected, communes apart: they are scored first.
        session.run(
            Sql(
                "update work set state = 'running' where application in (select id from application where kind <> 'commune')"
            )
        )
    engine.work()
    while people.act():
        engine.work()
    with loaded.reading() as session:
        scored = Sql("select count(*) from application where kind = 'commune' and verdict = 'not_met'")
        assert session.row(scored) != (0,), "some fail whatever becomes of their areas"
        assert session.row(decided) == (0,)
    with loaded.transaction() as session:
        session.run(Sql("update work set state = 'waiting'"))
    _to_the_end(people, engine)
    with loaded.reading() as session:
        assert session.row(decided) == (63,)


def test_nobody_rests_while_the_engine_has_work_and_parked_work_is_not_work(
    loaded: Database, catalogue: Catalogue, clock: Any, engine_of: Any
) -> None:
    people, engine = Actors(loaded, catalogue, clock), engine_of(loaded, catalogue, clock)
    people.act()
    while people.act():
        pass
    assert not people.at_rest, "the engine has not answered one registration"
    with loaded.transaction() as session:
        session.run(Sql("update work set state = 'running'"))
    people.act()
    assert not people.at_rest
    with loaded.transaction() as session:
        session.run(Sql("update work set state = 'parked', error = 'for an operator'"))
    people.act()
    assert people.at_rest
    assert engine.work() == 0


def test_an_act_that_is_refused_is_not_asked_for_again(
    loaded: Database, catalogue: Catalogue, clock: Any, engine_of: Any
) -> None:
    people, engine = Actors(loaded, catalogue, clock), engine_of(loaded, catalogue, clock)
    people.act()
    engine.work()
    with loaded.transaction() as session:
        # Named as inspectors, and inspectors no longer: every inspection is refused.
        session.run(Sql("update role set ends = '2026-01-01' where role = 'inspector'"))
    people.act()
    refused = sum(people.tally.refused.values())
    assert refused > 600
    people.act()
    assert sum(people.tally.refused.values()) == refused


def test_twenty_times_the_people_cost_no_more_statements(
    databases: Iterator[Database],
    catalogue: Catalogue,
    clock: Any,
    engine_of: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = 0

    def counting(statement: Any) -> Any:
        def count(self: Session, *args: Any, **values: Any) -> Any:
            nonlocal counted
            counted += 1
            return statement(self, *args, **values)

        return count

    taken = []
    for size in (20, 400):
        database = next(databases)
        sample.load(database, catalogue, clock(), Plan.of_size(size))
        people, engine = Actors(database, catalogue, clock), engine_of(database, catalogue, clock)
        while not people.at_rest:
            with monkeypatch.context() as watched:
                for name in ("rows", "row", "run", "many"):
                    watched.setattr(Session, name, counting(getattr(Session, name)))
                people.act()
            engine.work()
        taken.append(counted)
        counted = 0
    # A larger world has areas that are returned, which takes rounds that a small one may not need; and each of its places
    # signs a decision of its own, which is looked for and numbered by itself.
    places = 400 // 12
    assert 0 < taken[1] <= taken[0] * 2 + places * 3


def test_run_tells_its_progress_and_ends_at_rest(
    database: Database, catalogue: Catalogue, clock: Any, engine_of: Any
) -> None:
    sample.load(database, catalogue, clock(), SMALL)
    over = threading.Event()
    engine = engine_of(database, catalogue, clock)

    def answer() -> None:
        while not over.is_set():
            if not engine.work():
                time.sleep(0.01)

    thread = threading.Thread(target=answer)
    thread.start()
    told: dict[str, list[tuple[int, int]]] = {}
    try:
        tally = sample.run(
            database,
            catalogue,
            clock,
            lambda stage, done, total: told.setdefault(stage, []).append((done, total)),
        )
    finally:
        over.set()
        thread.join()
    assert list(told) == list(STAGES)
    assert not tally.refused
    for numbers in told.values():
        assert numbers == sorted(numbers)
        assert numbers[-1] == (65 * 4, 65 * 4)


def test_run_does_not_spin_while_it_waits_for_the_engine(
    database: Database, catalogue: Catalogue, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.load(database, catalogue, clock(), SMALL)
    rounds = 0
    act = Actors.act

    def counted(self: Actors) -> int:
        nonlocal rounds
        rounds += 1
        return act(self)

    monkeypatch.setattr(Actors, "act", counted)
    until = time.monotonic() + 1.5
    sample.run(database, catalogue, clock, stop=lambda: time.monotonic() > until)
    assert 3 <= rounds < 15


def test_run_stops_between_two_transactions_when_told(
    loaded: Database, catalogue: Catalogue, clock: Any
) -> None:
    def registered() -> int:
        with loaded.reading() as session:
            return int(session.rows(Sql("select count(*) from application"))[0][0])

    sample.run(loaded, catalogue, clock, stop=lambda: registered() > 0)
    assert registered() == module.TOGETHER
