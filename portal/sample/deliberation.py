"""Deliberation: a commune of the sample whose council sits and whose list is public first, as its own procedure asks.

What it shows in the end: a session that is over, with a dissent; one to which members are invited, for whoever tries the
portal; a list that is still public; an objection to it that was answered. Nothing is backdated, so that the list stays
public for its working days, and its units wait for a decision.
"""

import shutil
from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from pathlib import Path

from domain import council, council_calling, objections, people, publishing, sittings, workdays
from domain.calendar import today
from domain.cases import reference
from domain.council_calling import Calling
from domain.database import Database, Session, Sql
from domain.people import Person
from domain.procedures import Procedures
from domain.sittings import Sitting
from domain.store import Store, transaction
from portal.sample.stories import SEASON

PLACE = "06316"
PATH = f"/20/{PLACE}/"
# Login and seat of each member.
MEMBERS = {
    f"hoidong1.{PLACE}": "chair",
    f"hoidong2.{PLACE}": "police",
    f"hoidong3.{PLACE}": "front",
    f"hoidong4.{PLACE}": "youth",
}
NAMES = {
    f"hoidong1.{PLACE}": "Phó Chủ tịch UBND xã Tân Đoàn (mẫu)",
    f"hoidong2.{PLACE}": "Công an xã Tân Đoàn (mẫu)",
    f"hoidong3.{PLACE}": "Ủy ban MTTQ Việt Nam xã Tân Đoàn (mẫu)",
    f"hoidong4.{PLACE}": "Đoàn Thanh niên xã Tân Đoàn (mẫu)",
}
OFFICE = f"thuongtruc.{PLACE}"
KIND, STANDARD = "residential-area", "vn/antt-2021/residential-area"
VENUE = "Hội trường UBND xã Tân Đoàn (mẫu)"

_DISSENT = "Khu dân cư chưa duy trì đều các buổi sinh hoạt (mẫu)"
_SAID = "Danh sách ghi thôn không có tụ điểm phức tạp; đề nghị xem lại bãi xe đầu thôn (mẫu)"
_ANSWER = "Công an xã đã kiểm tra: bãi xe có phép, không phải tụ điểm phức tạp (mẫu)"

_MET = Sql(
    "select id from application where season = :season and path like :below and kind = 'residential-area'"
    " and state = 'scored' and verdict = 'met' order by unit_code"
)
_SESSIONS = Sql("select id from council_session where place = :place and season = :season order by serial")
_LISTED = Sql("select 1 from publication where place = :place and season = :season")
_OBJECTION = Sql("select id, state from objection where application = :id")

Step = Callable[[Store], None]


def install(home: Path) -> None:
    """Put the procedure of the sample's commune where this installation reads procedures from."""
    folder = home / "procedures"
    folder.mkdir(parents=True, exist_ok=True)
    for file in (Path(__file__).parent / "procedures").glob("*.yaml"):
        shutil.copyfile(file, folder / file.name)


def deliberate(database: Database, procedures: Procedures, now: datetime) -> bool:
    """Take the next step of the commune's council and list; False when none is left. Safe to kill and call again."""
    with database.reading() as session:
        step = _next(session, procedures, now)
    if step is None:
        return False
    with transaction(database, now) as store:
        step(store)
    return True


def _next(session: Session, procedures: Procedures, now: datetime) -> Step | None:
    day = today(now)
    if not procedures.of(PATH, KIND, STANDARD, day).needs_council:
        return None
    known = people.load(session, [OFFICE, *MEMBERS], day.isoformat())
    if len(known) <= len(MEMBERS):
        return None
    office = known[OFFICE]
    met = [id for (id,) in session.rows(_MET, season=SEASON, below=f"{PATH}%")]
    held = [sittings.sitting(session, id) for (id,) in session.rows(_SESSIONS, place=PATH, season=SEASON)]
    if not held:
        # The last one is left for a session that whoever tries the portal holds.
        return partial(_call, procedures=procedures, ids=met[:-1], by=office) if len(met) > 2 else None
    first = held[0]
    if len(held) == 1 and (rest := [id for id in met if first.item(id) is None]):
        return partial(_call, procedures=procedures, ids=rest, by=office)
    if first.going:
        return partial(_hold, first=first, members=known, office=office)
    if session.row(_LISTED, place=PATH, season=SEASON) is None:
        return partial(_publish, procedures=procedures, first=first, by=office)
    objected_to = first.items[0]
    found = session.row(_OBJECTION, id=objected_to.application)
    if found is None:
        return partial(_object, quoted=objected_to.reference)
    if found[1] == "open":
        return partial(_answer, quoted=objected_to.reference, objection=found[0], by=office)
    return None


def _call(store: Store, procedures: Procedures, ids: list[int], by: Person) -> None:
    agenda = tuple(reference(SEASON, id) for id in ids)
    day = today(store.moment)
    wanted = Calling(
        place=PATH, season=SEASON, held_on=day, held_at=time(8), venue=VENUE, members=MEMBERS, agenda=agenda
    )
    council_calling.call(store, procedures, wanted, by, f"council:{agenda[0]}")


def _hold(store: Store, first: Sitting, members: dict[str, Person], office: Person) -> None:
    """All come but one, who gives no opinion; one of them has a doubt about the last unit."""
    came = {login: seat != "youth" for login, seat in MEMBERS.items()}
    council.attend(store, first.id, came, office)
    store.flush()
    for item in first.items:
        for login in (login for login, there in came.items() if there):
            doubts = item is first.items[-1] and MEMBERS[login] == "front"
            said, why = ("against", _DISSENT) if doubts else ("for", "")
            council.vote(store, first.id, item.application, said, why, members[login])
    store.flush()
    council.close(store, first.id, office)


def _publish(store: Store, procedures: Procedures, first: Sitting, by: Person) -> None:
    wanted: dict[str, int | None] = {item.reference: None for item in first.items}
    publishing.publish(store, procedures, workdays.current(), wanted, by)


def _object(store: Store, quoted: str) -> None:
    objections.receive(store, quoted, _SAID, "", f"{0x5A:032x}")


def _answer(store: Store, quoted: str, objection: str, by: Person) -> None:
    objections.answer(store, store.case(quoted), objection, "dismissed", _ANSWER, by)
