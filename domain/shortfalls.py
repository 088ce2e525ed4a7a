"""Shortfalls: why units fail: the criteria that are not met, by how often, from the newest scorecards' letters.

A scorecard never changes, so its letters are read once and remembered by its digest.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain import people
from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.errors import Refused
from domain.people import Deed, Person
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.truth import NOT_MET

_FAILED = (
    "select a.id, a.scorecard from application a where a.season = :season and a.verdict = 'not_met'"
    " and a.scorecard is not null and a.path >= :here and a.path < :here_end and {readable}"
)
# What is needed stands before the facts, which may be long.
_CARDS = Sql(
    "select s.sha256, substr(s.document, 1, 600) from scorecard s where s.application in {numbers:ids}"
)
_CARD = re.compile(r'{"standard":"([^"]*)","sha256":"([^"]*)",.*?"letters":"([^"]*)"')
# Applications whose scorecards are read together, and how many digests are remembered.
_TOGETHER, _MOST = 5_000, 400_000


class Shortfall(NamedTuple):
    """A criterion of a standard, and how many applications do not meet it."""

    standard: str
    kind: str
    criterion: Criterion
    many: int


class Marks(NamedTuple):
    """The letters of a scorecard, and the edition that it was scored by. A hundred thousand share some hundreds of them."""

    standard: str
    sha256: str
    letters: str


class Letters:
    """The letters of scorecards, by digest."""

    def __init__(self) -> None:
        self._known: dict[str, Marks] = {}
        self._alike: dict[Marks, Marks] = {}

    def of(self, session: Session, wanted: Iterable[tuple[int, str]]) -> dict[str, Marks]:
        """What is known by digest, once it holds these: of applications, and the digest of each one's scorecard."""
        if len(self._known) > _MOST:
            self._known, self._alike = {}, {}
        known, alike = self._known, self._alike
        missing = [id for id, digest in wanted if digest not in known]
        for start in range(0, len(missing), _TOGETHER):
            for digest, begun in session.rows(_CARDS, ids=listed(missing[start : start + _TOGETHER])):
                if found := _CARD.match(begun):
                    marks = Marks(*found.groups())
                    known[digest] = alike.setdefault(marks, marks)
        return known


def shortfalls(
    session: Session,
    letters: Letters,
    catalogue: Catalogue,
    season: int,
    by: Person | None,
    here: str = "/",
) -> list[Shortfall]:
    """What is missed in an area, most often first; of all when it is for everybody."""
    rows = _failed(session, season, by, here)
    known = letters.of(session, rows)
    found: Counter[tuple[str, str]] = Counter()
    criteria: dict[tuple[str, str], tuple[str, Criterion]] = {}
    for marks, many in Counter(known[digest] for _, digest in rows if digest in known).items():
        for kind, criterion in _missed(catalogue, season, marks):
            found[marks.standard, criterion.code] += many
            criteria[marks.standard, criterion.code] = kind, criterion
    told = [Shortfall(standard, *criteria[standard, code], many) for (standard, code), many in found.items()]
    return sorted(told, key=lambda one: (-one.many, one.standard, one.criterion.code))


def failing(
    session: Session,
    letters: Letters,
    catalogue: Catalogue,
    season: int,
    by: Person,
    standard: str,
    code: str,
) -> tuple[int, ...]:
    """The applications that `by` may read and that fail and do not meet this criterion."""
    rows = _failed(session, season, by, "/")
    known = letters.of(session, rows)
    missing = {
        marks
        for marks in {known[digest] for _, digest in rows if digest in known}
        if marks.standard == standard and code in {one.code for _, one in _missed(catalogue, season, marks)}
    }
    return tuple(id for id, digest in rows if known.get(digest) in missing)


def _failed(session: Session, season: int, by: Person | None, here: str) -> list[tuple[int, str]]:
    """The applications that fail in an area, and the digest of each one's newest scorecard."""
    readable, places = people.within(by, Deed.READ) if by else ("(1 = 1)", {})
    sql = Sql(_FAILED.replace("{readable}", readable))
    return session.rows(sql, season=season, here=here, here_end=f"{here[:-1]}0", **places)


def _missed(catalogue: Catalogue, season: int, marks: Marks) -> Iterator[tuple[str, Criterion]]:
    """The criteria that a scorecard says are not met, and the kind of unit that they are asked of."""
    try:
        standard = catalogue.pinned(marks.standard, marks.sha256).in_season(season)
    except Refused:  # an edition that is no longer at hand explains nothing
        return
    for criterion, letter in zip(standard.criteria, marks.letters, strict=False):
        if letter == NOT_MET:
            yield standard.kind, criterion
