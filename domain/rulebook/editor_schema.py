"""Editor schema: the shapes of criteria files as JSON Schema, generated, so that editors help whoever writes them."""

from typing import Any

import orjson

from domain.rulebook.criteria_files import FolderFile, StandardFile
from domain.rulebook.descriptions import DESCRIPTIONS
from domain.rulebook.example_files import ExampleFile
from domain.rulebook.mistakes import Shape
from domain.rulebook.overlays import OverlayFile
from domain.rules import VOCABULARY

FOLDER = "schema"
SCHEMAS: dict[str, type[Shape]] = {
    "kind.json": StandardFile,
    "standard.json": FolderFile,
    "overlay.json": OverlayFile,
    "example.json": ExampleFile,
}
_TITLES = {
    "kind.json": "Tiêu chí cho một loại đối tượng / Criteria for one kind of applicant",
    "standard.json": "Phần chung của một bộ tiêu chí / What the kinds of one standard share",
    "overlay.json": "Phần một nơi thêm vào và siết chặt / What a place adds and tightens",
    "example.json": "Ví dụ với kết quả mong đợi / An example with its expected verdict",
}
# Inside a rule any value may be a list of values, each with the seasons in which it holds.
_DATED = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {
            "value": {"description": "Giá trị / The value"},
            "from": {"type": "integer", "description": "Từ năm đánh giá / From this season"},
            "until": {"type": "integer", "description": "Đến năm đánh giá / Until this season"},
        },
        "required": ["value"],
        "additionalProperties": False,
    },
}


def schema(name: str) -> dict[str, Any]:
    """One of `SCHEMAS` as JSON Schema, draft 2020-12."""
    made = SCHEMAS[name].model_json_schema(by_alias=True)
    definitions: dict[str, Any] = made.get("$defs", {})
    rules = {shape.__name__ for shape in VOCABULARY.values()}
    for owner, shape in [(SCHEMAS[name].__name__, made), *definitions.items()]:
        shape.pop("description", None)
        for key, said in shape.get("properties", {}).items():
            shape["properties"][key] = _property(said, owner, key, dated=owner in rules)
    if rules & definitions.keys():
        definitions["Dated values"] = _DATED
    made["title"] = _TITLES[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _property(said: dict[str, Any], owner: str, key: str, dated: bool) -> dict[str, Any]:
    said = {name: value for name, value in said.items() if name not in ("title", "default")}
    if "patternProperties" in said:
        said["additionalProperties"] = False  # a name that does not fit the pattern is no name
    if dated and "$ref" not in said and "discriminator" not in said:
        said = {"anyOf": [said, {"$ref": "#/$defs/Dated values"}]}
    if (text := DESCRIPTIONS.get(f"{owner}.{key}") or DESCRIPTIONS.get(key)) is not None:
        said["description"] = f"{text.vi} / {text.en}"
    return said


def written(name: str) -> str:
    """The schema as it stands in its file: the same text whenever it is generated."""
    return orjson.dumps(schema(name), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"
