"""Tokens: access tokens for programs that act for an account through the API."""

from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from domain.people import Deed
from portal.api import tokens
from portal.cli import opening
from portal.cli.opening import AsOption
from portal.cli.printing import Format, FormatOption, emit, out, say
from portal.cli.show import when

app = typer.Typer(
    no_args_is_help=True,
    help="Mã truy cập cho chương trình dùng API. / Access tokens for programs that use the API.\n\n"
    "Ví dụ / Example: `antoan tokens list --as thuongtruc.06325`",
)


@app.command()
def new(
    name: Annotated[
        str,
        typer.Argument(
            help="tên, để nhận ra chương trình / a name to know the program by", show_default=False
        ),
    ],
    login: AsOption,
    scopes: Annotated[
        list[Deed],
        typer.Option(
            "--scope",
            metavar="SCOPE",
            help=f"việc được làm, có thể nhiều lần / what it may do; repeatable: {', '.join(tokens.SCOPES)}",
        ),
    ],
    path: Annotated[str, typer.Option(help="chỉ trong phạm vi này / only at or below this path")] = "/",
    days: Annotated[
        int, typer.Option(min=1, max=tokens.LONGEST.days, help="dùng được bao nhiêu ngày / for how many days")
    ] = 90,
    how: FormatOption = Format.TABLE,
) -> None:
    """Tạo một mã truy cập; mã chỉ hiện một lần này.

    Make an access token; it is shown this once only.

    Ví dụ / Example: `antoan tokens new "so lieu xa" --scope read --path /20/06325/ --as thuongtruc.06325`
    """
    now = opening.now()
    with opening.database().transaction() as session:
        by = opening.person(session, login)
        token = tokens.make(session, by, name, scopes, path, now + timedelta(days=days), now)
    data = {"token": token, "handle": tokens.hashed(token)[: tokens.HANDLE], "name": name}
    emit(data, how, lambda: out.print(token, soft_wrap=True, highlight=False, markup=False))


@app.command("list")
def list_(login: AsOption, how: FormatOption = Format.TABLE) -> None:
    """Các mã truy cập của một tài khoản.

    The access tokens of an account.

    Ví dụ / Example: `antoan tokens list --as thuongtruc.06325`
    """
    with opening.database().reading() as session:
        found = tokens.of(session, opening.person(session, login).id)
    emit(found, how, lambda: _print(found))


@app.command()
def end(
    handle: Annotated[
        str,
        typer.Argument(
            metavar="HANDLE",
            help="số của mã, như tokens list in ra / as tokens list prints it",
            show_default=False,
        ),
    ],
    login: AsOption,
    how: FormatOption = Format.TABLE,
) -> None:
    """Hủy một mã truy cập ngay lập tức.

    End an access token at once.

    Ví dụ / Example: `antoan tokens end 3f2a90c41b7e --as thuongtruc.06325`
    """
    with opening.database().transaction() as session:
        tokens.end(session, handle, opening.now(), opening.person(session, login).id)
    emit({"ended": handle}, how, lambda: out.print(say("Đã hủy.", "Ended.")))


def _print(found: list[dict[str, Any]]) -> None:
    table = Table(box=None, header_style="dim")
    for title in (
        say("Số", "Handle"), say("Tên", "Name"), say("Việc", "Scopes"), say("Phạm vi", "Path"), say("Hết hạn", "Expires"),
        say("Dùng lần cuối", "Last used"), say("Đã hủy", "Ended"),
    ):  # fmt: skip
        table.add_column(title)
    for one in found:
        table.add_row(
            one["handle"], escape(one["name"]), " ".join(one["scopes"]), one["path"], when(one["expires_at"]),
            when(one["used_at"]) if one["used_at"] else "–", when(one["ended_at"]) if one["ended_at"] else "–",
        )  # fmt: skip
    out.print(table)
