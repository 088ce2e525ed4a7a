"""Judging: a season that a standard judges, and a verdict on its example facts with a few of them changed."""

from typing import Any

from domain.scorecard import Scorecard, judge
from domain.standards import Standard


def a_season(standard: Standard) -> int:
    return 2024 if 2024 in standard.seasons else standard.seasons.first


def judged(standard: Standard, unit: dict[str, Any] | None = None, **changes: dict[str, Any]) -> Scorecard:
    """The standard's example facts, all met, with some criteria changed: `KDC_1c={...}`."""
    facts = standard.example_facts(2024)
    for code, own in changes.items():
        facts[code.replace("__", ":").replace("_", "-")].update(own)
    return judge(standard, 2024, unit or {}, facts)
