"""A new standard, as its feature tells it: one file in a copy of the criteria folder, and no other change anywhere.

Seen to fail with its rule broken: an edition changed under its applications; the oldest edition instead of the latest;
a bad file that stops the others; a share of 0.8 accepted; kinds that Python does not know refused in lists of units.
"""

import shutil
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from domain.catalogue import load
from domain.people import Deed
from tests.features.conftest import CRITERIA
from tests.features.world import World

scenarios("new_standard.feature")


class Folder:
    """The criteria of a jurisdiction, and the world that reads them anew whenever they change."""

    def __init__(self, root: Path, world: World) -> None:
        self.root, self.world = shutil.copytree(CRITERIA, root), world
        self.first: dict[str, str] = {}

    def put(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.first.setdefault(path, text)
        self.world.catalogue = load(self.root)

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, world: World) -> Folder:
    return Folder(tmp_path / "criteria", world)


@given(parsers.parse("địa phương đặt tệp {path}:"))
def a_jurisdiction_drops_a_file(folder: Folder, path: str, docstring: str) -> None:
    folder.put(path, docstring + "\n")
    assert [str(problem) for problem in folder.world.catalogue.problems] == []


@given(parsers.parse("địa phương ban hành {path} áp dụng từ năm {year:d}, nâng “{old}” lên “{new}”"))
def a_jurisdiction_drops_a_new_edition(folder: Folder, path: str, year: int, old: str, new: str) -> None:
    ((_, text),) = folder.first.items()
    assert old in text
    folder.put(path, text.replace(old, new).replace("seasons: {from: 2026}", f"seasons: {{from: {year}}}"))


@given(parsers.parse("đợt {season:d} đang mở"))
def a_season_is_open_by_now(world: World, season: int) -> None:
    if not world.rows("select 1 from season where year = :year", year=season):
        world.open_season(season)


@when(parsers.parse("địa phương bỏ tệp {path}"))
def a_file_is_taken_away(folder: Folder, path: str) -> None:
    (folder.root / path).unlink()
    folder.world.catalogue = load(folder.root)


@when(parsers.parse("tệp {path} bị viết nhầm, “{right}” thành “{wrong}”"))
@when(parsers.parse("tệp {path} bị sửa, “{right}” thành “{wrong}”"))
def a_file_is_changed(folder: Folder, path: str, right: str, wrong: str) -> None:
    text = folder.text(path)
    assert text.count(right) == 1
    folder.put(path, text.replace(right, wrong))


@when(parsers.parse("tệp {path} được khôi phục"))
def a_file_is_restored(folder: Folder, path: str) -> None:
    folder.put(path, folder.first[path])


@when(parsers.parse("{who} ghi kết quả kiểm tra {unit}, {signed:d} trên {trading:d} hộ ký cam kết"))
def a_market_is_inspected(world: World, who: str, unit: str, signed: int, trading: int) -> None:
    facts = {"CHO-1": {"signed": signed, "trading": trading}, "CHO-2": {"fires": 0}}
    world.act(who, Deed.INSPECT, reference=world.case(unit).reference, facts=facts)


@then(parsers.parse("tệp {path} bị báo lỗi ở dòng {line:d}: “{sentence}”"))
def a_mistake_is_reported(folder: Folder, path: str, line: int, sentence: str) -> None:
    said = [problem.in_("vi") for problem in folder.world.catalogue.problems]
    assert said == [f"{folder.root / path}:{line}: {sentence}"]


@then("không tệp nào khác bị báo lỗi")
def every_other_file_is_read(folder: Folder) -> None:
    assert set(folder.world.catalogue.standards) == set(load(CRITERIA).standards)
