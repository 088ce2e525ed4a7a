"""Database: statements mean the same on both; what an administrator can mend is said in a sentence, and nothing is half written.

Broken and seen to fail: each sign in `_known` changed; the raw errors of a PostgreSQL cursor let through; `begin immediate`
made `begin`; foreign keys off; writes that do not wait for the disk; the reading of PostgreSQL without one state of its own;
`or_nothing` and `replace` ignored; lists taken apart wrongly; `%` and `::` mistaken for parameters; the password shown; a
connection that comes back with what was not committed, or is not taken again; a log that is stretched from its beginning,
before it is there, or at every call; its `OSError` let through.
"""

import contextlib
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.database import LOG, Database, Sql, Stale, insert, listed, update
from domain.errors import Unready
from domain.lifecycle import State
from domain.people import Deed
from domain.tables import Account, Counter, Role

VALUES = insert(Counter, "name", "value")


def counters(database):
    with database.reading() as session:
        return dict(session.rows(Sql("select name, value from counter order by name")))


# --- one statement, two dialects -----------------------------------------------------------------


def test_lists_of_any_length_are_one_parameter(database):
    with database.transaction() as session:
        session.many(VALUES, [(f"n{n}", n) for n in range(1, 2001)])
        for many in (0, 1, 2000):
            numbers = listed(range(1, many + 1))
            found = session.rows(
                Sql("select value from counter where value in {numbers:ids} order by value"), ids=numbers
            )
            assert found == [(n,) for n in range(1, many + 1)]


@pytest.mark.parametrize("text", ["Lạng Sơn", "a'b", 'a"b', "a\\b", "100%", ":x", "?", "{x}", "\n", ""])
def test_a_text_comes_back_as_it_was_whatever_is_in_it(database, text):
    with database.transaction() as session:
        session.many(VALUES, [(text, 1)])
        session.run(Sql("update counter set value = 2 where name = :name"), name=text)
        found = Sql("select name, value from counter where name in {texts:names} and name like :like")
        assert session.rows(found, names=listed([text]), like="%") == [(text, 2)]


def test_the_signs_of_other_languages_in_a_statement_are_left_alone():
    sql = Sql("select value::bigint from t where a like '%x' and at > '02:00' and b = :b and c = ? {skip}")
    assert sql.text("postgresql") == (
        "select value::bigint from t where a like '%%x' and at > '02:00' and b = %(b)s and c = %s for update skip locked"
    )
    assert (
        sql.text("sqlite")
        == "select value::bigint from t where a like '%x' and at > '02:00' and b = :b and c = ? "
    )


def test_locks_are_asked_for_only_where_there_are_several_writers():
    sql = Sql("select * from application a {lock:a}")
    assert sql.text("postgresql").endswith("for update of a")
    assert sql.text("sqlite") == "select * from application a "


def test_a_misspelt_macro_is_an_error():
    with pytest.raises(KeyError):
        Sql("select * from t where id in {number:ids}").text("sqlite")


def test_an_insert_may_pass_over_or_renew_what_is_there(database):
    with database.transaction() as session:
        session.many(VALUES, [("a", 1)])
        session.many(insert(Counter, "name", "value", or_nothing=True), [("a", 2), ("b", 2)])
        session.many(insert(Counter, "name", "value", replace=("value",)), [("b", 3), ("c", 3)])
    assert counters(database) == {"a": 1, "b": 2 + 1, "c": 3}


def test_an_insert_of_whole_rows_leaves_the_generated_id_to_the_database(database):
    row = dict(login="a", name="a", language="vi", addresses="{}", active=1, sample=0)
    with database.transaction() as session:
        session.many(insert(Account), [row, row | {"login": "b"}])
        assert session.rows(Sql("select login from account order by id")) == [("a",), ("b",)]


def test_the_rows_touched_are_counted_over_all_of_many(database):
    with database.transaction() as session:
        assert session.many(VALUES, [(f"n{n}", n) for n in range(5)]) == 5
        change = Sql("update counter set value = value + 10 where name = ?")
        assert session.many(change, [("n1",), ("n2",), ("nobody",)]) == 2
        assert session.run(Sql("delete from counter where value > 10")) == 2


@pytest.mark.parametrize("many", [1, 9, 10, 99, 100, 111, 250])
def test_rows_that_are_renewed_together_are_each_renewed_and_only_where_every_key_fits(database, many):
    change = update(Counter, "value", keys=("name", "value"))
    with database.transaction() as session:
        session.many(VALUES, [(f"n{n}", n) for n in range(many)])
        assert session.many(change, [(n + 1000, f"n{n}", n if n % 3 else -1) for n in range(many)]) == sum(
            n % 3 > 0 for n in range(many)
        )
    assert counters(database) == {f"n{n}": n + 1000 * (n % 3 > 0) for n in range(many)}


@pytest.mark.parametrize("many", [1, 9, 10, 99, 100, 101, 250])
def test_rows_that_are_inserted_together_all_arrive_and_are_counted_without_those_passed_over(database, many):
    rows = [(f"n{n}", n) for n in range(many)]
    with database.transaction() as session:
        assert session.many(VALUES, rows) == many
        assert session.many(insert(Counter, "name", "value", or_nothing=True), [*rows, ("new", 1)]) == 1
        assert (
            session.many(insert(Counter, "name", "value", replace=("value",)), [(n, v + 1) for n, v in rows])
            == many
        )
    assert counters(database) == {name: value + 1 for name, value in rows} | {"new": 1}


def test_a_stream_gives_the_same_rows(database):
    with database.transaction() as session:
        session.many(VALUES, [(f"n{n}", n) for n in range(3000)])
        streamed = list(
            session.stream(Sql("select value from counter where value >= :low order by value"), low=1)
        )
        assert streamed == [(n,) for n in range(1, 3000)]
        assert session.row(Sql("select 1 from counter where value = -1")) is None


# --- all or nothing ------------------------------------------------------------------------------


def test_what_fails_halfway_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), database.transaction() as session:  # noqa: PT012
        session.many(VALUES, [("a", 1)])
        raise ZeroDivisionError
    assert counters(database) == {}


def test_foreign_keys_hold(database):
    with (
        pytest.raises(database.engine.dialect.loaded_dbapi.IntegrityError),
        database.transaction() as session,
    ):
        session.many(insert(Role, "account", "role", "path", "starts"), [(99, "auditor", "/", "2026-01-01")])


def test_a_check_holds(database):
    with database.transaction() as session:
        session.many(
            insert(Account), [dict(login="a", name="a", language="vi", addresses="{}", active=1, sample=0)]
        )
    with (
        pytest.raises(database.engine.dialect.loaded_dbapi.IntegrityError),
        database.transaction() as session,
    ):
        session.many(insert(Role, "account", "role", "path", "starts"), [(1, "king", "/", "2026-01-01")])


def test_a_reading_sees_one_state_from_its_first_question_on(database):
    with database.transaction() as session:
        session.many(VALUES, [("a", 1)])
    count = Sql("select count(*) from counter")
    with database.reading() as reading:
        assert reading.row(count) == (1,)
        with database.transaction() as session:
            session.many(VALUES, [("b", 1)])
        assert reading.row(count) == (1,)
    with database.reading() as reading:
        assert reading.row(count) == (2,)


def test_a_writer_after_a_reader_on_the_same_connection_still_writes(database):
    for number in range(3):
        with database.reading() as session:
            assert session.row(Sql("select count(*) from counter")) == (number,)
        with database.transaction() as session:
            session.many(VALUES, [(f"n{number}", 1)])
    assert len(counters(database)) == 3


def test_a_reading_sees_what_was_committed_since_the_last_and_writes_nothing(sqlite):
    for many in range(3):
        with sqlite.reading() as session:
            assert session.row(Sql("select count(*) from counter where name like 'g%'")) == (many,)
        with contextlib.suppress(ZeroDivisionError), sqlite.reading() as session:
            session.rows(Sql("select name from counter"))
            1 // 0  # noqa: B018 – whoever fails leaves the next one nothing to stumble over
        with pytest.raises(Stale), sqlite.reading() as session:
            session.many(VALUES, [("written", 1)])
        with sqlite.transaction() as session:
            session.many(VALUES, [(f"g{many}", 1)])
    assert "written" not in counters(sqlite)


def test_one_after_the_other_uses_one_connection_and_a_closed_database_opens_another(sqlite):
    sqlite.close()
    for _ in range(3):
        counters(sqlite)
        with sqlite.transaction() as session:
            session.many(VALUES, [("a", 1)])
            session.run(Sql("delete from counter"))
    assert sqlite.engine.pool.checkedout() == 1
    sqlite.close()
    assert sqlite.engine.pool.checkedout() == 0
    assert counters(sqlite) == {}


def test_two_transactions_do_not_lose_each_others_sums(database):
    """A counter that is read and raised by threads at once ends at the number of raises."""
    with database.transaction() as session:
        session.many(VALUES, [("a", 0)])

    def once(_):
        with database.transaction() as session:
            session.run(Sql("update counter set value = value + 1 where name = 'a'"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(once, range(40)))
    assert counters(database) == {"a": 40}


def test_sqlite_writes_through_to_the_disk_and_keeps_foreign_keys_on_every_connection(tmp_path):
    sqlite = Database(f"sqlite:///{tmp_path / 'antoan.db'}")  # as an installation opens it
    with ThreadPoolExecutor(3) as threads:
        gate = threading.Barrier(3)

        def pragmas(_):
            with sqlite.reading() as session:
                gate.wait(10)
                return [
                    session.row(Sql(f"pragma {name}"))[0]
                    for name in ("journal_mode", "synchronous", "foreign_keys")
                ]

        assert list(threads.map(pragmas, range(3))) == [["wal", 2, 1]] * 3


def _log(database):
    return Path(f"{database.engine.url.database}-wal")


def test_a_stretched_log_loses_nothing_though_the_process_is_killed(sqlite, tmp_path):
    """What was committed before, while and after it is stretched is in a copy of the files as a killed process leaves them."""

    def write(name):
        with sqlite.transaction() as session:
            session.many(VALUES, [(name, 1)])

    write("before")
    with ThreadPoolExecutor(4) as threads:
        meanwhile = [threads.submit(write, f"while {i}") for i in range(40)]
        for _ in range(3):
            sqlite.stretch_log()
        for one in meanwhile:
            one.result()
    write("after")
    assert LOG <= _log(sqlite).stat().st_size < LOG + (1 << 20)  # once, however often it is asked for

    (tmp_path / "left").mkdir()
    file = Path(sqlite.engine.url.database)
    for part in (file, _log(sqlite)):
        shutil.copy(part, tmp_path / "left" / part.name)
    left = Database(f"sqlite:///{tmp_path / 'left' / file.name}")
    assert counters(left).keys() == {"before", "after", *(f"while {i}" for i in range(40))}
    with left.transaction() as session:
        assert session.rows(Sql("pragma integrity_check")) == [("ok",)]


def test_a_log_that_nobody_has_begun_is_stretched_and_written_over(tmp_path):
    new = Database(f"sqlite:///{tmp_path / 'antoan.db'}")
    new.stretch_log()
    assert _log(new).stat().st_size == LOG
    with new.transaction() as session:
        session.run(Sql("create table counter (name text, value integer)"))
        session.many(VALUES, [("a", 1)])
    assert counters(new) == {"a": 1}
    assert _log(new).stat().st_size == LOG


def test_where_no_log_can_be_stretched_all_stays_as_it_was(sqlite, postgresql, monkeypatch):
    """On PostgreSQL, and where the disk has no room for it."""
    postgresql.stretch_log()
    monkeypatch.setattr("domain.database.os.fsync", _no_room)
    sqlite.stretch_log()
    with sqlite.transaction() as session:
        session.many(VALUES, [("a", 1)])
    assert counters(sqlite) == {"a": 1}


def _no_room(_):
    raise OSError(28, "No space left on device")


def test_many_people_at_once_never_meet_a_locked_sqlite_database(sqlite_world):
    world = sqlite_world
    gate = threading.Barrier(20)
    for number in range(100):
        world.unit(f"X{number}", "residential-area", f"/20/05977/X{number}/", "05977")

    def several(thread):
        gate.wait(30)
        return [
            world.act(Deed.REGISTER, "ward", unit=f"X{thread * 5 + turn}", season=2026)["state"]
            for turn in range(5)
        ]

    with ThreadPoolExecutor(20) as threads:
        states = [state for answers in threads.map(several, range(20)) for state in answers]
    assert states == [State.REGISTERED] * 100
    assert world.value("select count(*) from event") == 100
    assert world.value("select max(id) from application") == 100


# --- what an administrator can mend --------------------------------------------------------------


def refusal(database, act=None):
    """The sentence with which an act on a database fails."""
    with pytest.raises(Unready) as refused, database.transaction() as session:
        (act or (lambda s: s.many(VALUES, [("a", 1)])))(session)
    database.close()
    return refused.value.in_("en")


def test_a_full_disk_is_said_and_nothing_is_written(sqlite_world):
    world = sqlite_world
    before = world.everything()
    pages = world.value("pragma page_count")

    @sa.event.listens_for(world.database.engine, "connect")
    def limit(connection, _):
        connection.execute(f"pragma max_page_count = {pages}")

    world.database.close()
    with pytest.raises(Unready) as full:
        world.act(Deed.REGISTER, "ward", unit="S001", season=2026, key="k" * 5000)
    assert "is full: nothing of this act was written" in full.value.in_("en")
    assert "đã đầy" in full.value.in_("vi")
    assert world.everything() == before


def test_a_read_only_file_is_said(sqlite):
    file = sqlite.engine.url.database
    read_only = Database(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert "is read-only: nothing of this act was written" in refusal(read_only)
    assert counters(sqlite) == {}


def test_a_missing_folder_is_said(tmp_path):
    assert "cannot be opened" in refusal(Database(f"sqlite:///{tmp_path / 'nowhere' / 'antoan.db'}"))


def test_a_file_that_is_no_database_is_said(tmp_path):
    file = tmp_path / "antoan.db"
    file.write_bytes(b"Danh sach ho gia dinh\n" * 200)
    assert "is not an SQLite database" in refusal(Database(f"sqlite:///{file}"))
    assert file.read_bytes().startswith(b"Danh sach")


def test_a_damaged_file_is_said(sqlite_world):
    world = sqlite_world
    for number in range(40):
        world.unit(f"Y{number}", "residential-area", f"/20/05977/Y{number}/", "05977")
    file = world.database.engine.url.database
    world.database.close()
    with sqlite3.connect(file) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        root = connection.execute("select rootpage from sqlite_master where name = 'unit'").fetchone()[0]
        size = connection.execute("pragma page_size").fetchone()[0]
    with open(file, "r+b") as raw:
        raw.seek((root - 1) * size)
        raw.write(b"\xff" * size)
    broken = Database(world.database.url)
    assert "damaged" in refusal(broken, lambda session: session.rows(Sql("select * from unit")))


def test_a_database_that_somebody_holds_too_long_is_said(sqlite):
    waiting = Database(sqlite.url)

    @sa.event.listens_for(waiting.engine, "connect")
    def impatient(connection, _):
        connection.execute("pragma busy_timeout = 20")

    with sqlite.transaction():
        assert "held by another program for too long" in refusal(waiting)
    assert counters(sqlite) == {}


def test_whoever_finds_every_connection_taken_is_told_to_try_again(database):
    crowded = Database(database.url)
    crowded.engine.pool._timeout = 0.02
    with contextlib.ExitStack() as crowd:
        for _ in range(crowded.engine.pool.size() + crowded.engine.pool._max_overflow):
            crowd.enter_context(crowded.reading())
        assert "held by another program for too long" in refusal(crowded)
    with crowded.transaction() as session:
        session.many(VALUES, [("a", 1)])
    crowded.close()


@pytest.mark.parametrize("act", ["read", "write"])
def test_missing_tables_are_said_with_the_command_that_makes_them(database, act):
    with database.transaction() as session:
        session.run(Sql("drop table counter"))
    statement = "select * from counter" if act == "read" else "update counter set value = 1"
    assert "Run: antoan migrate" in refusal(database, lambda session: session.run(Sql(statement)))


def test_missing_tables_are_said_to_readers_too(database):
    with database.transaction() as session:
        session.run(Sql("drop table counter"))
    with pytest.raises(Unready, match="antoan migrate"):
        counters(database)


def test_a_server_that_does_not_answer_is_said(tmp_path):
    database = Database(f"postgresql+psycopg://postgres:secret@/antoan?host={tmp_path}")
    said = refusal(database)
    assert "cannot be reached" in said
    assert "secret" not in said


def test_a_database_that_the_server_does_not_have_is_not_mistaken_for_missing_tables(postgres):
    said = refusal(Database(postgres.url("nowhere")))
    assert "cannot be reached" in said
    assert "migrate" not in said


def test_a_connection_that_breaks_is_said_and_the_next_one_works(postgresql):
    end = Sql("select pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Unready, match="Không kết nối được"), postgresql.transaction() as session:
        session.rows(end)
    with postgresql.transaction() as session:
        session.many(VALUES, [("a", 1)])


@pytest.mark.parametrize("mistake", ["selekt 1", "select nope(1)", "select nope from counter"])
def test_a_programming_mistake_stays_the_error_that_it_is(database, mistake):
    error = database.engine.dialect.loaded_dbapi.Error
    with pytest.raises(error, match=r"selekt|nope"), database.transaction() as session:
        session.rows(Sql(mistake))
