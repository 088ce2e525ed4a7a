"""Editions: one for every kind, season and day since 2012, and an edition of which little is known claims no more.

Mutations tried, each seen to fail here and undone: 2012 until season 2020; 124/2021 in force from 11 February 2022;
`in_force` leaving out its last day; a window not known read as the calendar year; the check of days that are used.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import load
from domain.errors import NotFound
from domain.rules import NotKnown, walk
from domain.scorecard import judge
from domain.standards import Standard
from tests.domain.test_catalogue import edit

ROOT = Path(__file__).parents[2] / "criteria"
CATALOGUE = load(ROOT)
KINDS = ("residential-area", "commune", "agency", "enterprise", "school")
kinds = st.sampled_from(KINDS)
OLD = [CATALOGUE.get(f"vn/antt-2012/{kind}") for kind in KINDS]


@given(kinds, st.dates(date(2012, 6, 18), date(2060, 12, 31)))
def test_on_every_day_since_2012_exactly_one_text_is_in_force_for_every_kind(kind: str, on: date) -> None:
    found = [
        one.path
        for one in CATALOGUE.standards.values()
        if one.kind == kind
        and one.line == "vn/antt"
        and not one.place
        and one.instrument
        and one.instrument.in_force(on)
    ]
    assert found == [CATALOGUE.in_force(kind, on).path]
    edition = "antt-2012" if on < date(2022, 2, 10) else "antt-2021"
    assert found == [f"vn/{edition}/{kind}"]


@given(kinds, st.integers(2012, 2060))
def test_every_season_since_2012_has_exactly_one_edition_and_2022_is_the_first_of_the_new(
    kind: str, season: int
) -> None:
    fitting = [
        one
        for one in CATALOGUE.standards.values()
        if one.kind == kind and one.opens_registration and not one.place and season in one.seasons
    ]
    assert fitting == [CATALOGUE.for_kind(kind, season)]
    assert fitting[0].path == f"vn/antt-{'2012' if season <= 2021 else '2021'}/{kind}"


def test_the_texts_follow_each_other_on_9_and_10_february_2022() -> None:
    for kind in KINDS:
        assert CATALOGUE.in_force(kind, date(2022, 2, 9)).path == f"vn/antt-2012/{kind}"
        assert CATALOGUE.in_force(kind, date(2022, 2, 10)).path == f"vn/antt-2021/{kind}"
    with pytest.raises(NotFound, match="17/06/2012"):
        CATALOGUE.in_force("commune", date(2012, 6, 17))


@pytest.mark.parametrize(("last", "sentence"), [("2022-02-08", "has neither"), ("2022-02-10", "has both")])
def test_a_day_between_two_texts_that_has_neither_or_both_is_refused(
    tmp_path: Path, last: str, sentence: str
) -> None:
    for edition in ("antt-2012", "antt-2021"):
        shutil.copytree(ROOT / "vn" / edition, tmp_path / "vn" / edition)
    assert load(tmp_path).problems == []
    edit(tmp_path / "vn/antt-2012/standard.yaml", "in_force_until: 2022-02-09", f"in_force_until: {last}")
    problems = load(tmp_path).problems
    assert len(problems) == 5
    assert all(sentence in problem.text.en and "124/2021" in problem.text.vi for problem in problems)


@pytest.mark.parametrize("old", OLD, ids=lambda one: one.kind)
def test_what_needs_an_unknown_rule_is_undecided_and_says_which_text_is_missing(old: Standard) -> None:
    card = judge(old, 2021, {}, old.example_facts(2021))
    assert card.verdict == "undecided"
    lost = [one for one in old.criteria if any(isinstance(rule, NotKnown) for rule in walk(one.rule))]
    assert lost
    told = {one["code"]: one for one in card.explain()["criteria"]}
    for one in old.criteria:
        assert told[one.code]["verdict"] == ("unknown" if one in lost else "met")
    assert all("23/2012" in told[one.code]["why"]["vi"] for one in lost)


def test_what_is_known_of_2012_can_still_fail_an_applicant() -> None:
    area = OLD[0]
    facts = area.example_facts(2021)
    facts["KDC-1c"] = {"signed": 249, "households": 250}
    assert judge(area, 2021, {}, facts).verdict == "not_met"


@pytest.mark.parametrize("old", OLD, ids=lambda one: one.kind)
def test_no_window_deadline_or_authority_of_2012_is_invented(old: Standard) -> None:
    assert (old.evaluation_window(2021), old.deadline(2021), old.authorities(date(2020, 1, 1))) == (
        None,
        None,
        (),
    )
    assert set(old.unstated) == {"window", "deadline"}
    assert any("Thẩm quyền" in text.vi for text in old.unverified)
    assert not any(fact.within for _, _, fact in old.facts())


@pytest.mark.parametrize("old", OLD, ids=lambda one: one.kind)
def test_nobody_was_excluded_in_2012(old: Standard) -> None:
    assert old.exclusions == ()
