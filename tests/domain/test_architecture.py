"""Architecture: the plan of the house, asked of the source itself.

Broken and seen to fail: an `update event` in a stage; a case's state set outside the store; a clock read in the
domain; a contract of `pyproject.toml` broken.
"""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from domain.tables import METADATA

ROOT = Path(__file__).parents[2]
SOURCE = {
    file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
    for layer in ("domain", "flows", "portal")
    for file in sorted((ROOT / layer).rglob("*.py"))
    if "migrations" not in file.parts
}
# The sample fills an empty database of its own; it is no part of an installation that certifies anybody.
REAL = {name: text for name, text in SOURCE.items() if not name.startswith("portal/sample/")}
SQL = {
    name: [
        re.sub(r"\s+", " ", node.value).lower()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for name, text in REAL.items()
}


def writers(pattern):
    """The files in which some text is a statement like this."""
    return {name for name, texts in SQL.items() if any(re.search(pattern, text) for text in texts)}


def inserts(table):
    """The files that make an insert of a table with `insert(Table, …)`, or write one out."""
    made = {name for name, text in REAL.items() if re.search(rf"\binsert\(\s*{table}\b", text)}
    return made | writers(rf"insert into {table.lower()}\b")


APPEND_ONLY = ["event", "scorecard", "seal", "act"]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_happened_is_never_changed_or_deleted(table):
    assert writers(rf"\b(update|delete from|truncate|replace into)( table)? {table}\b") == set()


@pytest.mark.parametrize("table", ["Event", "Application", "Facts", "Scorecard", "Certificate"])
def test_only_the_store_writes_what_an_application_is(table):
    assert inserts(table) == {"domain/store.py"}


def test_only_the_store_moves_an_application():
    assert writers(r"\bupdate application\b") == {"domain/store.py"}
    assert writers(r"\b(delete from|truncate)( table)? (application|facts|certificate)\b") == set()
    assert writers(r"\bupdate facts\b") == set()


def test_only_a_revocation_changes_a_certificate():
    assert writers(r"\bupdate certificate\b") == {"domain/recognition.py"}


def test_only_the_outbox_takes_work_away():
    assert writers(r"\b(update|delete from) work\b") == {"domain/outbox.py"}


def test_the_state_of_a_case_is_set_where_its_event_is_recorded_and_nowhere_else():
    found = {
        name
        for name, text in REAL.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in ast.walk(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        if isinstance(target, ast.Attribute)
        and target.attr in ("state", "number", "head")
        and isinstance(target.value, ast.Name)
        and target.value.id == "case"
    }
    assert found == {"domain/store.py"}


def test_nobody_in_the_domain_looks_at_a_clock():
    """`now` is passed in, so that one act has one instant and a test may choose it."""
    pattern = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")
    assert {
        name for name, text in REAL.items() if name.startswith("domain/") and pattern.search(text)
    } == set()


def test_nobody_in_the_domain_reads_the_environment_but_its_settings():
    pattern = re.compile(r"\bos\.(environ|getenv)")
    assert {
        name for name, text in REAL.items() if name.startswith("domain/") and pattern.search(text)
    } == set()


def test_no_statement_is_put_together_from_what_somebody_wrote():
    """Values are parameters. What is formatted into a statement is a name of the program's own."""
    # Lists and counts put theirs together from pieces of their own; `test_listing` asks them with every sign there is.
    composed = {
        "domain/listing.py",
        "domain/overview.py",
        "domain/register.py",
        "domain/register_history.py",
        "domain/shortfalls.py",
        "domain/visits.py",
    }
    formatted = {
        (name, ast.unparse(part.value))
        for name, text in REAL.items()
        if name.startswith("domain/") and name not in composed
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sql"
        for part in ast.walk(node)
        if isinstance(part, ast.FormattedValue)
    }
    for name, expression in formatted:
        names = {n.id for n in ast.walk(ast.parse(expression, mode="eval")) if isinstance(n, ast.Name)}
        # What is written out by `for name in _COLUMNS` is such a name too.
        written = {free for free in names if f"for {free} in _" in SOURCE[name]}
        assert all(free.startswith("_") or free.isupper() for free in names - written), (name, expression)


def test_every_table_says_what_it_holds_in_the_words_of_the_migration():
    assert set(METADATA.tables) == {
        "unit", "account", "role", "season", "application", "event", "facts", "scorecard", "certificate", "counter",
        "work", "lease", "notice", "act", "checkpoint", "seal", "season_act",
        # What the portal adds.
        "credential", "passkey", "recovery_code", "sign_in", "link", "identity", "security_event", "api_token", "draft",
        "evidence", "finding", "kept", "handover", "paper_check",
        # What stands between a score and a certificate, and what may come after it.
        "council_session", "council_member", "council_item", "council_vote", "publication", "publication_item",
        "objection", "appeal", "decision", "decision_item", "document", "certificate_token", "reading",
    }  # fmt: skip


def test_no_table_has_a_column_for_a_persons_name_except_accounts_and_units():
    """No names of residents, suspects or informants anywhere (design, section 6)."""
    named = {
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.columns
        if re.search(r"name|phone|birth|citizen|address", column.name)
    }
    # An event's and a counter's name is a word of the program; an account is an office's or an official's. What a passkey
    # or a token is called its owner chooses, a file's name whoever attached it (the page asks for no names of people);
    # the addresses of sign-ins are those of devices.
    assert named == {
        "account.name", "account.addresses", "unit.name", "event.name", "counter.name", "passkey.name", "api_token.name",
        "evidence.name", "sign_in.address", "security_event.address",
        # Whoever signs a decision signs it with their name.
        "decision.signer_name",
    }  # fmt: skip


def test_every_module_opens_with_its_own_name_and_one_sentence():
    for name, text in SOURCE.items():
        if name.startswith("domain/"):
            head = (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
            own = Path(name).parent.name if name.endswith("__init__.py") else Path(name).stem
            assert head.lower().startswith(f"{own.replace('_', ' ')}:"), name
            assert head.rstrip().endswith("."), name


def test_the_import_contracts_hold():
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        found = shutil.which("lint-imports")
        assert found, "import-linter is part of the development set"
        command = Path(found)
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_the_contracts_name_every_stage():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = " ".join(layer for contract in contracts for layer in contract.get("layers", ()))
    for module in (
        "acts",
        "registration",
        "inspection",
        "scoring",
        "recognition",
        "people",
        "store",
        "chain",
        "database",
    ):
        assert f"domain.{module}" in layers
