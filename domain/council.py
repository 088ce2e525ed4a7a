"""Council: who came to a session, what its members say of what they saw, and what it found.

The law does not know this council; a place that wants one writes who sits on it, its quorum and its majority into its
procedure. A session is bound to the dossiers as its members saw them, and to the rules that it was called under.
"""

from collections.abc import Mapping
from typing import Any

from domain import people, sittings
from domain.calendar import today
from domain.cases import Case
from domain.council_votes import ABSTAIN, AGAINST, FOR, RECUSED, seats
from domain.database import Session, Sql, insert
from domain.decision_tables import CouncilVote
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.events import CouncilReviewed
from domain.people import Deed, Person
from domain.rulebook import figures
from domain.sittings import Item, Sitting
from domain.store import Store

# The longest that a member writes of one application.
LONGEST = 4000

_VOTE = insert(
    CouncilVote,
    "session",
    "application",
    "account",
    "vote",
    "opinion",
    "at",
    replace=("vote", "opinion", "at"),
)
_CAME = Sql("update council_member set attended = ? where session = ? and account = ?")
_OPEN = Sql("update council_session set state = 'open' where id = ?")
_CLOSE = Sql("update council_session set state = 'closed', closed_by = ?, closed_at = ? where id = ?")
_CANCEL = Sql(
    "update council_session set state = 'cancelled', closed_by = ?, closed_at = ?, note = ? where id = ?"
)
_FIND = Sql("update council_item set outcome = ?, note = ? where session = ? and application = ?")


# --- the session -------------------------------------------------------------------------------------------


def attend(store: Store, id: str, came: Mapping[str, bool], by: Person) -> None:
    """Write down who came, by login, and open the session. Raises Refused: before its day, or once it is closed."""
    found = _going(store, id, by)
    if found.held_on > today(store.moment).isoformat():
        raise OutOfOrder(
            "Phiên họp vào ngày {day}; chưa thể ghi người dự họp.",
            "The session is on {day}; who came cannot be written down yet.",
            day=figures.day(found.held_on),
        )
    accounts = {one.login: one.account for one in found.members}
    for login in came:
        if login not in accounts:
            raise NotFound(
                "{login} không được mời họp phiên này.", "{login} was not invited to it.", login=login
            )
    store.write(_OPEN, (id,))
    for login, there in came.items():
        store.write(_CAME, (int(there), id, accounts[login]))


def vote(store: Store, id: str, case_id: int, said: str, opinion: str, by: Person) -> None:
    """A member says for, against, abstain, or recused, and may write why; the last word before the session closes counts.

    Raises Refused: not invited, recused by rule, closed, changed since it was put before them.
    """
    found = _held(store, id)
    member, item = found.member(by.id), found.item(case_id)
    if item is None:
        raise NotFound("Hồ sơ này không có trong phiên họp {id}.", "It is not on the agenda of {id}.", id=id)
    if member is None:
        raise NotAllowed("Chỉ thành viên được mời mới biểu quyết.", "Only a member who was invited may vote.")
    people.require(by, Deed.VOTE, item.path)
    if not found.going:
        raise OutOfOrder(
            "Phiên họp {id} {state}; không ghi thêm và không đổi biểu quyết được nữa.",
            "Session {id} is {state}; no vote is taken or changed any more.",
            id=id,
            state=found.state_name,
        )
    if said not in (FOR, AGAINST, ABSTAIN, RECUSED):
        raise BadInput("Hãy chọn một ý kiến.", "Choose a vote.")
    if by.id in item.barred:
        raise NotAllowed(item.barred[by.id].vi, item.barred[by.id].en)
    if item.changed is not None:
        raise OutOfOrder(item.changed.vi, item.changed.en)
    opinion = opinion.strip()
    if len(opinion) > LONGEST:
        raise BadInput("Ý kiến dài quá {most} ký tự.", "This is longer than {most} characters.", most=LONGEST)
    if said == RECUSED and not opinion:
        raise BadInput("Hãy ghi lý do không tham gia xét.", "Say why you take no part in it.")
    if said != RECUSED and not member.attended:
        _require_written(found, opinion)
    store.write(_VOTE, (id, case_id, by.id, said, opinion, store.now))


def _require_written(found: Sitting, opinion: str) -> None:
    if not found.rules.written_opinions:
        raise OutOfOrder(
            "Chỉ thành viên dự họp được biểu quyết, sau khi Thường trực ghi người dự họp.",
            "Only members who came may vote, once the standing office has written down who came.",
        )
    if not opinion:
        raise BadInput(
            "Ai không dự họp thì biểu quyết bằng văn bản: hãy ghi ý kiến.",
            "Whoever did not come votes in writing: write your opinion.",
        )


def close(store: Store, id: str, by: Person) -> Sitting:
    """Count every item and record what was found; the session as it was closed. Closing it again changes nothing.

    Raises Refused: before anybody wrote down who came.
    """
    _require_office(by, _held(store, id).place)
    found = sittings.sitting(store.session, id)
    if found.state == "closed":
        return found
    if found.state != "open":
        raise OutOfOrder(
            "Phiên họp {id} {state}; chỉ kết thúc được sau khi ghi người dự họp.",
            "Session {id} is {state}; it is closed after it was written down who came.",
            id=id,
            state=found.state_name,
        )
    # Held before they are counted: what changes a dossier waits, or came first and is seen.
    cases = store.cases(item.application for item in found.items)
    found = sittings.sitting(store.session, id)
    for item in found.items:
        if item.changed is not None:
            store.write(_FIND, ("void", item.changed.model_dump_json(), id, item.application))
            continue
        _record(store, found, item, cases[item.application], by)
    store.write(_CLOSE, (by.id, store.now, id))
    return found


def _record(store: Store, found: Sitting, item: Item, case: Case, by: Person) -> None:
    counted = found.finding(item)
    for account, why in item.barred.items():
        # For the minutes: who was recused by rule is told with those who recused themselves.
        store.write(_VOTE, (found.id, case.id, account, RECUSED, why.vi, store.now))
    note = counted.why.model_dump_json() if counted.why else ""
    store.write(_FIND, (counted.outcome, note, found.id, case.id))
    reviewed = CouncilReviewed(
        session=found.id,
        outcome=counted.outcome,
        in_favour=counted.in_favour,
        against=counted.against,
        abstained=counted.abstained,
        recused=counted.recused,
    )
    store.record(case, reviewed, by.id)


def cancel(store: Store, id: str, reason: str, by: Person) -> None:
    """Call a session off, with a reason; its applications may be put before another one."""
    _going(store, id, by)
    if not reason.strip():
        raise BadInput("Hãy ghi lý do hủy phiên họp.", "Say why the session is called off.")
    store.write(_CANCEL, (by.id, store.now, reason.strip(), id))


def _going(store: Store, id: str, by: Person) -> Sitting:
    """A session that is not over, held, for the office that called it."""
    found = _held(store, id)
    _require_office(by, found.place)
    if not found.going:
        raise OutOfOrder(
            "Phiên họp {id} {state}; không sửa được nữa.",
            "Session {id} is {state}; nothing of it can be changed any more.",
            id=id,
            state=found.state_name,
        )
    return found


def _held(store: Store, id: str) -> Sitting:
    """A session as it is now, which nobody else changes until the transaction ends."""
    store.must_hold()
    store.flush()  # what somebody did to it a moment ago in this transaction
    return sittings.sitting(store.session, id, held=True)


def _require_office(by: Person, place: str) -> None:
    people.require(by, Deed.CALL_COUNCIL, f"{place}-/")


# --- the minutes -------------------------------------------------------------------------------------------


def minutes(session: Session, id: str) -> dict[str, Any]:
    """Everything that the minutes of a session say, names of seats and outcomes in both languages. Raises NotFound."""
    found = sittings.sitting(session, id)
    there = {one.account for one in found.members if one.attended}
    return {
        "id": found.id,
        "place": found.place,
        "season": found.season,
        "serial": found.serial,
        "held_on": found.held_on,
        "held_at": found.held_at,
        "venue": found.venue,
        "state": found.state,
        "called_by": found.called_by,
        "called_at": found.called_at,
        "closed_by": found.closed_by,
        "closed_at": found.closed_at,
        "procedure": found.procedure,
        "quorum": found.rules.quorum,
        "passes": found.rules.passes,
        "cites": found.rules.cites,
        "present": len(there),
        "invited": len(found.members),
        "absent_seats": [one.model_dump() for one in found.unfilled],
        "members": [
            {
                "name": one.name,
                "seat": found.seat_name(one).model_dump(),
                "required": seats(found.rules)[one.seat].required,
                "attended": bool(one.attended),
            }
            for one in found.members
        ],
        "items": [_of_minutes(found, item) for item in found.items],
    }


def _of_minutes(found: Sitting, item: Item) -> dict[str, Any]:
    counted = found.finding(item)
    outcome = item.outcome or ("void" if item.changed else counted.outcome)
    why = item.why or (item.changed if item.outcome in (None, "void") else None)
    return {
        "reference": item.reference,
        "unit": item.name,
        "kind": item.kind,
        "verdict": item.verdict,
        "number": item.number,
        "head": item.head,
        "outcome": outcome,
        "outcome_name": sittings.OUTCOMES[outcome].model_dump(),
        "why": why.model_dump() if why else None,
        "changed_since": item.changed.model_dump() if item.changed else None,
        "in_favour": counted.in_favour,
        "against": counted.against,
        "abstained": counted.abstained,
        "recused": counted.recused,
        "votes": [
            {
                "name": one.name,
                "seat": found.seat_name(one).model_dump(),
                "vote": said.vote,
                "vote_name": sittings.VOTE_NAMES[said.vote].model_dump(),
                "opinion": said.opinion,
                "in_writing": not one.attended,
                # Who was overruled and said why: kept with the minutes.
                "dissents": (outcome, said.vote) in (("for", AGAINST), ("against", FOR)),
            }
            for one in found.members
            if (said := item.votes.get(one.account)) is not None
        ],
    }
