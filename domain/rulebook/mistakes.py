"""Mistakes: what pydantic finds wrong with a criteria file, said in a sentence that an official understands."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from domain.texts import Text

SENTENCES = {
    "missing": Text(vi="Thiếu “{name}”.", en="“{name}” is missing."),
    "string_type": Text(
        vi="“{name}” phải là chữ, không phải {input}.", en="“{name}” must be text, not {input}."
    ),
    "string_too_short": Text(vi="“{name}” không được để trống.", en="“{name}” must not be empty."),
    "too_short": Text(vi="“{name}” không được để trống.", en="“{name}” must not be empty."),
    "int_type": Text(
        vi="“{name}” phải là số nguyên, không phải {input}.",
        en="“{name}” must be a whole number, not {input}.",
    ),
    "int_parsing": Text(
        vi="“{name}” phải là số nguyên, không phải {input}.",
        en="“{name}” must be a whole number, not {input}.",
    ),
    "greater_than_equal": Text(
        vi="“{name}” phải từ {ge} trở lên, không phải {input}.",
        en="“{name}” must be {ge} or more, not {input}.",
    ),
    "bool_type": Text(
        vi="“{name}” phải là true hoặc false, không phải {input}.",
        en="“{name}” must be true or false, not {input}.",
    ),
    "bool_parsing": Text(
        vi="“{name}” phải là true hoặc false, không phải {input}.",
        en="“{name}” must be true or false, not {input}.",
    ),
    "tuple_type": Text(
        vi="“{name}” phải là danh sách, không phải {input}.", en="“{name}” must be a list, not {input}."
    ),
    "dict_type": Text(
        vi="“{name}” phải gồm các dòng “tên: giá trị”, không phải {input}.",
        en="“{name}” must be made of “name: value” lines, not {input}.",
    ),
    "model_type": Text(
        vi="“{name}” phải gồm các dòng “tên: giá trị”, không phải {input}.",
        en="“{name}” must be made of “name: value” lines, not {input}.",
    ),
    "extra_forbidden": Text(
        vi="“{name}” không có chỗ ở đây; một câu có dấu phẩy trong {{…}} phải đặt trong ngoặc kép.",
        en="“{name}” has no place here; a sentence with a comma inside {{…}} stands in quotation marks.",
    ),
    "literal_error": Text(
        vi="“{name}” không thể là {input}; chỉ được là: {expected}.",
        en="“{name}” cannot be {input}; it may be: {expected}.",
    ),
    "date_from_datetime_parsing": Text(
        vi="“{name}” phải là ngày dạng 2021-12-28, không phải {input}.",
        en="“{name}” must be a date such as 2021-12-28, not {input}.",
    ),
    "date_type": Text(
        vi="“{name}” phải là ngày dạng 2021-12-28, không phải {input}.",
        en="“{name}” must be a date such as 2021-12-28, not {input}.",
    ),
}


# What a pattern asks for, in words; the module that owns a pattern says it.
PATTERNS: dict[str, Text] = {}


def mistake(vi: str, en: str, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """A validator's own sentence, about the place `at` inside what it validates."""
    return PydanticCustomError("mistake", "{en}", {"vi": vi, "en": en, "at": at})


def nearest(word: str, allowed: Iterable[str]) -> Text:
    """“… ; allowed: a, b, c”, with the word probably meant in front."""
    words = sorted(allowed)
    close = get_close_matches(word, words, n=1)
    listed = ", ".join(words)
    vi = f"được dùng: {listed}" if words else "ở đây không được dùng gì"
    en = f"allowed: {listed}" if words else "nothing is allowed here"
    if close:
        vi, en = f"có phải là “{close[0]}”? {vi}", f"is “{close[0]}” meant? {en}"
    return Text(vi=vi, en=en)


class Shape(BaseModel):
    """The base of everything that a criteria file may hold: frozen, and closed to names that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_names(cls, data: Any) -> Any:
        if isinstance(data, dict):
            allowed = [field.alias or name for name, field in cls.model_fields.items()]
            for name in data:
                if name not in allowed and name not in cls.model_fields:
                    hint = nearest(str(name), allowed)
                    raise PydanticCustomError(
                        "mistake",
                        "{en}",
                        {
                            "vi": f"Không có mục nào tên “{name}” ở đây; {hint.vi}.",
                            "en": f"Nothing here is called “{name}”; {hint.en}.",
                            "at": (name,),
                        },
                    )
        return data


def later(default: Any = None, alias: str | None = None) -> Any:
    """A word that the grammar gained after files were in use: one that does not say it keeps its hash."""
    return Field(default=default, alias=alias, exclude_if=lambda value: bool(value == default))


def place_of(error: ErrorDetails) -> tuple[str | int, ...]:
    """Where in the file the error is. Tags of the rule vocabulary stand in ⟨⟩, pydantic’s in []; neither is part of it."""
    steps = [step for step in error["loc"] if not (isinstance(step, str) and step.startswith(("⟨", "[")))]
    return (*steps, *error.get("ctx", {}).get("at", ()))


def sentence(error: ErrorDetails) -> Text:
    """The sentence for one pydantic error."""
    context = error.get("ctx", {})
    if error["type"] == "mistake":
        return Text(vi=context["vi"], en=context["en"])
    name = next((str(step) for step in reversed(place_of(error))), None)
    words: dict[str, Any] = {
        "name": name or Text(vi="Tệp", en="The file"),
        "input": _shown(error["input"]),
        "ge": context.get("ge"),
        "expected": str(context.get("expected")).replace(" or ", ", ").replace("'", ""),
    }
    if error["type"] == "string_pattern_mismatch":
        words["how"] = PATTERNS.get(context["pattern"], context["pattern"])
        return Text(
            vi="“{name}” không được viết là {input}; {how}.", en="“{name}” cannot be written {input}; {how}."
        ).filled(**words)
    known = SENTENCES.get(error["type"])
    if known is None:
        return Text(
            vi=f"“{name}” không hợp lệ: {error['msg']}.", en=f"“{name}” is not valid: {error['msg']}."
        )
    return known.filled(**words)


def _shown(value: Any) -> str:
    if value is None:
        return "chỗ trống (empty)"
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
