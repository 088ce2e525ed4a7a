"""Webhooks: a program is told of each event once, signed, whatever its server does meanwhile; and of nothing else.

Broken and seen to fail: every answer under 400 taken for a yes; redirects followed; no time limit; many notices in one
delivery; one queue for all receivers; a dead receiver asked for every letter, and not put off; no share of a bag; names
that lead inside sent to, the first address of a name judged alone, wrapped addresses not unwrapped, link-local let in,
http let in; the name looked up again, its certificate not asked for; the environment's proxy; an answer read to its end;
the address in an error; a signature without its second; a secret that signs for ever; the unit's name for its code; what
was written of an event; the secret's file open to others; the `Host` of the address in place of the name; old deliveries taken.
"""

import asyncio
import json
import socket
import ssl
import stat
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from domain import notices, webhook_addresses, webhooks
from domain.database import Database, Sql
from domain.errors import BadInput, Unready
from domain.events import ApplicationReturned, RecognitionDeclined
from domain.outbox import PAUSES, Tally
from domain.settings import Settings
from flows import delivery, post
from flows import webhooks as sending
from flows.post import Mail
from flows.webhooks import Webhook
from portal.api.receiver import genuine
from tests.flows.test_notification import ASSIGNED, NOW, REGISTERED, Pigeon, database, happen, send

__all__ = ["database"]
LOCAL = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
BOTH = ("email", "webhook")


class Receiver:
    """A province's own system: answers what the test lays out, then 200; keeps every request, and what it accepted."""

    def __init__(self, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.answers: list[Any] = []
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.accepted: list[dict[str, Any]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append((self.path, dict(self.headers), body))
                answer = receiver.answers.pop(0) if receiver.answers else 200
                if callable(answer):
                    answer = answer()
                self.send_response(answer)
                if answer == 302:
                    self.send_header("Location", "/elsewhere")
                if 200 <= answer < 300:
                    receiver.accepted.append(json.loads(body))
                text = b"<b>out of\x00 order</b>" if answer >= 300 else b""
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self.server = Server(("127.0.0.1", port), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.stop()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, webhooks=True, webhook_networks=LOCAL, public_url="https://antoan.vn")


def hook(settings: Settings, now: datetime = NOW) -> Webhook:
    return Webhook(settings, clock=lambda: now)


def tell_at(database: Database, settings: Settings, account: int, url: str) -> str:
    with database.transaction() as session:
        login = str(session.rows(Sql("select login from account where id = :id"), id=account)[0][0])
        webhooks.set_address(session, login, url)
    return webhooks.renew(settings.home, account, NOW)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def hooks_of(database: Database) -> list[tuple[str, int, str | None]]:
    with database.reading() as session:
        return session.rows(
            Sql(
                "select state, attempts, error from notice where channel = 'webhook' order by application, number"
            )
        )


# --- whatever the receiver does -----------------------------------------------------------------------------------


def test_down_then_failing_then_slow_then_elsewhere_then_well_is_one_delivery(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT", 0.5)
    port = free_port()
    secret = tell_at(database, settings, 1, f"http://localhost:{port}/antoan")
    happen(database, 1, ApplicationReturned(reason="Thiếu biên bản."), channels=("webhook",))
    errors, now = [], NOW

    def once() -> Tally:
        return send(database, {"webhook": hook(settings, now)}, now)

    assert once() == Tally(failed=1)
    errors.append(hooks_of(database)[0][2])
    assert once() == Tally(), "a pause comes before the next try"
    receiver = Receiver(port)
    try:
        receiver.answers = [500, lambda: time.sleep(1) or 503, 302]
        for pause in PAUSES[:3]:
            now += pause
            assert once() == Tally(failed=1)
            errors.append(hooks_of(database)[0][2])
        now += PAUSES[3]
        assert once() == Tally(done=1)
        assert send(database, {"webhook": hook(settings, now)}, now + timedelta(days=9)) == Tally()
    finally:
        receiver.stop()
    assert len(receiver.accepted) == 1
    assert [path for path, _, _ in receiver.requests] == ["/antoan"] * 4, "a redirect is not followed"
    [id] = {headers["Antoan-Delivery"] for _, headers, _ in receiver.requests}
    assert receiver.accepted[0]["id"] == id
    assert [str(error).partition(":")[0] for error in errors] == [
        "ConnectError",
        "Máy nhận trả lời 500. b out of order /b",
        "Không có trả lời trong 0.5 giây.",
        "Máy nhận trả lời 302. b out of order /b",
    ]
    assert secret not in str(errors)
    assert hooks_of(database) == [("sent", 5, None)]


def test_after_the_last_try_a_delivery_is_parked_and_an_operator_sends_it_again(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    tell_at(database, settings, 1, f"http://localhost:{receiver.port}/")
    happen(database, 1, ASSIGNED, channels=("webhook",))
    receiver.answers, now = [500] * 6, NOW
    for pause in (*PAUSES, timedelta()):
        told = send(database, {"webhook": hook(settings, now)}, now)
        now += pause
    assert told == Tally(parked=1)
    with database.transaction() as session:
        assert notices.retry_parked(session) == 1
    assert send(database, {"webhook": hook(settings, now)}, now) == Tally(done=1)
    assert len({headers["Antoan-Delivery"] for _, headers, _ in receiver.requests}) == 1


def test_one_that_does_not_answer_delays_neither_another_nor_the_mail(
    database: Database, settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT", 0.6)
    monkeypatch.setattr(delivery, "WEBHOOK_PATIENCE", 0.3)
    tell_at(database, settings, 2, f"http://localhost:{receiver.port}/")
    with socket.socket() as dead:  # takes connections, and says nothing
        dead.bind(("127.0.0.1", 0))
        dead.listen(50)
        tell_at(database, settings, 1, f"http://localhost:{dead.getsockname()[1]}/")
        for id in range(1, 31):
            happen(database, id, ASSIGNED, channels=BOTH)
        at: list[float] = []
        pigeon = Pigeon(answer=lambda mail: at.append(time.monotonic()))
        began = time.monotonic()
        told = send(database, {"email": pigeon, "webhook": hook(settings)})
        took = time.monotonic() - began
    assert told == Tally(done=32, failed=4)  # two mails, thirty events for the other, one try of each sender
    assert len(receiver.accepted) == 30
    assert max(at) - began < 0.5
    assert took < 2, "left alone after one try of each sender"
    waiting = [row for row in hooks_of(database) if row[0] == "waiting"]
    assert sorted(attempts for _, attempts, _ in waiting) == [0] * 26 + [1] * 4
    assert send(database, {"email": pigeon, "webhook": hook(settings)}) == Tally(), "the rest waits a minute"


def test_many_for_one_receiver_leave_the_others_their_turn(
    database: Database, settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SHARE", 0.3)
    tell_at(database, settings, 1, f"http://localhost:{receiver.port}/")
    for id in range(1, 31):
        happen(database, id, ASSIGNED, channels=("webhook",))
    receiver.answers = [lambda: time.sleep(0.2) or 200] * 30
    first = send(database, {"webhook": hook(settings)})
    assert 4 <= first.done < 30
    done = first.done
    while done < 30:
        done += send(database, {"webhook": hook(settings)}).done
    assert len(receiver.accepted) == len({one["id"] for one in receiver.accepted}) == 30


# --- what is said, and by whom ------------------------------------------------------------------------------------


def test_the_body_is_one_event_and_nothing_of_anybodys_text(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    tell_at(database, settings, 1, f"http://localhost:{receiver.port}/x?y=1")
    happen(database, 1, REGISTERED, RecognitionDeclined(scorecard_sha256="x", reason="Ông Năm đánh bạc."),
           channels=("webhook",))  # fmt: skip
    assert send(database, {"webhook": hook(settings)}) == Tally(done=2)
    for one in receiver.accepted:
        assert set(one) == {"id", "event", "at", "application", "unit", "state", "number", "link"}
    first, second = sorted(receiver.accepted, key=lambda one: one["number"])
    assert first | {"id": "", "at": ""} == {
        "id": "", "event": "application-registered", "at": "", "application": "2026-000001", "unit": "S1",
        "state": "registered", "number": 1, "link": "https://antoan.vn/api/v1/applications/2026-000001",
    }  # fmt: skip
    assert second["event"] == "recognition-declined"
    assert first["id"] != second["id"]
    said = str([(headers, body.decode()) for _, headers, body in receiver.requests])
    for word in ("Năm", "bạc", "Chức danh", "Nà Lầu", "truong.thon", "scorecard"):
        assert word not in said
    [(path, headers, _), _] = receiver.requests
    assert path == "/x?y=1"
    assert headers["Host"] == f"localhost:{receiver.port}"


def test_the_lines_of_the_api_page_tell_a_true_delivery_from_a_false_one(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    now = datetime.now(NOW.tzinfo)
    secret = tell_at(database, settings, 1, f"http://localhost:{receiver.port}/")
    happen(database, 1, ASSIGNED, channels=("webhook",))
    send(database, {"webhook": hook(settings, now)})
    [(_, headers, body)] = receiver.requests
    header = headers["Antoan-Signature"]
    assert genuine(secret, header, body)
    assert not genuine(secret, header, body + b" ")
    assert not genuine("whsec_other", header, body)
    assert not genuine(secret, header.replace("t=1", "t=2"), body)
    assert not genuine(secret, "", body)
    assert not genuine(secret, "t=x,v1=é", body)
    late = webhooks.signature(body, [secret], int(now.timestamp()) - 301)
    assert not genuine(secret, late, body)


def test_while_a_secret_is_changed_both_sign_and_then_the_new_one_alone(settings: Settings) -> None:
    old = webhooks.renew(settings.home, 5, NOW)
    new = webhooks.renew(settings.home, 5, NOW)
    assert webhooks.held(settings.home, 5, NOW) == [new, old]
    header = webhooks.signature(b"{}", [new, old], int(time.time()))
    assert header.count("v1=") == 2
    assert genuine(old, header, b"{}")
    assert genuine(new, header, b"{}")
    assert webhooks.held(settings.home, 5, NOW + webhooks.OVERLAP) == [new]
    leaked = webhooks.renew(settings.home, 5, NOW, timedelta())
    assert webhooks.held(settings.home, 5, NOW) == [leaked]
    file = webhooks.file_of(settings.home, 5)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    webhooks.forget(settings.home, 5)
    with pytest.raises(Unready):
        webhooks.held(settings.home, 5, NOW)


def test_without_a_secret_or_an_address_nothing_is_sent(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    tell_at(database, settings, 1, f"http://localhost:{receiver.port}/")
    happen(database, 1, ASSIGNED, channels=("webhook",))
    webhooks.forget(settings.home, 1)
    assert send(database, {"webhook": hook(settings)}) == Tally(failed=1)
    assert "Chưa có khóa" in (hooks_of(database)[0][2] or "")
    with database.transaction() as session:
        webhooks.set_address(session, "truong.thon", None)
    assert send(database, {"webhook": hook(settings)}, NOW + PAUSES[0]) == Tally(failed=1)
    assert receiver.requests == []


def test_the_channel_is_there_when_the_settings_say_so(settings: Settings, tmp_path: Path) -> None:
    assert list(post.channels(settings)) == ["email", "webhook"]
    assert list(post.channels(Settings(home=tmp_path))) == ["email"]


# --- where it may go ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://example.vn/", "ftp://example.vn/", "https://", "example.vn", "https://a:b@example.vn/", "https://example.vn/#x",
        "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://192.168.1.1/", "https://169.254.169.254/",
        "https://[fe80::1]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/",
        "https://224.0.0.1/", "https://0.0.0.0/", "https://100.64.0.1/", "http://localhost/", "https://e xample.vn/",
        "https://exam\nple.vn/", "https://example.vn\\@10.0.0.1/", "https://example.vn:99999/", "https://" + "a" * 500,
        "https://[fc00::1]/", "https://255.255.255.255/", "https://[::]/",
    ],
)  # fmt: skip
def test_an_address_that_could_reach_our_own_machines_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        webhook_addresses.check(url)


def test_public_addresses_and_networks_that_the_settings_name_are_taken() -> None:
    for url in ("https://example.vn/a?b=1", "https://8.8.8.8:8443/", "https://[2606:4700::1111]/"):
        assert webhook_addresses.check(f" {url} ") == url
    inner = (ip_network("10.20.0.0/16"),)
    assert webhook_addresses.check("https://10.20.1.1/", inner)
    with pytest.raises(BadInput):
        webhook_addresses.check("https://10.21.1.1/", inner)
    assert not webhook_addresses.allowed(ip_address("169.254.169.254"), [ip_network("0.0.0.0/0")])
    with pytest.raises(BadInput):
        webhook_addresses.check("http://localhost/", LOCAL, production=True)


def deliver(channel: Webhook, url: str) -> str | None:
    mail = Mail("id-1", "", url, "vi", "x", "{}", 1)
    return asyncio.run(channel.deliver([mail]))[0]


def test_a_name_that_leads_inside_is_refused_when_it_is_sent_to(
    settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhooks.renew(settings.home, 1, NOW)
    public = Settings(home=settings.home, webhooks=True)
    for told in (["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"]):
        answer = [(0, 0, 0, "", (ip, 0)) for ip in told]
        monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, answer=answer, **__: answer)
        error = deliver(hook(public), f"https://tinh.example.vn:{receiver.port}/")
        assert "không phải địa chỉ công cộng" in (error or ""), told
    assert receiver.requests == []


@pytest.fixture
def certified(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's certificate for tinh.example.vn that signs itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tinh.example.vn")])
    now = datetime.now(NOW.tzinfo)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("tinh.example.vn")]), False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file


def test_the_connection_goes_where_the_name_was_looked_up_once_and_its_certificate_is_of_the_name(
    settings: Settings, certified: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    webhooks.renew(settings.home, 1, NOW)
    trusting = ssl.create_default_context(cafile=str(certified[1]))
    monkeypatch.setattr(sending, "_tls", lambda: trusting)
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, *rest: Any, **options: Any) -> Any:
        asked.append(str(host))
        return real("127.0.0.1" if str(host).endswith(".vn") else host, *rest, **options)

    monkeypatch.setattr(sending.socket, "getaddrinfo", look_up)
    receiver = Receiver(tls=certified[0])
    try:
        assert deliver(hook(settings), f"https://tinh.example.vn:{receiver.port}/") is None
        assert [host for host in asked if host.endswith(".vn")] == ["tinh.example.vn"]
        assert (
            "CERTIFICATE"
            in (deliver(hook(settings), f"https://khac.example.vn:{receiver.port}/") or "").upper()
        )
    finally:
        receiver.stop()
    assert len(receiver.requests) == 1


def test_an_answer_without_end_is_not_read_to_its_end_and_no_token_of_the_address_is_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhooks.renew(settings.home, 1, NOW)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def pour() -> None:
            client, _ = server.accept()
            client.recv(65536)
            try:
                client.sendall(b"HTTP/1.1 400 No\r\nContent-Length: 99999999999\r\n\r\nno Token-abc ")
                while True:
                    client.sendall(b"x" * 65536)
            except OSError:
                pass

        threading.Thread(target=pour, daemon=True).start()
        began = time.monotonic()
        error = deliver(hook(settings), f"http://localhost:{server.getsockname()[1]}/?Token-abc") or ""
    assert time.monotonic() - began < 3
    assert error.startswith("Máy nhận trả lời 400. no *** xxx")
    assert len(error) < 240


def test_a_proxy_of_the_environment_is_not_asked(
    settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    webhooks.renew(settings.home, 1, NOW)
    assert deliver(hook(settings), f"http://localhost:{receiver.port}/") is None
