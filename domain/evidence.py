"""Evidence: photos and documents attached to a criterion; each lies once under its SHA-256, and whoever sends it twice attaches it once."""

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from domain import people
from domain.cases import Case
from domain.database import Session, Sql, insert
from domain.errors import BadInput, NotFound, OutOfOrder
from domain.events import DossierSubmitted, Happening, InspectionSubmitted
from domain.lifecycle import STATE_NAMES, allowed
from domain.people import Deed, Person
from domain.portal_tables import Evidence
from domain.standards import Standard
from domain.store import Store

# Most that one side attaches to one criterion.
MOST = 20
ENDINGS: Mapping[str, str] = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
# Who attaches for a source, and until what has happened.
_BY: Mapping[str, tuple[Deed, type[Happening]]] = {
    "applicant": (Deed.SUBMIT_DOSSIER, DossierSubmitted),
    "inspector": (Deed.INSPECT, InspectionSubmitted),
}
_ID = re.compile(r"[0-9A-Za-z_-]{8,80}")
_COLUMNS = (
    "id", "application", "source", "criterion", "sha256", "media", "name", "size", "taken_at", "original_sha256", "account",
    "at",
)  # fmt: skip
_NEW = insert(Evidence, *_COLUMNS)
_SELECT = (
    "select e.id, e.application, e.source, e.criterion, e.sha256, e.media, e.name, e.size, e.taken_at, e.original_sha256,"
    " e.account, e.at, e.removed_at, c.name from evidence e join account c on c.id = e.account "
)
_BY_ID = Sql(_SELECT + "where e.id = :id")
_OF = Sql(_SELECT + "where e.application = :application order by e.criterion, e.at, e.id")
_MANY = Sql(
    "select count(*) from evidence where application = :application and criterion = :criterion and source = :source"
    " and removed_at is null"
)
_REMOVE = Sql("update evidence set removed_at = :at where id = :id")
_USED = Sql("select 1 from evidence where sha256 = :sha256 limit 1")


class File(NamedTuple):
    """A file that was opened, checked and cleaned. `original` is the SHA-256 of what was sent, where that was changed."""

    content: bytes
    media: str
    name: str
    original: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Attached(NamedTuple):
    id: str
    application: int
    source: str
    criterion: str
    sha256: str
    media: str
    name: str
    size: int
    taken_at: str | None
    original_sha256: str | None
    account: int
    at: str
    removed_at: str | None
    by: str

    @property
    def photo(self) -> bool:
        return self.media.startswith("image/")


def of(session: Session, application: int) -> list[Attached]:
    """Everything that is attached to an application, by criterion; what was removed is left out."""
    found = (Attached(*row) for row in session.rows(_OF, application=application))
    return [one for one in found if one.removed_at is None]


def one(session: Session, id: str) -> Attached:
    """Raises NotFound."""
    row = session.row(_BY_ID, id=id)
    if row is None:
        raise NotFound("Không có tệp đính kèm này.", "There is no such attachment.")
    return Attached(*row)


def require(case: Case, standard: Standard, source: str, criterion: str, by: Person) -> None:
    """Raises Refused where this person may not attach to, or take from, this criterion now."""
    deed, until = _BY[source]
    people.require(by, deed, case.path, case)
    if criterion not in standard.by_code:
        raise NotFound("Không có tiêu chí {code}.", "There is no criterion {code}.", code=criterion)
    if not allowed(case.state, until):
        assert case.state is not None
        raise OutOfOrder(
            "Hồ sơ {reference} đang ở trạng thái “{state}” nên không đính kèm hay gỡ tệp được nữa.",
            "Application {reference} is {state}, so nothing more is attached or removed.",
            reference=case.reference,
            state=STATE_NAMES[case.state],
        )


def attach(
    store: Store,
    case: Case,
    standard: Standard,
    source: str,
    criterion: str,
    file: File,
    by: Person,
    id: str,
    taken_at: str | None = None,
) -> Attached:
    """Write down that a file, which lies in its place already, belongs to a criterion. The same `id` again changes nothing."""
    require(case, standard, source, criterion, by)
    if not _ID.fullmatch(id):
        raise BadInput("Mã của tệp không hợp lệ.", "The file's id is not valid.")
    if (row := store.session.row(_BY_ID, id=id)) is not None:
        known = Attached(*row)
        if (known.application, known.criterion, known.account) != (case.id, criterion, by.id):
            raise BadInput(
                "Mã của tệp đã dùng cho một tệp khác.", "The file's id was used for another file already."
            )
        return known
    found = store.session.row(_MANY, application=case.id, criterion=criterion, source=source)
    if found is not None and found[0] >= MOST:
        raise BadInput(
            "Tiêu chí {code} đã có {most} tệp, là số tệp nhiều nhất. Hãy gỡ bớt rồi thêm.",
            "Criterion {code} has {most} files, which is the most. Remove one before adding another.",
            code=criterion,
            most=MOST,
        )
    row = (
        id, case.id, source, criterion, file.sha256, file.media, safe_name(file.name, file.media), len(file.content),
        taken_at, file.original, by.id, store.now,
    )  # fmt: skip
    store.session.many(_NEW, [row])
    return Attached(*row, None, by.name)


def remove(
    store: Store, case: Case, standard: Standard, id: str, by: Person, *, undo: bool = False
) -> Attached:
    """Take a file off its criterion, or put it back: the row stays, so that nothing is lost by a slip of the finger."""
    found = one(store.session, id)
    if found.application != case.id:
        raise NotFound("Không có tệp đính kèm này.", "There is no such attachment.")
    require(case, standard, found.source, found.criterion, by)
    at = None if undo else found.removed_at or store.now
    store.session.run(_REMOVE, id=id, at=at)
    return found._replace(removed_at=at)


def safe_name(name: str, media: str) -> str:
    """What the file is called for people: one spelling, no folders, no signs that a disk or a header stumbles over, and the
    ending of what it really is."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(ch for ch in bare if unicodedata.category(ch)[0] != "C" and ch not in '<>:"|?*')
    stem = re.sub(r"\.(jpe?g|png|pdf|heic|webp|gif|exe|html?|svg)$", "", bare, flags=re.IGNORECASE).strip(
        " ."
    )
    return f"{stem[:100].strip(' .') or 'tep'}{ENDINGS[media]}"


# --- the files themselves ---------------------------------------------------------------------------------


def place(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def keep(folder: Path, file: File) -> Path:
    """Lay the file in its place, on disk when this returns. One that lies there already is the same."""
    target = place(folder, file.sha256)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with part.open("wb") as stream:
        stream.write(file.content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(target)
    # The name too is on disk only when its folder is.
    folder_file = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder_file)
    finally:
        os.close(folder_file)
    return target


def drop_unused(session: Session, folder: Path, sha256: str) -> None:
    """Take a file away that nothing refers to: its row was refused."""
    if session.row(_USED, sha256=sha256) is None:
        place(folder, sha256).unlink(missing_ok=True)
