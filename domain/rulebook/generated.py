"""Generated: the criteria of one season as one Python function, written from the closed vocabulary and compiled once.

Nothing that a file says becomes code. The source is made of the phrases of this module alone: every name in it is made
here (`v3`, `g12`), and what comes from a file stands in it as the `repr` of a plain text or whole number (`_literal`
takes nothing else) or is handed over as a value. So a code, a fact or a limit of a file can be any text at all.

Each rule is written as two expressions: one that is true for plain answers that meet it, and one that gives the letter
of anything else. Where the second is no longer plain, as for malformed answers or dated entries, it calls the plain test
of the rule (`verdicts.py`), which gives the letter or raises what makes the refusal; and whatever goes wrong in a
criterion's lines, its plain test is asked again. So there is one place that says what malformed answers are, and the
common case, that a criterion is met, costs no more than to see it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import singledispatch
from math import gcd
from operator import itemgetter
from typing import Any, NamedTuple

from domain.rulebook.answers import is_day
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, Answers, Frame, Test, where
from domain.rulebook.verdicts import compiled
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

# (facts of all criteria, attributes of the unit) → a letter for each criterion, in the order of the standard.
Letters = Callable[[Mapping[str, Answers], Answers], str]
# The same, after the verdict that they make.
Outcome = Callable[[Mapping[str, Answers], Answers], tuple[str, str]]

# Code, rule, surroundings and plain test of each criterion.
Tests = Iterable[tuple[str | None, object, Frame, Test]]

_NOTHING: dict[str, Any] = {}


def letters_of(tests: Tests) -> Letters:
    """The function that says what all tests say. `tests` are the code, the rule, its surroundings and the plain test of
    each criterion; the code is None where a rule reads nothing but the unit."""
    criteria = list(tests)
    if not criteria:
        return lambda facts, unit: ""
    made: Letters = _function(criteria, {}, "return (all_met if found is None else found).decode()")
    return made


def outcome_of(tests: Tests, concluded: Callable[[str], str]) -> Outcome:
    """The function that gives verdict and letters; where all criteria are met, both are there already."""
    criteria = list(tests)
    if not criteria:
        return lambda facts, unit: (concluded(""), "")
    letters = MET * len(criteria)
    values = {"concluded": concluded, "best": (concluded(letters), letters)}
    made: Outcome = _function(
        criteria,
        values,
        "if found is None:",
        "    return best",
        "letters = found.decode()",
        "return concluded(letters), letters",
    )
    return made


def _function(criteria: list[tuple[str | None, object, Frame, Test]], more: dict[str, Any], *end: str) -> Any:
    # All are taken to be met, and each that is not says so. `zero` is the number itself: `is` tells it from False and
    # 0.0 without asking for its type; `whole` is asked for by `is` as well, because True is an int besides.
    lines = ["def letters(facts, unit, zero=0, whole=int):", "    found = None"]
    values: dict[str, Any] = {
        "all_met": (MET * len(criteria)).encode(),
        "nothing": _NOTHING,
        "is_day": is_day,
        **more,
    }
    asked = {place: code for place, (code, *_) in enumerate(criteria) if code is not None}
    if asked:
        owns = "".join(f"a{place}, " for place in asked)
        codes = list(asked.values())
        # One call fetches the answers to all criteria (of a single one twice, so that it makes a tuple); where one has
        # none, each is asked for.
        values |= {"codes": codes, "pick": itemgetter(*codes, codes[0])}
        lines += [
            "    try:",
            f"        {owns}_ = pick(facts)",
            "    except Exception:",
            f"        {owns}= [facts.get(code, nothing) for code in codes]",
        ]
    writer = Writer(values, criteria[0][2])
    for place, (code, rule, frame, test) in enumerate(criteria):
        test_of = f"test{place}"
        values[test_of] = test
        writer.frame, writer.own = frame, f"a{place}" if code is not None else "nothing"
        met, other = write(rule, writer)
        lines += [
            "    try:",
            f"        if not ({met}):",
            "            if found is None: found = bytearray(all_met)",
            f"            found[{place}] = ord({other})",
            "    except Exception:",
            "        if found is None: found = bytearray(all_met)",
            f"        found[{place}] = ord({test_of}({writer.own}, unit))",
        ]
    source = "\n".join([*lines, *(f"    {line}" for line in end)])
    exec(compile(source, "<criteria>", "exec"), values)
    return values["letters"]


class Said(NamedTuple):
    """A rule as two expressions: whether plain answers meet it, and which letter it has where they do not."""

    met: str
    other: str

    @property
    def letter(self) -> str:
        return f"('m' if {self.met} else {self.other})"


class Writer:
    """What a rule needs to be written: its surroundings, names that nothing else has, and a place for values."""

    def __init__(self, values: dict[str, Any], frame: Frame) -> None:
        self.frame = frame
        self.own = "nothing"
        self._values = values
        self._locals = 0

    def local(self) -> str:
        self._locals += 1
        return f"v{self._locals}"

    def value(self, value: Any) -> str:
        name = f"g{len(self._values)}"
        self._values[name] = value
        return name

    def read(self, ref: str) -> tuple[str, str]:
        """The expression that reads an answer, and the local that holds it from then on. An attribute that the unit
        does not have is no exception."""
        name, in_unit = where(ref)
        held = self.local()
        return (
            f"({held} := unit.get({_literal(name)}))"
            if in_unit
            else f"({held} := {self.own}[{_literal(name)}])"
        ), held

    def plainly(self, rule: object) -> str:
        """The call of the plain test of a rule."""
        return f"{self.value(compiled(rule, self.frame))}({self.own}, unit)"


def _literal(value: str | int) -> str:
    """A text or whole number of a file as Python writes it. TypeError for anything else."""
    if type(value) is not str and type(value) is not int:
        raise TypeError(value)
    return repr(value)


@singledispatch
def write(rule: object, writer: Writer) -> Said:
    """The two expressions of a rule. A word that is not written here is left to its plain test."""
    letter = writer.local()
    return Said(f"({letter} := {writer.plainly(rule)}) == 'm'", letter)


@write.register
def _(rule: NoneOf, writer: Writer) -> Said:
    if len(rule.none) == 1:
        read, count = writer.read(rule.none[0])
        other = f"'n' if {count}.__class__ is whole and {count} > 0 else {writer.plainly(rule)}"
        return Said(f"{read} is zero", other)
    nothing = " and ".join(f"{writer.read(name)[0]} is zero" for name in rule.none)
    return Said(nothing, writer.plainly(rule))


@write.register
def _(rule: Share, writer: Writer) -> Said:
    (read_part, part), (read_whole, whole) = (writer.read(name) for name in rule.share)
    over, of = rule.asked
    over, of = over // gcd(over, of), of // gcd(over, of)
    counts = f"{part}.__class__ is whole and {whole}.__class__ is whole"
    reads = f"{read_part}.__class__ is whole and {read_whole}.__class__ is whole"
    # Of a whole of 0 there is no share. A part that reaches a share of more than nothing is not negative.
    enough = f"{part} * {of} >{'' if rule.strict else '='} {whole} * {over} > 0 and {part} <= {whole}"
    if rule.pending is None:
        other = f"'n' if {counts} and 0 <= {part} <= {whole} != 0 else {writer.plainly(rule)}"
        return Said(f"{reads} and {enough}", other)
    open_ = writer.local()
    settled = f"(({open_} := {writer.own}.get({_literal(rule.pending)})) is zero or {open_} is None"
    settled += f" or {open_}.__class__ is whole and 0 < {open_} <= {whole} - {part})"
    return Said(f"{reads} and {enough} and {settled}", writer.plainly(rule))


@write.register
def _(rule: Reduced, writer: Writer) -> Said:
    reads, falls, counts = [], [], []
    equal = {
        (True, True): " or {0} == {1}", (False, False): "", (False, True): " or {0} == {1} == 0",
        (True, False): " or {0} == {1} != 0",
    }[rule.if_equal == "met", rule.if_both_zero == "met"]  # fmt: skip
    for names in rule.reduced:
        (read_now, now), (read_before, before) = (writer.read(name) for name in names)
        reads += [f"{read}.__class__ is whole" for read in (read_now, read_before)]
        falls += [f"{now} >= 0 and ({now} < {before}{equal.format(now, before)})"]
        counts += [f"{one}.__class__ is whole and {one} >= 0" for one in (now, before)]
    return Said(" and ".join([*reads, *falls]), f"'n' if {' and '.join(counts)} else {writer.plainly(rule)}")


@write.register
def _(rule: Counted, writer: Writer) -> Said:
    read, number = writer.read(rule.counted)
    limit = (
        f"{number} >= {_literal(rule.at_least)}"
        if rule.at_least is not None
        else f"0 <= {number} <= {_literal(rule.at_most or 0)}"
    )
    other = f"'n' if {number}.__class__ is whole and {number} >= 0 else {writer.plainly(rule)}"
    return Said(f"{read}.__class__ is whole and {limit}", other)


@write.register
def _(rule: Dated, writer: Writer) -> Said:
    read, day = writer.read(rule.dated)
    value = f"({day} if {read}.__class__ is not dict else {day}['date'])"
    if rule.within == "any-time":
        # Nearly every day is one of these years', which is seen without a call.
        periods, asked = writer.frame.periods.values(), writer.local()
        usual = writer.value(
            _days(
                min((one[0] for one in periods), default="2020-01-01"),
                max((one[1] for one in periods), default="2020-01-01"),
            )
        )
        return Said(f"(({asked} := {value}) in {usual} or is_day({asked}))", writer.plainly(rule))
    first, last = writer.frame.periods[rule.within]
    return Said(f"{value} in {writer.value(_days(first, last))}", writer.plainly(rule))


def _days(first: str, last: str) -> frozenset[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return frozenset((start + timedelta(days=number)).isoformat() for number in range((end - start).days + 1))


@write.register
def _(rule: Rated, writer: Writer) -> Said:
    read, step = writer.read(rule.rated)
    steps = [one.code for one in writer.frame.scales[writer.frame.facts[rule.rated].rating or ""]]
    enough = writer.value(frozenset(steps[steps.index(rule.at_least) :]))
    value = f"({step} if {read}.__class__ is not dict else {step}['rating'])"
    return Said(f"{value} in {enough}", writer.plainly(rule))


@write.register
def _(rule: Chosen, writer: Writer) -> Said:
    read, _ = writer.read(rule.chosen)
    steps = writer.frame.scales[writer.frame.fact(rule.chosen).choice or ""]
    among = writer.value(frozenset(one.code for one in steps if one.code in rule.among))
    return Said(f"{read} in {among}", writer.plainly(rule))


@write.register
def _(rule: Judged, writer: Writer) -> Said:
    read, value = writer.read(rule.judged)
    if writer.frame.facts[rule.judged].judgement == "alone":
        return Said(f"{read} is True", f"'n' if {value} is False else {writer.plainly(rule)}")
    praised = f"{read}.__class__ is dict and {value}['holds'] is True"
    return Said(f"{praised} and ({value}.get('evidence') or '').strip()", writer.plainly(rule))


@write.register
def _(rule: Yes, writer: Writer) -> Said:
    read, answer = writer.read(rule.yes)
    return Said(f"{read} is True", f"'n' if {answer} is False else {writer.plainly(rule)}")


@write.register
def _(rule: No, writer: Writer) -> Said:
    read, answer = writer.read(rule.no)
    return Said(f"{read} is False", f"'n' if {answer} is True else {writer.plainly(rule)}")


@write.register
def _(rule: NotKnown, writer: Writer) -> Said:
    return Said("False", "'u'")


@write.register
def _(rule: AllOf, writer: Writer) -> Said:
    # Parts that are all met have all been read; after the first that is not, the plain test reads the others.
    return Said(" and ".join(f"({write(part, writer).met})" for part in rule.all), writer.plainly(rule))


@write.register
def _(rule: AnyOf, writer: Writer) -> Said:
    # All are read, also after the first that is met: a malformed answer is never passed over.
    letters = "".join(f"{write(part, writer).letter}, " for part in rule.any)
    return Said(f"'m' in ({letters})", writer.plainly(rule))


@write.register
def _(rule: OnlyWhere, writer: Writer) -> Said:
    condition, then = write(rule.only_where, writer), write(rule.then, writer)
    applies = writer.local()
    other = f"'{NOT_APPLICABLE}' if {applies} == '{NOT_MET}' else {writer.plainly(rule)}"
    return Said(f"({applies} := {condition.letter}) == 'm' and ({then.met})", other)
