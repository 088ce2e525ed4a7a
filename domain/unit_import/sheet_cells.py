"""Sheet cells: what a cell may be, and the text of one made safe: one spelling, nothing invisible, no formula."""

import re
from datetime import date

from openpyxl.utils import get_column_letter

from domain.names import nfc
from domain.unit_import.bad_files import Problems

Cell = str | int | float | bool | date | None
Line = tuple[int, list[Cell]]
UNREADABLE = (
    "\ufffd"  # stands for a cell that is already among the problems, so that nobody complains of it twice
)

# A number may begin with a sign; anything else that begins so is what a spreadsheet program would run.
_FORMULA = re.compile(r"[=@＝＠]|[+\-＋－](?!\s*[\d.,]+\s*%?$)")
# Invisible, and yet they make two equal codes differ: byte order marks, zero-width spaces, soft hyphens.
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


def name(column: int, row: int) -> str:
    """A cell as a spreadsheet names it: `name(3, 12) == "C12"`."""
    return f"{get_column_letter(column)}{row}"


def text(value: str, number: int, column: int, problems: Problems, mixed: bool = False) -> str | None:
    """A cell's text: NFC, trimmed, single spaces; None for nothing, and UNREADABLE with a mistake said."""
    value = nfc(" ".join(value.split()))
    if not value or value in ("-", "–"):
        return None
    if not value.isprintable():
        value = value.translate(_INVISIBLE)
        if not value.isprintable():
            _say_why_unreadable(any("\udc80" <= ch <= "\udcff" for ch in value), mixed, number, problems)
            return UNREADABLE
    if _FORMULA.match(value):
        return no_formula(name(column, number), number, problems)
    return value or None


def _say_why_unreadable(undecoded: bool, mixed: bool, number: int, problems: Problems) -> None:
    if not undecoded:
        problems.row(
            number,
            "có ký tự điều khiển không in được.",
            "there is a control character that cannot be printed.",
        )
    elif mixed:
        problems.row(
            number,
            "có chữ không phải UTF-8 trong khi các dòng khác là UTF-8; hãy mở tệp gốc và lưu lại bằng UTF-8.",
            "there are bytes that are not UTF-8 while other rows are UTF-8; open the original and save it as UTF-8.",
        )
    else:
        problems.row(
            number,
            "không đọc được chữ: tệp không phải UTF-8, UTF-16 hay Windows-1258 (có thể là TCVN3, VNI); "
            "hãy lưu lại bằng UTF-8.",
            "the letters cannot be read: the file is not UTF-8, UTF-16 or Windows-1258 (perhaps TCVN3 or VNI); "
            "save it as UTF-8.",
        )


def no_formula(cell: str, number: int, problems: Problems) -> str:
    problems.cell(
        cell,
        number,
        "là công thức hoặc bắt đầu bằng = + - @; hãy dán giá trị thay cho công thức.",
        "holds a formula or begins with = + - @; paste its value instead.",
    )
    return UNREADABLE
