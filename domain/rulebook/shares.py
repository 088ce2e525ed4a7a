"""Shares: “70%” as a file writes it, as two whole numbers; a float never decides about a recognition."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from domain.rulebook.mistakes import mistake

_PERCENT = re.compile(r"(\d+)(?:[.,](\d+))?%")
_FRACTION = re.compile(r"(\d+)/(\d+)")


def ratio(share: str) -> tuple[int, int]:
    """“70%” → (70, 100), “66,67%” → (6667, 10000), “2/3” → (2, 3): whole numbers, never floats."""
    if parts := _PERCENT.fullmatch(share):
        decimals = parts[2] or ""
        return int(parts[1] + decimals), 100 * 10 ** len(decimals)
    if parts := _FRACTION.fullmatch(share):
        return int(parts[1]), int(parts[2])
    raise ValueError(share)


def _is_share(share: str) -> str:
    try:
        over, of = ratio(share)
    except ValueError:
        over, of = 0, 0
    if not 0 < over <= of:
        raise mistake(
            f"“{share}” không phải là tỷ lệ; viết như 70%, 66,67% hoặc 2/3, lớn hơn 0 và không quá 100%.",
            f"“{share}” is not a share; write 70%, 66.67% or 2/3, more than 0 and no more than 100%.",
        )
    return share


Percent = Annotated[
    str,
    AfterValidator(_is_share),
    WithJsonSchema({"type": "string", "pattern": r"^(\d+([.,]\d+)?%|\d+/\d+)$", "examples": ["70%", "2/3"]}),
]
