"""The proof of a verdict on the command line: from the store, in words, as JSON that a stranger can verify.

Each was broken once and seen to fail here: the newest documents taken for those that were judged; the day of the act shown
in another's name; the proof shown to whoever may not read the application; what is decisive not marked.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from domain.proof import leaves

VERIFIER = Path(__file__).parents[2] / "tools/verify_proof.py"
AREA = "vn/antt-2021/residential-area"


def verified(file: Path) -> tuple[int, str]:
    """What the verifier says of a file, run as a stranger would: with nothing of ours on its path."""
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(file)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def leaf(tree: dict[str, Any], code: str, name: str) -> dict[str, Any]:
    return next(one for where, one in leaves(tree) if (where, one["fact"]) == (code, name))


def test_a_proof_from_the_store_holds_and_a_forged_one_does_not(world, tmp_path):
    reference = world.scored(facts={**world.good_facts(), "KDC-1c": {"registered": 247, "residing": 250}})
    tree = world.json("show", reference, "--proof")
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(tree))
    assert verified(file) == (0, "")
    assert tree["verdict"] == "not_met"
    leaf(tree, "KDC-1c", "registered")["value"] = 250
    file.write_text(json.dumps(tree))
    code, said = verified(file)
    assert code == 1
    assert "KDC-1c: m follows, not n" in said


def test_a_proof_says_who_recorded_what_and_when_and_as_which_event(world):
    reference = world.scored(facts={**world.good_facts(), "KDC-1c": {"registered": 247, "residing": 250}})
    inspected = next(
        event
        for event in world.json("show", reference)["timeline"]
        if event["event"] == "inspection-submitted"
    )
    found = leaf(world.json("show", reference, "--proof"), "KDC-1c", "registered")
    assert found["recorded"] == {
        "source": "inspector", "by": inspected["by"], "at": inspected["at"], "event": inspected["number"],
    }  # fmt: skip
    assert (found["decisive"], found["flip"]) == (True, {"value": 250, "verdict": "met"})


def test_what_was_replaced_since_the_verdict_is_not_shown_as_what_was_judged(world):
    facts = world.file(world.good_facts())
    reference = str(world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"])
    world.answer()
    world.run("submit", reference, "--facts", facts, "--as", "truong-thon")
    inspector = world.json("show", reference)["inspector"]["login"]
    world.run("inspect", reference, "--facts", world.file({}, "nothing.json"), "--as", inspector)
    world.answer()
    before = leaf(world.json("show", reference, "--proof"), "KDC-1c", "registered")
    assert (before["recorded"]["by"]["login"], before["recorded"].get("replaced")) == ("truong-thon", None)
    later = json.dumps({"KDC-1c": {"registered": 5, "residing": 5}})
    world.write("update facts set document = :later where source = 'applicant'", later=later)
    after = leaf(world.json("show", reference, "--proof"), "KDC-1c", "registered")
    assert (after["value"], after["recorded"]["replaced"], "said" in after) == (before["value"], True, False)


def test_a_proof_is_read_as_a_tree_with_what_it_takes(world):
    reference = world.scored(facts={**world.good_facts(), "KDC-1c": {"registered": 247, "residing": 250}})
    said = " ".join(world.run("show", reference, "--proof").replace("│", " ").split())
    assert "CHƯA ĐẠT" in said
    assert "247 trên 250 hộ đăng ký (98,8 %), cần 100 %." in said
    assert "khoản 3 điểm đ" in said
    assert "* quyết định" in said
    assert "Cần gì để đạt: Số hộ đăng ký: thêm 3 hộ, 247 → 250" in said


def test_whoever_may_not_read_an_application_is_not_shown_its_proof(world, refused):
    reference = world.scored()
    assert "không được xem hồ sơ" in refused("show", reference, "--proof", "--as", "giam-sat-noi-khac")


def test_before_its_verdict_an_application_has_no_proof(world, refused):
    reference = world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    assert "chưa được chấm" in refused("show", reference, "--proof")


def test_judge_proves_facts_from_a_file(world, tmp_path):
    facts = world.file({"season": 2026, "facts": {"KDC-3a": {"incidents": [{"on": "2026-01-05"}]}}})
    file = tmp_path / "proof.json"
    file.write_text(world.run("judge", AREA, facts, "--proof"))
    assert verified(file) == (0, "")
    tree = json.loads(file.read_text())
    assert tree["to_pass"]["this_season"] is None
    assert tree["to_pass"]["says"]["en"].startswith("Nothing this season can make it pass")
    said = world.run("judge", AREA, facts, "--proof", "--format", "table")
    assert "phấn đấu năm sau" in " ".join(said.split())


def test_who_only_asks_how_it_stands_is_told_what_it_takes_too(world):
    reference = world.scored(facts={**world.good_facts(), "KDC-1c": {"registered": 247, "residing": 250}})
    needed = world.json("show", reference)["scorecard"]["to_pass"]
    assert needed["says"]["en"] == "Households registered: 3 more, 247 → 250"
    assert "Cần gì để đạt: Số hộ đăng ký: thêm 3 hộ, 247 → 250" in " ".join(
        world.run("show", reference).split()
    )
    met = world.scored("V2")
    assert world.json("show", met)["scorecard"]["to_pass"] is None
