"""Outbox: work is taken once, finished or given back; one that fails stops nobody else and says why.

Broken and seen to fail: claims without `skip locked`, and without their measure; leases that never end, or end at once, or
are not renewed; a batch that was lost to somebody else committed all the same; nothing taken back of what failed; the poisoned
one failing its whole slice; database errors kept as “transaction aborted”; a full disk blamed on an application; pauses that
do not grow; parking never, and a try too early; `retry` of what is not parked; handles that no database can hold; what a
flow records told to nobody; what is asked not kept; labels of one place for two; reasons of any length.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain import outbox
from domain.database import Sql
from domain.errors import BadInput, NotFound, Unready
from domain.lifecycle import State
from domain.outbox import PAUSES, Tally
from domain.people import Deed

LEASE = timedelta(seconds=60)
TICK = timedelta(microseconds=1)


def registered(world, many, parents=("05977",)):
    """So many registered areas; their references."""
    codes = []
    with world.database.transaction() as session:
        for n in range(many):
            parent = parents[n % len(parents)]
            codes.append(f"Q{n:03d}")
            world.unit(codes[-1], "residential-area", f"/20/{parent}/{codes[-1]}/", parent, session=session)
    orders = [world.order(Deed.REGISTER, "province-office", unit=codes[0], season=2026)]
    orders += [type(orders[0])(orders[0].deed, orders[0].by, orders[0].request.model_copy(update={"unit": c})) for c in codes[1:]]  # fmt: skip
    return [answer["reference"] for answer in world.perform(*orders)]


def work_left(world):
    return world.rows("select application, state, attempts from work order by flow, application")


def nothing(store, cases):
    return lambda case, piece: None


# --- claims --------------------------------------------------------------------------------------


def test_a_claim_takes_so_much_and_leaves_the_rest(world):
    registered(world, 5)
    first, second, third = (world.claim("registration", 3) for _ in range(3))
    assert (first.size, second.size, third) == (3, 2, None)
    assert world.rows("select application from work where batch = :b order by 1", b=first.id) == [
        (1,),
        (2,),
        (3,),
    ]
    assert world.claim("scoring") is None


def test_a_claim_takes_no_more_than_asked_of_a_thousand(postgresql_world):
    world = postgresql_world
    registered(world, 1000)
    assert world.claim("registration", 10).size == 10
    assert world.value("select count(*) from work where state = 'running'") == 10


def test_a_claim_takes_no_more_than_asked_however_the_server_goes_about_it(postgresql_world):
    """A server that has no figures of a table yet, or old ones, may look through all of it once for each row."""
    world = postgresql_world
    registered(world, 40)
    with world.database.transaction() as session:
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "bitmapscan", "indexscan"):
            session.run(Sql(f"set local enable_{way} = off"))
        took = session.run(outbox._CLAIM, batch="b", flow="registration", now="9", most=10)
    assert took == 10


def test_claims_at_once_never_take_the_same_and_never_wait_for_each_other(postgresql_world):
    world = postgresql_world
    registered(world, 40)
    gate = threading.Barrier(4)

    def take(_):
        gate.wait(30)
        taken = []
        while (batch := world.claim("registration", 3)) is not None:
            taken.append(batch)
        return taken

    with ThreadPoolExecutor(4) as threads:
        batches = [batch for taken in threads.map(take, range(4)) for batch in taken]
    assert sum(batch.size for batch in batches) == 40
    assert world.value("select count(*) from work where state = 'running'") == 40
    for batch in batches:
        assert world.value("select count(*) from work where batch = :b", b=batch.id) == batch.size


def test_a_claim_does_not_wait_for_rows_that_another_claim_holds(postgresql_world):
    world = postgresql_world
    registered(world, 4)
    with world.database.transaction() as session:
        session.run(outbox._CLAIM, batch="held", flow="registration", now="9", most=3)
        batch = world.claim("registration", 4)
        assert batch.size == 1


def test_a_batch_is_labelled_with_how_many_where_and_when(world):
    registered(world, 3)
    world.run("update application set season = 2025 where id = 3")
    assert world.claim("registration", 1).label == "1 application · Khu Q000 2026"
    assert world.claim("registration", 2).label == "2 applications · Phường Đông Kinh 2025–2026"


def test_a_batch_of_two_communes_is_labelled_with_their_province_and_one_of_two_provinces_with_the_country(
    world,
):
    registered(world, 3, parents=("05977", "06625"))
    assert world.claim("registration").label == "3 applications · Tỉnh Lạng Sơn 2026"
    world.run("update work set state = 'waiting', batch = null")
    world.run("update application set path = '/04/06625/Q001/' where id = 2")
    assert world.claim("registration").label == "3 applications · Việt Nam 2026"


def test_what_is_due_later_is_not_taken_yet(world):
    registered(world, 2)
    world.run("update work set due_at = :at where application = 1", at=world.at(world.now + TICK))
    with world.database.reading() as session:
        assert outbox.is_due(session, "registration", world.now)
        assert not outbox.is_due(session, "scoring", world.now)
    assert world.claim("registration").size == 1
    with world.database.reading() as session:
        assert not outbox.is_due(session, "registration", world.now)
    world.now += TICK
    assert world.claim("registration").size == 1


# --- leases --------------------------------------------------------------------------------------


def test_a_claimant_who_falls_silent_loses_the_work_when_the_lease_is_over(world):
    registered(world, 2)
    batch = world.claim("registration")
    assert outbox.give_back_expired(world.database, world.now + LEASE) == 0
    assert outbox.unfinished(world.database, batch)
    assert outbox.give_back_expired(world.database, world.now + LEASE + TICK) == 2
    assert not outbox.unfinished(world.database, batch)
    assert world.claim("registration").size == 2


def test_an_engine_that_is_alone_takes_everything_back_at_once(world):
    registered(world, 2)
    world.claim("registration")
    assert outbox.give_back_expired(world.database, world.now, all=True) == 2


def test_what_is_given_back_is_as_if_it_had_not_been_claimed(world):
    registered(world, 3)
    before = world.rows("select * from work order by application")
    batch = world.claim("registration")
    assert outbox.give_back(world.database, batch) == 3
    assert world.rows("select * from work order by application") == before
    assert world.rows("select * from lease") == []


def test_every_slice_renews_the_lease(world):
    registered(world, 4)
    batch, seen = world.claim("registration"), []
    real = world.answers()["registration"]

    def answer(store, cases):
        seen.append(store.session.row(Sql("select until from lease")))
        return real(store, cases)

    def clock():
        world.now += timedelta(seconds=50)
        return world.now

    outbox.work_through(world.database, batch, answer, world.tell, clock=clock, lease=LEASE, most=2)
    start = world.now - timedelta(seconds=150)
    assert seen == [(world.at(start + LEASE),), (world.at(start + timedelta(seconds=50) + LEASE),)]
    assert world.rows("select * from lease") == []


def test_work_that_is_finished_is_not_found_again(world):
    references = registered(world, 3)
    batch = world.claim("registration")
    assert world.work(batch) == Tally(done=3)
    before = world.everything()
    assert world.work(batch) == Tally()
    assert world.everything() == before
    assert not outbox.unfinished(world.database, batch)
    assert [len(world.events(reference)) for reference in references] == [2, 2, 2]


def test_a_kill_before_the_commit_repeats_nothing_twice(world):
    """The first slice is committed, the second dies on its way: what is taken up again is the second only."""
    references = registered(world, 4)
    batch, slices = world.claim("registration"), []

    class Killed(BaseException):
        pass

    def tell(store, cases):
        slices.append(len(cases))
        if len(slices) == 2:
            raise Killed
        return nothing(store, cases)

    with pytest.raises(Killed):
        world.work(batch, tell=tell, most=2)
    assert [len(world.events(r)) for r in references] == [2, 2, 1, 1]
    assert world.value("select count(*) from work where flow = 'registration'") == 2
    outbox.give_back_expired(world.database, world.now, all=True)
    world.settle()
    assert [world.events(r) for r in references] == [["application-registered", "inspector-assigned"]] * 4
    assert work_left(world) == []


def test_whoever_slept_past_their_lease_does_nothing_that_another_has_taken(postgresql_world):
    world = postgresql_world
    references = registered(world, 2)
    batch = world.claim("registration")
    real, once = world.answers()["registration"], []

    def slow(store, cases):
        treat = real(store, cases)
        if not once:
            once.append(1)
            outbox.give_back_expired(world.database, world.now, all=True)
            once.append(world.claim("registration"))
        return treat

    assert world.work(batch, answer=slow) == Tally()
    assert [len(world.events(r)) for r in references] == [1, 1]
    assert world.work(once[1]) == Tally(done=2)
    assert [len(world.events(r)) for r in references] == [2, 2]


# --- failures ------------------------------------------------------------------------------------


def poisoned(world, culprit, poison):
    real = world.answers()["registration"]

    def answer(store, cases):
        treat = real(store, cases)

        def treat_or_fail(case, piece):
            treat(case, piece)
            if case.id == culprit:
                poison(store, case)

        return treat_or_fail

    return answer


def raises(store, case):
    raise ValueError("hồ sơ hỏng")


def breaks_a_check(store, case):
    store.write(
        Sql("insert into role (account, role, path, starts) values (?, ?, ?, ?)"), (1, "king", "/", "2026")
    )


def breaks_at_once(store, case):
    store.session.run(Sql("insert into role (account, role, path, starts) values (1, 'king', '/', '2026')"))


def breaks_its_own_row(store, case):
    case.verdict = "x" * 10
    case.registered_by = 1
    case.inspector = 999_999


POISONS = [raises, breaks_a_check, breaks_at_once, breaks_its_own_row]


@pytest.mark.parametrize("poison", POISONS)
@pytest.mark.parametrize("culprit", [1, 23, 50])
def test_one_poisoned_application_of_fifty_stops_none_of_the_others(world, poison, culprit):
    registered(world, 50)
    tally = world.work(world.claim("registration"), poisoned(world, culprit, poison), most=50)
    assert tally == Tally(done=49, failed=1)
    assigned = world.rows(
        "select application from event where name = 'inspector-assigned' order by application"
    )
    assert assigned == [(id,) for id in range(1, 51) if id != culprit]
    assert world.rows("select state, number, inspector from application where id = :id", id=culprit) == [
        ("registered", 1, None)
    ]
    left = world.rows("select application, state, attempts, due_at from work where flow = 'registration'")
    assert left == [(culprit, "waiting", 1, world.at(world.now + PAUSES[0]))]
    reason = world.value("select error from work where error is not null")
    assert ("ValueError: hồ sơ hỏng" if poison is raises else "constraint") in reason.replace(
        "CONSTRAINT", "constraint"
    )


def test_whoever_reads_in_bulk_and_fails_for_one_fails_for_that_one(world):
    """A facts document that cannot be read breaks the reading of the whole slice."""
    references = registered(world, 9)
    world.settle("registration", "inspection")
    for reference in references:
        world.inspect(reference)
    world.run("update facts set document = '{' where application = 5")
    assert world.work(world.claim("scoring"), most=9) == Tally(done=8, failed=1)
    assert world.rows("select id from application where state = 'inspected'") == [(5,)]


def test_what_an_administrator_has_to_mend_stops_the_batch_and_blames_nobody(world):
    registered(world, 3)
    batch = world.claim("registration")

    def full(store, cases):
        raise Unready("Ổ đĩa đầy.", "The disk is full.")

    with pytest.raises(Unready):
        world.work(batch, full)
    assert work_left(world) == [(1, "running", 0), (2, "running", 0), (3, "running", 0)]


def test_each_try_waits_longer_and_the_last_one_parks(world):
    registered(world, 1)
    answer = poisoned(world, 1, raises)
    for number, pause in enumerate(PAUSES, 1):
        assert world.work(world.claim("registration"), answer) == Tally(failed=1)
        assert work_left(world) == [(1, "waiting", number)]
        world.now += pause - TICK
        assert world.claim("registration") is None
        world.now += TICK
    assert list(PAUSES) == sorted(set(PAUSES))
    assert world.work(world.claim("registration"), answer) == Tally(parked=1)
    assert work_left(world) == [(1, "parked", len(PAUSES) + 1)]
    world.now += timedelta(days=365)
    assert world.claim("registration") is None


def parked(world):
    registered(world, 2)
    for pause in (*PAUSES, timedelta()):
        world.work(world.claim("registration"), poisoned(world, 1, raises))
        world.now += pause
    with world.database.reading() as session:
        (trouble,) = outbox.troubles(session)
    return trouble


def test_an_operator_sees_the_reason_and_has_it_tried_again(world):
    trouble = parked(world)
    assert (trouble.handle, trouble.state, trouble.season) == ("registration-1-1", "parked", 2026)
    assert trouble.error == "ValueError: hồ sơ hỏng"
    with world.database.transaction() as session:
        outbox.retry(session, trouble.handle)
    assert work_left(world)[-1] == (1, "waiting", 0)
    assert world.settle("registration") == [Tally(done=1)]
    with world.database.reading() as session:
        assert outbox.troubles(session) == []


@pytest.mark.parametrize(
    "handle",
    ["registration-2-1", "registration-1-2", "scoring-1-1", "registration-1", "registration", "", "registration-x-1",
     "registration-1-1-1", "registration-" + "9" * 30 + "-1", "registration-1-" + "9" * 30, "registration-²-1"],
)  # fmt: skip
def test_only_parked_work_is_tried_again(world, handle):
    parked(world)
    before = world.everything()
    with pytest.raises(NotFound, match="antoan work"), world.database.transaction() as session:
        outbox.retry(session, handle)
    assert world.everything() == before


def test_work_that_waits_or_is_under_way_cannot_be_hurried(world):
    registered(world, 2)
    world.claim("registration", 1)
    before = world.everything()
    for handle in ("registration-1-1", "registration-2-1"):
        with pytest.raises(NotFound), world.database.transaction() as session:
            outbox.retry(session, handle)
    assert world.everything() == before


def test_a_refusal_is_kept_as_the_sentence_that_it_is(sqlite_world):
    registered(sqlite_world, 1)

    def refuse(store, case):
        raise BadInput("Thiếu người kiểm tra.", "No inspector.")

    sqlite_world.work(sqlite_world.claim("registration"), poisoned(sqlite_world, 1, refuse))
    assert sqlite_world.value("select error from work") == "Thiếu người kiểm tra."


def test_a_very_long_reason_is_cut(sqlite_world):
    registered(sqlite_world, 1)

    def long(store, case):
        raise ValueError("x" * 10_000)

    sqlite_world.work(sqlite_world.claim("registration"), poisoned(sqlite_world, 1, long))
    assert len(sqlite_world.value("select error from work")) == 2000


def test_work_is_counted_by_flow_and_state(world):
    registered(world, 3)
    world.claim("registration", 1)
    with world.database.reading() as session:
        assert outbox.counts(session) == [("registration", "running", 1), ("registration", "waiting", 2)]


# --- who is told ---------------------------------------------------------------------------------


def test_who_is_told_of_an_event_is_written_once_with_the_work_that_answers_it(world):
    world.bring_to(State.SCORED)
    told = world.rows("select number, account, letter from notice order by number, account")
    ids = world.ids
    assert told == [
        (1, ids["ward"], "application-registered/applicant"),
        (1, ids["ward-office"], "application-registered/standing-office"),
        (4, ids["ward-chair"], "application-scored/approver"),
    ]


def test_asking_twice_in_one_transaction_asks_once_and_what_waits_already_is_not_doubled(world):
    from domain.store import transaction

    reference = world.bring_to(State.SCORED)
    for _ in range(2):
        with transaction(world.database, world.now) as store:
            for _ in range(2):
                store.ask("scoring", store.case(reference))
    assert work_left(world) == [(1, "waiting", 0)]
