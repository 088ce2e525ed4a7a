"""Serving: a document as the answer to a request: made or fetched in a thread, as a PDF or for Word."""

import re
from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from domain.errors import NotFound
from domain.names import fold
from portal.documents import signing, word
from portal.documents.frame import Paper
from portal.documents.keeping import Sheet, kept
from portal.documents.making import made
from portal.site import Site

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# What an authority signs; everything else is signed by hand.
SIGNED = frozenset({"decision", "certificate"})


async def served(site: Site, paper: Paper, form: str, name: str) -> Response:
    """The document in this form, under this name. Raises Refused."""
    if form not in MEDIA:
        raise NotFound(
            "Văn bản này chỉ có dạng PDF và Word.", "This document comes as PDF and for Word.", form=form
        )
    content = await run_in_threadpool(document, site, paper, form)
    how = "inline" if form == "pdf" else "attachment"
    # A header holds no đ: programs that do not read the second form get the name without marks.
    plain = re.sub(r"[^a-z0-9.-]+", "-", fold(name))
    disposition = f"{how}; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(name)}.{form}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return Response(content, media_type=MEDIA[form], headers=headers)


def document(site: Site, paper: Paper, form: str) -> bytes:
    """The bytes of a document, made when it is first asked for. For a thread of its own."""
    sheet, make = prepared(site, paper, form)
    return kept(site, sheet, make)


def prepared(site: Site, paper: Paper, form: str) -> tuple[Sheet, Callable[[str], bytes]]:
    """Under which name a document is kept, and how it is made."""
    if form == "docx":
        template = word.template(site.home, paper.kind)
        return Sheet(paper.kind, paper.subject, template.form), lambda at: word.filled(template, paper.data)
    signer = signing.signer() if paper.kind in SIGNED else None
    if signer is None:
        return Sheet(paper.kind, paper.subject, "pdf"), lambda at: made(paper.kind, paper.data)
    said, place = paper.data["title"], paper.data["locality"]
    return Sheet(paper.kind, paper.subject, "signed"), lambda at: signer.sign(
        made(paper.kind, paper.data), at=at, reason=said, place=place
    )
