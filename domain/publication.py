"""Publication: lists of intended recognitions that anybody may read, for how long, and whether one still holds for a unit."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.calendar import today
from domain.cases import moment, reference
from domain.database import Session, Sql, listed
from domain.events import CouncilReviewed, IntentionPublished, ObjectionAnswered, ObjectionReceived
from domain.lifecycle import TELLING, State
from domain.procedures import Procedure
from domain.rulebook import figures
from domain.texts import Text

# What may be told of an application without its dossier being another one than what was made public.
ASIDE = TELLING | {
    CouncilReviewed.name,
    IntentionPublished.name,
    ObjectionReceived.name,
    ObjectionAnswered.name,
}

_ASIDE = ", ".join(repr(name) for name in sorted(ASIDE))
# An application's latest publication, and whether its chain still begins as it was then and has only told things since.
_LATEST = Sql(
    "select i.application, p.id, p.published_at, p.until_on,"
    " (select e.hash from event e where e.application = i.application and e.number = i.number) = i.head,"
    f" exists (select 1 from event e where e.application = i.application and e.number > i.number and e.name not in ({_ASIDE}))"
    " from publication_item i join publication p on p.id = i.publication"
    " where i.application in {numbers:ids} order by p.published_at, p.id"
)


class Standing(NamedTuple):
    """How the latest publication of an application stands. `holds`: the dossier is still the one that was made public."""

    publication: str
    published_at: str
    until: str
    holds: bool

    def runs(self, on: date) -> bool:
        """Whether objections are taken on a day; the last day counts."""
        return self.holds and on.isoformat() <= self.until


def standing(session: Session, ids: Sequence[int]) -> dict[int, Standing]:
    """The latest publication of each of these applications; those never published are left out. One statement."""
    return {
        id: Standing(publication, at, until, bool(same) and not changed)
        for id, publication, at, until, same, changed in session.rows(_LATEST, ids=listed(ids))
    }


def unmet(session: Session, asked: Sequence[tuple[int, Procedure]], on: date) -> dict[int, Text]:
    """Why the publication of each of these is not done yet; those of which it is are left out."""
    latest = standing(session, [id for id, _ in asked])
    return {id: why for id, rules in asked if (why := _unmet(latest.get(id), rules, on)) is not None}


def _unmet(latest: Standing | None, rules: Procedure, on: date) -> Text | None:
    if latest is None:
        return Text(
            vi="Dự kiến công nhận chưa được công khai; thường trực Ban Chỉ đạo công khai trong {many} ngày làm việc.",
            en="The intended recognition was not made public yet; the standing office publishes it for {many} working days.",
        ).filled(many=rules.publication.working_days)
    if not latest.holds:
        return Text(
            vi="Hồ sơ đã thay đổi sau khi công khai ngày {day}; phải công khai lại.",
            en="The dossier has changed since it was published on {day}; it has to be published anew.",
        ).filled(day=figures.day(today(moment(latest.published_at))))
    if latest.runs(on):
        return Text(
            vi="Đang công khai đến hết ngày {until}; chỉ công nhận từ ngày hôm sau.",
            en="It is public until the end of {until}; it may be recognised from the day after.",
        ).filled(until=figures.day(latest.until))
    return None


# --- what anybody may read -----------------------------------------------------------------------------


class Published(NamedTuple):
    """One list. `places` is the name of the place that published it, `many` how many units stand on it."""

    id: str
    place: str
    name: str
    season: int
    published_at: str
    until: str
    many: int


class Unit(NamedTuple):
    """One unit on a list; `holds` says whether it still stands there as it was published."""

    application: int
    season: int
    code: str
    name: str
    kind: str
    standard: str
    state: State
    holds: bool

    @property
    def reference(self) -> str:
        return reference(self.season, self.application)

    @property
    def open(self) -> bool:
        """Whether it is still only intended."""
        return self.holds and self.state is State.SCORED


_LISTS = (
    "select p.id, p.place, coalesce((select u.name from unit u where u.path = p.place order by u.valid_from desc limit 1), p.place),"
    " p.season, p.published_at, p.until_on, (select count(*) from publication_item i where i.publication = p.id) from publication p"
)
_RUNNING = Sql(
    f"{_LISTS} where p.until_on >= :on order by p.until_on, p.place, p.id limit :most offset :skip"
)
_HOW_MANY = Sql("select count(*) from publication where until_on >= :on")
_ONE = Sql(f"{_LISTS} where p.id = :id")
_OF_PLACES = Sql(f"{_LISTS} where p.place in {{texts:places}} order by p.published_at desc, p.id limit :most")
_UNITS = Sql(
    "select a.id, a.season, a.unit_code, u.name, a.kind, a.standard, a.state from publication_item i join application a on a.id = i.application"
    " join unit u on u.id = a.unit where i.publication = :id order by u.sort_key, a.id limit :most offset :skip"
)


def running(session: Session, on: date, most: int, skip: int = 0) -> tuple[int, list[Published]]:
    """How many lists are public on a day, and a page of them, those that end first at the top."""
    many = session.row(_HOW_MANY, on=on.isoformat()) or (0,)
    return int(many[0]), [
        Published(*row) for row in session.rows(_RUNNING, on=on.isoformat(), most=most, skip=skip)
    ]


def one(session: Session, id: str) -> Published | None:
    row = session.row(_ONE, id=id)
    return Published(*row) if row else None


def of_places(session: Session, places: Sequence[str], most: int) -> list[Published]:
    """The latest lists of these places, ended ones too."""
    return [Published(*row) for row in session.rows(_OF_PLACES, places=listed(places), most=most)]


def units(session: Session, id: str, most: int, skip: int = 0) -> list[Unit]:
    """A page of the units on a list, by name."""
    rows = session.rows(_UNITS, id=id, most=most, skip=skip)
    latest = standing(session, [row[0] for row in rows])
    found = []
    for application, season, code, name, kind, standard, state in rows:
        now = latest[application]
        holds = now.publication == id and now.holds
        found.append(Unit(application, season, code, name, kind, standard, State(state), holds))
    return found
