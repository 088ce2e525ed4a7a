"""Forms: what a standard's questions show is read back as the same answers, and what cannot be read says why.

Broken once to see them fail: the excuse of an incident not shown; a day read month first; the comparison of a part with
its whole left out; a mistake's sentence without its question.
"""

import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.catalogue import Catalogue, load
from domain.scorecard import judge
from domain.settings import settings as installed
from domain.standards import Standard
from portal import forms
from portal.papers.content import Paper, paper
from tests.facts_strategies import documents
from tests.judging import a_season

CATALOGUE: Catalogue = load(installed().criteria)
NAMES = sorted(CATALOGUE.standards)
ISSUED = [name for name in NAMES if name.startswith("vn/antt-2021/")]


def again(said: Paper, standard: Standard, facts: dict[str, Any]) -> forms.Typed:
    """The facts shown in the fields of all criteria, and read back."""
    fields: dict[str, str] = {}
    for row in said.rows:
        for one in forms.asked(row, own=False):
            fields |= forms.shown(one, facts)
    return forms.read(fields, standard, said.rows, own=False)


def without_supplied(standard: Standard, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that people are asked for."""
    kept = {
        code: {name: value for name, value in own.items() if (code, name) not in standard.supplied}
        for code, own in facts.items()
    }
    return {code: own for code, own in kept.items() if own}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_is_read_back_as_it_was(name):
    standard = CATALOGUE.get(name)
    season = a_season(standard)
    facts = without_supplied(standard, standard.example_facts(season))
    typed = again(paper(standard, season, "vi"), standard, facts)
    assert typed.mistakes == {}
    assert typed.facts == facts


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_answers_that_are_shown_and_read_are_judged_the_same(data):
    standard = CATALOGUE.get(data.draw(st.sampled_from(ISSUED)))
    facts = without_supplied(standard, data.draw(documents(standard, 2026)))
    typed = again(paper(standard, 2026, "vi"), standard, facts)
    assert typed.mistakes == {}
    assert judge(standard, 2026, {}, typed.facts).letters == judge(standard, 2026, {}, facts).letters
    assert again(paper(standard, 2026, "en"), standard, typed.facts).facts == typed.facts


def village(**typed: str) -> forms.Typed:
    standard = CATALOGUE.get("vn/antt-2021/residential-area")
    fields = {name.replace("_", "-", 1).replace("__", "."): value for name, value in typed.items()}
    return forms.read(fields, standard, paper(standard, 2026, "vi").rows, own=False)


@pytest.mark.parametrize(
    "day", ["15/2/2026", "15-02-2026", "15.02.2026", "2026-02-15", " 15/02/2026 ", "15 / 02 / 2026"]
)
def test_a_day_is_read_as_people_write_it(day):
    assert village(KDC_1a__resolution__date=day).facts == {"KDC-1a": {"resolution": {"date": "2026-02-15"}}}


@pytest.mark.parametrize("day", ["31/02/2026", "2/2026", "hôm qua", "15/02/26", "٢/٢/2026", "1/1/1/2026"])
def test_what_is_no_day_is_kept_as_it_was_typed_and_the_sentence_names_the_question(day):
    typed = village(KDC_1a__resolution__date=day)
    assert typed.facts == {}
    assert typed.unread == {"KDC-1a.resolution.date": day}
    said = typed.mistakes["KDC-1a.resolution"]
    assert said.vi.startswith("Nghị quyết của chi bộ: “")
    assert said.vi.endswith(".")
    assert said.en.startswith("Resolution of the Party cell: “")


def test_a_number_may_be_written_with_separators_and_nothing_else():
    assert village(KDC_1c__residing="1.250").facts == {"KDC-1c": {"residing": 1250}}
    assert village(KDC_1c__residing="1 250").facts == {"KDC-1c": {"residing": 1250}}
    for wrong in ("-1", "hai trăm", "²", "1e3", "9" * 10):
        assert "KDC-1c.residing" in village(KDC_1c__residing=wrong).mistakes


def test_a_part_larger_than_its_whole_is_told_at_its_field_and_kept():
    typed = village(KDC_1c__registered="120", KDC_1c__residing="100")
    assert typed.facts == {"KDC-1c": {"residing": 100}}
    assert typed.unread == {"KDC-1c.registered": "120"}
    assert "120 lớn hơn tổng là 100" in typed.mistakes["KDC-1c.registered"].vi


def test_nothing_typed_is_no_answer_and_no_mistake():
    assert village(KDC_1c__registered="  ") == forms.Typed()


def test_a_document_is_there_or_said_to_be_missing_but_not_both():
    assert village(KDC_1a__resolution__none="true").facts == {"KDC-1a": {"resolution": False}}
    both = village(KDC_1a__resolution__none="true", KDC_1a__resolution__date="15/02/2026")
    assert list(both.mistakes) == ["KDC-1a.resolution"]
    assert "thiếu ngày" in village(KDC_1a__resolution__number="05").mistakes["KDC-1a.resolution"].vi


def test_dated_incidents_are_the_count_and_contradict_no_total():
    line = {"KDC_4b__serious_crimes__1__on": "5/3/2026", "KDC_4b__serious_crimes__1__excused_as": "force_majeure",
            "KDC_4b__serious_crimes__1__reason": "Lũ quét"}  # fmt: skip
    expected = {"on": "2026-03-05", "excused_as": "force_majeure", "reason": "Lũ quét"}
    fields = {name.replace("KDC_4b__serious_crimes", "KDC-4b.serious_crimes").replace("__", "."): value
              for name, value in line.items()}  # fmt: skip
    standard = CATALOGUE.get("vn/antt-2021/residential-area")
    rows = paper(standard, 2026, "vi").rows
    assert forms.read(fields, standard, rows, own=False).facts == {"KDC-4b": {"serious_crimes": [expected]}}
    told = forms.read({**fields, "KDC-4b.serious_crimes": "2"}, standard, rows, own=False)
    assert "hãy sửa cho khớp" in told.mistakes["KDC-4b.serious_crimes"].vi


def test_the_applicant_is_asked_nothing_that_others_attest():
    standard = CATALOGUE.get("vn/antt-2021/residential-area")
    fields = {"KDC-4b.serious_crimes": "0", "KDC-1c.residing": "10"}
    typed = forms.read(fields, standard, paper(standard, 2026, "vi").rows, own=True)
    assert typed.facts == {"KDC-1c": {"residing": 10}}


def test_text_in_another_spelling_is_stored_in_one():
    number = unicodedata.normalize("NFD", "05-NQ/Chi bộ")
    typed = village(KDC_1a__resolution__date="15/02/2026", KDC_1a__resolution__number=number)
    assert typed.facts["KDC-1a"]["resolution"]["number"] == "05-NQ/Chi bộ"
