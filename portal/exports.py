"""Exports: a table as a file for a spreadsheet, row by row, in which a text never becomes a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import xlsxwriter
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response, StreamingResponse

from portal.simulated import cell

Cell = str | int | None
# Rows that are sent together.
_TOGETHER = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def sent(
    kind: str, name: str, sheet: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Response:
    """The table as CSV or XLSX. `name` is that of the file, without its ending; `rows` are asked for once."""
    disposition = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    if kind == "csv":
        return StreamingResponse(
            lines(head, rows),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": disposition},
        )
    file = await run_in_threadpool(workbook, sheet, head, rows)
    return FileResponse(
        file,
        media_type=_XLSX,
        headers={"Content-Disposition": disposition},
        background=BackgroundTask(file.unlink, missing_ok=True),
    )


def lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """CSV with the mark by which Excel knows UTF-8. A sign before what a spreadsheet would take for a formula."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell(one) for one in head])
    for number, row in enumerate(rows, start=1):
        writer.writerow([cell(one) if isinstance(one, str) else one for one in row])
        if number % _TOGETHER == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def workbook(sheet: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    """XLSX in a file of its own, which whoever asked removes. Each row leaves the memory when it is written."""
    with tempfile.NamedTemporaryFile(prefix="antoan-", suffix=".xlsx", delete=False) as made:
        file = Path(made.name)
    try:
        with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
            page = book.add_worksheet(sheet[:31])
            bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            page.freeze_panes(1, 0)
            page.set_column(0, len(head) - 1, 20)
            for column, title in enumerate(head):
                page.write_string(0, column, title, bold)
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    # `write` would make a formula of “=1+1” and a link of “http://…”.
                    if isinstance(value, int):
                        page.write_number(number, column, value)
                    elif value:
                        page.write_string(number, column, value)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file
