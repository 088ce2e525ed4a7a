"""Tokens and the description of the API as pages: a token is shown once, works, and is ended with one press.

Broken and seen to fail: a form that is sent twice making two tokens; the token in the page that comes after; a token of
somebody else's ended.
"""

import html
import json
import re
import time
from typing import Any

from domain import webhooks

TOKENS = "/tai-khoan/ma-truy-cap"


def made(client, **changes):
    form = {
        "name": "Số liệu xã",
        "scopes": ["read"],
        "path": "/20/06325/",
        "days": "30",
        "key": "k1",
    } | changes
    return client.post(TOKENS, data=form)


def test_a_token_is_shown_once_works_and_is_ended(portal):
    client = portal.as_("thuong-truc")
    answer = made(client)
    assert answer.status_code == 200
    [token] = re.findall(r"antoan_[\w-]{43}", answer.text)
    again = made(client)
    assert again.status_code == 303, "the same form again makes no second one"
    page = client.get(TOKENS).text
    assert token not in page
    assert "Số liệu xã" in page
    program = portal.anonymous()
    headers = {"Authorization": f"Bearer {token}"}
    assert program.get("/api/v1/applications", headers=headers).status_code == 200
    [handle] = re.findall(r'name="handle" value="(\w+)"', page)
    assert portal.as_("chu-tich").post(f"{TOKENS}/huy", data={"handle": handle}).status_code == 404
    assert client.post(f"{TOKENS}/huy", data={"handle": handle}).status_code == 303
    assert program.get("/api/v1/applications", headers=headers).status_code == 401
    kinds = [kind for (kind,) in portal.world.rows("select kind from security_event order by id")]
    assert kinds[-2:] == ["token-made", "token-ended"]


def test_a_mistake_is_said_and_what_was_typed_is_kept(portal):
    client = portal.as_("thuong-truc")
    answer = made(client, name="", scopes=["read", "assign"], days="180")
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.text
    assert re.search(r'value="assign" checked', answer.text)
    assert 'id="name-error"' in answer.text
    for wrong, field in (
        ({"scopes": ["approve"]}, "scopes"),
        ({"scopes": []}, "scopes"),
        ({"days": "7"}, "days"),
    ):
        refused = made(client, **wrong)
        assert refused.status_code == 422
        assert f'href="#{field}"' in refused.text
    assert made(client).status_code == 200, "the form that was refused can be mended and sent with its key"


def test_whoever_has_not_signed_in_makes_no_token(portal):
    assert made(portal.anonymous()).status_code == 303
    assert portal.world.rows("select count(*) from api_token") == [(0,)]


def test_the_pages_are_accessible_on_a_phone_in_both_languages(live, accessible):
    page = live.page("thuong-truc", TOKENS)
    accessible(page)
    for language in ("vi", "en"):
        page = live.page(None, f"/api?lang={language}")
        accessible(page)


def test_the_lines_that_are_shown_check_a_delivery_and_the_example_is_one(portal):
    """What a receiver copies from the page works as it stands."""
    text = portal.anonymous().get("/api?lang=en").text
    example, lines = (html.unescape(one) for one in re.findall(r"<pre[^>]*>(.*?)</pre>", text, re.DOTALL))
    told = json.loads(example)
    assert (told["event"], told["state"], told["application"]) == (
        "recognition-approved",
        "recognised",
        "2026-000123",
    )
    copied: dict[str, Any] = {}
    exec(lines, copied)
    body = example.encode()
    header = webhooks.signature(body, ["new", "old"], int(time.time()))
    assert copied["genuine"]("old", header, body)
    assert copied["genuine"]("new", header, body)
    assert not copied["genuine"]("old", header, body + b" ")
    assert len(lines.splitlines()) <= 16
