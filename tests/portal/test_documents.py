"""Documents as files: laid out as Decree 30 asks, PDF/A-2a and PDF/UA-1, one font and no other, every Vietnamese letter, nothing
read as markup, the same words in Word; signatures that pyHanko and the steps of RFC 5652 confirm and one changed byte breaks.

Broken and seen to fail: PDFs made without their standards (a letter that the font lacks then goes missing silently); a page number
on the first page; a margin of 20 mm on the left; an annex that counts on; the mark of a trial in one head of three; a
signature's instant or the file's id left to the clock and to chance; a certificate that does not say THỬ.
"""

import hashlib
import io
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import docx
import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from domain.errors import BadInput, Unready
from domain.settings import settings
from portal.documents import qr, signing, word
from portal.documents.frame import Place, frame, long_day, signer
from portal.documents.making import FOLDER, made
from tests.portal import pdfs as reader
from tools import word_templates

# All letters of the alphabet with all tones, both cases, and the signs of official texts.
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
ALPHABET = "bcdđghklmnpqrstvxfjwz" + "".join(
    __import__("unicodedata").normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES
)
SIGNS = "0123456789 .,;:–—“”‘’…/()%+-=≥≤×°₫§№"
ON = date(2026, 11, 5)
AT = "2026-11-23T01:00:00.000000Z"


def common(**more):
    said = {
        "title": "Quyết định số 12/QĐ-UBND", "body": ["Ủy ban nhân dân", "xã Bắc Sơn"], "at": Place("Xã Bắc Sơn", "Bắc Sơn"),
        "on": ON, "number": "12/QĐ-UBND", "type": "Quyết định", "abstract": "Về việc công nhận năm 2026", "to": "Thường trực",
        "bases": ["Căn cứ Luật;", "Xét đề nghị."], "recipients": ["Như Điều 3", "Lưu: VT"],
        "signers": [signer("TM. Ủy ban nhân dân", "Chủ tịch", "Nguyễn Thị Phượng Uyên"), signer("Thư ký", note="(Ký)")],
        "foot": f"Đầu chuỗi: {'ab' * 32}", "trial": True,
    }  # fmt: skip
    rows = [
        {
            "code": f"KDC-{n}",
            "ask": f"Nội dung thứ {n} " * 12,
            "cites": "Điều 4",
            "said": ["Số hộ: 249", "Có"],
        }
        for n in range(40)
    ]
    unit = {
        "unit": "Thôn *Một* #lorem(9) {{ x }} <b>& $y$", "code": "V1", "place": "xã Bắc Sơn", "achieved": "đạt tiêu chuẩn",
        "season": "2026", "cites": "Thông tư 124/2021/TT-BCA", "reference": "2026-000001", "registered": "05/02/2026",
        "submitted": "10/11/2026", "rows": rows, "inspector": "Người kiểm tra", "sum": "40 trên 40.",
        "enclosed": ["Báo cáo", "Biên bản"],
    }  # fmt: skip
    return frame(**said | more) | unit


LISTED = [
    {"at": n, "unit": f"Thôn {n}", "more": "Khu dân cư", "reference": f"2026-{n:06d}", "head": "ab" * 8, "reason": f"Lý do {n}"}
    for n in range(1, 61)
]  # fmt: skip
ANNEX = {"title": "Danh sách", "of": "(Kèm theo Quyết định số 12/QĐ-UBND)", "rows": LISTED}
VOTES = {"in_favour": 5, "against": 1, "abstained": 2, "recused": 3}
ONE = common(signers=common()["signers"][:1])
DATA = {
    "registration": ONE,
    "inspection": common(),
    "submission": ONE,
    "report": ONE,
    "decision": ONE
    | {
        "authority": "Chủ tịch Ủy ban nhân dân xã Bắc Sơn",
        "articles": ["Công nhận 60 đơn vị.", "Có hiệu lực kể từ ngày ký.", "Thi hành."],
        "annexes": [ANNEX | {"name": "Phụ lục I", "reasons": False}, ANNEX | {"name": "Phụ lục II", "reasons": True}],
    },
    "council": common()
    | {
        "held": "ngày 05/11/2026", "venue": "Hội trường", "quorum": "Có mặt 5 trên 7.", "end": "Kết thúc.",
        "members": [{"at": 1, "seat": "Công an xã", "attended": "có mặt"}],
        "items": [{"at": 1, "unit": "Thôn Một", "reference": "2026-000001", "head": "ab" * 8, "outcome": "Tán thành", **VOTES}],
        "opinions": [{"seat": "Công an xã", "unit": "Thôn Một", "said": "Còn chậm"}],
    },
    "certificate": {
        "title": "Giấy công nhận số 1/2026", "issuer": "UBND", "date": [2026, 11, 14], "body": "Ủy ban nhân dân", "place": "Xã Bắc Sơn",
        "number": "1/2026", "kind": "Khu dân cư", "unit": "Thôn Nà Riềng", "code": "V1", "achieved": "Khu dân cư đạt tiêu chuẩn",
        "season": "2026", "cites": "Điều 4", "reference": "2026-000001", "standard": "vn/x", "sha256": "ab", "head": "cd",
        "signed_at": "Bắc Sơn, ngày 14 tháng 11 năm 2026", "office": "Chủ tịch", "signature": "(Chữ ký)", "trial": "THỬ",
        "qr": qr.svg("https://x/#abc"), "qr_link": "https://x/#abc", "qr_alt": "Mã QR", "lines": ["Quét mã."],
    },
}  # fmt: skip
KINDS = sorted(DATA)


@pytest.fixture(scope="module")
def pdfs():
    return {kind: made(kind, data) for kind, data in DATA.items()}


# --- the page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_is_pdf_a_2a_and_pdf_ua_1_with_one_font_family_and_the_same_bytes_again(pdfs, kind):
    pdf = pdfs[kind]
    assert made(kind, DATA[kind]) == pdf
    for sign in (
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfaid:conformance>A</pdfaid:conformance>",
        b"<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert sign in pdf
    fonts = reader.fonts(pdf)
    assert fonts
    for font in fonts:
        assert re.match(r"/[A-Z]{6}\+Tinos", font.name), font  # a subset of the one family
        assert font.embedded, font
        assert font.has_letters, font
    assert reader.tagged(pdf)
    assert reader.title(pdf).startswith("THỬ – ")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "certificate"])
def test_margins_and_page_numbers_are_those_of_decree_30(pdfs, kind):
    mm = 72 / 25.4
    for number, ((width, height), found) in enumerate(reader.letters(pdfs[kind]), start=1):
        assert (round(width / mm), round(height / mm)) == (210, 297)
        ink = [one for one in found if one.bottom - one.top < 40]
        assert "".join(one.said for one in found if one not in ink) == "THỬ"  # lies behind all of it
        assert min(one.left for one in ink) >= 30 * mm - 1
        assert max(one.right for one in ink) <= 195 * mm + 3  # a comma hangs out
        above = [one for one in ink if one.bottom < 20 * mm]
        assert not above or number > 1
        if above:
            assert "".join(one.said for one in above).isdigit()
            assert abs((above[0].left + above[-1].right) / 2 - (30 + 165 / 2) * mm) < 2
    assert number > 1 or kind in ("council", "submission")


def test_annexes_count_their_own_pages(pdfs):
    heads = [re.match(r"THỬ\s+(.*)", page)[1].strip() for page in reader.pages(pdfs["decision"])]
    assert heads.count("PHỤ LỤC I") == heads.count("PHỤ LỤC II") == 1
    assert heads[heads.index("PHỤ LỤC I") + 1] == "2"
    assert heads[heads.index("PHỤ LỤC II") + 1] == "2"


def test_days_are_written_as_the_decree_writes_them():
    assert long_day(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert long_day(date(2026, 11, 15)) == "ngày 15 tháng 11 năm 2026"


# --- what stands on it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_every_vietnamese_letter_is_in_the_font_and_comes_back_as_it_was(case):
    letters = case(ALPHABET)
    pdf = made("submission", DATA["submission"] | {"unit": " ".join(letters + SIGNS)})
    back = "".join(reader.text(pdf).split())
    assert all(letter in back for letter in letters + SIGNS.replace(" ", ""))
    assert all("+Tinos" in font.name for font in reader.fonts(pdf))


@pytest.mark.parametrize("letter", ["漢", "🎉", "ก", "\x00"])
def test_a_letter_that_the_font_lacks_is_refused_in_a_sentence_and_never_replaced(letter):
    with pytest.raises(BadInput) as refused:
        made("submission", DATA["submission"] | {"unit": f"Thôn {letter}"})
    assert "Tinos" in refused.value.text.vi


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in ("decision", "council", "certificate")]
)
def test_what_people_wrote_is_shown_and_never_read(pdfs, kind):
    for said in (
        reader.text(pdfs[kind]),
        spoken(word.filled(word.template(Path("/none"), kind), DATA[kind])),
    ):
        assert "Thôn *Một* #lorem(9) {{ x }} <b>& $y$" in " ".join(said.split())


# --- Word ------------------------------------------------------------------------------------------------------


def spoken(content):
    document = docx.Document(io.BytesIO(content))
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(docx.oxml.ns.qn("w:t")))
        for paragraph in document.element.body.iter(docx.oxml.ns.qn("w:p"))
    )


def vocabulary(text):
    """The words of a text, however its lines break."""
    return {one.strip(".,;:()–") for one in text.split()} - {""}


@pytest.mark.parametrize("kind", KINDS)
def test_word_says_what_the_pdf_says(pdfs, kind):
    told, typed = (
        vocabulary(reader.text(pdfs[kind])),
        vocabulary(spoken(word.filled(word.template(Path("/none"), kind), DATA[kind]))),
    )
    # Lines to write on, the mark of a trial letter by letter, what stands at the foot, page numbers.
    aside = {"T", "H", "Ử", "TH", "HỬ", "THỬ", "Đầu", "chuỗi", "ab" * 32, "…", *map(str, range(20))}
    told, typed = ({one for one in side - aside if not set(one) <= set("….")} for side in (told, typed))
    # A PDF breaks long words.
    broken = "".join(sorted(told))
    assert {one for one in typed - told if one not in broken and len(one) < 12} == set()
    # Figures in columns are read as one.
    joined, known = "".join(sorted(typed)), typed | aside
    assert {one for one in told - typed if one not in joined and not set(one) <= known} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_document_is_steady_a4_and_marked(kind):
    template = word.template(Path("/none"), kind)
    content = word.filled(template, DATA[kind])
    assert word.filled(template, DATA[kind]) == content
    document = docx.Document(io.BytesIO(content))
    for section in document.sections:
        for head in (section.header, section.first_page_header, section.even_page_header):
            assert 'string="THỬ"' in head._element.xml
    assert document.core_properties.title.startswith("THỬ – ")
    assert (
        'string="THỬ"'
        not in docx.Document(io.BytesIO(word.filled(template, DATA[kind] | {"trial": ""})))
        .sections[0]
        .header._element.xml
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_templates_are_those_that_their_script_makes(kind):
    assert (FOLDER / "templates" / f"{kind}.docx").read_bytes() == word_templates.TEMPLATES[kind]().content()


# --- signatures ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return signing.trial_key(tmp_path_factory.mktemp("keys"), "UBND xã Bắc Sơn", datetime.now(UTC))


@pytest.fixture(scope="module")
def key_file(keys):
    return signing.KeyFile(*keys)


def signed_by(key_file, pdf, **more):
    return key_file.sign(pdf, at=AT, reason="Quyết định số 12/QĐ-UBND", place="Bắc Sơn", **more)


def status(pdf, certificate):
    from pyhanko.keys import load_cert_from_pemder

    trusted = load_cert_from_pemder(str(certificate))
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, context)


def confirmed(pdf):
    """Whether the signature is one over all bytes that are not the signature itself, as RFC 5652, 5.4 to 5.6, has it checked."""
    before, start, end, after = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", pdf).groups())
    assert (before, end + after) == (0, len(pdf))
    try:
        held = cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()))["content"]
        (signer,), (certificate,) = held["signer_infos"], held["certificates"]
        attributes = signer["signed_attrs"]
        said = {one["type"].native: one["values"][0].native for one in attributes}
        key = x509.load_der_x509_certificate(certificate.dump()).public_key()
        way = [padding.PKCS1v15()] if isinstance(key, rsa.RSAPublicKey) else []
        hashed = ec.ECDSA(hashes.SHA256()) if not way else hashes.SHA256()
        key.verify(signer["signature"].native, attributes.untag().dump(), *way, hashed)
    except (ValueError, InvalidSignature):
        return False
    return said["message_digest"] == hashlib.sha256(pdf[:start] + pdf[end:]).digest()


@pytest.mark.parametrize("kind", ["decision", "certificate"])
def test_a_signature_is_valid_for_pyhanko_and_by_the_letter_over_the_whole_file(pdfs, key_file, keys, kind):
    for pdf in (
        pdfs[kind],
        made(kind, DATA[kind] | {"number": "13"}),
    ):  # the first one of a key, and one after it
        signed = signed_by(key_file, pdf)
        assert confirmed(signed)
        assert b"/SubFilter /ETSI.CAdES.detached" in signed
        found = status(signed, keys[1])
        assert "THỬ" in found.signing_cert.subject.human_friendly
        assert found.intact
        assert found.valid
        assert found.coverage.name == "ENTIRE_FILE"
        assert signed.startswith(pdf)  # an update: what was made is in it, untouched


def test_one_changed_byte_breaks_a_signature(pdfs, key_file):
    signed = bytearray(signed_by(key_file, pdfs["certificate"]))
    where = bytes(signed).index(b"/Producer")
    for at in (40, where + 12, len(pdfs["certificate"]) - 40):
        changed = bytes(signed[:at]) + bytes([signed[at] ^ 1]) + bytes(signed[at + 1 :])
        assert not confirmed(changed)


def test_a_signature_has_the_same_bytes_again_and_names_the_instant_that_it_was_given(pdfs, keys):
    first = signed_by(signing.KeyFile(*keys), pdfs["certificate"])
    again = signing.KeyFile(*keys)
    signed_by(again, pdfs["decision"])
    assert signed_by(again, pdfs["certificate"]) == first
    assert status(first, keys[1]).signer_reported_dt == datetime(2026, 11, 23, 1, tzinfo=UTC)
    later = again.sign(pdfs["certificate"], at="2027-01-01T00:00:00.000000Z", reason="x", place="y")
    assert later != first


def test_threads_that_sign_for_the_first_time_at_once_do_not_disturb_each_other(pdfs, keys):
    """Broken and seen to fail: one certificate for all threads, whose parts are read when they are first asked for."""

    def sign_with(by, start):
        start.wait()
        return signed_by(by, pdfs["certificate"])

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            for _ in range(10):
                by, start = signing.KeyFile(*keys), Barrier(4)
                made = [threads.submit(sign_with, by, start) for _ in range(4)]
                assert len({one.result() for one in made}) == 1
    finally:
        sys.setswitchinterval(before)


def test_it_draws_nothing(pdfs, key_file):
    before = reader.picture(pdfs["certificate"], 72)
    assert reader.picture(signed_by(key_file, pdfs["certificate"]), 72) == before


def certificate_for(key, name):
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip


def files(folder, key, certificate):
    (folder / "k.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (folder / "c.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder / "k.pem", folder / "c.pem"


def test_a_key_on_an_elliptic_curve_signs_the_same_each_time_too(pdfs, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    by = signing.KeyFile(*files(tmp_path, key, certificate_for(key, "THỬ UBND")))
    signed = signed_by(by, pdfs["certificate"])
    assert signed_by(by, pdfs["certificate"]) == signed
    assert confirmed(signed)


def test_a_key_in_a_file_signs_only_with_a_certificate_that_says_so(tmp_path, keys):
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(Unready, match="THỬ"):
        signing.KeyFile(*files(tmp_path, key, certificate_for(key, "UBND xã Bắc Sơn")))
    with pytest.raises(Unready, match="Không dùng được"):
        signing.KeyFile(keys[0], tmp_path / "c.pem")
    with pytest.raises(Unready, match="Không dùng được"):
        signing.KeyFile(tmp_path / "none.pem", keys[1])


class Elsewhere:
    """A signer as an installation writes one, around a device of its own."""

    trial = False

    def sign(self, pdf, *, at, reason, place):
        return pdf + b"% signed elsewhere"


def test_an_installation_hooks_in_a_signer_of_its_own(monkeypatch):
    monkeypatch.setenv("ANTOAN_SIGNER", f"{__name__}:Elsewhere")
    monkeypatch.setitem(
        __import__("sys").modules, __name__, __import__("types").SimpleNamespace(Elsewhere=Elsewhere)
    )
    settings.cache_clear()
    try:
        assert signing.signer().sign(b"x", at=AT, reason="", place="") == b"x% signed elsewhere"
        monkeypatch.setenv("ANTOAN_SIGNER", "nothing.here:at_all")
        settings.cache_clear()
        with pytest.raises(Unready, match=r"nothing\.here"):
            signing.signer()
    finally:
        settings.cache_clear()


def test_a_qr_code_is_read_back_from_its_picture():
    import zxingcpp
    from PIL import Image

    text = "https://antoan.example.vn/xac-minh#" + "A1_-" * 66
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr.png(text))))
    assert found.text == text
    # Both draw the same modules.
    dark = sum(int(length) for length in re.findall(r"h(\d+)v1", qr.svg(text)))
    image = Image.open(io.BytesIO(qr.png(text, scale=1)))
    assert dark == image.tobytes().count(0)
