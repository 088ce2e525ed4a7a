"""Simulation above: what a draft's outcomes would mean for places that count these units, and for whoever asks for their title.

A case that flips is taken to be decided by its new verdict where it was decided, and to be open where it was open. Everybody
whose verdict hangs on that is judged with what is so, and with what would be so; their own outcomes may lead further. A
title can only be asked for by a standard that nobody registers under: two lines for one kind of unit are refused.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.errors import Refused
from domain.judged_on import Document, Totals, counted_until, counting, titles_held, units_under
from domain.lifecycle import OPEN, State
from domain.rulebook.facts import COUNTED, UNDER
from domain.simulation_judging import Flip, Judge
from domain.simulation_twice import Twice
from domain.standards import Standard
from domain.texts import Text

_EDITIONS = Sql(
    "select distinct standard, sha256 from application where season = :season and state <> 'withdrawn' order by standard"
)
_JUDGED = Sql(
    "select a.id, a.unit_code, a.path, u.name, u.attributes, a.kind, a.state, f.document, g.document from application a"
    " join unit u on u.id = a.unit"
    " left join facts f on f.application = a.id and f.source = 'applicant'"
    " left join facts g on g.application = a.id and g.source = 'inspector'"
    " where a.unit_code in {texts:codes} and a.season = :season and a.standard = :standard"
    " and a.state <> 'withdrawn' and a.verdict is not null order by a.id"
)
_PARENTS = Sql(
    "select distinct code, parent_code from unit where code in {texts:codes} and parent_code is not null"
    " and valid_from <= :until and (valid_until is null or valid_until >= :until)"
)
_PATHS = Sql("select unit_code, path from application where season = :season and standard = :standard")

# How a case would have been decided.
_DECIDED = {
    "met": State.RECOGNISED,
    "not_met": State.NOT_RECOGNISED,
    "undecided": State.SCORED,
    "not_eligible": State.NOT_ELIGIBLE,
}


def would_be(state: str, verdict: str) -> str:
    """Where a case would stand if this were its verdict, and not the one that it has."""
    return state if state in OPEN and verdict != "not_eligible" else _DECIDED[verdict]


class Outcome(NamedTuple):
    """An application that would stand elsewhere; `line` is what it has the title of (“vn/antt”)."""

    unit: str
    name: str
    path: str
    kind: str
    standard: str
    line: str
    state: str
    would_be: str


class Asking(NamedTuple):
    """A case above, or a unit that is only judged by its titles: then without a number."""

    id: int
    unit: str
    name: str
    path: str
    about: Mapping[str, Any]
    sources: Mapping[str, Document]


@dataclass
class Above:
    """What would change under one standard that waits for others. Where nobody registers under it, all that is known of
    a unit is the title that it asks for."""

    standard: Standard
    registered: bool
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    flips: list[Flip] = field(default_factory=list)
    # How many units that have not registered are no longer counted under these places; below zero, are counted now.
    fewer: int = 0
    # Why these cases could not be judged again.
    refused: Text | None = None

    def judge(self, twice: Twice, cases: Iterable[Asking]) -> None:
        """Judge them with what is so and with what would be so."""
        for one in cases:
            both, _ = twice(one.unit, one.about, one.sources)
            self.verdicts[both.pair] += 1
            if both.flips:
                self.flips.append(Flip(one.id, one.unit, one.name, one.path, *both.pair, both.clauses))

    @property
    def flipped(self) -> Counter[tuple[str, str]]:
        """The changes of verdict, the most frequent first."""
        return Counter({pair: many for pair, many in self.verdicts.most_common() if pair[0] != pair[1]})


def follow(
    session: Session,
    catalogue: Catalogue,
    season: int,
    changed: Sequence[Outcome],
    excluding: Mapping[str, Standard] = MappingProxyType({}),
) -> list[Above]:
    """Everybody above whom these outcomes touch, in the order of paths; nobody where nothing would stand elsewhere.

    `excluding` has, by the path of the edition, a draft that excludes others: a unit that has not registered is missed by
    its place only where it may apply.
    """
    if not changed and not excluding:
        return []
    found: dict[str, Above] = {}
    asking: list[Standard] = []
    for path, sha256 in session.rows(_EDITIONS, season=season):
        standard = catalogue.standards.get(path)
        if standard is None or "units-under" not in standard.supplied.values():
            continue
        try:
            asking.append(catalogue.pinned(path, sha256).in_season(season))
        except Refused as refusal:
            found[path] = Above(standard, True, refused=refusal.text)
    by_standard: dict[str, list[Outcome]] = {"": list(changed)}
    seen: dict[str, int] = {}
    known = 1
    # Standards never wait for each other in a circle, so that this ends.
    while waiting := [one for one in asking if seen.get(one.path) != known]:
        standard = waiting[0]
        seen[standard.path] = known
        above, more = _Again(session, catalogue, season, standard, _by_unit(by_standard), excluding).judged()
        if above is not None:
            found[standard.path] = above
        if more != by_standard.get(standard.path, []):
            by_standard[standard.path] = more
            known += 1
    outcomes = _by_unit(by_standard)
    for standard in catalogue.standards.values():
        if not standard.opens_registration and standard.titles and season in standard.seasons:
            above = _unregistered(session, catalogue, season, standard.in_season(season), outcomes.values())
            if above is not None:
                found[standard.path] = above
    return [found[path] for path in sorted(found)]


def _by_unit(outcomes: Mapping[str, Sequence[Outcome]]) -> dict[tuple[str, str], Outcome]:
    return {(one.unit, one.standard): one for some in outcomes.values() for one in some}


class _Again:
    """The cases of one standard, judged with what is so and with what would be so."""

    def __init__(
        self,
        session: Session,
        catalogue: Catalogue,
        season: int,
        standard: Standard,
        outcomes: Mapping[tuple[str, str], Outcome],
        excluding: Mapping[str, Standard],
    ) -> None:
        self._session, self._catalogue, self._season = session, catalogue, season
        self._standard, self._outcomes, self._excluding = standard, outcomes, excluding
        self._paths: dict[str, str] = dict(session.rows(_PATHS, season=season, standard=standard.path))

    def judged(self) -> tuple[Above | None, list[Outcome]]:
        """What changes; and which of its cases would stand elsewhere in their turn."""
        parents = self._parents()
        codes = set().union(*parents.values())
        for draft in self._excluding.values():
            codes |= {code for code, path in self._paths.items() if path.startswith(draft.place)}
        rows = self._session.rows(
            _JUDGED, codes=listed(sorted(codes)), season=self._season, standard=self._standard.path
        )
        if not rows:
            return None, []
        before, after, fewer = self._supplied([row[1] for row in rows], parents)
        states = {row[1]: (row[5], row[6]) for row in rows}
        above = Above(self._standard, True, fewer=fewer)
        above.judge(Twice(*(Judge(self._standard, self._season, known) for known in (before, after))), (
            Asking(id, code, name, path, {"kind": kind, **orjson.loads(attributes)}, {
                "applicant": orjson.loads(applicant or "{}"), "inspector": orjson.loads(inspector or "{}"),
            })
            for id, code, path, name, attributes, kind, _, applicant, inspector in rows
        ))  # fmt: skip
        own, more = self._standard, []
        for flip in above.flips:
            kind, state = states[flip.unit]
            if (wanted := would_be(state, flip.after)) != state:
                more.append(Outcome(flip.unit, flip.name, flip.path, kind, own.path, own.line, state, wanted))
        return above, more

    def _parents(self) -> dict[str, set[str]]:
        """The places of the units that count; a unit with several versions may have been in several."""
        found: dict[str, set[str]] = {}
        units = sorted({one.unit for one in self._outcomes.values() if one.kind in UNDER})
        until = counted_until(self._standard, self._season)
        for code, parent in self._session.rows(_PARENTS, codes=listed(units), until=until):
            found.setdefault(code, set()).add(parent)
        return found

    def _supplied(
        self, codes: Sequence[str], parents: Mapping[str, Collection[str]]
    ) -> tuple[dict[str, Totals], dict[str, Totals], int]:
        """What the process knows of these places and what it would; and how many units that have not registered would no
        longer be missed."""
        season, standard = self._season, self._standard
        until = counted_until(standard, season)
        before = units_under(self._session, self._catalogue, season, codes, until, self._paths)
        after = (
            units_under(self._session, self._catalogue, season, codes, until, self._paths, self._excluding)
            if self._excluding
            else deepcopy(before)
        )
        fewer = sum(before[code]["units"] - after[code]["units"] for code in before)
        for one in self._outcomes.values():
            for place in after.keys() & parents.get(one.unit, ()):
                was, will_be = counting(one.state), counting(one.would_be)
                change = {name: will_be.get(name, 0) - was.get(name, 0) for name in COUNTED}
                after[place].add(one.kind, **change)
        return before, after, fewer


def _unregistered(
    session: Session, catalogue: Catalogue, season: int, standard: Standard, outcomes: Iterable[Outcome]
) -> Above | None:
    """A standard that is only judged by, of which there are no applications: what the title alone makes of the unit."""
    touched = {one.unit: one for one in outcomes if one.line in standard.titles and one.kind == standard.kind}
    if not touched:
        return None
    lines, codes = sorted(standard.titles), sorted(touched)
    instead = {(one.unit, one.standard): one.would_be for one in touched.values()}
    known = (
        titles_held(session, catalogue, season, codes, lines),
        titles_held(session, catalogue, season, codes, lines, instead),
    )
    above = Above(standard, False)
    above.judge(Twice(*(Judge(standard, season, one) for one in known)), (
        Asking(0, code, touched[code].name, touched[code].path, {"kind": standard.kind}, {}) for code in codes
    ))  # fmt: skip
    return above
