"""Word: the inspector's checklist and the readiness sheet of the head of the unit, as documents that offices can edit."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row

from portal.papers.archives import steady
from portal.papers.content import Asked, Paper

FONT = "Times New Roman"
_SOFT = RGBColor(0x5B, 0x5B, 0x5B)
_BOX = "☐"


def checklist(paper: Paper) -> bytes:
    """What the inspector takes along: a row per criterion, boxes to tick, room to write."""
    document = _blank(paper, landscape=True)
    _heading(document, paper, paper.say("PHIẾU KIỂM TRA", "INSPECTOR'S CHECKLIST"))
    unit, day = paper.say("Đơn vị", "Unit"), paper.say("Ngày kiểm tra", "Day of inspection")
    document.add_paragraph(f"{unit}: {'.' * 70}   {day}: {'.' * 30}")
    titles = [
        paper.say("Mã", "Code"),
        paper.say("Hỏi", "Ask"),
        paper.say("Ghi nhận", "Record"),
        paper.say("Đạt", "Met"),
        paper.say("Chưa đạt", "Not met"),
        paper.say("Chưa rõ", "Unclear"),
        paper.say("Căn cứ, ghi chú", "Evidence, notes"),
    ]
    table = _table(document, titles, (24, 82, 82, 14, 14, 14, 37))
    for row in paper.rows:
        cells = _added(table).cells
        _write(cells[0], row.code, bold=True)
        _write(cells[1], row.ask)
        _write(cells[1], row.cites, soft=True, further=True)
        for number, one in enumerate(row.facts):
            _write(cells[2], _to_fill_in(one, paper), further=number > 0)
        if row.excuses:
            _write(cells[2], paper.say("Miễn trừ: ngày, lý do, người chấp nhận", "Excuse: day, reason, who accepted it")
                   + f" {'.' * 40}", soft=True, further=True)  # fmt: skip
        for cell in cells[3:6]:
            _write(cell, _BOX, centred=True)
        if row.conditional:
            _write(cells[6], f"{_BOX} {paper.say('Không áp dụng, vì:', 'Not applicable, because:')}")
        if row.evidence:
            _write(cells[6], row.evidence, soft=True, further=row.conditional)
    _signatures(
        document, paper.say("Đại diện đơn vị", "For the unit"), paper.say("Người kiểm tra", "Inspector")
    )
    return _saved(document)


def readiness(paper: Paper) -> bytes:
    """One page for whoever heads the unit: what must be there, by when, and what others will attest."""
    document = _blank(paper, landscape=False, size=9.5)  # so that it stays one page
    _heading(document, paper, paper.say("PHIẾU CHUẨN BỊ", "READINESS SHEET"))
    titles = [
        "✓",
        paper.say("Việc cần có", "What must be there"),
        paper.say("Cần đạt", "What is needed"),
        paper.say("Giấy tờ nào là đủ", "Which papers suffice"),
    ]
    table = _table(document, titles, (8, 74, 58, 42))
    for row in paper.rows:
        evidence: list[_Cell] = []
        for one in row.own:
            cells = _added(table).cells
            _write(cells[0], _BOX, centred=True)
            _write(cells[1], f"{one.label} ({row.code})")
            _write(cells[2], one.needed or paper.say("ghi đúng thực tế", "as it is"))
            evidence.append(cells[3])
        if evidence:
            said = paper.say("văn bản, danh sách, sổ theo dõi", "document, list, register")
            _write(evidence[0], row.evidence or said)
            evidence[0].merge(evidence[-1])
    if paper.attested:
        said = paper.say("Người khác xác nhận, đừng tự ghi:", "Others attest; do not write these yourself:")
        document.add_paragraph().add_run(said).bold = True
        for who, facts in paper.attested.items():
            told = "; ".join(f"{label} ({', '.join(codes)})" for label, codes in facts.items())
            line = document.add_paragraph()
            line.add_run(f"{who}: ").bold = True
            line.add_run(told)
    return _saved(document)


def _to_fill_in(one: Asked, paper: Paper) -> str:
    if one.fact.supplied_by:
        blank = one.who  # nobody writes what the system looks up
    elif one.choices:
        blank = "   ".join(f"{_BOX} {text}" for _, text in one.choices)
    else:
        blank = f"{'.' * 16} {one.unit}"
    needed = f" ({paper.say('cần', 'needed')}: {one.needed})" if one.needed else ""
    return f"{one.label}: {blank}{needed}"


def _blank(paper: Paper, landscape: bool, size: float = 10.5) -> Written:
    document = Document()
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(12)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    # Word takes the font of Vietnamese letters from here.
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(3), 1.0
    footer = section.footer.paragraphs[0].add_run(f"{paper.path} · {paper.edition} · {paper.season}")
    footer.font.size, footer.font.color.rgb = Pt(8), _SOFT
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = paper.title, "An Toàn", "An Toàn"
    properties.language = paper.language
    return document


def _heading(document: Written, paper: Paper, kind: str) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(f"{kind} · {paper.season}")
    run.bold, run.font.size = True, Pt(14)
    name = document.add_paragraph()
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    name.add_run(paper.title).bold = True
    name.add_run(f" ({paper.cites})")
    dates = document.add_paragraph("; ".join(f"{label}: {value}" for label, value in paper.dates) + ".")
    dates.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Written, titles: Sequence[str], widths: Sequence[int]) -> Table:
    table: Table = document.add_table(rows=1, cols=len(titles))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, text in zip(table.rows[0].cells, titles, strict=True):
        _write(cell, text, bold=True, centred=True)
    _mark(table.rows[0], "w:tblHeader")  # repeated on every page
    _fit(table.rows[0], widths)
    return table


def _added(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    _mark(row, "w:cantSplit")
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width
    return row


def _fit(row: _Row, widths: Sequence[int]) -> None:
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _write(
    cell: _Cell,
    text: str,
    bold: bool = False,
    centred: bool = False,
    soft: bool = False,
    further: bool = False,
) -> None:
    paragraph = cell.add_paragraph() if further else cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold = bold
    if soft:
        run.font.size, run.font.color.rgb = Pt(9), _SOFT
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _signatures(document: Written, left: str, right: str) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    for cell, text in zip(table.rows[0].cells, (left, right), strict=True):
        _write(cell, text, bold=True, centred=True)


def _saved(document: Written) -> bytes:
    content = BytesIO()
    document.save(content)
    return steady(content.getvalue())
