"""Access: every route asks somebody, and lets in nobody else; every answer carries the policy; no body is endless.

Broken and seen to fail: a failure's page without its policy; `holder` and `may` letting everybody pass; the second factor
not asked for, and not asked of a role that needs it; the bound taken out, its counting of chunks, what it reads of a length
that is told, and the bound of photos for every page; HEAD left to the routes.
"""

import re

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from domain.people import Role
from portal import guard
from portal.bounds import LARGEST
from portal.routes import routers
from tests.portal.web.seated import seat

LOGINS = {
    "applicant": "truong-thon", "inspector": "kiem-tra", "standing-office": "thuong-truc", "approver": "chu-tich",
    "auditor": "giam-sat-noi-khac", "operator": "van-hanh", "council-member": "hd-cong-an",
}  # fmt: skip


def every():
    for router in routers():
        for route in router.routes:
            assert isinstance(route, APIRoute), route
            for method in sorted(route.methods - {"HEAD"}):
                yield pytest.param(route, method, id=f"{method} {route.path}")


def questions(dependant):
    yield dependant.call
    for one in dependant.dependencies:
        yield from questions(one)


def public(route):
    return guard.anyone in set(questions(route.dependant))


def address(route):
    return re.sub(r"\{[^}]*\}", "2026-000001", route.path)


EVERY = list(every())


def test_every_role_is_tried():
    assert set(LOGINS) == {str(role) for role in Role}


@pytest.mark.parametrize(("route", "method"), EVERY)
def test_every_route_asks_who_is_there(route, method):
    assert guard.asks(route.dependant), "say `anyone` when it is for everybody"


def test_nobody_who_has_not_signed_in_gets_past_a_page_that_is_not_for_everybody(portal):
    client = portal.anonymous()
    closed = [one.values for one in EVERY if not public(one.values[0])]
    assert len(closed) > 20
    for route, method in closed:
        answer = client.request(method, address(route))
        assert answer.status_code in (303, 401, 403), (method, route.path, answer.status_code)
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/dang-nhap"), (method, route.path)


def test_a_password_alone_opens_nothing_where_two_factors_are_needed(portal):
    client = portal.as_("kiem-tra", verified=False)
    for route, method in (one.values for one in EVERY):
        calls = set(questions(route.dependant))
        if guard.signed_in in calls:
            answer = client.request(method, address(route))
            assert answer.status_code in (303, 401), (method, route.path, answer.status_code)
            assert answer.headers.get("location", "/dang-nhap/buoc-2").startswith("/dang-nhap/buoc-2")


@pytest.mark.parametrize("role", LOGINS)
def test_whoever_has_another_role_is_refused(portal, world, role):
    seat(world)
    client = portal.as_(LOGINS[role])
    met = 0
    for route, method in (one.values for one in EVERY):
        wanted = [guard.WHOM[call] for call in questions(route.dependant) if call in guard.WHOM]
        if wanted and not all(role in roles for roles in wanted):
            answer = client.request(method, address(route))
            assert answer.status_code == 403, (method, route.path, answer.status_code)
            met += 1
    assert met > 5


def test_every_answer_carries_the_policy_errors_too(portal):
    anonymous, operator = portal.anonymous(), portal.as_("van-hanh")
    answers = [
        anonymous.get("/khong-co"), anonymous.get("/dang-ky"), operator.get("/phe-duyet"), anonymous.put("/dang-nhap"),
        anonymous.post("/dang-nhap", content=b"x" * (LARGEST + 1)), anonymous.post("/dang-xuat", headers={"sec-fetch-site": "cross-site"}),
        anonymous.get("/static/khong-co"), anonymous.post("/dang-nhap", data={"login": "x"}),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} >= {303, 403, 404, 405, 413, 422}
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert re.search(r"script-src 'nonce-[\w-]{20,}'", policy), answer.url
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_nobody_foresaw_is_a_number_and_carries_the_policy(portal, monkeypatch):
    monkeypatch.setattr("portal.accounts.trying.to_try", lambda session: 1 // 0)
    with TestClient(portal.app, base_url="https://testserver", raise_server_exceptions=False) as client:
        answer = client.get("/dang-nhap")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert "script-src 'nonce-" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "where",
    ["/tieu-chuan", "/so-cong-nhan", "/kiem-tra", "/khong-co", "/so-cong-nhan/du-lieu/so-cong-nhan.csv"],
)
def test_the_head_of_a_page_is_that_of_the_page_and_nothing_more(portal, where):
    whole, head = (portal.as_("kiem-tra").request(method, where) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert "content-security-policy" in head.headers


def test_a_body_is_counted_whatever_it_says_of_its_length(portal):
    def chunks():
        for _ in range(5):
            yield b"x" * (LARGEST // 4)

    client = portal.anonymous()
    form = {"content-type": "application/x-www-form-urlencoded"}
    for sent in (
        client.post("/dang-nhap", content=chunks(), headers=form),
        client.post("/dang-nhap", content=b"x" * (LARGEST + 1), headers=form),
        client.post("/dang-nhap", content=b"x", headers={**form, "content-length": "4294967296"}),
    ):
        assert sent.status_code == 413
        assert "quá lớn nên không nhận" in sent.text
    assert client.post("/dang-nhap", content=b"login=x", headers=form).status_code == 422
