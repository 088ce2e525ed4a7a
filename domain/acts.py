"""Acts: everything a person can do to an application, as an order that can be sent twice and is done once.

The command line, the pages and the API all come through here. Many orders may share one transaction (whoever waits
together commits together); each gets its own answer, and a refusal of one leaves the others as they are.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain import (
    appeals,
    gate,
    inspection,
    objections,
    people,
    recognition,
    registration,
    supplements,
    workdays,
)
from domain.calendar import today
from domain.cases import Case, id_of
from domain.catalogue import Catalogue
from domain.database import Sql, insert, listed
from domain.decisions import Form
from domain.errors import BadInput, NotFound, Refused
from domain.people import DEED_NAMES, Deed, Person
from domain.procedures import Procedures
from domain.registration import Registration
from domain.standards import Standard
from domain.store import Store
from domain.tables import Act
from domain.texts import Text


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OfCase(_Request):
    """What every act on an application names; `seen` binds it to the last event that the person saw."""

    reference: str = Field(min_length=1)
    reason: str = ""
    seen: int | None = None


class WithFacts(_Request):
    reference: str = Field(min_length=1)
    facts: dict[str, Any]


class Assignment(_Request):
    reference: str = Field(min_length=1)
    inspector: str = Field(min_length=1)
    seen: int | None = None


class Listed(OfCase):
    """A decision on one application. Those that are sent together with the same `decision` are one decision with a list."""

    decision: str = Field(default="", max_length=200)


class Correction(OfCase):
    """What a decision or certificate said wrongly."""

    field: str = Field(min_length=1)
    was: str = Field(default="", max_length=500)
    became: str = Field(min_length=1, max_length=500)


class Answered(OfCase):
    """The answer to an objection; `reason` is what whoever objected will read."""

    objection: str = Field(min_length=1, max_length=64)
    outcome: Literal["dismissed", "upheld"]


class AppealDecided(OfCase):
    """The decision on the appeal that is open."""

    outcome: Literal["dismissed", "allowed"]


class Supplement(OfCase):
    """Papers that the applicant is to hand in, as “D9-HS.report”."""

    parts: tuple[str, ...] = Field(min_length=1)


REQUESTS: Mapping[Deed, type[BaseModel]] = {
    Deed.REGISTER: Registration,
    Deed.SUBMIT_DOSSIER: WithFacts,
    Deed.ASK_SUPPLEMENT: Supplement,
    Deed.ASSIGN: Assignment,
    Deed.INSPECT: WithFacts,
    Deed.RECUSE: OfCase,
    Deed.APPROVE: Listed,
    Deed.DECLINE: Listed,
    Deed.RETURN: OfCase,
    Deed.UPHOLD: OfCase,
    Deed.REVOKE: Listed,
    Deed.REINSTATE: OfCase,
    Deed.CORRECT: Correction,
    Deed.WITHDRAW: OfCase,
    Deed.ANSWER_OBJECTION: Answered,
    Deed.APPEAL: OfCase,
    Deed.DECIDE_APPEAL: AppealDecided,
}


@dataclass(frozen=True, slots=True)
class Order:
    """Somebody wants something done. `key` makes it the same act however often it is sent."""

    deed: Deed
    by: Person
    request: BaseModel
    key: str | None = None


def order(deed: Deed, by: Person, request: Mapping[str, Any], key: str | None = None) -> Order:
    """An order from plain data. Raises BadInput naming each field that is missing, unknown or wrong."""
    lost = [name for name, value in {**request, "key": key}.items() if not _storable(value)]
    if lost:
        raise BadInput(
            "Không thể {deed}: {places} có ký tự hỏng hoặc số quá lớn, không lưu được.",
            "Cannot {deed}: {places} holds a broken character or too large a number, which cannot be kept.",
            deed=DEED_NAMES[deed],
            places=", ".join(lost),
        )
    try:
        return Order(deed, by, REQUESTS[deed].model_validate(request), key)
    except ValidationError as mistakes:
        places = ", ".join(".".join(map(str, error["loc"])) for error in mistakes.errors(include_url=False))
        raise BadInput(
            "Không thể {deed}: xem lại {places}. Các trường được phép: {fields}.",
            "Cannot {deed}: look at {places}. The fields allowed are: {fields}.",
            deed=DEED_NAMES[deed],
            places=places,
            fields=", ".join(REQUESTS[deed].model_fields),
        ) from None


def _storable(value: Any) -> bool:
    """Whether both databases can hold a value: half a character, NUL and numbers beyond 64 bits fit in no text of theirs."""
    try:
        text = orjson.dumps(value)
    except TypeError:
        return False
    return b"\\u0000" not in text or _NUL.search(text) is None


# A NUL, not a backslash that somebody typed before “u0000”.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Rules(NamedTuple):
    """What acts are judged by: the criteria, the procedure of each place, and what it says against which recognition."""

    catalogue: Catalogue
    procedures: Procedures
    bars: Mapping[int, Text]
    on: date

    def standard(self, case: Case) -> Standard:
        return self.catalogue.pinned(case.standard, case.sha256)

    def form(self, case: Case, key: str = "") -> Form:
        """How a decision on this case is signed."""
        return Form(self.procedures.of(case.place, case.kind, case.standard, self.on), key)


def perform(
    store: Store, catalogue: Catalogue, wanted: Order, procedures: Procedures | None = None
) -> dict[str, Any]:
    """Do one act; its answer: reference, state and number of the last event. Raises Refused and changes nothing."""
    answer = perform_many(store, catalogue, [wanted], procedures)[0]
    if isinstance(answer, Refused):
        raise answer
    return answer


_NO_PROCEDURES = Procedures()


def perform_many(
    store: Store, catalogue: Catalogue, orders: Sequence[Order], procedures: Procedures | None = None
) -> list[dict[str, Any] | Refused]:
    """Do many acts in one transaction, in order; each answer is the act's own, or its refusal.

    `procedures` say what a place asks for before it recognises anybody; without any, nothing is asked for.
    """
    # What was answered before is asked for once the cases are held: the same act in the same moment has committed by then.
    if any(wanted.deed is Deed.REGISTER for wanted in orders):
        store.hold(registration.NUMBERS)
    store.cases(_named(wanted for wanted in orders if wanted.deed is not Deed.REGISTER))
    procedures = procedures or _NO_PROCEDURES
    rules = Rules(catalogue, procedures, _bars(store, orders, procedures), today(store.moment))
    answered = _answered(store, orders)
    registered = _register(store, catalogue, orders, set(answered))
    answers: list[dict[str, Any] | Refused] = []
    for place, wanted in enumerate(orders):
        digest = _digest(wanted)
        before = answered.get(_key(wanted)) if wanted.key else None
        if before is not None:
            answers.append(before[1] if before[0] == digest else _other_act(wanted))
            continue
        try:
            case = registered.get(place) or _act(store, rules, wanted)
            if isinstance(case, Refused):
                raise case
        except Refused as refusal:
            answers.append(refusal)
            continue
        answer = {"reference": case.reference, "state": str(case.state), "number": case.number}
        answers.append(answer)
        if wanted.key:
            answered[_key(wanted)] = (digest, answer)
            text = orjson.dumps(answer).decode()
            store.write(_KEEP, (wanted.by.id, wanted.key, digest, text, store.now))
    return answers


_KEEP = insert(Act, "account", "key", "request", "answer", "at")
# Pair by pair: two lists side by side would be looked up each with each.
_ANSWERED = Sql(
    "select a.account, a.key, a.request, a.answer from {pairs:keys} k cross join act a"
    " where a.account = k.number and a.key = k.text"
)


def _answered(
    store: Store, orders: Sequence[Order]
) -> dict[tuple[int, str | None], tuple[str, dict[str, Any]]]:
    """What was answered before under these keys: the request's digest and the answer."""
    keys = [(o.by.id, o.key) for o in orders if o.key]
    rows = store.session.rows(_ANSWERED, keys=listed(keys)) if keys else []
    return {(account, key): (request, orjson.loads(answer)) for account, key, request, answer in rows}


def _register(
    store: Store, catalogue: Catalogue, orders: Sequence[Order], taken: set[tuple[int, str | None]]
) -> dict[int, Case | Refused]:
    """The registrations among orders by their place, in a constant number of statements.

    One whose key is taken, or belongs to an order before it, has to wait for what that one's answer is.
    """
    new: list[tuple[int, Registration, Person]] = []
    for place, wanted in enumerate(orders):
        if isinstance(wanted.request, Registration) and _key(wanted) not in taken:
            new.append((place, wanted.request, wanted.by))
        if wanted.key:
            taken.add(_key(wanted))
    if not new:
        return {}
    cases = registration.register_many(store, catalogue, [(request, by) for _, request, by in new])
    return {place: case for (place, _, _), case in zip(new, cases, strict=True)}


def _named(orders: Iterable[Order]) -> Iterator[int]:
    """The cases that these orders name; what is no reference is refused later, by its own act."""
    for wanted in orders:
        with suppress(NotFound):
            yield id_of(getattr(wanted.request, "reference", ""))


def _bars(store: Store, orders: Sequence[Order], procedures: Procedures) -> Mapping[int, Text]:
    """What stands against the recognitions that are asked for, once their cases are held."""
    asked = store.cases(_named(wanted for wanted in orders if wanted.deed is Deed.APPROVE))
    if not asked:
        return {}
    return gate.why_not_many(store.session, procedures, asked.values(), today(store.moment))


def _act(store: Store, rules: Rules, wanted: Order) -> Case:
    request = wanted.request
    if isinstance(request, Registration):
        return registration.register(store, rules.catalogue, request, wanted.by)
    assert isinstance(request, OfCase | WithFacts | Assignment)
    case = store.case(request.reference)
    mark = store.mark(case)
    # The others ask for it themselves, after what else they ask for. Whoever may not do it at all is told that.
    if wanted.deed in _BOUND and people.may(wanted.by, wanted.deed, case.path, case) is None:
        recognition.require_seen(store, case, getattr(request, "seen", None))
    try:
        _DO[wanted.deed](store, rules, case, request, wanted.by)
    except BaseException:
        store.take_back(mark)
        raise
    return case


_BOUND = frozenset({Deed.ASK_SUPPLEMENT, Deed.ASSIGN, Deed.RECUSE, Deed.WITHDRAW})


def _assign(store: Store, rules: Rules, case: Case, request: Any, by: Person) -> None:
    inspector = people.person(store.session, request.inspector, today(store.moment).isoformat())
    inspection.assign(store, rules.standard(case), case, inspector.id, by)


_DO: Mapping[Deed, Callable[[Store, Rules, Case, Any, Person], None]] = {
    Deed.SUBMIT_DOSSIER: lambda store, rules, case, request, by: registration.submit_dossier(
        store, rules.standard(case), case, request.facts, by
    ),
    Deed.WITHDRAW: lambda store, _, case, request, by: registration.withdraw(store, case, by, request.reason),
    Deed.ASK_SUPPLEMENT: lambda store, rules, case, request, by: supplements.ask(
        store, rules.standard(case), case, request.parts, request.reason, by
    ),
    Deed.ASSIGN: _assign,
    Deed.INSPECT: lambda store, rules, case, request, by: inspection.submit(
        store, rules.standard(case), case, request.facts, by
    ),
    Deed.RECUSE: lambda store, _, case, request, by: inspection.recuse(store, case, by, request.reason),
    Deed.APPROVE: lambda store, rules, case, request, by: recognition.approve(
        store,
        case,
        by,
        rules.form(case, request.decision),
        request.reason,
        request.seen,
        rules.bars.get(case.id),
    ),
    Deed.DECLINE: lambda store, rules, case, request, by: recognition.decline(
        store, case, by, rules.form(case, request.decision), request.reason, request.seen
    ),
    Deed.RETURN: lambda store, _, case, request, by: recognition.return_(
        store, case, by, request.reason, request.seen
    ),
    Deed.UPHOLD: lambda store, _, case, request, by: recognition.uphold(
        store, case, by, request.reason, request.seen
    ),
    Deed.REVOKE: lambda store, rules, case, request, by: recognition.revoke(
        store, case, by, rules.form(case, request.decision), request.reason, request.seen
    ),
    Deed.REINSTATE: lambda store, rules, case, request, by: recognition.reinstate(
        store, case, by, rules.form(case), request.reason, request.seen
    ),
    Deed.CORRECT: lambda store, rules, case, request, by: recognition.correct(
        store,
        case,
        by,
        rules.form(case),
        recognition.Change(request.field, request.was, request.became),
        request.reason,
        request.seen,
    ),
    Deed.ANSWER_OBJECTION: lambda store, _, case, request, by: objections.answer(
        store, case, request.objection, request.outcome, request.reason, by, request.seen
    ),
    Deed.APPEAL: lambda store, rules, case, request, by: appeals.lodge(
        store, workdays.current(), rules.form(case).procedure, case, request.reason, by, request.seen
    ),
    Deed.DECIDE_APPEAL: lambda store, rules, case, request, by: appeals.decide(
        store, rules.procedures, case, request.outcome, request.reason, by, request.seen
    ),
}


def _key(wanted: Order) -> tuple[int, str | None]:
    return wanted.by.id, wanted.key


def _digest(wanted: Order) -> str:
    if not wanted.key:
        return ""
    text = wanted.deed.encode() + b"\n" + orjson.dumps(wanted.request.__dict__, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def _other_act(wanted: Order) -> Refused:
    return BadInput(
        "Khóa “{key}” đã dùng cho một việc khác; mỗi việc cần một khóa riêng.",
        "Key “{key}” was used for another act; every act needs a key of its own.",
        key=wanted.key or "",
    )
