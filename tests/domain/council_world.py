"""Council world: a ward whose procedure asks for a council of five, and short ways to let it sit."""

from datetime import date, timedelta

from domain import council, council_calling, gate, sittings
from domain.cases import id_of
from domain.procedures import ProcedureFile, Procedures
from domain.store import looked_at, transaction

PLACE = "/20/05977/"
DAY = timedelta(days=1)
SEATS = {
    "chair": {"vi": "Chủ tịch Hội đồng", "en": "Chair", "required": True},
    "police": {"vi": "Công an", "en": "Police", "required": True},
    "front": {"vi": "Mặt trận Tổ quốc", "en": "Fatherland Front"},
}
MEMBERS = {"m-chair": "chair", "m-police": "police", "m-front": "front", "m-four": "front", "m-five": "front"}


def rules(place=PLACE, **changed):
    said = {
        "title": {"vi": "Quy chế", "en": "Rules"},
        "place": place,
        "from": date(2026, 1, 1),
        "cites": "thử",
        "council": {"seats": SEATS, "quorum": "2/3", "passes": "1/2", **changed},
    }
    return Procedures(files=[ProcedureFile.model_validate(said)])


class Council:
    """Whatever a test lets the ward's council do, in the world's own database and hour."""

    def __init__(self, world, **changed):
        self.world = world
        world.procedures = rules(**changed)
        for login in MEMBERS:
            world.account(login, ("council-member", PLACE))

    def do(self, act):
        with transaction(self.world.database, self.world.now) as store:
            return act(store)

    def call(self, *references, members=MEMBERS, by="ward-office", key=None, **changed):
        wanted = {
            "place": PLACE,
            "season": 2026,
            "held_on": self.world.now.date() + 3 * DAY,
            "venue": "Hội trường",
            "members": members,
            "agenda": references,
        }
        asked = council_calling.Calling(**wanted | changed)
        person = self.world.person(by)
        return self.do(lambda store: council_calling.call(store, self.world.procedures, asked, person, key))

    def attend(self, id, *came, by="ward-office"):
        """On the third day, when it was called for."""
        self.world.now += 3 * DAY
        self.note(id, *came, by=by)

    def note(self, id, *came, by="ward-office"):
        who = {login: login in came for login in MEMBERS}
        self.do(lambda store: council.attend(store, id, who, self.world.person(by)))

    def vote(self, id, reference, who, said="for", opinion=""):
        self.do(
            lambda store: council.vote(store, id, id_of(reference), said, opinion, self.world.person(who))
        )

    def close(self, id, by="ward-office"):
        return self.do(lambda store: council.close(store, id, self.world.person(by)))

    def cancel(self, id, reason="hoãn", by="ward-office"):
        self.do(lambda store: council.cancel(store, id, reason, self.world.person(by)))

    def held(self, *references, votes=("for",) * 5):
        """A session from its call to its close. A vote of None: did not come."""
        id = self.call(*references)
        self.attend(id, *(who for who, said in zip(MEMBERS, votes, strict=True) if said is not None))
        for who, said in zip(MEMBERS, votes, strict=True):
            for reference in references:
                if said:
                    self.vote(id, reference, who, said, "có liên quan" if said == "recused" else "")
        self.close(id)
        return id

    def read(self, id):
        with self.world.database.reading() as session:
            return sittings.sitting(session, id)

    def item(self, id, reference):
        return self.read(id).item(id_of(reference))

    def minutes(self, id):
        with self.world.database.reading() as session:
            return council.minutes(session, id)

    def missing(self, reference):
        with self.world.database.reading() as session:
            case = looked_at(session, reference)
            return gate.why_not(session, self.world.procedures, case, self.world.now.date())
