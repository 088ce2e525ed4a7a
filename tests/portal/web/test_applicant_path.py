"""The applicant's whole path in a real browser on a phone: register, answer, attach, check, hand in; with and without scripts.

Broken once to see them fail: the answers' version left out of the form (the second window overwrote the first); the key
left out of the check page (two clicks, two submissions); a label without its field.
"""

import unicodedata

import pytest

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_village_head_registers_answers_attaches_and_hands_in_on_a_phone(
    live, accessible, tmp_path, scripts
):
    name = unicodedata.normalize("NFD", "Nghị quyết chi bộ.pdf")
    page = live.page("truong-thon", "/dang-ky", java_script_enabled=scripts)

    def look():
        if scripts:
            accessible(page)

    look()
    page.get_by_role("link", name="Thôn Một").click()
    look()
    page.get_by_role("button", name="Đăng ký").click()
    page.get_by_text("Đã đăng ký.").wait_for()
    look()

    # The first criterion: a document with its day; a mistake first.
    page.get_by_role("link", name="chi bộ có nghị quyết").click()
    look()
    page.get_by_label("Ngày ban hành").fill("31/02/2026")
    page.get_by_label("Số văn bản").fill("05-NQ/CB")
    page.get_by_role("button", name="Lưu và sang tiêu chí sau").click()
    page.get_by_text("không phải là ngày").first.wait_for()
    look()
    assert page.get_by_label("Số văn bản").input_value() == "05-NQ/CB"
    page.get_by_label("Ngày ban hành").fill("28/02/2026")
    page.get_by_role("link", name="Thêm hoặc gỡ").click()  # unsaved typing is what the link's note warns of
    page.go_back()
    page.get_by_label("Ngày ban hành").fill("28/02/2026")
    page.get_by_label("Số văn bản").fill("05-NQ/CB")
    page.get_by_role("button", name="Lưu và sang tiêu chí sau").click()

    page.get_by_text("Đã lưu câu trả lời.").wait_for()
    assert page.url.split("?")[0].endswith("/KDC-1b")
    page.get_by_label("Ngày ban hành").fill("1.3.2026")
    page.get_by_role("button", name="Lưu và sang tiêu chí sau").click()
    page.get_by_label("Số hộ đăng ký").fill("1.250")
    page.get_by_label("Số hộ đang cư trú").fill("1250")
    assert page.get_by_label("Số hộ đăng ký").get_attribute("inputmode") == "numeric"
    page.get_by_role("button", name="Lưu", exact=True).click()

    # A paper of the first criterion, with a name as a Mac sends it.
    page.get_by_role("link", name="chi bộ có nghị quyết").click()
    page.get_by_role("link", name="Thêm hoặc gỡ").click()
    page.get_by_label("Thêm ảnh").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_role("link", name="Nghị quyết chi bộ.pdf").wait_for()
    page.get_by_role("link", name="Xong, quay lại").click()
    page.get_by_role("link", name="Danh sách tiêu chí").click()

    page.get_by_role("link", name="Xem lại và nộp").click()
    look()
    assert "1.250" in page.inner_text("main")
    assert "số 05-NQ/CB, ngày 28/02/2026" in page.inner_text("main")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.get_by_text("Đã nộp hồ sơ.").first.wait_for()
    look()
    page.go_back()
    page.reload()
    assert page.get_by_role("button", name="Nộp lại hồ sơ").count() == 1

    rows = live.portal.world.rows("select name from event order by number")
    assert rows == [("application-registered",), ("dossier-submitted",)]
    assert live.portal.world.rows("select name from evidence") == [("Nghị quyết chi bộ.pdf",)]


def test_one_form_from_its_first_field_to_its_end_with_the_keyboard_alone(live):
    reference = live.portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    page = live.page("truong-thon", f"/dang-ky/{reference}/KDC-1c", width=1200)

    def tab_to(id: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == id:
                return
        raise AssertionError(f"{id} is out of reach")

    tab_to("KDC-1c.registered")
    page.keyboard.type("90")
    page.keyboard.press("Tab")
    page.keyboard.type("100")
    page.keyboard.press("Enter")  # the first button: save and continue
    page.get_by_text("Đã lưu câu trả lời.").wait_for()
    page.goto(f"{live.address}/dang-ky/{reference}/D9-HOP-KDC")
    tab_to("D9-HOP-KDC.chaired_by_head-none")
    page.keyboard.press("ArrowDown")  # round to “yes”
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Lưu", exact=True).press("Enter")
    page.get_by_text("Đã lưu câu trả lời.").wait_for()
    assert '"chaired_by_head":true' in live.portal.world.rows("select document from draft")[0][0]


def test_two_clicks_hand_in_once(live):
    world = live.portal.world
    reference = world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    live.portal.as_("truong-thon").post(
        f"/dang-ky/{reference}/KDC-1c", data={"seen": "0", "KDC-1c.residing": "9"}
    )
    page = live.page("truong-thon", f"/dang-ky/{reference}/kiem-lai")
    page.get_by_role("button", name="Nộp hồ sơ").dblclick()
    page.get_by_text("Đã nộp hồ sơ.").first.wait_for()
    assert world.rows("select count(*) from event where name = 'dossier-submitted'") == [(1,)]


def test_two_windows_and_a_person_chooses(live, accessible):
    world = live.portal.world
    reference = world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    context = live.context("truong-thon")
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"{live.address}/dang-ky/{reference}/KDC-1c")
    for page, number in ((first, "90"), (second, "80")):
        page.get_by_label("Số hộ đăng ký").fill(number)
        page.get_by_label("Số hộ đang cư trú").fill("100")
        page.get_by_role("button", name="Lưu", exact=True).first.click()
    second.get_by_text("vừa được lưu ở một cửa sổ").wait_for()
    accessible(second)
    assert "90" in second.locator(".govuk-inset-text").inner_text()
    assert second.get_by_label("Số hộ đăng ký").input_value() == "80"
    second.get_by_role("button", name="Lưu bản tôi vừa gõ").click()
    second.get_by_text("Đã lưu câu trả lời.").wait_for()
    first.reload()
    first.goto(f"{live.address}/dang-ky/{reference}/KDC-1c")
    assert first.get_by_label("Số hộ đăng ký").input_value() == "80"


def test_every_page_of_the_applicant_is_accessible_in_both_languages(live, accessible):
    world = live.portal.world
    reference = world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    client = live.portal.as_("truong-thon")
    client.post(f"/dang-ky/{reference}/KDC-1b", data={"seen": "0", "KDC-1b.registration.date": "hôm qua"})
    page = live.page("truong-thon", "/dang-ky")
    paths = ("", "/KDC-1a", "/KDC-1b", "/KDC-1c", "/KDC-4b", "/D9-HOP-KDC", "/kiem-lai", "/rut")
    for address in (
        "/dang-ky",
        "/dang-ky/don-vi/V2?dot=2026",
        *(f"/dang-ky/{reference}{path}" for path in paths),
    ):
        for language in ("vi", "en"):
            page.goto(f"{live.address}{address}{'&' if '?' in address else '?'}lang={language}")
            accessible(page)
