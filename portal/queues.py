"""Queues: the applications that wait for somebody, late and old ones first, a page at a time; nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from domain import gate, people, recognition
from domain.cases import Case, id_of, place_of, reference
from domain.catalogue import Catalogue
from domain.database import Session, Sql
from domain.errors import Refused
from domain.lifecycle import STATE_NAMES, State
from domain.people import Deed, Person
from domain.procedures import Procedures
from domain.remarks import remarks
from domain.rulebook.truth import WORDS
from domain.texts import Text
from domain.unit_rows import KINDS

VERDICTS = {
    "met": Text(vi="Đạt", en="Met"),
    "not_met": Text(vi="Chưa đạt", en="Not met"),
    "undecided": Text(vi="Chưa đủ căn cứ", en="Undecided"),
    "not_eligible": Text(vi="Không thuộc đối tượng", en="Not eligible"),
}

# How many applications a page shows.
PAGE = 50

_COLUMNS = (
    "a.id, a.season, a.unit_code, u.name, a.kind, a.path, a.state, a.number, a.due_on, a.verdict, a.standard, a.sha256,"
    " a.registered_at, i.name, i.login, (select s.document from scorecard s where s.application = a.id order by s.number desc limit 1)"
)
_FROM = "from application a join unit u on u.id = a.unit left join account i on i.id = a.inspector"


@dataclass(frozen=True)
class Waiting:
    """One application in a queue. `tally` holds the codes of its criteria by what was judged of them; `hindrance` says
    why this person may not decide on it, `missing` what the procedure asks for before it may be recognised."""

    id: int
    season: int
    code: str
    name: str
    kind: Text
    path: str
    state: State
    number: int
    due_on: str | None
    verdict: str | None
    registered_at: str
    inspector: str | None
    inspector_login: str | None
    late: bool
    tally: Mapping[str, Sequence[str]]
    remarks: Sequence[Text] = ()
    hindrance: Text | None = None
    missing: Sequence[Text] = ()

    @property
    def reference(self) -> str:
        return reference(self.season, self.id)

    @property
    def place(self) -> str:
        return place_of(self.path)

    @property
    def state_name(self) -> Text:
        return STATE_NAMES[self.state]

    @property
    def pick(self) -> str:
        """The application as it was seen, as a form sends it."""
        return f"{self.reference}.{self.number}"

    @property
    def plain(self) -> bool:
        """Whether nothing about it calls for a second look."""
        return not self.remarks and self.choosable and self.verdict == "met" and not self.late

    @property
    def choosable(self) -> bool:
        """Whether this person may recognise it now, as far as it is for a batch to say."""
        return self.hindrance is None and not self.missing


@dataclass(frozen=True)
class Queue:
    """A page of what waits: how many there are of each group, and the rows of the one that is shown."""

    total: int
    page: int
    rows: Sequence[Waiting] = field(default_factory=tuple)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def counts(
    session: Session, person: Person, deed: Deed, states: Sequence[State], by: str
) -> dict[str | None, int]:
    """How many applications in these states this person may do this with, by a column of theirs."""
    condition, values = people.within(person, deed)
    found = session.rows(
        Sql(
            f"select a.{by}, count(*) from application a where a.state in ({_states(states)}) and {condition} group by 1"
        ),
        **values,
    )
    return dict(found)


def read(
    session: Session,
    catalogue: Catalogue,
    person: Person,
    deed: Deed,
    states: Sequence[State],
    today: date,
    *,
    verdict: str | None = None,
    page: int = 1,
    most: int = PAGE,
    procedures: Procedures | None = None,
) -> list[Waiting]:
    """A page of the applications in these states with which this person may do this, and of that verdict if one is given.

    With `procedures` each says what it still lacks before it may be recognised.
    """
    condition, values = people.within(person, deed)
    if verdict is not None:
        condition += " and a.verdict = :verdict"
        values |= {"verdict": verdict}
    # A day that nobody set comes last; “~” sorts after every digit.
    sql = Sql(
        f"select {_COLUMNS} {_FROM} where a.state in ({_states(states)}) and {condition}"
        " order by coalesce(a.due_on, '~'), a.registered_at, a.id limit :most offset :skip"
    )
    rows = session.rows(sql, **values, most=most, skip=(max(page, 1) - 1) * most)
    return _waiting(session, catalogue, person, rows, today, procedures)


def named(
    session: Session,
    catalogue: Catalogue,
    person: Person,
    ids: Sequence[int],
    today: date,
    procedures: Procedures | None = None,
) -> dict[int, Waiting]:
    """These applications, where this person may decide on their place, whatever their state."""
    condition, values = people.within(person, Deed.APPROVE)
    numbers = ", ".join(str(int(id)) for id in ids) or "0"
    rows = session.rows(Sql(f"select {_COLUMNS} {_FROM} where a.id in ({numbers}) and {condition}"), **values)
    return {one.id: one for one in _waiting(session, catalogue, person, rows, today, procedures)}


def picked(pick: list[str]) -> dict[str, int]:
    """Reference to the number of the last event that was seen, as the form sends them; what is neither is left out."""
    found: dict[str, int] = {}
    for text in pick:
        reference, _, number = text.partition(".")
        if number.isdecimal() and len(number) < 9:
            try:
                id_of(reference)
            except Refused:
                continue
            found[reference] = int(number)
    return found


def kind_name(kind: str) -> Text:
    """What a kind of unit is called; one that only a standard knows by its own word."""
    return KINDS.get(kind, Text(vi=kind, en=kind))


def _states(states: Sequence[State]) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


def _waiting(
    session: Session,
    catalogue: Catalogue,
    person: Person,
    rows: Sequence[tuple[Any, ...]],
    today: date,
    procedures: Procedures | None,
) -> list[Waiting]:
    ids = [row[0] for row in rows]
    lacking = _lacking(session, procedures, rows, today) if procedures is not None else {}
    noted = remarks(session, catalogue, ids)
    hindered = recognition.hindered(session, person, ids)
    found = []
    for (
        id, season, code, name, kind, path, state, number, due_on, verdict, standard, sha256, since, inspector, login, card,
    ) in rows:  # fmt: skip
        found.append(
            Waiting(
                id, season, code, name, kind_name(kind), path, State(state), number, due_on, verdict,
                since, inspector, login, bool(due_on and due_on < today.isoformat()), _tally(catalogue, standard, sha256, card),
                tuple(noted.get(id, ())), hindered.get(id), lacking.get(id, ()),
            )
        )  # fmt: skip
    return found


def lacks(session: Session, procedures: Procedures, case: Case, today: date) -> tuple[Text, ...]:
    """What one application still lacks before it may be recognised; one that its verdict bars is told of that alone."""
    if case.state is not State.SCORED or case.verdict != "met":
        return ()
    return gate.missing(session, procedures, [case], today).get(case.id, ())


def _lacking(
    session: Session, procedures: Procedures, rows: Sequence[tuple[Any, ...]], today: date
) -> dict[int, tuple[Text, ...]]:
    """What those that could be recognised by their verdict still lack by the procedure of their place."""
    asked = [
        gate.Named(row[0], place_of(row[5]), row[4], row[10])
        for row in rows
        if row[9] == "met" and row[6] == State.SCORED
    ]
    return gate.missing(session, procedures, asked, today)


def _tally(catalogue: Catalogue, path: str, sha256: str, card: str | None) -> dict[str, list[str]]:
    """The codes of the criteria by what the newest scorecard says of them."""
    found: dict[str, list[str]] = {word: [] for word in WORDS.values()}
    if card is None:
        return found
    stored = orjson.loads(card)
    try:
        codes = catalogue.pinned(path, sha256).in_season(stored["season"]).codes
    except Refused:
        return found
    for code, letter in zip(codes, stored["letters"], strict=False):
        found[WORDS[letter]].append(code)
    return found
