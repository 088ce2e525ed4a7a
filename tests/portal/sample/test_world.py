"""Claims about the world that the sample plays in.

Mutations tried, each failed a test here: “(mẫu)” missing from one kind of name; a code like an official one; one
inspector fewer in a commune; 13 areas in a commune; an area too many for a size that does not divide; one reader of
English in five; the sort key of another name; areas that do not depend on the seed; worlds without cases with the codes
of those with.
"""

from collections import Counter
from datetime import date

import pytest

from domain import units
from domain.people import Role
from domain.unit_rows import COMMUNES, UnitRow
from portal import sample
from portal.sample.cases import AREAS, CASES, OTHERS, story_of
from portal.sample.stories import STORIES
from portal.sample.world import Account, Plan, World, applicant

OFFICIAL = tuple(units.official_units(date(2026, 11, 10)))


@pytest.fixture(scope="module")
def world() -> World:
    return World(sample.DEFAULT, OFFICIAL)


def everybody(world: World) -> list[Account]:
    return [*world.officials(), *map(applicant, world.units()), *world.communes()]


def test_all_communes_and_wards_of_lang_son_take_part(world: World) -> None:
    assert [place.code for place in world.places()] == [
        row.code for row in OFFICIAL if row.parent_code == "20" and row.kind in COMMUNES
    ]
    assert len(world.places()) == 65
    assert len(list(world.communes())) == 65


def test_every_commune_has_three_to_twelve_areas(world: World) -> None:
    areas = Counter(unit.parent for unit in world.units() if unit.kind == "residential-area")
    assert set(areas) == {place.code for place in world.places()}
    assert set(areas.values()) == set(range(3, 13))


def test_every_invented_name_says_that_it_is_a_sample(world: World) -> None:
    assert all("(mẫu)" in unit.name and unit.row()["sample"] == 1 for unit in world.units())
    assert all("(mẫu)" in account.name and account.row()["sample"] == 1 for account in everybody(world))


def test_names_are_unique_in_their_place_and_codes_everywhere(world: World) -> None:
    invented = list(world.units())
    assert len({(unit.parent, unit.name) for unit in invented}) == len(invented)
    codes = [unit.code for unit in invented]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & {row.code for row in units.official_versions()}
    assert all(not code[0].isdigit() for code in codes), "an official code is digits only"


def test_a_row_made_without_the_model_is_the_row_that_the_model_makes(world: World) -> None:
    for unit in world.units():
        row = unit.row()
        given = {key: row[key] for key in ("code", "name", "kind", "parent_code", "path", "valid_from")}
        checked = UnitRow.model_validate({**given, "attributes": dict(unit.attributes), "sample": True})
        assert (checked.folded, checked.sort_key, checked.local_type) == (
            row["folded"], row["sort_key"], row["local_type"],
        )  # fmt: skip
        assert checked.valid_until is row["valid_until"] is None
        assert checked.local_type in ("thôn", "tổ dân phố") or unit.kind != "residential-area"


def test_everybody_has_one_login_and_an_address_that_reaches_nobody(world: World) -> None:
    people = everybody(world)
    assert len({account.login for account in people}) == len(people)
    assert all(
        account.row()["addresses"] == f'{{"email":"{account.login}@example.vn"}}' for account in people
    )
    readers = Counter(account.language for account in people)
    assert 5 < readers["en"] < len(people) / 10


def test_each_place_has_those_who_act_there(world: World) -> None:
    held = Counter((account.role, account.path) for account in everybody(world))
    for place in world.places():
        assert held[Role.INSPECTOR, place.path] == 2
        assert held[Role.STANDING_OFFICE, place.path] == held[Role.APPROVER, place.path] == 1
        assert held[Role.APPLICANT, place.path] == 1
    assert held[Role.INSPECTOR, "/20/"] == 3
    assert (
        held[Role.APPROVER, "/20/"] == held[Role.STANDING_OFFICE, "/20/"] == held[Role.AUDITOR, "/20/"] == 1
    )
    assert held[Role.OPERATOR, "/"] == 1
    assert all(held[Role.APPLICANT, unit.path] == 1 for unit in world.units())


def test_the_accounts_to_try_exist_with_that_role_in_that_place(world: World) -> None:
    known = {(account.role, account.login, account.path) for account in everybody(world)}
    assert set(sample.accounts_to_try()) <= known
    assert {role for role, _, _ in sample.accounts_to_try()} == set(Role)


def test_the_world_is_the_same_every_time_and_another_with_another_seed(world: World) -> None:
    assert list(world.units()) == list(World(Plan(), OFFICIAL).units())
    other = list(World(Plan(seed=7), OFFICIAL).units())
    assert {unit.code for unit in world.units()} != {unit.code for unit in other}
    names = {unit.code: unit.name for unit in world.units()}
    assert any(names.get(unit.code, unit.name) != unit.name for unit in other)


def test_every_case_and_layout_has_its_unit(world: World) -> None:
    there = {unit.code: unit.kind for unit in world.units()} | dict.fromkeys(
        (place.code for place in world.places()), "commune"
    )
    assert {case.unit for case in CASES.values()} <= set(there)
    assert {other.code for other in OTHERS} <= set(there)
    for case in CASES.values():
        assert story_of(case.unit, there[case.unit]) == case.story
    assert {story for stories in AREAS.values() for story in stories} <= set(STORIES)


@pytest.mark.parametrize("size", [1, 50, 1_000, 9_999])
def test_a_world_of_a_size_has_exactly_so_many_applicants(size: int) -> None:
    world = World(Plan.of_size(size), OFFICIAL)
    assert sum(1 for _ in world.units()) == size
    assert list(world.communes()) == []


def test_a_hundred_thousand_areas_lie_in_every_commune_of_the_country() -> None:
    world = World(Plan.of_size(100_000), OFFICIAL)
    areas = Counter(unit.parent for unit in world.units())
    assert sum(areas.values()) == 100_000
    assert set(areas) == {row.code for row in OFFICIAL if row.kind in COMMUNES}
    assert set(areas.values()) == {30, 31}


def test_no_unit_of_a_world_without_cases_lives_through_one() -> None:
    world = World(Plan.of_size(100_000), OFFICIAL)
    cases = {case.unit for case in CASES.values()}
    assert not cases & {unit.code for unit in world.units()}
