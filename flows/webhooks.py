"""Webhooks: how an event reaches a program: one signed POST to an address that was looked up, judged and pinned."""

import asyncio
import re
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from domain import webhook_addresses, webhooks
from domain.errors import Refused
from domain.notices import Letter
from domain.settings import Settings
from domain.webhook_addresses import IP

# How long one delivery may take, from looking the name up to the end of the answer's head.
TIMEOUT = 10.0
# How much of an error's text is kept, and of how much it is taken.
_KEPT, _READ = 200, 2_000

AGENT = "AnToan-Webhook/1"
_NO_ADDRESS = "Tài khoản này không còn địa chỉ webhook."


class Delivery(Protocol):
    """What of a mail is sent."""

    @property
    def id(self) -> str: ...
    @property
    def account(self) -> int: ...
    @property
    def address(self) -> str: ...
    @property
    def body(self) -> str: ...


def _now() -> datetime:
    return datetime.now(UTC)


class Webhook:
    """The programs that are told. Each is a server of its own: what one does not answer holds up none of the others."""

    senders = 4  # for each receiver
    together = 1  # what one delivery was answered is committed before the next is sent

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = _now) -> None:
        self._home = settings.home.absolute()
        self._networks = settings.webhook_networks
        self._production = settings.env == "production"
        self._public = settings.public_address
        self._clock = clock

    def write(self, letter: Letter) -> tuple[str, str]:
        return letter.items[0].letter, webhooks.document(letter, self._public).decode()

    async def deliver(self, mails: Sequence[Delivery]) -> list[str | None]:
        return [await self._deliver(mail) for mail in mails]

    async def _deliver(self, mail: Delivery) -> str | None:
        if not mail.address:
            return _NO_ADDRESS
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._send(mail)
        except TimeoutError:
            return f"Không có trả lời trong {TIMEOUT:g} giây."
        except Refused as refused:
            return refused.text.vi
        except OSError as failure:  # the name is not known
            return f"{type(failure).__name__}: {failure.strerror or ''}"
        except httpx.HTTPError as failure:
            return _clean(f"{type(failure).__name__}: {failure}", mail.address)

    async def _send(self, mail: Delivery) -> str | None:
        now = self._clock()
        url = httpx.URL(webhook_addresses.check(mail.address, self._networks, production=self._production))
        secrets = await asyncio.to_thread(webhooks.held, self._home, mail.account, now)
        body = mail.body.encode()
        headers = {
            "Host": url.netloc.decode(),
            "User-Agent": AGENT,
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "Antoan-Delivery": mail.id,
            "Antoan-Signature": webhooks.signature(body, secrets, int(now.timestamp())),
        }
        found = await _look_up(url.host, url.port or (443 if url.scheme == "https" else 80))
        webhook_addresses.require_allowed(found, self._networks)
        # No proxy of the environment, which would look the name up again, and no cookie.
        async with httpx.AsyncClient(verify=_tls(), trust_env=False, timeout=TIMEOUT) as client:
            for n, ip in enumerate(found, start=1):
                with suppress(*((httpx.ConnectError,) if n < len(found) else ())):
                    return await self._post(client, url, ip, body, headers)
        raise AssertionError("a name without addresses")

    async def _post(
        self, client: httpx.AsyncClient, url: httpx.URL, ip: IP, body: bytes, headers: dict[str, str]
    ) -> str | None:
        """To this very machine, whatever the name means by now; its certificate must still be of the name."""
        pinned = url.copy_with(host=str(ip))
        named = {"sni_hostname": url.host}
        async with client.stream("POST", pinned, content=body, headers=headers, extensions=named) as answer:
            if answer.is_success:
                return None
            said = b""
            async for part in answer.aiter_raw(_READ):
                said += part
                if len(said) >= _READ:
                    break
            text = _clean(said[:_READ].decode(errors="replace"), str(url))
            return f"Máy nhận trả lời {answer.status_code}. {text}".strip()


async def _look_up(host: str, port: int) -> list[IP]:
    """The addresses of a name. In a thread of its own: a name server that hangs must not hold up the threads of others."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[IP]] = loop.create_future()

    def settle(found: list[IP], error: OSError | UnicodeError | None) -> None:
        if answer.done():
            return
        if error is None and found:
            answer.set_result(found)
        else:
            answer.set_exception(OSError(0, f"không tìm thấy máy: {error or ''}"))

    def ask() -> None:
        found: list[IP] = []
        error: OSError | UnicodeError | None = None
        try:
            told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(ip_address(str(one[4][0]).partition("%")[0]) for one in told))
        except (OSError, UnicodeError) as failure:
            error = failure
        with suppress(RuntimeError):  # the loop may be gone by then
            loop.call_soon_threadsafe(settle, found, error)

    threading.Thread(target=ask, name="webhook name", daemon=True).start()
    return await answer


@lru_cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


_UNSEEN = re.compile(r"[^\w\s.,:;!?()'\"/=+@%&*-]+")


def _clean(text: str, url: str) -> str:
    """One short line of what a stranger said, without the address, which may hold a token of theirs."""
    path = urlsplit(url).path
    query = urlsplit(url).query
    for secret in (url, query, path):
        text = text.replace(secret, "***") if len(secret) > 3 else text
    return " ".join(_UNSEEN.sub(" ", text).split())[:_KEPT]
