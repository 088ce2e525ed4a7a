"""The standing office's pages.

Seen to fail with its rule broken: whoever registered, or recused themselves, proposed all the same; a return, a
supplement or an assignment that is not bound to what was seen; a paper whose link leads nowhere; a paper that was asked
for proposed again; a mistake that is not told beside its field; a queue, a list, a page of an
application without what its procedure asks for; a paper of a bare day shown without it, one without a number as “None”.
"""

import io
import re

import pytest
from openpyxl import load_workbook

from domain.supplements import Part
from domain.texts import Text
from portal.pages import environment
from tests.portal.web.seated import seat
from tests.portal.web.test_attachments import photo


def form(html: str, address: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to this address."""
    own = html.split(f'action="{address}"', 1)[1].split("</form>", 1)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', own))


def many(world, event: str) -> int:
    return int(world.rows(f"select count(*) from event where name = '{event}'")[0][0])


@pytest.fixture
def registered(world):
    """An application under inspection; its reference."""
    reference = str(world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"])
    world.answer()
    return reference


def test_what_waits_is_told_stage_by_stage_with_whom_it_waits_for(portal, world, registered):
    world.scored("V2")
    page = portal.as_("thuong-truc").get("/thuong-truc").text
    assert "Đang kiểm tra (1)" in page
    assert "Đã chấm, chờ quyết định (1)" in page
    assert "Chờ: Người kiểm tra" in page
    assert "Chờ: người có thẩm quyền" in page


def test_every_page_that_says_what_waits_says_what_the_procedure_still_asks_for(portal, world):
    reference = seat(world).scored("V1")
    office, why = portal.as_("thuong-truc"), "Hội đồng chưa xem xét hồ sơ này."
    for path in ("", f"/{reference}", "/trinh-duyet", "/trinh-duyet.csv"):
        assert why in office.get(f"/thuong-truc{path}").text, path
    assert "Chờ: người có thẩm quyền" not in office.get("/thuong-truc").text
    for login in ("thuong-truc", "truong-thon", "chu-tich"):
        assert f"Chưa công nhận được: {why}" in portal.as_(login).get(f"/ho-so/{reference}").text, login


def test_nothing_that_waits_says_so(portal):
    assert "Hiện không có hồ sơ nào đang chờ" in portal.as_("thuong-truc").get("/thuong-truc").text
    assert "0 hồ sơ đã chấm" in portal.as_("thuong-truc").get("/thuong-truc/trinh-duyet").text


def test_whoever_is_proposed_takes_the_application_once(portal, world, registered):
    before = world.json("show", registered)["inspector"]["login"]
    other = {"kiem-tra": "kiem-tra-2", "kiem-tra-2": "kiem-tra"}[before]
    client, address = portal.as_("thuong-truc"), f"/thuong-truc/{registered}"
    page = client.get(address).text
    assert re.findall(r'name="inspector"[^>]*value="([^"]+)"', page) == [other], (
        "who has it cannot take it over"
    )
    assert "Đề xuất" in page
    sent = form(page, f"{address}/phan-cong") | {"inspector": other}
    for _ in range(2):
        done = client.post(f"{address}/phan-cong", data=sent)
        assert done.headers["location"] == f"{address}?done=assigned"
    assert world.json("show", registered)["inspector"]["login"] == other
    assert world.rows("select count(*) from event where name = 'inspector-assigned'") == [(2,)]
    again = client.post(
        f"{address}/phan-cong",
        data=form(client.get(address).text, f"{address}/phan-cong") | {"inspector": other},
    )
    assert again.status_code == 409
    assert "đang giữ hồ sơ này rồi" in again.text
    world.run("recuse", registered, "--reason", "Người nhà", "--as", other)
    world.answer()
    assert world.json("show", registered)["inspector"]["login"] == before


def test_whoever_has_least_to_do_comes_first(portal, world, registered):
    second = world.json("register", "V2", "--season", 2026, "--as", "truong-thon")["reference"]
    world.answer()
    for one, waits in ((registered, second), (second, registered)):
        free, busy = (world.json("show", reference)["inspector"]["login"] for reference in (one, waits))
        world.write("update application set inspector = null where id = :id", id=int(one[5:]))
        page = portal.as_("thuong-truc").get(f"/thuong-truc/{one}").text
        assert re.findall(r'name="inspector"[^>]*value="([^"]+)"', page) == [free, busy]
        world.write("update application set inspector = (select id from account where login = :login) where id = :id", id=int(one[5:]), login=free)  # fmt: skip


def test_nobody_is_proposed_who_registered_it_or_recused_themselves(portal, world, registered):
    world.write(
        "insert into role (account, role, path, starts) select id, 'inspector', '/20/06325/', '0001-01-01' from account where login = 'truong-thon'"
    )
    inspector = world.json("show", registered)["inspector"]["login"]
    world.run("recuse", registered, "--reason", "Người nhà", "--as", inspector)
    page = portal.as_("thuong-truc").get(f"/thuong-truc/{registered}").text
    logins = re.findall(r'name="inspector"[^>]*value="([^"]+)"', page)
    assert inspector not in logins
    assert "truong-thon" not in logins


def test_a_distance_is_shown_only_where_both_places_are_known(portal, world, registered):
    world.write(
        "update role set path = '/20/' where account = (select id from account where login = 'kiem-tra-2')"
    )
    page = portal.as_("thuong-truc").get(f"/thuong-truc/{registered}").text
    assert "theo đường chim bay" not in page
    world.write("update unit set attributes = '{\"lat\": 21.9, \"lon\": 106.3}' where code = '06325'")
    world.write("update unit set attributes = '{\"lat\": 21.85, \"lon\": 106.76}' where code = '20'")
    page = portal.as_("thuong-truc").get(f"/thuong-truc/{registered}").text
    assert "cách 48 km theo đường chim bay" in page


def test_papers_are_asked_for_and_the_applicant_reads_it_until_they_hand_in_anew(portal, world, registered):
    client, address = portal.as_("thuong-truc"), f"/thuong-truc/{registered}"
    page = client.get(address).text
    sent = form(page, f"{address}/bo-sung") | {"parts": ["D9-HS.report"], "reason": "Chưa có báo cáo kết quả"}
    for _ in range(2):
        assert client.post(f"{address}/bo-sung", data=sent).status_code == 303
    assert world.rows("select count(*) from event where name = 'supplement-asked'") == [(1,)]
    assert "đơn vị chưa nộp lại" in client.get(address).text
    told = portal.as_("truong-thon").get(f"/ho-so/{registered}").text
    assert "Cần bổ sung giấy tờ" in told
    assert "Chưa có báo cáo kết quả" in told
    world.run("submit", registered, "--facts", world.file(world.good_facts()), "--as", "truong-thon")
    assert "Cần bổ sung giấy tờ" not in portal.as_("truong-thon").get(f"/ho-so/{registered}").text
    assert "Chưa khai" not in client.get(address).text


def test_of_two_windows_the_second_is_told_what_the_first_one_did(portal, world, registered):
    client, address = portal.as_("thuong-truc"), f"/thuong-truc/{registered}"
    other = ({"kiem-tra", "kiem-tra-2"} - {world.json("show", registered)["inspector"]["login"]}).pop()
    acts = (
        ("phan-cong", {"inspector": other}, "inspector-assigned", "đã thay đổi sau khi được xem"),
        (
            "bo-sung",
            {"parts": ["D9-HS.report"], "reason": "Chưa có báo cáo"},
            "supplement-asked",
            "đơn vị chưa nộp lại",
        ),
    )
    for act, chosen, event, why in acts:
        windows = [form(client.get(address).text, f"{address}/{act}") | chosen for _ in "12"]
        before = many(world, event)
        assert client.post(f"{address}/{act}", data=windows[0]).status_code == 303
        told = client.post(f"{address}/{act}", data=windows[1])
        assert told.status_code == 409
        assert why in told.text.split("govuk-error-summary", 1)[1].split("</ul>")[0]
        assert many(world, event) == before + 1
    assert "Chưa có báo cáo</textarea>" in told.text


@pytest.mark.parametrize(
    ("sent", "anchor"),
    [({"reason": "Thiếu"}, "#parts"), ({"parts": ["D9-HS.report"], "reason": " "}, "#reason")],
)
def test_a_request_names_papers_and_a_reason(portal, world, registered, sent, anchor):
    refused = portal.as_("thuong-truc").post(f"/thuong-truc/{registered}/bo-sung", data=sent)
    assert refused.status_code == 422
    assert f'href="{anchor}"' in refused.text
    if "parts" in sent:
        assert re.search(r'value="D9-HS.report"[^>]* checked', refused.text), "what was chosen stays chosen"


def test_papers_that_the_standard_does_not_know_are_refused(portal, world, registered):
    sent = {"parts": ["D9-HS.gift"], "reason": "Thiếu"}
    refused = portal.as_("thuong-truc").post(f"/thuong-truc/{registered}/bo-sung", data=sent)
    assert refused.status_code == 409
    assert "không có giấy tờ: D9-HS.gift" in refused.text


def test_nothing_is_asked_for_once_it_cannot_be_handed_in(portal, world):
    reference = world.scored("V1")
    assert "Yêu cầu bổ sung" not in portal.as_("thuong-truc").get(f"/thuong-truc/{reference}").text
    sent = {"parts": ["D9-HS.report"], "reason": "Thiếu"}
    refused = portal.as_("thuong-truc").post(f"/thuong-truc/{reference}/bo-sung", data=sent)
    assert refused.status_code == 409


def test_a_scored_application_is_returned_as_it_was_seen(portal, world):
    reference = world.scored("V1")
    client, address = portal.as_("thuong-truc"), f"/thuong-truc/{reference}"
    before = form(client.get(address).text, f"{address}/tra-lai")
    stale = client.post(f"{address}/tra-lai", data=before | {"seen": "3", "why": "Số hộ chưa khớp"})
    assert stale.status_code == 409
    assert "Số hộ chưa khớp" in stale.text
    assert client.post(f"{address}/tra-lai", data=before | {"why": " "}).status_code == 422
    assert client.post(f"{address}/tra-lai", data=before | {"why": "Số hộ chưa khớp"}).status_code == 303
    assert world.json("show", reference)["state"] == "under-inspection"


def test_the_list_for_the_approver_is_a_page_and_a_spreadsheet_without_formulas(portal, world):
    reference = world.scored("V1")
    world.write("update unit set name = '=1+1' where code = 'V1'")
    client = portal.as_("thuong-truc")
    assert reference in client.get("/thuong-truc/trinh-duyet").text
    book = load_workbook(io.BytesIO(client.get("/thuong-truc/trinh-duyet.xlsx").content))
    cell = book.active.cell(2, 2)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_an_office_elsewhere_sees_and_does_nothing_here(portal, world, registered):
    world.write("update role set path = '/01/' where role = 'standing-office'")
    client = portal.as_("thuong-truc")
    assert "Hiện không có hồ sơ nào đang chờ" in client.get("/thuong-truc").text
    assert client.get(f"/thuong-truc/{registered}").status_code == 403
    sent = {"parts": ["D9-HS.report"], "reason": "Thiếu"}
    assert client.post(f"/thuong-truc/{registered}/bo-sung", data=sent).status_code == 403
    assert world.rows("select count(*) from event where name = 'supplement-asked'") == [(0,)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_are_accessible_on_a_phone(live, world, registered, accessible, language):
    done = world.scored("V2")
    page = live.page("thuong-truc", "/thuong-truc")
    for address in (
        "/thuong-truc",
        f"/thuong-truc/{registered}",
        f"/thuong-truc/{done}",
        "/thuong-truc/trinh-duyet",
    ):
        page.goto(f"{live.address}{address}?lang={language}")
        accessible(page)


def test_a_supplement_is_asked_for_without_javascript(live, world, registered):
    page = live.page("thuong-truc", f"/thuong-truc/{registered}", java_script_enabled=False)
    page.get_by_label("Báo cáo kết quả").check()
    page.get_by_label("Lý do, cần làm gì").fill("Chưa có báo cáo")
    page.get_by_role("button", name="Yêu cầu bổ sung").click()
    assert page.get_by_text("đơn vị sẽ nhận thư").count() == 1


# --- the papers, one by one -------------------------------------------------------------------------------


def test_papers_are_checked_one_by_one_and_shown_to_whoever_reads_the_dossier(portal, world, registered):
    client, address = portal.as_("thuong-truc"), f"/thuong-truc/{registered}"
    assert f'href="{address}/giay-to"' in client.get(address).text
    page = client.get(f"{address}/giay-to").text
    first, second = list(dict.fromkeys(re.findall(r'name="found\.([^"]+)"', page)))[:2]
    found = {f"found.{first}": "lacking", f"note.{first}": "Thiếu chữ ký", f"found.{second}": "good"}
    for _ in "12":
        assert client.post(f"{address}/giay-to", data=found).headers["location"] == f"{address}?done=checked"
    assert world.rows("select count(*) from paper_check") == [(2,)]
    page = client.get(f"{address}?done=checked").text
    assert "Đã lưu kết quả đối chiếu" in page
    assert "Thiếu chữ ký" in page
    assert re.search(rf'value="{re.escape(first)}"[^>]* checked', page), "what lacks is what to ask for"
    assert not re.search(rf'value="{re.escape(second)}"[^>]* checked', page)
    sent = form(page, f"{address}/bo-sung") | {"parts": [first], "reason": "Ký lại"}
    assert client.post(f"{address}/bo-sung", data=sent).status_code == 303
    page = client.get(address).text
    assert not re.search(rf'value="{re.escape(first)}"[^>]* checked', page), "it was asked for already"
    world.write("update role set path = '/20/' where role = 'auditor'")
    for login in ("giam-sat-noi-khac", "truong-thon", "chu-tich"):
        dossier = portal.as_(login).get(f"/ho-so/{registered}").text
        assert "Thiếu chữ ký" in dossier
        assert "Thường trực, " in dossier
    again = client.get(f"{address}/giay-to").text
    assert 'value="Thiếu chữ ký"' in again


def test_what_a_unit_attached_opens_from_the_pages_on_which_its_papers_are_checked(portal, registered):
    sent = {"data": {"key": "a" * 32}, "files": [("files", ("biên bản.jpg", photo()))]}
    assert portal.as_("truong-thon").post(f"/dinh-kem/{registered}/KDC-1a", **sent).status_code == 303
    client = portal.as_("thuong-truc")
    for address in (f"/thuong-truc/{registered}", f"/thuong-truc/{registered}/giay-to"):
        (link,) = re.findall(
            r'<a class="govuk-link" href="([^"]+)">biên bản\.jpg</a>', client.get(address).text
        )
        assert client.get(link).headers["content-type"] == "image/jpeg", address


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        ({"number": "05-NQ/CB", "date": "2026-02-13"}, "Có 05-NQ/CB · 13/02/2026"),
        ({"number": None, "date": "2026-02-13"}, "Có 13/02/2026"),
        ("2026-02-13", "Có 13/02/2026"),
        (False, "Khai không có"),
        (None, "Chưa khai"),
    ],
)
def test_a_paper_is_told_by_what_the_unit_gave_of_it(paper, told):
    part = Part("KDC-1a.resolution", "KDC-1a", Text(vi="Nghị quyết", en="Resolution"), paper)
    macro = environment().from_string(
        '{% from "macros/papers.html" import given with context %}{{ given(part, []) }}'
    )
    html = macro.render(part=part, t=lambda vi, en: vi, language="vi")
    assert " ".join(re.sub("<[^>]+>", "", html).split()) == f"KDC-1a · {told}"


def test_a_paper_that_lacks_something_without_a_word_is_asked_about_and_the_rest_is_kept(portal, registered):
    client, address = portal.as_("thuong-truc"), f"/thuong-truc/{registered}/giay-to"
    first, second = list(dict.fromkeys(re.findall(r'name="found\.([^"]+)"', client.get(address).text)))[:2]
    sent = {f"found.{first}": "lacking", f"found.{second}": "good", f"note.{second}": "Bản sao"}
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "hãy ghi cần bổ sung hoặc sửa gì" in answer.text
    (told,) = re.findall(rf'aria-describedby="([^"]+)"[^>]* name="note.{re.escape(first)}"', answer.text)
    assert f'<p id="{told}" class="govuk-error-message">Hãy ghi cần bổ sung hoặc sửa gì.</p>' in answer.text
    assert 'value="Bản sao"' in answer.text
    assert portal.as_("kiem-tra").get(address).status_code == 403
