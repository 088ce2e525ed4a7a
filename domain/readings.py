"""Readings: who read what of a dossier on which day, how often, and since when; kept as long as the installation says."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from domain.database import Database, Session, Sql
from domain.store import Store
from domain.texts import Text

PARTS = {
    "dossier": Text(vi="hồ sơ", en="the application"),
    "decision": Text(vi="trang quyết định", en="the page of decisions"),
    "file": Text(vi="tệp đính kèm", en="attached files"),
    "inspection": Text(vi="trang kiểm tra", en="the pages of the inspection"),
    "office": Text(vi="trang của thường trực", en="the page of the standing office"),
    "council": Text(vi="trang của Hội đồng", en="the page of the council"),
    "objection": Text(vi="ý kiến phản ánh về đơn vị", en="an objection to the unit"),
    "appeal": Text(vi="trang giải quyết khiếu nại", en="the page of the appeal"),
    "document": Text(vi="văn bản của hồ sơ", en="documents of the application"),
    "api": Text(vi="qua giao diện lập trình", en="through the API"),
}

# Account, application, day, part.
Key = tuple[int, int, str, str]

_READ = Sql(
    "insert into reading (account, application, day, part, first_at, times) values (?, ?, ?, ?, ?, ?)"
    " on conflict (account, application, day, part) do update set times = reading.times + excluded.times"
)
_OF = Sql(
    "select c.name, r.day, r.part, r.first_at, r.times from reading r join account c on c.id = r.account"
    " where r.application = :id order by r.day desc, r.first_at desc, c.name, r.part limit :most"
)
_FORGET = Sql("delete from reading where day < :day")


class Reading(NamedTuple):
    """That somebody read a part on a day."""

    name: str
    day: str
    part: str
    first_at: str
    times: int

    @property
    def what(self) -> Text:
        return PARTS.get(self.part, Text(vi=self.part, en=self.part))


def keep(store: Store, gathered: Mapping[Key, tuple[str, int]]) -> None:
    """Write down what was read: for each key when first, and how often since it was last written."""
    for key, (first_at, times) in gathered.items():
        store.write(_READ, (*key, first_at, times))


def of(session: Session, application: int, most: int = 200) -> list[Reading]:
    """Who read an application, the last ones first."""
    return [Reading(*row) for row in session.rows(_OF, id=application, most=most)]


def forget(database: Database, today: date, days: int) -> int:
    """Delete what is older than that many days; how many rows."""
    with database.transaction() as session:
        return session.run(_FORGET, day=(today - timedelta(days=days)).isoformat())
