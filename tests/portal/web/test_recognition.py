"""The approver's pages.

Seen to fail with its rule broken: `seen` not sent with the act; the keys of a batch all alike; remarkable ones ticked
beforehand; the first step doing the act at once; one incident in the plural; a space that breaks before a per cent sign.
"""

import re
import threading

import pytest

from domain.database import Sql
from domain.people import Deed


def form(html: str) -> dict[str, str]:
    """The hidden fields of a page, the last of each name."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def picks(html: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="pick" value="([^"]*)"', html)


def state(world, reference):
    return world.json("show", reference)["state"]


@pytest.fixture
def two(world):
    """Two applications that meet every criterion and wait for the decision."""
    return [world.scored("V1"), world.scored("V2")]


def decide(client, reference, decision="approve", reason="", seen=None, key=None):
    """Both steps of the form; the last answer."""
    hidden = form(client.get(f"/phe-duyet/{reference}").text)
    sent = {"seen": hidden["seen"], "key": hidden["key"], "decision": decision, "reason": reason}
    sent |= {"seen": str(seen)} if seen is not None else {}
    sent |= {"key": key} if key is not None else {}
    asked = client.post(f"/phe-duyet/{reference}", data=sent)
    if asked.status_code != 200:
        return asked
    return client.post(f"/phe-duyet/{reference}", data=form(asked.text))


def test_what_waits_is_shown_by_what_was_judged_of_it(portal, world, two):
    facts = world.good_facts()
    facts["KDC-4b"] = {"serious_crimes": 1}
    client = portal.as_("chu-tich")
    page = client.get("/phe-duyet").text
    assert "Đạt mọi tiêu chí (2)" in page
    assert "Thôn Một" in page
    assert "Thôn Hai" in page


def test_nothing_to_decide_says_so(portal):
    assert "Hiện không có hồ sơ nào chờ bạn quyết định" in portal.as_("chu-tich").get("/phe-duyet").text
    assert "Hiện không có hồ sơ nào" in portal.as_("chu-tich").get("/phe-duyet/duyet-nhieu").text


def test_one_application_is_recognised_after_a_confirmation(portal, world, two):
    client = portal.as_("chu-tich")
    hidden = form(client.get(f"/phe-duyet/{two[0]}").text)
    asked = client.post(f"/phe-duyet/{two[0]}", data=hidden | {"decision": "approve"})
    assert asked.status_code == 200
    assert state(world, two[0]) == "scored", "asking is not deciding"
    done = client.post(f"/phe-duyet/{two[0]}", data=form(asked.text))
    assert done.headers["location"] == f"/phe-duyet/{two[0]}?done=approve"
    assert state(world, two[0]) == "recognised"
    assert "Đã ghi" in client.get(done.headers["location"]).text


@pytest.mark.parametrize("decision", ["decline", "return"])
def test_no_decision_against_a_unit_without_a_reason(portal, world, two, decision):
    client = portal.as_("chu-tich")
    refused = decide(client, two[0], decision, "  ")
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert f'value="{decision}" aria-describedby="follows-' in refused.text
    assert state(world, two[0]) == "scored"
    assert decide(client, two[0], decision, "Cần xem lại số hộ").status_code == 303
    assert state(world, two[0]) == {"decline": "not-recognised", "return": "under-inspection"}[decision]


def test_what_was_typed_is_kept_when_no_decision_is_chosen(portal, two):
    client = portal.as_("chu-tich")
    refused = client.post(f"/phe-duyet/{two[0]}", data={"reason": "Số hộ chưa khớp", "seen": "4"})
    assert refused.status_code == 422
    assert "Số hộ chưa khớp" in refused.text
    assert "Hãy chọn một quyết định" in refused.text


def test_what_changed_since_it_was_seen_is_said_and_nothing_is_decided(portal, world, two):
    client = portal.as_("chu-tich")
    before = form(client.get(f"/phe-duyet/{two[0]}").text)
    world.run("return", two[0], "--reason", "Kiểm tra lại số hộ", "--as", "thuong-truc")
    inspector = world.json("show", two[0])["inspector"]["login"]
    world.run("inspect", two[0], "--facts", world.file(world.good_facts()), "--as", inspector)
    world.answer()
    for step in ({}, {"confirmed": "1"}):
        refused = client.post(
            f"/phe-duyet/{two[0]}", data=before | step | {"decision": "approve", "reason": "Đủ điều kiện"}
        )
        assert refused.status_code == 409
        assert "đã thay đổi sau khi được xem" in refused.text
        assert "Từ khi bạn xem đến nay" in refused.text
        assert "Kiểm tra lại số hộ" in refused.text
        assert "Đủ điều kiện" in refused.text, "the reason stays typed"
        assert form(refused.text)["seen"] == "7", "what is on the page now is what was seen"
    assert state(world, two[0]) == "scored"


def test_a_reminder_meanwhile_does_not_hinder(portal, world, two):
    client = portal.as_("chu-tich")
    before = client.get(f"/phe-duyet/{two[0]}").text
    with world.database.transaction() as session:
        session.run(Sql("update application set due_on = '2026-11-01' where id = 1"))
    from datetime import UTC, datetime

    from domain import deadlines

    assert deadlines.remind(world.database, datetime(2026, 11, 22, tzinfo=UTC)) >= 1
    sent = form(before) | {"decision": "approve", "confirmed": "1"}
    assert client.post(f"/phe-duyet/{two[0]}", data=sent).status_code == 303


def test_nobody_decides_on_what_they_inspected_and_the_page_says_why(portal, world, two):
    inspector = world.json("show", two[0])["inspector"]["login"]
    world.write(
        "insert into role (account, role, path, starts) select id, 'approver', '/20/06325/', '0001-01-01' from account where login = :login",
        login=inspector,
    )
    client = portal.as_(inspector)
    page = client.get(f"/phe-duyet/{two[0]}").text
    assert "Người kiểm tra hồ sơ không được phê duyệt chính hồ sơ đó." in page
    assert 'name="decision"' not in page
    sent = {"decision": "approve", "seen": "4", "confirmed": "1"}
    assert client.post(f"/phe-duyet/{two[0]}", data=sent).status_code == 403
    batch = client.get("/phe-duyet/duyet-nhieu").text
    assert f'value="{two[0]}.4"' not in batch
    assert state(world, two[0]) == "scored"


def test_a_double_click_is_one_act(portal, world, two):
    client = portal.as_("chu-tich")
    asked = client.post(
        f"/phe-duyet/{two[0]}",
        data=form(client.get(f"/phe-duyet/{two[0]}").text) | {"decision": "approve"},
    )
    answers = [client.post(f"/phe-duyet/{two[0]}", data=form(asked.text)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert world.rows("select count(*) from event where name = 'recognition-approved'") == [(1,)]


def test_of_two_approvers_at_the_same_moment_one_decides_and_the_other_is_told(portal, world, two):
    world.write(
        "insert into role (account, role, path, starts) select id, 'approver', '/20/06325/', '0001-01-01' from account where login = 'thuong-truc'"
    )
    clients = [portal.as_("chu-tich"), portal.as_("thuong-truc")]
    sent = [form(one.get(f"/phe-duyet/{two[0]}").text) for one in clients]
    answers = {}

    def act(number, decision):
        data = sent[number] | {"decision": decision, "reason": "Đã họp", "confirmed": "1"}
        answers[number] = clients[number].post(f"/phe-duyet/{two[0]}", data=data)

    threads = [threading.Thread(target=act, args=args) for args in ((0, "approve"), (1, "decline"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    late = next(answer for answer in answers.values() if answer.status_code == 409)
    assert "Từ khi bạn xem đến nay" in late.text


def test_what_is_remarkable_is_not_ticked_beforehand(portal, world, two):
    world.write("update application set registered_at = '2026-02-01T00:00:00.000000Z' where id = 1")
    world.write("update application set registered_at = '2026-06-01T00:00:00.000000Z' where id = 2")
    page = portal.as_("chu-tich").get("/phe-duyet/duyet-nhieu").text
    boxes = dict(re.findall(r'value="(2026-\d{6})\.\d+"[^>]*?( checked)?>', page))
    assert boxes == {two[0]: " checked", two[1]: ""}
    assert "sau hạn" in page


def test_a_batch_is_decided_one_by_one_and_each_is_told_of(portal, world, two):
    client = portal.as_("chu-tich")
    page = client.get("/phe-duyet/duyet-nhieu").text
    chosen = [f"{reference}.4" for reference in two]
    asked = client.post("/phe-duyet/duyet-nhieu", data={"pick": chosen, "key": form(page)["key"]})
    assert picks(asked.text) == chosen
    assert {state(world, reference) for reference in two} == {"scored"}
    world.run("return", two[1], "--reason", "Kiểm tra lại", "--as", "thuong-truc")
    confirmed = {"pick": chosen, "key": form(asked.text)["key"], "confirmed": "1"}
    result = client.post("/phe-duyet/duyet-nhieu", data=confirmed)
    assert "Đã công nhận 1 trên 2 đơn vị" in result.text
    assert "đã thay đổi sau khi được xem" in result.text
    assert [state(world, reference) for reference in two] == ["recognised", "under-inspection"]
    again = client.post("/phe-duyet/duyet-nhieu", data=confirmed)
    assert "Đã công nhận 1 trên 2 đơn vị" in again.text, "loading again does nothing and says the same"
    assert world.rows("select count(*) from event where name = 'recognition-approved'") == [(1,)]


def test_what_changed_before_the_confirmation_is_taken_out_of_the_batch(portal, world, two):
    client = portal.as_("chu-tich")
    world.run("return", two[1], "--reason", "Kiểm tra lại", "--as", "thuong-truc")
    asked = client.post("/phe-duyet/duyet-nhieu", data={"pick": [f"{one}.4" for one in two], "key": "k"})
    assert picks(asked.text) == [f"{two[0]}.4"]
    assert "Hồ sơ đã thay đổi sau khi bạn xem" in asked.text


def test_an_empty_batch_is_asked_again(portal, two):
    refused = portal.as_("chu-tich").post("/phe-duyet/duyet-nhieu", data={"key": "k"})
    assert refused.status_code == 422
    assert "Hãy chọn ít nhất một hồ sơ" in refused.text


def test_a_recognition_in_question_is_upheld_or_revoked_with_a_reason(portal, world, two):
    client = portal.as_("chu-tich")
    decide(client, two[0])
    world.answer()
    world.write("update application set state = 'in-question' where id = 1")
    page = client.get(f"/phe-duyet/{two[0]}").text
    assert 'value="uphold"' in page
    assert 'value="approve"' not in page
    assert decide(client, two[0], "uphold").status_code == 422
    assert decide(client, two[0], "revoke", "Che giấu vụ việc").status_code == 303
    assert state(world, two[0]) == "revoked"


def test_both_sides_stand_beside_each_other_and_a_difference_is_pointed_out(portal, world):
    reference = str(world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"])
    world.answer()
    own = world.good_facts()
    own["KDC-1c"] = {"registered": 40, "residing": 40}
    world.run("submit", reference, "--facts", world.file(own, "own.json"), "--as", "truong-thon")
    inspector = world.json("show", reference)["inspector"]["login"]
    theirs = world.good_facts() | {"KDC-1c": {"registered": 50, "residing": 50}}
    world.run("inspect", reference, "--facts", world.file(theirs), "--as", inspector)
    world.answer()
    page = portal.as_("chu-tich").get(f"/phe-duyet/{reference}").text
    assert "Khác nhau" in page
    assert "Đơn vị và người kiểm tra ghi khác nhau" in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2026-05-12"], "1 incident excused, with a reason<"),
        (["2026-05-12", "2026-06-13"], "2 incidents excused, with reasons<"),
    ],
)
def test_excused_incidents_are_counted_in_the_remarks(portal, world, days, said):
    facts = world.good_facts()
    facts["KDC-4b"] = {
        "serious_crimes": [
            {"on": day, "excused_as": "detected_mitigated_reported", "reason": "Phát hiện kịp thời"}
            for day in days
        ]
    }
    reference = world.scored("V1", facts=facts)
    assert said in portal.as_("chu-tich").get(f"/phe-duyet/{reference}?lang=en").text


def test_a_share_is_not_parted_from_its_sign(portal, two):
    page = portal.as_("chu-tich").get(f"/phe-duyet/{two[0]}").text
    assert "cần 100\u00a0%" in page
    assert not re.search(r"\d %", page)


def test_a_province_does_not_decide_for_its_communes(portal, world, two):
    world.write("update role set path = '/20/' where role = 'approver'")
    client = portal.as_("chu-tich")
    assert "Hiện không có hồ sơ nào" in client.get("/phe-duyet").text
    assert 'name="decision"' not in client.get(f"/phe-duyet/{two[0]}").text
    sent = {"decision": Deed.APPROVE.value, "seen": "4", "confirmed": "1"}
    assert client.post(f"/phe-duyet/{two[0]}", data=sent).status_code == 403


@pytest.mark.parametrize("javascript", [True, False])
def test_a_batch_is_approved_in_a_browser(live, world, two, accessible, javascript):
    page = live.page("chu-tich", "/phe-duyet", java_script_enabled=javascript)
    page.get_by_role("button", name="Duyệt nhiều hồ sơ").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Công nhận 2 đơn vị").click()
    assert "Đã công nhận 2 trên 2" in page.inner_text("h1")
    if javascript:
        accessible(page)
    assert {state(world, one) for one in two} == {"recognised"}


def test_the_decision_is_taken_with_the_keyboard_alone(live, world, two):
    page = live.page("chu-tich", f"/phe-duyet/{two[0]}")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "decision":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Còn ý kiến của nhân dân")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Xác nhận:")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit" and page.evaluate(
            "document.activeElement.closest('main') !== null"
        ):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**done=*")
    assert state(world, two[0]) in ("recognised", "not-recognised")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_are_accessible_on_a_phone(live, world, two, accessible, language):
    world.write("update application set registered_at = '2026-06-01T00:00:00.000000Z' where id = 2")
    page = live.page("chu-tich", f"/phe-duyet?lang={language}")
    for address in ("/phe-duyet", "/phe-duyet/duyet-nhieu", f"/phe-duyet/{two[0]}", "/phe-duyet?nhom=met"):
        page.goto(f"{live.address}{address}{'&' if '?' in address else '?'}lang={language}")
        accessible(page)
    page.goto(f"{live.address}/phe-duyet/{two[0]}?lang={language}")
    page.locator("input[name=decision]").first.check()
    page.locator("main form button").click()
    accessible(page)
