"""Verify: what a certificate is worth, from its token or QR code, by keys and a list that lie in files."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain import key_sets, status_lists, verification
from domain.calendar import today
from domain.envelopes import Unreadable
from domain.key_sets import KeySet
from domain.rulebook import figures
from domain.settings import settings
from domain.status_lists import StatusList
from domain.texts import Text
from domain.verification import Found, Verdict
from portal.cli import opening
from portal.cli.printing import REFUSED, Format, FormatOption, emit, err, out, say

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 20_000_000
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
# Of a PDF: dots to the inch, how many pages, and how many dots to the edge at most, for a page that says it is a field.
_DPI = 200
_PAGES = 3
_EDGE = 5_000

SAID = {
    Verdict.VALID: Text(vi="GIẤY THẬT và đang có hiệu lực theo danh sách ngày {listed}.", en="GENUINE and in force by the list of {listed}."),
    Verdict.STATUS_OLD: Text(vi="Giấy thật; còn hiệu lực theo danh sách ngày {listed}, nhưng danh sách ấy đã cũ.", en="Genuine; in force by the list of {listed}, which is out of date."),
    Verdict.STATUS_UNKNOWN: Text(vi="Giấy thật; chưa biết còn hiệu lực không: cần danh sách (--list) lập sau ngày ký.", en="Genuine; whether it is in force is not known: that takes a list (--list) made since it was signed."),
    Verdict.REVOKED: Text(vi="ĐÃ BỊ THU HỒI ngày {revoked} {by}, theo danh sách ngày {listed}.", en="REVOKED on {revoked} {by}, by the list of {listed}."),
    Verdict.CORRECTED: Text(vi="ĐÃ ĐƯỢC THAY bằng giấy mới hơn, theo danh sách ngày {listed}.", en="REPLACED by a newer certificate, by the list of {listed}."),
    Verdict.EXPIRED: Text(vi="ĐÃ HẾT THỜI HẠN ngày {until}.", en="EXPIRED on {until}."),
    Verdict.FORGED: Text(vi="CHỮ KÝ SAI: giấy bị sửa hoặc làm giả.", en="WRONG SIGNATURE: altered or forged."),
    Verdict.UNKNOWN_KEY: Text(vi="KHÔNG PHẢI do nơi này ký: khóa {key} không có trong tệp khóa.", en="NOT SIGNED here: key {key} is not in the file of keys."),
    Verdict.KEY_STOLEN: Text(vi="Khóa ký {key} đã bị lộ: không tin được.", en="The signing key {key} was stolen: not to be trusted."),
    Verdict.KEY_OUT_OF_TIME: Text(vi="Ký ngoài thời gian của khóa {key}.", en="Signed outside the time of key {key}."),
    Verdict.UNREADABLE: Text(vi="Không đọc được mã: không phải mã của giấy công nhận, hoặc bị thiếu, bị sửa.", en="Cannot be read: no certificate's code, or part of it is missing or changed."),
}  # fmt: skip


def verify(
    what: Annotated[
        str,
        typer.Argument(
            metavar="FILE|TOKEN|URL",
            help="mã, địa chỉ trong mã QR, tệp văn bản, ảnh PNG/JPEG hoặc PDF của giấy; - là đầu vào chuẩn / token, address, text, picture or PDF; - reads stdin",
            show_default=False,
        ),
    ],
    keys: Annotated[
        Path,
        typer.Option(
            "--keys", metavar="FILE", help="khóa công khai (keys.json) / the public keys", show_default=False
        ),
    ],
    list_: Annotated[
        Path | None,
        typer.Option("--list", metavar="FILE", help="danh sách thu hồi (status) / what was revoked"),
    ] = None,
    trial: Annotated[
        bool, typer.Option("--trial", help="coi giấy thử là hợp lệ / let a trial certificate count")
    ] = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """Kiểm tra một giấy công nhận, không cần mạng: 0 thật và có hiệu lực, 1 không hoặc chưa biết, 2 dùng sai.

    Check a certificate without a network: 0 genuine and in force, 1 not or not known, 2 misuse.

    Ví dụ / Example: `antoan verify giay-cong-nhan.pdf --keys keys.json --list status`
    """
    set_ = _keys(keys)
    found = verification.verify(_said(what), set_, _list(list_, set_), opening.now())
    emit(found.as_data(), how, lambda: _print(found))
    if found.verdict is not Verdict.VALID or (found.trial and not trial):
        raise typer.Exit(REFUSED)


def _keys(file: Path) -> KeySet:
    try:
        return key_sets.read(_content(file, "--keys"))
    except Unreadable:
        raise _misuse(
            f"{file} không phải là tệp khóa nguyên vẹn.", f"{file} is no whole file of keys.", "--keys"
        ) from None


def _list(file: Path | None, keys: KeySet) -> StatusList | None:
    if file is None:
        return None
    try:
        return status_lists.read(_content(file, "--list"), keys)
    except Unreadable:
        raise _misuse(
            f"{file} không phải là danh sách do các khóa này ký.",
            f"{file} is no list that these keys signed.",
            "--list",
        ) from None


def _content(file: Path, option: str) -> bytes:
    try:
        with file.open("rb") as opened:
            found = opened.read(LARGEST + 1)
    except OSError as error:
        raise _misuse(f"{file}: {error.strerror}", f"{file}: {error.strerror}", option) from None
    if len(found) > LARGEST:
        raise _misuse(f"{file} quá lớn.", f"{file} is too large.", option)
    return found


def _misuse(vi: str, en: str, option: str) -> typer.BadParameter:
    return typer.BadParameter(say(vi, en), param_hint=option)


def _said(what: str) -> str:
    """The token, or the address that holds one, wherever it was given."""
    if what == "-":
        return sys.stdin.read(LARGEST)
    file = Path(what)
    # `os.path` knows that a token is too long to be the name of a file; `pathlib` raises.
    if "#" not in what and (os.path.exists(what) or re.search(r"[./\\]", what)):
        content = _content(file, "FILE|TOKEN|URL")
        if content.startswith(b"%PDF"):
            return _in_pictures(_pages(content))
        if content.startswith(_PICTURES):
            return _in_pictures(_photo(content))
        return content.decode("utf-8", "replace")
    return what


def _pages(pdf: bytes) -> Iterator["Image"]:
    """The first pages of a PDF as pictures; none of what is no PDF."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with closing(PdfDocument(pdf)) as document:
            for number in range(min(_PAGES, len(document))):
                page = document[number]
                scale = min(_DPI / 72, _EDGE / max(page.get_size()))
                yield page.render(scale=scale, grayscale=True).to_pil()
    except PdfiumError:
        return


def _photo(content: bytes) -> Iterator["Image"]:
    from PIL import Image

    try:
        yield Image.open(BytesIO(content)).convert("L")
    except (OSError, Image.DecompressionBombError):
        return


def _in_pictures(pictures: Iterator["Image"]) -> str:
    """What the first QR code in these pictures says; empty when there is none."""
    import zxingcpp

    formats = zxingcpp.barcode_formats_from_str("QRCode")
    for picture in pictures:
        for code in zxingcpp.read_barcodes(picture, formats=formats):
            if verification.PAGE in code.text:
                return str(code.text)
    return ""


def _print(found: Found) -> None:
    language, claims = settings().language, found.claims
    sentence = SAID[found.verdict].in_(language)
    by = say("theo quyết định số {d}", "by decision {d}")
    told = sentence.format(
        listed=figures.day(today(found.listed_at)).in_(language) if found.listed_at else "",
        until=figures.day(claims.valid_until).in_(language) if claims and claims.valid_until else "",
        revoked=figures.day(found.revoked.on).in_(language) if found.revoked else "",
        by=by.format(d=found.revoked.decision) if found.revoked and found.revoked.decision else "",
        key=found.key_id,
    )
    out.print(
        re.sub(r" +(?=[,. ])", "", told), markup=False, highlight=False, soft_wrap=True,
        style="green" if found.verdict is Verdict.VALID and not found.trial else "red",
    )  # fmt: skip
    if found.trial:
        err.print(say("THỬ: không có giá trị.", "TRIAL: of no value."), style="yellow")
    if found.elsewhere:
        err.print(
            say(
                "Địa chỉ trong mã không phải của nơi ký.",
                "The address in the code is not that of who signed it.",
            ),
            style="yellow",
        )
    if claims is None:
        return
    lines = {
        say("Số", "Number"): claims.number,
        say("Đơn vị", "Unit"): f"{claims.unit} ({claims.unit_code})",
        say("Nơi công nhận", "Recognised by"): f"{claims.place} ({claims.place_code})",
        say("Quyết định", "Decision"): claims.decision,
        say("Ngày", "Day"): figures.day(claims.decided_on).in_(language),
        say("Tiêu chuẩn", "Standard"): f"{claims.standard} · {claims.standard_sha256}",
        say("Khóa", "Key"): found.key_id,
    }
    if found.renamed:
        into = f" ({found.renamed.code})" if found.renamed.code else ""
        lines[say("Nay là", "Now")] = f"{found.renamed.name}{into}"
    for title, value in lines.items():
        if value:
            out.print(f"  {title}: {value}", markup=False, highlight=False, soft_wrap=True)
    # Only the code was read: whoever printed something else around a genuine one would pass.
    err.print(
        say(
            "Đó là nội dung được ký trong mã: so với tờ giấy, phải trùng từng chữ.",
            "That is what was signed in the code: compare it with the paper, word for word.",
        ),
        style="dim",
    )
