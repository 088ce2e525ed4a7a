"""Context: the flows of an engine that runs for months work by the files as they are now, not as they were when it started.

Broken and seen to fail: criteria, and procedures, read once when the engine starts.
"""

import shutil
from pathlib import Path

import pytest

from domain.calendar import today
from domain.database import Database
from domain.errors import NotFound
from domain.settings import Settings
from flows.context import Context
from portal.sample import deliberation


@pytest.fixture
def context(tmp_path: Path) -> Context:
    (tmp_path / "criteria").mkdir()
    chosen = Settings(home=tmp_path / "home", criteria=tmp_path / "criteria")
    return Context(Database(f"sqlite:///{tmp_path / 'antoan.db'}"), chosen)


def test_a_procedure_that_comes_while_the_engine_runs_counts_from_then_on(context: Context) -> None:
    def needs_council() -> bool:
        asked = context.procedures.of(
            deliberation.PATH, deliberation.KIND, deliberation.STANDARD, today(context.clock())
        )
        return asked.needs_council

    assert not needs_council()
    deliberation.install(context.settings.home)  # as `antoan up --sample` does, after its engine started
    assert needs_council()
    assert context.procedures is context.procedures


def test_a_standard_that_comes_while_the_engine_runs_is_judged_by(context: Context) -> None:
    with pytest.raises(NotFound):
        context.catalogue.get("vn/antt-2021/residential-area")
    shipped = Path(__file__).parents[2] / "criteria" / "vn"
    shutil.copytree(shipped, context.settings.criteria / "vn")
    assert context.catalogue.get("vn/antt-2021/residential-area")
    assert context.catalogue is context.catalogue
