"""The public register: searched by anybody, on a phone, without a script; open data that programs can rely on; and nothing
in any of it that is not for everybody.

Broken and seen to fail: a unit that was not recognised answered with a page of its own; a badge that stays green after a
revocation; a reason in the feed; the leave for other sites given to every page; an id of the feed made of the address.
Of the criteria met: told of a recognition that is no longer in force; of the first of two decisions; of an edition that is
not at hand; every row of a score sheet; an unknown one told as not examined. Of the fields: told in English in Vietnamese.
"""

import csv
import io
import json
import re
import uuid
from datetime import UTC, datetime
from html import unescape

import jsonschema
import orjson
import pytest
from lxml import etree

from domain import criteria_met
from domain.database import Sql
from domain.lifecycle import State
from domain.register import ON_REGISTER
from domain.rulebook.deciding import Points
from portal import open_data
from portal.open_words import MEANINGS
from tests.portal.web import many, registered
from tools.screens import crawl

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "Ông Nguyễn Văn Kín gây rối, 37 vụ"
DATA = "/so-cong-nhan/du-lieu"


@pytest.fixture
def rows(portal):
    """Two hundred applications in every state; what may not be told is written wherever something can be written."""
    portal.moment[:] = [NOW]
    with portal.world.database.transaction() as session:
        rows = many.write(session, portal.world.catalogue, 200)
        found = registered.write(session, rows)
        for row in found:
            registered.happened(session, row, 7, "certificate-issued", '{"number":"1/2026"}')
            if row["state"] == State.REVOKED:
                told = orjson.dumps({"reason": SECRET, "decision": ""}).decode()
                registered.happened(session, row, 8, "recognition-revoked", told)
        session.run(Sql("update account set name = 'Tài khoản Bí Mật ' || id"))
        session.run(Sql("update scorecard set document = replace(document, '\"facts\":{}', :facts)"),
                    facts=orjson.dumps(SECRET).decode().join(('"facts":{"KDC-4b":{"serious_crimes":', "}}")))  # fmt: skip
    return rows


def on(rows, *states):
    return next(row for row in rows if row["state"] in (states or ON_REGISTER))


def test_a_village_is_found_without_marks_and_leads_to_its_history(portal, rows):
    client = portal.anonymous()
    row = next(
        row for row in rows if row["state"] == State.RECOGNISED and row["name"].startswith("Thôn Đồng Đăng")
    )
    text = unescape(client.get("/so-cong-nhan?q=dong+dang").text)
    assert f'href="/so-cong-nhan/{row["code"]}">{row["name"]}</a>' in text
    told = unescape(client.get(f"/so-cong-nhan/{row['code']}").text)
    for part in (row["name"], "đang có hiệu lực", row["standard"].title.vi, f"/tieu-chuan/{row['standard'].path}", "/xac-minh",
                 row["standard"].criteria[0].ask.vi):  # fmt: skip
        assert part in told, part


def test_whoever_is_not_recognised_is_answered_as_a_code_that_nobody_has(portal, rows):
    client = portal.anonymous()
    nobody = client.get("/so-cong-nhan/KHONG-CO")
    assert nobody.status_code == 404
    assert 'role="search"' in nobody.text
    for row in rows:
        if row["state"] not in ON_REGISTER:
            answer = client.get(f"/so-cong-nhan/{row['code']}")
            assert (answer.status_code, answer.text.replace(row["code"], "KHONG-CO")) == (404, nobody.text)
            assert client.get(f"/so-cong-nhan/{row['code']}/du-lieu.json").status_code == 404
            assert "chưa có trong sổ" in client.get(f"/so-cong-nhan/{row['code']}/huy-hieu.svg").text


def test_a_merged_unit_says_so_or_leads_on(portal, rows):
    client = portal.anonymous()
    old, other = on(rows), on(rows, State.NOT_RECOGNISED)
    new = next(row for row in rows if row["state"] == State.RECOGNISED and row["code"] != old["code"])
    for row in (old, other):
        portal.world.write(
            "update unit set valid_until = '2026-10-31', successor_code = :new where code = :code", new=new["code"], code=row["code"]
        )  # fmt: skip
    text = client.get(f"/so-cong-nhan/{old['code']}").text
    assert f'href="/so-cong-nhan/{new["code"]}"' in text
    assert "01/11/2026" in text
    answer = client.get(f"/so-cong-nhan/{other['code']}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/so-cong-nhan/{new['code']}")
    assert old["code"] in client.get(f"/so-cong-nhan/{new['code']}").text


def test_the_json_keeps_to_its_schema_and_holds_the_register(portal, rows):
    client = portal.anonymous()
    schema = client.get(f"{DATA}/so-cong-nhan.v1.schema.json").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    whole = client.get(f"{DATA}/so-cong-nhan.json?nam=tat-ca").json()
    one = client.get(f"/so-cong-nhan/{on(rows)['code']}/du-lieu.json").json()
    empty = client.get(f"{DATA}/so-cong-nhan.json?q=khong-co-don-vi-nay").json()
    for told in (whole, one, empty):
        jsonschema.validate(told, schema)
    assert {row["code"] for row in rows if row["state"] in ON_REGISTER} == {
        told["unit"] for told in whole["recognitions"]
    }
    assert (len(one["recognitions"]), empty["recognitions"]) == (1, [])
    # A field that is not in version 1 takes a version of its own.
    assert schema["$defs"]["Recognition"]["additionalProperties"] is False
    assert sorted(schema["$defs"]["Recognition"]["properties"]) == sorted(whole["recognitions"][0])


def test_what_each_field_means_is_told_in_the_language_of_the_page_and_in_the_schema_as_in_english(portal):
    client = portal.anonymous()
    described = client.get(f"{DATA}/so-cong-nhan.v1.schema.json").json()["$defs"]["Recognition"]["properties"]
    for language in ("vi", "en"):
        told = unescape(client.get(f"{DATA}?lang={language}").text).replace("<wbr>", "")
        for name, field in described.items():
            meaning = MEANINGS[name]
            assert field["description"] == meaning.en
            assert f">{meaning.in_(language)}</td>" in told
            assert f">{meaning.in_('en' if language == 'vi' else 'vi')}</td>" not in told


# --- which criteria it was found to meet --------------------------------------------------------------------------------


def recognised(portal, unit="V1", **changed):
    """A village on the way that everything really goes; its reference."""
    reference = portal.world.scored(unit, portal.world.good_facts() | changed)
    portal.world.run("approve", reference, "--as", "chu-tich")
    portal.world.answer()
    return reference


def told_of(portal, unit):
    client = portal.anonymous()
    data = client.get(f"/so-cong-nhan/{unit}/du-lieu.json").json()
    jsonschema.validate(data, client.get(f"{DATA}/so-cong-nhan.v1.schema.json").json())
    return unescape(client.get(f"/so-cong-nhan/{unit}").text), data["recognitions"]


def test_a_recognition_in_force_says_which_criteria_it_met_and_nothing_of_why(portal):
    """A serious crime that was excused as force majeure is one of them, and looks like any other."""
    recognised(portal)
    # An excuse and its words, as the scorecard keeps them.
    crime = {"on": "2026-05-01", "excused_as": "force_majeure", "reason": SECRET, "accepted_by": "Công an xã"}
    excused = recognised(
        portal, "V2", **{"KDC-4b": portal.world.good_facts()["KDC-4b"] | {"serious_crimes": [crime]}}
    )
    assert (
        "force_majeure"
        in portal.world.rows(f"select document from scorecard where application = {int(excused[5:])}")[0][0]
    )
    plain, _ = told_of(portal, "V1")
    page, (one,) = told_of(portal, "V2")
    standard = portal.world.catalogue.get(one["standard"])
    assert one["criteria"] == [{"code": criterion.code, "found": "met"} for criterion in standard.criteria]
    assert page.count("<strong>Đạt</strong>") == len(standard.criteria)
    for criterion in standard.criteria:
        assert f"<strong>Đạt</strong> · {criterion.code}. {criterion.ask.vi}" in page
    assert SECRET not in page
    english = unescape(portal.anonymous().get("/so-cong-nhan/V2?lang=en").text)
    assert english.count("<strong>Met</strong>") == len(standard.criteria)
    assert re.search(r"issued on \d+ \w+ \d{4}<|issued on \d+ \w+ \d{4}\n", english)
    section = re.compile(r'<ul class="govuk-list at-register__found">.*?</ul>', re.DOTALL)
    assert section.findall(page) == section.findall(plain)


def test_what_is_no_longer_in_force_or_not_at_hand_tells_no_criteria(portal):
    reference = recognised(portal)
    world, id = portal.world, int(reference[5:])
    assert told_of(portal, "V1")[1][0]["criteria"]

    def nothing():
        page, (one,) = told_of(portal, "V1")
        assert one["criteria"] is None
        assert "at-register__found" not in page
        return page

    world.write("update certificate set valid_until = '2020-01-01'")
    nothing()
    world.write("update certificate set valid_until = null")
    world.run("revoke", reference, "--as", "chu-tich", "--reason", "Có vi phạm.")
    nothing()
    world.run("reinstate", reference, "--as", "chu-tich", "--reason", "Kết luận khác.")
    assert told_of(portal, "V1")[1][0]["criteria"]
    (edition,) = world.rows(f"select sha256 from application where id = {id}")[0]
    world.write(f"update application set sha256 = 'another' where id = {id}")
    assert "Các tiêu chí của tiêu chuẩn này" in nothing()
    world.write("update application set sha256 = :edition where id = :id", edition=edition, id=id)
    assert told_of(portal, "V1")[1][0]["criteria"]
    # Recognised once more, on a scorecard that is not there: that of the first time is no answer.
    with world.database.transaction() as session:
        payload = '{"scorecard_sha256":"lost","reason":"","decision":""}'
        registered.happened(session, {"id": id}, 90, "recognition-approved", payload)
    nothing()


def test_what_does_not_apply_is_named_and_an_unknown_one_never_passes(portal):
    standard = portal.world.catalogue.get("vn/antt-2021/agency")
    letters = "-" + "m" * (len(standard.criteria) - 1)
    card = dict(sha256=standard.sha256, verdict="met", letters=letters, season=2026, unit={}, facts={})

    def found(**changed):
        return criteria_met.of_card(orjson.dumps(card | changed).decode(), standard)

    assert [one.code for one in found().apart] == [standard.codes[0]]
    assert [one.code for one in found().met] == list(standard.codes[1:])
    for wrong in (
        dict(letters="u" + letters[1:]), dict(letters="n" + letters[1:]), dict(letters=letters[1:]), dict(sha256="x"),
        dict(verdict="not_met"),
    ):  # fmt: skip
        assert found(**wrong) is None


def test_of_a_score_sheet_only_those_are_told_that_everybody_must_meet(portal):
    sheets = [
        one for one in portal.world.catalogue.standards.values() if isinstance(one.recognised_when, Points)
    ]
    assert sheets
    for standard in sheets:
        card = dict(sha256=standard.sha256, verdict="met", letters="m" * len(standard.criteria))
        found = criteria_met.of_card(orjson.dumps(card).decode(), standard)
        assert found.summed
        assert {one.code for one in found.met} == set(standard.recognised_when.also)
        assert found.apart == ()


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing_there(portal, rows):
    answer = portal.anonymous().get(f"{DATA}/so-cong-nhan.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 1 + sum(row["state"] in ON_REGISTER for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    assert any(line[1].startswith("'=1+1") for line in lines)
    assert lines[0][0] == "Mã đơn vị"
    assert portal.anonymous().get(f"{DATA}/so-cong-nhan.csv?lang=en").text.startswith("\ufeffUnit code")


def test_the_feed_is_atom_with_ids_that_stay(portal, rows):
    client = portal.anonymous()
    feed = etree.fromstring(client.get(f"{DATA}/atom.xml").content)
    for required in ("id", "title", "updated"):
        assert feed.findtext(ATOM + required)
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        for required in ("id", "title", "updated", "summary"):
            assert entry.findtext(ATOM + required)
        uuid.UUID(entry.findtext(f"{ATOM}id").removeprefix("urn:uuid:"))
        datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    elsewhere = etree.fromstring(client.get(f"{DATA}/atom.xml", headers={"host": "khac.example"}).content)
    assert {one.text for one in elsewhere.iter(f"{ATOM}id")} == {one.text for one in feed.iter(f"{ATOM}id")}
    here = etree.fromstring(client.get(f"{DATA}/atom.xml?noi=01").content)
    assert 0 < len(here.findall(f"{ATOM}entry")) < len(entries)
    assert here.findtext(f"{ATOM}id") != feed.findtext(f"{ATOM}id")
    assert any("Thu hồi" in entry.findtext(f"{ATOM}title") for entry in entries)


@pytest.mark.parametrize(
    ("state", "until", "told"),
    [
        (State.RECOGNISED, None, "được công nhận 2026"),
        (State.RECOGNISED, "2026-11-22", "đến 22/11/2026"),
        (State.RECOGNISED, "2026-11-21", "đã hết thời hạn"),
        (State.EXPIRED, "2026-10-01", "đã hết thời hạn"),
        (State.REVOKED, None, "đã bị thu hồi"),
        (State.IN_QUESTION, None, "đang xem xét lại"),
    ],
)
def test_a_badge_tells_what_the_recognition_is_worth_today(portal, rows, state, until, told):
    row = on(rows, State.RECOGNISED)
    portal.world.write(
        "update application set state = :state where id = :id", state=state.value, id=row["id"]
    )
    portal.world.write(
        "update certificate set valid_until = :until where application = :id", until=until, id=row["id"]
    )
    answer = portal.anonymous().get(f"/so-cong-nhan/{row['code']}/huy-hieu.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    drawing = etree.fromstring(answer.content)
    said = " ".join(drawing.itertext())
    assert told in said
    assert drawing.find("{http://www.w3.org/2000/svg}title").text.endswith(row["name"])
    assert not re.search(r"<script|<style|style=|on\w+=|href|<image", answer.text)
    assert int(re.search(r"max-age=(\d+)", answer.headers["cache-control"])[1]) <= 60
    assert ("#0f6b4f" in answer.text) == (told.startswith(("được", "đến")))


def test_a_badge_of_nobody_is_a_drawing_too(portal, rows):
    answer = portal.anonymous().get("/so-cong-nhan/KHONG/huy-hieu.svg?lang=en")
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (404, "image/svg+xml")
    assert "not in the register" in answer.text


def test_other_sites_may_read_the_data_and_nothing_else(portal, rows):
    client, row = portal.anonymous(), on(rows)
    own = f"/so-cong-nhan/{row['code']}"
    for address in (f"{DATA}/so-cong-nhan.csv", f"{DATA}/so-cong-nhan.json", f"{DATA}/atom.xml", f"{own}/huy-hieu.svg",
                    f"{own}/du-lieu.json", f"{DATA}/so-cong-nhan.v1.schema.json"):  # fmt: skip
        assert client.get(address).headers["access-control-allow-origin"] == "*", address
    for address in ("/", "/so-cong-nhan", own, DATA, "/so-lieu", "/dang-nhap"):
        assert "access-control-allow-origin" not in client.get(address).headers, address


def test_a_page_is_kept_by_caches_until_something_changes_and_never_that_of_an_account(portal, rows):
    client, row = portal.anonymous(), on(rows, State.RECOGNISED)
    for address in (
        "/so-cong-nhan",
        f"/so-cong-nhan/{row['code']}",
        f"/so-cong-nhan/{row['code']}/huy-hieu.svg",
    ):
        first = client.get(address)
        assert first.headers["cache-control"].startswith("public")
        tag = {"if-none-match": first.headers["etag"]}
        again = client.get(address, headers=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    portal.world.write("update application set state = 'revoked' where id = :id", id=row["id"])
    assert client.get(address, headers=tag).status_code == 200
    for address in ("/so-cong-nhan", f"/so-cong-nhan/{row['code']}"):
        assert portal.as_("chu-tich").get(address).headers["cache-control"] == "no-store"


def test_search_engines_are_told_every_page_of_the_register_and_no_other(portal, rows, monkeypatch):
    client = portal.anonymous()

    def addresses(text):
        return re.findall(r"<loc>https://testserver([^<]*)</loc>", text)

    listed = {f"/so-cong-nhan/{row['code']}" for row in rows if row["state"] in ON_REGISTER}
    assert set(addresses(client.get("/sitemap.xml").text)) == listed | set(open_data._FIXED)
    monkeypatch.setattr(open_data, "MOST", 30)
    parts = addresses(client.get("/sitemap.xml").text)
    assert len(parts) > 1
    found = [address for part in parts for address in addresses(client.get(part).text)]
    assert sorted(found) == sorted(listed | set(open_data._FIXED))
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    robots = client.get("/robots.txt").text
    assert "Disallow: /\n" in robots
    assert "Sitemap: https://testserver/sitemap.xml" in robots


def test_nothing_of_what_anybody_can_reach_tells_what_was_found_or_by_whom(live, rows):
    """Every page that links lead to without an account, and every file of open data."""
    client, secrets = live.portal.anonymous(), ("Văn Kín", "37 vụ", "Bí Mật", "serious_crimes")
    page = live.context(None).new_page()
    texts = {}
    for address in crawl(page, live.address, "/"):
        texts[address] = page.content()
    for address in (
        "so-cong-nhan.csv?nam=tat-ca",
        "so-cong-nhan.json?nam=tat-ca",
        "atom.xml",
        "so-cong-nhan.v1.schema.json",
    ):
        texts[address] = client.get(f"{DATA}/{address}").text
    for row in rows:
        if row["state"] in ON_REGISTER:
            for tail in ("", "/du-lieu.json", "/huy-hieu.svg"):
                texts[row["code"] + tail] = client.get(f"/so-cong-nhan/{row['code']}{tail}").text
    assert len(texts) > 100
    for address, text in texts.items():
        for secret in secrets:
            assert secret not in text, (address, secret)
    unlisted = [row["code"] for row in rows if row["state"] not in ON_REGISTER]
    for address, text in texts.items():
        assert not [code for code in unlisted if code in text], address


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1200])
def test_the_register_is_accessible_and_needs_no_script(live, rows, accessible, language, width):
    code = on(rows, State.REVOKED)["code"]
    context = live.context(None, width=width, java_script_enabled=True)
    page = context.new_page()
    for address in ("/so-cong-nhan?", "/so-cong-nhan?noi=20&loai=school&", "/so-cong-nhan?q=zzz&", f"/so-cong-nhan/{code}?",
                    "/so-cong-nhan/KHONG?", f"{DATA}?"):  # fmt: skip
        page.goto(f"{live.address}{address}lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("script").count() == 0
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true }")
        accessible(page)


def test_a_journalist_finds_a_village_its_history_its_data_and_its_badge(live, rows):
    row = next(
        row for row in rows if row["state"] == State.RECOGNISED and row["name"].startswith("Bản Nà Làng")
    )
    page = live.page(None, "/", java_script_enabled=False)
    page.get_by_role("link", name="Sổ công nhận").first.click()
    page.get_by_label("Tìm theo tên hoặc mã đơn vị").fill("ban na lang")
    page.get_by_role("button", name="Tìm").click()
    page.locator(f'a[href="/so-cong-nhan/{row["code"]}"]').click()
    assert row["name"] in page.inner_text("h1")
    assert "cấp giấy công nhận" in page.inner_text("main")
    told = json.loads(page.request.get(f"{live.address}/so-cong-nhan/{row['code']}/du-lieu.json").text())
    assert told["recognitions"][0]["name"] == row["name"]
    page.get_by_text("Gắn huy hiệu vào trang khác").click()
    code = page.locator("pre").inner_text()
    assert f"/so-cong-nhan/{row['code']}/huy-hieu.svg" in code
    page.set_content(code.replace("http://localhost", "http://localhost"))
    assert page.locator("img").evaluate("one => one.complete && one.naturalWidth > 50") is True
