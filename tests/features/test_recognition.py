"""Recognition, as its feature tells it.

Seen to fail with its rule broken: a recognition while facts are missing; one of what has changed since it was seen; by
the province for the commune; by a commune for itself; a return by whoever inspected; a decision by whoever registered;
numbers that places or years share; a revoked certificate that stays valid; parents that nobody judges again, or not
after a revocation, or not after a refusal, or that never come into question; a return, an upholding, a revocation
without a reason, or for one made of spaces; keys of acts forgotten; a decision for each of a list.
"""

from pytest_bdd import scenarios, then, when

from domain import acts, decisions
from domain.errors import Refused
from domain.people import Deed
from domain.store import transaction
from tests.features.conftest import DEEDS, words
from tests.features.world import Table, World, rows_of

scenarios("recognition.feature")


@when(words("{who} ký một quyết định:"))
def somebody_signs_a_list(world: World, who: str, datatable: Table) -> None:
    with transaction(world.database, world.now) as store:
        by = world._person(store.session, who)
        orders = [
            acts.order(
                DEEDS[row["kết quả"]],
                by,
                {
                    "reference": world.case(row["đơn vị"]).reference,
                    "reason": row["lý do"],
                    "decision": "một danh sách",
                },
            )
            for row in rows_of(datatable)
        ]
        answers = acts.perform_many(store, world.catalogue, orders, world.procedures)
    assert not [answer for answer in answers if isinstance(answer, Refused)]
    world.follow()


@when(words("cùng một giây, {one} công nhận {first:Unit} còn {other} công nhận {second:Unit}"))
def two_sign_at_the_same_second(world: World, one: str, first: str, other: str, second: str) -> None:
    signed = [(one, first), (other, second)]
    world.act_for_all(
        Deed.APPROVE, [(who, {"reference": world.case(unit).reference}) for who, unit in signed]
    )


def symbols(world: World, place: str) -> list[tuple[str, str]]:
    sql = "select id, symbol from decision where place = :place order by year, serial"
    return world.rows(sql, place=world.unit(place).path)


@then(words("quyết định số {symbol} của {place:Unit} gồm:"))
def a_decision_has_this_list(world: World, symbol: str, place: str, datatable: Table) -> None:
    world.nothing_is_left_unread()
    ((id, _),) = [one for one in symbols(world, place) if one[1] == symbol]
    with world.database.reading() as session:
        told = [(item.name, item.outcome.vi, item.reason) for item in decisions.items(session, id)]
    assert told == [(row["đơn vị"], row["kết quả"], row["lý do"]) for row in rows_of(datatable)]


@then(words("các quyết định của {place:Unit} mang số {numbers}"))
def the_decisions_bear_these_numbers(world: World, place: str, numbers: str) -> None:
    world.nothing_is_left_unread()
    assert [symbol for _, symbol in symbols(world, place)] == numbers.split(", ")
