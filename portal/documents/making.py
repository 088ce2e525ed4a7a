"""Making: a template and data become a PDF, the same bytes whenever and wherever; PDF/A-2a and PDF/UA-1, own fonts only."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from domain.errors import BadInput

FOLDER = Path(__file__).parent
# What Typst says of a letter that the font does not have; nothing is ever put in its place.
_LACKING = re.compile(
    r"the text (?:`\"(.*?)\"` could not be displayed|contains the disallowed codepoint `\"(.*?)\"`)"
)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"]
    )


def made(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template in this folder. What the data holds is shown as it is, never read as markup.

    Several threads may make documents at once. Raises BadInput for a letter that the font does not have.
    """
    try:
        return typst.compile(
            str(FOLDER / f"{template}.typ"),
            root=str(FOLDER),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
            pdf_standards=["a-2a", "ua-1"],
        )
    except typst.TypstError as error:
        lacking = _LACKING.search(str(error))
        if lacking is None:
            raise
        raise BadInput(
            "Văn bản có ký tự “{letter}” mà phông chữ Tinos không có, nên chưa lập được; hãy sửa chữ đó.",
            "The document holds “{letter}”, which the font Tinos does not have, so it is not made; change that letter.",
            letter=lacking[1] or lacking[2],
        ) from error
