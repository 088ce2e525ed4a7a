"""The command that tries a draft on a season: what it prints, writes and leaves as it was.

Mutations tried, each seen to fail here and undone: the database opened to write; a cell that begins with “=” written as it
is; the chart without escaping; the season's language ignored.
"""

import csv
import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from domain.database import Sql
from domain.errors import Unready
from domain.settings import settings
from portal.cli import opening
from portal.simulated import cell
from tests.portal.conftest import STANDARD, World

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def draft(world: World, tmp_path: Path) -> Path:
    """All households becomes nine in ten; one village has 95 of 100, the other all."""
    text = (settings().criteria / f"{STANDARD}.yaml").read_text(encoding="utf-8")
    file = tmp_path / "residential-area.yaml"
    file.write_text(text.replace("at_least: 100%", "at_least: 90%", 1), encoding="utf-8")
    world.scored("V1", world.good_facts() | {"KDC-1c": {"registered": 95, "residing": 100}})
    world.scored("V2")
    return file


def hashes(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.glob("antoan.db*")
        if file.suffix != ".db-shm"
    }


def test_the_command_says_who_flips_where_and_why_and_leaves_the_database_as_it_was(
    world: World, draft: Path
) -> None:
    before = hashes(world.home)
    found = world.json("simulate", "--standard", draft, "--season", 2026)
    assert hashes(world.home) == before
    assert found["flips"] == [{"from": "not_met", "to": "met", "cases": 1}]
    assert [(one["name"], one["cases"]) for one in found["provinces"]] == [("Tỉnh Lạng Sơn", 2)]
    assert [(one["code"], one["flips"], one["alone"]) for one in found["clauses"]] == [("KDC-1c", 1, 1)]
    said = world.run("simulate", "--standard", draft, "--season", 2026)
    assert "chưa đạt → đạt" in said
    assert "Xã Bắc Sơn" in said


def test_what_is_opened_to_read_cannot_be_written(world: World) -> None:
    with (
        closing(opening.database(to_read=True)) as database,
        pytest.raises(Unready, match="chỉ cho đọc"),
        database.transaction() as session,
    ):
        session.run(Sql("delete from unit"))


def test_a_standard_of_the_catalogue_is_a_draft_too_and_changes_nothing(world: World, draft: Path) -> None:
    assert world.json("simulate", "--standard", STANDARD, "--season", 2026)["flips"] == []
    assert "Không hồ sơ nào đổi kết quả" in world.run("simulate", "--standard", STANDARD, "--season", 2026)


def test_no_cell_of_the_csv_is_a_formula(world: World, draft: Path, tmp_path: Path) -> None:
    world.write("update unit set name = '=HYPERLINK(\"http://x\")' where code = 'V1'")
    world.run("simulate", "--standard", draft, "--season", 2026, "--csv", tmp_path / "doi.csv")
    with (tmp_path / "doi.csv").open(encoding="utf-8-sig", newline="") as file:
        title, row = csv.reader(file)
    assert title[0] == "số hồ sơ"
    assert row[2] == '\'=HYPERLINK("http://x")'
    assert row[3:] == ["Tỉnh Lạng Sơn", "Xã Bắc Sơn", "chưa đạt", "đạt", "KDC-1c", STANDARD]
    assert [cell(text)[0] for text in ("+1", "-1", "@a", "\t=1", "\r=1", "a")] == [*"'''''", "a"]


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Chấm thử theo dự thảo"), ("en", "A season tried under a draft")]
)
def test_the_chart_is_one_svg_in_the_language_of_the_installation(
    world: World, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("ANTOAN_LANGUAGE", language)
    settings.cache_clear()
    world.write("update unit set name = 'Xã <Bắc & Nam>' where code = '06325'")
    world.run("simulate", "--standard", draft, "--season", 2026, "--svg", tmp_path / "x.svg")
    root = ET.fromstring((tmp_path / "x.svg").read_text(encoding="utf-8"))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert root.tag == f"{SVG}svg"
    assert said in texts
    assert "Xã <Bắc & Nam>" in texts
    assert not list(root.iter(f"{SVG}script"))


def test_a_draft_with_a_mistake_is_refused_with_its_line(
    world: World, draft: Path, refused: Callable[..., str]
) -> None:
    lines = draft.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if "at_least: 90%" in line)
    lines[place] = lines[place].replace("90%", "190%")
    draft.write_text("\n".join(lines), encoding="utf-8")
    said = refused("simulate", "--standard", draft, "--season", 2026)
    assert f"{draft}:" in said
    assert "190%" in said
    assert "Không có tệp" in refused("simulate", "--standard", "nowhere.yaml", "--season", 2026)
    assert "Không có thư mục" in refused(
        "simulate", "--standard", STANDARD, "--season", 2026, "--csv", "nowhere/x.csv"
    )
