"""Simulation judging: a case judged as scoring would judge it, and what makes the difference between two verdicts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from domain.errors import BadInput
from domain.judged_on import Document, to_judge
from domain.rulebook.answers import wrong
from domain.rulebook.recorded import wrong_facts
from domain.rulebook.truth import NOT_MET, UNKNOWN
from domain.rules import refs
from domain.scorecard import Scorecard, judge
from domain.standards import Standard

Fact = tuple[str, str]
# A criterion and facts of it.
Asked = tuple[str, tuple[str, ...]]
_NOTHING: dict[str, Any] = {}


class Flip(NamedTuple):
    """One case whose verdict would be another; `clauses` are the criteria that make the difference."""

    id: int
    unit: str
    name: str
    path: str
    before: str
    after: str
    clauses: tuple[str, ...]


class Judge:
    """Judges one case after the other under one edition, as scoring would; counts the answers that do not fit it."""

    def __init__(
        self,
        standard: Standard,
        season: int,
        supplied: Mapping[str, Mapping[str, int]],
        unfitting: Counter[Fact] | None = None,
    ) -> None:
        self.standard, self.season, self.supplied = standard, season, supplied
        self._unfitting = unfitting

    def counts_like(self, other: "Judge") -> bool:
        """Whether of the same documents both count the same answers."""
        one, two = self.standard, other.standard
        return (one.attested, one.supplied, self.supplied) == (two.attested, two.supplied, other.supplied)

    def __call__(self, code: str, unit: Mapping[str, Any], sources: Mapping[str, Document]) -> Scorecard:
        facts = to_judge(self.standard, sources, self.supplied.get(code, _NOTHING))
        try:
            return judge(self.standard, self.season, unit, facts)
        except BadInput:
            return judge(self.standard, self.season, self._fitting_unit(unit), self._fitting(facts))

    def _fitting(self, facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """The answers that this edition can read."""
        found: dict[str, dict[str, Any]] = {}
        words = self.standard.words
        for criterion in self.standard.criteria:
            own = facts.get(criterion.code, _NOTHING)
            kept = {
                name: own[name]
                for name, fact in criterion.facts.items()
                if name in own and wrong(fact, own[name], words.scales, words.excuses) is None
            }
            if any(True for _ in wrong_facts({criterion.code: kept}, self.standard.by_code, words)):
                kept = {}  # each of them fits, and together they do not: a part larger than its whole
            found[criterion.code] = kept
            if self._unfitting is not None:
                self._unfitting.update(
                    (criterion.code, name) for name in criterion.facts if name in own and name not in kept
                )
        return found

    def _fitting_unit(self, unit: Mapping[str, Any]) -> dict[str, Any]:
        words, attributes = self.standard.words, self.standard.attributes
        return {
            name: value
            for name, value in unit.items()
            if name not in attributes or wrong(attributes[name], value, words.scales, {}) is None
        }


class Compare:
    """What makes the difference between two verdicts, and what is missing for the new one."""

    def __init__(self, against: Standard, draft: Standard) -> None:
        self._against, self._draft = against.codes, draft.codes
        self._codes = tuple(dict.fromkeys([*draft.codes, *against.codes]))
        self._asked = [
            (code, tuple(name for name in refs(criterion.rule) if _to_be_recorded(draft, code, name)))
            for code, criterion in draft.by_code.items()
        ]
        self._asked_before = {code: set(names) for code, names in against.fact_names.items()}

    def clauses(self, before: str, after: str, old: str, new: str) -> tuple[str, ...]:
        """The criteria whose letter changed so that the verdict did; none where the way of deciding or who may apply
        changed instead."""
        if "not_eligible" in (before, after):
            return ()
        was = dict(zip(self._against, old, strict=True))
        is_ = dict(zip(self._draft, new, strict=True))
        changed = [code for code in self._codes if was.get(code) != is_.get(code)]
        if after == "not_met":
            blamed = [code for code in changed if is_.get(code) == NOT_MET]
        elif after == "met":
            blamed = [code for code in changed if was.get(code) in (NOT_MET, UNKNOWN)]
        elif before == "not_met":
            blamed = [code for code in changed if was.get(code) == NOT_MET]
        else:
            blamed = [code for code in changed if is_.get(code) == UNKNOWN]
        return tuple(blamed or changed)

    def newly_asked(self, old: str, new: str) -> tuple[Asked, ...]:
        """By criterion, the facts that the draft would wait for; not those that were waited for already."""
        was = dict(zip(self._against, old, strict=True))
        found = []
        for (code, names), letter in zip(self._asked, new, strict=True):
            if letter == UNKNOWN:
                before = self._asked_before.get(code, set()) if was.get(code) == UNKNOWN else set()
                if asked := tuple(name for name in names if name not in before):
                    found.append((code, asked))
        return tuple(found)


def lacking(asked: Iterable[Asked], facts: Document) -> list[Fact]:
    """Which of these facts nobody recorded."""
    return [
        (code, name) for code, names in asked for name in names if facts.get(code, _NOTHING).get(name) is None
    ]


def _to_be_recorded(standard: Standard, code: str, name: str) -> bool:
    return not name.startswith("unit.") and (code, name) not in standard.supplied
