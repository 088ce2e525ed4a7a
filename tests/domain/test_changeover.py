"""Changeover: open cases move to the edition that now judges them: previewed, told, scored again, once.

Mutations tried, each seen to fail here and undone: decided cases moved (both guards taken out); the preview writing; scored cases not scored
again; somebody without the role; the pin left at the old hash.
"""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain import changeover
from domain.catalogue import Catalogue, load
from domain.errors import BadInput, NotAllowed
from domain.lifecycle import State
from domain.people import Deed
from tests.domain.test_catalogue import edit

ROOT = Path(__file__).parents[2] / "criteria"
OLD, NEW = "vn/antt-2021/residential-area", "vn/antt-2026/residential-area"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
WHY = "Thông tư ví dụ thay đổi tiêu chuẩn"


@pytest.fixture
def later(tmp_path: Path) -> Catalogue:
    """The catalogue with an edition from 2026 on, in which all of the security team must be rated well."""
    for edition in ("antt-2021", "antt-2026"):
        shutil.copytree(ROOT / "vn/antt-2021", tmp_path / "vn" / edition)
    edit(tmp_path / "vn/antt-2026/standard.yaml", "seasons: {from: 2022}", "seasons: {from: 2026}")
    edit(
        tmp_path / "vn/antt-2026/residential-area.yaml",
        "at_least: completed}",
        "at_least: completed_excellently}",
    )
    found = load(tmp_path)
    assert found.problems == []
    return found


def apply(world, later, who="operator", reason=WHY, place="/"):
    return changeover.apply(world.database, later, OLD, NEW, world.person(who), reason, NOW, place)


def bring(world, *states):
    """Applications of the first units, one in each of these states, all of them well rated."""
    facts = world.facts()
    facts["KDC-5"] = {**facts["KDC-5"], "team_rating": "completed_well"}
    return [world.bring_to(state, f"S00{n}", facts) for n, state in enumerate(states, 1)]


def test_the_preview_tells_who_loses_and_why_and_writes_nothing(world, later):
    (scored,) = bring(world, State.SCORED)
    before = world.everything()
    found = changeover.preview(world.database, later, OLD, NEW, NOW)
    assert [(one.reference, one.before, one.after, one.because) for one in found.losers] == [
        (scored, "met", "not_met", ("KDC-5",))
    ]
    assert found.winners == []
    assert world.everything() == before


def test_an_operator_moves_them_and_what_was_scored_is_scored_again_at_once(world, later):
    (scored,) = bring(world, State.SCORED)
    assert world.verdict(scored) == "met"
    found = apply(world, later)
    assert len(found.moved) == 1
    assert world.verdict(scored) == "not_met"
    assert world.events(scored)[-2:] == ["edition-changed", "application-scored"]
    pinned = world.rows("select standard, sha256 from application")
    assert pinned == [(NEW, later.get(NEW).sha256)]


def test_doing_it_again_moves_nothing(world, later):
    bring(world, State.SCORED)
    apply(world, later)
    before = world.everything()
    assert apply(world, later).changes == []
    assert world.everything() == before


def test_decided_cases_stay_under_the_edition_of_their_decision(world, later):
    bring(world, State.RECOGNISED, State.REGISTERED)
    found = apply(world, later)
    assert [one.state for one in found.moved] == ["registered"]
    kept = world.rows("select state, standard from application order by id")
    assert kept == [("recognised", OLD), ("registered", NEW)]


def test_only_an_operator_of_the_place_may_and_only_with_a_reason(world, later):
    bring(world, State.REGISTERED)
    for who in ("ward-chair", "other-office", "ward-inspector"):
        with pytest.raises(NotAllowed):
            apply(world, later, who)
    with pytest.raises(BadInput, match="lý do"):
        apply(world, later, reason="  ")
    assert world.rows("select standard from application") == [(OLD,)]


def test_a_place_moves_alone(world, later):
    bring(world, State.REGISTERED)
    assert apply(world, later, place="/99/").changes == []
    assert len(apply(world, later, place="/20/").moved) == 1


def test_the_edition_of_another_season_or_place_takes_nobody(world, later):
    bring(world, State.REGISTERED)
    later.standards[NEW] = replace(later.get(NEW), place="/99/")
    found = changeover.preview(world.database, later, OLD, NEW, NOW)
    assert found.moved == []
    assert "judged by vn/antt-2021/residential-area" in found.changes[0].refused.en


def test_two_contents_of_one_path_are_told_apart_by_their_hash(world, later):
    bring(world, State.REGISTERED, State.REGISTERED)
    world.run("update application set sha256 = 'abcdef0123' where id = 2")
    with pytest.raises(BadInput, match="abcdef0123"):
        changeover.preview(world.database, later, OLD, NEW, NOW)
    found = changeover.preview(world.database, later, f"{OLD}@abcdef", NEW, NOW)
    assert len(found.moved) == 1


def test_after_the_move_the_work_of_the_season_goes_on(world, later):
    (reference,) = bring(world, State.UNDER_INSPECTION)
    apply(world, later)
    world.catalogue = later
    world.inspect(reference)
    world.settle()
    assert world.verdict(reference) == "met"
    assert world.state(reference) == State.SCORED
    assert Deed.CHANGE_EDITION == "change-edition"
