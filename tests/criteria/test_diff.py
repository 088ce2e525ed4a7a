"""Diff: what a new edition changes is told in words; the table “What changed 2012 → 2021” comes out of the files.

Mutations tried, each seen to fail here and undone: excuses left out; thresholds compared by their words only; a
criterion that is gone not told; the old edition taken in the season of the new one.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from domain.catalogue import Catalogue, load
from domain.rulebook.differences import Difference, compared
from domain.settings import settings
from portal.cli import app
from tests.domain.test_catalogue import edit

ROOT = Path(__file__).parents[2] / "criteria"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(ROOT)


def between(catalogue: Catalogue, kind: str) -> dict[str, list[Difference]]:
    found: dict[str, list[Difference]] = {}
    for one in compared(
        catalogue.get(f"vn/antt-2012/{kind}"), catalogue.get(f"vn/antt-2021/{kind}")
    ).differences:
        found.setdefault(one.code or "", []).append(one)
    return found


WHAT_CHANGED = [
    ("school", "", "exclusion", "not eligible, new: Primary schools, kindergartens and nurseries"),
    ("enterprise", "", "exclusion", "not eligible, new: Micro enterprises"),
    ("enterprise", "", "exclusion", "not eligible, new: Small enterprises"),
    ("agency", "", "exclusion", "not eligible, new: Agencies and units of the armed forces"),
    (
        "residential-area",
        "KDC-1a",
        "timing",
        "inside the year (1 Jan–31 Dec) → Resolution of the Party cell: inside Quarter I",
    ),
    ("commune", "XA-1", "timing", "inside Quarter I (1 Jan–31 Mar)"),
    ("residential-area", "KDC-1c", "demand", "gone: Households that signed of Households: at least 100%"),
    (
        "residential-area",
        "KDC-1c",
        "demand",
        "new: Households registered of Households residing: at least 100%",
    ),
    ("residential-area", "KDC-3c", "criterion", "new: No illegal propagation or development of belief"),
    ("residential-area", "KDC-4b", "excuse", "new: detected in time"),
    ("residential-area", "KDC-4b", "excuse", "new: force majeure"),
    ("residential-area", "KDC-2", "demand", "gone: Self-management models: at least 1"),
    ("commune", "XA-1", "demand", "new: Models that work effectively: at least 1"),
    ("agency", "CQ-1e", "criterion", "new: At least 1 movement model"),
    ("commune", "XA-3", "demand", "gone: Title of the commune police: “Advanced unit” or better"),
    (
        "commune",
        "XA-3",
        "demand",
        "Individuals disciplined from warning upward: none → Individuals disciplined: none",
    ),
    ("commune", "XA-4", "demand", "gone: Residential areas recognised of Residential areas: at least 70%"),
    ("commune", "XA-4", "demand", "new: Units registered of Units under the commune: at least 100%"),
    ("commune", "XA-4", "demand", "new: Units recognised of Units under the commune: at least 70%"),
    ("agency", "CQ-1d", "demand", "gone: Staff who signed of Staff: at least 100%"),
    ("agency", "CQ-1d", "demand", "new: Staff briefed of Staff: at least 100%"),
    ("agency", "CQ-3h", "demand", "gone: Offenders: none"),
    ("agency", "CQ-3h", "demand", "new: Persons fined: none"),
    ("agency", "CQ-5", "demand", "gone: not known"),
    ("agency", "CQ-5", "demand", "new: Units with the title or rating of Subordinate units: at least 70%"),
    ("commune", "", "window", "not known (The evaluation window of Circular 23/2012 could not be read"),
    ("commune", "", "deadline", "→ before 20 Nov"),
]


@pytest.mark.parametrize(("kind", "code", "what", "words"), WHAT_CHANGED)
def test_what_changed_from_2012_to_2021_is_told(
    catalogue: Catalogue, kind: str, code: str, what: str, words: str
) -> None:
    told = [one for one in between(catalogue, kind).get(code, []) if one.what == what]
    assert any(words in one.text.en for one in told), [one.text.en for one in told]
    assert all(one.text.vi for one in told)


def test_an_edition_differs_in_nothing_from_itself(catalogue: Catalogue) -> None:
    for standard in catalogue.standards.values():
        found = compared(standard, standard)
        assert (found.differences, found.unchanged) == ((), len(standard.by_code))


def test_a_threshold_is_told_with_both_numbers_and_nothing_else(tmp_path: Path) -> None:
    for edition in ("antt-2021", "antt-2030"):
        shutil.copytree(ROOT / "vn/antt-2021", tmp_path / "vn" / edition)
    edit(tmp_path / "vn/antt-2030/commune.yaml", "at_least: 70%", "at_least: 75%")
    catalogue = load(tmp_path)
    found = compared(catalogue.get("vn/antt-2021/commune"), catalogue.get("vn/antt-2030/commune"))
    (one,) = found.differences
    assert (one.code, one.what, found.unchanged) == ("XA-4", "threshold", 15)
    assert one.text.en == (
        "threshold: Units recognised of Units under the commune: at least 70% → "
        "Units recognised of Units under the commune: at least 75%"
    )
    assert "từ 70 % → " in one.text.vi


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> Any:
    monkeypatch.setenv("ANTOAN_LANGUAGE", "en")
    settings.cache_clear()
    try:
        return CliRunner().invoke(app, ["criteria", "diff", *words])
    finally:
        settings.cache_clear()


def test_two_folders_are_compared_kind_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    said = json.loads(run(monkeypatch, "vn/antt-2012", "vn/antt-2021", "--format", "json").stdout)
    kinds = {one["new"].rpartition("/")[2]: one for one in said}
    assert set(kinds) == {"agency", "commune", "enterprise", "residential-area", "school"}
    assert kinds["residential-area"]["unchanged"] == 0


def test_the_season_says_which_stage_of_an_overlay_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ("vn/antt-2021/commune", "vn-tinh-vi-du/antt-2021/commune")
    for season, share in (("2025", None), ("2026", "75%"), ("2028", "80%")):
        page = " ".join(run(monkeypatch, *paths, "--season", season).stdout.split())
        assert ("threshold:" in page) == (share is not None)
        assert share is None or f"at least {share}" in page


def test_a_path_that_nobody_knows_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "vn/antt-2012", "vn/antt-2020")
    assert result.exit_code == 1
    assert "There is no standard “vn/antt-2020”" in " ".join(result.stderr.split())
