"""The inspector's pages: what waits and where, the week, the checklist, and handing in.

Broken by hand, and seen to fail: `by_place` of an unsorted queue; a fold of 76 octets; a cut within a character; the
queue without `inspector = :inspector`; a finding that is refused without what was typed; secrets and what the page
handed on shown as written; nothing shown; an applicant who was not asked told to have said nothing yet.
"""

import re
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest

from domain import visits
from domain.visits import Visit
from portal import ical

MONDAY = date(2026, 11, 23)


@pytest.fixture
def assigned(portal):
    """Two villages of one commune under inspection by “kiem-tra”, and nothing for “kiem-tra-2”; the references."""
    world = portal.world
    found = []
    for unit in ("V1", "V2"):
        found.append(world.json("register", unit, "--season", 2026, "--as", "truong-thon")["reference"])
    world.answer()
    world.write("update application set inspector = (select id from account where login = 'kiem-tra')")
    return found


def test_the_queue_shows_what_is_overdue_first_and_leads_to_it(portal, assigned, live, accessible):
    portal.world.write("update application set due_on = '2026-11-02' where unit_code = 'V2'")
    page = live.page("kiem-tra", "/kiem-tra")
    assert page.locator("main h3").all_inner_texts() == ["Thôn Hai", "Thôn Một"]
    assert page.locator(".govuk-tag--red").count() == 1
    accessible(page)
    page.get_by_role("link", name="English").click()
    assert page.locator(".govuk-tag--red").inner_text() == "Overdue"
    accessible(page)


def test_whoever_has_nothing_to_do_is_told_so(assigned, live, accessible):
    page = live.page("kiem-tra-2", "/kiem-tra")
    assert "không có hồ sơ nào chờ bạn" in page.inner_text("main")
    accessible(page)


def test_nobody_else_sees_the_queue(portal, assigned):
    assert portal.as_("truong-thon").get("/kiem-tra").status_code == 403
    assert "Thôn Một" not in portal.as_("kiem-tra-2").get("/kiem-tra").text
    assert portal.anonymous().get("/kiem-tra").status_code == 303


# --- the week ----------------------------------------------------------------------------------------


def visit(name, place="A", due=MONDAY):
    return Visit("2026-000001", name, name, "residential-area", place, place, due, 0)


def test_a_place_is_visited_on_one_day_when_it_fits():
    week, later = visits.plan([visit("1"), visit("2"), visit("3"), visit("4", "B"), visit("5", "B")], MONDAY)
    assert {day.day: [one.name for one in own] for day, own in week.items()} == {
        23: ["1", "2", "3"],
        24: ["4", "5"],
    }
    assert later == []


def test_what_is_too_much_for_a_week_is_left_for_later_and_nothing_is_lost():
    many = [visit(str(n)) for n in range(23)]
    week, later = visits.plan(many, MONDAY)
    assert [len(own) for own in week.values()] == [4] * 5
    assert [*(one for own in week.values() for one in own), *later] == many


def test_on_friday_one_day_is_left_and_at_the_weekend_the_next_week_is_planned():
    assert visits.days_of_the_week(date(2026, 11, 20)) == [date(2026, 11, 20)]
    assert visits.days_of_the_week(date(2026, 11, 22)) == [date(2026, 11, 23 + n) for n in range(5)]


def test_the_calendar_file_is_well_formed_and_renews_what_it_wrote(portal, assigned):
    portal.world.write(
        "update unit set name = 'Thôn Một, tổ 1; ven sông \\ cầu' || char(10) || 'dài dài dài dài dài' where code = 'V1'"
    )
    first = portal.as_("kiem-tra").get("/kiem-tra/lich.ics")
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = first.content.split(b"\r\n")
    assert b"\n" not in first.content.replace(b"\r\n", b"")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    whole = first.content.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Kiểm tra: Thôn Một\\, tổ 1\\; ven sông \\\\ cầu\\ndài" in whole
    uids = [line for line in whole.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == 2
    assert uids == [
        line
        for line in portal.as_("kiem-tra").get("/kiem-tra/lich.ics").text.split("\r\n")
        if line.startswith("UID:")
    ]
    for part in ("VCALENDAR", "VEVENT"):
        assert whole.count(f"BEGIN:{part}") == whole.count(f"END:{part}")


def test_a_long_text_is_folded_within_no_character():
    one = ical.Appointment("u@x", MONDAY, "Đ" * 200, "", "", "https://x")
    content = ical.calendar("x", [one], datetime(2026, 11, 22, tzinfo=UTC))
    assert all(len(line.decode().encode()) <= 75 for line in content.split(b"\r\n"))
    assert "Đ" * 200 in content.replace(b"\r\n ", b"").decode()


# --- the checklist -----------------------------------------------------------------------------------


def findings(portal):
    return portal.world.rows(
        "select criterion, document, based_on, device from finding order by application, number"
    )


def sent(client, reference, code, **fields):
    """Fill in a criterion's form as it stands and send it."""
    address = f"/kiem-tra/{reference}/{code}"
    form = dict(
        re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"',
            client.get(address).text.split('id="finding"')[1],
        )
    )
    return client.post(address, data={**form, "do": "next", **fields})


def test_the_checklist_is_filled_in_and_submitted_without_javascript(portal, assigned, live, accessible):
    page = live.page("kiem-tra", f"/kiem-tra/{assigned[0]}", java_script_enabled=False)
    unasked = page.locator("li", has_text="KDC-3a.").inner_text()
    assert ("không kê khai" in unasked, "chưa ghi" in unasked) == (True, True), (
        "who is not asked owes no answer"
    )
    page.get_by_role("link", name="KDC-1c.").click()
    page.get_by_label("Số hộ đăng ký").fill("249")
    page.get_by_label("Số hộ đang cư trú").fill("250")
    page.get_by_label("Ghi chú").fill("Xem danh sách 05/DS")
    page.get_by_role("button", name="Lưu, sang KDC-2").click()
    assert page.url.endswith("/KDC-2?done=saved")
    page.get_by_role("link", name="Thôn Một").click()
    card = page.locator("li", has_text="KDC-1c.")
    assert "Chưa đạt" in card.inner_text()
    assert "249" in card.inner_text()
    assert "05/DS" in card.inner_text()
    page.get_by_role("button", name="Nộp kết quả kiểm tra").click()
    assert "Đã nộp kết quả kiểm tra" in page.inner_text("main")
    assert portal.world.json("show", assigned[0])["state"] == "inspected"
    facts = portal.world.rows("select document from facts where application = 1 and source = 'inspector'")
    assert facts == [('{"KDC-1c":{"registered":249,"residing":250}}',)]


def test_the_engine_speaks_while_one_types_and_keeps_nothing(portal, assigned, live):
    page = live.page("kiem-tra", f"/kiem-tra/{assigned[0]}/KDC-1c")
    page.get_by_label("Số hộ đăng ký").fill("250")
    page.get_by_label("Số hộ đang cư trú").fill("250")
    page.get_by_label("Ghi chú").focus()
    page.locator("#engine .govuk-tag--green").wait_for()
    assert findings(portal) == []


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_the_checklist_is_accessible_in_both_languages(portal, assigned, live, accessible, spoken):
    client = portal.as_("kiem-tra")
    sent(client, assigned[0], "KDC-1c", **{"KDC-1c.registered": "1", "KDC-1c.residing": "2"})
    sent(client, assigned[0], "KDC-1c", based_on="", **{"KDC-1c.registered": "3", "KDC-1c.residing": "3"})
    for address in ("", "/KDC-1c", "/KDC-4b", "/KDC-2"):
        page = live.page("kiem-tra", f"/kiem-tra/{assigned[0]}{address}?lang={spoken}")
        accessible(page)
        page.context.close()


def test_the_checklist_can_be_filled_in_by_keyboard_alone(assigned, live):
    page = live.page("kiem-tra", f"/kiem-tra/{assigned[0]}/KDC-1c")
    page.locator("body").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "KDC-1c.registered":
            break
    page.keyboard.type("250")
    page.keyboard.press("Tab")
    page.keyboard.type("250")
    page.keyboard.press("Enter")  # sends the form by its first button, which goes on
    page.wait_for_url("**/KDC-*?done=saved")


def test_what_cannot_be_read_is_told_at_its_field_and_kept(portal, assigned):
    client = portal.as_("kiem-tra")
    told = sent(client, assigned[0], "KDC-1c", **{"KDC-1c.registered": "nhiều", "note": "đã xem"})
    assert told.status_code == 422
    assert "không phải là số" in told.text
    assert "<title>Lỗi: " in told.text
    assert re.search(
        r'class="govuk-error-summary" tabindex="-1" autofocus', told.text
    )  # whoever listens begins there
    assert 'value="nhiều"' in told.text
    assert "đã xem" in told.text
    assert findings(portal) == []


def test_what_the_server_cannot_take_is_told_beside_what_was_typed(portal, assigned):
    unknown = "00000000-0000-4000-8000-000000000001"
    typed = {
        "KDC-1c.registered": "249",
        "KDC-1c.residing": "250",
        "note": "Xem danh sách",
        "based_on": unknown,
    }
    page = sent(portal.as_("kiem-tra"), assigned[0], "KDC-1c", **typed)
    assert page.status_code == 422
    assert "mà máy chủ không có" in page.text.split("govuk-error-summary", 1)[1].split("</ul>")[0]
    assert 'value="249"' in page.text
    assert ">Xem danh sách</textarea>" in page.text
    assert findings(portal) == []


def test_an_empty_form_is_no_finding(portal, assigned):
    assert sent(portal.as_("kiem-tra"), assigned[0], "KDC-1c").status_code == 422
    assert findings(portal) == []


def test_a_double_click_is_one_finding_and_another_content_is_another(portal, assigned):
    client = portal.as_("kiem-tra")
    address = f"/kiem-tra/{assigned[0]}/KDC-1c"
    form = {"key": "0" * 32, "do": "stay", "KDC-1c.registered": "1", "KDC-1c.residing": "2"}
    for _ in range(2):
        assert client.post(address, data=form).status_code == 303
    assert len(findings(portal)) == 1
    client.post(address, data={**form, "KDC-1c.residing": "3"})
    assert len(findings(portal)) == 2


def test_two_findings_on_the_same_ground_are_both_kept_until_one_is_chosen(portal, assigned):
    client = portal.as_("kiem-tra")
    reference = assigned[0]
    sent(client, reference, "KDC-1c", **{"KDC-1c.registered": "249", "KDC-1c.residing": "250"})
    moved = sent(
        client, reference, "KDC-1c", based_on="", **{"KDC-1c.registered": "250", "KDC-1c.residing": "250"}
    )
    assert moved.headers["location"].endswith("?done=conflict")
    shown = client.get(f"/kiem-tra/{reference}/KDC-1c").text
    assert "Có hai ghi nhận khác nhau" in shown
    refused = client.post(f"/kiem-tra/{reference}/nop", data={"key": "a" * 32})
    assert refused.status_code == 422
    assert "KDC-1c" in refused.text
    sides = re.findall(r'name="side" id="[\w-]+" value="([\w-]+)"', shown)
    assert len(sides) == 2
    client.post(f"/kiem-tra/{reference}/KDC-1c", data={"key": "b" * 32, "do": "choose", "side": sides[1]})
    assert "Có hai ghi nhận khác nhau" not in client.get(f"/kiem-tra/{reference}/KDC-1c").text
    assert client.post(f"/kiem-tra/{reference}/nop", data={"key": "c" * 32}).status_code == 303
    assert len(findings(portal)) == 3
    facts = portal.world.rows("select document from facts where application = 1 and source = 'inspector'")
    assert facts == [('{"KDC-1c":{"registered":250,"residing":250}}',)]


def test_two_findings_that_say_the_same_are_no_conflict(portal, assigned):
    client = portal.as_("kiem-tra")
    fields = {"KDC-1c.registered": "249", "KDC-1c.residing": "250"}
    for _ in range(2):
        sent(client, assigned[0], "KDC-1c", based_on="", **fields)
    assert len(findings(portal)) == 2
    assert "Có hai ghi nhận khác nhau" not in client.get(f"/kiem-tra/{assigned[0]}/KDC-1c").text
    sent(client, assigned[0], "KDC-1c", **{**fields, "KDC-1c.registered": "250"})
    assert "Có hai ghi nhận khác nhau" not in client.get(f"/kiem-tra/{assigned[0]}/KDC-1c").text


def test_the_applicants_answers_are_taken_over_by_one_button(portal, assigned):
    world = portal.world
    facts = world.file({"KDC-1c": {"registered": 250, "residing": 250}})
    world.run("submit", assigned[0], "--facts", facts, "--as", "truong-thon")
    client = portal.as_("kiem-tra")
    assert "Đúng như đơn vị kê khai" in client.get(f"/kiem-tra/{assigned[0]}/KDC-1c").text
    sent(client, assigned[0], "KDC-1c", do="same")
    assert findings(portal)[0][1] == '{"facts":{"registered":250,"residing":250},"note":""}'


def test_another_inspector_neither_sees_nor_records(portal, assigned):
    other = portal.as_("kiem-tra-2")
    assert other.get(f"/kiem-tra/{assigned[0]}").status_code == 403
    form = {"key": "0" * 32, "KDC-1c.registered": "1"}
    assert other.post(f"/kiem-tra/{assigned[0]}/KDC-1c", data=form).status_code == 403
    assert other.post(f"/kiem-tra/{assigned[0]}/nop").status_code == 403
    assert other.post(f"/kiem-tra/{assigned[0]}/tu-choi", data={"reason": "x"}).status_code == 403
    assert findings(portal) == []


def test_nothing_is_recorded_after_it_was_handed_in(portal, assigned):
    client = portal.as_("kiem-tra")
    sent(client, assigned[0], "KDC-1c", **{"KDC-1c.registered": "250", "KDC-1c.residing": "250"})
    client.post(f"/kiem-tra/{assigned[0]}/nop", data={"key": "c" * 32})
    again = client.post(f"/kiem-tra/{assigned[0]}/nop", data={"key": "c" * 32})
    assert again.status_code == 303  # the same click again is the same act
    form = {"key": "0" * 32, "KDC-1c.registered": "1"}
    assert client.post(f"/kiem-tra/{assigned[0]}/KDC-1c", data=form).status_code == 409
    assert len(findings(portal)) == 1


def test_what_was_written_about_an_application_that_went_to_somebody_else_is_shown_to_be_copied(
    portal, assigned
):
    client = portal.as_("kiem-tra")
    portal.world.write(
        "update application set inspector = (select id from account where login = 'kiem-tra-2')"
    )
    note, address = "Đã gặp <ba> hộ\r\nvà xem sổ", f"/kiem-tra/{assigned[0]}/KDC-1c"
    form = {
        "note": note,
        "settles": "a b",
        "password": "mùa gặt lúa",
        "do": "next",
        "KDC-1c.registered": "249",
    }
    refused = client.post(address, data=form)
    assert refused.status_code == 403
    assert "Những gì bạn đã viết" in refused.text
    shown = re.findall(r'at-as-typed">([^<]*)<', refused.text)
    assert shown == ["Đã gặp &lt;ba&gt; hộ\r\nvà xem sổ"]
    assert "Những gì bạn đã viết" not in client.post(address, data={**form, "note": "xong"}).text
    assert "Những gì bạn đã viết" not in client.get(address).text


def test_what_was_sent_back_says_so_and_why_until_it_is_handed_in_or_begun_anew(portal, assigned):
    client, (reference, other) = portal.as_("kiem-tra"), assigned
    form = {"key": "c" * 32, "KDC-1c.registered": "250", "KDC-1c.residing": "250"}
    client.post(f"/kiem-tra/{reference}/KDC-1c", data=form)
    client.post(f"/kiem-tra/{reference}/nop", data={"key": "d" * 32})
    portal.world.answer()
    portal.world.run("return", reference, "--as", "chu-tich", "--reason", "Thiếu chữ ký của Trưởng thôn")
    for address in ("/kiem-tra", f"/kiem-tra/{reference}"):
        assert "Thiếu chữ ký của Trưởng thôn" in client.get(address).text, address
    assert "Returned" in client.get("/kiem-tra?lang=en").text
    assert "rả lại" not in client.get(f"/kiem-tra/{other}?lang=vi").text
    portal.world.run("withdraw", reference, "--as", "truong-thon", "--reason", "Làm lại từ đầu")
    portal.world.run("register", "V1", "--season", 2026, "--as", "truong-thon")
    portal.world.answer()
    portal.world.write("update application set inspector = (select id from account where login = 'kiem-tra')")
    for address in ("/kiem-tra", f"/kiem-tra/{reference}"):
        assert "Thiếu chữ ký" not in client.get(address).text, address


def test_whoever_has_a_conflict_of_interest_steps_back_with_a_reason(portal, assigned):
    client = portal.as_("kiem-tra")
    refused = client.post(f"/kiem-tra/{assigned[0]}/tu-choi", data={"reason": " ", "key": "d" * 32})
    assert refused.status_code == 422
    assert "cần ghi rõ lý do" in refused.text
    done = client.post(f"/kiem-tra/{assigned[0]}/tu-choi", data={"reason": "Người thân", "key": "e" * 32})
    assert done.headers["location"] == "/kiem-tra?done=recused"
    assert assigned[0] not in client.get("/kiem-tra").text
    portal.world.answer()
    assert portal.world.json("show", assigned[0])["inspector"]["login"] == "kiem-tra-2"


def test_the_checklist_of_every_standard_opens_and_can_be_taken_along(portal, assigned):
    client = portal.as_("kiem-tra")
    seen = set()
    for standard in portal.world.catalogue.standards.values():
        season = 2026 if 2026 in standard.seasons else standard.seasons.first
        portal.world.write(
            "insert into season (year, opened_at) values (:year, '') on conflict do nothing", year=season
        )
        portal.world.write(
            "update application set standard = :path, sha256 = :sha256, kind = :kind, season = :season where id = 1",
            path=standard.path, sha256=standard.sha256, kind=standard.kind, season=season,
        )  # fmt: skip
        reference = f"{season}-000001"
        whole = client.get(f"/kiem-tra/{reference}")
        if whole.status_code == 422:
            continue  # a standard that judges no season yet has no checklist
        assert whole.status_code == 200, standard.path
        carried = client.get(f"/kiem-tra/mang-theo/{reference}")
        assert carried.status_code == 200, standard.path
        for line in carried.json()["criteria"]:
            assert client.get(f"/kiem-tra/{reference}/{quote(line['code'])}").status_code == 200, line["code"]
        seen.add(standard.path)
    assert len(seen) > 10
