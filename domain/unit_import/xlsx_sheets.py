"""XLSX sheets: the rows of a workbook's first visible sheet, read as a stream, nothing computed and nothing unpacked blindly."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

from domain.errors import Refused
from domain.texts import Text
from domain.unit_import import sheet_cells
from domain.unit_import.bad_files import Problems, quoted
from domain.unit_import.sheet_cells import UNREADABLE, Cell, Line

MEGABYTE = 1024 * 1024
UNPACKED = 300 * MEGABYTE
RATIO = 100  # a sheet of 100,000 alike rows packs to a thirtieth; a bomb to a thousandth

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z0-9:]+)\"")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden=\"(?:1|true)\"")

# openpyxl warns about drawings and validations that it leaves out; nobody who imports a list can use that.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\..*")


def rows(path: Path, problems: Problems, remarks: list[Text]) -> Iterator[Line]:
    try:
        _weigh(path, problems)
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            problems.whole("tệp không có trang tính nào để đọc.", "the file has no sheet to read.")
            problems.refuse()
        sheet = visible[0]
        if others := [other.title for other in book.worksheets if other is not sheet]:
            remarks.append(
                Text(
                    vi=f"Chỉ đọc trang tính {quoted(sheet.title)}; bỏ qua {', '.join(map(quoted, others))}.",
                    en=f"Only the sheet {quoted(sheet.title)} was read; {', '.join(map(quoted, others))} left out.",
                )
            )
        _look_at_the_whole(path, str(getattr(sheet, "_worksheet_path")), problems, remarks)  # noqa: B009
        sheet.reset_dimensions()  # what a file says of its size may be wrong, and then pads every row
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [_value(cell, number, column, problems) for column, cell in enumerate(row, start=1)]
            if any(cell is not None for cell in cells):
                yield number, cells
        book.close()
    except Refused:
        raise
    except Exception:  # a broken or hostile file makes zipfile, openpyxl and defusedxml raise almost anything
        problems.whole(
            "tệp .xlsx hỏng hoặc chứa XML không an toàn, không mở được.",
            "the .xlsx file is broken or holds unsafe XML, and cannot be opened.",
        )
        problems.refuse()


def _weigh(path: Path, problems: Problems) -> None:
    """Refuse an archive that would unpack to more than a list of units can be. zipfile reads no more than is declared."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > UNPACKED or unpacked > RATIO * max(path.stat().st_size, MEGABYTE // 10):
        problems.whole(
            "tệp nén quá mức: mở ra thành {size} MB; hãy lưu danh sách thành tệp .csv.",
            "the file is packed too tightly: it unpacks to {size} MB; save the list as a .csv file.",
            size=unpacked // MEGABYTE,
        )
        problems.refuse()


def _look_at_the_whole(path: Path, part: str, problems: Problems, remarks: list[Text]) -> None:
    """Merged cells and hidden rows, which reading row by row does not show."""
    merged: list[bytes] = []
    hidden, tail = 0, b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        while chunk := file.read(MEGABYTE):
            text = tail + chunk
            cut = text.rfind(b"<")
            merged += _MERGED.findall(text[:cut])
            hidden += len(_HIDDEN.findall(text[:cut]))
            tail = text[cut:]
    if merged:
        names = ", ".join(name.decode() for name in merged[:5]) + (" …" if len(merged) > 5 else "")
        problems.whole(
            "có ô gộp ({cells}): chỉ ô đầu có giá trị; hãy bỏ gộp và điền đủ từng dòng.",
            "there are merged cells ({cells}): only the first holds a value; unmerge them and fill in every row.",
            cells=names,
        )
    if hidden:
        remarks.append(Text(vi=f"{hidden} dòng ẩn cũng được đọc.", en=f"{hidden} hidden rows were read too."))


def _value(cell: object, number: int, column: int, problems: Problems) -> Cell:
    value = getattr(cell, "value", None)
    kind = getattr(cell, "data_type", "n")
    if value is None:
        return None
    if kind == "f":
        return sheet_cells.no_formula(sheet_cells.name(column, number), number, problems)
    if kind == "e":
        problems.cell(
            sheet_cells.name(column, number),
            number,
            "có lỗi {value}.",
            "holds the error {value}.",
            value=value,
        )
        return UNREADABLE
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | int | float | date):
        return value
    return sheet_cells.text(str(value), number, column, problems)
