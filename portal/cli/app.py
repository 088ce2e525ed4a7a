"""App: the root of the command line and the list of its parts."""

import sys
import typer

from domain.errors import Refused
from domain.settings import settings
from portal.cli import criteria
from portal.cli.judge import judge
from portal.cli.printing import REFUSED, err

app = typer.Typer(
    name="antoan",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="An Toàn: từ đăng ký đến công nhận “An toàn về an ninh, trật tự”.\n\n"
    "From registration to recognition: “Safe in security and order”.",
)

app.add_typer(criteria.app, name="criteria")
app.command()(judge)


def main() -> None:
    """Entry point of the `antoan` command. Exit codes: 0 done, 1 refused, 2 misuse."""
    try:
        app()
    except Refused as refusal:
        err.print(refusal.in_(settings().language), style="red", markup=False, highlight=False)
        sys.exit(REFUSED)
