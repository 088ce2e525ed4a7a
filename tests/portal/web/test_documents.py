"""Documents on the pages: each is linked where it belongs from its moment on, for whoever may read the application, as PDF and
for Word, and says what was recorded.

Broken and seen to fail: a paper of another office; facts that were changed after they were handed in; a changed file handed out; a
lost file made anew with other bytes; a name that a template does not know shown as nothing; a broken template of an office
replaced by the shipped one; a paper before its event, and one of an older event; a form that there is none of; a
certificate linked though it was revoked.
"""

from io import BytesIO

import docx
import pytest

from domain.settings import settings
from tests.portal.pdfs import pages, text, title

SLUGS = ("ban-dang-ky", "to-trinh", "bao-cao-ket-qua", "bien-ban-kiem-tra")


@pytest.fixture
def scored(portal):
    """Registered, handed in, inspected, scored: the reference."""
    world = portal.world
    reference = str(world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"])
    world.run("submit", reference, "--facts", world.file(own_facts(world)), "--as", "truong-thon")
    world.answer()
    inspector = world.json("show", reference)["inspector"]["login"]
    world.run("inspect", reference, "--facts", world.file(world.good_facts()), "--as", inspector)
    world.answer()
    return reference


def own_facts(world):
    """What the applicant may say: nothing that others attest."""
    standard = world.catalogue.get("vn/antt-2021/residential-area")
    barred = {*standard.attested, *standard.supplied}
    return {
        code: own
        for code, facts in world.good_facts().items()
        if (own := {name: value for name, value in facts.items() if (code, name) not in barred})
    }


def spoken(content):
    """The text of a Word document, tables included."""
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(one.text for one in document.paragraphs), *cells]).split())


def test_the_papers_of_a_dossier_are_linked_and_open_as_pdf_and_for_word(portal, scored):
    client = portal.as_("truong-thon")
    page = client.get(f"/ho-so/{scored}").text
    for slug in SLUGS:
        address = f"/ho-so/{scored}/van-ban/{slug}"
        assert f'href="{address}.pdf"' in page
        assert f'href="{address}.docx"' in page
        pdf, word = client.get(f"{address}.pdf"), client.get(f"{address}.docx")
        assert pdf.headers["content-type"] == "application/pdf"
        for said in (text(pdf.content), spoken(word.content)):
            assert "Thôn Một" in said
            assert scored in said
            assert "Độc lập – Tự do – Hạnh phúc" in said
    assert client.get(f"/ho-so/{scored}/van-ban/khac.pdf").status_code == 404
    assert client.get(f"/ho-so/{scored}/van-ban/to-trinh.odt").status_code == 404


def test_a_certificate_is_linked_as_long_as_it_counts(portal, scored):
    address = f'href="/ho-so/{scored}/giay-cong-nhan.pdf"'
    for act, linked in ((None, False), ("approve", True), ("revoke", False), ("reinstate", True)):
        if act:
            portal.world.run(act, scored, "--as", "chu-tich", "--reason", "Xem lại (thử)")
            portal.world.answer()
        assert (address in portal.as_("truong-thon").get(f"/ho-so/{scored}").text) is linked, act


def test_a_paper_says_what_was_handed_in(portal, scored):
    said = text(portal.as_("truong-thon").get(f"/ho-so/{scored}/van-ban/bao-cao-ket-qua.pdf").content)
    assert "Báo cáo" in said or "BÁO CÁO" in said
    assert "Kính gửi: Thường trực Ban Chỉ đạo xã Bắc Sơn." in said
    minutes = text(portal.as_("kiem-tra").get(f"/ho-so/{scored}/van-ban/bien-ban-kiem-tra.pdf").content)
    assert "NGƯỜI KIỂM TRA" in minutes


def test_no_paper_before_its_moment(portal):
    reference = str(portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"])
    client = portal.as_("truong-thon")
    page = client.get(f"/ho-so/{reference}").text
    assert client.get(f"/ho-so/{reference}/van-ban/ban-dang-ky.pdf").status_code == 200
    for slug in SLUGS[1:]:
        assert f"{slug}.pdf" not in page
        answer = client.get(f"/ho-so/{reference}/van-ban/{slug}.pdf")
        assert answer.status_code == 404
        assert "chưa đến bước" in answer.text
    assert "giay-cong-nhan" not in page


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_nobody_else_gets_them(portal, scored, form):
    for slug in SLUGS:
        address = f"/ho-so/{scored}/van-ban/{slug}.{form}"
        assert portal.as_("giam-sat-noi-khac").get(address).status_code == 403
        assert portal.as_("van-hanh").get(address).status_code == 403
        assert portal.anonymous().get(address).status_code == 303


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_document_has_the_same_bytes_ever_after_even_when_its_file_was_lost_or_changed(
    portal, scored, form
):
    address = f"/ho-so/{scored}/van-ban/to-trinh.{form}"
    first = portal.as_("truong-thon").get(address).content
    (file,) = (portal.site.home / "documents").rglob(f"*.{form}")
    assert file.read_bytes() == first
    file.write_bytes(b"changed by somebody")
    assert portal.as_("chu-tich").get(address).content == first
    file.unlink()
    assert portal.as_("chu-tich").get(address).content == first
    assert file.read_bytes() == first
    assert portal.world.rows("select count(*) from document") == [(1,)]


def test_a_lost_document_that_would_be_another_one_now_is_not_handed_out(portal, scored):
    address = f"/ho-so/{scored}/van-ban/to-trinh.pdf"
    first = portal.as_("truong-thon").get(address).content
    portal.world.write("update unit set name = 'Thôn Khác' where code = 'V1'")
    assert portal.as_("truong-thon").get(address).content == first
    for file in (portal.site.home / "documents").rglob("*.pdf"):
        file.unlink()
    answer = portal.as_("truong-thon").get(address)
    assert answer.status_code == 409
    assert "khôi phục tệp" in answer.text


def test_facts_that_are_no_longer_those_handed_in_make_no_paper(portal, scored):
    portal.world.write("update facts set document = '{}' where source = 'applicant'")
    answer = portal.as_("truong-thon").get(f"/ho-so/{scored}/van-ban/bao-cao-ket-qua.pdf")
    assert answer.status_code == 409


def test_handing_in_anew_makes_a_new_paper_beside_the_old_one(portal, scored):
    address = f"/ho-so/{scored}/van-ban/bien-ban-kiem-tra.pdf"
    first = portal.as_("truong-thon").get(address).content
    world = portal.world
    world.run("return", scored, "--as", "chu-tich", "--reason", "Kiểm tra lại")
    inspector = world.json("show", scored)["inspector"]["login"]
    world.run("inspect", scored, "--facts", world.file(world.good_facts()), "--as", inspector)
    second = portal.as_("truong-thon").get(address).content
    assert first != second
    assert len(list((portal.site.home / "documents" / "inspection").iterdir())) == 2


def test_an_office_drops_in_a_template_of_its_own(portal, scored):
    folder = portal.site.home / "documents" / "templates"
    folder.mkdir(parents=True)
    address = f"/ho-so/{scored}/van-ban/to-trinh.docx"
    shipped = portal.as_("truong-thon").get(address).content
    own = docx.Document()
    own.add_paragraph("Mẫu riêng của {{ unit }} & {{ place }}")
    own.save(folder / "submission.docx")
    answer = portal.as_("truong-thon").get(address)
    assert "Mẫu riêng của Thôn Một & xã Bắc Sơn" in spoken(answer.content)
    assert answer.content != shipped
    assert portal.as_("truong-thon").get(address).content == answer.content
    # The mark of a trial is not the template's to leave out.
    headers = docx.Document(BytesIO(answer.content)).sections[0].header._element.xml
    assert 'string="THỬ"' in headers


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ nobody }}", "nobody"),
        ("{% for one in rows %}", "TemplateSyntaxError"),
        ("{{ ''.__class__.__mro__ }}", "SecurityError"),
        ("{{ unit.__class__ }}", "SecurityError"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{% for one in range(9 ** 9) %}{% endfor %}", "OverflowError"),
    ],
)
def test_a_broken_template_is_refused_in_a_sentence_and_nothing_takes_its_place(portal, scored, text, why):
    folder = portal.site.home / "documents" / "templates"
    folder.mkdir(parents=True)
    own = docx.Document()
    own.add_paragraph(text)
    own.save(folder / "submission.docx")
    answer = portal.as_("truong-thon").get(f"/ho-so/{scored}/van-ban/to-trinh.docx")
    assert answer.status_code == 503
    assert "submission.docx" in answer.text
    assert why in answer.text
    (folder / "submission.docx").write_bytes(b"no archive at all")
    assert portal.as_("truong-thon").get(f"/ho-so/{scored}/van-ban/to-trinh.docx").status_code == 503


def marked(pdf):
    """Whether THỬ stands across the page, and in the title that a screen reader says first."""
    across, titled = "THỬ" in pages(pdf)[0].split("\n")[0], "THỬ" in title(pdf)
    assert across == titled
    return across


def test_what_a_trial_makes_says_so_and_production_does_not(portal, scored, monkeypatch):
    assert marked(portal.as_("truong-thon").get(f"/ho-so/{scored}/van-ban/to-trinh.pdf").content)
    monkeypatch.setenv("ANTOAN_ENV", "production")
    settings.cache_clear()
    client = portal.as_("truong-thon")
    assert not marked(client.get(f"/ho-so/{scored}/van-ban/ban-dang-ky.pdf").content)
    portal.world.write("update unit set sample = 1 where code = 'V1'")
    assert marked(client.get(f"/ho-so/{scored}/van-ban/bao-cao-ket-qua.pdf").content)
