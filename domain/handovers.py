"""Handovers: a duty goes from one account to another on a day to come; until then nothing changes, and it can be taken back.

From that day on the roles themselves say who holds it; the inspections that are open then go over when the calendar is kept.
"""

from datetime import date, timedelta
from typing import NamedTuple

from domain import accounts, people
from domain.calendar import today
from domain.catalogue import Catalogue
from domain.database import Session, Sql, insert
from domain.errors import BadInput, NotFound
from domain.people import Person, Role
from domain.portal_tables import Handover
from domain.rulebook import figures
from domain.store import Store

# Nobody plans further ahead; a wrong year is noticed.
FURTHEST = timedelta(days=366)

_NEW = insert(Handover, "before", "after", "day", "made_by", "made_at")
_GIVEN = Sql(
    "select max(id) from role where account = :account and role = :role and path = :path and starts = :starts"
)
_ENDS = Sql("update role set ends = :ends where id = :id")
_PLANNED = Sql(
    "select h.id, b.id, b.account, b.role, b.path, a.id, a.account, h.day, bc.login, ac.login from handover h"
    " join role b on b.id = h.before join role a on a.id = h.after join account bc on bc.id = b.account"
    " join account ac on ac.id = a.account where h.done_at is null order by h.day, h.id"
)
_DONE = Sql("update handover set done_at = :now where id = :id and done_at is null")
_UNPLAN = Sql("delete from handover where id = :id")
_UNGIVE = Sql("delete from role where id = :id")
_ANY_DUE = Sql("select 1 from handover where done_at is null and day <= :today limit 1")


class WrongDay(BadInput):
    """A day on which nothing can be handed over."""


class Planned(NamedTuple):
    """A duty that will go over on a day."""

    id: int
    before_role: int
    before: int
    role: Role
    path: str
    after_role: int
    after: int
    day: str
    login: str
    to: str


class Done(NamedTuple):
    """Whose duty it was; the day on which it goes over, None for today; the inspections that went over with it."""

    before: int
    day: date | None
    moved: tuple[str, ...]


def hand_over(
    store: Store, catalogue: Catalogue, role: int, to: str, on: date | None, by: Person | None
) -> Done:
    """Let a duty go over today, or on a day to come. Raises Refused."""
    if on is None or on == today(store.moment):
        before, moved = accounts.hand_over(store, catalogue, role, to, by)
        return Done(before, None, tuple(moved))
    return Done(plan(store, role, to, on, by), on, ())


def plan(store: Store, role: int, to: str, on: date, by: Person | None) -> int:
    """Let a duty go over on a day; whose it is until then. Raises Refused."""
    now = today(store.moment)
    if not now < on <= now + FURTHEST:
        raise WrongDay(
            "Ngày bàn giao phải sau hôm nay và trong vòng một năm; {day} thì không được.",
            "The day of a handover lies after today and within a year; {day} will not do.",
            day=figures.day(on),
        )
    before, held, path, _, ends = accounts.held_role(store.session, role, now)
    accounts.require_giving(store.session, by, held, path)
    if ends is not None:
        raise BadInput(
            "Nhiệm vụ này đã có ngày kết thúc là {day}.",
            "This duty ends on {day} already.",
            day=figures.day(ends),
        )
    after = accounts.receiver(store, to, before, by)
    accounts.give(store, after, held, path, on, by)
    store.session.run(_ENDS, id=role, ends=(on - timedelta(days=1)).isoformat())
    given = store.session.row(_GIVEN, account=after, role=held.value, path=path, starts=on.isoformat())
    assert given is not None
    store.session.many(_NEW, [(role, given[0], on.isoformat(), by.id if by else None, store.now)])
    return before


def planned(session: Session) -> list[Planned]:
    """What is to go over and has not, soonest first."""
    return [
        Planned(id, before_role, before, Role(role), path, after_role, after, day, login, to)
        for id, before_role, before, role, path, after_role, after, day, login, to in session.rows(_PLANNED)
    ]


def waiting(session: Session, on: date, by: Person | None) -> list[Planned]:
    """What has not come to its day and is this person's to give."""
    return [
        one
        for one in planned(session)
        if one.day > on.isoformat() and (by is None or accounts.may_give(by, one.role, one.path))
    ]


def take_back(store: Store, login: str, to: str, by: Person | None, id: int | None = None) -> Planned:
    """Let a duty stay where it is, before its day; `id` says which one where there are several. Raises NotFound."""
    for one in waiting(store.session, today(store.moment), by):
        if (one.login, one.to) == (login, to) and id in (None, one.id):
            store.session.run(_UNPLAN, id=one.id)
            store.session.run(_UNGIVE, id=one.after_role)
            store.session.run(_ENDS, id=one.before_role, ends=None)
            return one
    raise NotFound(
        "Không có bàn giao nào từ {login} sang {to} đang chờ đến ngày.",
        "No handover from {login} to {to} waits for its day.",
        login=login,
        to=to,
    )


def any_due(session: Session, day: date) -> bool:
    return session.row(_ANY_DUE, today=day.isoformat()) is not None


def carry_out(store: Store, catalogue: Catalogue) -> list[str]:
    """Move the open inspections of every handover whose day has come. Safe to repeat: each is carried out once."""
    now, moved = today(store.moment), []
    for one in planned(store.session):
        if one.day > now.isoformat() or store.session.run(_DONE, id=one.id, now=store.now) != 1:
            continue
        there = people.by_id(store.session, [one.after], now.isoformat()).get(one.after)
        if one.role is Role.INSPECTOR and there is not None and there.holds(Role.INSPECTOR, one.path):
            moved += accounts.move_inspections(store, catalogue, one.before, one.after, one.path, None)
    return moved
