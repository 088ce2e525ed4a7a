"""What the tests of the flows share: a mail server that keeps what it receives."""

import asyncio
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword


class PostOffice(Controller):
    """An SMTP server on a free port. It refuses `refused@…`, and takes its time over `slow@…`."""

    def __init__(self, **options: Any) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        super().__init__(self, hostname="127.0.0.1", port=port, **options)
        self.received: list[tuple[list[str], EmailMessage]] = []
        self.slow = asyncio.Event()

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=antoan@phongxa.vn&to={{address}}"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address.startswith("refused"):
            return f"550 no such user {address}"
        if address.startswith("slow"):
            await asyncio.sleep(6)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(message, EmailMessage)
        self.received.append((list(envelope.rcpt_tos), message))
        return "250 taken"

    def readers(self) -> list[str]:
        return sorted(address for addresses, _ in self.received for address in addresses)


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.start()
    yield office
    office.stop()


@pytest.fixture
def locked_office() -> Iterator[PostOffice]:
    """One that lets nobody in, and repeats in its answer what it was told."""

    def refuse(
        server: Any, session: Any, envelope: Envelope, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        return AuthResult(
            success=False, handled=False, message=f"535 no entry with {given.password.decode()}"
        )

    office = PostOffice(auth_required=True, auth_require_tls=False, authenticator=refuse)
    office.start()
    yield office
    office.stop()
