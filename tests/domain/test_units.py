"""Units: the official list with its dated changes, what an import would change, and how that is stored.

Each of these was broken once and seen to fail here: a version's last day left out; local types shorter first, or with
capitals unseen; unknown fields let in; the change files left out; what a change does not speak of forgotten; an old
version that ends on the new one's first day, or not at all; an equal row that opens a version; an overlap of one day
let in; an older version without its end; units below a moved one left behind, or moved from their own first day;
a closed version counted as changed, or not written; `apply` that asks nobody; a row stored without its attributes.
"""

import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from domain import schema, units
from domain.database import Database
from domain.errors import BadInput, NotAllowed
from domain.people import Person, Role
from domain.store import transaction
from domain.units import UnitRow, after, official_units, official_versions, plan

START = date(2025, 7, 1)
CITY = date(2026, 4, 30)  # Đồng Nai, 30/2026/QH16 and 237/NQ-UBTVQH16
NOW = datetime(2026, 11, 22, tzinfo=UTC)
DATA = Path(units.__file__).parent / "data"


def unit(code="20", name="Tỉnh Lạng Sơn", kind="province", parent=None, path=None, **other):
    given = {"code": code, "name": name, "kind": kind, "parent_code": parent, "path": path or f"/{code}/"}
    return UnitRow.model_validate({**given, "valid_from": START, **other})


def kinds(on):
    return Counter(row.kind for row in official_units(on))


# --- the official list ---------------------------------------------------------------------------


def test_there_are_34_provinces_and_3321_units_below_them():
    assert kinds(START) == {"province": 34, "commune": 2621, "ward": 687, "special-zone": 13}


def test_no_official_unit_is_known_before_districts_were_abolished():
    assert official_units(START - timedelta(days=1)) == []


def test_from_30_april_2026_ten_communes_of_dong_nai_are_wards_and_dong_nai_is_a_city():
    assert kinds(CITY) == {"province": 34, "commune": 2611, "ward": 697, "special-zone": 13}
    before = {row.code: row for row in official_units(CITY - timedelta(days=1))}
    changed = {row.code: row for row in official_units(CITY) if row != before[row.code]}
    assert changed.keys() == {
        "75", "25270", "25357", "25363", "26116", "26170", "26248", "26326", "26368", "26425", "26485",
    }  # fmt: skip
    assert before["75"].name == "Tỉnh Đồng Nai"
    assert changed["75"].name == "Thành phố Đồng Nai"
    assert all(
        before[code].kind == "commune" and row.kind == "ward" for code, row in changed.items() if code != "75"
    )
    assert all(before[code].name[3:] == row.name[7:] for code, row in changed.items() if code != "75")


def test_the_old_version_ends_on_the_day_before_the_new_one_begins():
    first, second = [row for row in official_versions() if row.code == "26248"]
    assert (first.kind, first.valid_until) == ("commune", date(2026, 4, 29))
    assert (second.kind, second.valid_from, second.valid_until) == ("ward", CITY, None)


def test_a_change_keeps_what_it_does_not_speak_of_and_says_its_source():
    first, second = [row for row in official_versions() if row.code == "26248"]
    assert second.attributes == first.attributes | {"source": "237/NQ-UBTVQH16"}


def test_from_20_september_2026_twelve_communes_of_bac_ninh_are_wards_too():
    assert kinds(date(2026, 9, 20)) == {"province": 34, "commune": 2599, "ward": 709, "special-zone": 13}
    cities = [row.name for row in official_units(date(2026, 9, 20)) if row.name.startswith("Thành phố")]
    assert len(cities) == 9


def test_every_unit_has_one_version_on_any_day():
    for day in (START, CITY, date(2026, 9, 1), date(2026, 9, 20), date(2030, 1, 1)):
        codes = [row.code for row in official_units(day)]
        assert len(codes) == len(set(codes)) == 3355


def test_codes_paths_and_names_are_those_of_the_law():
    for row in official_versions():
        assert len(row.code) == (2 if row.kind == "province" else 5)
        assert row.path == (f"/{row.code}/" if row.kind == "province" else f"/{row.parent_code}/{row.code}/")
        words = {
            "province": ("tỉnh", "thành phố"),
            "commune": ("xã",),
            "ward": ("phường",),
            "special-zone": ("đặc khu",),
        }
        assert row.local_type in words[row.kind]
    names = Counter((row.parent_code, row.name) for row in official_units(START))
    assert names.most_common(1)[0][1] == 1


def test_hoang_sa_and_truong_sa_are_where_they_are():
    zones = {row.name: row.attributes for row in official_units(START) if row.kind == "special-zone"}
    assert (zones["Đặc khu Hoàng Sa"]["lat"], zones["Đặc khu Hoàng Sa"]["lon"]) == (16.568, 112.135)
    assert (zones["Đặc khu Trường Sa"]["lat"], zones["Đặc khu Trường Sa"]["lon"]) == (9.71, 114.45)


def test_every_change_names_the_resolution_that_made_it():
    for file in DATA.glob("changes-*.csv"):
        rows = list(csv.DictReader(file.open(encoding="utf-8")))
        assert rows
        assert all(row["source"] and file.stem == f"changes-{row['valid_from']}" for row in rows)


def test_the_licence_and_the_date_of_the_list_stand_beside_it():
    assert "MIT License" in (DATA / "LICENSE").read_text()
    assert "extracted 2026-11-22" in (DATA / "README.md").read_text()


# --- a row ---------------------------------------------------------------------------------------


def test_the_search_and_sort_columns_follow_from_the_name():
    row = unit("20.1", "Thôn Nà Đông", "residential-area", "20", "/20/20.1/")
    assert (row.folded, row.local_type) == ("thon na dong", "thôn")
    assert row.sort_key < unit("20.2", "Thôn Nà Đồng").sort_key


def test_a_longer_local_type_is_not_taken_for_a_shorter_one():
    found = {units.local_type(name) for name in ("Khu phố 3", "Tổ dân phố số 5", "Khu dân cư Hạ")}
    assert found == {"khu phố", "tổ dân phố", "khu dân cư"}
    assert units.local_type("Công ty Xã hội") == ""


@pytest.mark.parametrize("wrong", [{"code": "a/b"}, {"path": "20"}, {"name": ""}, {"colour": "red"}])
def test_a_row_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        UnitRow.model_validate(unit().model_dump() | wrong)


# --- what an import would change -----------------------------------------------------------------


def test_importing_what_is_there_changes_nothing():
    versions = official_versions()
    planned = plan(versions, versions)
    assert planned.empty
    assert planned.unchanged == versions


def test_a_row_of_the_same_day_corrects_the_version_and_names_the_fields():
    old, new = unit(), unit(name="Tỉnh Lạng-Sơn")
    planned = plan([old], [new])
    assert [(change.old, change.new) for change in planned.changed] == [(old, new)]
    assert set(planned.changed[0].fields) == {"name", "folded", "sort_key"}
    assert not planned.new


def test_a_row_of_a_later_day_opens_a_version_and_closes_the_one_before():
    old, new = unit(), unit(name="Thành phố Lạng Sơn", valid_from=CITY)
    planned = plan([old], [new])
    assert planned.new == [new]
    assert [change.new.valid_until for change in planned.closed] == [date(2026, 4, 29)]
    assert planned.closed[0].fields == ("valid_until",)


def test_a_later_day_with_nothing_new_opens_no_version():
    planned = plan([unit()], [unit(valid_from=CITY)])
    assert planned.empty
    assert planned.unchanged == [unit()]


def test_a_unit_that_ends_is_closed():
    planned = plan([unit()], [unit(valid_until=CITY, successor_code=None)])
    assert [change.new.valid_until for change in planned.closed] == [CITY]
    assert not planned.changed


def test_an_older_version_that_has_no_end_lasts_until_the_next():
    later = unit(name="Thành phố Lạng Sơn", valid_from=CITY)
    planned = plan([later], [unit()])
    assert [row.valid_until for row in planned.new] == [date(2026, 4, 29)]


def test_versions_that_overlap_are_refused():
    later = unit(name="Thành phố Lạng Sơn", valid_from=CITY)
    with pytest.raises(BadInput, match=r"20.*chồng lên.*2026-04-30"):
        plan([later], [unit(valid_until=CITY)])


def test_units_that_an_import_does_not_name_stay():
    other = unit("04", "Tỉnh Cao Bằng")
    planned = plan([unit(), other], [unit(name="Tỉnh Lạng")])
    assert other in after([unit(), other], planned)


def test_units_below_one_that_moves_move_with_it_from_the_same_day():
    commune = unit("06613", "Xã Đình Lập", "commune", "20", "/20/06613/")
    village = unit("06613-1", "Thôn Một", "residential-area", "06613", "/20/06613/06613-1/")
    moved = unit("06613", "Xã Đình Lập", "commune", "22", "/22/06613/", valid_from=CITY)
    there = [unit(), unit("22", "Tỉnh Quảng Ninh"), commune, village]
    then = after(there, plan(there, [moved]))
    paths = {
        day: [row.path for row in then if row.code == "06613-1" and row.valid_on(day)]
        for day in (START, CITY)
    }
    assert paths == {START: ["/20/06613/06613-1/"], CITY: ["/22/06613/06613-1/"]}


def test_carrying_out_a_plan_leaves_nothing_to_plan():
    base = official_units(START)
    there = after(base, plan(base, official_versions()))
    assert there == official_versions()
    assert plan(there, official_versions()).empty


# --- stored --------------------------------------------------------------------------------------


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'units.db'}")
    schema.upgrade(database)
    yield database
    database.close()


def person(role=Role.OPERATOR, place="/"):
    return Person(1, "van-hanh", "Tổ vận hành", roles=frozenset({(role, place)}))


def test_the_official_list_is_stored_and_read_back_as_it_is(database):
    with transaction(database, NOW) as store:
        units.apply(store, plan(units.existing(store), official_versions()), person())
    with transaction(database, NOW) as store:
        assert units.existing(store) == official_versions()
        assert [row.kind for row in units.existing(store, "26248")] == ["commune", "ward"]


def test_a_stored_version_is_corrected_and_closed_in_place(database):
    ended = unit(valid_until=date(2026, 4, 29), attributes={"workers": 3})
    city = unit(name="Thành phố Lạng Sơn", valid_from=CITY, sample=True)
    with transaction(database, NOW) as store:
        units.apply(store, plan([], [unit()]), person())
    with transaction(database, NOW) as store:
        units.apply(store, plan(units.existing(store), [ended, city]), person())
        assert units.existing(store) == [ended, city]


def test_a_version_that_another_follows_is_closed_in_the_store(database):
    with transaction(database, NOW) as store:
        units.apply(store, plan([], [unit()]), person())
        units.apply(store, plan([unit()], [unit(name="Thành phố Lạng Sơn", valid_from=CITY)]), person())
        assert [row.valid_until for row in units.existing(store)] == [date(2026, 4, 29), None]


@pytest.mark.parametrize("who", [person(place="/22/"), person(role=Role.APPROVER)])
def test_only_the_operator_of_the_place_imports(database, who):
    commune = unit("06613", "Xã Đình Lập", "commune", "20", "/20/06613/")
    with pytest.raises(NotAllowed), transaction(database, NOW) as store:
        units.apply(store, plan([], [commune]), who)
    with transaction(database, NOW) as store:
        assert units.existing(store) == []
