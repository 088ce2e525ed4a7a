"""Seasons: a year's round of applications is opened, and closed: then nobody registers or hands in any more.

What was handed in before goes on to its end: inspections, decisions, objections and appeals. A season that was closed too
soon is opened again, with a reason; each of these acts is kept.
"""

from collections.abc import Mapping
from typing import NamedTuple

from domain import people
from domain.database import Session, Sql, insert, listed
from domain.errors import BadInput, NotFound
from domain.events import DossierSubmitted, SupplementAsked
from domain.lifecycle import OPEN, State, allowed
from domain.people import Deed, Person
from domain.store import Store, season
from domain.tables import SeasonAct

_OPEN = Sql(
    "insert into season (year, opened_at, opened_by, closed_at) values (:year, :now, :by, null) on conflict do nothing"
)
_CLOSE = Sql("update season set closed_at = :now where year = :year and closed_at is null")
_REOPEN = Sql("update season set closed_at = null where year = :year and closed_at is not null")
_NOTE = insert(SeasonAct, "season", "kind", "reason", "account", "at")
_ACTS = Sql(
    "select s.kind, s.reason, c.name, s.at from season_act s join account c on c.id = s.account"
    " where s.season = :year order by s.id desc"
)
_STATES = Sql("select state, count(*) from application where season = :year group by state")
# A dossier that was never handed in; a supplement that was asked for since it was handed in last.
_NOT_HANDED_IN = Sql(
    "select count(*) from application a where a.season = :year and a.state in {texts:states} and not exists"
    " (select 1 from facts f where f.application = a.id and f.source = 'applicant')"
)
_UNANSWERED = Sql(
    "select count(*) from application a where a.season = :year and a.state in {texts:states} and exists"
    " (select 1 from event e where e.application = a.id and e.name = :asked and e.number > coalesce((select max(h.number)"
    " from event h where h.application = a.id and h.name = :handed_in), 0))"
)
_OBJECTIONS = Sql(
    "select count(*) from objection o join application a on a.id = o.application where a.season = :year and o.state = 'open'"
)
_APPEALS = Sql(
    "select count(*) from appeal o join application a on a.id = o.application where a.season = :year and o.state = 'open'"
)
_SESSIONS = Sql("select count(*) from council_session where season = :year and state in ('called', 'open')")
LONGEST = 2000


class Left(NamedTuple):
    """What is still under way in a season: applications by state; dossiers that closing shuts out, and supplements that were
    asked for and not answered; objections, appeals and council sessions, which go on."""

    states: Mapping[State, int]
    not_handed_in: int
    unanswered: int
    objections: int
    appeals: int
    sessions: int


class Noted(NamedTuple):
    """That a season was closed or opened again."""

    kind: str
    reason: str
    by: str
    at: str


def open_season(store: Store, year: int, by: Person) -> bool:
    """Open the season of a year; False when it was open already. Raises Refused for a year out of range."""
    people.require(by, Deed.OPEN_SEASON, "/")
    if not 2012 <= year <= store.moment.year + 1:
        raise BadInput(
            "Năm {year} không hợp lệ: đợt xét phải từ 2012 đến {last}.",
            "Year {year} is not possible: a season lies between 2012 and {last}.",
            year=year,
            last=store.moment.year + 1,
        )
    store.season_changed(year)
    return store.session.run(_OPEN, year=year, now=store.now, by=by.id) == 1


def require(session: Session, year: int) -> None:
    """Raise NotFound unless the season of a year was opened once."""
    if season(session, year) is None:
        raise NotFound("Không có đợt {year}.", "There is no season {year}.", year=year)


def close(store: Store, year: int, by: Person, reason: str = "") -> bool:
    """Take no more registrations and dossiers; False when it was closed already. Raises Refused."""
    return _change(store, year, by, "closed", reason.strip())


def reopen(store: Store, year: int, by: Person, reason: str) -> bool:
    """Take them again; False when it is open. Raises Refused, also without a reason: somebody was told that it is over."""
    if not reason.strip():
        raise BadInput("Mở lại đợt cần ghi rõ lý do.", "Opening a season again needs a reason.")
    return _change(store, year, by, "reopened", reason.strip())


def _change(store: Store, year: int, by: Person, kind: str, reason: str) -> bool:
    people.require(by, Deed.CLOSE_SEASON, "/")
    require(store.session, year)
    if len(reason) > LONGEST:
        raise BadInput(
            "Lý do dài quá {most} ký tự.", "The reason is longer than {most} characters.", most=LONGEST
        )
    store.season_changed(year)
    done = (
        store.session.run(_CLOSE, year=year, now=store.now)
        if kind == "closed"
        else store.session.run(_REOPEN, year=year)
    )
    if done != 1:
        return False
    store.session.many(_NOTE, [(year, kind, reason, by.id, store.now)])
    return True


def left(session: Session, year: int) -> Left:
    """What is still under way, for whoever is about to close."""
    counted = {State(state): int(many) for state, many in session.rows(_STATES, year=year)}
    hand_in = listed(sorted(state for state in State if allowed(state, DossierSubmitted)))

    def one(sql: Sql, **values: object) -> int:
        row = session.row(sql, year=year, **values)
        return int(row[0]) if row else 0

    return Left(
        {
            state: counted[state]
            for state in State
            if state in OPEN | {State.IN_QUESTION} and state in counted
        },
        one(_NOT_HANDED_IN, states=hand_in),
        one(_UNANSWERED, states=hand_in, asked=SupplementAsked.name, handed_in=DossierSubmitted.name),
        one(_OBJECTIONS),
        one(_APPEALS),
        one(_SESSIONS),
    )


def history(session: Session, year: int) -> list[Noted]:
    """The closings and openings of a season, the newest first."""
    return [Noted(*row) for row in session.rows(_ACTS, year=year)]
