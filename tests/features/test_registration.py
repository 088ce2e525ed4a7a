"""Registration, as its feature tells it.

Seen to fail with its rule broken: the head of any area may register any other; a commune's office registers its own
commune; a second registration in a season; a closed season; the day of a registration taken in UTC; the last valid day
of a unit left out; nobody asked for eligibility; a refusal that also tells what could not be ruled out; a special zone
without a standard; keys of acts forgotten; a dossier after the inspection; a withdrawal after the recognition, or by the
standing office; one more worker or one more đồng in the size of an enterprise; primary schools admitted; the deadline a
day later.
"""

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
