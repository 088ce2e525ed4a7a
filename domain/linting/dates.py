"""Dates: whether periods follow each other without gap or overlap, and whether decisions come after what they judge."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from domain.linting.findings import Finding, Subject, of_standard
from domain.rulebook.criteria_files import Authority
from domain.rulebook.figures import day
from domain.rulebook.loading import FOLDER_FILE
from domain.rulebook.periods import Deadline, Period
from domain.rulebook.yamlfile import read

_DAY = timedelta(days=1)
# Enough seasons to meet a leap year.
_SEASONS = range(2023, 2029)


def windows_follow_each_other(subject: Subject) -> Iterator[Finding]:
    """Every day lies in the window of exactly one season, so that no incident counts twice or never."""
    window = subject.standard.window
    if not isinstance(window, Period):
        return
    for season in _SEASONS:
        last, following = window.in_(season)[1], window.in_(season + 1)[0]
        if following == last + _DAY:
            continue
        words = {"last": day(last), "first": day(following), "season": season, "next": season + 1}
        if following > last:
            vi = "Giữa kỳ đánh giá {season} (đến {last}) và {next} (từ {first}) có ngày không thuộc kỳ nào."
            en = "Between the windows of {season} (until {last}) and {next} (from {first}) some day is in neither."
        else:
            vi = "Kỳ đánh giá {season} (đến {last}) và {next} (từ {first}) chồng lên nhau."
            en = "The windows of {season} (until {last}) and {next} (from {first}) overlap."
        yield Finding(("window",), of_standard((), vi, en).text.filled(**words))
        return


def decisions_come_after_the_window(subject: Subject) -> Iterator[Finding]:
    """Nobody can decide about days that are still to come, nor register after the window is over."""
    standard = subject.standard
    if not isinstance(standard.window, Period):
        return
    last = standard.window.in_(2024)[1]
    if isinstance(standard.closing, Deadline) and standard.closing.in_(2024) < last:
        yield of_standard(
            ("deadline",),
            f"Hạn cuối {day(standard.closing.in_(2024)).vi} sớm hơn ngày cuối của kỳ đánh giá {day(last).vi}.",
            f"The last day {day(standard.closing.in_(2024)).en} is before the end of the window, {day(last).en}.",
        )
    if isinstance(standard.registration, Period) and standard.registration.in_(2024)[0] > last:
        first = day(standard.registration.in_(2024)[0])
        yield of_standard(
            ("registration",),
            f"Đăng ký bắt đầu {first.vi}, sau khi kỳ đánh giá kết thúc {day(last).vi}.",
            f"Registration begins on {first.en}, after the window has ended on {day(last).en}.",
        )


def authorities_have_an_order(subject: Subject) -> Iterator[Finding]:
    """No row of the authorities ends before it begins, and no level has two for one day."""
    rows = [one for one in _authorities(subject) if isinstance(one, Authority)]
    for number, one in enumerate(rows):
        if one.until is not None and one.until < one.start:
            yield of_standard(
                ("authority",),
                f"Thẩm quyền “{one.decides.vi}” kết thúc {day(one.until).vi} trước khi bắt đầu {day(one.start).vi}.",
                f"The authority of “{one.decides.en}” ends on {day(one.until).en}, before it begins on {day(one.start).en}.",
            )
        for other in rows[number + 1 :]:
            if (
                other.level == one.level
                and one.start <= (other.until or date.max)
                and other.start <= (one.until or date.max)
            ):
                yield of_standard(
                    ("authority",),
                    f"Cấp “{one.level}” có hai thẩm quyền cho cùng một ngày: “{one.decides.vi}” và “{other.decides.vi}”.",
                    f"Level “{one.level}” has two authorities for one day: “{one.decides.en}” and “{other.decides.en}”.",
                )


def somebody_decides_on_every_day(subject: Subject) -> Iterator[Finding]:
    """From the first authority on there is always one."""
    rows = sorted(
        (one for one in _authorities(subject) if isinstance(one, Authority)), key=lambda one: one.start
    )
    covered: date | None = None
    for one in rows:
        if covered is not None and one.start > covered + _DAY:
            yield of_standard(
                ("authority",),
                f"Từ {day(covered + _DAY).vi} đến {day(one.start - _DAY).vi} không ai có thẩm quyền công nhận.",
                f"From {day(covered + _DAY).en} to {day(one.start - _DAY).en} nobody has the authority to recognise.",
            )
        end = one.until or date.max - _DAY
        covered = end if covered is None or end > covered else covered
    if covered is not None and covered < date.max - _DAY:
        yield of_standard(
            ("authority",),
            f"Sau {day(covered).vi} không ai có thẩm quyền công nhận.",
            f"After {day(covered).en} nobody has the authority to recognise.",
        )


def one_row_per_kind(subject: Subject) -> Iterator[Finding]:
    """Of two rows for one kind in the shared file the first would be taken, silently."""
    file = (subject.catalogue.root / f"{subject.standard.path}.yaml").with_name(FOLDER_FILE)
    data = read(file).data if file.is_file() else None
    if not isinstance(data, dict):
        return
    windows: Any = data.get("windows")
    lists = {"window": (windows or {}).get("evaluation"), "deadline": data.get("deadlines")}
    for name, rows in lists.items():
        fitting = [row for row in rows or () if subject.standard.kind in row.get("for", ())]
        if len(fitting) > 1:
            yield of_standard(
                (name,),
                f"“{subject.standard.kind}” có {len(fitting)} dòng trong {FOLDER_FILE}; chỉ dòng đầu được dùng.",
                f"“{subject.standard.kind}” has {len(fitting)} rows in {FOLDER_FILE}; only the first is used.",
            )


def scales_have_different_steps(subject: Subject) -> Iterator[Finding]:
    """Two steps of one code cannot be told apart."""
    for name, steps in subject.standard.words.scales.items():
        codes = [step.code for step in steps]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield of_standard(
                ("scales", name),
                f"Thang “{name}” có hai bậc cùng mã “{code}”.",
                f"Scale “{name}” has two steps of the code “{code}”.",
            )


def _authorities(subject: Subject) -> tuple[Any, ...]:
    rows: Any = subject.standard.authority
    return rows if isinstance(rows, tuple) else ()
