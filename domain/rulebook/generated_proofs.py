"""Generated proofs: the nodes of a season's criteria as one Python function, written from the same phrases as its letters.

A node that is met is mostly found or copied (`met_nodes.py`). Any other is one dict display whose letter is the expression of
`phrases.py`; parts stand in it as displays of their own. What the expressions do not know (dated entries, answers that nobody
gave, anything malformed) goes to the plain builder of `proving.py`, which stays the reference.

The same few answers come again and again: a node that depends on numbers, words and yes or no alone is made once for
them, and stands in many trees.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import singledispatch
from typing import Any, NamedTuple

from domain.rulebook.answers import is_day
from domain.rulebook.generated import Found, fetch, function
from domain.rulebook.met_nodes import met_node
from domain.rulebook.mistakes import Shape
from domain.rulebook.phrases import COMBINED, Writer, literal, write
from domain.rulebook.proving import Cited, Node, leaf, leaf_of, proving, told
from domain.rulebook.truth import Answers, Frame, where
from domain.rules import AllOf, AnyOf, OnlyWhere, Reading, walk

# (facts of all criteria, attributes of the unit) → what their letters make, and a node for each criterion in the order
# of the standard. Nodes are shared by trees: they are read, or copied, never changed.
Nodes = Callable[[Mapping[str, Answers], Answers], tuple[Any, list[Node]]]

_NOTHING: dict[str, Any] = {}
_ORDER = {"all": ("n", "u", "m"), "any": ("m", "u", "n")}
# So many nodes of a criterion are remembered, about a kilobyte each: the answers that come often are among the first. The
# rest is made each time, because to forget and keep anew costs more than it saves where answers seldom repeat.
_MANY = 1024
# Answers that one equal to them can stand for, by their form, and the class that they usually have.
_CLASSES = {"count": "int", "answer": "bool", "choice": "str"}


class Proven(NamedTuple):
    """A criterion to prove. The code is None where its rule reads nothing but the unit; `head` is what stands around
    its node, if anything does."""

    code: str | None
    rule: Shape
    frame: Frame
    cites: Cited
    head: Mapping[str, Any] = _NOTHING


def nodes_of(criteria: Iterable[Proven], make: Callable[[str], Any]) -> Nodes:
    """The function that builds all nodes, each inside its head, and says what `make` makes of all letters.

    What is met is seen in the function itself. Whatever else there is to say of a criterion is said by functions of its own,
    so that the lines that nearly always run stand close together.
    """
    values: dict[str, Any] = {"nothing": _NOTHING, "is_day": is_day}
    proven = list(criteria)
    held, fetched = fetch([one.code for one in proven], values)
    lines, others = ["def nodes(facts, unit, zero=0, whole=int):", "    total = 0", *fetched], []
    for place, (one, own) in enumerate(zip(proven, held, strict=True)):
        name, other, plain = f"n{place}", f"other{place}", f"plain{place}"
        others += _functions(one, other, plain, Found.steps(place), values)
        said = [f"{name}, more = {other}({own}, unit)", "total += more"]
        if met := met_node(one.rule, one.head, one.cites, name, Writer(values, one.frame, own)):
            refused = [f"{name}, more = {plain}({own}, unit)", "total += more"]
            said = [
                "try:",
                *_indented([*met, "else:", *_indented(said)]),
                "except Exception:",
                *_indented(refused),
            ]
        lines += _indented(said)
    values["made"] = Found(len(proven), make)
    names = ", ".join(f"n{place}" for place in range(len(proven)))
    source = "\n".join([*others, *lines, f"    return made[total], [{names}]"])
    nodes: Nodes = function("nodes", source, values)
    return nodes


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _functions(
    one: Proven, other: str, plain: str, steps: dict[str, int], values: dict[str, Any]
) -> list[str]:
    """Two functions of the answers to one criterion that give its node, and what its letter adds: `other` of any answers
    that the phrases know, and `plain` of all the rest."""
    writer = _Writer(values, one.frame, one.cites, "own")
    made, letter = node(one.rule, writer)
    made, adds = _inside(one.head, made, writer), writer.value(steps)
    lines = [f"return {made}, {adds}[{letter}]"]
    if (key := _key(one, writer)) is not None:
        kept = writer.value({})
        lines = [
            f"key = {key}",
            f"if (known := {kept}.get(key)) is None:",
            f"    known = {made}, {adds}[{letter}]",
            f"    if len({kept}) < {_MANY}: {kept}[key] = known",
            "return known",
        ]
    return [
        f"def {plain}(own, unit):",
        f"    node = {writer.plain(one.rule)}(own, unit)",
        f"    return {_inside(one.head, 'node', writer)}, {adds}[node['letter']]",
        f"def {other}(own, unit, zero=0, whole=int):",
        "    try:",
        *_indented(_indented(lines)),
        "    except Exception:",
        f"        return {plain}(own, unit)",
    ]


def _key(one: Proven, writer: "_Writer") -> str | None:
    """The expression of all answers that a node depends on, with their classes, because True equals 1. None where these
    are documents and the like. Dated entries have no hash: that is an exception, and theirs is the plain builder."""
    parts = list(walk(one.rule))
    roles = [role for part in parts if not isinstance(part, COMBINED) for role in told(part, one.frame)[1]]
    classes = [_CLASSES.get(one.frame.fact(name).form) for name, _ in roles]
    if None in classes:
        return None
    # Where a rule may not apply, its answers may be missing.
    applies = not any(isinstance(part, OnlyWhere) for part in parts)
    held = [writer.local() for _ in roles]
    reads = [
        f"({one} := {_read(name, role if applies else 'pending', writer)})"
        for one, (name, role) in zip(held, roles, strict=True)
    ]
    if len(reads) == 1:
        return f"{held[0]} if {reads[0]}.__class__ is {classes[0]} else ({held[0]}, {held[0]}.__class__)"
    both = [f"{read}, {one}.__class__, " for read, one in zip(reads, held, strict=True)]
    return f"({''.join(both)})"


def _inside(head: Mapping[str, Any], made: str, writer: "_Writer") -> str:
    return _display({**_constants(head, writer), "proof": made}) if head else made


class _Writer(Writer):
    """A writer that knows besides what its nodes cite."""

    def __init__(self, values: dict[str, Any], frame: Frame, cites: Cited, own: str) -> None:
        super().__init__(values, frame, own)
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


def _constants(same: Mapping[str, Any], writer: _Writer) -> dict[str, str]:
    return {name: _constant(value, writer) for name, value in same.items()}


def _constant(value: Any, writer: _Writer) -> str:
    """A plain text, number or truth as Python writes it; anything else by a name."""
    return repr(value) if value is None or type(value) in (str, int, bool) else writer.value(value)


def _leaf(ref: str, role: str | None, writer: _Writer) -> str:
    read, held = _read(ref, role, writer), writer.local()
    same = _constants(leaf_of(ref, role, writer.frame), writer)
    if "within" not in same:
        return _display({**same, "value": read})
    listed = writer.value(leaf(ref, role, writer.frame))
    return f"({_display({**same, 'value': held})} if ({held} := {read}).__class__ is not list else {listed}({writer.own}, unit))"


def _read(ref: str, role: str | None, writer: Writer) -> str:
    name, in_unit = where(ref)
    # What may be missing without making a rule unknown is no exception.
    return f"{writer.own}.get({literal(name)})" if role == "pending" and not in_unit else writer.again(ref)


@node.register
def _(rule: Reading, writer: _Writer) -> tuple[str, str]:
    """A node that the plain builder makes; its letter is read from it."""
    held, letter = writer.local(), writer.local()
    return f"({held} := {writer.plain(rule)}({writer.own}, unit), {letter} := {held}['letter'])[0]", letter


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
