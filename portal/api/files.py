"""Files: photos and documents of a criterion, attached, listed and removed by programs."""

import base64
import binascii
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from domain import evidence, people
from domain.cases import id_of, instant
from domain.database import Session
from domain.errors import BadInput, NotFound
from domain.evidence import Attached
from domain.people import Deed
from domain.store import Store, looked_at
from portal.api import inputs
from portal.api.call import Call
from portal.attachments import attach


async def files(call: Call) -> dict[str, Any]:
    """What is attached to an application, by criterion."""
    quoted = call.path["reference"]

    def read(session: Session) -> list[Attached]:
        case = looked_at(session, quoted)
        people.require(call.person, Deed.READ, case.path, case)
        return evidence.of(session, case.id)

    found = await call.site.read(read)
    call.site.readings.note(call.person, id_of(quoted), "api")
    return {"items": [_told(one) for one in found]}


def attaching(source: str) -> Callable[[Call], Awaitable[dict[str, Any]]]:
    """Attach a file for the applicant or the inspector. The same key again is the same file."""

    async def do(call: Call) -> dict[str, Any]:
        given = call.body
        assert isinstance(given, inputs.File)
        content = _content(given.content)
        id = hashlib.sha256(f"{call.person.id}\n{call.key}".encode()).hexdigest()[:32]
        attached = await attach(
            call.site, call.path["reference"], given.criterion, content, given.name, call.person, source=source, id=id,
            taken_at=instant(given.taken_at) if given.taken_at else None,
        )  # fmt: skip
        if hashlib.sha256(content).hexdigest() != (attached.original_sha256 or attached.sha256):
            raise BadInput(
                "Khóa “{key}” đã dùng cho một tệp khác; mỗi tệp cần một khóa riêng.",
                "Key “{key}” was used for another file; every file needs a key of its own.",
                key=call.key or "",
            )
        return _told(attached)

    return do


def removing(source: str) -> Callable[[Call], Awaitable[dict[str, Any]]]:
    """Take a file of the applicant's or the inspector's off its criterion; one that is off already stays so."""

    async def do(call: Call) -> dict[str, Any]:
        def work(store: Store) -> Attached:
            case = store.case(call.path["reference"])
            if evidence.one(store.session, call.path["file"]).source != source:
                raise NotFound("Không có tệp đính kèm này.", "There is no such attachment.")
            standard = call.site.catalogue.pinned(case.standard, case.sha256)
            return evidence.remove(store, case, standard, call.path["file"], call.person)

        return _told(await call.site.writer.write(work))

    return do


def _content(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(
            "content phải là nội dung tệp dạng base64.", "content must be the file's bytes as base64."
        ) from None


def _told(one: Attached) -> dict[str, Any]:
    return {
        "id": one.id, "source": one.source, "criterion": one.criterion, "name": one.name, "media": one.media,
        "size": one.size, "sha256": one.sha256, "original_sha256": one.original_sha256, "taken_at": one.taken_at,
        "at": one.at, "removed_at": one.removed_at,
    }  # fmt: skip
