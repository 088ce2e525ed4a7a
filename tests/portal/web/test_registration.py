"""Registration and dossier: a unit registers, answers criterion by criterion, and hands in what it checked, once.

Broken once to see them fail: the version not sent with a criterion; the draft dropped when it is handed in; the key not
passed on; late units not first; a unit of somebody else shown, and a dossier; the check page's version not compared; papers
asked for in a closed season; one criterion told as several; the first question called the next.
"""

from datetime import UTC, datetime

import pytest

DAYS = {"early": datetime(2025, 12, 20, tzinfo=UTC), "open": datetime(2026, 2, 1, tzinfo=UTC), "late": datetime(2026, 11, 22, tzinfo=UTC)}  # fmt: skip


@pytest.fixture
def reference(portal):
    return portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]


def save(client, reference, code="KDC-1c", seen=0, do="list", **fields):
    return client.post(
        f"/dang-ky/{reference}/{code}",
        data={"seen": str(seen), "do": do}
        | {f"{code}.{name.replace('__', '.')}": value for name, value in fields.items()},
    )


def hidden(text: str, name: str) -> str:
    return text.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


# --- the units of somebody ----------------------------------------------------------------------------


def test_the_first_page_says_of_each_unit_how_it_stands_and_late_ones_come_first(portal):
    portal.moment[:] = [DAYS["open"]]
    portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")
    text = portal.as_("truong-thon").get("/dang-ky").text
    assert "Chưa đăng ký. Hạn cuối 31/03/2026." in text
    assert "Đã đăng ký, chưa làm hồ sơ." in text
    assert "Trễ hạn" not in text
    portal.world.scored("V2")
    portal.moment[:] = [DAYS["late"]]
    text = portal.as_("truong-thon").get("/dang-ky").text
    assert "Thời gian đăng ký 01/01/2026–31/03/2026 đã qua." in text
    assert text.index("Xã Bắc Sơn") < text.index("Thôn Hai")  # nobody waits for the applicant in Thôn Hai
    waits, done = text.split("Thôn Hai")
    assert "Trễ hạn" in waits
    assert "Trễ hạn" not in done


def test_nobody_sees_units_of_others_nor_registers_them(portal):
    portal.world.write("update role set path = '/20/06325/V1/' where account = 1")
    client = portal.as_("truong-thon")
    text = client.get("/dang-ky").text
    assert "Thôn Một" in text
    assert "Thôn Hai" not in text
    assert client.get("/dang-ky/don-vi/V2?dot=2026").status_code == 403
    assert client.post("/dang-ky/don-vi/V2?dot=2026", data={}).status_code == 403
    assert portal.as_("kiem-tra").get("/dang-ky").status_code == 403


def test_without_an_open_season_the_page_says_so(portal):
    portal.world.write("update season set closed_at = '2026-12-01T00:00:00.000000Z'")
    text = portal.as_("truong-thon").get("/dang-ky").text
    assert "Hiện không có đợt nào đang mở" in text


def test_what_somebody_handed_in_stays_on_their_first_page_when_its_season_is_closed(portal):
    reference = portal.world.scored("V1")
    late = portal.world.json("register", "V2", "--season", 2026, "--as", "truong-thon")["reference"]
    portal.world.write("update season set closed_at = '2026-12-01T00:00:00.000000Z'")
    client = portal.as_("truong-thon")
    for address in ("/dang-ky", "/dang-ky?dot=2026"):
        text = client.get(address).text
        assert f"/ho-so/{reference}" in text
        assert "Đợt đã khóa sổ nên không nộp được nữa." in text.split(late, 1)[1]
        assert "Chờ bạn" not in text
        assert "Trễ hạn" not in text.split(late, 1)[1]
        assert "Xã Bắc Sơn" not in text.split("<main")[1], "who took no part has nothing to do there"
    portal.world.write("insert into season (year, opened_at) values (2027, '2026-12-02T00:00:00.000000Z')")
    text = client.get("/dang-ky").text
    assert "Hiện không có đợt nào đang mở" not in text
    assert "/dang-ky?dot=2026" in text
    assert f"/ho-so/{reference}" in client.get("/dang-ky?dot=2026").text


@pytest.mark.parametrize(
    ("when", "says"),
    [("early", "Chưa đến thời gian đăng ký 01/01/2026"), ("open", None), ("late", "31/03/2026 đã qua")],
)
def test_before_registering_the_days_of_the_standard_are_told(portal, when, says):
    portal.moment[:] = [DAYS[when]]
    text = portal.as_("truong-thon").get("/dang-ky/don-vi/V1?dot=2026").text
    assert "chi bộ có nghị quyết" in text
    assert ("govuk-warning-text__text" in text) == (says is not None)
    assert says is None or says in text


def test_registering_twice_with_one_key_registers_once(portal):
    client = portal.as_("truong-thon")
    key = hidden(client.get("/dang-ky/don-vi/V1?dot=2026").text, "key")
    places = [client.post("/dang-ky/don-vi/V1?dot=2026", data={"key": key}).headers["location"] for _ in "12"]
    assert places == ["/dang-ky/2026-000001?done=registered"] * 2
    assert client.get("/dang-ky/don-vi/V1?dot=2026").headers["location"] == "/dang-ky/2026-000001"
    other = client.post("/dang-ky/don-vi/V1?dot=2026", data={"key": "another"})
    assert other.status_code == 422
    assert "đã đăng ký trong đợt 2026" in other.text


# --- one criterion ------------------------------------------------------------------------------------


def test_answers_are_kept_at_each_save_and_shown_again(portal, reference):
    client = portal.as_("truong-thon")
    answer = save(client, reference, registered="90", residing="100", do="next")
    assert answer.headers["location"].startswith(f"/dang-ky/{reference}/D9-HS")
    text = client.get(f"/dang-ky/{reference}/KDC-1c").text
    assert 'value="90"' in text
    assert "90" in client.get(f"/dang-ky/{reference}/kiem-lai").text
    assert portal.world.rows("select version from draft") == [(1,)]


def test_a_mistake_is_told_at_its_field_and_what_was_typed_is_kept(portal, reference):
    client = portal.as_("truong-thon")
    answer = save(client, reference, registered="chín mươi", residing="100")
    assert answer.headers["location"] == f"/dang-ky/{reference}/KDC-1c"
    text = client.get(f"/dang-ky/{reference}/KDC-1c").text
    assert 'href="#KDC-1c.registered"' in text
    assert 'value="chín mươi"' in text
    assert 'value="100"' in text
    assert "Có chỗ cần sửa" in client.get(f"/dang-ky/{reference}").text


def test_two_answers_that_contradict_one_another_are_told_as_long_as_they_do(portal, reference):
    client = portal.as_("truong-thon")
    save(client, reference, registered="120", residing="100")
    for _ in "12":
        text = client.get(f"/dang-ky/{reference}/KDC-1c").text
        assert "120 lớn hơn tổng là 100" in text
        assert 'value="120"' in text
    assert f"/dang-ky/{reference}/KDC-1c#KDC-1c.registered" in hand_in(client, reference)[1].text


def test_two_windows_are_both_shown_and_a_person_chooses(portal, reference):
    client = portal.as_("truong-thon")
    save(client, reference, registered="90", residing="100")
    answer = save(client, reference, registered="80", residing="100")
    assert answer.status_code == 409
    assert "<strong>90</strong>" in answer.text
    assert 'value="80"' in answer.text
    assert 'value="90"' in client.get(f"/dang-ky/{reference}/KDC-1c").text
    chosen = save(
        client, reference, registered="80", residing="100", seen=hidden(answer.text, "seen"), do="mine"
    )
    assert chosen.status_code == 303
    assert 'value="80"' in client.get(f"/dang-ky/{reference}/KDC-1c").text


def test_nobody_sees_or_changes_the_dossier_of_another_village(portal, reference):
    portal.world.write("update role set path = '/20/06325/V2/' where role = 'applicant'")
    client = portal.as_("truong-thon")
    for page in ("", "/KDC-1c", "/rut"):
        assert client.get(f"/dang-ky/{reference}{page}").status_code == 403, page
    given = {"seen": "0", "KDC-1c.registered": "một trăm hộ", "KDC-1c.residing": "1"}
    refused = client.post(f"/dang-ky/{reference}/KDC-1c", data=given)
    assert refused.status_code == 403
    assert "một trăm hộ" in refused.text  # to be copied
    assert client.post(f"/dang-ky/{reference}/rut", data={"reason": "x", "key": "k" * 32}).status_code == 403


def test_nobody_answers_what_others_attest(portal, reference):
    client = portal.as_("truong-thon")
    text = client.get(f"/dang-ky/{reference}/KDC-4b").text
    assert "<input" not in text.split("<main", 1)[1].split("<h2", 1)[0]
    assert "Công an cấp xã" in text
    assert save(client, reference, "KDC-4b", serious_crimes="0").status_code == 422


def test_last_times_answers_are_offered_marked_and_kept_only_when_saved(portal):
    world = portal.world
    world.run("season", "open", 2025, "--as", "van-hanh")
    old = world.json("register", "V1", "--season", 2025, "--as", "truong-thon")["reference"]
    facts = world.file({"KDC-1c": {"registered": 77, "residing": 88}})
    world.run("submit", old, "--facts", facts, "--as", "truong-thon")
    new = world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    client = portal.as_("truong-thon")
    assert old in client.get(f"/dang-ky/{new}").text
    plain, filled = (client.get(f"/dang-ky/{new}/KDC-1c{q}").text for q in ("", "?tu=nam-truoc"))
    assert "<strong>77</strong>" in plain
    assert 'value="77"' not in plain
    assert 'value="77"' in filled
    assert "chưa lưu" in filled
    assert world.rows("select count(*) from draft") == [(0,)]


# --- handing in ---------------------------------------------------------------------------------------


def hand_in(client, reference, key=None):
    page = client.get(f"/dang-ky/{reference}/kiem-lai").text
    data = {"key": key or hidden(page, "key"), "version": hidden(page, "version")}
    return data, client.post(f"/dang-ky/{reference}/nop", data=data)


def test_what_is_left_is_told_in_the_number_that_it_has_and_begun_before_it_is_gone_on_with(
    portal, reference
):
    client = portal.as_("truong-thon")
    assert "Bắt đầu trả lời" in client.get(f"/dang-ky/{reference}").text
    assert "5 criteria are not done." in client.get(f"/dang-ky/{reference}/kiem-lai?lang=en").text
    facts = {code: told for code, told in portal.world.good_facts().items() if code != "KDC-1c"}
    portal.world.run("submit", reference, "--facts", portal.world.file(facts), "--as", "truong-thon")
    page = client.get(f"/dang-ky/{reference}/kiem-lai?lang=en").text
    assert "One criterion is not done." in page
    assert page.count("Not answered") == page.count(">Answer<") == 1
    assert "Answer the next one" in client.get(f"/dang-ky/{reference}?lang=en").text


def test_what_was_checked_is_handed_in_once_and_can_be_changed_and_handed_in_again(portal, reference):
    client = portal.as_("truong-thon")
    save(client, reference, registered="90", residing="100")
    data, answer = hand_in(client, reference)
    assert answer.headers["location"] == f"/ho-so/{reference}?done=submitted"
    assert client.post(f"/dang-ky/{reference}/nop", data=data).status_code == 303
    assert portal.world.rows("select count(*) from event where name = 'dossier-submitted'") == [(1,)]
    save(client, reference, registered="100", residing="100", seen=1)
    assert "Có thay đổi chưa nộp." in client.get(f"/dang-ky/{reference}").text
    hand_in(client, reference)
    assert portal.world.rows("select document from facts where source = 'applicant'") == [
        ('{"KDC-1c":{"registered":100,"residing":100}}',)
    ]
    assert "Có thay đổi chưa nộp." not in client.get(f"/dang-ky/{reference}").text


def test_answers_that_changed_after_they_were_checked_are_not_handed_in(portal, reference):
    client = portal.as_("truong-thon")
    save(client, reference, registered="90", residing="100")
    page = client.get(f"/dang-ky/{reference}/kiem-lai").text
    save(client, reference, registered="80", residing="100", seen=1)
    answer = client.post(
        f"/dang-ky/{reference}/nop", data={"key": hidden(page, "key"), "version": hidden(page, "version")}
    )
    assert answer.status_code == 422
    assert "đã được thay đổi" in answer.text
    assert portal.world.rows("select count(*) from facts where source = 'applicant'") == [(0,)]


def test_nothing_and_what_cannot_be_read_is_not_handed_in(portal, reference):
    client = portal.as_("truong-thon")
    assert "Chưa có câu trả lời nào" in hand_in(client, reference)[1].text
    save(client, reference, residing="một trăm")
    assert f"/dang-ky/{reference}/KDC-1c#KDC-1c.residing" in hand_in(client, reference)[1].text


def test_a_closed_season_takes_nothing_more_and_says_so(portal, reference):
    client = portal.as_("truong-thon")
    save(client, reference, registered="90", residing="100")
    page = client.get(f"/dang-ky/{reference}/kiem-lai").text
    portal.world.write("update season set closed_at = '2026-12-01T00:00:00.000000Z'")
    answer = client.post(
        f"/dang-ky/{reference}/nop", data={"key": hidden(page, "key"), "version": hidden(page, "version")}
    )
    assert answer.status_code == 422
    assert "Đợt 2026 đã khóa sổ nên không nhận hồ sơ nữa" in answer.text
    assert "đã khóa sổ" in client.get(f"/dang-ky/{reference}").text


def test_a_return_is_told_with_its_reason_and_answered_by_handing_in_again(portal):
    reference = portal.world.scored()
    portal.world.run("return", reference, "--reason", "Thiếu biên bản", "--as", "chu-tich")
    client = portal.as_("truong-thon")
    assert "Cần bổ sung. Xem lý do" in client.get("/dang-ky").text
    assert "Thiếu biên bản" in client.get(f"/dang-ky/{reference}").text
    save(client, reference, registered="90", residing="100")
    hand_in(client, reference)
    assert "Thiếu biên bản" not in client.get(f"/dang-ky/{reference}").text


def test_papers_that_the_standing_office_asks_for_are_told_until_something_is_handed_in(portal, reference):
    portal.world.write(
        "insert into event (application, number, name, at, account, payload, hash) values (1, 9, 'supplement-asked',"
        " '2026-01-01T00:00:00.000000Z', 4, :payload, 'x')",
        payload='{"parts":["D9-HS.report"],"asked_vi":"Báo cáo kết quả","asked_en":"Result report","reason":"Chưa thấy"}',
    )
    client = portal.as_("truong-thon")
    assert "Cần bổ sung. Xem lý do" in client.get("/dang-ky").text
    told = client.get(f"/dang-ky/{reference}").text
    assert "Báo cáo kết quả. Lý do: Chưa thấy" in told
    portal.world.write("update season set closed_at = '2026-12-01T00:00:00.000000Z'")
    assert "Lý do: Chưa thấy" not in client.get(f"/dang-ky/{reference}").text, (
        "nothing can be handed in any more"
    )
    portal.world.write("update season set closed_at = null")
    save(client, reference, registered="90", residing="100")
    hand_in(client, reference)
    assert "Lý do: Chưa thấy" not in client.get(f"/dang-ky/{reference}").text
    assert "Cần bổ sung: Báo cáo kết quả" in client.get(f"/ho-so/{reference}").text


def test_an_application_is_withdrawn_after_being_asked_once_more(portal, reference):
    client = portal.as_("truong-thon")
    page = client.get(f"/dang-ky/{reference}/rut").text
    data = {"key": hidden(page, "key"), "reason": "Sáp nhập thôn"}
    for _ in "12":
        assert client.post(f"/dang-ky/{reference}/rut", data=data).status_code == 303
    assert portal.world.rows("select state, number from application") == [("withdrawn", 2)]
    assert "Đăng ký lại" in client.get("/dang-ky/don-vi/V1?dot=2026").text


# --- the Excel form -----------------------------------------------------------------------------------


def workbook(portal, **cells):
    from io import BytesIO

    from openpyxl import load_workbook

    from portal.papers.content import paper
    from portal.papers.forms import ANSWER, KEY, form

    standard = portal.site.catalogue.get("vn/antt-2021/residential-area")
    book = load_workbook(BytesIO(form(paper(standard, 2026, "vi"))))
    sheet = book["facts"]
    for row in range(1, sheet.max_row + 1):
        key = str(sheet.cell(row, KEY).value)
        if key in cells:
            sheet.cell(row, ANSWER).value = cells[key]
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def upload(client, reference, content):
    return client.post(
        f"/dang-ky/{reference}/bieu-mau", data={"version": "0"}, files={"form": ("b.xlsx", content)}
    )


def test_a_filled_in_excel_form_fills_the_draft_with_what_is_the_applicants_to_say(portal, reference):
    client = portal.as_("truong-thon")
    content = workbook(
        portal, **{"KDC-1c.registered": 90, "KDC-1c.residing": 100, "KDC-4b.serious_crimes": 0}
    )
    assert upload(client, reference, content).headers["location"] == f"/dang-ky/{reference}?done=form"
    assert (
        '"facts":{"KDC-1c":{"registered":90,"residing":100}}'
        in portal.world.rows("select document from draft")[0][0]
    )


def test_a_zip_bomb_and_what_is_no_form_is_a_sentence_and_nothing_is_stored(portal, reference):
    import zipfile
    from io import BytesIO

    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 50_000_000)
    client = portal.as_("truong-thon")
    for content in (bomb.getvalue(), b"no zip", b""):
        answer = upload(client, reference, content)
        assert answer.status_code == 422
        assert "không phải là biểu mẫu" in answer.text or "Hãy chọn tệp Excel" in answer.text
    wrong = workbook(portal, **{"KDC-1c.registered": 120, "KDC-1c.residing": 100})
    assert "phần lớn hơn tổng" in upload(client, reference, wrong).text
    assert portal.world.rows("select count(*) from draft") == [(0,)]


# --- every kind of unit -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["commune", "agency", "enterprise", "school"])
def test_every_kind_answers_all_that_is_its_own_and_then_nothing_is_missing(portal, kind):
    """By typing what the example facts show into every field of every page."""
    from portal import forms
    from portal.papers.content import paper

    world, code = portal.world, "06325" if kind == "commune" else "U1"
    if kind != "commune":
        world.write(
            "insert into unit (code, name, kind, local_type, parent_code, path, valid_from, folded, sort_key, attributes,"
            " sample) values ('U1', 'Đơn vị', :kind, '', '06325', '/20/06325/U1/', '2025-07-01', '', '', '{}', 0)",
            kind=kind,
        )
    reference = world.json("register", code, "--season", 2026, "--as", "truong-thon")["reference"]
    standard = portal.site.catalogue.get(f"vn/antt-2021/{kind}")
    facts = standard.example_facts(2026)
    client = portal.as_("truong-thon")
    for row in paper(standard, 2026, "vi").rows:
        page = client.get(f"/dang-ky/{reference}/{row.code}")
        assert page.status_code == 200, row.code
        fields = {}
        for one in row.own:
            fields |= forms.shown(one, facts)
        assert all(f'name="{name}"' in page.text for name in fields), row.code
        if row.own:
            sent = client.post(f"/dang-ky/{reference}/{row.code}", data={"seen": "0", "do": "next", **fields})
            assert sent.headers["location"].endswith("done=saved"), row.code
            assert client.get(sent.headers["location"]).status_code == 200
    text = client.get(f"/dang-ky/{reference}").text
    assert "Phần của đơn vị đã đủ." in text
    hand_in(client, reference)
    assert world.rows("select count(*) from facts where source = 'applicant'") == [(1,)]
    assert client.get(f"/ho-so/{reference}").status_code == 200
