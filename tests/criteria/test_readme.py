"""The README's example is a whole standard: it loads as it stands and judges."""

import re
from pathlib import Path

from domain import examples
from domain.catalogue import load
from domain.rulebook.facts import FORMS
from domain.rules import VOCABULARY
from domain.scorecard import judge
from portal.cli.criteria import app as criteria

README = Path(__file__).parents[2] / "criteria" / "README.md"


def test_the_example_of_the_readme_is_a_standard_that_one_file_makes(tmp_path: Path) -> None:
    (example,) = re.findall(
        r"```yaml\n# criteria/(\S+) .*?\n(.*?)```", README.read_text(encoding="utf-8"), re.S
    )
    file = tmp_path / example[0]
    file.parent.mkdir(parents=True)
    file.write_text(example[1], encoding="utf-8")
    catalogue = load(tmp_path)
    assert [problem.in_("en") for problem in catalogue.problems] == []
    standard = catalogue.for_kind("religious-establishment", 2026)
    assert judge(standard, 2026, {}, standard.example_facts(2026)).verdict == "met"
    few = {"TG-1": {"briefed": 69, "members": 100}, "TG-2": {"fires": 0}}
    assert judge(standard, 2026, {}, few).verdict == "not_met"


def test_the_example_of_an_example_comes_out_as_it_says(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    for name, content in re.findall(
        r"```yaml\n# (?:criteria/)?(vn/chua-an-toan/\S+).*?\n(.*?)```", text, re.S
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    catalogue = load(tmp_path)
    found = examples.load(catalogue)
    assert [problem.in_("en") for problem in found.problems] == []
    ((path, own),) = found.of.items()
    assert len(own) == 3
    assert [examples.check(one, catalogue.get(path)) for one in own] == [None, None, None]


def test_the_readme_tells_of_every_command_about_criteria() -> None:
    text = README.read_text(encoding="utf-8")
    commands = [one.name or one.callback.__name__ for one in criteria.registered_commands if one.callback]
    assert len(commands) >= 5
    assert [name for name in commands if f"antoan criteria {name}" not in text] == []


def test_the_readme_names_every_rule_and_every_form() -> None:
    text = README.read_text(encoding="utf-8")
    assert [rule for rule in VOCABULARY if f"{{{rule}: " not in text] == []
    assert [form for form in FORMS if f"`{form}: " not in text] == []
