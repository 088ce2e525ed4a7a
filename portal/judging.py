"""Judging: the verdict on a document of facts that somebody hands over, without touching a database."""

import orjson

from domain.errors import BadInput
from domain.scorecard import Scorecard
from domain.scorecard import judge as judged
from domain.standards import Standard
from domain.texts import Text

KEYS = ("season", "unit", "facts")
_SHAPE = '{"season": 2024, "unit": {}, "facts": {"KDC-1c": {"registered": 249, "residing": 250}}}'


def judge_document(standard: Standard, content: bytes) -> Scorecard:
    """The scorecard of a facts document. BadInput, with one sentence, for whatever is wrong with it."""
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise BadInput(
            "Tệp dữ kiện không phải JSON đúng: {why}.", "The facts are not valid JSON: {why}.", why=str(error)
        ) from None
    if not isinstance(document, dict):
        raise BadInput("Dữ kiện phải có dạng {shape}.", "The facts must look like {shape}.", shape=_SHAPE)
    for name in document:
        if name not in KEYS:
            raise BadInput(
                "Dữ kiện không có mục “{name}”; được dùng: {allowed}.",
                "The facts have no entry “{name}”; allowed: {allowed}.",
                name=name,
                allowed=", ".join(KEYS),
            )
    for name in ("season", "facts"):
        if name not in document:
            raise BadInput(
                "Dữ kiện thiếu “{name}”; cần có dạng {shape}.",
                "The facts lack “{name}”; they look like {shape}.",
                name=name,
                shape=_SHAPE,
            )
    unit = document.get("unit", {})
    standard.bench(document["season"])
    wrong = [*standard.check_unit(unit), *standard.check_facts(document["facts"])]
    if wrong:
        raise BadInput("{sentence}{more}", "{sentence}{more}", sentence=wrong[0], more=_more(len(wrong) - 1))
    return judged(standard, document["season"], unit, document["facts"])


def _more(others: int) -> Text | str:
    return Text(vi=f" (và {others} lỗi khác)", en=f" (and {others} more)") if others else ""
