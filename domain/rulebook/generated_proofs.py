"""Generated proofs: the nodes of a season's criteria as one Python function, written from the same phrases as its letters.

A node is one dict display whose letter is the expression of `generated.py`; parts stand in it as displays of their own.
What the expressions do not know (dated entries, answers that nobody gave, anything malformed) goes to the plain builder of
`proving.py`, which stays the reference.

The same few answers come again and again: a node that depends on numbers, words and yes or no alone is made once for
them, and stands in many trees.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import singledispatch
from typing import Any, NamedTuple

from domain.rulebook.answers import is_day
from domain.rulebook.generated import Found, Writer, fetch, function, literal, write
from domain.rulebook.mistakes import Shape
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
_COMBINED = (AllOf, AnyOf, OnlyWhere)


class Proven(NamedTuple):
    """A criterion to prove. The code is None where its rule reads nothing but the unit; `head` is what stands around
    its node, if anything does."""

    code: str | None
    rule: Shape
    frame: Frame
    cites: Cited
    head: Mapping[str, Any] = _NOTHING


def nodes_of(criteria: Iterable[Proven], make: Callable[[str], Any]) -> Nodes:
    """The function that builds all nodes, each inside its head, and says what `make` makes of all letters."""
    values: dict[str, Any] = {"nothing": _NOTHING, "is_day": is_day}
    proven, names = list(criteria), []
    held, fetched = fetch([one.code for one in proven], values)
    lines = ["def nodes(facts, unit, zero=0, whole=int):", "    found = all_met", *fetched]
    for place, (one, own) in enumerate(zip(proven, held, strict=True)):
        writer, name = _Writer(values, one.frame, one.cites, own), f"n{place}"
        names.append(name)
        steps = writer.value(Found.steps(place))
        lines += [
            "    try:",
            *(f"        {line}" for line in _lines(one, name, steps, writer)),
            "    except Exception:",
            f"        plain = {writer.plain(one.rule)}({own}, unit)",
            f"        {name} = {_inside(one.head, 'plain', writer)}",
            f"        found = found[{steps}[plain['letter']]]",
        ]
    values["all_met"] = Found.at_first(len(names), make)
    source = "\n".join([*lines, f"    return found.made, [{', '.join(names)}]"])
    nodes: Nodes = function("nodes", source, values)
    return nodes


def _lines(one: Proven, name: str, steps: str, writer: "_Writer") -> list[str]:
    """What makes the node of a criterion, or finds it among those that were made before."""
    made, letter = node(one.rule, writer)
    made = _inside(one.head, made, writer)
    if (key := _key(one, writer)) is None:
        return [f"{name} = {made}", f"if {letter} != 'm': found = found[{steps}[{letter}]]"]
    kept = writer.value({})
    return [
        f"key = {key}",
        f"if (known := {kept}.get(key)) is None:",
        f"    {name} = {made}",
        f"    step = None if {letter} == 'm' else {steps}[{letter}]",
        f"    if len({kept}) < {_MANY}: {kept}[key] = {name}, step",
        "else:",
        f"    {name}, step = known",
        "if step is not None: found = found[step]",
    ]


def _key(one: Proven, writer: "_Writer") -> str | None:
    """The expression of all answers that a node depends on, with their classes, because True equals 1. None where these
    are documents and the like. Dated entries have no hash: that is an exception, and theirs is the plain builder."""
    parts = list(walk(one.rule))
    roles = [role for part in parts if not isinstance(part, _COMBINED) for role in told(part, one.frame)[1]]
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
