"""Offline: the inspector's app on a phone without a network: its shell, the dossiers it takes along, and the syncing."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain import visits
from domain.people import Deed, Person
from domain.texts import Text
from portal import forms
from portal.checklist import Checklist, Line, checklist, fields
from portal.guard import AtSite, anyone, may
from portal.pages import STATIC, environment, language, page, static

router = APIRouter()

Inspector = Annotated[Person, Depends(may(Deed.INSPECT))]

SHELL = "/kiem-tra/ngoai-tuyen"
# What the shell is made of, besides its page.
FILES = (
    "vendor/govuk-frontend.min.css",
    "antoan.css",
    "icon.svg",
    "once.js",
    "vendor/idb.min.js",
    "inspection.js",
    "inspection-app.js",
    "leaving.js",
)


@router.get("/sw.js")
def worker(_: Annotated[Any, Depends(anyone)]) -> Response:
    """The service worker. Its text changes whenever a file of the shell does, and with it what devices keep."""
    files = [static(name) for name in FILES]
    source = (STATIC / "inspection-worker.js").read_text()
    version = hashlib.sha256("\n".join([*files, source]).encode()).hexdigest()[:12]
    listed = ", ".join(f'"{one}"' for one in files)
    text = source.replace("__VERSION__", version).replace('"__FILES__"', listed).replace("__SHELL__", SHELL)
    return Response(text, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@router.get("/kiem-tra/app.webmanifest")
def manifest(request: Request, _: Annotated[Any, Depends(anyone)]) -> Response:
    """How the app is installed."""
    name = Text(vi="An Toàn – Kiểm tra", en="An Toàn – Inspection").in_(language(request))
    sizes = {"icon-192.png": "192x192", "icon-512.png": "512x512"}
    icons = [{"src": static(f), "sizes": s, "type": "image/png", "purpose": "any"} for f, s in sizes.items()]
    icons.append({"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"})
    told = {
        "id": SHELL, "name": name, "short_name": "An Toàn", "lang": language(request), "start_url": SHELL,
        "scope": "/kiem-tra", "display": "standalone", "background_color": "#f3f5f2", "theme_color": "#12433a",
        "icons": icons,
    }  # fmt: skip
    return JSONResponse(told, media_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@router.get("/kiem-tra/ngoai-tuyen")
def shell(request: Request, person: Inspector) -> Response:
    """The app's one page. It holds no dossier: those lie in the device's own store."""
    return page(request, "inspection/offline.html")


@router.get("/kiem-tra/mang-theo")
async def assigned(site: AtSite, person: Inspector) -> Response:
    """Which dossiers this person may take along."""
    waiting = await site.read(lambda session: visits.waiting(session, person))
    told = [
        {"reference": one.reference, "name": one.name, "place": one.place_name, "due_on": one.due_on.isoformat(),
         "late": one.late(site.today)}
        for one in waiting
    ]  # fmt: skip
    return JSONResponse({"account": person.login, "assigned": told})


@router.get("/kiem-tra/mang-theo/{reference}")
async def take_along(request: Request, site: AtSite, person: Inspector, reference: str) -> Response:
    """One dossier as it is taken along: its questions as forms, the applicant's answers, and what was found."""
    spoken = language(request)
    whole = await site.read(
        lambda session: checklist(session, site.catalogue, site.now, reference, person, spoken)
    )
    site.readings.note(person, whole.case.id, "inspection")
    return JSONResponse(carried(request, whole, person, site.today.isoformat()))


def carried(request: Request, whole: Checklist, person: Person, today: str) -> dict[str, Any]:
    return {
        "account": person.login,
        "reference": whole.case.reference,
        "name": whole.case.name,
        "place": whole.place,
        "due_on": whole.case.due_on,
        "late": bool(whole.case.due_on and whole.case.due_on < today),
        "open": whole.open,
        "page": f"/kiem-tra/{whole.case.reference}",
        "tag": _part(request, "tag", verdict=whole.verdict),
        "criteria": [criterion(request, whole, line) for line in whole.lines],
    }


def criterion(request: Request, whole: Checklist, line: Line) -> dict[str, Any]:
    """One criterion for a device: its form as it stands on the server, and the findings that stand."""
    row, latest = line.row, whole.sheet.latest(line.row.code)
    asked = forms.asked(row, own=False)
    shown = fields(whole.sheet, row)
    return {
        "code": row.code,
        "ask": row.ask,
        "begun": line.begun,
        "verdict": line.verdict,
        "latest": latest.id if latest else None,
        "others": [one.finding.id for one in line.sides if latest is None or one.finding.id != latest.id],
        "values": _flat(shown),
        "note": line.note,
        "tag": _part(request, "tag", verdict=line.verdict),
        "head": _part(request, "head", row=row, line=line),
        "form": _part(request, "form", row=row, asked=asked, shown=shown, note=line.note),
        "sides": [
            {
                "id": side.finding.id,
                "label": _part(request, "side", side=side),
                "values": _flat({one.key: forms.shown(one, {row.code: side.finding.facts}) for one in asked}),
                "note": side.finding.note,
            }
            for side in line.sides
        ]
        if line.conflict
        else [],
    }


def _flat(shown: dict[str, dict[str, str]]) -> dict[str, str]:
    return {name: value for own in shown.values() for name, value in own.items()}


def _part(request: Request, which: str, **values: Any) -> str:
    """A part of the app's pages, written here so that a form is written in one place only."""
    context = {"language": language(request), "which": which, **values}
    return environment().get_template("inspection/carried.html").render(context)
