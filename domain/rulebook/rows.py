"""Rows: how a row of a score sheet is scored, and how rows make clauses and grades, as a file declares them."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from domain.rulebook.codes import Code, Word
from domain.rulebook.mistakes import Shape, mistake
from domain.rules import Name, NotKnown, Reading
from domain.texts import Text

# A row of no points could neither earn nor miss any.
Maximum = Annotated[int, Field(ge=1, strict=True)]


class GivenScore(Shape):
    """The points that a scorer gave: a count from 0 to the row's maximum."""

    given: Name

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.given,)


class Deducted(Shape):
    """The row's maximum, less so many points for each incident or for each kind that occurred; never below 0."""

    minus: Maximum
    for_each: Name | None = None
    for_each_kind: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _for_one_thing(self) -> "Deducted":
        if (self.for_each is None) == (self.for_each_kind is None):
            raise mistake(
                "“minus” cần đúng một trong hai: for_each (mỗi vụ) hoặc for_each_kind (mỗi loại xảy ra).",
                "“minus” needs exactly one of: for_each (every incident) or for_each_kind (every kind that occurs).",
            )
        return self

    @property
    def reads(self) -> tuple[str, ...]:
        return self.for_each_kind or (self.for_each or "",)


def _how(data: Any) -> str:
    deducted = isinstance(data, Deducted) or (isinstance(data, dict) and "given" not in data)
    return "⟨deducted⟩" if deducted else "⟨given⟩"


Scored = Annotated[
    Annotated[GivenScore, Tag("⟨given⟩")] | Annotated[Deducted, Tag("⟨deducted⟩")], Discriminator(_how)
]


class Row(Reading):
    """A scored row read as a rule: met when it reaches its maximum, not met when it is known to fall short."""

    scored: GivenScore | Deducted
    points: int

    @property
    def reads(self) -> tuple[str, ...]:
        return self.scored.reads


class Clause(Shape):
    """Rows that belong together under one number; its points are those of its rows."""

    code: Code
    points: Maximum
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    must_be_full: bool = False

    @property
    def title(self) -> Text:
        return Text(vi=self.vi, en=self.en)


def _number_or_not_known(data: Any) -> str:
    return "⟨not_known⟩" if isinstance(data, dict | NotKnown) else "⟨number⟩"


# A number of points that a sheet asks for, or the sentence that it is not known.
Threshold = Annotated[
    Annotated[int, Field(ge=0, strict=True), Tag("⟨number⟩")] | Annotated[NotKnown, Tag("⟨not_known⟩")],
    Discriminator(_number_or_not_known),
]


class Grade(Shape):
    """A band of the total: from `at_least` up to the next better one."""

    code: Word
    at_least: Threshold
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def title(self) -> Text:
        return Text(vi=self.vi, en=self.en)


# What a row that does not apply does to the total. No score sheet that could be read says it, so each file must.
NotApplicableRows = Literal["full", "zero", "out_of_total"]
