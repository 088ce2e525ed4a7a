"""The README's example is a whole standard: it loads as it stands and judges."""

import re
from pathlib import Path

from domain.catalogue import load
from domain.rulebook.facts import FORMS
from domain.rules import VOCABULARY
from domain.scorecard import judge

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


def test_the_readme_names_every_rule_and_every_form() -> None:
    text = README.read_text(encoding="utf-8")
    assert [rule for rule in VOCABULARY if f"{{{rule}: " not in text] == []
    assert [form for form in FORMS if f"`{form}: " not in text] == []
