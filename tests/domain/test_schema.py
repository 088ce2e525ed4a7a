"""Schema: tables are brought up from nothing, are what the code says, and a wrong revision is said in a sentence.

Broken and seen to fail: a column added to the tables without a migration; a CHECK and a default of the migration changed;
the revision not compared; a later revision taken for an earlier one.
"""

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory

from domain import revisions, schema, shortfalls
from domain.database import Database, Sql
from domain.decision_tables import (
    APPEAL_OUTCOMES,
    APPEAL_STATES,
    DECISION_KINDS,
    ITEM_OUTCOMES,
    OBJECTION_OUTCOMES,
    OBJECTION_STATES,
    SESSION_STATES,
    SIGNING_MODES,
    VOTES,
)
from domain.errors import Unready
from domain.lifecycle import State
from domain.portal_tables import KEPT_PURPOSES, LINK_PURPOSES, PAPER_FOUND, SOURCES
from domain.tables import METADATA, NOTICE_STATES, ROLES, SEASON_ACTS, WORK_STATES


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """A database without a single table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'antoan.db'}")
        yield database
        database.close()
    else:
        postgres = request.getfixturevalue("postgres")
        database = Database(postgres.fresh(template="template1"))
        yield database
        postgres.throw_away(database)


def tables(database):
    return set(sa.inspect(database.engine).get_table_names())


def test_an_empty_database_gets_every_table_and_once_more_changes_nothing(empty):
    schema.upgrade(empty)
    assert tables(empty) == {*METADATA.tables, "alembic_version"}
    has, needs = revisions.current(empty)
    assert has == needs
    schema.upgrade(empty)
    assert revisions.current(empty) == (has, needs)


def test_the_migrations_that_are_known_are_those_that_the_tool_finds():
    found = [script.revision for script in ScriptDirectory(str(revisions.FOLDER)).walk_revisions()]
    assert revisions.known() == found[::-1]


def test_a_migrated_database_is_what_the_code_says(database):
    assert schema.differences(database) == []
    revisions.require_current(database)


CHECKS = [
    ("application", "state", tuple(State)),
    ("role", "role", ROLES),
    ("work", "state", WORK_STATES),
    ("notice", "state", NOTICE_STATES),
    ("facts", "source", ("applicant", "inspector")),
    ("application", "number", ()),
    ("link", "purpose", LINK_PURPOSES),
    ("kept", "purpose", KEPT_PURPOSES),
    ("draft", "source", SOURCES),
    ("evidence", "source", SOURCES),
    ("paper_check", "found", PAPER_FOUND),
    ("season_act", "kind", SEASON_ACTS),
    ("council_session", "state", SESSION_STATES),
    ("council_item", "outcome", ITEM_OUTCOMES),
    ("council_vote", "vote", VOTES),
    ("objection", "state", OBJECTION_STATES),
    ("objection", "outcome", OBJECTION_OUTCOMES),
    ("appeal", "state", APPEAL_STATES),
    ("appeal", "outcome", APPEAL_OUTCOMES),
    ("decision", "kind", DECISION_KINDS),
    ("decision", "mode", SIGNING_MODES),
]


@pytest.mark.parametrize(("table", "column", "words"), CHECKS)
def test_the_last_line_of_defence_is_in_the_database_itself(database, table, column, words):
    """Alembic does not compare CHECKs, so that the migration is asked what it holds."""
    found = {c["name"]: c["sqltext"] for c in sa.inspect(database.engine).get_check_constraints(table)}
    text = found[f"ck_{table}_{column}"]
    assert all(f"'{word}'" in text for word in words)
    assert text.count("'") == 2 * len(words)


def test_what_a_row_is_born_with_the_migration_gives_too(sqlite_world):
    """`Field(server_default=…)` is compared on neither database."""
    for table in ("work", "notice"):
        made = {c["name"]: c["default"] for c in sa.inspect(sqlite_world.database.engine).get_columns(table)}
        wanted = {
            c.name: c.server_default for c in METADATA.tables[table].columns if c.server_default is not None
        }
        assert {name: made[name].strip("'") for name in wanted} == {
            name: default.arg for name, default in wanted.items()
        }


def test_tables_without_a_migration_are_noticed(sqlite):
    with sqlite.transaction() as session:
        session.run(Sql("alter table counter add column spare integer"))
    assert len(schema.differences(sqlite)) == 1


def test_a_database_without_tables_is_not_ready_and_says_what_to_run(empty, tmp_path):
    if empty.dialect == "sqlite":
        (tmp_path / "new" / "folder").mkdir(parents=True)
    with pytest.raises(Unready) as refusal:
        revisions.require_current(empty)
    assert refusal.value.in_("en") == (
        "The database is at revision 0, this program needs 0005. Run: antoan migrate"
    )
    assert refusal.value.in_("vi").endswith("Hãy chạy: antoan migrate")


def test_a_database_in_a_missing_folder_is_not_ready(tmp_path):
    with pytest.raises(Unready, match="Không mở được"):
        revisions.require_current(Database(f"sqlite:///{tmp_path / 'nowhere' / 'antoan.db'}"))


@pytest.mark.parametrize("act", [revisions.require_current, schema.upgrade])
def test_a_database_of_a_later_version_is_left_alone_and_asks_for_that_version(database, act):
    with database.transaction() as session:
        session.run(Sql("update alembic_version set version_num = '9999'"))
    with pytest.raises(Unready) as refusal:
        act(database)
    assert "9999" in refusal.value.in_("en")
    assert "later version" in refusal.value.in_("en")
    assert "antoan migrate" not in refusal.value.in_("vi")
    with database.reading() as session:
        assert session.row(Sql("select version_num from alembic_version")) == ("9999",)


def test_a_migration_that_stops_halfway_leaves_nothing_and_can_be_repeated(empty, monkeypatch):
    """A kill, or a full disk, in the middle of a migration."""
    made = []

    def create_table(*given, **options):
        made.append(given[0])
        if len(made) == 6:
            raise KeyboardInterrupt
        return real(*given, **options)

    real = op.create_table
    monkeypatch.setattr(op, "create_table", create_table)
    with pytest.raises(KeyboardInterrupt):
        schema.upgrade(empty)
    assert tables(empty) - {"alembic_version"} == set()
    monkeypatch.setattr(op, "create_table", real)
    schema.upgrade(empty)
    assert schema.differences(empty) == []


def test_why_units_fail_is_asked_of_an_index_and_of_no_row(sqlite_world):
    """Of 100,000 applications this read took 130 ms from the rows, and 40 from the index."""
    asked = shortfalls._FAILED.replace("{readable}", "(1 = 1)") + " and a.standard = :standard"
    with sqlite_world.database.reading() as session:
        plan = session.rows(
            Sql(f"explain query plan {asked}"), season=2026, here="/20/", here_end="/200", standard="x"
        )
    assert "COVERING INDEX ix_application_failed (season=? AND path>? AND path<?)" in plan[0][3]
