"""Frozen: an edition in use is not edited; what is new is a new edition beside it.

Mutations tried, each seen to fail here and undone: the changed edition still judging; a second freeze writing the new
hash; a lost file passed over.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from domain.catalogue import load
from domain.errors import NotFound
from domain.settings import settings
from portal.cli import app
from tests.domain.test_catalogue import edit

ROOT = Path(__file__).parents[2] / "criteria"
COMMUNE = "vn/antt-2021/commune.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    shutil.copytree(ROOT / "vn/antt-2021", tmp_path / "vn/antt-2021")
    monkeypatch.setenv("ANTOAN_CRITERIA", str(tmp_path))
    monkeypatch.setenv("ANTOAN_LANGUAGE", "en")
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["criteria", *words])


def test_a_frozen_edition_that_was_edited_is_refused_and_judges_nobody(folder: Path) -> None:
    assert run("freeze", "vn/antt-2021").exit_code == 0
    assert load(folder).problems == []
    edit(folder / COMMUNE, "criteria:", "# a comment may be added\n\ncriteria:")
    assert load(folder).problems == []
    edit(folder / COMMUNE, "at_least: 70%", "at_least: 75%")
    (problem,) = load(folder).problems
    assert problem.text.en.startswith("This edition is in use, frozen on 20")
    assert "copy vn/antt-2021 to another folder" in problem.text.en
    assert run("check", "--format", "json").exit_code == 1
    with pytest.raises(NotFound, match="“xã”"):
        load(folder).for_kind("commune", 2024)
    with pytest.raises(NotFound, match="đã khóa"):
        load(folder).get("vn/antt-2021/commune")


def test_the_way_out_that_the_sentence_names_works(folder: Path) -> None:
    run("freeze", "vn/antt-2021")
    shutil.copytree(folder / "vn/antt-2021", folder / "vn/antt-2030")
    (folder / "vn/antt-2030/frozen.yaml").unlink()
    edit(folder / "vn/antt-2030/standard.yaml", "seasons: {from: 2022}", "seasons: {from: 2030}")
    edit(folder / "vn/antt-2030/commune.yaml", "at_least: 70%", "at_least: 75%")
    catalogue = load(folder)
    assert catalogue.problems == []
    assert catalogue.for_kind("commune", 2030).path == "vn/antt-2030/commune"


def test_what_a_frozen_edition_includes_is_frozen_with_it(folder: Path) -> None:
    run("freeze", "vn/antt-2021/commune")
    area = folder / "vn/antt-2021/residential-area.yaml"
    edit(area, "at_least: 100%", "at_least: 99%")
    assert load(folder).problems == []  # clause 1 of Điều 4 is no part of what a commune is judged by
    edit(area, "if_equal: not_met", "if_equal: met")
    assert [Path(one.file).name for one in load(folder).problems] == ["commune.yaml"]


def test_freezing_twice_changes_nothing_and_a_changed_edition_cannot_be_frozen_anew(folder: Path) -> None:
    run("freeze", "vn/antt-2021/commune")
    before = (folder / "vn/antt-2021/frozen.yaml").read_text(encoding="utf-8")
    assert "frozen before" in run("freeze", "vn/antt-2021/commune").stdout
    edit(folder / COMMUNE, "at_least: 70%", "at_least: 75%")
    result = run("freeze", "vn/antt-2021/commune")
    assert (result.exit_code, "in use" in result.stderr) == (1, True)
    run("freeze", "vn/antt-2021")
    after = (folder / "vn/antt-2021/frozen.yaml").read_text(encoding="utf-8")
    assert before.splitlines()[-1] in after
    assert len(after.splitlines()) == 2 + 6


def test_a_frozen_file_that_is_gone_and_a_hash_written_by_hand_are_named(folder: Path) -> None:
    run("freeze", "vn/antt-2021/enterprise")
    (folder / "vn/antt-2021/enterprise.yaml").unlink()
    assert [one.in_("en").partition("frozen.yaml:")[2] for one in load(folder).problems] == [
        "3: The frozen edition “vn/antt-2021/enterprise” is gone; restore its file."
    ]
    (folder / "vn/antt-2021/frozen.yaml").write_text(
        "agency: {sha256: abc, since: 2026-01-01}\n", encoding="utf-8"
    )
    (problem,) = load(folder).problems
    assert "never by hand" in problem.text.en
