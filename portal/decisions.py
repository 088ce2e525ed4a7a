"""Decisions: the book of an authority, and one decision with its list: all of it for its offices, what is public for anyone."""

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import decision_book, decisions
from domain.database import Session
from domain.decisions import FIELDS, Item
from domain.errors import NotFound
from domain.events import AppealAllowed, RecognitionDeclined
from domain.lifecycle import STATE_NAMES
from domain.people import Person, Role
from domain.rulebook import figures
from domain.texts import Text
from portal import exports
from portal.documents import of_decision
from portal.guard import AtSite, anyone, holder, owes_second
from portal.pages import language, page
from portal.queues import PAGE, kind_name

router = APIRouter(prefix="/quyet-dinh")
Reader = Annotated[Person, Depends(holder(*decision_book.READERS))]


# What is told to nobody but the offices and the unit: an appeal that was allowed tells of a refusal before it.
_APART = frozenset({RecognitionDeclined.name, AppealAllowed.name})


class Shown(NamedTuple):
    """A unit in a decision's list as this reader may see it; `whole` with the reason and the way to the dossier."""

    item: Item
    whole: bool


# What a spreadsheet of the book has in its columns.
_HEAD = (
    Text(vi="Số quyết định", en="Decision"),
    Text(vi="Ngày ký", en="Signed on"),
    Text(vi="Cơ quan", en="Authority"),
    Text(vi="Nội dung", en="Subject"),
    Text(vi="Đợt", en="Season"),
    Text(vi="Số đơn vị", en="Units"),
    Text(vi="Người ký", en="Signer"),
)
# Longer than any authority's book.
_ALL = 10_000_000


class _Book(NamedTuple):
    """One page of a book, as the list's links need it."""

    total: int
    page: int
    rows: list[decision_book.Listed]
    years: list[int]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@router.get("")
async def book(
    request: Request, site: AtSite, person: Reader, trang: int = 1, noi: str = "", nam: int = 0
) -> Response:
    """The decisions of the places that this person holds an office for, the last one first."""
    trang, nam = max(1, min(trang, 100_000)), _year(nam)

    def look(session: Session) -> _Book:
        places = decision_book.places(person)
        rows = decision_book.book(session, places, PAGE, (trang - 1) * PAGE, place=noi, year=nam)
        total = decision_book.count(session, places, noi, nam)
        return _Book(total, trang, rows, decision_book.years(session, places, noi))

    found = await site.read(look)
    return page(request, "decisions/list.html", book=found, place=noi, year=nam)


@router.get("/so-quyet-dinh.{kind}")
async def as_file(
    request: Request, site: AtSite, person: Reader, kind: str, noi: str = "", nam: int = 0
) -> Response:
    """The whole book, of one place or year where those are named, as CSV or XLSX."""
    spoken, places = language(request), decision_book.places(person)
    rows = await site.read(
        lambda session: decision_book.book(session, places, _ALL, place=noi, year=_year(nam))
    )
    lines = [
        (
            one.symbol, figures.day(one.signed_on).in_(spoken), one.place_name, one.title.in_(spoken), one.season, one.units,
            one.signer_name,
        )
        for one in rows
    ]  # fmt: skip
    sheet = Text(vi="Sổ quyết định", en="Book of decisions").in_(spoken)
    ending = "xlsx" if kind == "xlsx" else "csv"
    return await exports.sent(ending, "so-quyet-dinh", sheet, [one.in_(spoken) for one in _HEAD], lines)


def _year(said: int) -> int:
    """0 for what is no year: of every one."""
    return said if 0 < said < 10_000 else 0


@router.get("/{id}", dependencies=[Depends(anyone)])
async def one(request: Request, site: AtSite, id: str) -> Response:
    """One decision. The public sees who was recognised, revoked, reinstated or corrected, as the register does; who was
    declined, how many were, and every reason, is for the offices of the place and for the unit itself. A decision that
    tells somebody nothing is to them as one that there is not."""
    visitor = getattr(request.state, "visitor", None)
    person: Person | None = visitor.person if visitor and not owes_second(visitor) else None

    def look(session: Session) -> dict[str, Any]:
        told = decisions.told(session, id)
        document = person is not None and of_decision.hindrance(person, told["items"]) is None
        shown = [seen for item in told.pop("items") if (seen := _seen(item, told["place"], person))]
        if not shown:
            raise NotFound("Không có quyết định này.", "There is no such decision.")
        return {"told": told, "shown": shown, "document": document}

    found = await site.read(look)
    inside = person is not None and reads(person, found["told"]["place"])
    return page(
        request, "decisions/one.html", **found, inside=inside, kind_name=kind_name, fields=FIELDS, states=STATE_NAMES,
    )  # fmt: skip


def reads(person: Person, place: str) -> bool:
    """Whether somebody may see all of a place's decisions."""
    return any(role in decision_book.READERS and place.startswith(path) for role, path in person.roles)


def _seen(item: Item, place: str, person: Person | None) -> Shown | None:
    if person is not None:
        own = any(role is Role.APPLICANT and item.path.startswith(path) for role, path in person.roles)
        if own or reads(person, place):
            return Shown(item, True)
    return None if item.event in _APART else Shown(item, False)
