"""Decision tables: what stands between a score and a certificate, and what may come after it.

Written like those of `tables.py`, from checked values. What an application goes through is told by its events; these
tables hold what is about several applications at once (a session, a publication, a decision), and what must be kept
apart (who objected).
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.tables import BIG, among

SESSION_STATES = ("called", "open", "closed", "cancelled")
ITEM_OUTCOMES = ("for", "against", "none", "void")
VOTES = ("for", "against", "abstain", "recused")
OBJECTION_STATES = ("open", "answered")
OBJECTION_OUTCOMES = ("dismissed", "upheld")
APPEAL_STATES = ("open", "decided")
APPEAL_OUTCOMES = ("dismissed", "allowed")
DECISION_KINDS = ("recognition", "revocation", "reinstatement", "correction", "appeal")
SIGNING_MODES = ("", "TM.", "KT.", "TL.", "TUQ.")


def _of_application(**more: object) -> Column:  # type: ignore[type-arg]
    return Column(BIG, ForeignKey("application.id"), nullable=False, **more)  # type: ignore[arg-type]


# --- the council ---------------------------------------------------------------------------------------


class CouncilSession(SQLModel, table=True):
    """One meeting of a place's council. `procedure` is the SHA-256 of the procedure that it sits under, `rules` what that
    says of the council, as JSON: a session is closed by the rules that it was called under. `note`: why it was cancelled."""

    __tablename__ = "council_session"
    __table_args__ = (among("state", SESSION_STATES), UniqueConstraint("place", "season", "serial"))

    id: str = Field(primary_key=True)
    place: str
    season: int = Field(foreign_key="season.year")
    serial: int
    procedure: str
    rules: str = Field(sa_column=Column(Text, nullable=False))
    held_on: str
    # 08:30, by the clocks of Viet Nam; empty where no hour was set.
    held_at: str = ""
    venue: str = ""
    state: str
    called_by: int = Field(foreign_key="account.id")
    called_at: str
    closed_by: int | None = Field(default=None, foreign_key="account.id")
    closed_at: str | None = None
    note: str = Field(default="", sa_column=Column(Text, nullable=False))


class CouncilMember(SQLModel, table=True):
    """Who was invited to a session, to which seat of the composition, and whether they came (null: not yet known)."""

    __tablename__ = "council_member"

    session: str = Field(foreign_key="council_session.id", primary_key=True)
    account: int = Field(
        foreign_key="account.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    seat: str
    attended: int | None = None


class CouncilItem(SQLModel, table=True):
    """One application on a session's agenda. `number` and `head` are the end of its chain as the members saw it."""

    __tablename__ = "council_item"
    __table_args__ = (CheckConstraint(f"outcome is null or outcome in {ITEM_OUTCOMES!r}", name="outcome"),)

    session: str = Field(foreign_key="council_session.id", primary_key=True)
    application: int = Field(sa_column=_of_application(primary_key=True, autoincrement=False, index=True))
    number: int
    head: str
    outcome: str | None = None
    note: str = Field(default="", sa_column=Column(Text, nullable=False))


class CouncilVote(SQLModel, table=True):
    """What a member said of one application; `opinion` is their written opinion or dissent."""

    __tablename__ = "council_vote"
    __table_args__ = (among("vote", VOTES),)

    session: str = Field(foreign_key="council_session.id", primary_key=True)
    application: int = Field(sa_column=_of_application(primary_key=True, autoincrement=False))
    account: int = Field(
        foreign_key="account.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    vote: str
    opinion: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: str


# --- publication and objection ---------------------------------------------------------------------------


class Publication(SQLModel, table=True):
    """A list of intended recognitions, public until the end of `until_on`."""

    __table_args__ = (UniqueConstraint("place", "season", "serial"),)

    id: str = Field(primary_key=True)
    place: str
    season: int = Field(foreign_key="season.year")
    serial: int
    procedure: str
    published_by: int = Field(foreign_key="account.id")
    published_at: str
    until_on: str


class PublicationItem(SQLModel, table=True):
    """One unit on a published list, with its chain as it was then."""

    __tablename__ = "publication_item"

    publication: str = Field(foreign_key="publication.id", primary_key=True)
    application: int = Field(sa_column=_of_application(primary_key=True, autoincrement=False, index=True))
    number: int
    head: str


class Objection(SQLModel, table=True):
    """What somebody says against a recognition. Who they are stays here and is shown to whoever answers, if they said it.

    `follow` is the hash of the code by which they come back for the answer.
    """

    __table_args__ = (
        among("state", OBJECTION_STATES),
        CheckConstraint(f"outcome is null or outcome in {OBJECTION_OUTCOMES!r}", name="outcome"),
        Index(None, "application"),
        UniqueConstraint("follow"),
    )

    id: str = Field(primary_key=True)
    application: int = Field(sa_column=_of_application())
    publication: str | None = Field(default=None, foreign_key="publication.id")
    follow: str
    said: str = Field(sa_column=Column(Text, nullable=False))
    contact: str = Field(default="", sa_column=Column(Text, nullable=False))
    received_at: str
    state: str
    outcome: str | None = None
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    answered_at: str | None = None


class Appeal(SQLModel, table=True):
    """An applicant's appeal against a decision on them; `number` is that of the event that it is against."""

    __table_args__ = (
        among("state", APPEAL_STATES),
        CheckConstraint(f"outcome is null or outcome in {APPEAL_OUTCOMES!r}", name="outcome"),
        Index(None, "application"),
    )

    id: str = Field(primary_key=True)
    application: int = Field(sa_column=_of_application())
    number: int
    reason: str = Field(sa_column=Column(Text, nullable=False))
    lodged_by: int = Field(foreign_key="account.id")
    lodged_at: str
    state: str
    outcome: str | None = None
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: str | None = None


# --- the decision ------------------------------------------------------------------------------------------


class Decision(SQLModel, table=True):
    """One decision of one authority, about one unit or an annexed list. Its number is of the authority's book of the year."""

    __table_args__ = (
        among("kind", DECISION_KINDS),
        among("mode", SIGNING_MODES),
        UniqueConstraint("place", "year", "serial"),
    )

    id: str = Field(primary_key=True)
    place: str
    year: int
    serial: int
    symbol: str
    kind: str
    season: int = Field(foreign_key="season.year")
    procedure: str
    mode: str
    signer: int = Field(foreign_key="account.id")
    signer_name: str
    signer_title: str
    # What the procedure said of the form that day, as JSON: body, bases, who proposed it, who receives it.
    words: str = Field(sa_column=Column(Text, nullable=False))
    signed_on: str
    at: str
    # The checkpoint of all chains that stood when it was signed; empty before the first.
    checkpoint: str


class DecisionItem(SQLModel, table=True):
    """That a decision is about an application: the number of the event that says what, and why."""

    __tablename__ = "decision_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    application: int = Field(sa_column=_of_application(primary_key=True, autoincrement=False))
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    decision: str = Field(foreign_key="decision.id", index=True)


# --- what is handed out, and who looked --------------------------------------------------------------------


class Document(SQLModel, table=True):
    """A document that was made: byte-identical ever after, or it says which differs. `subject` names what it is of."""

    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    form: str = Field(primary_key=True)
    sha256: str
    size: int
    made_at: str


class Token(SQLModel, table=True):
    """The signed token in a certificate's QR code, made once: ECDSA would sign differently each time."""

    __tablename__ = "certificate_token"

    application: int = Field(sa_column=_of_application(primary_key=True, autoincrement=False))
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    key_id: str
    token: str
    made_at: str


class Reading(SQLModel, table=True):
    """That somebody read a part of a dossier on a day, how often, and when first."""

    __table_args__ = (Index(None, "application"),)

    account: int = Field(
        foreign_key="account.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    application: int = Field(sa_column=_of_application(primary_key=True, autoincrement=False))
    day: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    first_at: str
    times: int
