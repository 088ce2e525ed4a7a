"""Notification, as its feature tells it: letters leave through Apprise and a real mail server, and are read as they arrived.

Seen to fail with its rule broken: the farthest office told instead of the nearest; inspectors not told; people without
an address written to; every letter in Vietnamese; one sender, who waits for a slow mailbox; a letter for each event;
a second try at once; letters sent again; a subject without the verdict; a letter without the reason; nobody told of
what flows record.
"""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from pydantic import SecretStr
from pytest_bdd import given, parsers, scenarios, then, when

from domain import notices
from domain.people import Deed
from domain.settings import Settings
from flows import delivery, post
from tests.features.world import LEASE, Table, World, rows_of

scenarios("notification.feature")

PATIENCE = 5.0


class MailServer(Controller):
    """Takes what comes, but not for the addresses in `closed`, and for those in `slow` only after so many other letters."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        super().__init__(self, hostname="127.0.0.1", port=port)
        self.closed: set[str] = set()
        self.slow: dict[str, int] = {}
        self.arrived: list[tuple[str, EmailMessage]] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.closed:
            return "550 no such user"
        waited = 0.0
        while len(self.arrived) < self.slow.get(address, 0) and waited < PATIENCE:
            await asyncio.sleep(0.02)
            waited += 0.02
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(message, EmailMessage)
        (address,) = envelope.rcpt_tos
        self.arrived.append((address, message))
        return "250 taken"


@pytest.fixture(scope="module")
def running_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mail(running_server: MailServer) -> MailServer:
    running_server.closed.clear()
    running_server.slow.clear()
    running_server.arrived.clear()
    return running_server


def name_of(world: World, address: str) -> str:
    ((name,),) = world.rows(
        "select name from account where json_extract(addresses, '$.email') = :a", a=address
    )
    return name


def address_of(world: World, name: str) -> str:
    ((address,),) = world.rows(
        "select json_extract(addresses, '$.email') from account where name = :n", n=name
    )
    return address


# --- the scene ---------------------------------------------------------------------------------------


@given(parsers.parse("hộp thư của {who} từ chối nhận thư"))
def a_mailbox_is_closed(world: World, mail: MailServer, who: str) -> None:
    mail.closed.add(address_of(world, who))


@when(parsers.parse("hộp thư của {who} nhận thư trở lại"))
def a_mailbox_opens_again(world: World, mail: MailServer, who: str) -> None:
    mail.closed.remove(address_of(world, who))


@given(parsers.parse("hộp thư của {who} chỉ trả lời khi {many:d} thư khác đã đến"))
def a_mailbox_is_slow(world: World, mail: MailServer, who: str, many: int) -> None:
    mail.slow[address_of(world, who)] = many


@given(parsers.parse("{who} đã phân công {inspector} kiểm tra {unit}"))
def somebody_has_assigned(world: World, who: str, inspector: str, unit: str) -> None:
    ((login,),) = world.rows("select login from account where name = :name", name=inspector)
    world.act(who, Deed.ASSIGN, reference=world.case(unit).reference, inspector=login)
    world.nothing_is_left_unread()


@given("các thư trước đó đã gửi")
def earlier_letters_have_gone(world: World, mail: MailServer) -> None:
    letters_go_out(world, mail)
    mail.arrived.clear()


@when("thư được gửi đi")
def letters_go_out(world: World, mail: MailServer) -> None:
    """What waits for longer than its pause leaves; only what arrives now is looked at afterwards."""
    mail.arrived.clear()
    url = f"mailto://127.0.0.1:{mail.port}?from=antoan@langson.vn&to={{address}}"
    channels = post.channels(Settings(channels={"email": SecretStr(url)}))
    bag, _ = notices.claim(world.database, 100, LEASE, world.now)
    asyncio.run(delivery.deliver(world.database, channels, bag, clock=lambda: world.now, lease=LEASE))


@when(parsers.parse("{seconds:d} giây sau thư được gửi đi"))
def letters_go_out_later(world: World, mail: MailServer, seconds: int) -> None:
    world.now += timedelta(seconds=seconds)
    letters_go_out(world, mail)


# --- what must hold ----------------------------------------------------------------------------------


@then("thư đã đến:")
def these_letters_have_arrived(world: World, mail: MailServer, datatable: Table) -> None:
    arrived = sorted((name_of(world, address), str(letter["Subject"])) for address, letter in mail.arrived)
    assert arrived == sorted((row["người nhận"], row["tiêu đề"]) for row in rows_of(datatable))


@then("không có thư nào đến")
def nothing_has_arrived(mail: MailServer) -> None:
    assert [str(letter["Subject"]) for _, letter in mail.arrived] == []


@then("không còn thư nào chờ gửi")
def nothing_waits(world: World) -> None:
    assert world.rows("select account, error from notice where state <> 'sent'") == []


@then(parsers.parse("thư gửi {who} có câu “{sentence}”"))
def a_letter_says(world: World, mail: MailServer, who: str, sentence: str) -> None:
    (letter,) = (letter for address, letter in mail.arrived if address == address_of(world, who))
    assert sentence in letter.get_content()


@then(parsers.parse("thư gửi {who} đến sau cùng"))
def a_letter_came_last(world: World, mail: MailServer, who: str) -> None:
    assert [name_of(world, address) for address, _ in mail.arrived][-1] == who
    assert len(mail.arrived) > 1


@then(parsers.parse("thư gửi {who} còn chờ gửi lại vì “{error}”"))
def a_letter_waits_because(world: World, who: str, error: str) -> None:
    waiting = world.rows(
        "select n.state, n.attempts, n.error from notice n join account c on c.id = n.account where c.name = :name",
        name=who,
    )
    assert {(state, attempts) for state, attempts, _ in waiting} == {("waiting", 1)}
    assert all(error in said for _, _, said in waiting)
