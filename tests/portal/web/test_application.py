"""One application: everybody who may read it sees where it stands, who owes the next step, and why the verdict is what it is.

Broken once to see them fail: the right to read not asked; links offered by state alone; the inspector's conflict not told;
an applicant's answer to what others attest said to count; letters of offices shown to the applicant; a decision due on
the season's day alone, or on the inspection's.
"""

import pytest


@pytest.fixture
def scored(portal):
    facts = portal.world.good_facts()
    facts["KDC-1c"] = {"registered": 90, "residing": 100}
    return portal.world.scored("V1", facts)


def links(text: str) -> list[str]:
    return [part.split('"', 1)[0] for part in text.split('draggable="false" href="')[1:]]


def test_every_role_is_led_to_its_own_next_step_and_nobody_elsewhere(portal):
    reference = portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    portal.world.answer()
    inspector = portal.world.json("show", reference)["inspector"]["login"]
    other = "kiem-tra-2" if inspector == "kiem-tra" else "kiem-tra"
    led = {login: links(portal.as_(login).get(f"/ho-so/{reference}").text)
           for login in ("truong-thon", inspector, other, "thuong-truc", "chu-tich")}  # fmt: skip
    assert led == {
        "truong-thon": [f"/dang-ky/{reference}"],
        inspector: [f"/kiem-tra/{reference}"],
        other: [],
        "thuong-truc": [f"/dang-ky/{reference}", f"/thuong-truc/{reference}"],
        "chu-tich": [],
    }
    assert "đã phân công cho người kiểm tra khác" in portal.as_(other).get(f"/ho-so/{reference}").text


def test_the_approver_decides_when_it_is_scored_and_not_who_inspected_it(portal, scored):
    assert f"/phe-duyet/{scored}" in links(portal.as_("chu-tich").get(f"/ho-so/{scored}").text)
    inspector = portal.world.json("show", scored)["inspector"]["login"]
    portal.world.write(
        "insert into role (account, role, path, starts) select id, 'approver', '/20/06325/', '0001-01-01' from account"
        " where login = :login", login=inspector,
    )  # fmt: skip
    text = portal.as_(inspector).get(f"/ho-so/{scored}").text
    assert f"/phe-duyet/{scored}" not in links(text)
    assert "Người kiểm tra hồ sơ không được phê duyệt chính hồ sơ đó." in text


@pytest.mark.parametrize(("given", "due"), [("2099-12-31", "31/12/2099"), ("2020-01-01", "14/11/2026")])
def test_a_decision_is_due_with_the_season_or_with_an_inspection_that_was_given_more_time(
    portal, scored, given, due
):
    portal.world.write("update application set due_on = :given", given=given)
    text = portal.as_("chu-tich").get(f"/ho-so/{scored}").text
    assert due in text
    assert ("Quá hạn" in text) is (due == "14/11/2026" and portal.site.today.isoformat() > "2026-11-14")


def test_whoever_may_not_read_it_is_refused(portal, scored):
    assert portal.as_("giam-sat-noi-khac").get(f"/ho-so/{scored}").status_code == 403
    assert portal.as_("van-hanh").get(f"/ho-so/{scored}").status_code == 403
    assert portal.anonymous().get(f"/ho-so/{scored}").status_code == 303
    portal.world.write("update role set path = '/20/06325/V2/' where account = 1")
    assert portal.as_("truong-thon").get(f"/ho-so/{scored}").status_code == 403
    assert portal.as_("chu-tich").get("/ho-so/2026-999999").status_code == 404


def test_the_verdict_is_told_with_its_reasons_and_what_would_make_it_pass(portal, scored):
    text = portal.as_("truong-thon").get(f"/ho-so/{scored}").text
    assert "90" in text
    assert "thêm 10 hộ" in text
    assert "Ai làm: người có thẩm quyền của Xã Bắc Sơn." in text
    for title in ("Đã đăng ký", "Đã phân công người kiểm tra", "Đã chấm theo tiêu chuẩn"):
        assert title in text


def test_both_sides_are_shown_and_whose_word_counts(portal):
    reference = portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    assert "Đơn vị chưa nộp hồ sơ" in portal.as_("chu-tich").get(f"/ho-so/{reference}").text
    said = {"KDC-1c": {"registered": 90, "residing": 100}, "KDC-4b": {"serious_crimes": 0}}
    portal.world.run("submit", reference, "--facts", portal.world.file(said), "--as", "truong-thon")
    text = portal.as_("chu-tich").get(f"/ho-so/{reference}").text
    assert "Đơn vị chưa nộp hồ sơ" not in text
    assert "chưa tính: cơ quan khác phải xác nhận" in text.split("KDC-4b", 1)[1].split("</details>", 1)[0]
    assert "tính lời đơn vị" in text.split("KDC-1c", 1)[1].split("</details>", 1)[0]


def test_an_applicant_sees_their_own_letters_only(portal, scored):
    portal.world.write(
        "insert into notice (application, number, account, channel, letter) select 1, 1, id, 'email', 'x/y' from account"
        " where login in ('truong-thon', 'chu-tich')"
    )
    shown = portal.as_("truong-thon").get(f"/ho-so/{scored}").text.split("Thư báo</h2>")[1]
    assert "Trưởng thôn" in shown
    assert "Chủ tịch xã" not in shown
    assert "Chủ tịch xã" in portal.as_("thuong-truc").get(f"/ho-so/{scored}").text.split("Thư báo</h2>")[1]


def test_the_page_is_accessible_in_both_languages(live, accessible):
    facts = live.portal.world.good_facts()
    facts["KDC-1c"] = {"registered": 90, "residing": 100}
    reference = live.portal.world.scored("V1", facts)
    for width in (360, 1200):
        page = live.page("truong-thon", f"/ho-so/{reference}?lang=vi", width=width)
        accessible(page)
        page.screenshot(path=f"/tmp/shots/app-vi-{width}.png", full_page=True)
        page.goto(f"{live.address}/ho-so/{reference}?lang=en")
        assert "What happens next" in page.inner_text("main")
        accessible(page)
        page.screenshot(path=f"/tmp/shots/app-en-{width}.png", full_page=True)
