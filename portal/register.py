"""Register: every recognition, for anybody to look up: a list to search, and a page for each unit that stays where it is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from html import escape
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import criteria_met, register, register_history
from domain.database import Session, Sql
from domain.errors import Refused
from domain.events import EVENTS, CertificateIssued
from domain.lifecycle import State
from domain.overview import COMMUNE, PROVINCE, place_names
from domain.register import STANDING_NAMES, Line, Standing, Wanted
from domain.register_history import Entry, Happened
from domain.rulebook.deciding import ALL
from domain.standards import Standard
from domain.texts import Text
from domain.unit_rows import KINDS
from portal import choices
from portal.guard import AtSite, anyone
from portal.lists import KIND_NAMES
from portal.memory import kept
from portal.openly import PAGE, base, cached
from portal.pages import moved, page
from portal.site import Site

router = APIRouter()

Everybody = Annotated[Any, Depends(anyone)]

EVERY_YEAR = "tat-ca"
# Field to the name that it has in an address.
NAMES = {
    "search": "q", "season": "nam", "kind": "loai", "standing": "tinh-trang", "place": "noi", "after": "sau", "before": "truoc",
}  # fmt: skip
# As colours of GOV.UK's tags; the word says the same.
TAGS = {
    Standing.IN_FORCE: "green",
    Standing.IN_QUESTION: "yellow",
    Standing.REVOKED: "red",
    Standing.EXPIRED: "grey",
}
ISSUED_IN = Sql(
    "select year from season where exists (select 1 from certificate c where c.season = year) order by year desc"
)
# What is told of an event in words of the register's own.
_TITLES = {
    CertificateIssued.name: Text(
        vi="Được công nhận, cấp giấy công nhận", en="Recognised, certificate issued"
    ),
}


@dataclass(frozen=True)
class Asked:
    """What an address asks of the register; `season` 0 is every year, `place` a code."""

    season: int = 0
    search: str = ""
    kind: str = ""
    standing: str = ""
    place: str = ""
    after: int | None = None
    before: int | None = None

    def address(self, where: str = "/so-cong-nhan", **changed: Any) -> str:
        """The address of this list, or of one that differs in something; a change starts at the first page."""
        if not changed.keys() & {"after", "before"}:
            changed |= {"after": None, "before": None}
        asked = replace(self, **changed)
        query = {"nam": asked.season or EVERY_YEAR}
        query |= {
            NAMES[one.name]: value
            for one in fields(asked)
            if one.name != "season" and (value := getattr(asked, one.name)) not in ("", None)
        }
        return f"{where}?{urlencode(query)}"

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.standing or self.place)


class Found(NamedTuple):
    """What the list shows. `total` is of all pages."""

    asked: Asked
    page: register.Page
    total: int
    names: dict[str, str]
    seasons: list[int]
    place: choices.Place | None
    places: list[choices.Place]


class Told(NamedTuple):
    """One recognition on a unit's page."""

    line: Line
    standard: Standard | None
    known_edition: bool
    decided: register_history.Decided | None
    found: criteria_met.Found | None


class Shown(NamedTuple):
    """What the page of a unit shows."""

    entry: Entry
    told: list[Told]
    happened: list[Happened]
    names: dict[str, str]


@router.get("/so-cong-nhan")
async def every(request: Request, site: AtSite, _: Everybody) -> Response:
    """The list, searched and narrowed as its address says."""
    found = await site.read(lambda session: _found(session, site, request.query_params))
    answer = page(
        request, "register/list.html", found=found, asked=found.asked, today=site.today, kinds=KIND_NAMES, all_kinds=KINDS,
        standings={one.value: name for one, name in STANDING_NAMES.items()}, tags=TAGS, fields=NAMES, every_year=EVERY_YEAR,
    )  # fmt: skip
    return cached(request, answer, PAGE)


@router.get("/so-cong-nhan/{code}")
async def unit(request: Request, site: AtSite, _: Everybody, code: str) -> Response:
    """One unit over the years. A unit that was merged says into which; one that was never recognised is not here."""
    shown = await site.read(lambda session: _shown(session, site, code))
    if shown is None:
        return missing(request, code)
    if not shown.entry.lines and shown.entry.heir:
        return moved(f"/so-cong-nhan/{shown.entry.heir.code}")
    answer = page(
        request, "register/unit.html", shown=shown, entry=shown.entry, today=site.today, kinds=KINDS, standings=STANDING_NAMES,
        tags=TAGS, titles={name: _TITLES.get(name, EVENTS[name].title) for name in register_history.TOLD}, all=ALL,
        embed=_embed(base(request), shown.entry),
    )  # fmt: skip
    return cached(request, answer, PAGE)


def _embed(here: str, entry: Entry) -> Text:
    """What somebody copies into a page of their own."""
    where, name = f"{here}/so-cong-nhan/{entry.now.code}", escape(entry.now.name)
    html = '<a href="{where}"><img src="{where}/huy-hieu.svg{more}" alt="{label}: {name}" height="28"></a>'
    return Text(
        vi=html.format(where=where, name=name, label="An toàn về an ninh, trật tự", more=""),
        en=html.format(where=where, name=name, label="Safe in security and order", more="?lang=en"),
    )


def missing(request: Request, code: str) -> Response:
    """What whoever asks for something else is told: the same for a code that nobody has and a unit never recognised."""
    return page(request, "register/missing.html", status=404, code=code[:32])


def read(query: Mapping[str, str], newest: int) -> Asked:
    """What an address asks for; what cannot be understood is not asked. `newest` is meant where no year is named."""

    def said(name: str) -> str:
        return "".join(filter(str.isprintable, query.get(NAMES[name], ""))).strip()[:200]

    def number(name: str) -> int | None:
        text = said(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    season = 0 if said("season") == EVERY_YEAR else number("season") or newest
    return Asked(
        season=season,
        search=said("search"),
        kind=said("kind")[:40],
        standing=said("standing") if said("standing") in set(Standing) else "",
        place=said("place")[:32],
        after=number("after"),
        before=number("before"),
    )


def wanted(
    session: Session, query: Mapping[str, str]
) -> tuple[Asked, Wanted, choices.Place | None, list[int]]:
    """What an address asks, in the words of the domain; the place that it names; the years that there are."""
    seasons = [year for (year,) in session.rows(ISSUED_IN)]
    asked = read(query, seasons[0] if seasons else 0)
    place = choices.place(session, asked.place)
    # A place that there is not holds no unit.
    path = place.path if place else "//" if asked.place else ""
    return asked, Wanted(asked.season, asked.search, asked.kind, path, asked.standing), place, seasons


def _found(session: Session, site: Site, query: Mapping[str, str]) -> Found:
    asked, what, place, seasons = wanted(session, query)
    shown = register.page(
        session, what, site.today, mark=asked.before or asked.after, backwards=asked.before is not None
    )
    total = shown.total
    if total is None:
        total = kept(
            site.database, ("register", what, site.today), lambda: register.count(session, what, site.today)
        )
    paths = {line.path[:width] for line in shown.lines for width in (PROVINCE, COMMUNE)}
    names = place_names(session, paths)
    return Found(
        asked, shown, total, names, seasons, place, choices.offered(session, "/", place.path if place else ""),
    )  # fmt: skip


def _shown(session: Session, site: Site, code: str) -> Shown | None:
    entry = register_history.entry(session, code, site.today)
    if entry is None or not (entry.lines or entry.heir):
        return None
    decided = register_history.decided(session, [line.id for line in entry.lines])
    met = criteria_met.found(session, site.catalogue, entry.lines, site.today)
    told = []
    for line in entry.lines:
        standard = site.catalogue.standards.get(line.standard)
        try:
            site.catalogue.pinned(line.standard, line.sha256)
            same = True
        except Refused:
            same = False
        told.append(Told(line, standard, same, decided.get(line.id), met.get(line.id)))
    paths = {one.path[:width] for one in (*entry.versions, *entry.before) for width in (PROVINCE, COMMUNE)}
    happened = [
        one
        for one in register_history.history(session, entry.lines)
        # Only what can still be seen of a recognition is told: a review that ended well is nobody's concern.
        if one.name not in ("recognition-questioned", "recognition-upheld")
        or one.line.state == State.IN_QUESTION
    ]
    return Shown(entry, told, happened, place_names(session, paths))
