"""Answers: what is wrong with a recorded answer, in a sentence that says what is allowed."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from domain.rulebook.facts import Fact, Step
from domain.rulebook.mistakes import nearest
from domain.texts import Text

_LARGE = 2**53
_INCIDENT = {"on", "excused_as", "reason", "accepted_by", "reference"}
_DOCUMENT = {"date", "number"}
_RATING = {"rating", "provisional"}
_JUDGEMENT = {"holds", "evidence"}


def plain(fact: Fact, value: Any) -> bool:
    """Whether an answer is a whole one of its form, of which `wrong` has nothing to say: told without asking it."""
    kind = type(value)
    if kind is int:
        return fact.form == "count" and 0 <= value < _LARGE
    if kind is bool:
        return fact.form == "answer"
    if kind is not dict or len(value) != 2:
        return False
    if fact.form == "document":
        return type(value.get("number")) is str and is_day(value.get("date"))
    return (
        fact.form == "judgement" and type(value.get("evidence")) is str and type(value.get("holds")) is bool
    )


def wrong(
    fact: Fact, value: Any, scales: Mapping[str, tuple[Step, ...]], excuses: Mapping[str, Text]
) -> Text | None:
    """What is wrong with an answer, as the rest of a sentence that began with the fact's name; None when all is well.

    Nothing given (None) is no mistake: it is unknown.
    """
    if value is None:
        return None
    if fact.form == "count":
        return _wrong_count(fact, value, excuses)
    return _WRONG[fact.form](fact, value, scales)


def _wrong_count(fact: Fact, value: Any, excuses: Mapping[str, Text]) -> Text | None:
    if type(value) is int:
        if value < 0:
            return Text(vi=f"không thể là số âm ({value})", en=f"cannot be negative ({value})")
        if value >= _LARGE:
            return Text(vi="lớn quá mức", en="is too large")
        return None
    if not fact.within or not isinstance(value, list):
        allowed_vi = " hoặc danh sách vụ việc có ngày, như [{“on”: “2024-03-05”}]" if fact.within else ""
        allowed_en = " or a list of dated entries such as [{“on”: “2024-03-05”}]" if fact.within else ""
        return Text(
            vi=f"phải là số nguyên từ 0 trở lên{allowed_vi}, không phải {_shown(value)}",
            en=f"must be a whole number of 0 or more{allowed_en}, not {_shown(value)}",
        )
    for number, entry in enumerate(value, 1):
        if (text := _wrong_entry(entry, excuses)) is not None:
            return Text(vi=f"vụ việc thứ {number}: {text.vi}", en=f"entry {number}: {text.en}")
    return None


def _wrong_entry(entry: Any, excuses: Mapping[str, Text]) -> Text | None:
    if not isinstance(entry, dict):
        return Text(
            vi=f"phải có dạng {{“on”: “2024-03-05”}}, không phải {_shown(entry)}",
            en=f"must look like {{“on”: “2024-03-05”}}, not {_shown(entry)}",
        )
    if (text := _unknown_key(entry, _INCIDENT)) is not None:
        return text
    if not is_day(entry.get("on")):
        return _not_a_day("on", entry.get("on"))
    excuse = entry.get("excused_as")
    if excuse is not None and excuse not in excuses:
        hint = nearest(str(excuse), excuses)
        return Text(
            vi=f"không có lý do miễn trừ nào tên {_shown(excuse)}; {hint.vi}",
            en=f"no excuse is called {_shown(excuse)}; {hint.en}",
        )
    return _not_text(entry, ("reason", "accepted_by", "reference"))


def _wrong_document(fact: Fact, value: Any, scales: Mapping[str, tuple[Step, ...]]) -> Text | None:
    if isinstance(value, str):
        return None if is_day(value) else _not_a_day("date", value)
    if value is False:
        return None  # somebody looked, and there is no such document
    if not isinstance(value, dict):
        return Text(
            vi=f"phải có dạng {{“date”: “2024-02-15”, “number”: “05-NQ/CB”}}, hoặc false khi không có, không phải {_shown(value)}",
            en=f"must look like {{“date”: “2024-02-15”, “number”: “05-NQ/CB”}}, or false where there is none, not {_shown(value)}",
        )
    if (text := _unknown_key(value, _DOCUMENT)) is not None:
        return text
    if not is_day(value.get("date")):
        return _not_a_day("date", value.get("date"))
    return _not_text(value, ("number",))


def _wrong_rating(fact: Fact, value: Any, scales: Mapping[str, tuple[Step, ...]]) -> Text | None:
    if isinstance(value, dict):
        if (text := _unknown_key(value, _RATING)) is not None:
            return text
        if not isinstance(value.get("provisional", False), bool):
            return Text(vi="“provisional” phải là true hoặc false", en="“provisional” must be true or false")
        value = value.get("rating")
    return _not_a_step(value, scales[fact.rating or ""])


def _wrong_choice(fact: Fact, value: Any, scales: Mapping[str, tuple[Step, ...]]) -> Text | None:
    return _not_a_step(value, scales[fact.choice or ""])


def _wrong_judgement(fact: Fact, value: Any, scales: Mapping[str, tuple[Step, ...]]) -> Text | None:
    if isinstance(value, dict):
        if (text := _unknown_key(value, _JUDGEMENT)) is not None:
            return text
        if (text := _not_text(value, ("evidence",))) is not None:
            return text
        value = value.get("holds")
    if isinstance(value, bool):
        return None
    return Text(
        vi=f"phải có dạng {{“holds”: true, “evidence”: “số văn bản”}}, không phải {_shown(value)}",
        en=f"must look like {{“holds”: true, “evidence”: “document number”}}, not {_shown(value)}",
    )


def _wrong_answer(fact: Fact, value: Any, scales: Mapping[str, tuple[Step, ...]]) -> Text | None:
    if isinstance(value, bool):
        return None
    return Text(
        vi=f"phải là true hoặc false, không phải {_shown(value)}",
        en=f"must be true or false, not {_shown(value)}",
    )


_WRONG: dict[str, Callable[[Fact, Any, Mapping[str, tuple[Step, ...]]], Text | None]] = {
    "document": _wrong_document,
    "rating": _wrong_rating,
    "judgement": _wrong_judgement,
    "answer": _wrong_answer,
    "choice": _wrong_choice,
}


def is_day(value: Any) -> bool:
    """Whether this is a date written 2024-03-05, the only form: such texts compare as the days do."""
    return isinstance(value, str) and _is_day(value)


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    """Remembered, because a hundred thousand applications share the few hundred days of a season."""
    if len(text) != 10 or text[7] != "-":
        return False  # also 2024-W10-1, which is a date to Python
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _not_a_day(name: str, value: Any) -> Text:
    return Text(
        vi=f"“{name}” phải là ngày dạng 2024-03-05, không phải {_shown(value)}",
        en=f"“{name}” must be a date such as 2024-03-05, not {_shown(value)}",
    )


def _not_text(entry: Mapping[str, Any], names: tuple[str, ...]) -> Text | None:
    for name in names:
        if entry.get(name) is not None and not isinstance(entry[name], str):
            return Text(
                vi=f"“{name}” phải là chữ, không phải {_shown(entry[name])}",
                en=f"“{name}” must be text, not {_shown(entry[name])}",
            )
    return None


def _not_a_step(value: Any, steps: tuple[Step, ...]) -> Text | None:
    codes = [step.code for step in steps]
    if isinstance(value, str) and value in codes:
        return None
    hint = ", ".join(codes)
    return Text(
        vi=f"không thể là {_shown(value)}; được dùng: {hint}",
        en=f"cannot be {_shown(value)}; allowed: {hint}",
    )


def _unknown_key(entry: Mapping[Any, Any], allowed: set[str]) -> Text | None:
    for name in entry:
        if name not in allowed:
            hint = nearest(str(name), allowed)
            return Text(
                vi=f"không có mục nào tên {_shown(name)}; {hint.vi}",
                en=f"nothing here is called {_shown(name)}; {hint.en}",
            )
    return None


def _shown(value: Any) -> str:
    if value is None:
        return "chỗ trống (empty)"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
