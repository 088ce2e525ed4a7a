"""Generated: the criteria of one season as one Python function, written from the closed vocabulary and compiled once.

Nothing that a file says becomes code. The source is made of this module's lines and of the phrases of `phrases.py` alone:
every name in it is made there (`v3`, `g12`), and what comes from a file stands in it as the `repr` of a plain text
(`literal` takes nothing else) or is handed over as a value. So a code, a fact or a limit of a file can be any text at all;
and rules that differ in their limits alone have the same source, which is compiled once.

Whatever goes wrong in the lines of some criteria, their plain tests (`verdicts.py`) are asked again. So there is one place
that says what malformed answers are.

Half of the cost is to fetch 45 answers out of 30 small dicts. So the dicts of a stored document are taken as they come, and
answers asked for by the very objects that orjson gives as names. The rest is steps of Python, and how much of the function
they are spread over: that is why ten criteria share one `try` and its lines (one `try` for each: 10 % slower; one for all is
no faster, and dearer for a document with a gap), and why what is not met only adds a number.

Measured and left out, because it gains nothing (Python 3.11): asking for the class of many numbers in one call
(`set(map(type, …))`, `orjson.dumps`, `marshal.dumps`: 15 to 30 ns a number, `.__class__ is int` less than 9; `type(…) is int` no
less); numbers that are found in a table of themselves, without asking for their class (faster where all is met, and an
exception for every answer that is missing); names compared as a tuple; documents compared with what they should be (True equals
1); what is not met handed to a closure; constants in the place of default arguments (a warning each); one function for a
whole batch; and a batch as columns, for Polars or anything else: to make the lists alone costs more than to judge their
documents here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from types import CodeType
from typing import Any

import orjson

from domain.rulebook.answers import is_day
from domain.rulebook.phrases import COMBINED, Writer, write
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Answers, Frame, Test

# (facts of all criteria, attributes of the unit) → a letter for each criterion, in the order of the standard.
Letters = Callable[[Mapping[str, Answers], Answers], str]
# The same, after the verdict that they make.
Outcome = Callable[[Mapping[str, Answers], Answers], tuple[str, str]]

# Code, rule, surroundings and plain test of each criterion.
Tests = Iterable[tuple[str | None, object, Frame, Test]]

# So many criteria are tried together: where one raises, the plain tests of all of them are asked.
TOGETHER = 10

_NOTHING: dict[str, Any] = {}
_LETTERS = MET + NOT_MET + UNKNOWN + NOT_APPLICABLE
# The letters of four criteria, by the byte of a sum that they are.
_FOUR = ["".join([_LETTERS[byte >> shift & 3] for shift in (0, 2, 4, 6)]) for byte in range(256)]


def letters_of(tests: Tests) -> Letters:
    """The function that says what all tests say. `tests` are the code, the rule, its surroundings and the plain test of
    each criterion; the code is None where a rule reads nothing but the unit."""
    made: Letters = _function(tests, lambda letters: letters)
    return made


def outcome_of(tests: Tests, concluded: Callable[[str], str]) -> Outcome:
    """The function that gives verdict and letters."""
    made: Outcome = _function(tests, lambda letters: (concluded(letters), letters))
    return made


class Found(dict[int, Any]):
    """What the letters of all criteria make, by their sum. All are taken to be met, and each that is not adds its letter, as
    a digit in a place of its own: an addition is what Python does fastest where nobody could foresee it.

    The same few letters come again and again: what they make is made once.
    """

    MANY = 16_384  # so many are remembered, and any others made anew
    __slots__ = ("_make", "_many")

    def __init__(self, many: int, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._many, self._make = many, make

    def __missing__(self, total: int) -> Any:
        digits = total.to_bytes(self._many // 4 + 1, "little")
        made = self._make("".join([_FOUR[four] for four in digits])[: self._many])
        if len(self) < self.MANY:
            self[total] = made
        return made

    @staticmethod
    def steps(place: int) -> dict[str, int]:
        """What each letter of a criterion adds."""
        return {letter: number << 2 * place for number, letter in enumerate(_LETTERS)}


def _function(tests: Tests, make: Callable[[str], Any]) -> Any:
    # `zero` is the number itself: `is` tells it from False and 0.0 without asking for its type; `whole` is asked for by
    # `is` as well, because True is an int besides.
    made, values = list(tests), {"nothing": _NOTHING, "is_day": is_day}
    names, fetched = fetch([code for code, *_ in made], values)
    lines = ["def letters(facts, unit, zero=0, whole=int):", "    total = 0", *fetched]
    for first in range(0, len(made), TOGETHER):
        places, plain = range(first, min(first + TOGETHER, len(made))), f"plain{first}"
        lines += ["    before = total", "    try:"]
        for place in places:
            _, rule, frame, _ = made[place]
            writer = Writer(values, frame, names[place])
            lines += [f"        {line}" for line in _lines(rule, writer, Found.steps(place))]
        values[plain] = _plainly([(made[place][3], Found.steps(place)) for place in places])
        owns = "".join(f"{names[place]}, " for place in places)
        lines += ["    except Exception:", f"        total = before + {plain}(({owns}), unit)"]
    values["made"] = Found(len(made), make)
    return function("letters", "\n".join([*lines, "    return made[total]"]), values)


def _lines(rule: object, writer: Writer, steps: dict[str, int]) -> list[str]:
    """What adds the letter of a criterion."""
    writer.ahead = None if isinstance(rule, COMBINED) else {}
    said = write(rule, writer)
    adds = f"{writer.value(steps)}[{said.other}]"
    if said.fails:
        adds = f"{writer.limit(steps[NOT_MET])} if {said.fails} else {adds}"
    return [*writer.reads(), f"if not ({said.met}): total += {adds}"]


def _plainly(group: list[tuple[Test, dict[str, int]]]) -> Callable[[tuple[Answers, ...], Answers], int]:
    """What some criteria add, by their plain tests alone."""

    def added(owns: tuple[Answers, ...], unit: Answers) -> int:
        return sum([steps[test(own, unit)] for (test, steps), own in zip(group, owns, strict=True)])

    return added


def fetch(codes: Sequence[str | None], values: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The locals that hold the answers to each criterion, and the lines that fetch them. A whole document as it is stored
    (by code, sorted) is seen to be one by comparing its names, and taken as it comes; any other is asked for all codes in
    one go, which costs half of one after the other; and with care where one is missing. Without a code there are no
    answers."""
    held = {code: f"a{place}" for place, code in enumerate(codes) if code is not None}
    names = ["nothing" if code is None else held[code] for code in codes]
    if not held:
        return names, []
    # Of a single name there would be no tuple; the same twice does no harm.
    asked = list(held) if len(held) > 1 else list(held) * 2
    values["fetched"] = itemgetter(*asked)
    values["with_care"] = lambda facts: [facts.get(code, _NOTHING) for code in asked]
    values["stored"] = [_as_parsed(code) for code in sorted(held)]
    targets = ", ".join(held[code] for code in asked)
    return names, [
        "    try:",
        f"        if [*facts] == stored: {''.join(f'{held[code]}, ' for code in sorted(held))}= facts.values()",
        f"        else: {targets} = fetched(facts)",
        "    except Exception:",
        f"        {targets} = with_care(facts)",
    ]


def function(name: str, source: str, values: dict[str, Any]) -> Any:
    """The function of a source, with its values at hand, and with any other functions of the source that it calls."""
    code = _code(source)
    exec(code, values)
    # Python tunes the code of a function to what it meets; where two share their code each would spoil it for the other.
    for one in code.co_consts:
        if isinstance(one, CodeType):
            constants = tuple(_constant(constant, values) for constant in one.co_consts)
            values[one.co_name].__code__ = one.replace(co_consts=constants)
    return values[name]


def _constant(written: Any, values: Mapping[str, Any]) -> Any:
    """What stands for a constant of the source: of bytes, the value of that name; of a text, the very object that documents
    have as a name where they were read by orjson, which is found without comparing letters."""
    if type(written) is bytes:
        return values[written.decode()]
    return _as_parsed(written) if type(written) is str else written


def _as_parsed(name: str) -> str:
    names: dict[str, None] = orjson.loads(orjson.dumps({name: None}))
    return next(iter(names))


@lru_cache(maxsize=64)
def _code(source: str) -> CodeType:
    """Compiled once for every season, and for every edition whose rules differ in their limits alone: to compile takes
    longer than all the rest of making ready."""
    return compile(source, "<criteria>", "exec")
