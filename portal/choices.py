"""Choices: what a person can narrow a list or an overview to: seasons, places, inspectors."""

from datetime import date
from typing import NamedTuple

from domain.database import Session, Sql
from domain.overview import COMMUNE, PROVINCE
from domain.people import MAY, Deed, Person

_SEASONS = Sql("select year from season order by year desc")
_PLACE = Sql("select path, name from unit where code = :code order by valid_from desc limit 1")
_BELOW = Sql(
    "select code, name, path from unit where parent_code = :code and valid_until is null"
    " and kind in ('commune', 'ward', 'special-zone') order by sort_key{bytes}"
)
_PROVINCES = Sql(
    "select code, name, path from unit where parent_code is null and kind = 'province' and valid_until is null"
    " order by sort_key{bytes}"
)
_INSPECTORS = (
    "select distinct c.id, c.name from role r join account c on c.id = r.account where r.role = 'inspector' and c.active = 1"
    " and ({0}) order by c.name limit 201"
)


class Place(NamedTuple):
    code: str
    name: str
    path: str


def seasons(session: Session) -> list[int]:
    """Every season that was opened, the newest first."""
    return [year for (year,) in session.rows(_SEASONS)]


def newest(session: Session, today: date) -> int:
    """The season that is meant when none is named."""
    found = seasons(session)
    return found[0] if found else today.year


def place(session: Session, code: str) -> Place | None:
    """The place with this code, as it is now."""
    found = session.row(_PLACE, code=code) if code else None
    return Place(code, found[1], found[0]) if found else None


def provinces(session: Session) -> list[Place]:
    return [Place(*row) for row in session.rows(_PROVINCES)]


def below(session: Session, path: str) -> list[Place]:
    """The provinces of the country, the communes of a province; none below a commune."""
    if path == "/":
        return provinces(session)
    if len(path) != PROVINCE:
        return []
    return [Place(*row) for row in session.rows(_BELOW, code=path.strip("/"))]


def offered(session: Session, area: str, chosen: str) -> list[Place]:
    """The places to choose from for whoever reads an area: what is below it, and below what is chosen."""
    found = [*below(session, area)]
    inside = chosen[:PROVINCE] if len(chosen) in (PROVINCE, COMMUNE) else ""
    if inside and inside != area and inside.startswith(area):
        lower = below(session, inside)
        at = next((number for number, one in enumerate(found, start=1) if one.path == inside), len(found))
        found[at:at] = lower
    return found


def area(person: Person) -> str:
    """The smallest place that holds all that somebody may read."""
    paths = sorted(at for role, at in person.roles if role in MAY[Deed.READ])
    if not paths:
        return "/"
    first, last = paths[0], paths[-1]
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[: first[:same].rfind("/") + 1][:COMMUNE]


def inspectors(session: Session, person: Person) -> list[tuple[int, str]]:
    """Who inspects where somebody reads; nobody where they are too many to choose from."""
    where: list[str] = []
    values: dict[str, str] = {}
    for number, at in enumerate(sorted({at for role, at in person.roles if role in MAY[Deed.READ]})):
        where.append(f"r.path >= :at_{number} and r.path < :at_{number}_end")
        values |= {f"at_{number}": at, f"at_{number}_end": f"{at[:-1]}0"}
    if not where:
        return []
    found = session.rows(Sql(_INSPECTORS.format(" or ".join(where))), **values)
    return [(id, name) for id, name in found] if len(found) <= 200 else []
