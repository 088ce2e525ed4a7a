"""Unit columns: what an import file may say of a unit, under which titles, and how each cell is read."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pydantic import JsonValue

from domain.names import fold
from domain.texts import Text
from domain.unit_import.sheet_cells import Cell
from domain.unit_rows import CODE

Value = JsonValue | date


class Doubt(Exception):
    """A cell that its column cannot read. The text has places for {title} and {value}."""

    def __init__(self, vi: str, en: str) -> None:
        self.text = Text(vi=vi, en=en)
        super().__init__(vi)


class Column(NamedTuple):
    """Its titles in files, Vietnamese first, and what reads a cell of it."""

    titles: tuple[str, ...]
    read: Callable[[Cell], Value]


# The choices of `unit:` in the criteria files (criteria/vn/antt-2021/standard.yaml); a test holds the two together.
LEVELS = {
    "nhà trẻ": "nursery",
    "mầm non": "preschool",
    "tiểu học": "primary",
    "trung học cơ sở": "lower_secondary",
    "trung học phổ thông": "upper_secondary",
    "giáo dục nghề nghiệp": "vocational",
    "cao đẳng": "college",
    "đại học": "university",
    "cơ sở giáo dục khác": "other",
}
SECTORS = {
    "nông nghiệp, lâm nghiệp, thủy sản": "agriculture",
    "công nghiệp và xây dựng": "industry_construction",
    "thương mại và dịch vụ": "trade_services",
}
_SHORT = {"th": "primary", "thcs": "lower_secondary", "thpt": "upper_secondary"}
_YES_OR_NO = {"co": True, "yes": True, "true": True, "x": True, "1": True}
_YES_OR_NO |= {"khong": False, "no": False, "false": False, "0": False}
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})*")  # 1.234.567 as people write it
_DECIMAL = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


@lru_cache(maxsize=4096)  # a kind is written the same way on a hundred thousand rows
def spelling(title: str) -> str:
    """What is compared of a title: no marks, capitals or punctuation. `spelling("Mã  đơn vị *") == "ma don vi"`."""
    return " ".join("".join(ch if ch.isalnum() else " " for ch in fold(title)).split())


def a_code(cell: Cell) -> str:
    """A unit's code as text; a spreadsheet may hold it as a whole number."""
    whole = isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell)
    code = str(int(cell)) if whole and isinstance(cell, int | float) else cell
    if not isinstance(code, str) or not re.fullmatch(CODE, code):
        raise Doubt(
            "mã {value} không dùng được: chỉ nhận chữ không dấu, chữ số và . _ -, dài nhất 32 ký tự.",
            "code {value} cannot be used: only plain letters, digits and . _ - are taken, at most 32 of them.",
        )
    return code


def a_text(cell: Cell) -> str:
    if isinstance(cell, bool | date):
        raise Doubt(
            "cột {title}: bảng tính đã đổi {value} thành ngày hoặc đúng/sai; hãy định dạng cột là Văn bản.",
            "column {title}: the spreadsheet turned {value} into a date or true/false; format the column as text.",
        )
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def a_date(cell: Cell) -> date:
    if isinstance(cell, date):
        return cell
    if (day := _day(str(cell))) is None:
        raise Doubt(
            "cột {title}: {value} không phải là ngày; hãy viết 30/04/2026 hoặc 2026-04-30.",
            "column {title}: {value} is not a date; write 30/04/2026 or 2026-04-30.",
        )
    return day


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    try:
        if found := _DAY_FIRST.fullmatch(text):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:  # 31/02/2026
        return None


def a_whole_number(cell: Cell) -> int:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= 0 and cell == int(cell):
        return int(cell)
    if isinstance(cell, str) and _WHOLE.fullmatch(cell):
        return int(re.sub(r"[., ]", "", cell))
    raise Doubt(
        "cột {title}: {value} không phải là số nguyên từ 0 trở lên.",
        "column {title}: {value} is not a whole number of 0 or more.",
    )


def a_decimal(cell: Cell) -> float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str) and _DECIMAL.fullmatch(cell):
        return float(cell.replace(",", "."))
    raise Doubt("cột {title}: {value} không phải là số.", "column {title}: {value} is not a number.")


def one_of(choices: dict[str, str], short: dict[str, str] | None = None) -> Callable[[Cell], str]:
    """What reads a choice: by its Vietnamese name, its code, or a usual short form."""
    known = {spelling(name): code for name, code in choices.items()}
    known |= {spelling(code): code for code in choices.values()} | (short or {})

    def read(cell: Cell) -> str:
        if (code := known.get(spelling(str(cell)))) is None:
            raise Doubt(
                f"cột {{title}}: không có {{value}}; được phép: {'; '.join(choices)}.",
                f"column {{title}}: there is no {{value}}; allowed are: {', '.join(choices.values())}.",
            )
        return code

    return read


def a_yes_or_no(cell: Cell) -> bool:
    if (answer := _YES_OR_NO.get(fold(str(cell)))) is None:
        raise Doubt(
            "cột {title}: {value} không rõ; hãy viết có hoặc không.",
            "column {title}: {value} is unclear; write yes or no.",
        )
    return answer


FIELDS: dict[str, Column] = {
    "code": Column(("mã", "mã đơn vị"), a_code),
    "name": Column(("tên", "tên đơn vị"), a_text),
    "kind": Column(("loại", "loại đơn vị"), a_text),
    "parent": Column(("thuộc", "thuộc đơn vị", "mã cấp trên", "parent code"), a_code),
    "local_type": Column(("tên gọi chung",), a_text),
    "valid_from": Column(("hiệu lực từ", "từ ngày"), a_date),
    "valid_until": Column(("hiệu lực đến", "đến ngày"), a_date),
    "successor": Column(("mã kế thừa", "successor code"), a_code),
}
REQUIRED = ("code", "name", "kind", "parent")
ATTRIBUTES: dict[str, Column] = {
    "level": Column(("cấp học", "school level"), one_of(LEVELS, _SHORT)),
    "insured_workers": Column(
        ("số lao động tham gia bảo hiểm xã hội", "số lao động", "workers"), a_whole_number
    ),
    "revenue": Column(("doanh thu năm", "doanh thu"), a_whole_number),
    "capital": Column(("nguồn vốn",), a_whole_number),
    "sector": Column(("lĩnh vực",), one_of(SECTORS)),
    "armed_forces": Column(("lực lượng vũ trang",), a_yes_or_no),
    "households": Column(("số hộ",), a_whole_number),
    "population": Column(("số dân", "dân số"), a_whole_number),
    "lat": Column(("vĩ độ", "latitude"), a_decimal),
    "lon": Column(("kinh độ", "longitude"), a_decimal),
    "km2": Column(("diện tích", "diện tích km2"), a_decimal),
    "source": Column(("căn cứ",), a_text),
}
COLUMNS = {**FIELDS, **ATTRIBUTES}
IGNORED = ("stt", "tt", "no", "ghi chú", "note", "notes")


def title(key: str) -> Text:
    """A column as a sentence names it."""
    return Text(vi=COLUMNS[key].titles[0], en=key)
