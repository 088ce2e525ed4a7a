"""Inspection, as its feature tells it."""

from pytest_bdd import parsers, scenarios, when

from domain.people import Deed
from tests.features.world import World

scenarios("inspection.feature")


@when(parsers.parse("{who} ghi kết quả kiểm tra {unit}, gửi hai lần"))
def somebody_sends_their_findings_twice(world: World, who: str, unit: str) -> None:
    reference, facts = world.case(unit).reference, world.full_facts(unit)
    for _ in range(2):
        world.act(who, Deed.INSPECT, "một việc", reference=reference, facts=facts)
        world.nothing_is_left_unread()
