"""Repairs: the fewest facts of one criterion whose change makes it come out as wished; exact, also where rules share facts.

Parts of a rule that share no fact are repaired apart. Within parts that do, every way of meeting them together is tried.
Numbers that depend on each other (a part on its whole, this year on the last) are at least one another or at most a limit;
such needs have a least solution, found by raising what may change until nothing falls short.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from domain.rulebook.boundaries import count_of
from domain.rulebook.goals import fits
from domain.rulebook.mistakes import Shape
from domain.rulebook.needs import AtLeast, AtMost, Every, Goal, Is, Need, Some
from domain.rulebook.seasonal import Reach
from domain.rulebook.truth import Answers, Frame
from domain.rules import Share

# Far more rounds than needs that can be met take; needs that chase each other for ever end here.
_ROUNDS = 1000


@dataclass(frozen=True)
class Change:
    """One fact with another value. `hard` says that it lies in the past, or is not the applicant's to change, so that
    nothing honest changes it this season. `rule` is what the new answer has to satisfy, where it is no number."""

    fact: str
    was: Any
    value: Any
    hard: bool
    rule: Shape | None = None


Plan = tuple[Change, ...]
Alternative = tuple[Need, ...]


def lighter(plans: Iterable[Plan | None]) -> Plan | None:
    """The plan with the fewest changes; of those the one that asks least of the past; of those the first."""
    found = [plan for plan in plans if plan is not None]
    return min(found, key=_weight) if found else None


def _weight(plan: Plan) -> tuple[int, int]:
    return len(plan), sum(change.hard for change in plan)


@dataclass
class Repair:
    """One criterion with its answers. Attributes of the unit stay as they are. Where `honest`, hard changes are none."""

    frame: Frame
    own: Answers
    unit: Answers
    shares: Sequence[Share]
    reach: Reach
    honest: bool = False

    def __post_init__(self) -> None:
        self._group: dict[str, str] = {}
        for share in self.shares:
            names = [name for name in (*share.share, share.pending) if name]
            groups = {self._group.get(name, name) for name in names}
            first = min(groups)
            self._group |= dict.fromkeys(names, first)
            self._group |= {name: first for name, group in self._group.items() if group in groups}

    def least(self, goal: Goal) -> Plan | None:
        """The smallest plan; an empty one where all is well, None where nothing helps."""
        match goal:
            case Some(goals=ways):
                return lighter(self.least(way) for way in ways)
            case Every():
                plans = [self._together(goals) for goals in self._apart(list(_flat(goal)))]
                if any(plan is None for plan in plans):
                    return None
                return tuple(change for plan in plans for change in plan or ())
        return self._met((goal,))

    def _together(self, goals: list[Goal]) -> Plan | None:
        if len(goals) == 1:
            return self.least(goals[0])
        ways = product(*map(_alternatives, goals))
        return lighter(self._met(tuple(need for way in several for need in way)) for several in ways)

    def _apart(self, goals: list[Goal]) -> list[list[Goal]]:
        """The goals in groups that share no fact, directly or through a share that both are part of."""
        groups: list[tuple[set[str], list[Goal]]] = []
        for goal in goals:
            facts = {self._group.get(name, name) for name in goal.facts}
            touched = [group for group in groups if group[0] & facts]
            groups = [group for group in groups if not group[0] & facts]
            groups.append(
                (
                    facts.union(*(group[0] for group in touched)),
                    [one for group in touched for one in group[1]] + [goal],
                )
            )
        return [group for _, group in groups]

    def _met(self, needs: Alternative) -> Plan | None:
        """The smallest plan that meets all of these needs at once."""
        plan: list[Change] = []
        for name in dict.fromkeys(need.fact for need in needs if isinstance(need, Is)):
            change = self._answered(
                name, [need for need in needs if isinstance(need, Is) and need.fact == name]
            )
            if change is None:
                return None
            plan += change
        numbers = [need for need in needs if not isinstance(need, Is)]
        for group in self._apart(list(numbers)):
            found = self._counted([need for need in group if isinstance(need, AtLeast | AtMost)])
            if found is None:
                return None
            plan += found
        return tuple(plan)

    # --- answers that are no numbers ----------------------------------------------------------------

    def _answered(self, name: str, needs: list[Is]) -> Plan | None:
        was = self.unit.get(name[5:]) if name.startswith("unit.") else self.own.get(name)
        if was is not None and all(need.holds(was) for need in needs):
            return ()
        if name.startswith("unit."):
            return None
        options = [option for need in needs for option in need.options]
        fitting = [option for option in options if all(need.holds(option) for need in needs)]
        fitting.sort(key=lambda option: _days_between(was, option))
        changes = [
            Change(name, was, option, self.reach.hard(name, was, option, needs[0].rule), needs[0].rule)
            for option in fitting
        ]
        return self._chosen((change,) for change in changes)

    def _chosen(self, plans: Iterable[Plan]) -> Plan | None:
        return lighter(plan for plan in plans if not (self.honest and any(change.hard for change in plan)))

    # --- numbers ------------------------------------------------------------------------------------

    def _counted(self, needs: Sequence[AtLeast | AtMost]) -> Plan | None:
        groups = {self._group.get(name, name) for need in needs for name in need.facts}
        linked = [share for share in self.shares if self._group[share.share[0]] in groups]
        needed = list(dict.fromkeys(name for need in needs for name in _required(need)))
        others = [name for share in linked for name in (*share.share, share.pending) if name]
        names = list(dict.fromkeys([*needed, *others, *(name for need in needs for name in need.facts)]))
        now = {name: self._count(name) for name in names}
        bounds = [*needs, *map(fits, linked)]
        if all(now[name] is not None for name in needed) and _hold(bounds, now):
            return ()
        # Of several numbers that would do alone, what the rule takes as given is asked for last.
        free = [name for name in names if not name.startswith("unit.")]
        free.sort(key=lambda name: name in self.reach.circumstances)
        for many in range(1, len(free) + 1):
            plans = (self._changed(chosen, now, needed, bounds) for chosen in combinations(free, many))
            if (found := self._chosen(plan for plan in plans if plan is not None)) is not None:
                return found
        return None

    def _count(self, name: str) -> int | None:
        if name.startswith("unit."):
            value: int | None = self.unit.get(name[5:])
            return value
        return count_of(name, self.own, self.frame)

    def _changed(
        self,
        chosen: tuple[str, ...],
        now: Mapping[str, int | None],
        needed: Sequence[str],
        bounds: Sequence[AtLeast | AtMost],
    ) -> Plan | None:
        """The plan that changes exactly these numbers, each as little as the others allow."""
        numbers: dict[str, int | None] = {**now, **dict.fromkeys(chosen, 0)}
        if any(numbers[name] is None for name in needed) or not _raised(numbers, chosen, bounds):
            return None
        for name in chosen:
            numbers[name] = _nearest(name, now[name], numbers, bounds)
        return tuple(self._change(name, now[name], numbers[name] or 0) for name in chosen)

    def _change(self, name: str, was: int | None, number: int) -> Change:
        recorded = self.own.get(name)
        value = self.reach.excused(name, recorded, number)
        hard = value is None and self.reach.hard_number(name, was, number, self.own)
        return Change(name, recorded, number if value is None else value, hard)


def _required(need: AtLeast | AtMost) -> tuple[str, ...]:
    return (need.fact, *need.reads) if isinstance(need, AtLeast) else (need.fact,)


def _flat(goal: Goal) -> Iterator[Goal]:
    if isinstance(goal, Every):
        for inner in goal.goals:
            yield from _flat(inner)
    else:
        yield goal


def _alternatives(goal: Goal) -> list[Alternative]:
    match goal:
        case Some(goals=ways):
            return [way for one in ways for way in _alternatives(one)]
        case Every(goals=goals):
            return [
                tuple(need for way in several for need in way)
                for several in product(*map(_alternatives, goals))
            ]
    return [(goal,)]


def _holds(bound: AtLeast | AtMost, numbers: Mapping[str, int | None]) -> bool:
    """Whether a bound holds; one about numbers that nobody gave asks nothing, because being given is asked apart."""
    number = numbers[bound.fact]
    if number is None:
        return True
    if isinstance(bound, AtMost):
        return number <= bound.limit
    return any(numbers[name] is None for name in bound.reads) or number >= bound.least(numbers)


def _hold(bounds: Sequence[AtLeast | AtMost], numbers: Mapping[str, int | None]) -> bool:
    return all(_holds(bound, numbers) for bound in bounds)


def _raised(numbers: dict[str, int | None], free: Sequence[str], bounds: Sequence[AtLeast | AtMost]) -> bool:
    """Raise the free numbers to the least that every bound asks; whether that can be done."""
    for _ in range(_ROUNDS):
        short = [bound for bound in bounds if isinstance(bound, AtLeast) and not _holds(bound, numbers)]
        if not short:
            return _hold(bounds, numbers)
        for bound in short:
            if bound.fact not in free:
                return False
            numbers[bound.fact] = max(numbers[bound.fact] or 0, bound.least(numbers))
    return False


def _nearest(
    name: str, was: int | None, numbers: Mapping[str, int | None], bounds: Sequence[AtLeast | AtMost]
) -> int:
    """From its least value as near to what it was as the bounds allow: what fits is one stretch without a gap."""
    low = numbers[name] or 0
    high = max(low, low if was is None else was)
    while low < high:
        middle = (low + high + 1) // 2
        if _hold(bounds, {**numbers, name: middle}):
            low = middle
        else:
            high = middle - 1
    return low


def _days_between(was: Any, option: Any) -> int:
    """How far apart two days are, roughly; other answers are all as far."""
    old, new = (value.get("date") if isinstance(value, dict) else value for value in (was, option))
    if not (isinstance(old, str) and isinstance(new, str) and old[:4].isdigit() and new[:4].isdigit()):
        return 0
    return abs(int(old.replace("-", "")) - int(new.replace("-", "")))
