"""Reasons: why a criterion has its verdict, on what an unknown one waits, and who cannot apply at all."""

from domain.rulebook.criteria_files import Criterion, Exclusion
from domain.rulebook.deciding import NotKnownWay
from domain.rulebook.inquiry import Inquiry, inquiry, listed, of
from domain.rulebook.mistakes import Shape
from domain.rulebook.points import Earned
from domain.rulebook.sentences import reason
from domain.rulebook.sentences_of_points import recognition as by_points
from domain.rulebook.truth import MET, UNKNOWN, Answers
from domain.rules import (
    AllOf,
    AnyOf,
    Judged,
    OnlyWhere,
    refs,
)
from domain.standards import Standard
from domain.texts import Text


def why(criterion: Criterion, case: Inquiry) -> Text:
    """The sentence for one criterion."""
    said = reason(criterion.rule, case)
    return Text(vi=_sentence(said.vi), en=_sentence(said.en))


def recognition(standard: Standard, season: int, letters: str, earned: Earned) -> Text | None:
    """How the findings made the verdict, where it is more than that every criterion must be met; else None."""
    way = standard.recognised_when
    said = way.not_known if isinstance(way, NotKnownWay) else by_points(standard, season, letters, earned)
    return said and Text(vi=_sentence(said.vi), en=_sentence(said.en))


def eligibility(standard: Standard, season: int, unit: Answers) -> list[Text]:
    """A sentence per exclusion that applies, or that could not be ruled out because an attribute is not given."""
    case = inquiry(None, standard, season, unit)
    found = []
    for exclusion in standard.exclusions:
        letter = case.letter(exclusion.when)
        if letter == MET:
            found.append(excluded(exclusion))
        elif letter == UNKNOWN:
            found.append(
                of(
                    "Chưa loại trừ được: {says} ({cites}); {why}.",
                    "Not ruled out: {says} ({cites}); {why}.",
                    says=exclusion.says,
                    cites=exclusion.cites,
                    why=_waits_for(exclusion, case),
                )
            )
    return found


def _waits_for(exclusion: Exclusion, case: Inquiry) -> Text:
    if absent := unknown_refs(exclusion.when, case):
        return of("chưa có {labels}", "not given: {labels}", labels=listed(map(case.label, absent)))
    return reason(exclusion.when, case)


def exclusions(standard: Standard, season: int, unit: Answers) -> list[Text]:
    """A sentence per exclusion that applies: why a unit is refused. What could not be ruled out refuses nobody."""
    case = inquiry(None, standard, season, unit)
    return [excluded(one) for one in standard.exclusions if case.letter(one.when) == MET]


def excluded(exclusion: Exclusion) -> Text:
    """The sentence with which an exclusion refuses a unit."""
    return of("{says} ({cites}).", "{says} ({cites}).", says=exclusion.says, cites=exclusion.cites)


def missing(criterion: Criterion, case: Inquiry) -> list[str]:
    """The facts on which an unknown criterion waits: “KDC-4b.serious_crimes”, “KDC-2.carried_out.evidence”,
    “unit.level”."""
    found = []
    for ref in unknown_refs(criterion.rule, case):
        name = ref if ref.startswith("unit.") else f"{criterion.code}.{ref}"
        value = case.value(ref)
        # What is given and still leaves the rule unknown: praise without evidence; a zero base is no gap in the facts.
        if value is None:
            found.append(name)
        elif case.frame.fact(ref).form == "judgement":
            found.append(f"{name}.evidence")
    return found


def unknown_refs(rule: Shape, case: Inquiry) -> list[str]:
    """The references of those parts of a rule that are themselves unknown."""
    if case.letter(rule) != UNKNOWN:
        return []
    match rule:
        case AllOf(all=parts) | AnyOf(any=parts):
            found = [ref for part in parts for ref in unknown_refs(part, case)]
        case OnlyWhere():
            found = unknown_refs(rule.only_where, case) or unknown_refs(rule.then, case)
        case _:
            found = [ref for ref in refs(rule) if case.value(ref) is None or isinstance(rule, Judged)]
    return list(dict.fromkeys(found))


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:].rstrip(" .") + "."
