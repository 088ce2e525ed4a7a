"""Papers: what a criteria file becomes on paper: complete, the same whenever it is made, and readable again.

Broken on purpose, each seen to fail here and undone: autoescape off; a text written so that it becomes a formula; the moment
left in core.xml; a row of the form left out; Vietnamese labels in the English paper; evidence forgotten when the form is read;
what others attest put on the readiness sheet.
"""

import html
import json
import re
import shutil
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from typer.testing import CliRunner

from domain.catalogue import Catalogue, load
from domain.errors import BadInput
from domain.scorecard import judge
from domain.settings import settings
from portal.cli import app
from portal.cli.criteria_doc import papers
from portal.papers import forms, page, word
from portal.papers.content import Asked, paper
from portal.papers.filled import filled

ROOT = Path(__file__).parents[2] / "criteria"
AREA = "vn/antt-2021/residential-area"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(ROOT)


PATHS = sorted(load(ROOT).standards)


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("path", PATHS)
def test_every_standard_has_papers_in_both_languages_that_leave_nothing_out(
    path: str, catalogue: Catalogue
) -> None:
    standard = catalogue.get(path)
    season = max(standard.seasons.first, 2024) if standard.seasons.until is None else standard.seasons.until
    made = papers(standard, season)
    assert len(made) == 8
    for name, content in made.items():
        language = name.split(".")[-2 if name.endswith("html") else -3]
        if name.endswith(".html"):
            text = plain(content.decode())
        elif name.endswith(".checklist.docx"):
            document = Document(BytesIO(content))
            text = " ".join(
                cell.text for table in document.tables for row in table.rows for cell in row.cells
            )
        else:
            continue
        for criterion in standard.in_season(season).criteria:
            assert criterion.code in text
            assert " ".join(criterion.ask.in_(language).split()) in " ".join(text.split())
            for fact in criterion.facts.values():
                assert fact.label.in_(language) in " ".join(text.split())


def test_the_same_papers_are_the_same_bytes(catalogue: Catalogue) -> None:
    standard = catalogue.get(AREA)
    assert papers(standard, 2026) == papers(standard, 2026)
    for name, content in papers(standard, 2026).items():
        if not name.endswith(".html"):
            with zipfile.ZipFile(BytesIO(content)) as archive:
                assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
                assert b"T00:00:00Z" in archive.read("docProps/core.xml")


def test_nothing_on_the_page_comes_from_elsewhere_and_markup_in_a_text_stays_text(
    catalogue: Catalogue,
) -> None:
    from dataclasses import replace

    said = paper(catalogue.get(AREA), 2026, "en")
    text = page.page(replace(said, title="<script>alert(1)</script> & more"))
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in text
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|@import|url\(", text) == []


def test_what_is_unverified_stands_on_the_page(catalogue: Catalogue) -> None:
    for path in PATHS:
        standard = catalogue.get(path)
        season = standard.seasons.until or max(standard.seasons.first, 2024)
        text = plain(page.page(paper(standard, season, "vi")))
        for criterion in standard.in_season(season).criteria:
            for open_ in criterion.unverified:
                assert " ".join(open_.vi.split()) in text


def test_the_readiness_sheet_asks_the_head_of_the_area_only_for_what_is_theirs(catalogue: Catalogue) -> None:
    said = paper(catalogue.get(AREA), 2026, "en")
    document = Document(BytesIO(word.readiness(said)))
    (table,) = document.tables
    text = " ".join(cell.text for row in table.rows for cell in row.cells)
    assert "Households registered (KDC-1c)" in text
    assert "100% of “Households residing”" in text
    assert "dated inside Quarter I: 1 Jan 2026 – 31 Mar 2026" in text
    assert "KDC-3a" not in text
    assert any(
        p.text.startswith("the commune police: Incidents (KDC-3a, KDC-3b") for p in document.paragraphs
    )


def cells(content: bytes) -> dict[str, Any]:
    sheet = load_workbook(BytesIO(content))["facts"]
    return {str(sheet.cell(row, 1).value): sheet.cell(row, 5) for row in range(8, sheet.max_row + 1)}


def test_the_form_has_one_open_checked_cell_per_fact_and_all_else_is_locked(catalogue: Catalogue) -> None:
    standard = catalogue.get("vn/antt-2021/school")
    content = forms.form(paper(standard, 2024, "vi"))
    sheet = load_workbook(BytesIO(content))["facts"]
    facts = {f"{code}.{name}" for code, name, _ in standard.facts()}
    keys = {key for key in cells(content) if key != "None"}
    assert keys == facts | {"unit.armed_forces", "unit.level"}
    assert sheet.protection.sheet
    checked = {str(area) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
    for key, cell in cells(content).items():
        if key != "None":
            assert cell.coordinate in checked
            assert not cell.protection.locked
    assert sheet["C8"].protection.locked
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"list", "whole", "date"}


def test_a_text_is_never_a_formula(catalogue: Catalogue) -> None:
    from dataclasses import replace

    said = paper(catalogue.get(AREA), 2024, "vi")
    content = forms.form(replace(said, title="=1+1", cites="=HYPERLINK(1)"))
    for sheet in load_workbook(BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate


def filled_in(content: bytes, one: dict[str, Asked], answers: dict[str, Any]) -> Any:
    """The form as somebody fills it in by hand."""
    book = load_workbook(BytesIO(content))
    sheet = book["facts"]
    for row in range(8, sheet.max_row + 1):
        key = str(sheet.cell(row, 1).value)
        if key not in answers:
            continue
        value = answers[key]
        if isinstance(value, dict) and "date" in value:
            sheet.cell(row, 5, date.fromisoformat(value["date"]))
            sheet.cell(row, 6, value.get("number"))
        elif isinstance(value, dict):
            sheet.cell(row, 5, one[key].choices[0 if value["holds"] else 1][1])
            sheet.cell(row, 6, value.get("evidence"))
        elif one[key].choices:
            code = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
            sheet.cell(row, 5, dict(one[key].choices)[code])
        else:
            sheet.cell(row, 5, value)
    return book


def saved(book: Any) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def asked(standard: Any, language: Any = "vi") -> dict[str, Asked]:
    said = paper(standard, 2024, language)
    return {one.key: one for one in (*said.attributes, *(one for row in said.rows for one in row.facts))}


@pytest.mark.parametrize("kind", ["residential-area", "commune", "agency", "enterprise", "school"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_filled_form_is_judged_like_the_facts_that_were_written_in_it(
    kind: str, language: Any, catalogue: Catalogue
) -> None:
    standard = catalogue.get(f"vn/antt-2021/{kind}")
    facts = standard.example_facts(2024)
    unit = {"level": "college"} if kind == "school" else {}
    answers = {f"{code}.{name}": value for code, own in facts.items() for name, value in own.items()}
    answers |= {f"unit.{name}": value for name, value in unit.items()}
    blank = forms.form(paper(standard, 2024, language))
    assert filled(blank, standard)["facts"] == {}
    content = saved(filled_in(blank, asked(standard, language), answers))
    document = filled(content, standard)
    assert document == {"season": 2024, "unit": unit, "facts": facts}
    assert judge(standard, 2024, unit, document["facts"]).verdict == "met"


def test_dated_incidents_are_read_from_their_own_sheet(catalogue: Catalogue) -> None:
    standard = catalogue.get(AREA)
    book = load_workbook(BytesIO(forms.form(paper(standard, 2024, "vi"))))
    sheet = book["incidents"]
    row = [
        "KDC-4b · Vụ phạm tội nghiêm trọng trở lên",
        date(2024, 5, 1),
        "trường hợp bất khả kháng",
        "lũ quét",
        "Công an xã",
    ]
    for column, value in enumerate(row, 1):
        sheet.cell(2, column, value)
    document = filled(saved(book), standard)
    assert document["facts"]["KDC-4b"]["serious_crimes"] == [
        {
            "on": "2024-05-01",
            "excused_as": "force_majeure",
            "reason": "lũ quét",
            "accepted_by": "Công an xã",
        }
    ]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("KDC-1c.registered", -1, "“-1” cannot be used here"),
        ("KDC-1c.registered", "nhiều", "“nhiều” cannot be used here"),
        ("KDC-1a.resolution", "hôm qua", "“hôm qua” cannot be used here"),
        ("KDC-5.team_rating", "tuyệt vời", "“tuyệt vời” cannot be used here"),
        ("KDC-1c.registered", "=1+1", "“=1+1” cannot be used here"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    key: str, value: Any, sentence: str, catalogue: Catalogue
) -> None:
    standard = catalogue.get(AREA)
    book = load_workbook(BytesIO(forms.form(paper(standard, 2024, "vi"))))
    for row in range(8, book["facts"].max_row + 1):
        if book["facts"].cell(row, 1).value == key:
            book["facts"].cell(row, 5, value)
            where = f"E{row}"
    with pytest.raises(BadInput) as refusal:
        filled(saved(book), standard)
    assert refusal.value.in_("en").startswith(f"Cell {where}: ")
    assert sentence in refusal.value.in_("en")


def test_a_file_that_is_no_form_of_this_standard_is_refused(catalogue: Catalogue) -> None:
    standard = catalogue.get(AREA)
    with pytest.raises(BadInput, match="không phải là biểu mẫu"):
        filled(b"PK", standard)
    with pytest.raises(BadInput, match="commune"):
        filled(forms.form(paper(catalogue.get("vn/antt-2021/commune"), 2024, "vi")), standard)


def test_the_command_writes_the_papers_and_judge_reads_the_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTOAN_LANGUAGE", "en")
    settings.cache_clear()
    runner = CliRunner()
    result = runner.invoke(app, ["criteria", "doc", AREA, "--to", str(tmp_path), "--season", "2024"])
    assert result.exit_code == 0
    assert len(list(tmp_path.iterdir())) == 8
    form = shutil.copy(next(tmp_path.glob("*.vi.form.xlsx")), tmp_path / "filled.xlsx")
    result = runner.invoke(app, ["judge", AREA, str(form)])
    assert json.loads(result.stdout)["verdict"] == "undecided"
    assert runner.invoke(app, ["criteria", "doc", AREA, "--season", "2021"]).exit_code == 1
    settings.cache_clear()
