"""Applications: invented ones for the benchmark's standard, as stored (by criterion) and flat, as the peers like them."""

import random
from pathlib import Path
from typing import Any

from domain.catalogue import load
from domain.standards import Standard

CRITERIA = Path(__file__).parent / "criteria"
SEASON = 2026
# In three applications of a thousand a fact is not given, and in one of seventy it is not what the criterion asks for:
# a little more than half of all applications are met, as in the sample season.
MISSING, FAILING = 0.003, 0.014

# Part and whole of each share, and how large the whole is at most.
SHARES = {
    "households": ("committed", 600), "members": ("trained", 600), "residents": ("declared", 2000),
    "handled": ("in_time", 300), "reported": ("solved", 12), "adults": ("volunteers", 900), "alarms": ("alarms_working", 30),
    "homes": ("without_complaint", 600), "disputes": ("mediated", 9),
}  # fmt: skip
# The least and the most that is usual, and what is not.
COUNTS = {
    "thefts": (0, 5, 9), "traffic_violations": (0, 20, 40), "drug_cases": (0, 0, 2), "fire_drills": (2, 9, 1),
    "meetings": (4, 24, 3), "extinguishers": (10, 90, 9), "culture_score": (60, 100, 59), "patrols": (4, 30, 3),
    "response_minutes": (3, 20, 60), "news_posts": (1, 16, 0), "hydrants": (1, 9, 0), "cameras": (0, 20, 0),
    "crimes": (0, 5, 20), "crimes_before": (6, 12, 6), "evils": (0, 0, 5), "evils_before": (0, 4, 0),
}  # fmt: skip
MOSTLY_NO = {"fatal_fire", "reports_late"}

Answers = dict[str, Any]


def standard() -> Standard:
    """The standard that everything is measured on. AssertionError when its file has a mistake."""
    catalogue = load(CRITERIA)
    assert not catalogue.problems, catalogue.problems
    return catalogue.get("bench/peers/area")


def flat(by: Standard, n: int, seed: int = 7) -> list[Answers]:
    """Every fact by name; None where it is not given."""
    chance = random.Random(seed)
    facts = {name: fact for _, name, fact in by.facts()}
    found = []
    for _ in range(n):
        one: Answers = {}
        for name, fact in facts.items():
            usual = chance.random() >= FAILING
            if fact.form == "answer":
                one[name] = (name not in MOSTLY_NO) is usual
            elif name in COUNTS:
                least, most, unusual = COUNTS[name]
                one[name] = chance.randint(least, most) if usual else unusual
        for whole, (part, most) in SHARES.items():
            one[whole] = chance.randint(1, most) if chance.random() >= MISSING else 0
            enough = chance.random() >= FAILING
            one[part] = chance.randint(-(-one[whole] * 49 // 50) if enough else 0, one[whole])
        for name in facts:
            if chance.random() < MISSING:
                one[name] = None
        found.append({name: one[name] for name in facts})
    return found


def stored(by: Standard, applications: list[Answers]) -> list[dict[str, Answers]]:
    """The same as documents: criterion to fact to answer."""
    names = by.fact_names
    return [{code: {name: one[name] for name in names[code]} for code in names} for one in applications]
