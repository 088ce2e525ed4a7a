"""Refreshing: a catalogue read again after a change is what a fresh reading finds, and keeps what nothing touched.

Mutations tried on a copy, each seen to fail here: included files not followed; the folder's file passed over; a file that
is gone kept; only size and time of change compared; everything read anew; `true` taken for the 1 that it was; the citation
of the file left as it was in its criteria; hidden files read; a file that is gone asked for its size.
"""

import os
import shutil
from pathlib import Path

import pytest

from domain.catalogue import Catalogue, load
from domain.errors import Unready

ROOT = Path(__file__).parents[2] / "criteria"
AREA, COMMUNE, SCHOOL = (f"vn/antt-2021/{kind}" for kind in ("residential-area", "commune", "school"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped editions of 2021 alone, not frozen."""
    shutil.copytree(
        ROOT / "vn/antt-2021",
        tmp_path / "vn/antt-2021",
        ignore=shutil.ignore_patterns("frozen.yaml", "examples"),
    )
    return tmp_path


def told(catalogue: Catalogue) -> tuple[dict[str, str], list[str]]:
    return {path: one.sha256 for path, one in sorted(catalogue.standards.items())}, [
        p.in_("en") for p in catalogue.problems
    ]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_where_nothing_changed_it_is_the_same_catalogue(folder: Path) -> None:
    catalogue = load(folder)
    assert catalogue.refreshed() is catalogue


def test_a_changed_threshold_counts_there_and_where_it_is_included_and_nothing_else_is_read(
    folder: Path,
) -> None:
    before = load(folder)
    edit(folder / f"{AREA}.yaml", "if_equal: not_met", "if_equal: met")
    after = before.refreshed()
    assert told(after) == told(load(folder))
    assert after.get(AREA).sha256 != before.get(AREA).sha256
    assert after.get(COMMUNE).sha256 != before.get(COMMUNE).sha256  # XA-2 includes KDC-4
    assert after.get(SCHOOL) is before.get(SCHOOL)
    with pytest.raises(Unready):
        after.pinned(AREA, before.get(AREA).sha256)
    assert after.refreshed() is after


def test_a_change_of_the_folder_s_own_file_reaches_all_of_it(folder: Path) -> None:
    before = load(folder)
    edit(folder / "vn/antt-2021/standard.yaml", "title:\n  vi: ", "title:\n  vi: Mới ")
    after = before.refreshed()
    assert told(after) == told(load(folder))
    assert not set(told(after)[0].values()) & set(told(before)[0].values())


def test_a_file_that_breaks_takes_its_followers_along_and_both_come_back(folder: Path) -> None:
    first = load(folder)
    edit(folder / f"{AREA}.yaml", "if_equal: not_met", "if_equal: perhaps")
    broken = first.refreshed()
    assert told(broken) == told(load(folder))
    assert AREA not in broken.standards
    assert COMMUNE not in broken.standards
    edit(folder / f"{AREA}.yaml", "if_equal: perhaps", "if_equal: not_met")
    mended = broken.refreshed()
    assert told(mended) == told(first)


def test_files_that_come_and_go_come_and_go(folder: Path) -> None:
    catalogue = load(folder)
    copy = folder / "vn/antt-2021/college.yaml"
    shutil.copy(folder / f"{SCHOOL}.yaml", copy)
    more = catalogue.refreshed()
    assert told(more) == told(load(folder))
    assert "vn/antt-2021/college" in more.standards
    copy.unlink()
    assert told(more.refreshed()) == told(catalogue)


def test_what_editors_and_other_systems_leave_beside_a_file_is_no_file_of_ours(folder: Path) -> None:
    before = load(folder)
    (folder / "vn/antt-2021/.#commune.yaml").symlink_to("an@may.1234:1763880000")
    (folder / "vn/antt-2021/._commune.yaml").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X")
    assert before.refreshed() is before
    again = load(folder)
    assert (again.standards.keys(), again.problems) == (before.standards.keys(), before.problems)


def test_a_file_that_goes_while_it_is_looked_at_is_gone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes a file anew may take it away for a moment: a link to nowhere is such a file for ever."""
    (folder / "vn/antt-2021/other.yaml").symlink_to("nowhere")
    found = load(folder)
    assert found.refreshed() is found
    assert (found.problems, "vn/antt-2021/other" in found.standards) == ([], False)


def test_a_change_that_keeps_size_and_time_is_seen(folder: Path) -> None:
    catalogue = load(folder)
    file = folder / f"{AREA}.yaml"
    stood = file.stat()
    edit(file, "if_equal: not_met", "if_equal: met    ")
    os.utime(file, ns=(stood.st_atime_ns, stood.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (stood.st_size, stood.st_mtime_ns)
    assert told(catalogue.refreshed()) == told(load(folder)) != told(catalogue)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("counted: models, at_least: 1}", "counted: models, at_least: 2}"),
        ("counted: models, at_least: 1}", "counted: models, at_least: true}"),
        ("cites: Thông tư", "cites: Theo Thông tư"),
        ("  - code: CQ-2", "  - code: CQ-22"),
        ("criteria:", "criteria:\n  - {code: CQ-0, cites: khoản 0, ask: {vi: a, en: a}, met_when: {not_known: {vi: a, en: a}}}"),
    ],
)  # fmt: skip
def test_entries_that_say_the_same_are_kept_and_all_others_are_read(folder: Path, old: str, new: str) -> None:
    """To Python `true` and 1 are equal; to a file they are not."""
    before = load(folder)
    file = folder / "vn/antt-2021/agency.yaml"
    edit(file, old, new)
    after = before.refreshed()
    assert told(after) == told(load(folder))
    edit(file, new, old)
    assert told(after.refreshed()) == told(before)
