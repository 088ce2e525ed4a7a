"""Nothing is lost when processes are killed: a real Prefect server, a real engine, SIGKILL.

Mutation tried: `outbox._DONE` run in a transaction of its own before the treatment commits: units differ, letters are lost.
`tools/kills.py` does the same at length: 2,000 applications, as many kills as you like.
"""

from pathlib import Path

import pytest

from portal import sample
from tools import kills

PLAN = sample.Plan(others=False, cases=False, applications=150)


@pytest.mark.prefect
@pytest.mark.slow
def test_a_season_ends_the_same_however_often_engine_and_prefect_are_killed(tmp_path: Path) -> None:
    calm = kills.undisturbed(PLAN, tmp_path / "calm")
    assert len(calm.states) > 150
    assert calm.letters
    stormy, fallen = kills.killed(PLAN, tmp_path / "stormy", seed=3, kills=4)
    assert kills.compare(calm, stormy) == []
    assert fallen >= 2, "the season was over before anything could be killed"
