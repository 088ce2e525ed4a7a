"""The book of decisions and a decision with its list: one number for a batch, everything for the offices, what is public
for anyone; what was revoked is given back, what was written wrongly is put right.

Seen to fail: a hash that makes a phone's page too wide; a label that two fields answer to. Broken and seen to fail: the document offered to
whoever is signed in; how many were declined told to everybody, a page for a decision that tells them nothing; who was
declined, and why, told to the public, to an office of another place, to whoever inspects here, to whoever still owes a second
factor, and kept from the unit itself; the book of all places.
"""

import csv
import re
from io import BytesIO

import openpyxl
import pytest

from domain import acts, people
from domain.people import Deed
from domain.store import transaction
from tests.portal.web.test_recognition import decide, form, state


@pytest.fixture
def two(world):
    return world.scored("V1"), world.scored("V2")


def batch(client, *references):
    """Choose, confirm; the page that says what came of it."""
    hidden = form(client.get("/phe-duyet/duyet-nhieu").text)
    picks = [f"{reference}.4" for reference in references]
    asked = client.post("/phe-duyet/duyet-nhieu", data={"key": hidden["key"], "pick": picks})
    assert "Quyết định sẽ ký" in asked.text
    key = form(asked.text)["key"]
    return asked, client.post("/phe-duyet/duyet-nhieu", data={"key": key, "confirmed": "1", "pick": picks})


def last_decision(world, reference):
    timeline = world.json("show", reference)["timeline"]
    return [event["payload"]["decision"] for event in timeline if event["payload"].get("decision")][-1]


def test_a_batch_is_one_decision_and_its_page_is_linked(portal, world, two):
    client = portal.as_("chu-tich")
    asked, done = batch(client, *two)
    assert "Một quyết định kèm danh sách 2 đơn vị" in asked.text
    assert "…/QĐ-UBND" in asked.text
    assert last_decision(world, two[0]) == last_decision(world, two[1])
    address = f"/quyet-dinh/{last_decision(world, two[0])}"
    assert done.text.count(f'href="{address}"') == 1
    shown = client.get(address).text
    assert "Quyết định số 1/QĐ-UBND" in shown
    assert "Danh sách kèm theo (2)" in shown
    assert "Thông tư số 124/2021/TT-BCA" in shown
    assert address in client.get("/quyet-dinh").text
    assert address in client.get(f"/phe-duyet/{two[0]}").text


def test_sending_a_batch_twice_makes_one_decision(portal, world, two):
    client = portal.as_("chu-tich")
    hidden = form(client.get("/phe-duyet/duyet-nhieu").text)
    sent = {"key": hidden["key"], "confirmed": "1", "pick": [f"{reference}.4" for reference in two]}
    first, second = (client.post("/phe-duyet/duyet-nhieu", data=sent) for _ in range(2))
    assert "Đã công nhận 2 trên 2 đơn vị" in second.text
    assert first.status_code == second.status_code == 200
    assert "1 quyết định" in client.get("/quyet-dinh").text


def test_the_public_sees_who_was_recognised_and_not_who_was_declined_nor_why(portal, world, two):
    client = portal.as_("chu-tich")
    decide(client, two[0], "approve", "")
    decide(client, two[1], "decline", "Chưa đạt khoản 5")
    yes, no = (f"/quyet-dinh/{last_decision(world, reference)}" for reference in two)
    anyone = portal.anonymous()
    assert "Thôn Một" in anyone.get(yes).text
    assert "/ho-so/" not in anyone.get(yes).text
    assert anyone.get(no).status_code == 404
    # So it is for the office of another place, for whoever inspects here, and for a chair whose second factor is still owed.
    for client in (
        *map(portal.as_, ("giam-sat-noi-khac", "kiem-tra")),
        portal.as_("chu-tich", verified=False),
    ):
        assert client.get(no).status_code == 404
        assert "/ho-so/" not in client.get(yes).text
    assert "Đơn vị không được công nhận, nếu có, không nêu ở đây" in anyone.get(yes).text
    world.run("revoke", two[0], "--as", "chu-tich", "--reason", "Khai sai")
    assert "nay: bị thu hồi công nhận" in anyone.get(yes).text
    for login in ("chu-tich", "thuong-truc", "truong-thon"):
        told = portal.as_(login).get(no).text
        assert "Thôn Hai" in told
        assert "Chưa đạt khoản 5" in told
    assert anyone.get("/quyet-dinh/khong-co").status_code == 404


def test_how_many_others_a_decision_turned_down_is_not_for_everybody(portal, world, two):
    """Where few are not on the register, a number would say of each of them that it was turned down."""
    with transaction(world.database, portal.site.now) as store:
        chair = people.person(store.session, "chu-tich", portal.site.today.isoformat())
        orders = [
            acts.order(deed, chair, {"reference": one, "reason": "Chưa đạt khoản 5", "decision": "cùng một quyết định"})
            for deed, one in zip((Deed.APPROVE, Deed.DECLINE), two, strict=True)
        ]  # fmt: skip
        acts.perform_many(store, world.catalogue, orders)
    address = f"/quyet-dinh/{last_decision(world, two[0])}"
    assert address.endswith(last_decision(world, two[1]))
    told, office = (who.get(address).text for who in (portal.anonymous(), portal.as_("thuong-truc")))
    assert "Thôn Một" in told
    assert "Danh sách kèm theo (1)" in told
    assert "Thôn Hai" not in told
    assert "Chưa đạt khoản 5" not in told
    assert not re.search(r"\d+ đơn vị", told)
    assert "Danh sách kèm theo (2)" in office
    # On the dossier's page it is linked to whoever may have all of it.
    world.write("update role set path = '/20/06325/V1/' where role = 'applicant'")
    for login, may in (("thuong-truc", True), ("truong-thon", False)):
        assert (f'href="{address}/van-ban.pdf"' in portal.as_(login).get(f"/ho-so/{two[0]}").text) is may, (
            login
        )


def test_the_book_is_narrowed_to_a_year_and_taken_along_as_a_table(portal, world, two):
    client = portal.as_("chu-tich")
    decide(client, two[0], "approve", "")
    assert "Năm:" not in client.get("/quyet-dinh").text
    decide(client, two[1], "decline", "Chưa đạt khoản 5")
    world.write("update decision set year = 2025, symbol = '1/2025' where serial = 2")
    shown = client.get("/quyet-dinh?noi=/20/06325/&nam=2025").text
    assert ("1/2025" in shown, "1/QĐ-UBND" in shown) == (True, False)
    assert 'href="/quyet-dinh?noi=/20/06325/&amp;nam=2026">2026</a>' in shown
    file = 'href="/quyet-dinh/so-quyet-dinh.csv?noi=/20/06325/&amp;nam=2025"'
    assert file in shown
    head, *lines = csv.reader(
        client.get("/quyet-dinh/so-quyet-dinh.csv").content.decode("utf-8-sig").splitlines()
    )
    assert head[0] == "Số quyết định"
    assert {line[0] for line in lines} == {"1/QĐ-UBND", "1/2025"}
    assert {(line[2], line[3], line[4], line[5]) for line in lines} == {
        ("Xã Bắc Sơn", "công nhận", "2026", "1")
    }
    narrow = client.get("/quyet-dinh/so-quyet-dinh.csv?nam=2025").text
    assert ("1/2025" in narrow, "1/QĐ-UBND" in narrow) == (True, False)
    book = openpyxl.load_workbook(BytesIO(client.get("/quyet-dinh/so-quyet-dinh.xlsx").content)).active
    assert [len(row) for row in book.values] == [7, 7, 7]
    assert "1/QĐ-UBND" not in portal.as_("giam-sat-noi-khac").get("/quyet-dinh/so-quyet-dinh.csv").text
    assert portal.as_("truong-thon").get("/quyet-dinh/so-quyet-dinh.csv").status_code == 403


def test_the_document_is_offered_to_whoever_may_open_it(portal, world, two):
    world.write("update role set path = '/20/06325/V2/' where role = 'applicant'")
    decide(portal.as_("chu-tich"), two[0], "decline", "Chưa đạt khoản 5")
    address = f"/quyet-dinh/{last_decision(world, two[0])}"
    for login, may in (("thuong-truc", True), ("truong-thon", False), ("giam-sat-noi-khac", False)):
        client = portal.as_(login)
        assert (f'href="{address}/van-ban.pdf"' in client.get(address).text) is may, login
        assert client.get(f"{address}/van-ban.docx").status_code == (200 if may else 403), login
    assert "van-ban" not in portal.anonymous().get(address).text


def test_the_book_is_for_the_offices_of_its_place(portal, world, two):
    decide(portal.as_("chu-tich"), two[0], "approve", "")
    assert portal.anonymous().get("/quyet-dinh").status_code == 303
    assert portal.as_("truong-thon").get("/quyet-dinh").status_code == 403
    for login in ("chu-tich", "thuong-truc"):
        shown = portal.as_(login).get("/quyet-dinh?noi=/20/06325/&nam=2026")
        assert shown.status_code == 200
        assert "1/QĐ-UBND" in shown.text
    assert "1/QĐ-UBND" not in portal.as_("giam-sat-noi-khac").get("/quyet-dinh").text
    assert "Chưa có quyết định nào" in portal.as_("chu-tich").get("/quyet-dinh?nam=2020").text
    assert portal.as_("chu-tich").get("/quyet-dinh?trang=0&nam=-4").status_code == 200


def test_what_was_revoked_is_given_back_on_the_page_of_one(portal, world, two):
    client = portal.as_("chu-tich")
    decide(client, two[0], "approve", "")
    world.answer()
    decide(client, two[0], "revoke", "Khai sai")
    asked = client.get(f"/phe-duyet/{two[0]}").text
    assert "Khôi phục công nhận" in asked
    assert "Thu hồi công nhận</label>" not in asked
    assert decide(client, two[0], "reinstate", " ").status_code == 422
    assert decide(client, two[0], "reinstate", "Xác minh lại: không sai").status_code == 303
    assert state(world, two[0]) == "recognised"
    shown = client.get(f"/phe-duyet/{two[0]}").text
    assert [f"số {n}/QĐ-UBND" in shown for n in (1, 2, 3)] == [True] * 3


def test_a_correction_asks_for_what_is_right_and_keeps_what_was_typed(portal, world, two):
    client = portal.as_("chu-tich")
    decide(client, two[0], "approve", "")
    world.answer()
    hidden = form(client.get(f"/phe-duyet/{two[0]}").text)
    wrong = {"decision": "correct", "reason": "Sai tên", "was": "Thôn Mốt", "became": "Thôn Mốt"}
    refused = client.post(f"/phe-duyet/{two[0]}", data=hidden | wrong)
    assert refused.status_code == 422
    assert 'href="#field"' in refused.text
    assert 'href="#became"' in refused.text
    assert 'value="Thôn Mốt"' in refused.text
    right = wrong | {"field": "name", "became": "Thôn Một"}
    asked = client.post(f"/phe-duyet/{two[0]}", data=hidden | right)
    assert "Đã ghi “Thôn Mốt”, nay là “Thôn Một”" in asked.text
    done = client.post(f"/phe-duyet/{two[0]}", data=form(asked.text))
    assert done.headers["location"] == f"/phe-duyet/{two[0]}?done=correct"
    shown = portal.anonymous().get(f"/quyet-dinh/{last_decision(world, two[0])}").text
    assert "Tên đơn vị: đã ghi “Thôn Mốt”, nay là “Thôn Một”." in shown


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_are_accessible_on_a_phone(live, world, two, accessible, language, portal):
    client = portal.as_("chu-tich")
    batch(client, *two)
    world.answer()
    page = live.page("chu-tich", f"/quyet-dinh?lang={language}")
    accessible(page)
    page.get_by_role("link", name="1/QĐ-UBND").first.click()
    accessible(page)
    page.goto(f"{live.address}/phe-duyet/{two[0]}?lang={language}")
    correcting = "Đính chính" if language == "vi" else "Correct what was written"
    page.get_by_role("radio", name=correcting).check()
    page.get_by_label("Nay là" if language == "vi" else "What is right", exact=True).fill("Thôn Mới")
    accessible(page)
