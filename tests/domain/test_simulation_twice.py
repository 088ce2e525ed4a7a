"""Simulation twice: judging what two editions say alike once says what judging by each of them says.

Every shipped standard is tried beside every standard that differs from it by one change, on random facts of both.

Mutations tried on a copy, each seen to fail here: a criterion taken for alike by its rule alone, without its days, facts and
excuses; what the system supplies taken for alike; exclusions taken for
alike; other ways of deciding than “all” judged by letters; junk left to one of the two; letters joined in the order of
the edition in force.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.catalogue import load
from domain.judged_on import Totals
from domain.mutation.mutants import mutants
from domain.rulebook.truth import UNKNOWN
from domain.simulation_judging import Compare, Judge, lacking
from domain.simulation_twice import Twice
from domain.standards import Standard
from tests.facts_strategies import cases
from tests.judging import a_season

STANDARDS = load(Path(__file__).parents[2] / "criteria").standards
OVERLAID = [(one.extends.path, path) for path, one in STANDARDS.items() if one.extends]
JUNK = st.sampled_from([None, True, -1, 2**70, "x", 0.5, [], {}, [{"on": "2024-02-30"}], {"holds": 3}])


@cache
def drafts(path: str) -> list[Standard]:
    """The standard itself and whatever differs from it by one change."""
    standard = STANDARDS[path].in_season(a_season(STANDARDS[path]))
    return [standard, *(one.standard for one in mutants(standard))]


def can_judge(standard: Standard, season: int) -> bool:
    """Loading refuses what counts within days that nobody knows; a change made in memory is asked by nobody."""
    try:
        return bool(standard.bench(season))
    except KeyError:
        return False


@st.composite
def recorded(draw: st.DrawFn, standard: Standard, season: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A unit, and what applicant and inspector said: each answer said by one of them or by both; now and then junk."""
    unit, facts = draw(cases(standard, season))
    sources: dict[str, dict[str, Any]] = {"applicant": {}, "inspector": {}}
    for code, own in facts.items():
        for name, value in own.items():
            for who in draw(st.sampled_from([("applicant",), ("inspector",), ("applicant", "inspector")])):
                sources[who].setdefault(code, {})[name] = value
    if draw(st.integers(0, 5)) == 5 and (document := sources[draw(st.sampled_from(sorted(sources)))]):
        own = document[draw(st.sampled_from(sorted(document)))]
        own[draw(st.sampled_from(sorted(own)))] = draw(JUNK)
    if draw(st.integers(0, 9)) == 9 and unit:
        unit[draw(st.sampled_from(sorted(unit)))] = draw(JUNK)
    return unit, sources


def totals(numbers: dict[str, int]) -> dict[str, dict[str, int]]:
    """What the system knows of the units under “u”."""
    found = Totals()
    found.add("residential-area", **numbers)
    return {"u": found}


TOTALS = st.builds(
    lambda units, registered, recognised: totals({
        "units": units, "registered": min(units, registered), "recognised": min(units, registered, recognised), "undecided": 0,
    }),
    st.sampled_from([4, 10]), st.sampled_from([9, 10]), st.sampled_from([2, 3, 7]),
)  # fmt: skip


def agree(one: Standard, two: Standard, season: int, known: list[Any], about: list[Any]) -> None:
    """The same verdicts, letters, reasons, lacking facts and answers that do not fit, each case after the other."""
    apart, together = Counter(), Counter()
    now, then = Judge(one, season, known[0]), Judge(two, season, known[1], apart)
    twice = Twice(Judge(one, season, known[0]), Judge(two, season, known[1], together))
    compare = Compare(one, two)
    for unit, sources in about:
        both, facts = twice("u", unit, sources)
        old, new = now("u", unit, sources), then("u", unit, sources)
        told = (old.verdict, new.verdict, old.letters, new.letters)
        assert (both.before, both.after, both.old, both.new) == told
        assert both.clauses == (compare.clauses(*told) if both.flips else ())
        waits = UNKNOWN in new.letters and new.verdict != "not_eligible"
        missing = lacking(compare.newly_asked(old.letters, new.letters), new.facts) if waits else []
        assert lacking(both.asked, facts) == missing
    assert together == apart


@pytest.mark.parametrize("path", sorted(STANDARDS))
@given(data=st.data())
@settings(max_examples=15, deadline=None, derandomize=True)
def test_a_case_judged_twice_at_once_is_a_case_judged_twice(path: str, data: st.DataObject) -> None:
    season = a_season(STANDARDS[path])
    one = drafts(path)[0]
    two = data.draw(st.sampled_from(drafts(path)), label="draft")
    assume(can_judge(two, season))
    if data.draw(st.booleans()):
        one, two = two, one
    known = [data.draw(TOTALS), data.draw(TOTALS)] if one.supplied else [{}, {}]
    if data.draw(st.booleans()):
        known[1] = known[0]
    about = [data.draw(recorded(which, season)) for which in (one, two, two)]
    agree(one, two, season, known, about)


@pytest.mark.parametrize(("below", "over"), OVERLAID)
@given(data=st.data())
@settings(max_examples=15, deadline=None, derandomize=True)
def test_so_is_one_under_a_standard_and_under_what_a_place_lays_over_it(
    below: str, over: str, data: st.DataObject
) -> None:
    season = 2026  # the first in which the place adds a criterion of its own
    one, two = (STANDARDS[path].in_season(season) for path in (below, over))
    known = data.draw(TOTALS)
    agree(one, two, season, [known, known], [data.draw(recorded(which, season)) for which in (one, two, two)])


def test_what_both_say_alike_is_judged_once() -> None:
    """Not what it says, but that it is saved: the draft's own part has one criterion."""
    one, two = drafts("vn/antt-2021/residential-area")[0], drafts("vn/antt-2021/residential-area")[-1]
    season = a_season(one)
    twice = Twice(Judge(one, season, {}), Judge(two, season, {}))
    again = twice._again
    assert again is not None
    assert len(again(one.example_facts(season), {})) == 1
    assert Twice(Judge(one, season, {}), Judge(one, season, {}))._again is None


def test_whom_only_one_of_them_excludes_is_excluded_by_that_one() -> None:
    one = drafts("vn/antt-2021/agency")[0]
    (two,) = [draft for draft in drafts("vn/antt-2021/agency") if not draft.exclusions]
    season = a_season(one)
    unit = {name: True for name, fact in one.attributes.items() if fact.answer}
    about = [(unit, {}), ({}, {})]
    for pair in ((one, two), (two, one)):
        agree(*pair, season, [{}, {}], about)
    twice = Twice(Judge(one, season, {}), Judge(two, season, {}))
    both, _ = twice("u", unit, {})
    assert both.pair == ("not_eligible", "undecided")
