"""Certificates: what a token says, and that no other sequence of bits says it.

Broken and seen to fail: the larger of the two signatures let through; headers that nobody signed let through; base64url
read as Python does; a list taken for a certificate; a key's time not asked, nor that of a list's key; the instant of a list
not asked; a clock behind the list believed; a stolen or trial key's word taken for a new key; a key set that vouches for
itself, is older, or shows people other keys than it signs; a file of keys that others may read; the correction itself
called corrected; a name that a certificate bears already called new.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import cbor2
import cwt
import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain import certificates, envelopes, key_sets, signing_keys, status_lists
from domain.certificates import Claims
from domain.envelopes import Unreadable, text, untext
from domain.errors import BadInput, NotFound, Unready
from domain.status_lists import Renamed, Revoked, Status
from domain.verification import Verdict, verify

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
CLAIMS = Claims(
    issuer="antoan.example.vn", unit_code="06325-12", unit="Thôn Nà Pàn", kind="residential-area", number="12/2026",
    application=123456, issue=9, standard="vn/antt-2021/residential-area", standard_sha256="ab" * 8, place_code="06325",
    place="Xã Bắc Sơn", decided_on=date(2026, 11, 20), signed_at=NOW, decision="12/QĐ-UBND", valid_until=date(2027, 12, 31),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def key(home):
    return signing_keys.new(home, NOW - timedelta(days=10), trial=False)


@pytest.fixture(scope="module")
def keys(key):
    return key_sets.read(key_sets.published([key], "antoan.example.vn", NOW))


@pytest.fixture(scope="module")
def status(key, keys):
    return listed(key, keys, Status())


def listed(key, keys, status, made=NOW, lasts=timedelta(days=7)):
    return status_lists.read(status_lists.published(status, key, "antoan.example.vn", made, lasts), keys)


def token(key, **other):
    return key.seal(replace(CLAIMS, **other).encoded())


# --- one form only ---------------------------------------------------------------------------------------


def test_a_token_says_what_was_put_in_and_is_small_enough_for_a_code(key, keys, status):
    made = token(key)
    found = verify(text(made), keys, status, NOW)
    assert (found.verdict, found.claims, found.key_id) == (Verdict.VALID, CLAIMS, key.public.id.hex())
    assert len(made) <= 255


def test_every_single_changed_bit_is_refused(key, keys, status):
    made = token(key)
    for bit in range(8 * len(made)):
        changed = bytearray(made)
        changed[bit // 8] ^= 1 << bit % 8
        found = verify(text(bytes(changed)), keys, status, NOW)
        assert found.verdict in (Verdict.FORGED, Verdict.UNREADABLE, Verdict.UNKNOWN_KEY), bit
        assert found.claims is None


def test_every_single_changed_bit_of_what_a_code_holds_is_refused(key, keys, status):
    said = text(token(key))
    for bit in range(8 * len(said)):
        changed = bytearray(said.encode())
        changed[bit // 8] ^= 1 << bit % 8
        found = verify(changed.decode("latin-1"), keys, status, NOW)
        assert found.verdict is not Verdict.VALID, bit
        assert found.claims is None


@pytest.mark.parametrize("last", range(3))
def test_base64url_has_one_ending(key, keys, status, last):
    """A name of another length ends in another number of unused bits."""
    said = text(token(key, unit="Thôn" + "x" * last))
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    genuine = [
        sign for sign in alphabet if verify(said[:-1] + sign, keys, status, NOW).verdict is Verdict.VALID
    ]
    assert genuine == [said[-1]]
    for other in (said + "=", said + "==", said.replace("-", "+").replace("_", "/") + ".", said + "A"):
        assert verify(other, keys, status, NOW).verdict is Verdict.UNREADABLE


def test_of_the_two_signatures_of_ecdsa_the_larger_is_refused(key, keys, status):
    for many in range(20):
        made = token(key, application=many + 1)
        s = int.from_bytes(made[-32:], "big")
        assert s <= envelopes._ORDER // 2
        mirrored = made[:-32] + (envelopes._ORDER - s).to_bytes(32, "big")
        # The library itself takes both.
        assert cwt.COSE.new().decode(mirrored, key.public.cose)
        assert verify(text(mirrored), keys, status, NOW).verdict is Verdict.FORGED


@pytest.mark.parametrize(
    "change",
    [
        lambda p, u, c, s: (p, {4: b"12345678"}, c, s),
        lambda p, u, c, s: (p, {1: -7}, c, s),
        lambda p, u, c, s: (p, {"note": 1}, c, s),
        lambda p, u, c, s: (cbor2.dumps({1: -7}), {4: cbor2.loads(p)[4]}, c, s),
        lambda p, u, c, s: (cbor2.dumps({4: cbor2.loads(p)[4]}), {1: -7}, c, s),
        lambda p, u, c, s: (cbor2.dumps({**cbor2.loads(p), 1: -35}), u, c, s),
        lambda p, u, c, s: (cbor2.dumps({**cbor2.loads(p), 1: 0}), u, c, s),
        lambda p, u, c, s: (cbor2.dumps({4: cbor2.loads(p)[4], 1: -7}), u, c, s),
        lambda p, u, c, s: (b"", u, c, s),
        lambda p, u, c, s: (p, u, c, b""),
        lambda p, u, c, s: (p, u, c, s + b"\0"),
        lambda p, u, c, s: (p, u, c, bytes(64)),
        lambda p, u, c, s: (p, u, None, s),
    ],
    ids=lambda change: "",
)
def test_headers_and_signatures_of_any_other_form_are_refused(key, keys, status, change):
    parts = cbor2.loads(token(key)).value
    made = cbor2.dumps(cbor2.CBORTag(18, list(change(*parts))))
    found = verify(text(made), keys, status, NOW)
    assert found.verdict in (Verdict.UNREADABLE, Verdict.FORGED)
    assert found.claims is None


def test_other_spellings_of_the_same_bytes_are_refused(key, keys, status):
    made = token(key)
    tag = cbor2.loads(made)
    longer = b"\xd8\x12" + made[1:]  # a tag in two bytes that fits one
    endless = b"\xd2\x9f" + made[2:] + b"\xff"  # an array without a length
    for other in (longer, endless, b"\xd8\x3d" + made, made + b"\0", cbor2.dumps(tag.value)):
        assert verify(text(other), keys, status, NOW).verdict is Verdict.UNREADABLE


@given(some.binary(max_size=300))
def test_no_bytes_make_it_stumble(noise):
    empty = key_sets.KeySet("", NOW, {})
    assert verify(text(noise), empty, None, NOW).claims is None
    assert verify(noise.decode("latin-1"), empty, None, NOW).claims is None


@given(some.binary(min_size=1, max_size=40), some.integers(0, 255))
def test_no_changed_bytes_of_a_token_count(key, keys, status, noise, at):
    made = token(key)
    at %= len(made)
    changed = made[:at] + noise + made[at + len(noise) :]
    if changed != made:
        assert verify(text(changed), keys, status, NOW).verdict is not Verdict.VALID


def test_a_list_and_a_key_set_are_no_certificates_nor_the_other_way_round(key, keys, status):
    lists = status_lists.published(Status(), key, "h", NOW, timedelta(days=1))
    set_ = key.seal(b"{}", key_sets.TYPE)
    untyped = key.seal(envelopes.read(lists, status_lists.TYPE).payload)
    for other in (lists, set_, untyped):
        assert verify(text(other), keys, status, NOW).claims is None
    for other in (token(key), set_, untyped):
        with pytest.raises(Unreadable):
            status_lists.read(other, keys)


def test_a_token_is_a_cwt_that_any_library_reads(key):
    said = cwt.decode(token(key, valid_until=date(2036, 12, 31)), key.public.cose)
    assert said[1] == "antoan.example.vn"
    assert said[2] == "06325-12"
    assert said["u"] == "Thôn Nà Pàn"


# --- what has become of it ---------------------------------------------------------------------------------


def standing(key, keys, status, now=NOW, **other):
    return verify(text(token(key, **other)), keys, status, now).verdict


def test_a_certificate_that_no_list_speaks_of_is_not_said_to_be_in_force(key, keys, status):
    assert standing(key, keys, None) is Verdict.STATUS_UNKNOWN
    assert standing(key, keys, status, signed_at=NOW + timedelta(seconds=1)) is Verdict.STATUS_UNKNOWN
    assert standing(key, keys, status) is Verdict.VALID


def test_a_list_counts_until_the_next_is_due(key, keys, status):
    due = NOW + timedelta(days=7)
    assert standing(key, keys, status, due - timedelta(seconds=1)) is Verdict.VALID
    assert standing(key, keys, status, due) is Verdict.STATUS_OLD


def test_it_holds_to_the_end_of_its_last_day_in_viet_nam(key, keys):
    end = datetime(2026, 11, 30, 17, tzinfo=UTC)
    for status in (None, listed(key, keys, Status())):
        before = standing(key, keys, status, end - timedelta(seconds=1), valid_until=date(2026, 11, 30))
        after = standing(key, keys, status, end, valid_until=date(2026, 11, 30))
        assert (before is Verdict.EXPIRED, after) == (False, Verdict.EXPIRED)


def test_a_clock_set_back_behind_the_list_hides_no_end(key, keys):
    status = listed(key, keys, Status(), made=NOW)
    assert standing(key, keys, status, NOW - timedelta(days=300), valid_until=date(2026, 11, 22), signed_at=NOW - timedelta(days=5)) is Verdict.EXPIRED  # fmt: skip


def test_revoked_corrected_renamed_and_what_went_into_another_unit(key, keys):
    told = Status(
        {1: Revoked(date(2026, 11, 21), "15/QĐ-UBND")}, {1: 12, 2: 12}, {"A": Renamed("Thôn Mới", "", date(2026, 7, 1)), "B": Renamed("Thôn Hai", "C", date(2026, 7, 1))},
    )  # fmt: skip
    status = listed(key, keys, told)
    assert standing(key, keys, status, application=1) is Verdict.REVOKED
    assert verify(text(token(key, application=1)), keys, status, NOW).revoked == told.revoked[1]
    assert standing(key, keys, status, application=2, issue=11) is Verdict.CORRECTED
    assert standing(key, keys, status, application=2, issue=12) is Verdict.VALID
    assert verify(text(token(key, unit_code="A")), keys, status, NOW).renamed == told.renamed["A"]
    assert verify(text(token(key, unit_code="A", unit="Thôn Mới")), keys, status, NOW).renamed is None
    assert (
        verify(text(token(key, unit_code="B", unit="Thôn Hai")), keys, status, NOW).renamed
        == told.renamed["B"]
    )


def test_an_address_that_is_not_the_signers_is_noticed(key, keys, status):
    said = text(token(key))
    for address, elsewhere in (
        ("https://antoan.example.vn/xac-minh", False),
        ("HTTPS://ANTOAN.EXAMPLE.VN/xac-minh", False),
        ("https://antoan.example.vn.evil.example/xac-minh", True),
        ("https://antoan.example.vn@evil.example/xac-minh", True),
        ("https://antoan.example.vn:8443/xac-minh", True),
    ):
        found = verify(f"{address}#{said}", keys, status, NOW)
        assert (found.verdict, found.elsewhere) == (Verdict.VALID, elsewhere)


# --- keys ------------------------------------------------------------------------------------------------


def test_a_retired_key_verifies_what_it_signed_in_its_time_and_nothing_else(tmp_path):
    old = signing_keys.new(tmp_path, NOW - timedelta(days=100), trial=False)
    new = signing_keys.new(tmp_path, NOW - timedelta(days=50), trial=False)
    signing_keys.retire(tmp_path, old.public.id.hex(), NOW - timedelta(days=40))
    held = signing_keys.held(tmp_path)
    keys = key_sets.read(key_sets.published(held, "h", NOW))
    status = listed(new, keys, Status())
    assert signing_keys.signing(held, NOW, trial=False).public.id == new.public.id
    assert standing(old, keys, status, signed_at=NOW - timedelta(days=41)) is Verdict.VALID
    assert standing(old, keys, status, signed_at=NOW - timedelta(days=40)) is Verdict.VALID
    assert standing(old, keys, status, signed_at=NOW - timedelta(days=39)) is Verdict.KEY_OUT_OF_TIME
    assert standing(old, keys, status, signed_at=NOW - timedelta(days=101)) is Verdict.KEY_OUT_OF_TIME
    with pytest.raises(BadInput):
        signing_keys.retire(tmp_path, old.public.id.hex(), NOW)
    signing_keys.retire(tmp_path, old.public.id.hex()[:6], NOW, stolen=True)
    keys = key_sets.read(key_sets.published(signing_keys.held(tmp_path), "h", NOW))
    assert standing(old, keys, status, signed_at=NOW - timedelta(days=41)) is Verdict.KEY_STOLEN
    with pytest.raises(NotFound):
        signing_keys.retire(tmp_path, "", NOW)


def test_the_file_of_keys_is_the_owners_alone(tmp_path):
    signing_keys.new(tmp_path, NOW, trial=True)
    signing_keys.new(tmp_path, NOW, trial=True)
    file = signing_keys.file_of(tmp_path)
    assert file.stat().st_mode & 0o077 == 0
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    key = signing_keys.held(tmp_path)[0]
    assert text(key.secret) not in repr(key)
    file.write_text("{}")
    with pytest.raises(Unready):
        signing_keys.held(tmp_path)


def test_a_trial_key_makes_itself_and_a_real_one_does_not(tmp_path):
    first = signing_keys.ready(tmp_path, NOW, trial=True)
    assert [one.public.trial for one in first] == [True]
    assert signing_keys.ready(tmp_path, NOW, trial=True)[0].public == first[0].public
    with pytest.raises(Unready):
        signing_keys.ready(tmp_path, NOW, trial=False)


def test_what_a_trial_key_signed_is_a_trial_whatever_it_says(tmp_path, keys):
    trial = signing_keys.new(tmp_path, NOW - timedelta(days=1), trial=True)
    both = key_sets.KeySet("h", NOW, {**keys.keys, trial.public.id: trial.public})
    assert verify(text(token(trial)), both, None, NOW).trial


def test_a_newer_key_set_is_followed_on_the_word_of_a_known_key_only(tmp_path, key, keys):
    new = signing_keys.new(tmp_path, NOW, trial=False)
    forger = signing_keys.new(tmp_path / "forger", NOW, trial=False)
    later = NOW + timedelta(days=1)
    followed = key_sets.read(key_sets.published([key, new], "h", later), keys)
    assert set(followed.keys) == {key.public.id, new.public.id}
    # The first key may go once the second is known.
    assert key_sets.read(key_sets.published([new], "h", later), followed)
    for bad in (
        key_sets.published([forger], "h", later),
        key_sets.published([new], "h", later),
        key_sets.published([key, new], "h", NOW - timedelta(days=1)),
        key_sets.published([key, new], "h", later).replace(key.public.id.hex().encode(), b"0" * 16),
        # What people read is what was signed.
        key_sets.published([key, new], "h", later).replace(b'"stolen": false', b'"stolen": true'),
        key_sets.published([key, new], "h", later).replace(b'"h"', b'"evil.example"', 1),
        b"",
        b"[]",
        b'{"keys": []}',
    ):
        with pytest.raises(Unreadable):
            key_sets.read(bad, keys)


def test_neither_a_trial_key_nor_a_stolen_one_vouches_for_a_new_one(tmp_path, key):
    trial = signing_keys.new(tmp_path, NOW, trial=True)
    new = signing_keys.new(tmp_path, NOW, trial=False)
    stolen = replace(key, public=replace(key.public, stolen=True))
    for known in (
        key_sets.KeySet("h", NOW, {key.public.id: key.public, trial.public.id: trial.public}),
        key_sets.KeySet("h", NOW, {trial.public.id: trial.public, key.public.id: stolen.public}),
    ):
        with pytest.raises(Unreadable):
            key_sets.read(key_sets.published([trial, new], "h", NOW), known)


def test_a_list_counts_in_the_time_of_its_key_only(tmp_path):
    key = signing_keys.new(tmp_path, NOW, trial=False, days=1)
    keys = key_sets.read(key_sets.published([key], "h", NOW))
    assert listed(key, keys, Status(), made=NOW)
    for made in (NOW - timedelta(seconds=1), NOW + timedelta(days=1)):
        with pytest.raises(Unreadable):
            listed(key, keys, Status(), made=made)


def test_untext_and_text_are_each_others_inverse():
    assert untext(text(bytes(range(256)))) == bytes(range(256))
    for wrong in ("A", "AB=", "A B", "é", "AB", "AA+"):
        with pytest.raises(Unreadable):
            untext(wrong if wrong != "AB" else "AB")
    assert certificates.day_of(20261123) == date(2026, 11, 23)
