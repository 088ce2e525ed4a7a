"""Webhooks: what a program is told of an event, and the secrets with which it knows that we said it."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import orjson

from domain.cases import instant
from domain.database import Session, Sql
from domain.errors import NotFound, Unready
from domain.notices import WEBHOOK, Letter

# For how long the secret before signs besides the new one, unless the operator says otherwise.
OVERLAP = timedelta(hours=24)

_ACCOUNT = Sql("select id, addresses from account where login = :login and active = 1")
_KEEP = Sql("update account set addresses = :addresses where id = :id")
_PROGRAMS = Sql(
    f"select id, login, addresses from account where active = 1 and addresses like '%\"{WEBHOOK}\":%' order by login"
)
_WAITING = Sql(
    "select account, count(*), sum(case when state = 'parked' then 1 else 0 end), max(error) from notice"
    f" where channel = '{WEBHOOK}' and state in ('waiting', 'sending', 'parked') group by account"
)


class Program(NamedTuple):
    """An account that is told by webhook: its events that were not taken yet, those that are parked, and why the last was not."""

    id: int
    login: str
    address: str
    waiting: int
    parked: int
    error: str | None


def document(letter: Letter, public_address: str) -> bytes:
    """One event as JSON: where to look, and nothing that was typed: no name, no reason, no fact."""
    (item,) = letter.items
    return orjson.dumps(
        {
            "id": letter.id,
            "event": item.letter.partition("/")[0],
            "at": item.at,
            "application": item.reference,
            "unit": item.code,
            "state": item.state,
            "number": item.number,
            "link": f"{public_address}/api/v1/applications/{item.reference}",
        }
    )


def signature(body: bytes, held: Sequence[str], at: int) -> str:
    """The header `Antoan-Signature`: the second, and one signature for each secret that counts now."""
    told = f"{at}.".encode() + body
    signed = [hmac.new(secret.encode(), told, hashlib.sha256).hexdigest() for secret in held]
    return ",".join([f"t={at}", *(f"v1={one}" for one in signed)])


def programs(session: Session) -> list[Program]:
    """Every account with a webhook, by login, and how it stands with each."""
    waiting = {int(account): rest for account, *rest in session.rows(_WAITING)}
    found = []
    for id, login, addresses in session.rows(_PROGRAMS):
        many, parked, error = waiting.get(id, (0, 0, None))
        found.append(Program(id, login, orjson.loads(addresses)[WEBHOOK], many - parked, parked, error))
    return found


def set_address(session: Session, login: str, url: str | None) -> int:
    """Let an account be told at this address from now on, or at none; the account's id."""
    row = session.row(_ACCOUNT, login=login)
    if row is None:
        raise NotFound("Không có tài khoản “{login}”.", "There is no account “{login}”.", login=login)
    addresses = orjson.loads(row[1])
    addresses.pop(WEBHOOK, None)
    if url is not None:
        addresses[WEBHOOK] = url
    session.run(_KEEP, id=row[0], addresses=orjson.dumps(addresses).decode())
    return int(row[0])


# --- secrets: one file for each account, which only its owner reads ---------------------------------------------


def file_of(home: Path, account: int) -> Path:
    return home / "keys" / "webhooks" / f"{account}.json"


def held(home: Path, account: int, now: datetime) -> list[str]:
    """The secrets that sign now, the newest first. Raises Unready when there is none or the file cannot be read."""
    try:
        kept = orjson.loads(file_of(home, account).read_bytes())["secrets"]
        found = [one["secret"] for one in kept if one["until"] is None or one["until"] > instant(now)]
    except (OSError, ValueError, KeyError, TypeError):
        found = []
    if not found:
        raise Unready(
            "Chưa có khóa bí mật cho webhook này. Hãy chạy: antoan accounts webhook",
            "There is no secret for this webhook. Run: antoan accounts webhook",
        )
    return found


def renew(home: Path, account: int, now: datetime, overlap: timedelta = OVERLAP) -> str:
    """Make a secret, which is shown this once. The one before signs besides it for a while."""
    try:
        before = held(home, account, now)[:1]
    except Unready:
        before = []
    made = f"whsec_{secrets.token_urlsafe(32)}"
    kept = [{"secret": made, "until": None}]
    if overlap:
        kept += [{"secret": one, "until": instant(now + overlap)} for one in before]
    file = file_of(home, account)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{os.getpid()}.new")
    write_secret(fresh, orjson.dumps({"secrets": kept}, option=orjson.OPT_INDENT_2))
    fresh.replace(file)
    return made


def forget(home: Path, account: int) -> None:
    file_of(home, account).unlink(missing_ok=True)


def write_secret(file: Path, content: bytes) -> None:
    """Write a new file that only its owner reads, to the disk. Raises FileExistsError rather than write over another."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
