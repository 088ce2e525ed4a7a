"""Appeals: an applicant asks for a refusal or a revocation to be looked at again, and somebody else decides that.

The circular says nothing of it: within how many days, and whether the level above decides, is the procedure's; that it
is always somebody else than who decided, and nobody who registered or inspected, is not.
"""

import secrets
from datetime import date, timedelta
from typing import NamedTuple

from domain import people, recognition
from domain.calendar import today
from domain.cases import Case, moment
from domain.database import Session, Sql, insert
from domain.decision_tables import APPEAL_OUTCOMES, Appeal
from domain.decisions import Form, enter
from domain.errors import BadInput, NotAllowed, OutOfOrder
from domain.events import (
    AppealAllowed,
    AppealDismissed,
    AppealLodged,
    RecognitionDeclined,
    RecognitionRevoked,
)
from domain.inspection import places, require_reason
from domain.lifecycle import State, after
from domain.people import Deed, Person, Role
from domain.procedures import Procedure, Procedures
from domain.rulebook import figures
from domain.store import Store
from domain.subscriptions import SCORING
from domain.texts import Text
from domain.workdays import WEEKDAYS, Calendar

# What can be appealed against.
_AGAINST = (RecognitionDeclined.name, RecognitionRevoked.name)

_DECIDED = Sql(
    "select number, name, at, account from event where application = :id and name in ('recognition-declined', 'recognition-revoked')"
    " order by number desc limit 1"
)
_OF_CASE = Sql(
    "select p.id, p.number, p.reason, p.lodged_at, p.state, p.outcome, p.answer, p.decided_at, c.name from appeal p"
    " left join account c on c.id = p.decided_by where p.application = :id order by p.lodged_at, p.id"
)
_NEW = insert(Appeal, "id", "application", "number", "reason", "lodged_by", "lodged_at", "state", "answer")
_SETTLE = Sql(
    "update appeal set state = 'decided', outcome = ?, answer = ?, decided_by = ?, decided_at = ? where id = ? and state = 'open'"
)


class Decided(NamedTuple):
    """The decision that can be appealed against: the event's number and name, the day in Viet Nam, whose it was."""

    number: int
    event: str
    on: date
    by: int | None


class Lodged(NamedTuple):
    """One appeal; `number` is that of the event that it is against."""

    id: str
    number: int
    reason: str
    lodged_at: str
    state: str
    outcome: str | None
    answer: str
    decided_at: str | None
    decided_by: str | None


class Deadline(NamedTuple):
    """The last day on which an appeal is taken (None: no day is set), and why that day."""

    last: date | None
    explained: Text

    def over(self, on: date) -> bool:
        return self.last is not None and on > self.last


def decided(session: Session, case: Case) -> Decided | None:
    """The decision that stands against the applicant now; None where none does."""
    if case.state not in (State.NOT_RECOGNISED, State.REVOKED):
        return None
    row = session.row(_DECIDED, id=case.id)
    return Decided(row[0], row[1], today(moment(row[2])), row[3]) if row else None


def of_case(session: Session, application: int) -> list[Lodged]:
    """Every appeal of an application, the first one first."""
    return [Lodged(*row) for row in session.rows(_OF_CASE, id=application)]


def deadline(calendar: Calendar, rules: Procedure, on: date) -> Deadline:
    """Until when a decision of that day can be appealed against; the day itself does not count, the last one does, and a
    last day on which offices rest ends with the next working day (Bộ luật Dân sự 2015, Điều 147, 148)."""
    within = rules.appeal.within_days
    if within is None:
        return Deadline(
            None, Text(vi="Nơi này không đặt thời hạn khiếu nại.", en="No day is set for appeals here.")
        )
    plain = on + timedelta(days=within)
    last = calendar.or_next(plain)
    said = Text(
        vi="Khiếu nại được nhận đến hết {weekday}, {last}: {within} ngày sau ngày quyết định {on}.",
        en="Appeals are taken until the end of {weekday}, {last}: {within} days after the decision of {on}.",
    ).filled(weekday=WEEKDAYS[last.weekday()], last=figures.day(last), within=within, on=figures.day(on))
    if last != plain:
        rest = Text(
            vi=" Ngày {plain} là ngày nghỉ nên tính đến hết ngày làm việc tiếp theo.",
            en=" Offices rest on {plain}, so the next working day counts.",
        ).filled(plain=figures.day(plain))
        said = Text(vi=said.vi + rest.vi, en=said.en + rest.en)
    return Deadline(last, said)


def why_not(session: Session, calendar: Calendar, rules: Procedure, case: Case, on: date) -> Text | None:
    """Why no appeal is taken on this day, whoever lodges it; None when one is."""
    against = decided(session, case)
    if against is None:
        return Text(
            vi="Chỉ khiếu nại được khi không được công nhận hoặc bị thu hồi công nhận.",
            en="Only a refusal to recognise or a revocation can be appealed against.",
        )
    for one in of_case(session, case.id):
        if one.number == against.number:
            return _UNDER_WAY if one.state == "open" else _ANSWERED
    until = deadline(calendar, rules, against.on)
    if until.over(on):
        over = Text(vi="Đã hết thời hạn khiếu nại.", en="The time for an appeal is over.")
        return Text(vi=f"{over.vi} {until.explained.vi}", en=f"{over.en} {until.explained.en}")
    return None


_UNDER_WAY = Text(
    vi="Khiếu nại về quyết định này đang được giải quyết.", en="An appeal against this decision is under way."
)
_ANSWERED = Text(
    vi="Khiếu nại về quyết định này đã được giải quyết; mỗi quyết định chỉ khiếu nại một lần.",
    en="An appeal against this decision was decided; there is one against each.",
)


def lodge(
    store: Store,
    calendar: Calendar,
    rules: Procedure,
    case: Case,
    reason: str,
    by: Person,
    seen: int | None = None,
) -> None:
    """Appeal against the decision that stands. Raises Refused: not the applicant, nothing to appeal against, too late,
    appealed already, no reason."""
    people.require(by, Deed.APPEAL, case.path, case)
    recognition.require_seen(store, case, seen)
    after(case.state, AppealLodged, case.reference)
    require_reason(reason)
    why = why_not(store.session, calendar, rules, case, today(store.moment))
    if why is not None:
        raise OutOfOrder(why.vi, why.en)
    against = decided(store.session, case)
    assert against is not None  # `why_not` said so
    id = secrets.token_hex(12)
    store.record(case, AppealLodged(appeal=id, reason=reason.strip()), by.id)
    store.write(_NEW, (id, case.id, against.number, reason.strip(), by.id, store.now, "open", ""))


# --- deciding --------------------------------------------------------------------------------------------


def hindrance(session: Session, rules: Procedure, case: Case, by: Person) -> Text | None:
    """Why somebody may not decide an appeal of this case; None when they may."""
    why = recognition.hindrance(session, Deed.DECIDE_APPEAL, case, by)
    if why is not None:
        return (
            _INSPECTED_IT
            if why is people.INSPECTED_IT
            else _REGISTERED_IT
            if why is people.REGISTERED_IT
            else why
        )
    against = decided(session, case)
    if against is not None and against.by == by.id:
        return _DECIDED_IT
    if rules.appeal.decided_by == "above" and seat(case, by, above=True) is None:
        return Text(
            vi="Khiếu nại ở nơi này do cấp trên của người đã quyết định giải quyết.",
            en="Appeals here are decided by the level above whoever decided.",
        )
    return None


_INSPECTED_IT = Text(
    vi="Người kiểm tra hồ sơ không được giải quyết khiếu nại về chính hồ sơ đó.",
    en="Whoever inspected an application may not decide an appeal about it.",
)
_REGISTERED_IT = Text(
    vi="Người đăng ký hồ sơ không được giải quyết khiếu nại về chính hồ sơ đó.",
    en="Whoever registered an application may not decide an appeal about it.",
)
_DECIDED_IT = Text(
    vi="Người đã ra quyết định không được giải quyết khiếu nại về chính quyết định đó.",
    en="Whoever took a decision may not decide an appeal against it.",
)


def seat(case: Case, by: Person, *, above: bool = False) -> str | None:
    """The nearest place, the case's own (unless `above`) or one above it, for which somebody decides; None where none."""
    held = {at for role, at in by.roles if role is Role.APPROVER}
    chain = places(case.place)
    return next((at for at in (chain[1:] if above else chain) if at in held), None)


def decide(
    store: Store,
    procedures: Procedures,
    case: Case,
    outcome: str,
    reason: str,
    by: Person,
    seen: int | None = None,
) -> None:
    """Decide the appeal that is open, and carry out what follows: a refusal that is set aside is judged and decided anew,
    a revocation that is set aside ends with the recognition reinstated.

    Raises Refused: not who may, decided it themselves, no appeal is open, no reason.
    """
    on = today(store.moment)
    rules = procedures.of(case.place, case.kind, case.standard, on)
    why = hindrance(store.session, rules, case, by)
    if why is not None:
        raise NotAllowed(why.vi, why.en)
    recognition.require_seen(store, case, seen)
    open_ = next((one for one in of_case(store.session, case.id) if one.state == "open"), None)
    if open_ is None:
        raise OutOfOrder(
            "Hồ sơ {reference} không có khiếu nại nào đang chờ giải quyết.",
            "No appeal of application {reference} waits to be decided.",
            reference=case.reference,
        )
    if outcome not in APPEAL_OUTCOMES:
        raise BadInput(
            "Hãy chọn chấp nhận hay bác khiếu nại.", "Choose whether the appeal is allowed or dismissed."
        )
    require_reason(reason)
    reason = reason.strip()
    if outcome == "dismissed":
        store.record(case, AppealDismissed(appeal=open_.id, reason=reason), by.id)
    else:
        at = seat(case, by) or case.place
        form = Form(procedures.of(at, case.kind, case.standard, on), place=at)
        if case.state is State.REVOKED:
            recognition.restore(store, case, by, form, reason)
        else:
            decision = enter(store, form, case, by, "appeal")
            store.record(case, AppealAllowed(appeal=open_.id, reason=reason, decision=decision), by.id)
            store.ask(SCORING, case)
    store.write(_SETTLE, (outcome, reason, by.id, store.now, open_.id))
