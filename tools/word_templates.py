"""Makes the Word templates of portal/documents/templates, which an office copies into its home folder and edits.

    python tools/word_templates.py

Each says in Word what the Typst template of the same name says, laid out as Nghị định 30/2020/NĐ-CP asks; a test compares the
words of both. Tags are Jinja's, as docxtpl reads them: {{ value }}, {%p … %} around paragraphs, {%tr … %} around rows of a table.
"""

import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

sys.path.insert(0, str(Path(__file__).parents[1]))
from portal.papers.archives import steady

FOLDER = Path(__file__).parents[1] / "portal" / "documents" / "templates"
FONT = "Times New Roman"
CENTRE, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


class Sheet:
    """One template under way."""

    def __init__(self) -> None:
        self.document = Document()
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(14)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(6), 1.0
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.header_distance = section.footer_distance = Mm(10)
        # The number of a page stands from the second page on, in the middle of the top margin.
        section.different_first_page_header_footer = True
        self._page_number(section.header.paragraphs[0])
        for footer in (section.footer, section.first_page_footer):
            self.write(footer.paragraphs[0], "{{ foot }}", size=8, align=CENTRE)

    def write(self, paragraph, text, size=None, bold=False, italic=False, align=None, after=None):
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic
        if size:
            run.font.size = Pt(size)
        if align is not None:
            paragraph.alignment = align
        if after is not None:
            paragraph.paragraph_format.space_after = Pt(after)
        return paragraph

    def line(self, text, where=None, **how):
        return self.write((where or self.document).add_paragraph(), text, **how)

    def tag(self, text, where=None):
        """A tag that stands in a paragraph of its own, which goes when it is filled in."""
        return self.line(text, where)

    def body(self, text, **how):
        paragraph = self.line(text, align=BOTH, **how)
        paragraph.paragraph_format.first_line_indent = Mm(10)
        return paragraph

    def _page_number(self, paragraph):
        paragraph.alignment = CENTRE
        run = paragraph.add_run()
        run.font.size = Pt(13)
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            if kind:
                part = OxmlElement("w:fldChar")
                part.set(qn("w:fldCharType"), kind)
            else:
                part = OxmlElement("w:instrText")
                part.text = text
            run._r.append(part)

    def rule(self, where, width):
        """The short line below a name: a paragraph's own border, drawn in by its indents."""
        paragraph = where.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.space_after = CENTRE, Pt(4)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(width)
        paragraph.paragraph_format.line_spacing = Pt(3)
        border = OxmlElement("w:pBdr")
        top = OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        border.append(top)
        paragraph._p.get_or_add_pPr().append(border)

    def two(self, widths):
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        self.wide(table, widths)
        return table.rows[0].cells

    def wide(self, table, widths):
        """Word reads the widths of the cells, others those of the columns."""
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)

    def head(self, number=True):
        left, right = self.two((58, 107))
        first = left.paragraphs[0]
        self.write(first, "{%p if above %}", size=12)
        self.line("{{ above | upper }}", left, size=12, align=CENTRE, after=0)
        self.tag("{%p endif %}", left)
        self.tag("{%p for line in body %}", left)
        self.line("{{ line | upper }}", left, size=12, bold=True, align=CENTRE, after=0)
        self.tag("{%p endfor %}", left)
        self.rule(left, 20)
        self.line("Số: {{ number }}", left, size=13, align=CENTRE)
        self.write(
            right.paragraphs[0],
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            size=12,
            bold=True,
            align=CENTRE,
            after=0,
        )
        self.line("Độc lập – Tự do – Hạnh phúc", right, size=13, bold=True, align=CENTRE, after=0)
        self.rule(right, 20)
        self.line("{{ at }}", right, size=13, italic=True, align=CENTRE)

    def named(self):
        self.line("{{ type | upper }}", bold=True, align=CENTRE, after=0).paragraph_format.space_before = Pt(
            12
        )
        self.line("{{ abstract }}", bold=True, align=CENTRE, after=0)
        self.rule(self.document, 60)

    def address(self):
        self.line("Kính gửi: {{ to }}.", align=CENTRE)

    def bases(self):
        self.tag("{%p for base in bases %}")
        self.body("{{ base }}{% if loop.last %}.{% else %};{% endif %}", italic=True)
        self.tag("{%p endfor %}")

    def signer(self, cell, of):
        self.write(cell.paragraphs[0], f"{{{{ {of}.office | upper }}}}", bold=True, align=CENTRE, after=0)
        self.tag(f"{{%p if {of}.title %}}", cell)
        self.line(f"{{{{ {of}.title | upper }}}}", cell, bold=True, align=CENTRE, after=0)
        self.tag("{%p endif %}", cell)
        self.tag(f"{{%p if {of}.note %}}", cell)
        self.line(f"{{{{ {of}.note }}}}", cell, size=12, italic=True, align=CENTRE, after=0)
        self.tag("{%p endif %}", cell)
        for _ in range(4):
            self.line("", cell, after=0)
        self.line(f"{{{{ {of}.name }}}}", cell, bold=True, align=CENTRE)

    def closing(self, both=False):
        left, right = self.two((82, 83))
        if both:
            self.signer(left, "signers[0]")
            self.signer(right, "signers[1]")
            return
        self.write(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True, after=0)
        self.tag("{%p for one in recipients %}", left)
        self.line("– {{ one }}{% if loop.last %}.{% else %};{% endif %}", left, size=11, after=0)
        self.tag("{%p endfor %}", left)
        self.signer(right, "signers[0]")

    def listed(
        self, titles: Sequence[str], widths: Sequence[int], loop: str, cells: Sequence[Sequence[str]], size=12
    ):
        """A table with a head that is repeated, and a row for each of `loop`; several texts of a cell are its paragraphs."""
        table = self.document.add_table(rows=1, cols=len(titles))
        table.style, table.autofit = "Table Grid", False
        for cell, text in zip(table.rows[0].cells, titles, strict=True):
            self.write(cell.paragraphs[0], text, size=size, bold=True, align=CENTRE, after=0)
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        table.add_row().cells[0].paragraphs[0].add_run(f"{{%tr for {loop} %}}")
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, texts in zip(row.cells, cells, strict=True):
            for at, text in enumerate(texts):
                where = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
                self.write(where, text, size=size, align=LEFT, after=0)
        table.add_row().cells[0].paragraphs[0].add_run("{%tr endfor %}")
        self.wide(table, widths)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def content(self) -> bytes:
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = "An Toàn"
        saved = BytesIO()
        self.document.save(saved)
        return steady(saved.getvalue())


SAID = ["{%p for line in row.said %}", "{{ line }}", "{%p endfor %}"]
UNIT = "{{ unit }} (mã đơn vị {{ code }}), thuộc {{ place }}"


def registration() -> Sheet:
    sheet = Sheet()
    sheet.head()
    sheet.named()
    sheet.address()
    sheet.body(f"{UNIT}, đăng ký phấn đấu {{{{ achieved }}}} trong năm đánh giá {{{{ season }}}}.")
    sheet.body("Căn cứ: {{ cites }}. Hồ sơ số {{ reference }}, đăng ký ngày {{ registered }}.")
    sheet.body("Đơn vị cam kết thực hiện các nội dung sau:")
    sheet.listed(("Mã", "Nội dung", "Căn cứ"), (30, 91, 44), "row in rows",
                 (["{{ row.code }}"], ["{{ row.ask }}"], ["{{ row.cites }}"]))  # fmt: skip
    sheet.closing()
    return sheet


def inspection() -> Sheet:
    sheet = Sheet()
    sheet.head()
    sheet.named()
    sheet.body(f"Đơn vị được kiểm tra: {UNIT}; hồ sơ số {{{{ reference }}}}, năm đánh giá {{{{ season }}}}.")
    sheet.body("Thời gian kiểm tra: từ …… giờ …… ngày ……………… đến …… giờ …… ngày ………………")
    sheet.body("Địa điểm: " + "." * 60)
    sheet.body("Thành phần: đại diện đơn vị; người kiểm tra: {{ inspector }}.")
    sheet.body("Kết quả kiểm tra được nộp vào hệ thống lúc {{ submitted }}, gồm các nội dung sau:")
    sheet.listed(("Mã", "Nội dung", "Người kiểm tra ghi nhận"), (30, 73, 62), "row in rows",
                 (["{{ row.code }}"], ["{{ row.ask }}", "{{ row.cites }}"], SAID))  # fmt: skip
    sheet.body("{{ sum }}")
    sheet.body("Biên bản được lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản.")
    sheet.closing(both=True)
    return sheet


def submission() -> Sheet:
    sheet = Sheet()
    sheet.head()
    sheet.named()
    sheet.address()
    sheet.bases()
    sheet.body(f"{UNIT}, đã đăng ký ngày {{{{ registered }}}} và đã tự đánh giá việc thực hiện tiêu chuẩn trong năm đánh giá"
               " {{ season }}.")  # fmt: skip
    sheet.body(
        "{{ unit }} kính trình {{ to }} xem xét, trình cấp có thẩm quyền công nhận: {{ achieved }} năm {{ season }}."
    )
    sheet.body("Hồ sơ số {{ reference }}, nộp ngày {{ submitted }}, gồm:")
    sheet.tag("{%p for one in enclosed %}")
    sheet.body("{{ loop.index }}. {{ one }}{% if loop.last %}.{% else %};{% endif %}")
    sheet.tag("{%p endfor %}")
    sheet.body("{{ unit }} chịu trách nhiệm về tính chính xác của hồ sơ và kính đề nghị xem xét, quyết định.")
    sheet.closing()
    return sheet


def report() -> Sheet:
    sheet = Sheet()
    sheet.head()
    sheet.named()
    sheet.address()
    sheet.body(f"{UNIT}, báo cáo kết quả thực hiện tiêu chuẩn trong năm đánh giá {{{{ season }}}} (hồ sơ số {{{{ reference }}}},"
               " nộp ngày {{ submitted }}).")  # fmt: skip
    sheet.body("Căn cứ: {{ cites }}.")
    sheet.body("Kết quả thực hiện từng tiêu chí:")
    sheet.listed(("Mã", "Nội dung", "Đơn vị tự đánh giá"), (30, 73, 62), "row in rows",
                 (["{{ row.code }}"], ["{{ row.ask }}", "{{ row.cites }}"], SAID))  # fmt: skip
    sheet.body("{{ sum }}")
    sheet.closing()
    return sheet


def council() -> Sheet:
    sheet = Sheet()
    sheet.head()
    sheet.named()
    sheet.body("Thời gian: {{ held }}. Địa điểm: {{ venue }}.")
    sheet.body("Thành phần Hội đồng:")
    sheet.listed(("STT", "Thành phần", "Tham dự"), (13, 102, 50), "one in members",
                 (["{{ one.at }}"], ["{{ one.seat }}"], ["{{ one.attended }}"]))  # fmt: skip
    sheet.body("{{ quorum }}")
    sheet.body("Nội dung: xem xét {{ items | length }} hồ sơ. Kết quả biểu quyết:")
    sheet.listed(
        ("STT", "Đơn vị, hồ sơ", "Đồng ý", "Không đồng ý", "Không có ý kiến", "Không tham gia", "Kết luận"),
        (13, 50, 16, 17, 18, 19, 32), "one in items",
        (["{{ one.at }}"], ["{{ one.unit }}", "Hồ sơ {{ one.reference }}; chuỗi sự kiện {{ one.head }}"], ["{{ one.in_favour }}"],
         ["{{ one.against }}"], ["{{ one.abstained }}"], ["{{ one.recused }}"], ["{{ one.outcome }}"]),
        size=11.5,
    )  # fmt: skip
    sheet.tag("{%p for one in opinions %}")
    sheet.body("Ý kiến của {{ one.seat }} về {{ one.unit }}: {{ one.said }}")
    sheet.tag("{%p endfor %}")
    sheet.body("{{ end }}")
    sheet.closing(both=True)
    return sheet


def decision() -> Sheet:
    sheet = Sheet()
    sheet.head()
    sheet.named()
    sheet.line("{{ authority | upper }}", bold=True, align=CENTRE)
    sheet.bases()
    sheet.line("QUYẾT ĐỊNH:", bold=True, align=CENTRE)
    sheet.tag("{%p for article in articles %}")
    paragraph = sheet.body("Điều {{ loop.index }}. ", bold=True)
    sheet.write(paragraph, "{{ article }}")
    sheet.tag("{%p endfor %}")
    sheet.closing()
    sheet.tag("{%p for annex in annexes %}")
    title = sheet.line("{{ annex.name | upper }}", bold=True, align=CENTRE, after=0)
    title.paragraph_format.page_break_before = True
    sheet.line("{{ annex.title }}", bold=True, align=CENTRE, after=0)
    sheet.line("{{ annex.of }}", size=13, italic=True, align=CENTRE)
    last = "{% if annex.reasons %}{{ row.reason }}{% else %}{{ row.head }}{% endif %}"
    sheet.listed(
        ("STT", "Đơn vị", "Số hồ sơ", "{% if annex.reasons %}Lý do{% else %}Đầu chuỗi sự kiện{% endif %}"), (13, 68, 32, 52),
        "row in annex.rows",
        (["{{ row.at }}"], ["{{ row.unit }}", "{{ row.more }}"], ["{{ row.reference }}"],
         [last, "{%p if annex.reasons %}", "{{ row.head }}", "{%p endif %}"]),
    )  # fmt: skip
    sheet.tag("{%p endfor %}")
    return sheet


def certificate() -> Sheet:
    sheet = Sheet()
    section = sheet.document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(15)
    for footer in (section.footer, section.first_page_footer):
        footer.paragraphs[0].runs[0].text = ""
    left, right = sheet.two((110, 143))
    sheet.write(left.paragraphs[0], "{{ body | upper }}", size=13, align=CENTRE, after=0)
    sheet.line("{{ place | upper }}", left, size=13, bold=True, align=CENTRE, after=0)
    sheet.rule(left, 40)
    sheet.line("Số: {{ number }}", left, size=13, align=CENTRE)
    sheet.write(
        right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True, align=CENTRE, after=0
    )
    sheet.line("Độc lập – Tự do – Hạnh phúc", right, bold=True, align=CENTRE, after=0)
    sheet.rule(right, 40)
    sheet.line("GIẤY CÔNG NHẬN", size=34, bold=True, align=CENTRE).paragraph_format.space_before = Pt(18)
    sheet.line("{{ kind }}", size=15, align=CENTRE)
    sheet.line("{{ unit }}", size=24, bold=True, align=CENTRE)
    sheet.line("Mã đơn vị: {{ code }}", size=15, align=CENTRE)
    sheet.line("{{ achieved }}", size=17, bold=True, align=CENTRE)
    sheet.line("Năm đánh giá: {{ season }}", size=15, align=CENTRE, after=18)
    left, right = sheet.two((150, 103))
    first = left.paragraphs[0]
    sheet.write(first, "{%p if qr %}")
    sheet.line("{{ qr }}", left, after=2)
    sheet.tag("{%p endif %}", left)
    for text in (
        "Căn cứ: {{ cites }}.",
        "Hồ sơ số {{ reference }}. Tiêu chuẩn {{ standard }}, SHA-256 {{ sha256 }}.",
        "Đầu chuỗi sự kiện: {{ head }}.",
    ):
        sheet.line(text, left, size=10.5, after=0)
    sheet.tag("{%p for line in lines %}", left)
    sheet.line("{{ line }}", left, size=10.5, after=0)
    sheet.tag("{%p endfor %}", left)
    sheet.write(right.paragraphs[0], "{{ signed_at }}", italic=True, align=CENTRE, after=0)
    sheet.line("{{ office | upper }}", right, bold=True, align=CENTRE, after=0)
    sheet.line("{{ signature }}", right, size=11, italic=True, align=CENTRE)
    for _ in range(3):
        sheet.line("", right, after=0)
    sheet.line("{{ signer }}", right, bold=True, align=CENTRE)
    return sheet


TEMPLATES = {
    one.__name__: one
    for one in (registration, inspection, submission, report, council, decision, certificate)
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, make in TEMPLATES.items():
        (FOLDER / f"{name}.docx").write_bytes(make().content())


if __name__ == "__main__":
    main()
