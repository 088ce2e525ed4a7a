"""Standards: what an edition says of itself, and what it refuses to take as facts."""

from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import load
from domain.errors import BadInput
from domain.rulebook import answers
from domain.scorecard import judge

CATALOGUE = load(Path(__file__).parents[2] / "criteria")
AREA = CATALOGUE.get("vn/antt-2021/residential-area")
COMMUNE = CATALOGUE.get("vn/antt-2021/commune")
ENTERPRISE = CATALOGUE.get("vn/antt-2021/enterprise")
SCHOOL = CATALOGUE.get("vn/antt-2021/school")


def wrong(**facts: Any) -> list[str]:
    return [
        text.en for text in AREA.check_facts({code.replace("_", "-"): own for code, own in facts.items()})
    ]


def test_nothing_recorded_is_no_mistake() -> None:
    assert AREA.check_facts({}) == []
    assert wrong(KDC_1c={"registered": None}) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"KDC-9": {}},
            "There is no criterion “KDC-9”; is “KDC-5” meant? allowed: D9-HOP-KDC, D9-HS, KDC-1a",
        ),
        ({"KDC-1c": {"registred": 1}}, "KDC-1c: there is no fact called “registred”; is “registered” meant?"),
        ({"KDC-1c": 250}, "KDC-1c: must look like {“name”: value} with the names registered, residing."),
        ({"KDC-1c": None}, "KDC-1c: must look like {“name”: value} with the names registered, residing."),
        (
            {"KDC-1c": {"registered": True}},
            "KDC-1c.registered must be a whole number of 0 or more, not true.",
        ),
        (
            {"KDC-1c": {"registered": 9.5}},
            "KDC-1c.registered must be a whole number of 0 or more, not “9.5”.",
        ),
        ({"KDC-1c": {"registered": "9"}}, "KDC-1c.registered must be a whole number of 0 or more, not “9”."),
        ({"KDC-1c": {"registered": -1}}, "KDC-1c.registered cannot be negative (-1)."),
        ({"KDC-1c": {"registered": 10**30}}, "KDC-1c.registered is too large."),
        ({"KDC-1c": {"registered": [{"on": "2024-01-01"}]}}, "KDC-1c.registered must be a whole number"),
        (
            {"KDC-1c": {"registered": 251, "residing": 250}},
            "KDC-1c: the part is larger than the whole: registered = 251, residing = 250.",
        ),
        ({"KDC-4b": {"serious_crimes": [{}]}}, "KDC-4b.serious_crimes entry 1: “on” must be a date"),
        (
            {"KDC-4b": {"serious_crimes": [{"on": "1/2/2024"}]}},
            "entry 1: “on” must be a date such as 2024-03-05",
        ),
        ({"KDC-4b": {"serious_crimes": ["2024-01-01"]}}, "entry 1: must look like {“on”: “2024-03-05”}"),
        (
            {"KDC-4b": {"serious_crimes": [{"on": "2024-01-01", "excused_as": "force-majeure"}]}},
            "no excuse is called “force-majeure”; is “force_majeure” meant?",
        ),
        (
            {"KDC-4b": {"serious_crimes": [{"on": "2024-01-01", "name": "Nguyễn Văn A"}]}},
            "nothing here is called “name”; allowed: accepted_by, excused_as, on, reason, reference",
        ),
        ({"KDC-1a": {"resolution": "yes"}}, "KDC-1a.resolution “date” must be a date such as 2024-03-05"),
        ({"KDC-1a": {"resolution": {"number": "1"}}}, "KDC-1a.resolution “date” must be a date"),
        ({"KDC-1a": {"resolution": 5}}, "KDC-1a.resolution must look like {“date”: “2024-02-15”"),
        ({"KDC-2": {"carried_out": "yes"}}, "KDC-2.carried_out must look like {“holds”: true"),
        (
            {"KDC-5": {"team_rating": "good"}},
            "KDC-5.team_rating cannot be “good”; allowed: not_completed, completed",
        ),
        ([], "Facts must look like {“criterion code”: {“name”: value}}."),
    ],
)
def test_a_mistake_in_the_facts_is_a_sentence_that_says_what_is_allowed(facts: Any, sentence: str) -> None:
    (text,) = AREA.check_facts(facts)
    assert sentence in text.en
    assert text.vi != text.en


def test_of_an_answer_that_is_passed_at_a_glance_nothing_is_wrong() -> None:
    said = [True, 5, None, "05", "2026-03-05", "2026-13-05"]
    values: list[Any] = [-1, 0, 2**53 - 1, 2**53, 1.0, *said]
    for one, other in (("date", "number"), ("holds", "evidence"), ("date", "note"), ("holds", "note")):
        values += [{one: a} for a in said] + [{one: a, other: b} for a in said for b in said]
    values.append({"date": "2026-03-05", "number": "05", "note": "05"})
    passed = 0
    for fact in (fact for criterion in AREA.criteria for fact in criterion.facts.values()):
        for value in values:
            if answers.plain(fact, value):
                passed += 1
                assert answers.wrong(fact, value, AREA.words.scales, AREA.words.excuses) is None, value
    assert passed > 30


def test_recognised_and_undecided_together_are_no_more_than_the_units() -> None:
    facts = {"XA-4": {"units": 10, "registered": 10, "recognised": 7, "undecided": 4}}
    (text,) = COMMUNE.check_facts(facts)
    assert "recognised + undecided = 11, units = 10" in text.en


def test_an_attribute_that_nobody_declared_is_refused() -> None:
    (text,) = ENTERPRISE.check_unit({"workers": 5})
    assert "is “insured_workers” meant?" in text.en
    assert SCHOOL.check_unit({"level": "college", "name": "Trường", "code": "T1", "kind": "school"}) == []
    (text,) = SCHOOL.check_unit({"level": "kindergarten"})
    assert "allowed: nursery, preschool" in text.en
    (text,) = SCHOOL.check_unit({"kind": "commune"})
    assert text.en == "This standard is for “school”, not for “commune”."


@pytest.mark.parametrize("season", [2021, True, "2024", None, [], 2024.0, 10**9])
def test_a_season_that_this_edition_does_not_judge_is_refused(season: Any) -> None:
    with pytest.raises(BadInput, match="2022–"):
        judge(AREA, season, {}, {})


def test_an_edition_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        AREA.kind = "commune"  # type: ignore[misc]
    with pytest.raises(Exception, match="frozen"):
        AREA.criteria[0].code = "X"


def test_the_facts_of_each_criterion_have_names() -> None:
    assert AREA.fact_names["KDC-1c"] == ("registered", "residing")
    assert AREA.fact_names["KDC-4b"] == ("serious_crimes",)


junk = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 300),
        st.floats(),
        st.text(max_size=3),
        st.just("2024-02-15"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["on", "date", "holds", "evidence", "rating", "reason", "x"]), inner, max_size=2
        ),
    ),
    max_leaves=4,
)


@given(st.data())
def test_no_junk_is_more_than_a_sentence(data: st.DataObject) -> None:
    """Whatever is recorded: a scorecard that explains itself, or one refusal; and what is checked is judged."""
    standard = data.draw(st.sampled_from([AREA, COMMUNE, ENTERPRISE, SCHOOL]))
    facts: Any = standard.example_facts(2024)
    for _ in range(data.draw(st.integers(0, 3))):
        code = data.draw(st.sampled_from(standard.codes))
        name = data.draw(st.sampled_from(standard.fact_names[code]))
        if data.draw(st.integers(0, 5)) == 0:
            facts[code] = data.draw(junk)
        elif isinstance(facts[code], dict):
            facts[code][name] = data.draw(junk)
    unit = data.draw(
        st.dictionaries(st.sampled_from(["level", "armed_forces", "insured_workers"]), junk, max_size=2)
    )
    mistakes = [*standard.check_facts(facts), *standard.check_unit(unit)]
    try:
        card = judge(standard, 2024, unit, facts)
        card.pack()
    except BadInput as refusal:
        assert refusal.text in mistakes  # noqa: PT017 - most draws are not refused
    else:
        if not mistakes:
            assert len(card.explain()["criteria"]) == len(standard.codes)
