"""Suppression: which sums of a table may be told to everybody, so that none that is withheld can be worked out from them.

What everybody knows: the units of a place by kind, and those on the register by name. What a sum would tell besides is
how many of the others took part and have no recognition: the rest. Where these others are few (below a threshold, which
is the installation's choice) the rest of that row is withheld, and as many more rows as it takes:

* Rows are communes and, above them, provinces and the country; kinds cut across them. One cell is a kind in a commune.
* The withheld communes of a province are a pool; provinces that are withheld altogether are one pool. Kinds that are
  withheld are one class, any other kind is a class of its own. The sum of a class in a pool follows from what is told, and
  nothing else about it does: within it, units can be exchanged without changing any told number.
* So in a pool with rest X of at most C, a row of at most g can have anything from max(0, X - (C - g)) to min(g, X). It is
  enough when that is all of 0 to g for a row of few, and as wide as the threshold for every other row that is withheld.

The test sets up what is told as equations and asks, by another method, between which bounds every withheld row lies.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """A kind in a commune: the rest, what it can be at most (units that are not on the register), and how much of the
    rest is still open. Places are paths; a commune's begins with its province's."""

    province: str
    place: str
    kind: str
    rest: int
    most: int
    open: int = 0


@dataclass(frozen=True)
class Told:
    """The rows whose rest may be told. With `whole` false nothing is."""

    whole: bool = False
    provinces: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def worth(self) -> int:
        """Telling of a province or a kind is worth that of several communes."""
        return self.whole + len(self.places) + 20 * len(self.provinces) + 100 * len(self.kinds)


@dataclass
class _Row:
    """The cells of one row, put together by class: rest and at most."""

    name: str
    by: dict[str, tuple[int, int]] = field(default_factory=dict)
    open: int = 0

    @property
    def rest(self) -> int:
        return sum(rest for rest, _ in self.by.values())

    @property
    def most(self) -> int:
        return sum(most for _, most in self.by.values())

    def add(self, key: str, rest: int, most: int) -> None:
        before = self.by.get(key, (0, 0))
        self.by[key] = (before[0] + rest, before[1] + most)

    def delicate(self, small: int) -> bool:
        """Few units that are not on the register; or every one of them is known to have been turned down."""
        most = self.most
        return 0 < most < small or (0 < most == self.rest and not self.open)


def span(g: int, x: int, c: int) -> int:
    """How far a part of at most g can vary in a pool with rest x of at most c."""
    return min(g, x) - max(0, x - (c - g))


def tell(cells: Iterable[Cell], small: int) -> Told:
    """What may be told of these cells. Of several ways that protect everything, the one that tells most."""
    cells = [cell for cell in cells if cell.most]
    kinds = _rows(cells, lambda cell: cell.kind, lambda cell: cell.kind)
    whole = _Row("")
    for cell in cells:
        whole.add(cell.kind, cell.rest, cell.most)
        whole.open += cell.open
    if not cells:
        # Everybody is on the register, or there is nobody: there is no rest to tell of.
        return Told(whole=True)
    if whole.delicate(small):
        return Told()
    first = sorted(
        kinds.values(),
        key=lambda row: (not row.delicate(small), min(row.rest, row.most - row.rest), row.name),
    )
    delicate = sum(row.delicate(small) for row in first)
    best = Told()
    for together in range(len(first) + 1):
        # One kind alone would follow from the sum.
        if together == 1 or together < delicate:
            continue
        found = _with(cells, frozenset(row.name for row in first[:together]), small)
        if found is not None and found.worth() > best.worth():
            best = found
    return best


def _with(cells: Sequence[Cell], hidden: frozenset[str], small: int) -> Told | None:
    """What may be told when these kinds are withheld; None when something would then follow from the rest."""

    def key(cell: Cell) -> str:
        return "" if cell.kind in hidden else cell.kind

    places = _rows(cells, lambda cell: cell.place, key)
    provinces = _rows(cells, lambda cell: cell.province, key)
    inside: dict[str, list[_Row]] = {name: [] for name in provinces}
    for name, province in {cell.place: cell.province for cell in cells}.items():
        inside[province].append(places[name])
    pools: dict[str, list[_Row]] = {}
    closed = set()
    for name, rows in inside.items():
        pool = None if provinces[name].delicate(small) else _pool(rows, small)
        if pool is None:
            closed.add(name)
        else:
            pools[name] = pool
    apart = _closed(closed, provinces, inside, small)
    if apart is None:
        return None
    everything = [row for name in apart for row in inside[name]]
    kept = {name: pool for name, pool in pools.items() if name not in apart}
    withheld = {row.name for pool in kept.values() for row in pool}
    if hidden:
        # Where a commune is told, its kinds can still be exchanged with each other.
        where = {row.name: f"pool {name}" for name, pool in kept.items() for row in pool}
        where |= {row.name: "pool" for row in everything}
        if not _kinds_protected(cells, hidden, where, small):
            return None
    return Told(
        whole=True,
        provinces=frozenset(provinces.keys() - apart),
        places=frozenset(
            row.name for name, rows in inside.items() if name not in apart for row in rows if row.name not in withheld
        ),
        kinds=frozenset({cell.kind for cell in cells} - hidden),
    )  # fmt: skip


def _pool(rows: Sequence[_Row], small: int) -> list[_Row] | None:
    """The rows of a province to withhold: the delicate ones, and the smallest others until all are protected."""
    pool = [row for row in rows if row.delicate(small)]
    others = sorted((row for row in rows if not row.delicate(small)), key=lambda row: (row.most, row.name))
    while pool and not _protected(pool, pool, small):
        if not others:
            return None
        # A few at a time: a province has a hundred communes.
        more = max(1, len(pool) // 8)
        pool += others[:more]
        del others[:more]
    return pool


def _closed(
    closed: set[str], provinces: Mapping[str, _Row], inside: Mapping[str, Sequence[_Row]], small: int
) -> set[str] | None:
    """The provinces to withhold altogether: those that cannot protect their own, and the smallest others until all are."""
    others = sorted(provinces.keys() - closed, key=lambda name: (provinces[name].most, name))
    while closed:
        cells = [row for name in closed for row in inside[name]]
        if _protected([*cells, *(provinces[name] for name in closed)], cells, small):
            return closed
        if not others:
            return None
        closed = closed | {others.pop(0)}
    return closed


def _protected(rows: Iterable[_Row], pool: Sequence[_Row], small: int) -> bool:
    """Whether every one of these rows can vary as it must in a pool of which only the sum of each class is known."""
    whole = _Row("")
    for row in pool:
        for key, (rest, most) in row.by.items():
            whole.add(key, rest, most)
    return all(
        sum(span(most, *whole.by[key]) for key, (_, most) in row.by.items()) >= _needed(row.most, small)
        for row in rows
    )


def _kinds_protected(
    cells: Sequence[Cell], hidden: frozenset[str], where: Mapping[str, str], small: int
) -> bool:
    """Whether every withheld kind can vary as it must: in each pool, and in each commune that is told."""
    pools: dict[str, _Row] = {}
    for cell in cells:
        if cell.kind in hidden:
            name = where.get(cell.place, cell.place)
            pools.setdefault(name, _Row(name)).add(cell.kind, cell.rest, cell.most)
    widths, most = dict.fromkeys(hidden, 0), dict.fromkeys(hidden, 0)
    for pool in pools.values():
        for kind, (_, own) in pool.by.items():
            widths[kind] += span(own, pool.rest, pool.most)
            most[kind] += own
    return all(widths[kind] >= _needed(most[kind], small) for kind in hidden)


def _needed(most: int, small: int) -> int:
    return min(most, small)


def _rows(cells: Iterable[Cell], name: Callable[[Cell], str], key: Callable[[Cell], str]) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for cell in cells:
        row = found.setdefault(name(cell), _Row(name(cell)))
        row.add(key(cell), cell.rest, cell.most)
        row.open += cell.open
    return found
