"""Filled: the facts document of an Excel form that somebody filled in; a cell that cannot be read is named."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from domain.errors import BadInput
from domain.standards import Standard
from domain.texts import Language
from portal.papers.content import Asked, Paper, paper
from portal.papers.forms import ANSWER, FIRST, KEY, MORE, SHEETS, named_fact

_LARGEST = 20 * 1024 * 1024
# No form has more rows; a cell in the millionth makes openpyxl make all those before it.
_ROWS = 5_000


def filled(content: bytes, standard: Standard) -> dict[str, Any]:
    """The facts document of a filled form. BadInput, with the cell, for what cannot be taken."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise ValueError("too large")
        book = load_workbook(BytesIO(content), data_only=False)
        facts, incidents = book[SHEETS[0]], book[SHEETS[1]]
        path, season, language = (facts.cell(row, KEY).value for row in (1, 2, 3))
    except Exception:  # a broken or hostile file makes zipfile, openpyxl and defusedxml raise almost anything
        raise BadInput(
            "Tệp Excel này không phải là biểu mẫu của An Toàn, hoặc đã hỏng.",
            "This Excel file is no form of An Toàn, or is broken.",
        ) from None
    if path != standard.path:
        raise BadInput(
            "Biểu mẫu này là của bộ tiêu chí {path}.",
            "This is a form of the standard {path}.",
            path=str(path),
        )
    chosen: Language = "en" if language == "en" else "vi"
    said = paper(standard, season if isinstance(season, int) else 0, chosen)
    document: dict[str, Any] = {"season": said.season, "unit": {}, "facts": {}}
    asked = {one.key: one for one in (*said.attributes, *(one for row in said.rows for one in row.facts))}
    for row in range(FIRST, min(facts.max_row, _ROWS) + 1):
        one = asked.get(str(facts.cell(row, KEY).value))
        value = facts.cell(row, ANSWER).value
        if one is None or value is None:
            continue
        where, name = one.key.rsplit(".", 1)
        own = document["unit"] if where == "unit" else document["facts"].setdefault(where, {})
        own[name] = _answer(one, value, facts.cell(row, MORE).value, f"E{row}")
    for key, entries in _entries(incidents, said):
        where, name = key.rsplit(".", 1)
        document["facts"].setdefault(where, {})[name] = entries
    return document


def _answer(one: Asked, value: Any, more: Any, cell: str) -> Any:
    if one.choices:
        code = next((code for code, text in one.choices if text == value), None)
        if code is None:
            raise _wrong(cell, value)
        if one.fact.judgement:
            return {"holds": code == "true", "evidence": str(more or "")}
        return code == "true" if one.fact.answer else code
    if one.fact.document:
        return {"date": _day(value, cell), **({"number": str(more)} if more else {})}
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not int or value < 0:
        raise _wrong(cell, value)
    return value


def _entries(sheet: Any, said: Paper) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    keys = {named_fact(one, row.code): one.key for row in said.rows for one in row.facts if one.dated}
    excuses = {text: code for code, text in said.excuses}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in range(2, min(sheet.max_row, _ROWS) + 1):
        named, day, excuse, reason, accepted = (sheet.cell(row, column).value for column in range(1, 6))
        if named is None and day is None:
            continue
        if named not in keys:
            raise _wrong(f"A{row}", named)
        entry: dict[str, Any] = {"on": _day(day, f"B{row}")}
        if excuse is not None:
            if excuse not in excuses:
                raise _wrong(f"C{row}", excuse)
            entry |= {"excused_as": excuses[excuse], "reason": str(reason or "")}
            if accepted:
                entry["accepted_by"] = str(accepted)
        found.setdefault(keys[named], []).append(entry)
    yield from found.items()


def _day(value: Any, cell: str) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise _wrong(cell, value)


def _wrong(cell: str, value: Any) -> BadInput:
    return BadInput(
        "Ô {cell}: “{value}” không dùng được ở đây.", "Cell {cell}: “{value}” cannot be used here.", cell=cell,
        value=str(value)[:60],
    )  # fmt: skip
