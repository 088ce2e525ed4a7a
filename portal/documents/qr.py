"""QR: a text as a QR code, as SVG for the PDF and PNG for Word; zxing-cpp draws it ten times as fast as segno."""

from io import BytesIO
from math import isqrt
from typing import Any

import zxingcpp
from PIL import Image

# Half of a code may not be lost to a fold or a stamp: M mends 15 %, and keeps a certificate's token at a size that a phone reads.
_LEVEL = "M"
# Modules of white around it that a reader needs.
_QUIET = 4


def svg(text: str) -> str:
    """One path of horizontal runs, a unit to each module, with the quiet zone around."""
    rows = _rows(text)
    size = len(rows) + 2 * _QUIET
    runs = []
    for y, row in enumerate(rows, start=_QUIET):
        x = row.find(0)
        while x >= 0:
            end = row.find(255, x)
            end = len(row) if end < 0 else end
            runs.append(f"M{x + _QUIET} {y}h{end - x}v1h{x - end}z")
            x = row.find(0, end)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{"".join(runs)}"/></svg>'


def png(text: str, scale: int = 8) -> bytes:
    rows = _rows(text)
    size = len(rows) + 2 * _QUIET
    image = Image.new("L", (size, size), 255)
    image.paste(Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)), (_QUIET, _QUIET))
    saved = BytesIO()
    image.resize((size * scale, size * scale), Image.Resampling.NEAREST).save(saved, "PNG")
    return saved.getvalue()


def _rows(text: str) -> list[bytes]:
    """A row of bytes for each row of modules: 0 dark, 255 light; without the quiet zone."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=_LEVEL)
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    flat = memoryview(image).tobytes()
    # As many rows as columns.
    width = isqrt(len(flat))
    return [flat[at : at + width] for at in range(0, len(flat), width)]
