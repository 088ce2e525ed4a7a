"""Examples: the cases beside the shipped standards, and what would happen if nobody looked at them.

Broken on purpose, each seen to fail here and undone: an excuse without a reason admitted; `admits` that lets any verdict
pass, and that lets pass what is not named; reasons not compared; survivors not kept; a mutant that is the standard itself; the
example of 249 households deleted (a test of its own); everything of an overlay mutated; the limits of counts left out of what
an example answers.
"""

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from domain import examples
from domain.catalogue import Catalogue, load
from domain.mutation.changes import changes
from domain.mutation.mutants import mutants, shifted
from domain.mutation.score import Score, score
from domain.rulebook.whereabouts import Whereabouts
from domain.rules import VOCABULARY
from domain.scorecard import judge
from domain.settings import settings
from portal.cli import app

ROOT = Path(__file__).parents[2] / "criteria"
KINDS = ("residential-area", "commune", "agency", "enterprise", "school")
FOLDER = "vn/antt-2021/examples/residential-area"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(ROOT)


@pytest.fixture(scope="module")
def found(catalogue: Catalogue) -> examples.Examples:
    return examples.load(catalogue)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(ROOT, tmp_path / "criteria")
    return tmp_path / "criteria"


def scored(root: Path, path: str) -> Score:
    catalogue = load(root)
    return score(catalogue.get(path), examples.load(catalogue).of[path], Whereabouts(root))


def problems(root: Path) -> list[tuple[str, int, str]]:
    return [(Path(p.file).name, p.line, p.text.en) for p in examples.load(load(root)).problems]


def test_every_example_can_be_read(found: examples.Examples) -> None:
    assert [problem.in_("en") for problem in found.problems] == []


def test_every_example_comes_out_as_it_says(catalogue: Catalogue, found: examples.Examples) -> None:
    failures = [examples.check(one, catalogue.get(path)) for path, own in found.of.items() for one in own]
    assert [problem.in_("en") for problem in failures if problem] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_single_change_of_the_circular_s_files_goes_unnoticed(
    kind: str, catalogue: Catalogue, found: examples.Examples
) -> None:
    path = f"vn/antt-2021/{kind}"
    began = time.perf_counter()
    result = score(catalogue.get(path), found.of[path], Whereabouts(ROOT))
    assert [problem.in_("en") for problem in result.survivors] == []
    assert (result.percent, result.made > 140) == (100, True)
    assert time.perf_counter() - began < 10  # measured: 0.1 s, and 1 s for the enterprise


OTHERS = (
    *(f"vn/antt-2012/{kind}" for kind in KINDS),
    *(f"vn-tinh-vi-du/antt-2021/{kind}" for kind in KINDS[:2]),
)


@pytest.mark.parametrize("path", OTHERS)
def test_nor_does_one_of_what_is_known_of_the_predecessor_or_of_what_a_place_lays_over(
    path: str, catalogue: Catalogue, found: examples.Examples
) -> None:
    result = score(catalogue.get(path), found.of[path], Whereabouts(ROOT))
    assert [problem.in_("en") for problem in result.survivors] == []


def test_what_a_place_takes_over_as_it_is_is_left_to_the_examples_of_the_standard_below(
    catalogue: Catalogue, found: examples.Examples
) -> None:
    path = "vn-tinh-vi-du/antt-2021/commune"
    result = score(catalogue.get(path), [], Whereabouts(ROOT))
    assert result.made > 0
    assert {one.text.en.split()[1].rstrip(":") for one in result.survivors} == {"XA-4"}


def test_an_example_fact_meets_a_limit_that_an_ordinary_number_does_not(catalogue: Catalogue) -> None:
    facts = catalogue.get("vn-tinh-vi-du/antt-2021/residential-area").example_facts(2026)
    assert facts["TVD-1"] == {"patrols": 12}
    assert judge(catalogue.get("vn-tinh-vi-du/antt-2021/residential-area"), 2026, {}, facts).verdict == "met"


def test_without_the_example_of_249_households_a_lower_threshold_survives_and_is_named(copied: Path) -> None:
    (copied / FOLDER / "one-household-has-not-registered.yaml").unlink()
    result = scored(copied, "vn/antt-2021/residential-area")
    (survivor,) = result.survivors
    assert result.percent == 99
    assert Path(survivor.file).name == "residential-area.yaml"
    line = (
        (copied / "vn/antt-2021/residential-area.yaml")
        .read_text(encoding="utf-8")
        .splitlines()[survivor.line - 1]
    )
    assert line.strip() == "at_least: 100%"
    assert (
        "KDC-1c: no example notices the change “100% → 99%”; add: a part that just reaches"
        in survivor.text.en
    )
    assert "hãy thêm: số vừa đủ tỷ lệ" in survivor.text.vi


def test_every_word_of_the_vocabulary_is_changed_by_the_mutations() -> None:
    assert [word for word, shape in VOCABULARY.items() if shape not in changes.registry] == []


def test_every_mutant_differs_from_its_standard(catalogue: Catalogue) -> None:
    for kind in KINDS:
        standard = catalogue.get(f"vn/antt-2021/{kind}")
        for mutant in mutants(standard):
            same = (
                mutant.standard.criteria == standard.criteria
                and mutant.standard.exclusions == standard.exclusions
                and mutant.standard.registration == standard.registration
                and mutant.standard.window == standard.window
                and mutant.standard.closing == standard.closing
            )
            assert not same, mutant.what.en


@pytest.mark.parametrize(
    ("day", "step", "moved"),
    [
        ("1 Nov (Y-1)", -1, "31 Oct (Y-1)"),
        ("31 Dec (Y-1)", 1, "1 Jan"),
        ("1 Jan", -1, "31 Dec (Y-1)"),
        ("31 Dec", 1, "1 Jan (Y+1)"),
    ],
)
def test_a_day_of_the_year_moves_over_the_end_of_the_year(day: str, step: int, moved: str) -> None:
    assert shifted(day, step) == moved


@pytest.mark.parametrize(
    ("broken", "line", "sentence"),
    [
        (
            "expect: {verdict: met}\ncases: [{expect: {verdict: met}}]",
            1,
            "needs “expect” (one case) or “cases”",
        ),
        ("facts: {KDC-1a: {resolutoin: null}}\nexpect: {verdict: met}", 1, "is “resolution” meant?"),
        ("facts: {KDC-1c: {registered: 9, residing: 8}}\nexpect: {verdict: met}", 1, "the part is larger"),
        ("expect: {verdict: passed}", 4, "“verdict” cannot be “passed”; it may be: met, not_met"),
        ("expect: {verdict: met, criteria: {KDC-9: met}}", 1, "expects something of “KDC-9”"),
        ("standard: comune\nexpect: {verdict: met}", 1, "is “vn/antt-2021/commune” meant?"),
        ("unit: {size: 5}\nexpect: {verdict: met}", 1, "A unit has no attribute “size”"),
        ("expect: {verdict: met", 5, "Not valid YAML"),
    ],
)
def test_a_mistake_in_an_example_is_a_sentence_with_its_line(
    broken: str, line: int, sentence: str, copied: Path
) -> None:
    text = f"title: {{vi: Ví dụ, en: Example}}\nseason: 2024\nstarts_from: all-met\n{broken}\n"
    (copied / FOLDER / "broken.yaml").write_text(text, encoding="utf-8")
    ((name, at, said),) = problems(copied)
    assert (name, at) == ("broken.yaml", line)
    assert sentence in said


def test_an_example_of_a_season_that_nobody_judges_is_named(copied: Path) -> None:
    text = "title: {vi: Ví dụ, en: Example}\nseason: 2021\nstarts_from: nothing\nexpect: {verdict: met}\n"
    (copied / FOLDER / "broken.yaml").write_text(text, encoding="utf-8")
    assert [line for _, line, _ in problems(copied)] == [1]


@pytest.mark.parametrize(
    ("expect", "sentence"),
    [
        ("{verdict: met}", "KDC-3b: the example expects met, the standard says not_met"),
        ("{verdict: not_met}", "KDC-3b: the example expects met, the standard says not_met"),
        ("{verdict: not_met, criteria: {KDC-3b: unknown}}", "KDC-3b: the example expects unknown"),
        (
            "{verdict: not_met, criteria: {KDC-3b: {verdict: not_met, why: {vi: hai vụ, en: two}}}}",
            "KDC-3b: the reason must say “two” / “hai vụ”, but is “Incidents: 1",
        ),
        ("{verdict: not_met, criteria: {KDC-3b: not_met}, deadline: 2024-11-15}", "expects 2024-11-15"),
        (
            "{verdict: not_met, criteria: {KDC-3b: not_met}, excluded: [{vi: x, en: x}]}",
            "The exclusions must be “x”, but are —.",
        ),
    ],
)
def test_an_example_that_expects_something_else_says_what(expect: str, sentence: str, copied: Path) -> None:
    text = (
        "title: {vi: Ví dụ, en: Example}\nseason: 2024\nstarts_from: all-met\n"
        f"facts: {{KDC-3b: {{incidents: 1}}}}\nexpect: {expect}\n"
    )
    (copied / FOLDER / "odd.yaml").write_text(text, encoding="utf-8")
    catalogue = load(copied)
    standard = catalogue.get("vn/antt-2021/residential-area")
    (odd,) = [one for one in examples.load(catalogue).of[standard.path] if one.file.endswith("odd.yaml")]
    assert any(sentence in text.en for text in examples.differences(odd, standard))
    problem = examples.check(odd, standard)
    assert problem is not None
    assert problem.line == 5


def run(*words: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ANTOAN_LANGUAGE", "en")
    monkeypatch.setenv("ANTOAN_CRITERIA", str(root))
    settings.cache_clear()
    result = CliRunner().invoke(app, list(words))
    settings.cache_clear()
    return result


def test_the_command_prints_examples_passed_and_the_score(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("criteria", "test", "vn/antt-2021/residential-area", root=ROOT, monkeypatch=monkeypatch)
    assert result.exit_code == 0
    assert "100" in result.stdout
    assert "commune" not in result.stdout


def test_the_command_exits_1_when_an_example_fails(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = copied / "vn/antt-2021/residential-area.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("at_least: 100%", "at_least: 99%"), encoding="utf-8"
    )
    result = run("criteria", "test", root=copied, monkeypatch=monkeypatch)
    assert result.exit_code == 1
    assert "one-household-has-not-registered.yaml:7: " in result.stdout
    result = run("criteria", "test", "vn/antt-2021/harbour", root=copied, monkeypatch=monkeypatch)
    assert result.exit_code == 1
