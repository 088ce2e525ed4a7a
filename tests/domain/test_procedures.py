"""Procedures: which file says what, what is wrong with one, and that nothing is recognised around a broken one.

`broken_procedures` holds one file per mistake. Broken and seen to fail: the farther place that says last; the earlier file; a file before its
first and after its last day; a kind, a standard or a place that is not meant; a hidden file read; a broken file passed over by
the gate, also where it holds above, and where nobody knows what it means.
"""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from domain import procedures
from domain.lifecycle import State
from domain.people import Deed
from domain.procedure_checks import remarks
from tests.domain.council_world import Council

ROOT = Path(__file__).parents[2]
BROKEN = sorted((Path(__file__).parent / "broken_procedures").glob("*.yaml"))
EXPECTED = re.compile(r"# (\d+): (.+)")
AREA = "vn/antt-2021/residential-area"
DAY = date(2026, 11, 23)


def file(folder, name, text, place="/20/06325/", start="2026-01-01"):
    folder.mkdir(exist_ok=True)
    head = f"title: {{vi: {name}, en: {name}}}\nplace: {place}\nfrom: {start}\ncites: x\n"
    (folder / f"{name}.yaml").write_text(head + text, encoding="utf-8")


def of(folder, kind="residential-area", on=DAY, place="/20/06325/"):
    return procedures.load([folder]).of(place, kind, AREA, on)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_named_once_with_its_line(broken, tmp_path, standards):
    shutil.copy(broken, tmp_path)
    lines = broken.read_text(encoding="utf-8").splitlines()
    english, vietnamese = (EXPECTED.fullmatch(line) for line in lines[:2])
    (found,) = remarks(procedures.load([tmp_path]), standards)
    assert Path(found.file).name == broken.name
    assert found.line == int(english[1])
    assert found.text.en.startswith(english[2])
    assert found.text.vi.startswith(vietnamese[2])


def test_the_shipped_procedures_are_in_order_and_ask_for_nothing(standards):
    shipped = procedures.load([ROOT / "procedures", ROOT / "portal/sample/procedures"])
    assert remarks(shipped, standards) == []
    alone = procedures.load([ROOT / "procedures"])
    for kind in ("residential-area", "commune", "agency"):
        found = alone.of("/20/06325/", kind, f"vn/antt-2021/{kind}", DAY)
        assert not found.needs_council
        assert not found.needs_publication
        assert found.validity.until is None


def test_where_nobody_writes_anything_nothing_is_asked_for(tmp_path):
    found = of(tmp_path)
    assert (found.needs_council, found.needs_publication, found.validity.until) == (False, False, None)


def test_the_nearest_place_says_last_and_what_it_leaves_out_is_that_of_the_place_above(tmp_path):
    file(tmp_path, "province", "council: {quorum: 3/4}\npublication: {working_days: 7}\n", place="/20/")
    file(tmp_path, "commune", "council: {quorum: 2/3}\n")
    found = of(tmp_path)
    assert (found.council.quorum, found.publication.working_days) == ("2/3", 7)
    assert of(tmp_path, place="/20/06613/").council.quorum == "3/4"
    assert not of(tmp_path, place="/21/00001/").needs_council


def test_of_one_place_the_later_file_says_last_from_its_first_to_its_last_day(tmp_path):
    file(tmp_path, "b-old", "council: {quorum: 2/3}\n")
    file(tmp_path, "a-new", "council: {quorum: 3/4}\nuntil: 2026-11-23\n", start="2026-11-01")
    quorums = [
        of(tmp_path, on=date(2026, month, day)).council.quorum for month, day in ((10, 31), (11, 1), (11, 23), (11, 24))
    ]  # fmt: skip
    assert quorums == ["2/3", "3/4", "3/4", "2/3"]
    assert not of(tmp_path, on=date(2025, 12, 31)).needs_council


def test_a_file_holds_for_the_kinds_and_standards_that_it_names(tmp_path):
    file(tmp_path, "some", "kinds: [agency]\nstandards: [vn/antt-2021]\ncouncil: {}\n")
    assert not of(tmp_path).needs_council
    loaded = procedures.load([tmp_path])
    assert loaded.of("/20/06325/", "agency", "vn/antt-2021/agency", DAY).needs_council
    assert not loaded.of("/20/06325/", "agency", "vn/antt-20211/agency", DAY).needs_council


def test_two_files_that_say_the_same_are_a_mistake_of_the_second(tmp_path, standards):
    file(tmp_path, "a", "council: {}\n")
    file(tmp_path, "b", "publication: {working_days: 5}\n")
    assert remarks(procedures.load([tmp_path]), standards) == []
    file(tmp_path, "c", "kinds: [agency]\ncouncil: {}\n")
    (found,) = remarks(procedures.load([tmp_path]), standards)
    assert (Path(found.file).name, found.line) == ("c.yaml", 6)
    file(tmp_path, "a", "kinds: [school]\ncouncil: {}\n")
    assert remarks(procedures.load([tmp_path]), standards) == []


def test_a_hidden_file_bars_nobody(tmp_path, standards):
    file(tmp_path, "one", "council: {}\n")
    (tmp_path / "._one.yaml").write_bytes(b"\0\5\x16\7 Mac OS X")
    loaded = procedures.load([tmp_path])
    assert remarks(loaded, standards) == []
    assert loaded.fault_for("/20/06325/") is None


def test_what_changes_in_a_file_is_read_anew_and_only_then(tmp_path):
    file(tmp_path, "one", "council: {quorum: 2/3}\n")
    loaded = procedures.load([tmp_path])
    assert loaded.refreshed() is loaded
    file(tmp_path, "one", "council: {quorum: 3/4}\n")
    assert loaded.refreshed().of("/20/06325/", "agency", AREA, DAY).council.quorum == "3/4"


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("place: /20/05977/\ncouncil: {quorum: two thirds}\n", True),
        ("place: /20/06625/\ncouncil: {quorum: two thirds}\n", False),
        ("council: [\n", True),
    ],
)
def test_nothing_is_recognised_around_a_file_that_cannot_be_read(sqlite_world, tmp_path, text, barred):
    """At its own place, and everywhere where it does not say which; elsewhere nothing changes."""
    (tmp_path / "bad.yaml").write_text(f"title: {{vi: a, en: a}}\nfrom: 2026-01-01\ncites: x\n{text}")
    reference = sqlite_world.bring_to(State.SCORED)
    sqlite_world.procedures = procedures.load([tmp_path])
    if barred:
        refusal = sqlite_world.refused(Deed.APPROVE, "ward-chair", reference=reference)
        assert "bad.yaml:" in refusal.in_("en")
        sqlite_world.act(Deed.DECLINE, "ward-chair", reference=reference, reason="chưa đạt")
    else:
        sqlite_world.act(Deed.APPROVE, "ward-chair", reference=reference)


def test_the_example_of_the_readme_is_in_order_and_a_council_sits_by_it(sqlite_world, tmp_path, standards):
    page = (ROOT / "procedures/README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.S)
    (tmp_path / "bac-son.yaml").write_text(example.replace("/20/06325/", "/20/05977/"), encoding="utf-8")
    loaded = procedures.load([tmp_path])
    assert remarks(loaded, standards) == []
    seated = Council(sqlite_world)
    sqlite_world.procedures = loaded
    reference = sqlite_world.bring_to(State.SCORED)
    seated.held(reference)
    assert "Hội đồng" not in seated.missing(reference).vi
    assert "công khai" in seated.missing(reference).vi


def test_the_readme_names_every_word_of_the_grammar():
    page = (ROOT / "procedures/README.md").read_text(encoding="utf-8")
    shapes = [
        procedures.ProcedureFile, procedures.Council, procedures.Publication, procedures.Appealing, procedures.Validity,
        procedures.Signing,
    ]  # fmt: skip
    words = {field.alias or name for shape in shapes for name, field in shape.model_fields.items()}
    assert {word for word in words - {"proposed_by"} if not re.search(rf"\b{word}\b", page)} == set()
