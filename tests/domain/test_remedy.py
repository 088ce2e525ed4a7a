"""Remedy: what would make it pass is the least that does, as numbers, and what is past is told apart from what can be done.

Minimality is compared with trying everything, on random small rules whose parts share facts and on random score sheets.

Broken by hand and seen to fail: the largest set tried first; numbers linked by a share repaired apart; a whole combination
that does not apply taken for met; equality, and what does not apply, not thought of; a changed attribute that makes the unit
not eligible; the share of a clause not asked; a row as it is left out; what happened, a missed day, and a decided unit taken
for changeable; a missing reason of an excuse not thought of.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.catalogue import load
from domain.decisive import changed_once, readable
from domain.proof import proof
from domain.remedy import changed, remedy
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import Points
from domain.rulebook.rows import Clause
from domain.scorecard import Scorecard, judge
from domain.standards import Standard
from domain.telling import told as told_of
from tests.facts_strategies import cases, fitting
from tests.judging import a_season, judged
from tools.verify_proof import disagreements

CATALOGUE = load(Path(__file__).parents[2] / "criteria")
AREA = CATALOGUE.get("vn/antt-2021/residential-area")
COMMUNE = CATALOGUE.get("vn/antt-2021/commune")
SCHOOL = CATALOGUE.get("vn/antt-2021/school")
PATHS = sorted(CATALOGUE.standards)
Facts = dict[str, dict[str, Any]]

few = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("path", PATHS)
@given(data=st.data())
@few
def test_what_would_make_it_pass_makes_it_pass(path: str, data: st.DataObject) -> None:
    standard = CATALOGUE.get(path)
    season = a_season(standard)
    card = judge(standard, season, *data.draw(cases(standard, season)))
    found = remedy(card)
    for changes in (found.smallest, found.this_season) if found else ():
        if changes is not None:
            unit, facts = changed(card, changes)
            assert (standard.check_facts(facts), standard.check_unit(unit)) == ([], [])
            assert judge(standard, season, unit, facts).verdict == "met"
    if found is not None and found.this_season is not None:
        assert found.smallest is not None
        assert len(found.smallest) <= len(found.this_season)
        assert not any(change.hard for change in found.this_season.values())


# --- what would make it pass -----------------------------------------------------------------------------


def told(card: Scorecard, on: str | None = None) -> list[tuple[str, Any, Any, bool]]:
    found = remedy(card, on)
    assert found is not None
    assert found.smallest is not None
    return [(f"{code}.{name}", one.was, one.value, one.hard) for (code, name), one in found.smallest.items()]


def test_three_households_are_missing() -> None:
    card = judged(AREA, KDC_1c={"registered": 247, "residing": 250})
    assert told(card) == [("KDC-1c.registered", 247, 250, False)]


def test_an_attestation_is_missing() -> None:
    assert told(judged(AREA, KDC_4b={"serious_crimes": None})) == [("KDC-4b.serious_crimes", None, 0, False)]


def test_what_happened_is_for_next_season() -> None:
    card = judged(AREA, KDC_4b={"serious_crimes": [{"on": "2024-05-05"}]})
    assert told(card) == [("KDC-4b.serious_crimes", [{"on": "2024-05-05"}], 0, True)]
    found = remedy(card)
    assert found is not None
    assert found.this_season is None


def test_an_excuse_that_lacks_its_reason_can_still_get_it() -> None:
    entries = [{"on": "2024-05-05", "excused_as": "force_majeure"}]
    ((_, _, value, hard),) = told(judged(AREA, KDC_4b={"serious_crimes": entries}))
    assert (value[0]["reason"], hard) == ("…", False)


def test_a_resolution_can_be_dated_until_quarter_one_is_over() -> None:
    card = judged(AREA, KDC_1a={"resolution": "2023-12-31"})
    assert told(card, "2024-03-31") == [("KDC-1a.resolution", "2023-12-31", "2024-01-01", False)]
    assert told(card, "2024-04-01") == [("KDC-1a.resolution", "2023-12-31", "2024-01-01", True)]


def test_a_commune_needs_one_more_of_those_still_undecided() -> None:
    card = judged(COMMUNE, XA_4={"units": 10, "registered": 10, "recognised": 6, "undecided": 4})
    changes = [("XA-4.recognised", 6, 7, False), ("XA-4.undecided", 4, 3, False)]
    assert sorted(told(card)) == changes


def test_what_does_not_apply_is_the_cheaper_way_only_where_it_is_so() -> None:
    """Formally, having no Party organisation is as good as having a resolution; this season it is not."""
    agency = CATALOGUE.get("vn/antt-2021/agency")
    card = judged(agency, CQ_1a={"party_organisation": True, "resolution": None})
    assert told(card) == [("CQ-1a.resolution", None, "2024-01-01", False)]


def test_an_attribute_of_the_unit_can_be_what_is_missing() -> None:
    card = judge(SCHOOL, 2024, {}, SCHOOL.example_facts(2024) | {"GD-2": {
        **SCHOOL.example_facts(2024)["GD-2"], "parents_coordination": False}})  # fmt: skip
    ((place, was, value, hard),) = told(card)
    assert (place, was, hard) == (".unit.level", None, False)
    assert value not in ("nursery", "preschool", "primary", "lower_secondary", "upper_secondary")


def test_whoever_is_not_eligible_or_passes_needs_nothing() -> None:
    assert remedy(judged(SCHOOL, {"level": "primary"})) is None
    assert remedy(judged(AREA)) is None


def test_where_the_rules_are_not_known_nobody_is_told_that_they_can_never_pass() -> None:
    old = CATALOGUE.get("vn/antt-2012/residential-area")
    card = judge(old, 2021, {}, old.example_facts(2021))
    said = told_of(card, proof(card))["to_pass"]["says"]["en"]
    assert (
        said == "No facts suffice to conclude that it is met, because parts of this standard are not known."
    )


# --- minimal, against trying everything ------------------------------------------------------------------

SMALL_FILE = """
applies_to: small
title: {vi: Nhỏ, en: Small}
cites: Quy định thử, Điều 1
recognised_when: all
seasons: {from: 2024}
registration: {from: 1 Jan, until: 31 Mar, vi: Quý I, en: Quarter I}
window: {from: 1 Jan, until: 31 Dec, vi: kỳ, en: window}
deadline: {before: 31 Dec}
nouns: {things: {vi: cái, en: things}}
scales:
  step: [{code: low, vi: thấp, en: low}, {code: mid, vi: vừa, en: middle}, {code: top, vi: cao, en: top}]
unit:
  level: {choice: step, vi: Bậc, en: Level}
  size: {count: things, vi: Cỡ, en: Size}
not_eligible_when:
  - {cites: Điều 2, says: {vi: Nhỏ, en: Small}, when: {all: [{chosen: unit.level, among: [low]}, {counted: unit.size, at_most: 1}]}}
criteria:
  - code: A
    cites: khoản 1
    ask: {vi: Hỏi, en: Ask}
    facts: &facts
      a: {count: things, vi: a, en: a}
      b: {count: things, vi: b, en: b}
      c: {count: things, vi: c, en: c}
      flag: {answer: yes-no, vi: cờ, en: flag}
      paper: {document: paper, vi: giấy, en: paper}
      rating: {rating: step, vi: hạng, en: rating}
      word: {judgement: with-evidence, vi: lời, en: word}
    met_when: &every
      all:
        - {none: [a, b, c]}
        - {yes: flag}
        - {dated: paper, within: registration}
        - {rated: rating, at_least: mid}
        - {judged: word}
        - {only_where: {chosen: unit.level, among: [top]}, then: {counted: unit.size, at_least: 1}}
  - {code: B, cites: khoản 2, ask: {vi: Hỏi, en: Ask}, facts: *facts, met_when: *every}
"""
NUMBERS = range(8)
OPTIONS: dict[str, list[Any]] = {
    "a": [*NUMBERS],
    "b": [*NUMBERS],
    "c": [*NUMBERS],
    "flag": [True, False],
    "paper": ["2023-12-31", "2024-01-01", "2024-03-31", "2024-04-01"],
    "rating": ["low", "mid", "top"],
    "word": [False, {"holds": True, "evidence": "x"}],
}
UNIT_OPTIONS: dict[str, list[Any]] = {"level": ["low", "mid", "top"], "size": [0, 1, 2]}

numeric = st.sampled_from(
    [
        {"none": "a"},
        {"none": ["a", "b"]},
        {"counted": "b", "at_least": 2},
        {"counted": "b", "at_most": 1},
        {"share": ["a", "b"], "at_least": "70%"},
        {"share": ["a", "b"], "more_than": "50%"},
        {"share": ["b", "c"], "at_least": "100%"},
        {"share": ["a", "c"], "at_least": "2/3", "pending": "b"},
        {"reduced": [["a", "b"]], "if_equal": "not_met", "if_both_zero": "met"},
        {"reduced": [["a", "b"], ["b", "c"]], "if_equal": "met", "if_both_zero": "not_met"},
        {"reduced": [["c", "a"]], "if_equal": "met", "if_both_zero": "met"},
    ]
)
other = st.sampled_from(
    [
        {"yes": "flag"},
        {"no": "flag"},
        {"dated": "paper", "within": "registration"},
        {"dated": "paper", "within": "any-time"},
        {"rated": "rating", "at_least": "mid"},
        {"judged": "word"},
        {"chosen": "unit.level", "among": ["mid", "top"]},
        {"counted": "unit.size", "at_least": 2},
    ]
)
rules = st.recursive(
    st.one_of(numeric, numeric, other),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda condition, then: {"only_where": condition, "then": then}, inner, inner),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    folder = tmp_path_factory.mktemp("criteria")
    file = folder / "vn/small/small.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(SMALL_FILE, encoding="utf-8")
    catalogue = load(folder)
    assert catalogue.problems == []
    return catalogue.get("vn/small/small")


def with_rules(small: Standard, *chosen: dict[str, Any]) -> Standard:
    criteria = []
    for criterion, rule in zip(small.criteria, chosen, strict=False):
        content = criterion.model_dump(mode="json", by_alias=True, exclude_none=True)
        criteria.append(Criterion.model_validate({**content, "met_when": rule}))
    return replace(small, criteria=tuple(criteria), _benches={}, _seasonal={})


def some_of(options: dict[str, list[Any]], most: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values[:most]) for name, values in options.items()}
    )


def every_change(card: Scorecard, many: int, most: int = 8) -> Iterator[tuple[dict[str, Any], Facts]]:
    """The unit and the facts with exactly so many facts changed, in every way."""
    places = [(code, name) for code in card.by.codes for name in OPTIONS]
    places += [("", f"unit.{name}") for name in UNIT_OPTIONS]
    read = {(code, one["fact"]) for code, one in all_leaves(card.by)}
    for chosen in combinations([place for place in places if place in read], many):
        options = [OPTIONS[name][:most] if code else UNIT_OPTIONS[name[5:]] for code, name in chosen]
        for values in product(*options):
            unit, facts = dict(card.unit), {code: dict(own) for code, own in card.facts.items()}
            for (code, name), value in zip(chosen, values, strict=True):
                unit, facts = changed_once(unit, facts, (code, name), value)
            yield unit, facts


def all_leaves(standard: Standard) -> Iterator[tuple[str, dict[str, Any]]]:
    for criterion in standard.criteria:
        for name in [*OPTIONS, *(f"unit.{name}" for name in UNIT_OPTIONS)]:
            if name in readable(criterion.rule):
                yield ("" if name.startswith("unit.") else criterion.code), {"fact": name}
    for name in UNIT_OPTIONS:
        yield "", {"fact": f"unit.{name}"}


def passes(standard: Standard, unit: dict[str, Any], facts: Facts) -> bool:
    return not standard.check_facts(facts) and judge(standard, 2024, unit, facts).verdict == "met"


@given(
    data=st.data(),
    rule=rules,
    another=st.one_of(st.just(None), st.sampled_from([{"none": "a"}, {"yes": "flag"}])),
)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_smaller_set_of_changes_makes_it_pass(
    small: Standard, data: st.DataObject, rule: dict[str, Any], another: dict[str, Any] | None
) -> None:
    standard = with_rules(small, rule, *([another] if another else []))
    facts = {}
    for criterion in standard.criteria:
        facts[criterion.code] = fitting(criterion.shares, data.draw(some_of(OPTIONS, 6)))
    unit = data.draw(some_of(UNIT_OPTIONS, 3))
    assume(not standard.check_facts(facts))
    card = judge(standard, 2024, unit, facts)
    found = remedy(card)
    if found is None:
        assert card.verdict in ("met", "not_eligible")
        return
    if found.smallest is None:
        # Four numbers and answers changed at once reach everything that these rules can say.
        assert not any(passes(standard, *other) for many in range(1, 4) for other in every_change(card, many))
        return
    assert passes(standard, *changed(card, found.smallest))
    for many in range(1, min(len(found.smallest), 4)):
        assert not any(passes(standard, *other) for other in every_change(card, many)), found.smallest


def test_numbers_that_belong_together_elsewhere_are_repaired_together(small: Standard) -> None:
    """The share is met by the flag already; still no part may become larger than its whole."""
    share = {"any": [{"share": ["a", "b"], "at_least": "70%"}, {"yes": "flag"}]}
    own = {"a": 0, "b": 1, "flag": True}
    never = with_rules(small, {"all": [{"none": "b"}, {"counted": "a", "at_least": 1}, share]})
    found = remedy(judge(never, 2024, {}, {"A": own}))
    assert found is not None
    assert found.smallest is None
    both = with_rules(small, {"all": [{"counted": "a", "at_least": 3}, share]})
    found = remedy(judge(both, 2024, {}, {"A": own}))
    assert found is not None
    assert {name: one.value for (_, name), one in (found.smallest or {}).items()} == {"a": 3, "b": 3}


rows_of_a_sheet = st.lists(
    st.sampled_from(
        [
            {"scored": {"given": "a"}, "points": 4},
            {"scored": {"given": "a"}, "points": 3, "must_be_full": True},
            {"scored": {"given": "b"}, "points": 2, "group": "G"},
            {"scored": {"minus": 2, "for_each": "b"}, "points": 5, "group": "G"},
            {"scored": {"minus": 1, "for_each_kind": ["a", "b", "c"]}, "points": 3},
            {
                "scored": {"minus": 2, "for_each_kind": ["a", "b"]},
                "points": 3,
                "applies_when": {"yes": "flag"},
            },
            {"met_when": {"none": "c"}, "points": 2, "group": "G"},
            {
                "met_when": {"all": [{"yes": "flag"}, {"none": "a"}]},
                "points": 4,
                "applies_when": {"none": "b"},
            },
        ]
    ),
    min_size=2,
    max_size=3,
)


@given(
    data=st.data(),
    rows=rows_of_a_sheet,
    share=st.sampled_from([0.4, 0.6, 0.8, 1.0]),
    every=st.sampled_from([None, "50%", "80%"]),
    also=st.booleans(),
    absent=st.sampled_from(["full", "zero", "out_of_total"]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_smaller_set_of_changes_lets_a_score_sheet_pass(
    small: Standard,
    data: st.DataObject,
    rows: list[dict[str, Any]],
    share: float,
    every: str,
    also: bool,
    absent: Any,
) -> None:
    content = small.criteria[0].model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude={"met_when"}
    )
    criteria = tuple(
        Criterion.model_validate({**content, **row, "code": code})
        for code, row in zip("ABC", rows, strict=False)
    )
    most = sum(row["points"] for row in rows)
    way = {"points": round(share * most), "every": every, "and": ["A"] if also else []}
    together = sum(row["points"] for row in rows if row.get("group"))
    groups = (Clause(code="G", points=together, vi="G", en="G"),) if together else ()
    standard = replace(
        small, criteria=criteria, recognised_when=Points.model_validate(way), groups=groups,
        not_applicable_rows=absent, _benches={}, _seasonal={}, _sheets={},
    )  # fmt: skip
    facts = {
        code: data.draw(some_of({name: OPTIONS[name][:4] for name in ("a", "b", "c", "flag")}, 4))
        for code in standard.codes
    }
    assume(not standard.check_facts(facts))
    card = judge(standard, 2024, {}, facts)
    assert disagreements(json.loads(json.dumps(proof(card)))) == []
    found = remedy(card)
    if found is None:
        assert card.verdict == "met"
    elif found.smallest is None:
        assert not any(
            passes(standard, *other) for many in range(1, 3) for other in every_change(card, many, 5)
        )
    else:
        assert passes(standard, *changed(card, found.smallest))
        for many in range(1, min(len(found.smallest), 3)):
            assert not any(passes(standard, *other) for other in every_change(card, many, 5)), found.smallest
