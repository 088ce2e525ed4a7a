"""Simulation twice: a case judged under two editions at once; what both say alike of it is judged once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.judged_on import Document, to_judge
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import ALL
from domain.rulebook.truth import MET, UNKNOWN, overall
from domain.rulebook.verdicts import MALFORMED
from domain.simulation_judging import Asked, Compare, Judge
from domain.standards import Standard

_NOTHING: dict[str, Any] = {}


@dataclass(eq=False, slots=True)
class Both:
    """What two editions make of the same case: its verdict and the letters of the criteria under each, the criteria that
    make the difference, and which facts would be waited for anew. `many` cases were judged so."""

    before: str
    after: str
    old: str
    new: str
    clauses: tuple[str, ...]
    asked: tuple[Asked, ...]
    pair: tuple[str, str]
    flips: bool
    many: int = 0


class Twice:
    """Judges one case after the other under two editions, as each judge would by itself.

    A draft mostly differs in a few criteria. Where both decide by letters alone, a criterion that both say alike, read
    from the same answers, has one letter, so that only the others are judged again. What is malformed for either is left
    to the two judges. Cases of the same letters share one `Both`.
    """

    def __init__(self, now: Judge, then: Judge) -> None:
        self._now, self._then = now, then
        self._compare = Compare(now.standard, then.standard)
        self._supplied = now.supplied
        # Where both count the same answers, they are counted once.
        self._alike = now.counts_like(then)
        self._by_letters: dict[tuple[str, str], Both] = {}
        self._by_verdicts: dict[tuple[str, str, str, str], Both] = {}
        self.excludes_alike = _barred_alike(now, then)
        ways = (now.standard.recognised_when, then.standard.recognised_when)
        self._plain = self.excludes_alike and ways == (ALL, ALL)
        if self._plain:
            self._made_ready()

    def _made_ready(self) -> None:
        now, then = self._now, self._then
        places = {code: place for place, code in enumerate(now.standard.codes)}
        alike = _alike(now, then)
        others = tuple(one for one in then.standard.criteria if one.code not in alike)
        numbers = {one.code: number for number, one in enumerate(others)}
        # Of each criterion of the draft, where its letter stands: among those of all, or of those judged again.
        self._order = [
            (True, places[code]) if code in alike else (False, numbers[code]) for code in then.standard.codes
        ]
        bench = now.standard.bench(now.season)
        self._outcome, self._barred = bench.outcome, bench.barred if bench.exclusions else None
        self._again = _only(then.standard, others, then.season).bench(then.season).letters if others else None

    def __call__(
        self, code: str, unit: Mapping[str, Any], sources: Mapping[str, Document]
    ) -> tuple[Both, Document]:
        """What both make of it, which counts it, and the facts that the second one counted."""
        both, facts = self._judged(code, unit, sources)
        both.many += 1
        return both, facts

    @property
    def found(self) -> Iterable[Both]:
        """Everything that was made of a case."""
        return self._by_verdicts.values()

    def _judged(
        self, code: str, unit: Mapping[str, Any], sources: Mapping[str, Document]
    ) -> tuple[Both, Document]:
        if not self._plain:
            return self._one_by_one(code, unit, sources)
        facts = to_judge(self._now.standard, sources, self._supplied.get(code, _NOTHING))
        counted = facts if self._alike else self._counted(code, sources)
        try:
            before, old = self._outcome(facts, unit)
            again = self._again(counted, unit) if self._again is not None else ""
            barred = self._barred is not None and MET in self._barred(_NOTHING, unit)
        except MALFORMED:
            return self._one_by_one(code, unit, sources)
        if barred:
            return self._told("not_eligible", "not_eligible", old, self._joined(old, again)), counted
        both = self._by_letters.get((old, again))
        if both is None:
            new = self._joined(old, again)
            both = self._by_letters[old, again] = self._told(before, overall(new), old, new)
        return both, counted

    def _counted(self, code: str, sources: Mapping[str, Document]) -> Document:
        return to_judge(self._then.standard, sources, self._then.supplied.get(code, _NOTHING))

    def _joined(self, old: str, again: str) -> str:
        return "".join(old[place] if same else again[place] for same, place in self._order)

    def _one_by_one(
        self, code: str, unit: Mapping[str, Any], sources: Mapping[str, Document]
    ) -> tuple[Both, Document]:
        old, new = self._now(code, unit, sources), self._then(code, unit, sources)
        return self._told(old.verdict, new.verdict, old.letters, new.letters), new.facts

    def _told(self, before: str, after: str, old: str, new: str) -> Both:
        key = (before, after, old, new)
        if (found := self._by_verdicts.get(key)) is None:
            waits = UNKNOWN in new and after != "not_eligible"
            found = self._by_verdicts[key] = Both(
                *key,
                self._compare.clauses(*key) if before != after else (),
                self._compare.newly_asked(old, new) if waits else (),
                (before, after),
                before != after,
            )
        return found


def _alike(now: Judge, then: Judge) -> frozenset[str]:
    """The criteria of which both must say the same: the same rule in the same surroundings, read from the same answers."""
    one, two = now.standard, then.standard
    periods = one.bench(now.season).periods, two.bench(then.season).periods
    supplied_alike = now.supplied == then.supplied
    found = set()
    for criterion in two.criteria:
        code = criterion.code
        if (
            (other := one.by_code.get(code)) is not None
            and criterion.rule == other.rule
            # Its facts are part of that: who may say them, what is counted of them, within which days.
            and two.frame(criterion, periods[1]) == one.frame(other, periods[0])
            and (supplied_alike or not any(fact.supplied_by for fact in criterion.facts.values()))
        ):
            found.add(code)
    return frozenset(found)


def _barred_alike(now: Judge, then: Judge) -> bool:
    """Whether both exclude the same units."""
    one, two = now.standard, then.standard
    if not one.exclusions and not two.exclusions:
        return True
    return [each.when for each in one.exclusions] == [each.when for each in two.exclusions] and one.frame(
        None, one.bench(now.season).periods
    ) == two.frame(None, two.bench(then.season).periods)


def _only(standard: Standard, criteria: tuple[Criterion, ...], season: int) -> Standard:
    """The standard with these criteria alone, in a season whose rules and values they have already."""
    only = replace(standard, criteria=criteria, exclusions=(), **standard.fresh_caches())
    only._seasonal[season] = only
    return only
