"""Own units: the units that somebody registers, each with how it stands this season and what is to be done; late ones first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson

from domain import people
from domain.cases import reference
from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.errors import NotFound, Refused
from domain.lifecycle import STATE_NAMES, State
from domain.people import Deed, Person
from domain.registration import APPLIES_AS
from domain.rulebook import figures
from domain.scorecard import judge
from domain.standards import Standard
from domain.texts import Text
from domain.unit_rows import KINDS

# More units than that nobody carries by hand: whoever is above them searches under /ho-so.
MOST = 300

_SEASONS = Sql("select year, closed_at from season order by year desc")
_UNITS = (
    "select u.code, u.name, u.kind, u.path from unit u where {within} and u.valid_from <= :on"
    " and (u.valid_until is null or u.valid_until >= :on) and u.kind <> 'province' order by u.sort_key, u.code limit :most"
)
_APPLICATIONS = Sql(
    "select a.unit_code, a.id, a.state, a.standard, a.due_on, (select max(e.at) from event e where e.application = a.id"
    " and e.name = 'dossier-submitted'), (select max(e.at) from event e where e.application = a.id and"
    " e.name in ('application-returned', 'supplement-asked')), (select d.version from draft d where d.application = a.id and d.source = 'applicant')"
    " from application a where a.season = :season and a.unit_code in {texts:codes} order by a.id"
)


@dataclass(frozen=True)
class OwnUnit:
    """`owes`: the applicant has the next step. `late`: they have it, and a day that the law names is over. `rank` orders: late first."""

    code: str
    name: str
    kind: Text
    reference: str | None
    state: str
    says: Text
    owes: bool
    late: bool
    address: str

    @property
    def rank(self) -> int:
        return (not self.owes) * 2 + (not self.late) if self.state not in _OVER else 4


_OVER = frozenset({"recognised", "not-recognised", "revoked", "expired", "not-eligible", "none"})


def seasons_of(session: Session) -> tuple[list[int], list[int]]:
    """The seasons that are open and those that are closed, the newest first."""
    rows = [(int(year), closed_at) for year, closed_at in session.rows(_SEASONS)]
    return [year for year, closed_at in rows if not closed_at], [
        year for year, closed_at in rows if closed_at
    ]


def usual_season(seasons: list[int], today: date) -> int | None:
    """The season of this year where it is among these, else the newest of them."""
    return today.year if today.year in seasons else seasons[0] if seasons else None


def own_units(
    session: Session, catalogue: Catalogue, person: Person, season: int, on: date, *, closed: bool = False
) -> list[OwnUnit]:
    """The units that this person may register, late ones first and by name; of a closed season those that took part."""
    within, values = people.within(person, Deed.REGISTER, "u.path")
    units = session.rows(Sql(_UNITS.replace("{within}", within)), on=on.isoformat(), most=MOST, **values)
    applications: dict[str, tuple[Any, ...]] = {}
    for code, *rest in session.rows(_APPLICATIONS, season=season, codes=listed(u[0] for u in units)):
        applications[code] = tuple(
            rest
        )  # several standards for one unit: the last one that it registered under
    found = [
        one
        for code, name, kind, path in units
        if (one := _unit(catalogue, season, on, code, name, kind, path, applications.get(code))) is not None
    ]
    if closed:
        found = [_when_closed(one) for one in found if one.reference is not None]
    return sorted(found, key=lambda one: one.rank)


def _when_closed(one: OwnUnit) -> OwnUnit:
    """Nobody owes what can no longer be done."""
    if one.state == State.WITHDRAWN:
        return replace(one, says=_WITHDRAWN, address=f"/ho-so/{one.reference}")
    return replace(one, says=_TOO_LATE, owes=False, late=False) if one.owes else one


def _unit(
    catalogue: Catalogue,
    season: int,
    on: date,
    code: str,
    name: str,
    kind: str,
    path: str,
    application: tuple[Any, ...] | None,
) -> OwnUnit | None:
    named = KINDS.get(kind, Text(vi=kind, en=kind))
    standard = _standard(catalogue, kind, season, path)
    if application is None:
        if standard is None:
            return None  # no standard asks anything of this kind of unit in this season
        says, late = not_registered(standard, season, on)
        return OwnUnit(code, name, named, None, "", says, True, late, f"/dang-ky/don-vi/{code}?dot={season}")
    id, state, path_of_standard, due_on, submitted, returned, draft = application
    pinned = catalogue.standards.get(path_of_standard)
    deadline = pinned.deadline(season) if pinned else None
    says, owes = _says(State(state), submitted, returned, draft, due_on)
    quoted = reference(season, id)
    # Where others have the next step, it is they who are late, and their queues say so.
    late = bool(owes and deadline and on > deadline)
    own = state in (State.REGISTERED, State.UNDER_INSPECTION)
    address = f"/dang-ky/{quoted}" if own else f"/ho-so/{quoted}"
    if state == State.WITHDRAWN:
        address = f"/dang-ky/don-vi/{code}?dot={season}"
    return OwnUnit(code, name, named, quoted, state, says, owes, late, address)


def _standard(catalogue: Catalogue, kind: str, season: int, path: str) -> Standard | None:
    try:
        return catalogue.for_kind(APPLIES_AS.get(kind, kind), season, path)
    except NotFound:
        return None


def not_registered(standard: Standard, season: int, on: date) -> tuple[Text, bool]:
    """That a unit has not registered, with the days that the standard itself gives for it; and whether they are over."""
    days = standard.registration_window(season)
    if days is None:
        unstated = standard.unstated.get("registration")
        plain = Text(vi="Chưa đăng ký.", en="Not registered yet.")
        if unstated is None:
            return plain, False
        return Text(vi=f"{plain.vi} {unstated.vi}", en=f"{plain.en} {unstated.en}"), False
    if on > days[1]:
        return Text(
            vi="Chưa đăng ký. Thời gian đăng ký {days} đã qua.",
            en="Not registered. The registration period {days} is over.",
        ).filled(days=figures.days(*days)), True
    if on < days[0]:
        return Text(
            vi="Chưa đến thời gian đăng ký {days}.",
            en="The registration period {days} has not begun.",
        ).filled(days=figures.days(*days)), False
    return Text(vi="Chưa đăng ký. Hạn cuối {last}.", en="Not registered yet. The last day is {last}.").filled(
        last=figures.day(days[1])
    ), False


_WAITS: Mapping[State, Text] = {
    State.INSPECTED: Text(vi="Đã kiểm tra, đang chấm theo tiêu chuẩn.", en="Inspected; it is being scored."),
    State.SCORED: Text(vi="Đã chấm xong, chờ người có thẩm quyền quyết định.", en="Scored; the decision is awaited."),
    State.RECOGNISED: Text(vi="Được công nhận.", en="Recognised."),
    State.NOT_RECOGNISED: Text(vi="Không được công nhận. Xem lý do.", en="Not recognised. See why."),
    State.IN_QUESTION: Text(vi="Kết quả công nhận đang được xem xét lại.", en="The recognition is in question."),
    State.REVOKED: Text(vi="Bị thu hồi công nhận. Xem lý do.", en="The recognition was revoked. See why."),
    State.EXPIRED: Text(vi="Công nhận đã hết thời hạn.", en="The recognition has expired."),
    State.NOT_ELIGIBLE: Text(vi="Không thuộc đối tượng. Xem lý do.", en="Not eligible. See why."),
    State.WITHDRAWN: Text(vi="Đã rút. Có thể đăng ký lại.", en="Withdrawn. It can be registered again."),
}  # fmt: skip


_WITHDRAWN = Text(vi="Đã rút.", en="Withdrawn.")
_TOO_LATE = Text(
    vi="Đợt đã khóa sổ nên không nộp được nữa.", en="The season is closed: nothing can be handed in any more."
)


def _says(
    state: State, submitted: str | None, returned: str | None, draft: int | None, due_on: str | None
) -> tuple[Text, bool]:
    """How it stands in one sentence, and whether the applicant has the next step."""
    if state in _WAITS:
        return _WAITS[state], False
    if returned and not (submitted and submitted > returned):
        return Text(
            vi="Cần bổ sung. Xem lý do và nộp lại.",
            en="More is asked for. See the reason and hand it in again.",
        ), True
    if submitted is None:
        begun = Text(vi="Đang làm dở, chưa nộp.", en="Begun, not handed in.")
        return (begun, True) if draft else (
            Text(vi="Đã đăng ký, chưa làm hồ sơ.", en="Registered; the dossier is not begun."), True
        )  # fmt: skip
    if state is State.REGISTERED or not due_on:
        return Text(
            vi="Đã nộp hồ sơ, chờ phân công kiểm tra.", en="Handed in; an inspector is awaited."
        ), False
    return Text(
        vi="Đã nộp hồ sơ, đang kiểm tra (hạn {day}).", en="Handed in, under inspection (due {day})."
    ).filled(day=figures.day(due_on)), False


@dataclass(frozen=True)
class ToRegister:
    """A unit that may be registered, under which standard, and how the days stand."""

    code: str
    name: str
    kind: Text
    standard: Standard
    says: Text
    late: bool
    early: bool
    known: tuple[str, str] | None
    excluded: bool


_UNIT = Sql(
    "select name, kind, path, attributes from unit where code = :code and valid_from <= :on"
    " and (valid_until is null or valid_until >= :on)"
)


def to_register(
    session: Session, catalogue: Catalogue, person: Person, code: str, season: int, on: date
) -> ToRegister:
    """Raises Refused: no such unit, not this person's, no standard for its kind."""
    found = session.row(_UNIT, code=code, on=on.isoformat())
    if found is None:
        raise NotFound("Không có đơn vị nào mang mã {code}.", "No unit has the code {code}.", code=code)
    name, kind, path, attributes = found
    people.require(person, Deed.REGISTER, path)
    applies_as = str(APPLIES_AS.get(kind, kind))
    standard = catalogue.for_kind(applies_as, season, path)
    says, late = not_registered(standard, season, on)
    days = standard.registration_window(season)
    rows = session.rows(_APPLICATIONS, season=season, codes=listed([code]))
    known = next(((reference(season, row[1]), row[2]) for row in rows if row[3] == standard.path), None)
    try:
        unit = {"kind": applies_as, **orjson.loads(attributes)}
        excluded = bool(standard.exclusions) and judge(standard, season, unit, {}).verdict == "not_eligible"
    except Refused:
        excluded = False  # a row that says something impossible: the engine will tell
    return ToRegister(
        code, name, KINDS.get(kind, Text(vi=kind, en=kind)), standard, says, late, bool(days and on < days[0]), known,
        excluded,
    )  # fmt: skip


def name_of_state(state: str) -> Text:
    return STATE_NAMES[State(state)] if state else Text(vi="chưa đăng ký", en="not registered")
