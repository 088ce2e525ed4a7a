"""Generated proofs: the nodes of a season's criteria as one Python function, written from the same phrases as its letters.

A node is one dict display whose letter is the expression of `generated.py`; parts stand in it as displays of their own.
What the expressions do not know (dated entries, answers that nobody gave, anything malformed) goes to the plain builder of
`proving.py`, which stays the reference.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import singledispatch
from typing import Any

from domain.rulebook.answers import is_day
from domain.rulebook.generated import Writer, write
from domain.rulebook.mistakes import Shape
from domain.rulebook.proving import Cited, Node, leaf, leaf_of, proving, told
from domain.rulebook.truth import Answers, Frame, where
from domain.rules import AllOf, AnyOf, OnlyWhere, Reading

# (facts of all criteria, attributes of the unit) → a node for each criterion, in the order of the standard.
Nodes = Callable[[Mapping[str, Answers], Answers], list[Node]]

_NOTHING: dict[str, Any] = {}
_ORDER = {"all": ("n", "u", "m"), "any": ("m", "u", "n")}


def nodes_of(criteria: Iterable[tuple[str | None, Shape, Frame, Cited]]) -> Nodes:
    """The function that builds all nodes. The code is None where a rule reads nothing but the unit."""
    values: dict[str, Any] = {"nothing": _NOTHING, "is_day": is_day}
    lines, names = ["def nodes(facts, unit, zero=0, whole=int):"], []
    for place, (code, rule, frame, cites) in enumerate(criteria):
        writer = _Writer(values, frame, cites)
        writer.own = "a"
        said, name = _constant(code, writer), f"n{place}"
        names.append(name)
        lines += [
            "    try:",
            f"        a = {f'facts[{said}]' if code else 'nothing'}",
            f"        {name} = {node(rule, writer)[0]}",
            "    except Exception:",
            f"        {name} = {writer.plain(rule)}({f'facts.get({said}, nothing)' if code else 'nothing'}, unit)",
        ]
    source = "\n".join([*lines, f"    return [{', '.join(names)}]"])
    exec(compile(source, "<proofs>", "exec"), values)
    made: Nodes = values["nodes"]
    return made


class _Writer(Writer):
    """A writer that knows besides what its nodes cite."""

    def __init__(self, values: dict[str, Any], frame: Frame, cites: Cited) -> None:
        super().__init__(values, frame)
        self.cites = cites
        self.cited = self.value(cites)

    def plain(self, rule: Shape) -> str:
        """The plain builder of a rule's node."""
        return self.value(proving(rule, self.frame, self.cites))


@singledispatch
def node(rule: Shape, writer: _Writer) -> tuple[str, str]:
    """The expression of a rule's node, and the local that holds its letter from then on."""
    letter = writer.local()
    same, roles = told(rule, writer.frame)
    pairs = {
        **_constants(same, writer),
        "cites": writer.cited,
        "letter": f"({letter} := {write(rule, writer).letter})",
    }
    facts = ", ".join(_leaf(ref, role, writer) for ref, role in roles)
    return _display({**pairs, "facts": f"[{facts}]"}), letter


def _display(pairs: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name!r}: {said}" for name, said in pairs.items()) + "}"


def _constants(same: Node, writer: _Writer) -> dict[str, str]:
    return {name: _constant(value, writer) for name, value in same.items()}


def _constant(value: Any, writer: _Writer) -> str:
    """A plain text, number or truth as Python writes it; anything else by a name."""
    return repr(value) if value is None or type(value) in (str, int, bool) else writer.value(value)


def _leaf(ref: str, role: str | None, writer: _Writer) -> str:
    name, in_unit = where(ref)
    said, held = _constant(name, writer), writer.local()
    # What may be missing without making a rule unknown is no exception.
    read = f"unit.get({said})" if in_unit else f"a.get({said})" if role == "pending" else f"a[{said}]"
    same = _constants(leaf_of(ref, role, writer.frame), writer)
    if "within" not in same:
        return _display({**same, "value": read})
    listed = writer.value(leaf(ref, role, writer.frame))
    return f"({_display({**same, 'value': held})} if ({held} := {read}).__class__ is not list else {listed}(a, unit))"


@node.register
def _(rule: Reading, writer: _Writer) -> tuple[str, str]:
    """A node that the plain builder makes; its letter is read from it."""
    held, letter = writer.local(), writer.local()
    return f"({held} := {writer.plain(rule)}(a, unit), {letter} := {held}['letter'])[0]", letter


@node.register
def _(rule: AllOf, writer: _Writer) -> tuple[str, str]:
    return _combined("all", rule.all, writer)


@node.register
def _(rule: AnyOf, writer: _Writer) -> tuple[str, str]:
    return _combined("any", rule.any, writer)


def _combined(word: str, parts: Iterable[Shape], writer: _Writer) -> tuple[str, str]:
    nodes, letters = zip(*(node(part, writer) for part in parts), strict=True)
    letter, both = writer.local(), writer.local()
    first, second, third = _ORDER[word]
    said = f"{first!r} if {first!r} in ({both} := {' + '.join(letters)}) else"
    said += f" {second!r} if {second!r} in {both} else {third!r} if {third!r} in {both} else '-'"
    return _of_parts(word, f"[{', '.join(nodes)}]", f"({letter} := {said})", writer), letter


def _of_parts(word: str, parts: str, letter: str, writer: _Writer) -> str:
    # The parts come first: the letter is made of theirs.
    return _display({"rule": repr(word), "cites": writer.cited, "parts": parts, "letter": letter})


@node.register
def _(rule: OnlyWhere, writer: _Writer) -> tuple[str, str]:
    (condition, applies), (then, ruled) = node(rule.only_where, writer), node(rule.then, writer)
    held, letter = writer.local(), writer.local()
    parts = f"[{held}, {then}] if ({held} := {condition}) and {applies} == 'm' else [{held}]"
    said = f"{ruled} if {applies} == 'm' else '-' if {applies} == 'n' else {applies}"
    return _of_parts("only_where", parts, f"({letter} := {said})", writer), letter
