"""Met nodes: the node of a rule that plain answers meet, as lines that see it and find it, or put it together.

Most criteria are met, and then little is left to say: the answer yes stands in every such node, so there is one; of one
number that is not too large there is a node each, made when it comes. Of more numbers hardly any two come again. Their
nodes and leaves are copied from what stands in all of them, because a dict is copied in less time than it is filled.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.rulebook.mistakes import Shape
from domain.rulebook.phrases import Writer, write
from domain.rulebook.proving import Cited, Node, leaf_of, told
from domain.rulebook.truth import MET, Frame
from domain.rules import AllOf, Counted, No, NoneOf, Reduced, Share, Yes

# So many nodes of a criterion are kept, by their number.
MANY = 1024
# The answer with which each of these is met.
_SETTLED: dict[type[Shape], Any] = {Yes: True, No: False, NoneOf: 0}


def met_node(rule: Shape, head: Mapping[str, Any], cites: Cited, name: str, writer: Writer) -> list[str]:
    """The lines that assign the node inside its head to `name`, after a condition and before any `else`. Nothing for a rule
    whose node shows more than that it is met, or numbers in several places."""
    numbers = _numbers(rule)
    if numbers is None or (isinstance(rule, AllOf) and len(numbers) > 1):
        return []
    writer.ahead = {}
    met = write(rule, writer).met
    held, reads = {ref: writer.ahead[ref] for ref in numbers}, writer.reads()
    writer.ahead = None

    def made(*said: int) -> Node:
        node = _node(rule, writer.frame, cites, dict(zip(held, said, strict=True)))
        return {**head, "proof": node} if head else node

    match list(held.values()):
        case []:
            lines = [f"{name} = {writer.constant(made())}"]
        case [number]:
            kept: list[Node | None] = [None] * MANY
            lines = [
                f"{name} = {writer.constant(kept)}[{number}] or {writer.value(_keeping(kept, made))}({number})"
            ]
        case _:
            lines = _copied(rule, head, cites, name, held, writer)
    return [*reads, f"if {met}:", *(f"    {line}" for line in lines)]


def _numbers(rule: Shape) -> list[str] | None:
    """The facts of which it takes the number to know the node of a rule that is met; None where that is not enough."""
    match rule:
        case Yes() | No() | NoneOf():
            return []
        case Counted(counted=name):
            return [name]
        case Share(share=names, pending=None):
            return list(names)
        case Reduced(reduced=series):
            return [name for names in series for name in names]
        case AllOf(all=parts):
            found = [_numbers(part) for part in parts]
            return None if None in found else [name for names in found for name in names or ()]
    return None


def _node(rule: Shape, frame: Frame, cites: Cited, numbers: Mapping[str, int]) -> Node:
    if isinstance(rule, AllOf):
        parts = [_node(part, frame, cites, numbers) for part in rule.all]
        return {"rule": "all", "cites": cites, "letter": MET, "parts": parts}
    same, roles = told(rule, frame)
    settled = _SETTLED.get(type(rule))
    facts = [{**leaf_of(ref, role, frame), "value": numbers.get(ref, settled)} for ref, role in roles]
    return {**same, "cites": cites, "letter": MET, "facts": facts}


def _keeping(kept: list[Node | None], make: Callable[[int], Node]) -> Callable[[int], Node]:
    def made(number: int) -> Node:
        node = kept[number] = make(number)
        return node

    return made


def _copied(
    rule: Shape, head: Mapping[str, Any], cites: Cited, name: str, held: Mapping[str, str], writer: Writer
) -> list[str]:
    same, roles = told(rule, writer.frame)
    node, leaves = writer.local() if head else name, [writer.local() for _ in roles]
    patterns = [{**leaf_of(ref, role, writer.frame), "value": None} for ref, role in roles]
    lines = [f"{leaf} = {writer.constant(one)}.copy()" for leaf, one in zip(leaves, patterns, strict=True)]
    lines += [f"{node} = {writer.constant({**same, 'cites': cites, 'letter': MET, 'facts': None})}.copy()"]
    lines += [f"{leaf}['value'] = {held[ref]}" for leaf, (ref, _) in zip(leaves, roles, strict=True)]
    lines += [f"{node}['facts'] = [{', '.join(leaves)}]"]
    if head:
        lines += [f"{name} = {writer.constant({**head, 'proof': None})}.copy()", f"{name}['proof'] = {node}"]
    return lines
