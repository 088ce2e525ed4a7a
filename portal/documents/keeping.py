"""Keeping: a document is made when it is first asked for, and has the same bytes ever after.

The file lies in the home folder; the table `document` holds its SHA-256. A file that was lost or changed is made again, and
handed out only if it is the same to the last bit.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from domain import documents
from domain.cases import instant
from domain.database import Session
from domain.documents import Made
from domain.errors import OutOfOrder
from domain.store import Store
from portal.site import Site

# Makes the bytes; what has to say when it was made (a signature) gets the instant of the first time.
Make = Callable[[str], bytes]
ENDINGS = {"pdf": ".pdf", "signed": ".signed.pdf", "docx": ".docx"}


class Sheet(NamedTuple):
    """One document in one form."""

    kind: str
    subject: str
    # pdf, signed, docx; or docx- and a part of the SHA-256 of an office's own template.
    form: str

    def file(self, home: Path) -> Path:
        own = self.form.partition("-")[2]
        name = f"{self.subject}.{own}" if own else self.subject
        return home / "documents" / self.kind / f"{name}{ENDINGS[self.form.partition('-')[0]]}"


def kept(site: Site, sheet: Sheet, make: Make) -> bytes:
    """The document; made when nobody has asked for it before. For a thread: it reads, makes and writes.

    Raises OutOfOrder when it was lost and cannot be made as it was.
    """
    with site.database.reading() as session:
        made = _known(session, sheet)
    file = sheet.file(site.home)
    if made is None:
        content = make(at := instant(site.now))
        first = described(content, at)
        made = site.writer.write_now(lambda store: noted(store, sheet, first))
        if made.sha256 == first.sha256:
            write(file, content)
            return content
        # Somebody else asked at the same moment, and theirs was noted.
    if (found := as_it_was(file, made)) is not None:
        return found
    content = again(sheet, made, make)
    write(file, content)
    return content


def _known(session: Session, sheet: Sheet) -> Made | None:
    return documents.known(session, *sheet)


def noted(store: Store, sheet: Sheet, made: Made) -> Made:
    return documents.note(store, *sheet, made)


def described(content: bytes, at: str) -> Made:
    return Made(hashlib.sha256(content).hexdigest(), len(content), at)


def as_it_was(file: Path, made: Made) -> bytes | None:
    """The file's bytes, if they are those that were made."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == made.sha256 else None


def again(sheet: Sheet, made: Made, make: Make) -> bytes:
    """What was lost, made once more with the instant of the first time. Raises OutOfOrder when it is not the same."""
    content = make(made.made_at)
    if (now := hashlib.sha256(content).hexdigest()) != made.sha256:
        raise OutOfOrder(
            "Văn bản này đã lập lúc {at} với SHA-256 {first}, nhưng tệp đã mất hoặc bị thay đổi và nay lập lại ra {now}."
            " Không đưa ra bản khác với bản đã cấp: hãy khôi phục tệp {file} từ bản sao lưu.",
            "This document was made at {at} with SHA-256 {first}; its file is lost or changed, and made again it is {now}."
            " No other document than the one handed out is given: restore {file} from a backup.",
            at=made.made_at,
            first=made.sha256[:16],
            now=now[:16],
            file=sheet.file(Path()).as_posix(),
        )
    return content


def write(file: Path, content: bytes) -> None:
    """Whole or not at all; two that write at once write the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{id(content):x}.new")
    new.write_bytes(content)
    new.replace(file)
