"""Lists: the applications that somebody may read: filtered, searched, ordered, a page at a time, and as a file."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import listing, shortfalls
from domain.database import Session
from domain.lifecycle import STATE_NAMES, State
from domain.listing import Line, Wanted
from domain.overview import COMMUNE, PROVINCE, place_names
from domain.people import Deed, Person
from domain.rulebook import figures
from domain.rulebook.criteria_files import Criterion
from domain.texts import Text
from domain.unit_rows import KINDS
from portal import choices, exports, filters
from portal.filters import Filters
from portal.guard import AtSite, may
from portal.memory import kept, letters
from portal.pages import language, page
from portal.report import kind_name
from portal.simulated import WORDS
from portal.site import Site

router = APIRouter()

Reader = Annotated[Person, Depends(may(Deed.READ))]

# A kind of applicant: communes, wards and special zones are one, and a province is none.
KIND_NAMES = {kind: kind_name(kind) for kind in KINDS if kind not in ("province", "ward", "special-zone")}

_HEAD = (
    Text(vi="Số hồ sơ", en="Application"),
    Text(vi="Tên đơn vị", en="Unit"),
    Text(vi="Mã đơn vị", en="Unit code"),
    Text(vi="Loại", en="Kind"),
    Text(vi="Tỉnh", en="Province"),
    Text(vi="Xã", en="Commune"),
    Text(vi="Trạng thái", en="State"),
    Text(vi="Kết quả chấm", en="Verdict"),
    Text(vi="Hạn", en="Due"),
    Text(vi="Quá hạn", en="Late"),
    Text(vi="Người kiểm tra", en="Inspector"),
)
_YES = Text(vi="có", en="yes")


class Found(NamedTuple):
    """What the page of a list shows."""

    asked: Filters
    page: listing.Page
    names: dict[str, str]
    area: str
    seasons: list[int]
    places: list[choices.Place]
    place: choices.Place | None
    inspectors: list[tuple[int, str]]
    criterion: Criterion | None

    @property
    def one_commune(self) -> bool:
        """Whether everything that somebody may read lies in one commune, so that naming it in each row says nothing."""
        return len(self.area) >= COMMUNE


@router.get("/ho-so")
async def applications(request: Request, site: AtSite, person: Reader) -> Response:
    """The list. With htmx only what stands below the search box."""
    part = bool(request.headers.get("hx-request")) and not request.headers.get("hx-history-restore-request")
    found = await site.read(lambda session: _found(session, site, person, dict(request.query_params)))
    return page(
        request, "figures/rows.html" if part else "figures/list.html", found=found, asked=found.asked, today=site.today,
        states=filters.STATES, dues=filters.DUES, orders=filters.ORDERS, kinds=KIND_NAMES, verdicts=WORDS, fields=filters.NAMES,
        state_names={state.value: name for state, name in STATE_NAMES.items()}, part=part,
    )  # fmt: skip


@router.get("/ho-so.{kind}")
async def as_file(request: Request, site: AtSite, person: Reader, kind: str) -> Response:
    """The whole list, however long, as CSV or XLSX."""
    ending = "xlsx" if kind == "xlsx" else "csv"
    spoken = language(request)
    asked = await site.read(
        lambda session: filters.read(request.query_params, choices.newest(session, site.today))
    )
    name = f"ho-so-{asked.season}-{site.today.isoformat()}"
    head = [one.in_(spoken) for one in _HEAD]
    sheet = Text(vi="Hồ sơ", en="Applications").in_(spoken)
    return await exports.sent(ending, name, sheet, head, _rows(site, person, asked, spoken))


def _rows(site: Site, person: Person, asked: Filters, spoken: str) -> Iterator[list[exports.Cell]]:
    today = site.today
    with site.database.reading() as session:
        wanted, _, _ = wish(session, site, person, asked)
        names = {one.path: one.name for one in choices.provinces(session)}
        for line in listing.every(
            session, person, wanted, today, order=asked.order, descending=asked.descending
        ):
            commune = line.path[:COMMUNE]
            if commune not in names:
                names |= place_names(session, [commune])
                names.setdefault(commune, "")
            yield _row(line, names, today, spoken)


def _row(line: Line, names: dict[str, str], today: date, spoken: str) -> list[exports.Cell]:
    inside = names.get(line.path[:COMMUNE], "") if len(line.path) > PROVINCE else ""
    return [
        line.reference,
        line.name,
        line.code,
        KIND_NAMES.get(line.kind, Text(vi=line.kind, en=line.kind)).in_(spoken),
        names.get(line.path[:PROVINCE], ""),
        inside,
        STATE_NAMES[State(line.state)].in_(spoken),
        WORDS[line.verdict].in_(spoken) if line.verdict else "",
        figures.day(line.due_on).in_(spoken) if line.due_on else "",
        _YES.in_(spoken) if line.late(today) else "",
        line.inspector or "",
    ]


def _found(session: Session, site: Site, person: Person, query: dict[str, str]) -> Found:
    asked = filters.read(query, choices.newest(session, site.today))
    wanted, place, criterion = wish(session, site, person, asked)
    shown = listing.page(
        session, person, wanted, site.today, order=asked.order, descending=asked.descending,
        mark=asked.before or asked.after, backwards=asked.before is not None,
    )  # fmt: skip
    area = choices.area(person)
    paths = {line.path[:width] for line in shown.lines for width in (PROVINCE, COMMUNE)}
    return Found(
        asked, shown, place_names(session, paths), area, choices.seasons(session),
        choices.offered(session, area, place.path if place else ""), place, choices.inspectors(session, person), criterion,
    )  # fmt: skip


def wish(
    session: Session, site: Site, person: Person, asked: Filters
) -> tuple[Wanted, choices.Place | None, Criterion | None]:
    """What an address asks, in the words of the domain; the place and the criterion that it names."""
    place = choices.place(session, asked.place)
    criterion, of = None, None
    if asked.criterion:
        path, _, code = asked.criterion.partition(":")
        standard = site.catalogue.standards.get(path)
        criterion = standard.by_code.get(code) if standard else None
        of = kept(
            site.database,
            (asked.season, asked.criterion, person.roles),
            lambda: shortfalls.failing(
                session, letters(site.database), site.catalogue, asked.season, person, path, code
            ),
        )
    wanted = Wanted(
        season=asked.season, search=asked.search, kind=asked.kind, state=asked.state, verdict=asked.verdict, due=asked.due,
        inspector=asked.inspector, of=of,
        # A place that there is not holds no application.
        place=place.path if place else "//" if asked.place else "",
    )  # fmt: skip
    return wanted, place, criterion
