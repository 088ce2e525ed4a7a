"""Every page that anybody can reach by links: it opens, in both languages, is accessible (WCAG 2.2 AA, axe-core), fits a
phone, and neither its scripts nor the policy complain.

Broken and seen to fail: a field without a label; a table wider than a phone; a script without the nonce; a link to a page
that is not there.
"""

import re

import pytest

from tests.portal.web.seated import called, seat
from tools.screens import crawl

EVERYBODY = [None, "truong-thon", "kiem-tra", "thuong-truc", "chu-tich", "giam-sat-noi-khac", "van-hanh"]
# Where the commune has a council, whoever sits on it and whoever calls it see pages that nobody else does.
COUNCIL = ["hd-cong-an", "thuong-truc"]


@pytest.fixture
def season(live):
    """One application that waits for its decision, one that is being inspected."""
    world = live.portal.world
    world.scored("V1")
    world.json("register", "V2", "--season", 2026, "--as", "truong-thon")
    world.answer()
    return live


@pytest.fixture
def council(live):
    """The same village before a council, which meets in three days."""
    seat(live.portal.world)
    called(live.portal, live.portal.world.scored("V1"))
    return live


@pytest.mark.slow
@pytest.mark.parametrize("login", EVERYBODY, ids=lambda login: login or "anyone")
def test_every_page_opens_and_is_accessible(season, accessible, login):
    opened = walked(season, accessible, login, but(login))
    assert len(opened) >= (3 if login is None else 2), opened


@pytest.mark.slow
@pytest.mark.parametrize("login", COUNCIL)
def test_every_page_about_a_council_opens_and_is_accessible(council, accessible, login):
    opened = walked(council, accessible, login, "^/(?!hoi-dong)")
    assert any(re.fullmatch(r"/hoi-dong/[^/]+/2026-000001", one) for one in opened), opened


def but(login):
    """What is walked by somebody else already: a page with axe in both languages takes seconds."""
    if login is None:
        return "^$"
    mine = "" if login in ("truong-thon", "thuong-truc", "van-hanh") else "|tai-khoan"
    return f"^/(tieu-chuan|so-lieu|so-cong-nhan|cong-khai|xac-minh|api{mine})"


def walked(live, accessible, login, but):
    page = live.context(login).new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    opened = []
    for address in crawl(page, live.address, "/", but=but):
        opened.append(address)
        accessible(page)
        page.goto(live.address + address + ("&" if "?" in address else "?") + "lang=en")
        assert page.locator("html").get_attribute("lang") == "en"
        accessible(page)
    assert complaints == []
    return opened
