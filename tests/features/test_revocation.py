"""Revocation, reinstatement, correction and expiry, as their feature tells it.

Seen to fail with its rule broken: a certificate that stays revoked; the last day left out; a second reminder. The rest of
the rules is broken in `tests/domain/test_decisions.py`.
"""

from datetime import date, datetime, time

from pytest_bdd import given, scenarios, then, when

from domain import decisions, expiry
from domain.calendar import VIET_NAM
from domain.people import Deed
from domain.procedures import ProcedureFile, Procedures
from tests.features.conftest import words
from tests.features.world import Table, World, rows_of

scenarios("revocation.feature")


@given(words("{place:Unit} quy định công nhận có giá trị đến hết “{day:Word}”"))
def recognitions_hold_until(world: World, place: str, day: str) -> None:
    said = {
        "title": {"vi": "Quy chế", "en": "Rules"},
        "place": world.unit(place).path,
        "from": date(2026, 1, 1),
        "cites": "quy chế của xã",
        "validity": {"until": day},
    }
    world.procedures = Procedures(files=[ProcedureFile.model_validate(said)])


@when(
    words(
        "{who} đính chính “{field:Word}” của {unit:Unit} từ “{was:Word}” thành “{became:Word}” vì “{reason}”"
    )
)
def somebody_corrects(
    world: World, who: str, field: str, unit: str, was: str, became: str, reason: str
) -> None:
    request = dict(reference=world.case(unit).reference, field=field, was=was, became=became, reason=reason)
    world.act(who, Deed.CORRECT, **request)


@when(words("hệ thống xem lịch ngày {day:Day}"))
def the_calendar_is_kept(world: World, day: date) -> None:
    world.now = datetime.combine(day, time(0, 5), VIET_NAM)
    expiry.expire(world.database, world.now)
    world.follow()


@then(words("các quyết định về {unit:Unit} là:"))
def its_decisions_are(world: World, unit: str, datatable: Table) -> None:
    world.nothing_is_left_unread()
    with world.database.reading() as session:
        found = decisions.of(session, world.case(unit).id)
    assert [(one.symbol, one.title.vi) for one in found] == [
        (row["số"], row["loại"]) for row in rows_of(datatable)
    ]


def reminders(world: World, unit: str) -> int:
    sql = "select number from event where application = :id and name = 'recognition-expiry-neared'"
    return len(world.rows(sql, id=world.case(unit).id))


@then(words("{unit:Unit} chưa được nhắc là sắp hết thời hạn"))
def it_is_not_reminded_yet(world: World, unit: str) -> None:
    assert reminders(world, unit) == 0


@then(words("{unit:Unit} được nhắc {many:d} lần là sắp hết thời hạn"))
def it_is_reminded(world: World, unit: str, many: int) -> None:
    assert reminders(world, unit) == many
    told = world.rows("select letter from notice where letter like 'recognition-expiry-neared/%'")
    assert told == [("recognition-expiry-neared/applicant",)] * many
