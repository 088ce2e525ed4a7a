"""Proof: the tree of a verdict as people read it: verdict, criterion, rule, fact, and what is still needed."""

from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.tree import Tree

from domain.settings import settings
from portal.cli.printing import out, say

_VERDICTS = {
    "met": ("[green]ĐẠT[/green]", "[green]MET[/green]"),
    "not_met": ("[red]CHƯA ĐẠT[/red]", "[red]NOT MET[/red]"),
    "undecided": ("[yellow]CHƯA KẾT LUẬN[/yellow]", "[yellow]UNDECIDED[/yellow]"),
    "not_eligible": ("[red]KHÔNG ĐỦ ĐIỀU KIỆN[/red]", "[red]NOT ELIGIBLE[/red]"),
}
_MARKS = {"m": "[green]✓[/green]", "n": "[red]✗[/red]", "u": "[yellow]?[/yellow]", "-": "–"}
_WORDS = {
    "all": ("mọi điều sau", "all of these"),
    "any": ("một trong các điều sau", "one of these"),
    "only_where": ("chỉ áp dụng nơi", "only where"),
}

ProofOption = Annotated[
    bool,
    typer.Option(
        "--proof",
        help="chứng minh đến từng dữ kiện, và cần gì để đạt / proof down to each fact, and what it takes",
    ),
]


def show_proof(proof: dict[str, Any]) -> None:
    """Print a proof that has been put into words (`domain.telling`). A star marks what alone decides."""
    out.print(_tree(proof), highlight=False)
    if (needed := proof["to_pass"]) is not None:
        show_needed(needed)


def _tree(proof: dict[str, Any]) -> Tree:
    verdict = say(*_VERDICTS[proof["verdict"]])
    tree = Tree(f"[bold]{verdict}[/bold] · {escape(_cited(proof))} · {proof['season']}")
    if "says" in proof:
        tree.add(_said(proof))
    for node in proof["exclusions"]:
        if node["letter"] != "n":
            branch = tree.add(f"{_MARKS[node['letter']]} {_said(node)} [dim]({escape(_cited(node))})[/dim]")
            _grow(branch, node)
    for one in proof["criteria"]:
        head = f"{_MARKS[one['proof']['letter']]} [bold]{one['code']}[/bold] {_said(one)}"
        _grow(tree.add(f"{head} [dim]({escape(_cited(one))})[/dim]"), one["proof"])
    return tree


def _grow(branch: Tree, node: dict[str, Any]) -> None:
    """The parts of a rule under it; a rule without parts is its facts, because its sentence stands above."""
    for part in node.get("parts", ()):
        words = say(*_WORDS[part["rule"]]) if part["rule"] in _WORDS else _said(part)
        _grow(branch.add(f"{_MARKS[part['letter']]} {words}"), part)
    for leaf in node.get("facts", ()):
        star = f" [bold]{say('* quyết định', '* decisive')}[/bold]" if leaf.get("decisive") else ""
        branch.add(f"[cyan]{_said(leaf)}[/cyan]{star}")


def show_needed(needed: dict[str, Any]) -> None:
    """Print what would make it pass, and plainly when nothing this season can."""
    out.print()
    out.print(
        f"[bold]{say('Cần gì để đạt', 'What would make it pass')}[/bold]: {_said(needed)}", highlight=False
    )
    smallest = needed["smallest"] or []
    if smallest and smallest != needed["this_season"]:
        out.print(say("Ít thay đổi nhất, xét về hình thức:", "Fewest changes, formally:"))
        for change in smallest:
            out.print(f"  {change['criterion'] or 'unit'}: {_said(change)}", highlight=False)


def _said(told: dict[str, Any]) -> str:
    return escape(told["says"][settings().language])


def _cited(told: dict[str, Any]) -> str:
    return "; ".join(place["text"] for place in told["cites"])
