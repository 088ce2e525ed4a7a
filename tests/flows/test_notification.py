"""Notification: what happens to an application reaches those whom it concerns, once, whatever happens on the way.

Every test was seen to fail with its rule broken. Tried: an answer that is not waited for; an answer that is lost; a
failed commit passed over; a letter that cannot be written let through; a channel that is no longer set taken for a
yes; a bag that is not held; a channel that does not answer asked for every letter, and one that says no left alone;
all channels in one queue; Vietnamese for everybody; no last try; a run without its number of letters. In
`domain/decision_names.py`: no name for what stands on a decision; one that came after; a decision of another kind; a
statement where nothing was decided.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import SQLModel

from domain import audiences, notices
from domain.database import Database, Session, Sql
from domain.decision_tables import Decision
from domain.events import (
    AppealAllowed,
    AppealLodged,
    ApplicationRegistered,
    ApplicationReturned,
    CertificateIssued,
    Happening,
    InspectorAssigned,
    RecognitionApproved,
    RecognitionDeclined,
    RecognitionQuestioned,
    RecognitionReinstated,
    RecognitionRevoked,
)
from domain.outbox import PAUSES, Piece, Tally
from domain.store import Store
from domain.tables import METADATA, Account, Application, Event, Role, Season, Unit
from flows import delivery, notification, writing
from flows.post import Channel, Folder, Mail, Service

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LEASE = timedelta(seconds=120)

REGISTERED = ApplicationRegistered(season=2026, unit="S1", standard="x", sha256="y")
ASSIGNED = InspectorAssigned(inspector=2, due_on="2026-12-01")


def keep(session: Session, row: SQLModel) -> None:
    values = {name: value for name, value in row.model_dump().items() if (name, value) != ("id", None)}
    names = ", ".join(values)
    session.run(
        Sql(f"insert into {row.__tablename__} ({names}) values (:{names.replace(', ', ', :')})"), **values
    )


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A commune with an applicant (1), an English-speaking inspector (2), a standing office (3) and an approver (4)."""
    database = Database(f"sqlite:///{tmp_path / 'antoan.db'}")
    METADATA.create_all(database.engine)
    with database.transaction() as session:
        keep(session, Season(year=2026, opened_at="2026"))
        for n, (who, language) in enumerate(
            [("truong.thon", "vi"), ("kiem.tra", "en"), ("thuong.truc", "vi"), ("chu.tich", "vi")], start=1
        ):
            address = f'{{"email": "{who}@antoan.vn", "sms": "09{n}"}}'
            keep(session, Account(login=who, name=f"Chức danh {n}", language=language, addresses=address))
        keep(session, Role(account=3, role="standing-office", path="/20/06625/"))
        keep(session, Role(account=4, role="approver", path="/20/06625/"))
    return database


def happen(
    database: Database, id: int, *happenings: Happening, channels: tuple[str, ...] = ("email",)
) -> None:
    """Let things happen to a new application, and tell of them as a flow does."""
    with database.transaction() as session:
        keep(session, Unit(code=f"S{id}", name=f"Thôn Nà Lầu {id}", kind="residential-area", path=f"/20/06625/S{id}/",
                           valid_from="2025-07-01", folded="", sort_key=""))  # fmt: skip
        keep(session, Application(
            id=id, season=2026, unit=id, unit_code=f"S{id}", path=f"/20/06625/S{id}/", kind="residential-area", standard="x",
            sha256="", state="registered", number=1, head="", registered_by=1, inspector=2, registered_at="", updated_at=""))  # fmt: skip
        for number, happening in enumerate(happenings, start=1):
            keep(session, Event(application=id, number=number, name=happening.name, at="",
                                payload=happening.model_dump_json(), hash=""))  # fmt: skip
        store = Store(session, NOW)
        cases = list(store.cases([id]).values())
        treat = audiences.answer(store, writing.plan(), channels, cases)
        for number, happening in enumerate(happenings, start=1):
            treat(cases[0], Piece(id, number, happening.name))
        store.flush()


def send(
    database: Database, channels: dict[str, Channel], now: datetime = NOW, lease: timedelta = LEASE
) -> Tally:
    bag, _ = notices.claim(database, 100, lease, now)
    try:
        return asyncio.run(delivery.deliver(database, channels, bag, clock=lambda: now, lease=lease))
    finally:
        notices.give_back(database, bag)


def states(database: Database) -> list[tuple[str, str, int, str | None]]:
    with database.reading() as session:
        return session.rows(
            Sql(
                "select letter, state, attempts, error from notice order by application, number, account, channel"
            )
        )


@dataclass
class Pigeon:
    """A channel that keeps what it is given, and does what the test says with each letter."""

    answer: Callable[[Mail], str | None] = lambda mail: None
    senders: int = 3
    together: int = 1
    takes: float = 0
    given: list[Mail] = field(default_factory=list)

    async def deliver(self, mails: Sequence[Mail]) -> list[str | None]:
        self.given += mails
        await asyncio.sleep(self.takes)
        return [self.answer(mail) for mail in mails]


# --- what arrives -------------------------------------------------------------------------------------------------


def test_everybody_is_told_in_their_own_words_and_language(database: Database, post_office) -> None:
    happen(database, 1, ASSIGNED)
    assert send(database, {"email": Service(post_office.url)}) == Tally(done=2)
    letters = {readers[0]: message for readers, message in post_office.received}
    assert (
        letters["truong.thon@antoan.vn"]["Subject"]
        == "Hồ sơ 2026-000001: đã phân công người kiểm tra Thôn Nà Lầu 1"
    )
    assert "ngày 01/12/2026" in letters["truong.thon@antoan.vn"].get_content()
    assert (
        letters["kiem.tra@antoan.vn"]["Subject"]
        == "Application 2026-000001: please inspect Thôn Nà Lầu 1 by 1 December 2026"
    )
    assert letters["kiem.tra@antoan.vn"].get_content().startswith("To Chức danh 2,")


def test_a_decision_that_goes_against_somebody_gives_its_reason(database: Database, post_office) -> None:
    happen(database, 1, RecognitionDeclined(scorecard_sha256="x", reason="Chưa đạt khoản 4 Điều 4."))
    happen(database, 2, ApplicationReturned(reason="Thiếu biên bản."))
    send(database, {"email": Service(post_office.url)})
    text = {readers[0]: message.get_content() for readers, message in post_office.received}
    assert "lý do: Chưa đạt khoản 4 Điều 4." in text["truong.thon@antoan.vn"]
    assert "reason: Thiếu biên bản." in text["kiem.tra@antoan.vn"]


def sign(database: Database, *ids: str) -> None:
    """Decisions 1/QĐ-UBND and so on, of the first days of November."""
    with database.transaction() as session:
        for n, id in enumerate(ids, start=1):
            keep(session, Decision(
                id=id, place="/20/06625/", year=2026, serial=n, symbol=f"{n}/QĐ-UBND", kind="recognition", season=2026,
                procedure="", mode="TM.", signer=4, signer_name="x", signer_title="x", words="{}", signed_on=f"2026-11-0{n}",
                at="", checkpoint=""))  # fmt: skip


def test_a_letter_names_the_decision_that_its_event_tells_or_stands_on(database: Database) -> None:
    """The certificate and the revocation of one that was recognised, declined and recognised on appeal; of another, whose
    decision is not in the book, none is named."""
    sign(database, "a", "b", "c")
    approved = RecognitionApproved(scorecard_sha256="x", decision="a")
    declined = RecognitionDeclined(scorecard_sha256="x", reason="Chưa đạt.", decision="b")
    revoked = RecognitionRevoked(reason="Vi phạm.", decision="c")
    happen(database, 1, declined, approved, CertificateIssued(number="7/2026"), revoked)
    happen(database, 2, AppealLodged(appeal="x", reason="Không đúng."), declined, revoked)
    happen(
        database,
        3,
        RecognitionApproved(scorecard_sha256="x", decision="lost"),
        CertificateIssued(number="8/2026"),
    )
    # Put in question after it was revoked and given back: what is in question is the recognition.
    reinstated = RecognitionReinstated(reason="Kết luận khác.")
    happen(database, 4, approved, revoked, reinstated, RecognitionQuestioned(verdict="", scorecard_sha256=""))
    # Declined again after an appeal that was allowed: the second appeal is against the second refusal.
    again = declined.model_copy(update={"decision": "c"})
    happen(
        database,
        5,
        declined,
        AppealAllowed(appeal="x", reason="Có căn cứ."),
        again,
        AppealLodged(appeal="y", reason="Sai."),
    )
    post = Pigeon()
    send(database, {"email": post})
    [body] = [mail.body for mail in post.given if mail.address == "truong.thon@antoan.vn"]
    lines = [line for line in body.splitlines() if line.startswith("- 2026-")]
    named = {
        (line[2:13], *re.findall(r"Quyết định số (\d)/QĐ-UBND ngày 0(\d)/11/2026", line)) for line in lines
    }
    assert named == {
        ("2026-000001", ("1", "1")),  # both the recognition and the certificate
        ("2026-000001", ("2", "2")),
        ("2026-000001", ("3", "3")),
        ("2026-000002", ("2", "2")),
        ("2026-000002", ("3", "3")),
        ("2026-000003",),
        ("2026-000004", ("1", "1")),
        ("2026-000004", ("3", "3")),
        ("2026-000004",),
        ("2026-000005", ("2", "2")),
        ("2026-000005", ("3", "3")),
        ("2026-000005",),
    }
    certificates = body.partition("ĐÃ CẤP GIẤY CÔNG NHẬN")[2].partition("\n\n")[0]
    assert "giấy công nhận số 7/2026 · Quyết định số 1/QĐ-UBND" in certificates
    in_question = body.partition("KẾT QUẢ CÔNG NHẬN CẦN XEM XÉT LẠI")[2]
    assert re.search(r"- 2026-000004 .*Quyết định số 1/QĐ-UBND", in_question.partition("\n\n")[0])
    [appeals] = [mail.body for mail in post.given if mail.address == "chu.tich@antoan.vn"]
    lodged = appeals.partition("ĐÃ KHIẾU NẠI")[2].partition("\n\n")[0]
    assert re.search(r"- 2026-000005 .*Quyết định số 3/QĐ-UBND", lodged)
    assert re.search(r"- 2026-000002 (?!.*Quyết định)", lodged)


def test_the_decisions_of_a_bag_are_asked_for_in_two_statements_or_none(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(database, "a")
    happen(database, 1, REGISTERED, ASSIGNED)
    bag, _ = notices.claim(database, 100, LEASE, NOW)
    ran: list[Sql] = []
    real = Session.rows
    monkeypatch.setattr(
        Session, "rows", lambda self, sql, **values: ran.append(sql) or real(self, sql, **values)
    )
    with database.reading() as session:
        notices.letters(session, bag)
    assert len(ran) == 1
    for id in range(2, 30):
        happen(
            database,
            id,
            RecognitionApproved(scorecard_sha256="x", decision="a"),
            CertificateIssued(number=f"{id}/2026"),
        )
    notices.give_back(database, bag)
    bag, _ = notices.claim(database, 100, LEASE, NOW)
    ran.clear()
    with database.reading() as session:
        letters = notices.letters(session, bag)
    assert len(ran) == 3
    assert {item.symbol for letter in letters for item in letter.items} == {"", "1/QĐ-UBND"}


def test_many_things_for_one_person_are_one_letter(database: Database, post_office) -> None:
    for id in range(1, 26):
        happen(database, id, REGISTERED, CertificateIssued(number=f"{id}/2026"))
    assert send(database, {"email": Service(post_office.url)}) == Tally(done=2)
    [body] = [m.get_content() for readers, m in post_office.received if readers == ["truong.thon@antoan.vn"]]
    assert "Thư này báo 50 việc" in body
    assert "giấy công nhận số 20/2026" in body
    assert "… và 5 hồ sơ khác" in body


def test_without_a_channel_every_letter_lands_in_the_folder(database: Database, tmp_path: Path) -> None:
    happen(database, 1, REGISTERED, ASSIGNED)
    assert send(database, {"email": Folder(tmp_path / "outbox")}) == Tally(done=3)
    files = [path.read_bytes() for path in (tmp_path / "outbox").glob("*.eml")]
    readers = {message_from_bytes(file, policy=policy.default)["To"].addresses[0].addr_spec for file in files}
    assert readers == {"truong.thon@antoan.vn", "kiem.tra@antoan.vn", "thuong.truc@antoan.vn"}


def test_through_two_channels_somebody_is_told_twice_once_in_each(database: Database) -> None:
    happen(database, 1, CertificateIssued(number="1/2026"), channels=("email", "sms"))
    email, sms = Pigeon(), Pigeon()
    assert send(database, {"email": email, "sms": sms}) == Tally(done=2)
    assert ([mail.address for mail in email.given], [mail.address for mail in sms.given]) == (
        ["truong.thon@antoan.vn"],
        ["091"],
    )


# --- what goes wrong ----------------------------------------------------------------------------------------------


def test_a_refused_reader_costs_nobody_else_their_letter_and_is_tried_again(
    database: Database, post_office
) -> None:
    with database.transaction() as session:
        session.run(Sql("""update account set addresses = '{"email": "refused@antoan.vn"}' where id = 1"""))
    happen(database, 1, ASSIGNED)
    channels: dict[str, Channel] = {"email": Service(post_office.url)}
    assert send(database, channels) == Tally(done=1, failed=1)
    assert post_office.readers() == ["kiem.tra@antoan.vn"]
    [refused, taken] = states(database)
    assert refused[:3] == ("inspector-assigned/applicant", "waiting", 1)
    assert "550 no such user" in (refused[3] or "") or "550, b'no such user" in (refused[3] or "")
    assert taken == ("inspector-assigned/inspector", "sent", 1, None)
    assert send(database, channels) == Tally()
    with database.transaction() as session:
        session.run(Sql("""update account set addresses = '{"email": "moi@antoan.vn"}' where id = 1"""))
    assert send(database, channels, NOW + PAUSES[0]) == Tally(done=1)
    assert post_office.readers() == ["kiem.tra@antoan.vn", "moi@antoan.vn"]


def test_after_the_last_try_a_letter_is_parked(database: Database) -> None:
    happen(database, 1, CertificateIssued(number="1/2026"))
    pigeon, now = Pigeon(answer=lambda mail: "no"), NOW
    tallies = []
    for pause in (*PAUSES, timedelta()):
        tallies.append(send(database, {"email": pigeon}, now))
        now += pause
    assert tallies == [Tally(failed=1)] * 5 + [Tally(parked=1)]
    assert send(database, {"email": pigeon}, now + timedelta(days=9)) == Tally()
    assert len({mail.id for mail in pigeon.given}) == 1


def test_a_letter_that_cannot_be_written_stops_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, 1, ASSIGNED)
    write = writing.write

    def clumsy(letter: notices.Letter) -> writing.Written:
        if letter.account == 1:
            raise KeyError("untt")
        return write(letter)

    monkeypatch.setattr(writing, "write", clumsy)
    assert send(database, {"email": Pigeon()}) == Tally(done=1, failed=1)
    assert states(database)[0][3] == "KeyError: 'untt'"


def test_a_channel_that_is_no_longer_set_keeps_its_letters(database: Database) -> None:
    happen(database, 1, CertificateIssued(number="1/2026"), channels=("sms",))
    assert send(database, {"email": Pigeon()}) == Tally(failed=1)
    assert states(database)[0][3] == "Kênh “sms” không còn trong cấu hình."


def test_a_channel_that_does_not_answer_is_left_alone_and_keeps_no_other_waiting(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", 0.05)
    with database.transaction() as session:
        for n in range(5, 25):
            keep(session, Account(login=f"d{n}", name="x", addresses='{"email": "d@antoan.vn", "sms": "1"}'))
            keep(session, Role(account=n, role="standing-office", path="/20/06625/"))
    happen(database, 1, REGISTERED, channels=("email", "sms"))
    dead, alive = Pigeon(answer=lambda mail: "timed out", takes=0.1), Pigeon()
    told = send(database, {"email": dead, "sms": alive})
    # Three senders: the first may take a second letter before the third has given its first up, and so may the second.
    assert told.done == 22
    assert told.failed == len(dead.given)
    assert 3 <= told.failed <= 5
    waiting = [state for _, state, attempts, _ in states(database) if not attempts]
    assert waiting == ["waiting"] * (22 - told.failed)


def test_a_channel_that_answers_no_is_asked_for_every_letter(database: Database) -> None:
    with database.transaction() as session:
        for n in range(5, 10):
            keep(session, Account(login=f"d{n}", name="x", addresses='{"email": "d@antoan.vn"}'))
            keep(session, Role(account=n, role="standing-office", path="/20/06625/"))
    happen(database, 1, REGISTERED)
    assert send(database, {"email": Pigeon(answer=lambda mail: "no")}) == Tally(failed=7)


def test_each_answer_is_committed_before_the_next_letter_is_sent(database: Database) -> None:
    """So that what a crash can repeat is the letters that are on their way, and no more."""
    for id in range(1, 4):
        happen(database, id, REGISTERED, ASSIGNED)
    sent = []

    def look(mail: Mail) -> None:
        sent.append([state for _, state, _, _ in states(database)].count("sent"))

    assert send(database, {"email": Pigeon(answer=look, senders=1)}) == Tally(done=3)
    assert sent == [0, 6, 9]  # six notices are the first reader's, three the second's


def test_a_crash_after_the_servers_yes_sends_the_same_letter_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, 1, ASSIGNED)
    pigeon = Pigeon(senders=1)

    def crash(*_: object) -> Tally:
        raise SystemError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(notices, "settle", crash)
        with pytest.raises(SystemError):
            send(database, {"email": pigeon})
    assert len(pigeon.given) == 1
    happen(database, 2, CertificateIssued(number="1/2026"))
    assert send(database, {"email": pigeon}) == Tally(done=3)
    assert [mail.id for mail in pigeon.given].count(pigeon.given[0].id) == 2
    assert pigeon.given[0] in pigeon.given[1:]


def test_a_bag_is_held_for_as_long_as_its_letters_take(database: Database) -> None:
    happen(database, 1, CertificateIssued(number="1/2026"))
    lease, started = timedelta(seconds=1), datetime.now(UTC)
    stolen: list[int] = []

    def steal(mail: Mail) -> None:
        stolen.append(notices.give_back_expired(database, datetime.now(UTC)))

    bag, letters = notices.claim(database, 10, lease, started)
    slow = Pigeon(answer=steal, takes=1.4)
    clock = lambda: datetime.now(UTC)  # noqa: E731
    assert asyncio.run(delivery.deliver(database, {"email": slow}, bag, clock=clock, lease=lease)) == Tally(
        done=letters
    )
    assert stolen == [0]


def test_a_bag_that_was_sent_is_sent_no_second_time(database: Database) -> None:
    happen(database, 1, REGISTERED)
    bag, _ = notices.claim(database, 10, LEASE, NOW)
    pigeon = Pigeon()
    for expected in (Tally(done=2), Tally()):
        assert (
            asyncio.run(delivery.deliver(database, {"email": pigeon}, bag, clock=lambda: NOW, lease=LEASE))
            == expected
        )


# --- the flows ----------------------------------------------------------------------------------------------------


def test_the_flow_sends_a_claimed_bag(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, 1, REGISTERED)
    settings = SimpleNamespace(channels={}, webhooks=False, outbox_folder=tmp_path / "outbox")
    this = SimpleNamespace(database=database, settings=settings, clock=lambda: NOW, lease=LEASE)
    monkeypatch.setattr(notification, "context", lambda: this)
    bag, size = notices.claim(database, 10, LEASE, NOW)
    assert asyncio.run(notification.send_letters.fn(bag, size)) == Tally(done=2)
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2


def test_a_run_says_how_many_letters_it_sends() -> None:
    assert (notification.send_letters.name, notification.send_letters.flow_run_name) == (
        "post",
        "post · {letters} letters",
    )
    assert notification.write_notices.name == "notification"


def test_every_event_tells_whom_the_plan_names(database: Database) -> None:
    happen(database, 1, REGISTERED, ASSIGNED, CertificateIssued(number="1/2026"))
    assert [letter for letter, *_ in states(database)] == [
        "application-registered/applicant",
        "application-registered/standing-office",
        "inspector-assigned/applicant",
        "inspector-assigned/inspector",
        "certificate-issued/applicant",
    ]
