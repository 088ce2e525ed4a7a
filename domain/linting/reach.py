"""Reach: which verdicts a rule can give at all.

Decided exactly where the parts of a rule read different facts, and by trying every boundary value where they share some.

Not decided, and not claimed: whether facts of two criteria can be true together. Only the attributes of the unit are
shared between criteria, and these are tried.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from domain.linting.findings import Finding, Subject, of_criterion, of_standard
from domain.rulebook import boundaries
from domain.rulebook.mistakes import Shape
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Frame
from domain.rulebook.verdicts import MALFORMED, compiled
from domain.rules import (
    AllOf,
    AnyOf,
    Chosen,
    Counted,
    NotKnown,
    OnlyWhere,
    Rated,
    Reading,
    Share,
    refs,
    walk,
)
from domain.standards import Standard

Letters = frozenset[str]
# Beyond so many combinations a rule is left alone: no finding is better than a guess.
_MOST = 50_000


def criteria_can_be_met_and_missed(subject: Subject) -> Iterator[Finding]:
    """A criterion that nobody can meet refuses everybody; one that nobody can miss asks nothing."""
    standard = subject.standard
    for criterion in standard.criteria:
        if ":" in criterion.code or any(isinstance(one, NotKnown | Reading) for one in walk(criterion.rule)):
            continue  # looked at where it is spelt out; what is not known can be neither; rows have their own checks
        letters = reachable(criterion.rule, standard.frame(criterion, _PERIODS))
        if letters is None:
            continue
        if MET not in letters:
            yield of_criterion(
                criterion,
                ("met_when",),
                "không ai có thể đạt tiêu chí này.",
                "nobody can meet this criterion.",
            )
        elif NOT_MET not in letters:
            yield of_criterion(
                criterion,
                ("met_when",),
                "không ai có thể không đạt tiêu chí này.",
                "nobody can fail this criterion.",
            )


def somebody_can_apply_and_be_recognised(subject: Subject) -> Iterator[Finding]:
    """There is a kind of unit that nothing excludes and for which every criterion can be met at once."""
    standard = subject.standard
    exclusions = [exclusion.when for exclusion in standard.exclusions]
    conditions = [(one, standard.frame(one, _PERIODS)) for one in standard.criteria]
    reading = [(one, frame) for one, frame in conditions if any(ref.startswith("unit.") for ref in one.refs)]
    bare = standard.frame(None, _PERIODS)
    units = _units([*exclusions, *(one.rule for one, _ in reading)], bare)
    if units is None or not units:
        return
    barred = [compiled(rule, bare) for rule in exclusions]
    eligible = [unit for unit in units if all(test({}, unit) != MET for test in barred)]
    if not eligible:
        yield of_standard(
            ("not_eligible_when",), "Không đơn vị nào có thể đăng ký.", "There is no unit that could apply."
        )
        return
    if standard.recognised_when != "all":
        return
    for unit in eligible:
        if all(_passable(one.rule, frame, unit) for one, frame in reading):
            return
    codes = ", ".join(one.code for one, _ in reading)
    yield of_standard(
        ("criteria",),
        f"Không đơn vị nào có thể cùng lúc đạt {codes}: điều kiện về đơn vị loại trừ nhau.",
        f"No unit could meet {codes} at once: what they ask of the unit contradicts.",
    )


def limits_say_something(subject: Subject) -> Iterator[Finding]:
    """A part that is met whatever is recorded carries no meaning inside its rule."""
    standard = subject.standard
    for criterion in standard.criteria:
        if ":" in criterion.code:
            continue
        frame = standard.frame(criterion, _PERIODS)
        for rule in walk(criterion.rule):
            if isinstance(rule, Rated | Counted | Chosen) and not leaf(rule, frame) & {NOT_MET}:
                name = next(iter(refs(rule)))
                yield of_criterion(
                    criterion,
                    ("met_when",),
                    f"phần về “{name}” đạt với mọi giá trị.",
                    f"the part about “{name}” is met by every value.",
                )


# Days for rules that look at periods; which year it is makes no difference to what can be reached.
_PERIODS = {
    "registration": ("2024-01-01", "2024-03-31"),
    "window": ("2023-11-16", "2024-11-15"),
    "previous-window": ("2022-11-16", "2023-11-15"),
}


def reachable(rule: Shape, frame: Frame, unit: Mapping[str, Any] | None = None) -> Letters | None:
    """Every letter that the rule can give, of the given unit if one is given; None where that is not decided."""
    match rule:
        case AllOf(all=parts) | AnyOf(any=parts) if _apart(parts):
            found = [reachable(part, frame, unit) for part in parts]
            return _combined(rule, found)
        case OnlyWhere(only_where=condition, then=then) if _apart((condition, then)):
            where, what = reachable(condition, frame, unit), reachable(then, frame, unit)
            if where is None or what is None:
                return None
            then_said = what if MET in where else frozenset()
            skipped = frozenset({NOT_APPLICABLE}) if NOT_MET in where else frozenset()
            return then_said | skipped | (where & {UNKNOWN, NOT_APPLICABLE})
        case AllOf() | AnyOf() | OnlyWhere():
            return _tried(rule, frame, unit)
    if unit is not None and any(ref.startswith("unit.") for ref in refs(rule)):
        return _tried(rule, frame, unit)
    return leaf(rule, frame)


def leaf(rule: Shape, frame: Frame) -> Letters:
    """What a rule without parts can give. Anything can be left unsaid."""
    match rule:
        case NotKnown():
            return frozenset({UNKNOWN})
        case Rated(rated=name, at_least=step):
            lowest = frame.scales[frame.facts[name].rating or ""][0].code == step
            return frozenset({MET, UNKNOWN} | (set() if lowest else {NOT_MET}))
        case Counted(at_least=0):
            return frozenset({MET, UNKNOWN})
        case Chosen(chosen=ref, among=among):
            codes = {step.code for step in frame.scales[frame.fact(ref).choice or ""]}
            return frozenset({MET, UNKNOWN} | (set() if codes <= set(among) else {NOT_MET}))
    return frozenset({MET, NOT_MET, UNKNOWN})


def _combined(rule: Shape, found: list[Letters | None]) -> Letters | None:
    known = [letters for letters in found if letters is not None]
    if len(known) < len(found):
        return None
    seen: set[Letters] = {frozenset()}
    # The letter of all, and of any, depends only on which letters occur among the parts.
    for part in known:
        seen = {kinds | {letter} for kinds in seen for letter in part}
    return frozenset(_letter(isinstance(rule, AllOf), kinds) for kinds in seen)


def _letter(every: bool, kinds: Letters) -> str:
    order = (NOT_MET, UNKNOWN, MET) if every else (MET, UNKNOWN, NOT_MET)
    return next((letter for letter in order if letter in kinds), NOT_APPLICABLE)


def _apart(parts: Iterable[Shape]) -> bool:
    """Whether no two parts read the same fact, so that each can be anything whatever the others are."""
    seen: set[str] = set()
    for part in parts:
        own = set(refs(part)) | {one.pending for one in walk(part) if isinstance(one, Share) and one.pending}
        if seen & own:
            return False
        seen |= own
    return True


def _tried(rule: Shape, frame: Frame, unit: Mapping[str, Any] | None) -> Letters | None:
    """The letters over every combination of boundary values."""
    names = [ref for ref in refs(rule) if not (unit is not None and ref.startswith("unit."))]
    names += [one.pending for one in walk(rule) if isinstance(one, Share) and one.pending]
    choices = [values(name, rule, frame) for name in dict.fromkeys(names)]
    size = 1
    for one in choices:
        size *= len(one)
    if size > _MOST:
        return None
    test = compiled(rule, frame)
    letters: set[str] = set()
    for chosen in product(*choices):
        said = {
            name: value for name, value in zip(dict.fromkeys(names), chosen, strict=True) if value is not None
        }
        own = {name: value for name, value in said.items() if not name.startswith("unit.")}
        of = (
            unit if unit is not None else {name[5:]: value for name, value in said.items() if name not in own}
        )
        try:
            letters.add(test(own, of))
        except MALFORMED:
            continue  # a part larger than its whole: no such facts exist
    return frozenset(letters)


def values(name: str, rule: Shape, frame: Frame) -> list[Any]:
    """The values of one fact among which every limit of the rule can be told from its neighbours."""
    if frame.fact(name).form != "count":
        return boundaries.values(name, [rule], frame, {})
    shares = [one for one in walk(rule) if isinstance(one, Share)]
    # Of this whole every share that is asked for is a whole number.
    whole = lcm(*(Fraction(*one.asked).denominator for one in shares), 1) * 2
    found = {0, 1, 2, whole}
    for one in shares:
        needed = Fraction(*one.asked) * whole
        found |= {int(needed) - 1, int(needed), int(needed) + 1, whole - int(needed)}
    for rule_ in walk(rule):
        if isinstance(rule_, Counted):
            limit = (rule_.at_most if rule_.at_least is None else rule_.at_least) or 0
            found |= {limit - 1, limit, limit + 1}
    return [*sorted(number for number in found if number >= 0), None]


def _units(rules: list[Shape], frame: Frame) -> list[dict[str, Any]] | None:
    """Every unit that the rules can tell apart; None where there are too many to try."""
    names = dict.fromkeys(ref for rule in rules for ref in refs(rule) if ref.startswith("unit."))
    # What is not given excludes nobody and contradicts nothing: only units that are fully described are tried.
    choices = []
    for name in names:
        told = (value for rule in rules if name in refs(rule) for value in values(name, rule, frame))
        choices.append(list({repr(value): value for value in told if value is not None}.values()))
    size = 1
    for one in choices:
        size *= len(one)
    if size > _MOST:
        return None
    keys = [name[5:] for name in names]
    return [dict(zip(keys, chosen, strict=True)) for chosen in product(*choices)]


def _passable(rule: Shape, frame: Frame, unit: Mapping[str, Any]) -> bool:
    letters = reachable(rule, frame, unit)
    # What is not known to us may turn out to be met.
    unknown = any(isinstance(one, NotKnown | Reading) for one in walk(rule))
    return letters is None or unknown or bool(letters & {MET, NOT_APPLICABLE})


def decides(standard: Standard) -> bool:
    """Whether every criterion of the standard is decided by this module, rather than left alone for its size."""
    return all(
        reachable(one.rule, standard.frame(one, _PERIODS)) is not None
        for one in standard.criteria
        if not any(isinstance(part, Reading) for part in walk(one.rule))
    )
