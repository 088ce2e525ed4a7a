"""World: a province in miniature, with its units and offices; people act in it, and what follows by itself follows at once.

People go through `domain.acts` as the pages and the command line do. The flows' half is done in this process: waiting
work is claimed and worked through with the domain's own answers, and the letters' own plan says who is told.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from domain import (
    acts,
    audiences,
    chain,
    inspection,
    outbox,
    people,
    proofs,
    recognition,
    registration,
    scoring,
    seasons,
    units,
)
from domain.calendar import VIET_NAM, today
from domain.cases import Case
from domain.catalogue import Catalogue
from domain.database import Database, Session, Sql, insert
from domain.errors import Refused
from domain.outbox import Answer
from domain.people import ROLE_NAMES, Deed, Person, Role
from domain.procedures import Procedures
from domain.rulebook.facts import Fact
from domain.scorecard import Scorecard
from domain.standards import Standard
from domain.store import Store, transaction
from domain.subscriptions import FLOWS, INSPECTION, NOTIFICATION, RECOGNITION, REGISTRATION, SCORING
from domain.tables import Account
from domain.tables import Role as RoleRow
from domain.unit_import import unit_files
from domain.unit_rows import KINDS, UnitRow
from flows import writing

LEASE = timedelta(minutes=2)
OPERATOR = "Người vận hành"
FIRST_DAY = date(2025, 7, 1)

_ROLES = {name.vi: role for role, name in ROLE_NAMES.items()}
_LANGUAGES = {"tiếng Việt": "vi", "tiếng Anh": "en"}
_EVERYTHING = (
    "select id, state, number, head, inspector, verdict from application order by id",
    "select application, source, document from facts order by application, source",
    "select application, serial, revoked_at from certificate order by application",
    "select place, year, serial from decision order by place, year, serial",
    "select flow, application, number from work order by flow, application, number",
)

Table = list[list[str]]
Facts = dict[str, dict[str, Any]]


def rows_of(table: Table) -> list[dict[str, str]]:
    """The rows under the first one, by its titles."""
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


class World:
    """What a scenario has set up, and the refusal that it has yet to look at."""

    def __init__(self, database: Database, catalogue: Catalogue, folder: Path) -> None:
        self.database, self.catalogue, self.folder = database, catalogue, folder
        self.now = datetime(2026, 1, 20, 8, tzinfo=VIET_NAM)
        # What places ask for before they recognise anybody: nothing, unless a scenario says so.
        self.procedures = Procedures()
        self.refusal: Refused | None = None
        self.answers: list[dict[str, Any]] = []
        self.seen: dict[str, int] = {}
        self.known_troubles: list[str] = []
        self._logins: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        with database.transaction() as session:
            self._appoint(session, OPERATOR, Role.OPERATOR, "/", {})

    # --- setting the scene -----------------------------------------------------------------------

    def take_over_units(self, table: Table) -> None:
        """Import a list of units as an operator would: through a file."""
        file = self.folder / "units.csv"
        with file.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows(table)
        kinds = frozenset(KINDS) | {standard.kind for standard in self.catalogue.standards.values()}
        with transaction(self.database, self.now) as store:
            known = units.existing(store)
            rows = unit_files.read(file, kinds, {row.code: row for row in known}, FIRST_DAY)
            units.apply(store, units.plan(known, rows), self._person(store.session, OPERATOR))
        self._codes |= {row.name.casefold(): row.code for row in rows}

    def appoint(self, table: Table) -> None:
        rows = rows_of(table)
        paths = {row["nơi"]: self.unit(row["nơi"]).path for row in rows}
        with self.database.transaction() as session:
            for row in rows:
                self._appoint(session, row["cán bộ"], _ROLES[row["vai trò"]], paths[row["nơi"]], row)

    def _appoint(self, session: Session, name: str, role: Role, path: str, row: Mapping[str, str]) -> None:
        if name not in self._logins:
            self._logins[name] = f"tk-{len(self._logins) + 1}"
            address = row.get("thư điện tử")
            session.run(
                insert(Account),
                login=self._logins[name],
                name=name,
                language=_LANGUAGES[row.get("ngôn ngữ", "tiếng Việt")],
                addresses=orjson.dumps({"email": address} if address else {}).decode(),
                active=1,
                sample=0,
            )
        (id,) = session.row(Sql("select id from account where login = :login"), login=self._logins[name]) or (
            0,
        )
        session.run(insert(RoleRow), account=id, role=role.value, path=path, starts="0001-01-01", ends=None)

    def open_season(self, year: int) -> None:
        with transaction(self.database, self.now) as store:
            assert seasons.open_season(store, year, self._person(store.session, OPERATOR))

    # --- acting ----------------------------------------------------------------------------------

    def act(self, who: str, deed: Deed, key: str | None = None, **request: Any) -> None:
        """Let somebody do one thing, and everything that follows from it; a refusal must have changed nothing."""
        self.nothing_is_left_unread()
        before = self._everything()
        try:
            with transaction(self.database, self.now) as store:
                wanted = acts.order(deed, self._person(store.session, who), request, key)
                self.answers.append(acts.perform(store, self.catalogue, wanted, self.procedures))
        except Refused as refusal:
            self.refusal = refusal
            assert self._everything() == before, "a refused act changed something"
        else:
            self.follow()

    def act_for_all(self, deed: Deed, requests: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Let many people do the same thing, none of whom may be refused."""
        self.nothing_is_left_unread()
        with transaction(self.database, self.now) as store:
            orders = [
                acts.order(deed, self._person(store.session, who), request) for who, request in requests
            ]
            for answer in acts.perform_many(store, self.catalogue, orders, self.procedures):
                if isinstance(answer, Refused):
                    raise answer
        self.follow()

    def follow(self) -> None:
        """Do all work that is due, as the engine does, until none is left."""
        while due := self._due():
            for flow in due:
                batch = outbox.claim(self.database, flow, 1000, LEASE, self.now)
                assert batch is not None
                outbox.work_through(
                    self.database,
                    batch,
                    self._answers(flow),
                    lambda store, cases: audiences.answer(
                        store, writing.plan(), ["email"], cases, self.procedures
                    ),
                    clock=lambda: self.now,
                    lease=LEASE,
                    most=100,
                )

    def _due(self) -> list[str]:
        with self.database.reading() as session:
            return [flow for flow in FLOWS if outbox.is_due(session, flow, self.now)]

    def _answers(self, flow: str) -> Answer:
        answers: dict[str, Answer] = {
            REGISTRATION: lambda store, cases: registration.answer(store, self.catalogue, cases),
            INSPECTION: inspection.answer,
            SCORING: lambda store, cases: scoring.answer(store, self.catalogue, cases),
            RECOGNITION: lambda store, cases: recognition.answer(store, cases, self.procedures),
            NOTIFICATION: lambda store, cases: lambda case, piece: None,
        }
        return answers[flow]

    def register(self, names: Sequence[str]) -> None:
        """Each unit registers by whoever applies for it."""
        season = self.now.year
        self.act_for_all(
            Deed.REGISTER,
            [(self.applicant(name), dict(unit=self.code(name), season=season)) for name in names],
        )

    def inspect(self, names: Sequence[str], facts: Facts | None = None) -> None:
        """Each unit is inspected by whoever it is assigned to."""
        self.act_for_all(
            Deed.INSPECT,
            [
                (
                    self.inspector(name),
                    dict(reference=self.case(name).reference, facts=self.full_facts(name) | (facts or {})),
                )
                for name in names
            ],
        )

    def decide(self, names: Sequence[str], deed: Deed) -> None:
        """Whoever has the authority decides on each unit."""
        self.act_for_all(
            deed,
            [
                (self.approver(name), dict(reference=self.case(name).reference, reason="Theo kết quả chấm."))
                for name in names
            ],
        )

    # --- who and what there is -------------------------------------------------------------------

    def _person(self, session: Session, name: str) -> Person:
        assert name in self._logins, f"nobody here is called “{name}”; there are {', '.join(self._logins)}"
        return people.person(session, self._logins[name], today(self.now).isoformat())

    def _name_of(self, sql: str, **values: Any) -> str:
        with self.database.reading() as session:
            found = session.row(Sql(sql), **values)
        assert found is not None, f"nobody: {values}"
        return str(found[0])

    def applicant(self, unit: str) -> str:
        return self._holder("applicant", self.unit(unit).path)

    def approver(self, unit: str) -> str:
        return self._holder("approver", self.case(unit).place)

    def inspector(self, unit: str) -> str:
        return self._name_of("select name from account where id = :id", id=self.case(unit).inspector)

    def _holder(self, role: str, path: str) -> str:
        return self._name_of(
            "select c.name from role r join account c on c.id = r.account where r.role = :role and r.path = :path",
            role=role,
            path=path,
        )

    def code(self, unit: str) -> str:
        assert unit.casefold() in self._codes, (
            f"no unit is called “{unit}”; there are {', '.join(self._codes)}"
        )
        return self._codes[unit.casefold()]

    def unit(self, name: str) -> UnitRow:
        with self.database.reading() as session:
            return units.existing(Store(session, self.now), self.code(name))[-1]

    def case(self, unit: str) -> Case:
        """The unit's application of this year, or its last one before."""
        last = "select max(season) from application where unit_code = :code and season <= :year"
        season = self.rows(last, code=self.code(unit), year=self.now.year)[0][0]
        with self.database.reading() as session:
            found = Store(session, self.now).cases_of_units(season or self.now.year, [self.code(unit)])
        assert found, f"{unit} has not registered"
        return found[0]

    def standard(self, unit: str) -> Standard:
        return self.catalogue.get(self.case(unit).standard)

    def scorecard(self, unit: str) -> Scorecard:
        case = self.case(unit)
        with self.database.reading() as session:
            documents = Store(session, self.now).scorecards([case])
        assert documents, f"{unit} has not been scored"
        return Scorecard.unpack(documents[case.id], self.standard(unit))

    def proof(self, unit: str) -> dict[str, Any]:
        """The proof of the unit's verdict in words, as it stands today."""
        with self.database.reading() as session:
            found = proofs.proof_of(session, self.catalogue, self.case(unit).id, today(self.now).isoformat())
        assert found, f"{unit} has not been scored"
        return found

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.database.reading() as session:
            return session.rows(Sql(sql), **values)

    def _everything(self) -> list[list[tuple[Any, ...]]]:
        return [self.rows(sql) for sql in _EVERYTHING]

    # --- what people record ----------------------------------------------------------------------

    def full_facts(self, unit: str) -> Facts:
        """What is recorded of a unit with which nothing is wrong."""
        standard = self.standard(unit)
        facts = standard.example_facts(self.now.year)
        for code, name in standard.supplied:
            del facts[code][name]
        return facts

    def facts_but(self, unit: str, table: Table) -> Facts:
        """The same, save for the rows of a table: criterion, what is recorded, in the words of the standard."""
        standard, facts = self.standard(unit), self.full_facts(unit)
        for row in rows_of(table):
            code, label = row["tiêu chí"], row["nội dung"]
            name = next((n for n, fact in standard.by_code[code].facts.items() if fact.vi == label), None)
            assert name, (
                f"{code} has no “{label}”, but {[f.vi for f in standard.by_code[code].facts.values()]}"
            )
            facts[code].pop(name)
            answer = answer_of(row["ghi nhận"], standard.by_code[code].facts[name], standard)
            if answer is not None:
                facts[code][name] = answer
        return facts

    def facts_with_incidents(self, unit: str, table: Table) -> Facts:
        """The same, save for incidents: criterion, day and perhaps an excuse and the reason for it."""
        standard, facts = self.standard(unit), self.full_facts(unit)
        for row in rows_of(table):
            (name,) = (n for n, fact in standard.by_code[row["tiêu chí"]].facts.items() if fact.within)
            entry = {"on": day_of(row["ngày"]).isoformat()}
            if excuse := row.get("miễn trừ"):
                (entry["excused_as"],) = (
                    c for c, text in standard.words.excuses.items() if excuse in text.vi
                )
            if reason := row.get("lý do"):
                entry["reason"] = reason
            facts[row["tiêu chí"]].setdefault(name, [])
            if facts[row["tiêu chí"]][name] == 0:
                facts[row["tiêu chí"]][name] = []
            facts[row["tiêu chí"]][name].append(entry)
        return facts

    # --- at the end ------------------------------------------------------------------------------

    def nothing_is_left_unread(self) -> None:
        assert self.refusal is None, f"refused, and the scenario did not say so: {self.refusal}"

    def close(self) -> None:
        """No scenario may end with a refusal or a failure that it never spoke of, or with a broken history."""
        try:
            self.nothing_is_left_unread()
            with self.database.reading() as session:
                failed = [trouble.error for trouble in outbox.troubles(session)]
                assert [error for error in failed if error not in self.known_troubles] == []
                assert list(chain.verify(session)) == []
        finally:
            self.database.close()


def day_of(text: str) -> date:
    """“31/10/2026” as a day."""
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no time zone


def answer_of(said: str, fact: Fact, standard: Standard) -> Any:
    """What people say, as an answer of the fact's own form; None for what nobody said."""
    if said in ("chưa xác nhận", "không ghi"):
        return None
    match fact.form:
        case "count":
            return int(said.replace(".", ""))
        case "document":
            return {"date": day_of(said).isoformat()}
        case "rating" | "choice":
            steps = standard.words.scales[fact.rating or fact.choice or ""]
            return next(step.code for step in steps if step.vi == said)
        case "judgement":
            verdict, _, evidence = said.partition(", căn cứ ")
            return {
                "holds": {"đạt": True, "chưa đạt": False}[verdict],
                **({"evidence": evidence} if evidence else {}),
            }
    return {"có": True, "không": False}[said]
