"""Show: one application as a person reads it: where it stands, what happened, why, and who was told."""

from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from domain.calendar import VIET_NAM, today
from domain.cases import id_of, moment
from domain.proofs import proof_of
from domain.settings import settings
from portal import reading
from portal.cli import opening
from portal.cli.opening import AsSomebody
from portal.cli.printing import Format, FormatOption, emit, out, refuse, say
from portal.cli.proof import ProofOption, show_needed, show_proof

_VERDICTS = {
    "met": ("[green]đạt[/green]", "[green]met[/green]"),
    "not_met": ("[red]chưa đạt[/red]", "[red]not met[/red]"),
    "undecided": ("[yellow]chưa đủ căn cứ[/yellow]", "[yellow]undecided[/yellow]"),
    "unknown": ("[yellow]chưa rõ[/yellow]", "[yellow]unknown[/yellow]"),
    "not_applicable": ("không áp dụng", "not applicable"),
    "not_eligible": ("không thuộc đối tượng", "not eligible"),
}
_DELIVERY = {
    "waiting": ("chờ gửi", "waiting"),
    "sending": ("đang gửi", "sending"),
    "sent": ("đã gửi", "sent"),
    "parked": ("bị treo", "parked"),
}


def show(
    reference: Annotated[
        str, typer.Argument(metavar="REFERENCE", help="số hồ sơ / reference", show_default=False)
    ],
    login: AsSomebody = None,
    how: FormatOption = Format.TABLE,
    with_proof: ProofOption = False,
) -> None:
    """Một hồ sơ: trạng thái, diễn biến, kết quả với lý do, thư đã gửi; với --proof: chứng minh kết quả đến từng dữ kiện.

    One application: state, timeline, verdict with reasons, letters and their delivery; with --proof the proof of its
    verdict down to each fact.

    Ví dụ / Example: `antoan show 2026-000123 --as giamsat.20 --format json`
    """
    database, catalogue = opening.database(), opening.criteria()
    with database.reading() as session:
        by = opening.person(session, login) if login else None
        day = today(opening.now()).isoformat()
        found = reading.application(session, catalogue, reference, by, day)
        proof = proof_of(session, catalogue, id_of(reference), day) if with_proof else None
    if not with_proof:
        return emit(found, how, lambda: _print(found))
    if proof is None:
        refuse(say("Hồ sơ này chưa được chấm.", "This application has not been judged yet."))
    emit(proof, how, lambda: show_proof(proof))


def when(stored: str) -> str:
    """A stored instant as the clock shows it in Viet Nam."""
    return moment(stored).astimezone(VIET_NAM).strftime("%d/%m/%Y %H:%M")


def _text(texts: dict[str, str]) -> str:
    return str(texts["en" if settings().language == "en" else "vi"])


def _print(found: dict[str, Any]) -> None:
    unit, place = found["unit"], found["place"]
    out.print(f"[bold]{found['reference']}[/bold] · {escape(unit['name'])} ({unit['code']})")
    head = Table.grid(padding=(0, 2))
    rows = [
        (say("Trạng thái", "State"), _text(found["state_name"])),
        (say("Đợt", "Season"), str(found["season"])),
        (say("Nơi quyết định", "Decided at"), f"{place['name'] or '–'} ({place['code']})"),
        (say("Bộ tiêu chí", "Standard"), f"{found['standard']['path']} · {found['standard']['sha256'][:12]}"),
        (say("Người kiểm tra", "Inspector"), found["inspector"]["name"] if found["inspector"] else "–"),
        (say("Hạn", "Due"), _day(found["due_on"])),
        (say("Giấy công nhận", "Certificate"), _certificate(found["certificate"])),
    ]
    for title, value in rows:
        head.add_row(f"[dim]{title}[/dim]", escape(value))
    out.print(head)
    _print_timeline(found["timeline"])
    if found["scorecard"]:
        _print_verdict(found["scorecard"])
    _print_letters(found["letters"])


def _day(due: str | None) -> str:
    return "–" if due is None else "/".join(reversed(due.split("-")))


def _certificate(found: dict[str, Any] | None) -> str:
    if found is None:
        return "–"
    revoked = found["revoked_at"]
    return str(found["number"]) + (
        say(f", thu hồi {when(revoked)}", f", revoked {when(revoked)}") if revoked else ""
    )


def _print_timeline(events: list[dict[str, Any]]) -> None:
    table = Table(title=say("Diễn biến", "Timeline"), title_justify="left", box=None, header_style="dim")
    for title in ("#", say("Lúc", "When"), say("Việc", "What"), say("Ai", "Who"), say("Chi tiết", "Details")):
        table.add_column(title)
    for event in events:
        who = event["by"]["name"] if event["by"] else say("hệ thống", "system")
        details = escape(_details(event["payload"]))
        table.add_row(str(event["number"]), when(event["at"]), _text(event["title"]), escape(who), details)
    out.print()
    out.print(table)


def _details(payload: dict[str, Any]) -> str:
    """What a reader wants of an event's payload: a reason, a name, a day, a number; hashes stay in the JSON."""
    parts: list[str] = []
    if isinstance(payload.get("inspector"), dict):
        parts.append(payload["inspector"]["name"])
    if "due_on" in payload:
        parts.append(say("hạn ", "due ") + _day(payload["due_on"]))
    if "verdict" in payload:
        parts.append(_plain(_VERDICTS[payload["verdict"]]))
    parts += [
        payload[name] for name in ("number", "reason", f"reason_{settings().language}") if payload.get(name)
    ]
    return " · ".join(parts)


def _plain(texts: tuple[str, str]) -> str:
    return say(*(text.split("]")[1].split("[")[0] if text.startswith("[") else text for text in texts))


def _print_verdict(card: dict[str, Any]) -> None:
    out.print()
    out.print(f"[bold]{say('Kết quả', 'Verdict')}[/bold]: {say(*_VERDICTS[card['verdict']])}")
    if "unexplained" in card:
        out.print(escape(_text(card["unexplained"])))
    for text in card.get("eligibility", ()):
        out.print(escape(_text(text)))
    table = Table(box=None, show_header=False, padding=(0, 1))
    for criterion in card["criteria"]:
        mark = "→" if criterion["decisive"] and card["verdict"] != "met" else ""
        table.add_row(
            mark, criterion["code"], say(*_VERDICTS[criterion["verdict"]]), escape(_text(criterion["why"]))
        )
    out.print(table)
    if card.get("to_pass"):
        show_needed(card["to_pass"])


def _print_letters(letters: list[dict[str, Any]]) -> None:
    out.print()
    if not letters:
        out.print(say("Chưa có thư nào.", "No letters yet."))
        return
    table = Table(title=say("Thư", "Letters"), title_justify="left", box=None, header_style="dim")
    for title in (
        "#", say("Gửi", "To"), say("Kênh", "Channel"), say("Thư", "Letter"), say("Tình trạng", "Delivery"),
    ):  # fmt: skip
        table.add_column(title)
    for letter in letters:
        table.add_row(
            str(letter["number"]),
            escape(letter["account"]),
            letter["channel"],
            letter["letter"],
            escape(_delivery(letter)),
        )
    out.print(table)


def _delivery(letter: dict[str, Any]) -> str:
    state = say(*_DELIVERY[letter["state"]])
    if letter["delivered_at"]:
        return f"{state} {when(letter['delivered_at'])}"
    if letter["error"]:
        tries = say(f"{letter['attempts']} lần", f"{letter['attempts']} tries")
        return f"{state} · {tries} · {letter['error']}"
    return state
