"""Public: what every standard asks, in plain words and as papers, for anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain.standards import Standard
from domain.texts import Language, Text
from domain.unit_rows import KINDS
from portal.guard import AtSite, anyone
from portal.pages import language, page
from portal.papers.content import paper
from portal.report import kind_name
from portal.uploads import disposition

router = APIRouter(prefix="/tieu-chuan")

Anyone = Annotated[Any, Depends(anyone)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The papers of a standard, by the name that an address asks for: type and what it is called.
PAPERS = {
    "trang-in.html": ("text/html; charset=utf-8", Text(vi="Trang để in (tiêu chí, phiếu chuẩn bị, phiếu kiểm tra)", en="Page to print (criteria, readiness sheet, checklist)")),
    "phieu-chuan-bi.docx": (DOCX, Text(vi="Phiếu chuẩn bị (Word)", en="Readiness sheet (Word)")),
    "phieu-kiem-tra.docx": (DOCX, Text(vi="Phiếu kiểm tra (Word)", en="Inspector's checklist (Word)")),
    "bieu-mau.xlsx": (XLSX, Text(vi="Biểu mẫu để điền (Excel)", en="Form to fill in (Excel)")),
}  # fmt: skip
# The printed page has its own look inside it; it holds no script, and its policy lets none run.
_PRINTED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Group:
    """The editions for one kind of unit, the newest first."""

    kind: Text
    editions: tuple[Standard, ...]


@router.get("")
def every(request: Request, site: AtSite, _: Anyone) -> Response:
    """The standards by kind of unit: those that units register under, and those that are only judged by."""
    found = site.catalogue.standards.values()
    return page(
        request, "public/standards.html",
        groups=_grouped(one for one in found if one.opens_registration and not one.place),
        places=_grouped(one for one in found if one.opens_registration and one.place),
        others=_grouped(one for one in found if not one.opens_registration),
        year=site.today.year,
    )  # fmt: skip


@router.get("/{path:path}")
async def one(request: Request, site: AtSite, _: Anyone, path: str, dot: str = "") -> Response:
    """One standard in one season; or, with the name of a paper behind its path, that paper."""
    whole, _slash, name = path.rpartition("/")
    asked = name if name in PAPERS else ""
    standard = site.catalogue.get(whole if asked else path)
    season = _season(standard, dot, site.today.year)
    chosen = language(request)
    if asked:
        return await run_in_threadpool(_paper, standard, season, chosen, asked)
    return page(
        request, "public/standard.html", standard=standard, said=paper(standard, season, chosen), season=season,
        seasons=_seasons(standard, site.today.year), papers=PAPERS,
        kind=_kind(standard.kind),
    )  # fmt: skip


def _paper(standard: Standard, season: int, chosen: Language, name: str) -> Response:
    stem, ending = name.rsplit(".", 1)
    called = f"{stem}-{re.sub(r'[^a-z0-9]+', '-', standard.path)}-{season}-{chosen}.{ending}"
    printed = ending == "html"
    headers = {
        "Content-Disposition": disposition(called, inline=printed),
        "X-Content-Type-Options": "nosniff",
    }
    if printed:
        headers["Content-Security-Policy"] = _PRINTED
    return Response(_made(standard, season, chosen, name), media_type=PAPERS[name][0], headers=headers)


@lru_cache(maxsize=128)
def _made(standard: Standard, season: int, chosen: Language, name: str) -> bytes:
    """A paper, made once: anybody may ask for it as often as they like."""
    from portal.papers import forms as forms_on_paper
    from portal.papers import page as printed
    from portal.papers import word

    said = paper(standard, season, chosen)
    match name:
        case "trang-in.html":
            return printed.page(said).encode()
        case "phieu-chuan-bi.docx":
            return word.readiness(said)
        case "phieu-kiem-tra.docx":
            return word.checklist(said)
    return forms_on_paper.form(said)


def _season(standard: Standard, asked: str, year: int) -> int:
    """The season that was asked for, else this year's, else the nearest that the standard judges."""
    if asked.isascii() and asked.isdecimal() and len(asked) == 4 and int(asked) in standard.seasons:
        return int(asked)
    return max(standard.seasons.first, min(year, standard.seasons.until or year))


def _seasons(standard: Standard, year: int) -> list[int]:
    """The seasons to choose from: up to next year, the last five."""
    last = min(standard.seasons.until or year + 1, year + 1)
    return [one for one in range(last, last - 5, -1) if one in standard.seasons]


def _kind(kind: str) -> Text:
    """What a kind is called; one that no unit has is told as its code, since nobody named it in Vietnamese."""
    if kind not in KINDS:
        return Text(vi=f"loại khác ({kind})", en=f"another kind ({kind})")
    return kind_name(kind)


def _grouped(standards: Iterable[Standard]) -> list[Group]:
    order = [*KINDS]
    found: dict[str, list[Standard]] = {}
    for standard in standards:
        found.setdefault(standard.kind, []).append(standard)
    kinds = sorted(found, key=lambda kind: (order.index(kind) if kind in order else len(order), kind))
    return [
        Group(
            _kind(kind),
            tuple(sorted(found[kind], key=lambda one: (-one.seasons.first, one.path))),
        )
        for kind in kinds
    ]
