"""Procedures: what a place asks for before and after it recognises, and whether its files are in order."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.markup import escape

from domain import procedures as procedure_files
from domain.calendar import today
from domain.database import Sql
from domain.errors import BadInput, NotFound
from domain.procedure_checks import SECTIONS, remarks
from domain.procedures import Procedure, ProcedureFile
from domain.rulebook.yamlfile import Problem
from domain.settings import settings
from portal.cli import opening
from portal.cli.printing import REFUSED, Format, FormatOption, emit, out, refuse, say

app = typer.Typer(no_args_is_help=True, help="Trình tự quyết định / Procedures: check, show, schema.")

_UNIT = Sql("select path from unit where code = :code order by valid_from desc limit 1")


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="Thư mục hoặc một tệp / a folder or one file")] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Kiểm tra tệp trình tự; mỗi lỗi là `tệp:dòng: câu`. Mã kết thúc 1 khi có lỗi.

    Check procedure files; each mistake is `file:line: sentence`. The exit code is 1 when there is one.

    Ví dụ / Example: `antoan procedures check var/procedures/bac-son.yaml`
    """
    found = _checked(path)
    data = [{"file": one.file, "line": one.line, "text": one.text.model_dump()} for one in found]

    def lines() -> None:
        for one in found:
            typer.echo(one.in_(settings().language))
        if not found:
            typer.echo(say("Các tệp trình tự không có lỗi.", "The procedure files are in order."))

    emit(data, how, lines)
    if found:
        raise typer.Exit(REFUSED)


def _checked(path: Path | None) -> list[Problem]:
    """A file is looked at together with those that hold beside it, and only what is wrong with it is told."""
    folders = list(settings().procedure_folders)
    if path is None:
        return remarks(procedure_files.load(folders), opening.criteria())
    if not path.exists():
        refuse(say(f"Không có tệp hay thư mục “{path}”.", f"There is no file or folder “{path}”."))
    own = (path if path.is_dir() else path.parent).absolute()
    if not any(own.is_relative_to(folder.absolute()) for folder in folders):
        folders.append(own)
    found = remarks(procedure_files.load(folders), opening.criteria())
    return [one for one in found if Path(one.file).absolute().is_relative_to(path.absolute())]


@app.command()
def show(
    place: Annotated[
        str, typer.Argument(help="Nơi quyết định: mã hoặc đường dẫn / the place that decides: code or path")
    ],
    kind: Annotated[str, typer.Argument(help="Loại đơn vị, như residential-area / kind of unit")],
    standard: Annotated[
        str, typer.Option(help="Bộ tiêu chí; mặc định: của năm nay / standard; by default this year's")
    ] = "",
    on: Annotated[
        str, typer.Option(help="Ngày, dạng 2026-11-23; mặc định: hôm nay / day; by default today")
    ] = "",
    how: FormatOption = Format.TABLE,
) -> None:
    """Những gì một nơi yêu cầu trước và sau khi công nhận một loại đơn vị, và căn cứ.

    What a place asks for before and after it recognises a kind of unit, and on what grounds.

    Ví dụ / Example: `antoan procedures show 06325 residential-area --format json`
    """
    day = _day(on) if on else today(opening.now())
    path = place if place.startswith("/") else _path(place)
    catalogue = opening.criteria()
    under = standard or catalogue.for_kind(kind, day.year, path).path
    procedures = opening.procedures()
    found = procedures.of(path, kind, under, day)
    fault = procedures.fault_for(path)
    data: dict[str, Any] = {
        "place": path,
        "kind": kind,
        "standard": under,
        "on": day.isoformat(),
        "sha256": found.sha256,
        "files": [one.model_dump() for one in found.titles],
        **{name: getattr(found, name).model_dump(mode="json", by_alias=True) for name in SECTIONS},
        "mistake": None if fault is None else fault.in_(settings().language),
    }
    emit(data, how, lambda: _print(data, found))


def _path(code: str) -> str:
    with opening.database().reading() as session:
        found = session.row(_UNIT, code=code)
    if found is None:
        raise NotFound("Không có đơn vị mã {code}.", "There is no unit {code}.", code=code)
    return str(found[0])


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInput(
            "“{said}” không phải là ngày; viết như 2026-11-23.",
            "“{said}” is no day; write 2026-11-23.",
            said=said,
        ) from None


def _print(data: dict[str, Any], found: Procedure) -> None:
    language = settings().language
    out.print(
        f"[bold]{data['place']}[/bold] · {data['kind']} · {data['standard']} · {data['on']}", highlight=False
    )
    for title in found.titles:
        out.print(f"  {escape(title.in_(language))}", highlight=False)
    if data["mistake"]:
        out.print(f"[red]{escape(data['mistake'])}[/red]", highlight=False)
    lines = [
        (say("Hội đồng", "Council"), _council(found), found.council.cites),
        (say("Công khai", "Publication"), _publication(found), found.publication.cites),
        (say("Khiếu nại", "Appeal"), _appeal(found), found.appeal.cites),
        (say("Thời hạn", "Validity"), _validity(found), found.validity.cites),
        (say("Ký", "Signing"), _signing(found), found.signing.cites),
    ]
    for name, says, cites in lines:
        out.print(
            f"[bold]{name}[/bold]: {escape(says)}" + (f" [dim]({escape(cites)})[/dim]" if cites else ""),
            highlight=False,
        )


def _council(found: Procedure) -> str:
    if not found.needs_council:
        return say("không yêu cầu", "not asked for")
    rules = found.council
    seats = "; ".join(
        seat.name.in_(settings().language) + (say(" (bắt buộc)", " (required)") if seat.required else "")
        for seat in rules.seats.values()
    )
    return say(
        f"ít nhất {rules.quorum} thành viên tham gia, tán thành khi hơn {rules.passes} đồng ý, mời trước {rules.invited_before} ngày; {seats}",
        f"at least {rules.quorum} take part, carried by more than {rules.passes}, invited {rules.invited_before} days before; {seats}",
    )


def _publication(found: Procedure) -> str:
    if not found.needs_publication:
        return say("không yêu cầu", "not asked for")
    said = found.publication
    return say(
        f"{said.working_days} ngày làm việc; trả lời phản ánh trong {said.answered_within} ngày làm việc",
        f"{said.working_days} working days; objections are answered within {said.answered_within}",
    )


def _appeal(found: Procedure) -> str:
    said = found.appeal
    by = {"another": say("người khác", "somebody else"), "above": say("cấp trên", "the authority above")}[
        said.decided_by
    ]
    days = (
        say(f"trong {said.within_days} ngày", f"within {said.within_days} days")
        if said.within_days
        else say("không ấn định ngày", "no day is set")
    )
    return say(f"{days}, {by} giải quyết", f"{days}, decided by {by}")


def _validity(found: Procedure) -> str:
    if found.validity.until is None:
        return say("đến khi thu hồi", "until it is taken back")
    return say(f"đến {found.validity.until}", f"until {found.validity.until}")


def _signing(found: Procedure) -> str:
    said = found.signing
    return f"{said.mode} {said.body} · {said.title} · {said.symbol}".strip()


@app.command()
def schema() -> None:
    """JSON Schema của tệp trình tự, cho trình soạn thảo.

    The JSON Schema of procedure files, for editors.

    Ví dụ / Example: `antoan procedures schema > procedure.schema.json`
    """
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ProcedureFile.model_json_schema(by_alias=True),
    }
    typer.echo(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode())
