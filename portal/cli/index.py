"""Index: what each command says of itself, read from its source: to list them takes none of what they need to run."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any

from typer.core import TyperCommand, TyperGroup


def listed(group: TyperGroup, places: Mapping[str, str]) -> TyperGroup:
    """The group with commands that can say what they are for and do nothing. `places` are “module:name” of each."""
    commands: list[Any] = [TyperCommand(name=name, help=said(place)) for name, place in places.items()]
    return TyperGroup(
        name=group.name, commands=commands, help=group.help, params=group.params, callback=group.callback,
        rich_markup_mode=group.rich_markup_mode,
    )  # fmt: skip


def said(place: str) -> str:
    """The docstring of the function of that place, or the help of the group of commands."""
    module, name = place.split(":")
    for node in _tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            return ast.get_docstring(node) or ""
        if isinstance(node, ast.Assign) and any(ast.unparse(one) == name for one in node.targets):
            return "".join(_help(node.value))
    return ""


def _help(made: ast.expr) -> Iterator[str]:
    if isinstance(made, ast.Call):
        for keyword in made.keywords:
            if keyword.arg == "help" and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)


@cache
def _tree(module: str) -> ast.Module:
    spec: Any = find_spec(module)
    source: str = spec.loader.get_source(module)
    return ast.parse(source)
