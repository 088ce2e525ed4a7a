"""Needs: what each fact of a criterion has to be, in a few words, for whoever prepares or checks it."""

from domain.rulebook import figures
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.mistakes import Shape
from domain.rulebook.periods import Period
from domain.rules import (
    AllOf,
    AnyOf,
    Chosen,
    Counted,
    Dated,
    Judged,
    No,
    NoneOf,
    OnlyWhere,
    Rated,
    Reduced,
    Share,
    Yes,
    refs,
)
from domain.standards import Standard
from domain.texts import Text


def needs(criterion: Criterion, standard: Standard, season: int) -> tuple[dict[str, Text], frozenset[str]]:
    """What each fact has to be, and which of them are conditions: they are told as they are, nothing is asked of them."""
    found: dict[str, list[Text]] = {}
    conditions: set[str] = set()
    _collect(criterion.rule, criterion, standard, season, found, conditions, either=False)
    told = {
        name: Text(vi="; ".join(t.vi for t in texts), en="; ".join(t.en for t in texts))
        for name, texts in found.items()
    }
    return told, frozenset(conditions)


def _collect(
    rule: Shape,
    criterion: Criterion,
    standard: Standard,
    season: int,
    found: dict[str, list[Text]],
    conditions: set[str],
    either: bool,
) -> None:
    match rule:
        case AllOf(all=parts):
            for part in parts:
                _collect(part, criterion, standard, season, found, conditions, either)
            return
        case AnyOf(any=parts):
            for part in parts:
                _collect(part, criterion, standard, season, found, conditions, either=len(parts) > 1)
            return
        case OnlyWhere():
            conditions |= set(refs(rule.only_where))
            _collect(rule.then, criterion, standard, season, found, conditions, either)
            return
    for name, text in _of(rule, criterion, standard, season).items():
        told = (
            text
            if not either
            else Text(vi=f"một trong các cách: {text.vi}", en=f"one of the ways: {text.en}")
        )
        if told not in found.setdefault(name, []):
            found[name].append(told)


def _of(rule: Shape, criterion: Criterion, standard: Standard, season: int) -> dict[str, Text]:
    match rule:
        case Dated(dated=name, within=within):
            period = {"registration": standard.registration, "window": standard.window}.get(within)
            if not isinstance(period, Period):
                return {name: Text(vi="có văn bản", en="the document exists")}
            days = figures.days(*period.in_(season))
            return {
                name: Text(vi=f"ký trong {period.vi}: {days.vi}", en=f"dated inside {period.en}: {days.en}")
            }
        case Share(share=(part, whole)):
            asked = figures.threshold(*rule.asked)
            label = criterion.facts[whole].label
            if rule.strict:
                return {
                    part: Text(
                        vi=f"trên {asked.vi} của “{label.vi}”", en=f"more than {asked.en} of “{label.en}”"
                    )
                }
            if rule.asked[0] == rule.asked[1]:
                return {part: Text(vi=f"đủ {asked.vi} của “{label.vi}”", en=f"{asked.en} of “{label.en}”")}
            return {
                part: Text(
                    vi=f"từ {asked.vi} của “{label.vi}” trở lên", en=f"{asked.en} of “{label.en}” or more"
                )
            }
        case NoneOf(none=names):
            return dict.fromkeys(names, Text(vi="0", en="0"))
        case Reduced(reduced=series):
            return {
                now: Text(
                    vi=f"ít hơn “{criterion.facts[before].vi}”",
                    en=f"fewer than “{criterion.facts[before].en}”",
                )
                for now, before in series
            }
        case Rated(rated=name):
            steps = standard.words.scales[criterion.facts[name].rating or ""]
            step = next(one.text for one in steps if one.code == rule.at_least)
            return {name: Text(vi=f"từ “{step.vi}” trở lên", en=f"“{step.en}” or better")}
        case Counted(counted=name) if not name.startswith("unit."):
            if rule.at_least is not None:
                limit = figures.number(rule.at_least)
                return {name: Text(vi=f"ít nhất {limit.vi}", en=f"at least {limit.en}")}
            limit = figures.number(rule.at_most or 0)
            return {name: Text(vi=f"nhiều nhất {limit.vi}", en=f"at most {limit.en}")}
        case Judged(judged=name):
            if criterion.facts[name].judgement == "with-evidence":
                return {name: Text(vi="đạt, ghi rõ căn cứ", en="holds, with its evidence")}
            return {name: Text(vi="đạt", en="holds")}
        case Yes(yes=name) if not name.startswith("unit."):
            return {name: Text(vi="có", en="yes")}
        case No(no=name) if not name.startswith("unit."):
            return {name: Text(vi="không", en="no")}
        case Chosen(chosen=name) if not name.startswith("unit."):
            steps = standard.words.scales[criterion.facts[name].choice or ""]
            taken = [one.text for one in steps if one.code in rule.among]
            return {name: Text(vi=", ".join(t.vi for t in taken), en=", ".join(t.en for t in taken))}
    return {}
