"""Public figures: how a season stands, for everybody: what the register shows anyway, and of the rest what may be told.

The rest of a row is what took part and has no recognition: not decided yet, or not recognised. `suppression` says of which
rows it may be told, from the whole country at once, so that no page gives away what another withholds.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain import suppression
from domain.database import Session, Sql
from domain.lifecycle import OPEN, State
from domain.overview import COMMUNE, PROVINCE, unit_counts
from domain.register import Standing
from domain.suppression import Cell, Told
from domain.unit_rows import COMMUNES, KINDS

_STATES = Sql(
    "select substr(a.path, 1, 10), a.kind, a.state, case when c.application is null then '' when a.state = 'revoked' then 'revoked'"
    " when a.state = 'expired' or c.valid_until < :today then 'expired' when a.state = 'in-question' then 'in-question'"
    " when a.state = 'recognised' then 'in-force' else '' end, count(*) from application a"
    " left join certificate c on c.application = a.id where +a.season = :season group by 1, 2, 3, 4"
)
# Of these nobody says that they took part, or they took part no longer.
_APART = frozenset({State.WITHDRAWN})
# Parts of the rest that are told for the country alone: which count of `Sum` each is.
SPLIT = ("open", "declined", "not_eligible")


@dataclass
class Sum:
    """Some units counted: how many there are, how many recognitions of each standing, and the parts of the rest."""

    units: int = 0
    standings: Counter[Standing] = field(default_factory=Counter)
    open: int = 0
    declined: int = 0
    not_eligible: int = 0
    withdrawn: int = 0

    @property
    def listed(self) -> int:
        """On the register, whatever became of it."""
        return sum(self.standings.values())

    @property
    def rest(self) -> int:
        return self.open + self.declined + self.not_eligible

    @property
    def registered(self) -> int:
        return self.listed + self.rest

    def add(self, other: "Sum") -> None:
        self.units += other.units
        self.standings.update(other.standings)
        self.open += other.open
        self.declined += other.declined
        self.not_eligible += other.not_eligible
        self.withdrawn += other.withdrawn


class Key(NamedTuple):
    """Where and what: a province's path, a place in it (its own units: the province's path again), a kind."""

    province: str
    place: str
    kind: str


@dataclass(frozen=True)
class Figures:
    """A season by place and kind, and which rests may be told."""

    cells: Mapping[Key, Sum]
    told: Told
    small: int

    @property
    def whole(self) -> Sum:
        return _sum(self.cells.values())

    def provinces(self) -> dict[str, Sum]:
        return self._by(lambda key: key.province)

    def places(self, province: str) -> dict[str, Sum]:
        return self._by(lambda key: key.place, province)

    def kinds(self, province: str = "") -> dict[str, Sum]:
        found = self._by(lambda key: key.kind, province)
        order = {kind: place for place, kind in enumerate(KINDS)}
        return dict(sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))

    def may_tell(self, row: Sum, names: frozenset[str], name: str) -> bool:
        """Whether the rest of a row may be told. Where everybody is on the register there is none to tell of."""
        return name in names or _most(row) == 0

    def split(self) -> dict[str, int | None]:
        """The parts of the country's rest; None where one is withheld. A small part takes others along, until those that
        are withheld hold as many as the threshold, or are all of them."""
        whole, hidden = self.whole, set[str]()
        if not self.told.whole:
            return dict.fromkeys((*SPLIT, "withdrawn"))
        parts = {name: int(getattr(whole, name)) for name in SPLIT}
        hidden |= {name for name in ("declined", "not_eligible") if 0 < parts[name] < self.small}
        others = [name for name in ("not_eligible", "declined", "open") if name not in hidden]
        while hidden and others and (len(hidden) < 2 or sum(parts[name] for name in hidden) < self.small):
            hidden.add(others.pop(0))
        found: dict[str, int | None] = {
            name: None if name in hidden else many for name, many in parts.items()
        }
        return found | {"withdrawn": whole.withdrawn if whole.withdrawn >= self.small else None}

    def _by(self, name: Callable[[Key], str], province: str = "") -> dict[str, Sum]:
        found: dict[str, list[Sum]] = {}
        for key, one in self.cells.items():
            if not province or key.province == province:
                found.setdefault(name(key), []).append(one)
        return {row: _sum(found[row]) for row in sorted(found)}


def figures(session: Session, season: int, today: date, small: int) -> Figures:
    """The whole country's, whichever part of it is looked at."""
    cells: dict[Key, Sum] = {}
    for (path, kind), many in unit_counts(session, season, "/", today, None).items():
        cells.setdefault(_key(path, kind), Sum()).units += many
    for path, kind, state, standing, many in session.rows(_STATES, season=season, today=today.isoformat()):
        one = cells.setdefault(_key(path, kind), Sum())
        if standing:
            one.standings[Standing(standing)] += many
        elif state in _APART:
            one.withdrawn += many
        elif state in OPEN or state in (State.RECOGNISED, State.IN_QUESTION):
            # Recognised, and the certificate is being written.
            one.open += many
        elif state == State.NOT_ELIGIBLE:
            one.not_eligible += many
        else:
            one.declined += many
    told = suppression.tell(
        [Cell(*key, rest=one.rest, most=_most(one), open=one.open) for key, one in cells.items()], small
    )
    return Figures(cells, told, small)


def _most(row: Sum) -> int:
    """How large the rest could be, for all that everybody knows: the units that are not on the register."""
    return max(row.units - row.listed, row.rest)


def _key(path: str, kind: str) -> Key:
    province = path[:PROVINCE]
    commune = (
        len(path) == COMMUNE and path.endswith("/") and (kind in COMMUNES or path[PROVINCE:-1].isdecimal())
    )
    return Key(province, path if commune else province, kind)


def _sum(rows: Iterable[Sum]) -> Sum:
    found = Sum()
    for one in rows:
        found.add(one)
    return found
