"""Commands: antoan judge and antoan criteria, as an official and as a program use them."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from domain.settings import settings
from portal.cli import app, criteria_checks

ROOT = Path(__file__).parents[2] / "criteria"
AREA = "vn/antt-2021/residential-area"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ANTOAN_LANGUAGE", "en")
    settings.cache_clear()
    yield
    settings.cache_clear()


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin)


def judge(document: Any, standard: str = AREA) -> Result:
    return run("judge", standard, "-", stdin=document if isinstance(document, str) else json.dumps(document))


def test_a_verdict_is_printed_as_json_with_its_reasons() -> None:
    result = judge({"season": 2024, "unit": {}, "facts": {"KDC-1c": {"registered": 249, "residing": 250}}})
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert (said["standard"], said["verdict"]) == (AREA, "not_met")
    (decisive,) = [one for one in said["criteria"] if one["decisive"]]
    assert (decisive["code"], decisive["verdict"]) == ("KDC-1c", "not_met")
    assert decisive["why"]["vi"] == "249 trên 250 hộ đăng ký (99,6 %), cần 100 %."
    assert "KDC-4b.serious_crimes" in said["missing"]


def test_facts_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text('{"season": 2024, "facts": {}}', encoding="utf-8")
    assert json.loads(run("judge", AREA, str(file)).stdout)["verdict"] == "undecided"


def test_the_same_verdict_can_be_read_by_people() -> None:
    result = run("judge", AREA, "-", "--format", "table", stdin='{"season": 2024, "facts": {}}')
    assert result.exit_code == 0
    assert "UNDECIDED" in result.stdout


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("{", "The facts are not valid JSON"),
        ("[]", 'The facts must look like {"season": 2024'),
        ({"facts": {}}, "The facts lack “season”"),
        ({"season": 2024}, "The facts lack “facts”"),
        (
            {"season": 2024, "facts": {}, "fact": {}},
            "The facts have no entry “fact”; allowed: season, unit, facts.",
        ),
        ({"season": 2021, "facts": {}}, "judges the seasons 2022–, not 2021."),
        ({"season": "2024", "facts": {}}, "judges the seasons 2022–, not 2024."),
        ({"season": [2024], "facts": {}}, "judges the seasons 2022–"),
        ({"season": 2024, "facts": []}, "Facts must look like"),
        ({"season": 2024, "facts": {"KDC-9": {}}}, "There is no criterion “KDC-9”"),
        (
            {"season": 2024, "facts": {"KDC-1c": {"registered": "249"}}},
            "KDC-1c.registered must be a whole number",
        ),
        (
            {"season": 2024, "facts": {"KDC-1c": {"registered": 9, "residing": 8}}},
            "the part is larger than the whole",
        ),
        ({"season": 2024, "unit": [], "facts": {}}, "“unit” must look like"),
        ({"season": 2024, "unit": {"size": 5}, "facts": {}}, "A unit has no attribute “size”"),
        ({"season": 2024, "facts": {"KDC-9": {}, "KDC-8": {}}}, "(and 1 more)"),
    ],
)
def test_bad_facts_are_one_sentence_and_exit_code_1(document: Any, sentence: str) -> None:
    result = judge(document)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert sentence in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_an_unknown_standard_and_an_unreadable_file_are_sentences_too() -> None:
    result = judge("{}", standard="vn/antt-2021/comune")
    assert (result.exit_code, "is “vn/antt-2021/commune” meant?" in " ".join(result.stderr.split())) == (
        1,
        True,
    )
    result = run("judge", AREA, "/nowhere/facts.json")
    assert (result.exit_code, "/nowhere/facts.json" in result.stderr) == (1, True)


def test_judging_touches_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("a database was opened")

    monkeypatch.setattr(sqlite3, "connect", never)
    monkeypatch.setenv("ANTOAN_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    assert judge({"season": 2024, "facts": {}}).exit_code == 0
    assert not (tmp_path / "home").exists()


def test_show_lists_every_criterion_with_names_types_examples_and_open_questions() -> None:
    said = json.loads(run("criteria", "show", AREA, "--season", "2024", "--format", "json").stdout)
    assert len(said["criteria"]) == 18
    crimes = next(one for one in said["criteria"] if one["code"] == "KDC-4b")
    (fact,) = crimes["facts"]
    assert (fact["name"], fact["type"], fact["within"], fact["attested_by"], fact["example"]) == (
        "serious_crimes",
        "count",
        "window",
        "commune-police",
        0,
    )
    assert [one["code"] for one in crimes["excused_when"]] == ["force_majeure", "detected_mitigated_reported"]
    assert said["window"] == ["2023-11-01", "2024-10-31"]
    assert len(next(one for one in said["criteria"] if one["code"] == "KDC-4a")["unverified"]) == 3


def test_what_show_gives_as_examples_judge_takes_as_facts() -> None:
    for kind in ("residential-area", "commune", "agency", "enterprise", "school"):
        path = f"vn/antt-2021/{kind}"
        said = json.loads(run("criteria", "show", path, "--season", "2024", "--format", "json").stdout)
        facts = {
            one["code"]: {fact["name"]: fact["example"] for fact in one["facts"]} for one in said["criteria"]
        }
        result = judge({"season": 2024, "unit": {"kind": kind}, "facts": facts}, standard=path)
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)["verdict"] in ("met", "undecided")


def test_show_is_a_page_for_people_too() -> None:
    page = " ".join(run("criteria", "show", "vn/antt-2021/commune").stdout.split())
    assert "XA-4" in page
    assert "unverified: 70% is read over the pool of all four kinds" in page


def test_check_is_silent_about_good_files_and_exits_1_for_bad_ones(tmp_path: Path) -> None:
    assert run("criteria", "check").exit_code == 0
    shutil.copytree(ROOT / "vn/antt-2021", tmp_path / "criteria/vn/antt-2021")
    file = tmp_path / "criteria/vn/antt-2021/commune.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("at_least: 70%", "at_least: 0.7"), encoding="utf-8"
    )
    for path in (tmp_path / "criteria", file):
        result = run("criteria", "check", str(path))
        assert result.exit_code == 1
        (line,) = [line for line in result.stdout.splitlines() if ": advice: " not in line]
        assert line.startswith(f"{file}:")
        assert "“0.7” is not a share; write 70%" in line
    assert run("criteria", "check", str(file.with_name("school.yaml"))).exit_code == 0
    assert run("criteria", "check", str(tmp_path / "nowhere")).exit_code == 1


def test_check_does_not_read_a_whole_disk_for_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = tmp_path / "a/b/c/draft.yaml"
    draft.parent.mkdir(parents=True)
    draft.write_text("applies_to: commune\n")
    assert "jurisdiction" not in run("criteria", "check", str(draft)).output
    monkeypatch.setattr(criteria_checks, "WIDEST", 3)
    for n in range(3):
        (tmp_path / f"a/{n}.txt").write_text("")
    refused = run("criteria", "check", str(draft))
    assert refused.exit_code == 1
    assert f"{tmp_path / 'a'} is none" in " ".join(refused.output.split())


@pytest.mark.parametrize("command", [["judge"], ["criteria", "show"], ["criteria", "check"]])
def test_every_help_has_an_example(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout


def test_show_tells_how_a_score_sheet_is_put_together() -> None:
    page = " ".join(run("criteria", "show", "example/harbour/harbour").stdout.split())
    for said in (
        "Recognised from 80 of 100 points",
        "has 50% of its maximum or more",
        "H-9 must be met, no points make up for it",
        "Clause A, Safety: 40 points",
        "Grade gold: from 95 points",
        "A row that does not apply leaves the total",
        "20 points (clause A), must be full: all of them when met, none when not met",
        "10 points (clause A): the scorer writes them",
        "30 points (clause B): 6 off for each incident (Oil spills)",
        "5 off for each kind that occurs (Dumping into the water; Burning waste)",
    ):
        assert said in page
    data = json.loads(run("criteria", "show", "example/harbour/harbour", "--format", "json").stdout)
    assert data["recognised_when"]["points"] == 80
    assert [one["code"] for one in data["groups"]] == ["A", "B"]
    assert [one["at_least"] for one in data["grades"]] == [95, 80, 0]
    assert data["criteria"][1]["must_be_full"] is True


def test_show_names_every_part_that_is_not_known() -> None:
    page = " ".join(run("criteria", "show", "vn/muong-cha-2014/residential-area").stdout.split())
    assert "100 points in all; what is needed is not known: The pass mark could not be read" in page
    assert "44 points not known: The rows of criteria 4 and 5" in page
    page = " ".join(run("criteria", "show", "vn/phong-trao-510/agency").stdout.split())
    assert "Grade excellent: cut-off not known (The cut-off could not be read)" in page


def test_judge_prints_points_to_people_and_to_programs() -> None:
    document = {"season": 2014, "facts": {"C1-1": {"score": 5}, "C3": {"sabotage": 1, "anti_state": 0}}}
    said = json.loads(judge(document, "vn/muong-cha-2014/residential-area").stdout)
    assert (said["points"]["least"], said["points"]["best"], said["points"]["maximum"]) == (11, 93, 100)
    path = ["judge", "vn/muong-cha-2014/residential-area", "-", "--format", "table"]
    page = " ".join(run(*path, stdin=json.dumps(document)).stdout.split())
    assert "C1-1 5/6" in page
    assert "C3 6–18/24" in page
    assert "Points: 11–93/100" in page
    assert "C1 Resolution, plan, registration: 5–13/14" in page
    # A standard without points says nothing of points.
    said = json.loads(judge({"season": 2024, "facts": {}}).stdout)
    assert (said["points"], {one["points"] for one in said["criteria"]}) == (None, {None})
