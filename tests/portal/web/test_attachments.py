"""Attachments: photos and documents of a criterion: opened, made clean, kept once, named safely, shown to whoever may read.

Broken once to see them fail: the photo kept as it was sent (EXIF with it); the id not looked for; the ending of the sent
name kept; the right to read not asked, of a file and of a criterion's list; the pixels not counted; the row not undone; a mistake
shown with the field it is of.
"""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from domain.errors import BadInput
from domain.evidence import safe_name
from portal.uploads import LARGEST_FILE, LONGEST_EDGE, cleaned, disposition

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def photo(size: tuple[int, int] = (640, 480), **more: Any) -> bytes:
    made = BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Phone of somebody"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", size, "#2a7").save(made, "JPEG", exif=exif, **more)
    return made.getvalue()


def bomb() -> bytes:
    """A PNG of 100,000 × 100,000 pixels in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def registered(portal):
    return portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]


def stored(portal) -> list[Any]:
    folder = portal.site.home / "evidence"
    return [one for one in folder.rglob("*") if one.is_file()] if folder.exists() else []


def send(client, reference, *files, key="a" * 32, criterion="KDC-1a"):
    return client.post(
        f"/dinh-kem/{reference}/{criterion}", data={"key": key}, files=[("files", one) for one in files]
    )


def test_a_photo_is_kept_without_where_and_with_what_it_was_taken_and_upright():
    found = cleaned(photo((4000, 3000)), "ảnh.JPG")
    with Image.open(BytesIO(found.content)) as opened:
        assert dict(opened.getexif()) == {}
        assert opened.size == (LONGEST_EDGE * 3 // 4, LONGEST_EDGE)
    assert found.media == "image/jpeg"
    assert found.original != found.sha256


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "rỗng"),
        (b"GIF89a" + b"\0" * 100, "không phải là ảnh"),
        (b"<svg onload='alert(1)'>", "không phải là ảnh"),
        (b"MZ" + b"\0" * 1000, "không phải là ảnh"),
        (photo()[:300], "không phải là ảnh"),
        (bomb(), "quá lớn: nhiều nhất 50.000.000 điểm ảnh"),
        (b"%PDF-1.4 and no more", "chưa tải lên hết"),
        (b"\xff" * (LARGEST_FILE + 1), "nhiều nhất 15 MB"),
    ],
    ids=["empty", "gif", "svg", "program", "cut photo", "bomb", "cut pdf", "large"],
)
def test_a_bad_upload_is_a_sentence_and_nothing_is_stored(portal, registered, content, says):
    with pytest.raises(BadInput) as refused:
        cleaned(content, "tệp.jpg")
    assert says in refused.value.in_("vi")
    answer = send(portal.as_("truong-thon"), registered, ("tệp.jpg", content, "image/jpeg"))
    assert answer.status_code == 422
    assert says in answer.text
    assert stored(portal) == []
    assert portal.world.rows("select count(*) from evidence") == [(0,)]


def test_what_was_sent_twice_is_attached_once_and_the_same_file_lies_once(portal, registered):
    client = portal.as_("truong-thon")
    for key in ("a" * 32, "a" * 32, "b" * 32):
        assert send(client, registered, ("nq.pdf", PDF, "application/pdf"), key=key).status_code == 303
    assert portal.world.rows("select count(*) from evidence") == [(2,)]
    assert len(stored(portal)) == 1


def test_good_files_are_kept_when_one_beside_them_is_bad(portal, registered):
    answer = send(
        portal.as_("truong-thon"),
        registered,
        ("a.pdf", PDF, "application/pdf"),
        ("b.jpg", b"no", "image/jpeg"),
    )
    assert answer.status_code == 422
    assert "b.jpg" in answer.text
    assert "Đã tải lên 1 tệp khác." in answer.text
    assert portal.world.rows("select name from evidence") == [("a.pdf",)]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Nghị quyết số 5/2026.pdf", "2026.pdf"),
        ("Nghi\u0323 quye\u0302\u0301t.pdf", "Nghị quyết.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\biên bản.PDF", "biên bản.pdf"),
        ("anh.exe", "anh.pdf"),
        ('a"b\r\nX: y.pdf', "abX y.pdf"),
        ("", "tep.pdf"),
        ("…" * 300, "…" * 100 + ".pdf"),
    ],
)
def test_a_name_is_kept_in_one_spelling_without_folders_and_with_its_true_ending(sent, kept):
    assert safe_name(sent, "application/pdf") == kept


def test_a_download_carries_its_name_for_every_browser():
    assert disposition("Nghị quyết.pdf") == (
        "attachment; filename=\"nghi quyet.pdf\"; filename*=UTF-8''Ngh%E1%BB%8B%20quy%E1%BA%BFt.pdf"
    )


def test_a_file_is_shown_to_whoever_may_read_the_application_and_to_nobody_else(portal, registered):
    client = portal.as_("truong-thon")
    send(client, registered, ("Nghị quyết.pdf", PDF, "application/pdf"))
    id = portal.world.rows("select id from evidence")[0][0]
    answer = client.get(f"/dinh-kem/tep/{id}")
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["x-content-type-options"] == "nosniff"
    for where in (f"tep/{id}", f"{registered}/KDC-1a"):
        assert portal.as_("chu-tich").get(f"/dinh-kem/{where}").status_code == 200
        assert portal.as_("giam-sat-noi-khac").get(f"/dinh-kem/{where}").status_code == 403
        assert portal.anonymous().get(f"/dinh-kem/{where}").status_code == 303


def test_only_the_applicant_and_the_inspector_attach(portal, registered):
    for login in ("chu-tich", "giam-sat-noi-khac", "kiem-tra", "van-hanh"):
        answer = send(portal.as_(login), registered, ("a.pdf", PDF, "application/pdf"))
        assert answer.status_code in (403, 422), login
    assert portal.world.rows("select count(*) from evidence") == [(0,)]
    assert stored(portal) == []


def test_the_inspector_of_the_application_attaches_as_the_inspector(portal, registered):
    portal.world.answer()
    inspector = portal.world.json("show", registered)["inspector"]["login"]
    assert send(portal.as_(inspector), registered, ("a.jpg", photo(), "image/jpeg")).status_code == 303
    assert portal.world.rows("select source, media from evidence") == [("inspector", "image/jpeg")]


def test_a_removed_file_can_be_put_back(portal, registered):
    client = portal.as_("truong-thon")
    send(client, registered, ("a.pdf", PDF, "application/pdf"))
    id = portal.world.rows("select id from evidence")[0][0]
    where = f"/dinh-kem/{registered}/KDC-1a"
    answer = client.post(f"{where}/go", data={"id": id})
    assert "Đã gỡ a.pdf." in client.get(answer.headers["location"]).text
    assert "Chưa có tệp nào." in client.get(where).text
    client.post(f"{where}/go", data={"id": id, "undo": "1"})
    assert "a.pdf" in client.get(where).text


def test_nothing_is_attached_once_the_inspection_is_done(portal):
    reference = portal.world.scored()
    answer = send(portal.as_("truong-thon"), reference, ("a.pdf", PDF, "application/pdf"))
    assert "không đính kèm hay gỡ tệp được nữa" in answer.text
    assert stored(portal) == []


def test_a_body_beyond_all_measure_is_refused_before_it_is_read(portal, registered):
    client = portal.as_("truong-thon")
    answer = client.post(
        f"/dinh-kem/{registered}/KDC-1a",
        content=iter([b"x"]),
        headers={"content-length": str(4 * 1024**3), "content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code in (413, 422)
    assert stored(portal) == []


def test_that_nothing_was_chosen_is_told_above_and_at_the_field_in_the_readers_words_alone(
    portal, registered
):
    answer = send(portal.as_("truong-thon"), registered)
    assert answer.status_code == 422
    assert answer.text.count("Hãy chọn ít nhất một ảnh hoặc tệp PDF rồi bấm Tải lên.") == 2
    assert "Choose at least one" not in answer.text


def test_the_page_works_on_a_phone_with_the_camera_roll(live, accessible, tmp_path):
    reference = live.portal.world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    (tmp_path / "nha-van-hoa.jpg").write_bytes(photo())
    page = live.page("truong-thon", f"/dinh-kem/{reference}/KDC-1a")
    accessible(page)
    page.get_by_role("button", name="Tải lên").click()
    assert page.get_by_text("Hãy chọn ít nhất một").count() == 2
    page.get_by_label("Thêm ảnh").set_input_files(tmp_path / "nha-van-hoa.jpg")
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_role("link", name="nha-van-hoa.jpg").wait_for()
    page.wait_for_function("document.querySelector('.at-evidence__photo').naturalWidth > 0")
    accessible(page)
    page.screenshot(path="/tmp/app-evidence.png", full_page=True)
