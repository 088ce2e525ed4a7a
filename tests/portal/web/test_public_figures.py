"""Public figures: what anybody can fetch, put together as an attacker would, narrows nothing that is withheld.

Here the equations come from the published files alone: the tables of the country and of every province, the register, and
the list of units, which is public. Broken and seen to fail: a province's communes told without asking what they give away;
the register's counts left out of what everybody knows; reasons told of a kind that is withheld; names of units on the page; on the map the share of those that registered, its
shade alone, and whoever is on the register whatever became of them; what no row tells shown in every row of the page, and its
columns taken from the file.
"""

import csv
import html
import io
import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from domain import public_figures
from domain.database import Sql
from domain.lifecycle import State
from domain.public_figures import Figures, Key, Sum
from domain.register import ON_REGISTER
from domain.suppression import Cell, Told
from domain.units import official_units
from portal.report import kind_name
from tests.domain.test_suppression import attacked, rows_of
from tests.portal.web import many, registered

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PLACES = ("/20/06325/", "/20/06313/", "/20/06316/", "/01/00004/", "/01/00008/", "/04/01279/")
SMALL = 5


def lines(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def published(client, names):
    """The rests that are told, by row, as anybody can fetch them. `names` is what units are called, to path."""
    found = {}
    for line in lines(client, "/so-lieu/theo-loai.csv"):
        found["kind", line["Loại"].lower()] = line["Chưa có quyết định hoặc không được công nhận"]
    for line in lines(client, "/so-lieu/theo-noi.csv"):
        province = names[line["Nơi"]]
        found["province", province] = line["Chưa có quyết định hoặc không được công nhận"]
        for below in lines(client, f"/so-lieu/theo-noi.csv?noi={province.strip('/')}"):
            place = province if below["Nơi"] == "Đơn vị trực thuộc tỉnh" else names[below["Nơi"]]
            found["place", place] = below["Chưa có quyết định hoặc không được công nhận"]
    return found


def on_the_map(text):
    """What each place with units says on a map, and its shade, read off its colour."""
    drawn = text[text.index('<svg class="at-map"') :].partition("</svg>\n<ul")[0]
    for title, shape in re.findall(r"<title>([^<]*)</title>(.*?)</(?:a|g)>", drawn):
        level = ["#ffffff", "#dcebe4", "#9fcdb8", "#4f9c80", "#12433a"].index(
            re.search(r'fill="(#\w+)"', shape)[1]
        )
        pattern = re.search(r"#at-level-(\d)", shape)
        if not title.endswith("không có đơn vị nào trong danh mục"):
            yield html.unescape(title), int(pattern[1]) if pattern else level


@pytest.mark.parametrize(("seed", "size"), [(1, 60), (2, 150), (3, 400), (4, 400), (5, 900)])
def test_what_is_published_narrows_nothing_that_is_withheld(portal, seed, size):
    portal.moment[:] = [NOW]
    with portal.world.database.transaction() as session:
        rows = many.write(session, portal.world.catalogue, size, seed, PLACES)
        registered.write(session, rows)
        if seed == 4:
            # The season is over, and most were recognised.
            session.run(Sql("update application set state = 'not-recognised' where id % 7 = 0"))
            session.run(Sql("delete from certificate where application % 7 = 0"))
        units = session.rows(
            Sql("select substr(path, 1, 10), kind, count(*) from unit where kind <> 'province' group by 1, 2")
        )
        names = dict(session.rows(Sql("select name, path from unit where code < 'A'")))
        truth = session.rows(
            Sql("select substr(path, 1, 10), kind, count(*) from application where state not in ('withdrawn')"
                " and not exists (select 1 from certificate where application = id) group by 1, 2")
        )  # fmt: skip
    client = portal.anonymous()
    recognitions = client.get("/so-cong-nhan/du-lieu/so-cong-nhan.json").json()["recognitions"]
    listed = Counter((one["place"][:10], one["kind"]) for one in recognitions)
    there = {(place, kind): number for place, kind, number in units}
    rest = {(place, kind): number for place, kind, number in truth}
    cells = [
        Cell(place[:4], place, kind, rest.get((place, kind), 0), there[place, kind] - listed[place, kind])
        for place, kind in there
    ]
    cells = [cell for cell in cells if cell.most]
    kinds = {kind_name(kind).vi.lower(): kind for kind in (*many.KINDS, "commune")}
    told, values = published(client, names), {}
    for (what, name), value in told.items():
        if value != "không nêu":
            values[what, kinds[name] if what == "kind" else name] = int(value)
    rows_there = rows_of(cells)
    for row, value in values.items():
        assert value == sum(cell.rest for cell in rows_there.get(row, ())), row
    # What the maps draw tells nothing besides: it is counted here of the register and the list of units alone.
    in_force = Counter(one["place"][:10] for one in recognitions if one["standing"] == "in-force")
    for above in ("", "20", "01", "04"):
        called = {
            row.name: f"/{above}/{row.code}/".replace("//", "/")
            for row in official_units(NOW.date())
            if (row.parent_code or "") == above
        }
        for title, level in on_the_map(client.get(f"/so-lieu?noi={above}").text):
            name, some, of = re.fullmatch(
                r"(.+): ([\d.]+) trên ([\d.]+) đơn vị đang được công nhận", title
            ).groups()
            if not above and "Đặc khu" in name:
                continue
            drawn = sum(many for place, many in in_force.items() if place.startswith(called[name]))
            units_here = sum(many for (place, _), many in there.items() if place.startswith(called[name]))
            assert (some, int(of.replace(".", ""))) == (str(drawn), units_here), title
            assert level == (min(4, 1 + 4 * drawn // units_here) if drawn else 0), title
    whole = (
        '<span class="at-numbers__many">' in client.get("/so-lieu").text
        and "đã đăng ký</li>" in client.get("/so-lieu").text
    )
    known = Told(
        whole,
        *(frozenset(name for what, name in values if what == one) for one in ("province", "place", "kind")),
    )
    # Something is told, and something withheld.
    assert ("place" in {what for what, _ in values}) or size < 400
    assert any(row not in values for row in rows_there)
    for row, members in rows_there.items():
        if row in values or (row == ("", "") and whole):
            continue
        most = sum(cell.most for cell in members)
        least, highest = attacked(cells, known, row)
        assert highest - least >= min(most, SMALL), (row, least, highest)
        if most < SMALL:
            assert (least, highest) == (0, most)


def test_nothing_published_tells_of_a_single_unit_or_why_it_failed(portal):
    portal.moment[:] = [NOW]
    with portal.world.database.transaction() as session:
        rows = many.write(session, portal.world.catalogue, 300, 1, PLACES)
        registered.write(session, rows)
    client = portal.anonymous()
    for address in ("/so-lieu", "/so-lieu?noi=20", "/so-lieu?noi=06325", "/so-lieu?nam=1999&noi=xx"):
        text = client.get(address).text
        assert "/ho-so" not in text
        assert "KDC-" not in client.get("/so-lieu?noi=20").text
        for row in rows:
            assert row["code"] not in text
            assert len(row["name"]) < 9 or html.escape(row["name"]) not in text
    for line in lines(client, "/so-lieu/ly-do.csv") if "ly-do" in client.get("/so-lieu").text else ():
        assert int(line["Số hồ sơ chưa đạt"]) >= SMALL


@pytest.mark.parametrize(("language", "hidden"), [("vi", "không nêu"), ("en", "withheld")])
def test_what_no_row_tells_is_said_once_and_takes_no_column_of_the_page(
    portal, monkeypatch, language, hidden
):
    from domain.settings import settings

    monkeypatch.setenv("ANTOAN_SMALL_NUMBERS", "9999")
    settings.cache_clear()
    portal.moment[:] = [NOW]
    with portal.world.database.transaction() as session:
        registered.write(session, many.write(session, portal.world.catalogue, 60, 1, ("/20/06325/",)))
    client = portal.anonymous()
    said = {"vi": "Không dòng nào nêu: “Đã đăng ký”, ", "en": "Withheld in every row: “Registered”, "}
    for address in ("/so-lieu?", "/so-lieu?noi=20&"):
        text = client.get(f"{address}lang={language}").text
        table = text[text.index('<h2 class="govuk-heading-m" id="theo-noi">') :].partition("</section>")[0]
        assert said[language] in html.unescape(table)
        assert hidden not in table.partition("<table")[2]
    # The file has the same columns whatever is told; a table of one number keeps it.
    head = {"vi": "Đã đăng ký", "en": "Registered"}[language]
    assert lines(client, f"/so-lieu/theo-noi.csv?noi=20&lang={language}")[0][head] == hidden
    steps = client.get(f"/so-lieu?lang={language}").text.partition('id="theo-buoc"')[2]
    assert f">{hidden}<" in steps.partition("</table>")[0]


def figures_of(told=None, **parts):
    cells = {Key("/20/", "/20/06325/", "residential-area"): Sum(units=200, **parts)}
    return Figures(cells, told or Told(whole=True), SMALL)


def test_a_small_part_of_the_rest_takes_others_with_it():
    assert figures_of(open=40, declined=20, not_eligible=0).split() == {
        "open": 40, "declined": 20, "not_eligible": 0, "withdrawn": None,
    }  # fmt: skip
    # Two not eligible: with those that were declined they are 22, and either is any of them.
    assert figures_of(open=40, declined=20, not_eligible=2, withdrawn=7).split() == {
        "open": 40, "declined": None, "not_eligible": None, "withdrawn": 7,
    }  # fmt: skip
    assert figures_of(open=40, declined=1, not_eligible=2).split()["open"] is None
    assert set(figures_of(Told(), open=40, declined=20).split().values()) == {None}


def test_every_state_is_counted_once(portal):
    portal.moment[:] = [NOW]
    with portal.world.database.transaction() as session:
        rows = many.write(session, portal.world.catalogue, 300, 1, PLACES)
        registered.write(session, rows)
    with portal.world.database.reading() as session:
        found = public_figures.figures(session, 2026, date(2026, 11, 22), SMALL).whole
    states = Counter(row["state"] for row in rows)
    assert found.listed == sum(states[state] for state in ON_REGISTER)
    assert found.withdrawn == states[State.WITHDRAWN]
    assert found.registered == len(rows) - states[State.WITHDRAWN]
    assert (found.declined, found.not_eligible) == (states[State.NOT_RECOGNISED], states[State.NOT_ELIGIBLE])


def test_the_threshold_is_the_installations(portal, monkeypatch):
    from domain.settings import settings

    monkeypatch.setenv("ANTOAN_SMALL_NUMBERS", "12")
    settings.cache_clear()
    assert re.search(r"dưới 12 đơn vị", portal.anonymous().get("/so-lieu").text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_of_figures_is_accessible_and_kept_for_a_while(live, accessible, language):
    for address in ("/so-lieu?", "/so-lieu?noi=20&"):
        accessible(live.page(None, f"{address}lang={language}"))
    answer = live.portal.anonymous().get("/so-lieu")
    again = live.portal.anonymous().get("/so-lieu", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
