"""Making: a template and data become a PDF, the same bytes whenever and wherever; PDF/A-2a and PDF/UA-1, own fonts only."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"]
    )


def made(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template in this folder. What the data holds is shown as it is, never read as markup."""
    return typst.compile(
        str(FOLDER / f"{template}.typ"),
        root=str(FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["a-2a", "ua-1"],
    )


def kept(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """The document of that name; made when nobody has asked for it before. Two that ask at once get the same bytes."""
    file = folder / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{id(make):x}.new")
        new.write_bytes(make())
        new.replace(file)
    return file.read_bytes()
