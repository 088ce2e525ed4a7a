"""Standards: one edition of the criteria for one kind of applicant, with all it takes from other files in place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from domain.errors import BadInput
from domain.rulebook import points, recorded
from domain.rulebook.criteria_files import Authority, Criterion, Exclusion, Instrument, Seasons, Vocabulary
from domain.rulebook.deciding import ALL, Points, Way
from domain.rulebook.facts import Fact
from domain.rulebook.generated import Letters, Outcome, letters_of, outcome_of
from domain.rulebook.periods import Deadline, Period, Unstated
from domain.rulebook.rows import Clause, Grade, NotApplicableRows
from domain.rulebook.truth import Answers, Frame, Test, overall
from domain.rulebook.verdicts import compiled
from domain.texts import Text


@dataclass(frozen=True, slots=True)
class Bench:
    """A standard made ready for one season: its tests in the order of its criteria, and the same as one function."""

    tests: tuple[tuple[str, Test], ...]
    exclusions: tuple[Test, ...]
    periods: Mapping[str, tuple[str, str]]
    # (facts, unit) → what the tests say, some times as fast: the verdict where all must be met with the letters of all
    # criteria; the letters of all exclusions.
    outcome: Outcome
    barred: Letters

    def letters(self, facts: Mapping[str, Answers], unit: Answers) -> str:
        return self.outcome(facts, unit)[1]


@dataclass(frozen=True, eq=False, repr=False)
class Standard:
    """One edition. Criteria carry full codes (“XA-2:KDC-3a” when included) and full citations.

    Where a place extends another standard, `extends` is that one and `place` the path whose units it judges.
    `line` is what it is an edition of (“vn/antt”); where `opens_registration` is false no season registers under it.
    """

    path: str
    sha256: str
    kind: str
    title: Text
    cites: str
    criteria: tuple[Criterion, ...]
    seasons: Seasons
    registration: Period | Unstated
    window: Period | Unstated
    closing: Deadline | Unstated
    words: Vocabulary
    recognised_when: Way = ALL
    groups: tuple[Clause, ...] = ()
    grades: tuple[Grade, ...] = ()
    not_applicable_rows: NotApplicableRows | None = None
    line: str = ""
    opens_registration: bool = True
    extends: "Standard | None" = None
    place: str = ""
    attributes: Mapping[str, Fact] = field(default_factory=dict)
    exclusions: tuple[Exclusion, ...] = ()
    instrument: Instrument | None = None
    authority: tuple[Authority, ...] = ()
    unverified: tuple[Text, ...] = ()
    _benches: dict[int, Bench] = field(default_factory=dict)
    _sheets: dict[int, points.Sheet] = field(default_factory=dict)
    _seasonal: "dict[int, Standard]" = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Standard({self.path!r}, {self.sha256[:12]})"

    def evaluation_window(self, season: int) -> tuple[date, date] | None:
        """First and last day that the evaluation looks at, both counted; None where its days are not known."""
        return self.window.in_(season) if isinstance(self.window, Period) else None

    def registration_window(self, season: int) -> tuple[date, date] | None:
        """First and last day of registration, both counted; None where its days are not known."""
        return self.registration.in_(season) if isinstance(self.registration, Period) else None

    def deadline(self, season: int) -> date | None:
        """The last valid day for the decision, “before 15 Nov” is 14 Nov; None where it is not known."""
        return self.closing.in_(season) if isinstance(self.closing, Deadline) else None

    @property
    def unstated(self) -> Mapping[str, Text]:
        """Of which days the text is not known, and the sentence on each."""
        days = {"registration": self.registration, "window": self.window, "deadline": self.closing}
        return {name: one.not_known for name, one in days.items() if isinstance(one, Unstated)}

    def authorities(self, on: date) -> tuple[Authority, ...]:
        """Who may decide on that day, as far as it is known."""
        return tuple(
            one for one in self.authority if one.start <= on and (one.until is None or on <= one.until)
        )

    def in_season(self, season: int) -> "Standard":
        """The same edition with only the criteria that count in that season, and every dated value in place.

        Whoever judges, explains or compiles for a season asks here and needs to know nothing of dates. A standard
        without dates is returned itself.
        """
        if not self._has_dates:
            return self
        if season not in self._seasonal:
            counted = tuple(one.in_season(season) for one in self.criteria if one.counts_in(season))
            way, codes = self.recognised_when, {one.code for one in counted}
            if not isinstance(way, str):
                way = way.model_copy(update={"also": tuple(code for code in way.also if code in codes)})
            self._seasonal[season] = replace(
                self, criteria=counted, recognised_when=way, **self.fresh_caches()
            )
            # It is that season already.
            self._seasonal[season]._seasonal[season] = self._seasonal[season]
        return self._seasonal[season]

    @property
    def chain(self) -> "tuple[Standard, ...]":
        """What it extends, and what that extends, up to a standard that extends nothing."""
        return () if self.extends is None else (self.extends, *self.extends.chain)

    def fresh_caches(self) -> dict[str, Any]:
        """What a copy with other criteria must not share: everything that was worked out from the criteria."""
        return {one.name: {} for one in fields(self) if one.name.startswith("_")}

    @cached_property
    def _has_dates(self) -> bool:
        return any(one.has_dates for one in self.criteria)

    def not_counted(self, season: int) -> tuple[Criterion, ...]:
        """The criteria that are only announced, not yet or no longer judged in that season: to show, not to count."""
        return tuple(one for one in self.criteria if not one.counts_in(season))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(criterion.code for criterion in self.criteria)

    @cached_property
    def by_code(self) -> Mapping[str, Criterion]:
        return {criterion.code: criterion for criterion in self.criteria}

    @cached_property
    def fact_names(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the facts of each criterion."""
        return {criterion.code: tuple(criterion.facts) for criterion in self.criteria}

    @cached_property
    def attested(self) -> frozenset[tuple[str, str]]:
        """The facts that only an attesting office or the inspector may supply, never the applicant."""
        return frozenset((code, name) for code, name, fact in self.facts() if fact.attested_by)

    @cached_property
    def attested_of(self) -> Mapping[str, frozenset[str]]:
        """The same by criterion; criteria without such facts are left out."""
        found: dict[str, set[str]] = {}
        for code, name in self.attested:
            found.setdefault(code, set()).add(name)
        return {code: frozenset(names) for code, names in found.items()}

    @cached_property
    def supplied(self) -> Mapping[tuple[str, str], str]:
        """The facts that the engine derives, and from which source."""
        return {(code, name): fact.supplied_by for code, name, fact in self.facts() if fact.supplied_by}

    @cached_property
    def supplying(self) -> Mapping[tuple[str, str], Fact]:
        """The same with the whole declaration: which units are counted, which title is looked up."""
        return {(code, name): fact for code, name, fact in self.facts() if fact.supplied_by}

    @cached_property
    def titles(self) -> frozenset[str]:
        """The standards whose title on the same unit this one asks for (“vn/antt”)."""
        return frozenset(fact.title for fact in self.supplying.values() if fact.title)

    def facts(self) -> Iterator[tuple[str, str, Fact]]:
        """Every fact of every criterion: code, name, declaration."""
        for criterion in self.criteria:
            for name, fact in criterion.facts.items():
                yield criterion.code, name, fact

    def bench(self, season: int) -> Bench:
        """The tests for one season, made once. BadInput when this edition does not judge that season."""
        if type(season) is int and (ready := self._benches.get(season)) is not None:
            return ready
        if type(season) is not int or not 1 < season < 9999 or season not in self.seasons:
            raise BadInput(
                "Bộ tiêu chí {path} dùng cho năm đánh giá {seasons}, không dùng cho {season}.",
                "Standard {path} judges the seasons {seasons}, not {season}.",
                path=self.path,
                seasons=str(self.seasons),
                season=season,
            )
        self._benches[season] = self.in_season(season)._made_ready(season)
        return self._benches[season]

    def _made_ready(self, season: int) -> Bench:
        periods = {
            "registration": self.registration_window(season),
            "window": self.evaluation_window(season),
            "previous-window": self.evaluation_window(season - 1),
        }
        written = {name: (days[0].isoformat(), days[1].isoformat()) for name, days in periods.items() if days}
        bare = self.frame(None, written)
        frames = [self.frame(criterion, written) for criterion in self.criteria]
        criteria = [
            (criterion.code, criterion.rule, frame, compiled(criterion.rule, frame))
            for criterion, frame in zip(self.criteria, frames, strict=True)
        ]
        exclusions = [
            (None, exclusion.when, bare, compiled(exclusion.when, bare)) for exclusion in self.exclusions
        ]
        return Bench(
            tests=tuple((code, test) for code, _, _, test in criteria),
            exclusions=tuple(test for *_, test in exclusions),
            periods=written,
            outcome=outcome_of(criteria, overall),
            barred=letters_of(exclusions),
        )

    def frame(self, criterion: Criterion | None, periods: Mapping[str, tuple[str, str]]) -> Frame:
        return Frame(
            facts=criterion.facts if criterion else {},
            attributes=self.attributes,
            scales=self.words.scales,
            periods=periods,
            excuses=frozenset(criterion.excused_when) if criterion else frozenset(),
        )

    def sheet(self, season: int) -> points.Sheet | None:
        """The score sheet for one season, made once; None where no points decide."""
        if not isinstance(self.recognised_when, Points):
            return None
        if season not in self._sheets:
            periods = self.bench(season).periods
            rows: list[tuple[Criterion, Frame, Test | None]] = []
            for criterion in self.criteria:
                frame = self.frame(criterion, periods)
                condition = criterion.applies_when
                rows.append((criterion, frame, compiled(condition, frame) if condition else None))
            self._sheets[season] = points.made(
                self.recognised_when, rows, self.groups, self.not_applicable_rows
            )
        return self._sheets[season]

    def check_facts(self, facts: Any) -> list[Text]:
        """What is wrong with recorded facts, a sentence each. Absent facts are unknown, which is no mistake."""
        return list(recorded.wrong_facts(facts, self.by_code, self.words))

    def check_unit(self, unit: Any) -> list[Text]:
        """What is wrong with the attributes of a unit, a sentence each."""
        return list(recorded.wrong_unit(unit, self.kind, self.attributes, self.words))

    def example_facts(self, season: int) -> dict[str, dict[str, Any]]:
        """A full set of facts of the right forms, with which every criterion that applies and is known is met."""
        return {
            criterion.code: recorded.example_answers(criterion, season, self.words)
            for criterion in self.in_season(season).criteria
        }
