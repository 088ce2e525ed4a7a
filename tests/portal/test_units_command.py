"""`antoan units`: a look first, all or nothing, and one sentence for whatever is refused.

Each was broken once and seen to fail here: an import that writes without `--apply`; one that writes half of a file;
`--apply` without an account; `show` that takes no notice of the day; what any criteria
file is about taken for a kind; `list` in the order of the codes.
"""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from domain import schema, units
from domain.database import Database, Sql
from domain.settings import settings
from domain.store import Store
from portal.cli.units import app

ACCOUNT = "insert into account (id, login, name, language, addresses, active, sample) values (1, 'van-hanh', 'Tổ vận hành', 'vi', :none, 1, 0)"
VILLAGES = "mã,tên,loại,thuộc\n06613-1,Thôn Nà Pàn,khu dân cư,06613\n06613-2,Thôn Bản Chắt,khu dân cư,06613\n"


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("ANTOAN_HOME", str(tmp_path))
    monkeypatch.delenv("ANTOAN_DATABASE", raising=False)
    settings.cache_clear()
    database = Database(settings().database_url)
    schema.upgrade(database)
    with database.transaction() as session:
        session.run(Sql(ACCOUNT), none="{}")
        session.run(
            Sql("insert into role (account, role, path, starts) values (1, 'operator', '/', '0001-01-01')")
        )
    yield database
    database.close()
    settings.cache_clear()


def run(*arguments, code=0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.output


def stored(database):
    with database.reading() as session:
        return units.existing(Store(session, datetime.now(UTC)))


@pytest.fixture
def official(database):
    run("import", "--official", "--apply", "--as", "van-hanh")
    return database


def test_without_apply_an_import_shows_what_would_change_and_writes_nothing(database):
    said = run("import", "--official")
    assert "3380 mới" in said
    assert "Chưa ghi gì; thêm --apply để ghi." in said
    assert stored(database) == []


def test_the_official_list_is_written_once(official):
    assert stored(official) == units.official_versions()
    assert "0 mới, 0 sửa, 0 kết thúc, 3380 không đổi" in run("import", "--official")


def test_a_list_of_villages_is_written_as_a_whole(official, tmp_path):
    file = tmp_path / "thon.csv"
    file.write_text(VILLAGES, encoding="utf-8")
    answer = json.loads(
        run("import", file, "--apply", "--as", "van-hanh", "--from", "2026-01-01", "--format", "json")
    )
    assert answer["applied"]
    assert [row["code"] for row in answer["new"]] == ["06613-1", "06613-2"]
    found = {row.code: row for row in stored(official)}
    assert found["06613-2"].path == "/20/06613/06613-2/"
    assert f"{found['06613-1'].valid_from}" == "2026-01-01"


def test_one_mistake_keeps_the_whole_list_out(official, tmp_path):
    file = tmp_path / "thon.csv"
    file.write_text(VILLAGES + "06613-3,Thôn Ba,thôn bản,06613\n", encoding="utf-8")
    said = " ".join(run("import", file, "--apply", "--as", "van-hanh", code=1).split())
    assert "Tệp thon.csv có 1 lỗi; chưa nhập gì." in said
    assert "Dòng 4: không có loại “thôn bản”" in said
    assert len(stored(official)) == 3380


def test_what_nobody_applies_under_is_no_kind_of_unit(official, tmp_path):
    """The criteria of Điều 9 are a file that other kinds include from."""
    file = tmp_path / "thon.csv"
    file.write_text(VILLAGES.replace("khu dân cư", "procedure"), encoding="utf-8")
    said = run("import", file, code=1)
    assert "không có loại “procedure”" in said
    assert ", procedure" not in said


def test_whoever_writes_says_who_they_are(official, tmp_path, monkeypatch):
    monkeypatch.delenv("ANTOAN_AS", raising=False)
    run("import", "--official", "--apply", code=2)
    run("import", code=2)
    assert "Không có tài khoản “ai-do”" in run("import", "--official", "--apply", "--as", "ai-do", code=1)


def test_a_unit_is_shown_as_it_was_on_the_day(official):
    assert (
        json.loads(run("show", "26248", "--on", "2026-04-29", "--format", "json"))["name"] == "Xã Trảng Bom"
    )
    assert (
        json.loads(run("show", "26248", "--on", "30/04/2026", "--format", "json"))["name"]
        == "Phường Trảng Bom"
    )
    said = run("show", "26248", "--on", "2026-04-29")
    assert "Tỉnh Đồng Nai" in said
    assert "Phường Trảng Bom: 30/04/2026" in said


def test_a_unit_that_did_not_exist_on_the_day_is_refused_with_the_days_it_did(official):
    said = " ".join(run("show", "26248", "--on", "2025-06-30", code=1).split())
    assert (
        "Không có đơn vị nào mang mã “26248” vào ngày 30/06/2025. Có phiên bản: 01/07/2025 – 29/04/2026"
        in said
    )


def test_a_list_is_in_the_order_of_the_alphabet_and_searched_without_marks(official):
    found = json.loads(run("list", "--under", "20", "--kind", "ward", "--format", "json"))
    assert [row["name"] for row in found] == [
        "Phường Đông Kinh", "Phường Kỳ Lừa", "Phường Lương Văn Tri", "Phường Tam Thanh",
    ]  # fmt: skip
    assert "Xã Đồng Đăng" in run("list", "--search", "DONG DANG")


@pytest.mark.parametrize("command", ["import", "list", "show"])
def test_every_command_has_an_example(command):
    assert "Example: " in run(command, "--help").replace("`", "")
