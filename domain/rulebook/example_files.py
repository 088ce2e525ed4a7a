"""Example files: the shape of `examples/**/*.yaml`, cases with the verdict that the standard must give them."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from domain.rulebook.mistakes import Shape, mistake
from domain.texts import Text

Verdict = Literal["met", "not_met", "unknown", "not_applicable"]
Start = Literal["all-met", "nothing"]
Answers = dict[str, dict[str, Any]]


def _one_or_more(names: Any) -> Any:
    return [names] if isinstance(names, str) else names


def _bare_verdict(said: Any) -> Any:
    return {"verdict": said} if isinstance(said, str) else said


class Finding(Shape):
    """What one criterion must come to, and what its reason must say (a part of the sentence is enough)."""

    verdict: Verdict
    why: Text | None = None


class Expectation(Shape):
    """What the standard must say of a case. Of a case that starts with all met, a criterion that is not named here must
    be met or not applicable."""

    verdict: Literal["met", "not_met", "undecided", "not_eligible"]
    criteria: dict[
        str, Annotated[Finding, BeforeValidator(_bare_verdict, json_schema_input_type=Verdict | Finding)]
    ] = Field(default_factory=dict)
    # Every exclusion that must apply, in the order of the standard: a part of each sentence.
    excluded: tuple[Text, ...] = ()
    deadline: date | None = None


class Case(Shape):
    """One situation. `facts` differ from those it starts from; a fact that is `null` is one that nobody gave."""

    title: Text | None = None
    unit: dict[str, Any] = Field(default_factory=dict)
    facts: Answers = Field(default_factory=dict)
    expect: Expectation


class ExampleFile(Shape):
    """`examples/<kind>/<case>.yaml`: one case, or several with what they share said once above them."""

    title: Text
    standard: (
        Annotated[
            tuple[str, ...],
            BeforeValidator(_one_or_more, json_schema_input_type=str | tuple[str, ...]),
            Field(min_length=1),
        ]
        | None
    ) = None
    season: Annotated[int, Field(strict=True)]
    starts_from: Start
    unit: dict[str, Any] = Field(default_factory=dict)
    facts: Answers = Field(default_factory=dict)
    expect: Expectation | None = None
    cases: tuple[Case, ...] = ()

    @model_validator(mode="after")
    def _one_case_or_several(self) -> "ExampleFile":
        if (self.expect is None) == (not self.cases):
            raise mistake(
                "Tệp ví dụ cần “expect” (một trường hợp) hoặc “cases” (nhiều trường hợp), không cả hai.",
                "An example file needs “expect” (one case) or “cases” (several), not both.",
            )
        return self
