"""Not known: a rule, or a way of deciding, whose text nobody could read says so and never guesses.

Mutations tried, each seen to fail here and undone: the rule giving MET, and NOT_MET; a way that is not known giving met
where every criterion is met; any criterion's failure taken for a failure of the whole; `and` ignored; the file's own
full stop told twice; an exclusion that is not known told with an empty list.
"""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import load
from domain.scorecard import Scorecard, judge
from domain.standards import Standard

FILE = """
applies_to: pier
title: {vi: Cầu tàu (ví dụ), en: Pier (example)}
cites: Quy định ví dụ, Điều 1
recognised_when: WAY
seasons: {from: 2012}
registration: {from: 1 Jan, until: 31 Mar, vi: Quý I, en: Quarter I}
window: {from: 1 Jan, until: 31 Dec, vi: năm, en: the year}
deadline: {before: 31 Dec}
criteria:
  - {code: CT-1, cites: khoản 1, ask: {vi: Một, en: One}, facts: {a: {answer: yes-no, vi: A, en: A}}, met_when: {yes: a}}
  - {code: CT-2, cites: khoản 2, ask: {vi: Hai, en: Two}, facts: {a: {answer: yes-no, vi: A, en: A}}, met_when: {yes: a}}
"""
LOST = """
  - code: CT-3
    cites: khoản 3
    ask: {vi: Ba, en: Three}
    met_when: {not_known: {vi: phần này của văn bản chưa đọc được., en: this part of the text could not be read.}}
"""
WAY = "{not_known: {vi: chưa rõ cách phân loại, en: how it is classified is not known}}"
NECESSARY = WAY[:-1] + ", and: [CT-1]}"


def made(tmp_path: Path, text: str, way: str = "all") -> Standard:
    file = tmp_path / "example/pier/pier.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace("WAY", way), encoding="utf-8")
    catalogue = load(tmp_path)
    assert [problem.in_("en") for problem in catalogue.problems] == []
    return catalogue.get("example/pier/pier")


def judged(standard: Standard, one: bool | None, two: bool | None) -> Scorecard:
    facts: dict[str, dict[str, Any]] = {"CT-1": {"a": one}, "CT-2": {"a": two}}
    return judge(standard, 2012, {}, facts)


@pytest.fixture
def partial(tmp_path: Path) -> Standard:
    return made(tmp_path, FILE + LOST)


def test_a_rule_that_is_not_known_leaves_everything_else_met_and_the_whole_undecided(
    partial: Standard,
) -> None:
    card = judged(partial, True, True)
    assert (card.letters, card.verdict) == ("mmu", "undecided")


def test_a_known_failure_decides_beside_a_rule_that_is_not_known(partial: Standard) -> None:
    assert judged(partial, False, True).verdict == "not_met"


def test_its_reason_is_the_file_s_sentence_and_nobody_is_asked_for_a_fact(partial: Standard) -> None:
    card = judged(partial, True, None)
    said = card.explain()["criteria"][2]
    assert said["why"] == {
        "vi": "Phần này của văn bản chưa đọc được.",
        "en": "This part of the text could not be read.",
    }
    assert card.missing == ("CT-2.a",)
    assert partial.fact_names["CT-3"] == ()
    assert partial.check_facts({"CT-3": {}}) == []


def test_inside_a_combination_it_is_an_unknown_part(tmp_path: Path) -> None:
    lost = "{not_known: {vi: Chưa rõ., en: Not known.}}"
    either = made(tmp_path, FILE.replace("met_when: {yes: a}", f"met_when: {{any: [{lost}, {{yes: a}}]}}", 1))
    assert [judged(either, one, True).letters[0] for one in (True, False)] == ["m", "u"]
    both = made(tmp_path, FILE.replace("met_when: {yes: a}", f"met_when: {{all: [{lost}, {{yes: a}}]}}", 1))
    assert [judged(both, one, True).letters[0] for one in (True, False)] == ["u", "n"]
    assert judged(both, None, True).explain()["criteria"][0]["why"]["en"] == "Not known; not given: “A”."


def test_an_exclusion_that_is_not_known_bars_nobody_and_says_so(tmp_path: Path) -> None:
    barred = FILE + (
        "not_eligible_when:\n"
        "  - {cites: Điều 2, says: {vi: Không xét bến tạm, en: No provisional piers},"
        " when: {not_known: {vi: chưa có văn bản, en: the text is missing}}}\n"
    )
    card = judged(made(tmp_path, barred), True, True)
    assert card.verdict == "met"
    assert card.explain()["eligibility"] == [
        {
            "vi": "Chưa loại trừ được: Không xét bến tạm (Điều 2); chưa có văn bản.",
            "en": "Not ruled out: No provisional piers (Điều 2); the text is missing.",
        }
    ]


answers = st.sampled_from([True, False, None])


@given(answers, answers)
def test_where_the_way_of_deciding_is_not_known_nothing_is_concluded(
    tmp_path_factory: pytest.TempPathFactory, one: bool | None, two: bool | None
) -> None:
    card = judged(made(tmp_path_factory.mktemp("way"), FILE, WAY), one, two)
    assert card.verdict == "undecided"
    assert not [finding for finding in card.findings if finding.decisive]
    assert card.explain()["recognition"] == {
        "vi": "Chưa rõ cách phân loại.",
        "en": "How it is classified is not known.",
    }


def test_what_is_known_to_be_necessary_still_fails_an_application(tmp_path: Path) -> None:
    standard = made(tmp_path, FILE, NECESSARY)
    verdicts = {
        one: [judged(standard, one, two).verdict for two in (True, False, None)]
        for one in (True, False, None)
    }
    assert verdicts == {True: ["undecided"] * 3, None: ["undecided"] * 3, False: ["not_met"] * 3}
    assert [finding.decisive for finding in judged(standard, True, False).findings] == [True, False]


def test_where_all_must_be_met_there_is_nothing_to_say_of_the_way(tmp_path: Path) -> None:
    assert judged(made(tmp_path, FILE), True, True).explain()["recognition"] is None
