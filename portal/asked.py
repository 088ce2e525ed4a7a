"""Asked: a standard as data: its criteria, the facts that each asks for, and who supplies them."""

from typing import Any

from domain.rulebook.criteria_files import Criterion
from domain.rulebook.facts import Fact
from domain.standards import Standard
from portal import sheets


def as_data(standard: Standard, season: int) -> dict[str, Any]:
    """Everything that a program needs to ask for the facts of a standard."""
    deadline = standard.deadline(season)
    examples, plain = standard.example_facts(season), standard.in_season(season)
    return {
        "standard": standard.path,
        "sha256": standard.sha256,
        "kind": standard.kind,
        "title": standard.title.model_dump(),
        "cites": standard.cites,
        "seasons": {"from": standard.seasons.first, "until": standard.seasons.until},
        "season": season,
        "registration": [day.isoformat() for day in standard.registration_window(season) or ()] or None,
        "window": [day.isoformat() for day in standard.evaluation_window(season) or ()] or None,
        "deadline": deadline and deadline.isoformat(),
        "not_known": {name: text.model_dump() for name, text in standard.unstated.items()},
        "unit": [_fact(name, fact, standard) for name, fact in standard.attributes.items()],
        "not_eligible_when": [
            {
                "cites": one.cites,
                "says": one.says.model_dump(),
                "unverified": [one.unverified.model_dump()] if one.unverified else [],
            }
            for one in standard.exclusions
        ],
        **sheets.as_data(plain),
        "criteria": [_criterion(one, standard, examples[one.code]) for one in plain.criteria],
        "not_counted": [
            {**_criterion(one, standard, {}), "from": one.first, "until": one.until, "future": one.future}
            for one in standard.not_counted(season)
        ],
        "authority": [one.model_dump(mode="json", by_alias=True) for one in standard.authority],
        "unverified": [text.model_dump() for text in standard.unverified],
    }


def _criterion(criterion: Criterion, standard: Standard, examples: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "cites": criterion.cites,
        "ask": criterion.ask.model_dump(),
        "facts": [
            {**_fact(name, fact, standard), "example": examples.get(name)}
            for name, fact in criterion.facts.items()
        ],
        "met_when": criterion.met_when and criterion.met_when.model_dump(mode="json", exclude_none=True),
        "scored": criterion.scored and criterion.scored.model_dump(mode="json", exclude_none=True),
        "points": criterion.points,
        "must_be_full": criterion.must_be_full,
        "group": criterion.group,
        "applies_when": criterion.applies_when
        and criterion.applies_when.model_dump(mode="json", exclude_none=True),
        "excused_when": [
            {"code": code, **standard.words.excuses[code].model_dump()} for code in criterion.excused_when
        ],
        "evidence": criterion.evidence and criterion.evidence.model_dump(),
        "unverified": [text.model_dump() for text in criterion.unverified],
    }


def _fact(name: str, fact: Fact, standard: Standard) -> dict[str, Any]:
    steps = standard.words.scales.get(fact.rating or fact.choice or "", ())
    return {
        "name": name,
        "type": fact.form,
        "counts": fact.count,
        "label": fact.label.model_dump(),
        "allowed": [step.code for step in steps] or None,
        "within": fact.within,
        "attested_by": fact.attested_by,
        "supplied_by": fact.supplied_by,
        "recorded_only": fact.recorded_only,
        "unverified": [fact.unverified.model_dump()] if fact.unverified else [],
    }
