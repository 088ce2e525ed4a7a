"""Workdays: on which days offices work, from dated calendar files, and deadlines that explain themselves.

Which days Tết takes, and which Saturdays are worked for a day off elsewhere, is announced from year to year: a day that
no file knows is refused, never guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from domain.catalogue import Stamp, stamps
from domain.errors import Unready
from domain.rulebook import figures
from domain.rulebook.mistakes import Shape, mistake, place_of, sentence
from domain.rulebook.yamlfile import Fault, Problem, read, yaml_files
from domain.settings import settings
from domain.texts import Text

# Days of the year that are off whatever a file says (Bộ luật Lao động 2019, Điều 112 khoản 1 điểm a, c, d, đ).
STATUTORY = ((1, 1), (30, 4), (1, 5), (2, 9))

WEEKDAYS = (
    Text(vi="thứ Hai", en="Monday"),
    Text(vi="thứ Ba", en="Tuesday"),
    Text(vi="thứ Tư", en="Wednesday"),
    Text(vi="thứ Năm", en="Thursday"),
    Text(vi="thứ Sáu", en="Friday"),
    Text(vi="thứ Bảy", en="Saturday"),
    Text(vi="Chủ nhật", en="Sunday"),
)
_UNSURE = Text(vi=" (chưa kiểm chứng)", en=" (not confirmed)")
_DAY = timedelta(days=1)


class Off(Shape):
    """Days off besides the weekly ones; `made_up_on` is worked instead."""

    start: date = Field(alias="from")
    until: date | None = None
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    made_up_on: date | None = None
    unverified: bool = False

    @property
    def last(self) -> date:
        return self.until or self.start

    @property
    def name(self) -> Text:
        unsure = _UNSURE if self.unverified else None
        return Text(vi=self.vi + (unsure.vi if unsure else ""), en=self.en + (unsure.en if unsure else ""))


class CalendarFile(Shape):
    """What one file knows: every day from `start` to `until`."""

    title: Text
    start: date = Field(alias="from")
    until: date
    cites: str = Field(min_length=1)
    off: tuple[Off, ...] = ()
    unverified: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> "CalendarFile":
        if self.until < self.start:
            raise mistake(
                f"Lịch kết thúc ({self.until}) trước khi bắt đầu ({self.start}).",
                f"The calendar ends ({self.until}) before it begins ({self.start}).",
                ("until",),
            )
        for number, off in enumerate(self.off):
            self._fits(number, off)
        for year in range(self.start.year, self.until.year + 1):
            for day, month in STATUTORY:
                on = date(year, month, day)
                if self.start <= on <= self.until and not any(o.start <= on <= o.last for o in self.off):
                    raise mistake(
                        f"Ngày {on} là ngày nghỉ lễ theo Điều 112 Bộ luật Lao động, tệp phải ghi.",
                        f"{on} is a day off by Article 112 of the Labour Code; the file has to list it.",
                        ("off",),
                    )
        return self

    def _fits(self, number: int, off: Off) -> None:
        named = [day for day in (off.start, off.last, off.made_up_on) if day is not None]
        outside = next((day for day in named if not self.start <= day <= self.until), None)
        if outside is not None or off.last < off.start:
            raise mistake(
                f"Ngày {outside or off.last} nằm ngoài khoảng {self.start} – {self.until}, hoặc trước ngày đầu.",
                f"{outside or off.last} lies outside {self.start} – {self.until}, or before its first day.",
                ("off", number),
            )
        if off.made_up_on is not None and off.made_up_on.weekday() < 5:
            raise mistake(
                f"Ngày làm bù {off.made_up_on} không phải thứ Bảy hay Chủ nhật.",
                f"{off.made_up_on}, worked in exchange, is neither a Saturday nor a Sunday.",
                ("off", number, "made_up_on"),
            )


@dataclass(frozen=True)
class Day:
    """One day: whether offices work, and why where that is not what the weekday says."""

    on: date
    works: bool
    why: Text | None = None
    unverified: bool = False


@dataclass(frozen=True)
class Reckoning:
    """The working days after `start` up to and including `last`: how many, what was left out, what was counted although
    it is a Saturday or Sunday."""

    start: date
    last: date
    many: int
    weekly: int
    off: tuple[Off, ...]
    made_up: tuple[Off, ...]

    def explain(self) -> Text:
        """Why the last day is that day."""
        said = Text(
            vi="{many} ngày làm việc sau ngày {start}: hết {weekday}, {last}.",
            en="{many} working days after {start}: until the end of {weekday}, {last}.",
        ).filled(many=self.many, start=figures.day(self.start), weekday=WEEKDAYS[self.last.weekday()], last=figures.day(self.last))  # fmt: skip
        if self.many == 1:
            said = Text(vi=said.vi, en=said.en.replace("1 working days", "1 working day", 1))
        out = [_days(one) for one in self.off]
        if self.weekly:
            out.insert(0, Text(vi="{n} ngày thứ Bảy, Chủ nhật", en="{n} Saturdays and Sundays").filled(n=self.weekly))  # fmt: skip
        if out:
            said = _and(said, Text(vi=" Không tính: {days}.", en=" Not counted: {days}."), out)
        if self.made_up:
            worked = [
                Text(vi="{weekday} {day} (làm bù cho {off})", en="{weekday} {day} (worked for {off})").filled(
                    weekday=WEEKDAYS[one.made_up_on.weekday()], day=figures.day(one.made_up_on), off=figures.day(one.start)
                )
                for one in self.made_up
                if one.made_up_on is not None
            ]  # fmt: skip
            said = _and(said, Text(vi=" Có tính: {days}.", en=" Counted: {days}."), worked)
        return said


def _days(off: Off) -> Text:
    when = figures.day(off.start) if off.last == off.start else figures.days(off.start, off.last)
    return Text(vi="{when} {name}", en="{when} {name}").filled(when=when, name=off.name)


def _and(said: Text, more: Text, items: Sequence[Text]) -> Text:
    listed = Text(vi="; ".join(i.vi for i in items), en="; ".join(i.en for i in items))
    added = more.filled(days=listed)
    return Text(vi=said.vi + added.vi, en=said.en + added.en)


@dataclass
class Calendar:
    """What all files together know; of two that know a day the later one counts. A bad file stops nothing but itself."""

    files: list[CalendarFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    folders: tuple[Path, ...] = ()
    _stamps: dict[Path, Stamp] = field(default_factory=dict, repr=False)

    def knows(self, on: date) -> bool:
        return any(one.start <= on <= one.until for one in self.files)

    def day(self, on: date) -> Day:
        """Whether offices work on a day. Raises Unready for one that no file knows."""
        file = self._file(on)
        for off in file.off:
            if off.made_up_on == on:
                why = Text(vi="làm bù cho {off}", en="worked for {off}").filled(off=figures.day(off.start))
                return Day(on, True, why, off.unverified)
        off_day = self._off(file, on)
        if off_day is not None:
            return Day(on, False, off_day.name, off_day.unverified)
        return Day(on, on.weekday() < 5, WEEKDAYS[on.weekday()] if on.weekday() >= 5 else None)

    def works(self, on: date) -> bool:
        return self.day(on).works

    def after(self, start: date, many: int) -> date:
        """The last of `many` working days after `start`; the day itself does not count (Bộ luật Dân sự 2015, Điều 147)."""
        last = start
        while many > 0:
            last += _DAY
            many -= self.works(last)
        return last

    def reckon(self, start: date, last: date) -> Reckoning:
        """What lies between: after `start`, up to and including `last`."""
        many = weekly = 0
        off: dict[Off, None] = {}
        made_up: dict[Off, None] = {}
        on = start
        while on < last:
            on += _DAY
            file = self._file(on)
            works = self.works(on)
            many += works
            exchanged = next((one for one in file.off if one.made_up_on == on), None)
            if works and exchanged is not None:
                made_up[exchanged] = None
            elif not works:
                found = self._off(file, on)
                if found is not None:
                    off[found] = None
                else:
                    weekly += 1
        return Reckoning(start, last, many, weekly, tuple(off), tuple(made_up))

    def between(self, start: date, last: date) -> int:
        """How many working days lie after `start` up to and including `last`."""
        return self.reckon(start, last).many

    def or_next(self, on: date) -> date:
        """The day, or the next working day when offices rest on it (Bộ luật Dân sự 2015, Điều 148 khoản 5). Where no
        file knows, Saturdays and Sundays are all that is known."""
        while not (self.works(on) if self.knows(on) else on.weekday() < 5):
            on += _DAY
        return on

    def refreshed(self) -> "Calendar":
        """The calendar as the files are now; this one where none has changed."""
        return self if _stamps(self.folders) == self._stamps else load(self.folders)

    def _off(self, file: CalendarFile, on: date) -> Off | None:
        return next((one for one in file.off if one.start <= on <= one.last), None)

    def _file(self, on: date) -> CalendarFile:
        found = next((one for one in reversed(self.files) if one.start <= on <= one.until), None)
        if found is None:
            until = max((one.until for one in self.files), default=None)
            known = figures.day(until) if until is not None else Text(vi="–", en="–")
            raise Unready(
                "Chưa biết ngày {day} có làm việc không: lịch làm việc có đến {known}. Người vận hành ghi thêm lịch vào thư mục calendars khi có thông báo chính thức.",
                "Whether offices work on {day} is not known: the calendar goes up to {known}. The operator adds a file to the folder calendars once it is announced.",
                day=figures.day(on),
                known=known,
            )
        return found


def load(folders: Sequence[Path]) -> Calendar:
    """Read every calendar in these folders, in their order; those that do not exist hold none."""
    loaded = Calendar(folders=tuple(folders), _stamps=_stamps(folders))
    for folder in folders:
        for path in yaml_files(folder) if folder.is_dir() else ():
            if path.parent != folder:
                continue
            reading = read(path)
            faults = list(reading.faults)
            if not faults:
                try:
                    loaded.files.append(CalendarFile.model_validate(reading.data))
                except ValidationError as mistakes:
                    faults += [Fault(reading.line(place_of(e)), sentence(e)) for e in mistakes.errors()]
            loaded.problems += [Problem(str(path), fault.line, fault.text) for fault in faults]
    return loaded


_READ: dict[tuple[Path, ...], Calendar] = {}


def current() -> Calendar:
    """The calendar of this installation, read again when a file has changed."""
    folders = settings().calendar_folders
    _READ[folders] = _READ[folders].refreshed() if folders in _READ else load(folders)
    return _READ[folders]


def _stamps(folders: Sequence[Path]) -> dict[Path, Stamp]:
    return {file: stamp for folder in folders if folder.is_dir() for file, stamp in stamps(folder).items()}
