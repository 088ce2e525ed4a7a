"""Handing over: whoever may give a duty lets it go today or on a day to come, and takes the latter back; nobody else does.

Broken and seen to fail: the key not kept; any duty offered to an office; taken back by whoever may not give it; those of others
shown; the day not read; a mistake that is not at its field; what was typed lost.
"""

import re

import pytest

from domain.people import Role

WHERE = "/tai-khoan/ban-giao"
TO = 'id="to"'


@pytest.fixture
def assigned(portal):
    """An application under inspection, whose inspector's duty is asked for."""
    world = portal.world
    reference = world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    world.answer()
    holder = world.json("show", reference)["inspector"]["login"]
    world.run(
        "accounts", "invite", "ke-nhiem", "--name", "Công an xã", "--role", "auditor", "--place", "06325"
    )
    [(duty,)] = world.rows(
        f"select r.id from role r join account c on c.id = r.account where c.login = '{holder}' and r.role = 'inspector'"
    )
    return reference, holder, str(duty)


def form(holder, duty, **more):
    return {"login": holder, "duty": duty, "to": "ke-nhiem", "day": "", "key": "k1", **more}


def later(portal):
    """The first of December that comes, as people write it."""
    today = portal.site.today
    return f"1/12/{today.year + (today.month == 12)}"


def inspector(portal, reference):
    return portal.world.json("show", reference)["inspector"]["login"]


def told(page):
    """What the page says is wrong, and at which fields it says so."""
    return re.findall(r'<li>\s*<a href="#(\w+)">', page), re.findall(r'id="(\w+)-error"', page)


def test_today_the_duty_and_what_is_open_go_over_once(portal, assigned):
    reference, holder, duty = assigned
    office = portal.as_("thuong-truc")
    page = office.get(f"{WHERE}?login={holder}").text
    assert f'value="{duty}"' in page
    assert TO in page
    for _ in "12":
        sent = office.post(WHERE, data=form(holder, duty))
        assert sent.headers["location"] == f"{WHERE}?done=handed-over"
    assert inspector(portal, reference) == "ke-nhiem"
    given = portal.world.rows(
        "select count(*) from role r join account c on c.id = r.account where c.login = 'ke-nhiem' and r.role = 'inspector'"
    )
    assert given == [(1,)]
    assert portal.world.rows("select count(*) from security_event where kind = 'handed-over'") == [(1,)]
    assert portal.as_(holder).get("/kiem-tra").status_code == 403
    assert reference in portal.as_("ke-nhiem").get("/kiem-tra").text


def test_on_a_day_to_come_it_waits_there_and_is_taken_back(portal, assigned):
    reference, holder, duty = assigned
    office = portal.as_("thuong-truc")
    assert (
        office.post(WHERE, data=form(holder, duty, day=later(portal))).headers["location"].endswith("planned")
    )
    page = office.get(WHERE).text
    assert f"{holder} → ke-nhiem" in page
    assert "Từ ngày 01/12/" in page
    assert inspector(portal, reference) == holder
    assert TO not in office.get(f"{WHERE}?login={holder}").text, "it goes over once"
    [id] = re.findall(r'name="id" value="(\d+)"', page)
    back = {"login": holder, "to": "ke-nhiem", "id": id}
    assert portal.as_("kiem-tra").post(f"{WHERE}/bo", data=back).status_code == 403
    assert office.post(f"{WHERE}/bo", data=back).headers["location"].endswith("taken-back")
    assert "Không có bàn giao nào đang chờ" in office.get(WHERE).text
    assert portal.world.rows(f"select ends from role where id = {duty}") == [(None,)]
    assert office.post(f"{WHERE}/bo", data=back).status_code == 422


def test_an_office_hands_over_what_it_may_give_and_sees_nothing_else(portal, assigned):
    office, operator = portal.as_("thuong-truc"), portal.as_("van-hanh")
    asked = office.get(f"{WHERE}?login=chu-tich")
    assert told(asked.text) == (["login"], ["login"])
    [(chair,)] = portal.world.rows("select id from role where role = 'approver'")
    assert f'value="{chair}"' in operator.get(f"{WHERE}?login=chu-tich").text
    for day in ("", later(portal)):
        assert office.post(WHERE, data=form("chu-tich", str(chair), day=day)).status_code == 422
    assert portal.world.rows(f"select ends from role where id = {chair}") == [(None,)]
    sent = operator.post(WHERE, data=form("chu-tich", str(chair), day=later(portal)))
    assert sent.headers["location"].endswith("planned")
    assert "chu-tich → ke-nhiem" not in office.get(WHERE).text
    [id] = re.findall(r'name="id" value="(\d+)"', operator.get(WHERE).text)
    back = {"login": "chu-tich", "to": "ke-nhiem", "id": id}
    assert office.post(f"{WHERE}/bo", data=back).status_code == 422
    assert portal.world.rows(f"select ends from role where id = {chair}") != [(None,)]
    for login in ("kiem-tra", "chu-tich", "truong-thon"):
        assert portal.as_(login).get(WHERE).status_code == 403


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"duty": ""}, "duty"), ({"to": ""}, "to"), ({"to": "khong-co"}, "to"), ({"to": "kiem-tra"}, "to"),
        ({"day": "mai"}, "day"), ({"day": "1/12/2020"}, "day"), ({"day": "1/12/2199"}, "day"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(portal, more, field):
    [(duty,)] = portal.world.rows(
        "select r.id from role r join account c on c.id = r.account where c.login = 'kiem-tra'"
    )
    typed = form("kiem-tra", str(duty)) | {"to": "kiem-tra-2", "day": later(portal)} | more
    sent = portal.as_("thuong-truc").post(WHERE, data=typed)
    assert sent.status_code == 422
    assert field in told(sent.text)[0]
    assert field in told(sent.text)[1]
    for name in ("to", "day"):
        assert re.search(rf'name="{name}"[^>]*value="{re.escape(typed[name])}"', sent.text) or not typed[name]
    assert portal.world.rows("select count(*) from handover") == [(0,)]


def test_the_pages_are_accessible_on_a_phone_in_both_languages(live, accessible):
    page = live.page("thuong-truc", f"{WHERE}?login=kiem-tra")
    accessible(page)
    page.get_by_label("Tên đăng nhập của người nhận").fill("kiem-tra-2")
    page.get_by_label("Từ ngày").fill("32/12/2026")
    page.get_by_role("button", name="Bàn giao", exact=True).click()
    page.get_by_text("không phải là ngày").first.wait_for()
    accessible(page)
    page.goto(f"{live.address}{WHERE}?login=kiem-tra&lang=en")
    page.get_by_label("Login of the next holder").fill("kiem-tra-2")
    page.get_by_label("From which day").fill(later(live.portal))
    page.get_by_role("button", name="Hand over", exact=True).click()
    page.get_by_text("The handover is set").wait_for()
    accessible(page)
    roles = live.portal.world.rows("select role from role where ends is not null")
    assert roles == [(Role.INSPECTOR.value,)]
