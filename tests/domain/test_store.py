"""Store: one transaction gathers what it will write, takes back what was refused, and writes each kind in one statement.

Broken and seen to fail: an event without its work; the chain not carried on; the guard of `number` left out; numbers with
gaps; `take_back` that forgets the rows, the events, the fields, or that a case was not touched; the first scorecard instead
of the newest; a column that changed and is not written, in a second flush too; a reference of another season; the collector
of garbage left off.
"""

import gc
import threading
from datetime import timedelta

import pytest

from domain import store as stores
from domain.chain import GENESIS, link
from domain.database import Session, Sql
from domain.errors import NotFound, OutOfOrder
from domain.events import ApplicationReturned, ApplicationWithdrawn, DossierSubmitted
from domain.lifecycle import State
from domain.people import Deed
from domain.store import transaction
from domain.subscriptions import SUBSCRIPTIONS


def test_an_event_moves_the_state_carries_the_chain_on_and_leaves_its_work(world):
    reference = world.bring_to(State.SCORED)
    with transaction(world.database, world.now) as store:
        case = store.case(reference)
        before = case.head
        store.record(case, ApplicationReturned(reason="thiếu"), world.ids["ward-chair"])
    number, name, at, account, payload, hash = world.rows(
        "select number, name, at, account, payload, hash from event order by number desc limit 1"
    )[0]
    assert (number, name, account, payload) == (
        5, "application-returned", world.ids["ward-chair"], '{"reason":"thiếu"}',
    )  # fmt: skip
    assert hash == link(before, 1, 5, name, at, account, payload)
    assert world.rows("select state, number, head, updated_at from application") == [
        ("under-inspection", 5, hash, world.at(world.now))
    ]
    assert world.rows("select flow, application, number, state from work") == [
        (flow, 1, 5, "waiting") for flow in SUBSCRIPTIONS[ApplicationReturned]
    ]


def test_several_events_of_one_case_in_one_transaction_are_a_chain(world):
    reference = world.bring_to(State.REGISTERED)
    with transaction(world.database, world.now) as store:
        case = store.case(reference)
        store.record(case, DossierSubmitted(facts_sha256="a"), 1)
        store.record(case, ApplicationWithdrawn(), 1)
    rows = world.rows("select hash, number, name, at, account, payload from event order by number")
    heads = [GENESIS, *(row[0] for row in rows)]
    assert [row[0] for row in rows] == [
        link(head, 1, *row[1:]) for head, row in zip(heads, rows, strict=False)
    ]
    assert world.rows("select number, head from application") == [(3, rows[-1][0])]


def test_a_case_that_moves_is_written_where_it_has_changed_and_nowhere_else(world, monkeypatch):
    reference = world.bring_to(State.SCORED)
    other, written = world.ids["ward-chair"], []
    many = Session.many
    monkeypatch.setattr(
        Session, "many", lambda self, sql, rows: [written.append(sql.source), many(self, sql, rows)][1]
    )
    with transaction(world.database, world.now) as store:
        case = store.case(reference)
        before, case.inspected_by = case.inspected_by, other
        store.record(case, ApplicationReturned(reason="thiếu"), other)
        store.flush()
        # What it was read as is over: whatever changes now, and be it back to that, is written.
        case.inspected_by = before
        store.record(case, ApplicationWithdrawn(), other)
    moves = [text.partition(" set ")[2] for text in written if text.startswith("update application")]
    assert moves[0].startswith("state = ?, inspected_by = ?, number = ?, head = ?, updated_at = ? where")
    assert world.rows("select state, number, inspected_by, verdict from application") == [
        ("withdrawn", 6, before, "met")
    ]


def test_a_refused_event_leaves_the_case_as_it_was(sqlite_world):
    reference = sqlite_world.bring_to(State.WITHDRAWN)
    with transaction(sqlite_world.database, sqlite_world.now) as store:
        case = store.case(reference)
        before = dict(case.__dict__)
        with pytest.raises(OutOfOrder):
            store.record(case, ApplicationReturned(reason="x"), 1)
        assert case.__dict__ == before
    assert len(sqlite_world.events(reference)) == 2


def test_what_was_tried_and_taken_back_is_as_if_it_had_not_been(world):
    one, other = world.bring_to(State.SCORED), world.bring_to(State.SCORED, "S002")
    before = world.everything()
    world.now += timedelta(seconds=1)
    with transaction(world.database, world.now) as store:
        case = store.case(one)
        mark = store.mark(case)
        store.keep_facts(case, "applicant", {"KDC-1c": {}}, 1)
        case.inspector = 1
        store.record(case, ApplicationReturned(reason="x"), 1)
        store.keep_notice(case.id, case.number, 1, "email", "x/y")
        store.take_back(mark)
        assert store.recorded == []
        assert (case.state, case.number) == (State.SCORED, 4)
    assert world.everything() == before
    with transaction(world.database, world.now) as store:
        first, second = store.cases([1, 2]).values()
        store.record(first, ApplicationReturned(reason="x"), 1)
        mark = store.mark(second)
        store.record(second, ApplicationReturned(reason="x"), 1)
        store.take_back(mark)
    assert (world.state(one), world.state(other)) == (State.UNDER_INSPECTION, State.SCORED)


def test_two_tries_of_one_case_of_which_the_second_is_taken_back_leave_the_first(world):
    reference = world.bring_to(State.REGISTERED)
    with transaction(world.database, world.now) as store:
        case = store.case(reference)
        store.record(case, DossierSubmitted(facts_sha256="a"), 1)
        mark = store.mark(case)
        store.record(case, ApplicationWithdrawn(), 1)
        store.take_back(mark)
    assert world.events(reference) == ["application-registered", "dossier-submitted"]
    assert world.rows("select state, number from application") == [("registered", 2)]


def test_a_case_that_somebody_else_moved_meanwhile_is_not_overwritten(world):
    """The last guard: what was read is what is replaced, even where no lock held it."""
    reference = world.bring_to(State.REGISTERED)
    with (  # noqa: PT012
        pytest.raises(OutOfOrder, match="người khác thay đổi"),
        transaction(world.database, world.now) as store,
    ):
        case = store.case(reference)
        store.session.run(Sql("update application set number = number + 1"))
        store.record(case, ApplicationWithdrawn(), 1)
    assert world.events(reference) == ["application-registered"]


def test_a_season_is_written_in_as_many_statements_as_one_application(sqlite_world):
    world = sqlite_world
    references = [world.bring_to(State.SCORED, unit) for unit in ("S001", "S002", "S003")]
    counted = []
    for some in (references[:1], references[1:]):
        orders = [world.order(Deed.APPROVE, "ward-chair", f"k{r}", reference=r) for r in some]
        statements = set()
        with transaction(world.database, world.now) as store:
            many = store.session.many

            def noted(sql, rows, many=many, statements=statements):
                assert sql not in statements
                statements.add(sql)
                return many(sql, rows)

            store.session.many = noted
            stores_answers = __import__("domain.acts", fromlist=["acts"]).perform_many(
                store, world.catalogue, orders
            )
            store.flush()
        assert all(isinstance(answer, dict) for answer in stores_answers)
        counted.append(len(statements))
    assert counted[0] == counted[1] > 2


def test_a_case_is_read_once_and_is_the_same_one_ever_after(sqlite_world):
    reference = sqlite_world.bring_to(State.REGISTERED)
    with transaction(sqlite_world.database, sqlite_world.now) as store:
        case = store.case(reference)
        assert store.cases([1, 999]) == {1: case}
        assert store.cases([1])[1] is case
        assert store.cases_of_units(2026, ["S001", "S002"])[0] is case
        assert store.cases_of_units(2025, ["S001"]) == []


@pytest.mark.parametrize("reference", ["2026-000002", "2025-000001", "2026-1"])
def test_a_reference_that_names_nothing_is_not_found(sqlite_world, reference):
    sqlite_world.bring_to(State.REGISTERED)
    with (
        pytest.raises(NotFound),
        transaction(sqlite_world.database, sqlite_world.now) as store,
    ):
        store.case(reference)


def test_facts_are_kept_by_source_and_the_last_ones_count(world):
    reference = world.bring_to(State.REGISTERED)
    for value in (1, 2):
        with transaction(world.database, world.now) as store:
            case = store.case(reference)
            store.keep_facts(case, "applicant", {"b": {"x": value}, "a": {}}, 1)
            assert store.facts(case)["applicant"]["b"] == {"x": value}
            store.keep_facts(case, "inspector", {"c": {"x": value}}, 2)
            assert store.facts(case) == {
                "applicant": {"a": {}, "b": {"x": value}},
                "inspector": {"c": {"x": value}},
            }
    with transaction(world.database, world.now) as store:
        store.open_facts(store.case(reference), "applicant", 2)
        store.open_facts(store.case(reference), "inspector", 2)
    assert world.rows("select source, document, recorded_by from facts order by source") == [
        ("applicant", '{"a":{},"b":{"x":2}}', 1),
        ("inspector", '{"c":{"x":2}}', 2),
    ]


def test_facts_that_were_taken_back_are_those_of_before(world):
    reference = world.bring_to(State.REGISTERED)
    with transaction(world.database, world.now) as store:
        case = store.case(reference)
        store.keep_facts(case, "applicant", {"a": {"x": 1}}, 1)
        mark = store.mark(case)
        store.keep_facts(case, "applicant", {"a": {"x": 2}}, 1)
        store.take_back(mark)
        assert store.facts(case) == {"applicant": {"a": {"x": 1}}}
    assert world.rows("select document from facts") == [('{"a":{"x":1}}',)]


def test_the_newest_scorecard_is_the_one_that_counts(world):
    reference = world.bring_to(State.SCORED)
    world.act(Deed.RETURN, "ward-chair", reference=reference, reason="x")
    world.inspect(reference, world.facts(KDC_1c={"registered": 1, "residing": 3}))
    world.settle()
    unscored = world.bring_to(State.REGISTERED, "S002")
    with transaction(world.database, world.now) as store:
        cards = store.scorecards([store.case(reference), store.case(unscored)])
    assert list(cards) == [1]
    assert '"not_met"' in cards[1]


# --- numbers -------------------------------------------------------------------------------------


def test_numbers_follow_one_another_over_transactions_and_each_counter_has_its_own(world):
    for expected in ([1, 2], [3, 4]):
        with transaction(world.database, world.now) as store:
            assert [store.next_number("a"), store.next_number("a")] == expected
    with transaction(world.database, world.now) as store:
        store.hold("a")
        assert (store.next_number("b"), store.next_number("a")) == (1, 5)


def test_a_number_of_a_transaction_that_failed_is_given_again(world):
    with pytest.raises(ZeroDivisionError), transaction(world.database, world.now) as store:  # noqa: PT012
        assert store.next_number("a") == 1
        raise ZeroDivisionError
    with transaction(world.database, world.now) as store:
        assert store.next_number("a") == 1


def test_whoever_wants_a_number_waits_for_whoever_holds_it(postgresql_world):
    world, got = postgresql_world, []

    def other():
        with transaction(world.database, world.now) as store:
            got.append(store.next_number("a"))

    with transaction(world.database, world.now) as store:
        assert store.next_number("a") == 1
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.3)
        assert got == []
    thread.join(10)
    assert got == [2]


# --- the collector -------------------------------------------------------------------------------


def test_garbage_is_collected_again_after_a_transaction_however_it_ended(sqlite_world):
    assert gc.isenabled()
    with transaction(sqlite_world.database, sqlite_world.now):
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), transaction(sqlite_world.database, sqlite_world.now):
        raise ZeroDivisionError
    assert gc.isenabled()


def test_an_instant_without_a_time_zone_begins_no_transaction(sqlite_world):
    with (
        pytest.raises(ValueError, match="time zone"),
        transaction(sqlite_world.database, sqlite_world.now.replace(tzinfo=None)),
    ):
        pytest.fail("it began")


def test_a_store_knows_the_instant_of_everything_in_it(sqlite_world):
    with transaction(sqlite_world.database, sqlite_world.now) as store:
        assert (store.moment, store.now) == (sqlite_world.now, "2026-10-01T02:00:00.000000Z")
    assert stores.transaction is transaction
