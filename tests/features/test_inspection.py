"""Inspection, as its feature tells it.

Seen to fail with its rule broken: work given to the first inspector always; to whoever recused themselves; to whoever
registered, by the system or by hand; to the farthest place first; to an inspector of another place; six days instead of
seven; whoever registered, or anybody, may record findings; a recusal without a reason; inspectors who pass work on;
findings, or another inspector, after the inspection; findings that nobody checked.
"""

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
