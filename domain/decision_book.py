"""Decision book: the decisions of an authority as a list, for whoever may look at them."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from domain.database import Session, Sql, listed
from domain.decisions import KIND_NAMES, place_name
from domain.people import Person, Role
from domain.texts import Text

READERS = frozenset({Role.STANDING_OFFICE, Role.APPROVER, Role.AUDITOR})

_WITHIN = (
    "from decision d where (:place = '' or d.place = :place) and (:year = 0 or d.year = :year)"
    " and exists (select 1 from {texts:places} p where substr(d.place, 1, length(p.value)) = p.value)"
)
_COUNT = Sql(f"select count(*) {_WITHIN}")
_YEARS = Sql(f"select distinct d.year {_WITHIN} order by d.year desc")
# Counted of those that are shown only.
_BOOK = Sql(
    "select l.id, l.place, l.symbol, l.kind, l.season, l.signed_on, l.signer_name,"
    " (select count(*) from decision_item i where i.decision = l.id)"
    " from (select d.id, d.place, d.symbol, d.kind, d.season, d.signed_on, d.signer_name, d.at, d.serial"
    f" {_WITHIN} order by d.at desc, d.place, d.serial desc limit :most offset :start) l"
    " order by l.at desc, l.place, l.serial desc"
)


class Listed(NamedTuple):
    """One line of a book of decisions."""

    id: str
    place: str
    symbol: str
    kind: str
    season: int
    signed_on: str
    signer_name: str
    units: int
    place_name: str

    @property
    def title(self) -> Text:
        return KIND_NAMES[self.kind]


def places(person: Person) -> list[str]:
    """Where somebody may look at all decisions: the places that they hold an office for, and everything below."""
    return sorted({path for role, path in person.roles if role in READERS})


def count(session: Session, places: list[str], place: str = "", year: int = 0) -> int:
    row = session.row(_COUNT, places=listed(places), place=place, year=year)
    return int(row[0]) if row else 0


def book(
    session: Session, places: list[str], most: int, start: int = 0, place: str = "", year: int = 0
) -> list[Listed]:
    """The decisions of these places and everything below them, the last one first; of one `place` or `year` only."""
    rows = session.rows(_BOOK, places=listed(places), place=place, year=year, most=most, start=start)
    return list(_named(session, rows))


def years(session: Session, places: list[str], place: str = "") -> list[int]:
    """The years in which these places decided anything, the last one first."""
    return [year for (year,) in session.rows(_YEARS, places=listed(places), place=place, year=0)]


def _named(session: Session, rows: Iterable[Any]) -> Iterator[Listed]:
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        at = row[1], row[5]
        if at not in names:
            names[at] = place_name(session, *at)
        yield Listed._make((*row, names[at]))
