"""Rules: each word of the vocabulary, at its boundaries, and against a plain reading of the law.

Mutations tried, each seen to fail here and undone: `first <= day` to `first < day` in truth.tally and in the dated
rule; `part * of >= needed` to `>`; `over * whole` rounded up and down to whole units; a reason no longer needed for an
excuse; every excuse admitted everywhere; UNKNOWN returned as MET by a none rule; `if_equal` read for two zeros;
`place >= steps.index` to `>`; praise without evidence taken as met; pending ignored; OnlyWhere giving MET where its
condition is not met; `beyond` of a share 0 and 2 where the file says “more than”; all() letting unknown outweigh not met; any() letting unknown outweigh met.
"""

from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.rulebook.facts import Fact, Step
from domain.rulebook.truth import Frame, Test
from domain.rulebook.verdicts import MALFORMED, compiled
from domain.rules import Rule

RULE: TypeAdapter[Any] = TypeAdapter(Rule)
SCALE = tuple(Step(code=code, vi=code, en=code) for code in ("failed", "completed", "well"))


def count(within: str | None = None) -> Fact:
    return Fact.model_validate({"count": "incidents", "within": within, "vi": "Số", "en": "Number"})


def fact(**form: str) -> Fact:
    return Fact.model_validate({**form, "vi": "Dữ kiện", "en": "Fact"})


FACTS = {
    "a": count(),
    "b": count(),
    "c": count(),
    "hits": count("window"),
    "hits_before": count("previous-window"),
    "paper": fact(document="resolution"),
    "rating": fact(rating="scale"),
    "opinion": fact(judgement="with-evidence"),
    "remark": fact(judgement="alone"),
    "flag": fact(answer="yes-no"),
    "level": fact(choice="scale"),
}
FRAME = Frame(
    facts=FACTS,
    attributes={"flag": fact(answer="yes-no"), "size": count()},
    scales={"scale": SCALE},
    periods={
        "registration": ("2024-01-01", "2024-03-31"),
        "window": ("2023-11-01", "2024-10-31"),
        "previous-window": ("2022-11-01", "2023-10-31"),
    },
    excuses=frozenset({"force_majeure"}),
)


def made(rule: dict[str, Any]) -> Test:
    return compiled(RULE.validate_python(rule), FRAME)


def letter(rule: dict[str, Any], unit: dict[str, Any] | None = None, **own: Any) -> str:
    return made(rule)(own, unit or {})


SEVENTY = {"share": ["a", "b"], "at_least": "70%"}
ALL = {"share": ["a", "b"], "at_least": "100%"}
PENDING = {"share": ["a", "b"], "at_least": "70%", "pending": "c"}


def test_249_of_250_households_are_not_all_of_them() -> None:
    assert letter(ALL, a=249, b=250) == "n"
    assert letter(ALL, a=250, b=250) == "m"


def test_a_share_is_compared_exactly_and_never_rounded() -> None:
    assert letter(SEVENTY, a=6_999_999, b=10_000_000) == "n"
    assert letter(SEVENTY, a=7_000_000, b=10_000_000) == "m"
    # 0.7 * 10 is 7.000000000000001 to a float in one order of factors; 29 % of 100 is 28.999999999999996 in the other.
    assert letter({"share": ["a", "b"], "at_least": "29%"}, a=29, b=100) == "m"
    assert letter({"share": ["a", "b"], "at_least": "66,67%"}, a=2, b=3) == "n"
    assert letter({"share": ["a", "b"], "at_least": "2/3"}, a=2, b=3) == "m"


MORE = {"share": ["a", "b"], "more_than": "80%", "pending": "c"}


def test_more_than_a_share_is_not_reached_by_the_share_itself() -> None:
    assert [letter(MORE, a=a, b=100) for a in (79, 80, 81, 100)] == ["n", "n", "m", "m"]
    # No whole number of three is exactly 66,6 %, and two of three are more.
    assert letter({"share": ["a", "b"], "more_than": "66,6%"}, a=2, b=3) == "m"
    assert letter({"share": ["a", "b"], "more_than": "2/3"}, a=2, b=3) == "n"
    assert letter(MORE, a=0, b=0) == "u"


def test_the_undecided_must_carry_a_share_beyond_its_limit_not_to_it() -> None:
    assert letter(MORE, a=79, b=100, c=1) == "n"
    assert letter(MORE, a=79, b=100, c=2) == "u"
    assert letter(MORE, a=81, b=100, c=19) == "m"


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_more_than_is_strictly_more(total: int, part: int) -> None:
    part = min(part, total)
    expected = "m" if Fraction(part, total) > Fraction(80, 100) else "n"
    assert letter(MORE, a=part, b=total) == expected


@given(st.integers(1, 10**6))
def test_the_least_number_that_passes_is_seven_tenths_rounded_up(total: int) -> None:
    least = ceil(Fraction(7, 10) * total)
    assert letter(SEVENTY, a=least, b=total) == "m"
    assert letter(SEVENTY, a=least - 1, b=total) == "n"


def test_of_nothing_there_is_no_share() -> None:
    assert letter(ALL, a=0, b=0) == "u"
    assert letter(SEVENTY, a=None, b=10) == "u"
    assert letter(SEVENTY, a=10) == "u"


def test_a_share_with_undecided_members_is_known_as_soon_as_they_cannot_change_it() -> None:
    assert letter(PENDING, a=7, b=10, c=3) == "m"
    assert letter(PENDING, a=6, b=10, c=4) == "u"
    assert letter(PENDING, a=6, b=10, c=1) == "u"
    assert letter(PENDING, a=6, b=10, c=0) == "n"
    assert letter(PENDING, a=3, b=10, c=3) == "n"
    assert letter(PENDING, a=6, b=10) == "n"


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_share_is_decided_only_when_every_ending_of_the_undecided_agrees(
    met: int, open_: int, rest: int
) -> None:
    total = met + open_ + rest
    endings = {10 * (met + more) >= 7 * total for more in range(open_ + 1)}
    expected = "u" if total == 0 or len(endings) == 2 else "m" if endings == {True} else "n"
    assert letter(PENDING, a=met, b=total, c=open_) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2023-10-31", "m"), ("2023-11-01", "n"), ("2024-10-31", "n"), ("2024-11-01", "m")],
)
def test_the_window_counts_both_of_its_ends(day: str, expected: str) -> None:
    assert letter({"none": "hits"}, hits=[{"on": day}]) == expected


def test_silence_is_unknown() -> None:
    assert letter({"none": "hits"}) == "u"
    assert letter({"none": "hits"}, hits=None) == "u"
    assert letter({"none": "hits"}, hits=0) == "m"
    assert letter({"none": "hits"}, hits=[]) == "m"


def test_one_known_incident_is_enough_whatever_else_is_not_known() -> None:
    assert letter({"none": ["a", "hits"]}, hits=1) == "n"
    assert letter({"none": ["a", "hits"]}, hits=0) == "u"
    assert letter({"none": ["a", "hits"]}, a=0, hits=0) == "m"


def test_an_excuse_needs_a_reason_and_a_criterion_that_admits_it() -> None:
    def excused(**entry: Any) -> str:
        return letter({"none": "hits"}, hits=[{"on": "2024-05-05", **entry}])

    assert excused(excused_as="force_majeure", reason="Lũ quét") == "m"
    assert excused(excused_as="force_majeure") == "n"
    assert excused(excused_as="force_majeure", reason="  ") == "n"
    assert excused(reason="Lũ quét") == "n"
    assert excused(excused_as="detected_mitigated_reported", reason="Đã báo cáo ngay") == "n"


def test_an_excuse_covers_its_own_entry_only() -> None:
    entries = [{"on": "2024-05-05", "excused_as": "force_majeure", "reason": "Lũ"}, {"on": "2024-05-06"}]
    assert letter({"none": "hits"}, hits=entries) == "n"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2023-12-31", "n"), ("2024-01-01", "m"), ("2024-03-31", "m"), ("2024-04-01", "n"), (None, "u")],
)
def test_a_document_of_quarter_one_bears_a_date_of_quarter_one(day: str | None, expected: str) -> None:
    rule = {"dated": "paper", "within": "registration"}
    assert letter(rule, paper=day) == expected
    assert day is None or letter(rule, paper={"date": day, "number": "1/NQ"}) == expected


def test_a_document_of_any_time_only_has_to_exist() -> None:
    assert letter({"dated": "paper", "within": "any-time"}, paper="1999-01-01") == "m"


def reduced(if_equal: str, if_both_zero: str) -> dict[str, Any]:
    return {
        "reduced": [["hits", "hits_before"], ["a", "b"]],
        "if_equal": if_equal,
        "if_both_zero": if_both_zero,
    }


def test_every_series_has_to_fall() -> None:
    rule = reduced("not_met", "met")
    assert letter(rule, hits=1, hits_before=2, a=1, b=2) == "m"
    assert letter(rule, hits=1, hits_before=2, a=3, b=2) == "n"
    assert letter(rule, hits=2, hits_before=2, a=1, b=2) == "n"
    assert letter(rule, hits=0, hits_before=0, a=1, b=2) == "m"
    assert letter(rule, hits=1, a=3, b=2) == "n"
    assert letter(rule, hits=1, a=1, b=2) == "u"


def test_what_equality_means_is_what_the_file_says() -> None:
    equal, zero = {"hits": 2, "hits_before": 2, "a": 1, "b": 2}, {"hits": 0, "hits_before": 0, "a": 1, "b": 2}
    assert letter(reduced("met", "not_met"), **equal) == "m"
    assert letter(reduced("met", "not_met"), **zero) == "n"
    assert letter(reduced("not_met", "met"), **equal) == "n"
    assert letter(reduced("not_met", "met"), **zero) == "m"


def test_last_year_is_counted_in_last_years_window() -> None:
    rule = {"reduced": [["hits", "hits_before"]], "if_equal": "not_met", "if_both_zero": "met"}
    before = [{"on": "2023-10-31"}, {"on": "2023-11-01"}]
    assert letter(rule, hits=0, hits_before=before) == "m"
    assert letter(rule, hits=[{"on": "2023-10-31"}, {"on": "2023-11-01"}], hits_before=before) == "n"


def test_a_rating_reaches_its_step_or_does_not() -> None:
    rule = {"rated": "rating", "at_least": "completed"}
    assert [letter(rule, rating=code) for code in ("failed", "completed", "well")] == ["n", "m", "m"]
    assert letter(rule) == "u"
    assert letter(rule, rating={"rating": "completed", "provisional": True}) == "m"


def test_a_number_reaches_its_limit() -> None:
    assert letter({"counted": "a", "at_least": 1}, a=1) == "m"
    assert letter({"counted": "a", "at_least": 1}, a=0) == "n"
    assert letter({"counted": "a", "at_most": 1}, a=1) == "m"
    assert letter({"counted": "a", "at_most": 0}, a=1) == "n"
    assert letter({"counted": "unit.size", "at_most": 10}, {"size": 10}) == "m"
    assert letter({"counted": "unit.size", "at_most": 10}) == "u"


def test_praise_needs_evidence_and_blame_does_not() -> None:
    rule = {"judged": "opinion"}
    assert letter(rule, opinion={"holds": True, "evidence": "BC 31"}) == "m"
    assert letter(rule, opinion={"holds": True, "evidence": " "}) == "u"
    assert letter(rule, opinion=True) == "u"
    assert letter(rule, opinion=False) == "n"
    assert letter({"judged": "remark"}, remark=True) == "m"


def test_yes_and_no_and_a_choice() -> None:
    assert [letter({"yes": "flag"}, flag=value) for value in (True, False, None)] == ["m", "n", "u"]
    assert [letter({"no": "flag"}, flag=value) for value in (True, False, None)] == ["n", "m", "u"]
    assert [
        letter({"chosen": "level", "among": ["well"]}, level=code) for code in ("well", "failed", None)
    ] == [
        "m",
        "n",
        "u",
    ]


def test_where_a_rule_does_not_apply_it_is_not_met_either() -> None:
    rule = {"only_where": {"yes": "flag"}, "then": {"none": "a"}}
    assert letter(rule, flag=True, a=1) == "n"
    assert letter(rule, flag=False, a=0) == "-"
    assert letter(rule, a=0) == "u"


def test_all_and_any_leave_out_what_does_not_apply() -> None:
    absent = {"only_where": {"yes": "flag"}, "then": {"none": "a"}}
    parts = [absent, {"none": "b"}]
    assert letter({"all": parts}, flag=False, b=0) == "m"
    assert letter({"any": parts}, flag=False, b=1) == "n"
    assert letter({"all": [absent]}, flag=False) == "-"
    assert letter({"any": [absent]}, flag=False) == "-"


@pytest.mark.parametrize(
    ("rule", "own"),
    [
        (ALL, {"a": True, "b": True}),
        (ALL, {"a": 1.0, "b": 1}),
        (ALL, {"a": -1, "b": 1}),
        (ALL, {"a": 2, "b": 1}),
        (PENDING, {"a": 1, "b": 2, "c": 2}),
        ({"none": "a"}, {"a": "0"}),
        ({"none": "a"}, {"a": False}),
        ({"none": "a"}, {"a": []}),
        ({"none": ["a", "b"]}, {"a": 1, "b": "x"}),
        ({"none": "hits"}, {"hits": [{"at": "2024-01-01"}]}),
        ({"none": "hits"}, {"hits": [{"on": "01/02/2024"}]}),
        ({"none": "hits"}, {"hits": [{"on": "2024-W10-1"}]}),
        ({"none": "hits"}, {"hits": ["2024-01-01"]}),
        ({"dated": "paper", "within": "registration"}, {"paper": "2024-02-30"}),
        ({"dated": "paper", "within": "registration"}, {"paper": {"number": "1"}}),
        ({"rated": "rating", "at_least": "completed"}, {"rating": "excellent"}),
        ({"judged": "opinion"}, {"opinion": "yes"}),
        ({"yes": "flag"}, {"flag": 1}),
    ],
)
def test_a_malformed_answer_is_never_taken_for_a_verdict(rule: dict[str, Any], own: dict[str, Any]) -> None:
    with pytest.raises(MALFORMED):
        made(rule)(own, {})


# A second, plain reading of the vocabulary: slow, without closures, over the same facts.


def plain(rule: dict[str, Any], own: dict[str, Any]) -> str:
    def number(name: str) -> int | None:
        value = own.get(name)
        if not isinstance(value, list):
            return value
        first, last = FRAME.periods[FACTS[name].within or ""]
        return sum(
            1
            for entry in value
            if first <= entry["on"] <= last
            and not (entry.get("excused_as") == "force_majeure" and entry.get("reason"))
        )

    def sure(condition: bool | None) -> str:
        return "u" if condition is None else "m" if condition else "n"

    match rule:
        case {"none": name}:
            return sure(None if number(name) is None else number(name) == 0)
        case {"counted": name, "at_least": limit}:
            value = number(name)
            return sure(None if value is None else value >= limit)
        case {"share": [part, whole]}:
            parts, total = number(part), number(whole)
            return sure(None if not total or parts is None else Fraction(parts, total) >= Fraction(7, 10))
        case {"reduced": [[now, before]]}:
            this, last = number(now), number(before)
            return sure(None if this is None or last is None else this < last or this == last == 0)
        case {"yes": name}:
            return sure(own.get(name))
        case {"all": parts}:
            found = {plain(part, own) for part in parts} - {"-"}
            return "n" if "n" in found else "u" if "u" in found else "m" if found else "-"
        case {"any": parts}:
            found = {plain(part, own) for part in parts} - {"-"}
            return "m" if "m" in found else "u" if "u" in found else "n" if found else "-"
        case {"only_where": condition, "then": then}:
            applies = plain(condition, own)
            return {"m": plain(then, own), "n": "-"}.get(applies, applies)
    raise AssertionError(rule)


leaves: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"none": "a"},
        {"none": "hits"},
        {"counted": "b", "at_least": 2},
        SEVENTY,
        {"reduced": [["hits", "hits_before"]], "if_equal": "not_met", "if_both_zero": "met"},
        {"yes": "flag"},
    ]
)
rules = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda condition, then: {"only_where": condition, "then": then}, inner, inner),
    ),
    max_leaves=8,
)
days = st.sampled_from(["2022-11-01", "2023-10-31", "2023-11-01", "2024-05-05", "2024-10-31", "2024-11-01"])
entries = st.lists(
    st.fixed_dictionaries(
        {"on": days},
        optional={
            "excused_as": st.sampled_from(["force_majeure", "detected_mitigated_reported"]),
            "reason": st.sampled_from(["", "Lũ quét"]),
        },
    ),
    max_size=3,
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "a": st.integers(0, 3),
        "b": st.integers(3, 5),
        "hits": st.one_of(st.integers(0, 2), entries),
        "hits_before": st.one_of(st.integers(0, 2), entries),
        "flag": st.booleans(),
    },
)


@given(rules, answers)
def test_the_compiled_rules_agree_with_a_plain_reading(rule: dict[str, Any], own: dict[str, Any]) -> None:
    assert made(rule)(own, {}) == plain(rule, own)
