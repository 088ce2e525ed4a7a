"""Sheets: the rows of a CSV or XLSX file with their numbers, refusing what cannot be read for certain."""

from collections.abc import Iterator
from pathlib import Path

from domain.texts import Text
from domain.unit_import import csv_sheets, xlsx_sheets
from domain.unit_import.bad_files import Problems, quoted
from domain.unit_import.sheet_cells import Line

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE


def lines(path: Path, problems: Problems, remarks: list[Text]) -> Iterator[Line]:
    """Row number and cells of every row that holds something; text is NFC and trimmed, an empty cell is None.

    What is found wrong goes to `problems`; when nothing can be read at all, that is refused at once (BadFile).
    `remarks` get what the sender should know although the file is read: a guessed encoding, sheets left out.
    """
    if not path.is_file():
        problems.whole("không có tệp {path}.", "there is no file {path}.", path=quoted(path))
    elif path.stat().st_size > LARGEST:
        problems.whole(
            "tệp lớn hơn {limit} MB; hãy chia thành nhiều tệp.",
            "the file is larger than {limit} MB; split it into several.",
            limit=LARGEST // MEGABYTE,
        )
    problems.refuse()
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK\x03\x04"):
        yield from xlsx_sheets.rows(path, problems, remarks)
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        problems.whole(
            "tệp là .xls kiểu cũ hoặc có mật khẩu; hãy lưu lại thành .xlsx không mật khẩu hoặc .csv UTF-8.",
            "the file is an old .xls or has a password; save it as .xlsx without a password or as .csv in UTF-8.",
        )
        problems.refuse()
    else:
        yield from csv_sheets.rows(path, problems, remarks)
