"""criteria/CHANGING-A-RULE.md is walked as it stands: its file, its commands, what they print.

Broken and seen to fail: a quoted line changed in the page; the year of the overlay; `check` of a folder that reads the
folder alone.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain import catalogue
from domain.database import Database
from domain.settings import Settings, settings
from portal.cli.app import app

PAGE = Path(__file__).parents[3] / "criteria" / "CHANGING-A-RULE.md"
TEXT = PAGE.read_text()
OVERLAY = re.search(r"```yaml\n(.*?)```", TEXT, re.S)
# Each command of the page with the lines that are quoted after it.
STEPS = [
    (command.strip(), [line.removeprefix("> ") for line in quoted.strip().splitlines()])
    for command, quoted in re.findall(r"```sh\n(.*)\n```\n\n((?:> .*\n)+)", TEXT)
]


@pytest.fixture
def office(season: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An official's folder: the criteria with the new file in it, beside the season that was judged."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ANTOAN_{name.upper()}", raising=False)
    shutil.copytree(PAGE.parent, tmp_path / "criteria")
    folder = tmp_path / "criteria" / "vn-lang-son" / "antt-2021"
    folder.mkdir(parents=True)
    assert OVERLAY is not None
    (folder / "commune.yaml").write_text(OVERLAY[1])
    monkeypatch.setenv("ANTOAN_CRITERIA", str(tmp_path / "criteria"))
    monkeypatch.setenv("ANTOAN_DATABASE", season.url)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def run(command: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, command.split()[1:])
    assert result.exit_code == code, (command, result.output)
    return result.output


def test_the_walk_of_an_official_is_as_it_is_told(office: Path) -> None:
    assert len(STEPS) == 5
    for command, quoted in STEPS:
        said = run(command)
        for line in quoted:
            assert line in said, (command, line, said)
    flips = (office / "flips.csv").read_text().splitlines()
    assert len(flips) == 2, "one commune of 65"
    assert "XA-4" in flips[1]
    assert "<svg" in (office / "flips.svg").read_text()


def test_a_province_cannot_loosen(office: Path) -> None:
    file = office / "criteria" / "vn-lang-son" / "antt-2021" / "commune.yaml"
    file.write_text(file.read_text().replace("75%", "60%"))
    said = run("antoan criteria check criteria/vn-lang-son", code=1)
    assert "commune.yaml:" in said
    assert "XA-4" in said
    assert "chỉ được siết chặt" in said


def test_what_was_frozen_is_not_changed(office: Path) -> None:
    run("antoan criteria freeze vn-lang-son/antt-2021/commune")
    file = office / "criteria" / "vn-lang-son" / "antt-2021" / "commune.yaml"
    file.write_text(file.read_text().replace("75%", "80%"))
    assert "đã khóa" in run("antoan criteria check criteria/vn-lang-son", code=1)


def test_it_is_in_force_from_its_first_year_for_its_own_communes_only(office: Path) -> None:
    found = catalogue.load(office / "criteria")
    assert found.for_kind("commune", 2027, "/20/06325/").path == "vn-lang-son/antt-2021/commune"
    assert found.for_kind("commune", 2027, "/01/00004/").path == "vn/antt-2021/commune"
    own = found.get("vn-lang-son/antt-2021/commune")
    national = found.get("vn/antt-2021/commune")
    assert own.in_season(2026).by_code["XA-4"].rule == national.in_season(2026).by_code["XA-4"].rule
    assert own.in_season(2027).by_code["XA-4"].rule != national.in_season(2027).by_code["XA-4"].rule
