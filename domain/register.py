"""Register: every recognition that a certificate was issued for, for anybody to look up, a page at a time.

Whoever was not recognised, withdrew or still waits is not in it, and nothing here tells of them. A page starts where the
one before ended. Few matches are sorted; many are met by walking the units in the order of their names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from domain.database import Session, Sql, listed
from domain.lifecycle import State
from domain.listing import words
from domain.registration import APPLIES_AS
from domain.texts import Text

PAGE = 50
# Up to so many matches are sorted; beyond, walking meets the next fifty soon enough.
FEW = 2_000

# What a certificate may have become. A test compares it with the moves that there are.
ON_REGISTER = frozenset({State.RECOGNISED, State.IN_QUESTION, State.REVOKED, State.EXPIRED})


class Standing(StrEnum):
    """What a recognition is worth on a day."""

    IN_FORCE = "in-force"
    IN_QUESTION = "in-question"
    REVOKED = "revoked"
    EXPIRED = "expired"


STANDING_NAMES = {
    Standing.IN_FORCE: Text(vi="đang có hiệu lực", en="in force"),
    Standing.IN_QUESTION: Text(vi="đang xem xét lại", en="under review"),
    Standing.REVOKED: Text(vi="đã bị thu hồi", en="revoked"),
    Standing.EXPIRED: Text(vi="đã hết thời hạn", en="expired"),
}


def standing(state: str, valid_until: str | None, today: date) -> Standing:
    """A recognition ends with its last day, whether or not anybody has noted it yet."""
    if state == State.REVOKED:
        return Standing.REVOKED
    if state == State.EXPIRED or (valid_until is not None and valid_until < today.isoformat()):
        return Standing.EXPIRED
    return Standing.IN_QUESTION if state == State.IN_QUESTION else Standing.IN_FORCE


class Wanted(NamedTuple):
    """What of the register is wanted; what is empty is not asked. `place` is a path, `season` 0 every one."""

    season: int = 0
    search: str = ""
    kind: str = ""
    place: str = ""
    standing: str = ""


class Line(NamedTuple):
    """One recognition."""

    id: int
    season: int
    code: str
    name: str
    kind: str
    path: str
    standard: str
    sha256: str
    state: str
    serial: int
    issued_at: str
    valid_until: str | None
    revoked_at: str | None
    sample: int

    @property
    def number(self) -> str:
        return f"{self.serial}/{self.season}"

    def standing(self, today: date) -> Standing:
        return standing(self.state, self.valid_until, today)


@dataclass(frozen=True)
class Page:
    """Up to fifty lines; `total` is None when they are many: `count` tells it."""

    lines: tuple[Line, ...]
    total: int | None
    before: bool
    after: bool


COLUMNS = (
    "a.id, a.season, u.code, u.name, a.kind, a.path, a.standard, a.sha256, a.state, c.serial, c.issued_at,"
    " c.valid_until, c.revoked_at, u.sample"
)
_KEYS = "u.sort_key{bytes}, u.code{bytes}, a.id"
_DOWN, _UP = _KEYS, ", ".join(f"{key} desc" for key in _KEYS.split(", "))
_MARK = Sql(
    "select u.sort_key, u.code, a.id from application a join unit u on u.id = a.unit where a.id = :mark"
)
SEASONS = Sql("select year from season order by year desc")
# Written out, so that the index over these few is seen to hold them.
TAKEN_BACK = "(a.state = 'in-question' or a.state = 'revoked' or a.state = 'expired')"
PUBLIC = "a.state in ('recognised', 'in-question', 'revoked', 'expired')"
_STILL = "(c.valid_until is null or c.valid_until >= :today)"
_STANDINGS = {
    Standing.IN_FORCE: f"a.state = 'recognised' and {_STILL}",
    Standing.IN_QUESTION: f"{TAKEN_BACK} and a.state = 'in-question' and {_STILL}",
    Standing.REVOKED: f"{TAKEN_BACK} and a.state = 'revoked'",
    Standing.EXPIRED: "(a.state = 'expired' or (a.state in ('recognised', 'in-question') and c.valid_until < :today))",
}
_WILD = re.compile(r"([!%_])")

# Where to look, each beginning where fewest are: in the order of names, at what was issued, in a place (the sign before a
# column keeps its index out), among what was taken back, among what may have expired.
_WALKING = (
    "unit u cross join application a cross join certificate c where a.season = :season and a.unit_code = u.code"
    " and a.unit = u.id and c.application = a.id"
)
_ISSUED = (
    "certificate c cross join application a cross join unit u where c.season in {numbers:seasons} and a.id = c.application"
    " and u.id = a.unit"
)
_JOINED = (
    "application a cross join certificate c cross join unit u where c.application = a.id and u.id = a.unit"
)
_HERE = f"{_JOINED} and +a.season in {{numbers:seasons}}"
_CHANGED = f"{_JOINED} and a.season in {{numbers:seasons}}"
_ENDED = (
    f"{_HERE} and a.id in (select application from certificate where valid_until < :today"
    f" union select a.id from application a where a.season in {{numbers:seasons}} and {TAKEN_BACK} and a.state = 'expired')"
)


@dataclass(frozen=True)
class _Asked:
    """A question in SQL: `from_` is where the database finds fewest to look at, in the whole or season by season."""

    from_: str
    where: str
    values: dict[str, Any]
    seasons: tuple[int, ...]

    def of(self, source: str) -> str:
        return f"{source} and {self.where}"

    def parts(self) -> list[dict[str, Any]]:
        """The values of each statement that it takes: the walk is one season's, others ask for all at once."""
        if self.from_ is not _WALKING:
            return [self.values]
        return [self.values | {"season": season} for season in self.seasons]


def page(
    session: Session, wanted: Wanted, today: date, *, mark: int | None = None, backwards: bool = False
) -> Page:
    """The page after the recognition `mark`, or before it; the first one without."""
    asked = _asked(session, wanted, today)
    at = session.row(_MARK, mark=mark) if mark is not None else None
    back = backwards and at is not None
    order, further, marks = _UP if back else _DOWN, "", {}
    if at is not None:
        further = f" and ({_KEYS}) {'<' if backwards else '>'} (:mark_0, :mark_1, :mark_2)"
        marks = {f"mark_{number}": value for number, value in enumerate(at)}
    ids = _few(session, asked)
    total = len(ids) if len(ids) <= FEW else None
    if total is None:
        # The walk reads the index of names alone; what a line shows is read of its own lines.
        walk = Sql(
            f"select u.sort_key, u.code, a.id from {asked.of(_WALKING)}{further} order by {order} limit {PAGE + 1}"
        )
        met = [
            row
            for season in asked.seasons
            for row in session.rows(walk, **asked.values, **marks, season=season)
        ]
        ids, further, marks = [id for *_, id in sorted(met, reverse=back)[: PAGE + 1]], "", {}
    rows = session.rows(
        Sql(f"select {COLUMNS} from {_JOINED} and a.id in {{numbers:ids}}{further} order by {order} limit {PAGE + 1}"),
        ids=listed(ids), **marks,
    )  # fmt: skip
    lines, more = [Line(*row) for row in rows[:PAGE]], len(rows) > PAGE
    return Page(
        tuple(lines[::-1] if back else lines),
        total,
        before=more if back else at is not None,
        after=True if back else more,
    )


def _few(session: Session, asked: _Asked) -> list[int]:
    """All that are wanted, or more than a few of them."""
    found: list[int] = []
    probe = Sql(f"select a.id from {asked.of(asked.from_)} limit {FEW + 1}")
    for values in asked.parts():
        if len(found) <= FEW:
            found += [id for (id,) in session.rows(probe, **values)]
    return found


def count(session: Session, wanted: Wanted, today: date) -> int:
    asked = _asked(session, wanted, today)
    sql = Sql(f"select count(*) from {asked.of(asked.from_)}")
    return sum(int(many) for values in asked.parts() for (many,) in session.rows(sql, **values))


def every(session: Session, wanted: Wanted, today: date) -> Iterator[Line]:
    """All of them one by one, for a file."""
    asked = _asked(session, wanted, today)
    source = _ISSUED if asked.from_ is _WALKING else asked.from_
    sql = Sql(f"select {COLUMNS} from {asked.of(source)} order by {_DOWN}")
    for row in session.stream(sql, **asked.values):
        yield Line(*row)


def _asked(session: Session, wanted: Wanted, today: date) -> _Asked:
    seasons = [wanted.season] if wanted.season else [year for (year,) in session.rows(SEASONS)]
    where, values = [PUBLIC], {"seasons": listed(seasons), "today": today.isoformat()}
    from_ = _ISSUED
    if wanted.kind:
        where += ["a.kind = :kind", "u.kind in {texts:kinds}"]
        kinds = [unit for unit, applies in APPLIES_AS.items() if applies == wanted.kind] or [wanted.kind]
        values |= {"kind": wanted.kind, "kinds": listed(kinds)}
    if wanted.standing in _STANDINGS:
        where.append(_STANDINGS[Standing(wanted.standing)])
        from_ = {Standing.IN_FORCE: from_, Standing.EXPIRED: _ENDED}.get(Standing(wanted.standing), _CHANGED)
    if wanted.place:
        where.append("a.path >= :here and a.path < :here_end")
        values |= {"here": wanted.place, "here_end": f"{wanted.place[:-1]}0"}
        from_ = _HERE if from_ is _ISSUED else from_
    for number, word in enumerate(words(wanted.search)):
        where.append(
            f"(u.folded like :word_{number} escape '!' or lower(u.code) like :word_{number} escape '!')"
        )
        values[f"word_{number}"] = "%" + _WILD.sub(r"!\1", word) + "%"
        from_ = _WALKING if from_ is _ISSUED else from_
    return _Asked(from_, " and ".join(where), values, tuple(seasons))
