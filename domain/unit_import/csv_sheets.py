"""CSV sheets: the rows of a text file, whose encoding and delimiter are found out, or refused when they are not certain."""

import codecs
import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import IO

from domain.names import nfc
from domain.texts import Text
from domain.unit_import.bad_files import Problems
from domain.unit_import.sheet_cells import Cell, Line, text

# Every letter of Vietnamese that is not ASCII, and the punctuation that office programs put in.
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LETTERS = {nfc(vowel + tone) for vowel in _VOWELS for tone in _TONES} | {"đ"}
_VIETNAMESE = {ch for letter in _LETTERS for ch in (letter, letter.upper())} | set("“”‘’–—…\u00a0²×°")


def rows(path: Path, problems: Problems, remarks: list[Text]) -> Iterator[Line]:
    encoding, mixed = _encoding(path.read_bytes(), problems, remarks)
    errors = "surrogateescape" if encoding == "utf-8" else "strict"
    number = 0
    try:
        with path.open(encoding=encoding, errors=errors, newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter=_delimiter(file), strict=True), start=1):
                cells: list[Cell] = [
                    text(value, number, at, problems, mixed) for at, value in enumerate(row, start=1)
                ]
                if any(cell is not None for cell in cells):
                    yield number, cells
    except csv.Error as error:
        problems.row(
            number + 1,
            "dấu ngoặc kép mở mà không đóng, hoặc ô quá dài ({error}).",
            "a quotation mark is opened and not closed, or a cell is too long ({error}).",
            error=str(error),
        )
    except UnicodeDecodeError:
        problems.row(number + 1, "tệp UTF-16 hỏng từ đây.", "the UTF-16 file is broken from here on.")


def _encoding(data: bytes, problems: Problems, remarks: list[Text]) -> tuple[str, bool]:
    """The encoding, and whether only some lines are in it. Windows-1258 is believed only if all of it is Vietnamese."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    if b"\0" in data:
        problems.whole(
            "tệp không phải văn bản; chỉ nhận .xlsx, hoặc .csv bằng UTF-8 (hay UTF-16 có BOM).",
            "the file is not text; only .xlsx is taken, or .csv in UTF-8 (or in UTF-16 with a BOM).",
        )
        problems.refuse()
    if _decodes(data, "utf-8"):
        return "utf-8", False
    beyond_ascii = [line for line in data.splitlines() if not line.isascii()]
    mixed = any(_decodes(line, "utf-8") for line in beyond_ascii)
    if not mixed and _is_windows_1258(data):
        remarks.append(
            Text(
                vi="Tệp được đọc theo Windows-1258; hãy xem lại các tên, và lần sau lưu bằng UTF-8.",
                en="The file was read as Windows-1258; look at the names, and save it as UTF-8 next time.",
            )
        )
        return "cp1258", False
    return "utf-8", mixed


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_windows_1258(data: bytes) -> bool:
    # charset-normalizer, tried on five lists of real names, called one of them hp_roman8: a guess, where the alphabet
    # itself is sure. TCVN3 and VNI bytes become signs, marks without a vowel or capitals inside a word, and are refused.
    if not _decodes(data, "cp1258"):
        return False
    letters = nfc(data.decode("cp1258"))
    if not all(ch.isascii() or ch in _VIETNAMESE for ch in letters):
        return False
    return not any(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(letters))


def _delimiter(file: IO[str]) -> str:
    """The one that divides the first line into most cells; a comma when none does."""
    first = next((line for line in file if line.strip()), "")
    file.seek(0)
    return max(",;\t", key=lambda delimiter: len(next(csv.reader([first], delimiter=delimiter), [])))
