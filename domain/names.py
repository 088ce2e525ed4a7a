"""Names: Vietnamese names as they are stored (NFC), searched (without marks) and sorted."""

import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: place for place, letter in enumerate(_ALPHABET)}
# The tones in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def nfc(text: str) -> str:
    """The one spelling that is stored: phones and Macs send NFD, and equality, uniqueness and hashes break on it."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """What a search compares: lower case, no marks, đ as d. `fold("Đồng Đăng") == "dong dang"`."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(ch for ch in bare if not unicodedata.combining(ch))


def sort_key(text: str) -> str:
    """A key whose plain order is the order of a Vietnamese dictionary: letters first, then tones, then case."""
    letters, tones, cases = zip(*map(_weighed, nfc(text)), strict=True) if text else ((), (), ())
    return "".join(letters) + " " + "".join(tones) + " " + "".join(cases)


@lru_cache(maxsize=4096)
def _weighed(ch: str) -> tuple[str, str, str]:
    """A character's place in the alphabet, its tone, its case; widths are fixed, so that text compares as numbers do."""
    lower, tone, rest = ch.lower(), 0, ""
    for part in unicodedata.normalize("NFD", lower):
        if part in _TONES:
            tone = _TONES[part]
        else:
            rest += part
    letter = nfc(rest)
    # Letters come after everything else.
    place = f"1{_PLACE[letter]:04x}" if letter in _PLACE else f"0{ord(letter[0]) if letter else 0:04x}"
    return place, str(tone), "1" if ch != lower else "0"
