"""Facts strategies: random well-formed facts and attributes for any standard, with values around its boundaries.

`cases(standard, season)` draws a unit and a facts document that `judge` accepts. Most documents are nearly all met,
because with many criteria chance alone would draw nothing but failures.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import Any

from hypothesis import strategies as st

from domain.rulebook.criteria_files import Criterion
from domain.rulebook.facts import Fact
from domain.rulebook.mistakes import Shape
from domain.rulebook.rows import GivenScore, Row
from domain.rules import Counted, Share, walk
from domain.standards import Standard

Answers = dict[str, Any]
Facts = dict[str, Answers]
WHOLES = [0, 1, 2, 3, 7, 10, 11, 100, 250, 10_000]


def cases(standard: Standard, season: int) -> st.SearchStrategy[tuple[Answers, Facts]]:
    """A unit and its facts."""
    return st.tuples(units(standard, season), documents(standard, season))


@st.composite
def documents(draw: st.DrawFn, standard: Standard, season: int) -> Facts:
    """A facts document: a few criteria at random and the others as in the example, or all at random."""
    facts: Facts = standard.example_facts(season)
    codes = list(facts)
    if (most := draw(st.sampled_from([1, 1, 3, len(codes)]))) < len(codes):
        codes = draw(st.lists(st.sampled_from(codes), max_size=most, unique=True))
    for code in codes:
        facts[code] = draw(answers(standard, standard.in_season(season).by_code[code], season))
    if draw(st.integers(0, 7)) == 7:
        del facts[draw(st.sampled_from(list(facts)))]
    return facts


@st.composite
def answers(draw: st.DrawFn, standard: Standard, criterion: Criterion, season: int) -> Answers:
    """Answers to one criterion that fit together: no part is larger than its whole."""
    shares = criterion.shares
    in_shares = {name for share in shares for name in (*share.share, share.pending) if name}
    limits, most = limits_of(criterion.rule), most_points(criterion)
    own: Answers = {}
    for name, fact in criterion.facts.items():
        if name in most:
            scores = sorted({0, 1, most[name] // 2, most[name] - 1, most[name]})
            value = draw(st.sampled_from([*scores, None]))
        else:
            alone = name not in in_shares
            value = draw(
                value_of(standard, fact, season, limits.get(name, ()), criterion.excused_when, alone)
            )
        if value is not None or draw(st.booleans()):
            own[name] = value
    for share in shares:
        draw_share(draw, share, own)
    return fitting(shares, own)


def draw_share(draw: st.DrawFn, share: Share, own: Answers) -> None:
    """Half of the time the part comes within one of what the share asks."""
    part, whole = share.share
    if type(own.get(whole)) is int:
        own[whole] = max(own[whole], draw(st.sampled_from(WHOLES)))
        over, of = share.asked
        near = -(-over * own[whole] // of) + draw(st.integers(-1, 1))
        if type(own.get(part)) is int and draw(st.booleans()):
            own[part] = max(0, near)
        if share.pending and type(own.get(share.pending)) is int and draw(st.booleans()):
            own[share.pending] = max(0, near - (own.get(part) or 0))


def fitting(shares: Iterable[Share], own: Answers) -> Answers:
    """The same answers with every part cut to its whole; a part may itself be another share's whole."""
    shares = tuple(shares)
    for _ in range(len(shares) + 1):
        for share in shares:
            part, whole = (own.get(name) for name in share.share)
            if type(part) is int and type(whole) is int:
                part = own[share.share[0]] = min(part, whole)
                if share.pending and type(own.get(share.pending)) is int:
                    own[share.pending] = min(own[share.pending], whole - part)
    return own


def most_points(criterion: Criterion) -> dict[str, int]:
    """The facts that are scores, and the most that each can be."""
    rows = [
        rule for rule in walk(criterion.rule) if isinstance(rule, Row) and isinstance(rule.scored, GivenScore)
    ]
    return {name: row.points for row in rows for name in row.reads}


def limits_of(*rules: Shape) -> dict[str, list[int]]:
    """The limits of every `counted` rule, by what it counts."""
    found: dict[str, list[int]] = {}
    for rule in chain.from_iterable(walk(rule) for rule in rules):
        if isinstance(rule, Counted):
            limit = rule.at_most if rule.at_least is None else rule.at_least
            found.setdefault(rule.counted, []).append(limit or 0)
    return found


def units(standard: Standard, season: int) -> st.SearchStrategy[Answers]:
    """Attributes of a unit, each of which may be missing; a size comes within one of a limit."""
    rules = [*(one.when for one in standard.exclusions), *(one.rule for one in standard.criteria)]
    limits = limits_of(*rules)
    return st.fixed_dictionaries(
        {},
        optional={
            name: value_of(standard, fact, season, limits.get(f"unit.{name}", ()), (), entries=False)
            for name, fact in standard.attributes.items()
        },
    )


def value_of(
    standard: Standard,
    fact: Fact,
    season: int,
    limits: Iterable[int] = (),
    excuses: Iterable[str] = (),
    entries: bool = True,
) -> st.SearchStrategy[Any]:
    """Any well-formed answer to one question, or None; `entries` allows dated entries where the fact has a period."""
    periods = standard.bench(season).periods
    scales = standard.words.scales
    match fact.form:
        case "count":
            numbers = sorted({0, 1, 2, 3} | {max(0, limit + step) for limit in limits for step in (-1, 0, 1)})
            known: st.SearchStrategy[Any] = st.sampled_from(numbers)
            if fact.within and entries:
                known = st.one_of(known, st.lists(entry(standard, periods[fact.within], excuses), max_size=3))
        case "document":
            day = st.sampled_from(days_around(*periods.values()) or ["2024-02-15"])
            known = st.one_of(
                day, st.builds(lambda day: {"date": day, "number": "05-NQ/CB"}, day), st.just(False)
            )
        case "rating":
            code = st.sampled_from([step.code for step in scales[fact.rating or ""]])
            known = st.one_of(
                code, st.builds(lambda code, soon: {"rating": code, "provisional": soon}, code, st.booleans())
            )
        case "judgement":
            evidence = st.sampled_from(
                [{}, {"evidence": "BC 31/BC-KDC"}, {"evidence": " "}, {"evidence": None}]
            )
            known = st.one_of(
                st.booleans(), st.builds(lambda holds, by: {"holds": holds, **by}, st.booleans(), evidence)
            )
        case "answer":
            known = st.booleans()
        case _:
            known = st.sampled_from([step.code for step in scales[fact.choice or ""]])
    return st.one_of(known, known, known, st.none())


def entry(
    standard: Standard, period: tuple[str, str], excuses: Iterable[str]
) -> st.SearchStrategy[Mapping[str, Any]]:
    """One dated entry around the ends of the period, sometimes with an excuse, admitted or not, with a reason or not."""
    # An admitted excuse is drawn more often than one that this criterion does not know.
    known = [*excuses, *excuses, *standard.words.excuses] or [None]
    return st.fixed_dictionaries(
        {"on": st.sampled_from(days_around(period))},
        optional={
            "excused_as": st.sampled_from(known),
            "reason": st.sampled_from(["Lũ quét", " "]),
            "accepted_by": st.just("Chủ tịch UBND xã"),
            "reference": st.just("BB 02/BB-CAX"),
        },
    )


def days_around(*periods: tuple[str, str]) -> list[str]:
    """Both ends of each period and the days beside them."""
    found = set()
    for period in periods:
        for end in period:
            found |= {(date.fromisoformat(end) + timedelta(step)).isoformat() for step in (-1, 0, 1)}
    return sorted(found)
