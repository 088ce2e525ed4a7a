"""Council calling: the standing office puts scored applications before its council and invites the members.

What they vote on is bound to the dossiers as they are now, and counted by the rules that hold now.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from domain import council_findings, people
from domain.calendar import today
from domain.cases import Case, code_of, place_of, reference
from domain.council_votes import seats
from domain.database import Session, Sql, insert
from domain.decision_tables import CouncilItem, CouncilMember, CouncilSession
from domain.errors import BadInput, OutOfOrder
from domain.events import CouncilCalled
from domain.lifecycle import after
from domain.once import once
from domain.people import Deed, Person
from domain.procedures import Council, Procedure, Procedures
from domain.rulebook import figures
from domain.sittings import GOING
from domain.store import Store

# The most that one session looks at.
MOST = 200

_CALL = insert(
    CouncilSession, "id", "place", "season", "serial", "procedure", "rules", "held_on", "held_at", "venue", "state", "called_by",
    "called_at", "note",
)  # fmt: skip
_INVITE = insert(CouncilMember, "session", "account", "seat")
_PUT = insert(CouncilItem, "session", "application", "number", "head", "note")
_SITTERS = Sql(
    "select distinct c.id, c.login, c.name from role r join account c on c.id = r.account and c.active = 1"
    " where r.role = 'council-member' and r.path = :place and r.starts <= :on and (r.ends is null or r.ends >= :on)"
    " order by c.name, c.id"
)


# What is scored, of places where somebody calls the council; what meets every criterion first.
_SCORED = (
    "select a.id, a.season, a.path, a.kind, a.standard, a.verdict, u.name from application a join unit u on u.id = a.unit"
    " where a.state = 'scored' and {condition} and not exists (select 1 from council_item i"
    "  join council_session s on s.id = i.session and s.state in ('called', 'open') where i.application = a.id)"
    " order by a.path, a.season, case a.verdict when 'met' then 0 else 1 end, u.sort_key, a.id limit :most"
)


class Candidate(NamedTuple):
    """A scored application that its place's procedure wants put before the council."""

    id: int
    season: int
    place: str
    kind: str
    verdict: str
    name: str

    @property
    def reference(self) -> str:
        return reference(self.season, self.id)


class Agenda(NamedTuple):
    """What one session of a place could look at: its season, the council's composition, the applications."""

    place: str
    season: int
    rules: Council
    candidates: list[Candidate]


def agendas(session: Session, procedures: Procedures, by: Person, on: date) -> list[Agenda]:
    """What waits for a council that this person calls, one entry for each place, season and composition."""
    condition, values = people.within(by, Deed.CALL_COUNCIL)
    rows = session.rows(Sql(_SCORED.replace("{condition}", condition)), **values, most=20 * MOST)
    stands = {
        id
        for id, every in council_findings.found(session, [row[0] for row in rows]).items()
        if every[-1].stands
    }
    found: dict[tuple[str, int, str], Agenda] = {}
    for id, season, path, kind, standard, verdict, name in rows:
        place = place_of(path)
        rules = procedures.of(place, kind, standard, on)
        if id in stands or not rules.needs_council:
            continue
        key = (place, season, rules.council.model_dump_json())
        agenda = found.setdefault(key, Agenda(place, season, rules.council, []))
        if len(agenda.candidates) < MOST:
            agenda.candidates.append(Candidate(id, season, place, kind, verdict or "", name))
    return list(found.values())


class Calling(BaseModel):
    """A session as the standing office wants it: `members` are logins with the seat of each, `agenda` references."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    season: int
    held_on: date
    held_at: time | None = None
    venue: str = Field(max_length=300)
    members: dict[str, str]
    agenda: tuple[str, ...]


def call(store: Store, procedures: Procedures, wanted: Calling, by: Person, key: str | None = None) -> str:
    """Call a session and invite its members; its id. Raises Refused and calls nothing."""
    people.require(by, Deed.CALL_COUNCIL, f"{wanted.place}-/")
    request = wanted.model_dump(mode="json")
    return once(store, by, key, request, _counter(wanted), lambda: _call(store, procedures, wanted, by))


def _counter(wanted: Calling) -> str:
    return f"council {wanted.season} {wanted.place}"


def _call(store: Store, procedures: Procedures, wanted: Calling, by: Person) -> str:
    on = today(store.moment)
    cases = _agenda(store, wanted)
    rules = _rules(procedures, cases, wanted, on)
    invited = _invited(store, rules, wanted, on)
    earliest = on + timedelta(days=rules.council.invited_before)
    if wanted.held_on < earliest:
        raise BadInput(
            "Giấy mời phải gửi trước ít nhất {days} ngày: sớm nhất là họp ngày {earliest}.",
            "Members are invited at least {days} days before: the earliest day is {earliest}.",
            days=rules.council.invited_before,
            earliest=figures.day(earliest),
        )
    if not wanted.venue.strip():
        raise BadInput("Hãy ghi nơi họp.", "Say where the council meets.")
    serial = store.next_number(_counter(wanted))
    id = f"{code_of(wanted.place) or 'vn'}-{wanted.season}-{serial}"
    held_on, venue = wanted.held_on.isoformat(), wanted.venue.strip()
    held_at = f"{wanted.held_at:%H:%M}" if wanted.held_at else ""
    store.write(_CALL, (
        id, wanted.place, wanted.season, serial, rules.sha256, rules.council.model_dump_json(), held_on, held_at, venue,
        "called", by.id, store.now, "",
    ))  # fmt: skip
    for account, seat in invited.items():
        store.write(_INVITE, (id, account, seat))
    for case in cases:
        store.record(case, CouncilCalled(session=id, held_on=held_on, held_at=held_at, venue=venue), by.id)
        # What the members see from here on is this very chain.
        store.write(_PUT, (id, case.id, case.number, case.head, ""))
    return id


def _agenda(store: Store, wanted: Calling) -> list[Case]:
    if not 0 < len(set(wanted.agenda)) <= MOST:
        raise BadInput(
            "Hãy chọn từ 1 đến {most} hồ sơ cho phiên họp.", "Choose 1 to {most} applications.", most=MOST
        )
    cases = [store.case(one) for one in dict.fromkeys(wanted.agenda)]
    before = council_findings.found(store.session, [case.id for case in cases])
    for case in cases:
        if case.place != wanted.place or case.season != wanted.season:
            raise BadInput(
                "Hồ sơ {reference} không thuộc nơi này, hoặc thuộc đợt khác.",
                "Application {reference} is not of this place, or of another season.",
                reference=case.reference,
            )
        after(case.state, CouncilCalled, case.reference)
        for one in before.get(case.id, ()):
            if one.state in GOING:
                raise OutOfOrder(
                    "Hồ sơ {reference} đã ở trong chương trình phiên họp {session}.",
                    "Application {reference} is on the agenda of session {session} already.",
                    reference=case.reference,
                    session=one.session,
                )
        if (closed := before.get(case.id)) and closed[-1].stands:
            raise OutOfOrder(
                "Hội đồng đã tán thành hồ sơ {reference} (phiên {session}), và hồ sơ không thay đổi từ đó.",
                "The council has found for application {reference} (session {session}), which has not changed since.",
                reference=case.reference,
                session=closed[-1].session,
            )
    return cases


def _rules(procedures: Procedures, cases: Sequence[Case], wanted: Calling, on: date) -> Procedure:
    """The procedure that they all come under. One session has one composition."""
    rules = [procedures.of(case.place, case.kind, case.standard, on) for case in cases]
    for case, one in zip(cases, rules, strict=True):
        if not one.needs_council:
            raise OutOfOrder(
                "Trình tự của địa phương không yêu cầu Hội đồng xét hồ sơ {reference}.",
                "The procedure of the place asks for no council on application {reference}.",
                reference=case.reference,
            )
        if one.council != rules[0].council:
            raise BadInput(
                "Hồ sơ {reference} thuộc một Hội đồng có thành phần khác; hãy triệu tập phiên riêng.",
                "Application {reference} belongs to a council of another composition; call a session of its own.",
                reference=case.reference,
            )
    return rules[0]


def _invited(store: Store, rules: Procedure, wanted: Calling, on: date) -> dict[int, str]:
    known = {login: id for id, login, _ in sitters(store.session, wanted.place, on)}
    composition = seats(rules.council)
    for login, seat in wanted.members.items():
        if login not in known:
            raise BadInput(
                "Tài khoản {login} không phải là thành viên Hội đồng của nơi này.",
                "Account {login} is no member of the council of this place.",
                login=login,
            )
        if seat not in composition:
            raise BadInput(
                "Không có thành phần “{seat}”; thành phần Hội đồng: {seats}.",
                "There is no seat “{seat}”; the seats are: {seats}.",
                seat=seat,
                seats=", ".join(composition),
            )
    if not wanted.members:
        raise BadInput("Hãy mời ít nhất một thành viên.", "Invite at least one member.")
    return {known[login]: seat for login, seat in wanted.members.items()}


def sitters(session: Session, place: str, on: date) -> list[tuple[int, str, str]]:
    """Who may be invited to the council of a place: id, login and name."""
    return [(id, login, name) for id, login, name in session.rows(_SITTERS, place=place, on=on.isoformat())]
