"""Sittings: the sessions of councils as they are read: who sits, what is on the agenda, how they voted."""

from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from domain import people
from domain.calendar import today
from domain.cases import moment, reference
from domain.council_votes import Finding, Member, Vote, absent_seats, find, seats, taking_part
from domain.database import Session, Sql, listed
from domain.errors import NotAllowed, NotFound
from domain.events import EVENTS, InspectionSubmitted, RecognitionApproved, RecognitionDeclined
from domain.people import Deed, Person, Role
from domain.procedures import Council
from domain.publication import ASIDE
from domain.rulebook import figures
from domain.texts import Text

_SITTING = (
    "select s.id, s.place, s.season, s.serial, s.procedure, s.rules, s.held_on, s.held_at, s.venue, s.state, s.called_at, s.closed_at,"
    " s.note, a.name, b.name from council_session s join account a on a.id = s.called_by"
    " left join account b on b.id = s.closed_by where s.id = :id"
)
_READ = Sql(_SITTING)
_HELD = Sql(_SITTING + " {lock:s}")
_MEMBERS = Sql(
    "select m.account, a.login, a.name, m.seat, m.attended from council_member m join account a on a.id = m.account"
    " where m.session = :id order by m.account"
)
_ITEMS = Sql(
    "select i.application, a.season, u.code, u.name, a.kind, a.path, a.state, a.verdict, i.number, i.head, i.outcome, i.note,"
    " exists (select 1 from event e where e.application = i.application and e.number = i.number and e.hash = i.head)"
    " from council_item i join application a on a.id = i.application join unit u on u.id = a.unit"
    " where i.session = :id order by u.sort_key, i.application"
)
_VOTES = Sql("select application, account, vote, opinion, at from council_vote where session = :id")
_SINCE = Sql(
    "select e.application, e.name, e.at from event e join council_item i on i.application = e.application"
    " where i.session = :id and e.number > i.number order by e.application, e.number"
)
_HAD_PARTS = Sql(
    "select e.application, e.account, max(e.name) from event e join council_item i on i.application = e.application"
    " join council_member m on m.session = i.session and m.account = e.account where i.session = :id"
    " and e.name in ('inspection-submitted', 'application-registered') group by e.application, e.account"
)
_SEATS_BY_RULE = {
    True: Text(
        vi="Người kiểm tra hồ sơ không tham gia xét chính hồ sơ đó.",
        en="Whoever inspected an application takes no part in its review.",
    ),
    False: Text(
        vi="Người đăng ký hồ sơ không tham gia xét chính hồ sơ đó.",
        en="Whoever registered an application takes no part in its review.",
    ),
}
_DECIDED = {RecognitionApproved.name, RecognitionDeclined.name}

STATE_NAMES = {
    "called": Text(vi="đã triệu tập", en="called"),
    "open": Text(vi="đang họp", en="sitting"),
    "closed": Text(vi="đã kết thúc", en="closed"),
    "cancelled": Text(vi="đã hủy", en="cancelled"),
}
# States in which votes are taken.
GOING = frozenset({"called", "open"})
OUTCOMES = {
    "for": Text(vi="Tán thành", en="Carried"),
    "against": Text(vi="Không tán thành", en="Not carried"),
    "none": Text(vi="Không đủ điều kiện kết luận", en="No finding"),
    "void": Text(vi="Hết hiệu lực", en="Void"),
}
VOTE_NAMES = {
    "for": Text(vi="Đồng ý", en="For"),
    "against": Text(vi="Không đồng ý", en="Against"),
    "abstain": Text(vi="Không có ý kiến", en="Abstain"),
    "recused": Text(vi="Không tham gia xét", en="Recused"),
}


@dataclass(frozen=True)
class Item:
    """One application on an agenda. `number` and `head` are the end of its chain as the members saw it; `changed` says
    what has happened since that makes it another dossier, `barred` which members had a part in it."""

    application: int
    season: int
    code: str
    name: str
    kind: str
    path: str
    state: str
    verdict: str | None
    number: int
    head: str
    outcome: str | None
    why: Text | None
    changed: Text | None
    votes: dict[int, Vote]
    barred: dict[int, Text]

    @property
    def reference(self) -> str:
        return reference(self.season, self.application)

    @property
    def outcome_name(self) -> Text | None:
        return OUTCOMES.get(self.outcome or "")


@dataclass(frozen=True)
class Sitting:
    """One session. `rules` are those that it was called under."""

    id: str
    place: str
    season: int
    serial: int
    procedure: str
    rules: Council
    held_on: str
    held_at: str
    venue: str
    state: str
    called_at: str
    closed_at: str | None
    note: str
    called_by: str
    closed_by: str | None
    members: tuple[Member, ...] = ()
    items: tuple[Item, ...] = field(default=(), repr=False)

    @property
    def going(self) -> bool:
        """Whether votes are still taken."""
        return self.state in GOING

    @property
    def state_name(self) -> Text:
        return STATE_NAMES[self.state]

    def awaited_from(self, account: int) -> int:
        """How many applications this member may still vote on and has not."""
        if not self.going:
            return 0
        return sum(
            account not in one.votes and account not in one.barred and not one.changed for one in self.items
        )

    def item(self, application: int) -> Item | None:
        return next((one for one in self.items if one.application == application), None)

    def member(self, account: int) -> Member | None:
        return next((one for one in self.members if one.account == account), None)

    def seat_name(self, member: Member) -> Text:
        return seats(self.rules)[member.seat].name

    def finding(self, item: Item) -> Finding:
        """What the votes amount to as they are."""
        # When it was closed, those recused by rule were written down with the votes; later events change nothing of it.
        return find(self.rules, self.members, item.votes, item.barred if self.going else ())

    def taking_part(self, item: Item) -> frozenset[int]:
        return taking_part(self.rules, self.members, item.votes)

    @property
    def unfilled(self) -> list[Text]:
        """Required seats that nobody was invited to, or whose people are all known not to have come."""
        there = [one.account for one in self.members if one.attended is not False]
        return absent_seats(self.rules, self.members, there)


def sitting(session: Session, id: str, *, held: bool = False) -> Sitting:
    """One session with its members, agenda and votes; `held` until the transaction ends. Raises NotFound."""
    row = session.row(_HELD if held else _READ, id=id)
    if row is None:
        raise NotFound("Không có phiên họp {id}.", "There is no session {id}.", id=id)
    votes: dict[int, dict[int, Vote]] = {}
    for application, account, vote, opinion, at in session.rows(_VOTES, id=id):
        votes.setdefault(application, {})[account] = Vote(vote, opinion, at)
    changed = _changes(session, id, over=row[9] == "closed")
    barred: dict[int, dict[int, Text]] = {}
    for application, account, name in session.rows(_HAD_PARTS, id=id):
        barred.setdefault(application, {})[account] = _SEATS_BY_RULE[name == InspectionSubmitted.name]
    items = []
    for (
        application, season, code, name, kind, path, state, verdict, number, head, outcome, note, whole,
    ) in session.rows(_ITEMS, id=id):  # fmt: skip
        why = Text(**orjson.loads(note)) if note else None
        items.append(
            Item(
                application, season, code, name, kind, path, state, verdict, number, head, outcome, why,
                changed.get(application) if whole else _BROKEN, votes.get(application, {}), barred.get(application, {}),
            )
        )  # fmt: skip
    members = tuple(
        Member(account, login, name, seat, None if came is None else bool(came))
        for account, login, name, seat, came in session.rows(_MEMBERS, id=id)
    )
    return _of(row, members, tuple(items))


def _of(row: tuple[Any, ...], members: tuple[Member, ...], items: tuple[Item, ...]) -> Sitting:
    (
        id,
        place,
        season,
        serial,
        procedure,
        rules,
        held_on,
        held_at,
        venue,
        state,
        called_at,
        closed_at,
        note,
        by,
        closer,
    ) = row
    return Sitting(
        id, place, season, serial, procedure, Council.model_validate_json(rules), held_on, held_at, venue, state, called_at,
        closed_at, note, by, closer, members, items,
    )  # fmt: skip


_BROKEN = Text(
    vi="Chuỗi sự kiện của hồ sơ không còn như khi đưa ra Hội đồng.",
    en="The chain of the application is not what it was when it was put before the council.",
)


def _changes(session: Session, id: str, *, over: bool) -> dict[int, Text]:
    """What made each dossier another one after the members saw it. Once they have found, a decision follows from what
    they saw and changes nothing of it."""
    found: dict[int, Text] = {}
    decided: set[int] = set()
    for application, name, at in session.rows(_SINCE, id=id):
        if over and name in _DECIDED:
            decided.add(application)
        if name not in ASIDE and application not in decided and application not in found:
            found[application] = Text(
                vi="Hồ sơ đã thay đổi sau khi đưa ra Hội đồng: {what}, {day}.",
                en="The dossier has changed since it was put before the council: {what}, {day}.",
            ).filled(what=EVENTS[name].title, day=figures.day(today(moment(at))))
    return found


def require_reader(by: Person, found: Sitting) -> None:
    """Raise NotAllowed unless somebody calls this council, sits on it, decides after it, or watches over it; whoever reads by a
    token needs one that reads there, and no other deed of theirs."""
    if beyond := people.outside(by, Deed.READ, f"{found.place}-/"):
        raise NotAllowed(beyond.vi, beyond.en)
    by = replace(by, bounds=None)
    if found.member(by.id) is not None:
        return
    for deed in (Deed.CALL_COUNCIL, Deed.APPROVE):
        if people.may(by, deed, f"{found.place}-/") is None:
            return
    if any(role is Role.AUDITOR and found.place.startswith(at) for role, at in by.roles):
        return
    people.require(by, Deed.CALL_COUNCIL, f"{found.place}-/")


# --- lists -----------------------------------------------------------------------------------------------

_LISTED = (
    "select s.id, s.place, p.name, s.season, s.serial, s.held_on, s.held_at, s.venue, s.state,"
    " (select count(*) from council_item i where i.session = s.id) from council_session s"
    " left join unit p on p.path = s.place and p.valid_until is null where "
)
_MINE = Sql(
    _LISTED
    + "s.id in (select session from council_member where account = :account) order by s.held_on desc, s.id desc limit :most"
)
_OF_PLACES = Sql(_LISTED + "s.place in {texts:places} order by s.held_on desc, s.id desc limit :most")
_BELOW = Sql(
    _LISTED
    + "s.place{bytes} >= :first and s.place{bytes} < :last order by s.held_on desc, s.id desc limit :most"
)


@dataclass(frozen=True)
class Line:
    """A session in a list."""

    id: str
    place: str
    place_name: str | None
    season: int
    serial: int
    held_on: str
    held_at: str
    venue: str
    state: str
    many: int

    @property
    def state_name(self) -> Text:
        return STATE_NAMES[self.state]


def of_member(session: Session, by: Person, most: int = 100) -> list[Line]:
    """The sessions to which somebody was invited, newest first."""
    return [Line(*row) for row in session.rows(_MINE, account=by.id, most=most)]


def of_places(session: Session, by: Person, most: int = 100) -> list[Line]:
    """The sessions of the places where somebody calls them, decides after them or watches over them, newest first."""
    own = {at for role, at in by.roles if role in (Role.STANDING_OFFICE, Role.APPROVER)}
    found = session.rows(_OF_PLACES, places=listed(own), most=most) if own else []
    for role, at in by.roles:
        if role is Role.AUDITOR:
            found += session.rows(_BELOW, first=at, last=f"{at[:-1]}0", most=most)
    lines = {row[0]: Line(*row) for row in found}
    return sorted(lines.values(), key=lambda one: (one.held_on, one.id), reverse=True)[:most]
