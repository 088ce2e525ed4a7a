"""Used editions: a file that applications were registered under says what it said, or nobody registers under it.

Mutations tried on a copy, each seen to fail here: registration not asking; the check without the database; a changed file of
which some applications have the new content refused still; a file that is gone passed over; the engine not told at its start.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from domain import used_editions
from domain.catalogue import load
from domain.database import Sql
from domain.rulebook.yamlfile import Problem
from domain.settings import settings
from portal.cli import configured
from portal.cli.engine import bad_files
from tests.domain.test_catalogue import edit
from tests.portal.conftest import STANDARD, World

SHIPPED = Path(__file__).parents[2] / "criteria"


@pytest.fixture
def folder(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Criteria of the installation's own, under which one village has registered."""
    shutil.copytree(SHIPPED / "vn/antt-2021", tmp_path / "criteria/vn/antt-2021")
    monkeypatch.setenv("ANTOAN_CRITERIA", str(tmp_path / "criteria"))
    settings.cache_clear()
    world.run("register", "V1", "--season", 2026, "--as", "truong-thon")
    return tmp_path / "criteria"


def laxer(folder: Path) -> None:
    edit(folder / f"{STANDARD}.yaml", "at_least: 100%", "at_least: 99%")


def test_nobody_registers_under_a_used_file_that_was_changed(
    world: World, folder: Path, refused: Callable[..., str]
) -> None:
    laxer(folder)
    said = refused("register", "V2", "--season", 2026, "--as", "truong-thon")
    assert "nội dung tệp đã bị sửa" in said
    assert "chép vn/antt-2021 sang một thư mục khác" in said
    assert world.rows("select unit_code from application") == [("V1",)]


def test_a_comment_changes_nothing_and_a_file_that_nobody_used_may_change(world: World, folder: Path) -> None:
    edit(folder / f"{STANDARD}.yaml", "criteria:", "# more\n\ncriteria:")
    edit(folder / "vn/antt-2021/commune.yaml", "at_least: 70%", "at_least: 75%")
    assert _changed(world, folder) == []
    world.run("register", "V2", "--season", 2026, "--as", "truong-thon")


def test_the_check_the_doctor_and_the_engine_at_its_start_name_the_file(world: World, folder: Path) -> None:
    laxer(folder)
    said = world.run("criteria", "check", code=1)
    assert "1 hồ sơ đã đăng ký theo" in said
    (problem,) = _changed(world, folder)
    assert problem.text.en.startswith("1 applications were registered under")
    found = configured.criteria(settings())
    assert (found.ok, "were registered under" in found.seen.en) == (False, True)
    assert bad_files(world.database, load(folder)) == [problem]
    (folder / f"{STANDARD}.yaml").unlink()
    (problem,) = _changed(world, folder)
    assert "restore its file" in problem.text.en


def test_the_ways_out_that_the_sentence_names_work(world: World, folder: Path) -> None:
    laxer(folder)
    world.run(
        "criteria", "migrate", STANDARD, STANDARD, "--apply", "--as", "van-hanh", "--reason", "Đính chính (ví dụ)",
    )  # fmt: skip
    world.run("register", "V2", "--season", 2026, "--as", "truong-thon")
    assert _changed(world, folder) == []
    shutil.copytree(SHIPPED / "vn/antt-2021", folder / "vn/antt-2027")
    edit(folder / "vn/antt-2027/standard.yaml", "seasons: {from: 2022}", "seasons: {from: 2027}")
    assert _changed(world, folder) == []
    assert load(folder).for_kind("residential-area", 2027).path == "vn/antt-2027/residential-area"


def _changed(world: World, folder: Path) -> list[Problem]:
    with world.database.reading() as session:
        assert session.row(Sql("select 1 from application")) is not None
        return list(used_editions.changed(session, load(folder)))
