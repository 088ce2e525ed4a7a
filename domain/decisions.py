"""Decisions: what an authority signs: one number from its book of the year, over one unit or an annexed list of them.

Acts that share a key are one decision: all of one person, for one place and season, in one transaction. A decision that
was signed takes up nobody more. The number is given when everything else is gathered, so that an act that is refused
uses none up, and whoever signs at the same second waits for it.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import orjson

from domain.calendar import today
from domain.cases import Case, code_of, reference
from domain.database import Session, Sql, listed
from domain.errors import NotFound, OutOfOrder
from domain.events import (
    EVENTS,
    AppealAllowed,
    RecognitionApproved,
    RecognitionCorrected,
    RecognitionDeclined,
    RecognitionReinstated,
    RecognitionRevoked,
)
from domain.people import Person
from domain.procedures import Procedure
from domain.rulebook import figures
from domain.store import Store
from domain.texts import Text

KIND_NAMES = {
    "recognition": Text(vi="công nhận", en="recognition"),
    "revocation": Text(vi="thu hồi công nhận", en="revocation"),
    "reinstatement": Text(vi="khôi phục công nhận", en="reinstatement"),
    "correction": Text(vi="đính chính", en="correction"),
    "appeal": Text(vi="giải quyết khiếu nại", en="decision on an appeal"),
}
# What a decision says of a unit in its list.
OUTCOMES = {
    RecognitionApproved.name: Text(vi="Công nhận", en="Recognised"),
    RecognitionDeclined.name: Text(vi="Không công nhận", en="Not recognised"),
    RecognitionRevoked.name: Text(vi="Thu hồi công nhận", en="Revoked"),
    RecognitionReinstated.name: Text(vi="Khôi phục công nhận", en="Reinstated"),
    RecognitionCorrected.name: Text(vi="Đính chính", en="Corrected"),
    AppealAllowed.name: Text(vi="Chấp nhận khiếu nại", en="Appeal allowed"),
}


# What a certificate or a decision may have said wrongly of a unit; `name` is what a certificate is made out to.
FIELDS = {
    "name": Text(vi="Tên đơn vị", en="Name of the unit"),
    "place": Text(vi="Nơi của đơn vị", en="Place of the unit"),
    "title": Text(vi="Danh hiệu", en="Title"),
    "day": Text(vi="Ngày tháng", en="Date"),
    "other": Text(vi="Nội dung khác", en="Something else"),
}


class Form(NamedTuple):
    """How a decision is signed: by which procedure, the key that acts of one decision share (none: one by itself), and the
    place that signs where it is not the one that decides on the unit (an appeal that went to the level above)."""

    procedure: Procedure
    key: str = ""
    place: str = ""


class _Draft(NamedTuple):
    """A decision under way in this transaction."""

    id: str
    kind: str
    place: str
    season: int
    procedure: Procedure
    signer: Person


_SIGNED = Sql("select symbol from decision where id = :id")
_CHECKPOINT = Sql("select hash from checkpoint order by id desc limit 1")


def enter(store: Store, form: Form, case: Case, by: Person, kind: str = "recognition") -> str:
    """Enter a case in the decision that its next event is part of; the decision's id, for that event.

    Raises OutOfOrder when the decision of this key was signed before.
    """
    place = form.place or case.place
    about = (by.id, place, case.season, kind, form.procedure.sha256, form.key)
    draft = store.drafts.get(about) if form.key else None
    if draft is None:
        draft = _Draft(_id(about), kind, place, case.season, form.procedure, by)
        if form.key and (signed := store.session.row(_SIGNED, id=draft.id)) is not None:
            raise OutOfOrder(
                "Quyết định số {symbol} đã ký nên không thêm hồ sơ {reference} được; hãy ra một quyết định khác.",
                "Decision {symbol} is signed and cannot take up application {reference}; make another one.",
                symbol=signed[0],
                reference=case.reference,
            )
        if not store.drafts:
            store.complete(_number)
        store.drafts[about if form.key else draft.id] = draft
    store.decide(case, draft.id)
    found: str = draft.id
    return found


def _id(about: tuple[object, ...]) -> str:
    """The same for all acts of one key, so that whoever sends a batch twice finds the decision; else by chance."""
    if not about[-1]:
        return secrets.token_hex(16)
    return hashlib.sha256("\n".join(map(str, about)).encode()).hexdigest()[:32]


def _number(store: Store) -> None:
    """Give every decision that somebody is in its number. Places in one order, so that no two wait for each other."""
    day, entered = today(store.moment), store.decided()
    drafts = [draft for draft in store.drafts.values() if draft.id in entered]
    sealed = store.session.row(_CHECKPOINT) if drafts else None
    # Of one place in the order in which they were begun.
    for draft in sorted(drafts, key=lambda draft: draft.place):
        signing = draft.procedure.signing
        serial = store.next_number(f"decision {day.year} {draft.place}")
        words = {
            "body": signing.body,
            "bases": signing.bases,
            "proposed_by": signing.proposed_by,
            "recipients": signing.recipients,
        }
        store.keep_decision((
            draft.id, draft.place, day.year, serial, f"{serial}/{signing.symbol}", draft.kind, draft.season,
            draft.procedure.sha256, signing.mode, draft.signer.id, draft.signer.name, signing.title,
            orjson.dumps(words).decode(), day.isoformat(), store.now, sealed[0] if sealed else "",
        ))  # fmt: skip


class Preview(NamedTuple):
    """The decision that somebody is about to sign. Its number is given when they do."""

    place_name: str
    body: str
    symbol: str
    mode: str
    title: str
    signer: str
    bases: tuple[str, ...]
    signed_on: str


def preview(session: Session, procedure: Procedure, place: str, by: Person, on: date) -> Preview:
    signing, day = procedure.signing, on.isoformat()
    return Preview(
        place_name(session, place, day), signing.body, f"…/{signing.symbol}", signing.mode, signing.title, by.name,
        signing.bases, day,
    )  # fmt: skip


# --- what is told of them ------------------------------------------------------------------------------

_COLUMNS = (
    "d.id, d.place, d.year, d.serial, d.symbol, d.kind, d.season, d.procedure, d.mode, d.signer_name, d.signer_title, d.words,"
    " d.signed_on, d.at, d.checkpoint"
)
_ONE = Sql(f"select {_COLUMNS} from decision d where d.id = :id")
_ITEMS = Sql(
    "select a.id, a.season, a.unit_code, u.name, a.kind, a.standard, a.sha256, a.path, a.state, i.number, e.name, e.payload, e.hash,"
    " c.serial, c.season, c.valid_until from decision_item i"
    " join event e on e.application = i.application and e.number = i.number"
    " join application a on a.id = i.application join unit u on u.id = a.unit"
    " left join certificate c on c.application = a.id"
    " where i.decision = :id order by u.sort_key{bytes}, a.unit_code, i.number"
)
_PLACE = Sql(
    "select name from unit where code = :code and valid_from <= :on order by valid_from desc limit 1"
)
_OF_MANY = Sql(
    "select d.id, d.symbol, d.kind, d.signed_on, max(i.number), max(e.name), count(*) from event e"
    " join decision_item i on i.application = e.application and i.number = e.number"
    " join decision d on d.id = i.decision join application a on a.id = e.application and a.id in {numbers:ids}"
    " where e.name in ('recognition-approved', 'recognition-declined')"
    " and e.number = (select max(l.number) from event l where l.application = a.id and l.name in ('recognition-approved', 'recognition-declined'))"
    " group by d.id, d.symbol, d.kind, d.signed_on, d.serial order by d.signed_on, d.serial"
)
_OF = Sql(
    "select d.id, d.symbol, d.kind, d.signed_on, i.number, e.name from event e"
    " join decision_item i on i.application = e.application and i.number = e.number"
    " join decision d on d.id = i.decision where e.application = :id order by e.number"
)


class Item(NamedTuple):
    """One unit in a decision's list, as it was decided. `certificate` is its number, once there is one."""

    application: int
    reference: str
    code: str
    name: str
    kind: str
    standard: str
    sha256: str
    path: str
    state: str
    number: int
    event: str
    outcome: Text
    reason: str
    head: str
    certificate: str
    valid_until: str
    told: dict[str, Any]


def told(session: Session, id: str) -> dict[str, Any]:
    """Everything that a decision's document says, as it was signed. Raises NotFound.

    `date` holds the day as Decree 30/2020 writes it (“05”, “3”, “2026”); `locality` is the place without what it is.
    """
    row = session.row(_ONE, id=id)
    if row is None:
        raise NotFound("Không có quyết định này.", "There is no such decision.")
    names = ("id", "place", "year", "serial", "symbol", "kind", "season", "procedure", "mode", "signer_name",
             "signer_title", "words", "signed_on", "at", "checkpoint")  # fmt: skip
    found: dict[str, Any] = dict(zip(names, row, strict=True))
    name = place_name(session, found["place"], found["signed_on"])
    on = date.fromisoformat(found["signed_on"])
    return {
        **found,
        **orjson.loads(found.pop("words")),
        "kind_name": KIND_NAMES[found["kind"]],
        "place_name": name,
        "locality": locality(name),
        "date": dict(zip(("day", "month", "year"), figures.decree_day(on), strict=True)),
        "items": items(session, id),
    }  # fmt: skip


def items(session: Session, id: str) -> list[Item]:
    """The units of a decision in the order of their names, each with its outcome and the head of its chain then."""
    found = []
    for row in session.rows(_ITEMS, id=id):
        (application, season, code, name, kind, standard, sha256, path, state, number, event, payload, head,
         serial, year, until) = row  # fmt: skip
        said = orjson.loads(payload)
        certificate = f"{serial}/{year}" if serial else ""
        found.append(
            Item(
                application, reference(season, application), code, name, kind, standard, sha256, path, state, number,
                event, OUTCOMES.get(event, EVENTS[event].title), said.get("reason", ""), head, certificate, until or "", said,
            )
        )  # fmt: skip
    return found


class Named(NamedTuple):
    """A decision on one application, to be linked."""

    id: str
    symbol: str
    kind: str
    signed_on: str
    number: int
    event: str
    units: int = 1

    @property
    def title(self) -> Text:
        return KIND_NAMES[self.kind]


def of(session: Session, application: int) -> list[Named]:
    """Every decision on an application, the first one first."""
    return [Named(*row) for row in session.rows(_OF, id=application)]


def of_many(session: Session, applications: Iterable[int]) -> list[Named]:
    """The decisions by which these were last decided, each once, and how many of them it decided."""
    return [Named(*row) for row in session.rows(_OF_MANY, ids=listed(applications))]


def place_name(session: Session, place: str, on: str) -> str:
    """What a place was called on a day."""
    code = code_of(place)
    row = session.row(_PLACE, code=code, on=on) if code else None
    return str(row[0]) if row else ("Việt Nam" if place == "/" else code)


_LEVEL = re.compile(r"(?:Tỉnh|Thành phố|Xã|Phường|Đặc khu|Thị trấn)\s+(?=\D)", re.IGNORECASE)


def locality(name: str) -> str:
    """“Đình Lập” of “Xã Đình Lập”; “Phường 1” stays, because a number alone names nothing."""
    return _LEVEL.sub("", name, count=1) if _LEVEL.match(name) else name
