"""Codes: how kinds, criteria and words may be written in a criteria file."""

from typing import Annotated

from pydantic import Field

from domain.rulebook.mistakes import PATTERNS
from domain.texts import Text

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_CODE = r"^[^\W_a-z][\wĐđ]*(-[\wđ]+)*$"
_WORD = r"^[a-z][a-z0-9_-]*$"
PATTERNS[_SLUG] = PATTERNS[_WORD] = Text(
    vi="viết chữ thường không dấu, chữ số và dấu gạch nối, như residential-area",
    en="write small letters, digits and hyphens, such as residential-area",
)
PATTERNS[_CODE] = Text(
    vi="mã bắt đầu bằng chữ hoa và theo số của văn bản, như KDC-3đ",
    en="a code begins with a capital and follows the numbering of the law, such as KDC-3đ",
)
Slug = Annotated[str, Field(pattern=_SLUG)]
# The law's own numbering; Vietnamese lists run a b c d đ e g h.
Code = Annotated[str, Field(pattern=_CODE)]
Word = Annotated[str, Field(pattern=_WORD)]
_LINE = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$"
PATTERNS[_LINE] = Text(
    vi="viết <nơi áp dụng>/<tên chung của các bản>, như vn/antt",
    en="write <jurisdiction>/<name shared by the editions>, such as vn/antt",
)
# What editions of one standard have in common: antt-2012 and antt-2021 are both editions of vn/antt.
Line = Annotated[str, Field(pattern=_LINE)]
