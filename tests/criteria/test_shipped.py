"""The shipped files: complete to the letter, cited, in both languages, and honest about what is not known."""

import re
import time
from datetime import date
from pathlib import Path

import pytest

from domain.catalogue import Catalogue, load
from domain.rules import Reduced, Share, walk
from domain.scorecard import judge
from domain.standards import Standard

ROOT = Path(__file__).parents[2] / "criteria"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(ROOT)


def of_2021(catalogue: Catalogue) -> list[Standard]:
    return [one for path, one in catalogue.standards.items() if path.startswith("vn/antt-2021/")]


CODES = {
    "residential-area": "1a 1b 1c 2 3a 3b 3c 3d 3đ 3e 3g 4a 4b 4c 4d 5 D9-HS D9-HOP-KDC",
    "commune": "1 2:KDC-2 2:KDC-3a 2:KDC-3b 2:KDC-3c 2:KDC-3d 2:KDC-3đ 2:KDC-3e 2:KDC-3g 2:KDC-4a 2:KDC-4b 2:KDC-4c "
    "2:KDC-4d 3 4 D9-HS",
    "agency": "1a 1b 1c 1d 1e 2 3a 3b 3c 3d 3đ 3e 3g 3h 4 5 D9-HS D9-HOP-DV",
    "enterprise": "1a 1b 1c 1d 1e 2 3a 3b 3c 3d 3đ 3e 3g 3h 4 5 D9-HS D9-HOP-DV",
    "school": "1 2 3:CQ-3a 3:CQ-3b 3:CQ-3c 3:CQ-3đ 3:CQ-3e 3:CQ-3g 4 5 6 D9-HS D9-HOP-DV",
}
PREFIX = {"residential-area": "KDC", "commune": "XA", "agency": "CQ", "enterprise": "CQ", "school": "GD"}


def test_the_shipped_files_have_no_problem(catalogue: Catalogue) -> None:
    assert [problem.in_("en") for problem in catalogue.problems] == []


@pytest.mark.parametrize("kind", CODES)
def test_every_point_of_the_articles_is_a_criterion(catalogue: Catalogue, kind: str) -> None:
    standard = catalogue.get(f"vn/antt-2021/{kind}")
    assert list(standard.codes) == [
        code if code.startswith("D9-") else f"{PREFIX[kind]}-{code}" for code in CODES[kind].split()
    ]


def test_every_criterion_cites_its_article(catalogue: Catalogue) -> None:
    for standard in of_2021(catalogue):
        for criterion in standard.criteria:
            assert re.fullmatch(
                r"Thông tư 124/2021/TT-BCA, Điều 9, (hồ sơ|cuộc họp) .+"
                r"|Thông tư 124/2021/TT-BCA, Điều \d, khoản \d( điểm \w)?"
                r"(; Thông tư 124/2021/TT-BCA, Điều \d, khoản \d( điểm \w)?)?",
                criterion.cites,
            ), criterion.cites


@pytest.mark.parametrize(
    ("kind", "first", "last", "deadline"),
    [
        ("residential-area", date(2023, 11, 1), date(2024, 10, 31), date(2024, 11, 14)),
        ("commune", date(2023, 11, 16), date(2024, 11, 15), date(2024, 11, 19)),
        ("agency", date(2023, 11, 16), date(2024, 11, 15), date(2024, 11, 19)),
        ("enterprise", date(2023, 11, 16), date(2024, 11, 15), date(2024, 11, 19)),
        ("school", date(2023, 11, 16), date(2024, 11, 15), date(2024, 11, 19)),
    ],
)
def test_windows_and_deadlines_are_those_of_articles_8_and_9(
    catalogue: Catalogue, kind: str, first: date, last: date, deadline: date
) -> None:
    standard = catalogue.for_kind(kind, 2024)
    assert standard.evaluation_window(2024) == (first, last)
    assert standard.registration_window(2024) == (date(2024, 1, 1), date(2024, 3, 31))
    # “Before 15 November” = the last valid day is the 14th.
    assert standard.deadline(2024) == deadline


def test_the_only_shares_in_the_circular_are_all_and_seventy_per_cent(catalogue: Catalogue) -> None:
    shares = {
        (standard.kind, criterion.code, rule.share[0]): rule.at_least
        for standard in of_2021(catalogue)
        for criterion in standard.criteria
        for rule in walk(criterion.rule)
        if isinstance(rule, Share)
    }
    assert {key for key, at_least in shares.items() if at_least == "70%"} == {
        ("commune", "XA-4", "recognised"),
        ("agency", "CQ-5", "units_titled"),
        ("enterprise", "CQ-5", "units_titled"),
        ("school", "GD-6", "units_titled"),
    }
    assert {key for key, at_least in shares.items() if at_least == "100%"} == {
        ("residential-area", "KDC-1c", "registered"),
        ("commune", "XA-4", "registered"),
        ("agency", "CQ-1d", "briefed"),
        ("enterprise", "CQ-1d", "briefed"),
        ("school", "GD-1", "briefed"),
    }
    assert len(shares) == 9


def test_four_criteria_admit_excuses_and_only_crimes_admit_detection(catalogue: Catalogue) -> None:
    excused = {
        criterion.code: set(criterion.excused_when)
        for kind in ("residential-area", "agency")
        for criterion in catalogue.get(f"vn/antt-2021/{kind}").criteria
        if criterion.excused_when
    }
    both = {"force_majeure", "detected_mitigated_reported"}
    assert excused == {"KDC-4b": both, "CQ-3đ": both, "KDC-4d": {"force_majeure"}, "CQ-3g": {"force_majeure"}}


def test_whatever_the_circular_leaves_open_is_marked_unverified(catalogue: Catalogue) -> None:
    marked = {
        criterion.code
        for standard in of_2021(catalogue)
        for criterion in standard.criteria
        if criterion.unverified
    }
    assert {"KDC-4a", "XA-4", "CQ-3h", "GD-4"} <= marked
    area = catalogue.get("vn/antt-2021/residential-area")
    assert area.instrument is not None
    assert area.instrument.unverified is not None
    assert "48/2025" in area.instrument.unverified.vi
    assert area.by_code["KDC-5"].facts["team_rating"].unverified is not None


def test_a_rule_that_compares_two_years_says_what_equality_means_and_that_it_is_open(
    catalogue: Catalogue,
) -> None:
    for standard in of_2021(catalogue):
        for criterion in standard.criteria:
            if any(isinstance(rule, Reduced) for rule in walk(criterion.rule)):
                assert len(criterion.unverified) == 3


def test_the_abolition_of_districts_is_dated_data(catalogue: Catalogue) -> None:
    commune = catalogue.get("vn/antt-2021/commune")
    assert [one.level for one in commune.authorities(date(2025, 6, 30))] == ["district"]
    (after,) = commune.authorities(date(2025, 7, 1))
    assert after.level == "province"
    assert after.unverified is not None


def test_a_higher_place_may_delegate_one_level_down_and_whose_that_is_depends_on_the_day(
    catalogue: Catalogue,
) -> None:
    """Điều 10 khoản 5: one level down, for agencies, enterprises and schools only."""
    for kind in ("agency", "enterprise", "school"):
        standard = catalogue.get(f"vn/antt-2021/{kind}")
        before, after = (
            {one.level: one.may_delegate_to for one in standard.authorities(on)}
            for on in (date(2025, 6, 30), date(2025, 7, 1))
        )
        assert before == {"commune": None, "district": "commune", "province": "district", "ministry": None}
        assert after == {"commune": None, "province": "commune", "ministry": None}
    for kind in ("residential-area", "commune"):
        assert {one.may_delegate_to for one in catalogue.get(f"vn/antt-2021/{kind}").authority} == {None}


def test_nobody_but_an_office_can_say_that_nothing_happened(catalogue: Catalogue) -> None:
    for standard in of_2021(catalogue):
        for code, name, fact in standard.facts():
            if fact.within:
                assert (code, name) in standard.attested
    area = catalogue.get("vn/antt-2021/residential-area")
    assert ("KDC-1c", "registered") not in area.attested


def test_the_commune_takes_four_numbers_from_the_units_under_it(catalogue: Catalogue) -> None:
    assert catalogue.get("vn/antt-2021/commune").supplied == {
        ("XA-4", name): "units-under" for name in ("units", "registered", "recognised", "undecided")
    }


@pytest.mark.parametrize("kind", CODES)
def test_the_example_facts_of_every_standard_meet_it(catalogue: Catalogue, kind: str) -> None:
    standard = catalogue.get(f"vn/antt-2021/{kind}")
    unit = {"level": "college"} if kind == "school" else {}
    facts = standard.example_facts(2024)
    assert standard.check_facts(facts) == []
    assert judge(standard, 2024, unit, facts).verdict == "met"


def test_loading_everything_takes_a_fraction_of_a_second() -> None:
    start = time.perf_counter()
    load(ROOT)
    # Measured 0.03 s; the bound is wide because tests share the machine.
    assert time.perf_counter() - start < 1
