"""Decisive: which single facts hold a verdict: changing one of them alone, to some well-formed value, changes it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from domain.rulebook.boundaries import fits, values, with_value
from domain.rulebook.mistakes import Shape
from domain.rules import Share, refs, walk
from domain.scorecard import Scorecard, judge
from domain.standards import Standard

# The code of a criterion and the name of its fact; an attribute of the unit has an empty code and “unit.level”.
Place = tuple[str, str]


class Flip(NamedTuple):
    """A value that would change the verdict (None: if nobody had said), and the verdict then."""

    value: Any
    verdict: str


def decisive(card: Scorecard) -> dict[Place, Flip]:
    """Every decisive fact, with an example. Exact, because `values` has one of each kind that the rules can tell apart;
    of several examples the one nearest to what was recorded, and rather one that passes."""
    found = {}
    for place, value, others in _single_changes(card):
        flips = []
        for other in others:
            verdict = judge(card.by, card.season, *changed_once(card.unit, card.facts, place, other)).verdict
            if verdict != card.verdict:
                flips.append(Flip(other, verdict))
        if flips:
            found[place] = min(flips, key=lambda flip: _oddness(flip, value))
    return found


def changed_once(
    unit: Mapping[str, Any], facts: Mapping[str, Mapping[str, Any]], place: Place, value: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The unit and the facts with one of them changed, or taken away (None)."""
    code, name = place
    if code:
        return dict(unit), {**facts, code: with_value(facts.get(code) or {}, name, value)}
    return with_value(unit, name.removeprefix("unit."), value), dict(facts)


def _oddness(flip: Flip, value: Any) -> tuple[bool, bool, int]:
    distance = abs(flip.value - value) if type(flip.value) is int and type(value) is int else 0
    return flip.verdict != "met", flip.value is None, distance


def _single_changes(card: Scorecard) -> Iterator[tuple[Place, Any, list[Any]]]:
    """Each fact that a rule reads, what was recorded, and the values that could stand in its place."""
    standard, periods = card.by, card.by.bench(card.season).periods
    for criterion in standard.criteria:
        frame = standard.frame(criterion, periods)
        own: Mapping[str, Any] = card.facts.get(criterion.code) or {}
        for name in readable(criterion.rule):
            if not name.startswith("unit."):
                others = values(name, [criterion.rule], frame, own)
                fitting = [one for one in others if fits(criterion.shares, with_value(own, name, one), frame)]
                yield (criterion.code, name), own.get(name), fitting
    for name, rules in attribute_rules(standard).items():
        bare = standard.frame(None, periods)
        yield ("", name), card.unit.get(name.removeprefix("unit.")), values(name, rules, bare, {})


def readable(rule: Shape) -> list[str]:
    """Every fact that a rule reads, also those that may be missing without making it unknown."""
    pending = [one.pending for one in walk(rule) if isinstance(one, Share) and one.pending]
    return list(dict.fromkeys([*refs(rule), *pending]))


def attribute_rules(standard: Standard) -> dict[str, list[Shape]]:
    """Each attribute of the unit that some rule reads, with those rules."""
    found: dict[str, list[Shape]] = {}
    for rule in [*(one.rule for one in standard.criteria), *(one.when for one in standard.exclusions)]:
        for name in refs(rule):
            if name.startswith("unit."):
                found.setdefault(name, []).append(rule)
    return found
