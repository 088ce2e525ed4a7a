"""Forms: one Excel row per fact, with lists, whole numbers and dates checked as they are typed."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from portal.papers.archives import steady
from portal.papers.content import Asked, Paper, Row

# Where the form keeps what a program needs: hidden from people, locked, and never guessed from labels.
KEY, ANSWER, MORE = 1, 5, 6
FIRST = 8
SHEETS = ("facts", "incidents", "choices")
_INCIDENTS = 30

_HEAD = PatternFill("solid", fgColor="E7ECF2")
_OPEN = PatternFill("solid", fgColor="FFFBE6")
_EDGE = Side(style="thin", color="BDBDBD")
_LINE = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_WRAP = Alignment(wrap_text=True, vertical="top")


def form(said: Paper) -> bytes:
    """The form as an .xlsx file."""
    book = Workbook()
    facts = book.active
    assert isinstance(facts, Worksheet)
    facts.title = SHEETS[0]
    incidents, choices = (book.create_sheet(name) for name in SHEETS[1:])
    lists = _Lists(choices)
    _facts(facts, said, lists)
    _incidents(incidents, said, lists)
    choices.sheet_state = "hidden"
    for sheet in (facts, incidents, choices):
        # No password: it keeps people from typing where nothing is read, and hinders nobody.
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
    book.properties.title, book.properties.creator = said.title, "An Toàn"
    book.properties.lastModifiedBy = "An Toàn"
    content = BytesIO()
    book.save(content)
    return steady(content.getvalue())


class _Lists:
    """The lists that cells choose from, on a sheet of their own: each once."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.known: dict[tuple[str, ...], str] = {}

    def of(self, texts: tuple[str, ...]) -> str:
        if texts not in self.known:
            column = len(self.known) + 1
            for row, text in enumerate(texts, 1):
                _text(self.sheet.cell(row, column), text)
            letter = get_column_letter(column)
            self.known[texts] = f"={SHEETS[2]}!${letter}$1:${letter}${len(texts)}"
        return self.known[texts]


def _facts(sheet: Worksheet, said: Paper, lists: _Lists) -> None:
    say = said.say
    for row, text in enumerate((said.title, said.cites), 1):
        _text(sheet.cell(row, 2), text).font = Font(
            name="Times New Roman", size=14 if row == 1 else 11, bold=row == 1
        )
    for row, (label, value) in enumerate(said.dates, 3):
        _text(sheet.cell(row, 2), label)
        _text(sheet.cell(row, 3), value)
    # What the form was made from, so that it is never judged by another standard or season.
    _text(sheet.cell(1, KEY), said.path)
    sheet.cell(2, KEY, said.season)
    _text(sheet.cell(3, KEY), said.language)
    titles = (
        "",
        say("Mã", "Code"),
        say("Nội dung", "What to record"),
        say("Cần đạt", "Needed"),
        say("Ghi ở đây", "Write here"),
        say("Số văn bản, căn cứ", "Document number, evidence"),
        say("Ai xác nhận", "Who attests"),
    )
    for column, title in enumerate(titles, 1):
        if title:
            cell = _text(sheet.cell(FIRST - 1, column), title)
            cell.font, cell.fill, cell.border = Font(name="Times New Roman", bold=True), _HEAD, _LINE
    number = FIRST
    for one in said.attributes:
        _row(sheet, number, say("đơn vị", "unit"), one, lists, said)
        number += 1
    for criterion in said.rows:
        _question(sheet, number, criterion)
        number += 1
        for one in criterion.facts:
            _row(sheet, number, criterion.code, one, lists, said)
            number += 1
    for letter, width in zip("ABCDEFG", (2, 16, 52, 38, 20, 28, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"C{FIRST}"
    _printed(sheet)
    sheet.print_title_rows = f"{FIRST - 1}:{FIRST - 1}"


def _question(sheet: Worksheet, number: int, criterion: Row) -> None:
    """The question above its facts: “incidents” alone would not say of what."""
    for column, text in ((2, criterion.code), (3, criterion.ask)):
        cell = _text(sheet.cell(number, column), text)
        cell.font, cell.alignment = Font(name="Times New Roman", bold=True), _WRAP
    for column in range(2, 8):
        sheet.cell(number, column).fill, sheet.cell(number, column).border = _HEAD, _LINE
    sheet.merge_cells(start_row=number, end_row=number, start_column=3, end_column=7)
    # Excel does not grow merged cells by itself; about 150 letters fit on one line of them.
    sheet.row_dimensions[number].height = 15.5 * (1 + len(criterion.ask) // 150)


def _row(sheet: Worksheet, number: int, code: str, one: Asked, lists: _Lists, said: Paper) -> None:
    _text(sheet.cell(number, KEY), one.key)
    unit = f" ({one.unit})" if one.unit else ""
    for column, text in ((2, code), (3, f"{one.label}{unit}"), (4, one.needed), (7, one.who)):
        cell = _text(sheet.cell(number, column), text)
        cell.alignment, cell.border, cell.font = _WRAP, _LINE, Font(name="Times New Roman")
    answer, more = sheet.cell(number, ANSWER), sheet.cell(number, MORE)
    _open(answer)
    rule = _rule(one, lists, said)
    sheet.add_data_validation(rule)
    rule.add(answer)
    if one.fact.document:
        answer.number_format = "dd/mm/yyyy" if said.language == "vi" else "d mmm yyyy"
    more.border = _LINE
    if one.fact.document or one.fact.judgement:
        _open(more)
        more.number_format = "@"


def _open(cell: Cell | Any) -> None:
    cell.protection, cell.fill, cell.border = Protection(locked=False), _OPEN, _LINE
    cell.alignment, cell.font = _WRAP, Font(name="Times New Roman")


def _rule(one: Asked, lists: _Lists, said: Paper) -> DataValidation:
    say = said.say
    if one.choices:
        rule = DataValidation(type="list", formula1=lists.of(tuple(text for _, text in one.choices)))
        rule.error = say("Hãy chọn một mục trong danh sách.", "Choose from the list.")
    elif one.fact.document:
        rule = DataValidation(
            type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2100,12,31)"
        )
        rule.error = say("Hãy ghi ngày của văn bản.", "Write the date of the document.")
    else:
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
        rule.error = say("Hãy ghi số nguyên từ 0 trở lên.", "Write a whole number of 0 or more.")
    rule.allow_blank, rule.showErrorMessage = True, True
    rule.errorTitle = one.label[:30]
    return rule


def _incidents(sheet: Worksheet, said: Paper, lists: _Lists) -> None:
    say = said.say
    titles = (
        say("Mã và nội dung", "Code and what happened"),
        say("Ngày", "Day"),
        say("Miễn trừ", "Excuse"),
        say("Lý do", "Reason"),
        say("Người chấp nhận", "Accepted by"),
    )
    for column, title in enumerate(titles, 1):
        cell = _text(sheet.cell(1, column), title)
        cell.font, cell.fill, cell.border = Font(name="Times New Roman", bold=True), _HEAD, _LINE
    named = tuple(named_fact(one, row.code) for row in said.rows for one in row.facts if one.dated)
    days = DataValidation(
        type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2100,12,31)"
    )
    rules = [
        DataValidation(type="list", formula1=lists.of(named)) if named else None,
        days,
        DataValidation(type="list", formula1=lists.of(tuple(text for _, text in said.excuses)))
        if said.excuses
        else None,
    ]
    for rule in rules:
        if rule is not None:
            rule.allow_blank, rule.showErrorMessage = True, True
            sheet.add_data_validation(rule)
    for number in range(2, 2 + _INCIDENTS):
        for column in range(1, 6):
            cell = sheet.cell(number, column)
            _open(cell)
            cell.number_format = (
                ("dd/mm/yyyy" if said.language == "vi" else "d mmm yyyy") if column == 2 else "@"
            )
            if column <= 3 and (rule := rules[column - 1]) is not None:
                rule.add(cell)
    for letter, width in zip("ABCDE", (52, 14, 40, 44, 28), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    _printed(sheet)


def _printed(sheet: Worksheet) -> None:
    """On A4 across, as wide as the page."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.4, bottom=0.5)


def named_fact(one: Asked, code: str) -> str:
    return f"{code} · {one.label}"


def _text(cell: Cell | Any, text: str) -> Any:
    """A text stays a text: “=1+1” is no formula."""
    cell.value = text
    cell.data_type = "s"
    return cell
