"""Post: how a letter leaves: through Apprise, which only this module speaks, or into a folder where no channel is set."""

import asyncio
import logging
import os
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from email.charset import QP, Charset
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr, formatdate
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, unquote, unquote_plus

from domain.notices import WEBHOOK
from domain.settings import Settings
from flows.webhooks import Webhook

# How long one letter may take. A mail server that says yes later than this has its letter sent to it again.
TIMEOUT = 30.0

# One plain address. Apprise would read a list of them, or one in angle brackets, as more than one reader.
_ADDRESS = re.compile(r"[\w.!#$&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)
_NOT_AN_ADDRESS = "Địa chỉ thư điện tử “{}” không hợp lệ."
_CRLF = compat32.clone(linesep="\r\n")

# Schemes whose host is a host, and the words of a query that hold nothing secret.
_HOSTED = ("mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms", "smpp", "smpps")
_OPEN_WORDS = ("to", "from", "name", "mode", "format", "smtp", "cc", "bcc", "reply", "verify", "method")


@dataclass(frozen=True)
class Mail:
    """A letter that is written and has an address. The same id again is the same letter."""

    id: str
    name: str
    address: str
    language: str
    subject: str
    body: str
    account: int = 0


class Channel(Protocol):
    """A way to reach people: how many senders it keeps busy, and how many letters each of them hands over together."""

    senders: int
    together: int

    async def deliver(self, mails: Sequence[Mail]) -> list[str | None]:
        """Hand letters over without holding up anybody else. For each: None when it was taken; else why not.

        No answer holds a secret of the channel's.
        """


Channels = Mapping[str, Channel]


def channels(settings: Settings) -> Channels:
    """The channels of this installation by name; where none is set, e-mail goes into the outbox folder."""
    found: dict[str, Channel] = {
        name: Service(url.get_secret_value()) for name, url in settings.channels.items()
    } or {"email": Folder(settings.outbox_folder)}
    return found | {WEBHOOK: Webhook(settings)} if settings.webhooks else found


class Folder:
    """Letters as .eml files, which any mail program opens. The same letter again takes the place of the first."""

    senders = 4  # while one waits for the disk, another writes
    together = 25  # a thread and a commit cost more than a letter

    def __init__(self, path: Path) -> None:
        self.path = path

    async def deliver(self, mails: Sequence[Mail]) -> list[str | None]:
        return await asyncio.to_thread(lambda: [self._put(mail) for mail in mails])

    def _put(self, mail: Mail) -> str | None:
        if not _ADDRESS.fullmatch(mail.address):
            return _NOT_AN_ADDRESS.format(mail.address)
        try:
            self._write(mail)
        except OSError as failure:
            return f"{type(failure).__name__}: {failure}"
        return None

    def _write(self, mail: Mail) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        part = self.path / f"{mail.id}.part"
        with part.open("wb") as file:
            file.write(_message(mail))
            file.flush()
            os.fsync(
                file.fileno()
            )  # the database will say that it is there, and must be right after a power cut
        part.replace(self.path / f"{mail.id}.eml")


def _message(mail: Mail) -> bytes:
    """The letter as MIME. The email package's older classes: its newer ones take 3 ms to fold Vietnamese headers."""
    message = MIMEText(mail.body, "plain", _readable(mail.body))  # type: ignore[arg-type]  # a Charset will do
    message["Subject"] = mail.subject
    message["From"] = formataddr(("An Toàn", "antoan@antoan.invalid"))
    message["To"] = formataddr((" ".join(mail.name.split()), mail.address))
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{mail.id}@antoan.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    return message.as_bytes(policy=_CRLF)


def _readable(body: str) -> Charset:
    """UTF-8 as it is, for whoever opens the file in an editor; quoted where a line is longer than mail allows."""
    charset = Charset("utf-8")
    longest = max(map(len, body.encode().split(b"\n")))
    charset.body_encoding = QP if longest > 998 else None  # type: ignore[assignment]  # None: as it is
    return charset


class Service:
    """Whatever service an Apprise URL names, with `{address}` in it where the person's address goes."""

    senders = 3  # Apprise spends 35 ms of processor time a mail on an SSL context
    together = 1

    def __init__(self, url: str) -> None:
        import apprise  # half a second: nobody who has no channel should wait for it

        self._url = url
        self._secrets = _secrets(url)
        self._is_mail = url.partition(":")[0].lower() in ("mailto", "mailtos")
        asset = apprise.AppriseAsset(app_id="An Toàn")
        self._make: Callable[[], Any] = lambda: apprise.Apprise(asset=asset)
        _listen()

    async def deliver(self, mails: Sequence[Mail]) -> list[str | None]:
        return [await self._deliver(mail) for mail in mails]

    async def _deliver(self, mail: Mail) -> str | None:
        """Each letter has a thread of its own, so that one whose server hangs can be left behind with it."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()

        def settle(error: str | None) -> None:
            if not answer.done():
                answer.set_result(error)

        def send() -> None:
            error = self._send(mail)
            with suppress(RuntimeError):  # the loop may be gone by the time a hanging server answers
                loop.call_soon_threadsafe(settle, error)

        threading.Thread(target=copy_context().run, args=(send,), name=f"post {mail.id}", daemon=True).start()
        try:
            return await asyncio.wait_for(answer, TIMEOUT)
        except TimeoutError:
            return f"Không có trả lời trong {TIMEOUT:g} giây."

    def _send(self, mail: Mail) -> str | None:
        if self._is_mail and not _ADDRESS.fullmatch(mail.address):
            return _NOT_AN_ADDRESS.format(mail.address)
        heard: list[str] = []
        _heard.set(heard)
        try:
            service = self._make()
            if not service.add(self._addressed(mail)):
                # What Apprise says of a URL that it cannot use repeats the URL.
                return "Apprise không dùng được địa chỉ (URL) của kênh này."
            taken = service.notify(title=mail.subject, body=mail.body, body_format="text")
        except Exception as failure:
            taken = False
            heard.append(f"{type(failure).__name__}: {failure}")
        return None if taken else self._without_secrets("; ".join(heard) or "Kênh gửi không nói lý do.")

    def _addressed(self, mail: Mail) -> str:
        """The URL for one person. Their address is quoted, so that no character of it means anything to a URL."""
        url = self._url.replace("{address}", quote(mail.address, safe=""))
        if not self._is_mail:
            return url
        extra = {"+X-Antoan-Letter": mail.id, "+Auto-Submitted": "auto-generated"}
        if "format=" not in url:
            extra["format"] = "text"
        return (
            url + ("&" if "?" in url else "?") + "&".join(f"{name}={value}" for name, value in extra.items())
        )

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text[:500]


def _secrets(url: str) -> list[str]:
    """The parts of a channel's URL that may not appear in an error, in every spelling. Rather one too many."""
    scheme, _, rest = url.partition("://")
    place, _, query = rest.partition("?")
    user, _, path = place.rpartition("@")
    host, _, path = path.partition("/")
    words = (word.partition("=") for word in query.split("&"))
    found = {value for name, _, value in words if name not in _OPEN_WORDS} | set(path.split("/"))
    if scheme.lower() not in _HOSTED:  # others keep tokens where a host would be
        found |= {user, *user.split(":"), host, *host.split(":")}
    # Short words are no secrets, and an error without them could not be read.
    found = {secret for secret in found if len(secret) > 3 and "{address}" not in secret}
    found |= {user.partition(":")[2]} - {""}
    spelt = {spelling for secret in found for spelling in (secret, unquote(secret), unquote_plus(secret))}
    spelt |= {quote(secret, safe="") for secret in spelt}
    return sorted(spelt, key=len, reverse=True)


# --- what Apprise says while it sends: it has no other way to tell why ------------------------------


_heard: ContextVar[list[str] | None] = ContextVar("heard", default=None)


class _Ear(logging.Handler):
    """Gives each letter the lines of its own thread, so that the errors of parallel letters do not mix."""

    def emit(self, record: logging.LogRecord) -> None:
        heard = _heard.get()
        # What went wrong is told at DEBUG, between lines that are no news.
        if heard is not None and (record.levelno >= logging.WARNING or "xception" in str(record.msg)):
            failure = record.exc_info[1] if record.exc_info else None
            heard.append(f"{record.getMessage()}: {failure}" if failure else record.getMessage())


@lru_cache
def _listen() -> None:
    """Hear what Apprise logs, and let it go no further: its lines can hold the URL of a channel."""
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(_Ear(logging.DEBUG))
