"""The council, as its feature tells it.

Its rules were broken one by one under `tests/domain/test_council.py`; here that is still to be tried: a quorum of more
than two thirds; a tie that carries; the recused among those who vote; no required seat asked for; an inspector who
votes; a finding of a dossier that changed; a vote after the close; a second close that records again; members invited
too late.
"""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from domain import council, council_calling, sittings
from domain.calendar import VIET_NAM, today
from domain.errors import Refused
from domain.procedures import ProcedureFile, Procedures
from domain.store import Store, transaction
from tests.features.conftest import words
from tests.features.world import Table, World, rows_of

scenarios("council.feature")

OFFICE = "Thường trực Ban Chỉ đạo xã Đình Lập"
SEATS = {"Phó Chủ tịch xã Đình Lập": "chu-tich", "Trưởng Công an xã Đình Lập": "cong-an"}
VOTES = {one.vi.casefold(): code for code, one in sittings.VOTE_NAMES.items()}


class Room:
    """The council of Đình Lập, and the session that it sits in."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.session = ""

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

    def members(self) -> list[str]:
        return [
            name
            for (name,) in self.world.rows(
                "select c.name from role r join account c on c.id = r.account where r.role = 'council-member' order by c.id"
            )
        ]

    def login(self, name: str) -> str:
        return str(self.world.rows("select login from account where name = :name", name=name)[0][0])

    def voters(self) -> list[str]:
        """Everybody but whoever inspected it."""
        return [name for name in self.members() if name != "Tổ kiểm tra xã Đình Lập"]

    def vote(self, who: str, unit: str, said: str, opinion: str = "") -> None:
        person = lambda store: self.world._person(store.session, who)  # noqa: E731
        case = self.world.case(unit).id
        self.do(lambda store: council.vote(store, self.session, case, said, opinion, person(store)))

    def attend(self, came: list[str]) -> None:
        with self.world.database.reading() as session:
            on = date.fromisoformat(sittings.sitting(session, self.session).held_on)
        self.world.now = datetime.combine(max(on, today(self.world.now)), time(8), VIET_NAM)
        who = {self.login(name): name in came for name in self.members()}
        self.do(
            lambda store: council.attend(store, self.session, who, self.world._person(store.session, OFFICE))
        )

    def close(self) -> None:
        self.do(lambda store: council.close(store, self.session, self.world._person(store.session, OFFICE)))

    def minutes(self) -> dict:
        with self.world.database.reading() as session:
            return council.minutes(session, self.session)


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
    case = world.case(unit)
    wanted = council_calling.Calling(
        place=case.place,
        season=case.season,
        held_on=day,
        venue="Hội trường UBND xã",
        members={room.login(name): SEATS.get(name, "uy-vien") for name in room.members()},
        agenda=(case.reference,),
    )

    def call(store: Store) -> None:
        by = world._person(store.session, OFFICE)
        room.session = council_calling.call(store, world.procedures, wanted, by)

    room.do(call)


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
