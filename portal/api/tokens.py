"""Tokens: programs that act for an account, within some of its deeds and places, until a day. We keep a token's hash."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain import people
from domain.calendar import today
from domain.cases import instant, moment
from domain.database import Session, Sql, insert
from domain.errors import BadInput, NotFound
from domain.people import DEED_NAMES, MAY, Bounds, Deed, Person
from domain.portal_tables import ApiToken
from domain.texts import Text

# So that whoever finds one in a log or a repository knows what it is.
PREFIX = "antoan_"
# What a token may be made for: what somebody does to applications, not what runs the installation.
SCOPES = (
    Deed.READ, Deed.REGISTER, Deed.SUBMIT_DOSSIER, Deed.WITHDRAW, Deed.ASK_SUPPLEMENT, Deed.ASSIGN, Deed.INSPECT, Deed.RECUSE, Deed.APPROVE,
    Deed.DECLINE, Deed.RETURN, Deed.UPHOLD, Deed.REVOKE, Deed.REINSTATE, Deed.CORRECT,
    Deed.ANSWER_OBJECTION, Deed.APPEAL, Deed.DECIDE_APPEAL, Deed.CALL_COUNCIL, Deed.VOTE, Deed.PUBLISH,
)  # fmt: skip
LONGEST = timedelta(days=366)
# How often “used” is written: not at every request.
USED = timedelta(minutes=5)
# How much of a hash names a token to its owner.
HANDLE = 12

_FIND = Sql(
    "select t.account, t.scopes, t.path, t.expires_at, t.used_at from api_token t join account c on c.id = t.account"
    " and c.active = 1 where t.hash = :hash and t.ended_at is null"
)
_NEW = insert(ApiToken, "hash", "account", "name", "scopes", "path", "made_at", "expires_at")
_USED = Sql("update api_token set used_at = :now where hash = :hash")
_OF = Sql(
    "select t.hash, c.login, t.name, t.scopes, t.path, t.made_at, t.expires_at, t.used_at, t.ended_at from api_token t"
    " join account c on c.id = t.account where (:account = 0 or t.account = :account) order by t.made_at desc, t.hash"
)
_END = Sql(
    "update api_token set ended_at = :now where ended_at is null and (:account = 0 or account = :account)"
    " and substr(hash, 1, :length) = :handle"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a token acts for, within its bounds; `to_note` says that it is time to write that it was used."""

    person: Person
    hash: str
    to_note: bool


def make(
    session: Session, by: Person, name: str, scopes: Iterable[Deed], path: str, until: datetime, now: datetime
) -> str:
    """A new token of somebody's own: shown once, and never again. Raises BadInput for one that could do nothing."""
    wanted = frozenset(scopes)
    name = " ".join(name.split())
    if not name or len(name) > 100 or "\x00" in name:
        raise BadInput(
            "Hãy đặt tên cho mã (tối đa 100 ký tự), để sau này biết mã nào của chương trình nào.",
            "Name the token (100 characters at most), so that you know later which program has it.",
        )
    if not wanted or not wanted <= set(SCOPES):
        raise BadInput(
            "Hãy chọn ít nhất một việc mà mã được làm: {allowed}.",
            "Choose at least one thing that the token may do: {allowed}.",
            allowed=", ".join(SCOPES),
        )
    if not now < until <= now + LONGEST:
        raise BadInput(
            "Hạn của mã phải sau hôm nay và không quá {days} ngày.",
            "The token must expire after today and within {days} days.",
            days=LONGEST.days,
        )
    idle = [deed for deed in SCOPES if deed in wanted and not _can(by, deed, path)]
    if idle:
        raise BadInput(
            "Tài khoản {name} không được {deeds} trong phạm vi {path}, nên mã cũng không.",
            "Account {name} may not {deeds} within {path}, so neither could the token.",
            name=by.name,
            deeds=_listed(idle),
            path=path,
        )
    token = PREFIX + secrets.token_urlsafe(32)
    text = " ".join(deed for deed in SCOPES if deed in wanted)
    session.many(_NEW, [(hashed(token), by.id, name, text, path, instant(now), instant(until))])
    return token


def _can(by: Person, deed: Deed, path: str) -> bool:
    """Whether they hold a role for this deed at, above or below the path."""
    return path.endswith("/") and any(
        role in MAY[deed] and (path.startswith(at) or at.startswith(path)) for role, at in by.roles
    )


def _listed(deeds: list[Deed]) -> Text:
    names = [DEED_NAMES[deed] for deed in deeds]
    return Text(vi=", ".join(one.vi for one in names), en=", ".join(one.en for one in names))


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(session: Session, token: str, now: datetime) -> Holder | None:
    """Who this token acts for; None when it holds no longer, or its account does not."""
    hash = hashed(token)
    row = session.row(_FIND, hash=hash)
    if row is None:
        return None
    account, scopes, path, expires_at, used_at = row
    at = instant(now)
    if expires_at <= at:
        return None
    person = people.by_id(session, [account], today(now).isoformat()).get(account)
    if person is None:
        return None
    bounds = Bounds(frozenset(map(Deed, scopes.split())), path)
    return Holder(replace(person, bounds=bounds), hash, not used_at or now - moment(used_at) > USED)


def used(session: Session, hash: str, now: datetime) -> None:
    session.run(_USED, hash=hash, now=instant(now))


def of(session: Session, account: int = 0) -> list[dict[str, Any]]:
    """The tokens of an account, or of all, newest first."""
    names = ("handle", "login", "name", "scopes", "path", "made_at", "expires_at", "used_at", "ended_at")
    found = [dict(zip(names, row, strict=True)) for row in session.rows(_OF, account=account)]
    return [one | {"handle": one["handle"][:HANDLE], "scopes": one["scopes"].split()} for one in found]


def end(session: Session, handle: str, now: datetime, account: int = 0) -> None:
    """End a token at once, by the beginning of its hash. Raises NotFound."""
    known = len(handle) >= HANDLE and session.run(
        _END, now=instant(now), account=account, handle=handle, length=len(handle)
    )
    if not known:
        raise NotFound(
            "Không có mã truy cập nào đang dùng mang số {handle}.",
            "No token in use has the number {handle}.",
            handle=handle,
        )
