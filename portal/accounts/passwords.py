"""Passwords: kept as Argon2 hashes. The one deviation from “exactly as received”: NFC, because phones and Macs send NFD."""

import unicodedata
from functools import cache

from pwdlib import PasswordHash

from domain.names import fold
from domain.texts import Text

LEAST, MOST = 12, 128
# What is guessed first, here: the words of the work, the rows of the keyboard, counting.
_GUESSED = (
    "congan", "antoan", "anninh", "trattu", "matkhau", "password", "vietnam", "langson", "quenmatkhau", "admin",
    "1234567890", "0123456789", "123456789", "12345678", "123456", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwerty",
    "abcdefgh", "abc123", "abc", "iloveyou", "2025", "2026", "2027", "123", "thon", "khudancu", "uyban", "ubnd",
)  # fmt: skip
_LEFT, _DIFFERENT = 6, 5


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """Takes a sixth of a second: never in the event loop."""
    return _hasher().hash(unicodedata.normalize("NFC", password))


def fits(password: str, hash: str | None) -> bool:
    """Whether it is the password. An account without one takes as long to refuse as any other."""
    right = _hasher().verify(unicodedata.normalize("NFC", password), hash or _nobody())
    return right and hash is not None


def problem(password: str, *known: str) -> Text | None:
    """What is wrong with a password that somebody chose; `known` is what others know of them: login, name. No rule asks
    for kinds of signs: length is what guards."""
    many = len(unicodedata.normalize("NFC", password))
    if many < LEAST:
        return Text(
            vi="Mật khẩu cần ít nhất {least} ký tự. Ba, bốn từ không liên quan nhau là dễ nhớ và khó đoán.",
            en="A password needs at least {least} characters. Three or four unrelated words are easy to remember and hard to guess.",
        ).filled(least=LEAST)
    if many > MOST:
        return Text(
            vi="Mật khẩu dài nhất {most} ký tự.", en="A password has at most {most} characters."
        ).filled(most=MOST)
    rest = _plain(password)
    parts = [
        _plain(part) for text in known for part in [text, *text.replace(".", " ").replace(",", " ").split()]
    ]
    for word in sorted({*_GUESSED, *(part for part in parts if len(part) > 2)}, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < _LEFT or len(set(rest)) < _DIFFERENT:
        return Text(
            vi="Mật khẩu này dễ đoán: gần như chỉ gồm tên đơn vị, tên đăng nhập, dãy phím hoặc từ ai cũng thử.",
            en="This password is easy to guess: it is little more than a unit's name, the login, keys in a row or words that everybody tries.",
        )
    return None


def _plain(text: str) -> str:
    return "".join(sign for sign in fold(text).lower() if sign.isalnum())
