"""Judge: the verdict on facts from a file, without touching a database."""

import sys
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from domain.calendar import today
from domain.errors import BadInput
from domain.proof import proof
from domain.settings import settings
from domain.telling import needed, told
from portal.cli import opening
from portal.cli.criteria import catalogue
from portal.cli.printing import Format, FormatOption, emit, out, refusals, say
from portal.cli.proof import ProofOption, show_needed, show_proof
from portal.judging import judge_document

_MARKS = {
    "met": "[green]✓[/green]",
    "not_met": "[red]✗[/red]",
    "unknown": "[yellow]?[/yellow]",
    "not_applicable": "–",
}


def judge(
    standard: Annotated[str, typer.Argument(help="Đường dẫn bộ tiêu chí / path of the standard")],
    facts_file: Annotated[
        str,
        typer.Argument(
            metavar="FACTS.json",
            help="Tệp dữ kiện hoặc biểu mẫu .xlsx đã điền, - là đầu vào chuẩn / facts or a filled .xlsx form, - reads stdin",
        ),
    ],
    how: FormatOption = Format.JSON,
    with_proof: ProofOption = False,
) -> None:
    """Xét dữ kiện theo một bộ tiêu chí và in kết quả với lý do dưới dạng JSON. Không đụng đến cơ sở dữ liệu.

    Judge facts by a standard and print the verdict with its reasons as JSON. No database is touched.

    Ví dụ / Example: `antoan judge vn/antt-2021/residential-area facts.json`, where facts.json holds
    `{"season": 2024, "unit": {}, "facts": {"KDC-1c": {"registered": 249, "residing": 250}}}`
    """
    with refusals():
        by = catalogue().get(standard)
        content = _read(facts_file)
        if facts_file.lower().endswith(".xlsx"):
            from portal.papers.filled import filled  # openpyxl takes a while, and few need it

            content = orjson.dumps(filled(content, by))
        card = judge_document(by, content)
        on = today(opening.now()).isoformat()
        if with_proof:
            whole = told(card, proof(card, on=on))
            return emit(whole, how, lambda: show_proof(whole))
        verdict = {**card.explain(), "to_pass": needed(card, on)}
        emit(verdict, how, lambda: _print(verdict))


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise BadInput(
            "Không đọc được tệp “{name}”: {why}.",
            "The file “{name}” cannot be read: {why}.",
            name=name,
            why=error.strerror or str(error),
        ) from None


def _print(verdict: dict[str, Any]) -> None:
    language = settings().language
    words = {
        "met": say("ĐẠT", "MET"),
        "not_met": say("CHƯA ĐẠT", "NOT MET"),
        "undecided": say("CHƯA KẾT LUẬN", "UNDECIDED"),
        "not_eligible": say("KHÔNG ĐỦ ĐIỀU KIỆN", "NOT ELIGIBLE"),
    }
    out.print(
        f"[bold]{words[verdict['verdict']]}[/bold] · {verdict['standard']} · {verdict['season']}",
        highlight=False,
    )
    for note in filter(None, [verdict["recognition"], *verdict["eligibility"]]):
        out.print(note[language], markup=False, highlight=False)
    for finding in verdict["criteria"]:
        star = "*" if finding["decisive"] else " "
        out.print(
            f"{_MARKS[finding['verdict']]}{star}[bold]{finding['code']}[/bold] ", end="", highlight=False
        )
        if points := finding["points"]:
            out.print(f"{_points(points)} · ", end="", markup=False, highlight=False)
        out.print(finding["why"][language], markup=False, highlight=False)
    if points := verdict["points"]:
        out.print(f"{say('Tổng điểm', 'Points')}: {_points(points)}", markup=False, highlight=False)
        for group in points["groups"]:
            title = group["title"][language]
            out.print(f"  {group['code']} {title}: {_points(group)}", markup=False, highlight=False)
    for name in verdict["missing"]:
        out.print(f"{say('còn thiếu', 'missing')}: {name}", markup=False, highlight=False)
    if verdict["to_pass"]:
        show_needed(verdict["to_pass"])


def _points(points: dict[str, Any]) -> str:
    """“8/10”, or “0–10/10” where they are not known."""
    least, best = points["least"], points["best"]
    return f"{best}/{points['maximum']}" if least == best else f"{least}–{best}/{points['maximum']}"
