"""`antoan verify` and `antoan keys`: a certificate's token from its decision to whoever checks it in a shell.

Broken and seen to fail: a correction without an issue of its own; a unit that was merged or renamed not named; a trial that
exits with 0. A token given as it is was asked for as a file, and its name was too long.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from PIL import Image, ImageOps

from domain import certificate_tokens, envelopes, key_sets, signing_keys
from domain.errors import OutOfOrder, Unready
from domain.settings import settings
from domain.store import transaction
from portal.documents import qr


@pytest.fixture
def token(world):
    """Asks for the token of an application as the certificate does."""

    def ask(reference):
        by = certificate_tokens.signer(settings(), datetime.now(UTC))
        with transaction(world.database, datetime.now(UTC)) as store:
            return certificate_tokens.token_of(store, int(reference.partition("-")[2]), by)

    return ask


@pytest.fixture
def recognised(world):
    reference = world.scored()
    world.run("approve", reference, "--as", "chu-tich")
    world.answer()
    return reference


@pytest.fixture
def check(world):
    """What `antoan verify` finds with what is published now, and its exit code; a trial counts unless told otherwise."""

    def run(what, *options, code=None):
        world.run("keys", "export", world.home / "files")
        files = ("--keys", world.home / "files" / "keys.json", "--list", world.home / "files" / "status")
        result = world.invoke("verify", what, *files, *(options or ["--trial"]), "--format", "json")
        if code is not None:
            assert result.exit_code == code, result.output
        return orjson.loads(result.stdout)

    return run


# --- only what is final ------------------------------------------------------------------------------------


def test_there_is_no_code_before_the_decision_is_final(world, token):
    reference = world.scored()
    with pytest.raises(OutOfOrder):
        token(reference)
    world.run("approve", reference, "--as", "chu-tich")
    with pytest.raises(OutOfOrder):
        token(reference)  # decided, and the certificate not issued yet
    world.answer()
    assert token(reference)


def test_a_code_is_made_once_whoever_asks(world, recognised, token):
    with ThreadPoolExecutor(4) as several:
        found = set(several.map(token, [recognised] * 8))
    assert len(found) == 1
    assert world.rows("select count(*) from certificate_token") == [(1,)]


def test_revoked_it_is_handed_out_no_more_and_reinstated_it_is_the_same(world, recognised, token, check):
    first = token(recognised)
    world.run("revoke", recognised, "--as", "chu-tich", "--reason", "Khai không đúng")
    with pytest.raises(OutOfOrder):
        token(recognised)
    found = check(first, code=1)
    assert found["verdict"] == "revoked"
    symbol = world.rows("select symbol from decision where kind = 'revocation'")[0][0]
    assert found["revoked"] == {
        "on": f"{datetime.now(UTC) + timedelta(hours=7):%Y-%m-%d}",
        "decision": symbol,
    }
    world.run("reinstate", recognised, "--as", "chu-tich", "--reason", "Kết luận: không có vi phạm")
    world.answer()
    assert token(recognised) == first
    assert check(first, code=0)["verdict"] == "valid"


def test_a_correction_is_another_issue_and_the_first_says_so(world, recognised, token, check):
    first = token(recognised)
    world.run(
        "correct", recognised, "--as", "chu-tich", "--field", "name", "--was", "Thôn Một", "--became", "Thôn Mốt", "--reason", "Sai dấu"
    )  # fmt: skip
    world.answer()
    second = token(recognised)
    assert check(first, code=1)["verdict"] == "corrected"
    found = check(second, code=0)
    assert found["claims"]["unit"] == "Thôn Mốt"
    assert found["claims"]["number"] == check(first)["claims"]["number"]


def test_a_unit_that_was_renamed_or_merged_is_named_as_it_is_now(world, recognised, token, check):
    said = token(recognised)
    world.write("update unit set valid_until = '2026-08-31' where code = 'V1'")
    world.write(
        "insert into unit (code, name, kind, local_type, parent_code, path, valid_from, folded, sort_key, attributes, sample)"
        " values ('V1', 'Tổ dân phố 1', 'residential-area', '', '06325', '/20/06325/V1/', '2026-09-01', '', '', '{}', 0)"
    )
    found = check(said, code=0)
    assert found["renamed"] == {"name": "Tổ dân phố 1", "code": "", "on": "2026-09-01"}
    world.write(
        "update unit set valid_until = '2026-09-30', successor_code = 'V2' where code = 'V1' and valid_from = '2026-09-01'"
    )
    found = check(said, code=0)
    assert found["renamed"] == {"name": "Thôn Hai", "code": "V2", "on": "2026-10-01"}


def test_it_names_the_decision_the_place_and_the_standard_of_the_day(world, recognised, token, check):
    told = check(token(recognised))["claims"]
    decision = world.rows("select symbol, signed_on from decision")[0]
    standard = world.rows("select standard, sha256 from application")[0]
    assert (told["decision"], told["decided_on"]) == decision
    assert (told["place_code"], told["place"]) == ("06325", "Xã Bắc Sơn")
    assert (told["standard"], told["standard_sha256"]) == (standard[0], standard[1][:16])


# --- from a shell --------------------------------------------------------------------------------------------


def test_a_token_an_address_a_text_a_picture_and_a_pdf_are_read_alike(
    world, recognised, token, check, tmp_path
):
    said = token(recognised)
    link = f"http://localhost:8000/xac-minh#{said}"
    (tmp_path / "code.txt").write_text(link + "\n")
    (tmp_path / "code.png").write_bytes(qr.png(link, scale=3))
    page = ImageOps.expand(Image.open(tmp_path / "code.png").convert("RGB"), 200, "white").rotate(
        7, fillcolor="white"
    )
    page.save(tmp_path / "photo.jpg", quality=60)
    page.save(tmp_path / "page.pdf")
    alike = check(said, code=0)
    for what in (link, *(tmp_path / name for name in ("code.txt", "code.png", "photo.jpg", "page.pdf"))):
        assert check(what, code=0) | {"listed_at": alike["listed_at"]} == alike, what


def test_a_trial_exits_with_0_only_when_it_may_count(world, recognised, token, check):
    said = token(recognised)
    assert check(said, "--trial", code=0)["trial"] is True
    assert check(said, "--format", "json", code=1)["verdict"] == "valid"


def test_exit_codes_are_0_valid_1_not_2_misuse(world, recognised, token, check, tmp_path):
    said = token(recognised)
    check(said, code=0)
    keys = world.home / "files" / "keys.json"
    lists = world.home / "files" / "status"
    assert (
        world.invoke("verify", said, "--keys", keys, "--trial").exit_code == 1
    )  # nothing known of its status
    assert world.invoke("verify", said[:-1], "--keys", keys, "--trial").exit_code == 1
    for name, content in (("empty.png", b"\x89PNG"), ("cut.pdf", b"%PDF-1.7\n1 0 obj")):
        (tmp_path / name).write_bytes(content)
        assert world.invoke("verify", tmp_path / name, "--keys", keys).exit_code == 1
    for misuse in (
        ("verify", said),
        ("verify", said, "--keys", tmp_path / "none.json"),
        ("verify", said, "--keys", lists),
        ("verify", said, "--keys", keys, "--list", keys),
        ("verify", said, "--keys", keys, "--list", tmp_path / "none"),
        ("verify", tmp_path / "none.pdf", "--keys", keys),
        ("verify",),
    ):
        assert world.invoke(*misuse).exit_code == 2, misuse


def test_what_it_says_to_people_is_a_sentence_and_what_was_signed(world, recognised, token):
    world.run("keys", "export", world.home / "files")
    said = token(recognised)
    world.run("keys", "export", world.home / "files")
    files = ("--keys", world.home / "files" / "keys.json", "--list", world.home / "files" / "status")
    told = world.run("verify", said, *files, "--trial")
    assert told.startswith("GIẤY THẬT và đang có hiệu lực")
    assert "THỬ" in told
    assert "Thôn Một (V1)" in told
    world.run("revoke", recognised, "--as", "chu-tich", "--reason", "Khai không đúng")
    world.run("keys", "export", world.home / "files")
    assert "ĐÃ BỊ THU HỒI" in world.run("verify", said, *files, code=1)


def test_it_needs_neither_a_database_nor_a_network(world, recognised, token, tmp_path):
    said = token(recognised)
    world.run("keys", "export", tmp_path / "files")
    cut = ["unshare", "-rn"] if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0 else []  # fmt: skip
    done = subprocess.run(
        [*cut, sys.executable, "-m", "portal.cli", "verify", said, "--keys", tmp_path / "files" / "keys.json", "--list",
         tmp_path / "files" / "status", "--trial"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(qr.__file__).rsplit("/portal/", 1)[0], "ANTOAN_HOME": str(tmp_path / "none")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "none").exists()


# --- keys ------------------------------------------------------------------------------------------------


def test_keys_are_made_listed_and_retired_and_no_secret_is_shown(world):
    first = world.json("keys", "new")
    second = world.json("keys", "new", "--days", 30)
    listed = world.json("keys", "list")
    assert [one["kid"] for one in listed] == [first["kid"], second["kid"]]
    assert all(one["trial"] for one in listed)
    assert "đang dùng, thử" in world.run("keys", "list")
    assert (
        world.json("keys", "retire", first["kid"])["until"]
        <= f"{datetime.now(UTC) + timedelta(seconds=1):%FT%TZ}"
    )
    world.run("keys", "retire", second["kid"], "--stolen")
    assert "bị lộ" in world.run("keys", "list")
    secrets = [envelopes.text(one.secret) for one in signing_keys.held(world.home)]
    world.json("keys", "new")
    world.run("keys", "export", world.home / "files")
    shown = world.run("keys", "list", "--format", "json") + (world.home / "files" / "keys.json").read_text()
    assert not any(secret in shown for secret in secrets)
    assert key_sets.read((world.home / "files" / "keys.json").read_bytes())


def test_in_production_nothing_is_signed_without_a_key_of_its_own_and_an_address(
    world, recognised, token, monkeypatch
):
    token(recognised)
    monkeypatch.setenv("ANTOAN_ENV", "production")
    settings.cache_clear()
    with pytest.raises(Unready, match="ANTOAN_PUBLIC_URL"):
        token(recognised)
    monkeypatch.setenv("ANTOAN_PUBLIC_URL", "https://antoan.example.vn")
    settings.cache_clear()
    with pytest.raises(Unready, match="antoan keys new"):
        token(recognised)
    assert world.json("keys", "new")["trial"] is False
    world.write("delete from certificate_token")
    told = world.json("keys", "list")
    assert [one["trial"] for one in told] == [True, False]
    world.run("keys", "export", world.home / "files")
    said = token(recognised)
    world.run("keys", "export", world.home / "files")
    files = ("--keys", world.home / "files" / "keys.json", "--list", world.home / "files" / "status")
    found = world.json("verify", f"https://antoan.example.vn/xac-minh#{said}", *files)
    assert (found["verdict"], found["trial"], found["elsewhere"]) == ("valid", False, False)


def test_doctor_says_when_nothing_could_be_signed(world, monkeypatch):
    def seen():
        (found,) = [one for one in orjson.loads(world.invoke("doctor", "--format", "json").stdout) if one["check"] == "signing"]  # fmt: skip
        return found

    assert seen()["ok"]
    monkeypatch.setenv("ANTOAN_ENV", "production")
    settings.cache_clear()
    assert "antoan keys new" in seen()["mend"]["vi"]
    world.run("keys", "new")
    assert "ANTOAN_PUBLIC_URL" in seen()["mend"]["vi"]
    monkeypatch.setenv("ANTOAN_PUBLIC_URL", "https://antoan.example.vn")
    settings.cache_clear()
    assert seen()["ok"]
