"""From registration to the certificate, each person on a phone of their own, with `antoan up` and a real Prefect underneath.

A village head registers and answers criterion by criterion; the flow names an inspector, who records what they find; the
flow scores; the chair approves a reviewed batch; the flow issues the certificate, which the village head downloads; the
letters lie in the outbox.
"""

import os
import re
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime

import pytest

from domain.database import Sql
from domain.settings import settings
from portal import forms
from portal.accounts import sign_ins
from portal.cli import leash, orchestrator
from portal.papers.content import paper

pytestmark = [pytest.mark.prefect, pytest.mark.slow]

STANDARD = "vn/antt-2021/residential-area"


@pytest.fixture
def running(world, monkeypatch, tmp_path):
    """`antoan up` over the small world; the portal's address."""
    port = orchestrator.free_port(18000 + os.getpid() % 10000)
    its = {"ANTOAN_PORTAL_PORT": str(port), "ANTOAN_PREFECT_PORT": "25200", "ANTOAN_LANGUAGE": "vi"}
    for name, value in its.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    log = tmp_path / "up.log"
    with log.open("wb") as output:
        command = [sys.executable, leash.__file__, str(os.getpid()), "portal.cli", "up"]
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    end = time.monotonic() + 120
    while "Đang chạy. Ctrl-C" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)
    address = re.search(r"http://localhost:\d+", log.read_text())
    assert address, log.read_text()
    while True:
        try:
            urllib.request.urlopen(address[0], timeout=5).close()
            break
        except OSError:
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.2)
    yield address[0]
    process.terminate()
    process.wait(100)


@pytest.fixture
def phone(running, world, browser):
    """A page of somebody's own, 360 pixels wide, signed in."""
    contexts = []

    def of(login):
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
        context.set_default_timeout(20_000)
        contexts.append(context)
        with world.database.transaction() as session:
            account = session.row(Sql("select id from account where login = :login"), login=login)[0]
            token = sign_ins.start(session, account, datetime.now(UTC), "phone", "127.0.0.1", verified=True)
        context.add_cookies(
            [{"name": "__Host-antoan", "value": token, "url": running.replace("http:", "https:"), "secure": True,
              "httpOnly": True, "sameSite": "Lax"}]
        )  # fmt: skip
        return context.new_page()

    yield of
    for context in contexts:
        context.close()


def fill(page, row, facts, *, own):
    """Type the answers of one criterion as a person would."""
    for one in forms.asked(row, own=own):
        for name, value in forms.shown(one, facts).items():
            field = page.locator(f'[name="{name}"]')
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
            elif field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)


def until(page, text, seconds=60):
    """Load the page again until it says so: the flow answers within a second or two."""
    end = time.monotonic() + seconds
    while text not in page.inner_text("main"):
        assert time.monotonic() < end, page.inner_text("main")
        time.sleep(0.5)
        page.reload()


def test_from_registration_to_the_certificate(running, phone, world):
    facts = world.good_facts()
    rows = paper(world.catalogue.get(STANDARD), 2026, "vi").rows

    head = phone("truong-thon")
    head.goto(f"{running}/dang-ky")
    head.get_by_role("link", name="Thôn Một").click()
    head.get_by_role("button", name="Đăng ký").click()
    reference = re.search(r"2026-\d{6}", head.url)[0]
    for row in rows:
        if forms.asked(row, own=True):
            head.goto(f"{running}/dang-ky/{reference}/{row.code}")
            fill(head, row, facts, own=True)
            head.get_by_role("button", name="Lưu", exact=True).click()
            assert head.locator(".govuk-error-summary").count() == 0, head.inner_text("main")
    head.goto(f"{running}/dang-ky/{reference}/kiem-lai")
    head.get_by_role("button", name="Nộp hồ sơ").click()
    head.goto(f"{running}/ho-so/{reference}")
    until(head, "kiểm tra")

    named = world.json("show", reference)["inspector"]["login"]
    inspector = phone(named)
    inspector.goto(f"{running}/kiem-tra")
    inspector.get_by_role("link", name="Thôn Một").first.click()
    for row in rows:
        inspector.goto(f"{running}/kiem-tra/{reference}/{row.code}")
        fill(inspector, row, facts, own=False)
        inspector.get_by_role("button", name="Lưu", exact=True).click()
        assert inspector.locator(".govuk-error-summary").count() == 0, inspector.inner_text("main")
    inspector.goto(f"{running}/kiem-tra/{reference}")
    inspector.get_by_role("button", name="Nộp kết quả kiểm tra").click()

    chair = phone("chu-tich")
    chair.goto(f"{running}/phe-duyet")
    until(chair, "Thôn Một")
    chair.goto(f"{running}/phe-duyet/duyet-nhieu")
    chair.get_by_label("Thôn Một").check(force=True)
    chair.get_by_role("button", name="Tiếp tục").click()
    chair.get_by_role("button", name=re.compile("Công nhận|Phê duyệt|Xác nhận")).click()
    assert "Thôn Một" in chair.inner_text("main")

    head.goto(f"{running}/ho-so/{reference}")
    until(head, "Tải giấy công nhận")
    with head.expect_download() as download:
        head.evaluate(
            "() => { const a = document.querySelector('a[href$=\".pdf\"]'); a.setAttribute('download', ''); a.click() }"
        )
    assert download.value.path().read_bytes().startswith(b"%PDF")

    end = time.monotonic() + 60
    while not (told := {one["letter"] for one in world.json("show", reference)["letters"] if one["state"] == "sent"}) >= {
        "application-registered/applicant", "inspector-assigned/inspector", "application-scored/approver",
        "certificate-issued/applicant",
    }:  # fmt: skip
        assert time.monotonic() < end, told
        time.sleep(0.5)
    assert list(settings().outbox_folder.rglob("*.eml"))
    assert world.json("events", "verify")["whole"]
