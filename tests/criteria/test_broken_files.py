"""Broken files: one file per possible mistake; its first two lines say which line is wrong and in which words."""

import re
import shutil
from pathlib import Path

import pytest

from domain.catalogue import load

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
SHIPPED = Path(__file__).parents[2] / "criteria"
EXPECTED = re.compile(r"# (\d+): (.+)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped standards, with a folder beside them for the broken file."""
    shutil.copytree(SHIPPED / "vn/antt-2021", tmp_path / "vn/antt-2021")
    (tmp_path / "vn/broken").mkdir()
    shutil.copy(SHIPPED / "vn/antt-2021/standard.yaml", tmp_path / "vn/broken/standard.yaml")
    return tmp_path


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_named_once_with_its_line_and_stops_nothing_but_its_file(
    broken: Path, folder: Path
) -> None:
    shutil.copy(broken, folder / "vn/broken")
    english, vietnamese = (
        EXPECTED.fullmatch(line) for line in broken.read_text(encoding="utf-8").splitlines()[:2]
    )
    assert english
    assert vietnamese
    catalogue = load(folder)
    found = [(Path(one.file).name, one.line, one.text.en, one.text.vi) for one in catalogue.problems]
    assert found == [(broken.name, int(english[1]), english[2], vietnamese[2])]
    assert len(catalogue.standards) == 6


def test_a_broken_standard_yaml_is_blamed_once_and_its_kinds_say_so(folder: Path) -> None:
    shared = folder / "vn/antt-2021/standard.yaml"
    shared.write_text(
        shared.read_text(encoding="utf-8").replace("before: 15 Nov", "before: 15 Now"), encoding="utf-8"
    )
    catalogue = load(folder)
    assert [Path(one.file).name for one in catalogue.problems] == ["standard.yaml"]
    assert not catalogue.standards
    with pytest.raises(Exception, match="15 Now"):
        catalogue.get("vn/antt-2021/commune")


def test_a_file_in_the_wrong_place_is_told_where_it_belongs(folder: Path) -> None:
    (folder / "harbour.yaml").write_text("applies_to: harbour\n", encoding="utf-8")
    (problem,) = load(folder).problems
    assert "<jurisdiction>/<standard>/<kind>.yaml" in problem.text.en


def test_a_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / "vn/broken/latin.yaml").write_bytes("cites: Điều".encode("utf-16"))
    (problem,) = load(folder).problems
    assert (problem.line, problem.text.en) == (1, "The file is not UTF-8.")


def test_a_missing_folder_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    (problem,) = load(tmp_path / "nowhere").problems
    assert "no such criteria folder" in problem.text.en
