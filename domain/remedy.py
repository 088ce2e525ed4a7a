"""Remedy: the smallest set of changed facts that makes an application pass, and the smallest that this season still allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from domain.decisive import Place, attribute_rules, changed_once
from domain.remedy_of_points import smallest
from domain.rulebook.boundaries import values, with_value
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import ALL
from domain.rulebook.goals import goal
from domain.rulebook.repairs import Change, Plan, Repair
from domain.rulebook.seasonal import Reach
from domain.rulebook.truth import MET, NOT_APPLICABLE
from domain.rules import refs
from domain.scorecard import Scorecard, judge

Changes = dict[Place, Change]


@dataclass(frozen=True)
class Remedy:
    """`smallest` changes the fewest facts; None where no facts at all would pass. `this_season` is the smallest without
    anything that is past or not the applicant's to change; None where only a later season can pass."""

    smallest: Changes | None
    this_season: Changes | None


def remedy(card: Scorecard, on: str | None = None) -> Remedy | None:
    """What would make it pass on that day (ISO; None: after every period of the season). None where nothing is needed,
    or where the unit is not eligible: no fact about its conduct changes that."""
    if card.verdict not in ("not_met", "undecided"):
        return None
    found = _smallest(card, on, honest=False)
    if found is None or not any(change.hard for change in found.values()):
        return Remedy(found, found)
    return Remedy(found, _smallest(card, on, honest=True))


def _smallest(card: Scorecard, on: str | None, honest: bool) -> Changes | None:
    best: Changes | None = None
    for changed in _units(card, honest):
        if best is not None and len(changed) >= len(best):
            break
        found = _of_all_criteria(card, _with(card.unit, changed), on, honest)
        if found is not None:
            found |= {("", change.fact): change for change in changed}
            if best is None or len(found) < len(best):
                best = found
    return best


def _units(card: Scorecard, honest: bool) -> Iterator[Plan]:
    """Every change of the unit's attributes that leaves it eligible, the fewest first; first of all none. One that
    no criterion reads can only follow another."""
    standard, bench = card.by, card.by.bench(card.season)
    bare = standard.frame(None, bench.periods)
    read = {name for criterion in standard.criteria for name in refs(criterion.rule)}
    options: dict[str, list[Change]] = {}
    for name, rules in attribute_rules(standard).items():
        was = card.unit.get(name.removeprefix("unit."))
        if not (honest and was is not None):
            others = [value for value in values(name, rules, bare, {}) if value != was]
            options[name] = [Change(name, was, value, hard=was is not None) for value in others]
    for many in range(len(options) + 1):
        for names in combinations(options, many):
            if names and not read.intersection(names):
                continue
            for changes in product(*(options[name] for name in names)):
                unit = _with(card.unit, changes)
                if not any(test({}, unit) == MET for test in bench.exclusions):
                    yield changes


def _with(unit: Mapping[str, Any], changes: Plan) -> Mapping[str, Any]:
    for change in changes:
        unit = with_value(unit, change.fact.removeprefix("unit."), change.value)
    return unit


def _of_all_criteria(
    card: Scorecard, unit: Mapping[str, Any], on: str | None, honest: bool
) -> Changes | None:
    """The smallest set of changes to the facts of the criteria, by the standard's way of deciding."""
    way = card.by.recognised_when
    if way == ALL:
        return _of_every_criterion(card, unit, on, honest)
    sheet = card.by.sheet(card.season)
    if sheet is None:
        return None  # how the findings make a verdict is not known: nothing is known to suffice
    repairs = {one.code: _repair(card, one, unit, on, honest) for one in card.by.criteria}
    now = judge(card.by, card.season, unit, card.facts).points
    plans = smallest(sheet, card.by.criteria, repairs, now)
    if plans is None:
        return None
    found = {(code, change.fact): change for code, plan in plans.items() for change in plan}
    return _no_more_than_needed(card, unit, found)


def _no_more_than_needed(card: Scorecard, unit: Mapping[str, Any], changes: Changes) -> Changes:
    """The same changes, each number as near to what it was as still passes: more points never do harm."""
    for place, change in changes.items():
        if type(change.was) is int and type(change.value) is int:
            enough, too_near = change.value, change.was
            while abs(enough - too_near) > 1:
                middle = (enough + too_near) // 2
                tried = {**changes, place: replace(change, value=middle)}
                if judge(card.by, card.season, unit, changed(card, tried)[1]).verdict == "met":
                    enough = middle
                else:
                    too_near = middle
            changes = {**changes, place: replace(change, value=enough)}
    return changes


def _of_every_criterion(
    card: Scorecard, unit: Mapping[str, Any], on: str | None, honest: bool
) -> Changes | None:
    """Criteria share no facts, so that the smallest repair of each makes the smallest of all."""
    tests = dict(card.by.bench(card.season).tests)
    found: Changes = {}
    shown = False
    spare: list[tuple[Criterion, Plan]] = []
    for criterion in card.by.criteria:
        own = card.facts.get(criterion.code) or {}
        letter = tests[criterion.code](own, unit)
        if letter in (MET, NOT_APPLICABLE):
            shown = shown or letter == MET
            plan: Plan | None = ()
        else:
            plan = _plan(card, criterion, unit, MET + NOT_APPLICABLE, on, honest)
        if plan is None:
            return None
        shown = shown or bool(plan and tests[criterion.code](_with(own, plan), unit) == MET)
        spare.append((criterion, plan))
        found |= {(criterion.code, change.fact): change for change in plan}
    if not shown:
        # Where nothing applied nothing was shown: one criterion has to be met, whichever takes least beside its repair.
        met = [(one, plan, _plan(card, one, unit, MET, on, honest)) for one, plan in spare]
        ways = [(len(more) - len(plan), one, plan, more) for one, plan, more in met if more is not None]
        if not ways:
            return None
        _, one, plan, more = min(ways, key=lambda way: way[0])
        found = {place: change for place, change in found.items() if place[0] != one.code}
        found |= {(one.code, change.fact): change for change in more}
    return found


def _plan(
    card: Scorecard, criterion: Criterion, unit: Mapping[str, Any], wish: str, on: str | None, honest: bool
) -> Plan | None:
    repair = _repair(card, criterion, unit, on, honest)
    return repair.least(goal(criterion.rule, wish, repair.frame))


def _repair(
    card: Scorecard, criterion: Criterion, unit: Mapping[str, Any], on: str | None, honest: bool
) -> Repair:
    frame = card.by.frame(criterion, card.by.bench(card.season).periods)
    own = card.facts.get(criterion.code) or {}
    return Repair(frame, own, unit, criterion.shares, Reach(criterion.rule, frame, on), honest)


def changed(card: Scorecard, changes: Changes) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The unit and the facts with these changes made."""
    unit, facts = dict(card.unit), {code: dict(own) for code, own in card.facts.items()}
    for place, change in changes.items():
        unit, facts = changed_once(unit, facts, place, change.value)
    return unit, facts
