"""Citations: “Thông tư 124/2021/TT-BCA, Điều 4, khoản 3 điểm a” taken apart into instrument, article, clause and point."""

import re
from functools import lru_cache

_PLACES = {
    "article": re.compile(r"(?:Điều|[Aa]rt(?:icle|\.)?)\s+(\d+\w*)"),
    "clause": re.compile(r"(?:khoản|[Cc]lause)\s+(\d+\w*)"),
    "point": re.compile(r"(?:điểm|[Pp]oint)\s+(\w+)"),
}


@lru_cache(maxsize=4096)
def cited(text: str) -> tuple[dict[str, str], ...]:
    """What a citation names, one entry for each of the places that a semicolon parts. Shared by all that cite it:
    never change one."""
    return tuple(_place(one.strip()) for one in text.split(";"))


def _place(text: str) -> dict[str, str]:
    found = {"text": text}
    starts = [match.start() for pattern in _PLACES.values() if (match := pattern.search(text))]
    if instrument := text[: min(starts, default=len(text))].strip(" ,"):
        found["instrument"] = instrument
    for name, pattern in _PLACES.items():
        if match := pattern.search(text):
            found[name] = match[1]
    return found
