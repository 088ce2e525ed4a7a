"""The council, as its feature tells it.

Its rules were broken one by one under `tests/domain/test_council.py`; here that is still to be tried: a quorum of more
than two thirds; a tie that carries; the recused among those who vote; no required seat asked for; an inspector who
votes; a finding of a dossier that changed; a vote after the close; a second close that records again; members invited
too late.
"""

from datetime import date

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from domain import sittings
from domain.procedures import ProcedureFile, Procedures
from tests.features.conftest import words
from tests.features.rooms import OFFICE, Room
from tests.features.world import Table, World, rows_of

scenarios("council.feature")

VOTES = {one.vi.casefold(): code for code, one in sittings.VOTE_NAMES.items()}


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


@given(
    parsers.parse(
        "xã Đình Lập quy định Hội đồng gồm sáu ghế, ít nhất {quorum} thành viên tham gia,"
        " tán thành khi hơn {passes} đồng ý, mời trước {days:d} ngày:"
    )
)
def it_has_a_council(world: World, quorum: str, passes: str, days: int, datatable: Table) -> None:
    seats = {
        row["ghế"]: {"vi": row["tên ghế"], "en": row["ghế"], "required": row["bắt buộc"] == "có"}
        for row in rows_of(datatable)
    }
    said = {
        "title": {"vi": "Quy chế", "en": "Rules"},
        "place": world.unit("Xã Đình Lập").path,
        "from": date(2026, 1, 1),
        "cites": "quy chế của xã",
        "council": {"seats": seats, "quorum": quorum, "passes": passes, "invited_before": days},
    }
    world.procedures = Procedures(files=[ProcedureFile.model_validate(said)])


@when(words("Hội đồng được triệu tập ngày {day:Day} xét {unit:Unit}"))
def it_is_called(world: World, room: Room, day: date, unit: str) -> None:
    room.call(unit, day)


@when("Hội đồng họp, năm thành viên đồng ý")
def five_are_for(room: Room) -> None:
    they_vote(room, ", ".join(["đồng ý"] * 5))


@when(parsers.parse("Hội đồng họp, biểu quyết: {votes}"))
def they_vote(room: Room, votes: str) -> None:
    room.attend(room.members())
    for name, said in zip(room.voters(), votes.split(", "), strict=True):
        room.vote(name, "Thôn Nà Pàn", VOTES[said], "có liên quan" if VOTES[said] == "recused" else "")
    room.close()


@when(parsers.parse("Hội đồng họp với những người sau và mọi người đồng ý: {names}"))
def they_come_and_are_for(room: Room, names: str) -> None:
    came = names.split(", ")
    room.attend(came)
    for name in came:
        room.vote(name, "Thôn Nà Pàn", "for")
    room.close()


@when("Hội đồng họp mà không ai biểu quyết được")
def nobody_can_vote(world: World, room: Room) -> None:
    room.attend(room.members())
    room.vote(room.voters()[0], "Thôn Nà Pàn", "for")
    assert world.refusal is not None
    world.refusal = None
    room.close()


@when(words("{who} biểu quyết “{vote:Word}” về {unit:Unit}, ghi “{opinion:Word}”"))
def somebody_votes(room: Room, who: str, vote: str, unit: str, opinion: str) -> None:
    room.vote(who, unit, VOTES[vote], opinion)


@when(parsers.parse("{who} kết thúc phiên họp lần nữa"))
def it_is_closed_again(room: Room, who: str) -> None:
    assert who == OFFICE
    room.close()


@then(words("Hội đồng tán thành {unit:Unit}"))
def it_found_for(world: World, room: Room, unit: str) -> None:
    it_found(world, room, unit, "Tán thành")


@then(words("kết luận của Hội đồng về {unit:Unit} là “{outcome:Word}”"))
def it_found(world: World, room: Room, unit: str, outcome: str) -> None:
    world.nothing_is_left_unread()
    (found,) = [one for one in room.minutes()["items"] if one["reference"] == world.case(unit).reference]
    assert found["outcome_name"]["vi"] == outcome


@then(words("biên bản giữ ý kiến không đồng ý “{opinion:Word}” của {who}"))
def the_minutes_keep(room: Room, opinion: str, who: str) -> None:
    said = [
        (one["name"], one["opinion"])
        for item in room.minutes()["items"]
        for one in item["votes"]
        if one["dissents"]
    ]
    assert said == [(who, opinion)]


@then(words("{unit:Unit} được Hội đồng xem xét đúng một lần"))
def it_was_reviewed_once(world: World, unit: str) -> None:
    world.nothing_is_left_unread()
    sql = "select count(*) from event where application = :id and name = 'council-reviewed'"
    assert world.rows(sql, id=world.case(unit).id) == [(1,)]
