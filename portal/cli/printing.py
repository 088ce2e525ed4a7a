"""Printing: what every command shares: data as JSON or as a table, refusals as a sentence, exit codes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any, NoReturn

import orjson
import typer
from rich.console import Console

from domain.errors import BadInput, Refused
from domain.settings import settings

out = Console()
err = Console(stderr=True)

REFUSED = 1
MISUSED = 2


class Format(StrEnum):
    """How a command prints its data."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="table: cho người đọc / for people; json: cho chương trình / for programs"),
]


def say(vi: str, en: str) -> str:
    """The sentence in the language of this installation."""
    return en if settings().language == "en" else vi


def emit(data: Any, how: Format, show: Callable[[], None]) -> None:
    """Print `data` as JSON, or let `show` print it for people."""
    if how is Format.JSON:
        typer.echo(
            orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS, default=str).decode()
        )
    else:
        show()


def refuse(sentence: str) -> NoReturn:
    """End the command with exit code 1 and one sentence on the error output."""
    err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(REFUSED)


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal of the domain becomes its sentence and exit code 1, never a traceback."""
    try:
        yield
    except Refused as refusal:
        refuse(refusal.in_(settings().language))


def refuse_in_production() -> None:
    """The sample season has accounts that anybody can use. Raises BadInput where ANTOAN_ENV says production."""
    if settings().env == "production":
        raise BadInput(
            "Đợt mẫu chỉ dành cho môi trường thử; ở đây ANTOAN_ENV là production.",
            "The sample season is for trying out; here ANTOAN_ENV is production.",
        )
