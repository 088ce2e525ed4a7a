"""Met nodes: the node of a rule that plain answers meet, as lines that see it and find it, or put it together.

Most criteria are met, and then little is left to say: the answer yes stands in every such node, so there is one; of one
number that is not too large there is a node each, made when it comes, and of two small ones. Of more or larger numbers
hardly any come again. Their nodes and leaves are copied from what stands in all of them, because a dict is copied in less
time than it is filled, and in less than a kept leaf is fetched from far memory (measured: lists and dicts of leaves; a
tuple in the place of a list of facts, and dicts that share their keys, gain nothing).
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
# And of two numbers, where the larger is less than this.
FEW = 64
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

    filled = _noding(rule, writer.frame, cites)

    def shown(*said: int) -> Node:
        node = filled(dict(zip(held, said, strict=True)))
        return {**head, "proof": node} if head else node

    def made(kept: list[Node | None], place: int, *said: int) -> Node:
        node = kept[place] = shown(*said)
        return node

    match list(held.values()):
        case []:
            lines = [f"{name} = {writer.constant(shown())}"]
        case [number]:
            kept = writer.constant([None] * MANY)
            lines = [f"{name} = {kept}[{number}] or {writer.value(made)}({kept}, {number}, {number})"]
        case [part, whole]:
            # Being met says of both words that neither is negative, and that the first is not the larger.
            kept = f"{writer.constant([[None] * (number + 1) for number in range(FEW)])}[{whole}]"
            found = f"{kept}[{part}] or {writer.value(made)}({kept}, {part}, {part}, {whole})"
            copied = _copied(rule, head, cites, name, held, writer)
            lines = [f"if {whole} < {FEW}: {name} = {found}", "else:", *(f"    {line}" for line in copied)]
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


def _noding(rule: Shape, frame: Frame, cites: Cited) -> Callable[[Mapping[str, int]], Node]:
    """The function that fills a met node with its numbers."""
    if isinstance(rule, AllOf):
        parts = [_noding(part, frame, cites) for part in rule.all]
        return lambda numbers: {
            "rule": "all", "cites": cites, "letter": MET, "parts": [part(numbers) for part in parts],
        }  # fmt: skip
    same, roles = told(rule, frame)
    leaves = [(ref, leaf_of(ref, role, frame)) for ref, role in roles]
    settled = _SETTLED.get(type(rule))

    def of_facts(numbers: Mapping[str, int]) -> Node:
        facts = [{**leaf, "value": numbers.get(ref, settled)} for ref, leaf in leaves]
        return {**same, "cites": cites, "letter": MET, "facts": facts}

    return of_facts


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
