"""Sign-ins: the server's own record of every device that is signed in. The cookie holds a random token, we its hash."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain import people
from domain.calendar import today
from domain.cases import instant, moment
from domain.database import Session, Sql, insert
from domain.people import Person
from domain.portal_tables import SignIn
from domain.settings import settings

# Whoever has not asked for a page for that long signs in again; everybody does after half a day.
IDLE = timedelta(minutes=45)
LONGEST = timedelta(hours=12)
# How often “seen” is written: not at every request.
SEEN = timedelta(minutes=1)

_FIND = Sql(
    "select s.account, s.verified, s.started_at, s.seen_at, s.challenge, c.sample, case when k.totp is not null"
    " or exists (select 1 from passkey p where p.account = s.account) then 1 else 0 end"
    " from sign_in s join account c on c.id = s.account and c.active = 1 left join credential k on k.account = s.account"
    " where s.hash = :hash and s.ended_at is null"
)
_WHOSE = Sql("select account from sign_in where hash = :hash")
_DEVICE = Sql("select account, started_at, device, address from sign_in where hash = :hash")
_NEW = insert(SignIn, "hash", "account", "verified", "started_at", "seen_at", "device", "address")
_SEEN = Sql("update sign_in set seen_at = :now where hash = :hash and ended_at is null")
_CHALLENGE = Sql("update sign_in set challenge = :challenge where hash = :hash")
_END = Sql("update sign_in set ended_at = :now where hash = :hash and ended_at is null")
_END_OF = Sql(
    "update sign_in set ended_at = :now where account = :account and ended_at is null and substr(hash, 1, 16) = :which"
)
_END_ALL = Sql(
    "update sign_in set ended_at = :now where account = :account and ended_at is null and hash <> :but"
)
_OF = Sql(
    "select hash, verified, started_at, seen_at, device, address from sign_in where account = :account and ended_at is null"
    " and seen_at >= :since and started_at >= :begun order by seen_at desc"
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a page, and the sign-in by which we know. `verified`: a second factor was given; `second`: there is
    one to give. `challenge` is what this device was last asked to answer."""

    person: Person
    hash: str
    verified: bool
    challenge: str | None = None
    second: bool = False
    started_at: datetime | None = None
    sample: bool = False

    def as_verified(self) -> "Visitor":
        return replace(self, verified=True)


def start(session: Session, account: int, now: datetime, device: str, address: str, *, verified: bool) -> str:
    """Sign a device in; the token for its cookie. The old token of the device should be ended beside it."""
    token = secrets.token_urlsafe(32)
    at = instant(now)
    session.many(_NEW, [(hashed(token), account, int(verified), at, at, device[:200], address)])
    return token


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(session: Session, token: str, now: datetime) -> tuple[Visitor, bool] | None:
    """Who holds this token, and whether it is time to write that they were seen; None when it holds no longer."""
    hash = hashed(token)
    row = session.row(_FIND, hash=hash)
    if row is None:
        return None
    account, verified, started_at, seen_at, challenge, sample, second = row
    if sample and settings().env == "production":
        return None  # everybody knows the sample accounts
    if now - moment(seen_at) > IDLE or now - moment(started_at) > LONGEST:
        return None
    person = people.by_id(session, [account], today(now).isoformat()).get(account)
    if person is None:
        return None
    visitor = Visitor(person, hash, bool(verified), challenge, bool(second), moment(started_at), bool(sample))
    return visitor, now - moment(seen_at) > SEEN


def whose(session: Session, token: str) -> int | None:
    """The account that this device was signed in with, though that may have ended."""
    row = session.row(_WHOSE, hash=hashed(token))
    return int(row[0]) if row else None


def seen(session: Session, hash: str, now: datetime) -> None:
    session.run(_SEEN, hash=hash, now=instant(now))


def renew(session: Session, hash: str, now: datetime, *, verified: bool) -> str:
    """The same sign-in under a new token, because what it allows has changed; it lasts no longer for that."""
    row = session.row(_DEVICE, hash=hash)
    assert row is not None
    account, started_at, device, address = row
    session.run(_END, hash=hash, now=instant(now))
    token = secrets.token_urlsafe(32)
    session.many(_NEW, [(hashed(token), account, int(verified), started_at, instant(now), device, address)])
    return token


def challenge(session: Session, hash: str, challenge: str | None) -> None:
    """Remember what this device was asked: what a passkey is to sign, or the secret of an authenticator app to be."""
    session.run(_CHALLENGE, hash=hash, challenge=challenge)


def end(session: Session, hash: str, now: datetime) -> None:
    session.run(_END, hash=hash, now=instant(now))


def end_of(session: Session, account: int, which: str, now: datetime) -> None:
    """End one sign-in of an account, named by the first 16 signs of its hash."""
    session.run(_END_OF, account=account, which=which, now=instant(now))


def end_all(session: Session, account: int, now: datetime, but: str = "") -> None:
    """End every sign-in of an account, except the one whose hash is `but`."""
    session.run(_END_ALL, account=account, now=instant(now), but=but)


def open_ones(session: Session, account: int, now: datetime) -> list[dict[str, object]]:
    """The devices that are signed in, last seen first."""
    rows = session.rows(_OF, account=account, since=instant(now - IDLE), begun=instant(now - LONGEST))
    names = ("hash", "verified", "started_at", "seen_at", "device", "address")
    return [dict(zip(names, row, strict=True)) for row in rows]
