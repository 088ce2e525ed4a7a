"""Verify a proof: recompute every letter and the verdict from the tree alone; it shares no code with what made the tree.

python tools/verify_proof.py FILE      (- reads standard input; exit 1, with a line for each thing that does not follow)
"""

import json
import sys
from pathlib import Path

MET, NOT, UNKNOWN, NONE = "m", "n", "u", "-"


def number(leaf):
    """A count: the number given, or the dated entries inside the period that no admitted excuse with a reason covers."""
    if not isinstance(leaf["value"], list):
        return leaf["value"]
    first, last = leaf["period"]
    inside = [one for one in leaf["value"] if first <= one["on"] <= last]
    return sum(one.get("excused_as") not in leaf["excuses"] or not (one.get("reason") or "").strip() for one in inside)


def three(holds):
    return UNKNOWN if holds is None else MET if holds else NOT


def heaviest(order, letters):
    return next((letter for letter in order if letter in letters), NONE)


def fell(node, now, before):
    if now is None or before is None:
        return UNKNOWN
    return three(now < before if now != before else node["if_equal" if now else "if_both_zero"] == "met")


def letter_of(node, parts):
    """The letter that follows from a node's facts, or from the letters of its parts."""
    counts = [number(leaf) for leaf in node.get("facts", ())]
    said = counts[0] if counts else None
    detail = said if isinstance(said, dict) else {}
    match node["rule"]:
        case "all":
            return heaviest((NOT, UNKNOWN, MET), parts)
        case "any":
            return heaviest((MET, UNKNOWN, NOT), parts)
        case "only_where":
            return (*parts, "nothing")[1] if parts[0] == MET else {NOT: NONE}.get(parts[0], parts[0])
        case "none":
            return NOT if any(counts) else three(None if None in counts else True)
        case "reduced":
            pairs = zip(counts[::2], counts[1::2], strict=True)
            return heaviest((NOT, UNKNOWN, MET), [fell(node, now, before) for now, before in pairs])
        case "share":
            (part, whole), (over, of) = counts[:2], node.get("at_least") or node["more_than"]
            if part is None or not whole:
                return UNKNOWN
            needed, most = over * whole + ("more_than" in node), part + (sum(counts[2:]) if None not in counts else 0)
            return MET if part * of >= needed else three(None if most * of >= needed else False)
    if said is None:
        return UNKNOWN  # nobody said, or the text of the rule is not known
    match node["rule"]:
        case "dated":
            day, (first, last) = detail.get("date", said), node["period"] or ("", "9999-12-31")
            return three(first <= day <= last)
        case "counted":
            return three(node.get("at_least", 0) <= said <= node.get("at_most", said))
        case "rated":
            return three(node["scale"].index(detail.get("rating", said)) >= node["scale"].index(node["at_least"]))
        case "judged":
            proven = not node["needs_evidence"] or (detail.get("evidence") or "").strip()
            return three((True if proven else None) if detail.get("holds", said) else False)
        case "yes" | "no" | "chosen":
            return three(said in node["among"])
    raise ValueError(f"no rule is called {node['rule']}")


def check(node, code, known, wrong):
    """The letter that follows; what a node or anything under it claims beside that goes to `wrong`."""
    for leaf in node.get("facts", ()):
        place = (leaf["fact"].startswith("unit.") or code, leaf["fact"])
        if known.setdefault(place, leaf["value"]) != leaf["value"] or leaf.get("counts", number(leaf)) != number(leaf):
            wrong.append(f"{code}: {leaf['fact']} does not say the same everywhere")
    found = letter_of(node, [check(part, code, known, wrong) for part in node.get("parts", ())])
    if found != node["letter"]:
        wrong.append(f"{code}: of “{node['rule']}” follows {found}, not {node['letter']}")
    return found


def disagreements(tree):
    """What the tree claims and what does not follow from its facts; nothing when the proof holds."""
    known, wrong = {}, []
    barred = [check(node, "unit", known, wrong) for node in tree["exclusions"]]
    letters = {one["code"]: check(one["proof"], one["code"], known, wrong) for one in tree["criteria"]}
    wrong += [f"{one['code']}: not {one['letter']}" for one in tree["criteria"] if letters[one["code"]] != one["letter"]]
    way, words = tree["recognised_when"], {NOT: "not_met", UNKNOWN: "undecided", MET: "met", NONE: "undecided"}
    if way == "all":
        verdict = words[heaviest((NOT, UNKNOWN, MET), letters.values())]
    else:
        verdict = "not_met" if NOT in [letters[code] for code in way["and"]] else "undecided"
    if tree["verdict"] != (verdict := "not_eligible" if MET in barred else verdict):
        wrong.append(f"verdict: {verdict} follows, not {tree['verdict']}")
    return wrong


if __name__ == "__main__":
    text = sys.stdin.read() if sys.argv[1] == "-" else Path(sys.argv[1]).read_text(encoding="utf-8")
    found = disagreements(json.loads(text))
    print("\n".join(found) or "the proof holds")
    sys.exit(1 if found else 0)
