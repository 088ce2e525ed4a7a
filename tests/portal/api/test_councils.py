"""Councils and publications through the API: called, attended, voted in and closed once for each key, told as the pages tell.

Broken and seen to fail: an act done again under its key; a token of another place let read a session; a token that only reads
kept out; outcomes told before the close; a reader's scope enough to vote.
"""

from datetime import UTC, datetime, timedelta

import pytest

from domain.people import Deed
from tests.portal.web.seated import MEMBERS, seat

PUBLISHING = """
title: {vi: Quy chế thử của tỉnh, en: Trial rules of the province}
place: /20/
from: 2020-01-01
cites: Quy chế thử
publication: {working_days: 5}
"""


@pytest.fixture
def seated(api):
    return seat(api.world)


@pytest.fixture
def reference(seated):
    return seated.scored("V1")


def calling(api, *references, **changed):
    held_on = (api.site.today + timedelta(days=3)).isoformat()
    return {
        "place": "/20/06325/", "season": 2026, "held_on": held_on, "held_at": "08:30", "venue": "Nhà văn hóa xã",
        "members": MEMBERS, "agenda": list(references), **changed,
    }  # fmt: skip


@pytest.fixture
def where(api, reference):
    answer = api.as_("thuong-truc").post("/council-sessions", calling(api, reference), key="call")
    assert answer.status_code == 200, answer.text
    return f"/council-sessions/{answer.json()['id']}"


def held(api, where):
    api.moment[:] = [datetime.now(UTC) + timedelta(days=3)]
    came = {"came": dict.fromkeys(MEMBERS, True)}
    return api.as_("thuong-truc").post(f"{where}/attendance", came)


def test_a_council_is_held_by_programs_and_each_act_is_done_once(api, reference, where):
    office = api.as_("thuong-truc")
    again = office.post("/council-sessions", calling(api, reference), key="call")
    assert f"/council-sessions/{again.json()['id']}" == where
    assert (
        office.post("/council-sessions", calling(api, reference, venue="Nơi khác"), key="call").status_code
        == 422
    )
    assert [one["id"] for one in office.get("/council-sessions").json()["items"]] == [
        where.rpartition("/")[2]
    ]
    assert held(api, where).json()["state"] == "open"
    for login in MEMBERS:
        cast = api.as_(login).post(f"{where}/applications/{reference}/vote", {"vote": "for"})
        assert cast.json()["items"][0]["own_vote"] == "for", cast.text
    office = api.as_("thuong-truc")
    before = office.get(where).json()
    assert before["items"][0]["outcome"] is None
    assert before["items"][0]["own_vote"] is None
    once, twice = (
        office.send("POST", f"{where}/close", headers={"Idempotency-Key": "end"}).json() for _ in range(2)
    )
    assert once == twice
    assert (once["state"], once["items"][0]["outcome"]) == ("closed", "for")
    assert api.world.rows("select count(*) from event where name = 'council-reviewed'") == [(1,)]


def test_what_is_sent_again_is_answered_as_before_even_when_it_could_not_be_done_again(api, where):
    office = api.as_("thuong-truc")
    answers = [office.post(f"{where}/cancel", {"reason": "Bão"}, key="off") for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert office.post(f"{where}/cancel", {"reason": "Bão"}, key="other").status_code == 409
    assert office.post(f"{where}/cancel", {"reason": "Lũ"}, key="off").status_code == 422


def test_a_session_is_read_where_a_token_reads_and_nowhere_else(api, where):
    assert api.as_("thuong-truc", Deed.READ).get(where).status_code == 200
    inside = api.as_("thuong-truc", Deed.READ, path="/20/06325/V1/")
    assert inside.get(where).status_code == 403
    assert inside.get("/council-sessions").json() == {"items": []}
    assert api.as_("hd-khac", Deed.READ).get(where).status_code == 403
    assert api.as_("hd-cong-an", Deed.READ).get("/council-sessions").json()["items"]


def test_a_vote_takes_its_scope_and_an_invitation(api, reference, where):
    held(api, where)
    address = f"{where}/applications/{reference}/vote"
    assert api.as_("hd-cong-an", Deed.READ).post(address, {"vote": "for"}).status_code == 403
    assert api.as_("hd-khac", Deed.VOTE).post(address, {"vote": "for"}).status_code == 403
    recused = api.as_("hd-cong-an").post(address, {"vote": "recused"})
    assert (recused.status_code, "lý do" in recused.json()["detail"]) == (422, True)


@pytest.mark.parametrize(
    ("field", "value"), [("held_on", "2026-02-30"), ("held_at", "25:00"), ("members", {}), ("venue", "")]
)
def test_a_session_that_cannot_be_held_is_called_by_nobody(api, reference, field, value):
    office = api.as_("thuong-truc")
    assert office.post("/council-sessions", calling(api, reference, **{field: value})).status_code == 422
    assert office.get("/council-sessions").json() == {"items": []}


def test_a_publication_tells_what_is_on_no_list_and_is_made_once(api, reference):
    office = api.as_("thuong-truc")
    wanted = {"applications": [{"reference": reference}, {"reference": "2026-000999"}]}
    answers = [office.post("/publications", wanted, key="p").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["made"] == []
    assert set(answers[0]["refused"]) == {reference, "2026-000999"}
    assert "công khai" in answers[0]["refused"][reference]["vi"]


def test_an_intended_recognition_is_published_once(api):
    folder = api.world.home / "procedures"
    folder.mkdir()
    (folder / "tinh.yaml").write_text(PUBLISHING, encoding="utf-8")
    reference = api.world.scored("V1")
    number = api.world.json("show", reference)["number"]
    office = api.as_("thuong-truc")
    stale = {"applications": [{"reference": reference, "seen": number - 1}]}
    assert set(office.post("/publications", stale).json()["refused"]) == {reference}
    wanted = {"applications": [{"reference": reference, "seen": number}]}
    answers = [office.post("/publications", wanted, key="p").json() for _ in range(2)]
    assert answers[0] == answers[1] == {"made": ["2026-06325-1"], "refused": {}}
    assert api.world.rows("select count(*) from event where name = 'intention-published'") == [(1,)]
