"""What the command line shows: one application, a season in numbers, what waits, whether the record is whole.

Each was broken once and seen to fail here: the system's acts under somebody's name; UTC shown as the hour in Viet Nam;
`--as` not asked about reading, or about retrying; a verdict whose edition was changed ending in a traceback; a letter
for two kinds counted twice in all; a province that takes no part among the units; exit code 0 for a broken chain; an empty table for a season that nobody
opened; a year that the database cannot hold.
"""

import json

import pytest

from portal import report
from portal.report import Line


def test_an_application_is_shown_with_who_and_when(world):
    reference = world.scored()
    world.write("update event set at = '2026-03-01T18:30:00.000000Z' where number = 1")
    said = world.run("show", reference)
    assert "Thôn Một" in said
    assert "Xã Bắc Sơn (06325)" in said
    assert "02/03/2026 01:30" in said, "the hour in Viet Nam"
    timeline = world.json("show", reference)["timeline"]
    assert [event["by"] and event["by"]["login"] for event in timeline] == [
        "truong-thon", None, timeline[1]["payload"]["inspector"]["login"], None,
    ]  # fmt: skip
    assert "hệ thống" in said


def test_a_verdict_comes_with_the_reason_of_every_criterion(world):
    reference = world.scored(facts={"KDC-1c": {"registered": 249, "residing": 250}})
    card = world.json("show", reference)["scorecard"]
    assert card["verdict"] == "not_met"
    missed = next(c for c in card["criteria"] if c["code"] == "KDC-1c")
    assert missed["verdict"] == "not_met"
    assert "249" in missed["why"]["vi"]
    assert "249" in world.run("show", reference)


def test_a_verdict_is_shown_without_reasons_when_its_edition_was_changed(world, tmp_path, monkeypatch):
    from domain.settings import settings

    reference = world.scored()
    copied = tmp_path / "criteria/vn/antt-2021"
    copied.mkdir(parents=True)
    for file in (settings().criteria / "vn/antt-2021").glob("*.yaml"):
        (copied / file.name).write_text(file.read_text().replace("at_least: 100%", "at_least: 99%"))
    monkeypatch.setenv("ANTOAN_CRITERIA", str(tmp_path / "criteria"))
    settings.cache_clear()
    card = world.json("show", reference)["scorecard"]
    assert (card["verdict"], card["criteria"]) == ("met", [])
    assert "đã bị sửa" in world.run("show", reference)


def test_whoever_may_not_read_an_application_is_not_shown_it(world, refused):
    reference = world.scored()
    assert "không được xem hồ sơ" in refused("show", reference, "--as", "giam-sat-noi-khac")
    assert world.json("show", reference, "--as", "truong-thon")["reference"] == reference


def test_letters_are_shown_with_their_delivery(world):
    reference = world.scored()
    for number, (state, error) in enumerate(
        [("sent", None), ("waiting", "550 no such user"), ("parked", "no route")], 1
    ):
        world.write(
            "insert into notice (application, number, account, channel, letter, state, attempts, due_at, error, delivered_at)"
            " values (1, :number, 1, 'email', 'application-registered/applicant', :state, 1, '', :error, :at)",
            number=number, state=state, error=error, at="2026-11-22T01:00:00.000000Z" if state == "sent" else None,
        )  # fmt: skip
    said = " ".join(world.run("show", reference).split())
    assert "550" in said
    assert "bị treo" in said
    letters = world.json("show", reference)["letters"]
    assert [letter["state"] for letter in letters] == ["sent", "waiting", "parked"]


# --- a season in numbers ---------------------------------------------------------------------------


def test_a_season_counts_every_application_once(world):
    reference = world.scored("V1")
    world.run("approve", reference, "--as", "chu-tich")
    world.scored("V2", facts={"KDC-1c": {"registered": 1, "residing": 2}})
    found = world.json("season", "report")
    line = next(line for line in found["kinds"] if line["kind"] == "residential-area")
    expected = dict(units=2, registered=2, inspected=2, scored=2, recognised=1, not_recognised=0, waiting=1)
    assert {name: line[name] for name in expected} == expected
    assert found["total"]["registered"] == 2
    assert found["season"] == 2026


@pytest.mark.parametrize("command", [("report", "--season"), ("close", "--look", "--as", "van-hanh")])
def test_a_season_that_nobody_opened_has_no_figures(refused, command):
    assert "Không có đợt 2019" in refused("season", *command, 2019)


@pytest.mark.parametrize(
    "command",
    [
        ("season", "report", "--season"),
        ("season", "close", "--look", "--as", "van-hanh"),
        ("register", "V1", "--as", "truong-thon", "--season"),
        ("criteria", "show", "vn/antt-2021/commune", "--season"),
    ],
)
def test_a_year_that_no_calendar_has_is_misuse(world, command):
    for year in (26, 10**20):
        world.run(*command, year, code=2)


def test_every_state_is_counted_somewhere():
    from domain.lifecycle import State

    for state in State:
        assert hasattr(Line("x"), report._column(state))


def test_units_of_a_province_where_nobody_registered_do_not_count(world):
    world.write(
        "insert into unit (code, name, kind, local_type, parent_code, path, valid_from, folded, sort_key, attributes, sample)"
        " values ('01', 'Hà Nội', 'province', '', null, '/01/', '2025-07-01', '', '', '{}', 0),"
        " ('00004', 'Ba Đình', 'ward', '', '01', '/01/00004/', '2025-07-01', '', '', '{}', 0)"
    )
    world.scored()
    lines = {line["kind"]: line["units"] for line in world.json("season", "report")["kinds"]}
    assert lines == {"commune": 1, "residential-area": 2}


def test_a_letter_that_tells_of_two_kinds_is_one_letter_in_all(world):
    world.scored("V1")
    world.scored("V2")
    world.write("update application set kind = 'commune' where id = 2")
    world.write(
        "insert into notice (application, number, account, channel, letter, state, attempts, due_at, post)"
        " select id, 1, 1, 'email', 'application-registered/applicant', 'sent', 1, '', 'one' from application"
    )
    found = world.json("season", "report")
    assert [line["letters"] for line in found["kinds"]] == [1, 1]
    assert (found["total"]["letters"], found["total"]["notices"]) == (1, 2)


def test_the_table_names_kinds_and_figures(world):
    world.scored()
    said = world.run("season", "report", "--season", 2026)
    for word in ("đăng ký", "đã chấm", "đang chờ", "thư đã gửi", "tất cả"):
        assert word in said
    assert "đã rút" not in said, "a column that a season rarely has is not shown empty"


def test_a_season_is_opened_once(world):
    assert world.json("season", "open", 2027, "--as", "van-hanh") == {"season": 2027, "opened": True}
    assert world.json("season", "open", 2027, "--as", "van-hanh") == {"season": 2027, "opened": False}


def test_only_an_operator_opens_a_season(refused):
    assert "không được mở đợt" in refused("season", "open", 2027, "--as", "chu-tich")


def test_the_sample_is_refused_in_production(refused, monkeypatch):
    from domain.settings import settings

    monkeypatch.setenv("ANTOAN_ENV", "production")
    settings.cache_clear()
    assert "production" in refused("season", "run")
    assert "production" in refused("up", "--sample")


def test_the_sample_asks_for_an_engine(refused):
    assert "Chưa có động cơ" in refused("season", "run")


# --- what waits --------------------------------------------------------------------------------------


def park(world):
    world.run("register", "V1", "--as", "truong-thon")
    world.write(
        "update work set state = 'parked', attempts = 6, error = 'ValueError: x' where flow = 'registration'"
    )
    return world.json("work")["troubles"][0]["work"]


def test_parked_work_is_listed_with_its_reason_and_tried_again(world):
    work = park(world)
    said = world.run("work")
    assert work in said
    assert "ValueError: x" in said
    assert "6" in said
    assert world.json("work", "retry", work) == {"retried": 1}
    world.answer()
    assert world.json("work")["troubles"] == []
    assert world.json("show", "2026-000001")["state"] == "under-inspection"


def test_only_an_operator_retries_in_their_own_name(world, refused):
    work = park(world)
    assert "không được" in refused("work", "retry", work, "--as", "chu-tich")
    assert world.json("work", "retry", work, "--as", "van-hanh") == {"retried": 1}


@pytest.mark.parametrize("work", ["scoring-1-1", "nonsense", "letters"])
def test_work_that_is_not_parked_cannot_be_retried(refused, work):
    assert refused("work", "retry", work)


def test_parked_letters_are_listed_and_tried_again(world):
    world.run("register", "V1", "--as", "truong-thon")
    world.write(
        "insert into notice (application, number, account, channel, letter, state, attempts, due_at, error)"
        " values (1, 1, 1, 'email', 'application-registered/applicant', 'parked', 6, '', '550 no such user')"
    )
    assert "550 no such user" in world.run("work")
    found = world.json("work")
    assert found["letters"] == {"waiting": 0, "sending": 0, "parked": 1}
    assert found["troubled_letters"][0]["notices"] == 1
    assert world.json("work", "retry", "letters") == {"retried": 1}


# --- the record -----------------------------------------------------------------------------------


def test_a_whole_record_verifies(world):
    world.scored()
    assert world.json("events", "seal") == {"sealed": 1}
    assert world.json("events", "verify") == {"whole": True, "chains": 1, "events": 4, "broken": []}


def test_the_first_bad_link_is_named(world):
    reference = world.scored()
    world.write("update event set payload = replace(payload, 'V1', 'V2') where number = 1")
    result = world.invoke("events", "verify", "--format", "json")
    assert result.exit_code == 1
    assert [(b["where"], b["number"]) for b in json.loads(result.stdout)["broken"]] == [(reference, 1)]
    assert f"{reference}: sự kiện số 1" in world.run("events", "verify", code=1)
