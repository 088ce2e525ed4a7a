"""Once: a form is on its way once, however often its button is pressed; what is refused can be sent again.

Broken and seen to fail: the guard left out; a form that was stopped counted as sent.
"""

import pytest

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
    sent = posts(office)
    fill(office, "06325").dblclick()
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


def test_what_somebody_thought_better_of_was_not_sent(live):
    """An inspector on whose device something waits is asked before they sign out."""
    page = live.page("kiem-tra", "/kiem-tra/ngoai-tuyen")
    page.evaluate(
        "antoan.keepFinding({reference: 'x', criterion: 'y', values: {}, note: '', based_on: null, settles: []})"
    )
    answers = iter(("dismiss", "accept"))
    page.on("dialog", lambda dialog: getattr(dialog, next(answers))())
    page.context.route("**/kiem-tra/dong-bo", lambda route: route.abort())
    for _ in "12":
        page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("link", name="Đăng nhập").first.wait_for()
