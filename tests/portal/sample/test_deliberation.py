"""Claims about the sample's commune whose council sits and whose list is public first.

Broken and seen to fail: the procedures not given to the actors' orders; the second session held too; the objection left
unanswered; published before the council; nobody's doubt; a step that is taken again when it is asked for again.
"""

from datetime import datetime
from typing import Any

import pytest

from domain import people, sittings
from domain.acts import order, perform
from domain.calendar import today
from domain.catalogue import Catalogue
from domain.database import Database, Sql
from domain.errors import Refused
from domain.people import Deed
from domain.procedures import Procedures
from domain.store import Store, transaction
from portal.sample import accounts_to_try, deliberation

ELSEWHERE = "/20/06325/"


def rows(database: Database, text: str, **values: Any) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return session.rows(Sql(text), **values)


def held(database: Database) -> list[sittings.Sitting]:
    with database.reading() as session:
        found = session.rows(Sql("select id from council_session order by serial"))
        return [sittings.sitting(session, id) for (id,) in found]


def test_its_procedure_holds_there_and_nowhere_else(rules: Procedures, clock: Any) -> None:
    assert rules.problems == []
    asked = {
        place: rules.of(place, deliberation.KIND, deliberation.STANDARD, today(clock()))
        for place in (deliberation.PATH, ELSEWHERE)
    }
    assert [(one.needs_council, one.needs_publication) for one in asked.values()] == [
        (True, True),
        (False, False),
    ]


def test_one_session_is_over_with_a_doubt_and_one_is_left_to_be_held(season: Database) -> None:
    first, second = held(season)
    assert (first.state, second.state) == ("closed", "called")
    assert [item.outcome for item in first.items] == ["for"] * len(first.items)
    assert [
        vote.opinion for item in first.items for vote in item.votes.values() if vote.vote == "against"
    ] == [deliberation._DISSENT]
    assert len(second.items) == 1
    assert second.items[0].application not in {item.application for item in first.items}


def test_the_list_is_public_and_the_objection_to_it_is_answered(season: Database) -> None:
    ((until, published),) = rows(season, "select until_on, published_at from publication")
    # Five working days after Tuesday 10 November 2026.
    assert (published[:10], until) == ("2026-11-10", "2026-11-17")
    assert rows(season, "select state, outcome, contact from objection") == [("answered", "dismissed", "")]


def test_its_units_wait_and_nobody_gets_around_the_council_or_the_list(
    season: Database, catalogue: Catalogue, rules: Procedures, clock: Any
) -> None:
    waiting = rows(
        season,
        "select id, state, number from application where path like :below and kind = 'residential-area' and verdict = 'met'",
        below=f"{deliberation.PATH}%",
    )
    assert {state for _, state, _ in waiting} == {"scored"}
    now: datetime = clock()
    with season.reading() as session:
        chair = people.person(session, f"chutich.{deliberation.PLACE}", today(now).isoformat())
    for id, _, number in waiting:
        wanted = order(Deed.APPROVE, chair, {"reference": f"2026-{id:06}", "seen": number})
        with transaction(season, now) as store, pytest.raises(Refused, match=r"công khai|Hội đồng"):
            perform(store, catalogue, wanted, rules)


def test_asked_again_there_is_nothing_left_to_do(season: Database, rules: Procedures, clock: Any) -> None:
    assert not deliberation.deliberate(season, rules, clock())


def test_every_step_may_be_taken_twice(
    loaded: Database, catalogue: Catalogue, rules: Procedures, clock: Any, engine_of: Any, monkeypatch: Any
) -> None:
    """As after a crash between a commit and its answer: the same step once more changes nothing, or is refused."""
    from portal.sample.actors import Actors

    monkeypatch.setattr(deliberation, "deliberate", lambda *_: False)
    actors, engine = Actors(loaded, catalogue, clock, procedures=rules), engine_of(loaded, catalogue, clock)
    while not actors.at_rest:
        actors.act()
        engine.work()
    monkeypatch.undo()
    counts = "select (select count(*) from council_session), (select count(*) from council_vote),"
    counts += " (select count(*) from publication_item), (select count(*) from objection), (select count(*) from event)"
    steps = 0
    while True:
        with loaded.reading() as session:
            step = deliberation._next(session, rules, clock())
        if step is None:
            break
        steps += 1

        def take(store: Store, step: Any = step) -> None:
            step(store)

        with transaction(loaded, clock()) as store:
            take(store)
        before = rows(loaded, counts)
        try:
            with transaction(loaded, clock()) as store:
                take(store)
        except Refused:
            pass
        assert rows(loaded, counts) == before
    assert steps == 6


def test_whoever_tries_the_portal_finds_a_member_and_the_office_of_this_commune() -> None:
    places = [place for _, _, place in accounts_to_try()]
    assert places.count(deliberation.PATH) == 2
