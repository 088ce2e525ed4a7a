"""Single acts: a whole season of sixty, act by act, without Prefect; and the check that a season must pass."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import season, single_acts
from domain.database import Database, Sql

Carried = tuple[Path, dict[str, list[float]]]


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Carried:
    home = tmp_path_factory.mktemp("acts")
    return home, single_acts.measure(home, 60)


@pytest.fixture
def database(carried: Carried, tmp_path: Path) -> Iterator[Database]:
    """A copy of the season, to break."""
    shutil.copy(carried[0] / "antoan.db", tmp_path)
    copy = Database(f"sqlite:///{tmp_path}/antoan.db")
    yield copy
    copy.close()


def test_every_act_is_timed_those_of_returned_applications_twice(carried: Carried):
    acts = {stage: len(seconds) for stage, seconds in carried[1].items()}
    assert acts["register"] == acts["dossier"] == 60
    assert acts["inspect"] == acts["decide"] > 60


def test_a_season_carried_act_by_act_holds(database: Database):
    events = season.check(database, 60)
    assert events["recognition-approved"] + events["recognition-declined"] == 60


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("update application set state = 'scored' where id = 1", "states"),
        ("delete from event where application = 2 and number = 7", "events"),
        ("update event set payload = '{}' where application = 3 and number = 1", "chain"),
        ("delete from notice where application = 4 and letter = 'application-scored/approver'", "notices"),
        ("insert into work (flow, application, number) values ('scoring', 5, 1)", "work"),
    ],
)
def test_a_season_that_lacks_something_does_not_hold(database: Database, damage: str, said: str):
    with database.transaction() as session:
        assert session.run(Sql(damage)) == 1
    with pytest.raises(RuntimeError, match=said):
        season.check(database, 60)
