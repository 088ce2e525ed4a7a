"""Once: a form is on its way once, however often its button is pressed; what is refused can be sent again.

Broken and seen to fail: the guard left out; a key that is another one in each window, or the same for ever.
"""

import pytest

from tests.portal.web.test_registration import hand_in, hidden, save

SENT = "/tai-khoan/moi"


@pytest.fixture
def office(live):
    return live.page("thuong-truc", SENT)


def fill(page, code):
    page.get_by_label("Tên đăng nhập", exact=True).fill("kiemtra.moi")
    page.get_by_label("Chức danh hoặc tên cơ quan").fill("Công an xã")
    page.get_by_label("Mã đơn vị").fill(code)
    return page.get_by_role("button", name="Lập tài khoản và tạo liên kết")


def posts(page):
    found = []
    page.on("request", lambda one: found.append(one.url) if one.method == "POST" else None)
    return found


def test_two_presses_send_a_form_once(office):
    sent, held = posts(office), []
    office.route(f"**{SENT}", lambda route: held.append(route))
    fill(office, "06325").evaluate("one => { one.click(); setTimeout(() => one.click(), 300) }")
    office.wait_for_timeout(1000)
    assert len(held) == 1
    held[0].continue_()
    office.get_by_role("heading", name="Gửi liên kết này").wait_for()
    assert len(sent) == 1


def test_who_comes_back_to_the_form_may_send_it_again(office):
    sent = posts(office)
    fill(office, "99999").click()
    office.get_by_text("Không có đơn vị nào").first.wait_for()
    office.go_back()
    fill(office, "06325").click()
    office.get_by_role("heading", name="Gửi liên kết này").wait_for()
    assert len(sent) == 2


def test_what_two_windows_show_alike_is_handed_in_once_and_again_when_somebody_wants_that(portal):
    reference = portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    client = portal.as_("truong-thon")
    save(client, reference, registered="90", residing="100")
    pages = [client.get(f"/dang-ky/{reference}/kiem-lai").text for _ in "12"]
    for page in pages:
        data = {"key": hidden(page, "key"), "version": hidden(page, "version")}
        assert client.post(f"/dang-ky/{reference}/nop", data=data).status_code == 303
    assert portal.world.rows("select count(*) from event where name = 'dossier-submitted'") == [(1,)]
    hand_in(client, reference)
    assert portal.world.rows("select count(*) from event where name = 'dossier-submitted'") == [(2,)]
