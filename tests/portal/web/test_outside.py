"""Signing in with a provider's account, against a provider that is a real server on this machine.

Broken and seen to fail: each of issuer, audience, nonce, expiry left out of the claims; the state not compared with the
browser's; a state used twice, too late, for another provider; the verifier not sent, or not asked for; a second factor always
trusted, never, by `acr` alone, by any word of `amr`; shared secrets and no signature taken; a provider that says of itself that it
is another; a link that somebody else began, of a sample account, taken over from another account, of another provider, to an
account that is no more; unlinking everybody.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from domain import settings as module
from domain.settings import Provider
from portal.accounts import outside

KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "1"}, private=True) for _ in range(2))


class Issuer:
    """A provider that signs everybody in as `subject`. What it says can be changed: `claims`, `key`, `header`."""

    def __init__(self) -> None:
        self.subject, self.claims, self.key = "vn-0001", {}, KEY
        self.unsigned = self.down = self.lies = False
        self.codes: dict[str, dict[str, str]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.itself),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", self.keys),
            ]
        )
        self.url = ""

    async def itself(self, request: Request) -> JSONResponse:
        if self.down:
            return JSONResponse({}, status_code=503)
        return JSONResponse(
            {
                "issuer": "https://elsewhere.example" if self.lies else self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        )

    async def authorize(self, request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?state={asked['state']}&code={code}")

    async def token(self, request: Request) -> JSONResponse:
        form = await request.form()
        asked = self.codes.pop(str(form["code"]), None)
        digest = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.url, "sub": self.subject, "aud": "antoan", "exp": now + 300, "iat": now,
            "nonce": asked["nonce"], **self.claims,
        }  # fmt: skip
        if self.unsigned:
            parts = [
                base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode()
                for p in ({"alg": "none"}, claims)
            ]
            signed = f"{parts[0]}.{parts[1]}."
        else:
            signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": signed})

    async def keys(self, request: Request) -> JSONResponse:
        return JSONResponse(KeySet([KEY]).as_dict(private=False))


@pytest.fixture(scope="module")
def serving():
    issuer = Issuer()
    server = uvicorn.Server(
        uvicorn.Config(issuer.app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    issuer.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield issuer
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def issuer(serving, monkeypatch):
    serving.subject, serving.claims, serving.key = "vn-0001", {}, KEY
    serving.unsigned = serving.down = serving.lies = False
    known = module.settings()
    provider = Provider(
        title="Cổng định danh (thử)",
        issuer=serving.url,
        client_id="antoan",
        client_secret="s",
        second_factor=("mfa",),
    )
    wanted = known.model_copy(update={"providers": {"tinh": provider}})
    for name in ("portal.accounts.outside.settings",):
        monkeypatch.setattr(name, lambda: wanted)
    return serving


def to_the_provider(client, address="/dang-nhap/qua/tinh?next=/dang-ky"):
    """What a browser does on its way there: where the provider sends it back to."""
    import httpx

    sent = client.get(address)
    assert sent.status_code == 303, sent.text
    back = httpx.get(sent.headers["location"], follow_redirects=False)
    parts = urlsplit(back.headers["location"])
    return SimpleNamespace(address=f"{parts.path}?{parts.query}", query=parse_qs(parts.query), asked=sent)


def parse_qs_one(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def link(portal, login, subject="vn-0001", issuer=None):
    portal.world.write(
        "insert into identity (issuer, subject, account) select :issuer, :subject, id from account where login = :login",
        issuer=issuer, subject=subject, login=login,
    )  # fmt: skip


def kinds(portal):
    return [kind for (kind,) in portal.world.rows("select kind from security_event order by id")]


def test_a_linked_account_signs_in_and_goes_where_it_wanted(portal, issuer):
    link(portal, "truong-thon", issuer=issuer.url)
    client = portal.anonymous()
    assert "Đăng nhập qua Cổng định danh (thử)" in client.get("/dang-nhap").text
    sent = client.get(to_the_provider(client).address)
    assert (sent.status_code, sent.headers["location"]) == (303, "/dang-ky")
    assert client.get("/dang-ky").status_code == 200
    assert kinds(portal) == ["signed-in"]


def test_an_account_that_nobody_linked_is_told_how_and_not_let_in(portal, issuer):
    client = portal.anonymous()
    sent = client.get(to_the_provider(client).address)
    assert sent.status_code == 422
    assert "chưa liên kết" in sent.text
    assert client.get("/dang-ky").status_code == 303
    assert kinds(portal) == ["sign-in-failed"]


@pytest.mark.parametrize(
    ("said", "second"),
    [({}, True), ({"amr": ["pwd", "mfa"]}, False), ({"amr": ["otp"]}, True), ({"acr": "mfa"}, False)],
)
def test_a_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it(portal, issuer, said, second):
    link(portal, "kiem-tra", issuer=issuer.url)
    issuer.claims = said
    client = portal.anonymous()
    client.get(to_the_provider(client, "/dang-nhap/qua/tinh?next=/kiem-tra").address)
    page = client.get("/kiem-tra")
    assert (page.status_code == 303 and "buoc-2" in page.headers["location"]) is second


BAD = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "for somebody else": {"aud": "other"},
    "another nonce": {"nonce": "x"},
    "expired": {"exp": int(time.time()) - 3600},
}


@pytest.mark.parametrize("wrong", [*BAD, "another key", "no signature", "lies about itself", "down"])
def test_what_the_provider_says_wrongly_lets_nobody_in(portal, issuer, wrong):
    link(portal, "truong-thon", issuer=issuer.url)
    issuer.claims = BAD.get(wrong, {})
    issuer.key = OTHER_KEY if wrong == "another key" else KEY
    issuer.unsigned = wrong == "no signature"
    client = portal.anonymous()
    there = to_the_provider(client)
    issuer.down, issuer.lies = wrong == "down", wrong.startswith("lies")
    sent = client.get(there.address)
    assert sent.status_code == 422
    assert "Chưa đăng nhập được qua Cổng định danh (thử)" in sent.text
    assert client.get("/dang-ky").status_code == 303
    assert kinds(portal) == ["sign-in-failed"]


def test_a_provider_that_is_down_is_said_before_anybody_is_sent_there(portal, issuer):
    issuer.down = True
    sent = portal.anonymous().get("/dang-nhap/qua/tinh")
    assert sent.status_code == 422
    assert "Hãy thử lại sau" in sent.text


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(portal, issuer):
    link(portal, "truong-thon", issuer=issuer.url)
    mine, stranger = portal.anonymous(), portal.anonymous()
    there = to_the_provider(mine)
    assert stranger.get(there.address).status_code == 422, "somebody was sent a link with another's answer"
    assert mine.get(there.address).status_code == 303
    # Whoever took the cookie away before it was used up.
    issuer.codes["again"] = parse_qs_one(there.asked.headers["location"])
    mine.cookies.set("outside", there.query["state"][0], domain="testserver.local", path="/dang-nhap/qua")
    again = there.address.replace(there.query["code"][0], "again")
    assert mine.get(again).status_code == 422
    assert mine.get("/dang-nhap/qua/tinh/ve?state=&code=x").status_code == 422
    assert mine.get("/dang-nhap/qua/tinh/ve?state=é&code=x").status_code == 422


def test_an_answer_that_comes_too_late_or_from_another_provider_is_none(portal, issuer, monkeypatch):
    link(portal, "truong-thon", issuer=issuer.url)
    provider = outside.settings().providers["tinh"]
    both = outside.settings().model_copy(update={"providers": {"tinh": provider, "khac": provider}})
    monkeypatch.setattr(outside, "settings", lambda: both)
    client = portal.anonymous()
    assert client.get(to_the_provider(client).address.replace("/tinh/", "/khac/")).status_code == 422
    there = to_the_provider(client)
    portal.moment[:] = [datetime.now(UTC) + outside.ANSWERED_WITHIN]
    assert "đã hết hạn, đã dùng" in client.get(there.address).text


def test_whoever_changes_their_mind_there_is_told_and_not_signed_in(portal, issuer):
    client = portal.anonymous()
    state = to_the_provider(client).query["state"][0]
    sent = client.get(f"/dang-nhap/qua/tinh/ve?state={state}&error=access_denied")
    assert sent.status_code == 422


def test_nobody_is_sent_on_to_another_site(portal, issuer):
    link(portal, "truong-thon", issuer=issuer.url)
    client = portal.anonymous()
    there = to_the_provider(client, "/dang-nhap/qua/tinh?next=//elsewhere.example/")
    assert client.get(there.address).headers["location"] == "/"


def test_an_account_is_linked_by_whoever_holds_both_and_unlinked_again(portal, issuer):
    client = portal.as_("truong-thon")
    assert "Chưa liên kết." in client.get("/tai-khoan").text
    sent = client.get(to_the_provider(client, "/tai-khoan/lien-ket/tinh").address)
    assert sent.headers["location"] == "/tai-khoan?done=linked"
    assert "Đã liên kết: có thể" in client.get("/tai-khoan").text
    assert portal.world.rows("select issuer, subject from identity") == [(issuer.url, "vn-0001")]
    fresh = portal.anonymous()
    assert fresh.get(to_the_provider(fresh).address).status_code == 303
    link(portal, "kiem-tra", "vn-0002", issuer=issuer.url)
    assert client.post("/tai-khoan/bo-lien-ket", data={"word": "tinh"}).status_code == 303
    assert portal.world.rows("select subject from identity") == [("vn-0002",)], "somebody else's stays"
    assert kinds(portal) == ["identity-linked", "signed-in", "identity-unlinked"]


def test_an_account_of_the_provider_opens_one_account_only(portal, issuer):
    link(portal, "truong-thon", issuer=issuer.url)
    client = portal.as_("kiem-tra")
    sent = client.get(to_the_provider(client, "/tai-khoan/lien-ket/tinh").address)
    assert sent.status_code == 422
    assert "đã liên kết với một tài khoản khác" in sent.text


def test_what_one_account_began_another_does_not_finish(portal, issuer):
    client = portal.as_("truong-thon")
    there = to_the_provider(client, "/tai-khoan/lien-ket/tinh")
    client.cookies.set("__Host-antoan", portal.token("kiem-tra"), domain="testserver.local", path="/")
    assert client.get(there.address).status_code == 422
    assert portal.world.rows("select * from identity") == []


@pytest.mark.parametrize(
    "change",
    [
        "update account set active = 0 where login = 'truong-thon'",
        "update account set sample = 1 where login = 'truong-thon'",  # everybody may sign in with it as it is
        "update identity set issuer = 'https://elsewhere.example'",
    ],
)
def test_a_link_to_what_is_no_account_any_more_or_from_another_provider_lets_nobody_in(
    portal, issuer, change
):
    link(portal, "truong-thon", issuer=issuer.url)
    portal.world.write(change)
    client = portal.anonymous()
    sent = client.get(to_the_provider(client).address)
    assert sent.status_code == 422
    assert "chưa liên kết" in sent.text
    assert client.get("/dang-ky").status_code == 303


def test_a_sample_account_is_linked_with_nobody(portal, issuer):
    client = portal.as_("truong-thon")
    there = to_the_provider(client, "/tai-khoan/lien-ket/tinh")
    portal.world.write("update account set sample = 1 where login = 'truong-thon'")
    assert client.get(there.address).status_code == 422
    assert portal.world.rows("select * from identity") == []


def test_linking_needs_a_fresh_sign_in(portal, issuer):
    client = portal.as_("truong-thon")
    portal.moment[:] = [datetime.now(UTC) + timedelta(minutes=30)]
    sent = client.get("/tai-khoan/lien-ket/tinh")
    assert "/dang-nhap?again=1" in sent.headers["location"]


def test_an_unknown_provider_is_no_page(portal, issuer):
    assert portal.anonymous().get("/dang-nhap/qua/khac").status_code == 404


@pytest.mark.parametrize("issuer_url", ["http://provider.example", "ftp://x", "https://a.example/?x=1", ""])
def test_a_provider_is_reached_over_https_only(issuer_url):
    with pytest.raises(ValueError):
        Provider(title="x", issuer=issuer_url, client_id="a", client_secret="b")
