"""Criteria doc: the papers of a standard, written into a folder."""

from pathlib import Path
from typing import Annotated

import typer

from domain.catalogue import load
from domain.settings import settings
from domain.standards import Standard
from domain.texts import Language
from portal.cli.current import FIRST_YEAR, LAST_YEAR, this_year
from portal.cli.printing import Format, FormatOption, emit, refusals, say

LANGUAGES: tuple[Language, ...] = ("vi", "en")


def doc(
    standard: Annotated[str, typer.Argument(help="Đường dẫn bộ tiêu chí / path of the standard")],
    to: Annotated[Path | None, typer.Option("--to", help="Thư mục ghi / folder to write to")] = None,
    season: Annotated[
        int | None, typer.Option(min=FIRST_YEAR, max=LAST_YEAR, help="Năm đánh giá / season")
    ] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Giấy tờ từ tệp tiêu chí, tiếng Việt và tiếng Anh: trang HTML (tiêu chí, phiếu chuẩn bị, phiếu kiểm tra), phiếu kiểm tra
    và phiếu chuẩn bị DOCX, biểu mẫu Excel (đọc lại được bằng `antoan judge`).

    Papers from a criteria file, in Vietnamese and English: an HTML page (criteria, readiness sheet, checklist), the checklist
    and the readiness sheet as DOCX, the Excel form (which `antoan judge` reads back).

    Ví dụ / Example: `antoan criteria doc vn/antt-2021/residential-area --to giay-to --season 2026`
    """
    with refusals():
        by = load(settings().criteria).get(standard)
        folder = to or settings().home / "papers"
        files = papers(by, season if season is not None else this_year(by))
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        emit([str(folder / name) for name in files], how, lambda: _print(folder, list(files)))


def papers(standard: Standard, season: int) -> dict[str, bytes]:
    """Every paper of a standard for one season: name of the file, content. The same bytes whenever it is made."""
    from portal.papers import forms, page, word
    from portal.papers.content import paper

    found = {}
    for language in LANGUAGES:
        said = paper(standard, season, language)
        stem = f"{standard.path.replace('/', '-')}-{season}.{language}"
        found[f"{stem}.html"] = page.page(said).encode()
        found[f"{stem}.checklist.docx"] = word.checklist(said)
        found[f"{stem}.readiness.docx"] = word.readiness(said)
        found[f"{stem}.form.xlsx"] = forms.form(said)
    return found


def _print(folder: Path, names: list[str]) -> None:
    for name in names:
        typer.echo(say(f"đã ghi {folder / name}", f"written {folder / name}"))
