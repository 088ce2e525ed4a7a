"""Appeals, as their feature tells it.

The rules were broken and seen to fail in tests/domain/test_appeals.py and test_workdays.py; not yet through these
sentences.
"""

from datetime import date

import parse
from pytest_bdd import given, scenarios, when
from pytest_bdd.parsers import parse as parsed

from domain.people import Deed
from domain.procedures import ProcedureFile, Procedures
from tests.features.conftest import TYPES, words
from tests.features.world import World

scenarios("appeal.feature")

OUTCOMES = {"chấp nhận": "allowed", "bác": "dismissed"}


@parse.with_pattern("|".join(OUTCOMES))
def an_outcome(said: str) -> str:
    return OUTCOMES[said]


def asking(world: World, unit: str, **appeal: object) -> None:
    said = {
        "title": {"vi": "Quy chế", "en": "Rules"},
        "place": world.unit(unit).path,
        "from": date(2026, 1, 1),
        "cites": "quy chế của xã",
        "appeal": appeal,
    }
    world.procedures = Procedures(files=[ProcedureFile.model_validate(said)])


@given(words("{unit:Unit} quy định khiếu nại trong {many:d} ngày"))
def appeals_are_taken_for(world: World, unit: str, many: int) -> None:
    asking(world, unit, within_days=many)


@given(words("{unit:Unit} quy định cấp trên giải quyết khiếu nại"))
def the_level_above_decides(world: World, unit: str) -> None:
    asking(world, unit, decided_by="above")


@when(
    parsed(
        "{who} {outcome:Outcome} khiếu nại của {unit:Unit} vì “{reason}”",
        extra_types={**TYPES, "Outcome": an_outcome},
    )
)
def the_appeal_is_decided(world: World, who: str, outcome: str, unit: str, reason: str) -> None:
    reference = world.case(unit).reference
    world.act(who, Deed.DECIDE_APPEAL, reference=reference, outcome=outcome, reason=reason)
