"""Paper checks: what an office found of each paper of a dossier, with who looked and when; whoever reads the dossier sees it.

A check is of the dossier as it was handed in: once it is handed in anew, it still stands there, as one of the dossier before.
"""

from collections.abc import Mapping
from typing import NamedTuple

from domain import people
from domain.cases import Case
from domain.database import Session, Sql, insert
from domain.errors import BadInput
from domain.people import Deed, Person
from domain.portal_tables import PAPER_FOUND, PaperCheck
from domain.standards import Standard
from domain.store import Store
from domain.supplements import parts
from domain.texts import Text

GOOD, LACKING = PAPER_FOUND
FOUND_NAMES = {
    GOOD: Text(vi="Hợp lệ", en="In order"),
    LACKING: Text(vi="Cần bổ sung hoặc sửa", en="To be added or mended"),
}
LONGEST = 500

_KEEP = insert(PaperCheck, "application", "number", "part", "found", "note", "account", "at")
_ALL = Sql(
    "select p.part, p.found, p.note, c.name, p.at, p.number from paper_check p join account c on c.id = p.account"
    " where p.application = :id order by p.id"
)
_HANDED_IN = Sql(
    "select coalesce(max(number), 0) from event where application = :id and name = 'dossier-submitted'"
)


class Check(NamedTuple):
    """What was found of one paper. `before`: of the dossier as it was before it was handed in last."""

    found: str
    note: str
    by: str
    at: str
    before: bool

    @property
    def name(self) -> Text:
        return FOUND_NAMES[self.found]


class Finding(NamedTuple):
    """What somebody says of one paper now."""

    found: str
    note: str = ""


def check(store: Store, standard: Standard, case: Case, findings: Mapping[str, Finding], by: Person) -> int:
    """Keep what was found of papers; how many of them are news. Raises Refused: not the office, no such paper, no word of
    what is lacking."""
    people.require(by, Deed.ASK_SUPPLEMENT, case.path, case)
    known = {part.key: part.label for part in parts(standard, {})}
    for key, one in findings.items():
        if key not in known or one.found not in FOUND_NAMES:
            raise BadInput(
                "Bộ tiêu chí của hồ sơ này không có giấy tờ: {keys}.",
                "The standard of this application knows no such papers: {keys}.",
                keys=key[:100],
            )
        if one.found == LACKING and not one.note.strip():
            raise BadInput(
                "{paper}: hãy ghi cần bổ sung hoặc sửa gì.",
                "{paper}: say what is to be added or mended.",
                paper=known[key],
            )
        if len(one.note) > LONGEST:
            raise BadInput(
                "{paper}: ghi chú dài quá {most} ký tự.",
                "{paper}: the note is longer than {most} characters.",
                paper=known[key],
                most=LONGEST,
            )
    number, before = _handed_in(store.session, case.id), latest(store.session, case.id)
    rows = []
    for key, one in findings.items():
        stands, note = before.get(key), one.note.strip()
        if stands is None or stands.before or (stands.found, stands.note) != (one.found, note):
            rows.append((case.id, number, key, one.found, note, by.id, store.now))
    if rows:
        store.session.many(_KEEP, rows)
    return len(rows)


def latest(session: Session, application: int) -> dict[str, Check]:
    """What was found of each paper last, by its key."""
    number = _handed_in(session, application)
    return {
        part: Check(found, note, by, at, of < number)
        for part, found, note, by, at, of in session.rows(_ALL, id=application)
    }


def _handed_in(session: Session, application: int) -> int:
    row = session.row(_HANDED_IN, id=application)
    return int(row[0]) if row else 0
