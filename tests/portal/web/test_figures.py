"""Figures: every number is that of the list behind it. What everybody is told is in test_public_figures.

Broken and seen to fail: “on time” counted as all that are not late; a place's link without the place; the path of a
province's own unit cut where a commune's code would end; what was turned down without its number at the top; criteria
as a wide table on a phone; the names of rows scrolled away.
"""

import csv
import html
import io
import re
from datetime import UTC, datetime

import pytest

from domain.lifecycle import State
from tests.portal.web import many

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def rows(portal):
    portal.moment[:] = [NOW]
    with portal.world.database.transaction() as session:
        return many.write(session, portal.world.catalogue, 200)


def links(text):
    """The numbers of a page that lead to lists: address and number."""
    found = re.findall(
        r'href="(/ho-so\?[^"]*)">(?:<span class="at-numbers__many">)?([\d.,]+)(?:</span>[^<]*)?</a>', text
    )
    return [(html.unescape(address), int(number.replace(".", ""))) for address, number in found]


def listed(client, address):
    return int(re.search(r"<strong>([\d.]+)</strong>", client.get(address).text)[1].replace(".", ""))


@pytest.mark.parametrize(
    ("login", "address"),
    [("chu-tich", "/tong-quan"), ("giam-sat-noi-khac", "/tong-quan"), ("chu-tich", "/tong-quan?noi=06325")],
)
def test_every_number_is_that_of_the_list_behind_it(portal, rows, login, address):
    client = portal.as_(login)
    found = links(client.get(address).text)
    assert len(found) > 40
    assert {"trang-thai", "han", "loai", "tieu-chi"} <= {
        name for told, _ in found for name in re.findall(r"[?&]([\w-]+)=", told)
    }
    for told, number in found:
        assert listed(client, told) == number, told


def test_the_numbers_at_the_top_and_the_rest_add_up_to_those_that_registered(portal, rows):
    text = portal.as_("chu-tich").get("/tong-quan").text
    told = [int(one.replace(".", "")) for one in re.findall(r'at-numbers__many">([\d.]+)<', text)]
    registered, not_decided, late, recognised, turned_down = told
    assert 0 < late <= not_decided
    rest = int(re.search(r"Còn ([\d.]+) hồ sơ đã đăng ký đang xem xét lại", text)[1])
    assert not_decided + recognised + turned_down + rest == registered


def test_a_province_is_told_by_commune_and_the_country_by_province(portal, rows):
    portal.world.write(
        "insert into role (account, role, path, starts) values (7, 'auditor', '/', '0001-01-01')"
    )
    client = portal.as_("van-hanh")
    country = client.get("/tong-quan").text
    assert "Bản đồ Việt Nam" in country
    assert re.search(
        r'href="/tong-quan\?nam=2026&amp;noi=20" tabindex="-1"><title>Tỉnh Lạng Sơn: \d+ trên', country
    )
    province = client.get("/tong-quan?noi=20").text
    assert "Xã Bắc Sơn" in province
    for told, number in links(province):
        assert listed(client, told) == number, told
    shown = sum(row["path"].startswith("/20/") and row["state"] is not State.WITHDRAWN for row in rows)
    assert f'<span class="at-numbers__many">{shown}</span>' in province


def test_the_units_of_a_province_itself_are_counted_by_place_and_shown_as_no_place(portal):
    portal.moment[:] = [NOW]
    with portal.world.database.transaction() as session:
        rows = many.write(session, portal.world.catalogue, 60, places=("/20/06325/", "/20/"))
    own = sum(row["path"].count("/") == 3 for row in rows)
    assert 0 < own < 60
    portal.world.write(
        "insert into role (account, role, path, starts) values (7, 'auditor', '/20/', '0001-01-01')"
    )
    client = portal.as_("van-hanh")
    _, *lines = read(client.get("/tong-quan/theo-noi.csv"))
    told = {line[0]: int(line[1]) for line in lines}
    assert told["Đơn vị trực thuộc tỉnh"] == own
    assert not any(name.startswith("N0") for name in told)
    _, *kinds = read(client.get("/tong-quan/theo-loai.csv"))
    assert sum(told.values()) == sum(int(line[1]) for line in kinds)


def test_nobody_counts_beyond_their_area(portal, rows):
    own = portal.as_("chu-tich").get("/tong-quan").text
    assert portal.as_("chu-tich").get("/tong-quan?noi=06313").status_code == 200
    beyond = portal.as_("chu-tich").get("/tong-quan?noi=20").text
    assert links(beyond) == links(own)


def test_the_operator_sees_what_everybody_sees(portal, rows):
    answer = portal.as_("van-hanh").get("/tong-quan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/so-lieu")
    assert portal.anonymous().get("/tong-quan").status_code == 303


def test_everybody_sees_numbers_and_no_unit(portal, rows):
    client = portal.anonymous()
    for address in ("/so-lieu", "/so-lieu?noi=20", "/so-lieu?noi=06325", "/so-lieu?nam=1999&noi=xx"):
        text = client.get(address).text
        assert "/ho-so" not in text
        for row in rows:
            assert row["code"] not in text
            assert len(row["name"]) < 9 or html.escape(row["name"]) not in text


def read(response):
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_each_table_is_a_file(portal, rows):
    client = portal.as_("chu-tich")
    text = client.get("/tong-quan").text
    files = {html.unescape(one) for one in re.findall(r'href="(/tong-quan/[^"]*)"', text)}
    assert {one.split("?")[0] for one in files} == {
        f"/tong-quan/{name}.{kind}"
        for name in ("theo-loai", "theo-buoc", "ly-do")
        for kind in ("csv", "xlsx")
    }
    for one in files:
        assert client.get(one).status_code == 200
    assert client.get("/tong-quan/khong-co.csv").status_code == 404
    assert client.get("/tong-quan/theo-loai.exe").status_code == 404


def test_a_season_with_nothing_in_it_can_be_looked_at(portal):
    assert "0" in portal.anonymous().get("/so-lieu").text
    assert portal.as_("chu-tich").get("/tong-quan?nam=2030").status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1200])
def test_figures_are_accessible(live, rows, accessible, language, width):
    for login, address in (("chu-tich", "/tong-quan?"), (None, "/so-lieu?"), (None, "/so-lieu?noi=20&")):
        accessible(live.page(login, f"{address}lang={language}", width=width))


def test_a_phone_shows_what_a_criterion_asks_and_whose_numbers_it_scrolls(live, rows):
    page = live.page("chu-tich", "/tong-quan", width=360)
    words = page.locator("[aria-labelledby=ly-do] .at-figures__text")
    assert words.count() >= 15
    for one in words.all():
        box = one.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    table = page.locator("[role=region][aria-labelledby=theo-loai]")
    name = table.locator("tbody th").first
    before = name.bounding_box()["x"]
    assert table.evaluate("one => { one.scrollLeft = 150; return one.scrollLeft }") == 150
    assert name.bounding_box()["x"] == before
