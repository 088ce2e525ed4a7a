"""The first page, and what surrounds every page.

Broken and seen to fail: the menu as a list on a phone; folded on a desk too; links too low to touch.
"""

import pytest


def test_whoever_comes_sees_what_this_is_and_may_sign_in(live, accessible):
    page = live.page(None, "/")
    assert "An toàn về an ninh, trật tự" in page.inner_text("h1")
    accessible(page)
    page.get_by_role("link", name="English").click()
    assert "Safe in security and order" in page.inner_text("h1")
    accessible(page)


def test_whoever_signed_in_goes_on_to_their_work(live):
    page = live.page("truong-thon", "/tai-khoan-khong-co")
    assert page.get_by_text("Trưởng thôn").count() == 1


def test_every_answer_carries_the_policy(portal):
    client = portal.anonymous()
    for address in ("/", "/khong-co", "/static/antoan.css"):
        assert "default-src 'none'" in client.get(address).headers["content-security-policy"]


def test_what_another_site_sends_is_refused(portal):
    client = portal.as_("truong-thon")
    sent = client.post("/dang-xuat", headers={"sec-fetch-site": "cross-site"})
    assert sent.status_code == 403
    assert client.get("/").status_code == 303


def test_whoever_chose_a_language_keeps_it(portal):
    client = portal.as_("truong-thon")
    assert client.get("/?lang=en").status_code == 303
    assert '<html lang="en"' in client.get("/khong-co").text
    client.get("/khong-co?lang=vi")
    assert '<html lang="vi"' in client.get("/khong-co").text


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("login", [None, "truong-thon", "kiem-tra", "thuong-truc", "chu-tich", "van-hanh"])
def test_the_menu_takes_two_lines_of_a_phone_at_most_and_opens_by_keyboard_without_a_script(
    live, accessible, login, language
):
    page = live.page(login, f"/so-lieu?lang={language}", width=360, java_script_enabled=False)
    menu = page.locator("nav.at-menu")
    assert menu.bounding_box()["height"] <= 100
    here = menu.get_by_text({"vi": "Số liệu", "en": "Figures"}[language], exact=False).first
    assert here.is_visible()
    many = menu.locator("a").count()
    if menu.locator("summary").count():
        assert menu.locator("a:visible").count() == 0
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className").startswith("at-menu__link")
    assert menu.locator("a:visible").count() == many
    for link in menu.locator("a").all():
        assert link.bounding_box()["height"] >= 40
    opened = live.page(login, f"/so-lieu?lang={language}", width=360)
    if opened.locator("nav.at-menu summary").count():
        opened.locator("nav.at-menu summary").click()
    accessible(opened)
    # A wider window shows all of it as it is.
    wide = live.page(login, "/so-lieu", width=1200)
    assert wide.locator("nav.at-menu a:visible").count() == many
    assert not wide.locator("nav.at-menu summary").is_visible() or not many
    assert wide.locator("nav.at-menu").bounding_box()["height"] <= 100
