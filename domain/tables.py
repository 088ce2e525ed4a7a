"""Tables: the rows. `table=True` validates nothing, so every row is written from a checked value; the CHECKs are the last line.

Instants are UTC text of one width (`2026-11-22T08:57:38.123456Z`), so that they sort, hash and read the same on
SQLite and PostgreSQL. The tables that a season fills by the hundred thousand are keyed by (application, number),
not by a number of their own: one B-tree each, and one application's rows lie together.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from domain.lifecycle import State

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA: MetaData = SQLModel.metadata

ROLES = ("applicant", "inspector", "standing-office", "approver", "council-member", "auditor", "operator")
WORK_STATES = ("waiting", "running", "parked")
NOTICE_STATES = ("waiting", "sending", "sent", "parked")
SEASON_ACTS = ("closed", "reopened")

BIG = BigInteger().with_variant(Integer, "sqlite")


def among(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """That a column holds one of these words. For `in (…)` SQLite builds a tree of the words for each row that is written
    by itself: three times the cost of moving an application."""
    return CheckConstraint(" or ".join(f"{column} = '{value}'" for value in values), name=column)


def _one_tree(*constraints: object) -> tuple[object, ...]:
    """Table arguments of a table that on SQLite is its primary key's tree and nothing else."""
    return (*constraints, {"sqlite_with_rowid": False})


def _given(value: str | int) -> Any:
    """A column that the database fills when a row is born, so that the bulk need not carry it."""
    return Field(default=value, sa_column_kwargs={"server_default": str(value)})


# SQLite uses a partial index only where the statement repeats its condition.
PROGRAM = "addresses like '%\"webhook\":%'"
_TAKEN_BACK = "state = 'in-question' or state = 'revoked' or state = 'expired'"


class Unit(SQLModel, table=True):
    """One version of a unit: a commune that becomes a ward is a second row with the same code."""

    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        Index(None, "parent_code"),
        Index(None, "path"),
        Index(None, "folded"),
        # Which units one unit took over.
        Index(
            "ix_unit_successor_code",
            "successor_code",
            sqlite_where=text("successor_code is not null"),
            postgresql_where=text("successor_code is not null"),
        ),
        # Lists in the order of names, and searches, read this and not the rows.
        Index("ix_unit_listed", "sort_key", "code", "folded", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str
    name: str
    kind: str
    local_type: str = ""
    parent_code: str | None = None
    path: str
    valid_from: str
    valid_until: str | None = None
    successor_code: str | None = None
    folded: str
    sort_key: str
    attributes: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    sample: int = 0


class Account(SQLModel, table=True):
    """Somebody who acts. `addresses` is JSON, channel to address; `name` is an office's or an official's, never a resident's."""

    __table_args__ = (
        # The few programs among the people: the engine looks several times a second whether it has news for one.
        Index("ix_account_program", "id", sqlite_where=text(PROGRAM), postgresql_where=text(PROGRAM)),
    )

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    name: str
    language: str = "vi"
    addresses: str = "{}"
    active: int = 1
    sample: int = 0


class Role(SQLModel, table=True):
    """A role that an account holds in a place (path prefix) for a period."""

    __table_args__ = (
        among("role", ROLES),
        UniqueConstraint("account", "role", "path", "starts"),
        Index(None, "path", "role"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account: int = Field(foreign_key="account.id", index=True)
    role: str
    path: str
    starts: str = "0001-01-01"
    ends: str | None = None


class Season(SQLModel, table=True):
    year: int = Field(primary_key=True)
    opened_at: str
    opened_by: int | None = Field(default=None, foreign_key="account.id")
    closed_at: str | None = None


class SeasonAct(SQLModel, table=True):
    """That a season was closed or opened again, by whom and why. Append-only; `season.closed_at` is how it stands now."""

    __tablename__ = "season_act"
    __table_args__ = (among("kind", SEASON_ACTS), Index(None, "season"))

    id: int | None = Field(default=None, primary_key=True)
    season: int = Field(foreign_key="season.year")
    kind: str
    reason: str = Field(sa_column=Column(Text, nullable=False))
    account: int = Field(foreign_key="account.id")
    at: str


class Application(SQLModel, table=True):
    """One unit's application in one season. `number` and `head` are the end of its event chain."""

    __table_args__ = (
        among("state", tuple(State)),
        CheckConstraint("number > 0", name="number"),
        UniqueConstraint("season", "unit_code", "standard"),
        Index(None, "path", "season"),
        Index(
            None,
            "inspector",
            sqlite_where=text("state = 'under-inspection'"),
            postgresql_where=text("state = 'under-inspection'"),
        ),
        # The few that the register shows as anything but in force; in the words of `among`, for the same reason.
        Index(
            "ix_application_taken_back",
            "season",
            "state",
            sqlite_where=text(_TAKEN_BACK),
            postgresql_where=text(_TAKEN_BACK),
        ),
        # Everything that is asked of those who failed, to find why: read in place of the rows, a third of the time.
        Index(
            "ix_application_failed",
            "season",
            "path",
            "standard",
            "sha256",
            "scorecard",
            "verdict",
            sqlite_where=text("verdict = 'not_met'"),
            postgresql_where=text("verdict = 'not_met'"),
        ),
    )

    id: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    season: int = Field(foreign_key="season.year")
    unit: int = Field(foreign_key="unit.id")
    unit_code: str
    path: str
    kind: str
    standard: str
    sha256: str
    state: str
    number: int
    head: str
    registered_by: int = Field(foreign_key="account.id")
    inspector: int | None = Field(default=None, foreign_key="account.id")
    inspected_by: int | None = Field(default=None, foreign_key="account.id")
    due_on: str | None = None
    verdict: str | None = None
    scorecard: str | None = None
    registered_at: str
    updated_at: str


class Event(SQLModel, table=True):
    """Append-only. `hash` covers the hash before it and every column of this row."""

    __table_args__ = _one_tree()

    application: int = Field(
        sa_column=Column(BIG, ForeignKey("application.id"), primary_key=True, autoincrement=False)
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    at: str
    account: int | None = Field(default=None, foreign_key="account.id")
    payload: str = Field(sa_column=Column(Text, nullable=False))
    hash: str


class Facts(SQLModel, table=True):
    """What one source says of one application: one JSON document, criterion to fact to value."""

    __table_args__ = _one_tree(among("source", ("applicant", "inspector")))

    application: int = Field(
        sa_column=Column(BIG, ForeignKey("application.id"), primary_key=True, autoincrement=False)
    )
    source: str = Field(primary_key=True)
    document: str = Field(sa_column=Column(Text, nullable=False))
    recorded_by: int = Field(foreign_key="account.id")
    recorded_at: str


class Scorecard(SQLModel, table=True):
    """Immutable: what was judged, from which facts, with what result. `number` is that of the event that tells of it.

    Keeps its rowids on SQLite: where the key is the tree, a row of more than a quarter of a page spills into a page of
    its own, and every scorecard is larger than that.
    """

    application: int = Field(
        sa_column=Column(BIG, ForeignKey("application.id"), primary_key=True, autoincrement=False)
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    verdict: str
    sha256: str
    document: str = Field(sa_column=Column(Text, nullable=False))


class Certificate(SQLModel, table=True):
    __table_args__ = _one_tree(
        UniqueConstraint("place", "season", "serial"),
        # What is newest in the register.
        Index(None, "season", "issued_at"),
    )

    application: int = Field(
        sa_column=Column(BIG, ForeignKey("application.id"), primary_key=True, autoincrement=False)
    )
    place: str
    season: int
    serial: int
    issued_at: str
    revoked_at: str | None = None
    valid_until: str | None = None


class Counter(SQLModel, table=True):
    """Gap-free numbers: raised in the transaction that uses them."""

    name: str = Field(primary_key=True)
    value: int = Field(sa_column=Column(BIG, nullable=False))


class Work(SQLModel, table=True):
    """What an event has left a flow to do; the row goes when the work is done. Its key is its place in the queue, so
    that a batch is one stretch of one tree: claimed in place, read in order, deleted in one piece."""

    __table_args__ = _one_tree(among("state", WORK_STATES))

    flow: str = Field(primary_key=True)
    application: int = Field(
        sa_column=Column(BIG, ForeignKey("application.id"), primary_key=True, autoincrement=False)
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    state: str = _given("waiting")
    batch: str | None = None
    due_at: str = _given("")
    attempts: int = _given(0)
    error: str | None = Field(default=None, sa_column=Column(Text))


class Lease(SQLModel, table=True):
    """That somebody is at work on a batch, and until when they may stay silent."""

    batch: str = Field(primary_key=True)
    flow: str
    until: str


class Notice(SQLModel, table=True):
    """That one person is told of one event through one channel. `letter` names the text: event/audience."""

    __table_args__ = _one_tree(
        among("state", NOTICE_STATES),
        Index(
            "ix_notice_open",
            "account",
            "channel",
            "application",
            sqlite_where=text("state in ('waiting', 'sending')"),
            postgresql_where=text("state in ('waiting', 'sending')"),
        ),
    )

    application: int = Field(
        sa_column=Column(BIG, ForeignKey("application.id"), primary_key=True, autoincrement=False)
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    account: int = Field(
        foreign_key="account.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    channel: str = Field(primary_key=True)
    letter: str
    state: str = _given("waiting")
    batch: str | None = None
    lease_until: str | None = None
    due_at: str = _given("")
    attempts: int = _given(0)
    error: str | None = Field(default=None, sa_column=Column(Text))
    delivered_at: str | None = None
    post: str | None = None


class Act(SQLModel, table=True):
    """An answer that was given; the same key again gets the same answer and does nothing."""

    __table_args__ = _one_tree()

    account: int = Field(
        foreign_key="account.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    key: str = Field(primary_key=True)
    request: str
    answer: str = Field(sa_column=Column(Text, nullable=False))
    at: str


class Checkpoint(SQLModel, table=True):
    """A seal over the heads of every chain that grew since the checkpoint before; chained itself."""

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str
    seals: int
    hash: str


class Seal(SQLModel, table=True):
    """The head of one application's chain as a checkpoint saw it."""

    __table_args__ = _one_tree()

    checkpoint: int = Field(
        foreign_key="checkpoint.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    application: int = Field(
        sa_column=Column(BIG, ForeignKey("application.id"), primary_key=True, autoincrement=False)
    )
    number: int
    hash: str
