"""Generated code: it says what the plain tests of the rules say, of well-formed answers, of boundaries and of junk.

Mutations tried on a copy, each seen to fail here: a limit, a share, a rating moved by one; more_than read as at_least; a
whole of 0, a negative part, a part larger than its whole let through; the type of a count not asked for, `is zero` to
`== 0`; evidence not asked for; the last day of a period left out; `if_equal` forgotten; an answer that is neither yes
nor no taken for no; not applicable given as not met; `any` stopping at the first part that is met; pending members
beyond the whole; only KeyError handed to the plain test; a name written without `repr`, a limit of a class of its own;
one missing criterion taking the others' answers with it; a document taken as it comes because it has as many criteria; what
was added before an exception counted twice; the letters of a sum in another order; a part larger than its whole, or a share
that the tables do not reach, read from them.
"""

import copy
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.catalogue import load
from domain.rulebook import generated
from domain.rulebook.facts import Fact, Step
from domain.rulebook.generated import TOGETHER, Found, letters_of, outcome_of
from domain.rulebook.phrases import ROOM, USUAL
from domain.rulebook.truth import Frame, Test, overall
from domain.rulebook.verdicts import MALFORMED, compiled
from domain.rules import VOCABULARY, Rule, refs
from domain.standards import Bench
from tests.facts_strategies import cases
from tests.judging import a_season

STANDARDS = load(Path(__file__).parents[2] / "criteria").standards
RULE: TypeAdapter[Any] = TypeAdapter(Rule)
NOTHING: dict[str, Any] = {}


def plainly(bench: Bench, facts: Any, unit: Any) -> tuple[str, str]:
    """What the plain tests say of all criteria and all exclusions; the kind of the exception where they raise."""
    try:
        letters = "".join(test(facts.get(code, NOTHING), unit) for code, test in bench.tests)
        return letters, "".join(test(NOTHING, unit) for test in bench.exclusions)
    except MALFORMED as error:
        return "malformed", type(error).__name__


def quickly(bench: Bench, facts: Any, unit: Any) -> tuple[str, str]:
    try:
        return bench.letters(facts, unit), bench.barred(NOTHING, unit)
    except MALFORMED as error:
        return "malformed", type(error).__name__


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.just(2**70), st.floats(allow_nan=True), st.text(max_size=3),
    st.sampled_from(["2024-02-30", "2024-W10-1", "2024-02-15", "completed", "none"]),
    st.lists(st.integers(0, 1), max_size=2),
    st.sampled_from([
        [{"on": "2024-02-15"}], [{"on": "2024-02-30"}], [{"at": "2024-02-15"}], ["2024-02-15"], [{"on": 5}],
        [{"on": "2024-02-15", "excused_as": "force_majeure", "reason": 5}], [{"on": "2024-02-15", "excused_as": []}],
    ]),
    st.fixed_dictionaries({}, optional={
        "holds": st.sampled_from([True, False, None, 1, "yes"]), "evidence": st.sampled_from(["x", " ", "", None, 5, []]),
        "date": st.sampled_from(["2024-02-15", "2024-12-15", "x", None, 5]), "rating": st.sampled_from(["completed", None, 5]),
    }),
)  # fmt: skip


@st.composite
def with_junk(draw: st.DrawFn, well_formed: tuple[Any, Any]) -> tuple[Any, Any]:
    """The same facts with something that does not belong there: a value, a criterion, all of it."""
    unit, facts = copy.deepcopy(well_formed)
    code = draw(st.sampled_from(sorted(facts)))
    where = draw(st.sampled_from(["value", "value", "value", "unit", "criterion", "facts", "whole unit"]))
    if where == "value" and facts[code]:
        facts[code][draw(st.sampled_from(sorted(facts[code])))] = draw(JUNK)
    elif where == "unit" and unit:
        unit[draw(st.sampled_from(sorted(unit)))] = draw(JUNK)
    elif where == "criterion":
        facts[code] = draw(JUNK)
    elif where == "facts":
        facts = draw(JUNK)
    elif where == "whole unit":
        unit = draw(JUNK)
    return unit, facts


@pytest.mark.parametrize("path", STANDARDS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_generated_function_says_what_the_plain_tests_say(path: str, data: st.DataObject) -> None:
    standard = STANDARDS[path]
    bench = standard.bench(a_season(standard))
    unit, facts = data.draw(cases(standard, a_season(standard)))
    said = plainly(bench, facts, unit)
    assert said[0] != "malformed"
    assert quickly(bench, facts, unit) == said


@given(st.lists(st.sampled_from("mnu-"), max_size=4))
def test_the_verdict_is_that_of_the_letters(letters: list[str]) -> None:
    """Each criterion is one of four rules, which have these letters whatever is recorded."""
    rules = {
        "m": {"none": "a"},
        "n": {"counted": "a", "at_least": 1},
        "u": {"none": "b"},
        "-": {"only_where": {"counted": "a", "at_least": 1}, "then": {"none": "a"}},
    }
    made = [RULE.validate_python(rules[letter]) for letter in letters]
    tests = [(f"A-{number}", rule, FRAME, compiled(rule, FRAME)) for number, rule in enumerate(made)]
    outcome = outcome_of(tests, overall)
    found = "".join(letters)
    assert outcome({code: {"a": 0} for code, *_ in tests}, {}) == (overall(found), found)


def test_the_letters_are_the_same_when_more_come_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Found, "MANY", 3)
    rule = RULE.validate_python({"counted": "a", "at_least": 1})
    tests = [(f"A-{number}", rule, FRAME, compiled(rule, FRAME)) for number in range(4)]
    letters = letters_of(tests)
    for _ in range(2):
        for said in product("mnu", repeat=4):
            values = {"m": 1, "n": 0, "u": None}
            facts = {code: {"a": values[letter]} for (code, *_), letter in zip(tests, said, strict=True)}
            assert letters(facts, {}) == "".join(said)


def test_a_criterion_that_is_missing_leaves_the_others_their_answers() -> None:
    rule = RULE.validate_python({"counted": "a", "at_least": 1})
    codes = ["A-1", "A-2", "A-3"]
    letters = letters_of([(code, rule, FRAME, compiled(rule, FRAME)) for code in codes])
    facts = {"A-1": {"a": 1}, "A-2": {"a": 0}, "A-3": {"a": 2}}
    assert letters(facts, {}) == "mnm"
    for place, code in enumerate(codes):
        without = {other: own for other, own in facts.items() if other != code}
        assert letters(without, {}) == f"{'mnm'[:place]}u{'mnm'[place + 1 :]}"


def test_each_criterion_has_its_own_letter_however_many_there_are_and_whichever_is_missing() -> None:
    rule = RULE.validate_python({"counted": "a", "at_least": 1})
    codes = [f"A-{number:02}" for number in range(2 * TOGETHER + 3)]
    letters = letters_of([(code, rule, FRAME, compiled(rule, FRAME)) for code in codes])
    facts = {code: {"a": number % 3} for number, code in enumerate(codes)}
    expected = "".join("nmm"[number % 3] for number in range(len(codes)))
    assert letters(facts, {}) == expected
    for place, code in enumerate(codes):
        for without in ({**facts, code: {}}, {**facts, code: {"a": None}}):
            assert letters(without, {}) == f"{expected[:place]}u{expected[place + 1 :]}"


def test_answers_are_known_by_their_criterion_in_whatever_order_a_document_has_them() -> None:
    """Stored documents have their criteria sorted, and are taken as they come; so the standard's own order, which is not
    that one here, must not count, and neither must a document that only looks like one."""
    rule = RULE.validate_python({"counted": "a", "at_least": 1})
    codes = ["B-2", "B-10", "A-1"]
    letters = letters_of([(code, rule, FRAME, compiled(rule, FRAME)) for code in codes])
    answers = {"B-2": {"a": 1}, "B-10": {"a": 0}, "A-1": {"a": None}}
    for order in permutations(codes):
        assert letters({code: answers[code] for code in order}, {}) == "mnu"
        assert letters({"": {}, **{code: answers[code] for code in order}}, {}) == "mnu"
    assert letters({"A-1": {"a": 1}, "B-1": {"a": 1}, "B-2": {"a": 1}}, {}) == "mum"
    assert letters({"A-1": {"a": 1}, "B-10": {"a": 1}, "B-3": {"a": 1}}, {}) == "umm"


@pytest.mark.parametrize("path", STANDARDS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_junk_is_refused_by_both_or_by_neither(path: str, data: st.DataObject) -> None:
    standard = STANDARDS[path]
    bench = standard.bench(a_season(standard))
    unit, facts = data.draw(cases(standard, a_season(standard)).flatmap(with_junk))
    assert quickly(bench, facts, unit) == plainly(bench, facts, unit)


# --- rules that no shipped standard has ------------------------------------------------------------------------

SCALE = tuple(Step(code=code, vi=code, en=code) for code in ("none", "completed", "well"))


def fact(**form: str) -> Fact:
    return Fact.model_validate({**form, "vi": "Dữ kiện", "en": "Fact"})


FACTS = {name: fact(count="incidents") for name in "abc"} | {
    "hits": fact(count="incidents", within="window"),
    "hits_before": fact(count="incidents", within="previous-window"),
    "paper": fact(document="resolution"),
    "rating": fact(rating="scale"),
    "opinion": fact(judgement="with-evidence"),
    "remark": fact(judgement="alone"),
    "flag": fact(answer="yes-no"),
    "level": fact(choice="scale"),
}
FRAME = Frame(
    facts=FACTS,
    attributes={
        "flag": fact(answer="yes-no"),
        "size": fact(count="incidents"),
        "level": fact(choice="scale"),
    },
    scales={"scale": SCALE},
    periods={
        "registration": ("2024-01-01", "2024-03-31"),
        "window": ("2023-11-01", "2024-10-31"),
        "previous-window": ("2022-11-01", "2023-10-31"),
    },
    excuses=frozenset({"force_majeure"}),
)
COUNTS = st.sampled_from(["a", "b", "c", "hits", "hits_before"])
LEAVES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(lambda names: {"none": names}, st.lists(COUNTS, min_size=1, max_size=3)),
    st.builds(
        lambda part, whole, limit, pending: {"share": [part, whole], **limit, **({"pending": pending} if pending else {})},
        COUNTS, COUNTS,
        st.sampled_from([{"at_least": "70%"}, {"at_least": "100%"}, {"at_least": "2/3"}, {"more_than": "50%"}]),
        st.one_of(st.none(), COUNTS),
    ),
    st.builds(
        lambda series, equal, zero: {"reduced": series, "if_equal": equal, "if_both_zero": zero},
        st.lists(st.lists(COUNTS, min_size=2, max_size=2), min_size=1, max_size=2),
        st.sampled_from(["met", "not_met"]), st.sampled_from(["met", "not_met"]),
    ),
    st.builds(
        lambda name, limit, value: {"counted": name, limit: value},
        st.one_of(COUNTS, st.just("unit.size")), st.sampled_from(["at_least", "at_most"]), st.integers(0, 2),
    ),
    st.builds(lambda within: {"dated": "paper", "within": within}, st.sampled_from(["registration", "window", "any-time"])),
    st.builds(lambda step: {"rated": "rating", "at_least": step}, st.sampled_from(["none", "completed", "well"])),
    st.builds(lambda name: {"judged": name}, st.sampled_from(["opinion", "remark"])),
    st.builds(lambda word, name: {word: name}, st.sampled_from(["yes", "no"]), st.sampled_from(["flag", "unit.flag"])),
    st.builds(
        lambda name, among: {"chosen": name, "among": among},
        st.sampled_from(["level", "unit.level"]), st.lists(st.sampled_from(["none", "well"]), min_size=1, max_size=2),
    ),
    st.just({"not_known": {"vi": "Chưa rõ", "en": "Not known"}}),
)  # fmt: skip
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda condition, then: {"only_where": condition, "then": then}, inner, inner),
    ),
    max_leaves=6,
)
DAYS = st.sampled_from(["2022-11-01", "2023-10-31", "2023-11-01", "2024-01-01", "2024-03-31", "2024-10-31"])
WELL_FORMED: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys("abc", st.integers(0, 3)),
    **dict.fromkeys(["hits", "hits_before"], st.one_of(st.integers(0, 2), st.lists(st.builds(lambda on: {"on": on}, DAYS)))),
    "paper": st.one_of(DAYS, st.builds(lambda on: {"date": on, "number": "1"}, DAYS)),
    "rating": st.sampled_from(["none", "completed", "well", {"rating": "well", "provisional": True}]),
    **dict.fromkeys(["opinion", "remark"], st.one_of(
        st.booleans(), st.builds(lambda holds, by: {"holds": holds, "evidence": by}, st.booleans(), st.sampled_from(["", "x"])),
    )),
    "flag": st.booleans(),
    "level": st.sampled_from(["none", "completed", "well"]),
}  # fmt: skip
OWN = st.fixed_dictionaries({}, optional={name: st.one_of(v, v, v, JUNK) for name, v in WELL_FORMED.items()})
UNIT = st.fixed_dictionaries(
    {},
    optional={
        "flag": st.one_of(st.booleans(), JUNK),
        "size": st.one_of(st.integers(0, 3), JUNK),
        "level": JUNK,
    },
)


def result(test: Test, own: Any, unit: Any) -> str:
    try:
        return test(own, unit)
    except MALFORMED as error:
        return type(error).__name__


@given(RULES, OWN, UNIT)
@settings(max_examples=300, deadline=None)
def test_every_rule_that_can_be_written_agrees_too(
    rule: dict[str, Any], own: dict[str, Any], unit: Any
) -> None:
    agree(rule, own, unit)


# Every plain number around the limits below, and one of each thing that is no number.
VALUES: list[Any] = [
    None,
    -1,
    0,
    1,
    2,
    3,
    4,
    True,
    False,
    1.0,
    "1",
    {},
    [],
    [{"on": "2024-05-05"}],
    [{"on": "x"}],
]
ALONE: list[dict[str, Any]] = [
    {"none": "a"}, {"none": "hits"}, {"counted": "a", "at_least": 2}, {"counted": "a", "at_most": 2},
    {"counted": "a", "at_most": 0}, {"counted": "unit.size", "at_least": 0},
    {"dated": "paper", "within": "registration"}, {"dated": "paper", "within": "any-time"},
    {"rated": "rating", "at_least": "completed"}, {"chosen": "level", "among": ["none", "well"]},
    {"chosen": "unit.level", "among": ["well"]}, {"judged": "opinion"}, {"judged": "remark"},
    {"yes": "flag"}, {"no": "flag"}, {"yes": "unit.flag"}, {"not_known": {"vi": "Chưa rõ", "en": "Not known"}},
]  # fmt: skip
ANSWERS: list[Any] = [
    *VALUES, "none", "completed", "well", "2023-12-31", "2024-01-01", "2024-03-31", "2024-04-01", "2024-02-30",
    {"date": "2024-03-31"}, {"date": "2024-04-01"}, {"date": None}, {"number": "1"}, {"rating": "well"}, {"rating": "none"},
    {"rating": None}, {"holds": True}, {"holds": True, "evidence": "x"}, {"holds": True, "evidence": " "},
    {"holds": True, "evidence": None}, {"holds": True, "evidence": 5}, {"holds": False}, {"holds": 1, "evidence": "x"},
]  # fmt: skip
PAIRS: list[dict[str, Any]] = [
    *({"share": ["a", "b"], **limit} for limit in ({"at_least": "70%"}, {"at_least": "100%"}, {"more_than": "50%"})),
    {"share": ["a", "b"], "at_least": "2/3", "pending": "c"},
    {"none": ["a", "b"]},
    *(
        {"reduced": [["a", "b"]], "if_equal": equal, "if_both_zero": zero}
        for equal in ("met", "not_met") for zero in ("met", "not_met")
    ),
    {"all": [{"counted": "a", "at_least": 2}, {"none": "b"}]},
    {"any": [{"counted": "a", "at_least": 2}, {"none": "b"}]},
    {"only_where": {"counted": "a", "at_least": 2}, "then": {"none": "b"}},
    {"only_where": {"yes": "flag"}, "then": {"share": ["a", "b"], "at_least": "70%"}},
]  # fmt: skip


def agree(rule: dict[str, Any], own: Any, unit: Any) -> None:
    made = RULE.validate_python(rule)
    plain = compiled(made, FRAME)
    generated = letters_of([("A-1", made, FRAME, plain)])
    assert result(lambda a, u: generated({"A-1": a}, u), own, unit) == result(plain, own, unit), (rule, own)


@pytest.mark.parametrize("rule", ALONE, ids=str)
def test_each_word_agrees_on_every_kind_of_answer(rule: dict[str, Any]) -> None:
    (name,) = refs(RULE.validate_python(rule)) or ("a",)
    agree(rule, {}, {})
    for value in ANSWERS:
        agree(rule, {name: value}, {name.removeprefix("unit."): value})


@pytest.mark.parametrize("rule", PAIRS, ids=str)
@pytest.mark.parametrize(
    "more", [{}, {"c": 0, "flag": True}, {"c": 1, "flag": False}, {"c": -1}, {"c": True}], ids=str
)
def test_each_word_about_two_numbers_agrees_on_every_pair(rule: dict[str, Any], more: dict[str, Any]) -> None:
    made = RULE.validate_python(rule)
    plain = compiled(made, FRAME)
    generated = letters_of([("A-1", made, FRAME, plain)])
    for a, b in product(VALUES, VALUES):
        own = {"a": a, "b": b, **more}
        assert result(lambda a, u: generated({"A-1": a}, u), own, {}) == result(plain, own, {}), own


SHARES: list[dict[str, Any]] = [
    {"at_least": "70%"}, {"at_least": "75.5%"}, {"at_least": "2/3"}, {"at_least": "99.99%"}, {"at_least": "100%"},
    {"at_least": "1%"}, {"more_than": "50%"}, {"more_than": "80%"},
]  # fmt: skip


@pytest.mark.parametrize("pending", [{}, {"pending": "c"}], ids=["", "pending"])
@pytest.mark.parametrize("limit", SHARES, ids=str)
def test_a_share_is_the_same_of_few_and_of_very_many(limit: dict[str, str], pending: dict[str, str]) -> None:
    """Tables say how many may be missing: on their edges, and far beyond them, nothing else is said."""
    made = RULE.validate_python({"share": ["a", "b"], **limit, **pending})
    plain = compiled(made, FRAME)
    generated = letters_of([("A-1", made, FRAME, plain)])
    over, of = made.asked
    for whole in (0, 1, 2, 3, 9, 10, 255, USUAL, 3 * USUAL + 1, 5 * ROOM, 2**31, 2**70):
        enough = whole * over // of
        short = {whole - missing + one for missing in (USUAL, ROOM) for one in (-1, 0, 1)}
        short |= {whole + more for more in (USUAL, ROOM - USUAL, ROOM - USUAL // 2, ROOM - 1, ROOM)}
        for part in {
            0,
            1,
            -1,
            enough - 1,
            enough,
            enough + 1,
            whole - 1,
            whole,
            whole + 1,
            whole + 2 * ROOM,
        } | short:
            own = {"a": part, "b": whole, "c": 1}
            assert result(lambda a, u: generated({"A-1": a}, u), own, {}) == result(plain, own, {}), own


def test_every_word_and_option_of_the_vocabulary_was_thought_of() -> None:
    """A rule that gets a new option must get it here as well: the writer of its word would pass over it."""
    assert {word: tuple(shape.model_fields) for word, shape in VOCABULARY.items()} == {
        "dated": ("dated", "within"),
        "share": ("share", "at_least", "more_than", "pending", "said"),
        "none": ("none",),
        "reduced": ("reduced", "if_equal", "if_both_zero"),
        "rated": ("rated", "at_least"),
        "counted": ("counted", "at_least", "at_most"),
        "judged": ("judged",),
        "yes": ("yes",),
        "no": ("no",),
        "chosen": ("chosen", "among"),
        "all": ("all",),
        "any": ("any",),
        "only_where": ("only_where", "then"),
        "not_known": ("not_known",),
    }


# --- what a file says is never code ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "evil", ["x'] or 1/0 #", 'x"]\nraise SystemExit', "{boom}", "\\'", "é' + str(1/0) + '"]
)
def test_no_text_of_a_file_becomes_code(evil: str) -> None:
    """Names in files are checked long before; here nothing but `repr` stands between them and the source."""
    frame = Frame({evil: fact(count="incidents")}, {}, {}, {}, frozenset())
    rule = VOCABULARY["none"].model_construct(none=(evil,))
    test = compiled(rule, frame)
    letters = letters_of([(evil, rule, frame, test), (None, rule, frame, test)])
    assert letters({evil: {evil: 0}}, {}) == "mu"
    assert letters({evil: {evil: 1}}, {}) == "nu"


def test_a_limit_that_is_no_whole_number_is_not_written() -> None:
    class Sly(int):
        def __repr__(self) -> str:
            return "1 or 1/0"

    rule = VOCABULARY["counted"].model_construct(counted="a", at_least=Sly(1), at_most=None)
    with pytest.raises(TypeError):
        letters_of([("A-1", rule, FRAME, compiled(rule, FRAME))])


def test_rules_that_differ_in_a_limit_alone_share_their_source_and_not_their_limit() -> None:
    rules = [RULE.validate_python({"share": ["a", "b"], "at_least": f"{share}%"}) for share in (70, 71)]
    first, second = (letters_of([("A-1", rule, FRAME, compiled(rule, FRAME))]) for rule in rules)
    known = generated._code.cache_info().hits
    letters_of([("A-1", rules[0], FRAME, compiled(rules[0], FRAME))])
    assert generated._code.cache_info().hits == known + 1
    facts = {"A-1": {"a": 141, "b": 200}}
    assert (first(facts, {}), second(facts, {})) == ("m", "n")
    assert first.__code__ is not second.__code__  # type: ignore[attr-defined]


def test_a_rule_of_a_thousand_parts_is_written_as_well() -> None:
    rule = RULE.validate_python({"all": [{"none": "a"}] * 1000})
    letters = letters_of([("A-1", rule, FRAME, compiled(rule, FRAME))])
    assert letters({"A-1": {"a": 0}}, {}) == "m"
    assert letters({"A-1": {"a": 1}}, {}) == "n"
