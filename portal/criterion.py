"""Criterion: one question of the checklist: the inspector's answers to it are kept as findings, and conflicts settled."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID, uuid4, uuid5

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import findings
from domain.errors import BadInput, NotFound
from domain.findings import Written
from domain.people import Deed, Person
from domain.texts import Text
from portal import forms
from portal.checklist import Checklist, Line, checklist, fields
from portal.guard import AtSite, may
from portal.pages import language, moved, page
from portal.site import Site

router = APIRouter()

Inspector = Annotated[Person, Depends(may(Deed.INSPECT))]
# What a finding names as its device when it was typed into a page of the portal.
PAGE = "web"


@router.get("/kiem-tra/{reference}/{code}")
async def criterion(request: Request, site: AtSite, person: Inspector, reference: str, code: str) -> Response:
    whole, line = await _line(request, site, person, reference, code)
    site.readings.note(person, whole.case.id, "inspection")
    return _page(request, whole, line)


@router.post("/kiem-tra/{reference}/{code}")
async def record(request: Request, site: AtSite, person: Inspector, reference: str, code: str) -> Response:
    """Keep what was typed as a finding; `do` says whether to go on, to copy the applicant's answers, or to choose a side."""
    whole, line = await _line(request, site, person, reference, code)
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    note, wanted = form.get("note", ""), form.get("do", "next")
    typed = forms.read(form, whole.sheet.standard, [line.row], own=False)
    facts: Mapping[str, Any] = typed.facts.get(code, {})
    based_on, settles = form.get("based_on") or None, tuple(form.get("settles", "").split())
    if wanted == "same":
        facts, typed.mistakes = whole.sheet.applicant.get(code, {}), {}
    elif wanted == "choose":
        chosen = next((one.finding for one in line.sides if one.finding.id == form.get("side")), None)
        if chosen is None:
            typed.mistakes["side"] = Text(
                vi="Hãy chọn một trong các ghi nhận.", en="Choose one of the findings."
            )
            return _page(request, whole, line, {}, note="", mistakes={"side": typed.mistakes["side"]})
        facts, note, typed.mistakes = chosen.facts, chosen.note, {}
        based_on = chosen.id
        settles = tuple(one.finding.id for one in line.sides if one.finding.id != chosen.id)
    mistakes = dict(typed.mistakes)
    if len(note) > findings.LONGEST_NOTE:
        mistakes["note"] = Text(vi="Ghi chú quá dài.", en="The note is too long.")
    if not mistakes and not facts and not note.strip() and based_on is None:
        asked = forms.asked(line.row, own=False)
        mistakes[asked[0].key if asked else "note"] = Text(
            vi="Chưa ghi gì. Hãy trả lời ít nhất một câu, hoặc ghi chú.",
            en="Nothing is filled in. Answer at least one question, or write a note.",
        )
    if mistakes:
        return _page(request, whole, line, typed.raw, note=note, mistakes=mistakes)
    written = Written(
        _id(form.get("key", ""), code, facts, note), code, facts, note, PAGE, site.now, based_on, settles
    )
    try:
        told = await site.writer.write(
            lambda store: findings.record(store, site.catalogue, reference, written, person)
        )
    except BadInput as refusal:
        return _page(request, whole, line, typed.raw, note=note, mistakes={"note": refusal.text})
    done = {"choose": "settled"}.get(wanted, "saved")
    if told == "conflict" or wanted in ("same", "choose", "stay"):
        return moved(address(reference, code), done="conflict" if told == "conflict" else done)
    following = whole.after(code)
    return moved(address(reference, following) if following else f"/kiem-tra/{reference}", done=done)


@router.post("/kiem-tra/{reference}/{code}/xet")
async def judged(request: Request, site: AtSite, person: Inspector, reference: str, code: str) -> Response:
    """What the engine would say of what stands in the form now; a part of the page, and nothing is kept."""
    whole, line = await _line(request, site, person, reference, code)
    typed = forms.read(await request.form(), whole.sheet.standard, [line.row], own=False)
    spoken = language(request)
    whole = await site.read(
        lambda session: checklist(
            session, site.catalogue, site.now, reference, person, spoken, {code: typed.facts.get(code, {})}
        )
    )
    return page(request, "inspection/engine.html", list=whole, line=whole.line(code), mistakes=typed.mistakes)


def address(reference: str, code: str) -> str:
    return f"/kiem-tra/{reference}/{quote(code)}"


async def _line(
    request: Request, site: Site, person: Person, reference: str, code: str
) -> tuple[Checklist, Line]:
    spoken = language(request)
    whole = await site.read(
        lambda session: checklist(session, site.catalogue, site.now, reference, person, spoken)
    )
    line = whole.line(code)
    if line is None:
        raise NotFound(
            "Hồ sơ này không có tiêu chí “{code}”.", "This application has no criterion “{code}”.", code=code
        )
    return whole, line


def _page(
    request: Request,
    whole: Checklist,
    line: Line,
    raw: Mapping[str, str] | None = None,
    *,
    note: str | None = None,
    mistakes: Mapping[str, Text] | None = None,
) -> Response:
    latest = whole.sheet.latest(line.row.code)
    return page(
        request, "inspection/criterion.html", status=422 if mistakes else 200, list=whole, line=line, row=line.row,
        asked=forms.asked(line.row, own=False), shown=fields(whole.sheet, line.row, raw),
        note=line.note if note is None else note, mistakes=mistakes or {}, latest=latest,
        others=[one.finding.id for one in line.sides if latest is None or one.finding.id != latest.id],
        address=address, following=whole.after(line.row.code),
        history=[one for one in reversed(whole.sheet.findings) if one.criterion == line.row.code],
    )  # fmt: skip


def _id(key: str, code: str, facts: Mapping[str, Any], note: str) -> str:
    """The id of a finding that a page hands in: the same however often the same form is sent, another one when its
    content is another."""
    try:
        made = UUID(key)
    except ValueError:
        made = uuid4()
    return str(uuid5(made, orjson.dumps([code, facts, note], option=orjson.OPT_SORT_KEYS).decode()))
