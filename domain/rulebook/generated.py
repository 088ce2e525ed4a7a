"""Generated: the criteria of one season as one Python function, written from the closed vocabulary and compiled once.

Nothing that a file says becomes code. The source is made of the phrases of this module alone: every name in it is made
here (`v3`, `g12`), and what comes from a file stands in it as the `repr` of a plain text (`literal` takes nothing else)
or is handed over as a value. So a code, a fact or a limit of a file can be any text at all; and rules that differ in their
limits alone have the same source, which is compiled once.

Each rule is written as two expressions: one that is true for plain answers that meet it, and one that gives the letter
of anything else. Where the second is no longer plain, as for malformed answers or dated entries, it calls the plain test
of the rule (`verdicts.py`), which gives the letter or raises what makes the refusal; and whatever goes wrong in a
criterion's lines, its plain test is asked again. So there is one place that says what malformed answers are, and the
common case, that a criterion is met, costs no more than to see it.

Half of that cost is to fetch 45 answers out of 30 small dicts, so they are fetched criterion after criterion in one call,
and by the very objects that orjson gives as names. What was measured and left out, because it gains nothing (Python 3.11):
asking for the class of many numbers in one call (`set(map(type, …))`, `orjson.dumps`, `marshal.dumps`: 15 to 30 ns a number,
`.__class__ is int` 9), limits looked up in tables, one `try` around everything, one function for a whole batch; and a batch
as columns, for Polars or anything else: to make the lists alone costs more than to judge their documents here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache, singledispatch
from math import gcd
from operator import itemgetter
from types import CodeType
from typing import Any, NamedTuple

import orjson

from domain.rulebook.answers import is_day
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Answers, Frame, Test, where
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
_LETTERS = MET + NOT_MET + UNKNOWN + NOT_APPLICABLE


def letters_of(tests: Tests) -> Letters:
    """The function that says what all tests say. `tests` are the code, the rule, its surroundings and the plain test of
    each criterion; the code is None where a rule reads nothing but the unit."""
    made: Letters = _function(tests, lambda letters: letters)
    return made


def outcome_of(tests: Tests, concluded: Callable[[str], str]) -> Outcome:
    """The function that gives verdict and letters."""
    made: Outcome = _function(tests, lambda letters: (concluded(letters), letters))
    return made


class Found(dict[int, "Found"]):
    """Letters of all criteria with what they make; and from here, by criterion and letter, where another one leads.

    All are taken to be met, and each that is not leads on. The same few letters come again and again: what they make is
    made once.
    """

    MANY = 16_384  # so many are remembered, and any others made anew
    __slots__ = ("_left", "_make", "letters", "made")

    def __init__(self, letters: str, make: Callable[[str], Any], left: Iterator[int]) -> None:
        super().__init__()
        self.letters, self.made = letters, make(letters)
        self._make, self._left = make, left

    @classmethod
    def at_first(cls, many: int, make: Callable[[str], Any]) -> "Found":
        return cls(MET * many, make, iter(range(cls.MANY)))

    def __missing__(self, step: int) -> "Found":
        place, letter = divmod(step, len(_LETTERS))
        if _LETTERS[letter] == self.letters[place]:
            return self
        letters = f"{self.letters[:place]}{_LETTERS[letter]}{self.letters[place + 1 :]}"
        found = Found(letters, self._make, self._left)
        if next(self._left, None) is not None:
            self[step] = found
        return found

    @staticmethod
    def steps(place: int) -> dict[str, int]:
        """Where each letter of a criterion leads."""
        return {letter: place * len(_LETTERS) + number for number, letter in enumerate(_LETTERS)}


def _function(tests: Tests, make: Callable[[str], Any]) -> Any:
    # `zero` is the number itself: `is` tells it from False and 0.0 without asking for its type; `whole` is asked for by
    # `is` as well, because True is an int besides.
    made, values = list(tests), {"nothing": _NOTHING, "is_day": is_day}
    names, fetched = fetch([code for code, *_ in made], values)
    lines = ["def letters(facts, unit, zero=0, whole=int):", "    found = all_met", *fetched]
    for place, ((_, rule, frame, test), own) in enumerate(zip(made, names, strict=True)):
        writer = Writer(values, frame, own)
        met, other = write(rule, writer)
        step, plain = writer.value(Found.steps(place)), writer.value(test)
        lines += [
            "    try:",
            f"        if not ({met}):",
            f"            found = found[{step}[{other}]]",
            "    except Exception:",
            f"        found = found[{step}[{plain}({own}, unit)]]",
        ]
    values["all_met"] = Found.at_first(len(made), make)
    return function("letters", "\n".join([*lines, "    return found.made"]), values)


def fetch(codes: Iterable[str | None], values: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The locals that hold the answers to each criterion, and the lines that fetch them: all in one go, which costs half
    of fetching one after the other; and with care where one is missing. Without a code there are no answers."""
    names = ["nothing" if code is None else f"a{place}" for place, code in enumerate(codes)]
    asked = [code for code in codes if code is not None]
    if not asked:
        return names, []
    # Of a single name there would be no tuple; the same twice does no harm.
    fetched = asked if len(asked) > 1 else asked * 2
    held = [name for name in names if name != "nothing"]
    values["fetched"] = itemgetter(*fetched)
    values["with_care"] = lambda facts: [facts.get(code, _NOTHING) for code in fetched]
    targets = ", ".join(held if len(held) > 1 else held * 2)
    lines = ["    try:", f"        {targets} = fetched(facts)"]
    return names, [*lines, "    except Exception:", f"        {targets} = with_care(facts)"]


def function(name: str, source: str, values: dict[str, Any]) -> Any:
    """The function of a source, with its values at hand."""
    exec(_code(source), values)
    made = values[name]
    # Python tunes the code of a function to what it meets; where two share their code each would spoil it for the other.
    code = made.__code__
    made.__code__ = code.replace(co_consts=tuple(_constant(one, values) for one in code.co_consts))
    return made


def _constant(written: Any, values: Mapping[str, Any]) -> Any:
    """What stands for a constant of the source: of bytes, the value of that name; of a text, the very object that documents
    have as a name where they were read by orjson, which is found without comparing letters."""
    if type(written) is bytes:
        return values[written.decode()]
    return next(iter(orjson.loads(orjson.dumps({written: None})))) if type(written) is str else written


@lru_cache(maxsize=64)
def _code(source: str) -> CodeType:
    """Compiled once for every season, and for every edition whose rules differ in their limits alone: to compile takes
    longer than all the rest of making ready."""
    return compile(source, "<criteria>", "exec")


class Said(NamedTuple):
    """A rule as two expressions: whether plain answers meet it, and which letter it has where they do not."""

    met: str
    other: str

    @property
    def letter(self) -> str:
        return f"('m' if {self.met} else {self.other})"


class Writer:
    """What a rule needs to be written: its surroundings, the local that holds the answers (`own`), names that nothing else
    has, and a place for values."""

    def __init__(self, values: dict[str, Any], frame: Frame, own: str) -> None:
        self.frame = frame
        self.own = own
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
        held = self.local()
        return f"({held} := {self.again(ref)})", held

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
        other = f"'n' if {count}.__class__ is whole and {count} > 0 else {writer.plainly(rule)}"
        return Said(f"{count} is zero", other)
    nothing = " and ".join(f"{writer.again(name)} is zero" for name in rule.none)
    return Said(nothing, writer.plainly(rule))


@write.register
def _(rule: Share, writer: Writer) -> Said:
    (read_part, part), (read_whole, whole) = (writer.read(name) for name in rule.share)
    over, of = rule.asked
    least, times = (writer.limit(number // gcd(over, of)) for number in (over, of))
    counts = f"{part}.__class__ is whole and {whole}.__class__ is whole"
    reads = f"{read_part}.__class__ is whole and {read_whole}.__class__ is whole"
    # Of a whole of 0 there is no share. A part that reaches a share of more than nothing is not negative.
    # Comparisons one by one: Python has fast ones for two whole numbers, and none for chains.
    enough = f"{whole} > 0 and {part} <= {whole} and {part} * {times} >{'' if rule.strict else '='} {whole} * {least}"
    if rule.pending is None:
        other = f"'n' if {counts} and 0 <= {part} <= {whole} != 0 else {writer.plainly(rule)}"
        return Said(f"{reads} and {enough}", other)
    open_ = writer.local()
    settled = f"(({open_} := {writer.own}.get({literal(rule.pending)})) is zero or {open_} is None"
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
        f"{number} >= {writer.limit(rule.at_least)}"
        if rule.at_least is not None
        else f"{number} <= {writer.limit(rule.at_most or 0)} and {number} >= 0"
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
        return Said(f"{read} is True", f"'n' if {value} is False else {writer.plainly(rule)}")
    praised = f"{read}.__class__ is dict and {value}['holds'] is True"
    return Said(f"{praised} and ({value}.get('evidence') or '').strip()", writer.plainly(rule))


@write.register
def _(rule: Yes, writer: Writer) -> Said:
    answer = writer.again(rule.yes)
    return Said(f"{answer} is True", f"'n' if {answer} is False else {writer.plainly(rule)}")


@write.register
def _(rule: No, writer: Writer) -> Said:
    answer = writer.again(rule.no)
    return Said(f"{answer} is False", f"'n' if {answer} is True else {writer.plainly(rule)}")


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
