"""The command line as a whole: every command explains itself, is read only when wanted, and refuses in a sentence.

Each was broken once and seen to fail here: an example taken out of a docstring; a command without its English
sentence; `portal.cli.app` importing the database layer; an example in the name of nobody, or for no unit; the list of
commands made of the commands themselves; the migration tool imported where the database is opened.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from domain import units
from portal.cli.app import COMMANDS, app
from portal.cli.index import said
from portal.sample.world import DEFAULT, World, applicant

README = Path(__file__).parents[2] / "README.md"


def commands(group: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Every command of a group and of the groups in it, with the words that call it."""
    if not hasattr(group, "list_commands"):
        yield " ".join(path), group
        return
    for name in group.list_commands(None):
        yield from commands(group.get_command(None, name), *path, name)


EVERY = dict(commands(get_command(app)))


def test_the_table_of_commands_is_what_is_promised():
    promised = (
        "up", "engine", "worker", "units import", "season open", "season run", "season report", "register", "submit",
        "inspect", "assign", "approve", "decline", "return", "withdraw", "recuse", "uphold", "revoke", "judge",
        "criteria show", "criteria check", "show", "work retry", "doctor", "migrate", "events verify", "events seal",
    )  # fmt: skip
    assert set(promised) <= set(EVERY)


@pytest.mark.parametrize("command", EVERY)
def test_every_command_explains_itself_with_an_example(command):
    result = CliRunner().invoke(app, [*command.split(), "--help"], terminal_width=200)
    assert result.exit_code == 0
    example = [line for line in result.output.splitlines() if "Example:" in line]
    assert example, result.output
    assert f"antoan {command}" in " ".join(result.output.split()), "the example calls another command"


@pytest.mark.parametrize("command", EVERY)
def test_every_option_and_argument_explains_itself(command):
    silent = [p.name for p in EVERY[command].params if not p.help and p.name != "help"]
    assert silent == []


@pytest.mark.parametrize(
    "command",
    [
        c
        for c, found in EVERY.items()
        if COMMANDS[c.split()[0]].split(".")[2].split(":")[0]
        in {"acts", "show", "work", "events", "season", "doctor", "migrate", "up", "engine", "worker"}
    ],
)
def test_help_is_vietnamese_first_and_english_second(command):
    paragraphs = (EVERY[command].help or "").split("\n\n")
    assert len(paragraphs) >= 3, "Vietnamese, English, example"
    vietnamese, english = paragraphs[0], paragraphs[1]
    assert not vietnamese.isascii()
    assert english.isascii()


def test_an_example_runs_in_the_sample_season():
    """In the name of somebody who has an account there, and about a unit that is there."""
    sample = World(DEFAULT, tuple(units.official_units(date(2026, 11, 1))))
    there = list(sample.units())
    people = {account.login for account in (*sample.officials(), *map(applicant, there), *sample.communes())}
    examples = [(found.help or "").partition("Example:")[2] for found in EVERY.values()]
    told = "\n".join([README.read_text(encoding="utf-8"), *examples])
    acting = set(re.findall(r"--as (\S+?)[`\s]", told)) | set(re.findall(r"antoan assign \S+ (\S+)", told))
    assert acting >= {"kdc.06325-12", "van-hanh"}, "they were not looked for"
    assert acting <= people
    registered = set(re.findall(r"antoan register (\S+)", told))
    assert registered
    assert registered <= {unit.code for unit in there}


def test_the_whole_list_of_commands_is_shown():
    result = CliRunner().invoke(app, ["--help"], terminal_width=200)
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f" {name} " in result.output


def test_the_list_says_of_each_command_what_its_own_help_says_and_reads_none_of_them():
    found = get_command(app)
    for name, place in COMMANDS.items():
        own = (found.get_command(None, name).help or "").split("\n\n")[0]
        assert own, name
        assert said(place).split("\n\n")[0] == own
    look = (
        "import sys; from typer.testing import CliRunner; from portal.cli.app import app; CliRunner().invoke(app, ['--help']);"
        "print([m for m in ('domain.catalogue', 'sqlalchemy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_draft_is_tried_without_the_tables_and_the_migration_tool():
    """They take longer to read than all that trying a draft needs."""
    look = (
        "import sys, portal.cli.simulate; print([m for m in ('alembic', 'sqlmodel', 'sqlalchemy.orm', 'domain.tables')"
        " if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_command_that_does_not_exist_is_misuse():
    assert CliRunner().invoke(app, ["fly"]).exit_code == 2


def test_the_command_line_starts_without_the_database_layer_and_without_prefect():
    look = "import sys, portal.cli.app, portal.cli.up; print([m for m in ('sqlalchemy', 'prefect', 'apprise') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_setting_that_is_wrong_is_named_and_is_misuse(home, monkeypatch):
    from domain.settings import settings

    monkeypatch.setenv("ANTOAN_LAUNCHER", "rocket")
    settings.cache_clear()
    result = CliRunner().invoke(app, ["season", "report"])
    assert result.exit_code == 2
    assert "ANTOAN_LAUNCHER" in result.output
    assert "Traceback" not in result.output
