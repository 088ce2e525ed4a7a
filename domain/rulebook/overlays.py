"""Overlays: what a place adds to a standard that it extends: criteria, evidence, stricter rules (Điều 8 khoản 1)."""

from typing import Annotated

from pydantic import Field, model_validator

from domain.rulebook.codes import Code, Word
from domain.rulebook.criteria_files import Criterion, Exclusion, Seasons, Vocabulary
from domain.rulebook.editions import Process
from domain.rulebook.facts import Fact
from domain.rulebook.mistakes import PATTERNS, Shape, later, mistake
from domain.rulebook.periods import Deadline
from domain.rules import Name, Rule
from domain.texts import Text

_PLACE = r"^/([^/\s]+/)+$"
PATTERNS[_PLACE] = Text(
    vi="viết đường dẫn của nơi có đơn vị, như /20/ hoặc /20/05977/",
    en="write the path of the place whose units it judges, such as /20/ or /20/05977/",
)
Place = Annotated[str, Field(pattern=_PLACE)]


class Tightening(Shape):
    """What is stricter about one criterion of the standard that is extended, in the seasons from `from` to `until`."""

    code: Code
    cites: str = Field(min_length=1)
    first: Annotated[int, Field(strict=True)] | None = later(alias="from")
    until: Annotated[int, Field(strict=True)] | None = later()
    met_when: Rule | None = None
    facts: dict[Name, Fact] = Field(default_factory=dict)
    attested_by: dict[Name, Word] = Field(default_factory=dict)
    excused_when: tuple[Word, ...] | None = None
    evidence: Text | None = None
    unverified: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Tightening":
        if self.first is not None and self.until is not None and self.until < self.first:
            raise mistake(
                f"Tiêu chí kết thúc ({self.until}) trước khi bắt đầu ({self.first}).",
                f"The criterion ends ({self.until}) before it begins ({self.first}).",
            )
        return self


class OverlayFile(Vocabulary):
    """`<kind>.yaml` of a place that extends a standard by path. It can add and tighten, never loosen."""

    extends: str
    place: Place = Field(alias="in")
    title: Text
    cites: str = Field(min_length=1)
    process: Process | None = None
    seasons: Seasons | None = None
    deadline: Deadline | None = None
    unit: dict[Name, Fact] = Field(default_factory=dict)
    not_eligible_when: tuple[Exclusion, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    tighten: tuple[Tightening, ...] = ()
    unverified: tuple[Text, ...] = ()
