"""Public: anybody reads what the standards ask, in both languages, and takes the papers along.

Broken once to see them fail: a paper of another name answered; a season that the standard does not judge taken; a script
allowed on the printed page.
"""

from io import BytesIO

import pytest
from openpyxl import load_workbook

AREA = "vn/antt-2021/residential-area"


def test_every_standard_has_a_page_in_both_languages(portal):
    client = portal.anonymous()
    text = client.get("/tieu-chuan").text
    for path, standard in portal.site.catalogue.standards.items():
        assert f'href="/tieu-chuan/{path}"' in text
        for language in ("vi", "en"):
            answer = client.get(f"/tieu-chuan/{path}?lang={language}")
            assert answer.status_code == 200, path
            assert standard.criteria[0].code in answer.text


def test_a_standard_is_told_with_its_evidence_its_days_and_what_is_open(portal):
    text = portal.anonymous().get(f"/tieu-chuan/{AREA}?dot=2026").text
    for said in (
        "01/01/2026",
        "14/11/2026",
        "Danh sách hộ đăng ký, có chữ ký",
        "Công an cấp xã",
        "Điều luật chưa nói rõ",
    ):
        assert said in text


@pytest.mark.parametrize("season", ["1999", "abcd", "99999", "²²²²", ""])
def test_a_season_that_it_does_not_judge_is_answered_with_one_that_it_does(portal, season):
    assert portal.anonymous().get(f"/tieu-chuan/{AREA}", params={"dot": season}).status_code == 200


def test_the_papers_are_downloads_and_the_form_is_of_that_season(portal):
    client = portal.anonymous()
    form = client.get(f"/tieu-chuan/{AREA}/bieu-mau.xlsx?dot=2026")
    assert load_workbook(BytesIO(form.content))["facts"].cell(2, 1).value == 2026
    assert form.headers["content-disposition"].startswith(
        'attachment; filename="bieu-mau-vn-antt-2021-residential-area'
    )
    for name in ("phieu-chuan-bi.docx", "phieu-kiem-tra.docx"):
        assert client.get(f"/tieu-chuan/{AREA}/{name}").content.startswith(b"PK")
    printed = client.get(f"/tieu-chuan/{AREA}/trang-in.html")
    assert "script" not in printed.headers["content-security-policy"]
    assert "default-src 'none'" in printed.headers["content-security-policy"]
    assert client.get(f"/tieu-chuan/{AREA}/khac.exe").status_code == 404
    assert client.get("/tieu-chuan/vn/khong-co").status_code == 404


def test_the_printed_page_is_accessible_too(live, accessible):
    for language in ("vi", "en"):
        page = live.page(None, f"/tieu-chuan/{AREA}/trang-in.html?lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        accessible(page)


def test_the_pages_are_accessible_and_fit_a_phone(live, accessible):
    page = live.page(None, "/tieu-chuan?lang=vi")
    accessible(page)
    page.screenshot(path="/tmp/shots/std-vi.png", full_page=True)
    page.get_by_role("link", name="Khu dân cư đạt tiêu chuẩn").first.click()
    accessible(page)
    page.screenshot(path="/tmp/shots/std1-vi.png", full_page=True)
    page.goto(f"{live.address}/tieu-chuan/vn/antt-2021/enterprise?lang=en")
    accessible(page)
    page.screenshot(path="/tmp/shots/std2-en.png", full_page=True)
