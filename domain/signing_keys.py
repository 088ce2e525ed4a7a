"""Signing keys: the private keys of this installation: one file that only its owner reads, with the time of each key.

A key that is retired signs nothing more, and goes on to verify what it signed in its time. One that was stolen verifies
nothing: a thief can write any date. Outside production keys are for trial, and what they sign says so.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cwt.cose_key_interface import COSEKeyInterface

from domain import envelopes
from domain.certificates import spelled
from domain.envelopes import KEY_ID, text, untext
from domain.errors import BadInput, NotFound, Unready

DAYS = 730


@dataclass(frozen=True)
class PublicKey:
    """A key as everybody knows it, and from when until when what it signed counts."""

    x: bytes
    y: bytes
    start: datetime
    until: datetime
    trial: bool = False
    stolen: bool = False

    @cached_property
    def id(self) -> bytes:
        """The first bytes of the key's own thumbprint (RFC 7638), so that nobody can give a key another's name."""
        told = f'{{"crv":"P-256","kty":"EC","x":"{text(self.x)}","y":"{text(self.y)}"}}'
        return hashlib.sha256(told.encode()).digest()[:KEY_ID]

    @cached_property
    def cose(self) -> COSEKeyInterface:
        return envelopes.cose_key(self.id, self.x, self.y)

    def counted(self, at: datetime) -> bool:
        return self.start <= at < self.until

    def as_data(self) -> dict[str, Any]:
        """As a JWK (RFC 7517), with its time."""
        return {
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": self.id.hex(),
            "x": text(self.x), "y": text(self.y),
            "from": spelled(self.start), "until": spelled(self.until), "trial": self.trial, "stolen": self.stolen,
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "PublicKey":
        """Raises ValueError, KeyError or TypeError for what is no such key."""
        start, until = datetime.fromisoformat(data["from"]), datetime.fromisoformat(data["until"])
        key = cls(
            untext(data["x"]), untext(data["y"]), start, until, data["trial"] is True, data["stolen"] is True
        )
        if data["kid"] != key.id.hex() or data["alg"] != "ES256":
            raise ValueError(data["kid"])
        assert key.cose  # a point of the curve
        return key


@dataclass(frozen=True)
class SigningKey:
    """A key with its secret, which is shown nowhere."""

    public: PublicKey
    secret: bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.public.id.hex()})"

    @cached_property
    def _cose(self) -> COSEKeyInterface:
        return envelopes.cose_key(self.public.id, self.public.x, self.public.y, self.secret)

    def seal(self, payload: bytes, typ: str = "") -> bytes:
        return envelopes.seal(payload, self._cose, self.public.id, typ)


def file_of(home: Path) -> Path:
    return home / "keys" / "signing-keys.json"


def held(home: Path) -> list[SigningKey]:
    """Every key of the installation, the oldest first. Raises Unready when the file cannot be read as such."""
    file = file_of(home)
    if not file.exists():
        return []
    try:
        return [
            SigningKey(PublicKey.from_data(one), untext(one["d"]))
            for one in orjson.loads(file.read_bytes())["keys"]
        ]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise Unready(
            "Không đọc được tệp khóa ký {file}; hãy khôi phục từ bản sao lưu.",
            "The file of signing keys {file} cannot be read; restore it from a backup.",
            file=str(file),
        ) from error


def new(home: Path, now: datetime, *, trial: bool, days: int = DAYS) -> SigningKey:
    """Make a key and keep it; it signs from now on."""
    made = _made(now, trial=trial, days=days)
    _keep(home, [*held(home), made])
    return made


def retire(home: Path, key_id: str, now: datetime, *, stolen: bool = False) -> SigningKey:
    """Let a key sign nothing more; a stolen one verifies nothing any more either. Raises NotFound, BadInput."""
    keys = held(home)
    found = [one for one in keys if key_id and one.public.id.hex().startswith(key_id.lower())]
    if len(found) != 1:
        raise NotFound(
            "Không có đúng một khóa có mã “{id}”; xem: antoan keys list",
            "There is not exactly one key “{id}”; see: antoan keys list",
            id=key_id,
        )
    public = found[0].public
    if public.until <= now and not (stolen and not public.stolen):
        raise BadInput(
            "Khóa {id} đã ngừng dùng.", "Key {id} is retired already.", id=public.id.hex()
        )  # fmt: skip
    # Times are of whole seconds, and what it signed within this one still counts.
    end = min(public.until, now.replace(microsecond=0) + timedelta(seconds=1))
    changed = SigningKey(replace(public, until=end, stolen=stolen or public.stolen), found[0].secret)
    _keep(home, [changed if one is found[0] else one for one in keys])
    return changed


def signing(keys: Iterable[SigningKey], now: datetime, *, trial: bool) -> SigningKey:
    """The newest key that may sign now. Raises Unready when there is none."""
    fit = [k for k in keys if k.public.trial == trial and k.public.counted(now) and not k.public.stolen]
    if not fit:
        raise Unready(
            "Chưa có khóa ký còn hiệu lực. Hãy chạy: antoan keys new",
            "There is no key to sign with. Run: antoan keys new",
        )
    return max(fit, key=lambda one: one.public.start)


def ready(home: Path, now: datetime, *, trial: bool) -> list[SigningKey]:
    """The keys, one of which may sign now: a trial key is made when none is there, a real one only by an operator."""
    keys = held(home)
    if trial and not any(k.public.trial and k.public.counted(now) and not k.public.stolen for k in keys):
        _keep(home, [*keys, _made(now, trial=True, days=DAYS)], first=not keys)
        keys = held(home)
    signing(keys, now, trial=trial)
    return keys


def _made(now: datetime, *, trial: bool, days: int) -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    numbers = private.private_numbers()
    point = numbers.public_numbers
    start = now.astimezone(UTC).replace(microsecond=0)
    x, y, d = (number.to_bytes(32, "big") for number in (point.x, point.y, numbers.private_value))
    return SigningKey(PublicKey(x, y, start, start + timedelta(days=days), trial), d)


def _keep(home: Path, keys: list[SigningKey], *, first: bool = False) -> None:
    """Write all keys at once, readable by the owner only; the `first` ones of whoever comes first stay."""
    file = file_of(home)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{os.getpid()}.{id(keys):x}.new")
    text_of = {"keys": [{**one.public.as_data(), "d": text(one.secret)} for one in keys]}
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(orjson.dumps(text_of, option=orjson.OPT_INDENT_2))
        out.flush()
        os.fsync(out.fileno())
    if not first:
        fresh.replace(file)
        return
    try:
        file.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
