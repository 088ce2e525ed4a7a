"""Sheets: what a sample unit that meets everything says of itself, and what its inspector finds, under any standard.

Nothing here knows a criterion by name: the answers follow from the form of each fact and from the rules that use it.
What goes wrong in a sample unit is told by its story (`stories.py`).
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

from domain.rulebook.facts import Fact, example
from domain.rules import Reduced, Share, walk
from domain.standards import Standard

Sheet = dict[str, dict[str, Any]]


class _Pair(NamedTuple):
    """Two numbers of a criterion that belong together, and how one follows from the other."""

    number: int
    criterion: str
    first: str
    second: str
    least: int
    spread: int
    over: int
    of: int


class _Half(NamedTuple):
    """One half of a standard's facts, and the places in it where units differ."""

    sheet: Sheet
    shares: list[_Pair]
    series: list[_Pair]
    documents: list[tuple[str, str]]
    days: list[str]


def chance(code: str, what: str) -> int:
    """A whole number that belongs to a unit and a question, the same on every machine and in every run."""
    return crc32(f"{what}:{code}".encode())


def applicant(standard: Standard, season: int, code: str) -> Sheet:
    """What the unit says of itself: everything that needs no attestation."""
    return _of(_half(standard, season, attested=False), code)


def inspector(standard: Standard, season: int, code: str) -> Sheet:
    """What the inspector finds, and what the offices that can know it attest."""
    return _of(_half(standard, season, attested=True), code)


@lru_cache(maxsize=64)
def _half(standard: Standard, season: int, *, attested: bool) -> _Half:
    sheet: Sheet = {}
    for criterion, name, fact in standard.facts():
        if not fact.supplied_by and bool(fact.attested_by) is attested:
            sheet.setdefault(criterion, {})[name] = _answer(fact, standard, season)
    here = {(criterion, name) for criterion, own in sheet.items() for name in own}
    shares = [p for p in _shares(standard) if {(p.criterion, p.first), (p.criterion, p.second)} & here]
    series = [p for p in _series(standard) if (p.criterion, p.first) in here]
    dated = [
        (criterion, name)
        for criterion, name, fact in standard.facts()
        if fact.document and (criterion, name) in here
    ]
    window = standard.registration_window(season)
    assert window is not None  # the sample season is judged by an edition whose days are known
    first, last = window
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    return _Half(sheet, shares, series, dated, days)


def _answer(fact: Fact, standard: Standard, season: int) -> Any:
    """An answer that no rule minds. Shares and series are made to fit one another afterwards."""
    if fact.rating:
        # The last step but one: good, and not the few that are excellent.
        return standard.words.scales[fact.rating][-2:][
            0 if len(standard.words.scales[fact.rating]) > 2 else 1
        ].code
    return example(fact, season, standard.words.scales)


def _shares(standard: Standard) -> Iterator[_Pair]:
    number = 0
    for criterion in standard.criteria:
        for rule in walk(criterion.rule):
            if isinstance(rule, Share):
                part, whole = rule.share
                many = criterion.facts[whole].count in ("households", "people")
                least, spread = (40, 220) if many else (4, 9)
                yield _Pair(number, criterion.code, part, whole, least, spread, *rule.asked)
                number += 1


def _series(standard: Standard) -> Iterator[_Pair]:
    number = 0
    for criterion in standard.criteria:
        for rule in walk(criterion.rule):
            if isinstance(rule, Reduced):
                for now, before in rule.reduced:
                    yield _Pair(number, criterion.code, now, before, 0, 6, 1, 1)
                    number += 1


def _of(half: _Half, code: str) -> Sheet:
    """One unit's own sheet: so many households, so few incidents, a day in the quarter. Ask again and it is the same."""
    seed = crc32(code.encode())
    sheet = dict(half.sheet)
    for pair in half.shares:
        size = pair.least + (seed >> pair.number) % pair.spread
        _put(half, sheet, pair.criterion, pair.second, size)
        # Half of the units that may be missing are missing.
        _put(half, sheet, pair.criterion, pair.first, -(-size * (pair.over + pair.of) // (2 * pair.of)))
    for pair in half.series:
        last = (seed >> (3 * pair.number)) % pair.spread
        _put(half, sheet, pair.criterion, pair.second, last)
        _put(half, sheet, pair.criterion, pair.first, max(0, last - 1))
    for place, (criterion, name) in enumerate(half.documents):
        day = half.days[(seed >> (2 * place)) % len(half.days)]
        _put(half, sheet, criterion, name, {**half.sheet[criterion][name], "date": day})
    return sheet


def _put(half: _Half, sheet: Sheet, criterion: str, name: str, value: Any) -> None:
    """Write into this unit's own copy of a criterion, if that half of the sheet has the fact."""
    own = sheet[criterion]
    if name in own:
        if own is half.sheet[criterion]:
            own = sheet[criterion] = dict(own)
        own[name] = value
