"""Inspection: who looks at an application, until when, and what they found."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

import orjson

from domain import people
from domain.calendar import today
from domain.cases import Case, code_of
from domain.database import Session, Sql, listed
from domain.errors import BadInput, NotFound, OutOfOrder
from domain.events import InspectionSubmitted, InspectorAssigned, InspectorRecused
from domain.lifecycle import State
from domain.outbox import Piece, Treat
from domain.people import Deed, Person
from domain.standards import Standard
from domain.store import Store
from domain.texts import Text

# How long an inspector has when the season's own deadline is nearer than that, or over. Not in the circular: configuration.
AT_LEAST = timedelta(days=7)

_INSPECTORS = Sql(
    "select r.path, r.account, (select count(*) from application a where a.inspector = r.account and a.state = 'under-inspection')"
    " from role r join account c on c.id = r.account and c.active = 1"
    " where r.role = 'inspector' and r.starts <= :today and (r.ends is null or r.ends >= :today)"
    " and r.path in {texts:paths} order by r.path, r.account"
)

_NAMES = Sql("select id, login, name from account where id in {numbers:ids}")
_PLACES = Sql("select code, name, attributes from unit where code in {texts:codes} order by valid_from")

_RECUSED = Sql(
    "select application, account from event where application in {numbers:ids} and name = 'inspector-recused'"
)


def places(path: str) -> list[str]:
    """A place and everything above it, nearest first: `/20/06625/`, `/20/`, `/`."""
    parts = path.strip("/").split("/") if path.strip("/") else []
    return ["/" + "".join(f"{part}/" for part in parts[:n]) for n in range(len(parts), -1, -1)]


def chooser(store: Store, cases: Sequence[Case]) -> Callable[[Case], int]:
    """A function that proposes an inspector: of the nearest place that has one, whoever has least to do.

    Whoever recused themselves from an application is not proposed for it again.
    """
    above = {place: places(place) for place in {case.place for case in cases}}
    wanted = {place for chain in above.values() for place in chain}
    load: dict[str, dict[int, int]] = {}
    shared: dict[int, int] = {}
    for path, account, open_cases in store.session.rows(
        _INSPECTORS, paths=listed(wanted), today=today(store.moment).isoformat()
    ):
        load.setdefault(path, {})[account] = open_cases
        shared[account] = open_cases
    # Only a case that has been assigned before can have been given back: registered, assigned, recused.
    again = [case.id for case in cases if case.number >= 3]
    recused = set(store.session.rows(_RECUSED, ids=listed(again))) if again else set()

    def choose(case: Case) -> int:
        for place in above[case.place]:
            able = [
                account
                for account in load.get(place, ())
                if account != case.registered_by and (case.id, account) not in recused
            ]
            if able:
                chosen = min(able, key=lambda account: (shared[account], account))
                shared[chosen] += 1
                return chosen
        raise NotFound(
            "Chưa có người kiểm tra nào cho {place} và các cấp trên, nên hồ sơ {reference} chưa được phân công.",
            "No inspector is named for {place} or above, so application {reference} is not assigned.",
            place=case.place,
            reference=case.reference,
        )

    return choose


class Candidate(NamedTuple):
    """An inspector who may be given an application: in which place they hold the role, how many levels above the
    application's own that is, and what they have to do. `kilometres` is between the places, where both are known."""

    login: str
    name: str
    place: str
    levels: int
    open_cases: int
    kilometres: int | None


def candidates(session: Session, case: Case, on: str) -> list[Candidate]:
    """Whoever may take over a case, as `chooser` would take them: nearest place first, then whoever has least to do."""
    chain = places(case.place)
    rows = session.rows(_INSPECTORS, paths=listed(chain), today=on)
    recused = {account for _, account in session.rows(_RECUSED, ids=listed([case.id]))}
    codes = {code_of(path) for path in chain}
    units = {
        code: (name, orjson.loads(held)) for code, name, held in session.rows(_PLACES, codes=listed(codes))
    }
    names = {
        id: (login, name) for id, login, name in session.rows(_NAMES, ids=listed(row[1] for row in rows))
    }
    here = _point(case.unit_facts) or _point(units.get(code_of(case.place), ("", {}))[1])
    found = []
    for path, account, open_cases in rows:
        if account in (case.registered_by, case.inspector) or account in recused:
            continue
        place, attributes = units.get(code_of(path), ("", {}))
        there = _point(attributes) if path != case.place else None
        login, name = names[account]
        found.append(
            Candidate(
                login,
                name,
                place,
                chain.index(path),
                open_cases,
                _kilometres(here, there) if here and there else None,
            )
        )
    return sorted(found, key=lambda one: (one.levels, one.open_cases, one.login))


def _point(attributes: Mapping[str, Any]) -> tuple[float, float] | None:
    lat, lon = attributes.get("lat"), attributes.get("lon")
    return (float(lat), float(lon)) if isinstance(lat, int | float) and isinstance(lon, int | float) else None


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> int:
    """As the crow flies."""
    (lat, lon), (lat2, lon2) = (map(radians, one)), (map(radians, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return round(2 * 6371 * asin(sqrt(half)))


def assign(store: Store, standard: Standard, case: Case, inspector: int, by: Person | None = None) -> None:
    """Give the application to an inspector, with a day by which to report. `by` is None when a flow does it."""
    if by is not None:
        people.require(by, Deed.ASSIGN, case.path, case)
        named = people.by_id(store.session, [inspector], today(store.moment).isoformat()).get(inspector)
        reason = people.may(named, Deed.INSPECT, case.path) if named else None
        if named is None or reason or inspector == case.registered_by:
            raise BadInput(
                "Người được phân công không phải là người kiểm tra của nơi này, hoặc chính là người đăng ký.",
                "The account is not an inspector of this place, or is the one that registered.",
            )
        if inspector == case.inspector:
            raise OutOfOrder(
                "{name} đang giữ hồ sơ này rồi.", "{name} has this application already.", name=named.name
            )
    case.inspector = inspector
    soonest = today(store.moment) + AT_LEAST
    case.due_on = max(standard.deadline(case.season) or soonest, soonest).isoformat()
    store.record(case, InspectorAssigned(inspector=inspector, due_on=case.due_on), by.id if by else None)


def recuse(store: Store, case: Case, by: Person, reason: str) -> None:
    """An inspector steps back from a conflict of interest; somebody else is proposed."""
    people.require(by, Deed.RECUSE, case.path, case)
    require_reason(reason)
    case.inspector = None
    store.record(case, InspectorRecused(inspector=by.id, reason=reason), by.id)


def submit(store: Store, standard: Standard, case: Case, facts: dict[str, Any], by: Person) -> None:
    """Record what the inspector found. Raises Refused with every mistake in it."""
    people.require(by, Deed.INSPECT, case.path, case)
    check(standard, facts)
    digest = store.keep_facts(case, "inspector", facts, by.id)
    case.inspected_by = by.id
    store.record(case, InspectionSubmitted(facts_sha256=digest), by.id)


def check(standard: Standard, facts: dict[str, Any]) -> None:
    """Raise BadInput with a sentence for each mistake in a facts document."""
    mistakes = standard.check_facts(facts)
    if mistakes:
        every = Text(vi=" ".join(m.vi for m in mistakes), en=" ".join(m.en for m in mistakes))
        raise BadInput("{every}", "{every}", every=every)


def require_reason(reason: str) -> None:
    """A return, a refusal and an exception need a reason."""
    if not reason.strip():
        raise BadInput("Việc này cần ghi rõ lý do.", "This needs a reason.")


def answer(store: Store, cases: Sequence[Case]) -> Treat:
    """What follows an assignment: a blank checklist in the inspector's name."""

    def treat(case: Case, piece: Piece) -> None:
        if case.state is State.UNDER_INSPECTION and case.inspector is not None:
            store.open_facts(case, "inspector", case.inspector)

    return treat
