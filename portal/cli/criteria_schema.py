"""Criteria schema: the JSON Schema of criteria files, for editors."""

from typing import Annotated

import typer

from domain.rulebook.editor_schema import FOLDER, SCHEMAS, written
from domain.settings import settings
from portal.cli.printing import REFUSED, say


def schema(
    write: Annotated[
        bool, typer.Option("--write", help="Ghi vào thư mục schema / write into the schema folder")
    ] = False,
) -> None:
    """JSON Schema của tệp tiêu chí, cho trình soạn thảo: kiểm tra bản trong thư mục criteria/schema còn mới, hoặc ghi lại.

    The JSON Schema of criteria files, for editors: whether what lies in criteria/schema is fresh, or write it anew. The exit
    code is 1 when it is not fresh.

    Ví dụ / Example: `antoan criteria schema --write`
    """
    folder = settings().criteria / FOLDER
    stale = []
    for name in SCHEMAS:
        file, text = folder / name, written(name)
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            typer.echo(say(f"{file}: còn mới.", f"{file}: fresh."))
        elif write:
            folder.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            typer.echo(say(f"{file}: đã ghi.", f"{file}: written."))
        else:
            stale.append(name)
            typer.echo(
                say(f"{file}: đã cũ; ghi lại bằng --write.", f"{file}: stale; write it anew with --write.")
            )
    if stale:
        raise typer.Exit(REFUSED)
