"""Proof: a verdict as a tree, verdict ← criterion ← rule ← fact, with what each rests on; plain data, nothing stored.

    {"standard": …, "sha256": …, "season": 2026, "cites": […], "recognised_when": "all", "verdict": "not_met",
     "exclusions": [node, …],
     "criteria": [{"code": "KDC-1c", "cites": […], "proof": node}, …]}

A node: {"rule": "share", "cites": […], "letter": "n", "at_least": [100, 100], "facts": [leaf, …]}, or "parts" in the place
of "facts". A leaf: {"fact": "registered", "form": "count", "as": "part", "value": 249}. Letters are those of
`rulebook.truth`. `tools/verify_proof.py` recomputes all of it from the tree alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from domain.decisive import decisive
from domain.remedy import Changes, remedy
from domain.rulebook.citations import cited
from domain.rulebook.deciding import ALL
from domain.rulebook.generated_proofs import Proven, nodes_of
from domain.rulebook.points import Sheet, earned
from domain.rulebook.proving import Node
from domain.rulebook.truth import MET, overall
from domain.rulebook.verdicts import MALFORMED
from domain.scorecard import Scorecard, concluded, judge
from domain.standards import Standard

Tree = dict[str, Any]
Prover = Callable[[Mapping[str, Any], Mapping[str, Mapping[str, Any]]], Tree]

_NOTHING: dict[str, Any] = {}


@lru_cache(maxsize=256)
def prover(standard: Standard, season: int) -> Prover:
    """A function (unit, facts) → tree for one edition and season, made once. It refuses what `judge` refuses.

    What its trees have in common they share: a tree is read, or copied, never changed.
    """
    standard = standard.in_season(season)
    periods = standard.bench(season).periods
    way, sheet = standard.recognised_when, standard.sheet(season)
    most = {line.code: {"points": line.most} for line in sheet.lines} if sheet else {}
    criteria = []
    for one in standard.criteria:
        cites = cited(one.cites)
        head = {"code": one.code, "cites": cites, **most.get(one.code, {})}
        criteria.append(Proven(one.code, one.rule, standard.frame(one, periods), cites, head))
    nodes = nodes_of(criteria, lambda letters: (letters, overall(letters)))
    bare = standard.frame(None, periods)
    exclusions = [Proven(None, one.when, bare, cited(one.cites)) for one in standard.exclusions]
    barred_by = nodes_of(exclusions, lambda letters: MET in letters)
    same: Tree = {
        "standard": standard.path,
        "sha256": standard.sha256,
        "season": season,
        "kind": standard.kind,
        "cites": cited(standard.cites),
        "recognised_when": way if isinstance(way, str) else way.model_dump(mode="json", by_alias=True),
    }
    if sheet is not None:
        same["asks"] = _asks(sheet)
    same |= {"verdict": None, "exclusions": None, "criteria": None}

    def prove(unit: Mapping[str, Any], facts: Mapping[str, Mapping[str, Any]]) -> Tree:
        try:
            (letters, verdict), told = nodes(facts, unit)
            excluded, barred = barred_by(_NOTHING, unit) if exclusions else (False, [])
        except MALFORMED:
            judge(standard, season, unit, facts)  # refuses, with the sentence
            raise
        if way != ALL:
            points = earned(sheet, letters, unit, facts) if sheet else ()
            verdict = concluded(standard, letters, sheet, points)
        if excluded:
            verdict = "not_eligible"
        tree = same.copy()
        tree["verdict"], tree["exclusions"], tree["criteria"] = verdict, barred, told
        return tree

    return prove


def _asks(sheet: Sheet) -> list[dict[str, Any]]:
    """Everything that a score sheet asks, as a share of the points of some rows, and what a row that does not apply
    counts for: the total, the least share of every clause, all of a row that must be full."""
    asks = [
        {"rows": [line.code], "at_least": [1, 1], "not_applicable": "left_out"}
        for line in sheet.lines
        if line.full
    ]
    if sheet.every is not None:
        asks += [
            {
                "rows": [line.code for line in lines],
                "at_least": list(sheet.every),
                "not_applicable": "left_out",
            }
            for lines in sheet.clauses
        ]
    if sheet.threshold is not None:
        absent = {"full": "full", "out_of_total": "left_out"}.get(sheet.not_applicable_rows or "", "zero")
        rows, share = [line.code for line in sheet.lines], [sheet.threshold, sheet.most]
        asks.append({"rows": rows, "at_least": share, "not_applicable": absent})
    return asks


def leaves(tree: Tree) -> Iterator[tuple[str, Node]]:
    """Every leaf with the code of its criterion; attributes of the unit come with an empty code. A fact that several
    rules read comes once for each."""
    for node in tree["exclusions"]:
        yield from _leaves("", node)
    for one in tree["criteria"]:
        yield from _leaves(one["code"], one["proof"])


def _leaves(code: str, node: Node) -> Iterator[tuple[str, Node]]:
    for leaf in node.get("facts", ()):
        yield ("" if leaf["fact"].startswith("unit.") else code), leaf
    for part in node.get("parts", ()):
        yield from _leaves(code, part)


class Said(NamedTuple):
    """What one source (“applicant”, “inspector”) recorded: by whom, when, as which event of the application's chain.

    `document` is None where it was replaced since the verdict: then who spoke is known, and what they said is not.
    """

    source: str
    document: Mapping[str, Mapping[str, Any]] | None
    by: Mapping[str, Any] | None
    at: str
    event: int


def proof(card: Scorecard, records: Sequence[Said] = (), on: str | None = None) -> Tree:
    """The whole proof of a scorecard: its tree with who recorded each fact, the decisive ones marked, and the smallest
    set of changes that would make it pass (`on` that day; None: when every period of the season is over)."""
    tree = _copied(prover(card.by, card.season)(card.unit, card.facts))
    flips = decisive(card)
    for code, leaf in leaves(tree):
        if (flip := flips.get((code, leaf["fact"]))) is not None:
            leaf["decisive"] = True
            leaf["flip"] = flip._asdict()
        if records:
            leaf.update(_recorded(card.by, code, leaf, records))
    tree["to_pass"] = to_pass(card, on)
    return tree


def _copied(tree: Tree) -> Tree:
    """A tree whose nodes and leaves are its own."""
    criteria = [{**one, "proof": _copied_node(one["proof"])} for one in tree["criteria"]]
    return {**tree, "exclusions": [_copied_node(one) for one in tree["exclusions"]], "criteria": criteria}


def _copied_node(node: Node) -> Node:
    if "parts" in node:
        return {**node, "parts": [_copied_node(part) for part in node["parts"]]}
    return {**node, "facts": [dict(leaf) for leaf in node["facts"]]}


def to_pass(card: Scorecard, on: str | None = None) -> dict[str, Any] | None:
    """The smallest set of changes that would make it pass, and the smallest that this season still allows, as plain data;
    None where nothing is needed, or nothing helps because the unit is not eligible."""
    found = remedy(card, on)
    if found is None:
        return None
    return {
        "smallest": _listed(found.smallest, card.by),
        "this_season": _listed(found.this_season, card.by),
    }


def _listed(changes: Changes | None, by: Standard) -> list[dict[str, Any]] | None:
    """The changes as plain data, in the order of the criteria; what the unit is comes first."""
    if changes is None:
        return None
    places = {code: place for place, code in enumerate(["", *by.codes])}
    return [
        {
            "criterion": code,
            "fact": name,
            "from": change.was,
            "to": change.value,
            "cannot_be_changed_this_season": change.hard,
        }
        for (code, name), change in sorted(changes.items(), key=lambda one: places[one[0][0]])
    ]


def _recorded(by: Standard, code: str, leaf: Node, records: Sequence[Said]) -> dict[str, Any]:
    """Whose word counted for one fact, and what the others said: the inspector's before the applicant's, and never the
    applicant's where somebody else has to attest (`judged_on.counted`)."""
    name = leaf["fact"]
    if not code:
        return {"recorded": {"source": "units"}}
    if source := by.supplied.get((code, name)):
        return {"recorded": {"source": source}}
    said = {one.source: one for one in records if one.document is None or name in one.document.get(code, {})}
    attested = (code, name) in by.attested
    counting = next((said[one] for one in ("inspector", "applicant") if one in said), None)
    if counting is not None and attested and counting.source == "applicant":
        counting = None
    found: dict[str, Any] = {"recorded": _who(counting) if counting is not None else None}
    words = {one.source: one.document[code][name] for one in said.values() if one.document is not None}
    if any(value != leaf["value"] for value in words.values()):
        found["said"] = words
    return found


def _who(said: Said) -> dict[str, Any]:
    replaced = {"replaced": True} if said.document is None else {}
    return {"source": said.source, "by": said.by, "at": said.at, "event": said.event, **replaced}
