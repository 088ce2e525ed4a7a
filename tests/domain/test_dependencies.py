"""Dependencies: what one standard takes from units under a place, or from a title that the same unit holds elsewhere.

Mutations tried, each seen to fail here and undone: a title counted while it is undecided; a title of another season; the
units of all kinds where one is asked; the per-kind rule without its condition; a circle let through.
"""

import shutil
from pathlib import Path

import pytest

from domain import judged_on
from domain.catalogue import load
from domain.lifecycle import State
from domain.scorecard import judge
from tests.domain.test_catalogue import edit

ROOT = Path(__file__).parents[2] / "criteria"
RURAL = "vn/nong-thon-moi-19-2/commune"


# --- a title held elsewhere ----------------------------------------------------------------------


@pytest.mark.parametrize(("held", "verdict"), [(True, "met"), (False, "not_met"), (None, "undecided")])
def test_a_commune_that_holds_the_title_counts_as_not_complex(standards, held, verdict):
    facts = {} if held is None else {"NTM-1": {"title_held": held}}
    assert judge(standards.get(RURAL), 2023, {}, facts).verdict == verdict
    assert standards.for_kind("commune", 2023).path == "vn/antt-2021/commune"


def test_from_2024_the_guidance_asks_more_and_its_unknown_rest_leaves_it_undecided(standards):
    rural = standards.get(RURAL)
    assert rural.in_season(2023).codes == ("NTM-1",)
    card = judge(rural, 2024, {}, rural.example_facts(2024))
    assert card.verdict == "undecided"
    assert [one.code for one in card.findings if one.verdict == "unknown"] == ["NTM-5"]


STANDING = [
    (None, False),
    (State.REGISTERED, None),
    (State.SCORED, None),
    (State.RECOGNISED, True),
    (State.IN_QUESTION, None),
    (State.NOT_RECOGNISED, False),
    (State.REVOKED, False),
    (State.EXPIRED, True),
    (State.WITHDRAWN, False),
]


def test_the_title_is_looked_up_where_the_unit_stands_in_that_season(sqlite_world):
    world = sqlite_world
    world.bring_to(State.REGISTERED)
    for state, expected in STANDING:
        if state is None:
            season = 2025
        else:
            season = 2026
            world.run("update application set state = :state", state=state)
        with world.database.reading() as session:
            held = judged_on.titles_held(session, world.catalogue, season, ["S001"], ["vn/antt", "vn/other"])
        assert held["S001"].get("title vn/antt") is expected, state
        assert held["S001"]["title vn/other"] is False


def test_what_is_looked_up_outranks_what_anybody_says(standards):
    facts = judged_on.to_judge(
        standards.get(RURAL).in_season(2023),
        {"inspector": {"NTM-1": {"title_held": True}}},
        {"title vn/antt": False},
    )
    assert facts == {"NTM-1": {"title_held": False}}


# --- units under a place, kind by kind -----------------------------------------------------------


def totals(**kinds):
    """`residential_area=(units, registered, recognised)`."""
    found = judged_on.Totals()
    for kind, (units, registered, recognised) in kinds.items():
        found.add(
            kind.replace("_", "-"), units=units, registered=registered, recognised=recognised, undecided=0
        )
    return found


def test_the_commune_of_2012_counts_its_residential_areas_and_nothing_else(standards):
    old = standards.get("vn/antt-2012/commune")
    facts = judged_on.to_judge(old, {}, totals(residential_area=(10, 10, 7), school=(90, 0, 0)))
    assert facts["XA-4"] == {"areas": 10, "recognised": 7, "undecided": 0}


@pytest.fixture
def per_kind(tmp_path):
    shutil.copytree(ROOT / "vn/antt-2021", tmp_path / "vn/antt-2021")
    edit(tmp_path / "vn/antt-2021/commune.yaml", "  - code: XA-4\n", "  - code: XA-4\n    pool: per-kind\n")
    catalogue = load(tmp_path)
    assert [one.in_("en") for one in catalogue.problems] == []
    return catalogue.get("vn/antt-2021/commune")


@pytest.mark.parametrize(
    ("kinds", "pooled", "by_kind"),
    [
        (dict(residential_area=(10, 10, 10), school=(2, 2, 1)), "met", "not_met"),
        (dict(residential_area=(10, 10, 7), school=(10, 10, 7)), "met", "met"),
        (dict(residential_area=(10, 10, 7)), "met", "met"),
        (dict(residential_area=(10, 10, 6), school=(10, 10, 10)), "met", "not_met"),
        (dict(residential_area=(10, 10, 6)), "not_met", "not_met"),
        ({}, "unknown", "unknown"),
    ],
)
def test_seventy_per_cent_may_be_read_of_each_kind_by_itself(standards, per_kind, kinds, pooled, by_kind):
    for standard, expected in ((standards.get("vn/antt-2021/commune"), pooled), (per_kind, by_kind)):
        facts = judged_on.to_judge(standard, {}, totals(**kinds))
        found = {one.code: one.verdict for one in judge(standard, 2024, {}, facts).findings}
        assert found["XA-4"] == expected


def test_the_reading_is_part_of_the_hash(standards, per_kind):
    assert per_kind.sha256 != standards.get("vn/antt-2021/commune").sha256


# --- circles -------------------------------------------------------------------------------------

FILE = """
applies_to: pier
process: none
title: {vi: Cầu tàu, en: Pier}
cites: Quy định ví dụ
recognised_when: all
seasons: {from: 2022}
registration: {from: 1 Jan, until: 31 Mar, vi: Quý I, en: Quarter I}
window: {from: 1 Jan, until: 31 Dec, vi: năm, en: the year}
deadline: {before: 31 Dec}
criteria:
  - code: CT-1
    cites: khoản 1
    ask: {vi: Danh hiệu, en: Title}
    facts: {held: {answer: yes-no, supplied_by: title-held, title: TITLE, vi: Có, en: Held}}
    met_when: {yes: held}
"""


def write(folder, path, title):
    file = folder / f"{path}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(FILE.replace("TITLE", title), encoding="utf-8")


def test_standards_that_wait_for_each_other_are_refused_with_the_circle(tmp_path):
    write(tmp_path, "vn/one/pier", "vn/two")
    write(tmp_path, "vn/two/pier", "vn/three")
    write(tmp_path, "vn/three/pier", "vn/one")
    write(tmp_path, "vn/four/pier", "vn/one")
    catalogue = load(tmp_path)
    assert [one.text.en for one in catalogue.problems] == [
        "These standards wait for each other: vn/one/pier → vn/two/pier → vn/three/pier → vn/one/pier."
    ]
    assert set(catalogue.standards) == {"vn/four/pier"}


def test_a_standard_that_asks_for_its_own_title_is_refused(tmp_path):
    write(tmp_path, "vn/one/pier", "vn/one")
    assert [one.text.en for one in load(tmp_path).problems] == [
        "These standards wait for each other: vn/one/pier → vn/one/pier."
    ]


def test_a_title_that_a_kind_does_not_have_makes_no_circle(tmp_path):
    write(tmp_path, "vn/one/pier", "vn/two")
    assert load(tmp_path).problems == []
