"""Points: rows, sums and thresholds at their boundaries, and against a plain count over everything that is not known.

Mutations tried, each seen to fail here and undone: `>=` of the threshold to `>`; `<` of `every` to `<=`; must-be-full
rows not looked at; `and` not looked at, and unknown there taken for met; a deduction below 0 let through; a kind
deducted once per incident; what nobody counted costing only one deduction; the least taken for the most and the other
way round; an unknown row that may not apply given what it would earn if it did; `full` and `zero` of rows that do not
apply exchanged; a smaller total measured against the whole threshold; rows that do not apply measured by `every`; a
threshold that is not known taken for 0; where no row applied a verdict given; a cut-off moved by one; an unknown
cut-off read as 0; `points` left out of the pack; a score over the maximum let through.
"""

from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalogue import load
from domain.errors import BadInput
from domain.scorecard import Scorecard, judge
from domain.standards import Standard

SHEET = """
applies_to: pier
title: {vi: Cầu tàu (ví dụ), en: Pier (example)}
cites: Quy định ví dụ, Điều 1
recognised_when: {points: 80, of: 100, every: 50%, and: [E]}
not_applicable_rows: zero
groups:
  - {code: I, points: 40, vi: Phần một, en: Part one}
grades:
  - {code: good, at_least: 90, vi: Tốt, en: Good}
  - {code: fair, at_least: 70, vi: Khá, en: Fair}
  - {code: poor, at_least: 0, vi: Kém, en: Poor}
seasons: {from: 2012}
registration: {from: 1 Jan, until: 31 Mar, vi: Quý I, en: Quarter I}
window: {from: 1 Jan, until: 31 Dec, vi: năm, en: the year}
deadline: {before: 31 Dec}
nouns: {points: {vi: điểm, en: points}, events: {vi: vụ, en: events}}
criteria:
  - code: A
    cites: khoản 1
    ask: {vi: Chấm, en: Scored}
    facts: {score: {count: points, vi: Điểm chấm, en: Score}}
    scored: {given: score}
    points: 30
    group: I
  - code: B
    cites: khoản 2
    ask: {vi: Có hay không, en: Yes or no}
    facts: {done: {answer: yes-no, vi: Đã làm, en: Done}}
    met_when: {yes: done}
    points: 10
    group: I
  - code: C
    cites: khoản 3
    ask: {vi: Từng loại, en: By kind}
    facts:
      p: {count: events, vi: Loại một, en: Kind one}
      q: {count: events, vi: Loại hai, en: Kind two}
      r: {count: events, vi: Loại ba, en: Kind three}
      s: {count: events, vi: Loại bốn, en: Kind four}
    scored: {minus: 6, for_each_kind: [p, q, r, s]}
    points: 24
  - code: D
    cites: khoản 4
    ask: {vi: Từng vụ, en: By event}
    facts: {events: {count: events, within: window, vi: Số vụ, en: Events}, berth: {answer: yes-no, vi: Có bến, en: Berth}}
    applies_when: {yes: berth}
    scored: {minus: 6, for_each: events}
    points: 36
  - code: E
    cites: khoản 5
    ask: {vi: Không ai bị kỷ luật, en: Nobody disciplined}
    facts: {disciplined: {count: events, vi: Bị kỷ luật, en: Disciplined}}
    met_when: {none: disciplined}
"""
FULL: dict[str, dict[str, Any]] = {
    "A": {"score": 30},
    "B": {"done": True},
    "C": {"p": 0, "q": 0, "r": 0, "s": 0},
    "D": {"events": 0, "berth": True},
    "E": {"disciplined": 0},
}
PART = "recognised_when: {points: 80, of: 100, every: 50%, and: [E]}"


def made(folder: Path, text: str) -> Standard:
    file = folder / "example/pier/pier.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    catalogue = load(folder)
    assert [problem.in_("en") for problem in catalogue.problems] == []
    return catalogue.get("example/pier/pier")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    return made(tmp_path_factory.mktemp("sheet"), SHEET)


def changed(folder: Path, *changes: tuple[str, str]) -> Standard:
    text = SHEET
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    return made(folder, text)


def judged(standard: Standard, **changes: dict[str, Any]) -> Scorecard:
    return judge(standard, 2012, {}, {code: {**own, **changes.get(code, {})} for code, own in FULL.items()})


def total(card: Scorecard) -> tuple[int, int]:
    said = card.explain()["points"]
    return said["least"], said["best"]


def said_of(card: Scorecard, language: str = "en") -> str:
    said = card.explain()["recognition"][language]
    assert isinstance(said, str)
    return said


def why(card: Scorecard, code: str, language: str = "en") -> str:
    return next(one["why"][language] for one in card.explain()["criteria"] if one["code"] == code)


def test_a_full_sheet_is_met_and_its_example_facts_are_full(sheet: Standard) -> None:
    card = judged(sheet)
    assert (card.verdict, total(card)) == ("met", (100, 100))
    example = judge(sheet, 2012, {}, sheet.example_facts(2012))
    assert (example.verdict, total(example)) == ("met", (100, 100))


@pytest.mark.parametrize(("score", "events", "expected"), [(28, 3, 80), (27, 3, 79)])
def test_80_points_pass_and_79_do_not(sheet: Standard, score: int, events: int, expected: int) -> None:
    card = judged(sheet, A={"score": score}, D={"events": events})
    assert total(card) == (expected, expected)
    assert card.verdict == ("met" if expected >= 80 else "not_met")


def test_a_clause_below_half_fails_whatever_the_total(tmp_path: Path) -> None:
    low = changed(tmp_path, ("points: 80, of", "points: 60, of"))
    # I holds 30 and 10 points: its half is 20.
    assert judged(low, A={"score": 20}, B={"done": False}).verdict == "met"
    card = judged(low, A={"score": 19}, B={"done": False})
    assert (card.verdict, total(card)) == ("not_met", (79, 79))
    assert "I: 19 of 40 points, below 50%" in said_of(card)
    # A row in a clause need not reach half by itself; a row in none must.
    assert judged(low, A={"score": 30}, B={"done": False}).verdict == "met"
    assert judged(low, D={"events": 3}).verdict == "met"
    assert judged(low, D={"events": 4}).verdict == "not_met"


def test_a_share_of_points_is_compared_in_whole_numbers(tmp_path: Path) -> None:
    third = changed(tmp_path, ("points: 80, of", "points: 1, of"), ("every: 50%", "every: 2/3"))
    # 24 points of 36 are two thirds exactly; a float of 2/3 times 36 need not be 24.
    assert judged(third, D={"events": 2}).verdict == "met"
    assert judged(third, D={"events": 3}).verdict == "not_met"


def test_no_points_make_up_for_a_disciplined_leader(sheet: Standard) -> None:
    card = judged(sheet, E={"disciplined": 1})
    assert (card.verdict, total(card)) == ("not_met", (100, 100))
    assert "E is not met, and no points make up for it" in said_of(card)
    assert judged(sheet, E={"disciplined": None}).verdict == "undecided"


def test_a_row_that_must_be_full_outweighs_any_number_of_points(tmp_path: Path) -> None:
    must = changed(
        tmp_path,
        ("    points: 30\n", "    points: 30\n    must_be_full: true\n"),
        ("points: 80, of", "points: 10, of"),
    )
    assert judged(must).verdict == "met"
    card = judged(must, A={"score": 29})
    assert (card.verdict, total(card)) == ("not_met", (99, 99))
    assert said_of(card, "vi").startswith("99 trên 100 điểm, cần 10; A phải đủ 30 điểm, chỉ có 29")
    assert judged(must, A={"score": None}).verdict == "undecided"


def test_a_clause_that_must_be_full_asks_it_of_each_of_its_rows(tmp_path: Path) -> None:
    must = changed(
        tmp_path, ("en: Part one}", "en: Part one, must_be_full: true}"), ("points: 80, of", "points: 10, of")
    )
    assert [judged(must, A={"score": score}).verdict for score in (30, 29)] == ["met", "not_met"]
    assert [judged(must, B={"done": done}).verdict for done in (True, False, None)] == [
        "met",
        "not_met",
        "undecided",
    ]


def test_each_event_costs_its_points_and_never_more_than_all(sheet: Standard) -> None:
    earned = [judged(sheet, D={"events": events}).points[3] for events in (0, 1, 5, 6, 7, 100)]
    assert earned == [(36, 36), (30, 30), (6, 6), (0, 0), (0, 0), (0, 0)]
    dated = [{"on": "2011-12-31"}, {"on": "2012-01-01"}, {"on": "2012-12-31"}]
    assert judged(sheet, D={"events": dated}).points[3] == (24, 24)


def test_each_kind_costs_its_points_once(sheet: Standard) -> None:
    assert judged(sheet, C={"p": 5}).points[2] == (18, 18)
    assert judged(sheet, C={"p": 1, "q": 1, "r": 1, "s": 1}).points[2] == (0, 0)


def test_points_that_are_not_known_are_a_span(sheet: Standard) -> None:
    assert judged(sheet, A={"score": None}).points[0] == (0, 30)
    assert judged(sheet, B={"done": None}).points[1] == (0, 10)
    # Two kinds that nobody spoke of can cost 12; one that occurred has cost 6 already.
    assert judged(sheet, C={"p": None, "q": None, "r": 2}).points[2] == (6, 18)
    assert judged(sheet, D={"events": None}).points[3] == (0, 36)


def test_the_verdict_is_given_only_where_every_value_of_the_unknown_agrees(sheet: Standard) -> None:
    assert judged(sheet, B={"done": None}).verdict == "met"
    assert judged(sheet, B={"done": None}, D={"events": 2}).verdict == "undecided"
    assert judged(sheet, B={"done": None}, A={"score": 19}, D={"events": 2}).verdict == "not_met"
    assert judge(sheet, 2012, {}, {}).verdict == "undecided"


def test_what_a_row_that_does_not_apply_does_to_the_total_is_what_the_file_says(tmp_path: Path) -> None:
    gone = {"D": {"berth": False}}
    zero = changed(tmp_path / "zero", ("points: 80, of", "points: 64, of"))
    assert (total(judged(zero, **gone)), judged(zero, **gone).verdict) == ((64, 64), "met")
    assert judged(zero, A={"score": 29}, **gone).verdict == "not_met"
    full = changed(tmp_path / "full", ("rows: zero", "rows: full"))
    assert total(judged(full, A={"score": 10}, **gone)) == (80, 80)
    assert judged(full, A={"score": 10}, **gone).verdict == "met"
    assert judged(full, A={"score": 10}, B={"done": False}, **gone).verdict == "not_met"


def test_a_smaller_total_is_asked_for_the_same_share(tmp_path: Path) -> None:
    out = changed(tmp_path, ("rows: zero", "rows: out_of_total"))
    gone = {"D": {"berth": False}}
    # 80 of 100 is 51,2 of 64: 52 points pass, 51 do not.
    card = judged(out, A={"score": 18}, **gone)
    assert (total(card), card.explain()["points"]["maximum"], card.verdict) == ((52, 52), 64, "met")
    assert "52 of 64 points, the share of 80 in 100 needed" in said_of(card)
    assert judged(out, A={"score": 17}, **gone).verdict == "not_met"


def test_what_does_not_apply_cannot_fall_short_of_a_share(tmp_path: Path) -> None:
    low = changed(tmp_path, ("points: 80, of", "points: 60, of"))
    assert judged(low, D={"berth": False, "events": 9}).verdict == "met"


def test_a_row_that_may_not_apply_can_have_anything(sheet: Standard) -> None:
    assert judged(sheet, D={"berth": None, "events": 1}).points[3] == (0, 36)
    assert judged(sheet, D={"berth": True, "events": 1}).points[3] == (30, 30)
    assert judged(sheet, D={"berth": False, "events": 1}).points[3] is None


def test_where_no_row_applies_nothing_was_shown(tmp_path: Path) -> None:
    text = (
        SHEET.replace("rows: zero", "rows: full")
        .replace("[E]}", "[A, B, C, E]}")
        .replace("points: 80, of: 100", "points: 36")
    )
    for row in (
        "    scored: {given: score}\n    points: 30\n    group: I\n",
        "    points: 10\n    group: I\n",
    ):
        assert row in text
        text = text.replace(row, "    met_when: {counted: score, at_least: 0}\n" if "given" in row else "")
    text = text.replace(
        "    scored: {minus: 6, for_each_kind: [p, q, r, s]}\n    points: 24\n",
        "    met_when: {none: [p, q, r, s]}\n",
    )
    text = text.replace("groups:\n  - {code: I, points: 40, vi: Phần một, en: Part one}\n", "")
    text = text[: text.index("grades:")] + text[text.index("seasons:") :]
    alone = made(tmp_path, text)
    assert judged(alone).verdict == "met"
    assert judged(alone, D={"berth": False}).verdict == "undecided"


def test_a_threshold_that_is_not_known_recognises_nobody_and_what_is_known_still_fails(
    tmp_path: Path,
) -> None:
    partial = changed(
        tmp_path,
        (
            "points: 80, of",
            "points: {not_known: {vi: Chưa rõ mức đạt., en: The pass mark is not known.}}, of",
        ),
    )
    card = judged(partial)
    assert card.verdict == "undecided"
    assert said_of(card) == "100 of 100 points; The pass mark is not known; grade: Good."
    assert judged(partial, E={"disciplined": 1}).verdict == "not_met"
    assert judged(partial, D={"events": 4}).verdict == "not_met"


@pytest.mark.parametrize(("score", "grade"), [(30, "good"), (20, "good"), (19, "fair"), (0, "fair")])
def test_a_grade_begins_at_its_cut_off(tmp_path: Path, score: int, grade: str) -> None:
    free = changed(tmp_path, (", every: 50%", ""))
    assert judged(free, A={"score": score}).explain()["points"]["grade"]["code"] == grade


def test_a_grade_is_told_only_where_it_is_sure(sheet: Standard) -> None:
    points = judged(sheet, A={"score": None}).explain()["points"]
    assert (points["grade"], points["possible_grades"]) == (None, ["good", "fair"])
    assert judged(sheet, B={"done": None}).explain()["points"]["grade"]["code"] == "good"


def test_a_cut_off_that_is_not_known_lies_between_its_neighbours(tmp_path: Path) -> None:
    unknown = changed(
        tmp_path,
        ("at_least: 70", "at_least: {not_known: {vi: Chưa rõ, en: Not known}}"),
        (", every: 50%", ""),
    )

    def possible(score: int, events: int) -> list[str]:
        points = judged(unknown, A={"score": score}, D={"events": events}).explain()["points"]
        assert (points["grade"] is not None) == (len(points["possible_grades"]) == 1)
        codes = points["possible_grades"]
        assert isinstance(codes, list)
        return codes

    assert possible(20, 0) == ["good"]
    assert possible(19, 0) == ["fair"]  # 89: the cut-off is 89 at most
    assert possible(18, 0) == ["fair", "poor"]
    lost = {"A": {"score": 0}, "B": {"done": False}, "C": {"p": 1, "q": 1, "r": 1, "s": 1}}
    assert judged(unknown, **lost, D={"events": 6}).explain()["points"]["grade"]["code"] == "poor"


def test_grades_whose_cut_offs_are_all_unknown_may_all_be_or_none(tmp_path: Path) -> None:
    text = SHEET
    for cut in ("90", "70", "0"):
        text = text.replace(f"at_least: {cut},", "at_least: {not_known: {vi: Chưa rõ, en: Not known}},", 1)
    unknown = made(tmp_path, text)
    points = judged(unknown, A={"score": 25}).explain()["points"]
    assert (points["grade"], points["possible_grades"]) == (None, ["good", "fair", "poor"])
    # Full marks reach every cut-off that there can be.
    assert judged(unknown).explain()["points"]["grade"]["code"] == "good"


def test_a_score_beyond_its_maximum_is_refused_with_a_sentence(sheet: Standard) -> None:
    assert judged(sheet, A={"score": 0}).points[0] == (0, 0)
    with pytest.raises(BadInput, match=r"A\.score phải từ 0 đến 30 điểm, không phải 31"):
        judged(sheet, A={"score": 31})
    assert [text.en for text in sheet.check_facts({"A": {"score": 31}})] == [
        "A.score must be from 0 to 30 points, not 31."
    ]
    with pytest.raises(BadInput, match="không thể là số âm"):
        judged(sheet, A={"score": -1})


def test_a_row_tells_its_points_in_both_languages(sheet: Standard) -> None:
    card = judged(sheet, A={"score": 28}, C={"p": 2, "r": None}, D={"events": 1})
    assert why(card, "A", "vi") == "Điểm chấm: 28 trên 30 điểm."
    assert why(card, "A") == "Score: 28 of 30 points."
    assert why(card, "C", "vi") == (
        "Đã xảy ra “Loại một”, mỗi loại trừ 6 điểm; chưa có “Loại ba”; từ 12 đến 18 trên 24 điểm."
    )
    assert why(card, "D") == "Events: 1, 6 points off for each; 30 of 36 points."
    assert card.missing == ()  # C is known to fall short already
    assert judged(sheet, A={"score": None}).missing == ("A.score",)


def test_numbers_are_in_each_language_s_form(tmp_path: Path) -> None:
    large = changed(tmp_path, ("of: 100, every: 50%, ", ""), ("    points: 36\n", "    points: 1236\n"))
    card = judged(large)
    assert said_of(card, "vi").startswith("1.300 trên 1.300 điểm, cần 80")
    assert said_of(card).startswith("1,300 of 1,300 points, 80 needed")


def test_a_stored_sheet_explains_itself_as_the_fresh_one_did(sheet: Standard) -> None:
    card = judged(sheet, A={"score": None}, D={"berth": False})
    again = Scorecard.unpack(card.pack(), sheet)
    assert again == card
    assert again.explain() == card.explain()
    assert orjson.loads(card.pack())["points"] == [[0, 30], 10, 24, None, None]


def test_without_points_a_scorecard_is_stored_as_ever() -> None:
    area = load(Path(__file__).parents[2] / "criteria").get("vn/antt-2021/residential-area")
    packed = judge(area, 2024, {}, area.example_facts(2024)).pack()
    assert list(orjson.loads(packed)) == [
        "standard",
        "sha256",
        "season",
        "verdict",
        "letters",
        "unit",
        "facts",
    ]


# A plain count: every value that an unknown row can have is tried, and the rules are read as they stand.

scores = st.one_of(st.none(), st.sampled_from([0, 9, 10, 11, 19, 20, 28, 30]))
maybe = st.sampled_from([True, False, None])
kinds = st.sampled_from([0, 0, 1, 2, None])
sheets = st.fixed_dictionaries(
    {
        "A": st.fixed_dictionaries({"score": scores}),
        "B": st.fixed_dictionaries({"done": maybe}),
        "C": st.fixed_dictionaries({"p": kinds, "q": kinds, "r": kinds, "s": kinds}),
        "D": st.fixed_dictionaries({"events": st.sampled_from([0, 1, 2, 3, 4, 9, None]), "berth": maybe}),
        "E": st.fixed_dictionaries({"disciplined": kinds}),
    }
)


def endings(facts: dict[str, Any], fate: str) -> set[bool]:
    """Whether the sheet passes, for every way in which the unknown can turn out."""
    a = range(31) if facts["A"]["score"] is None else [facts["A"]["score"]]
    b = [0, 10] if facts["B"]["done"] is None else [10 * facts["B"]["done"]]
    occurred = [[False, True] if value is None else [bool(value)] for value in facts["C"].values()]
    c = {24 - 6 * sum(kinds) for kinds in product(*occurred)}
    events = facts["D"]["events"]
    scored = [max(0, 36 - 6 * n) for n in (range(7) if events is None else [events])]
    # Whether it applies is asked first; where nobody knows, the row may have anything or not be there.
    d: list[int | None] = [*range(37), None]
    if facts["D"]["berth"] is not None:
        d = [*scored] if facts["D"]["berth"] else [None]
    e = [False, True] if facts["E"]["disciplined"] is None else [not facts["E"]["disciplined"]]
    return {passes(*row, fate) for row in product(a, b, c, d, e)}


def passes(a: int, b: int, c: int, d: int | None, e: bool, fate: str) -> bool:
    got, most = a + b + c, 64
    if d is not None or fate != "out_of_total":
        most += 36
        got += (36 if fate == "full" else 0) if d is None else d
    half = Fraction(1, 2)
    clauses = [Fraction(a + b, 40), Fraction(c, 24), *([] if d is None else [Fraction(d, 36)])]
    return Fraction(got, most) >= Fraction(80, 100) and min(clauses) >= half and e


@pytest.fixture(scope="module", params=["full", "zero", "out_of_total"])
def fated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Standard]:
    text = SHEET.replace("rows: zero", f"rows: {request.param}")
    return request.param, made(tmp_path_factory.mktemp("fate"), text)


@given(facts=sheets)
@settings(deadline=None)  # a loaded machine is no mistake
def test_a_verdict_is_what_every_ending_agrees_on(fated: tuple[str, Standard], facts: dict[str, Any]) -> None:
    fate, standard = fated
    found = endings(facts, fate)
    expected = "undecided" if len(found) == 2 else "met" if found == {True} else "not_met"
    card = judge(standard, 2012, {}, facts)
    assert card.verdict == expected
    said = card.explain()
    assert said["recognition"]["vi"].endswith(".")
    assert said["recognition"]["en"].endswith(".")


@given(facts=sheets)
@settings(deadline=None)  # a loaded machine is no mistake
def test_a_row_is_decisive_iff_all_or_nothing_in_it_changes_the_whole(
    fated: tuple[str, Standard], facts: dict[str, Any]
) -> None:
    """All or nothing in one row is written as facts, and judged afresh."""
    _, standard = fated
    card = judge(standard, 2012, {}, facts)
    ends: dict[str, list[dict[str, Any]]] = {
        "A": [{"score": 30}, {"score": 0}],
        "B": [{"done": True}, {"done": False}],
        "C": [dict.fromkeys("pqrs", 0), dict.fromkeys("pqrs", 1)],
        "D": [{"berth": True, "events": 0}, {"berth": True, "events": 6}],
        "E": [{"disciplined": 0}, {"disciplined": 1}],
    }
    for finding in card.findings:
        others = {
            judge(standard, 2012, {}, {**facts, finding.code: own}).verdict for own in ends[finding.code]
        }
        assert finding.decisive == (finding.verdict != "not_applicable" and others != {card.verdict})
