"""Dates inside a file: the evaluation year says which criteria count and which value of a threshold holds.

Mutations tried, each seen to fail here and undone: `until` not counted itself; a criterion announced for later counted
at once; the newest value used in every season; dated values left out of the hash; unpacking a scorecard with the
criteria of another season.
"""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import load
from domain.rulebook.dated import spans
from domain.scorecard import Scorecard, judge
from domain.standards import Standard

FILE = """
applies_to: pier
title: {vi: Cầu tàu (ví dụ), en: Pier (example)}
cites: Quy định ví dụ, Điều 1
recognised_when: all
seasons: {from: 2022}
registration: {from: 1 Jan, until: 31 Mar, vi: Quý I, en: Quarter I}
window: {from: 1 Jan, until: 31 Dec, vi: năm, en: the year}
deadline: {before: 31 Dec}
nouns: {piles: {vi: cọc, en: piles}}
criteria:
  - code: CT-1
    cites: khoản 1
    ask: {vi: Cọc tốt, en: Sound piles}
    facts: {good: {count: piles, vi: Cọc tốt, en: Sound}, piles: {count: piles, vi: Số cọc, en: Piles}}
    met_when: {share: [good, piles], at_least: LEAST}
  - {code: CT-2, cites: khoản 2, ask: {vi: Đèn, en: Lamp}, facts: {a: {answer: yes-no, vi: A, en: A}}, met_when: {yes: a}, until: 2024}
  - {code: CT-3, cites: khoản 3, ask: {vi: Phao, en: Buoy}, facts: {a: {answer: yes-no, vi: A, en: A}}, met_when: {yes: a}, from: 2025}
  - {code: CT-4, cites: khoản 4, ask: {vi: Còi, en: Horn}, facts: {a: {answer: yes-no, vi: A, en: A}}, met_when: {yes: a}, future: true}
"""
LEAST = "[{value: 70%, until: 2025}, {value: 75%, from: 2026}]"


def pier(folder: Path, text: str = FILE, least: str = LEAST) -> Standard:
    file = folder / "nowhere/piers/pier.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace("LEAST", least), encoding="utf-8")
    catalogue = load(folder)
    assert [problem.in_("en") for problem in catalogue.problems] == []
    return catalogue.get("nowhere/piers/pier")


@pytest.mark.parametrize(
    ("season", "codes"),
    [
        (2022, ("CT-1", "CT-2")),
        (2024, ("CT-1", "CT-2")),
        (2025, ("CT-1", "CT-3")),
        (2040, ("CT-1", "CT-3")),
    ],
)
def test_the_season_says_which_criteria_count(tmp_path: Path, season: int, codes: tuple[str, ...]) -> None:
    standard = pier(tmp_path)
    card = judge(standard, season, {}, standard.example_facts(season))
    assert card.verdict == "met"
    assert tuple(finding.code for finding in card.findings) == codes == standard.in_season(season).codes
    assert {one.code for one in standard.not_counted(season)} == {"CT-1", "CT-2", "CT-3", "CT-4"} - set(codes)


@pytest.mark.parametrize(("season", "verdict"), [(2025, "met"), (2026, "not_met")])
def test_the_season_says_which_threshold_holds_and_the_sentence_names_it(
    tmp_path: Path, season: int, verdict: str
) -> None:
    standard = pier(tmp_path)
    facts = standard.example_facts(season) | {"CT-1": {"good": 74, "piles": 100}}
    card = judge(standard, season, {}, facts)
    assert card.verdict == verdict
    assert f"{70 if season == 2025 else 75}% needed" in card.explain()["criteria"][0]["why"]["en"]


def test_a_stored_scorecard_is_explained_with_the_criteria_of_its_own_season(tmp_path: Path) -> None:
    standard = pier(tmp_path)
    for season in (2024, 2026):
        card = judge(standard, season, {}, standard.example_facts(season))
        again = Scorecard.unpack(card.pack(), standard)
        assert again.explain() == card.explain()


def test_the_hash_covers_dates_and_values_of_every_season(tmp_path: Path) -> None:
    texts = [
        (FILE, LEAST),
        (FILE, "75%"),
        (FILE, LEAST.replace("70%", "60%")),
        (FILE, LEAST.replace("2025", "2024").replace("2026", "2025")),
        (FILE.replace("until: 2024", "until: 2023"), LEAST),
        (FILE.replace(", future: true", ""), LEAST),
    ]
    hashes = [pier(tmp_path, *text).sha256 for text in texts]
    assert len(set(hashes)) == len(texts)


def test_a_standard_without_dates_is_the_same_in_every_season() -> None:
    for standard in load(Path(__file__).parents[2] / "criteria").standards.values():
        if not any(one.has_dates for one in standard.criteria):
            assert standard.in_season(2024) is standard


def test_dated_values_of_an_included_criterion_come_along(tmp_path: Path) -> None:
    pier(tmp_path)
    quay = FILE.partition("criteria:")[0].replace("pier", "quay") + (
        "criteria:\n  - {include: nowhere/piers/pier, criteria: [CT-1], code: BC-1, cites: khoản 9, ask: {vi: B, en: B}}\n"
    )
    (tmp_path / "nowhere/piers/quay.yaml").write_text(quay, encoding="utf-8")
    standard = load(tmp_path).get("nowhere/piers/quay")
    facts = {"BC-1:CT-1": {"good": 74, "piles": 100}}
    assert [judge(standard, season, {}, facts).verdict for season in (2025, 2026)] == ["met", "not_met"]
    assert standard.in_season(2025).criteria[0].cites.startswith("Quy định ví dụ, Điều 1, khoản 9; ")


values = st.lists(st.tuples(st.integers(2010, 2030), st.integers(0, 4)), min_size=1, max_size=4)


@given(values)
def test_dated_values_are_taken_only_when_every_season_between_first_and_last_has_exactly_one(
    lengths: list[tuple[int, int]],
) -> None:
    """Random spans, some following each other, most not: accepted exactly when they leave no gap and no overlap."""
    written: list[dict[str, Any]] = [
        {"value": n, "from": first, "until": first + more} for n, (first, more) in enumerate(lengths)
    ]
    follows = all(a["until"] + 1 == b["from"] for a, b in pairwise(written))
    try:
        found = spans({"at_least": written})
    except Exception:  # a pydantic error that its validator would report
        assert not follows
    else:
        assert follows
        assert [tuple(span) for span in found] == [(one["from"], one["until"]) for one in written]
