"""Dossier: one application as its applicant sees it before the inspection: what is asked, answered, missing, and would make it pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from domain import begun, evidence, judged_on, people, scoring
from domain.begun import Begun
from domain.calendar import today
from domain.cases import Case
from domain.catalogue import Catalogue
from domain.database import Session, Sql
from domain.events import DossierSubmitted
from domain.evidence import Attached
from domain.lifecycle import allowed
from domain.people import Deed, Person
from domain.rulebook.answers import wrong
from domain.rulebook.inquiry import inquiry
from domain.rulebook.sentences_of_changes import answer
from domain.scorecard import Scorecard, judge
from domain.standards import Standard
from domain.store import Store, looked_at
from domain.store import season as season_of
from domain.telling import needed
from domain.texts import Language, Text
from portal.papers.content import Asked, Paper, Row, paper

Answers = list[tuple[str, Text]]

_INSPECTED = Sql("select document from facts where application = :id and source = 'inspector'")
_RETURNED = Sql(
    "select name, payload, at from event where application = :id and name in ('application-returned', 'supplement-asked')"
    " order by number"
)
_SUBMITTED = Sql(
    "select at from event where application = :id and name = 'dossier-submitted' order by number desc limit 1"
)

STATES = {
    "mistake": Text(vi="Có chỗ cần sửa", en="Needs mending"),
    "fails": Text(vi="Chưa đạt", en="Not met"),
    "missing": Text(vi="Còn thiếu", en="Something missing"),
    "begin": Text(vi="Chưa trả lời", en="Not answered"),
    "done": Text(vi="Đã xong", en="Done"),
    "not_applicable": Text(vi="Không áp dụng", en="Does not apply"),
    "others": Text(vi="Cơ quan khác xác nhận", en="Attested by others"),
}


@dataclass(frozen=True)
class Task:
    """One criterion: what is asked of the applicant, how far they are, and what the engine says of it now."""

    row: Row
    state: str
    verdict: str
    why: Text
    answers: Answers
    missing: tuple[Asked, ...]
    attached: tuple[Attached, ...]

    @property
    def state_name(self) -> Text:
        return STATES[self.state]

    @property
    def others(self) -> tuple[Asked, ...]:
        """What somebody else says, or the system works out."""
        return tuple(one for one in self.row.facts if not one.own)


class SentBack(NamedTuple):
    """Why the applicant is to hand in again; `papers` names what the standing office asked for."""

    reason: str
    at: str
    papers: Text | None


@dataclass(frozen=True)
class Dossier:
    case: Case
    standard: Standard
    paper: Paper
    begun: Begun
    tasks: tuple[Task, ...]
    card: Scorecard
    to_do: tuple[Text, ...]
    hopeless: Text | None
    before: tuple[str, Mapping[str, Mapping[str, Any]]] | None
    season_closed: bool
    returned: tuple[SentBack, ...]
    submitted_at: str | None
    days: Mapping[str, tuple[date, date] | date | None]

    @property
    def reference(self) -> str:
        return self.case.reference

    @property
    def own(self) -> tuple[Task, ...]:
        """What the applicant answers."""
        return tuple(task for task in self.tasks if task.row.own)

    @property
    def others(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if not task.row.own)

    @property
    def left(self) -> tuple[Task, ...]:
        """The criteria that still want something of the applicant."""
        return tuple(task for task in self.own if task.state in ("mistake", "missing", "begin", "fails"))

    @property
    def changeable(self) -> bool:
        return allowed(self.case.state, DossierSubmitted) and not self.season_closed

    def task(self, code: str) -> Task | None:
        return next((task for task in self.tasks if task.row.code == code), None)

    def after(self, code: str) -> str | None:
        """The next criterion that the applicant answers."""
        codes = [task.row.code for task in self.own]
        at = codes.index(code) + 1 if code in codes else len(codes)
        return codes[at] if at < len(codes) else None

    def last_time(self, row: Row) -> tuple[dict[str, Any], Answers]:
        """What the unit answered to this criterion the last time that it applied: what can be taken over (no documents: they
        are of their own year), and all of it in words."""
        if self.before is None:
            return {}, []
        said = {
            one.key.rsplit(".", 1)[1]: value
            for one in row.own
            if (value := self.before[1].get(row.code, {}).get(one.key.rsplit(".", 1)[1])) is not None
            and wrong(one.fact, value, self.standard.words.scales, self.standard.words.excuses) is None
        }
        facts = self.standard.in_season(self.case.season).by_code[row.code].facts
        taken = {name: value for name, value in said.items() if facts[name].form != "document"}
        return taken, in_words(self.standard, self.case, row, said)


def own_answers(session: Session, reference: str, person: Person) -> Begun:
    """What stands for an application and nothing else, for whoever may hand it in. Raises Refused."""
    case = looked_at(session, reference)
    people.require(person, Deed.SUBMIT_DOSSIER, case.path)
    return begun.begun(session, case.id)


def dossier(
    session: Session, catalogue: Catalogue, now: datetime, reference: str, person: Person, language: Language
) -> Dossier:
    """The dossier of an application, for whoever may hand it in. Raises Refused."""
    case = looked_at(session, reference)
    people.require(person, Deed.SUBMIT_DOSSIER, case.path)
    standard = catalogue.pinned(case.standard, case.sha256)
    stands = begun.begun(session, case.id)
    card = judged(session, catalogue, now, case, standard, stands.facts)
    said = paper(standard, case.season, language)
    told = {one["code"]: one for one in card.explain()["criteria"]}
    attached = evidence.of(session, case.id)
    missing = set(card.missing)
    to_do, hopeless = _to_do(card, standard, today(now).isoformat())
    season = season_of(session, case.season)
    submitted = session.row(_SUBMITTED, id=case.id)
    return Dossier(
        case=case,
        standard=standard,
        paper=said,
        begun=stands,
        tasks=tuple(
            _task(standard, case, row, told[row.code], stands, missing, attached) for row in said.rows
        ),
        card=card,
        to_do=to_do,
        hopeless=hopeless,
        before=begun.before(session, case),
        season_closed=season is not None and season.closed_at is not None,
        # What is handed in answers everything that was asked for before it.
        returned=tuple(
            _sent_back(*one)
            for one in session.rows(_RETURNED, id=case.id)
            if not (submitted and submitted[0] > one[2])
        ),
        submitted_at=submitted[0] if submitted else None,
        days={
            "registration": standard.registration_window(case.season),
            "window": standard.evaluation_window(case.season),
            "deadline": standard.deadline(case.season),
        },
    )


def _sent_back(name: str, payload: str, at: str) -> SentBack:
    told = orjson.loads(payload)
    asked = Text(vi=told["asked_vi"], en=told["asked_en"]) if name == "supplement-asked" else None
    return SentBack(str(told["reason"]), at, asked)


def judged(
    session: Session,
    catalogue: Catalogue,
    now: datetime,
    case: Case,
    standard: Standard,
    facts: Mapping[str, Mapping[str, Any]],
) -> Scorecard:
    """What the engine says if the applicant handed in these answers, beside what is known from others."""
    found = session.row(_INSPECTED, id=case.id)
    sources = {"applicant": facts, "inspector": orjson.loads(found[0]) if found else {}}
    supplied = scoring.supplied_under(Store(session, now), standard, catalogue, [case]).get(case.id, {})
    return judge(standard, case.season, case.unit_facts, judged_on.to_judge(standard, sources, supplied))


def in_words(standard: Standard, case: Case, row: Row, own: Mapping[str, Any]) -> Answers:
    """Answers to one criterion as people write them, in the order in which they are asked."""
    criterion = standard.in_season(case.season).by_code[row.code]
    asking = inquiry(criterion, standard, case.season, case.unit_facts, own)
    names = {one.key.rsplit(".", 1)[1]: one.label for one in row.facts}
    return [(label, answer(name, own[name], asking)) for name, label in names.items() if name in own]


def _task(
    standard: Standard,
    case: Case,
    row: Row,
    told: Mapping[str, Any],
    stands: Begun,
    missing: set[str],
    attached: Iterable[Attached],
) -> Task:
    own = stands.facts.get(row.code, {})
    lacking = tuple(one for one in row.own if one.key in missing)
    if not row.own:
        state = "others"
    elif stands.raw_of(row.code):
        state = "mistake"
    elif not own:
        state = "begin"
    elif told["verdict"] == "not_applicable":
        state = "not_applicable"
    elif told["verdict"] == "not_met":
        state = "fails"
    else:
        state = "missing" if lacking else "done"
    return Task(
        row, state, told["verdict"], Text(**told["why"]), in_words(standard, case, row, own), lacking,
        tuple(one for one in attached if one.criterion == row.code),
    )  # fmt: skip


def _to_do(card: Scorecard, standard: Standard, on: str) -> tuple[tuple[Text, ...], Text | None]:
    """Which answers of the applicant's own would have to become what, in words; or why nothing helps this season. What is not
    answered at all is told with its criterion."""
    found = needed(card, on)
    if found is None:
        return (), None
    changes = found["this_season"]
    if changes is None:
        return (), Text(**found["says"])
    return tuple(
        Text(**one["says"])
        for one in changes
        if one["criterion"]
        and one["from"] is not None
        and (one["criterion"], one["fact"]) not in standard.attested
        and (one["criterion"], one["fact"]) not in standard.supplied
    ), None
