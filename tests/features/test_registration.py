"""Registration, as its feature tells it."""

import orjson
from pytest_bdd import parsers, scenarios, then

from tests.features.world import World

scenarios("registration.feature")


@then(parsers.parse("{unit} được xét theo “{article}”"))
def it_is_judged_by(world: World, unit: str, article: str) -> None:
    assert world.standard(unit).cites == article


@then(parsers.parse("lý do báo cho {unit} là “{reason}”"))
def the_reason_told_is(world: World, unit: str, reason: str) -> None:
    told = world.rows(
        "select payload from event where application = :id and name = 'application-refused'",
        id=world.case(unit).id,
    )
    assert [orjson.loads(payload)["reason_vi"] for (payload,) in told] == [reason]
