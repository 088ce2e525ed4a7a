"""Checklist: one application as its inspector sees it: each question, both sides' answers, and what the engine would say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import evidence, findings, people
from domain.cases import Case, place_of
from domain.catalogue import Catalogue
from domain.database import Session, Sql
from domain.evidence import Attached
from domain.findings import Finding, Sheet
from domain.lifecycle import State
from domain.people import Deed, Person
from domain.rulebook.inquiry import inquiry
from domain.rulebook.sentences_of_changes import answer
from domain.store import Store, looked_at
from domain.texts import Language, Text
from portal import forms
from portal.papers.content import Paper, Row, paper

Answers = list[tuple[str, Text]]
_PLACE = Sql("select name from unit where path = :path order by valid_from desc limit 1")


@dataclass(frozen=True)
class Side:
    """One of several findings that stand for a criterion."""

    finding: Finding
    who: str
    says: Answers


@dataclass(frozen=True)
class Line:
    """One criterion: what the applicant says, what the inspector has found, and what follows from it."""

    row: Row
    verdict: str
    why: Text
    decisive: bool
    applicant: Answers
    own: Answers
    note: str
    sides: tuple[Side, ...]
    attached: tuple[Attached, ...]

    @property
    def conflict(self) -> bool:
        return len(self.sides) > 1

    @property
    def begun(self) -> bool:
        return bool(self.own or self.note)


@dataclass(frozen=True)
class Checklist:
    sheet: Sheet
    paper: Paper
    place: str
    lines: tuple[Line, ...]
    verdict: str
    recognition: Text | None

    @property
    def case(self) -> Case:
        return self.sheet.case

    @property
    def open(self) -> bool:
        """Whether findings may still be written."""
        return self.case.state is State.UNDER_INSPECTION

    @property
    def begun(self) -> int:
        return sum(line.begun for line in self.lines)

    def tally(self) -> Mapping[str, int]:
        found = dict.fromkeys(("met", "not_met", "unknown", "not_applicable"), 0)
        for line in self.lines:
            found[line.verdict] += 1
        return found

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.row.code == code), None)

    def after(self, code: str) -> str | None:
        """The criterion after this one."""
        codes = [line.row.code for line in self.lines]
        at = codes.index(code) + 1
        return codes[at] if at < len(codes) else None


def checklist(
    session: Session,
    catalogue: Catalogue,
    now: datetime,
    reference: str,
    person: Person,
    language: Language,
    changed: Mapping[str, Mapping[str, Any]] | None = None,
) -> Checklist:
    """The checklist of one's own application, judged with `changed` in place of what was found. Raises Refused."""
    case = looked_at(session, reference)
    people.require(person, Deed.INSPECT, case.path, case)
    sheet = findings.sheet(session, catalogue, case)
    card = findings.draft_judged(Store(session, now), catalogue, sheet, changed)
    told = card.explain()
    verdicts = {one["code"]: one for one in told["criteria"]}
    asked = paper(sheet.standard, case.season, language)
    place = session.row(_PLACE, path=place_of(case.path))
    recognition = told["recognition"]
    attached = evidence.of(session, case.id)
    return Checklist(
        sheet,
        asked,
        str(place[0]) if place else "",
        tuple(_line(sheet, row, verdicts[row.code], attached) for row in asked.rows),
        card.verdict,
        Text(**recognition) if recognition else None,
    )


def _line(sheet: Sheet, row: Row, judged: Mapping[str, Any], attached: list[Attached]) -> Line:
    standing = sheet.standing.get(row.code, [])
    latest = sheet.latest(row.code)
    return Line(
        row=row,
        verdict=judged["verdict"],
        why=Text(**judged["why"]),
        decisive=judged["decisive"],
        applicant=said(sheet, row, sheet.applicant.get(row.code, {})),
        own=said(sheet, row, sheet.of(row.code)),
        note=latest.note if latest else "",
        sides=tuple(
            Side(one, sheet.names.get(one.account, ""), said(sheet, row, one.facts)) for one in standing
        ),
        attached=tuple(one for one in attached if one.criterion == row.code),
    )


def said(sheet: Sheet, row: Row, facts: Mapping[str, Any]) -> Answers:
    """The answers of a criterion as people write them, each with what it answers."""
    criterion = sheet.standard.by_code[row.code]
    case = inquiry(criterion, sheet.standard, sheet.case.season, sheet.case.unit_facts, facts)
    return [
        (one.label, answer(name, facts[name], case))
        for one in row.facts
        if (name := one.key.rsplit(".", 1)[1]) in facts
    ]


def fields(sheet: Sheet, row: Row, raw: Mapping[str, str] | None = None) -> dict[str, dict[str, str]]:
    """What stands in the fields of a criterion, by its questions: what was typed, else what was found."""
    facts = {row.code: sheet.of(row.code)}
    return {one.key: forms.shown(one, facts, raw) for one in forms.asked(row, own=False)}
