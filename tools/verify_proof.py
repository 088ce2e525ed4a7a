"""Verify a proof: recompute every letter and the verdict from the tree alone; it shares no code with what made the tree.

python tools/verify_proof.py FILE      (exit 1, with a line for each thing that does not follow)
"""

import json
import sys
from pathlib import Path


def number(leaf):
    """A count: the number given, or the dated entries inside the period that no admitted excuse with a reason covers."""
    if not isinstance(leaf["value"], list):
        return leaf["value"]
    inside = [one for one in leaf["value"] if leaf["period"][0] <= one["on"] <= leaf["period"][1]]
    admitted = [one.get("reason") or "" for one in inside if one.get("excused_as") in leaf["excuses"]]
    return len(inside) - sum(bool(reason.strip()) for reason in admitted)


def found_to_be(met, possible=False):
    return "m" if met else "u" if possible else "n"


def heaviest(order, letters):
    return next((letter for letter in order if letter in letters), "-")


def fell(node, now, before):
    equal = node["if_equal" if now else "if_both_zero"] == "met"
    return "u" if None in (now, before) else found_to_be(equal if now == before else now < before)


def earned(node):
    """The least and the most points of a scored row."""
    counts, most = [number(leaf) for leaf in node["facts"]], node["points"]
    if "minus" not in node:
        return (0, most) if counts[0] is None else (counts[0], counts[0])
    times, silent = sum((bool if node["kinds"] else int)(count or 0) for count in counts), counts.count(None)
    left = max(0, most - node["minus"] * times)
    return (max(0, left - node["minus"] * silent) if node["kinds"] else left * (not silent)), left


def letter_of(node, parts):
    """The letter that follows from a node's facts, or from the letters of its parts."""
    counts = [number(leaf) for leaf in node.get("facts", ())]
    said = counts[0] if counts else None
    detail = said if isinstance(said, dict) else {}
    match node["rule"]:
        case "all" | "any" as word:
            return heaviest("num" if word == "all" else "mun", parts)
        case "only_where":
            return (*parts, "nothing")[1] if parts[0] == "m" else {"n": "-"}.get(parts[0], parts[0])
        case "none":
            return heaviest("num", [found_to_be(count == 0, count is None) for count in counts])
        case "reduced":
            pairs = [counts[at : at + 2] for at in range(0, len(counts), 2)]
            return heaviest("num", [fell(node, *pair) for pair in pairs])
        case "share" if None not in counts[:2] and counts[1]:
            over, of = node.get("at_least") or node["more_than"]
            needed = over * counts[1] + ("more_than" in node)
            best = said + sum(count or 0 for count in counts[2:])
            return found_to_be(said * of >= needed, best * of >= needed)
        case "row":
            return found_to_be(*(points == node["points"] for points in earned(node)))
        case "dated" if said is not None:
            days = node["period"] or ("", "9999-12-31")
            return found_to_be(said and days[0] <= detail.get("date", said) <= days[1])
        case "counted" if said is not None:
            return found_to_be(node.get("at_least", 0) <= said <= node.get("at_most", said))
        case "rated" if said is not None:
            rank = node["scale"].index
            return found_to_be(rank(detail.get("rating", said)) >= rank(node["at_least"]))
        case "judged" if said is not None:
            proven = not node["needs_evidence"] or (detail.get("evidence") or "").strip()
            return found_to_be(detail.get("holds", said) and proven, detail.get("holds", said))
        case "yes" | "no" | "chosen" if said is not None:
            return found_to_be(said in node["among"])
    return "u"  # nobody said, or the text of the rule is not known


def check(node, code, known, wrong):
    """The letter that follows; what a node or anything under it claims beside that goes to `wrong`."""
    for leaf in node.get("facts", ()):
        said = known.setdefault((leaf["fact"].startswith("unit.") or code, leaf["fact"]), leaf["value"])
        if said != leaf["value"] or leaf.get("counts", number(leaf)) != number(leaf):
            wrong.append(f"{code}: {leaf['fact']} does not say the same everywhere")
    found = letter_of(node, [check(part, code, known, wrong) for part in node.get("parts", ())])
    if found != node["letter"]:
        wrong.append(f"{code}: {found} follows, not {node['letter']}")
    return found


def span(one, letter):
    """The least and the most points of a criterion; None where it does not apply."""
    row, most = one["proof"].get("parts", [one["proof"]])[-1], one["points"]
    if row["rule"] == "row" and letter != "-":
        return earned(row)
    return {"m": (most, most), "n": (0, 0), "u": (0, most)}.get(letter)


def holds(ask, points, end):
    """Whether its rows have the share that a score sheet asks, with the least (0) or the most (1) points they can have."""
    rest = {"left_out": None, "zero": 0, "full": 1}[ask["not_applicable"]]
    rows = [points[code] for code in ask["rows"] if points[code][1] or rest is not None]
    got = sum(found[end] if found else most * rest for most, found in rows)
    return got * ask["at_least"][1] >= ask["at_least"][0] * sum(most for most, _ in rows)


def verdict_of(tree, letters):
    way = tree["recognised_when"]
    if way == "all":
        return {"n": "not_met", "m": "met"}.get(heaviest("num", letters.values()), "undecided")
    rows = [one for one in tree["criteria"] if "points" in one]
    points = {one["code"]: (one["points"], span(one, letters[one["code"]])) for one in rows}
    least, most = (all(holds(ask, points, end) for ask in tree.get("asks", ())) for end in (0, 1))
    needed = [letters[code] for code in way["and"]]
    sure = (
        isinstance(way.get("points"), int)
        and "u" not in needed
        and any(found for _, found in points.values())
    )
    return "not_met" if "n" in needed or not most else "met" if sure and least else "undecided"


def disagreements(tree):
    """What the tree claims and what does not follow from its facts; nothing when the proof holds."""
    known, wrong = {}, []
    barred = [check(node, "unit", known, wrong) for node in tree["exclusions"]]
    letters = {one["code"]: check(one["proof"], one["code"], known, wrong) for one in tree["criteria"]}
    verdict = "not_eligible" if "m" in barred else verdict_of(tree, letters)
    return wrong if tree["verdict"] == verdict else [*wrong, f"{verdict} follows, not {tree['verdict']}"]


if __name__ == "__main__":
    sys.exit("\n".join(disagreements(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))) or 0)
