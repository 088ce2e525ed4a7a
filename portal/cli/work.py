"""Work: what waits, runs or is parked; and letting what was parked be tried again."""

from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from domain import notices, outbox, people
from domain.cases import reference
from domain.database import Session
from domain.errors import NotFound
from domain.people import Deed
from domain.subscriptions import FLOWS
from portal import reading
from portal.cli import opening
from portal.cli.opening import AsSomebody
from portal.cli.printing import Format, FormatOption, emit, out, say
from portal.cli.show import when

LETTERS = "letters"

app = typer.Typer(
    invoke_without_command=True,
    help="Việc đang chờ, đang chạy, bị treo. / Work that waits, runs or is parked.\n\n"
    "Ví dụ / Example: `antoan work --format json`; `antoan work retry scoring-123-4`",
)


@app.callback()
def work(ctx: typer.Context, how: FormatOption = Format.TABLE) -> None:
    if ctx.invoked_subcommand is None:
        with opening.database().reading() as session:
            found = _read(session)
        emit(found, how, lambda: _print(found))


@app.command()
def retry(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WORK|letters",
            help="tên việc như antoan work in ra, hoặc letters: mọi thư bị treo / work as antoan work names it, or letters: all parked",
            show_default=False,
        ),
    ],
    login: AsSomebody = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Cho chạy lại ngay một việc bị treo, hoặc mọi thư bị treo.

    Let parked work, or every parked letter, be tried again at once.

    Ví dụ / Example: `antoan work retry scoring-123-4 --as van-hanh`; `antoan work retry letters`
    """
    with opening.database().transaction() as session:
        if login:
            people.require(opening.person(session, login), Deed.RETRY_WORK, "/")
        many = _retry(session, what)
    done = say(f"{many} được thử lại ngay.", f"{many} will be tried again at once.")
    emit({"retried": many}, how, lambda: out.print(done))


def _retry(session: Session, what: str) -> int:
    if what != LETTERS:
        outbox.retry(session, what)
        return 1
    many = notices.retry_parked(session)
    if many == 0:
        raise NotFound("Không có thư nào bị treo.", "No letter is parked.")
    return many


def _read(session: Session) -> dict[str, Any]:
    counts = {(flow, state): many for flow, state, many in outbox.counts(session)}
    letters = reading.letters_under_way(session)
    return {
        "flows": [
            {"flow": flow}
            | {state: counts.get((flow, state), 0) for state in ("waiting", "running", "parked")}
            for flow in FLOWS
        ],
        "letters": letters,
        "troubles": [
            trouble._asdict()
            | {"work": trouble.handle, "reference": reference(trouble.season, trouble.application)}
            for trouble in outbox.troubles(session)
        ],
        "troubled_letters": reading.troubled_letters(session),
    }


def _print(found: dict[str, Any]) -> None:
    table = Table(box=None, header_style="dim")
    table.add_column(say("Luồng", "Flow"))
    for title in (say("chờ", "waiting"), say("đang chạy", "running"), say("bị treo", "parked")):
        table.add_column(title, justify="right")
    for row in found["flows"]:
        table.add_row(row["flow"], str(row["waiting"]), str(row["running"]), _alarming(row["parked"]))
    post = found["letters"]
    table.add_row(
        say("thư", "letters"), str(post["waiting"]), str(post["sending"]), _alarming(post["parked"])
    )
    out.print(table)
    for trouble in found["troubles"]:
        out.print(
            f"[bold]{trouble['work']}[/bold] · {trouble['reference']} · {_next(trouble)}"
            f"\n  {escape(trouble['error'])}",
            soft_wrap=True,
        )
    for letter in found["troubled_letters"]:
        out.print(
            f"{escape(letter['account'])} · {letter['channel']} · {_next(letter)} · "
            f"{letter['notices']} {say('tin', 'notices')}\n  {escape(letter['error'])}",
            soft_wrap=True,
        )
    if found["troubles"] or found["troubled_letters"]:
        out.print(
            say(
                "Thử lại: antoan work retry VIỆC | letters",
                "Try again with: antoan work retry WORK | letters",
            ),
            style="dim",
            highlight=False,
        )


def _alarming(many: int) -> str:
    return f"[red]{many}[/red]" if many else "0"


def _next(trouble: dict[str, Any]) -> str:
    tries = say(f"đã thử {trouble['attempts']} lần", f"{trouble['attempts']} tries")
    if trouble["state"] == "parked":
        return f"{tries}, [red]{say('bị treo', 'parked')}[/red]"
    due = trouble["due_at"]
    return f"{tries}, " + (
        say(f"thử lại {when(due)}", f"next {when(due)}") if due else say("thử lại ngay", "next at once")
    )
