"""Documents: which were made, of what and with which bytes; one that was made is that one ever after."""

from collections.abc import Iterable
from typing import NamedTuple

from domain.database import Session, Sql, insert, listed
from domain.decision_tables import Document
from domain.store import Store

_COLUMNS = ("kind", "subject", "form", "sha256", "size", "made_at")
_NOTE = insert(Document, *_COLUMNS, or_nothing=True)
_KNOWN = Sql(
    "select sha256, size, made_at from document where kind = :kind and subject = :subject and form = :form"
)
_KNOWN_MANY = Sql(
    "select subject, sha256, size, made_at from document where kind = :kind and form = :form and subject in {texts:subjects}"
)


class Made(NamedTuple):
    """A document that was made: its bytes by their SHA-256, and when it was made first."""

    sha256: str
    size: int
    made_at: str


def known(session: Session, kind: str, subject: str, form: str) -> Made | None:
    """What was made of this subject in this form; None when nothing was."""
    row = session.row(_KNOWN, kind=kind, subject=subject, form=form)
    return Made(*row) if row else None


def known_many(session: Session, kind: str, form: str, subjects: Iterable[str]) -> dict[str, Made]:
    """The same of many subjects, in one statement; those of which nothing was made are left out."""
    rows = session.rows(_KNOWN_MANY, kind=kind, form=form, subjects=listed(subjects))
    return {subject: Made(*rest) for subject, *rest in rows}


def note(store: Store, kind: str, subject: str, form: str, made: Made) -> Made:
    """Note that a document was made; the answer is what stands: whoever noted the same document first made it."""
    stands = known(store.session, kind, subject, form)
    if stands is None:
        # At once, not with what is gathered: somebody else who asks in this very transaction has to find it.
        store.session.many(_NOTE, [(kind, subject, form, *made)])
    return stands or made
