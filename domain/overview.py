"""Overview: how a season stands in an area, in figures: of all units how many registered, how far they are, who is late.

Two grouped questions answer all of it. Whoever has no account is told the same figures, and no list behind them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain import people
from domain.cases import code_of
from domain.database import Session, Sql, listed
from domain.lifecycle import OPEN, State
from domain.listing import GROUPS, OWED, TAKING_PART, TURNED_DOWN, Due
from domain.people import Deed, Person
from domain.registration import APPLIES_AS
from domain.unit_rows import KINDS

# Official codes have two digits for a province and five for a commune: "/20/06625/".
PROVINCE, COMMUNE = 4, 10

_STATES = (
    "select substr(a.path, 1, 10), a.kind, a.state, case when a.due_on < :today then 'late' when a.due_on >= :today then 'on-time' else '' end, count(*)"
    " from application a where +a.season = :season and a.path >= :here and a.path < :here_end and {readable}"
    " group by 1, 2, 3, 4"
)
_UNITS = (
    "select substr(u.path, 1, 10), u.kind, count(*) from unit u where u.kind <> 'province' and u.valid_from <= :on"
    " and (u.valid_until is null or u.valid_until >= :on) and u.path >= :here and u.path < :here_end and {readable}"
    " group by 1, 2"
)


class Stand(NamedTuple):
    """How many applications of one kind in one commune are in one state; `due` where somebody owes the next step."""

    place: str
    kind: str
    state: State
    due: str
    many: int


@dataclass(frozen=True)
class Sum:
    """Some applications, counted; `units` is of how many."""

    units: int
    states: Mapping[State, int]
    late: Mapping[State, int]
    in_time: Mapping[State, int]

    @property
    def registered(self) -> int:
        return sum(many for state, many in self.states.items() if state in GROUPS[TAKING_PART])

    @property
    def open(self) -> int:
        return sum(many for state, many in self.states.items() if state in OPEN)

    @property
    def overdue(self) -> int:
        return sum(self.late.values())

    @property
    def recognised(self) -> int:
        return self.of(State.RECOGNISED)

    @property
    def not_recognised(self) -> int:
        return sum(self.of(state) for state in GROUPS[TURNED_DOWN])

    def of(self, state: State) -> int:
        return self.states.get(state, 0)


@dataclass(frozen=True)
class Overview:
    """An area's figures, as fine as commune and kind."""

    stands: tuple[Stand, ...]
    units: Mapping[tuple[str, str], int]

    @property
    def whole(self) -> Sum:
        return _sum(self.stands, sum(self.units.values()))

    def by_kind(self) -> dict[str, Sum]:
        kinds = {kind for _, kind in self.units} | {one.kind for one in self.stands}
        order = {kind: place for place, kind in enumerate(KINDS)}
        return {
            kind: _sum(
                (one for one in self.stands if one.kind == kind),
                sum(many for (_, own), many in self.units.items() if own == kind),
            )
            for kind in sorted(kinds, key=lambda kind: (order.get(kind, len(order)), kind))
        }

    def by_place(self, width: int) -> dict[str, Sum]:
        """By the path of province or commune (`PROVINCE` or `COMMUNE` signs long); a province's own units are at its path."""
        stands: dict[str, list[Stand]] = {}
        for one in self.stands:
            if len(one.place) >= width:
                stands.setdefault(_place(one.place, width), []).append(one)
        units: Counter[str] = Counter()
        for (place, _), many in self.units.items():
            if len(place) >= width:
                units[_place(place, width)] += many
        return {
            place: _sum(stands.get(place, ()), units[place]) for place in sorted(units.keys() | stands.keys())
        }


def overview(session: Session, season: int, here: str, today: date, by: Person | None) -> Overview:
    """What `by` may read of the area whose path begins with `here`; everything when it is for everybody."""
    area = {"here": here, "here_end": f"{here[:-1]}0"}
    readable, places = people.within(by, Deed.READ) if by else ("(1 = 1)", {})
    stands = session.rows(
        Sql(_STATES.replace("{readable}", readable)),
        season=season,
        today=today.isoformat(),
        **area,
        **places,
    )
    units = unit_counts(session, season, here, today, by)
    found = (
        Stand(place, kind, State(state), due if state in OWED else "", many)
        for place, kind, state, due, many in stands
    )
    return Overview(tuple(found), units)


def unit_counts(
    session: Session, season: int, here: str, today: date, by: Person | None
) -> Counter[tuple[str, str]]:
    """How many units of each kind there were in a year, by commune and kind of applicant."""
    readable, places = people.within(by, Deed.READ, "u.path") if by else ("(1 = 1)", {})
    units: Counter[tuple[str, str]] = Counter()
    on = min(today, date(season, 12, 31)).isoformat()
    sql = Sql(_UNITS.replace("{readable}", readable))
    for place, kind, many in session.rows(sql, on=on, here=here, here_end=f"{here[:-1]}0", **places):
        units[place, str(APPLIES_AS.get(kind, kind))] += many
    return units


def _sum(stands: Iterable[Stand], units: int) -> Sum:
    states: Counter[State] = Counter()
    dues: dict[str, Counter[State]] = {Due.LATE: Counter(), Due.ON_TIME: Counter(), "": Counter()}
    for one in stands:
        states[one.state] += one.many
        dues[one.due][one.state] += one.many
    return Sum(units, states, dues[Due.LATE], dues[Due.ON_TIME])


def _place(path: str, width: int) -> str:
    """The place of a path that was cut after a commune's code: what does not end there is the longer code of a unit."""
    cut = path[:width]
    return cut if cut.endswith("/") else cut[:PROVINCE]


# --- names of places ---------------------------------------------------------------------------------

_NAMES = Sql("select path, name from unit where code in {texts:codes} order by valid_from")


def place_names(session: Session, paths: Iterable[str]) -> dict[str, str]:
    """What the places with these paths are called now."""
    codes = {code for path in paths if (code := code_of(path))}
    return dict(session.rows(_NAMES, codes=listed(sorted(codes))))
