"""Everything that a person can do from the command line: done once, in their name, or refused in a sentence.

Each was broken once and seen to fail here: `register --facts` in two transactions; `approve` stopping at the first
refusal; exit code 0 when one of several was refused; the key not passed on; `--seen` not passed on; `--seen` accepted
for several references; facts of a list taken as if they were an object.
"""

import json

import pytest

from domain.database import Sql


def state(world, reference):
    return world.json("show", reference)["state"]


def test_a_village_goes_from_registration_to_its_certificate(world):
    reference = world.scored()
    assert world.json("approve", reference, "--as", "chu-tich") == [
        {"reference": reference, "state": "recognised", "number": 5}
    ]
    world.answer()
    shown = world.json("show", reference)
    assert shown["certificate"]["number"] == "1/2026"
    assert [event["event"] for event in shown["timeline"]][-2:] == [
        "recognition-approved",
        "certificate-issued",
    ]


def test_the_answer_of_an_act_is_one_line_for_people(world):
    assert world.run("register", "V1", "--as", "truong-thon", "--season", 2026) == "2026-000001: đã đăng ký\n"


def test_registering_with_facts_hands_in_the_dossier_too(world):
    facts = world.file({"KDC-1c": {"registered": 249, "residing": 250}})
    answer = world.json("register", "V1", "--as", "truong-thon", "--season", 2026, "--facts", facts)
    assert answer["number"] == 2
    assert state(world, answer["reference"]) == "registered"


def test_a_dossier_that_is_refused_takes_the_registration_back_with_it(world, refused):
    facts = world.file({"KDC-99": {"registered": 1}})
    assert "KDC-99" in refused("register", "V1", "--as", "truong-thon", "--season", 2026, "--facts", facts)
    assert world.rows("select count(*) from application") == [(0,)]


def test_the_same_key_is_the_same_act_with_the_same_answer(world):
    command = ("register", "V1", "--as", "truong-thon", "--season", 2026, "--key", "k1")
    assert world.json(*command) == world.json(*command)
    assert world.rows("select count(*) from event") == [(1,)]


def test_the_same_key_for_another_act_is_refused(world, refused):
    world.run("register", "V1", "--as", "truong-thon", "--season", 2026, "--key", "k1")
    assert "k1" in refused("register", "V2", "--as", "truong-thon", "--season", 2026, "--key", "k1")


def test_one_of_several_approvals_may_be_refused_and_the_others_stand(world):
    good, bad = world.scored("V1"), world.scored("V2", facts={"KDC-1c": {"registered": 249, "residing": 250}})
    answers = world.json("approve", bad, good, "2026-000099", "--as", "chu-tich", code=1)
    assert [answer["reference"] for answer in answers] == [bad, good, "2026-000099"]
    assert ["refused" in answer for answer in answers] == [True, False, True]
    assert state(world, good) == "recognised"
    assert state(world, bad) == "scored"


def test_a_refusal_among_several_names_its_application(world):
    said = world.run("approve", "2026-000098", "2026-000099", "--as", "chu-tich", code=1)
    assert [line.split(":")[0] for line in said.splitlines()] == ["2026-000098", "2026-000099"]


def test_whoever_decides_on_what_has_changed_since_is_refused(world):
    reference = world.scored()
    answers = world.json("approve", reference, "--as", "chu-tich", "--seen", 3, code=1)
    assert "thay đổi" in answers[0]["refused"]["vi"]
    assert world.json("approve", reference, "--as", "chu-tich", "--seen", 4)[0]["state"] == "recognised"


def test_what_was_seen_of_one_application_says_nothing_of_another(world):
    assert (
        world.invoke("approve", "2026-000001", "2026-000002", "--seen", 1, "--as", "chu-tich").exit_code == 2
    )


@pytest.mark.parametrize("act", ["decline", "return", "recuse"])
def test_a_decision_against_somebody_needs_a_reason(world, refused, act):
    reference = (
        world.scored()
        if act != "recuse"
        else world.json("register", "V1", "--as", "truong-thon")["reference"]
    )
    world.answer()
    by = world.json("show", reference)["inspector"]["login"] if act == "recuse" else "chu-tich"
    assert "lý do" in refused(act, reference, "--as", by)
    world.run(act, reference, "--as", by, "--reason", "Có đơn chưa giải quyết")
    assert world.json("show", reference)["timeline"][-1]["payload"]["reason"] == "Có đơn chưa giải quyết"


def test_a_recognition_can_be_revoked_and_the_certificate_says_so(world):
    reference = world.scored()
    world.run("approve", reference, "--as", "chu-tich")
    world.answer()
    world.run("revoke", reference, "--as", "chu-tich", "--reason", "Phát hiện vụ việc")
    assert world.json("show", reference)["certificate"]["revoked_at"]
    assert "thu hồi" in world.run("show", reference)


def test_the_standing_office_chooses_another_inspector(world):
    reference = world.json("register", "V1", "--as", "truong-thon")["reference"]
    world.answer()
    world.run("assign", reference, "kiem-tra-2", "--as", "thuong-truc")
    assert world.json("show", reference)["inspector"]["login"] == "kiem-tra-2"


def test_an_applicant_withdraws(world):
    reference = world.json("register", "V1", "--as", "truong-thon")["reference"]
    assert world.json("withdraw", reference, "--as", "truong-thon")["state"] == "withdrawn"


def test_facts_are_read_from_standard_input(world):
    from typer.testing import CliRunner

    from portal.cli.app import app

    reference = world.json("register", "V1", "--as", "truong-thon")["reference"]
    command = ["submit", reference, "--as", "truong-thon", "--facts", "-"]
    given = json.dumps({"KDC-1c": {"registered": 249, "residing": 250}})
    assert CliRunner().invoke(app, command, input=given).exit_code == 0
    assert world.json("show", reference)["timeline"][-1]["event"] == "dossier-submitted"


@pytest.mark.parametrize(
    ("text", "said"), [("{", "dòng 1, cột 2"), ("[1]", "đối tượng JSON"), ("", "không phải là JSON")]
)
def test_a_file_that_is_not_a_json_object_is_refused_with_the_place(world, refused, text, said):
    file = world.home / "bad.json"
    file.write_text(text)
    assert said in refused("submit", "2026-000001", "--as", "truong-thon", "--facts", file)


def test_a_file_that_does_not_exist_is_misuse(world):
    assert world.invoke("submit", "2026-000001", "--as", "truong-thon", "--facts", "no.json").exit_code == 2


def test_an_act_without_a_name_is_misuse(world):
    assert world.invoke("approve", "2026-000001").exit_code == 2


def test_the_name_may_come_from_the_environment(world, monkeypatch):
    monkeypatch.setenv("ANTOAN_AS", "truong-thon")
    assert world.json("register", "V1", "--season", 2026)["state"] == "registered"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("register", "V1", "--as", "nobody"), "Không có tài khoản"),
        (("register", "V9", "--as", "truong-thon"), "Không có đơn vị"),
        (("register", "V1", "--as", "truong-thon", "--season", "2025"), "chưa được mở"),
        (("register", "V1", "--as", "chu-tich"), "không được đăng ký"),
        (("withdraw", "2026-1", "--as", "truong-thon"), "Không có hồ sơ"),
        (("withdraw", "hello", "--as", "truong-thon"), "số hồ sơ có dạng"),
    ],
)
def test_a_refusal_is_one_sentence(refused, command, said):
    assert said in refused(*command)


def test_the_sentence_is_english_where_the_installation_is(world, refused, monkeypatch):
    from domain.settings import settings

    monkeypatch.setenv("ANTOAN_LANGUAGE", "en")
    settings.cache_clear()
    assert refused("register", "V9", "--as", "truong-thon").startswith("No unit has the code V9")


def test_a_revoked_recognition_is_given_back(world):
    reference = world.scored()
    world.run("approve", reference, "--as", "chu-tich")
    world.answer()
    world.run("revoke", reference, "--as", "chu-tich", "--reason", "Nhầm")
    world.run("reinstate", reference, "--as", "chu-tich", "--reason", "Đã xác minh")
    assert world.json("show", reference)["certificate"]["revoked_at"] is None


def test_what_a_certificate_says_wrongly_is_put_right(world, refused):
    reference = world.scored()
    world.run("approve", reference, "--as", "chu-tich")
    world.answer()
    wrong = (
        "correct",
        reference,
        "--as",
        "chu-tich",
        "--field",
        "verdict",
        "--became",
        "x",
        "--reason",
        "Sai",
    )
    assert "“verdict”" in refused(*wrong)
    world.run(
        "correct", reference, "--as", "chu-tich", "--field", "name", "--was", "Thôn V1", "--became", "Thôn Vân",
        "--reason", "Sai tên",
    )  # fmt: skip
    told = world.json("show", reference)["timeline"][-1]
    assert (told["event"], told["payload"]["became"]) == ("recognition-corrected", "Thôn Vân")


def test_many_approved_by_one_command_are_one_decision(world):
    first, second = world.scored("V1"), world.scored("V2")
    world.run("approve", first, second, "--as", "chu-tich")
    decisions = {world.json("show", one)["timeline"][-1]["payload"]["decision"] for one in (first, second)}
    assert len(decisions) == 1


def test_a_head_on_paper_is_found_in_the_record_and_a_cut_tail_is_noticed(world):
    """What the yearly report prints of the record is there as long as nothing is cut off."""
    world.scored()
    assert world.json("season", "report")["checkpoint"] is None
    world.run("events", "seal")
    sealed = world.json("season", "report")["checkpoint"]
    assert sealed["hash"] in world.run("season", "report")
    assert world.json("events", "verify", "--head", sealed["hash"].upper())["of"] == {
        "where": "checkpoint",
        "number": 1,
        "at": sealed["at"],
    }
    with world.database.reading() as session:
        (event,) = session.rows(Sql("select hash from event where application = 1 and number = 2"))[0]
    assert world.json("events", "verify", "--head", event)["of"]["where"] == "2026-000001"
    with world.database.transaction() as session:
        session.run(Sql("delete from seal"))
        session.run(Sql("delete from checkpoint"))
    gone = world.invoke("events", "verify", "--head", sealed["hash"])
    assert gone.exit_code == 1
    assert "cắt bỏ" in gone.output
