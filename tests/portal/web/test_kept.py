"""Kept forms: what somebody sends after their sign-in has ended waits for them, in words, until they send it or discard it.

Broken and seen to fail: shown to another account, to another browser, after its time; no secret of the browser in the hash;
forms with passwords and codes kept; no bound of length or number; forms with files kept; what needs a fresh sign-in not kept;
discarded and still there; what is not kept not said, and said where nothing was lost; a button of another step; the wrong one of two forms; codes shown as words; hidden fields shown;
a field changed on its way.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.routing import APIRoute

from domain.people import Deed
from portal import form_words, guard, kept, pages, written
from portal.accounts import passwords, sign_ins
from portal.routes import routers

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
GONE = NOW + sign_ins.IDLE + timedelta(minutes=1)
PASSWORD = "mùa gặt lúa sớm ở Bắc Sơn"
TYPED = "Những gì đã ghi mất một giờ"
# Answered as JSON, by a page's own script, which keeps what it sends itself.
OF_SCRIPTS = {"/kiem-tra/dong-bo", "/tai-khoan/khoa-truy-cap/hoi", "/tai-khoan/khoa-truy-cap"}


@pytest.fixture
def reference(portal):
    portal.moment[:] = [NOW]
    return portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]


def late(portal, login="truong-thon"):
    """Somebody's browser whose sign-in has ended meanwhile."""
    portal.moment[:] = [NOW]
    client = portal.as_(login)
    portal.moment[:] = [GONE]
    return client


def back(portal, client, login="truong-thon"):
    """The same browser, signed in again."""
    client.cookies.delete("__Host-antoan")
    client.cookies.set("__Host-antoan", portal.token(login), domain="testserver.local", path="/")
    return client


def send(client, path, referer=None, **fields):
    headers = {"referer": f"https://testserver{referer or path}"}
    return client.post(path, data=fields, headers=headers)


def waits(answer):
    """Where what was sent waits; None where nothing does, which the page to sign in on then says."""
    assert answer.status_code == 303
    if answer.headers["location"].endswith("&lost=1"):
        return None
    found = re.fullmatch(
        r"/dang-nhap[^?]*\?(?:again=1&)?next=(%2Fgui-lai%2F[\w-]+)", answer.headers["location"]
    )
    return found and found[1].replace("%2F", "/")


def fields(html):
    form = html.split('class="govuk-summary-list"')[-1].split("<form", 1)[1].split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form))


def withdraw(client, reference, key="k1"):
    return send(client, f"/dang-ky/{reference}/rut", key=key, reason=TYPED)


def state(portal):
    return portal.world.rows("select state from application")[0][0]


def posts():
    for router in routers():
        for route in router.routes:
            assert isinstance(route, APIRoute)
            if "POST" in route.methods and guard.anyone not in set(asked(route.dependant)):
                yield route.path


def asked(dependant):
    yield dependant.call
    for one in dependant.dependencies:
        yield from asked(one)


# --- every form -----------------------------------------------------------------------------------------


def test_what_is_sent_too_late_to_any_form_waits_behind_the_sign_in(portal):
    tried = [path for path in posts() if path not in OF_SCRIPTS and not path.startswith(kept.NEVER)]
    assert len(tried) > 25
    for path in tried:
        client = late(portal)
        where = waits(send(client, re.sub(r"\{[^}]*\}", "2026-000001", path), reason=TYPED))
        assert where is not None, path
        shown = back(portal, client).get(where)
        assert shown.status_code == 200, path
        assert TYPED in shown.text, path


def test_the_page_to_sign_in_on_says_that_it_was_kept(portal, reference):
    client = late(portal)
    page = client.get(withdraw(client, reference).headers["location"]).text
    assert "được giữ 30 phút" in page
    assert "được giữ 30 phút" not in client.get("/dang-nhap?next=/dang-ky").text


def test_what_asks_for_a_new_sign_in_is_kept_too(portal):
    """A token is made by whoever signed in within the last quarter of an hour."""
    portal.moment[:] = [NOW]
    client = portal.as_("van-hanh")
    portal.moment[:] = [NOW + guard.PROVED + timedelta(minutes=1)]
    sent = send(client, "/tai-khoan/ma-truy-cap", name="Chương trình mới", days="30")
    where = waits(sent)
    assert "again=1" in sent.headers["location"]
    text = client.get(where).text
    assert "Chương trình mới" in text
    assert fields(text)["days"] == "30"


# --- words --------------------------------------------------------------------------------------------


def test_answers_come_back_in_the_words_of_their_page_and_are_saved_with_one_press(portal, reference):
    client = late(portal)
    path = f"/dang-ky/{reference}/KDC-1c"
    typed = {"seen": "0", "do": "list", "KDC-1c.registered": "90", "KDC-1c.residing": "100"}
    where = waits(send(client, path, **typed))
    assert portal.world.rows("select count(*) from draft") == [(0,)]
    shown = back(portal, client).get(where).text
    assert re.search(r"<dt[^>]*>Số hộ đăng ký[^<]*</dt><dd[^>]*>90</dd>", shown), shown
    assert "Gửi lại: Lưu</button>" in shown
    assert "<dt" in shown
    assert "seen" not in re.sub(r"<[^>]*>", "", shown)
    assert fields(shown) == typed
    assert portal.world.rows("select count(*) from draft") == [(0,)], "nothing is done before the press"
    assert client.post(path, data=fields(shown)).status_code == 303
    assert 'value="90"' in client.get(path).text


def test_what_was_chosen_is_told_by_its_label(portal, world):
    reference = world.scored("V1")
    client = late(portal, "chu-tich")
    path = f"/phe-duyet/{reference}"
    where = waits(send(client, path, key="k", seen="9", decision="decline", reason=TYPED))
    shown = back(portal, client, "chu-tich").get(where).text
    told = dict(re.findall(r"<dt[^>]*>([^<]*)</dt><dd[^>]*>([^<]*)</dd>", shown))
    assert TYPED in told.values()
    assert "Không công nhận" in told.values()
    assert "decline" not in told.values()


def test_a_form_whose_page_is_not_found_again_shows_its_sentences_only():
    told = form_words.told("", "/x", [("key", "a1b2"), ("seen", "7"), ("reason", TYPED)])
    assert told == ("", "", (("", TYPED),))


PAGE = """
<h1>Trang <em>thử</em></h1><form action="/khac"><input type="text" name="a" id="q"></form>
<form action="/x"><input type="hidden" name="key" value="k"><label for="a">Ngày họp</label><input name="a" id="a">
<fieldset><legend><h2>Chọn</h2></legend><input type="radio" name="b" id="b1" value="1"><label for="b1">Một</label>
<input type="radio" name="b" id="b2" value="2"><label for="b2">Hai</label></fieldset>
<label for="c">Ghế</label><select name="c" id="c"><option value="">–</option><option value="p">Chủ tịch</option></select>
<label for="d">Lý do</label><textarea name="d" id="d"></textarea>
<button name="do" value="one">Làm một</button><button name="do" value="two">Làm hai</button></form>
"""


def test_every_kind_of_field_is_told_in_its_own_way():
    fields = [("key", "k"), ("a", "1/2"), ("b", "2"), ("c", "p"), ("d", "vì thế"), ("do", "two")]
    lines = (("Ngày họp", "1/2"), ("Chọn", "Hai"), ("Ghế", "Chủ tịch"), ("Lý do", "vì thế"))
    assert form_words.told(PAGE, "/x", fields) == ("Trang thử", "Làm hai", lines)


def test_of_two_forms_to_one_place_the_one_that_was_sent_tells_the_words():
    two = (
        PAGE
        + '<form action="/x"><label for="z">Khác</label><input name="z" id="z"><button>Khác</button></form>'
    )
    assert form_words.told(two, "/x", [("a", "1/2")]).lines == (("Ngày họp", "1/2"),)
    assert form_words.told(two, "/x", [("z", "3")]) == ("Trang thử", "Khác", (("Khác", "3"),))


def test_another_step_of_a_form_is_not_given_the_buttons_of_its_first():
    page = PAGE.replace('name="do" value="one"', "")
    assert form_words.told(page, "/x", [("a", "1")]).button == "Làm một"
    assert form_words.told(page, "/x", [("a", "1"), ("confirmed", "1")]).button == ""


# --- for whom, and how long -----------------------------------------------------------------------------


def test_another_account_in_the_same_browser_sees_nothing_of_it(portal, reference):
    client = late(portal)
    where = waits(withdraw(client, reference))
    other = back(portal, client, "van-hanh").get(where)
    assert other.status_code == 404
    assert TYPED not in other.text
    assert back(portal, client).get(where).status_code == 200, "it is still there for its owner"


def test_another_browser_of_the_same_account_sees_nothing_of_it(portal, reference):
    where = waits(withdraw(late(portal), reference))
    assert portal.as_("truong-thon").get(where).status_code == 404


def test_nobody_who_has_not_signed_in_again_sees_it(portal, reference):
    client = late(portal)
    where = waits(withdraw(client, reference))
    assert client.get(where).headers["location"].startswith("/dang-nhap?next=%2Fgui-lai%2F")


def test_a_password_alone_does_not_show_it_where_two_factors_are_needed(portal, world):
    reference = world.scored("V1")
    client = late(portal, "chu-tich")
    where = waits(send(client, f"/phe-duyet/{reference}", reason=TYPED))
    client.cookies.delete("__Host-antoan")
    half = portal.token("chu-tich", verified=False)
    client.cookies.set("__Host-antoan", half, domain="testserver.local", path="/")
    assert client.get(where).headers["location"].startswith("/dang-nhap/buoc-2")


def test_it_is_gone_after_half_an_hour(portal, reference):
    client = late(portal)
    where = waits(withdraw(client, reference))
    portal.moment[:] = [GONE + kept.LASTS - timedelta(seconds=1)]
    assert back(portal, client).get(where).status_code == 200
    portal.moment[:] = [GONE + kept.LASTS]
    assert client.get(where).status_code == 404
    withdraw(late(portal), reference)
    portal.moment[:] = [GONE + 2 * kept.LASTS]
    portal.moment[:] = [NOW + timedelta(days=1)]
    assert portal.world.rows("select count(*) from kept")[0][0] <= 2


def test_whoever_was_never_signed_in_here_has_nothing_kept(portal, reference):
    assert waits(withdraw(portal.anonymous(), reference)) is None
    client = portal.anonymous()
    client.cookies.set("__Host-antoan", "made-up", domain="testserver.local", path="/")
    assert waits(withdraw(client, reference)) is None
    assert portal.world.rows("select count(*) from kept") == [(0,)]


def test_a_form_from_another_site_is_refused_and_not_kept(portal, reference):
    client = late(portal)
    sent = client.post(
        f"/dang-ky/{reference}/rut", data={"reason": TYPED}, headers={"sec-fetch-site": "cross-site"}
    )
    assert sent.status_code == 403
    assert portal.world.rows("select count(*) from kept") == [(0,)]


# --- what is kept, and what becomes of it -----------------------------------------------------------------


def test_it_is_done_once_however_often_it_is_sent_again(portal, reference):
    client = late(portal)
    where = waits(withdraw(client, reference))
    shown = back(portal, client).get(where).text
    assert fields(shown)["key"] == "k1"
    assert state(portal) == "registered"
    for _ in "12":
        assert client.post(f"/dang-ky/{reference}/rut", data=fields(shown)).status_code == 303
    assert portal.world.rows("select count(*) from event where name = 'application-withdrawn'") == [(1,)]


def test_discarded_it_is_gone_and_the_page_is_there_again(portal, reference):
    client = late(portal)
    where = waits(withdraw(client, reference))
    gone = back(portal, client).post(where)
    assert gone.headers["location"] == f"/dang-ky/{reference}/rut"
    assert client.get(where).status_code == 404
    assert state(portal) == "registered"


def test_two_tabs_are_kept_side_by_side_and_no_more_than_a_few(portal, reference):
    client = late(portal)
    places = [waits(withdraw(client, reference, f"k{n}")) for n in range(kept.MOST + 2)]
    back(portal, client)
    found = [client.get(where).status_code for where in places]
    assert found.count(200) == kept.MOST
    assert portal.world.rows("select count(*) from kept") == [(kept.MOST,)]


def test_what_is_too_long_is_not_kept(portal, reference):
    client = late(portal)
    assert waits(send(client, f"/dang-ky/{reference}/rut", reason="x" * kept.LONGEST)) is None
    assert portal.world.rows("select count(*) from kept") == [(0,)]


def test_a_form_with_files_leads_back_to_its_page(portal, reference):
    client = late(portal)
    path = f"/dinh-kem/{reference}/KDC-1c"
    sent = client.post(
        path,
        data={"key": "k"},
        files={"files": ("anh.jpg", b"x" * 2000, "image/jpeg")},
        headers={"referer": f"https://testserver{path}"},
    )
    assert sent.headers["location"] == f"/dang-nhap?next={path.replace('/', '%2F')}&lost=1"
    assert portal.world.rows("select count(*) from kept") == [(0,)]


LOST = "không giữ lại được"


def test_what_is_not_kept_is_said_before_the_sign_in(portal, reference):
    files = {"files": ("anh.jpg", b"x" * 2000, "image/jpeg")}
    too_late = late(portal)
    for sent in (
        too_late.post(f"/dinh-kem/{reference}/KDC-1c", data={"key": "k"}, files=files),
        send(too_late, f"/dang-ky/{reference}/rut", reason="x" * kept.LONGEST),
        send(too_late, "/tai-khoan/mat-khau", present=PASSWORD),
        withdraw(portal.anonymous(), reference),
    ):
        shown = too_late.get(sent.headers["location"])
        assert LOST in shown.text
    for sent in (
        too_late.get(f"/dang-ky/{reference}"),
        send(too_late, "/dang-xuat", x="1"),
        withdraw(too_late, reference),
    ):
        assert LOST not in too_late.get(sent.headers["location"]).text


def test_no_password_and_no_code_is_ever_kept(portal):
    client = late(portal)
    changed = {"present": PASSWORD, "password": PASSWORD, "again": PASSWORD}
    assert waits(send(client, "/tai-khoan/mat-khau", **changed)) is None
    assert waits(send(client, "/tai-khoan/buoc-hai", code="123456")) is None
    assert waits(send(client, "/tai-khoan/moi", login="x", password=PASSWORD)) is None
    assert portal.world.rows("select count(*) from kept") == [(0,)]


def test_every_secret_field_of_the_templates_is_known():
    """A field for a password or a code stands in a form that is never kept, or is called what is never kept."""
    met = 0
    for file in pages.STATIC.parent.joinpath("templates").rglob("*.html"):
        for form in file.read_text().split("<form ")[1:]:
            action = re.search(r'action="([^"]*)"', form)
            for one in form.split("</form>")[0].split("govukInput(")[1:]:
                if re.search(r'"type": "password"|one-time-code', one):
                    met += 1
                    name = re.search(r'"name": "(\w+)"', one)
                    assert name
                    never = action is not None and action[1].startswith(kept.NEVER)
                    assert never or name[1] in written.SECRETS, (file.name, name[1])
    assert met >= 8


# --- in a browser -----------------------------------------------------------------------------------------


def test_in_a_browser_the_reason_survives_the_login_and_is_sent_with_one_press(live, accessible):
    portal = live.portal
    portal.world.write(
        "insert into credential (account, password, changed_at) select id, :hash, '2026' from account",
        hash=passwords.hashed(PASSWORD),
    )
    portal.moment[:] = [NOW]
    reference = portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    page = live.page("truong-thon", f"/dang-ky/{reference}/rut", java_script_enabled=False)
    page.get_by_label("Lý do").fill(TYPED + "\ndòng hai")
    portal.moment[:] = [GONE]
    page.locator("main form button").click()
    assert "được giữ 30 phút" in page.content()
    page.get_by_label("Tên đăng nhập", exact=True).fill("truong-thon")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    assert page.url.startswith(f"{live.address}/gui-lai/")
    assert TYPED in page.locator("dd").inner_text()
    assert state(portal) == "registered"
    page.get_by_role("button", name="Gửi lại").click()
    assert page.url == f"{live.address}/ho-so/{reference}?done=withdrawn"
    assert state(portal) == "withdrawn"
    said = portal.world.rows("select payload from event where name = 'application-withdrawn'")[0][0]
    assert "dòng hai" in said
    assert Deed.WITHDRAW
    shown = live.page("truong-thon", "/gui-lai/khong-co")
    accessible(shown)
