"""Workdays: what is known of each day comes from a file, and a deadline says why it falls where it falls.

Seen to fail with its rule broken: the first day counted; a make-up Saturday left out; a day off on a Saturday counted
twice in the explanation; a day that no file knows reckoned as its weekday; the earlier of two files; a file without
30 April; a make-up day that is a Monday; a deadline that ends on a Sunday.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import workdays
from domain.errors import Unready
from domain.settings import Settings
from domain.workdays import Calendar, load

SHIPPED = Settings.model_fields["calendars"].default


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load([SHIPPED])


def test_the_shipped_files_have_no_mistakes_and_leave_no_gap(calendar: Calendar) -> None:
    assert calendar.problems == []
    for before, after in zip(calendar.files, calendar.files[1:], strict=False):
        assert after.start == before.until + timedelta(days=1)
    assert all(one.cites for one in calendar.files)


@pytest.mark.parametrize(
    ("start", "many", "last"),
    [
        # Friday, the last working day before Tết 2026, and the one after it.
        ((2026, 2, 6), 5, (2026, 2, 13)),
        ((2026, 2, 6), 6, (2026, 2, 23)),
        ((2026, 2, 13), 1, (2026, 2, 23)),
        # Saturday 22 August 2026 is worked for Monday 31 August, and National Day takes two days.
        ((2026, 8, 21), 1, (2026, 8, 22)),
        ((2026, 8, 21), 2, (2026, 8, 24)),
        ((2026, 8, 28), 1, (2026, 9, 3)),
        # Saturday 10 January 2026 is worked for Friday 2 January.
        ((2025, 12, 31), 1, (2026, 1, 5)),
        ((2026, 1, 9), 1, (2026, 1, 10)),
        # An ordinary weekend; a start on a Sunday.
        ((2026, 10, 9), 1, (2026, 10, 12)),
        ((2026, 10, 11), 5, (2026, 10, 16)),
        ((2026, 10, 9), 0, (2026, 10, 9)),
    ],
)
def test_the_last_of_so_many_working_days(
    calendar: Calendar, start: tuple[int, int, int], many: int, last: tuple[int, int, int]
) -> None:
    assert calendar.after(date(*start), many) == date(*last)


def test_a_deadline_across_a_holiday_and_a_make_up_day_explains_itself(calendar: Calendar) -> None:
    start = date(2026, 8, 20)
    said = calendar.reckon(start, calendar.after(start, 8)).explain()
    assert said.vi == (
        "8 ngày làm việc sau ngày 20/08/2026: hết thứ Năm, 03/09/2026."
        " Không tính: 3 ngày thứ Bảy, Chủ nhật; 31/08/2026 nghỉ hoán đổi dịp Quốc khánh; 01/09/2026–02/09/2026 Quốc khánh."
        " Có tính: thứ Bảy 22/08/2026 (làm bù cho 31/08/2026)."
    )
    assert said.en == (
        "8 working days after 20 Aug 2026: until the end of Thursday, 3 Sep 2026."
        " Not counted: 3 Saturdays and Sundays; 31 Aug 2026 day off in exchange before National Day;"
        " 1 Sep 2026 – 2 Sep 2026 National Day. Counted: Saturday 22 Aug 2026 (worked for 31 Aug 2026)."
    )


def test_a_day_that_is_not_confirmed_is_said_to_be_so(calendar: Calendar) -> None:
    start = date(2026, 11, 23)
    said = calendar.reckon(start, calendar.after(start, 1)).explain()
    assert said.vi == (
        "1 ngày làm việc sau ngày 23/11/2026: hết thứ Tư, 25/11/2026."
        " Không tính: 24/11/2026 Ngày Văn hóa Việt Nam (chưa kiểm chứng)."
    )
    assert said.en.startswith("1 working day after 23 Nov 2026")


def test_a_day_that_no_file_knows_is_refused_in_a_sentence_and_never_guessed(calendar: Calendar) -> None:
    with pytest.raises(Unready) as refused:
        calendar.after(date(2027, 1, 25), 10)
    assert "lịch làm việc có đến 29/01/2027" in refused.value.text.vi
    with pytest.raises(Unready):
        calendar.works(date(2024, 12, 31))
    with pytest.raises(Unready):
        calendar.between(date(2027, 1, 29), date(2027, 2, 1))


def test_a_period_in_days_that_ends_on_a_day_off_ends_on_the_next_working_day(calendar: Calendar) -> None:
    assert calendar.or_next(date(2026, 2, 14)) == date(2026, 2, 23)
    assert calendar.or_next(date(2026, 8, 22)) == date(2026, 8, 22)
    # Where no file knows, the weekly days of rest are all that is known, in favour of whoever has to keep the day.
    assert calendar.or_next(date(2031, 3, 1)) == date(2031, 3, 3)


days = st.dates(min_value=date(2024, 12, 31), max_value=date(2026, 12, 1))


@given(days, st.integers(min_value=1, max_value=20))
def test_as_many_working_days_lie_before_the_last_one_as_were_asked_for(start: date, many: int) -> None:
    calendar = load_once()
    last = calendar.after(start, many)
    assert calendar.works(last)
    assert calendar.between(start, last) == many
    assert calendar.after(start, many - 1) < last
    assert calendar.between(start, last - timedelta(days=1)) == many - 1


@given(days, st.integers(min_value=0, max_value=60))
def test_every_day_is_counted_or_explained_and_none_twice(start: date, long: int) -> None:
    calendar = load_once()
    last = min(start + timedelta(days=long), date(2026, 12, 31))
    found = calendar.reckon(start, last)
    off = sum(
        1 for one in found.off for n in range((one.last - one.start).days + 1)
        if start < one.start + timedelta(days=n) <= last
    )  # fmt: skip
    assert found.many + found.weekly + off == (last - start).days


_once: list[Calendar] = []


def load_once() -> Calendar:
    if not _once:
        _once.append(load([SHIPPED]))
    return _once[0]


FILE = """
title: {vi: Thử, en: Trial}
from: 2027-01-01
until: 2027-12-31
cites: Thông báo của Bộ Nội vụ
off:
  - {from: 2027-01-01, vi: Tết Dương lịch, en: New Year}
  - {from: 2027-02-04, until: 2027-02-10, vi: Tết Nguyên đán, en: Lunar New Year}
  - {from: 2027-04-30, vi: Ngày Chiến thắng, en: Victory Day}
  - {from: 2027-05-01, vi: Ngày Quốc tế Lao động, en: Labour Day}
  - {from: 2027-09-02, until: 2027-09-03, vi: Quốc khánh, en: National Day}
"""


def test_what_an_installation_adds_counts_and_is_seen_without_a_restart(tmp_path: Path) -> None:
    calendar = load([SHIPPED, tmp_path])
    assert not calendar.knows(date(2027, 2, 3))
    (tmp_path / "2027.yaml").write_text(FILE.replace("2027-01-01, vi", "2027-01-01, until: 2027-01-04, vi"))
    renewed = calendar.refreshed()
    assert renewed.after(date(2027, 2, 3), 1) == date(2027, 2, 11)
    assert not renewed.works(date(2027, 1, 4)), "the later file counts"
    assert renewed.refreshed() is renewed


@pytest.mark.parametrize(
    ("was", "became", "says"),
    [
        ("  - {from: 2027-04-30, vi: Ngày Chiến thắng, en: Victory Day}\n", "", "2027-04-30 là ngày nghỉ lễ"),
        ("vi: Quốc khánh", "made_up_on: 2027-08-30, vi: Quốc khánh", "không phải thứ Bảy hay Chủ nhật"),
        ("until: 2027-12-31", "until: 2026-12-31", "kết thúc"),
        ("until: 2027-09-03", "until: 2028-09-03", "nằm ngoài khoảng"),
        ("cites: Thông báo của Bộ Nội vụ\n", "", "Thiếu “cites”"),
        ("title", "tittle", "tittle"),
    ],
)
def test_a_calendar_with_a_mistake_is_told_of_and_not_used(
    tmp_path: Path, was: str, became: str, says: str
) -> None:
    assert was in FILE
    (tmp_path / "2027.yaml").write_text(FILE.replace(was, became, 1))
    calendar = load([tmp_path])
    assert calendar.files == []
    assert says in " ".join(str(one) for one in calendar.problems)


def test_the_calendar_of_the_installation_is_that_of_its_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workdays, "settings", lambda: Settings(home=tmp_path))
    assert not workdays.current().knows(date(2027, 2, 3))
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "2027.yaml").write_text(FILE)
    assert workdays.current().knows(date(2027, 2, 3))
