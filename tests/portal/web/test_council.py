"""The pages of the council, as its office, its members, an approver and an auditor see them.

Broken and seen to fail: tallies, and who voted how, shown before the close; a member of another session, an auditor
of another place let in; a way to the sessions where none was called; the vote form shown to the recused, and on a
changed dossier; each of the typed words, seats and picks lost on a refusal; a form that calls twice; a dossier under
another year's reference. A close that the page lets any reader ask for is refused by the domain all the same.
"""

import re
from datetime import timedelta

import pytest

from domain import council
from domain.cases import id_of
from portal.documents import of_council
from tests.portal.web.seated import MEMBERS, attended, called, hidden, on_the_day, seat


@pytest.fixture
def seated(world):
    return seat(world)


def test_from_the_call_to_the_recognition(portal, seated):
    reference = seated.scored("V1")
    chair = portal.as_("chu-tich")
    to_sessions = 'href="/hoi-dong"'
    assert to_sessions not in chair.get("/phe-duyet").text
    barred = chair.get(f"/phe-duyet/{reference}").text
    assert "Hội đồng chưa xem xét hồ sơ này" in barred
    assert 'value="approve"' not in barred
    assert 'value="decline"' in barred
    assert "Còn thiếu" in chair.get("/phe-duyet/duyet-nhieu").text

    where = called(portal, reference)
    ready = chair.get("/phe-duyet").text
    assert "Phiên họp ngày" in ready
    assert to_sessions in ready
    on_the_day(portal)
    attended(portal, where)
    for login in MEMBERS:
        member = portal.as_(login)
        assert "Chưa biểu quyết" in member.get(where).text
        answer = member.post(f"{where}/{reference}", data={"vote": "for", "opinion": ""})
        assert answer.status_code == 303, answer.text
    office = portal.as_("thuong-truc")
    assert "3 trên 3 thành viên đã biểu quyết" in office.get(f"{where}/ket-thuc").text
    assert "3 đồng ý" not in office.get(where).text
    for login in ("chu-tich", "thuong-truc", *MEMBERS):
        assert "Biểu quyết và ý kiến" not in portal.as_(login).get(f"{where}/{reference}").text, login
    for _ in range(2):
        assert office.post(f"{where}/ket-thuc").status_code == 303
    assert "3 đồng ý" in office.get(where).text
    for form in ("pdf", "docx"):
        link = f"{where}/bien-ban.{form}"
        assert f'href="{link}"' in office.get(where).text
        assert office.get(link).status_code == 200
    assert seated.rows("select count(*) from event where name = 'council-reviewed'") == [(1,)]
    chair = portal.as_("chu-tich")  # three days later
    page = chair.get(f"/phe-duyet/{reference}").text
    assert "tán thành (3 đồng ý" in page
    assert 'value="approve"' in page
    assert "Nguyễn Văn Chủ" in chair.get(f"{where}/{reference}").text


def test_a_batch_recognises_none_that_lacks_a_step(portal, seated):
    reference = seated.scored("V1")
    number = seated.json("show", reference)["number"]
    chair = portal.as_("chu-tich")
    pick = f"{reference}.{number}"
    assert f'value="{pick}"' not in chair.get("/phe-duyet/duyet-nhieu").text
    forced = chair.post("/phe-duyet/duyet-nhieu", data={"pick": [pick], "key": "k", "confirmed": "1"})
    assert "Chưa thể công nhận" in forced.text
    assert seated.json("show", reference)["state"] == "scored"
    asked = chair.post(f"/phe-duyet/{reference}", data={"decision": "approve", "seen": number, "key": "k2"})
    assert asked.status_code == 409
    assert "Chưa thể công nhận" in asked.text


def test_the_command_line_is_barred_too(seated, refused):
    reference = seated.scored("V1")
    assert "Hội đồng chưa xem xét" in seated.run("approve", reference, "--as", "chu-tich", code=1)


def test_a_call_that_is_refused_keeps_what_was_typed(portal, seated):
    reference, other = seated.scored("V1"), seated.scored("V2")
    office = portal.as_("thuong-truc")
    sent = hidden(office.get("/hoi-dong/trieu-tap").text) | {
        "venue": "Hội trường UBND", "pick": [reference], "seat-hd-chu-tich": "chair",
    }  # fmt: skip
    for held_on, said in (
        ("", "dạng ngày/tháng/năm"),
        ("32/13/2026", "dạng ngày/tháng/năm"),
        ((portal.site.today + timedelta(days=2)).strftime("%d/%m/%Y"), "trước ít nhất 3 ngày"),
    ):
        answer = office.post("/hoi-dong/trieu-tap", data=sent | {"held_on": held_on})
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="Hội trường UBND"' in answer.text
        assert re.search(r'<option value="chair" selected>', answer.text)
        assert re.search(rf'value="{reference}" checked', answer.text)
        assert not re.search(rf'value="{other}" checked', answer.text)
    assert seated.rows("select count(*) from council_session") == [(0,)]


@pytest.mark.parametrize(
    ("typed", "kept", "page", "minutes"),
    [
        ("8 giờ 30", "08:30", "8 giờ 30, ngày", "8 giờ 30 ngày"),
        ("14h", "14:00", "14 giờ, ngày", "14 giờ ngày"),
        ("0:05", "00:05", "0 giờ 05, ngày", "0 giờ 05 ngày"),
        (" ", "", None, "ngày"),
    ],
)
def test_a_session_has_an_hour_where_the_office_says_one(portal, seated, typed, kept, page, minutes):
    reference = seated.scored("V1")
    office = portal.as_("thuong-truc")
    sent = hidden(office.get("/hoi-dong/trieu-tap").text) | {
        "venue": "Hội trường", "pick": [reference], "held_on": (portal.site.today + timedelta(days=3)).isoformat(),
        **{f"seat-{login}": seat for login, seat in MEMBERS.items()},
    }  # fmt: skip
    for wrong in ("25:00", "8:60", "sáng", "8:30:99"):
        answer = office.post("/hoi-dong/trieu-tap", data=sent | {"held_at": wrong})
        assert (answer.status_code, answer.text.count('href="#held_at"')) == (422, 1)
        assert f'value="{wrong}"' in answer.text
    where = (
        office.post("/hoi-dong/trieu-tap", data=sent | {"held_at": typed})
        .headers["location"]
        .partition("?")[0]
    )
    assert seated.rows("select held_at from council_session") == [(kept,)]
    text = office.get(where).text
    assert page in text if page else not re.search(r"\d giờ", text)
    assert (page or " · ").partition(",")[0] in office.get("/hoi-dong").text
    with seated.database.reading() as session:
        told = of_council.said(session, council.minutes(session, where.rpartition("/")[2]))
    assert told["held"].startswith(minutes)


def test_the_same_form_sent_twice_calls_once(portal, seated):
    reference = seated.scored("V1")
    first = called(portal, reference, key="k1")
    office = portal.as_("thuong-truc")
    sent = {
        "key": "k1", "place": "/20/06325/", "season": "2026", "venue": "Nhà văn hóa xã", "pick": [reference],
        "held_on": (portal.site.today + timedelta(days=3)).isoformat(),
        **{f"seat-{login}": seat for login, seat in MEMBERS.items()},
    }  # fmt: skip
    assert office.post("/hoi-dong/trieu-tap", data=sent).headers["location"].startswith(first)
    assert seated.rows("select count(*) from council_session") == [(1,)]


def test_only_those_concerned_see_a_session_and_only_members_vote(portal, seated):
    reference = seated.scored("V1")
    where = called(portal, reference)
    for login, status in (("hd-khac", 403), ("giam-sat-noi-khac", 403), ("kiem-tra", 403), ("truong-thon", 403),
                          ("hd-chu-tich", 200), ("chu-tich", 200), ("thuong-truc", 200)):  # fmt: skip
        for address in (where, f"{where}/{reference}"):
            assert portal.as_(login).get(address).status_code == status, (login, address)
    assert portal.as_("hd-khac").post(f"{where}/{reference}", data={"vote": "for"}).status_code == 403
    assert portal.as_("hd-chu-tich").post(f"{where}/ket-thuc").status_code == 403
    assert portal.as_("hd-chu-tich").get(f"{where}/2026-000999").status_code == 404
    assert portal.as_("hd-chu-tich").get(f"{where}/2025{reference[4:]}").status_code == 404
    assert portal.as_("hd-chu-tich").get("/hoi-dong/khong-co").status_code == 404


def test_whoever_inspected_it_is_told_and_gets_no_form(portal, seated):
    reference = seated.scored("V1")
    inspector = seated.json("show", reference)["inspector"]["login"]
    seated.write(
        "insert into role (account, role, path, starts) select id, 'council-member', '/20/06325/', '0001-01-01' from account where login = :login",
        login=inspector,
    )
    where = called(portal, reference, **{f"seat-{inspector}": "member"})
    page = portal.as_(inspector).get(f"{where}/{reference}").text
    assert "Người kiểm tra hồ sơ không tham gia xét" in page
    assert 'name="vote"' not in page
    assert portal.as_(inspector).post(f"{where}/{reference}", data={"vote": "for"}).status_code == 403
    assert "chờ bạn biểu quyết" not in portal.as_(inspector).get("/hoi-dong").text


def test_the_list_tells_a_member_how_many_wait_for_their_vote(portal, seated):
    references = [seated.scored(unit) for unit in ("V1", "V2")]
    where = called(portal, *references)
    member, asks = portal.as_("hd-chu-tich"), "chờ bạn biểu quyết"
    assert f"2 hồ sơ {asks}" in member.get("/hoi-dong").text
    member.post(f"{where}/{references[0]}", data={"vote": "for", "opinion": "Đủ"})
    assert f"1 hồ sơ {asks}" in member.get("/hoi-dong").text
    assert f"2 hồ sơ {asks}" in portal.as_("hd-cong-an").get("/hoi-dong").text
    assert asks not in portal.as_("thuong-truc").get("/hoi-dong").text
    seated.run("return", references[1], "--as", "thuong-truc", "--reason", "Thiếu biên bản")
    assert asks not in member.get("/hoi-dong").text


def test_a_dossier_that_changed_is_shown_as_changed_and_takes_no_votes(portal, seated):
    reference = seated.scored("V1")
    where = called(portal, reference)
    seated.run("return", reference, "--as", "thuong-truc", "--reason", "Thiếu biên bản")
    page = portal.as_("hd-chu-tich").get(f"{where}/{reference}").text
    assert "Hồ sơ đã thay đổi sau khi đưa ra Hội đồng" in page
    assert 'name="vote"' not in page
    answer = portal.as_("hd-chu-tich").post(f"{where}/{reference}", data={"vote": "for", "opinion": "Đủ"})
    assert answer.status_code == 409
    assert "sẽ không tính cho hồ sơ này" in portal.as_("thuong-truc").get(where).text


def test_a_vote_that_is_refused_keeps_its_words(portal, seated):
    reference = seated.scored("V1")
    where = called(portal, reference)
    answer = portal.as_("hd-chu-tich").post(
        f"{where}/{reference}", data={"vote": "", "opinion": "Tôi cho rằng đủ"}
    )
    assert answer.status_code == 422
    assert "Tôi cho rằng đủ" in answer.text


def test_a_session_without_the_police_is_flagged(portal, seated):
    reference = seated.scored("V1")
    where = called(portal, reference, **{"seat-hd-cong-an": ""})
    assert "Thiếu thành phần bắt buộc: Công an xã" in portal.as_("thuong-truc").get(where).text


def test_a_session_is_called_off_with_a_reason(portal, seated):
    reference = seated.scored("V1")
    where = called(portal, reference)
    office = portal.as_("thuong-truc")
    assert office.post(f"{where}/huy", data={"reason": " "}).status_code == 422
    assert office.post(f"{where}/huy", data={"reason": "Bão"}).status_code == 303
    assert "Bão" in office.get(where).text
    assert "Triệu tập phiên họp" in office.get("/hoi-dong").text


def test_a_member_votes_on_a_phone(live, seated, accessible):
    reference = seated.scored("V1")
    portal = live.portal
    where = called(portal, reference)
    attended(portal, where)
    page = live.page("hd-mat-tran", "/hoi-dong")
    accessible(page)
    page.click("text=Phiên 1, đợt 2026")
    accessible(page)
    page.click("main h3 a")
    accessible(page)
    page.click("label:has-text('Không đồng ý')")
    page.fill("#opinion", "Chưa có biên bản họp thôn.")
    page.click("button:has-text('Ghi biểu quyết')")
    page.wait_for_selector("text=Đã ghi biểu quyết")
    accessible(page)
    assert seated.rows("select vote, opinion from council_vote") == [
        ("against", "Chưa có biên bản họp thôn.")
    ]
    office = live.page("thuong-truc", where)
    accessible(office)
    office.goto(office.url + "/ket-thuc")
    accessible(office)
    office.click("button:has-text('Kết thúc và ghi kết luận')")
    office.wait_for_selector("text=Phiên họp đã kết thúc")
    accessible(office)
    office.goto(live.address + f"{where}/{reference}?lang=en")
    accessible(office)
    assert seated.rows(f"select outcome from council_item where application = {id_of(reference)}") == [
        ("against",)
    ]


def test_the_form_to_call_a_session_fits_a_phone(live, seated, accessible):
    seated.scored("V1")
    seated.scored("V2")
    page = live.page("thuong-truc", "/hoi-dong")
    accessible(page)
    page.click("text=Triệu tập phiên họp")
    accessible(page)
