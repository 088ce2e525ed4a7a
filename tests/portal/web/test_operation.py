"""The operator's pages, and what everybody is told when letters come late.

Seen to fail with its rule broken: retrying open to whoever does not operate; the banner shown to whoever has not signed in; “1 tries”.
"""

import time
from datetime import UTC, datetime, timedelta

import pytest

from domain.texts import Text
from portal import health
from portal.health import Health
from portal.operation import scrubbed, scrubbed_letter


@pytest.fixture
def parked(world):
    """Two pieces of parked work: one refused in a sentence of ours, one that failed as nobody foresaw."""
    references = [
        str(world.json("register", unit, "--season", 2026, "--as", "truong-thon")["reference"])
        for unit in ("V1", "V2")
    ]
    world.write(
        "update work set state = 'parked', attempts = 6, error = 'Chưa có người kiểm tra nào cho /20/06325/.' where application = 1"
    )
    world.write(
        "update work set state = 'parked', attempts = 6, error = 'KeyError: Nguyễn Văn A, KDC-4b' where application = 2"
    )
    return references


def test_parked_work_is_shown_with_its_reason_and_nothing_of_its_case(portal, world, parked):
    page = portal.as_("van-hanh").get("/van-hanh").text
    assert parked[0] in page
    assert "Chưa có người kiểm tra nào" in page
    assert "KeyError (…)" in page
    for secret in ("Nguyễn Văn A", "Thôn Một", "KDC-4b"):
        assert secret not in page


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        ("KeyError: 'x'", "KeyError (…)"),
        (
            "sqlalchemy.exc.IntegrityError: (…) [parameters: ('Nguyễn Văn A',)]",
            "sqlalchemy.exc.IntegrityError (…)",
        ),
        ("Chưa có người kiểm tra nào.", "Chưa có người kiểm tra nào."),
        ("Gửi tới a@b.vn hỏng", "Gửi tới …@… hỏng"),
    ],
)
def test_a_reason_is_scrubbed_of_what_it_quotes(error, shown):
    assert scrubbed(error) == shown


def test_an_address_is_not_shown_with_a_letter_that_failed():
    assert scrubbed_letter("550 <to1@dinhlap.vn> unknown") == "550 <…@…> unknown"


def test_one_piece_or_all_is_tried_again(portal, world, parked):
    client = portal.as_("van-hanh")
    done = client.post("/van-hanh/thu-lai", data={"what": "registration-1-1"})
    assert done.headers["location"] == "/van-hanh?done=retried&n=1"
    assert world.rows("select application from work where state = 'parked'") == [(2,)]
    again = client.post("/van-hanh/thu-lai", data={"what": "registration-1-1"})
    assert again.status_code == 409
    assert "Không có việc bị treo nào mang số" in again.text
    client.post("/van-hanh/thu-lai", data={"what": "work"})
    assert world.rows("select count(*) from work where state = 'parked'") == [(0,)]
    world.answer()
    assert world.json("show", parked[0])["state"] == "under-inspection"


def test_parked_letters_are_sent_again(portal, world, parked):
    world.write(
        "insert into notice (application, number, account, channel, letter, state, error, attempts)"
        " values (1, 1, 1, 'email', 'application-registered/applicant', 'parked', '550 <a@b.vn>', 6)"
    )
    client = portal.as_("van-hanh")
    assert "550 &lt;…@…&gt;" in client.get("/van-hanh").text
    client.post("/van-hanh/thu-lai", data={"what": "letters"})
    assert world.rows("select state from notice") == [("waiting",)]


@pytest.mark.parametrize(("times", "told"), [(1, "1 try"), (2, "2 tries")])
def test_one_try_is_one_and_two_are_two(portal, world, parked, times, told):
    world.write(f"update work set attempts = {times}")
    page = portal.as_("van-hanh").get("/van-hanh?lang=en").text
    assert f" · {told} · " in page


def test_nothing_that_failed_says_so(portal):
    page = portal.as_("van-hanh").get("/van-hanh").text
    assert "Không có việc nào bị lỗi" in page
    assert "Không có thư nào bị lỗi" in page


def test_the_health_page_says_what_doctor_says(portal):
    page = portal.as_("van-hanh").get("/van-hanh/suc-khoe").text
    for said in ("Cơ sở dữ liệu", "Động cơ", "antoan up", "Cần sửa"):
        assert said in page


def test_a_season_is_opened_once_and_a_wrong_year_is_kept_with_a_sentence(portal, world):
    client = portal.as_("van-hanh")
    assert (
        client.post("/van-hanh/dot", data={"year": "2027"}).headers["location"]
        == "/van-hanh?done=opened&n=2027"
    )
    assert "open-already" in client.post("/van-hanh/dot", data={"year": "2027"}).headers["location"]
    assert world.rows("select year from season order by year") == [(2026,), (2027,)]
    for wrong in ("hai nghìn", "1999", "٢٠٢٦", ""):
        refused = client.post("/van-hanh/dot", data={"year": wrong})
        assert refused.status_code == 422
        assert 'href="#year"' in refused.text
        assert f'value="{wrong}"' in refused.text


def test_a_season_is_closed_after_a_look_at_what_it_stops_and_opened_again_with_a_reason(portal, parked):
    client = portal.as_("van-hanh")
    assert 'href="/van-hanh/dot/2026"' in client.get("/van-hanh").text
    assert "chưa nộp lần nào và sẽ không nộp được nữa: 2 hồ sơ" in client.get("/van-hanh/dot/2026").text
    closed = client.post("/van-hanh/dot/2026/khoa-so", data={"reason": "Hết đợt"})
    assert closed.headers["location"] == "/van-hanh/dot/2026?done=closed"
    page = client.get(closed.headers["location"]).text
    assert "Đã khóa sổ đợt 2026." in page
    assert "Hết đợt" in page
    assert "đã khóa sổ nên không nộp được nữa" in portal.as_("truong-thon").get(f"/dang-ky/{parked[0]}").text
    wordless = client.post("/van-hanh/dot/2026/mo-lai", data={"reason": " "})
    assert wordless.status_code == 422
    assert 'href="#reason"' in wordless.text
    opened = client.post("/van-hanh/dot/2026/mo-lai", data={"reason": "Khóa nhầm"})
    assert opened.headers["location"] == "/van-hanh/dot/2026?done=reopened"
    assert "đang mở" in client.get("/van-hanh/dot/2026").text
    assert client.get("/van-hanh/dot/2030").status_code == 404


def test_the_command_line_tells_what_is_left_closes_and_opens_again(world, parked, refused):
    looked = world.json("season", "close", 2026, "--look", "--as", "van-hanh")
    assert looked["closed"] is False
    assert looked["left"]["not_handed_in"] == 2
    assert world.json("season", "close", 2026, "--as", "van-hanh")["closed"] is True
    assert "Đợt 2026 đã khóa sổ từ trước." in world.run("season", "close", 2026, "--as", "van-hanh")
    assert "không được khóa sổ đợt" in refused(
        "season", "reopen", 2026, "--reason", "x", "--as", "thuong-truc"
    )
    opened = world.json("season", "reopen", 2026, "--reason", "Khóa nhầm", "--as", "van-hanh")
    assert opened == {"season": 2026, "opened": True}


@pytest.mark.parametrize("login", ["truong-thon", "kiem-tra", "thuong-truc", "chu-tich", "giam-sat-noi-khac"])
def test_nobody_but_an_operator_operates(portal, parked, login):
    client = portal.as_(login)
    assert client.get("/van-hanh").status_code == 403
    assert client.post("/van-hanh/thu-lai", data={"what": "work"}).status_code == 403
    assert client.post("/van-hanh/dot", data={"year": "2027"}).status_code == 403
    assert client.post("/van-hanh/dot/2026/khoa-so", data={}).status_code == 403


def test_an_operator_reads_no_case(portal, parked):
    assert portal.as_("van-hanh").get(f"/ho-so/{parked[0]}").status_code == 403


def test_whoever_acts_while_the_engine_is_down_is_told_that_letters_follow(portal, world):
    portal.site.health = Health(world.database, portal.site.clock)
    client = portal.as_("truong-thon")
    client.get("/so-lieu")
    for _ in range(100):
        if portal.site.health._at > 0:
            break
        time.sleep(0.05)
    assert "Việc bạn làm vẫn được ghi ngay" in client.get("/so-lieu").text
    assert "Việc bạn làm vẫn được ghi ngay" not in portal.anonymous().get("/so-lieu").text
    world.run("register", "V1", "--season", 2026, "--as", "truong-thon")


def test_no_page_waits_for_the_look(world, monkeypatch):
    monkeypatch.setattr(health, "look", lambda database, now: time.sleep(1) or Text(vi="x", en="x"))
    watched, began = Health(world.database, lambda: datetime.now(UTC)), time.monotonic()
    for _ in range(5):
        assert watched.told() is None
    assert time.monotonic() - began < 0.5


def test_work_that_waits_too_long_is_told_of_where_everything_answers(world, monkeypatch):
    world.run("register", "V1", "--season", 2026, "--as", "truong-thon")
    monkeypatch.setattr(health, "engine_lock", lambda url: None)
    monkeypatch.setattr(health.orchestrator, "answers", lambda url, timeout: True)
    now = datetime.now(UTC)
    assert health.look(world.database, now) is None
    assert health.look(world.database, now + timedelta(minutes=3)) is health.LATE
    monkeypatch.setattr(health.orchestrator, "answers", lambda url, timeout: False)
    assert health.look(world.database, now) is health.PREFECT


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_are_accessible_on_a_phone(live, parked, accessible, language):
    live.portal.site.health = Health(
        live.portal.world.database, live.portal.site.clock, health.ENGINE, time.monotonic()
    )
    page = live.page("van-hanh", "/van-hanh")
    for address in ("/van-hanh", "/van-hanh/suc-khoe"):
        page.goto(f"{live.address}{address}?lang={language}")
        accessible(page)
