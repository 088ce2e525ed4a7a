"""Public: anybody reads what the standards ask, in both languages, and takes the papers along.

Broken once to see them fail: a paper of another name answered; a season that the standard does not judge taken; a script
allowed on the printed page; the system named as one who attests; targets recognised; points always in the plural; an unread row
that says how it is earned; on a phone words broken anywhere, boxes of the checklist without their word, fields of the data and
addresses of the API broken inside a word.
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


# Words that stand on two lines: a hyphen, a slash and a space may end a line, a letter may not.
BROKEN = """() => {
  const broken = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/\\p{L}{2,}/gu)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((one) => one.top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize(
    "path",
    [
        f"/tieu-chuan/{AREA}/trang-in.html",
        "/tieu-chuan/vn/antt-2021/procedure/trang-in.html",
        "/so-cong-nhan/du-lieu",
        "/api",
    ],
)
def test_no_word_is_broken_and_nothing_is_scrolled_sideways_on_a_phone(live, path):
    for language in ("vi", "en"):
        page = live.page(None, f"{path}?lang={language}")
        assert page.evaluate(BROKEN) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        wider = "[...document.querySelectorAll('table')].filter((one) => one.scrollWidth > one.clientWidth).length"
        assert page.evaluate(wider) == 0


def test_a_row_of_the_checklist_says_on_a_phone_what_each_box_stands_for(live):
    page = live.page(None, f"/tieu-chuan/{AREA}/trang-in.html?lang=vi")
    told = "[...document.querySelectorAll('#checklist tr:nth-child(1) .box')].map((one) => one.dataset.says || one.innerText)"
    assert page.evaluate(told) == ["Đạt", "Chưa đạt", "Chưa rõ"] * 2


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


@pytest.mark.parametrize("tail", ["", "/trang-in.html"])
def test_what_the_system_works_out_is_attested_by_nobody_and_no_line_is_left_to_write_it(portal, tail):
    text = portal.anonymous().get(f"/tieu-chuan/vn/antt-2021/commune{tail}?dot=2026").text
    assert "hệ thống tự tính từ các đơn vị trực thuộc" in text
    assert "xác nhận: hệ thống" not in text
    assert 'Đơn vị đã đăng ký: <span class="blank">' not in text


def test_targets_that_nobody_recognises_are_met_and_not_recognised(portal):
    client = portal.anonymous()
    targets = client.get("/tieu-chuan/vn/kon-tum-2025/province?dot=2025").text
    assert "Đạt khi mọi tiêu chí được áp dụng đều đạt" in targets
    assert "Công nhận khi" not in targets
    assert "Công nhận khi mọi tiêu chí" in client.get(f"/tieu-chuan/{AREA}?dot=2026").text


def test_one_point_is_one_point_and_a_row_that_could_not_be_read_does_not_say_how_it_is_earned(portal):
    text = portal.anonymous().get("/tieu-chuan/vn/phong-trao-510/agency?dot=2026&lang=en").text
    assert "1 point: all of them when met, none when not met" in text
    assert "1 points" not in text
    assert "88 points</p>" in text
