"""Attachments: photos and documents of one criterion: added, looked at, removed and put back."""

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from domain import evidence, people
from domain.database import Session, Sql
from domain.errors import NotFound, Refused
from domain.evidence import Attached, File
from domain.people import Deed, Person
from domain.store import looked_at
from portal.guard import AtSite, SignedIn
from portal.pages import language, moved, page
from portal.papers.content import paper
from portal.site import Site
from portal.uploads import NOT_CHOSEN, cleaned, disposition, files_of, sent

router = APIRouter(prefix="/dinh-kem")

# Two photos are opened at a time: each takes up to 150 MB, and nobody who only reads should wait behind them.
_PHOTOS = ThreadPoolExecutor(2, thread_name_prefix="photo")

_PATH = Sql("select path from application where id = :id")


async def attach(
    site: Site,
    reference: str,
    criterion: str,
    content: bytes,
    name: str,
    by: Person,
    *,
    source: str,
    id: str,
    taken_at: str | None = None,
    original: str | None = None,
) -> Attached:
    """Open, clean and keep a file, and attach it to a criterion. The same `id` again attaches nothing twice.

    `source` is “applicant” or “inspector”; `taken_at` is when a device says the photo was taken, as stored instants are
    written; `original` the SHA-256 of what the device shrank before it sent it. Raises Refused: not allowed, too late, no photo and no PDF, too large, too many.
    """
    await site.read(lambda session: _allowed(session, site, reference, source, criterion, by))
    file: File = await asyncio.get_running_loop().run_in_executor(_PHOTOS, cleaned, content, name)
    if original is not None:
        file = file._replace(original=original)
    folder = site.home / "evidence"
    await run_in_threadpool(evidence.keep, folder, file)
    try:
        attached = await site.writer.write(
            lambda store: evidence.attach(
                store, case := store.case(reference), site.catalogue.pinned(case.standard, case.sha256), source,
                criterion, file, by, id, taken_at,
            )
        )  # fmt: skip
    except Refused:
        await site.writer.write(lambda store: evidence.drop_unused(store.session, folder, file.sha256))
        raise
    # Somebody else's refused row for the same file may have taken it away meanwhile.
    await run_in_threadpool(evidence.keep, folder, file)
    return attached


def _allowed(session: Session, site: Site, reference: str, source: str, criterion: str, by: Person) -> None:
    case = looked_at(session, reference)
    evidence.require(case, site.catalogue.pinned(case.standard, case.sha256), source, criterion, by)


@router.get("/tep/{id}")
async def look(request: Request, site: AtSite, person: SignedIn, id: str) -> Response:
    """The file, for whoever may read the application. Photos of ours are shown, everything else is downloaded."""

    def reading(session: Session) -> Attached:
        found = evidence.one(session, id)
        path = session.row(_PATH, id=found.application)
        people.require(person, Deed.READ, path[0] if path else "/")
        return found

    found = await site.read(reading)
    site.readings.note(person, found.application, "file")
    file = evidence.place(site.home / "evidence", found.sha256)
    if not file.is_file():
        raise NotFound(
            "Tệp “{name}” không còn trên máy chủ. Hãy báo cho người vận hành.",
            "File “{name}” is no longer on the server. Tell the operator.",
            name=found.name,
        )
    return FileResponse(
        file,
        media_type=found.media,
        headers={
            "Content-Disposition": disposition(found.name, inline=found.photo),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=86400, immutable",
        },
    )


@router.get("/{reference}/{criterion}")
async def show(
    request: Request, site: AtSite, person: SignedIn, reference: str, criterion: str, go: str = ""
) -> Response:
    return await _page(request, site, person, reference, criterion, removed=go)


@router.post("/{reference}/{criterion}")
async def add(request: Request, site: AtSite, person: SignedIn, reference: str, criterion: str) -> Response:
    """Attach every file that was chosen. What cannot be taken is told by name; what can is kept."""
    source = await _source(site, person, reference)
    mistakes: list[Any] = []
    attached = 0
    try:
        form = await sent(request)
        key = str(form.get("key") or uuid.uuid4().hex)
        chosen = files_of(form, "files")
        if not chosen:
            mistakes.append(NOT_CHOSEN)
        for number, one in enumerate(chosen):
            try:
                await attach(
                    site, reference, criterion, await one.read(), one.filename or "", person, source=source,
                    id=f"{key}-{number}",
                )  # fmt: skip
                attached += 1
            except Refused as refusal:
                mistakes.append(refusal.text)
    except Refused as refusal:
        mistakes.append(refusal.text)
    if mistakes:
        return await _page(
            request, site, person, reference, criterion, mistakes=mistakes, attached=attached, status=422
        )
    return moved(f"/dinh-kem/{reference}/{criterion}", done="attached")


@router.post("/{reference}/{criterion}/go")
async def take_off(
    request: Request, site: AtSite, person: SignedIn, reference: str, criterion: str
) -> Response:
    """Remove a file, or put it back (`undo`)."""
    form = await sent(request)
    id, undo = str(form.get("id", "")), bool(form.get("undo"))
    await site.writer.write(
        lambda store: evidence.remove(
            store, case := store.case(reference), site.catalogue.pinned(case.standard, case.sha256), id, person,
            undo=undo,
        )
    )  # fmt: skip
    where = f"/dinh-kem/{reference}/{criterion}"
    return moved(where, done="restored") if undo else moved(where, done="removed", go=id)


async def _source(site: Site, person: Person, reference: str) -> str:
    """For whom somebody attaches: the inspector of this application, or else the applicant."""
    case = await site.read(lambda session: looked_at(session, reference))
    inspects = case.inspector == person.id and people.may(person, Deed.INSPECT, case.path, case) is None
    return "inspector" if inspects else "applicant"


async def _page(
    request: Request, site: Site, person: Person, reference: str, criterion: str, *, removed: str = "",
    mistakes: list[Any] | None = None, attached: int = 0, status: int = 200,
) -> Response:  # fmt: skip
    source = await _source(site, person, reference)

    def reading(session: Session) -> tuple[Any, ...]:
        case = looked_at(session, reference)
        people.require(person, Deed.READ, case.path)
        standard = site.catalogue.pinned(case.standard, case.sha256)
        try:
            evidence.require(case, standard, source, criterion, person)
            closed = None
        except Refused as refusal:
            closed = refusal.text
            if isinstance(refusal, NotFound):
                raise
        found = [one for one in evidence.of(session, case.id) if one.criterion == criterion]
        gone = evidence.one(session, removed) if removed else None
        return case, standard, found, gone, closed

    case, standard, found, gone, closed = await site.read(reading)
    said = paper(standard, case.season, language(request))
    row = next(row for row in said.rows if row.code == criterion)
    own = source == "applicant" and people.may(person, Deed.SUBMIT_DOSSIER, case.path) is None
    back = (
        f"/dang-ky/{reference}/{quote(criterion)}" if own
        else f"/kiem-tra/{reference}" if source == "inspector"
        else f"/ho-so/{reference}"
    )  # fmt: skip
    return page(
        request, "registration/attachments.html", status=status, case=case, reference=reference, row=row, found=found,
        gone=gone if gone and gone.application == case.id else None, closed=closed, mistakes=[("files", one) for one in mistakes or ()],
        attached=attached, source=source, back=back,
    )  # fmt: skip
