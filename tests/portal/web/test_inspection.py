"""The inspector's pages: what waits and where, the week, the checklist, and handing in.

Broken by hand, and seen to fail: `by_place` of an unsorted queue; a fold of 76 octets; a cut within a character; the
queue without `inspector = :inspector`.
"""

from datetime import UTC, date, datetime

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
