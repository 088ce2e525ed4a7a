"""Todo: what awaits the people of the sample, read in a constant number of statements however many they are."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from domain.cases import reference
from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.lifecycle import State
from domain.scorecard import Scorecard
from portal.sample.cases import LEFT
from portal.sample.stories import SEASON

STAGES = ("registration", "inspection", "scoring", "recognition")
_DECIDED = {State.RECOGNISED, State.NOT_RECOGNISED, State.IN_QUESTION, State.REVOKED}

_TODAY = "r.starts <= :today and (r.ends is null or r.ends >= :today)"
_TO_REGISTER = Sql(
    "select r.id, r.account, u.code, u.kind from role r join account c on c.id = r.account and c.sample = 1 and c.active = 1"
    " join unit u on u.path = r.path and u.valid_from <= :today and (u.valid_until is null or u.valid_until >= :today)"
    " left join application a on a.season = :season and a.unit_code = u.code"
    f" where r.role = 'applicant' and r.id > :after and a.id is null and {_TODAY} order by r.id limit :most"
)
_APPLICATIONS = (
    "select a.id, a.unit_code, a.path, a.kind, a.standard, a.sha256, a.state, a.verdict, a.number, a.registered_by,"
    " a.inspector, a.inspected_by from application a "
)
# In the order of the index of what inspectors have to do, so that nothing else is looked at.
_TO_INSPECT = Sql(
    _APPLICATIONS + "join account c on c.id = a.inspector and c.sample = 1 where a.state = 'under-inspection'"
    " and (a.inspector, a.id) > (:inspector, :after) and +a.season = :season order by a.inspector, a.id limit :most"
)
# `+` keeps the planner from an index that every application of the season is in.
_TO_DECIDE = Sql(
    _APPLICATIONS + "where a.state = 'scored' and +a.season = :season and a.id > :after"
    " and (a.standard in {texts:last}) = (:late = 1) order by a.id limit :most"
)
_OF_UNITS = Sql(_APPLICATIONS + "where a.season = :season and a.unit_code in {texts:codes}")
_HAPPENED = Sql("select application from event where application in {numbers:ids} and name = :name")
_CARDS = Sql(
    "select s.application, s.document from scorecard s join application a on a.id = s.application and a.scorecard = s.sha256"
    " where s.application in {numbers:ids}"
)
_APPROVERS = Sql(
    "select r.path, min(r.account) from role r join account c on c.id = r.account and c.sample = 1 and c.active = 1"
    f" where r.role = 'approver' and r.path in {{texts:places}} and {_TODAY} group by r.path"
)
_BUSY = Sql("select 1 from work where state in ('waiting', 'running') limit 1")
_STATES = Sql(
    "select state, verdict is not null, inspected_by is not null, count(*) from application where +season = :season"
    " group by 1, 2, 3"
)
_APPLICANTS = Sql(
    "select count(*) from role r join account c on c.id = r.account and c.sample = 1 where r.role = 'applicant'"
)
_LEFT = Sql(
    "select u.code from unit u join role r on r.path = u.path and r.role = 'applicant' where u.code in {texts:codes}"
)


class Applicant(NamedTuple):
    """A unit that has not registered yet, and who would; `role` orders them."""

    role: int
    account: int
    unit: str
    kind: str


class Application(NamedTuple):
    """What a person sees of an application."""

    id: int
    unit: str
    path: str
    kind: str
    standard: str
    sha256: str
    state: str
    verdict: str | None
    number: int
    registered_by: int
    inspector: int | None
    inspected_by: int | None

    @property
    def reference(self) -> str:
        return reference(SEASON, self.id)


def to_register(session: Session, after: int, day: date, most: int) -> list[Applicant]:
    rows = session.rows(_TO_REGISTER, season=SEASON, after=after, today=day.isoformat(), most=most)
    return [Applicant(*row) for row in rows]


def to_inspect(session: Session, after: Application | None, most: int) -> list[Application]:
    """What is under inspection, by inspector; `after` is where the last look ended."""
    inspector, id = (after.inspector, after.id) if after else (0, 0)
    rows = session.rows(_TO_INSPECT, season=SEASON, inspector=inspector, after=id, most=most)
    return [Application(*row) for row in rows]


def to_decide(
    session: Session, after: Application | None, most: int, last: Iterable[str], *, late: bool
) -> list[Application]:
    """What is scored: with `late` under the standards `last`, else under all others."""
    rows = session.rows(
        _TO_DECIDE,
        season=SEASON,
        after=after.id if after else 0,
        most=most,
        last=listed(last),
        late=int(late),
    )
    return [Application(*row) for row in rows]


def of_units(session: Session, codes: Iterable[str]) -> list[Application]:
    return [Application(*row) for row in session.rows(_OF_UNITS, season=SEASON, codes=listed(codes))]


def happened(session: Session, name: str, ids: Sequence[int]) -> set[int]:
    """Those of the applications to which an event of this name has happened before."""
    return {id for (id,) in session.rows(_HAPPENED, ids=listed(ids), name=name)} if ids else set()


def scorecards(
    session: Session, catalogue: Catalogue, applications: Sequence[Application]
) -> dict[int, Scorecard]:
    """The scorecard that each application's verdict rests on."""
    standards = {a.id: catalogue.pinned(a.standard, a.sha256) for a in applications}
    rows = session.rows(_CARDS, ids=listed(standards)) if standards else []
    return {id: Scorecard.unpack(document, standards[id]) for id, document in rows}


def approvers(session: Session, places: Iterable[str], day: date) -> dict[str, int]:
    """Who decides in each of these places, where somebody of the sample does."""
    rows: list[tuple[Any, ...]] = session.rows(_APPROVERS, places=listed(places), today=day.isoformat())
    return dict(rows)


def busy(session: Session) -> bool:
    """Whether the engine has work to answer. What is parked waits for an operator, not for it."""
    return session.row(_BUSY) is not None


def passed(session: Session) -> dict[str, tuple[int, int]]:
    """Per stage: how many have passed it, and how many there are to pass it."""
    (applicants,) = session.row(_APPLICANTS) or (0,)
    done = dict.fromkeys(STAGES, 0)
    left = 0
    waiting = [LEFT[code] for (code,) in session.rows(_LEFT, codes=listed(LEFT))]
    for state, scored, inspected, many in session.rows(_STATES, season=SEASON):
        done["registration"] += many
        if state in (State.NOT_ELIGIBLE, State.WITHDRAWN):
            left += many
            continue
        done["inspection"] += many * bool(inspected)
        done["scoring"] += many * bool(scored)
        done["recognition"] += many * (state in _DECIDED)
    totals = {}
    for place, (stage, n) in enumerate(done.items()):
        here = sum(STAGES.index(one) <= place for one in waiting)
        totals[stage] = (n, applicants - here - left * (stage != "registration"))
    return totals
