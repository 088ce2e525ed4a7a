"""Rooms: where the council of Đình Lập sits in features: called by its office, voting, and closed."""

from collections.abc import Callable
from datetime import date, datetime, time

from domain import council, council_calling, sittings
from domain.calendar import VIET_NAM, today
from domain.errors import Refused
from domain.store import Store, transaction
from tests.features.world import World

OFFICE = "Thường trực Ban Chỉ đạo xã Đình Lập"
SEATS = {"Phó Chủ tịch xã Đình Lập": "chu-tich", "Trưởng Công an xã Đình Lập": "cong-an"}


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

    def call(self, unit: str, day: date) -> None:
        case = self.world.case(unit)
        wanted = council_calling.Calling(
            place=case.place,
            season=case.season,
            held_on=day,
            venue="Hội trường UBND xã",
            members={self.login(name): SEATS.get(name, "uy-vien") for name in self.members()},
            agenda=(case.reference,),
        )

        def call(store: Store) -> None:
            by = self.world._person(store.session, OFFICE)
            self.session = council_calling.call(store, self.world.procedures, wanted, by)

        self.do(call)

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
