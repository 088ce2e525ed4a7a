"""Accounts: what somebody changes of their own, letting others in by a link that works once, the log, the command line.

Broken and seen to fail: the old password not asked for, the new one typed once; the other sign-ins left alive, at a change and
after a link; one's own ended; `proved` without its quarter of an hour; the log page open to the office; the refusal not
written down; a link that is not used up, or takes a weak password; second factors left, or removed unasked; a duty given that
is not theirs to give; the device of another ended; a language that is not kept;
what another site sends not written down, or without end; the key of an invitation not kept; every mistake said at the first
field; the other capitals of a duty lost; the name looked at only when the login is right, the code only when all else is; what was
ticked for a recovery lost when it is refused.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from domain.database import Sql
from portal.accounts import log, passwords

OLD, NEW = "mùa gặt lúa sớm ở Bắc Sơn", "chim sáo đậu hàng rào tre"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def password(portal):
    portal.world.write(
        "insert into credential (account, password, changed_at) select id, :hash, '2026' from account",
        hash=passwords.hashed(OLD),
    )
    portal.moment[:] = [NOW]


def kinds(portal):
    return [kind for (kind,) in portal.world.rows("select kind from security_event order by id")]


@pytest.mark.parametrize(
    ("chosen", "good"),
    [
        ("ngắn quá", False), ("123456789012", False), ("congancongan", False), ("AnToan2026AnToan", False),
        ("kiem-tra kiem-tra", False), ("Thôn Một 123456", False), ("aaaaaaaaaaaaaaaa", False), ("x" * 129, False),
        (NEW, True), ("correct horse battery staple", True), ("đ" * 3 + "ường xa vạn dặm đất khách", True),
        ("lúa chín vàng trên nương cao " * 4, True),
    ],
)  # fmt: skip
def test_a_password_is_long_and_no_word_that_everybody_tries(chosen, good):
    assert (passwords.problem(chosen, "kiem-tra", "Thôn Một, Xã Bắc Sơn") is None) is good


def test_a_password_is_changed_with_the_old_one_and_the_other_devices_are_out(portal, password):
    here, there = portal.as_("truong-thon"), portal.as_("truong-thon")
    wrong = here.post(
        "/tai-khoan/mat-khau", data={"present": "sai", "password": NEW, "again": NEW, "others": "1"}
    )
    assert wrong.status_code == 422
    assert "Mật khẩu hiện nay không đúng" in wrong.text
    short = here.post("/tai-khoan/mat-khau", data={"present": OLD, "password": "ngắn", "again": "ngắn"})
    assert "ít nhất 12 ký tự" in short.text
    other = here.post("/tai-khoan/mat-khau", data={"present": OLD, "password": NEW, "again": f"{NEW}!"})
    assert "Hai lần nhập không giống nhau" in other.text
    done = here.post(
        "/tai-khoan/mat-khau", data={"present": OLD, "password": NEW, "again": NEW, "others": "1"}
    )
    assert done.headers["location"] == "/tai-khoan?done=password"
    assert here.get("/tai-khoan").status_code == 200
    assert there.get("/tai-khoan").status_code == 303
    again = portal.anonymous()
    assert again.post("/dang-nhap", data={"login": "truong-thon", "password": OLD}).status_code == 422
    assert again.post("/dang-nhap", data={"login": "truong-thon", "password": NEW}).status_code == 303
    assert "password-changed" in kinds(portal)


def test_what_keeps_an_account_safe_is_changed_only_just_after_signing_in(portal, password):
    client = portal.as_("truong-thon")
    assert client.get("/tai-khoan/mat-khau").status_code == 200
    portal.moment[:] = [NOW + timedelta(minutes=16)]
    assert client.get("/tai-khoan").status_code == 200
    for address in ("/tai-khoan/mat-khau",):
        assert (
            client.get(address)
            .headers["location"]
            .startswith("/dang-nhap?again=1&next=%2Ftai-khoan%2Fmat-khau")
        )
    assert client.post("/tai-khoan/mat-khau", data={"present": OLD}).status_code == 303


def test_somebody_ends_the_sign_in_on_a_device_of_theirs_and_on_nobody_elses(portal):
    here, there, stranger = portal.as_("truong-thon"), portal.as_("truong-thon"), portal.as_("van-hanh")
    rows = portal.world.rows("select hash, account from sign_in order by started_at")
    strangers = next(hash for hash, account in rows if account == 7)
    here.post("/tai-khoan/thiet-bi", data={"which": strangers[:16]})
    assert stranger.get("/tai-khoan").status_code == 200
    here.post("/tai-khoan/thiet-bi", data={"which": "others"})
    assert there.get("/tai-khoan").status_code == 303
    assert here.get("/tai-khoan").status_code == 200
    assert stranger.get("/tai-khoan").status_code == 200


def test_letters_and_pages_come_in_the_language_that_somebody_chose(portal):
    client = portal.as_("truong-thon")
    assert client.post("/tai-khoan/ngon-ngu", data={"language": "en"}).status_code == 303
    assert portal.world.rows("select language from account where login = 'truong-thon'") == [("en",)]


def test_the_office_lets_an_inspector_in_by_a_link_that_works_once(portal):
    office = portal.as_("thuong-truc")
    sent = dict(login="kiemtra.moi", name="Công an xã", role="inspector", code="06325")
    made = office.post("/tai-khoan/moi", data=sent)
    assert made.status_code == 200
    path = "/lien-ket/" + made.text.split("/lien-ket/")[1].split("<")[0]
    new = portal.anonymous()
    assert "kiemtra.moi" in new.get(path).text
    assert new.post(path, data={"password": "ngắn", "again": "ngắn"}).status_code == 422
    assert new.post(path, data={"password": NEW, "again": NEW}).status_code == 303
    assert new.get("/tai-khoan").headers["location"].startswith("/dang-nhap/buoc-2")
    assert portal.anonymous().get(path).status_code == 404
    assert portal.anonymous().post(path, data={"password": OLD, "again": OLD}).status_code == 404
    assert {"account-made", "link-made", "link-used", "link-failed", "signed-in"} <= set(kinds(portal))
    again = office.post("/tai-khoan/moi", data=sent)
    assert again.status_code == 422
    assert 'value="kiemtra.moi"' in again.text


INVITED = {"login": "kiemtra.moi", "name": "Công an xã", "role": "inspector", "code": "06325", "key": "k1"}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"login": "có dấu"}, "login"), ({"login": "kiem-tra"}, "login"), ({"name": ""}, "name"), ({"code": "99999"}, "code"), ({"code": ""}, "code"),
        ({"role": "approver"}, "role"), ({"role": ""}, "role"),
    ],
)  # fmt: skip
def test_a_mistake_in_letting_somebody_in_is_said_at_its_field(portal, more, field):
    sent = portal.as_("thuong-truc").post("/tai-khoan/moi", data=INVITED | more)
    assert sent.status_code == 422
    assert f'href="#{field}"' in sent.text
    assert re.findall(r'id="(\w+)-error"', sent.text) == [field]


def test_everything_that_an_empty_invitation_wants_is_said_at_once(portal):
    sent = portal.as_("thuong-truc").post(
        "/tai-khoan/moi", data={"login": "", "name": " ", "role": "", "code": " "}
    )
    assert sent.status_code == 422
    assert re.findall(r'id="(\w+)-error"', sent.text) == ["login", "name", "role", "code"]
    assert re.findall(r'href="#(\w+)"', sent.text.split("<h1")[0])[-4:] == ["login", "name", "role", "code"]
    assert "“”" not in sent.text


def test_a_recovery_that_is_refused_keeps_all_that_was_typed(portal):
    sent = portal.as_("thuong-truc").post(
        "/tai-khoan/khoi-phuc", data={"whom": "khong-co", "factors_too": "1"}
    )
    assert sent.status_code == 422
    assert 'value="khong-co"' in sent.text
    assert re.search(r'id="factors_too"[^>]* checked>', sent.text)


def test_a_duty_is_named_with_the_capitals_that_its_name_has(portal):
    page = portal.as_("thuong-truc").get("/tai-khoan").text
    assert "Thường trực Ban Chỉ đạo ·" in page


def test_an_invitation_that_is_sent_twice_is_one_and_a_link_that_was_shown_stays_good(portal):
    office = portal.as_("thuong-truc")
    for path, form in (
        ("/tai-khoan/moi", INVITED),
        ("/tai-khoan/khoi-phuc", {"whom": "kiem-tra", "key": "k2"}),
    ):
        made = office.post(path, data=form)
        link = "/lien-ket/" + made.text.split("/lien-ket/")[1].split("<")[0]
        again = office.post(path, data=form)
        assert again.status_code == 303
        assert "liên kết mới ở mục" in office.get(again.headers["location"]).text
        assert portal.anonymous().get(link).status_code == 200
    assert kinds(portal).count("account-made") == 1
    assert kinds(portal).count("link-made") == 2


def test_the_office_makes_no_approver(portal):
    office = portal.as_("thuong-truc")
    sent = office.post(
        "/tai-khoan/moi", data=dict(login="chu.tich.2", name="Chủ tịch", role="approver", code="06325")
    )
    assert sent.status_code == 422
    assert "không được giao nhiệm vụ" in sent.text
    assert portal.world.rows("select 1 from account where login = 'chu.tich.2'") == []
    assert office.post("/tai-khoan/khoi-phuc", data={"whom": "chu-tich"}).status_code == 422


def test_who_lost_the_second_factor_too_gets_a_link_that_removes_it(portal):
    portal.world.write(
        "insert into credential (account, totp, changed_at) values (2, 'JBSWY3DPEHPK3PXP', '2026')"
    )
    sent = portal.as_("thuong-truc").post(
        "/tai-khoan/khoi-phuc", data={"whom": "kiem-tra", "factors_too": "1"}
    )
    assert sent.status_code == 200
    assert portal.world.rows("select totp from credential where account = 2") == [(None,)]


def test_who_forgot_the_password_only_keeps_the_second_factor_and_is_out_everywhere_else(portal):
    portal.world.write(
        "insert into credential (account, totp, changed_at) values (2, 'JBSWY3DPEHPK3PXP', '2026')"
    )
    elsewhere = portal.as_("kiem-tra")
    assert elsewhere.get("/kiem-tra").status_code == 200
    made = portal.as_("thuong-truc").post("/tai-khoan/khoi-phuc", data={"whom": "kiem-tra"})
    path = "/lien-ket/" + made.text.split("/lien-ket/")[1].split("<")[0]
    assert elsewhere.get("/kiem-tra").status_code == 200, "the link was made, and not used"
    new = portal.anonymous()
    assert new.post(path, data={"password": NEW, "again": NEW}).status_code == 303
    assert elsewhere.get("/kiem-tra").status_code == 303
    assert new.get("/kiem-tra").headers["location"].startswith("/dang-nhap/buoc-2")
    assert portal.world.rows("select totp from credential where account = 2") == [("JBSWY3DPEHPK3PXP",)]


def test_refusals_are_written_down_and_only_the_operator_reads_them(portal):
    inspector = portal.as_("kiem-tra")
    assert inspector.get("/van-hanh/an-ninh").status_code == 403
    assert portal.as_("thuong-truc").get("/van-hanh/an-ninh").status_code == 403
    shown = portal.as_("van-hanh").get("/van-hanh/an-ninh")
    assert shown.status_code == 200
    assert "GET /van-hanh/an-ninh" in shown.text
    assert portal.as_("van-hanh").get("/van-hanh/an-ninh?loai=signed-in").text.count("GET /van-hanh") == 0
    assert set(kinds(portal)) <= set(log.KINDS)


def test_what_another_site_sends_is_written_down_and_a_flood_of_it_is_not(portal):
    client = portal.as_("van-hanh")
    for _ in range(25):
        sent = client.post("/van-hanh/dot", data={"year": "2031"}, headers={"sec-fetch-site": "cross-site"})
        assert sent.status_code == 403
    assert kinds(portal).count("from-another-site") == 20
    assert "POST /van-hanh/dot" in client.get("/van-hanh/an-ninh?loai=from-another-site").text


def test_an_installation_without_a_sample_gets_its_first_operator_at_the_machine(portal):
    world = portal.world
    made = world.json("accounts", "invite", "dau-tien", "--name", "Tổ vận hành", "--role", "operator")
    client = portal.anonymous()
    assert client.post(made["path"], data={"password": NEW, "again": NEW}).status_code == 303
    assert client.get("/van-hanh/an-ninh").status_code == 200
    assert "dau-tien" in world.run("accounts", "list", "--start", "dau")
    world.run("accounts", "end-sign-ins", "dau-tien")
    assert client.get("/van-hanh/an-ninh").status_code == 303
    made = world.json("accounts", "link", "dau-tien", "--lost-factors")
    world.run("accounts", "deactivate", "dau-tien")
    assert client.get(made["path"]).status_code == 404
    assert "dau-tien" in world.run("accounts", "link", "dau-tien", code=1)


def test_a_duty_is_handed_over_at_the_machine(portal):
    world = portal.world
    reference = world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    world.answer()
    holder = world.json("show", reference)["inspector"]["login"]
    world.run(
        "accounts", "invite", "ke-nhiem", "--name", "Công an xã", "--role", "auditor", "--place", "06325"
    )
    told = world.json("accounts", "hand-over", holder, "ke-nhiem")
    assert told["applications"] == [reference]
    assert world.json("show", reference)["inspector"]["login"] == "ke-nhiem"


def test_a_duty_is_handed_over_on_a_later_day_and_that_is_taken_back(portal):
    world = portal.world
    world.run(
        "accounts", "invite", "ke-nhiem", "--name", "Công an xã", "--role", "auditor", "--place", "06325"
    )
    later = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    told = world.json("accounts", "hand-over", "kiem-tra", "ke-nhiem", "--from", later)
    assert told == {"from": "kiem-tra", "to": "ke-nhiem", "applications": [], "day": later}
    assert world.rows("select count(*) from role where role = 'inspector' and ends is not null") == [(1,)]
    assert "giữ lại nhiệm vụ" in world.run("accounts", "hand-over", "kiem-tra", "ke-nhiem", "--undo")
    assert world.rows("select count(*) from role where role = 'inspector' and ends is not null") == [(0,)]
    assert world.rows("select count(*) from security_event where kind = 'handed-over'") == [(2,)]


def test_the_pages_of_an_account_can_be_used_by_everybody(live, portal, accessible):
    for login, path in (
        ("van-hanh", "/tai-khoan"), ("van-hanh", "/tai-khoan/moi"), ("van-hanh", "/van-hanh/an-ninh"),
        ("truong-thon", "/tai-khoan/mat-khau"),
    ):  # fmt: skip
        accessible(live.page(login, path))


def test_a_passkey_is_a_second_factor_and_signs_in_alone(live, portal, accessible):
    """Chromium's own virtual device, which asks for a finger."""
    portal.moment[:] = []
    context = live.context("kiem-tra")
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    page.goto(live.address + "/tai-khoan")
    page.get_by_role("button", name="Thêm khóa truy cập").click()
    page.wait_for_url("**/tai-khoan?done=passkey")
    accessible(page)
    assert portal.world.rows("select account from passkey") == [(2,)]
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(live.address + "/")
    page.goto(live.address + "/dang-nhap?next=/kiem-tra")
    accessible(page)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(live.address + "/kiem-tra")
    with portal.world.database.transaction() as session:
        session.run(Sql("update sign_in set verified = 0"))
    page.goto(live.address + "/dang-nhap/buoc-2?next=/tai-khoan")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(live.address + "/tai-khoan")
    assert portal.world.rows("select count(*) from kept") == [(0,)], "each question is answered once"
    with portal.world.database.transaction() as session:
        session.run(Sql("update passkey set public_key = 'pQECAyYgASFYIA'"))
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(live.address + "/")
    page.goto(live.address + "/dang-nhap")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.get_by_text("Khóa truy cập không được nhận").wait_for()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"response": {"clientDataJSON": "!!"}}', b"\xff" * 50])
def test_what_is_no_passkey_is_a_sentence(portal, body):
    sent = portal.anonymous().post("/dang-nhap/khoa", content=body)
    assert sent.status_code == 422
    assert "không được nhận" in sent.json()["problem"]
