"""Changes: every single change of a rule that somebody might make by mistake, with what it changed in words.

A change that can make no difference is not made, and the reason stands beside the rule that leaves it out.
"""

from collections.abc import Iterator, Mapping
from functools import singledispatch
from typing import Any, NamedTuple, TypeVar, get_args

from domain.mutation import advice
from domain.rulebook import figures
from domain.rulebook.facts import Fact
from domain.rulebook.mistakes import Shape
from domain.rulebook.truth import Frame
from domain.rulebook.yamlfile import Place
from domain.rules import (
    AllOf,
    AnyOf,
    Chosen,
    Counted,
    Dated,
    Judged,
    No,
    NoneOf,
    NotKnown,
    OnlyWhere,
    Rated,
    Reduced,
    Share,
    Yes,
)
from domain.texts import Text

_Shape = TypeVar("_Shape", bound=Shape)


class Change(NamedTuple):
    """A rule in place of another: where, what it says instead, and which example would tell the two apart."""

    place: Place
    what: Text
    add: Text
    rule: Shape


def varied(shape: _Shape, **update: Any) -> _Shape:
    """A copy with other values and nothing remembered. `model_copy` would keep what was worked out from the old ones."""
    values = {name: getattr(shape, name) for name in type(shape).model_fields}
    made: Any = type(shape).model_construct(**{**values, **update})
    copy: _Shape = made
    return copy


@singledispatch
def changes(rule: Shape, frame: Frame) -> Iterator[Change]:
    """Every changed form of `rule`. A word of the vocabulary that is missing here is a mistake of ours."""
    raise NotImplementedError(type(rule))


@changes.register
def _(rule: NotKnown, frame: Frame) -> Iterator[Change]:
    yield from ()  # it decides nothing, so nothing about it can be decided wrongly


@changes.register
def _(rule: Dated, frame: Frame) -> Iterator[Change]:
    for other in get_args(Dated.model_fields["within"].annotation):
        if other != rule.within:
            yield _change(("within",), f"{rule.within} → {other}", advice.DATES, varied(rule, within=other))


@changes.register
def _(rule: Share, frame: Frame) -> Iterator[Change]:
    over, of = rule.asked
    key, other = ("more_than", "at_least") if rule.strict else ("at_least", "more_than")
    asked = getattr(rule, key)
    for step in (1, -1):
        part, whole = over * 100 + step * of, of * 100
        # Nothing at all is no share, nor is more than the whole; and of the whole nothing is more than it.
        if 0 < part <= whole - rule.strict:
            moved = figures.threshold(part, whole).en
            yield _change(
                (key,), f"{asked} → {moved}", advice.SHARE, varied(rule, **{key: f"{part}/{whole}"})
            )
    if rule.strict or over < of:
        limits = {key: None, other: asked}
        yield _change((key,), f"{key}: {asked} → {other}: {asked}", advice.SHARE, varied(rule, **limits))
    if rule.pending is not None:
        yield _change(
            ("pending",), f"pending: {rule.pending} → ∅", advice.PENDING, varied(rule, pending=None)
        )


@changes.register
def _(rule: NoneOf, frame: Frame) -> Iterator[Change]:
    for number, name in enumerate(rule.none):
        others = rule.none[:number] + rule.none[number + 1 :]
        one = Counted.model_construct(counted=name, at_least=None, at_most=1)
        rest = varied(rule, none=others)
        changed = AllOf.model_construct(all=(rest, one)) if others else one
        yield _change(("none",), f"none: {name} → at_most: 1", advice.ONE, changed)
        if others:
            yield _change(("none",), f"none: {name} → ∅", advice.ONE, rest)


@changes.register
def _(rule: Reduced, frame: Frame) -> Iterator[Change]:
    flipped = {"met": "not_met", "not_met": "met"}
    for key, add in (("if_equal", advice.EQUAL), ("if_both_zero", advice.ZEROS)):
        now = getattr(rule, key)
        yield _change((key,), f"{key}: {now} → {flipped[now]}", add, varied(rule, **{key: flipped[now]}))
    for number, (this, last) in enumerate(rule.reduced):
        before, after = rule.reduced[:number], rule.reduced[number + 1 :]
        turned = (*before, (last, this), *after)
        place = ("reduced", number)
        yield _change(
            place, f"[{this}, {last}] → [{last}, {this}]", advice.SERIES, varied(rule, reduced=turned)
        )
        if before or after:
            yield _change(place, f"[{this}, {last}] → ∅", advice.SERIES, varied(rule, reduced=before + after))


@changes.register
def _(rule: Rated, frame: Frame) -> Iterator[Change]:
    steps = [step.code for step in frame.scales[frame.facts[rule.rated].rating or ""]]
    at = steps.index(rule.at_least)
    for other in (at - 1, at + 1):
        if 0 <= other < len(steps):
            yield _change(
                ("at_least",),
                f"{rule.at_least} → {steps[other]}",
                advice.STEP,
                varied(rule, at_least=steps[other]),
            )


@changes.register
def _(rule: Counted, frame: Frame) -> Iterator[Change]:
    key, other = ("at_least", "at_most") if rule.at_least is not None else ("at_most", "at_least")
    limit = getattr(rule, key)
    for moved in (limit + 1, limit - 1):
        if moved >= 0:
            yield _change((key,), f"{key}: {limit} → {moved}", advice.LIMIT, varied(rule, **{key: moved}))
    yield _change(
        (key,), f"{key}: {limit} → {other}: {limit}", advice.LIMIT, varied(rule, **{key: None, other: limit})
    )


@changes.register
def _(rule: Judged, frame: Frame) -> Iterator[Change]:
    yield from ()  # what evidence it needs is said by its fact, and changed there


@changes.register
def _(rule: Yes, frame: Frame) -> Iterator[Change]:
    yield _change((), f"yes: {rule.yes} → no", advice.ANSWER, No.model_construct(no=rule.yes))


@changes.register
def _(rule: No, frame: Frame) -> Iterator[Change]:
    yield _change((), f"no: {rule.no} → yes", advice.ANSWER, Yes.model_construct(yes=rule.no))


@changes.register
def _(rule: Chosen, frame: Frame) -> Iterator[Change]:
    for step in frame.scales[frame.fact(rule.chosen).choice or ""]:
        if step.code not in rule.among:
            more = (*rule.among, step.code)
            yield _change(("among",), f"among: + {step.code}", advice.CHOICE, varied(rule, among=more))
        else:
            fewer = tuple(code for code in rule.among if code != step.code)
            yield _change(("among",), f"among: − {step.code}", advice.CHOICE, varied(rule, among=fewer))


@changes.register
def _(rule: AllOf, frame: Frame) -> Iterator[Change]:
    yield from _of_parts(rule, "all", frame)
    # Of one part, all and any are the same.
    if len(rule.all) > 1:
        yield _change((), "all → any", advice.PARTS, AnyOf.model_construct(any=rule.all))


@changes.register
def _(rule: AnyOf, frame: Frame) -> Iterator[Change]:
    yield from _of_parts(rule, "any", frame)
    if len(rule.any) > 1:
        yield _change((), "any → all", advice.PARTS, AllOf.model_construct(all=rule.any))


def _of_parts(rule: AllOf | AnyOf, key: str, frame: Frame) -> Iterator[Change]:
    parts: tuple[Shape, ...] = getattr(rule, key)
    for number, part in enumerate(parts):
        before, after = parts[:number], parts[number + 1 :]
        for change in changes(part, frame):
            whole = varied(rule, **{key: (*before, change.rule, *after)})
            yield change._replace(place=(key, number, *change.place), rule=whole)
        if before or after:
            left_out = varied(rule, **{key: before + after})
            yield _change((key, number), f"{key}[{number + 1}] → ∅", advice.PARTS, left_out)


@changes.register
def _(rule: OnlyWhere, frame: Frame) -> Iterator[Change]:
    yield _change(("only_where",), "only_where → ∅", advice.WHERE, rule.then)
    for key in ("only_where", "then"):
        for change in changes(getattr(rule, key), frame):
            yield change._replace(place=(key, *change.place), rule=varied(rule, **{key: change.rule}))
    # Of a single answer the opposite is among its own changes already.
    if isinstance(rule.only_where, AllOf | AnyOf) and (opposite := negated(rule.only_where)) is not None:
        yield _change(("only_where",), "only_where → not", advice.WHERE, varied(rule, only_where=opposite))


def negated(rule: Shape) -> Shape | None:
    """The rule that is met where this one is not met; None where no word of the vocabulary says that."""
    match rule:
        case Yes(yes=name):
            return No.model_construct(no=name)
        case No(no=name):
            return Yes.model_construct(yes=name)
        case AllOf(all=parts) | AnyOf(any=parts):
            opposite = [negated(part) for part in parts]
            if None in opposite:
                return None
            turned: Any = tuple(opposite)
            if isinstance(rule, AllOf):
                return AnyOf.model_construct(any=turned)
            return AllOf.model_construct(all=turned)
    return None


def changed_facts(
    fact: Fact, offices: Mapping[str, Text], told: bool
) -> Iterator[tuple[str, str, Text, Fact]]:
    """Every changed form of one fact that a rule reads: which key, what changed, what to add, the fact.

    `told` is False for a fact whose absence no rule ever tells: who owes it cannot be noticed then, and is not changed.
    """
    if fact.judgement is not None:
        other = "alone" if fact.judgement == "with-evidence" else "with-evidence"
        yield "judgement", f"{fact.judgement} → {other}", advice.EVIDENCE, varied(fact, judgement=other)
    if fact.within is not None:
        other = "previous-window" if fact.within == "window" else "window"
        yield "within", f"{fact.within} → {other}", advice.ENTRIES, varied(fact, within=other)
        yield "within", f"{fact.within} → ∅", advice.ENTRIES, varied(fact, within=None)
    if fact.attested_by is not None and told:
        yield "attested_by", f"{fact.attested_by} → ∅", advice.SILENCE, varied(fact, attested_by=None)
        for office in [name for name in offices if name != fact.attested_by][:1]:
            yield (
                "attested_by",
                f"{fact.attested_by} → {office}",
                advice.SILENCE,
                varied(fact, attested_by=office),
            )
    if fact.supplied_by is not None and told:
        yield "supplied_by", f"{fact.supplied_by} → ∅", advice.SILENCE, varied(fact, supplied_by=None)


def _change(place: Place, what: str, add: Text, rule: Shape) -> Change:
    return Change(place, Text(vi=what, en=what), add, rule)
