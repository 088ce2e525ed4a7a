"""Certificate tokens: each certificate's signed token, made when first asked for, once and for ever.

There is none before the decision is final: only what was recognised, certified and not taken back gets one. A correction
makes another issue with a token of its own. What a stolen key signed is signed again by its successor.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson

from domain import signing_keys
from domain.calendar import today
from domain.cases import code_of, moment, place_of
from domain.certificates import Claims
from domain.database import Session, Sql, insert, listed
from domain.decision_tables import Token
from domain.envelopes import text
from domain.errors import OutOfOrder, Unready
from domain.events import RecognitionApproved, RecognitionCorrected
from domain.lifecycle import State
from domain.recognition import certificate_number
from domain.settings import Settings
from domain.signing_keys import SigningKey
from domain.store import Store
from domain.verification import PAGE

# After these a certificate stands, or stood until its last day.
FINAL = frozenset({State.RECOGNISED, State.IN_QUESTION, State.EXPIRED})

_CERTIFICATES = Sql(
    "select a.id, a.season, a.state, a.path, a.kind, a.standard, a.sha256, u.code, u.name, u.sample, c.serial, c.valid_until"
    " from certificate c join application a on a.id = c.application join unit u on u.id = a.unit"
    " where c.application in {numbers:ids} order by a.id"
)
_EVENTS = Sql(
    "select application, number, name, at, payload from event where application in {numbers:ids}"
    " and name in ('recognition-approved', 'certificate-issued', 'recognition-corrected') order by application, number"
)
_KEPT = Sql(
    "select application, number, key_id, token from certificate_token where application in {numbers:ids}"
)
_DECISIONS = Sql("select id, symbol, signed_on from decision where id in {texts:ids}")
_PLACES = Sql(
    "select code, name, valid_from, valid_until from unit where code in {texts:codes} order by code, valid_from"
)
_COLUMNS = ("application", "number", "key_id", "token", "made_at")
_KEEP = insert(Token, *_COLUMNS, or_nothing=True)
_RENEW = insert(Token, *_COLUMNS, replace=("key_id", "token", "made_at"))


class Signer(NamedTuple):
    """Who signs: the installation's keys, its public address, and whether everything here is for trial."""

    keys: Sequence[SigningKey]
    address: str
    trial: bool

    @property
    def issuer(self) -> str:
        return urlsplit(self.address).netloc.lower()

    def key(self, now: datetime) -> SigningKey:
        return signing_keys.signing(self.keys, now, trial=self.trial)

    def link(self, token: str) -> str:
        """What a QR code holds: a server never sees what stands behind “#”."""
        return f"{self.address}{PAGE}#{token}"


def signer(chosen: Settings, now: datetime, home: Path | None = None) -> Signer:
    """Whoever signs in this installation. Raises Unready: in production without a key, or without a public address."""
    trial = chosen.env != "production"
    if not trial and not chosen.public_url:
        raise Unready(
            "Chưa đặt ANTOAN_PUBLIC_URL: mã QR trên giấy công nhận phải chứa địa chỉ công khai của cổng.",
            "ANTOAN_PUBLIC_URL is not set: the QR code of a certificate has to hold the portal's public address.",
        )
    keys = signing_keys.ready((home or chosen.home).absolute(), now, trial=trial)
    return Signer(keys, chosen.public_address, trial)


@dataclass(frozen=True)
class Issue:
    """What the events of one application say of its certificate; `name` is what it was corrected to, if it was."""

    number: int
    decided_on: date
    decision: str
    name: str


def token_of(store: Store, id: int, by: Signer) -> str:
    """The token of one application's certificate. Raises OutOfOrder while there is nothing final to certify."""
    found = tokens_for(store, [id], by).get(id)
    if found is None:
        raise OutOfOrder(
            "Chưa có mã kiểm tra: quyết định công nhận chưa có hiệu lực, hoặc đã bị thu hồi.",
            "There is no code to check: the recognition is not final, or was taken back.",
        )
    return found


def tokens_for(store: Store, ids: Iterable[int], by: Signer) -> dict[int, str]:
    """The tokens of many certificates; those that have none are left out. To be asked in a transaction that writes."""
    session = store.session
    rows = [row for row in session.rows(_CERTIFICATES, ids=listed(ids)) if row[2] in FINAL]
    wanted = [row[0] for row in rows]
    issues = _issues(session, wanted)
    stolen = {key.public.id.hex() for key in by.keys if key.public.stolen}
    kept = {(id, number): (key, token) for id, number, key, token in session.rows(_KEPT, ids=listed(wanted))}
    found: dict[int, str] = {}
    new: dict[bool, list[tuple[Any, ...]]] = {False: [], True: []}
    places = _places(session, rows)
    key = None
    for row in rows:
        issue = issues.get(row[0])
        if issue is None:
            continue
        there = kept.get((row[0], issue.number))
        if there is not None and there[0] not in stolen:
            found[row[0]] = there[1]
            continue
        key = key or by.key(store.moment)
        token = text(key.seal(_claims(row, issue, places, by, store.moment).encoded()))
        found[row[0]] = token
        new[there is not None].append((row[0], issue.number, key.public.id.hex(), token, store.now))
    if new[True]:
        session.many(_RENEW, new[True])
    if new[False] and session.many(_KEEP, new[False]) != len(new[False]):
        # Somebody else's came first, and theirs may be printed already.
        for id, number, _, token in session.rows(_KEPT, ids=listed(row[0] for row in new[False])):
            if issues[id].number == number:
                found[id] = token
    return found


def issue_of(session: Session, id: int) -> Issue | None:
    """The newest issue of an application's certificate; None before there is any."""
    return _issues(session, [id]).get(id)


def _issues(session: Session, ids: Sequence[int]) -> dict[int, Issue]:
    """The newest issue of each certificate."""
    told: dict[int, dict[str, Any]] = {}
    for id, number, name, at, payload in session.rows(_EVENTS, ids=listed(ids)):
        one = told.setdefault(id, {"name": ""})
        said = orjson.loads(payload)
        if name == RecognitionApproved.name:
            one["at"], one["decision"] = at, said.get("decision", "")
        else:
            one["number"] = number
        if name == RecognitionCorrected.name and said["field"] == "name":
            one["name"] = said["became"]
    wanted = {one["decision"] for one in told.values() if one.get("decision")}
    decisions = {id: (symbol, on) for id, symbol, on in session.rows(_DECISIONS, ids=listed(wanted))}
    return {
        id: Issue(
            one["number"],
            date.fromisoformat(decision[1]) if decision[1] else today(moment(one["at"])),
            decision[0],
            one["name"],
        )
        for id, one in told.items()
        if "number" in one and "at" in one
        for decision in [decisions.get(one["decision"], ("", ""))]
    }


def _places(session: Session, rows: Sequence[tuple[Any, ...]]) -> Mapping[str, list[tuple[Any, ...]]]:
    codes = {code_of(place_of(row[3])) for row in rows}
    found: dict[str, list[tuple[Any, ...]]] = {}
    for code, *version in session.rows(_PLACES, codes=listed(codes)):
        found.setdefault(code, []).append(tuple(version))
    return found


def _claims(
    row: tuple[Any, ...],
    issue: Issue,
    places: Mapping[str, list[tuple[Any, ...]]],
    by: Signer,
    now: datetime,
) -> Claims:
    id, season, _, path, kind, standard, sha256, code, name, sample, serial, valid_until = row
    place = code_of(place_of(path))
    day = issue.decided_on.isoformat()
    called = [
        name
        for name, start, until in places.get(place, ())
        if start <= day and (until is None or day <= until)
    ]
    return Claims(
        issuer=by.issuer,
        unit_code=code,
        unit=issue.name or name,
        kind=kind,
        number=certificate_number(serial, season),
        application=id,
        issue=issue.number,
        standard=standard,
        standard_sha256=sha256,
        place_code=place,
        place=called[0] if called else place,
        decided_on=issue.decided_on,
        signed_at=now,
        decision=issue.decision,
        valid_until=date.fromisoformat(valid_until) if valid_until else None,
        trial=by.trial or bool(sample),
    )
