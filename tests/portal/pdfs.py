"""What stands in a PDF, as PDFium reads it: a reader of others that comes with the package index, on every machine."""

from contextlib import closing
from io import BytesIO
from typing import NamedTuple

from PIL.Image import Image
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdfium2 import PdfDocument, raw


class Letter(NamedTuple):
    """Where its ink is; from the left and the top of its page, in points."""

    left: float
    top: float
    right: float
    bottom: float
    said: str


class Font(NamedTuple):
    name: str
    embedded: bool
    has_letters: bool  # says which letters its glyphs are


def pages(pdf: bytes) -> list[str]:
    """The text of each page, its lines in the order in which they were set."""
    with closing(PdfDocument(pdf)) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def text(pdf: bytes) -> str:
    """The words of all pages, a space between each two."""
    return " ".join(" ".join(pages(pdf)).split())


def title(pdf: bytes) -> str:
    with closing(PdfDocument(pdf)) as document:
        return document.get_metadata_dict()["Title"]


def tagged(pdf: bytes) -> bool:
    with closing(PdfDocument(pdf)) as document:
        return document.is_tagged()


def letters(pdf: bytes) -> list[tuple[tuple[float, float], list[Letter]]]:
    """The size of each page, and where what is to be read stands."""
    found = []
    with closing(PdfDocument(pdf)) as document:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            said = [chr(raw.FPDFText_GetUnicode(text, n)) for n in range(text.count_chars())]
            boxes = [(*text.get_charbox(n), one) for n, one in enumerate(said) if not one.isspace()]
            ink = [Letter(x, height - top, right, height - y, one) for x, y, right, top, one in boxes]
            found.append(((width, height), ink))
    return found


def picture(pdf: bytes, dpi: int) -> Image:
    """The first page, as a scanner of so many dots to the inch sees it."""
    with closing(PdfDocument(pdf)) as document:
        return document[0].render(scale=dpi / 72, grayscale=True).to_pil()


def fonts(pdf: bytes) -> set[Font]:
    found = set()
    for page in PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"]:
        for one in map(IndirectObject.get_object, page.get_object()["/Resources"]["/Font"].values()):
            (inner,) = one["/DescendantFonts"]
            described = inner.get_object()["/FontDescriptor"]
            kept = any(f"/FontFile{n}" in described for n in ("", "2", "3"))
            found.add(Font(str(one["/BaseFont"]), kept, "/ToUnicode" in one))
    return found
