"""Columns: whole tables are judged as each document is, letter by letter.

Mutations tried on a copy, each seen to fail here: `>=` to `>` in a share; pending passed over; a whole of 0 taken as it is;
`any` counting what does not apply as met; what applies only somewhere judged everywhere; a document that is said not to be there taken for unknown; evidence not asked for.
"""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.catalogue import load
from domain.rulebook.deciding import ALL
from domain.rulebook.verdicts import compiled
from domain.scorecard import judge
from domain.standards import Standard
from tests.domain.test_generated import FRAME, PAIRS, RULE, result
from tests.facts_strategies import cases
from tests.judging import a_season

pl = pytest.importorskip("polars", reason="only the benchmark installs Polars")

from domain.rulebook import columns  # noqa: E402

ROOT = Path(__file__).parents[2] / "criteria"


def told_in_columns(standard: Standard) -> bool:
    try:
        columns.verdict(standard, a_season(standard))
    except NotImplementedError:
        return False
    return True


STANDARDS = {path: one for path, one in load(ROOT).standards.items() if told_in_columns(one)}


def test_the_circular_s_own_standards_can_be_told_in_columns() -> None:
    assert {path for path in STANDARDS if path.startswith("vn/antt-2021/")} >= {
        f"vn/antt-2021/{kind}" for kind in ("residential-area", "commune", "agency", "enterprise", "school")
    }


@pytest.mark.parametrize("path", STANDARDS)
@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_table_is_judged_as_each_of_its_documents(path: str, data: st.DataObject) -> None:
    standard = STANDARDS[path]
    season = a_season(standard)
    drawn = data.draw(st.lists(cases(standard, season), min_size=1, max_size=12))
    cards = [judge(standard, season, unit, facts) for unit, facts in drawn]
    letters = [one.letter.alias(code) for code, one in columns.columns(standard, season).items()]
    found = columns.frame(standard, season, drawn).select(*letters, verdict=columns.verdict(standard, season))
    # A criterion that reads no fact is told once for all.
    rows = found.rows() if len(found) == len(drawn) else found.rows() * len(drawn)
    assert [("".join(row[:-1]), row[-1]) for row in rows] == [(card.letters, card.verdict) for card in cards]


SOMEWHERE = {"only_where": {"yes": "flag"}, "then": {"none": "a"}}


@pytest.mark.parametrize(
    "rule", [*PAIRS, {"any": [SOMEWHERE, {"none": "b"}]}, {"all": [SOMEWHERE, {"none": "b"}]}], ids=str
)
def test_each_word_about_numbers_agrees_on_every_pair(rule: dict[str, Any]) -> None:
    made = RULE.validate_python(rule)
    plain = compiled(made, FRAME)
    numbers = [None, 0, 1, 2, 3, 4]
    rows = [
        own
        for a, b, c, flag in product(numbers, numbers, [None, 0, 1], [None, True, False])
        if result(plain, own := {"a": a, "b": b, "c": c, "flag": flag}, {}) in set("mnu-")
    ]
    types = {"a": pl.Int64, "b": pl.Int64, "c": pl.Int64, "flag": pl.Boolean}
    frame = pl.DataFrame(
        {f"A-1.{name}": pl.Series([own[name] for own in rows], dtype=kind) for name, kind in types.items()}
    )
    letters = frame.select(columns.column(made, columns.Place("A-1", FRAME)).letter).to_series().to_list()
    assert letters == [plain(own, {}) for own in rows]


def test_a_score_sheet_is_not_told_in_columns() -> None:
    assert all(STANDARDS[path].recognised_when == ALL for path in STANDARDS)
