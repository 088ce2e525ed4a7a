"""Objections: what anybody says against a recognition, who may read it, and the answer that is given.

Who objects stays in this table and is shown to whoever answers, if they said it at all: no event, letter, export or log
tells it. They come back for the answer with a code of which we keep the hash.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain import people, publication, recognition
from domain.calendar import today
from domain.cases import Case, reference
from domain.database import Session, Sql, insert, listed
from domain.decision_tables import OBJECTION_OUTCOMES, Objection
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.events import ObjectionAnswered, ObjectionReceived, RecognitionQuestioned
from domain.inspection import require_reason
from domain.lifecycle import State
from domain.people import Deed, Person
from domain.procedures import Procedure
from domain.rulebook import figures
from domain.store import Store
from domain.subscriptions import NOTIFICATION
from domain.texts import Text

# What fits on a sheet of paper, and how somebody can be reached.
MOST_SAID, MOST_CONTACT = 4_000, 200
# A recognition that was given can be reported on at any time.
RECOGNISED = (State.RECOGNISED, State.IN_QUESTION)

_NEW = insert(
    Objection,
    "id",
    "application",
    "publication",
    "follow",
    "said",
    "contact",
    "received_at",
    "state",
    "answer",
)
_IS_THERE = Sql("select 1 from objection where id = :id")
_ANSWER = Sql(
    "update objection set state = 'answered', outcome = ?, answer = ?, answered_by = ?, answered_at = ?"
    " where id = ? and state = 'open'"
)
# An open one bars a recognition; so does one that was right, until the application went back to its inspector.
_BARS = Sql(
    "select o.application, sum(case when o.state = 'open' then 1 else 0 end) from objection o"
    " where o.application in {numbers:ids} and (o.state = 'open' or (o.outcome = 'upheld' and not exists"
    "  (select 1 from event e where e.application = o.application and e.name = 'application-returned' and e.at >= o.answered_at)))"
    " group by o.application"
)
_CODE = re.compile(r"[A-Z2-7]{16}")


def unmet(session: Session, asked: Sequence[tuple[int, Procedure]], on: date) -> dict[int, Text]:
    """Why an objection bars the recognition of each of these; those that none bars are left out."""
    rows = session.rows(_BARS, ids=listed(id for id, _ in asked))
    return {id: _waits(many) if many else _FOUND_RIGHT for id, many in rows}


_FOUND_RIGHT = Text(
    vi="Ý kiến phản ánh được xác định là đúng; phải trả lại hồ sơ để kiểm tra, hoặc không công nhận.",
    en="An objection was found to be right; the application goes back to be inspected, or is declined.",
)


def _waits(many: int) -> Text:
    return Text(
        vi="Còn {many} ý kiến phản ánh chưa trả lời.", en="{many} objections are not answered yet."
        if many > 1 else "{many} objection is not answered yet.",
    ).filled(many=many)  # fmt: skip


# --- objecting -------------------------------------------------------------------------------------------


class Opening(NamedTuple):
    """What somebody may object to now: a unit's recognition that is intended (until a day), or one that was given."""

    reference: str
    name: str
    code: str
    season: int
    publication: str | None
    until: str | None


def opening(session: Session, case: Case, on: date) -> Opening:
    """Whether anybody may object to a unit's recognition on a day. Raises OutOfOrder with the reason."""
    if case.state in RECOGNISED:
        return Opening(case.reference, case.name, case.unit_code, case.season, None, None)
    latest = publication.standing(session, [case.id]).get(case.id) if case.state is State.SCORED else None
    if latest is None or not latest.holds:
        # The same words whatever its state: who has applied, and how it goes, is not for everybody.
        raise OutOfOrder(
            "Hiện không nhận ý kiến phản ánh về hồ sơ này: đơn vị chưa được công nhận và không có trong danh sách đang công khai.",
            "No objections are taken on this application now: the unit is not recognised and on no list that is public.",
        )
    if not latest.runs(on):
        raise OutOfOrder(
            "Thời gian công khai đã hết ngày {until}. Khi đơn vị đã được công nhận, Ông/Bà vẫn có thể phản ánh.",
            "The list was public until {until}. Once the unit is recognised you can still report on it.",
            until=figures.day(latest.until),
        )
    return Opening(case.reference, case.name, case.unit_code, case.season, latest.publication, latest.until)


def receive(store: Store, quoted: str, said: str, contact: str, key: str) -> str:
    """Take what somebody says against a unit's recognition; the code by which they come back for the answer.

    `key` comes from the page that they wrote on: the same key again is the same objection, and has the same code.
    Raises Refused: nothing said or too much of it, nothing to object to, the window is over.
    """
    said, contact = _text(said), _text(contact)
    if not said:
        raise BadInput("Hãy ghi nội dung phản ánh.", "Say what you object to.")
    if len(said) > MOST_SAID or len(contact) > MOST_CONTACT:
        raise BadInput(
            "Nội dung dài nhất {said} ký tự, cách liên hệ dài nhất {contact} ký tự.",
            "At most {said} characters of what you say, {contact} of how to reach you.",
            said=MOST_SAID,
            contact=MOST_CONTACT,
        )
    case = store.case(quoted)
    id, code = _of(key if re.fullmatch(r"[0-9a-f]{32}", key) else secrets.token_hex(16))
    if store.session.row(_IS_THERE, id=id):
        return code
    place = opening(store.session, case, today(store.moment))
    store.record(case, ObjectionReceived(objection=id), None)
    row = (id, case.id, place.publication, _hash(code), said, contact, store.now, "open", "")
    store.write(_NEW, row)
    return code


def _of(key: str) -> tuple[str, str]:
    """An objection's id and the code to follow it by, from the key of its page; neither tells the other."""
    id = hashlib.sha256(f"objection {key}".encode()).hexdigest()[:24]
    letters = base64.b32encode(hashlib.sha256(f"follow {key}".encode()).digest()).decode()[:16]
    return id, "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _text(said: str) -> str:
    """What both databases can hold: no half characters, no NUL; one kind of line end."""
    whole = said.replace("\x00", "").encode("utf-8", "ignore").decode()
    return "\n".join(line.rstrip() for line in whole.strip().splitlines())


class Followed(NamedTuple):
    """What whoever objected is told: the unit, what they said, and the answer."""

    name: str
    reference: str
    said: str
    received_at: str
    outcome: str | None
    answer: str
    answered_at: str | None


_FOLLOW = Sql(
    "select u.name, a.season, a.id, o.said, o.received_at, o.outcome, o.answer, o.answered_at from objection o"
    " join application a on a.id = o.application join unit u on u.id = a.unit where o.follow = :hash"
)


def follow(session: Session, code: str) -> Followed:
    """The objection that a code is of. Raises NotFound, in the same words for every code that is none."""
    letters = re.sub(r"[^A-Z2-7]", "", code.upper())
    row = None
    if _CODE.fullmatch(letters):
        code = "-".join(letters[place : place + 4] for place in range(0, 16, 4))
        row = session.row(_FOLLOW, hash=_hash(code))
    if row is None:
        raise NotFound("Không có ý kiến phản ánh nào với mã này.", "There is no objection with this code.")
    name, season, id, *rest = row
    return Followed(name, reference(season, id), *rest)


# --- answering -------------------------------------------------------------------------------------------


class Received(NamedTuple):
    """An objection for whoever may answer it."""

    id: str
    reference: str
    name: str
    path: str
    state: State
    said: str
    contact: str
    received_at: str
    intended: bool
    outcome: str | None
    answer: str
    answered_by: str | None
    answered_at: str | None


_READ = Sql(
    "select o.id, a.season, a.id, u.name, a.path, a.state, o.said, o.contact, o.received_at, o.publication is not null,"
    " o.outcome, o.answer, c.name, o.answered_at from objection o join application a on a.id = o.application"
    " join unit u on u.id = a.unit left join account c on c.id = o.answered_by where o.id = :id"
)


def hindrance(session: Session, case: Case, by: Person) -> Text | None:
    """Why somebody may neither read nor answer the objections to a unit; None when they may."""
    why = recognition.hindrance(session, Deed.ANSWER_OBJECTION, case, by)
    if why is people.INSPECTED_IT:
        return INSPECTED_IT
    return REGISTERED_IT if why is people.REGISTERED_IT else why


INSPECTED_IT = Text(
    vi="Người kiểm tra hồ sơ không được xem và trả lời phản ánh về chính hồ sơ đó.",
    en="Whoever inspected an application may not read or answer objections to it.",
)
REGISTERED_IT = Text(
    vi="Người đăng ký hồ sơ không được xem và trả lời phản ánh về chính hồ sơ đó.",
    en="Whoever registered an application may not read or answer objections to it.",
)


def read(session: Session, id: str) -> Received:
    """One objection with what it says and who says it: to be shown to nobody whom `hindrance` hinders. Raises NotFound."""
    row = session.row(_READ, id=id)
    if row is None:
        raise NotFound("Không có ý kiến phản ánh này.", "There is no such objection.")
    id, season, application, name, path, state, said, contact, at, intended, *answered = row
    return Received(
        id,
        reference(season, application),
        name,
        path,
        State(state),
        said,
        contact,
        at,
        bool(intended),
        *answered,
    )


_STATE = Sql("select state from objection where id = :id and application = :application")


def answer(
    store: Store, case: Case, id: str, outcome: str, reason: str, by: Person, seen: int | None = None
) -> None:
    """Answer an objection, with a reason that whoever objected will read.

    One that is upheld bars a recognition until the application went back, and puts one that was given in question.
    Raises Refused: not the office, inspected or registered it, no such objection, answered already, no reason.
    """
    why = hindrance(store.session, case, by)
    if why is not None:
        raise NotAllowed(why.vi, why.en)
    recognition.require_seen(store, case, seen)
    found = store.session.row(_STATE, id=id, application=case.id)
    if found is None:
        raise NotFound("Không có ý kiến phản ánh này.", "There is no such objection.")
    if found[0] != "open":
        raise OutOfOrder("Ý kiến phản ánh này đã được trả lời.", "This objection was answered already.")
    if outcome not in OBJECTION_OUTCOMES:
        raise BadInput(
            "Hãy chọn phản ánh đúng hay không đúng.", "Choose whether the objection is right or not."
        )
    require_reason(reason)
    store.record(case, ObjectionAnswered(objection=id, outcome=outcome), by.id)
    store.write(_ANSWER, (outcome, _text(reason), by.id, store.now, id))
    if outcome == "upheld" and case.state is State.RECOGNISED:
        # Its figures say what they said before: no new verdict is told.
        happening = RecognitionQuestioned(verdict="", scorecard_sha256=case.scorecard or "")
        store.record(case, happening, by.id)
        store.ask(NOTIFICATION, case)
