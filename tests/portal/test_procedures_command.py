"""`antoan procedures`: what a place asks for, and mistakes with their line.

Broken and seen to fail: the exit code; a file of the home folder left out; the mistakes of all files told of one; a code taken
for a path; the day; the mistake that bars a place.
"""

import json

import pytest

BAC_SON = """\
title: {vi: Quy chế xã Bắc Sơn, en: Rules of Bắc Sơn}
place: /20/06325/
from: 2026-01-01
cites: Quy chế thử
council:
  seats:
    police: {vi: Công an xã, en: Commune police, required: true}
  cites: Quy chế thử, Điều 4
publication:
  working_days: 5
validity:
  until: 31 Dec (Y+1)
"""


@pytest.fixture
def bac_son(world):
    folder = world.home / "procedures"
    folder.mkdir()
    file = folder / "bac-son.yaml"
    file.write_text(BAC_SON, encoding="utf-8")
    return file


def test_what_a_place_asks_for_is_shown_by_code_and_by_path(world, bac_son):
    said = world.run("procedures", "show", "06325", "residential-area")
    for words in ("Quy chế xã Bắc Sơn", "Công an xã (bắt buộc)", "5 ngày làm việc", "31 Dec (Y+1)", "Điều 4"):
        assert words in " ".join(said.split())
    by_code = world.json("procedures", "show", "06325", "residential-area")
    assert by_code == world.json("procedures", "show", "/20/06325/", "residential-area")
    assert (by_code["council"]["needed"], by_code["publication"]["working_days"]) == ("session", 5)
    before = world.json("procedures", "show", "06325", "residential-area", "--on", "2025-12-31")
    assert before["council"]["needed"] == "none"
    above = world.json("procedures", "show", "/20/", "commune")
    assert above["council"]["needed"] == "none"
    assert above["signing"]["symbol"] == "QĐ-UBND"


def test_what_is_in_order_says_so(world, bac_son):
    assert "không có lỗi" in world.run("procedures", "check")
    assert world.json("procedures", "check", bac_son) == []


def test_of_one_file_nothing_is_told_that_another_says_wrongly(world, bac_son):
    (bac_son.parent / "other.yaml").write_text("title: [", encoding="utf-8")
    assert world.json("procedures", "check", bac_son) == []
    (found,) = world.json("procedures", "check", code=1)
    assert found["file"].endswith("other.yaml")


def test_a_mistake_is_told_with_its_line_and_ends_with_1(world, bac_son):
    bac_son.write_text(BAC_SON.replace("working_days: 5", "working_days: five"), encoding="utf-8")
    said = world.run("procedures", "check", code=1)
    assert f"{bac_son}:10: “working_days” phải là số nguyên" in said
    (found,) = world.json("procedures", "check", bac_son, code=1)
    assert (found["line"], found["file"]) == (10, str(bac_son))
    shown = world.json("procedures", "show", "06325", "residential-area")
    assert "“working_days” phải là số nguyên" in shown["mistake"]
    assert world.json("procedures", "show", "/20/06316/", "residential-area")["mistake"] is None
    (told,) = [one for one in world.json("doctor", code=1) if one["check"] == "procedures"]
    assert not told["ok"]


def test_a_file_elsewhere_is_checked_beside_those_that_hold(world, bac_son, tmp_path):
    other = tmp_path / "new" / "second.yaml"
    other.parent.mkdir()
    other.write_text(BAC_SON, encoding="utf-8")
    found = world.json("procedures", "check", other, code=1)
    assert {one["line"] for one in found} == {5, 9, 11}
    assert all("bac-son.yaml" in one["text"]["en"] for one in found)


def test_what_is_not_there_is_refused(world, refused, bac_son):
    assert "Không có tệp" in refused("procedures", "check", "nowhere.yaml")
    assert "99999" in refused("procedures", "show", "99999", "residential-area")
    assert "không phải là ngày" in refused(
        "procedures", "show", "06325", "residential-area", "--on", "hôm nay"
    )


def test_the_schema_is_json_and_names_the_sections(world):
    schema = json.loads(world.run("procedures", "schema"))
    assert {"council", "publication", "appeal", "validity", "signing"} <= set(schema["properties"])
