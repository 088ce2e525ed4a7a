"""Forms: the questions of a standard as fields of a page, and what was typed into them as a facts document.

A field's name is “KDC-1c.registered”; parts of an answer are “KDC-1e.met.number”; the first dated incident of a count is
“KDC-4b.serious_crimes.1.on”. What cannot be read is kept as it was typed, with a sentence beside the field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.names import nfc
from domain.rulebook.answers import wrong
from domain.standards import Standard
from domain.texts import Text
from portal.papers.content import Asked, Row

# Lines for dated incidents that a form offers beyond those that are filled.
SPARE = 2
LONGEST = 2_000


@dataclass
class Typed:
    """What somebody typed for some criteria: `facts` as far as it can be read, `raw` as it was typed, by field, and a
    sentence for each field that cannot be read."""

    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    mistakes: dict[str, Text] = field(default_factory=dict)


def asked(row: Row, *, own: bool) -> tuple[Asked, ...]:
    """The facts of a criterion that this kind of person answers."""
    return row.own if own else tuple(one for one in row.facts if one.fact.supplied_by is None)


def read(
    form: Mapping[str, Any], standard: Standard, rows: Iterator[Row] | tuple[Row, ...], *, own: bool
) -> Typed:
    """What was typed into the fields of these criteria. An empty field is no answer, which is unknown and no mistake."""
    typed = Typed()
    for row in rows:
        for one in asked(row, own=own):
            said = {
                name: nfc(str(value)).strip()[:LONGEST]
                for name, value in form.items()
                if (name == one.key or name.startswith(f"{one.key}.")) and isinstance(value, str)
            }
            typed.raw |= {name: value for name, value in said.items() if value}
            answer, mistake = _answer(one, said)
            if mistake is None and answer is not None:
                mistake = wrong(one.fact, answer, standard.words.scales, standard.words.excuses)
            code, fact = one.key.rsplit(".", 1)
            if mistake is not None:
                typed.mistakes[one.key] = mistake
            elif answer is not None:
                typed.facts.setdefault(code, {})[fact] = answer
    return typed


def shown(
    one: Asked, facts: Mapping[str, Mapping[str, Any]], raw: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What stands in the fields of a fact: what was typed where it could not be read, else the recorded answer."""
    if raw and any(name == one.key or name.startswith(f"{one.key}.") for name in raw):
        return {
            name: value for name, value in raw.items() if name == one.key or name.startswith(f"{one.key}.")
        }
    code, fact = one.key.rsplit(".", 1)
    answer = facts.get(code, {}).get(fact)
    if answer is None:
        return {}
    if isinstance(answer, bool):
        return {one.key: "true" if answer else "false"}
    if isinstance(answer, list):
        return {
            f"{one.key}.{line}.{name}": str(value)
            for line, entry in enumerate(answer, start=1)
            for name, value in entry.items()
        }
    if isinstance(answer, dict):
        parts = {f"{one.key}.{name}": str(value) for name, value in answer.items() if name != "holds"}
        return parts | ({one.key: "true" if answer["holds"] else "false"} if "holds" in answer else {})
    return {one.key: str(answer)}


def _answer(one: Asked, said: Mapping[str, str]) -> tuple[Any, Text | None]:
    plain = said.get(one.key, "")
    match one.fact.form:
        case "count":
            entries, mistake = _entries(one, said) if one.dated else ([], None)
            if mistake is not None:
                return None, mistake
            if entries:
                if plain and plain.isdecimal() and int(plain) != len(entries):
                    return None, Text(
                        vi=f"Ghi {len(entries)} vụ có ngày nhưng tổng số là {plain}; hãy sửa cho khớp hoặc để trống tổng số.",
                        en=f"{len(entries)} dated entries but a total of {plain}; make them agree or leave the total empty.",
                    )
                return entries, None
            return _count(plain)
        case "document":
            day, number = said.get(f"{one.key}.date", ""), said.get(f"{one.key}.number", "")
            if not day and not number:
                return None, None
            found, mistake = _day(day)
            if mistake is not None:
                return None, mistake
            return {"date": found, **({"number": number} if number else {})}, None
        case "judgement":
            evidence = said.get(f"{one.key}.evidence", "")
            if plain not in ("true", "false"):
                return None, None
            return {"holds": plain == "true", "evidence": evidence}, None
        case "answer":
            return (None, None) if plain not in ("true", "false") else (plain == "true", None)
        case _:
            return plain or None, None


def _count(plain: str) -> tuple[Any, Text | None]:
    if not plain:
        return None, None
    bare = plain.replace(".", "").replace(" ", "").replace(",", "")
    if not bare.isdecimal() or len(bare) > 9:
        return None, Text(
            vi=f"“{plain}” không phải là số. Hãy ghi số nguyên từ 0 trở lên, ví dụ 250.",
            en=f"“{plain}” is not a number. Give a whole number from 0, such as 250.",
        )
    return int(bare), None


def _entries(one: Asked, said: Mapping[str, str]) -> tuple[list[dict[str, str]], Text | None]:
    lines: dict[int, dict[str, str]] = {}
    for name, value in said.items():
        line, dot, part = name.removeprefix(f"{one.key}.").partition(".")
        if dot and line.isdecimal() and value:
            lines.setdefault(int(line), {})[part] = value
    entries = []
    for _, entry in sorted(lines.items()):
        day, mistake = _day(entry.get("on", ""))
        if mistake is not None:
            return [], mistake
        parts = {name: entry[name] for name in ("excused_as", "reason", "accepted_by") if entry.get(name)}
        entries.append({"on": str(day), **parts})
    return entries, None


def _day(typed: str) -> tuple[str | None, Text | None]:
    """A day as a date field sends it (2026-10-31) or as people write it (31/10/2026)."""
    parts = typed.replace(".", "/").replace("-", "/").split("/")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) != 3:
            raise ValueError
        year, month, day = numbers if len(parts[0]) == 4 else numbers[::-1]
        return date(year, month, day).isoformat(), None
    except ValueError:
        return None, Text(
            vi=f"“{typed}” không phải là ngày. Hãy ghi ngày, tháng, năm, ví dụ 31/10/2026.",
            en=f"“{typed}” is not a day. Give day, month and year, such as 31/10/2026.",
        )
