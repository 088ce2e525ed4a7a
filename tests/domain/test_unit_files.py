"""Unit files: one broken file for every mistake a list can have, each refused whole, with its row in words.

Each of these was broken once and seen to fail here. Sentences: a row named twice, more than 1,000 kept, more than 20
shown, out of the order of rows. Text: NFC, invisible characters, control characters, each sign of a formula, negative
numbers. Files: size, presence, old .xls, no text, delimiters, UTF-16, mixed bytes, Windows-1258 never and always
believed, its alphabet, capitals inside words, an open quotation mark. Workbooks: hidden sheets, weight, merged cells,
hidden rows, formulas, errors, dates, coloured cells, a broken archive. Cells: dates, days that do not exist, codes,
thousands, names of attributes and choices, titles. Header: missing, unknown, double, ignored, none below, outside.
Rows: codes twice, kinds, periods, days, digits, other kinds, parents missing, unknown, unfit, ended, in a circle, too
deep; what is known inherited, erased, kept from older versions.
"""

import codecs
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.formula import ArrayFormula

from domain import catalogue
from domain.unit_import import unit_files
from domain.unit_import.bad_files import BadFile
from domain.unit_import.unit_columns import ATTRIBUTES, LEVELS, SECTORS
from domain.units import KINDS, UnitRow, official_units, official_versions, plan

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
KNOWN = {row.code: row for row in official_units(TODAY)}
ALLOWED = frozenset(KINDS)
HEADER = "mã,tên,loại,thuộc"
GOOD = "06613-1,Thôn Nà Pàn,khu dân cư,06613"


def csv_file(tmp_path, *rows, header=HEADER, encoding="utf-8", name="thon.csv"):
    file = tmp_path / name
    file.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
    return file


def xlsx_file(tmp_path, *rows, header=HEADER, change=lambda book: None):
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    for row in [header.split(","), *(row.split(",") if isinstance(row, str) else row for row in rows)]:
        sheet.append([value or None for value in row])
    change(book)
    book.save(tmp_path / "thon.xlsx")
    return tmp_path / "thon.xlsx"


def read(file, allowed=ALLOWED, known=KNOWN, since=TODAY):
    return unit_files.read(file, allowed, known, since)


def refused(file, language="vi", **given):
    """The sentences that a file is refused with."""
    with pytest.raises(BadFile) as refusal:
        read(file, **given)
    return [problem.in_(language) for problem in refusal.value.problems]


# --- what can be read ----------------------------------------------------------------------------


def test_a_row_becomes_a_unit_under_its_parent(tmp_path):
    [row] = read(csv_file(tmp_path, GOOD))
    assert row == UnitRow.model_validate(
        {
            "code": "06613-1",
            "name": "Thôn Nà Pàn",
            "kind": "residential-area",
            "local_type": "thôn",
            "parent_code": "06613",
            "path": "/20/06613/06613-1/",
            "valid_from": TODAY,
        }
    )


def test_csv_and_xlsx_say_the_same(tmp_path):
    rows = (GOOD, "06613-2,Khối 3,khu dân cư,06613")
    assert read(csv_file(tmp_path, *rows)) == read(xlsx_file(tmp_path, *rows))


def test_titles_may_be_english_in_any_order_with_any_capitals_and_marks(tmp_path):
    english = csv_file(tmp_path, "06613,residential-area,Thôn Nà Pàn,06613-1", header="Parent,KIND,name,Code")
    vietnamese = csv_file(tmp_path, GOOD, header="MÃ ĐƠN VỊ *,ten don vi,Loại,Thuộc", name="b.csv")
    assert read(english) == read(vietnamese)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_the_delimiter_is_found_out(tmp_path, delimiter):
    file = csv_file(tmp_path, GOOD.replace(",", delimiter), header=HEADER.replace(",", delimiter))
    assert [row.name for row in read(file)] == ["Thôn Nà Pàn"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_or_without_its_mark(tmp_path, encoding):
    assert [row.name for row in read(csv_file(tmp_path, GOOD, encoding=encoding))] == ["Thôn Nà Pàn"]


def windows_1258(tmp_path, name="Thôn Đồng Đăng"):
    """As Windows writes it: base letters with tones as marks of their own."""
    text = f"{HEADER}\n06613-1,{name},khu dân cư,06613\n"
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = "".join(
        unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", ch) if c not in tones))
        + "".join(c for c in unicodedata.normalize("NFD", ch) if c in tones)
        for ch in text
    )
    file = tmp_path / "cu.csv"
    file.write_bytes(apart.encode("cp1258"))
    return file


def test_windows_1258_is_read_when_all_of_it_is_vietnamese_and_that_is_said(tmp_path):
    reading = unit_files.reading(windows_1258(tmp_path), ALLOWED, KNOWN, TODAY)
    assert [row.name for row in reading.rows] == ["Thôn Đồng Đăng"]
    assert "Windows-1258" in reading.remarks[0].vi


def test_every_official_name_survives_windows_1258(tmp_path):
    for row in list(KNOWN.values())[::50]:
        assert [found.name for found in read(windows_1258(tmp_path, row.name))] == [row.name]


def test_nfd_text_becomes_nfc(tmp_path):
    row, header = f"{GOOD},Nghị quyết số 1", f"{HEADER},căn cứ"
    apart = [unicodedata.normalize("NFD", text) for text in (row, header)]
    assert apart != [row, header]
    together = read(csv_file(tmp_path, row, header=header, name="b.csv"))
    assert read(csv_file(tmp_path, apart[0], header=apart[1])) == together


def test_spaces_and_invisible_characters_do_not_make_two_codes_of_one(tmp_path):
    odd = "06613-1\u200b, Thôn\u00a0Nà  Pàn ,khu dân cư,\ufeff06613"
    assert read(csv_file(tmp_path, odd)) == read(csv_file(tmp_path, GOOD, name="b.csv"))


def test_a_parent_may_stand_below_its_child(tmp_path):
    rows = read(csv_file(tmp_path, "A-1,Thôn Một,khu dân cư,A", "A,Khu A,khu dân cư,06613"))
    assert [row.path for row in rows] == ["/20/06613/A/A-1/", "/20/06613/A/"]


@pytest.mark.parametrize("written", ["30/04/2026", "2026-04-30", "30-4-2026"])
def test_dates_are_read_as_iso_or_day_first(tmp_path, written):
    [row] = read(csv_file(tmp_path, f"{GOOD},{written}", header=f"{HEADER},hiệu lực từ"))
    assert row.valid_from == date(2026, 4, 30)


def test_a_spreadsheets_dates_and_numbers_are_taken_as_they_are(tmp_path):
    row = ["S-1", "Trường THPT Đình Lập", "school", 6613, date(2026, 1, 1), "THPT", "Không", 21.5]
    known = KNOWN | {"6613": KNOWN["06613"]}
    header = "code,name,kind,parent,valid from,cấp học,lực lượng vũ trang,lat"
    [unit] = read(xlsx_file(tmp_path, row, header=header), known=known)
    assert unit.valid_from == date(2026, 1, 1)
    assert unit.attributes == {"level": "upper_secondary", "armed_forces": False, "lat": 21.5}


def test_a_whole_number_may_have_its_thousands_apart(tmp_path):
    header = f"{HEADER},doanh thu,số lao động"
    [row] = read(csv_file(tmp_path, "DN-1,Công ty A,doanh nghiệp,06613,3.000.000.000,1 200", header=header))
    assert row.attributes == {"revenue": 3_000_000_000, "insured_workers": 1200}


def test_a_column_that_is_absent_leaves_what_is_known_and_an_empty_cell_erases_it(tmp_path):
    [first] = read(csv_file(tmp_path, f"{GOOD},250,85", header=f"{HEADER},số hộ,số dân"))
    [second] = read(
        csv_file(tmp_path, f"{GOOD},", header=f"{HEADER},số hộ"), known=KNOWN | {first.code: first}
    )
    assert second.attributes == {"population": 85}


def test_a_row_without_a_date_corrects_the_version_that_is_known(tmp_path):
    [first] = read(csv_file(tmp_path, GOOD), since=date(2026, 1, 1))
    renamed = GOOD.replace("Nà Pàn", "Nà Pán")
    [second] = read(csv_file(tmp_path, renamed), known=KNOWN | {first.code: first}, since=TODAY)
    assert second.valid_from == date(2026, 1, 1)
    assert len(plan([first], [second]).changed) == 1


def test_a_kind_that_no_python_has_heard_of_is_read_when_it_is_allowed(tmp_path):
    file = csv_file(tmp_path, "P-1,Chùa Thành,religious-establishment,06613")
    assert [row.kind for row in read(file, allowed=ALLOWED | {"religious-establishment"})] == [
        "religious-establishment"
    ]


@pytest.mark.parametrize("name", ["units-vn-2025-07-01", "changes-2026-04-30", "changes-2026-09-20"])
def test_the_official_list_is_an_import_file_too(name):
    rows = read(ROOT / f"domain/data/{name}.csv", known=KNOWN)
    assert plan(official_versions(), rows).empty


def test_columns_that_every_list_has_are_left_out_and_that_is_said(tmp_path):
    file = csv_file(tmp_path, f"1,{GOOD},x", header=f"STT,{HEADER},Ghi chú")
    reading = unit_files.reading(file, ALLOWED, KNOWN, TODAY)
    assert len(reading.rows) == 1
    assert "“STT”, “Ghi chú”" in reading.remarks[0].vi


def test_the_attributes_are_those_that_the_standards_ask_of_a_unit():
    standards = catalogue.load(ROOT / "criteria").standards.values()
    asked = {name for one in standards if one.opens_registration for name in one.attributes}
    assert {"level", "armed_forces", "insured_workers"} <= asked <= ATTRIBUTES.keys()
    text = (ROOT / "criteria/vn/antt-2021/standard.yaml").read_text(encoding="utf-8")
    assert all(f"code: {code}," in text for code in (*LEVELS.values(), *SECTORS.values()))


# --- the header ----------------------------------------------------------------------------------


def test_a_wrong_header_says_what_is_missing_unknown_and_allowed(tmp_path):
    problems = refused(csv_file(tmp_path, "1,2,3", header="mã,tên thôn,thuộc"))
    assert problems[0] == "Dòng 1: tiêu đề thiếu cột: tên, loại."
    assert problems[1].startswith(
        "Dòng 1: tiêu đề có cột không biết: “tên thôn”; được phép: mã, tên, loại, thuộc,"
    )


def test_a_column_that_is_there_twice_is_refused(tmp_path):
    assert refused(csv_file(tmp_path, f"{GOOD},x", header=f"{HEADER},code")) == ["Dòng 1: cột mã có hai lần."]


def test_an_empty_file_is_refused(tmp_path):
    assert "thiếu cột" in refused(csv_file(tmp_path, header=""))[0]


def test_a_header_without_rows_is_refused(tmp_path):
    assert refused(csv_file(tmp_path)) == ["Không có đơn vị nào dưới dòng tiêu đề."]


def test_a_cell_outside_the_titled_columns_is_refused(tmp_path):
    assert refused(csv_file(tmp_path, f"{GOOD},lạc")) == ["Dòng 2: có ô nằm ngoài các cột có tiêu đề."]


# --- the rows ------------------------------------------------------------------------------------


def test_a_code_that_is_there_twice_names_both_rows(tmp_path):
    rows = [GOOD.replace("-1", f"-{number}") for number in (1, 2, 3)]
    file = csv_file(tmp_path, *rows, "", GOOD.replace("Pàn", "Pán"))
    assert refused(file) == ["Dòng 6: mã 06613-1 đã có ở dòng 2."]
    assert refused(file, "en") == ["Row 6: code 06613-1 is already in row 2."]


def test_an_unknown_kind_is_refused_once_for_all_its_rows_with_what_is_allowed(tmp_path):
    rows = [f"A-{number},Thôn {number},thôn bản,06613" for number in range(9)]
    [problem] = refused(csv_file(tmp_path, *rows))
    assert problem.startswith("Các dòng 2, 3, 4, 5, 6 và 4 chỗ nữa: không có loại “thôn bản”; được phép: ")
    assert "khu dân cư" in problem


def test_a_kind_that_no_standard_allows_is_refused(tmp_path):
    assert "không có loại “khu dân cư”" in refused(csv_file(tmp_path, GOOD), allowed=frozenset({"school"}))[0]


def test_an_unknown_parent_is_refused_with_the_one_that_may_be_meant(tmp_path):
    problems = refused(csv_file(tmp_path, GOOD.replace(",06613", ",6613"), "B,Thôn B,khu dân cư,99999"))
    assert problems == [
        "Dòng 2: cột thuộc: mã 6613 không có trong tệp này và chưa có trong hệ thống. Có phải 06613?",
        "Dòng 3: cột thuộc: mã 99999 không có trong tệp này và chưa có trong hệ thống.",
    ]


def test_units_inside_each_other_in_a_circle_are_refused(tmp_path):
    rows = ("A,Khu A,khu dân cư,B", "B,Khu B,khu dân cư,C", "C,Khu C,khu dân cư,A", "D,Khu D,khu dân cư,A")
    assert refused(csv_file(tmp_path, *rows)) == [
        "Các dòng 2, 3, 4: các đơn vị A, B, C thuộc lẫn nhau thành vòng."
    ]


def test_a_unit_inside_itself_is_refused(tmp_path):
    assert refused(csv_file(tmp_path, "A,Khu A,khu dân cư,A")) == [
        "Dòng 2: các đơn vị A thuộc lẫn nhau thành vòng."
    ]


def test_a_circle_through_what_is_known_is_refused(tmp_path):
    [village] = read(csv_file(tmp_path, GOOD))
    file = csv_file(tmp_path, "06613,Xã Đình Lập,xã,06613-1", name="b.csv")
    assert any("thành vòng" in problem for problem in refused(file, known=KNOWN | {village.code: village}))


def test_a_chain_of_a_hundred_thousand_parents_is_refused_and_not_followed_into_the_ground(tmp_path):
    rows = [f"A{number},Khu {number},khu dân cư,A{number + 1}" for number in range(50_000)]
    problems = refused(csv_file(tmp_path, *rows, "A50000,Khu cuối,khu dân cư,06613"))
    assert "có hơn 12 cấp đơn vị thuộc nhau" in problems[0]


def test_what_a_row_must_say_is_asked_for(tmp_path):
    rows = (",Thôn A,khu dân cư,06613", "B,,khu dân cư,06613", "C,Thôn C,,06613", "D,Thôn D,khu dân cư,")
    assert refused(csv_file(tmp_path, *rows)) == [
        "Dòng 2: thiếu mã.",
        "Dòng 3: thiếu tên.",
        "Dòng 4: thiếu loại.",
        "Dòng 5: thiếu thuộc (mã đơn vị cấp trên).",
    ]


def test_a_new_unit_without_a_day_is_refused_when_no_day_is_given(tmp_path):
    assert refused(csv_file(tmp_path, GOOD), since=None) == ["Dòng 2: thiếu ngày hiệu lực từ."]


def test_a_commune_belongs_to_a_province_and_a_province_to_nothing(tmp_path):
    problems = refused(csv_file(tmp_path, "00001,Xã Mới,xã,06613", "99,Tỉnh Mới,tỉnh,20"))
    assert problems == [
        "Dòng 2: xã, phường, đặc khu phải thuộc một tỉnh.",
        "Dòng 3: tỉnh không thuộc đơn vị nào; hãy để trống.",
    ]


def test_an_official_code_that_lost_its_zero_is_refused(tmp_path):
    assert "mã 6613 không phải 5 chữ số" in refused(csv_file(tmp_path, "6613,Xã Đình Lập,xã,20"))[0]


def test_the_code_of_one_kind_is_not_taken_for_another(tmp_path):
    problems = refused(csv_file(tmp_path, "06613,Trường Đình Lập,cơ sở giáo dục,06616"))
    assert problems == ["Dòng 2: mã 06613 đang là của “Xã Đình Lập”, thuộc loại khác."]


def test_a_parent_that_has_ended_takes_no_new_units(tmp_path):
    ended = KNOWN["06613"].model_copy(update={"valid_until": date(2026, 1, 31)})
    problems = refused(csv_file(tmp_path, GOOD), known=KNOWN | {"06613": ended})
    assert problems == ["Dòng 2: đơn vị cấp trên 06613 chỉ có hiệu lực đến 31/01/2026."]


def test_a_code_with_anything_but_plain_letters_and_digits_is_refused(tmp_path):
    assert "mã “06613/1” không dùng được" in refused(csv_file(tmp_path, "06613/1,Thôn A,khu dân cư,06613"))[0]


@pytest.mark.parametrize("written", ["31/02/2026", "2026-13-01", "tháng 4", "04/2026"])
def test_a_day_that_does_not_exist_is_refused(tmp_path, written):
    [problem] = refused(csv_file(tmp_path, f"{GOOD},{written}", header=f"{HEADER},từ ngày"))
    assert (
        problem
        == f"Dòng 2: cột hiệu lực từ: “{written}” không phải là ngày; hãy viết 30/04/2026 hoặc 2026-04-30."
    )


def test_an_end_before_the_beginning_is_refused(tmp_path):
    file = csv_file(tmp_path, f"{GOOD},2026-05-01,2026-04-30", header=f"{HEADER},valid_from,valid_until")
    assert refused(file) == ["Dòng 2: hiệu lực đến trước ngày hiệu lực từ."]


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("số hộ", "nhiều"),
        ("số hộ", "-5"),
        ("số hộ", "12.5"),
        ("doanh thu", "3.000.00"),
        ("vĩ độ", "bắc"),
        ("lực lượng vũ trang", "chắc là có"),
        ("cấp học", "mẫu giáo lớn"),
        ("lĩnh vực", "game"),
    ],
)
def test_an_attribute_that_cannot_be_read_is_refused(tmp_path, column, written):
    [problem] = refused(csv_file(tmp_path, f"{GOOD},{written}", header=f"{HEADER},{column}"))
    assert problem.startswith("Dòng 2: cột ")
    assert f"“{written}”" in problem


# --- encodings -----------------------------------------------------------------------------------


def test_mixed_encodings_are_refused_with_their_rows(tmp_path):
    file = tmp_path / "lan.csv"
    rows = [f"A-{number},Thôn Nà Pàn,khu dân cư,06613".encode() for number in range(3)]
    rows.insert(2, "B,Caf\xe9,khu d\xe2n c,06613".encode("latin-1"))
    file.write_bytes(b"\n".join([HEADER.encode(), *rows]))
    [problem, *_] = refused(file)
    assert problem.startswith("Dòng 4: có chữ không phải UTF-8 trong khi các dòng khác là UTF-8")


def test_a_font_encoding_is_refused_and_not_read_as_nonsense(tmp_path):
    file = tmp_path / "tcvn3.csv"  # “Đồng Đăng” and “bé” as the .VnTime fonts hold them
    file.write_bytes(
        b"code,name,kind,parent\nA,Th\xabn \xa7\xe5ng \xa7\xa8ng,agency,06613\nB,Em b\xd0,agency,06613\n"
    )
    assert any("TCVN3" in problem for problem in refused(file))


def test_a_capital_inside_a_word_betrays_a_font_encoding(tmp_path):
    file = tmp_path / "tcvn3.csv"
    file.write_bytes(b"code,name,kind,parent\nB,Em b\xd0,agency,06613\n")
    assert any("TCVN3" in problem for problem in refused(file))


def test_western_letters_are_not_taken_for_windows_1258(tmp_path):
    file = tmp_path / "west.csv"
    file.write_bytes("code,name,kind,parent\nB,España,agency,06613\n".encode("cp1252"))
    assert "Dòng 2: không đọc được chữ" in refused(file)[0]


def test_a_broken_utf_16_file_is_refused(tmp_path):
    file = tmp_path / "hong.csv"
    file.write_bytes(codecs.BOM_UTF16_LE + f"{HEADER}\n{GOOD}\n".encode("utf-16-le") + b"\x00\xd8\x00")
    assert any("UTF-16 hỏng" in problem for problem in refused(file))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "anh.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    assert "không phải văn bản" in refused(file)[0]


def test_a_quotation_mark_that_is_not_closed_is_refused(tmp_path):
    [problem, *_] = refused(
        csv_file(tmp_path, GOOD, 'B,"Thôn B,khu dân cư,06613', "C,Thôn C,khu dân cư,06613")
    )
    assert problem.startswith("Dòng 3: dấu ngoặc kép mở mà không đóng")


def test_a_control_character_is_refused(tmp_path):
    assert refused(csv_file(tmp_path, GOOD.replace("Nà", "N\x07à"))) == [
        "Dòng 2: có ký tự điều khiển không in được."
    ]


# --- formulas ------------------------------------------------------------------------------------


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "＝1"])
def test_a_formula_in_a_csv_is_refused_by_the_name_of_its_cell(tmp_path, formula):
    [problem] = refused(csv_file(tmp_path, f"A,{formula},khu dân cư,06613"))
    assert problem.startswith("Ô B2: là công thức hoặc bắt đầu bằng = + - @")


def test_a_negative_number_is_no_formula(tmp_path):
    [row] = read(csv_file(tmp_path, f"{GOOD},-8.5", header=f"{HEADER},lat"))
    assert row.attributes == {"lat": -8.5}


def test_a_formula_in_a_spreadsheet_is_refused_by_the_name_of_its_cell(tmp_path):
    file = xlsx_file(
        tmp_path, GOOD, ["B", '=CONCATENATE("Thôn"," B")', "khu dân cư", "06613"], ["C", "=A1", "x", "06613"]
    )
    assert refused(file)[0].startswith("Các ô B3, B4: là công thức")


def test_an_array_formula_in_a_spreadsheet_is_a_formula_too(tmp_path):
    def array(book):
        book.active["B2"] = ArrayFormula("B2:B3", "=A2:A3")

    assert refused(xlsx_file(tmp_path, GOOD, change=array))[0].startswith("Ô B2: là công thức")


def test_text_that_a_spreadsheet_would_run_is_refused_there_too(tmp_path):
    def as_text(book):
        book.active["B2"].data_type = "s"

    assert refused(xlsx_file(tmp_path, ["B", "=1+1", "khu dân cư", "06613"], change=as_text))[0].startswith(
        "Ô B2"
    )


def test_an_error_value_in_a_spreadsheet_is_refused(tmp_path):
    assert refused(xlsx_file(tmp_path, ["B", "#REF!", "khu dân cư", "06613"]))[0] == "Ô B2: có lỗi #REF!."


def test_a_name_that_a_spreadsheet_turned_into_a_date_is_refused(tmp_path):
    problems = refused(xlsx_file(tmp_path, ["B", date(2026, 3, 2), "khu dân cư", "06613"]))
    assert "bảng tính đã đổi “2026-03-02” thành ngày" in problems[0]


# --- spreadsheets --------------------------------------------------------------------------------


def test_the_first_visible_sheet_is_read_and_the_others_are_named(tmp_path):
    def more(book):
        book.create_sheet("Bí mật", 0).sheet_state = "hidden"
        book.create_sheet("Ghi chú")
        book.active = 1

    reading = unit_files.reading(xlsx_file(tmp_path, GOOD, change=more), ALLOWED, KNOWN, TODAY)
    assert [row.code for row in reading.rows] == ["06613-1"]
    assert reading.remarks[0].vi == "Chỉ đọc trang tính “Danh sách”; bỏ qua “Bí mật”, “Ghi chú”."


def test_merged_cells_are_refused_by_name(tmp_path):
    file = xlsx_file(tmp_path, GOOD, change=lambda book: book.active.merge_cells("D2:D3"))
    assert refused(file)[0].startswith("Có ô gộp (D2:D3)")


def test_hidden_rows_are_read_and_that_is_said(tmp_path):
    def hide(book):
        book.active.row_dimensions[2].hidden = True

    reading = unit_files.reading(xlsx_file(tmp_path, GOOD, change=hide), ALLOWED, KNOWN, TODAY)
    assert len(reading.rows) == 1
    assert reading.remarks[0].vi == "1 dòng ẩn cũng được đọc."


def test_cells_that_are_only_coloured_are_no_rows(tmp_path):
    def colour(book):
        book.active["Z900"].fill = PatternFill("solid", fgColor="FFFF00")

    assert len(read(xlsx_file(tmp_path, GOOD, change=colour))) == 1


def test_a_broken_spreadsheet_is_refused(tmp_path):
    file = xlsx_file(tmp_path, GOOD)
    file.write_bytes(file.read_bytes()[:2000])
    assert refused(file) == ["Tệp .xlsx hỏng hoặc chứa XML không an toàn, không mở được."]


def test_an_old_or_locked_spreadsheet_is_refused(tmp_path):
    file = tmp_path / "cu.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    assert ".xls kiểu cũ hoặc có mật khẩu" in refused(file)[0]


def rewritten(file, part, text):
    """The same archive with one part replaced."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | {part: text}).items():
            archive.writestr(name, data)
    return file


def test_a_file_that_unpacks_to_far_too_much_is_refused_before_it_is_unpacked(tmp_path):
    file = rewritten(xlsx_file(tmp_path, GOOD), "xl/media/bomb.bin", bytes(50_000_000))
    assert file.stat().st_size < 100_000
    assert refused(file)[0].startswith("Tệp nén quá mức: mở ra thành 47 MB")


def test_entities_in_a_spreadsheet_are_refused(tmp_path):
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    file = rewritten(xlsx_file(tmp_path, GOOD), "xl/worksheets/sheet1.xml", bomb.encode())
    assert openpyxl.DEFUSEDXML
    assert "XML không an toàn" in refused(file)[0]


def test_a_file_over_20_megabytes_is_refused_unread(tmp_path):
    file = tmp_path / "to.csv"
    with file.open("wb") as big:
        big.truncate(20 * 1024 * 1024 + 1)
    assert refused(file) == ["Tệp lớn hơn 20 MB; hãy chia thành nhiều tệp."]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refused(tmp_path / "khong.csv")[0].startswith("Không có tệp “")


# --- all or nothing ------------------------------------------------------------------------------


def test_every_mistake_of_a_file_is_said_at_once_in_the_order_of_the_rows(tmp_path):
    rows = (
        "A,=1,khu dân cư,06613",
        "B,Thôn B,bản,06613",
        "C,Thôn C,khu dân cư,0",
        "B,Thôn B,khu dân cư,06613",
        GOOD,
    )
    starts = [problem.split(":")[0] for problem in refused(csv_file(tmp_path, *rows))]
    assert starts == ["Ô B2", "Dòng 3", "Dòng 4", "Dòng 5"]


def test_a_thousand_mistakes_are_counted_and_twenty_are_shown(tmp_path):
    rows = [f"A-{number},Thôn,khu dân cư,X{number}" for number in range(1500)]
    with pytest.raises(BadFile) as refusal:
        read(csv_file(tmp_path, *rows))
    assert (refusal.value.total, len(refusal.value.problems)) == (1500, 1000)
    shown = refusal.value.in_("vi").splitlines()
    assert shown[0] == "Tệp thon.csv có 1500 lỗi; chưa nhập gì."
    assert len(shown) == 22
    assert shown[-1] == "… và 1480 lỗi nữa."
    assert refusal.value.in_("en").splitlines()[-1] == "… and 1480 more."


def test_braces_and_brackets_in_a_cell_are_only_text(tmp_path):
    [problem] = refused(csv_file(tmp_path, "A,Thôn {0} [b],{kind},06613"))
    assert "“{kind}”" in problem


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read_whole(tmp_path):
    rows = [f"X-{number:06},Thôn Nà Pàn số {number},khu dân cư,06613" for number in range(100_000)]
    assert len(read(csv_file(tmp_path, *rows))) == 100_000


def test_a_hundred_thousand_rows_with_the_same_mistake_are_one_sentence(tmp_path):
    rows = [f"X-{number:06},Thôn,thon,06613" for number in range(100_000)]
    [problem] = refused(csv_file(tmp_path, *rows))
    assert problem.startswith("Các dòng 2, 3, 4, 5, 6 và 99995 chỗ nữa")
