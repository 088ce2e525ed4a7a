"""Audiences: whom an event concerns, and through which channels they can be told."""

from collections.abc import Mapping, Sequence
from datetime import date

import orjson

from domain.calendar import today
from domain.cases import Case
from domain.database import Sql, listed
from domain.events import AppealLodged
from domain.inspection import places
from domain.notices import WEBHOOK
from domain.outbox import Piece, Treat
from domain.people import Role
from domain.procedures import Procedures
from domain.store import Store

# Event to the audiences that are told of it: what `flows/letters` holds a text for.
Plan = Mapping[str, Sequence[str]]

_ADDRESSES = Sql("select id, addresses from account where active = 1 and id in {numbers:ids}")
_HOLDERS = Sql(
    "select r.path, r.role, c.id, c.addresses from role r join account c on c.id = r.account and c.active = 1"
    " where r.role in ('standing-office', 'approver') and r.starts <= :today and (r.ends is null or r.ends >= :today)"
    " and r.path in {texts:paths} order by c.id"
)

_WATCHERS = Sql(
    "select r.path, c.id, c.addresses from role r join account c on c.id = r.account and c.active = 1"
    " where r.role = 'auditor' and r.starts <= :today and (r.ends is null or r.ends >= :today)"
    " and r.path in {texts:paths} order by c.id"
)
_MEMBERS = Sql(
    "select distinct i.application, c.id, c.addresses from council_item i"
    " join council_session s on s.id = i.session and s.state in ('called', 'open')"
    " join council_member m on m.session = i.session join account c on c.id = m.account and c.active = 1"
    " where i.application in {numbers:ids} order by i.application, c.id"
)


def answer(
    store: Store,
    plan: Plan,
    channels: Sequence[str],
    cases: Sequence[Case],
    procedures: Procedures | None = None,
) -> Treat:
    """Write a notice for everybody whom the plan names. A person without an address in a channel is not told there. The
    program of whoever may read everything of a place is told of every event there, by webhook; no person wants that."""
    persons = {id for case in cases for id in (case.registered_by, case.inspector) if id is not None}
    reached = {
        id: _reached(text, channels) for id, text in store.session.rows(_ADDRESSES, ids=listed(persons))
    }
    above = {place: places(place) for place in {case.place for case in cases}}
    held: dict[tuple[str, str], list[int]] = {}
    paths = {place for chain in above.values() for place in chain}
    for path, role, id, text in store.session.rows(
        _HOLDERS, paths=listed(paths), today=today(store.moment).isoformat()
    ):
        held.setdefault((path, role), []).append(id)
        reached[id] = _reached(text, channels)
    watching: dict[str, list[int]] = {}
    if WEBHOOK in channels:
        for path, id, text in store.session.rows(
            _WATCHERS, paths=listed(paths), today=today(store.moment).isoformat()
        ):
            if _reached(text, (WEBHOOK,)):
                watching.setdefault(path, []).append(id)
    watchers = {
        place: sorted({id for at in chain for id in watching.get(at, ())}) for place, chain in above.items()
    }
    # The office of a place is the nearest one that somebody holds: its own, or that of a place above.
    offices: dict[tuple[str, str], Sequence[int]] = {
        (place, role): next((held[at, role] for at in chain if (at, role) in held), ())
        for place, chain in above.items()
        for role in (Role.STANDING_OFFICE, Role.APPROVER)
    }
    members: dict[int, list[int]] | None = None

    def invited(case: Case) -> Sequence[int]:
        """Whoever is to sit on the case; asked for once, and only where somebody was invited."""
        nonlocal members
        if members is None:
            members = {}
            for id, account, text in store.session.rows(_MEMBERS, ids=listed(case.id for case in cases)):
                members.setdefault(id, []).append(account)
                reached[account] = _reached(text, channels)
        return members.get(case.id, ())

    letters = {event: [(name, f"{event}/{name}") for name in audiences] for event, audiences in plan.items()}

    on = today(store.moment)

    def treat(case: Case, piece: Piece) -> None:
        for name, letter in letters.get(piece.event, ()):
            told: Sequence[int]
            if name == "applicant":
                told = (case.registered_by,)
            elif name == "inspector":
                told = () if case.inspector is None else (case.inspector,)
            elif name == Role.COUNCIL_MEMBER:
                told = invited(case)
            elif (
                piece.event == AppealLodged.name
                and name == Role.APPROVER
                and _goes_above(procedures, case, on)
            ):
                told = next((held[at, name] for at in above[case.place][1:] if (at, name) in held), ())
            else:
                told = offices[case.place, name]
            for account in told:
                for channel in reached.get(account, ()):
                    store.keep_notice(case.id, piece.number, account, channel, letter)
        for account in watchers[case.place]:
            store.keep_notice(case.id, piece.number, account, WEBHOOK, f"{piece.event}/{Role.AUDITOR}")

    return treat


def _goes_above(procedures: Procedures | None, case: Case, on: date) -> bool:
    """Whether an appeal about a case is decided above the place that decided: whoever sits there is told, and not here."""
    if procedures is None:
        return False
    return procedures.of(case.place, case.kind, case.standard, on).appeal.decided_by == "above"


def _reached(addresses: str, channels: Sequence[str]) -> list[str]:
    known = orjson.loads(addresses)
    return [channel for channel in channels if known.get(channel)]
