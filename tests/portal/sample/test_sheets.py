"""Claims about what sample units say of themselves.

Mutations tried, each failed a test here: the share's part one too small; a series that does not fall; documents dated
after the window; the half of a standard chosen the other way round; a story without its change; a
story that changes one criterion more; `leave_out` that leaves nothing out; far more areas that fall short.
"""

import pytest

from domain.catalogue import Catalogue
from domain.rulebook.truth import MET, NOT_APPLICABLE
from domain.scorecard import judge
from domain.standards import Standard
from portal.sample import sheets
from portal.sample.stories import SEASON, STORIES, usual

KINDS = ("residential-area", "commune", "agency", "enterprise", "school")
UNIT = {
    "armed_forces": False, "level": "lower_secondary", "sector": "agriculture",
    "insured_workers": 300, "revenue": 10**12, "capital": 10**12,
}  # fmt: skip


def facts(standard: Standard, code: str, story: str = "good") -> dict[str, dict[str, object]]:
    """Both sheets put together, and numbers that the engine would supply."""
    own, found = sheets.applicant(standard, SEASON, code), sheets.inspector(standard, SEASON, code)
    for change in STORIES[story].applicant:
        change(own)
    for change in STORIES[story].inspector:
        change(found)
    assert standard.check_facts(own) == []
    assert standard.check_facts(found) == []
    both = {code: {**own.get(code, {}), **found.get(code, {})} for code in own | found}
    for criterion, name in standard.supplied:
        both.setdefault(criterion, {})[name] = 0 if name == "undecided" else 7
    return both


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_unit_meets_every_criterion_whatever_its_numbers(catalogue: Catalogue, kind: str) -> None:
    standard = catalogue.for_kind(kind, SEASON)
    for n in range(500):
        card = judge(standard, SEASON, UNIT, facts(standard, f"MAU-{n}"))
        assert set(card.letters) <= {MET, NOT_APPLICABLE}, (n, card.letters)


@pytest.mark.parametrize("kind", KINDS)
def test_the_applicant_says_nothing_that_an_office_must_attest(catalogue: Catalogue, kind: str) -> None:
    standard = catalogue.for_kind(kind, SEASON)
    said = {(c, name) for c, own in sheets.applicant(standard, SEASON, "MAU-1").items() for name in own}
    found = {(c, name) for c, own in sheets.inspector(standard, SEASON, "MAU-1").items() for name in own}
    assert not said & standard.attested
    assert found == standard.attested


def test_units_differ_and_are_the_same_every_time(catalogue: Catalogue) -> None:
    standard = catalogue.for_kind("residential-area", SEASON)
    sizes = {sheets.applicant(standard, SEASON, f"MAU-{n}")["KDC-1c"]["residing"] for n in range(200)}
    assert len(sizes) > 50
    assert sheets.applicant(standard, SEASON, "MAU-7") == sheets.applicant(standard, SEASON, "MAU-7")
    assert sheets.applicant(standard, SEASON, "MAU-06325-01")["KDC-1c"] == {
        "registered": 147,
        "residing": 147,
    }


@pytest.mark.parametrize("name", STORIES)
def test_a_story_spoils_the_criteria_that_it_names_and_no_other(catalogue: Catalogue, name: str) -> None:
    story = STORIES[name]
    for kind in ("residential-area", "commune", "agency", "school"):
        standard = catalogue.for_kind(kind, SEASON)
        own = sheets.applicant(standard, SEASON, "MAU-1") | sheets.inspector(standard, SEASON, "MAU-1")
        if not set(_touched(name)) <= set(own):
            continue
        for n in range(50):
            card = judge(standard, SEASON, UNIT, facts(standard, f"MAU-{n}", name))
            spoilt = [f.code for f in card.findings if f.verdict in ("not_met", "unknown")]
            assert spoilt == list(story.criteria), n
        return
    pytest.fail(f"{name} belongs to no kind")


def _touched(name: str) -> list[str]:
    """The criteria that a story writes to."""
    sheet: sheets.Sheet = {code: {"registered": 1, "briefed": 1} for code in ("KDC-1c", "CQ-1d", "GD-1")}
    sheet |= {code: {} for code in ("KDC-4b", "CQ-1a")}
    before = dict(sheet)
    for change in (*STORIES[name].applicant, *STORIES[name].inspector):
        change(sheet)
    return [code for code, own in sheet.items() if own is not before.get(code)]


def test_about_nine_in_ten_areas_meet_everything() -> None:
    lived = [usual(f"MAU-{n:05}-01", "residential-area") for n in range(5_000)]
    assert 0.88 < lived.count("good") / len(lived) < 0.92


def test_a_story_says_in_both_languages_what_happens() -> None:
    assert all(story.title.vi and story.title.en for story in STORIES.values())
