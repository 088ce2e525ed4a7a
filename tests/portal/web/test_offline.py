"""The inspector's app with the network really cut: nothing is lost, nothing is written twice, nothing is overwritten.

Broken by hand, and seen to fail: a finding that is not marked before it is sent; a worker that trusts the network's answer;
a worker that keeps any page as the shell; dossiers that stay after signing out; a batch for another account; a photo that is
not looked for; a follower that keeps the ground of what was refused; a newer page kept without its files; an older page
kept without its files; a failure of the server taken for a yes; a list that is asked for only when the first sync ends after
the script has come; one that is asked for once; a list that is drawn while a finger is down, one that is never drawn after
that, one that forgets where the cursor stood, one that is drawn whenever something was synced; no word for one photo; a sync that is forgotten when it is asked for while another fails.
"""

import hashlib
import io
import json
import re
import threading
import time
from functools import cache
from pathlib import Path

import pytest
import uvicorn
from PIL import Image

from portal import offline, pages
from tests.portal.web.conftest import Live

APP = "/kiem-tra/ngoai-tuyen"


@pytest.fixture
def assigned(portal):
    world = portal.world
    found = []
    for unit in ("V1", "V2"):
        found.append(world.json("register", unit, "--season", 2026, "--as", "truong-thon")["reference"])
    world.answer()
    world.write("update application set inspector = (select id from account where login = 'kiem-tra')")
    return found


def findings(portal):
    return portal.world.rows("select criterion, document, device from finding order by application, number")


def signed_in(live, context, login):
    """Let somebody sign in on a device, whoever was before."""
    [cookie] = [one for one in live.context(login).cookies() if one["name"] == "__Host-antoan"]
    context.clear_cookies()
    context.add_cookies([cookie])


def opened(live, login):
    """The app on a phone, in a context whose network can be cut; the worker controls the page."""
    page = live.page(login, APP)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    while not page.evaluate("Boolean(navigator.serviceWorker.controller)"):
        page.wait_for_timeout(50)
    return page


@pytest.fixture
def app(live):
    return lambda login="kiem-tra": opened(live, login)


def take(page, name):
    page.get_by_role("button", name=f"Mang theo: {name}").click()
    page.get_by_role("link", name=name).wait_for()


def record(page, registered, residing, note=""):
    page.get_by_label("Số hộ đăng ký").fill(registered)
    page.get_by_label("Số hộ đang cư trú").fill(residing)
    page.get_by_label("Ghi chú").fill(note)
    page.get_by_role("button", name="Lưu", exact=True).click()


def until(page, true):
    """Wait for something that the server has done."""
    for _ in range(900):
        if true():
            return
        page.wait_for_timeout(50)
    assert true()


def status(page, text):
    page.locator("#antoan-status").get_by_text(text).wait_for()


def waiting(page, many):
    """Until so many items wait on the device."""
    aside = page.locator("#antoan-waiting")
    if many:
        aside.get_by_text(f"{many} mục chờ gửi").wait_for()
    else:
        aside.wait_for(state="hidden")


def test_what_is_assigned_is_listed_however_late_the_script_comes_that_lists_it(assigned, live):
    context = live.context("kiem-tra")
    context.route("**/inspection-app.js*", lambda route: (time.sleep(1.5), route.continue_()))
    page = context.new_page()
    page.goto(live.address + APP)
    page.get_by_role("button", name="Mang theo: Thôn Một").wait_for()


def test_a_list_that_did_not_come_is_asked_for_again_with_the_next_sync(assigned, live):
    context, asked = live.context("kiem-tra"), []

    def second_fails(route):
        asked.append(route)
        route.fulfill(status=503) if len(asked) == 2 else route.continue_()

    context.route("**/kiem-tra/mang-theo", second_fails)
    page = context.new_page()
    page.goto(live.address + APP)
    status(page, "Máy chủ đã trả lời")
    assert page.get_by_role("button", name="Mang theo: Thôn Một").count() == 0
    page.get_by_role("button", name="Gửi ngay").click()
    page.get_by_role("button", name="Mang theo: Thôn Một").wait_for()


TAKEN_ALONG = """reference => antoan.takeAlong(reference).then(() => Promise.all(antoan.listeners.map(each => each())))"""
DRAWN_AGAIN = "Promise.all(antoan.listeners.map(each => each()))"


def test_what_changes_between_press_and_release_loses_no_click(assigned, app):
    page = app()
    take(page, "Thôn Một")
    page.get_by_role("link", name="Thôn Một").hover()
    page.mouse.down()
    page.evaluate(TAKEN_ALONG, assigned[1])
    page.mouse.up()
    page.get_by_role("link", name="KDC-1c.").wait_for()
    page.go_back()
    page.get_by_role("link", name="Thôn Hai").wait_for()


def test_what_was_missed_while_something_was_pressed_is_shown_after_it(assigned, app):
    page = app()
    take(page, "Thôn Một")
    page.get_by_role("heading", level=1).hover()
    page.mouse.down()
    page.evaluate(TAKEN_ALONG, assigned[1])
    assert page.get_by_role("link", name="Thôn Hai").count() == 0
    page.mouse.up()
    page.get_by_role("link", name="Thôn Hai").wait_for()


def test_who_stands_on_a_link_still_does_when_the_list_has_changed(assigned, app):
    page = app()
    take(page, "Thôn Một")
    page.get_by_role("link", name="Thôn Một").focus()
    page.evaluate(TAKEN_ALONG, assigned[1])
    page.get_by_role("link", name="Thôn Hai").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Thôn Một"


def test_a_list_that_says_the_same_is_not_drawn_again(assigned, app):
    page = app()
    take(page, "Thôn Một")
    page.evaluate("document.querySelector('#antoan-view h1').id = 'still-there'")
    page.evaluate(DRAWN_AGAIN)
    assert page.locator("#still-there").count() == 1


def test_what_was_recorded_without_a_network_survives_the_tab_and_is_handed_in_once(
    portal, assigned, app, live
):
    page = app()
    take(page, "Thôn Một")
    context = page.context
    context.set_offline(True)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "249", "250", "Xem danh sách")
    page.set_input_files(
        "#antoan-photo", {"name": "danh-sach.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    waiting(page, 2)
    page.close()
    page = context.new_page()
    page.goto(live.address + APP)
    assert "2 mục chờ gửi" in page.inner_text("#antoan-count")
    status(page, "Chưa tới được máy chủ")
    assert findings(portal) == []
    context.set_offline(False)
    page.get_by_role("button", name="Gửi ngay").click()
    waiting(page, 0)
    [(criterion, document, _)] = findings(portal)
    assert (criterion, document) == (
        "KDC-1c",
        '{"facts":{"registered":249,"residing":250},"note":"Xem danh sách"}',
    )
    [(size, original, taken)] = portal.world.rows("select size, original_sha256, taken_at from evidence")
    assert original == hashlib.sha256(photo()).hexdigest()
    assert size < len(photo())
    assert taken


def test_the_app_opens_and_records_while_the_server_is_down(portal, assigned, browser):
    server = Server(portal.app)
    live = Live(portal, server.start(), browser)
    try:
        page = opened(live, "kiem-tra")
        take(page, "Thôn Một")
        server.stop()
        page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
        assert page.evaluate("navigator.onLine")  # which is why nobody asks it
        record(page, "250", "250")
        waiting(page, 1)
        status(page, "Chưa tới được máy chủ")
        page.goto(live.address + "/kiem-tra")  # any page of the inspector leads to the app
        assert page.url == live.address + APP
        server.start()
        page.get_by_role("button", name="Gửi ngay").click()
        waiting(page, 0)
        assert len(findings(portal)) == 1
    finally:
        for context in live.contexts:
            context.close()
        server.stop()


def test_an_answer_that_is_lost_leaves_one_finding(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request.post_data)
        route.abort()

    page.context.route("**/kiem-tra/dong-bo", lose)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "250", "250")
    status(page, "Chưa tới được máy chủ")
    assert len(findings(portal)) == len(lost) == 1
    page.context.unroute("**/kiem-tra/dong-bo")
    with page.expect_response("**/kiem-tra/dong-bo") as answered:
        page.evaluate("antoan.sync()")
    assert answered.value.json()["answers"][0]["answer"] == "duplicate"
    waiting(page, 0)
    assert len(findings(portal)) == 1


def test_a_server_that_fails_is_asked_again_and_has_it_once(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    page.context.route("**/kiem-tra/dong-bo", lambda route: route.fulfill(status=500, body="<h1>500</h1>"))
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "250", "250")
    status(page, "Máy chủ đang gặp sự cố")
    waiting(page, 1)
    page.context.unroute("**/kiem-tra/dong-bo")
    page.goto(f"{live.address}{APP}#")
    page.get_by_role("button", name="Gửi ngay").click()
    waiting(page, 0)
    assert len(findings(portal)) == 1


def test_what_may_have_arrived_is_not_replaced_but_followed(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    lost = []

    def lose(route):
        route.fetch()
        route.abort()
        lost.append(route)

    page.context.route("**/kiem-tra/dong-bo", lose)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "1", "250")
    status(page, "Chưa tới được máy chủ")
    record(page, "2", "250")
    waiting(page, 2)
    while len(lost) < 2:
        page.wait_for_timeout(20)
    page.context.unroute("**/kiem-tra/dong-bo")
    page.evaluate("antoan.sync()")
    waiting(page, 0)
    assert [document for _, document, _ in findings(portal)] == [
        '{"facts":{"registered":1,"residing":250},"note":""}',
        '{"facts":{"registered":2,"residing":250},"note":""}',
    ]
    assert page.evaluate("antoan.dossier('2026-000001').then(one => one.criteria[2].sides.length)") == 0


def test_two_devices_on_one_dossier_both_keep_what_they_wrote_until_somebody_chooses(
    portal, assigned, app, live
):
    one, two = app(), app()
    for page in (one, two):
        take(page, "Thôn Một")
        page.context.set_offline(True)
        page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(one, "249", "250", "trên sổ")
    record(two, "250", "250", "đếm lại")
    for page in (one, two):
        page.context.set_offline(False)
        page.evaluate("antoan.sync()")
        waiting(page, 0)
    assert len(findings(portal)) == 2
    two.locator("#antoan-sides").get_by_text("đếm lại").click()
    two.get_by_role("button", name="Chọn ghi nhận này").click()
    until(two, lambda: len(findings(portal)) == 3)
    two.locator("#antoan-sides").wait_for(state="detached")
    documents = [document for _, document, _ in findings(portal)]
    assert len(documents) == 3
    assert '"registered":250' in documents[2]
    assert '"settles":' in documents[2]
    assert "Hai ghi nhận" not in portal.as_("kiem-tra").get(f"/kiem-tra/{assigned[0]}").text


def test_what_the_server_refuses_stays_with_the_reason_and_can_be_mended(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "nhiều", "250")
    page.locator(".govuk-error-summary").get_by_text("không phải là số").wait_for()
    assert page.get_by_label("Số hộ đăng ký").input_value() == "nhiều"
    record(page, "250", "250")
    until(page, lambda: len(findings(portal)) == 1)
    waiting(page, 0)


def test_what_follows_on_a_refused_finding_takes_its_place(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    page.context.route("**/kiem-tra/dong-bo", lambda route: route.abort())
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "nhiều", "250")
    status(page, "Chưa tới được máy chủ")
    record(page, "250", "250")
    waiting(page, 2)
    page.context.unroute("**/kiem-tra/dong-bo")
    page.evaluate("antoan.sync()")
    until(page, lambda: len(findings(portal)) == 1)
    waiting(page, 0)


def test_a_sync_that_is_asked_for_while_another_is_failing_is_done(portal, assigned, app, live):
    page, held = app(), []
    take(page, "Thôn Một")
    page.context.route("**/kiem-tra/dong-bo", lambda route: held.append(route), times=1)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "249", "250")
    until(page, lambda: held)
    page.evaluate("void antoan.sync()")
    held[0].abort()
    until(page, lambda: len(findings(portal)) == 1)
    waiting(page, 0)


def test_as_many_dated_incidents_are_recorded_as_there_were(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    page.context.set_offline(True)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-4b")
    page.get_by_text("Có vụ xảy ra?").click()
    for n in range(1, 5):
        page.locator(f"[name='KDC-4b.serious_crimes.{n}.on']").fill(f"0{n}/03/2026")
    page.get_by_role("button", name="Lưu", exact=True).click()
    waiting(page, 1)
    page.reload()
    assert page.locator("[name='KDC-4b.serious_crimes.4.on']").input_value() == "04/03/2026"
    page.context.set_offline(False)
    page.evaluate("antoan.sync()")
    until(page, lambda: len(findings(portal)) == 1)
    days = [one["on"] for one in json.loads(findings(portal)[0][1])["facts"]["serious_crimes"]]
    assert days == ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]


def test_a_file_that_the_server_never_takes_holds_up_nothing_else(portal, assigned, app, live, tmp_path):
    page = app()
    take(page, "Thôn Một")
    page.context.set_offline(True)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    (tmp_path / "phim.jpg").write_bytes(b"x" * 21 * 1024 * 1024)
    page.set_input_files("#antoan-photo", tmp_path / "phim.jpg")
    waiting(page, 1)
    page.set_input_files("#antoan-photo", {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    waiting(page, 2)
    page.context.set_offline(False)
    page.goto(f"{live.address}{APP}#")
    page.get_by_text("Máy chủ không nhận").first.wait_for()
    waiting(page, 1)
    assert portal.world.rows("select name from evidence") == [("anh.jpg",)]


def test_an_application_that_was_given_to_somebody_else_is_refused_and_nothing_is_lost(
    portal, assigned, app, live
):
    page = app()
    take(page, "Thôn Một")
    page.context.set_offline(True)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "250", "250")
    waiting(page, 1)
    portal.world.run("assign", assigned[0], "kiem-tra-2", "--as", "thuong-truc")
    page.context.set_offline(False)
    page.goto(f"{live.address}{APP}#")
    page.get_by_text("phân công cho người kiểm tra khác").first.wait_for()
    waiting(page, 1)
    assert findings(portal) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Lưu ra tệp").click()
    assert '"KDC-1c.registered": "250"' in Path(saved.value.path()).read_text()


def test_a_device_that_is_signed_out_keeps_what_waits_and_says_so(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    page.context.set_offline(True)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "250", "250")
    portal.world.write("update sign_in set ended_at = '2026-01-01T00:00:00.000000Z'")
    page.context.set_offline(False)
    page.goto(live.address + APP)
    status(page, "Bạn đã đăng xuất")
    waiting(page, 1)
    assert (
        page.get_by_role("link", name="Đăng nhập").last.get_attribute("href")
        == "/dang-nhap?next=/kiem-tra/ngoai-tuyen"
    )
    signed_in(live, page.context, "kiem-tra")
    page.get_by_role("button", name="Gửi ngay").click()
    waiting(page, 0)
    assert len(findings(portal)) == 1


def test_nobody_hands_in_what_somebody_else_wrote(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    page.context.set_offline(True)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "250", "250")
    waiting(page, 1)
    signed_in(live, page.context, "kiem-tra-2")
    page.context.set_offline(False)
    page.goto("about:blank")
    page.goto(live.address + APP)
    page.get_by_text("1 mục của tài khoản khác").wait_for()
    status(page, "Máy chủ đã trả lời")
    assert page.get_by_text("Thôn Một").count() == 0
    assert findings(portal) == []


def test_signing_out_clears_what_was_taken_along_and_keeps_what_waits(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    page.context.set_offline(True)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "250", "250")
    waiting(page, 1)
    page.context.route("**/kiem-tra/dong-bo", lambda route: route.abort())
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("link", name="Đăng nhập").first.wait_for()
    assert page.evaluate("caches.keys()") == []
    left = page.evaluate(
        """() => new Promise(resolve => { const asked = indexedDB.open("antoan-kiem-tra"); asked.onsuccess = () => {
        const tx = asked.result.transaction(["pending", "dossiers"]); const many = [];
        for (const name of ["pending", "dossiers"]) tx.objectStore(name).count().onsuccess = e => many.push(e.target.result);
        tx.oncomplete = () => resolve(many); } })"""
    )
    assert left == [1, 0]


def test_only_the_shell_is_kept_of_all_pages(portal, assigned, app, live):
    page = app()
    for address in (
        "/kiem-tra",
        f"/kiem-tra/{assigned[0]}",
        f"/kiem-tra/{assigned[0]}/KDC-1c",
        "/tai-khoan",
    ):
        page.goto(live.address + address)
    kept = page.evaluate(
        """async () => { const all = []; for (const name of await caches.keys())
        for (const one of await (await caches.open(name)).keys()) all.push(new URL(one.url).pathname); return all }"""
    )
    assert [one for one in kept if not one.startswith("/static/")] == [APP]
    assert "antoan-view" in page.evaluate("caches.match('/kiem-tra/ngoai-tuyen').then(found => found.text())")


@pytest.fixture
def renewed(monkeypatch):
    """The portal becomes a newer one: its files have other addresses; its worker too, unless that has not come yet."""

    def renew(worker=True):
        def newer(name):
            return pages.static(name).replace("?v=", "?v=new")

        monkeypatch.setitem(pages.environment().globals, "static", newer)
        if worker:
            monkeypatch.setattr(offline, "static", newer)

    return renew


def without_a_network(page):
    """The network is cut, and what the browser remembers besides what the worker keeps is gone, as after some days."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.context.set_offline(True)


def test_a_newer_page_is_kept_only_with_its_files(portal, assigned, app, live, renewed):
    page = app()
    take(page, "Thôn Một")
    renewed(worker=False)
    page.reload()
    page.get_by_role("link", name="Thôn Một").wait_for()
    without_a_network(page)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    page.reload()
    record(page, "250", "250")
    waiting(page, 1)
    page.context.set_offline(False)
    page.evaluate("antoan.sync()")
    waiting(page, 0)


def test_who_signed_out_before_the_portal_was_renewed_still_sees_what_waits(
    portal, assigned, app, live, renewed
):
    page = app()
    take(page, "Thôn Một")
    page.context.set_offline(True)
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    record(page, "250", "250")
    waiting(page, 1)
    portal.world.write("update sign_in set ended_at = '2026-01-01T00:00:00.000000Z'")
    page.context.set_offline(False)
    [before] = page.evaluate("caches.keys()")
    renewed()
    page.evaluate("navigator.serviceWorker.getRegistration('/kiem-tra').then(one => one.update())")
    until(page, lambda: before not in (kept := page.evaluate("caches.keys()")) and len(kept) == 1)
    without_a_network(page)
    page.goto(live.address + APP)
    page.reload()
    page.get_by_role("link", name="Thôn Một").wait_for()
    waiting(page, 1)
    page.context.set_offline(False)
    signed_in(live, page.context, "kiem-tra")
    page.goto(live.address + APP)
    page.reload()
    # A page that has only just come says nothing of what waits, as one does where nothing waits.
    until(page, lambda: len(findings(portal)) == 1)
    waiting(page, 0)
    assert "new" in page.evaluate("caches.match('/kiem-tra/ngoai-tuyen').then(found => found.text())")


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_the_app_is_accessible_in_both_languages(portal, assigned, app, live, accessible, spoken):
    page = app()
    page.goto(f"{live.address}{APP}?lang={spoken}")
    accessible(page)
    page.get_by_role("button", name=re.compile("(Mang theo|Take along): Thôn Một")).click()
    page.get_by_role("link", name="Thôn Một").click()
    page.get_by_role("link", name="KDC-1c.").wait_for()
    accessible(page)
    page.get_by_role("link", name="KDC-4b.").click()
    page.locator("#antoan-finding").wait_for()
    accessible(page)


def test_the_app_is_used_by_keyboard_alone(portal, assigned, app, live):
    page = app()
    take(page, "Thôn Một")
    page.goto(f"{live.address}{APP}#/{assigned[0]}/KDC-1c")
    page.locator("#antoan-finding").wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "KDC-1c.registered":
            break
    page.keyboard.type("250")
    page.keyboard.press("Tab")
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    page.wait_for_url("**#/2026-000001/KDC-2")
    until(page, lambda: len(findings(portal)) == 1)
    waiting(page, 0)


# --- what the server takes -------------------------------------------------------------------------------


def item(reference, **more):
    return {
        "kind": "finding", "id": "00000000-0000-4000-8000-000000000001", "reference": reference, "criterion": "KDC-1c",
        "device_at": "2026-11-20T02:00:00.000Z", "values": {"KDC-1c.registered": "250", "KDC-1c.residing": "250"},
        "note": "", "based_on": None, "settles": [], **more,
    }  # fmt: skip


def handed(client, *items, account="kiem-tra", files=None):
    batch = json.dumps({"account": account, "device": "Android 1a2b", "items": list(items)})
    return client.post("/kiem-tra/dong-bo", data={"batch": batch}, files=files)


def test_each_item_of_a_batch_has_its_own_answer(portal, assigned):
    client = portal.as_("kiem-tra")
    ids = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 7)]
    told = handed(
        client,
        item(assigned[0], id=ids[0]),
        item(assigned[0], id=ids[0]),
        item(assigned[0], id=ids[1], values={"KDC-1c.registered": "1"}),
        item(assigned[0], id=ids[2], criterion="KDC-99"),
        item("2026-999999", id=ids[3]),
        item(assigned[0], id=ids[4], based_on=ids[5]),
        {"kind": "nothing", "id": ids[5]},
    ).json()
    assert [one["answer"] for one in told["answers"]] == ["stored", "duplicate", "conflict", *["refused"] * 4]
    assert all(one["why"] for one in told["answers"] if one["answer"] == "refused")
    assert [
        len(line["sides"]) for line in told["dossiers"][assigned[0]]["criteria"] if line["code"] == "KDC-1c"
    ] == [2]
    assert len(findings(portal)) == 2


def test_a_duplicate_is_one_even_after_the_inspection_was_submitted(portal, assigned):
    client = portal.as_("kiem-tra")
    handed(client, item(assigned[0]))
    client.post(f"/kiem-tra/{assigned[0]}/nop", data={"key": "a" * 32})
    told = handed(
        client, item(assigned[0]), item(assigned[0], id="00000000-0000-4000-8000-000000000002")
    ).json()
    assert [one["answer"] for one in told["answers"]] == ["duplicate", "refused"]
    assert "đã kiểm tra" in told["answers"][1]["why"]


def test_an_id_is_not_taken_for_another_content(portal, assigned):
    client = portal.as_("kiem-tra")
    handed(client, item(assigned[0]))
    told = handed(client, item(assigned[0], note="khác")).json()
    assert told["answers"][0]["answer"] == "refused"
    assert len(findings(portal)) == 1


def test_the_wrong_inspector_and_the_wrong_account_are_refused(portal, assigned):
    other = portal.as_("kiem-tra-2")
    told = handed(other, item(assigned[0]), account="kiem-tra-2").json()
    assert told["answers"][0]["answer"] == "refused"
    assert told["dossiers"][assigned[0]]["criteria"] == []
    assert handed(other, item(assigned[0]), account="kiem-tra").status_code == 409
    assert handed(portal.as_("truong-thon"), item(assigned[0]), account="truong-thon").status_code == 403
    assert other.get(f"/kiem-tra/mang-theo/{assigned[0]}").status_code == 403
    assert handed(portal.anonymous(), item(assigned[0])).status_code == 303
    assert findings(portal) == []


def test_a_photo_is_attached_once_and_what_is_no_photo_is_refused(portal, assigned):
    client = portal.as_("kiem-tra")
    id = "00000000-0000-4000-8000-00000000000a"
    sent = item(
        assigned[0],
        kind="photo",
        id=id,
        name="a.jpg",
        taken_at="2026-11-20T01:00:00Z",
        original_sha256="0" * 64,
    )
    for answer in ("stored", "duplicate"):
        told = handed(client, sent, files={id: ("a.jpg", photo(), "image/jpeg")}).json()
        assert told["answers"][0]["answer"] == answer
    [(taken, original, sha256)] = portal.world.rows("select taken_at, original_sha256, sha256 from evidence")
    assert (taken, original) == ("2026-11-20T01:00:00.000000Z", "0" * 64)
    kept = (portal.world.home / "evidence" / sha256[:2] / sha256).read_bytes()
    assert not Image.open(io.BytesIO(kept)).getexif()
    bad = {**sent, "id": "00000000-0000-4000-8000-00000000000b"}
    told = handed(client, bad, files={bad["id"]: ("a.jpg", b"GIF89a", "image/jpeg")}).json()
    assert told["answers"][0]["answer"] == "refused"
    assert handed(client, {**sent, "id": bad["id"][:-1] + "c"}).json()["answers"][0]["answer"] == "refused"


def test_what_the_app_counts_is_said_of_one_as_it_is_of_many(portal, assigned):
    page = portal.as_("kiem-tra").get(f"{APP}?lang=en").text
    words = json.loads(re.findall(r"data-words='([^']+)'", page)[0])
    counted = {name for name, said in words.items() if re.search(r"%n (?!of\b)", said)}
    assert {"waiting", "photos", "conflicts"} <= counted
    assert {f"{name}-one" for name in counted} <= words.keys()


def test_the_app_can_be_installed(portal):
    client = portal.anonymous()
    manifest = client.get("/kiem-tra/app.webmanifest").json()
    assert manifest["start_url"].startswith(manifest["scope"])
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200
    worker = client.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    for file in re.findall(r'"(/static/[^"]+)"', worker.text):
        assert client.get(file).status_code == 200
    assert "__" not in worker.text


@cache
def photo():
    """A photo as a phone takes it: large, with where it was taken in it."""
    picture = Image.effect_noise((2400, 1800), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    found = io.BytesIO()
    picture.save(found, "JPEG", quality=90, exif=exif)
    return found.getvalue()


class Server:
    """The portal on one port, stopped and started again."""

    def __init__(self, app):
        self.app, self.port, self.server = app, 0, None

    def start(self):
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=self.port, log_level="warning", lifespan="off"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
            time.sleep(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://localhost:{self.port}"

    def stop(self):
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(10)
