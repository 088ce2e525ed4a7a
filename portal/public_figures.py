"""Public figures: a season in numbers for everybody, the country or a province, with what could tell on few units withheld."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import public_figures
from domain.cases import code_of
from domain.database import Session
from domain.overview import PROVINCE, place_names
from domain.public_figures import Figures, Sum
from domain.register import STANDING_NAMES, Standing
from domain.settings import settings
from domain.shortfalls import Shortfall, shortfalls
from domain.texts import Text
from portal import choices, filters, maps, summaries
from portal.figures import file_of
from portal.filters import Filters
from portal.guard import AtSite, anyone
from portal.maps import Map, Share
from portal.memory import kept, letters
from portal.openly import PAGE, cached
from portal.pages import page
from portal.report import kind_name
from portal.site import Site
from portal.tables import Cell, Table

router = APIRouter()

Everybody = Annotated[Any, Depends(anyone)]

HIDDEN = Text(vi="không nêu", en="withheld")
_REST = Text(vi="Chưa có quyết định hoặc không được công nhận", en="Not decided yet, or not recognised")
_HEAD = (
    Text(vi="Số đơn vị", en="Units"),
    Text(vi="Đã đăng ký", en="Registered"),
    *(Text(vi=name.vi.capitalize(), en=name.en.capitalize()) for name in STANDING_NAMES.values()),
    _REST,
)
_SPLIT = {
    "open": Text(vi="Chưa có quyết định", en="Not decided yet"),
    "declined": Text(vi="Không được công nhận", en="Not recognised"),
    "not_eligible": Text(vi="Không thuộc đối tượng", en="Not eligible"),
    "withdrawn": Text(vi="Đã rút (không tính là đã đăng ký)", en="Withdrawn (not counted as registered)"),
}


class Shown(NamedTuple):
    """What a page of public figures shows."""

    asked: Filters
    place: choices.Place | None
    seasons: list[int]
    places: list[choices.Place]
    whole: Sum
    told: bool
    tables: list[Table]
    drawn: Map | None
    links: dict[str, str]


@router.get("/so-lieu")
async def public(request: Request, site: AtSite, _: Everybody) -> Response:
    """The country or a province."""
    shown = await site.read(lambda session: _shown(session, site, dict(request.query_params)))
    shown = shown._replace(tables=[_without_hidden(one) for one in shown.tables])
    answer = page(
        request, "figures/public.html", shown=shown, asked=shown.asked, whole=shown.whole, measure=maps.OF_UNITS,
        on=site.today, province=shown.place is not None, small=settings().small_numbers,
        in_force=shown.whole.standings[Standing.IN_FORCE],
    )  # fmt: skip
    return cached(request, answer, PAGE)


@router.get("/so-lieu/{table}.{kind}")
async def public_file(request: Request, site: AtSite, _: Everybody, table: str, kind: str) -> Response:
    """One of the tables as a file."""
    shown = await site.read(lambda session: _shown(session, site, dict(request.query_params)))
    return await file_of(request, shown.tables, shown.asked.season, table, kind)


def _shown(session: Session, site: Site, query: Mapping[str, str]) -> Shown:
    asked = filters.read(query, choices.newest(session, site.today))
    place = choices.place(session, asked.place)
    if place is not None and len(place.path) != PROVINCE:
        # Nothing finer than a province has a page of its own.
        place = None
    asked = Filters(season=asked.season, place=place.code if place else "")
    small = settings().small_numbers
    found = kept(
        site.database, ("public", asked.season, site.today, small),
        lambda: public_figures.figures(session, asked.season, site.today, small),
    )  # fmt: skip
    here = place.path if place else ""
    kinds = found.kinds(here)
    if place:
        rows = found.places(here)
        whole = found.provinces().get(here, Sum())
        told = found.may_tell(whole, found.told.provinces, here)
        tables = [_kinds(kinds, None), _places(session, asked, rows, found, found.told.places, here)]
    else:
        rows = found.provinces()
        whole = found.whole
        told = found.may_tell(whole, frozenset({""} if found.told.whole else ()), "")
        missed = _missed(session, site, asked.season, found)
        reasons = [summaries.reasons(missed, lambda one: "")] if missed else []
        tables = [
            _kinds(kinds, found),
            _split(found),
            *reasons,
            _places(session, asked, rows, found, found.told.provinces, ""),
        ]
    # What everybody knows anyway: of the rest that took part nothing is drawn.
    shares = {
        code_of(path): Share(one.standings[Standing.IN_FORCE], one.units)
        for path, one in rows.items()
        if path != here
    }
    return Shown(
        asked, place, choices.seasons(session), choices.provinces(session), whole, told, tables, _drawn(here, shares, site.today),
        {} if place else {code: asked.address("/so-lieu", place=code) for code in shares},
    )  # fmt: skip


def _drawn(here: str, shares: Mapping[str, Share], on: date) -> Map | None:
    return maps.province(here.strip("/"), shares, on) if here else maps.country(shares, on)


def _missed(session: Session, site: Site, season: int, found: Figures) -> list[Shortfall]:
    """Why units fail, in the whole country: of kinds whose rest is told, and no number below the threshold."""
    missed: list[Shortfall] = kept(
        site.database, ("public reasons", season),
        lambda: shortfalls(session, letters(site.database), site.catalogue, season, None),
    )  # fmt: skip
    return [one for one in missed if one.kind in found.told.kinds and one.many >= found.small]


def _kinds(rows: Mapping[str, Sum], found: Figures | None) -> Table:
    """By kind. In a province without registrations: with them the few of one kind could be worked out."""
    lines = []
    for kind, one in rows.items():
        told = found is not None and found.may_tell(one, found.told.kinds, kind)
        cells = _cells(one, told)
        lines.append((Cell(kind_name(kind)), *(cells if found else (cells[0], *cells[2:-1]))))
    head = _HEAD if found else (_HEAD[0], *_HEAD[2:-1])
    return Table(
        "theo-loai",
        Text(vi="Theo loại đơn vị", en="By kind of unit"),
        (Text(vi="Loại", en="Kind"), *head),
        tuple(lines),
    )


def _split(found: Figures) -> Table:
    lines = tuple(
        (Cell(_SPLIT[name]), Cell(HIDDEN if many is None else many)) for name, many in found.split().items()
    )
    return Table(
        "theo-buoc", Text(vi="Hồ sơ không có trong sổ công nhận", en="Applications that are not on the register"),
        (Text(vi="Trạng thái", en="State"), Text(vi="Hồ sơ", en="Applications")), lines,
        Text(vi="Chỉ nêu cho cả nước.", en="Told for the whole country only."),
    )  # fmt: skip


def _without_hidden(table: Table) -> Table:
    """As a page shows it: what no row tells is said once, above, and takes no column. A file keeps its columns."""
    columns = range(len(table.head))
    hidden = [one for one in columns if table.rows and all(row[one].value == HIDDEN for row in table.rows)]
    left = [one for one in columns if one not in hidden]
    if not hidden or len(left) == 1:
        return table
    names = [table.head[one] for one in hidden]
    return replace(
        table,
        head=tuple(table.head[one] for one in left),
        rows=tuple(tuple(row[one] for one in left) for row in table.rows),
        note=Text(
            vi="Không dòng nào nêu: " + ", ".join(f"“{name.vi}”" for name in names) + ".",
            en="Withheld in every row: " + ", ".join(f"“{name.en}”" for name in names) + ".",
        ),
    )


def _places(
    session: Session,
    asked: Filters,
    rows: Mapping[str, Sum],
    found: Figures,
    names: frozenset[str],
    here: str,
) -> Table:
    called = place_names(session, rows)
    lines = []
    for path, one in rows.items():
        code = code_of(path)
        link = "" if here else asked.address("/so-lieu", place=code)
        title = summaries.OWN_UNITS if path == here else called.get(path, code)
        lines.append((Cell(title, link), *_cells(one, found.may_tell(one, names, path))))
    return Table(
        "theo-noi", Text(vi="Theo nơi", en="By place"), (Text(vi="Nơi", en="Place"), *_HEAD), tuple(lines)
    )


def _cells(one: Sum, told: bool) -> tuple[Cell, ...]:
    rest = (Cell(one.registered, of=one.units), Cell(one.rest)) if told else (Cell(HIDDEN), Cell(HIDDEN))
    return Cell(one.units), rest[0], *(Cell(one.standings[standing]) for standing in STANDING_NAMES), rest[1]
