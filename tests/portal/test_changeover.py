"""antoan criteria migrate: a preview that writes nothing, then the move, in a person's name and for a reason.

Broken and seen to fail: `--apply` without `--as`; the preview saying that it moved.
"""

import json
import shutil
from pathlib import Path

import pytest

from domain.settings import settings
from tests.domain.test_catalogue import edit

ROOT = Path(__file__).parents[2] / "criteria"
OLD, NEW = "vn/antt-2021/residential-area", "vn/antt-2026/residential-area"


@pytest.fixture
def later(world, tmp_path, monkeypatch):
    """An edition from 2026 on, in which the security team must be rated excellent."""
    for edition in ("antt-2021", "antt-2026"):
        shutil.copytree(ROOT / "vn/antt-2021", tmp_path / "later/vn" / edition)
    edit(tmp_path / "later/vn/antt-2026/standard.yaml", "seasons: {from: 2022}", "seasons: {from: 2026}")
    edit(
        tmp_path / "later/vn/antt-2026/residential-area.yaml",
        "at_least: completed}",
        "at_least: completed_excellently}",
    )
    reference = world.scored()
    monkeypatch.setenv("ANTOAN_CRITERIA", str(tmp_path / "later"))
    settings.cache_clear()
    return reference


def test_a_preview_writes_nothing_and_the_move_is_done_once(world, later):
    command = ("criteria", "migrate", OLD, NEW, "--format", "json")
    said = json.loads(world.run(*command))
    assert (said["applied"], said["moved"]) == (False, 1)
    assert world.rows("select standard from application") == [(OLD,)]
    order = (*command, "--apply", "--as", "van-hanh", "--reason", "Thông tư ví dụ")
    assert json.loads(world.run(*order))["moved"] == 1
    assert world.rows("select standard from application") == [(NEW,)]
    assert json.loads(world.run(*order))["moved"] == 0
    shown = [event["event"] for event in world.json("show", later)["timeline"]]
    assert "edition-changed" in shown


def test_the_preview_is_a_page_for_people(world, later):
    page = world.run("criteria", "migrate", OLD, NEW)
    assert "Xem trước: 1 hồ sơ" in page
    assert "chưa ghi gì" in page


def test_nobody_moves_anything_without_a_name_a_reason_and_the_role(world, later, refused):
    command = ("criteria", "migrate", OLD, NEW, "--apply")
    assert "--as" in refused(*command)
    assert "lý do" in refused(*command, "--as", "van-hanh")
    assert "không được chuyển hồ sơ" in refused(*command, "--as", "chu-tich", "--reason", "x")
    assert world.rows("select standard from application") == [(OLD,)]
