"""`antoan documents`: a season's certificates in one go, templates to edit, a key for trials; stopped, it goes on.

Broken and seen to fail: certificates that were there made anew, or not noted; a lost file left lost; one that cannot be made, by
its letters or its standard, ends the others; a place's certificates made for its neighbours, and for a place whose code begins
alike; those of another season, a revoked one, an expired one made; a slice that skips one; a key that others can read; a
template overwritten.
"""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier, Lock

import pytest

from domain import documents
from domain.documents import Made
from domain.store import transaction
from portal.documents import bulk, frame, keeping, signing
from portal.site import Site

START = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def recognised(world):
    """Two villages with certificates: their references."""
    found = [world.scored("V1"), world.scored("V2")]
    for reference in found:
        world.run("approve", reference, "--as", "chu-tich")
    world.answer()
    return found


def made(world):
    folder = world.home / "documents" / "certificate"
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.exists() else {}


def test_all_certificates_of_a_season_are_made_and_noted(world, recognised):
    said = world.json("documents", "certificates", "--season", 2026)
    assert said == {"made": 2, "there": 0, "refused": {}}
    files = made(world)
    assert len(files) == 2
    noted = {sha256 for (sha256,) in world.rows("select sha256 from document where kind = 'certificate'")}
    assert noted == {hashlib.sha256(content).hexdigest() for content in files.values()}
    assert "Đã lập 0, đã có 2" in world.run("documents", "certificates", "--season", 2026)
    assert made(world) == files


def test_what_was_lost_or_half_done_is_done_again_with_the_same_bytes(world, recognised):
    world.run("documents", "certificates", "--season", 2026)
    files = made(world)
    lost, changed = sorted(files)
    (world.home / "documents" / "certificate" / lost).unlink()
    (world.home / "documents" / "certificate" / changed).write_bytes(b"half")
    world.run("documents", "certificates", "--season", 2026)
    assert made(world) == files


def test_only_those_of_a_place_and_only_those_in_force(world, recognised):
    assert world.json("documents", "certificates", "--season", 2026, "--place", "/20/0632/")["made"] == 0
    assert "Nơi phải có dạng" in world.run(
        "documents", "certificates", "--season", 2026, "--place", "20", code=1
    )
    world.run("revoke", recognised[0], "--as", "chu-tich", "--reason", "Khai không đúng")
    assert world.json("documents", "certificates", "--season", 2026, "--place", "/20/06325/")["made"] == 1
    assert world.json("documents", "certificates", "--season", 2025)["made"] == 0


def test_one_that_cannot_be_made_is_named_and_the_others_are_made(world, recognised):
    world.write("update unit set name = 'Thôn 漢' where code = 'V1'")
    said = world.json("documents", "certificates", "--season", 2026, code=1)
    assert said["made"] == 1
    assert list(said["refused"]) == [recognised[0]]
    assert "“漢”" in said["refused"][recognised[0]]["vi"]


def test_one_whose_standard_was_changed_is_named_and_the_others_are_made(world, recognised):
    """What it would say is not known any more: that is found before it is drawn, as a bad letter is found while."""
    world.write("update application set sha256 = :other where unit_code = 'V1'", other="ab" * 32)
    said = world.json("documents", "certificates", "--season", 2026, code=1)
    assert said["made"] == 1
    assert list(said["refused"]) == [recognised[0]]


def test_one_that_has_expired_is_not_made(world, recognised):
    world.write("update application set state = 'expired' where unit_code = 'V1'")
    assert world.json("documents", "certificates", "--season", 2026) == {"made": 1, "there": 0, "refused": {}}


def test_slices_leave_nobody_out(world, recognised, monkeypatch):
    monkeypatch.setattr(bulk, "SLICE", 1)
    assert world.json("documents", "certificates", "--season", 2026)["made"] == 2


def test_a_template_is_copied_to_be_edited_and_never_overwritten(world, refused):
    world.run("documents", "template", "decision")
    file = world.home / "documents" / "templates" / "decision.docx"
    assert file.read_bytes()[:2] == b"PK"
    assert "không ghi đè" in refused("documents", "template", "decision")
    assert "registration" in refused("documents", "template", "../nothing")


def test_a_trial_key_is_for_its_owner_only_says_so_and_signs(world, recognised, monkeypatch):
    said = world.json("documents", "trial-key", world.home / "keys", "--body", "UBND xã Bắc Sơn")
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert (world.home / "keys" / "thu.key.pem").stat().st_mode & 0o077 == 0
    signing.settings.cache_clear()
    assert world.json("documents", "certificates", "--season", 2026)["made"] == 2
    assert all(name.endswith(".signed.pdf") for name in made(world))
    assert all(b"ETSI.CAdES.detached" in content for content in made(world).values())


def test_in_production_a_key_in_a_file_still_says_that_all_of_it_is_a_trial(world, recognised, monkeypatch):
    said = world.json("documents", "trial-key", world.home / "keys")
    monkeypatch.setenv("ANTOAN_ENV", "production")
    with world.database.reading() as session:
        frame.settings.cache_clear()
        assert not frame.is_trial(session, [1])
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        frame.settings.cache_clear()
        assert frame.is_trial(session, [1])


def test_whoever_is_noted_second_in_one_transaction_is_told_of_the_first(world):
    """Broken and seen to fail: noted with what is gathered, so that both believed theirs to stand."""
    with transaction(world.database, START) as store:
        first, second = (
            documents.note(store, "decision", "x", "pdf", Made(sign * 64, 1, sign)) for sign in "ab"
        )
    assert first == second == Made("a" * 64, 1, "a")


def test_two_that_ask_at_the_same_moment_get_one_document(world):
    """What is made tells its instant, as a signature does; both have made theirs before either is noted."""
    hours = count()
    site = Site(world.database, world.home, clock=lambda: START + timedelta(seconds=next(hours)))
    both, first = Barrier(2), Lock()
    made_at = []

    def make(at):
        with first:
            made_at.append(at)
            wait = len(made_at) <= 2
        if wait:
            both.wait(20)
        return f"made at {at}".encode()

    sheet = keeping.Sheet("decision", "x", "signed")
    try:
        with ThreadPoolExecutor(2) as threads:
            one, other = threads.map(lambda _: keeping.kept(site, sheet, make), range(2))
    finally:
        site.writer.close()
    assert one == other == sheet.file(world.home).read_bytes()
    assert made_at[0] != made_at[1]
    assert world.rows("select count(*) from document") == [(1,)]
