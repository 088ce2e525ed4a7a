"""Periods: days of a season as the law words them, “1 Nov (Y-1)” or “before 15 Nov”, turned into dates."""

import re
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, Tag, WithJsonSchema, field_validator

from domain.rulebook.mistakes import Shape, mistake
from domain.texts import Text

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})(?: \(Y([+-]1)?\))?")


def _checked(day: str) -> str:
    try:
        # An ordinary year, so that 29 Feb is refused: it does not exist in every season.
        day_in(day, 2001)
    except ValueError:
        raise mistake(
            f"“{day}” không phải là ngày trong năm; viết như 31 Oct, 1 Nov (Y-1) là ngày của năm trước, 5 Jan (Y+1) "
            "là ngày của năm sau.",
            f"“{day}” is not a day of the year; write 31 Oct, 1 Nov (Y-1) for the year before, or 5 Jan (Y+1) for "
            "the year after.",
        ) from None
    return day


YearDay = Annotated[
    str,
    AfterValidator(_checked),
    WithJsonSchema({"type": "string", "pattern": f"^{_DAY.pattern}$", "examples": ["31 Oct", "1 Nov (Y-1)"]}),
]


def day_in(day: str, season: int) -> date:
    """The date of “1 Nov (Y-1)” in `season`. ValueError when it is no such text or day."""
    parts = _DAY.fullmatch(day)
    if parts is None:
        raise ValueError(day)
    return date(season + int(parts[3] or 0), MONTHS.index(parts[2]) + 1, int(parts[1]))


def spoken(day: str) -> Text:
    """“1 Nov (Y-1)” as people say it: 01/11 năm trước, 1 Nov of the year before."""
    parts = _DAY.fullmatch(day)
    if parts is None:
        raise ValueError(day)
    year = {"-1": (" năm trước", " of the year before"), "+1": (" năm sau", " of the year after")}
    before = year.get(parts[3] or "", ("", ""))
    return Text(
        vi=f"{int(parts[1]):02d}/{MONTHS.index(parts[2]) + 1:02d}{before[0]}",
        en=f"{parts[1]} {parts[2]}{before[1]}",
    )


class Period(Shape):
    """Two days and all between; both ends count."""

    start: YearDay = Field(alias="from")
    until: YearDay
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    cites: str = ""

    @field_validator("until")
    @classmethod
    def _in_order(cls, until: str, info: Any) -> str:
        start = info.data.get("start")
        if start is not None and day_in(start, 2001) > day_in(until, 2001):
            raise mistake(
                f"Kỳ kết thúc ({until}) trước khi bắt đầu ({start}); ngày của năm trước viết (Y-1).",
                f"The period ends ({until}) before it begins ({start}); a day of the year before is written (Y-1).",
            )
        return until

    @property
    def name(self) -> Text:
        return Text(vi=self.vi, en=self.en)

    @property
    def inside(self) -> Text:
        """“trong Quý I”; a name that begins so already is left as it is."""
        return Text(
            vi=self.vi if self.vi.startswith("trong ") else f"trong {self.vi}", en=f"inside {self.en}"
        )

    def in_(self, season: int) -> tuple[date, date]:
        return day_in(self.start, season), day_in(self.until, season)


class KindPeriod(Period):
    """A period of some kinds of applicant only."""

    kinds: tuple[str, ...] = Field(alias="for", min_length=1)


class Deadline(Shape):
    """“Before 15 Nov”: the last valid day is the day before."""

    before: YearDay
    cites: str = ""

    def in_(self, season: int) -> date:
        return day_in(self.before, season) - timedelta(days=1)


class KindDeadline(Deadline):
    """The deadline of some kinds of applicant only."""

    kinds: tuple[str, ...] = Field(alias="for", min_length=1)


class Unstated(Shape):
    """Days that the law surely names and we have not read: nothing is counted, dated or due by them."""

    not_known: Text


class KindUnstated(Unstated):
    """The same for some kinds of applicant only."""

    kinds: tuple[str, ...] = Field(alias="for", min_length=1)


def _which(data: Any) -> str:
    known = not (isinstance(data, Unstated) or (isinstance(data, dict) and "not_known" in data))
    return "⟨known⟩" if known else "⟨not_known⟩"


# As a file writes them: days, or the sentence on what is missing.
Days = Annotated[
    Annotated[Period, Tag("⟨known⟩")] | Annotated[Unstated, Tag("⟨not_known⟩")], Discriminator(_which)
]
KindDays = Annotated[
    Annotated[KindPeriod, Tag("⟨known⟩")] | Annotated[KindUnstated, Tag("⟨not_known⟩")], Discriminator(_which)
]
Due = Annotated[
    Annotated[Deadline, Tag("⟨known⟩")] | Annotated[Unstated, Tag("⟨not_known⟩")], Discriminator(_which)
]
KindDue = Annotated[
    Annotated[KindDeadline, Tag("⟨known⟩")] | Annotated[KindUnstated, Tag("⟨not_known⟩")],
    Discriminator(_which),
]
