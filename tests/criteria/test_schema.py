"""Schema: what editors are told of criteria files, held against the files themselves by an independent validator.

Broken on purpose, each seen to fail here and undone: names that do not fit their pattern admitted; `none: name` told to the
schema as a list only.
"""

from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from typer.testing import CliRunner

from domain.rulebook.criteria_files import StandardFile
from domain.rulebook.descriptions import DESCRIPTIONS
from domain.rulebook.editor_schema import FOLDER, SCHEMAS, schema, written
from domain.rulebook.loading import FOLDER_FILE
from domain.rulebook.yamlfile import read
from domain.settings import settings
from portal.cli import app

ROOT = Path(__file__).parents[2] / "criteria"
BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
VALIDATORS = {name: Draft202012Validator(schema(name)) for name in SCHEMAS}


def of(file: Path) -> str:
    if "examples" in file.parts:
        return "example.json"
    if file.name == FOLDER_FILE:
        return "standard.json"
    return "overlay.json" if "extends" in read(file).data else "kind.json"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_fresh(name: str) -> None:
    fresh = (ROOT / FOLDER / name).read_text(encoding="utf-8") == written(name)
    assert fresh, "write it anew: antoan criteria schema --write"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(orjson.loads(written(name)))


@pytest.mark.parametrize(
    "file", sorted(ROOT.rglob("*.yaml")), ids=lambda file: str(file.relative_to(ROOT).with_suffix(""))
)
def test_every_shipped_file_fits_its_schema(file: Path) -> None:
    mistakes = [error.message for error in VALIDATORS[of(file)].iter_errors(read(file).data)]
    assert mistakes == []


def breaks_shape(data: Any) -> bool:
    """Whether pydantic itself refuses the file, by types, missing or unknown names; not by a sentence of our own about
    what goes together, which JSON Schema has no words for."""
    try:
        StandardFile.model_validate(data)
    except ValidationError as mistakes:
        # A list whose parts are wrong is reported as too short besides.
        return any(
            error["type"] != "too_short"
            and (error["type"] != "mistake" or error["ctx"]["en"].startswith("Nothing here is called"))
            for error in mistakes.errors(include_url=False)
        )
    return False


SHAPELESS = [file for file in BROKEN if not (reading := read(file)).faults and breaks_shape(reading.data)]


@pytest.mark.parametrize("file", SHAPELESS, ids=lambda file: file.stem)
def test_a_file_that_breaks_shape_does_not_fit_the_schema(file: Path) -> None:
    assert not VALIDATORS["kind.json"].is_valid(read(file).data)


def test_there_are_files_that_break_shape() -> None:
    assert len(SHAPELESS) > 15


def properties(name: str) -> set[str]:
    made = schema(name)
    shapes = [(SCHEMAS[name].__name__, made), *made.get("$defs", {}).items()]
    return {
        f"{owner}.{key}"
        for owner, shape in shapes
        for key, said in shape.get("properties", {}).items()
        if " / " not in said.get("description", "")
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_name_is_described_in_both_languages(name: str) -> None:
    assert sorted(properties(name)) == [], "describe them in domain/rulebook/descriptions.py"


def test_nothing_is_described_that_no_file_may_say() -> None:
    said = {
        name
        for each in SCHEMAS
        for owner, shape in [(SCHEMAS[each].__name__, schema(each)), *schema(each).get("$defs", {}).items()]
        for key in shape.get("properties", {})
        for name in (key, f"{owner}.{key}")
    }
    assert sorted(DESCRIPTIONS.keys() - said) == []


def test_the_command_writes_what_is_stale_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTOAN_CRITERIA", str(tmp_path))
    monkeypatch.setenv("ANTOAN_LANGUAGE", "en")
    settings.cache_clear()
    runner = CliRunner()
    stale = runner.invoke(app, ["criteria", "schema"])
    assert (stale.exit_code, stale.stdout.count("stale")) == (1, 4)
    assert runner.invoke(app, ["criteria", "schema", "--write"]).exit_code == 0
    assert runner.invoke(app, ["criteria", "schema"]).stdout.count("fresh") == 4
    settings.cache_clear()
