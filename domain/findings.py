"""Findings: what inspectors wrote down, criterion by criterion, on whatever device; nothing is ever overwritten.

A finding names the one that its device had seen. Two that rest on the same one are a conflict, until somebody writes a
third that names both. What nobody has taken up stands; the standing findings make the inspector's facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import orjson

from domain import acts, judged_on, people, scoring
from domain.cases import Case, instant
from domain.catalogue import Catalogue
from domain.database import Session, Sql, insert, listed
from domain.errors import BadInput, NotFound, OutOfOrder
from domain.lifecycle import STATE_NAMES, State
from domain.names import nfc
from domain.people import Deed, Person
from domain.portal_tables import Finding as Row
from domain.scorecard import Scorecard, judge
from domain.standards import Standard
from domain.store import Store
from domain.texts import Text

LONGEST_NOTE = 2_000
LONGEST_DEVICE = 80

Stored = Literal["stored", "duplicate", "conflict"]

_OF = Sql(
    "select id, number, criterion, document, device, device_at, based_on, account, at from finding"
    " where application = :application order by number"
)
_BY_ID = Sql("select application, criterion, document, based_on, account from finding where id = :id")
_NEW = insert(
    Row, "id", "application", "number", "criterion", "document", "device", "device_at", "based_on", "account", "at"
)  # fmt: skip
_FACTS = Sql("select source, document, recorded_at from facts where application = :application")
_NAMES = Sql("select id, name from account where id in {numbers:ids}")


class Finding(NamedTuple):
    """What was written down of one criterion. `settles` are other findings besides `based_on` that it takes up."""

    id: str
    number: int
    criterion: str
    facts: Mapping[str, Any]
    note: str
    settles: tuple[str, ...]
    device: str
    device_at: str
    based_on: str | None
    account: int
    at: str

    @property
    def takes_up(self) -> frozenset[str]:
        return frozenset((*self.settles, *([self.based_on] if self.based_on else [])))

    @property
    def says(self) -> str:
        """What two findings that say the same have in common."""
        return _document(self.facts, self.note)


@dataclass(frozen=True, slots=True)
class Written:
    """A finding as a device hands it in. `id` is made there, so that sending it twice writes it once."""

    id: str
    criterion: str
    facts: Mapping[str, Any]
    note: str
    device: str
    device_at: datetime
    based_on: str | None = None
    settles: tuple[str, ...] = ()


def _document(facts: Mapping[str, Any], note: str, settles: Iterable[str] = ()) -> str:
    more = {"settles": sorted(settles)} if settles else {}
    return orjson.dumps({"facts": dict(facts), "note": note, **more}, option=orjson.OPT_SORT_KEYS).decode()


def of(session: Session, application: int) -> list[Finding]:
    """Every finding of an application, in the order in which they came in."""
    found = []
    for id, number, criterion, document, device, device_at, based_on, account, at in session.rows(
        _OF, application=application
    ):
        said = orjson.loads(document)
        found.append(
            Finding(
                id, number, criterion, said["facts"], said["note"], tuple(said.get("settles", ())), device,
                device_at, based_on, account, at,
            )
        )  # fmt: skip
    return found


def standing(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Per criterion the findings that no other has taken up. More than one that say different things are a conflict.

    Two that say the same do not differ: whoever takes up one takes up the other, and the later one stands for both.
    """
    of_criterion: dict[str, list[Finding]] = {}
    for one in findings:
        of_criterion.setdefault(one.criterion, []).append(one)
    result: dict[str, list[Finding]] = {}
    for criterion, own in of_criterion.items():
        # Findings that say the same on the same ground are one to whoever takes up any of them later.
        kinds: dict[tuple[str, frozenset[int]], int] = {}
        kind: dict[str, int] = {}
        gone: set[str] = set()
        for one in own:
            taken = frozenset(kind[id] for id in one.takes_up if id in kind)
            gone |= {id for id, other in kind.items() if other in taken}
            kind[one.id] = kinds.setdefault((one.says, taken), len(kinds))
        latest = {one.says: one for one in own if one.id not in gone}
        result[criterion] = sorted(latest.values(), key=lambda one: one.number)
    return result


@dataclass(frozen=True)
class Sheet:
    """One application as its inspector works on it. `recorded` is what was handed in before, at `recorded_at`."""

    case: Case
    standard: Standard
    applicant: Mapping[str, Mapping[str, Any]]
    recorded: Mapping[str, Mapping[str, Any]]
    recorded_at: str
    findings: tuple[Finding, ...]
    standing: Mapping[str, list[Finding]]
    names: Mapping[int, str]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The criteria of which different things stand."""
        return tuple(code for code in self.standard.codes if len(self.standing.get(code, ())) > 1)

    def latest(self, criterion: str) -> Finding | None:
        """The finding that stands, or the latest of those that do."""
        own = self.standing.get(criterion)
        return own[-1] if own else None

    def of(self, criterion: str) -> Mapping[str, Any]:
        """The inspector's answers to a criterion: of what was handed in and what was found, whichever came later."""
        found = self.latest(criterion)
        if found is None or found.at < self.recorded_at:
            said = self.recorded.get(criterion, found.facts if found is not None else {})
        else:
            said = found.facts
        # What another edition asked before the case was moved to this one is no answer here.
        asked = self.standard.by_code[criterion].facts
        return {name: value for name, value in said.items() if name in asked}

    @property
    def facts(self) -> dict[str, dict[str, Any]]:
        """The inspector's facts as they stand."""
        return {code: dict(own) for code in self.standard.codes if (own := self.of(code))}


def sheet(session: Session, catalogue: Catalogue, case: Case) -> Sheet:
    """The inspector's sheet of a case. Raises Unready when its edition is not at hand."""
    standard = catalogue.pinned(case.standard, case.sha256).in_season(case.season)
    facts, recorded_at = {}, ""
    for source, document, at in session.rows(_FACTS, application=case.id):
        facts[source] = orjson.loads(document)
        if source == "inspector" and facts[source]:
            recorded_at = at
    findings = of(session, case.id)
    names: dict[int, str] = dict(session.rows(_NAMES, ids=listed({one.account for one in findings})))
    return Sheet(
        case, standard, facts.get("applicant", {}), facts.get("inspector", {}), recorded_at, tuple(findings),
        standing(findings), names,
    )  # fmt: skip


def draft_judged(
    store: Store, catalogue: Catalogue, of: Sheet, changed: Mapping[str, Mapping[str, Any]] | None = None
) -> Scorecard:
    """What the engine would say if the inspector handed in what stands now, with these answers in place of their own."""
    facts = of.facts | {code: dict(own) for code, own in (changed or {}).items()}
    supplied = scoring.supplied_under(store, of.standard, catalogue, [of.case]).get(of.case.id, {})
    sources = {"applicant": of.applicant, "inspector": facts}
    return judge(
        of.standard, of.case.season, of.case.unit_facts, judged_on.to_judge(of.standard, sources, supplied)
    )


def record(store: Store, catalogue: Catalogue, reference: str, written: Written, by: Person) -> Stored:
    """Write a finding down. “conflict” is stored too: something else stands beside it. Raises Refused and writes nothing.

    Whoever hands in the same finding again is told that it is there, whatever became of the application since.
    """
    case = store.case(reference)  # held from here on, so that numbers have no gaps and no twins
    document = _document(written.facts, nfc(written.note).strip(), written.settles)
    before = store.session.row(_BY_ID, id=_uuid(written.id))
    if before is not None:
        if before != (case.id, written.criterion, document, written.based_on, by.id):
            raise BadInput(
                "Ghi nhận này mang mã của một ghi nhận khác đã lưu.",
                "This finding bears the id of another one that is stored.",
            )
        return "duplicate"
    require_inspecting(case, by)
    findings = of(store.session, case.id)
    _check(catalogue.pinned(case.standard, case.sha256).in_season(case.season), written, findings)
    new = Finding(
        written.id, len(findings) + 1, written.criterion, written.facts, nfc(written.note).strip(), written.settles,
        written.device[:LONGEST_DEVICE], instant(written.device_at), written.based_on, by.id, store.now,
    )  # fmt: skip
    store.session.many(
        _NEW,
        [(new.id, case.id, new.number, new.criterion, document, new.device, new.device_at, new.based_on, by.id, new.at)],
    )  # fmt: skip
    return "conflict" if len(standing([*findings, new])[new.criterion]) > 1 else "stored"


def submit(store: Store, catalogue: Catalogue, reference: str, by: Person, key: str | None) -> dict[str, Any]:
    """Hand in what was found, as one act. Raises BadInput naming the criteria of which two things stand."""
    case = store.case(reference)
    people.require(by, Deed.INSPECT, case.path, case)
    whole = sheet(store.session, catalogue, case)
    if whole.conflicts and case.state is State.UNDER_INSPECTION:
        raise BadInput(
            "Chưa nộp được: còn hai ghi nhận khác nhau ở {codes}. Hãy chọn một cho mỗi tiêu chí.",
            "This cannot be submitted: two different findings stand for {codes}. Choose one for each.",
            codes=", ".join(whole.conflicts),
        )
    if not whole.facts:
        raise BadInput(
            "Chưa nộp được: chưa ghi nhận tiêu chí nào.",
            "This cannot be submitted: nothing was recorded yet.",
        )
    wanted = acts.order(Deed.INSPECT, by, {"reference": case.reference, "facts": whole.facts}, key)
    return acts.perform(store, catalogue, wanted)


def require_inspecting(case: Case, by: Person) -> None:
    """Raise Refused unless this person inspects this application now."""
    people.require(by, Deed.INSPECT, case.path, case)
    if case.state is not State.UNDER_INSPECTION:
        assert case.state is not None
        raise OutOfOrder(
            "Hồ sơ {reference} đang ở trạng thái “{state}”, nên không ghi thêm được kết quả kiểm tra.",
            "Application {reference} is {state}, so nothing more can be recorded of its inspection.",
            reference=case.reference,
            state=STATE_NAMES[case.state],
        )


def _uuid(id: str) -> str:
    try:
        if str(UUID(id)) == id:
            return id
    except ValueError:
        pass
    raise BadInput("Ghi nhận có mã không đúng dạng.", "The finding has an id of a wrong form.")


def _check(standard: Standard, written: Written, findings: list[Finding]) -> None:
    if written.criterion not in standard.codes:
        raise NotFound(
            "Bộ tiêu chí của hồ sơ này không có tiêu chí “{code}”.",
            "The standard of this application has no criterion “{code}”.",
            code=written.criterion,
        )
    mistakes = standard.check_facts({written.criterion: dict(written.facts)})
    if mistakes:
        every = Text(vi=" ".join(m.vi for m in mistakes), en=" ".join(m.en for m in mistakes))
        raise BadInput("{every}", "{every}", every=every)
    if len(written.note) > LONGEST_NOTE:
        raise BadInput(
            "Ghi chú dài quá {most} ký tự.", "The note is longer than {most} characters.", most=LONGEST_NOTE
        )
    own = {one.id for one in findings if one.criterion == written.criterion}
    if not own.issuperset({*written.settles, *([written.based_on] if written.based_on else [])}):
        raise BadInput(
            "Ghi nhận này dựa trên một ghi nhận mà máy chủ không có; hãy mở lại tiêu chí rồi ghi lại.",
            "This finding rests on one that the server does not have; open the criterion again and repeat it.",
        )
