"""Shortfalls: why units fail: the criteria that are not met, by how often, from the newest scorecards' letters.

A scorecard never changes, so its letters are read once and remembered by its digest.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from domain import people
from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.errors import Refused
from domain.people import Deed, Person
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.truth import NOT_MET

_FAILED = (
    "select a.id, a.standard, a.sha256, a.scorecard from application a where a.season = :season and a.verdict = 'not_met'"
    " and a.scorecard is not null and a.path >= :here and a.path < :here_end and {readable}"
)
# The letters stand before the facts, which may be long.
_LETTERS = Sql(
    "select s.sha256, substr(s.document, 1, 600) from scorecard s where s.application in {numbers:ids}"
)
_MARK = '"letters":"'
# Applications whose scorecards are read together, and how many digests are remembered.
_TOGETHER, _MOST = 5_000, 400_000


class Shortfall(NamedTuple):
    """A criterion of a standard, and how many applications do not meet it."""

    standard: str
    kind: str
    criterion: Criterion
    many: int


class Letters:
    """The letters of scorecards, by digest."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, session: Session, wanted: dict[int, str]) -> dict[int, str]:
        """The letters of applications, given the digest of each one's scorecard."""
        if len(self._known) > _MOST:
            self._known = {}
        known = self._known
        missing = [id for id, digest in wanted.items() if digest not in known]
        for start in range(0, len(missing), _TOGETHER):
            for digest, begun in session.rows(_LETTERS, ids=listed(missing[start : start + _TOGETHER])):
                _, _, rest = begun.partition(_MARK)
                known[digest] = rest.partition('"')[0]
        return {id: known[digest] for id, digest in wanted.items() if digest in known}


def shortfalls(
    session: Session,
    letters: Letters,
    catalogue: Catalogue,
    season: int,
    by: Person | None,
    here: str = "/",
) -> list[Shortfall]:
    """What is missed in an area, most often first; of all when it is for everybody."""
    found: Counter[tuple[str, str]] = Counter()
    criteria: dict[tuple[str, str], tuple[str, Criterion]] = {}
    for edition, own in _by_edition(session, letters, season, by, here):
        try:
            standard = catalogue.pinned(*edition).in_season(season)
        except Refused:  # an edition that is no longer at hand explains nothing
            continue
        patterns = Counter(own.values())
        for place, criterion in enumerate(standard.criteria):
            missed = sum(many for pattern, many in patterns.items() if pattern[place : place + 1] == NOT_MET)
            if missed:
                found[standard.path, criterion.code] += missed
                criteria[standard.path, criterion.code] = standard.kind, criterion
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
    readable, places = people.within(by, Deed.READ)
    rows = session.rows(
        Sql(f"{_FAILED.replace('{readable}', readable)} and a.standard = :standard"),
        season=season, here="/", here_end="0", standard=standard, **places,
    )  # fmt: skip
    known = letters.of(session, {row[0]: row[3] for row in rows})
    where: dict[str, int] = {}
    for sha256 in {row[2] for row in rows}:
        try:
            codes = catalogue.pinned(standard, sha256).in_season(season).codes
        except Refused:
            continue
        if code in codes:
            where[sha256] = codes.index(code)
    return tuple(
        id
        for id, _, sha256, _ in rows
        if sha256 in where and id in known and known[id][where[sha256] : where[sha256] + 1] == NOT_MET
    )


def _by_edition(
    session: Session, letters: Letters, season: int, by: Person | None, here: str
) -> Iterator[tuple[tuple[str, str], dict[int, str]]]:
    readable, places = people.within(by, Deed.READ) if by else ("(1 = 1)", {})
    rows = session.rows(
        Sql(_FAILED.replace("{readable}", readable)), season=season, here=here, here_end=f"{here[:-1]}0", **places
    )  # fmt: skip
    known = letters.of(session, {row[0]: row[3] for row in rows})
    editions: dict[tuple[str, str], dict[int, str]] = {}
    for id, standard, sha256, _ in rows:
        if id in known:
            editions.setdefault((standard, sha256), {})[id] = known[id]
    yield from editions.items()
