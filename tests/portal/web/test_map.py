"""Maps: all of Viet Nam is on them, and they say in words what they say in shades.

Broken and seen to fail: the archipelagos left out of the country; a province's far islands left out of its frame; a
share of exactly half shaded as under half; of those that registered drawn for everybody.
"""

import html
import re
from datetime import UTC, date, datetime

import pytest

from domain.unit_rows import COMMUNES
from domain.units import official_units
from portal import maps
from portal.maps import ISLANDS, OF_REGISTERED, OF_UNITS, Share
from tests.portal.web import many, registered

ON = date(2026, 11, 22)


def test_hoang_sa_and_truong_sa_are_on_the_map_of_viet_nam(live):
    drawn = maps.country({}, ON)
    islands = {one.name: one for one in drawn.places if one.island}
    assert set(islands) == set(ISLANDS)
    for name, lat, lon in (("Đặc khu Hoàng Sa", 16.568, 112.135), ("Đặc khu Trường Sa", 9.71, 114.45)):
        x, y = maps.point(lat, lon)
        assert (islands[name].x, islands[name].y) == pytest.approx((x, y), abs=1)
        left, top, wide, high = drawn.view
        assert left < x < left + wide
        assert top < y < top + high
    # As people see them: the label inside the frame, beside its point.
    for width in (360, 1200):
        page = live.page(None, "/so-lieu", width=width)
        frame = page.locator("svg.at-map").bounding_box()
        for name in ("Hoàng Sa", "Trường Sa"):
            label = page.locator("svg.at-map text", has_text=name).bounding_box()
            assert frame["x"] <= label["x"]
            assert label["x"] + label["width"] <= frame["x"] + frame["width"]
            assert label["height"] > 8


def test_the_provinces_that_hold_the_archipelagos_show_them():
    for name, province in (("Đặc khu Hoàng Sa", "48"), ("Đặc khu Trường Sa", "56")):
        drawn = maps.province(province, {}, ON)
        assert name in [one.name for one in drawn.apart]


def test_all_34_provinces_have_an_outline_and_each_commune_a_point_in_its_frame():
    units = official_units(ON)
    provinces = {row.code for row in units if row.kind == "province"}
    assert {one.code for one in maps.country({}, ON).places if one.outline} == provinces
    assert len(provinces) == 34
    for code in provinces:
        drawn = maps.province(code, {}, ON)
        shown = {one.code for one in (*drawn.places, *drawn.apart)}
        assert shown == {row.code for row in units if row.kind in COMMUNES and row.parent_code == code}
        left, top, wide, high = drawn.view
        for one in (*drawn.places, *drawn.apart):
            assert left <= one.x <= left + wide, one
            assert top <= one.y <= top + high, one
    assert maps.province("99", {}, ON) is None


@pytest.mark.parametrize(
    ("recognised", "of", "level"),
    [
        (0, 0, 0),
        (0, 5, 1),
        (24, 100, 1),
        (25, 100, 2),
        (49, 100, 2),
        (1, 2, 3),
        (74, 100, 3),
        (3, 4, 4),
        (5, 5, 4),
    ],
)
def test_shades_begin_where_their_words_say(recognised, of, level):
    assert OF_REGISTERED.level(Share(recognised, of)) == level
    # On the public map a place without any is white: most of the country is, as long as a season is young.
    assert OF_UNITS.level(Share(recognised, of)) == (level if recognised else 0)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_public_map_says_what_it_draws(portal, language):
    """Of Lạng Sơn how many registered is withheld; how many are on the register, and how many units there are, is not."""
    portal.moment[:] = [datetime(2026, 11, 22, 3, 0, tzinfo=UTC)]
    with portal.world.database.transaction() as session:
        rows = many.write(session, portal.world.catalogue, 60, 1, ("/20/06325/", "/20/06313/"))
        registered.write(session, rows)
    client = portal.anonymous()
    for address in ("/so-lieu?", "/so-lieu?noi=20&"):
        text = client.get(f"{address}lang={language}").text
        # A page keeps a number and its per cent sign on one line.
        drawn = html.unescape(text[text.index('<svg class="at-map"') :]).replace("\u00a0", " ")
        assert {"vi": "không nêu", "en": "withheld"}[language] not in drawn.partition("</section>")[0]
        assert OF_UNITS.note.in_(language) in drawn
        for words in OF_UNITS.levels:
            assert f"</svg> {words.in_(language)}</li>" in drawn
        some = {"vi": r"[1-9]\d* trên \d+ đơn vị đang", "en": r"[1-9]\d* of \d+ units recognised"}[language]
        assert re.search(f"<title>[^<]+: {some}", drawn)


def test_every_place_says_its_name_and_its_share(portal):
    text = portal.anonymous().get("/so-lieu").text
    titles = re.findall(r"<title>([^<]*)</title>", text.partition('<svg class="at-map"')[2])
    assert len(titles) == 36
    assert any(re.match(r"Tỉnh Lạng Sơn: 0 trên \d+ đơn vị đang được công nhận$", one) for one in titles)


def test_the_map_of_the_country_is_light(portal):
    answer = portal.anonymous().get("/so-lieu")
    assert len(answer.text) < 60_000
