"""Documents: certificates a second beside WeasyPrint, whether they are the same bytes again, what memory many take, signatures
a second beside pyHanko as it comes.

`python -m benchmarks.documents [MANY]` prints its table; `make bench` shows the same. WeasyPrint renders the same page from HTML
with the same font and the same picture of the same code; ours is PDF/A-2a and PDF/UA-1 besides.
"""

import html
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.processes import report_of
from benchmarks.table import Section, Target, show
from portal.documents import qr, signing
from portal.documents.making import FOLDER, made

ROUNDS, OURS, THEIRS, SIGNED, STOCK, MANY = 3, 60, 6, 40, 6, 2_000
AT = "2026-11-23T01:00:00.000000Z"


def data(number: int) -> dict[str, Any]:
    """A certificate as the portal says it; no two are the same."""
    token = f"{number:08x}" + "hKRDoQEmoQRIAQIDBAUGBwhYwKgBbmFuLXRvYW4uZXhhbXBsZQ" * 6
    return {
        "title": f"Giấy công nhận số {number}/2026", "issuer": "Ủy ban nhân dân xã Bắc Sơn", "date": [2026, 11, 14],
        "body": "Ủy ban nhân dân", "place": "Xã Bắc Sơn", "number": f"{number}/2026", "kind": "Khu dân cư",
        "unit": f"Thôn Nà Riềng {number % 97}", "code": f"MAU-06325-{number:05d}", "season": "2026",
        "achieved": "Khu dân cư đạt tiêu chuẩn “An toàn về an ninh, trật tự”",
        "cites": "Thông tư 124/2021/TT-BCA, Điều 4", "reference": f"2026-{number:06d}",
        "standard": "vn/antt-2021/residential-area", "sha256": f"{number * 2654435761 % 2**64:016x}",
        "head": f"{number * 40503 % 2**64:016x}", "signed_at": "Bắc Sơn, ngày 14 tháng 11 năm 2026", "office": "Chủ tịch",
        "signature": "(Chữ ký, dấu hoặc chữ ký số của cơ quan)", "trial": "THỬ", "lines": ["Kiểm tra giấy này: quét mã."],
        "qr": qr.svg(f"https://antoan.example.vn/xac-minh#{token}"), "qr_alt": "Mã QR để kiểm tra giấy công nhận này",
    }  # fmt: skip


def ours(number: int) -> bytes:
    return made("certificate", data(number))


def weasyprint() -> Callable[[int], bytes]:
    """The same page by WeasyPrint, in its documented way: style sheet and fonts read once."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f'@font-face{{font-family:Tinos;src:url("{(FOLDER / "fonts" / f"Tinos_{file}.ttf").as_uri()}");font-weight:{weight};'
        f"font-style:{style}}}"
        for file, weight, style in (
            ("400Regular", 400, "normal"), ("700Bold", 700, "normal"), ("400Regular_Italic", 400, "italic"),
        )
    )  # fmt: skip
    css = CSS(
        string=faces
        + "@page{size:A4 landscape;margin:17mm 22mm}body{font:14pt Tinos;text-align:center;margin:0}table{width:100%}"
        "h1{font-size:34pt;color:#9b1c1c;margin:8mm 0 3mm}h2{font-size:24pt;margin:2mm}p{margin:2mm}td{vertical-align:top}"
        "svg{width:34mm;height:34mm}.s{font-size:10.5pt;text-align:left}.t{position:fixed;top:60mm;left:60mm;font-size:110pt;"
        "color:#f0dede;transform:rotate(-50deg)}",
        font_config=fonts,
    )

    def one(number: int) -> bytes:
        said = data(number)
        t = {name: html.escape(str(value)) for name, value in said.items()}
        page = (
            f"<html lang=vi><title>{t['title']}</title><body><div class=t>{t['trial']}</div><table><tr><td>{t['body'].upper()}"
            f"<br><b>{t['place'].upper()}</b><br>Số: {t['number']}</td><td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>"
            f"Độc lập – Tự do – Hạnh phúc</b></td></tr></table><h1>GIẤY CÔNG NHẬN</h1><p>{t['kind']}</p><h2>{t['unit']}</h2>"
            f"<p>Mã đơn vị: {t['code']}</p><p><b>{t['achieved']}</b></p><p>Năm đánh giá: {t['season']}</p><table><tr><td>"
            f"{said['qr']}</td><td class=s>Căn cứ: {t['cites']}.<br>Hồ sơ số {t['reference']}. Tiêu chuẩn {t['standard']}, SHA-256"
            f" {t['sha256']}.<br>Đầu chuỗi sự kiện: {t['head']}.<br>{html.escape(said['lines'][0])}</td><td><i>{t['signed_at']}</i>"
            f"<br><b>{t['office'].upper()}</b><br><i>{t['signature']}</i></td></tr></table></body></html>"
        )
        found: bytes = HTML(string=page).write_pdf(stylesheets=[css], font_config=fonts)
        return found

    return one


def stock(key: Path, certificate: Path) -> Callable[[bytes], bytes]:
    """pyHanko as its documentation shows it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    signer = signers.SimpleSigner.load(str(key), str(certificate))
    about = signers.PdfSignatureMetadata(
        field_name="ChuKySo", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )

    def one(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        found: bytes = signers.PdfSigner(about, signer=signer).sign_pdf(writer).getvalue()
        return found

    return one


def rate(make: Callable[[int], Any], numbers: range) -> float:
    began = time.perf_counter()
    for number in numbers:
        make(number)
    return len(numbers) / (time.perf_counter() - began)


def rates() -> dict[str, list[float]]:
    """Ours and theirs in turn, so that a busy minute of the machine meets both."""
    found: dict[str, list[float]] = {
        name: [] for name in ("ours", "threads", "weasyprint", "signed", "stock", "code")
    }
    theirs = weasyprint()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        keys = signing.trial_key(Path(folder), "cơ quan thử", datetime.now(UTC))
        held, as_it_comes, pdf = signing.KeyFile(*keys), stock(*keys), ours(1)

        def sign(number: int) -> bytes:
            return held.sign(pdf, at=AT, reason=f"Giấy công nhận số {number}/2026", place="Bắc Sơn")

        if ours(7) != ours(7) or sign(7) != sign(7):
            raise RuntimeError("the same certificate has other bytes the second time")
        theirs(1), as_it_comes(pdf)
        for turn in range(ROUNDS):
            numbers = range(1_000 * turn + 10, 1_000 * turn + 10 + OURS)
            found["ours"].append(rate(ours, numbers))
            found["weasyprint"].append(rate(theirs, numbers[:THEIRS]))
            began = time.perf_counter()
            list(pool.map(ours, [number + 500 for number in numbers]))
            found["threads"].append(OURS / (time.perf_counter() - began))
            found["signed"].append(rate(sign, numbers[:SIGNED]))
            found["stock"].append(rate(lambda _: as_it_comes(pdf), numbers[:STOCK]))
            found["code"].append(rate(data, numbers))
    return found


def memory(many: int) -> dict[str, float]:
    """Peak and growth of this process while it makes that many, in threads as a bulk run does, none of them kept."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:

        def some(numbers: range) -> None:
            for first in range(numbers.start, numbers.stop, 200):
                for pdf in pool.map(ours, range(first, min(first + 200, numbers.stop))):
                    assert pdf

        warm = max(200, many // 10)
        some(range(warm))
        before = resident()
        began = time.perf_counter()
        some(range(warm, many))
        seconds = time.perf_counter() - began
    return {"before_mb": before, "after_mb": resident(), "rate": (many - warm) / seconds}


def resident() -> float:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def measure(many: int) -> dict[str, Any]:
    return {"rates": rates(), "memory": memory(many), "many": many}


def section(found: dict[str, Any]) -> Section:
    rates, took, many = found["rates"], found["memory"], found["many"]
    lines = Section("documents: one certificate with its code, PDF/A-2a and PDF/UA-1, THỬ across it")
    lines.add(
        "certificates/s, one thread",
        rates["ours"],
        against=rates["weasyprint"],
        of="WeasyPrint",
        target=Target(7, unit="×"),
    )
    lines.add(
        "certificates/s, a thread for each core",
        rates["threads"],
        against=rates["weasyprint"],
        of="WeasyPrint",
    )
    lines.add("WeasyPrint/s, the same page without PDF/A", rates["weasyprint"])
    lines.add("texts and QR codes/s alone", rates["code"])
    grown = took["after_mb"] / took["before_mb"]
    lines.add(
        f"memory after {many:,}, of that after the first tenth",
        [grown],
        "×",
        target=Target(1.1, most=True, unit="×"),
    )
    lines.add(f"memory after {many:,}", [took["after_mb"]], "MB")
    lines.add(
        "signatures/s, PAdES, RSA 2048",
        rates["signed"],
        against=rates["stock"],
        of="pyHanko",
        target=Target(5, unit="×"),
    )
    lines.add("pyHanko as it comes, signatures/s", rates["stock"])
    return lines


def measured(home: Path, environment: dict[str, str], many: int = MANY) -> Section:
    """The same, in a process of its own."""
    return section(report_of(home, environment, "benchmarks.documents", many, "report"))


if __name__ == "__main__":
    asked = measure(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
    if sys.argv[2:] == ["report"]:
        print(json.dumps(asked), flush=True)
    else:
        show([section(asked)], "documents", Console(width=130))
