"""Listing: the applications that a person may read, as they filter, search and order them, a page at a time.

A page starts where the one before ended and never counts past rows, so that the last page of 100,000 costs what the
first does. Few matches are sorted; many are met by walking the units in the order that is asked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from domain import people
from domain.cases import reference
from domain.database import Session, Sql, listed
from domain.lifecycle import OPEN, State
from domain.names import fold
from domain.people import Deed, Person
from domain.registration import APPLIES_AS

PAGE = 50
# Up to so many matches are sorted; beyond, walking meets the next fifty soon enough.
FEW = 2_000
# In a place with more applications than this its index is no help.
MANY = 10_000

# States that are asked for together, beside each by itself.
TAKING_PART, STILL_OPEN, TURNED_DOWN = "taking-part", "open", "turned-down"
GROUPS: dict[str, frozenset[State]] = {
    TAKING_PART: frozenset(State) - {State.WITHDRAWN},
    STILL_OPEN: OPEN,
    TURNED_DOWN: frozenset({State.NOT_RECOGNISED, State.REVOKED}),
}
# In these states somebody owes the next step by a day.
OWED = frozenset({State.UNDER_INSPECTION, State.SCORED})
VERDICTS = ("met", "not_met", "undecided", "not_eligible")


class Due(StrEnum):
    """Whether the day by which somebody owes the next step is over."""

    LATE = "late"
    ON_TIME = "on-time"


class Order(StrEnum):
    """What a list is ordered by."""

    NAME = "name"
    REFERENCE = "reference"
    PLACE = "place"
    DUE = "due"


class Wanted(NamedTuple):
    """What of all applications is wanted; what is empty is not asked. `place` is a path; `of` are the only ids."""

    season: int
    search: str = ""
    kind: str = ""
    state: str = ""
    place: str = ""
    verdict: str = ""
    due: str = ""
    inspector: int | None = None
    of: tuple[int, ...] | None = None


class Line(NamedTuple):
    """One application in a list."""

    id: int
    season: int
    name: str
    code: str
    path: str
    kind: str
    state: str
    verdict: str | None
    due_on: str | None
    inspector: str | None
    registered_at: str

    @property
    def reference(self) -> str:
        return reference(self.season, self.id)

    def late(self, today: date) -> bool:
        return self.state in OWED and self.due_on is not None and self.due_on < today.isoformat()


@dataclass(frozen=True)
class Page:
    """Up to fifty lines of all `total`; `before` and `after` say whether there are others on either side."""

    lines: tuple[Line, ...]
    total: int
    before: bool
    after: bool


_COLUMNS = (
    "a.id, a.season, u.name, a.unit_code, a.path, a.kind, a.state, a.verdict, a.due_on,"
    " (select i.name from account i where i.id = a.inspector), a.registered_at"
)
# The last of each makes the order one that no two applications share.
_KEYS: dict[Order, tuple[str, ...]] = {
    Order.NAME: ("u.sort_key{bytes}", "u.code{bytes}", "a.id"),
    Order.REFERENCE: ("a.id",),
    Order.PLACE: ("a.path{bytes}", "a.id"),
    Order.DUE: ("coalesce(a.due_on, '9999'){bytes}", "a.id"),
}
_MARK = (
    "select u.sort_key, u.code, a.path, coalesce(a.due_on, '9999'), a.id from application a"
    " join unit u on u.id = a.unit where a.id = :mark"
)
_MARKS: dict[Order, tuple[int, ...]] = {
    Order.NAME: (0, 1, 4),
    Order.REFERENCE: (4,),
    Order.PLACE: (2, 4),
    Order.DUE: (3, 4),
}
_REFERENCE = re.compile(r"(\d{4})-(\d{6,12})")
_WILD = re.compile(r"([!%_])")


@dataclass(frozen=True)
class _Asked:
    """A question in SQL. `wide`: it is about so much that no index on places helps."""

    where: str
    values: dict[str, Any]
    wide: bool
    searching: bool
    kinds: str = ""

    @property
    def tables(self) -> str:
        """Where the database should begin: at the names when one is searched for everywhere, else at the places."""
        if not self.searching:
            return f"application a where {self.where}"
        if self.wide:
            return f"unit u cross join application a where a.season = :season and a.unit_code = u.code and a.unit = u.id and {self.where}"
        return f"application a cross join unit u where u.id = a.unit and {self.where}"

    @property
    def walking(self) -> str:
        return f"unit u cross join application a where a.season = :season and a.unit_code = u.code and a.unit = u.id{self.kinds} and {self.where}"

    @property
    def joined(self) -> str:
        return f"application a cross join unit u where u.id = a.unit and {self.where}"


def page(
    session: Session,
    person: Person,
    wanted: Wanted,
    today: date,
    *,
    order: Order = Order.NAME,
    descending: bool = False,
    mark: int | None = None,
    backwards: bool = False,
) -> Page:
    """The page after the application `mark`, or before it; the first one without."""
    asked = _asked(session, person, wanted, today)
    ids = session.rows(Sql(f"select a.id from {asked.tables} limit {FEW + 1}"), **asked.values)
    few = len(ids) <= FEW
    total = len(ids) if few else _count(session, asked)
    source, values = _source(asked, order, [id for (id,) in ids] if few else None)
    further = ""
    at = session.row(Sql(_MARK), mark=mark) if mark is not None else None
    if at is not None:
        keys = _KEYS[order]
        names = [f"mark_{number}" for number in range(len(keys))]
        values |= {name: at[place] for name, place in zip(names, _MARKS[order], strict=True)}
        sign = "<" if descending != backwards else ">"
        further = f" and ({', '.join(keys)}) {sign} ({', '.join(f':{name}' for name in names)})"
    ordered = _ordered(order, descending != backwards)
    if not few and order is Order.DUE and not asked.searching:
        # All are sorted: without the units, which only the page's own lines need.
        source = f"application a cross join unit u where u.id = a.unit and a.id in (select a.id from {asked.tables}{further} order by {ordered} limit {PAGE + 1})"
    else:
        source += further
    rows = session.rows(Sql(f"select {_COLUMNS} from {source} order by {ordered} limit {PAGE + 1}"), **values)
    lines = [Line(*row) for row in rows[:PAGE]]
    more, reversed_ = len(rows) > PAGE, backwards and at is not None
    return Page(
        tuple(lines[::-1] if reversed_ else lines),
        total,
        before=more if reversed_ else at is not None,
        after=True if reversed_ else more,
    )


def every(
    session: Session,
    person: Person,
    wanted: Wanted,
    today: date,
    *,
    order: Order = Order.NAME,
    descending: bool = False,
) -> Iterator[Line]:
    """All of them one by one, for a file."""
    asked = _asked(session, person, wanted, today)
    ids = session.rows(Sql(f"select a.id from {asked.tables} limit {FEW + 1}"), **asked.values)
    source, values = _source(asked, order, [id for (id,) in ids] if len(ids) <= FEW else None)
    ordered = _ordered(order, descending)
    for row in session.stream(Sql(f"select {_COLUMNS} from {source} order by {ordered}"), **values):
        yield Line(*row)


def count(session: Session, person: Person, wanted: Wanted, today: date) -> int:
    return _count(session, _asked(session, person, wanted, today))


def _count(session: Session, asked: _Asked) -> int:
    found = session.row(Sql(f"select count(*) from {asked.tables}"), **asked.values)
    assert found is not None
    return int(found[0])


def _source(asked: _Asked, order: Order, ids: Sequence[int] | None) -> tuple[str, dict[str, Any]]:
    if ids is not None:
        return "application a cross join unit u where u.id = a.unit and a.id in {numbers:ids}", {
            "ids": listed(ids)
        }
    if order is Order.NAME or asked.searching:
        return asked.walking, dict(asked.values)
    return asked.joined, dict(asked.values)


def _ordered(order: Order, descending: bool) -> str:
    return ", ".join(f"{key} desc" if descending else key for key in _KEYS[order])


def _asked(session: Session, person: Person, wanted: Wanted, today: date) -> _Asked:
    readable, places = _where(person, wanted, "a.path")
    probe = f"select count(*) from (select 1 from application a where {readable} limit {MANY + 1}) p"
    found = session.row(Sql(probe), **places)
    # A column in a function has no index, and a sign before one neither: reading much is then one walk of the table.
    wide = found is not None and found[0] > MANY
    if wide:
        readable, places = _where(person, wanted, "coalesce(a.path, '')")
    quoted = _REFERENCE.fullmatch(wanted.search.strip())
    season = int(quoted[1]) if quoted else wanted.season
    where, values = ["+a.season = :season", readable], {"season": season, **places}
    for column in ("kind", "verdict"):
        if value := getattr(wanted, column):
            where.append(f"a.{column} = :{column}")
            values[column] = value
    kinds = ""
    if wanted.kind:
        kinds = " and u.kind in {texts:kinds}"
        values["kinds"] = listed(_applying_as(wanted.kind))
    if wanted.state:
        states = GROUPS.get(wanted.state, frozenset({wanted.state}))
        where.append("a.state in {texts:states}")
        values["states"] = listed(sorted(states))
    if wanted.due:
        sign = "<" if wanted.due == Due.LATE else ">="
        where.append("a.state in {texts:owed} and a.due_on " + sign + " :today")
        values |= {"owed": listed(sorted(OWED)), "today": today.isoformat()}
    if wanted.inspector is not None:
        where.append("a.inspector = :inspector")
        values["inspector"] = wanted.inspector
    if wanted.of is not None:
        where.append("a.id in {numbers:of}")
        values["of"] = listed(wanted.of)
    if quoted:
        where.append("a.id = :quoted")
        values["quoted"] = int(quoted[2])
        return _Asked(" and ".join(where), values, wide, searching=False, kinds=kinds)
    conditions, searched = _search(wanted.search)
    return _Asked(" and ".join([*where, *conditions]), values | searched, wide, bool(conditions), kinds)


def _where(person: Person, wanted: Wanted, column: str) -> tuple[str, dict[str, str]]:
    """Where somebody may read, and where they look."""
    readable, values = people.within(person, Deed.READ, column)
    if wanted.place:
        readable += f" and {column} >= :here and {column} < :here_end"
        values |= {"here": wanted.place, "here_end": f"{wanted.place[:-1]}0"}
    return readable, values


def _applying_as(kind: str) -> list[str]:
    """The kinds of units that apply as this kind."""
    return [unit for unit, applies in APPLIES_AS.items() if applies == kind] or [kind]


def _search(text: str) -> tuple[list[str], dict[str, Any]]:
    """Every word has to be in the name, without marks, or in the code. A reference, which names one application, is
    no words."""
    conditions: list[str] = []
    values: dict[str, Any] = {}
    for number, word in enumerate(words(text)):
        conditions.append(
            f"(u.folded like :word_{number} escape '!' or lower(u.code) like :word_{number} escape '!')"
        )
        values[f"word_{number}"] = "%" + _WILD.sub(r"!\1", word) + "%"
    return conditions, values


def words(text: str) -> list[str]:
    """What is searched for: no marks, lower case, at most eight words."""
    return fold(text).split()[:8]
