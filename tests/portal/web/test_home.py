"""The first page, and what surrounds every page."""


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
