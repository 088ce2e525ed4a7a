"""Criteria files: the shape of `<kind>.yaml`, and of the `standard.yaml` beside it."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    Discriminator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    Tag,
    model_validator,
)

from domain.rulebook.codes import Code, Line, Slug, Word
from domain.rulebook.dated import ALWAYS, Span, any_dated, at, spans
from domain.rulebook.deciding import Way
from domain.rulebook.editions import Process
from domain.rulebook.facts import Fact, Step
from domain.rulebook.mistakes import Shape, later, mistake
from domain.rulebook.periods import Days, Due, KindDays, KindDue, Unstated
from domain.rulebook.rows import Clause, Grade, Maximum, NotApplicableRows, Row, Scored
from domain.rules import Name, OnlyWhere, Rule, Share, refs, walk
from domain.texts import Text


class Seasons(Shape):
    """The evaluation years that a standard judges. The year chooses the edition, not the day of data entry."""

    first: Annotated[int, Field(alias="from", strict=True)]
    until: Annotated[int, Field(strict=True)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Seasons":
        if self.until is not None and self.until < self.first:
            raise mistake(
                f"Năm cuối ({self.until}) không thể trước năm đầu ({self.first}).",
                f"The last season ({self.until}) cannot be before the first ({self.first}).",
            )
        return self

    def __contains__(self, season: int) -> bool:
        return self.first <= season and (self.until is None or season <= self.until)

    def __str__(self) -> str:
        return f"{self.first}–{self.until}" if self.until else f"{self.first}–"


class Instrument(Shape):
    """The legal text that a standard comes from."""

    number: str
    issuer: Text
    signed: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    replaces: str | None = None
    unverified: Text | None = None

    def in_force(self, on: date) -> bool:
        """Whether the text is in force on that day; a text that does not say since when never is."""
        first, last = self.in_force_from, self.in_force_until
        return first is not None and first <= on and (last is None or on <= last)


class Authority(Shape):
    """Who decides about which kinds, between which days."""

    kinds: Annotated[tuple[Slug, ...], Field(alias="for", min_length=1)]
    level: Word
    decides: Text
    appraises: Text | None = None
    # The level that it may delegate to, for units that are located there (Điều 10 khoản 5).
    may_delegate_to: Word | None = later()
    start: date = Field(alias="from")
    until: date | None = None
    cites: str
    unverified: Text | None = None


def _known(data: Any) -> str:
    unstated = isinstance(data, Unstated) or (isinstance(data, dict) and "not_known" in data)
    return "⟨not_known⟩" if unstated else "⟨rows⟩"


Authorities = Annotated[
    Annotated[tuple[Authority, ...], Tag("⟨rows⟩")] | Annotated[Unstated, Tag("⟨not_known⟩")],
    Discriminator(_known),
]


class Windows(Shape):
    """The periods of a season: when to register, and what the evaluation looks at."""

    registration: Days | None = None
    evaluation: tuple[KindDays, ...] = ()


class Vocabulary(Shape):
    """The words that criteria may use: what is counted, who attests, what excuses, which scales there are."""

    nouns: dict[Word, Text] = Field(default_factory=dict)
    offices: dict[Word, Text] = Field(default_factory=dict)
    excuses: dict[Word, Text] = Field(default_factory=dict)
    scales: dict[Word, Annotated[tuple[Step, ...], Field(min_length=1)]] = Field(default_factory=dict)


class FolderFile(Vocabulary):
    """`standard.yaml`: what all kinds of applicant under one standard share."""

    title: Text
    instrument: Instrument
    process: Process | None = None
    edition_of: Line | None = None
    seasons: Seasons
    windows: Windows = Windows()
    deadlines: tuple[KindDue, ...] = ()
    authority: Authorities = ()
    unverified: tuple[Text, ...] = ()


class Criterion(Shape):
    """One question that an inspector can answer standing in the street."""

    code: Code
    cites: str = Field(min_length=1)
    ask: Text
    facts: dict[Name, Fact] = Field(default_factory=dict)
    met_when: Rule | None = None
    scored: Scored | None = later()
    applies_when: Rule | None = None
    excused_when: tuple[Word, ...] = ()
    evidence: Text | None = None
    # The seasons in which it counts; `future`: announced, nobody knows since when.
    first: Annotated[int, Field(strict=True)] | None = later(alias="from")
    until: Annotated[int, Field(strict=True)] | None = later()
    future: bool = later(False)
    # Whether a share of the units under a place holds for all kinds together (the default) or for each by itself.
    pool: Literal["all", "per-kind"] | None = later()
    points: Maximum | None = None
    group: Code | None = later()
    must_be_full: bool = later(False)
    unverified: tuple[Text, ...] = ()

    # What its dated values make of it, season by season; empty where it has none.
    _by_season: tuple[tuple[Span, "Criterion"], ...] = PrivateAttr(default=())

    @model_validator(mode="wrap")
    @classmethod
    def _dated(cls, data: Any, read: ModelWrapValidatorHandler["Criterion"]) -> "Criterion":
        """A criterion with dated values is a plain one in each season; of itself it says what holds last."""
        held = spans(data) if isinstance(data, dict) and any_dated(data) else [Span(*ALWAYS)]
        if held == [ALWAYS]:
            return read(data)
        criteria = [(span, read(at(data, span.first))) for span in held]
        last = criteria[-1][1]
        last._by_season = tuple(criteria)
        return last

    @model_validator(mode="after")
    def _known_or_announced(self) -> "Criterion":
        if self.future and (self.first, self.until) != (None, None):
            raise mistake(
                "“future” nói rằng chưa biết từ năm nào; nếu đã biết, chỉ viết “from”.",
                "“future” says that nobody knows since when; where it is known, write “from” alone.",
            )
        if self.first is not None and self.until is not None and self.until < self.first:
            raise mistake(
                f"Tiêu chí kết thúc ({self.until}) trước khi bắt đầu ({self.first}).",
                f"The criterion ends ({self.until}) before it begins ({self.first}).",
            )
        return self

    @model_validator(mode="after")
    def _judged_in_one_way(self) -> "Criterion":
        if (self.met_when is None) == (self.scored is None):
            raise mistake(
                "Một tiêu chí cần đúng một trong hai: met_when (đạt khi nào) hoặc scored (chấm điểm thế nào).",
                "A criterion needs exactly one of: met_when (when it is met) or scored (how it is scored).",
            )
        for name in ("scored", "group", "must_be_full"):
            if getattr(self, name) and self.points is None:
                raise mistake(f"“{name}” cần có “points”.", f"“{name}” needs “points”.")
        return self

    @model_validator(mode="after")
    def _something_to_record(self) -> "Criterion":
        if not self.facts and refs(self.rule):
            raise mistake(
                "Thiếu “facts”: quy tắc của tiêu chí này cần dữ kiện; chỉ “not_known” là không cần.",
                "“facts” is missing: the rule of this criterion needs facts; only “not_known” needs none.",
            )
        return self

    @cached_property
    def rule(self) -> Shape:
        """`met_when`, or full points where it is scored, under the condition of `applies_when` where there is one."""
        own: Any = self.met_when
        if self.scored is not None:
            own = Row.model_construct(scored=self.scored, points=self.points or 0)
        if self.applies_when is not None:
            own = OnlyWhere.model_construct(only_where=self.applies_when, then=own)
        rule: Shape = own
        return rule

    @property
    def may_not_apply(self) -> bool:
        return any(isinstance(rule, OnlyWhere) for rule in walk(self.rule))

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Every share in the rule: its parts cannot be larger than its wholes."""
        return tuple(rule for rule in walk(self.rule) if isinstance(rule, Share))

    @property
    def has_dates(self) -> bool:
        return bool(self._by_season) or self.future or (self.first, self.until) != (None, None)

    @property
    def span(self) -> Span:
        """The seasons in which it counts and for which it says all that it must."""
        first, last = self.first or ALWAYS[0], self.until or ALWAYS[1]
        if self._by_season:
            first, last = max(first, self._by_season[0][0].first), min(last, self._by_season[-1][0].last)
        return Span(first, last)

    def counts_in(self, season: int) -> bool:
        """Whether it is judged in that season, or only announced, or no longer."""
        return not self.future and (self.first or 0) <= season <= (self.until or ALWAYS[1])

    def in_season(self, season: int) -> "Criterion":
        """The plain criterion of that season, every dated value in place."""
        return next((criterion for span, criterion in self._by_season if season in span), self)

    @property
    def by_season(self) -> "tuple[tuple[Span, Criterion], ...]":
        return self._by_season

    @property
    def content(self) -> dict[str, Any]:
        """What a hash covers: what it says, and what its dated values say in each of their seasons."""
        said = self.model_dump(mode="json", by_alias=True)
        if self._by_season:
            said["by_season"] = [
                [*span, one.model_dump(mode="json", by_alias=True)] for span, one in self._by_season
            ]
        return said

    def mapped(self, change: "Callable[[Criterion], Criterion]") -> "Criterion":
        """The criterion changed, and what it is in each season changed in the same way."""
        return change(self).with_seasons(tuple((span, change(one)) for span, one in self._by_season))

    def with_seasons(self, held: "tuple[tuple[Span, Criterion], ...]") -> "Criterion":
        """The criterion with what it is in each season."""
        made = self.model_copy()
        made._by_season = held
        return made

    def changed(self, **update: Any) -> "Criterion":
        """A plain criterion with other contents."""
        made = self.model_copy(update=update)
        for name in ("rule", "shares"):
            made.__dict__.pop(name, None)  # what was worked out from the contents before
        return made.with_seasons(())

    @property
    def refs(self) -> tuple[str, ...]:
        """Every fact and unit attribute that the verdict depends on."""
        return refs(self.rule)


class Include(Shape):
    """Criteria of another file, judged for this applicant: its own facts, its own window.

    With a `code` of this file they are part of that clause (“XA-2:KDC-3a”); without, they are this applicant's own
    criteria under their own codes, as when one article speaks of two kinds.
    """

    include: str
    criteria: Annotated[tuple[Code, ...], Field(min_length=1)]
    code: Code | None = None
    cites: str | None = None
    ask: Text | None = None
    unverified: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _a_clause_or_none(self) -> "Include":
        if len({self.code is None, self.cites is None, self.ask is None}) != 1:
            raise mistake(
                "Khi dẫn tiêu chí vào một khoản của tệp này, viết đủ code, cites và ask; nếu không, bỏ cả ba.",
                "To include criteria as a clause of this file write code, cites and ask; otherwise none of the three.",
            )
        return self

    def takes(self, code: str) -> bool:
        """“KDC-3” takes KDC-3a to KDC-3g, and would not take KDC-30."""
        return any(
            code == wanted or (code.startswith(wanted) and code[len(wanted) :].isalpha())
            for wanted in self.criteria
        )


class Exclusion(Shape):
    """Who cannot apply at all, told from attributes of the unit."""

    cites: str = Field(min_length=1)
    says: Text
    when: Rule
    unverified: Text | None = None


def _entry(data: Any) -> str:
    if isinstance(data, Include) or (isinstance(data, dict) and "include" in data):
        return "⟨include⟩"
    return "⟨criterion⟩"


Entry = Annotated[
    Annotated[Criterion, Tag("⟨criterion⟩")] | Annotated[Include, Tag("⟨include⟩")], Discriminator(_entry)
]


class StandardFile(Vocabulary):
    """`<kind>.yaml`: the criteria for one kind of applicant. It may carry its own dates and words."""

    applies_to: Slug
    title: Text
    cites: str = Field(min_length=1)
    recognised_when: Way
    criteria: Annotated[tuple[Entry, ...], Field(min_length=1)]
    groups: tuple[Clause, ...] = later(())
    grades: tuple[Grade, ...] = later(())
    not_applicable_rows: NotApplicableRows | None = later()
    unit: dict[Name, Fact] = Field(default_factory=dict)
    not_eligible_when: tuple[Exclusion, ...] = ()
    process: Process | None = None
    edition_of: Line | None = None
    seasons: Seasons | None = None
    registration: Days | None = None
    window: Days | None = None
    deadline: Due | None = None
    authority: Authorities = ()
    unverified: tuple[Text, ...] = ()
