"""OpenAPI: the table of operations as a document for programs, every answer and every problem in it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from domain.people import DEED_NAMES
from domain.texts import Text
from portal.api import problems
from portal.api.operations import OPERATIONS, Operation
from portal.api.problems import KINDS, ProblemDetails

PREFIX = "/api/v1"
# Each model to where its schema is.
Refs = Mapping[Any, Any]
_COMPONENTS = "#/components/schemas/{model}"
# What any operation may answer.
_COMMON = ("no-token", "not-allowed", "bad-input", "too-many", "failed", "unready")
_WITH_BODY = ("not-json", "too-large", "not-json-content")
KEY = Text(
    vi="Khóa của lần làm này, do chương trình gọi tự đặt: gửi lại cùng khóa là cùng một việc, trả lời như cũ",
    en="A key of the caller's own making: the same key again is the same act, with the same answer",
)
PATHS: dict[str, dict[str, Any]] = {
    "reference": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{6,18}$", "examples": ["2026-000123"]},
    "session": {"type": "string", "minLength": 1, "examples": ["06325-2026-1"]},
    "file": {"type": "string", "minLength": 1, "examples": ["0f6d3c1e2b5a49788796a5b4c3d2e1f0"]},
    "season": {"type": "integer", "minimum": 1, "maximum": 9999},
    "standard": {"type": "string", "minLength": 1, "examples": ["vn/antt-2021/residential-area"]},
}
RATE = {
    "RateLimit-Limit": "requests that a token has in a minute",
    "RateLimit-Remaining": "requests that are left of them",
    "RateLimit-Reset": "seconds until there are more",
}


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    models: list[type[BaseModel]] = [ProblemDetails]
    for one in OPERATIONS:
        models += [one.answer, *([one.body] if one.body else [])]
    # The same name for an input and an output would be two schemas: pydantic then tells them apart by module.
    named, schemas = models_json_schema(
        [(model, "validation") for model in dict.fromkeys(models)], ref_template=_COMPONENTS
    )
    refs: Refs = {model: schema for (model, _), schema in named.items()}
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "An Toàn",
            "version": "1",
            "description": "Các việc trên cổng, cho chương trình. / The acts of the portal, for programs. See /api.",
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas["$defs"],
        },
    }


def _operation(one: Operation, refs: Refs) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": str(one.name),
        "summary": _both(one.title),
        "description": _both(
            Text(vi="Mã truy cập cần có quyền: {deed}.", en="The token needs the scope: {deed}.").filled(
                deed=one.deed
            )
        ),
        "parameters": [*_in_path(one), *_in_query(one), _language(), *([_key()] if one.is_act else [])],
        "responses": {
            "200": {
                "description": _both(Text(vi="Đã xong", en="Done")),
                "headers": _rate(),
                "content": {"application/json": {"schema": refs[one.answer]}},
            },
            **_problems(one, refs[ProblemDetails]),
        },
    }
    if one.body is not None:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": refs[one.body]}}}
    return told


def _problems(one: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    codes = [*_COMMON, *one.refusals, *(_WITH_BODY if one.body else ())]
    found: dict[str, Any] = {}
    for code in sorted(codes, key=lambda code: KINDS[code][0]):
        status, title = KINDS[code]
        headers = {} if code in ("no-token", "failed") else _rate()
        if code == "no-token":
            headers = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
        if code == "too-many":
            headers["Retry-After"] = {"required": True, "schema": {"type": "integer"}}
        found[str(status)] = {
            "description": _both(title),
            "headers": headers,
            "content": {problems.MEDIA: {"schema": schema}},
        }
    return found


def _rate() -> dict[str, Any]:
    return {name: {"description": text, "schema": {"type": "integer"}} for name, text in RATE.items()}


def _in_path(one: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in PATHS.items()
        if f"{{{name}}}" in one.path
    ]


def _in_query(one: Operation) -> list[dict[str, Any]]:
    schema = one.query.model_json_schema(ref_template=_COMPONENTS)
    found = []
    for name, given in schema.get("properties", {}).items():
        kinds = [kind for kind in given.get("anyOf", [given]) if kind.get("type") != "null"]
        kind = {key: value for key, value in kinds[0].items() if key != "title"}
        if "$ref" in kind:  # only the states are named apart
            kind = {"type": "string", "enum": schema["$defs"][kind["$ref"].rpartition("/")[2]]["enum"]}
        kind.pop("description", None)
        kind.pop("default", None)
        told: dict[str, Any] = {"name": name, "in": "query", "required": False, "schema": kind}
        if "description" in given:
            told["description"] = given["description"]
        found.append(told)
    return found


def _language() -> dict[str, Any]:
    return {"name": "Accept-Language", "in": "header", "schema": {"type": "string", "examples": ["vi", "en"]}}


def _key() -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": _both(KEY),
        "schema": schema,
    }


def _both(text: Text) -> str:
    return f"{text.vi} / {text.en}"


def scopes() -> dict[str, Text]:
    """The scopes that a token can have, with what they let it do."""
    return {str(one.deed): DEED_NAMES[one.deed] for one in OPERATIONS}
