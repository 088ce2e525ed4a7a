"""The inspector's app with the network really cut: nothing is lost, nothing is written twice, nothing is overwritten.

Broken by hand, and seen to fail: …
"""

import hashlib
import io
from functools import cache

import pytest
from PIL import Image

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


@pytest.fixture
def app(live):
    """The app on a phone, in a context whose network can be cut; the worker controls the page."""

    def open_(login="kiem-tra", **more):
        page = live.page(login, APP, **more)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        while not page.evaluate("Boolean(navigator.serviceWorker.controller)"):
            page.wait_for_timeout(50)
        return page

    return open_


def take(page, name):
    page.get_by_role("button", name=f"Mang theo: {name}").click()
    page.get_by_role("link", name=name).wait_for()


def record(page, registered, residing, note=""):
    page.get_by_label("Số hộ đăng ký").fill(registered)
    page.get_by_label("Số hộ đang cư trú").fill(residing)
    page.get_by_label("Ghi chú").fill(note)
    page.get_by_role("button", name="Lưu", exact=True).click()


def status(page, text):
    page.locator("#antoan-status").get_by_text(text).wait_for()


def waiting(page, many):
    """Until so many items wait on the device."""
    aside = page.locator("#antoan-waiting")
    if many:
        aside.get_by_text(f"{many} mục chờ gửi").wait_for()
    else:
        aside.wait_for(state="hidden")


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


@cache
def photo():
    """A photo as a phone takes it: large, with where it was taken in it."""
    picture = Image.effect_noise((2400, 1800), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    found = io.BytesIO()
    picture.save(found, "JPEG", quality=90, exif=exif)
    return found.getvalue()
