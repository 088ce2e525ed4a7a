"""The API: a program does what its account may do, within its token's scopes and places, once for each key, and every
refusal is a problem in the language that was asked for.

Broken and seen to fail: the scope not asked for at the door; bounds without their path, in `may` and in `within`; roles
rewritten to the token's path in place of bounds; the expiry, the end and the account of a token not looked at; the key
not handed on; bodies not strict; a cursor that counts rows; Starlette's own 404 and 405; the limit for guesses left out; HTTP in
production; requests not counted; a token without a name, a day, a deed that a program may do, or an end to its path; ended by
the beginning of its number; an answer that may be kept.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from domain import acts, people
from domain.errors import BadInput, NotFound
from domain.people import Deed
from domain.settings import settings
from portal.accounts import sign_ins
from portal.api import tokens
from portal.api.app import Apart, Api
from portal.api.openapi import document
from portal.api.operations import OPERATIONS
from portal.api.problems import ProblemDetails

STANDARD = "vn/antt-2021/residential-area"


def register(api, unit="V1"):
    answer = api.as_("truong-thon").post("/applications", {"unit": unit, "season": 2026})
    assert answer.status_code == 200, answer.text
    return answer.json()["reference"]


def test_a_whole_season_can_be_done_by_programs(api):
    world = api.world
    village = api.as_("truong-thon")
    registered = village.post("/applications", {"unit": "V1", "season": 2026})
    assert registered.json() == {"reference": "2026-000001", "state": "registered", "number": 1}
    reference = registered.json()["reference"]
    handed_in = village.post(f"/applications/{reference}/submit-dossier", {"facts": world.good_facts()})
    assert handed_in.status_code == 200, handed_in.text
    world.answer()
    seen = village.get(f"/applications/{reference}").json()
    assert seen["state"] == "under-inspection"
    inspector = api.as_(seen["inspector"]["login"])
    assert (
        inspector.post(f"/applications/{reference}/inspect", {"facts": world.good_facts()}).status_code == 200
    )
    world.answer()
    chair = api.as_("chu-tich")
    number = chair.get(f"/applications/{reference}").json()["number"]
    proof = chair.get(f"/applications/{reference}/proof").json()
    assert proof["verdict"] == "met"
    stale = chair.post(f"/applications/{reference}/approve", {"reason": "", "seen": number - 1})
    assert stale.status_code == 409
    done = chair.post(f"/applications/{reference}/approve", {"reason": "", "seen": number})
    assert done.json()["state"] == "recognised"
    world.answer()
    assert chair.get(f"/applications/{reference}").json()["certificate"]["number"] == "1/2026"


def test_a_token_does_only_what_its_scopes_name(api):
    program = api.as_("truong-thon", Deed.READ)
    refused = program.post("/applications", {"unit": "V1", "season": 2026})
    assert refused.status_code == 403
    assert refused.json()["type"] == "/api#not-allowed"
    assert api.world.rows("select count(*) from application") == [(0,)]
    blind = api.as_("truong-thon", Deed.REGISTER)
    assert blind.post("/applications", {"unit": "V1", "season": 2026}).status_code == 200
    assert blind.get("/applications").status_code == 403
    assert blind.get("/applications/2026-000001").status_code == 403


def test_a_token_reaches_no_further_than_its_path(api):
    narrow = api.as_("truong-thon", Deed.READ, Deed.REGISTER, path="/20/06325/V1/")
    assert narrow.post("/applications", {"unit": "V2", "season": 2026}).status_code == 403
    assert narrow.post("/applications", {"unit": "V1", "season": 2026}).status_code == 200
    other = register(api, "V2")
    assert [one["unit"]["code"] for one in narrow.get("/applications").json()["items"]] == ["V1"]
    assert narrow.get(f"/applications/{other}").status_code == 403
    assert narrow.get(f"/applications/{other}/proof").status_code == 403
    assert [one["code"] for one in narrow.get("/units").json()["items"]] == ["V1"]


def test_a_narrower_path_gives_nobody_a_decision_that_is_not_theirs(api):
    api.world.write("update role set path = '/20/' where role = 'approver'")
    reference = api.world.scored()
    chair_of_the_province = api.as_("chu-tich", Deed.READ, Deed.APPROVE, path="/20/06325/")
    assert chair_of_the_province.post(f"/applications/{reference}/approve", {}).status_code == 403


def test_a_token_is_made_for_nothing_that_its_account_may_not_do(api):
    with pytest.raises(BadInput):
        api.token("truong-thon", (Deed.APPROVE,))
    with pytest.raises(BadInput):
        api.token("chu-tich", (Deed.APPROVE,), "/01/")


@pytest.mark.parametrize(
    ("login", "name", "deed", "path", "days"),
    [
        ("thuong-truc", " ", Deed.READ, "/", 30),
        ("thuong-truc", "x" * 101, Deed.READ, "/", 30),
        ("thuong-truc", "x", Deed.READ, "/20/06325", 30),
        ("thuong-truc", "x", Deed.READ, "/", 0),
        ("thuong-truc", "x", Deed.READ, "/", tokens.LONGEST.days + 1),
        ("van-hanh", "x", Deed.OPEN_SEASON, "/", 30),
        ("thuong-truc", "x", None, "/", 30),
    ],
)
def test_a_token_has_a_name_a_day_and_something_that_a_program_may_do(api, login, name, deed, path, days):
    now = api.site.now
    with api.world.database.transaction() as session:
        by = people.person(session, login, api.site.today.isoformat())
        with pytest.raises(BadInput):
            tokens.make(session, by, name, [deed] if deed else [], path, now + timedelta(days=days), now)


def test_a_token_is_ended_by_a_number_that_means_no_other(api):
    program = api.as_("truong-thon")
    with api.world.database.transaction() as session, pytest.raises(NotFound):
        tokens.end(session, tokens.hashed(program.token)[: tokens.HANDLE - 1], api.site.now)
    assert program.get("/seasons").status_code == 200


def test_a_token_that_expired_or_was_ended_opens_nothing(api):
    program = api.as_("truong-thon")
    told = program.get("/seasons")
    assert (told.status_code, told.headers["cache-control"]) == (200, "no-store")
    api.moment[:] = [datetime.now(UTC) + timedelta(days=31)]
    assert program.get("/seasons").status_code == 401
    api.moment.clear()
    assert program.get("/seasons").status_code == 200
    with api.world.database.transaction() as session:
        tokens.end(session, tokens.hashed(program.token)[: tokens.HANDLE], api.site.now)
    assert program.get("/seasons").status_code == 401


def test_a_token_dies_with_its_account_and_loses_what_its_account_loses(api):
    program, closed = api.as_("truong-thon"), api.as_("chu-tich")
    api.world.write("update account set active = 0 where login = 'chu-tich'")
    assert closed.get("/seasons").status_code == 401
    api.world.write("delete from role where role = 'applicant'")
    assert program.post("/applications", {"unit": "V1", "season": 2026}).status_code == 403


def test_a_cookie_opens_nothing(api):
    client = api.anonymous()
    with api.world.database.transaction() as session:
        cookie = sign_ins.start(session, 1, api.site.now, "test", "127.0.0.1", verified=True)
    client.cookies.set("__Host-antoan", cookie, domain="testserver.local", path="/")
    answer = client.post(
        "/api/v1/applications", json={"unit": "V1", "season": 2026}, headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_same_key_again_is_the_same_act_with_the_same_answer(api):
    program = api.as_("truong-thon")
    first = program.post("/applications", {"unit": "V1", "season": 2026}, key="one")
    again = program.post("/applications", {"unit": "V1", "season": 2026}, key="one")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert api.world.rows("select count(*) from event") == [(1,)]
    other = program.post("/applications", {"unit": "V2", "season": 2026}, key="one")
    assert other.status_code == 422
    assert "one" in other.json()["detail"]
    assert api.world.rows("select count(*) from application") == [(1,)]


@pytest.mark.parametrize("key", [None, "", "hai từ", "x" * 201])
def test_an_act_without_a_proper_key_is_not_done(api, key):
    headers = {} if key is None else {"Idempotency-Key": key.encode()}
    answer = api.as_("truong-thon").send(
        "POST", "/applications", json={"unit": "V1", "season": 2026}, headers=headers
    )
    assert answer.status_code == 422
    assert api.world.rows("select count(*) from application") == [(0,)]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"unit": "V1", "season": False}, "season"), ({"unit": "V1", "season": "2026"}, "season"),
        ({"unit": "V1", "season": 2026.0}, "season"), ({"unit": "V1", "season": 10**30}, "season"),
        ({"unit": 1, "season": 2026}, "unit"), ({"unit": "V1"}, "season"), ({"unit": "", "season": 2026}, "unit"),
        ({"unit": "V1\x00", "season": 2026}, "unit"), ({"unit": "V1", "season": 2026, "seasons": 1}, "seasons"), ([], "JSON"),
    ],
)  # fmt: skip
def test_a_body_is_what_the_document_says_or_is_refused_at_its_field(api, body, at):
    answer = api.as_("truong-thon", language="en").post("/applications", body)
    assert answer.status_code == 422
    assert [one["at"] for one in answer.json()["fields"]] == [at]
    assert at in answer.json()["detail"]


def test_false_is_no_number_of_households(api):
    reference = register(api)
    program = api.as_("truong-thon")
    facts = {"KDC-1c": {"registered": False, "residing": 250}}
    answer = program.post(f"/applications/{reference}/submit-dossier", {"facts": facts})
    assert answer.status_code == 422
    assert "KDC-1c" in answer.json()["detail"]


def test_pages_neither_repeat_nor_lose_anything_while_more_is_registered(api):
    world = api.world
    for n in range(3, 13):
        world.write(
            "insert into unit (code, name, kind, local_type, parent_code, path, valid_from, folded, sort_key, attributes, sample)"
            f" values ('V{n}', 'Thôn {n}', 'residential-area', '', '06325', '/20/06325/V{n}/', '2025-07-01', 'x', 'x', '{{}}', 0)"
        )
    village = api.as_("truong-thon")
    for n in range(1, 8):
        register(api, f"V{n}")
    seen, cursor, page = [], None, 0
    while True:
        found = village.get("/applications", limit=3, **({"cursor": cursor} if cursor else {})).json()
        seen += [one["unit"]["code"] for one in found["items"]]
        cursor, page = found["next"], page + 1
        if cursor is None:
            break
        if page <= 2:
            register(api, f"V{7 + page}")
    assert seen == [f"V{n}" for n in range(1, 10)]
    assert village.get("/applications", state="scored").json() == {"items": [], "next": None}
    assert len(village.get("/applications", under="V3").json()["items"]) == 1
    later = village.get("/applications", changed_since="2100-01-01T00:00:00+07:00").json()
    assert later["items"] == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404), ("GET", "", 404), ("DELETE", "/applications", 405), ("PUT", "/judge", 405), ("GET", "/applications/x", 404),
        ("GET", "/applications/2026-999999", 404), ("GET", "/seasons/0/report", 404), ("GET", "/seasons/x/report", 404),
        ("GET", "/seasons/99999999999999999999999/report", 404), ("GET", "/standards/vn/none", 404),
        ("GET", "/applications?limit=0", 422), ("GET", "/applications?limit=x", 422), ("GET", "/applications?cursor=x", 422),
        ("GET", "/applications?nothing=1", 422), ("GET", "/applications?limit=1&limit=2", 422), ("GET", "/units?under=none", 422),
        ("GET", "/applications?kind=%00", 422), ("POST", "/judge", 415),
    ],
)  # fmt: skip
def test_every_refusal_is_a_problem_in_the_language_that_was_asked_for(api, method, path, status):
    for language in ("vi", "en"):
        answer = api.as_("truong-thon", language=language).send(method, path)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == language
        assert answer.headers["x-content-type-options"] == "nosniff"
        problem = answer.json()
        ProblemDetails.model_validate(problem)
        assert problem["status"] == status
        assert problem["detail"] == problem["refused"][language]
        assert problem["refused"]["vi"] != problem["refused"]["en"]
    if status == 405:
        assert answer.headers["allow"]


def test_a_failure_of_ours_says_its_number_and_nothing_else(api, monkeypatch, caplog):
    program = api.as_("truong-thon")

    def fail(*_):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(type(api.site), "catalogue", property(fail))
    answer = program.get("/standards")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    number = answer.json()["instance"].rpartition(":")[2]
    assert number in caplog.text


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 400), (b"", 400), (b'{"unit": NaN}', 400), (b"[" * 100_000, 400), (b" " * 1_000_001, 413)],
)
def test_what_is_no_json_or_too_much_is_refused(api, content, status):
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = api.as_("truong-thon").send("POST", "/applications", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_whoever_asks_too_often_is_told_how_long_to_wait(api, monkeypatch):
    site = api.site
    client = TestClient(Apart(api.app, Api(site, rate=3).app), base_url="https://testserver")
    headers = {"Authorization": f"Bearer {api.token('truong-thon')}"}
    answers = [client.get("/api/v1/seasons", headers=headers) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["ratelimit-remaining"] for one in answers] == ["2", "1", "0", "0"]
    assert 1 <= int(answers[3].headers["retry-after"]) <= 60
    other = {"Authorization": f"Bearer {api.token('truong-thon')}"}
    assert client.get("/api/v1/seasons", headers=other).status_code == 200


def test_whoever_guesses_tokens_is_slowed_down(api):
    client = api.anonymous()
    answers = [client.get("/api/v1/seasons", headers={"Authorization": f"Bearer {n}"}) for n in range(31)]
    assert {one.status_code for one in answers[:30]} == {401}
    assert answers[30].status_code == 429


def test_in_production_tokens_travel_over_https_only(api, monkeypatch):
    monkeypatch.setenv("ANTOAN_ENV", "production")
    settings.cache_clear()
    client = TestClient(api.app, base_url="http://antoan.example.vn")
    headers = {"Authorization": f"Bearer {api.token('truong-thon')}"}
    assert client.get("/api/v1/seasons", headers=headers).status_code == 403


def test_judging_answers_as_the_command_does_and_writes_nothing(api):
    world = api.world
    body = {"standard": STANDARD, "season": 2026, "facts": world.good_facts()}
    program = api.as_("truong-thon")
    answer = program.send("POST", "/judge", json=body)
    assert answer.json()["verdict"] == "met"
    said = world.run("judge", STANDARD, world.file({"season": 2026, "facts": world.good_facts()}))
    assert json.loads(said) == answer.json()
    assert "proof" in program.send("POST", "/judge", json={**body, "proof": True}).json()["criteria"][0]


def test_a_standard_is_told_as_the_command_tells_it(api):
    answer = api.as_("truong-thon").get(f"/standards/{STANDARD}", season=2026)
    assert answer.json() == api.world.json("criteria", "show", STANDARD, "--season", 2026)


def test_every_act_has_its_operation_and_the_document_names_every_operation():
    done = {one.deed for one in OPERATIONS if one.is_act}
    assert done == set(acts.REQUESTS) | {Deed.CALL_COUNCIL, Deed.VOTE, Deed.PUBLISH}
    assert done | {Deed.READ} == set(tokens.SCOPES)
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS)
    told = document()["paths"]
    assert {(one.path, one.method.lower()) for one in OPERATIONS} == {
        (path, method) for path, methods in told.items() for method in methods
    }


def test_the_document_is_open_and_the_same_for_everybody(api):
    answer = api.anonymous().get("/api/v1/openapi.json")
    assert answer.json() == json.loads(json.dumps(document()))
