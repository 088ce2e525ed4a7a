"""Names: one spelling, a search without marks, the order of a dictionary; ICU is the judge.

Each was broken once and seen to fail here: `nfc` returning its argument; `fold` without đ → d, and without dropping
marks; `sort_key` with hỏi and ngã exchanged, with tones before letters, with ă after b, with capitals first.
"""

import unicodedata
from itertools import pairwise

import icu
import pytest

from domain.names import fold, nfc, sort_key
from domain.units import official_versions

NAMES = sorted({row.name for row in official_versions()})


def test_every_real_name_sorts_as_icu_sorts_vietnamese():
    judge = icu.Collator.createInstance(icu.Locale("vi_VN"))
    assert len(NAMES) > 3000
    assert sorted(NAMES, key=sort_key) == sorted(NAMES, key=judge.getSortKey)


def test_every_real_name_without_its_type_sorts_as_icu_sorts_vietnamese():
    judge = icu.Collator.createInstance(icu.Locale("vi_VN"))
    bare = sorted({name.split(" ", 1)[1] for name in NAMES})
    assert sorted(bare, key=sort_key) == sorted(bare, key=judge.getSortKey)


def test_letters_come_before_tones_and_tones_before_capitals():
    right = ["an", "An", "àn", "án", "ạn", "anh", "ăn", "ân", "ba", "da", "đa"]
    shuffled = [right[place * 7 % len(right)] for place in range(len(right))]
    assert sorted(shuffled, key=sort_key) == right


def test_the_tones_are_in_dictionary_order():
    right = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert all(sort_key(first) < sort_key(second) for first, second in pairwise(right))


@pytest.mark.parametrize("spelling", ["NFC", "NFD"])
def test_a_name_is_the_same_name_however_its_marks_are_sent(spelling):
    for name in NAMES:
        sent = unicodedata.normalize(spelling, name)
        assert (nfc(sent), fold(sent), sort_key(sent)) == (name, fold(name), sort_key(name))


def test_a_search_needs_no_marks_and_no_capitals():
    assert fold("Đồng Đăng") == fold("ĐỒNG ĐĂNG") == "dong dang"


def test_a_folded_name_is_plain_letters_only():
    assert all(fold(name).isascii() for name in NAMES)
