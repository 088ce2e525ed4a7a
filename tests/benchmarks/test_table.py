"""The table of the benchmark: its ratios, its percentiles and what it says of a target."""

from io import StringIO

import pytest
from rich.console import Console

from benchmarks.table import Line, Section, Target, number, percentile, show, spread


def test_a_ratio_is_that_of_samples_taken_side_by_side():
    assert Line("ours", [100, 10, 1], against=[10, 1, 1]).ratio == 10


def test_without_as_many_neighbours_the_medians_are_compared():
    assert Line("ours", [100, 300, 200], against=[10, 30]).ratio == 10


def test_at_least_and_at_most_include_the_number_itself():
    assert Target(50).reached(50)
    assert not Target(50).reached(49.9)
    assert Target(400, most=True).reached(400)
    assert not Target(400, most=True).reached(400.1)


def test_a_target_of_a_ratio_is_not_met_by_the_number():
    assert Line("ours", [1000], against=[100], target=Target(50)).reached is False


def test_a_target_without_a_ratio_is_met_by_the_number():
    assert Line("memory", [300], target=Target(400, most=True)).reached is True


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5), (0.95, 10), (0.9, 9), (1, 10)])
def test_a_percentile_is_a_sample_that_was_measured(share: float, expected: int):
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == expected


def test_numbers_keep_the_digits_that_mean_something():
    assert [number(n) for n in (12345.6, 123.4, 12.34, 1.234, 0.01234, 0)] == [
        "12,346", "123", "12.3", "1.23", "0.012", "0",
    ]  # fmt: skip
    assert spread([3]) == ""
    assert spread([3, 1, 2]) == "1–3"


def test_a_missed_target_is_said_and_a_line_without_samples_is_left_out():
    section = Section("season of 60")
    section.add("transitions/s", [100], against=[10], of="DBOS", target=Target(50, unit="×"))
    section.add("letters/s", [])
    page = StringIO()
    show([section], "title", Console(file=page, width=120))
    assert "≥ 50×: NO" in page.getvalue()
    assert "letters/s" not in page.getvalue()
