"""Forms: the questions of a standard as fields of a page, and what was typed into them as a facts document.

A field's name is “KDC-1c.registered”; parts of an answer are “KDC-1a.resolution.number”; the first dated incident of a
count is “KDC-4b.serious_crimes.1.on”. What cannot be read is kept as it was typed, with a sentence beside the field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.names import nfc
from domain.rulebook.answers import wrong
from domain.rulebook.rows import GivenScore
from domain.standards import Standard
from domain.texts import Text
from portal.papers.content import Asked, Row

# Lines for dated incidents that a form offers beyond those that are filled, and most that it takes.
SPARE = 2
MOST_LINES = 50
LONGEST = 2_000
_ENTRY = ("excused_as", "reason", "accepted_by", "reference")
YES, NO = "true", "false"


@dataclass
class Typed:
    """What somebody typed for some criteria: `facts` as far as it can be read, `raw` as it was typed, by field, and a
    sentence for each question that cannot be read, by its key (which is also the id of its first field)."""

    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    mistakes: dict[str, Text] = field(default_factory=dict)

    @property
    def unread(self) -> dict[str, str]:
        """What was typed for the questions whose answer cannot be read: to be kept beside the facts."""
        return {
            name: value for name, value in self.raw.items() if any(_of(name, key) for key in self.mistakes)
        }


def asked(row: Row, *, own: bool) -> tuple[Asked, ...]:
    """The facts of a criterion that this kind of person answers."""
    return row.own if own else tuple(one for one in row.facts if one.fact.supplied_by is None)


def read(form: Mapping[str, Any], standard: Standard, rows: Iterable[Row], *, own: bool) -> Typed:
    """What was typed into the fields of these criteria. An empty field is no answer, which is unknown and no mistake."""
    typed = Typed()
    for row in rows:
        for one in asked(row, own=own):
            said = {
                name: nfc(str(value)).strip()[:LONGEST]
                for name, value in form.items()
                if isinstance(value, str) and _of(name, one.key)
            }
            typed.raw |= {name: value for name, value in said.items() if value}
            answer, mistake = _answer(one, said)
            if mistake is None and answer is not None:
                mistake = wrong(one.fact, answer, standard.words.scales, standard.words.excuses)
                mistake = mistake and Text(vi=f"{mistake.vi}.", en=f"{mistake.en}.")
            if mistake is not None:
                typed.mistakes[one.key] = _named(one, mistake)
            elif answer is not None:
                typed.facts.setdefault(row.code, {})[one.key.rsplit(".", 1)[1]] = answer
        _compare(typed, standard, row)
    return typed


def shown(
    one: Asked, facts: Mapping[str, Mapping[str, Any]], raw: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What stands in the fields of a question: what was typed where it could not be read, else the recorded answer."""
    if raw and (typed := {name: value for name, value in raw.items() if _of(name, one.key)}):
        return typed
    code, fact = one.key.rsplit(".", 1)
    answer = facts.get(code, {}).get(fact)
    if answer is None:
        return {}
    match one.fact.form, answer:
        case "document", False:
            return {f"{one.key}.none": YES}
        case "document", str():
            return {f"{one.key}.date": _written(answer)}
        case "document", dict():
            return _parts(one.key, {"date": _written(answer["date"]), "number": answer.get("number")})
        case "judgement", dict():
            return {one.key: _bool(answer["holds"])} | _parts(one.key, {"evidence": answer.get("evidence")})
        case "rating", dict():
            soon = {f"{one.key}.provisional": YES} if answer.get("provisional") else {}
            return {one.key: str(answer["rating"])} | soon
        case _, bool():
            return {one.key: _bool(answer)}
        case _, list():
            lines = {one.key: str(len(answer))}
            for line, entry in enumerate(answer, start=1):
                parts = {"on": _written(entry["on"])} | {name: entry.get(name) for name in _ENTRY}
                lines |= _parts(f"{one.key}.{line}", parts)
            return lines
        case _:
            return {one.key: str(answer)}


def read_again(
    facts: Mapping[str, Mapping[str, Any]], raw: Mapping[str, str], standard: Standard, row: Row, *, own: bool
) -> Typed:
    """What was kept of one criterion, read as it stands in its fields: so that its mistakes are told again."""
    fields: dict[str, str] = {}
    for one in asked(row, own=own):
        fields |= shown(one, facts, raw)
    return read(fields, standard, [row], own=own)


def lines(one: Asked, typed: Mapping[str, str]) -> int:
    """How many lines for dated incidents to offer: those that are filled and one more; none where dates are not asked."""
    if not one.dated:
        return 0
    used = [0]
    for name in typed:
        line, dot, _ = name.removeprefix(f"{one.key}.").partition(".")
        if dot and line.isdecimal():
            used.append(int(line))
    return min(max(used) + SPARE, MOST_LINES)


def _of(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}.")


def _bool(value: bool) -> str:
    return YES if value else NO


def _parts(key: str, parts: Mapping[str, str | None]) -> dict[str, str]:
    return {f"{key}.{name}": value for name, value in parts.items() if value}


def _named(one: Asked, rest: Text) -> Text:
    """A sentence that begins with the question, so that a list of mistakes can be read by itself."""
    label = one.fact.label
    return Text(vi=f"{label.vi}: {rest.vi}", en=f"{label.en}: {rest.en}")


def _answer(one: Asked, said: Mapping[str, str]) -> tuple[Any, Text | None]:
    plain = said.get(one.key, "")
    match one.fact.form:
        case "count":
            return _counted(one, said, plain)
        case "document":
            return _document(one, said)
        case "judgement":
            evidence = said.get(f"{one.key}.evidence", "")
            if plain not in (YES, NO):
                if evidence:
                    return None, Text(
                        vi="đã ghi căn cứ nhưng chưa chọn đạt hay chưa đạt.",
                        en="the evidence is given, but not whether it holds.",
                    )
                return None, None
            return ({"holds": plain == YES, "evidence": evidence} if evidence else plain == YES), None
        case "answer":
            return (None, None) if plain not in (YES, NO) else (plain == YES, None)
        case "rating" if plain and said.get(f"{one.key}.provisional"):
            return {"rating": plain, "provisional": True}, None
        case _:
            return plain or None, None


def _document(one: Asked, said: Mapping[str, str]) -> tuple[Any, Text | None]:
    day, number = said.get(f"{one.key}.date", ""), said.get(f"{one.key}.number", "")
    if said.get(f"{one.key}.none"):
        if day or number:
            return None, Text(
                vi="vừa ghi số, ngày vừa đánh dấu là không có văn bản; hãy bỏ một trong hai.",
                en="a number or day is given and the document is said not to exist; take one of them away.",
            )
        return False, None
    if not day and not number:
        return None, None
    if not day:
        return None, Text(
            vi="thiếu ngày ban hành. Hãy ghi ngày, ví dụ 15/02/2026.",
            en="the day is missing. Give the day of the document, such as 15/02/2026.",
        )
    found, mistake = day_of(day)
    if mistake is not None:
        return None, mistake
    return {"date": found, **({"number": number} if number else {})}, None


def _counted(one: Asked, said: Mapping[str, str], plain: str) -> tuple[Any, Text | None]:
    entries, mistake = _entries(one, said) if one.dated else ([], None)
    if mistake is not None:
        return None, mistake
    number, mistake = _count(plain)
    if mistake is not None:
        return None, mistake
    if not entries:
        return number, None
    if number is not None and number != len(entries):
        return None, Text(
            vi=f"đã ghi ngày của {len(entries)} vụ nhưng tổng số là {number}; hãy sửa cho khớp.",
            en=f"{len(entries)} dated entries but a total of {number}; make them agree.",
        )
    return entries, None


def _count(plain: str) -> tuple[int | None, Text | None]:
    if not plain:
        return None, None
    bare = plain.replace(".", "").replace(" ", "").replace("\xa0", "").replace(",", "")
    if not (bare.isascii() and bare.isdecimal()) or len(bare) > 9:
        return None, Text(
            vi=f"“{plain}” không phải là số. Hãy ghi số nguyên từ 0 trở lên, ví dụ 250.",
            en=f"“{plain}” is not a number. Give a whole number from 0, such as 250.",
        )
    return int(bare), None


def _entries(one: Asked, said: Mapping[str, str]) -> tuple[list[dict[str, str]], Text | None]:
    found: dict[int, dict[str, str]] = {}
    for name, value in said.items():
        line, dot, part = name.removeprefix(f"{one.key}.").partition(".")
        if dot and line.isascii() and line.isdecimal() and value and part in ("on", *_ENTRY):
            found.setdefault(int(line), {})[part] = value
    entries = []
    for place, (_, entry) in enumerate(sorted(found.items()), start=1):
        if "on" not in entry:
            return [], Text(
                vi=f"vụ thứ {place} thiếu ngày xảy ra. Hãy ghi ngày, ví dụ 05/03/2026.",
                en=f"entry {place} has no day. Give the day it happened, such as 05/03/2026.",
            )
        day, mistake = day_of(entry["on"])
        if mistake is not None:
            return [], mistake
        entries.append({"on": str(day), **{name: entry[name] for name in _ENTRY if name in entry}})
    return entries, None


def day_of(typed: str) -> tuple[str | None, Text | None]:
    """A day as people write it (31/10/2026, 31-10-2026, 31.10.2026) or as a program does (2026-10-31)."""
    parts = typed.replace(".", "/").replace("-", "/").replace(" ", "").split("/")
    try:
        if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
            raise ValueError
        year, month, day = map(int, parts if len(parts[0]) == 4 else parts[::-1])
        if year < 1900:
            raise ValueError
        return date(year, month, day).isoformat(), None
    except ValueError:
        return None, Text(
            vi=f"“{typed}” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 31/10/2026.",
            en=f"“{typed}” is not a day. Give day/month/year, such as 31/10/2026.",
        )


def _written(iso: str) -> str:
    """A recorded day as people write it."""
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _compare(typed: Typed, standard: Standard, row: Row) -> None:
    """What is wrong between the answers to one criterion: a part larger than its whole, more points than there are."""
    criterion, own = standard.by_code.get(row.code), typed.facts.get(row.code, {})
    if criterion is None:
        return
    labels = {one.key.rsplit(".", 1)[1]: one for one in row.facts}
    for share in criterion.shares:
        names = [share.share[0], *([share.pending] if share.pending else [])]
        part, whole = sum(_size(own.get(name)) for name in names), own.get(share.share[1])
        if whole is not None and part > _size(whole):
            of = labels[share.share[1]].fact.label
            _unread(typed, row.code, names, labels, Text(
                vi=f"{part} lớn hơn tổng là {_size(whole)} ({of.vi}); hãy xem lại hai số này.",
                en=f"{part} is larger than the whole of {_size(whole)} ({of.en}); look at these numbers again.",
            ))  # fmt: skip
    if isinstance(criterion.scored, GivenScore) and _size(own.get(criterion.scored.given)) > (
        row.points or 0
    ):
        _unread(typed, row.code, [criterion.scored.given], labels, Text(
            vi=f"số điểm phải từ 0 đến {row.points}.", en=f"the points must be from 0 to {row.points}.",
        ))  # fmt: skip


def _size(answer: Any) -> int:
    return len(answer) if isinstance(answer, list) else answer if type(answer) is int else 0


def _unread(typed: Typed, code: str, names: list[str], labels: Mapping[str, Asked], said: Text) -> None:
    """Take answers that cannot be back out of the facts; they stay as they were typed."""
    for name in names:
        if typed.facts.get(code, {}).pop(name, None) is not None:
            typed.mistakes[labels[name].key] = _named(labels[name], said)
    if not typed.facts.get(code):
        typed.facts.pop(code, None)
