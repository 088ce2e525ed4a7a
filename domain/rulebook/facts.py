"""Facts: what a criterion asks people to record, and which form the answer has."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from domain.rulebook.codes import Line
from domain.rulebook.mistakes import Shape, later, mistake
from domain.texts import Text

FORMS = ("count", "document", "rating", "judgement", "answer", "choice")

# What the engine can work out for itself, without asking anybody.
SOURCES = {
    "units-under": Text(
        vi="hệ thống tự tính từ các đơn vị trực thuộc",
        en="computed by the system from the units under this one",
    ),
    "title-held": Text(
        vi="hệ thống tự tra danh hiệu của đơn vị trong năm đánh giá",
        en="looked up by the system: whether the unit holds the title in that season",
    ),
}
# What can be counted of the units under a place, and of which kinds (domain/judged_on.py, `units_under`).
COUNTED = ("units", "registered", "recognised", "undecided")
UNDER = {
    "residential-area": Text(vi="khu dân cư", en="residential areas"),
    "agency": Text(vi="cơ quan", en="agencies"),
    "enterprise": Text(vi="doanh nghiệp", en="enterprises"),
    "school": Text(vi="cơ sở giáo dục", en="educational institutions"),
}


class Step(Shape):
    """One step of a scale, or one of several choices."""

    code: str = Field(min_length=1)
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        return Text(vi=self.vi, en=self.en)


class Under(Shape):
    """Which of the units under a place are counted: those of some kinds only."""

    kinds: tuple[Literal["residential-area", "agency", "enterprise", "school"], ...] = Field(
        alias="for", min_length=1
    )
    count: Literal["units", "registered", "recognised", "undecided"]


class Fact(Shape):
    """One thing to record. Exactly one of the six forms says what kind of answer it has."""

    count: str | None = None
    document: str | None = None
    rating: str | None = None
    judgement: Literal["with-evidence", "alone"] | None = None
    answer: Literal["yes-no"] | None = None
    choice: str | None = None

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    within: Literal["window", "previous-window"] | None = None
    attested_by: str | None = None
    supplied_by: str | None = None
    under: Under | None = later()
    title: Line | None = later()
    recorded_only: bool = False
    unverified: Text | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Fact":
        said = [form for form in FORMS if getattr(self, form) is not None]
        if len(said) != 1:
            listed = ", ".join(FORMS)
            raise mistake(
                f"Mỗi dữ kiện cần đúng một trong các dạng: {listed}.",
                f"A fact needs exactly one of the forms: {listed}.",
            )
        if self.within is not None and self.count is None:
            raise mistake(
                "“within” chỉ dùng cho dữ kiện đếm (count).",
                "“within” belongs to counted facts (count) only.",
            )
        if self.attested_by and self.supplied_by:
            raise mistake(
                "Một dữ kiện hoặc do cơ quan xác nhận (attested_by), hoặc do hệ thống tính (supplied_by).",
                "A fact is either attested by an office (attested_by) or supplied by the system (supplied_by).",
            )
        if self.under is not None and self.supplied_by != "units-under":
            raise mistake(
                "“under” chỉ dùng cùng supplied_by: units-under.",
                "“under” belongs to supplied_by: units-under only.",
            )
        if (self.title is not None) != (self.supplied_by == "title-held") or (self.title and not self.answer):
            raise mistake(
                "supplied_by: title-held cần answer: yes-no và “title”, như title: vn/antt.",
                "supplied_by: title-held needs answer: yes-no and “title”, such as title: vn/antt.",
            )
        return self

    @cached_property
    def form(self) -> str:
        return next(form for form in FORMS if getattr(self, form) is not None)

    @property
    def label(self) -> Text:
        return Text(vi=self.vi, en=self.en)


def example(fact: Fact, season: int, scales: Mapping[str, tuple[Step, ...]]) -> Any:
    """An answer of the right form, to show people and programs what one looks like."""
    match fact.form:
        case "count":
            return 0 if fact.within else 1
        case "document":
            return {"date": f"{season}-02-15", "number": "05-NQ/CB"}
        case "rating":
            return scales[fact.rating or ""][-1].code
        case "judgement":
            return {"holds": True, "evidence": f"BC 31/BC-KDC, 31/10/{season}"}
        case "answer":
            return True
    return scales[fact.choice or ""][0].code
