"""App: the root of the command line: which module holds which command, and what a refusal looks like."""

from importlib import import_module
from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup
from typer.main import get_command

from domain.errors import Refused
from domain.settings import settings
from portal.cli.index import listed
from portal.cli.printing import MISUSED, err, refuse, say

# Command to where it is written. A module is read when its command is wanted: the database layer takes seconds.
COMMANDS = {
    "up": "portal.cli.up:up",
    "season": "portal.cli.season:app",
    "register": "portal.cli.acts:register",
    "submit": "portal.cli.acts:submit",
    "assign": "portal.cli.acts:assign",
    "inspect": "portal.cli.acts:inspect",
    "recuse": "portal.cli.acts:recuse",
    "approve": "portal.cli.acts:approve",
    "decline": "portal.cli.acts:decline",
    "return": "portal.cli.acts:return_",
    "withdraw": "portal.cli.acts:withdraw",
    "uphold": "portal.cli.acts:uphold",
    "revoke": "portal.cli.acts:revoke",
    "reinstate": "portal.cli.acts:reinstate",
    "correct": "portal.cli.acts:correct",
    "appeal": "portal.cli.appealing:appeal",
    "decide-appeal": "portal.cli.appealing:decide_appeal",
    "answer-objection": "portal.cli.appealing:answer_objection",
    "show": "portal.cli.show:show",
    "work": "portal.cli.work:app",
    "events": "portal.cli.events:app",
    "units": "portal.cli.units:app",
    "criteria": "portal.cli.criteria:app",
    "procedures": "portal.cli.procedures:app",
    "documents": "portal.cli.documents:app",
    "judge": "portal.cli.judge:judge",
    "simulate": "portal.cli.simulate:simulate",
    "verify": "portal.cli.verify:verify",
    "keys": "portal.cli.keys:app",
    "tokens": "portal.cli.tokens:app",
    "doctor": "portal.cli.doctor:doctor",
    "migrate": "portal.cli.migrate:migrate",
    "portal": "portal.cli.portal:portal",
    "accounts": "portal.cli.accounts:app",
    "engine": "portal.cli.engine:engine",
    "worker": "portal.cli.worker:worker",
}


class Commands(TyperGroup):
    """The commands of the table above, read when they are wanted; whatever they refuse, they refuse in a sentence."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _read(cmd_name)
        return self.commands.get(cmd_name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        listed(self, COMMANDS).format_help(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        try:
            settings()
        except ValidationError as mistakes:
            _blame_settings(mistakes)
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            refuse(refusal.in_(settings().language))
        except OSError as error:
            # What names a file is somebody's to mend: a folder that is not theirs, a full disk. The rest is ours.
            if error.filename is None:
                raise
            refuse(
                say(
                    f"Không đọc hoặc ghi được “{error.filename}”: {error.strerror}.",
                    f"“{error.filename}” cannot be read or written: {error.strerror}.",
                )
            )


def _read(name: str) -> Any:
    module, attribute = COMMANDS[name].split(":")
    found = getattr(import_module(module), attribute)
    holder = typer.Typer(rich_markup_mode="markdown", add_completion=False)
    holder.callback()(lambda: None)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name)(found)
    group: Any = get_command(holder)
    return group.commands[name]


def _blame_settings(mistakes: ValidationError) -> None:
    for mistake in mistakes.errors(include_url=False):
        name = "ANTOAN_" + "__".join(map(str, mistake["loc"])).upper()
        err.print(f"{name}: {mistake['msg']}", style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(MISUSED)


app = typer.Typer(
    name="antoan",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="An Toàn: từ đăng ký đến công nhận “An toàn về an ninh, trật tự”.\n\n"
    "From registration to recognition: “Safe in security and order”.\n\n"
    "Mã kết thúc / exit codes: 0 xong / done, 1 bị từ chối / refused, 2 dùng sai / misused.\n\n"
    "Ví dụ / Example: `antoan up --sample`",
)


@app.callback()
def _root() -> None:
    """The commands are in `COMMANDS`."""


def main() -> None:
    """Entry point of the `antoan` command. Exit codes: 0 done, 1 refused, 2 misuse."""
    app()
