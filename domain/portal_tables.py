"""Portal tables: what the pages add to the process: how people sign in, what they have begun, what they have attached.

Written like those of `tables.py`, from checked values. Secrets are kept as hashes wherever a hash is enough.
"""

from sqlalchemy import Column, ForeignKey, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.tables import BIG, among

LINK_PURPOSES = ("invitation", "recovery")
KEPT_PURPOSES = ("form", "passkey", "outside")
SOURCES = ("applicant", "inspector")
PAPER_FOUND = ("good", "lacking")


def _of_application(**more: object) -> Column:  # type: ignore[type-arg]
    return Column(BIG, ForeignKey("application.id"), nullable=False, **more)  # type: ignore[arg-type]


# --- how people sign in ------------------------------------------------------------------------------


class Credential(SQLModel, table=True):
    """What an account proves itself with. `totp_step` is the last time step that was used: each code works once."""

    account: int = Field(
        foreign_key="account.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    password: str | None = None
    totp: str | None = None
    totp_step: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    changed_at: str


class Passkey(SQLModel, table=True):
    """A public key that a device of the account's signs with. `id` is the credential's, base64url."""

    id: str = Field(primary_key=True)
    account: int = Field(foreign_key="account.id", index=True)
    public_key: str
    sign_count: int
    name: str
    created_at: str
    used_at: str | None = None


class RecoveryCode(SQLModel, table=True):
    """A code for whoever lost their second factor; each works once."""

    __tablename__ = "recovery_code"

    account: int = Field(
        foreign_key="account.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    hash: str = Field(primary_key=True)
    used_at: str | None = None


class SignIn(SQLModel, table=True):
    """One device that is signed in; `hash` is of the token in its cookie. `verified` says that a second factor was
    given, `challenge` is what a passkey has been asked to sign."""

    __tablename__ = "sign_in"

    hash: str = Field(primary_key=True)
    account: int = Field(foreign_key="account.id", index=True)
    verified: int
    started_at: str
    seen_at: str
    device: str
    address: str
    challenge: str | None = None
    ended_at: str | None = None


class Link(SQLModel, table=True):
    """A link that lets one account in once, to set what it signs in with."""

    __table_args__ = (among("purpose", LINK_PURPOSES),)

    hash: str = Field(primary_key=True)
    account: int = Field(foreign_key="account.id", index=True)
    purpose: str
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: str
    expires_at: str
    used_at: str | None = None


class Kept(SQLModel, table=True):
    """What a browser comes back for within the hour: a form that was sent after its sign-in had ended, what a passkey
    or an outside provider was asked. `hash` is of the token that the browser holds."""

    __table_args__ = (among("purpose", KEPT_PURPOSES), Index(None, "expires_at"))

    hash: str = Field(primary_key=True)
    purpose: str
    account: int | None = Field(default=None, foreign_key="account.id", index=True)
    document: str = Field(sa_column=Column(Text, nullable=False))
    expires_at: str


class Identity(SQLModel, table=True):
    """That an outside identity provider's subject is this account."""

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    account: int = Field(foreign_key="account.id", index=True)


class Handover(SQLModel, table=True):
    """That a duty goes from one account to another on a day to come: the role that ends the day before, and the one that
    begins. `done_at` says when the inspections that were open went over."""

    id: int | None = Field(default=None, primary_key=True)
    before: int = Field(foreign_key="role.id")
    after: int = Field(foreign_key="role.id")
    day: str = Field(index=True)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: str
    done_at: str | None = None


class SecurityEvent(SQLModel, table=True):
    """A sign-in, a refusal, a change of what somebody signs in with. Append-only."""

    __tablename__ = "security_event"
    __table_args__ = (Index(None, "at"),)

    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True))
    at: str
    kind: str
    account: int | None = Field(default=None, foreign_key="account.id", index=True)
    login: str
    address: str
    detail: str = Field(sa_column=Column(Text, nullable=False))


class ApiToken(SQLModel, table=True):
    """A program that acts for an account, within some of its deeds and places. `hash` is of the token."""

    __tablename__ = "api_token"

    hash: str = Field(primary_key=True)
    account: int = Field(foreign_key="account.id", index=True)
    name: str
    scopes: str
    path: str
    made_at: str
    expires_at: str
    used_at: str | None = None
    ended_at: str | None = None


# --- what people have begun and attached -----------------------------------------------------------------


class Draft(SQLModel, table=True):
    """Answers that somebody has begun and not handed in: criterion to fact to value, and what could not be read as typed.

    `version` grows with each save; a save that rests on an older one is told so.
    """

    __table_args__ = (among("source", SOURCES),)

    application: int = Field(sa_column=_of_application(primary_key=True, autoincrement=False))
    source: str = Field(primary_key=True)
    version: int
    document: str = Field(sa_column=Column(Text, nullable=False))
    account: int = Field(foreign_key="account.id")
    saved_at: str


class Evidence(SQLModel, table=True):
    """A photo or document that somebody attached to a criterion. The file lies under its SHA-256; `id` is made where
    it was attached, so that sending it twice attaches it once."""

    __table_args__ = (among("source", SOURCES), Index(None, "application"))

    id: str = Field(primary_key=True)
    application: int = Field(sa_column=_of_application())
    source: str
    criterion: str
    sha256: str
    media: str
    name: str
    size: int
    taken_at: str | None = None
    original_sha256: str | None = None
    account: int = Field(foreign_key="account.id")
    at: str
    removed_at: str | None = None


class Finding(SQLModel, table=True):
    """What an inspector wrote down of one criterion on one device: kept whatever else was written, never overwritten.

    `id` is made on the device. `based_on` is the finding that the device had seen; another one meanwhile is a conflict,
    which a person settles.
    """

    __table_args__ = (Index(None, "application", "criterion"), UniqueConstraint("application", "number"))

    id: str = Field(primary_key=True)
    application: int = Field(sa_column=_of_application())
    number: int
    criterion: str
    document: str = Field(sa_column=Column(Text, nullable=False))
    device: str
    device_at: str
    based_on: str | None = None
    account: int = Field(foreign_key="account.id")
    at: str


class PaperCheck(SQLModel, table=True):
    """What an office found of one paper of a dossier. Append-only: the newest of each part counts.

    `number` is the event with which the dossier was handed in that was looked at; 0 when none had been.
    """

    __tablename__ = "paper_check"
    __table_args__ = (among("found", PAPER_FOUND), Index(None, "application"))

    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True))
    application: int = Field(sa_column=_of_application())
    number: int
    part: str
    found: str
    note: str = Field(sa_column=Column(Text, nullable=False))
    account: int = Field(foreign_key="account.id")
    at: str
