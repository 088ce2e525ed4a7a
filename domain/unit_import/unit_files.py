"""Unit files: a CSV or XLSX list of units read as a whole, or refused as a whole with every mistake and its row.

One row is one unit, under a header in any order; `domain/unit_columns.py` is the list of columns. Code, name, kind and
parent are required; the parent's cell is empty for a province. A row without a date corrects the version in force; a
later date opens a new version. A column that is absent leaves what is known; an empty cell of it erases.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from domain.texts import Text
from domain.unit_import import sheets
from domain.unit_import.bad_files import BadFile, Problems, quoted
from domain.unit_import.sheet_cells import UNREADABLE, Cell, Line
from domain.unit_import.unit_checks import Checks, Draft
from domain.unit_import.unit_columns import ATTRIBUTES, COLUMNS, IGNORED, REQUIRED, Doubt, spelling, title
from domain.unit_rows import UnitRow, local_type

__all__ = ["BadFile", "Reading", "read", "reading"]


class Reading(NamedTuple):
    """What a file says, and what its sender should know although it could be read."""

    rows: list[UnitRow]
    remarks: list[Text]


class Header(NamedTuple):
    """Which column is where, and every place that has a title."""

    columns: dict[str, int]
    titled: frozenset[int]


def read(
    path: Path, allowed_kinds: frozenset[str], known: Mapping[str, UnitRow], since: date | None = None
) -> list[UnitRow]:
    """The units of a file. Raises BadFile with every mistake of the file; there is no partial result.

    `known` is the latest version of each unit, by code: a parent is looked for in the file and there. `since` is the
    first valid day of units that are new and have no date of their own; without it such a row is a mistake.
    """
    return reading(path, allowed_kinds, known, since).rows


def reading(
    path: Path, allowed_kinds: frozenset[str], known: Mapping[str, UnitRow], since: date | None = None
) -> Reading:
    """`read`, together with its remarks."""
    problems = Problems(path.name)
    remarks: list[Text] = []
    lines = sheets.lines(path, problems, remarks)
    header = _header(lines, problems, remarks)
    check = Checks(allowed_kinds, known, since, problems)
    number = 0
    for number, cells in lines:
        check.row(_draft(number, cells, header, problems))
    if not number:
        problems.whole("không có đơn vị nào dưới dòng tiêu đề.", "there is no unit below the header.")
    paths = check.together()
    problems.refuse()
    drafts = check.drafts
    return Reading(
        [_unit(code, drafts.pop(code), paths.pop(code), known, since, header) for code in list(drafts)],
        remarks,
    )


def _header(lines: Iterator[Line], problems: Problems, remarks: list[Text]) -> Header:
    """The first row that holds anything. Without a sound one nothing below can be judged, so it refuses at once."""
    number, cells = next(lines, (1, []))
    problems.refuse()
    keys = {spelling(name): key for key, column in COLUMNS.items() for name in (key, *column.titles)}
    keys |= {spelling(name): "" for name in IGNORED}
    columns: dict[str, int] = {}
    unknown, ignored = [], []
    titled = {index: str(cell) for index, cell in enumerate(cells) if cell is not None}
    for index, words in titled.items():
        key = keys.get(spelling(words))
        if key is None:
            unknown.append(quoted(words))
        elif not key:
            ignored.append(quoted(words))
        elif key in columns:
            problems.row(
                number, "cột {title} có hai lần.", "the column {title} is there twice.", title=title(key)
            )
        else:
            columns[key] = index
    if missing := [key for key in REQUIRED if key not in columns]:
        problems.row(
            number,
            "tiêu đề thiếu cột: {missing}.",
            "the header lacks the columns: {missing}.",
            missing=_titles(missing),
        )
    if unknown:
        problems.row(
            number,
            "tiêu đề có cột không biết: {unknown}; được phép: {allowed}.",
            "the header has unknown columns: {unknown}; allowed are: {allowed}.",
            unknown=", ".join(unknown),
            allowed=_titles(list(COLUMNS)),
        )
    problems.refuse()
    if ignored:
        remarks.append(
            Text(vi=f"Bỏ qua cột {', '.join(ignored)}.", en=f"Left out the columns {', '.join(ignored)}.")
        )
    return Header(columns, frozenset(titled))


def _titles(keys: list[str]) -> Text:
    return Text(vi=", ".join(title(key).vi for key in keys), en=", ".join(title(key).en for key in keys))


def _draft(number: int, cells: list[Cell], header: Header, problems: Problems) -> Draft:
    draft = Draft(number)
    for key, index in header.columns.items():
        cell = cells[index] if index < len(cells) else None
        if cell is None:
            continue
        try:
            value = UNREADABLE if cell == UNREADABLE else COLUMNS[key].read(cell)
        except Doubt as doubt:
            problems.row(number, doubt.text.vi, doubt.text.en, title=title(key), value=quoted(cell))
            value = UNREADABLE
        if key in ATTRIBUTES:
            draft.attributes[key] = value  # type: ignore[assignment]  # no attribute's column reads a date
        else:
            draft.values[key] = value
    if any(cell is not None and index not in header.titled for index, cell in enumerate(cells)):
        problems.row(
            number,
            "có ô nằm ngoài các cột có tiêu đề.",
            "there is a cell outside the columns that have a title.",
        )
    return draft


def _unit(
    code: str, draft: Draft, path: str, known: Mapping[str, UnitRow], since: date | None, header: Header
) -> UnitRow:
    """The stored form of a row: what its file says, over what is known of the version that it corrects or follows."""
    was = known.get(code)
    start = draft.get("valid_from") or (was.valid_from if was else since)
    assert start is not None  # Checks.row refused a row without one
    if was and was.valid_from > start:
        was = None  # an older version: the later one says nothing about it
    same = was if was and was.valid_from == start else None
    attributes = dict(was.attributes) if was else {}
    for key in ATTRIBUTES.keys() & header.columns.keys():
        attributes.pop(key, None)
    values = {
        "code": code,
        "name": draft.get("name"),
        "kind": draft.get("kind"),
        "parent_code": draft.get("parent"),
    }
    local = draft.get("local_type") or local_type(values["name"])
    if not local and was and "local_type" not in header.columns:
        local = was.local_type
    for key, stored in (("valid_until", "valid_until"), ("successor", "successor_code")):
        values[stored] = getattr(same, stored) if same and key not in header.columns else draft.get(key)
    values |= {"path": path, "valid_from": start, "local_type": local, "sample": bool(was and was.sample)}
    return UnitRow.model_validate(values | {"attributes": attributes | draft.attributes})
