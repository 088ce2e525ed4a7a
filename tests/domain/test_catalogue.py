"""Catalogue: standards by path and by kind and season; what a hash covers; what includes bring along."""

import shutil
from pathlib import Path

import pytest

from domain.catalogue import load
from domain.errors import NotFound
from domain.rulebook.criteria_files import Include

ROOT = Path(__file__).parents[2] / "criteria"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "vn/antt-2021", tmp_path / "vn/antt-2021")
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def hashes(folder: Path) -> dict[str, str]:
    return {path: standard.sha256 for path, standard in load(folder).standards.items()}


def test_an_unknown_path_is_told_what_there_is() -> None:
    with pytest.raises(NotFound) as refusal:
        load(ROOT).get("vn/antt-2021/comune")
    assert "is “vn/antt-2021/commune” meant?" in refusal.value.text.en
    assert "vn/antt-2021/school" in refusal.value.text.vi


def test_a_broken_file_is_not_said_to_be_missing(folder: Path) -> None:
    edit(folder / "vn/antt-2021/commune.yaml", "recognised_when: all", "recognised_when: most")
    with pytest.raises(NotFound, match=r"commune\.yaml:9"):
        load(folder).get("vn/antt-2021/commune")


def test_the_season_chooses_the_edition_not_the_day_of_entry() -> None:
    catalogue = load(ROOT)
    assert catalogue.for_kind("commune", 2022).path == "vn/antt-2021/commune"
    assert catalogue.for_kind("commune", 2021).path == "vn/antt-2012/commune"
    with pytest.raises(NotFound, match="2011"):
        catalogue.for_kind("commune", 2011)


def test_a_kind_that_nobody_heard_of_is_told_which_kinds_there_are() -> None:
    with pytest.raises(NotFound, match=r"khu dân cư \(2012–\)"):
        load(ROOT).for_kind("harbour", 2024)


def test_of_two_editions_the_one_that_began_later_judges(folder: Path) -> None:
    shutil.copytree(folder / "vn/antt-2021", folder / "vn/antt-2030")
    edit(folder / "vn/antt-2030/standard.yaml", "seasons: {from: 2022}", "seasons: {from: 2030}")
    catalogue = load(folder)
    assert catalogue.for_kind("commune", 2029).path == "vn/antt-2021/commune"
    assert catalogue.for_kind("commune", 2030).path == "vn/antt-2030/commune"


def test_a_comment_does_not_change_the_hash_and_a_threshold_does(folder: Path) -> None:
    before = hashes(folder)
    commune = folder / "vn/antt-2021/commune.yaml"
    edit(commune, "criteria:", "# a comment\ncriteria:")
    assert hashes(folder) == before
    edit(commune, "at_least: 70%", "at_least: 71%")
    after = hashes(folder)
    assert {path for path in before if before[path] != after[path]} == {"vn/antt-2021/commune"}


def test_the_hash_covers_what_is_taken_from_other_files(folder: Path) -> None:
    before = hashes(folder)
    edit(folder / "vn/antt-2021/residential-area.yaml", "excused_when: [force_majeure]", "excused_when: []")
    changed = hashes(folder)
    assert {path for path in before if before[path] != changed[path]} == {
        "vn/antt-2021/commune",
        "vn/antt-2021/residential-area",
    }


def test_the_hash_covers_the_dates_of_standard_yaml(folder: Path) -> None:
    before = hashes(folder)
    edit(folder / "vn/antt-2021/standard.yaml", "from: 1 Nov (Y-1)", "from: 2 Nov (Y-1)")
    changed = hashes(folder)
    assert before["vn/antt-2021/residential-area"] != changed["vn/antt-2021/residential-area"]


def test_examples_beside_the_standards_are_no_standards(folder: Path) -> None:
    (folder / "vn/antt-2021/examples").mkdir(exist_ok=True)
    (folder / "vn/antt-2021/examples/case.yaml").write_text("verdict: met\n", encoding="utf-8")
    catalogue = load(folder)
    assert catalogue.problems == []
    assert len(catalogue.standards) == 6


def test_a_clause_takes_its_points_and_not_another_clause_that_begins_alike() -> None:
    include = Include(include="vn/x/y", criteria=("KDC-3",))
    assert [
        code for code in ("KDC-3", "KDC-3a", "KDC-3đ", "KDC-30", "KDC-31a", "KDC-2") if include.takes(code)
    ] == [
        "KDC-3",
        "KDC-3a",
        "KDC-3đ",
    ]


def test_an_include_takes_its_clause_and_no_other() -> None:
    commune = load(ROOT).get("vn/antt-2021/commune")
    taken = {code.removeprefix("XA-2:") for code in commune.codes if code.startswith("XA-2:")}
    assert {"KDC-2", "KDC-3đ", "KDC-4d"} <= taken
    assert not {code for code in taken if code.startswith(("KDC-1", "KDC-5"))}
    assert commune.by_code["XA-2:KDC-3a"].cites == (
        "Thông tư 124/2021/TT-BCA, Điều 5, khoản 2; Thông tư 124/2021/TT-BCA, Điều 4, khoản 3 điểm a"
    )


def test_a_standard_without_a_process_is_judged_and_never_registered_under(folder: Path) -> None:
    shutil.copytree(folder / "vn/antt-2021", folder / "vn/sheet")
    edit(folder / "vn/sheet/standard.yaml", "edition_of: vn/antt", "process: none")
    catalogue = load(folder)
    assert catalogue.problems == []
    assert catalogue.get("vn/sheet/commune").opens_registration is False
    assert catalogue.for_kind("commune", 2024).path == "vn/antt-2021/commune"


def test_two_lines_that_both_register_a_kind_are_refused_with_both_ways_out(folder: Path) -> None:
    shutil.copytree(folder / "vn/antt-2021", folder / "vn/sheet")
    edit(folder / "vn/sheet/standard.yaml", "edition_of: vn/antt\n", "")
    problems = load(folder).problems
    assert len(problems) == 5
    assert {Path(one.file).parent.name for one in problems} == {"sheet"}
    assert problems[0].text.en == (
        "In season 2022, “agency” registers under vn/antt already: this needs “process: none”, or"
        " “edition_of: vn/antt” if it is an edition of that."
    )


@pytest.mark.parametrize(
    ("until", "first", "sentence"),
    [
        ("2029", 2029, "Season 2029 has two editions"),
        ("2029", 2031, "Between vn/antt-2021/agency (until 2029) and vn/antt-2030/agency (from 2031)"),
        (None, 2022, "Season 2022 has two editions"),
        ("2029", 2030, None),
        (None, 2030, None),
    ],
)
def test_editions_of_a_line_follow_each_other_without_gap_or_overlap(
    folder: Path, until: str | None, first: int, sentence: str | None
) -> None:
    shutil.copytree(folder / "vn/antt-2021", folder / "vn/antt-2030")
    edit(folder / "vn/antt-2030/standard.yaml", "seasons: {from: 2022}", f"seasons: {{from: {first}}}")
    if until:
        edit(folder / "vn/antt-2021/standard.yaml", "{from: 2022}", f"{{from: 2022, until: {until}}}")
    found = [one.text.en for one in load(folder).problems]
    assert len(found) == (5 if sentence else 0)
    assert sentence is None or found[0].startswith(sentence)


def test_the_place_of_an_edition_among_others_is_no_part_of_its_hash(folder: Path) -> None:
    before = hashes(folder)
    edit(folder / "vn/antt-2021/standard.yaml", "edition_of: vn/antt", "process: none")
    assert hashes(folder) == before
