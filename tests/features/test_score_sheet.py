"""Score sheets, as their feature tells it: a sheet of a place's own through the whole process, and the partial ones shipped.

Seen to fail with its rule broken: the threshold exceeded instead of reached; half of a criterion not asked for; `and` and
must-be-full rows not looked at; a deduction below 0; a span taken for its best end; a partial sheet that recognises.
"""

import shutil
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from domain.catalogue import load
from domain.scorecard import Scorecard, judge
from tests.features.conftest import CRITERIA, VERDICTS
from tests.features.world import World

scenarios("score_sheet.feature")


@given(parsers.parse("địa phương ban hành bảng điểm {path}:"))
def a_place_drops_a_score_sheet(world: World, tmp_path: Path, path: str, docstring: str) -> None:
    root = shutil.copytree(CRITERIA, tmp_path / "criteria")
    file = root / path
    file.parent.mkdir(parents=True)
    file.write_text(docstring + "\n", encoding="utf-8")
    world.catalogue = load(root)
    assert [str(problem) for problem in world.catalogue.problems] == []


@then(parsers.parse("chợ Đình Lập được {points:d} điểm"))
def the_market_has_points(world: World, points: int) -> None:
    world.nothing_is_left_unread()
    total = world.scorecard("Chợ Đình Lập").explain()["points"]
    assert (total["least"], total["best"], total["maximum"]) == (points, points, 100)


@then(parsers.parse("dòng {code} của chợ Đình Lập được {points:d} điểm"))
def a_row_has_points(world: World, code: str, points: int) -> None:
    world.nothing_is_left_unread()
    card = world.scorecard("Chợ Đình Lập")
    (row,) = (one["points"] for one in card.explain()["criteria"] if one["code"] == code)
    assert (row["least"], row["best"]) == (points, points)


@pytest.fixture
def judged() -> dict[str, Scorecard]:
    return {}


@when(parsers.re(r"chấm theo (?P<path>\S+), mọi dòng đọc được đều đủ điểm$"))
def a_shipped_sheet_is_scored(world: World, judged: dict[str, Scorecard], path: str) -> None:
    standard = world.catalogue.get(path)
    season = standard.seasons.first
    judged["card"] = judge(standard, season, {}, standard.example_facts(season))


@when(parsers.parse("chấm theo {path}, mọi dòng đọc được đều đủ điểm, riêng dòng {code} có {count:d} vụ"))
def a_shipped_sheet_is_scored_with_incidents(
    world: World, judged: dict[str, Scorecard], path: str, code: str, count: int
) -> None:
    standard = world.catalogue.get(path)
    season = standard.seasons.first
    facts = standard.example_facts(season)
    facts[code]["incidents"] = count
    judged["card"] = judge(standard, season, {}, facts)


@then(parsers.re(r"bảng ấy kết luận “(?P<verdict>[^”]+)”$"))
def the_sheet_concludes(judged: dict[str, Scorecard], verdict: str) -> None:
    assert judged["card"].verdict == VERDICTS[verdict]


@then(parsers.parse("bảng ấy kết luận “{verdict}” vì “{why}”"))
def the_sheet_concludes_because(judged: dict[str, Scorecard], verdict: str, why: str) -> None:
    the_sheet_concludes(judged, verdict)
    assert judged["card"].explain()["recognition"]["vi"] == why
