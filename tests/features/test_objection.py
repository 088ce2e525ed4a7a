"""Publication and objection, as their feature tells it.

The rules were broken and seen to fail in tests/domain/test_workdays.py and test_publication.py; not yet through these
sentences.
"""

from collections.abc import Callable
from datetime import date

import pytest
from pytest_bdd import given, scenarios, then, when

from domain import objections, publishing, workdays
from domain.calendar import today
from domain.cases import moment
from domain.errors import BadInput, Refused
from domain.people import Deed
from domain.procedures import ProcedureFile, Procedures
from domain.settings import Settings
from domain.store import Store, transaction
from tests.features.conftest import words
from tests.features.rooms import Room
from tests.features.world import World

scenarios("objection.feature")

CALENDAR = workdays.load([Settings.model_fields["calendars"].default])
OUTCOMES = {"đúng": "upheld", "không đúng": "dismissed"}


class Town:
    """What was said against units, and the codes to follow it by."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.code = ""

    def do(self, act: Callable[[Store], object]) -> None:
        """Let something happen, and all that follows; a refusal stays to be spoken of."""
        self.world.nothing_is_left_unread()
        try:
            with transaction(self.world.database, self.world.now) as store:
                act(store)
        except Refused as refusal:
            self.world.refusal = refusal
        else:
            self.world.follow()


@pytest.fixture
def town(world: World) -> Town:
    return Town(world)


@given(words("{unit:Unit} quy định công khai {many:d} ngày làm việc trước khi công nhận"))
def it_asks_for_a_publication(world: World, unit: str, many: int) -> None:
    said = {
        "title": {"vi": "Quy chế", "en": "Rules"},
        "place": world.unit(unit).path,
        "from": date(2026, 1, 1),
        "cites": "quy chế của xã",
        "publication": {"working_days": many},
    }
    world.procedures = Procedures(files=[ProcedureFile.model_validate(said)])


@given(words("{unit:Unit} còn quy định Hội đồng tán thành trước khi công khai {many:d} ngày làm việc"))
def it_asks_for_a_council_too(world: World, unit: str, many: int) -> None:
    seats = {seat: {"vi": seat, "en": seat} for seat in ("chu-tich", "cong-an", "uy-vien")}
    said = {
        "title": {"vi": "Quy chế", "en": "Rules"},
        "place": world.unit(unit).path,
        "from": date(2026, 1, 1),
        "cites": "quy chế của xã",
        "council": {"seats": seats, "quorum": "2/3", "passes": "1/2", "invited_before": 0},
        "publication": {"working_days": many},
    }
    world.procedures = Procedures(files=[ProcedureFile.model_validate(said)])


@when(words("Hội đồng họp ngày {day:Day} và tán thành {unit:Unit}"))
def the_council_finds_for_it(world: World, day: date, unit: str) -> None:
    room = Room(world)
    room.call(unit, day)
    room.attend(room.members())
    for name in room.members():
        room.vote(name, unit, "for")
    room.close()


@when(words("{who} công khai dự kiến về {unit:Unit}"))
def it_is_published(town: Town, world: World, who: str, unit: str) -> None:
    reference = world.case(unit).reference

    def publish(store: Store) -> None:
        by = world._person(store.session, who)
        outcome = publishing.publish(store, world.procedures, CALENDAR, {reference: None}, by)
        for why in outcome.refused.values():
            raise BadInput(why.vi, why.en)

    town.do(publish)


@then(words("danh sách công khai đến hết ngày {day:Day}"))
def it_is_public_until(world: World, day: date) -> None:
    world.nothing_is_left_unread()
    assert world.rows("select max(until_on) from publication") == [(day.isoformat(),)]


@then(words("ngày cuối được giải thích là “{said:Word}”"))
def the_last_day_is_explained(world: World, said: str) -> None:
    ((at, until),) = world.rows("select published_at, until_on from publication")
    reckoned = CALENDAR.reckon(today(moment(at)), date.fromisoformat(until))
    assert reckoned.explain().vi == said


@when(words("một người dân phản ánh về {unit:Unit} “{said:Word}”"))
def somebody_objects(town: Town, world: World, unit: str, said: str) -> None:
    somebody_who_can_be_reached_objects(town, world, unit, said, "")


@when(words("một người dân phản ánh về {unit:Unit} “{said:Word}”, để lại cách liên hệ “{contact:Word}”"))
def somebody_who_can_be_reached_objects(town: Town, world: World, unit: str, said: str, contact: str) -> None:
    reference = world.case(unit).reference

    def receive(store: Store) -> None:
        town.code = objections.receive(store, reference, said, contact, "")

    town.do(receive)


@when(words("{who} trả lời phản ánh về {unit:Unit} là {outcome} “{reason:Word}”"))
def it_is_answered(world: World, who: str, unit: str, outcome: str, reason: str) -> None:
    case = world.case(unit)
    ((id,),) = world.rows("select id from objection where application = :id and state = 'open'", id=case.id)
    world.act(
        who,
        Deed.ANSWER_OBJECTION,
        reference=case.reference,
        objection=id,
        outcome=OUTCOMES[outcome],
        reason=reason,
    )


@then(words("người phản ánh xem được trả lời “{answer:Word}”"))
def whoever_objected_reads_the_answer(town: Town, world: World, answer: str) -> None:
    world.nothing_is_left_unread()
    with world.database.reading() as session:
        assert objections.follow(session, town.code).answer == answer


@then(words("chỉ người trả lời đọc được “{said:Word}” và “{contact:Word}”"))
def only_whoever_answers_reads(town: Town, world: World, said: str, contact: str) -> None:
    world.nothing_is_left_unread()
    for table in ("event", "notice", "work", "act", "facts", "scorecard"):
        text = repr(world.rows(f"select * from {table}"))
        assert said not in text, table
        assert contact not in text, table
        assert town.code not in text, table
    ((id,),) = world.rows("select id from objection")
    with world.database.reading() as session:
        found = objections.read(session, id)
    assert (found.said, found.contact) == (said, contact)
