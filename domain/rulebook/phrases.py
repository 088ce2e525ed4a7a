"""Phrases: each rule of the vocabulary as expressions of Python, which `generated.py` makes functions of.

Two of them say what is certain of plain answers, that they meet the rule, and that they do not; where neither is true, as
for malformed answers or dated entries, the plain test of the rule (`verdicts.py`) is asked, which gives the letter or raises
what makes the refusal. So there is one place that says what malformed answers are, and the common case, that a criterion is
met, costs no more than to see it.
"""

from datetime import date, timedelta
from functools import lru_cache, singledispatch
from math import gcd, inf
from typing import Any, NamedTuple

from domain.rulebook.truth import NOT_APPLICABLE, NOT_MET, Frame, where
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

# Rules that are made of rules.
COMBINED = (AllOf, AnyOf, OnlyWhere)
# The least whole of which so many may be missing (`_least_wholes`): as many as are usual, and room for more, which are told
# to be too many and left to the plain test.
USUAL, ROOM = 1024, 8192


class Said(NamedTuple):
    """A rule as expressions: whether plain answers meet it; the letter where they do not; and, where that can be said more
    cheaply, whether they certainly fail it. What is neither met nor failed has the letter all the same."""

    met: str
    other: str
    fails: str = ""

    @property
    def letter(self) -> str:
        fails = f"'n' if {self.fails} else " if self.fails else ""
        return f"('m' if {self.met} else {fails}{self.other})"


class Writer:
    """What a rule needs to be written: its surroundings, the local that holds the answers (`own`), names that nothing else
    has, and a place for values.

    What a rule reads in any case is read `ahead` of it, into a local of its own for each answer: to keep a value and go on
    with it is one step of Python as a statement, and two inside an expression. None where a rule may not read it all."""

    def __init__(self, values: dict[str, Any], frame: Frame, own: str) -> None:
        self.frame = frame
        self.own = own
        self.ahead: dict[str, str] | None = None
        self._values = values
        self._locals = 0

    def local(self) -> str:
        self._locals += 1
        return f"v{self._locals}"

    def value(self, value: Any) -> str:
        name = f"g{len(self._values)}"
        self._values[name] = value
        return name

    def constant(self, value: Any) -> str:
        """A value as a constant of the function, which is read faster than a name: written as bytes, which no file makes."""
        return repr(self.value(value).encode())

    def limit(self, limit: int) -> str:
        """The name of a whole number. TypeError for anything else."""
        if type(limit) is not int:
            raise TypeError(limit)
        return self.constant(limit)

    def read(self, ref: str) -> tuple[str, str]:
        """The expression that reads an answer, and the local that holds it from then on. An attribute that the unit
        does not have is no exception."""
        if self.ahead is not None:
            held = self.ahead.setdefault(ref, self.local())
            return held, held
        held = self.local()
        return f"({held} := {self.again(ref)})", held

    def reads(self) -> list[str]:
        """The statements that read ahead."""
        return [f"{held} = {self.again(ref)}" for ref, held in (self.ahead or {}).items()]

    def again(self, ref: str) -> str:
        """The expression that reads an answer and holds it nowhere: cheaper where it is nearly always read but once."""
        name, in_unit = where(ref)
        return f"unit.get({literal(name)})" if in_unit else f"{self.own}[{literal(name)}]"

    def plainly(self, rule: object) -> str:
        """The call of the plain test of a rule."""
        return f"{self.value(compiled(rule, self.frame))}({self.own}, unit)"


def literal(value: str) -> str:
    """A text of a file as Python writes it. TypeError for anything else."""
    if type(value) is not str:
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
        count = writer.again(rule.none[0])
        return Said(f"{count} is zero", writer.plainly(rule), f"{count}.__class__ is whole and {count} > 0")
    nothing = " and ".join(f"{writer.again(name)} is zero" for name in rule.none)
    return Said(nothing, writer.plainly(rule))


@write.register
def _(rule: Share, writer: Writer) -> Said:
    (read_part, part), (read_whole, whole) = (writer.read(name) for name in rule.share)
    over, of = (number // gcd(*rule.asked) for number in rule.asked)
    reads = f"{read_part}.__class__ is whole and {read_whole}.__class__ is whole"
    # Of a whole of 0 there is no share. What the tables do not hold is an exception, and left to the plain test.
    enough = f"{part} == {whole} and {whole} > 0"
    if over < of:
        enough = (
            f"{part} <= {whole} >= {writer.constant(_least_wholes(over, of, rule.strict))}[{whole} - {part}]"
        )
    if rule.pending is None:
        counts = f"{part}.__class__ is whole and {whole}.__class__ is whole and 0 <= {part} <= {whole} != 0"
        short = f"{part} * {writer.limit(of)} <{'=' if rule.strict else ''} {whole} * {writer.limit(over)}"
        return Said(f"{reads} and {enough}", writer.plainly(rule), f"{counts} and {short}")
    open_ = writer.local()
    settled = f"(({open_} := {writer.own}.get({literal(rule.pending)})) is zero or {open_} is None"
    settled += f" or {open_}.__class__ is whole and 0 < {open_} <= {whole} - {part})"
    return Said(f"{reads} and {enough} and {settled}", writer.plainly(rule))


@lru_cache(maxsize=64)
def _least_wholes(over: int, of: int, strict: bool) -> list[float]:
    """By how many a part falls short of its whole: the least whole of which it is `over`/`of` still, or more than that. So a
    share is judged by one difference and one comparison, without products."""
    most = of - over  # of `of`, so many may be missing
    wholes = [short * of // most + 1 if strict else max(1, -(-short * of // most)) for short in range(USUAL)]
    return [*wholes, *[inf] * (ROOM - USUAL)]


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
    return Said(" and ".join([*reads, *falls]), writer.plainly(rule), " and ".join(counts))


@write.register
def _(rule: Counted, writer: Writer) -> Said:
    read, number = writer.read(rule.counted)
    limit = (
        f"{number} >= {writer.limit(rule.at_least)}"
        if rule.at_least is not None
        else f"{number} <= {writer.limit(rule.at_most or 0)} and {number} >= 0"
    )
    fails = f"{number}.__class__ is whole and {number} >= 0"
    return Said(f"{read}.__class__ is whole and {limit}", writer.plainly(rule), fails)


@write.register
def _(rule: Dated, writer: Writer) -> Said:
    read, day = writer.read(rule.dated)
    value = f"({day} if {read}.__class__ is not dict else {day}['date'])"
    if rule.within == "any-time":
        # Nearly every day is one of these years', which is seen without a call.
        periods, asked = writer.frame.periods.values(), writer.local()
        usual = writer.constant(
            _days(
                min((one[0] for one in periods), default="2020-01-01"),
                max((one[1] for one in periods), default="2020-01-01"),
            )
        )
        return Said(f"(({asked} := {value}) in {usual} or is_day({asked}))", writer.plainly(rule))
    first, last = writer.frame.periods[rule.within]
    return Said(f"{value} in {writer.constant(_days(first, last))}", writer.plainly(rule))


def _days(first: str, last: str) -> frozenset[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return frozenset((start + timedelta(days=number)).isoformat() for number in range((end - start).days + 1))


@write.register
def _(rule: Rated, writer: Writer) -> Said:
    read, step = writer.read(rule.rated)
    steps = [one.code for one in writer.frame.scales[writer.frame.facts[rule.rated].rating or ""]]
    enough = writer.constant(frozenset(steps[steps.index(rule.at_least) :]))
    value = f"({step} if {read}.__class__ is not dict else {step}['rating'])"
    return Said(f"{value} in {enough}", writer.plainly(rule))


@write.register
def _(rule: Chosen, writer: Writer) -> Said:
    steps = writer.frame.scales[writer.frame.fact(rule.chosen).choice or ""]
    among = writer.constant(frozenset(one.code for one in steps if one.code in rule.among))
    return Said(f"{writer.again(rule.chosen)} in {among}", writer.plainly(rule))


@write.register
def _(rule: Judged, writer: Writer) -> Said:
    read, value = writer.read(rule.judged)
    if writer.frame.facts[rule.judged].judgement == "alone":
        return Said(f"{read} is True", writer.plainly(rule), f"{value} is False")
    praised = f"{read}.__class__ is dict and {value}['holds'] is True"
    return Said(f"{praised} and ({value}.get('evidence') or '').strip()", writer.plainly(rule))


@write.register
def _(rule: Yes, writer: Writer) -> Said:
    answer = writer.again(rule.yes)
    return Said(f"{answer} is True", writer.plainly(rule), f"{answer} is False")


@write.register
def _(rule: No, writer: Writer) -> Said:
    answer = writer.again(rule.no)
    return Said(f"{answer} is False", writer.plainly(rule), f"{answer} is True")


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
