"""Checking a certificate: what the browser finds is what the command finds, for genuine ones, forged ones and old ones; with
the network cut; and no server ever sees what is checked.

Broken in the browser's half and seen to fail: the larger signature of the two taken; an envelope of another form, a list
taken for a certificate; what a key signed outside its time. What a shell says was broken in `test_certificates`.
"""

import time
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest
import zxingcpp
from cbor2 import CBORTag, dumps

from domain import envelopes, key_sets, signing_keys, status_lists, verification
from domain.certificates import Claims
from domain.status_lists import Renamed, Revoked, Status
from portal.published import LOOK
from tests.portal import pdfs

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


# --- as a citizen with a phone ----------------------------------------------------------------------------


@pytest.fixture
def recognised(portal, monkeypatch):
    """A certificate was issued: the reference of its application."""
    monkeypatch.setattr("portal.published.LOOK", 0)
    reference = portal.world.scored()
    portal.world.run("approve", reference, "--as", "chu-tich")
    portal.world.answer()
    return reference


def scanned(portal, reference):
    """What a camera reads on the certificate, printed and photographed at the resolution of a cheap scanner."""
    pdf = portal.as_("truong-thon").get(f"/ho-so/{reference}/giay-cong-nhan.pdf").content
    (code,) = zxingcpp.read_barcodes(pdfs.picture(pdf, 150))
    return code.text


def settled(page):
    page.wait_for_selector("#at-verify[data-settled=yes]")
    return page.locator("#at-verify").get_attribute("data-found")


def opened(live, link, **more):
    """A phone that opens what its camera read."""
    return live.page(None, "/xac-minh#" + link.partition("#")[2], **more)


def test_the_code_on_the_printed_certificate_is_its_token(portal, recognised):
    link = scanned(portal, recognised)
    ((token,),) = portal.world.rows("select token from certificate_token")
    assert link == f"http://localhost:8000/xac-minh#{token}"
    assert len(envelopes.untext(token)) < 260


@pytest.mark.slow
def test_a_phone_says_what_it_is_then_that_it_was_revoked_then_that_it_counts_again(
    live, recognised, accessible
):
    world = live.portal.world
    link = scanned(live.portal, recognised)
    sent = []
    page = live.context().new_page()
    page.on("request", lambda request: sent.append(request.url))
    page.goto(live.address + "/xac-minh#" + link.partition("#")[2])
    assert settled(page) == "valid"
    assert page.get_by_text("Giấy thật và đang có hiệu lực").is_visible()
    assert page.get_by_text("THỬ: không có giá trị").is_visible()
    assert page.locator("[data-slot=unit]").first.inner_text() == "Thôn Một"
    accessible(page)
    token = link.partition("#")[2]
    assert sent
    assert not any(token[:40] in address for address in sent)

    world.run("revoke", recognised, "--as", "chu-tich", "--reason", "Khai không đúng")
    page.reload()
    assert settled(page) == "revoked"
    assert page.get_by_text("Đã bị thu hồi ngày").is_visible()
    symbol = world.rows("select symbol from decision where kind = 'revocation'")[0][0]
    assert page.get_by_text(f"Quyết định số {symbol}").is_visible()
    accessible(page)
    assert page.locator("[data-slot=standard]").inner_text().startswith("Khu dân cư đạt tiêu chuẩn")
    page.goto(live.address + "/xac-minh?lang=en#" + token)
    assert settled(page) == "revoked"
    today = live.portal.site.today
    assert page.locator("[data-slot=decided]").inner_text() == f"{today.day} {today:%b %Y}"
    said = page.locator("[data-slot=standard]").inner_text()
    assert said.startswith("Residential area meeting the standard")
    assert said.endswith(f"({world.rows('select standard from application')[0][0]})")
    accessible(page)


@pytest.mark.slow
def test_with_the_network_cut_it_says_so_and_from_when_its_list_is(live, recognised):
    context = live.context()
    page = context.new_page()
    page.goto(live.address + "/xac-minh")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("localStorage.getItem('xac-minh.list') && navigator.serviceWorker.controller")
    page.close()
    time.sleep(1.1)  # instants in a list and in a token are of whole seconds
    link = scanned(live.portal, recognised)
    # The certificate is newer than the list that the phone has; it says no more than it knows.
    context.set_offline(True)
    page = context.new_page()
    page.goto(live.address + "/xac-minh#" + link.partition("#")[2])
    assert settled(page) == "status-unknown"
    assert page.get_by_text("Không liên lạc được với cổng").is_visible()
    context.set_offline(False)
    page.reload()
    assert settled(page) == "valid"
    context.set_offline(True)
    page.reload()
    assert settled(page) == "valid"
    listed = page.locator("[data-verdict=valid] [data-slot=listed]").inner_text()
    assert listed.startswith(f"{live.portal.site.today:%d/%m/%Y} ")
    page.goto(live.address + "/xac-minh?lang=en#" + link.partition("#")[2])
    assert settled(page) == "valid"
    assert page.locator("html").get_attribute("lang") == "en"
    # Revoked meanwhile: the phone cannot know, and says from when its list is.
    live.portal.world.run("revoke", recognised, "--as", "chu-tich", "--reason", "Khai không đúng")
    page.reload()
    assert settled(page) == "valid"
    context.set_offline(False)
    page.reload()
    assert settled(page) == "revoked"


@pytest.mark.slow
def test_what_somebody_pastes_is_checked_and_nothing_of_it_is_sent(live, recognised):
    link = scanned(live.portal, recognised)
    page = live.page(None, "/xac-minh")
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    page.get_by_label("Dán mã hoặc địa chỉ").fill(link[:60] + "\n" + link[60:])
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    assert settled(page) == "valid"
    assert not page.get_by_text("địa chỉ trong mã không phải").is_visible()
    page.get_by_label("Dán mã hoặc địa chỉ").fill(link.replace("localhost", "1ocalhost"))
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    page.get_by_text("địa chỉ trong mã không phải").wait_for()
    assert settled(page) == "valid"
    for wrong, verdict in ((link[:-2], "unreadable"), ("abc", "unreadable")):
        page.get_by_label("Dán mã hoặc địa chỉ").fill(wrong)
        page.get_by_role("button", name="Kiểm tra", exact=True).click()
        page.wait_for_selector(f"#at-verify[data-found={verdict}][data-settled=yes]")
        assert not page.get_by_text("Nội dung được ký").is_visible()
    assert not any(link.partition("#")[2][:40] in one for one in sent)


def test_without_scripts_the_page_says_how_else(live):
    page = live.page(None, "/xac-minh", java_script_enabled=False)
    assert page.locator("noscript p").is_visible()
    assert not page.get_by_label("Dán mã hoặc địa chỉ").is_visible()


# --- as a forger -------------------------------------------------------------------------------------------


def served(page, path, body):
    """What somebody between the phone and the portal answers in its place."""
    page.route(f"**/.well-known/antoan/{path}", lambda route: route.fulfill(status=200, body=body))


@pytest.mark.slow
def test_keys_in_the_place_of_those_that_a_phone_knows_are_not_believed(live, recognised, tmp_path):
    link = scanned(live.portal, recognised)
    page = opened(live, link)
    assert settled(page) == "valid"
    foreign = signing_keys.new(tmp_path / "forger", datetime.now(UTC), trial=True)
    own = signing_keys.held(live.portal.site.home)
    told = claims(signed_at=datetime.now(UTC), issuer="localhost:8000")
    false = envelopes.text(foreign.seal(told.encoded()))
    now = datetime.now(UTC) + timedelta(minutes=1)
    # With the forger's key alone; and beside ours, signed by the forger.
    everything = orjson.loads(key_sets.published([*own, foreign], "localhost:8000", now))
    everything["signed"] = everything["signed"][-1:]
    for keys in (key_sets.published([foreign], "localhost:8000", now), orjson.dumps(everything)):
        served(page, "keys.json", keys)
        page.goto("about:blank")
        page.goto(f"{live.address}/xac-minh#{false}")
        assert settled(page) == "unknown-key"
        assert page.get_by_text("không khóa nào máy này đã biết xác nhận").is_visible()
        page.unroute("**/.well-known/antoan/keys.json")


@pytest.mark.slow
def test_a_phone_follows_a_new_key_that_the_old_one_signed_and_forgets_a_stolen_one(live, recognised):
    home = live.portal.site.home
    link = scanned(live.portal, recognised)
    page = opened(live, link)
    assert settled(page) == "valid"
    old = signing_keys.held(home)[0].public.id.hex()
    new = live.portal.world.json("keys", "new")["kid"]
    live.portal.world.run("keys", "retire", old)
    page.reload()
    assert settled(page) == "valid", "what the old key signed in its time"
    token = link.partition("#")[2]
    live.portal.world.run("keys", "retire", old, "--stolen")
    page.reload()
    assert settled(page) == "key-stolen"
    # The certificate is signed again, by the key that is left.
    for file in (home / "documents").rglob("*.pdf"):
        file.unlink()
    live.portal.world.write("delete from document")
    again = scanned(live.portal, recognised)
    assert again.partition("#")[2] != token
    page = opened(live, again)
    assert settled(page) == "valid"
    assert page.locator("dd[data-slot=key]").inner_text() == new


@pytest.mark.slow
def test_an_old_list_shows_its_date_and_never_takes_the_place_of_a_newer_one(live, recognised):
    link = scanned(live.portal, recognised)
    old = live.portal.anonymous().get("/.well-known/antoan/status").content
    time.sleep(1)  # lists are dated to the second
    live.portal.world.run("revoke", recognised, "--as", "chu-tich", "--reason", "Khai không đúng")
    page = opened(live, link)
    assert settled(page) == "revoked"
    served(page, "status", old)
    page.reload()
    assert settled(page) == "revoked"
    # Who has never seen the newer one is told from when the list is.
    fresh = live.context().new_page()
    served(fresh, "status", old)
    fresh.goto(f"{live.address}/xac-minh#{link.partition('#')[2]}")
    assert settled(fresh) == "valid"
    assert (
        fresh.locator("[data-verdict=valid] [data-slot=listed]")
        .inner_text()
        .startswith(f"{live.portal.site.today:%d/%m/%Y} ")
    )


# --- what is published ----------------------------------------------------------------------------------


def test_keys_and_list_are_fetched_once_and_anew_only_when_they_say_something_new(portal, recognised):
    client = portal.anonymous()
    for path in ("keys.json", "status"):
        first = client.get(f"/.well-known/antoan/{path}")
        assert first.status_code == 200
        assert "max-age" in first.headers["cache-control"]
        again = client.get(f"/.well-known/antoan/{path}", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    portal.world.run("revoke", recognised, "--as", "chu-tich", "--reason", "Khai không đúng")
    anew = client.get("/.well-known/antoan/status", headers={"if-none-match": first.headers["etag"]})
    assert anew.status_code == 200
    keys = key_sets.read(client.get("/.well-known/antoan/keys.json").content)
    found = status_lists.read(anew.content, keys)
    assert len(found.status.revoked) == 1
    assert found.due_at - found.made_at == timedelta(days=7)


def test_no_secret_is_published(portal):
    text = portal.anonymous().get("/.well-known/antoan/keys.json").text
    (key,) = signing_keys.held(portal.site.home)
    assert '"d"' not in text
    assert envelopes.text(key.secret) not in text
    assert LOOK > 0
