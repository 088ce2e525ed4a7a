"""Overlays: a place adds and tightens, never loosens; whatever it recognises, the standard that it extends recognises.

Mutations tried, each seen to fail here and undone: a share compared the other way round; excuses added instead of taken
away; a dropped part of `all` let through; `any` with more alternatives let through; the ladder of a rating read
downwards; the base judged where the overlay should; a later deadline let through; the inner of two overlays free.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalogue import Catalogue, load
from domain.rulebook.facts import Fact, Step
from domain.rulebook.mistakes import Shape
from domain.rulebook.tighter import tighter
from domain.rulebook.truth import MET, Frame
from domain.rulebook.verdicts import compiled
from domain.rules import AllOf, AnyOf, Counted, NoneOf, Rated, Reduced, Share
from domain.scorecard import judge
from domain.standards import Standard
from tests.domain.test_catalogue import edit
from tests.facts_strategies import cases

ROOT = Path(__file__).parents[2] / "criteria"
CATALOGUE = load(ROOT)
AREA = CATALOGUE.get("vn-tinh-vi-du/antt-2021/residential-area")
COMMUNE = CATALOGUE.get("vn-tinh-vi-du/antt-2021/commune")
OVERLAY = "vn-tinh-vi-du/antt-2021/residential-area.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place in ("vn/antt-2021", "vn-tinh-vi-du"):
        shutil.copytree(ROOT / place, tmp_path / place)
    return tmp_path


def problems(folder: Path) -> list[str]:
    return [one.text.en for one in load(folder).problems]


def test_the_worked_example_changes_what_it_says_and_nothing_else() -> None:
    base = CATALOGUE.get("vn/antt-2021/residential-area")
    old, new = AREA.in_season(2025), AREA.in_season(2026)
    assert (*base.codes, "TVD-1") == new.codes
    assert old.codes == base.codes
    assert {one.code for one in old.criteria if one != base.by_code[one.code]} == {"KDC-1c"}
    changed = {one.code for one in new.criteria if one.code in base.by_code and one != base.by_code[one.code]}
    assert changed == {"KDC-1c", "KDC-4b", "KDC-5"}
    assert ("KDC-1c", "registered") in AREA.attested
    assert (AREA.deadline(2026), base.deadline(2026)) == (date(2026, 11, 9), date(2026, 11, 14))


@pytest.mark.parametrize(("season", "needed"), [(2025, 70), (2026, 75), (2027, 75), (2028, 80)])
def test_a_threshold_rises_with_the_seasons(season: int, needed: int) -> None:
    facts = COMMUNE.example_facts(season)
    for recognised, verdict in ((needed, "met"), (needed - 1, "not_met")):
        facts["XA-4"] = {"units": 100, "registered": 100, "recognised": recognised, "undecided": 0}
        assert judge(COMMUNE, season, {}, facts).verdict == verdict


def test_a_fictional_place_registers_nobody() -> None:
    assert (
        CATALOGUE.for_kind("residential-area", 2026, "/tinh-vi-du/a/b/").path
        == "vn/antt-2021/residential-area"
    )


def test_units_under_the_place_register_under_its_overlay_and_no_others(folder: Path) -> None:
    edit(folder / OVERLAY, "process: none", "seasons: {from: 2024}")
    catalogue = load(folder)
    assert catalogue.problems == []
    area = "residential-area"
    assert catalogue.for_kind(area, 2026, "/tinh-vi-du/xa-1/khu-2/").place == "/tinh-vi-du/"
    for kind, season, place in (
        (area, 2023, "/tinh-vi-du/x/"),
        (area, 2026, "/tinh-vi-du-2/x/"),
        (area, 2026, "/20/05977/S001/"),
        (area, 2026, ""),
        ("agency", 2026, "/tinh-vi-du/x/"),
    ):
        assert catalogue.for_kind(kind, season, place).place == ""


def test_an_overlay_does_not_outlive_the_edition_that_it_extends(folder: Path) -> None:
    edit(folder / OVERLAY, "process: none\n", "")
    shutil.copytree(folder / "vn/antt-2021", folder / "vn/antt-2030")
    edit(folder / "vn/antt-2030/standard.yaml", "seasons: {from: 2022}", "seasons: {from: 2030}")
    catalogue = load(folder)
    assert catalogue.for_kind("residential-area", 2029, "/tinh-vi-du/x/").place == "/tinh-vi-du/"
    assert (
        catalogue.for_kind("residential-area", 2030, "/tinh-vi-du/x/").path == "vn/antt-2030/residential-area"
    )


LOOSER: list[tuple[str, str, str | None]] = [
    ("at_least: completed_well", "at_least: not_completed", "not plainly stricter than that of KDC-5"),
    ("        - {none: disciplined}\n", "", "No rule uses “disciplined”"),
    (
        "    met_when:\n      all:\n        - {rated",
        "    met_when:\n      any:\n        - {rated",
        "not plainly stricter",
    ),
    ("excused_when: [force_majeure]", "excused_when: [force_majeure, other]", "no excuse called “other”"),
    ("code: KDC-4b", "code: KDC-4d", None),
    ("excused_when: [force_majeure]", "excused_when: [force_majeure, detected_mitigated_reported]", None),
    ("before: 10 Nov", "before: 16 Nov", "deadline of a place cannot be later"),
    ("code: KDC-5\n", "code: KDC-9\n", "has no criterion “KDC-9”"),
    ("code: TVD-1", "code: KDC-2", "“KDC-2” is already used."),
    (
        "attested_by: {registered: commune-police}",
        "attested_by: {registred: commune-police}",
        "“registred” is no fact",
    ),
    ("code: KDC-5\n", "code: KDC-4b\n", "KDC-4b is tightened twice"),
    ("process: none", "seasons: {from: 2021}", "judges 2022– only"),
    ("patrols: {vi: buổi tuần tra", "incidents: {vi: buổi", "says already what “incidents” is"),
    ("in: /tinh-vi-du/", "in: tinh-vi-du", "write the path of the place"),
    (
        "extends: vn/antt-2021/residential-area",
        "extends: vn/antt-2021/area",
        "“vn/antt-2021/area” cannot be extended",
    ),
    (
        "extends: vn/antt-2021/residential-area",
        "extends: vn-tinh-vi-du/antt-2021/residential-area",
        "extend each other",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), LOOSER)
def test_what_is_not_stricter_is_refused_with_its_reason(
    folder: Path, old: str, new: str, sentence: str | None
) -> None:
    edit(folder / OVERLAY, old, new)
    found = problems(folder)
    if sentence is None:
        assert found == []
    else:
        assert len(found) >= 1
        assert sentence in " ".join(found)


def test_an_excuse_that_the_base_does_not_admit_cannot_be_added(folder: Path) -> None:
    edit(folder / OVERLAY, "code: KDC-4b", "code: KDC-4d")
    edit(folder / OVERLAY, "excused_when: [force_majeure]", "excused_when: [detected_mitigated_reported]")
    assert problems(folder) == [
        "KDC-4d does not admit the excuse “detected_mitigated_reported”; a place can only take some away."
    ]


def test_an_inner_place_must_extend_the_outer_one(folder: Path) -> None:
    edit(folder / OVERLAY, "process: none\n", "")
    inner = folder / "vn-tinh-vi-du/xa-vi-du/residential-area.yaml"
    inner.parent.mkdir()
    text = (folder / OVERLAY).read_text(encoding="utf-8").partition("nouns:")[0]
    inner.write_text(text.replace("in: /tinh-vi-du/", "in: /tinh-vi-du/xa/"), encoding="utf-8")
    assert problems(folder) == [
        "vn-tinh-vi-du/antt-2021/residential-area applies at /tinh-vi-du/ already: this file must extend that one."
    ]
    edit(inner, "extends: vn/antt-2021/residential-area", "extends: vn-tinh-vi-du/antt-2021/residential-area")
    catalogue = load(folder)
    assert catalogue.problems == []
    assert catalogue.for_kind("residential-area", 2026, "/tinh-vi-du/xa/k/").place == "/tinh-vi-du/xa/"
    assert catalogue.for_kind("residential-area", 2026, "/tinh-vi-du/other/k/").place == "/tinh-vi-du/"


def test_the_hash_of_an_overlay_covers_its_base_and_itself(folder: Path) -> None:
    def now() -> str:
        return load(folder).get("vn-tinh-vi-du/antt-2021/residential-area").sha256

    hashes = [now()]
    edit(folder / OVERLAY, "at_least: 12", "at_least: 13")
    hashes.append(now())
    edit(folder / "vn/antt-2021/residential-area.yaml", "at_least: completed}", "at_least: completed_well}")
    hashes.append(now())
    assert len(set(hashes)) == 3


def implied(catalogue: Catalogue, overlay: Standard, season: int, case: tuple[Any, Any]) -> None:
    """What the overlay recognises the standard under it recognises, on the same facts."""
    unit, facts = case
    assert overlay.extends is not None
    if overlay.check_facts(facts) or overlay.check_unit(unit):
        return  # what is malformed is recognised by nobody
    if judge(overlay, season, unit, facts).verdict == "met":
        taken = {code: own for code, own in facts.items() if code in overlay.extends.by_code}
        assert judge(overlay.extends, season, unit, taken).verdict == "met"


@given(st.data())
@settings(deadline=None, max_examples=50)
def test_whatever_the_worked_overlays_recognise_the_standard_recognises(data: st.DataObject) -> None:
    overlay = data.draw(st.sampled_from([AREA, COMMUNE]))
    season = data.draw(st.sampled_from([2024, 2026, 2028]))
    implied(CATALOGUE, overlay, season, data.draw(cases(overlay.in_season(season), season)))


names = st.sampled_from(["a", "b", "c"])
STEPS = {"r": tuple(Step(code=code, vi=code, en=code) for code in ("low", "mid", "high"))}
simple = st.one_of(
    names.map(lambda name: NoneOf(none=(name,))),
    st.lists(names, min_size=1, max_size=3, unique=True).map(lambda some: NoneOf(none=tuple(some))),
    st.builds(lambda n: Counted(counted="a", at_least=n), st.integers(0, 3)),
    st.builds(lambda n: Counted(counted="a", at_most=n), st.integers(0, 3)),
    st.builds(
        lambda p: Share(share=["b", "c"], at_least=p), st.sampled_from(["50%", "2/3", "66.67%", "100%"])
    ),
    st.builds(
        lambda p: Share.model_validate({"share": ["b", "c"], "more_than": p}), st.sampled_from(["50%", "2/3"])
    ),
    st.builds(lambda code: Rated(rated="r", at_least=code), st.sampled_from(["low", "mid", "high"])),
    st.builds(
        lambda equal, zero: Reduced(reduced=(("a", "b"),), if_equal=equal, if_both_zero=zero),
        st.sampled_from(["met", "not_met"]),
        st.sampled_from(["met", "not_met"]),
    ),
)
rules = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: AllOf(all=tuple(some))),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: AnyOf(any=tuple(some))),
    ),
    max_leaves=5,
)
FACTS: Callable[..., dict[str, Any]] = lambda a, b, c, r: {"a": a, "b": min(b, c), "c": c, "r": r}  # noqa: E731
answers = st.builds(
    FACTS, st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), st.sampled_from(["low", "mid", "high"])
)


@given(rules, rules, st.lists(answers, min_size=20, max_size=20))
@settings(max_examples=200, deadline=None)
def test_a_rule_proven_tighter_is_met_nowhere_where_the_other_is_not(
    new: Shape, old: Shape, many: list[dict[str, Any]]
) -> None:
    if not tighter(new, old, STEPS):
        return
    count = Fact(count="x", vi="x", en="x")
    facts = {"a": count, "b": count, "c": count, "r": Fact(rating="r", vi="r", en="r")}
    frame = Frame(facts=facts, attributes={}, scales=STEPS, periods={}, excuses=frozenset())
    for own in many:
        if compiled(new, frame)(own, {}) == MET:
            assert compiled(old, frame)(own, {}) == MET, (new, old, own)
