"""Checking a certificate: what the browser finds is what the command finds, for genuine ones, forged ones and old ones; with
the network cut; and no server ever sees what is checked.
"""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from domain import certificate_tokens, envelopes, key_sets, signing_keys, status_lists, verification
from domain.certificates import Claims
from domain.settings import settings
from domain.status_lists import Renamed, Revoked, Status

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def claims(**other):
    told = dict(
        issuer="antoan.example.vn", unit_code="V1", unit="Thôn Một", kind="residential-area", number="1/2026", application=1,
        issue=9, standard="vn/antt-2021/residential-area", standard_sha256="ab" * 32, place_code="06325", place="Xã Bắc Sơn",
        decided_on=date(2026, 11, 20), signed_at=NOW, decision="12/QĐ-UBND", valid_until=date(2027, 12, 31),
    )  # fmt: skip
    return Claims(**(told | other))


class Office:
    """An authority with its keys, and the tokens that somebody might show."""

    def __init__(self, home):
        before = NOW - timedelta(days=800)
        self.old = signing_keys.new(home, before, trial=False, days=300)
        self.lost = signing_keys.new(home, before, trial=False, days=3000)
        self.key = signing_keys.new(home, NOW - timedelta(days=100), trial=False)
        self.trial = signing_keys.new(home, NOW - timedelta(days=100), trial=True)
        self.before = key_sets.published(
            signing_keys.held(home), "antoan.example.vn", NOW - timedelta(days=99)
        )
        signing_keys.retire(home, self.lost.public.id.hex(), NOW - timedelta(days=1), stolen=True)
        self.keys = key_sets.published(signing_keys.held(home), "antoan.example.vn", NOW)
        self.foreign = signing_keys.new(home / "forger", NOW - timedelta(days=100), trial=False)
        status = Status(
            {2: Revoked(date(2026, 11, 22), "15/QĐ-UBND"), 3: Revoked(date(2026, 11, 22), "")},
            {4: 12, 5: 9},
            {"V6": Renamed("Thôn Sáu Mới", "", date(2026, 10, 1)), "V7": Renamed("Thôn Tám", "V8", date(2026, 10, 1))},
        )  # fmt: skip
        made = NOW + timedelta(hours=1)
        self.list = status_lists.published(status, self.key, "antoan.example.vn", made, timedelta(days=7))
        self.old_list = status_lists.published(
            Status(), self.key, "antoan.example.vn", NOW + timedelta(minutes=5), timedelta(minutes=5)
        )

    def token(self, key=None, **other):
        return envelopes.text((key or self.key).seal(claims(**other).encoded()))

    def tokens(self):
        good = self.token()
        data = envelopes.untext(good)
        order = envelopes._ORDER
        mirrored = data[:-32] + (order - int.from_bytes(data[-32:], "big")).to_bytes(32, "big")
        body = good[:-1] + {"A": "B", "Q": "R", "g": "h", "w": "x"}.get(good[-1], good[-1] + "A")
        name = "Thôn Một".encode()
        found = {
            "good": good,
            "address": f"https://antoan.example.vn/xac-minh#{good}",
            "elsewhere": f"https://antoan.example.vn.evil.example/xac-minh#{good}",
            "broken lines": f" {good[:40]}\n{good[40:]} ",
            "revoked": self.token(application=2),
            "revoked without a number": self.token(application=3),
            "corrected": self.token(application=4),
            "the correction itself": self.token(application=5),
            "renamed": self.token(application=6, unit_code="V6"),
            "renamed before": self.token(application=6, unit_code="V6", unit="Thôn Sáu Mới"),
            "merged": self.token(application=7, unit_code="V7"),
            "expired": self.token(valid_until=date(2026, 11, 22)),
            "last day": self.token(valid_until=date(2026, 11, 23)),
            "without end": self.token(valid_until=None),
            "without decision": self.token(decision=""),
            "another kind": self.token(kind="ward"),
            "signed after the list": self.token(signed_at=NOW + timedelta(hours=2)),
            "trial key": self.token(self.trial),
            "trial mark": self.token(trial=True),
            "retired key in its time": self.token(self.old, signed_at=NOW - timedelta(days=700)),
            "retired key after its time": self.token(self.old),
            "key before its time": self.token(signed_at=NOW - timedelta(days=101)),
            "stolen key": self.token(self.lost, signed_at=NOW - timedelta(days=700)),
            "unknown key": self.token(self.foreign),
            "key id of ours, key of a forger": envelopes.text(
                envelopes.seal(claims().encoded(), self.foreign._cose, self.key.public.id)
            ),
            "another name": envelopes.text(data.replace(name, "Thôn Mọt".encode())),
            "another key id": envelopes.text(data.replace(self.key.public.id, self.old.public.id)),
            "signature of nought": envelopes.text(data[:-64] + bytes(64)),
            "mirrored signature": envelopes.text(mirrored),
            "another spelling": body,
            "padded": good + "=",
            "cut off": good[:-4],
            "longer": good + "AAAA",
            "a list": envelopes.text(self.list),
            "nothing": "",
            "an address without a token": "https://antoan.example.vn/xac-minh",
            "words": "Thôn Một đã được công nhận",
        }  # fmt: skip
        # Neither signed nor said to be: no algorithm, another one, the key id where nobody signs it.
        for name_, head, loose in (
            ("algorithm none", {1: 0, 4: self.key.public.id}, {}),
            ("no algorithm", {4: self.key.public.id}, {}),
            ("another algorithm", {1: -35, 4: self.key.public.id}, {}),
            ("key id unsigned", {1: -7}, {4: self.key.public.id}),
            ("algorithm unsigned", {4: self.key.public.id}, {1: -7}),
            ("more headers", {1: -7, 4: self.key.public.id}, {99: 1}),
        ):
            from cbor2 import CBORTag, dumps

            found[name_] = envelopes.text(
                dumps(CBORTag(18, [dumps(head), loose, claims().encoded(), data[-64:]]))
            )
        found["unsigned"] = envelopes.text(claims().encoded())
        found["a tag more"] = envelopes.text(b"\xd8\x3d" + data)
        return found


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "office")


EXPECTED = {
    "good": "valid", "address": "valid", "elsewhere": "valid", "broken lines": "valid", "revoked": "revoked",
    "revoked without a number": "revoked", "corrected": "corrected", "the correction itself": "valid", "renamed": "valid",
    "renamed before": "valid", "merged": "valid", "expired": "expired", "last day": "valid", "without end": "valid",
    "without decision": "valid", "another kind": "valid", "signed after the list": "status-unknown", "trial key": "valid",
    "trial mark": "valid", "retired key in its time": "valid", "retired key after its time": "key-out-of-time",
    "key before its time": "key-out-of-time", "stolen key": "key-stolen", "unknown key": "unknown-key",
    "key id of ours, key of a forger": "forged", "another name": "forged", "another key id": "forged",
    "signature of nought": "forged", "mirrored signature": "forged",
}  # fmt: skip


@pytest.mark.slow
def test_the_browser_finds_what_the_command_finds(office, live):
    page = live.page(None, "/xac-minh")
    keys = key_sets.read(office.keys)
    lists = {"list": office.list, "old list": office.old_list, "no list": None}
    tokens = office.tokens()
    for name, data in lists.items():
        status = status_lists.read(data, keys) if data else None
        told = page.evaluate(
            """async ([text, list, tokens, now]) => {
                const keys = await antoanVerify.readKeys(text);
                const status = list ? await antoanVerify.readStatus(antoanVerify.untext(list), keys) : null;
                const told = {};
                for (const [name, token] of Object.entries(tokens)) told[name] = await antoanVerify.verify(token, keys, status, now);
                return told;
            }""",
            [office.keys.decode(), envelopes.text(data) if data else None, tokens, NOW.timestamp() * 1000],
        )
        for which, token in tokens.items():
            own = verification.verify(token, keys, status, NOW).as_data()
            assert told[which] == own, (name, which)
            if name == "list":
                assert own["verdict"] == EXPECTED.get(which, "unreadable"), which
    assert told["good"]["verdict"] == "status-unknown"
