"""When things go wrong: one clear sentence each, and nothing lost.

Each was broken once and seen to fail here: a refusal that the command line lets through; the lock not taken; a holder
that is gone believed; a lock of its own for each name of a file; commands without asking for the migrations; a full
disk without its sentence; half a migration kept; SQLite making an empty database where there was none; a folder that
cannot be written to ending in a traceback; doctor ending with 0, and passing over a channel without an address, a
clock that was never set, a list of free pages that is wrong; doctor naming every set of criteria, saying “1 pieces of work”.
"""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain import webhooks as programs
from domain.database import Database
from domain.errors import Unready
from domain.settings import settings
from portal.cli.locks import engine_lock


def lock():
    found = engine_lock(settings().database_url)
    assert found is not None
    return found


def test_a_second_engine_on_one_sqlite_file_is_refused_naming_the_first(refused, monkeypatch):
    monkeypatch.setattr("portal.cli.engine._run", lambda patient: None)
    with lock().held():
        said = refused("engine")
    assert f"tiến trình {os.getpid()}" in said
    assert "động cơ" in said


def test_the_lock_of_an_engine_that_was_killed_is_free(world):
    code = (
        "import os, signal; from portal.cli.locks import engine_lock;"
        f"l = engine_lock({settings().database_url!r}); c = l.held(); c.__enter__(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert lock().file.read_text().isdecimal(), "it had held the lock"
    assert lock().holder() is None
    with lock().held():
        assert lock().holder() == os.getpid()


def test_looking_who_holds_the_lock_does_not_take_it(world):
    with lock().held():
        for _ in range(3):
            assert lock().holder() == os.getpid()
    assert lock().holder() is None


def test_a_file_has_one_lock_by_whatever_name_it_is_called(world, monkeypatch):
    file = world.home / "antoan.db"
    (world.home / "other.db").symlink_to(file)
    monkeypatch.chdir(world.home)
    names = (
        f"{world.home}/antoan.db",
        "antoan.db",
        f"{world.home}/other.db",
        f"file:{file}?mode=rw&uri=true",
    )
    with lock().held():
        for name in names:
            found = engine_lock(f"sqlite:///{name}")
            assert found is not None
            assert found.holder() == os.getpid(), name


def test_a_server_database_is_shared_by_several_engines():
    assert engine_lock("postgresql+psycopg://host/antoan") is None


@pytest.mark.parametrize(
    "command",
    [
        ("approve", "2026-000001", "--as", "chu-tich"),
        ("show", "2026-000001"),
        ("season", "report"),
        ("work",),
        ("events", "verify"),
        ("engine",),
        ("worker",),
    ],
)
def test_a_missing_migration_is_said_with_the_command_that_mends_it(world, refused, command):
    world.write("delete from alembic_version")
    assert "antoan migrate" in refused(*command)


def test_a_database_of_a_later_version_is_not_touched(world, refused):
    world.write("update alembic_version set version_num = '9999'")
    assert "mới hơn" in refused("register", "V1", "--as", "truong-thon")
    assert "mới hơn" in ill(world, "migrations")["mend"]["vi"]


@pytest.mark.parametrize("command", [("approve", "2026-000001", "--as", "chu-tich"), ("work",), ("engine",)])
def test_a_database_that_is_not_there_yet_is_said_and_not_made(home, command):
    from typer.testing import CliRunner

    from portal.cli.app import app

    result = CliRunner().invoke(app, list(command))
    assert result.exit_code == 1
    assert "antoan migrate" in result.output
    assert not (home / "antoan.db").exists()


def test_a_file_that_is_no_database_is_said(home, world, refused):
    world.database.close()
    for file in home.glob("antoan.db*"):
        file.unlink()
    (home / "antoan.db").write_bytes(b"not a database at all" * 500)
    assert "không phải là cơ sở dữ liệu SQLite" in refused("work")


def test_a_read_only_database_refuses_acts_and_still_shows(world, refused, monkeypatch):
    reference = world.scored()
    monkeypatch.setenv("ANTOAN_DATABASE", f"sqlite:///file:{world.home}/antoan.db?mode=ro&uri=true")
    settings.cache_clear()
    assert "chỉ cho đọc" in refused("withdraw", reference, "--as", "truong-thon")
    assert world.json("show", reference)["state"] == "scored"


@contextmanager
def no_more_than(pages: int) -> Iterator[None]:
    """A disk that has no more room: SQLite says the same of a file that may not grow."""

    def limit(connection: object, _: object) -> None:
        connection.execute(f"pragma max_page_count = {pages}")  # type: ignore[attr-defined]

    sa.event.listen(sa.Engine, "connect", limit)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "connect", limit)


def pages(world):
    return int(world.rows("select page_count from pragma_page_count()")[0][0])


def test_a_full_disk_is_said_and_nothing_of_the_act_is_kept(world, refused):
    world.run("register", "V1", "--as", "truong-thon", "--season", 2026)
    before = world.rows("select count(*), max(number) from event")
    large = world.good_facts()
    large["KDC-2"]["carried_out"]["evidence"] = "x" * 400_000
    facts = world.file(large)
    with no_more_than(pages(world) + 5):
        assert "đã đầy" in refused("submit", "2026-000001", "--as", "truong-thon", "--facts", facts)
    assert world.rows("select count(*), max(number) from event") == before
    assert world.json("events", "verify")["whole"]
    world.run("submit", "2026-000001", "--as", "truong-thon", "--facts", world.file(world.good_facts()))


def test_a_full_disk_while_migrating_is_said(home):
    from typer.testing import CliRunner

    from portal.cli.app import app

    with no_more_than(10):
        result = CliRunner().invoke(app, ["migrate"])
    assert result.exit_code == 1
    assert "đã đầy" in result.output
    assert CliRunner().invoke(app, ["migrate"]).exit_code == 0


def test_a_folder_that_cannot_hold_a_database_is_said(home, monkeypatch):
    from typer.testing import CliRunner

    from portal.cli.app import app

    (home / "file").write_text("")
    monkeypatch.setenv("ANTOAN_HOME", str(home / "file" / "inside"))
    settings.cache_clear()
    for command in (["migrate"], ["up"]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 1, command
        assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "command",
    [
        ("criteria", "doc", "vn/antt-2021/commune", "--to"),
        ("keys", "export"),
        ("documents", "trial-key"),
    ],
)
def test_a_folder_that_cannot_be_written_to_is_named(world, refused, command):
    world.run("keys", "new")
    file = world.home / "a-file"
    file.write_text("")
    assert f"“{file}" in refused(*command, file / "inside")


def test_a_folder_may_be_called_anything(world):
    world.run("keys", "new")
    assert "[/b]/keys.json" in world.run("keys", "export", world.home / "khóa [/b]")


def test_a_secret_that_cannot_be_written_down_is_said(world, refused, monkeypatch):
    monkeypatch.setenv("ANTOAN_WEBHOOKS", "true")
    settings.cache_clear()
    file = world.home / "nowhere" / "khoa.txt"
    url = "https://tinh.example.vn/antoan"
    assert f"“{file}”" in refused("accounts", "webhook", "thuong-truc", url, "--secret-file", file)


def test_a_postgresql_server_that_does_not_answer_is_said(home, monkeypatch):
    from typer.testing import CliRunner

    from portal.cli.app import app

    monkeypatch.setenv("ANTOAN_DATABASE", "postgresql+psycopg://antoan:secret@127.0.0.1:1/antoan")
    settings.cache_clear()
    result = CliRunner().invoke(app, ["work"])
    assert result.exit_code == 1
    assert "Không kết nối được" in result.output
    assert "secret" not in result.output


def test_people_act_while_prefect_and_the_engine_are_away(world, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert world.json("register", "V1", "--as", "truong-thon", "--season", 2026)["state"] == "registered"
    assert world.json("work")["flows"][0] == {"flow": "registration", "waiting": 1, "running": 0, "parked": 0}


def test_known_errors_of_both_databases_have_sentences(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/antoan.db")
    for error in (
        "database or disk is full",
        "attempt to write a readonly database",
        "database disk image is malformed",
    ):
        with pytest.raises(Unready), database.sentences():
            raise sqlite3.OperationalError(error)


# --- doctor ---------------------------------------------------------------------------------------


def checks(world, code=1):
    found = world.json("doctor", code=code)
    return {check["check"]: check for check in found}


def test_a_healthy_installation_has_nothing_to_mend(world, monkeypatch):
    from portal.cli import orchestrator

    monkeypatch.setattr(orchestrator, "answers", lambda url, timeout=5: True)
    with lock().held():
        found = checks(world, code=0)
        assert "Mọi thứ đều ổn" in world.run("doctor")
    assert all(check["ok"] for check in found.values())
    assert set(found) == {
        "folder", "disk", "database", "migrations", "integrity", "clock", "work", "prefect", "engine", "criteria", "procedures", "signing",
        "channels", "calendars", "documents", "templates", "webhooks",
    }  # fmt: skip


def test_doctor_says_how_to_mend_what_is_away(world):
    found = checks(world)
    assert {name for name, check in found.items() if not check["ok"]} == {"prefect", "engine"}
    assert "antoan up" in found["engine"]["mend"]["vi"]
    assert "antoan up" in world.run("doctor", code=1)


def test_doctor_sees_a_broken_calendar_a_broken_template_and_a_key_that_cannot_be_used(world, monkeypatch):
    found = checks(world)
    assert re.search(r"known up to .* 20\d\d, \d+ days ahead", found["calendars"]["seen"]["en"])
    for name, text in (("calendars/2027.yaml", "title: {"), ("documents/templates/decision.docx", "no docx")):
        (world.home / name).parent.mkdir(parents=True, exist_ok=True)
        (world.home / name).write_text(text)
    monkeypatch.setenv("ANTOAN_SIGN_KEY", str(world.home / "none.pem"))
    settings.cache_clear()
    found = checks(world)
    wrong = {name for name, check in found.items() if not check["ok"]} - {"prefect", "engine"}
    assert wrong == {"calendars", "documents", "templates"}
    assert "decision.docx" in found["templates"]["mend"]["vi"]
    assert "2027.yaml" in found["calendars"]["seen"]["vi"]


def test_doctor_tells_of_webhooks_that_are_off_unset_or_not_answered(world, monkeypatch):
    def webhooks(ok):
        found = checks(world)["webhooks"]
        assert found["ok"] is ok, found
        return found

    assert webhooks(True)["seen"]["en"] == "none set"
    world.write(
        "update account set addresses = '{\"webhook\":\"https://tinh.example.vn/antoan\"}' where login = 'giam-sat-noi-khac'"
    )
    assert "ANTOAN_WEBHOOKS=true" in webhooks(False)["mend"]["en"]
    monkeypatch.setenv("ANTOAN_WEBHOOKS", "true")
    settings.cache_clear()
    assert "antoan accounts webhook giam-sat-noi-khac" in webhooks(False)["mend"]["en"], "it has no secret"
    programs.renew(world.home, 6, datetime.now(UTC))
    assert webhooks(True)["seen"]["en"] == "giam-sat-noi-khac"
    world.run("register", "V1", "--season", 2026, "--as", "truong-thon")
    world.write(
        "insert into notice (application, number, account, channel, letter, state, error, attempts) values"
        " (1, 1, 6, 'webhook', 'application-registered/auditor', 'parked', 'Không có trả lời trong 10 giây.', 6)"
    )
    told = webhooks(False)
    assert told["seen"]["en"].startswith(
        "1 receivers do not answer; giam-sat-noi-khac: 0 to be sent again, 1 parked."
    )
    assert "antoan work retry letters" in told["mend"]["en"]


def test_doctor_before_the_first_migration(home):
    import json

    from typer.testing import CliRunner

    from portal.cli.app import app

    result = CliRunner().invoke(app, ["doctor", "--format", "json"])
    found = {check["check"]: check for check in json.loads(result.stdout)}
    assert result.exit_code == 1
    assert "antoan migrate" in found["database"]["mend"]["en"]
    assert "migrations" not in found


def ill(world, check):
    found = checks(world)[check]
    assert not found["ok"]
    assert found["mend"]["vi"]
    assert found["mend"]["en"]
    return found


def test_doctor_sees_a_missing_migration(world):
    world.write("delete from alembic_version")
    assert "antoan migrate" in ill(world, "migrations")["mend"]["vi"]


@pytest.mark.parametrize("damage", ["a page", "the list of free pages"])
def test_doctor_sees_a_damaged_file(world, home, damage):
    world.scored()
    [(page, size)] = world.rows(
        "select rootpage, (select page_size from pragma_page_size()) from sqlite_master where name = 'event'"
    )
    world.database.close()
    with sa.create_engine(settings().database_url).connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    with Path(home / "antoan.db").open("r+b") as file:
        file.seek((page - 1) * size if damage == "a page" else 36)
        file.write(b"\xff" * size if damage == "a page" else b"\0\0\0\5")
    assert "bản sao lưu" in ill(world, "integrity")["mend"]["vi"]


def test_doctor_sees_a_clock_that_went_back(world):
    world.scored()
    world.write("update application set updated_at = '2031-01-01T00:00:00.000000Z'")
    assert "01/01/2031 07:00" in ill(world, "clock")["seen"]["vi"]


def test_doctor_sees_a_clock_that_was_never_set(world, monkeypatch):
    from datetime import UTC, datetime

    from portal.cli import opening

    monkeypatch.setattr(opening, "now", lambda: datetime(2019, 12, 31, 18, tzinfo=UTC))
    assert "01/01/2020" in ill(world, "clock")["seen"]["vi"]


def test_doctor_sees_parked_work(world):
    world.run("register", "V1", "--as", "truong-thon")
    world.write("update work set state = 'parked', error = 'x'")
    assert "antoan work" in ill(world, "work")["mend"]["vi"]
    assert ill(world, "work")["seen"]["en"] == "1 piece of work, 0 letters"


def test_doctor_tells_how_many_sets_of_criteria_there_are_and_whose(world):
    seen = checks(world)["criteria"]["seen"]
    assert re.fullmatch(r"\d+ bộ \(.*\bvn: \d+.*\)", seen["vi"])
    assert "/" not in seen["vi"]


def test_doctor_sees_a_mistake_in_the_criteria(world, tmp_path, monkeypatch):
    folder = tmp_path / "criteria/vn/x"
    folder.mkdir(parents=True)
    (folder / "school.yaml").write_text("applies_to: [")
    monkeypatch.setenv("ANTOAN_CRITERIA", str(tmp_path / "criteria"))
    settings.cache_clear()
    assert "school.yaml" in ill(world, "criteria")["seen"]["vi"]


@pytest.mark.parametrize("url", ["mailtos://me:hunter2@host?to=you@host", "hunter2 {address}"])
def test_doctor_sees_a_channel_without_an_address_and_keeps_its_secret(world, monkeypatch, url):
    monkeypatch.setenv("ANTOAN_CHANNELS", f'{{"email": "{url}"}}')
    settings.cache_clear()
    assert ill(world, "channels")["seen"]["vi"] == "email"
    assert "hunter2" not in world.run("doctor", code=1)


def test_doctor_sees_a_disk_that_is_nearly_full(world, monkeypatch):
    from collections import namedtuple

    from portal.cli import doctor

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage(10, 9, 1))
    ill(world, "disk")


def test_doctor_sees_a_folder_that_cannot_be_written(world, monkeypatch):
    monkeypatch.setenv("ANTOAN_DATABASE", settings().database_url)
    (world.home / "file").write_text("")
    monkeypatch.setenv("ANTOAN_HOME", str(world.home / "file" / "inside"))
    settings.cache_clear()
    ill(world, "folder")
