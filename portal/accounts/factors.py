"""Factors: what somebody shows beside a password: the code of an authenticator app, or a recovery code. Each works once."""

import hashlib
import secrets
from datetime import datetime

import pyotp

from domain.cases import instant
from domain.database import Session, Sql, insert
from domain.portal_tables import RecoveryCode

STEP = 30
MANY_CODES = 10
# Without 0, 1, l and o, which people misread. Sixteen of them are 80 bits: too many to guess even from a stolen hash.
_LETTERS = "23456789abcdefghijkmnpqrstuvwxyz"

_OF = Sql("select totp, totp_step from credential where account = :account")
_USED = Sql("update credential set totp_step = :step where account = :account and totp_step < :step")
_SET = Sql(
    "insert into credential (account, totp, totp_step, changed_at) values (:account, :totp, :step, :now)"
    " on conflict (account) do update set totp = excluded.totp, totp_step = excluded.totp_step, changed_at = excluded.changed_at"
)
_REMOVE = Sql("update credential set totp = null, changed_at = :now where account = :account")
_NO_PASSKEYS = Sql("delete from passkey where account = :account")
_NO_CODES = Sql("delete from recovery_code where account = :account")
_CODE = insert(RecoveryCode, "account", "hash")
_USE_CODE = Sql(
    "update recovery_code set used_at = :now where account = :account and hash = :hash and used_at is null"
)
_CODES_LEFT = Sql("select count(*) from recovery_code where account = :account and used_at is null")


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """What an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="An Toàn")


def step_of(secret: str, code: str, now: datetime, after: int = 0) -> int | None:
    """The time step that a code belongs to: this one or a neighbour, as phones go wrong; None when it is of none, or of
    one that was used before."""
    code = "".join(code.split())
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return None
    this, app = int(now.timestamp()) // STEP, pyotp.TOTP(secret)
    for step in (this, this - 1, this + 1):
        if secrets.compare_digest(app.generate_otp(step), code):
            return step if step > after else None
    return None


def use_totp(session: Session, account: int, code: str, now: datetime) -> bool:
    """Whether it is the code of now; it is none afterwards."""
    row = session.row(_OF, account=account)
    if row is None or row[0] is None:
        return False
    step = step_of(row[0], code, now, after=row[1])
    return step is not None and session.run(_USED, account=account, step=step) == 1


def use_code(session: Session, account: int, code: str, now: datetime) -> bool:
    """Whether it is a recovery code that was not used; it is used afterwards."""
    return session.run(_USE_CODE, account=account, hash=_hashed(code), now=instant(now)) == 1


def set_totp(session: Session, account: int, secret: str, step: int, now: datetime) -> None:
    """From now on this app proves who it is; the one before no longer does."""
    session.run(_SET, account=account, totp=secret, step=step, now=instant(now))


def has_totp(session: Session, account: int) -> bool:
    row = session.row(_OF, account=account)
    return row is not None and row[0] is not None


def codes_left(session: Session, account: int) -> int:
    row = session.row(_CODES_LEFT, account=account)
    return int(row[0]) if row else 0


def new_codes(session: Session, account: int) -> list[str]:
    """Recovery codes to be shown once; those before are void."""
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        for _ in range(MANY_CODES)
    ]
    session.run(_NO_CODES, account=account)
    session.many(_CODE, [(account, _hashed(code)) for code in codes])
    return codes


def remove_all(session: Session, account: int, now: datetime) -> None:
    """No second factor is left: for whoever lost theirs."""
    session.run(_REMOVE, account=account, now=instant(now))
    session.run(_NO_PASSKEYS, account=account)
    session.run(_NO_CODES, account=account)


def _hashed(code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
