"""Every text of every page is in both languages: there is no visible text outside `t("…", "…")`, and both sides of one
take the same values.

Broken and seen to fail: a heading without t(); an English side left empty; a value that only one side takes; an
aria-label in plain text.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import nodes

from portal import pages

TEMPLATES = Path(pages.__file__).parent / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))

# Names, and what is the same in both languages.
SAME = re.compile(
    r"An Toàn|English|Tiếng Việt|\b(?:XLSX|CSV|PDF|DOCX|JSON|OTP|kB|MB|SHA-256|iCalendar|Prefect|API|ok|https?)\b"
)
SPOKEN = re.compile(r"""\b(?:aria-label|alt|title|placeholder|value)="([^"]*)\"""")


def parsed(file: Path) -> nodes.Template:
    return pages.environment().parse(file.read_text())


def markup(file: Path) -> str:
    """The template's own markup, with a sign in the place of everything that is filled in."""
    outputs = parsed(file).find_all(nodes.Output)
    whole = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "\x00"
        for output in outputs
        for part in output.nodes
    )
    return re.sub(r"<!--.*?-->|<!DOCTYPE[^>]*>", "", whole, flags=re.S)


def texts(file: Path) -> Iterator[tuple[list[nodes.Expr], set[str], int]]:
    for call in parsed(file).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            yield call.args, {one.key for one in call.kwargs}, call.lineno


def placeholders(sentence: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(TEMPLATES).as_posix())
def test_no_text_stands_outside_both_languages(file):
    html = markup(file)
    seen = SAME.sub("", re.sub(r"<[^<>]*>", " ", html))
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", seen))
    assert words == []
    # `value` of a hidden field is a word for the program.
    tags = re.findall(r"<[^<>]*>", html)
    spoken = [
        said
        for tag in tags
        for said in SPOKEN.findall(tag)
        if "hidden" not in tag
        and not tag.startswith(("<input", "<option", "<button", "<li", "<data", "<meta"))
    ]
    assert [said for said in spoken if re.search(r"[^\W\d_]{2,}", SAME.sub("", said))] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(TEMPLATES).as_posix())
def test_both_languages_are_there_and_take_the_same_values(file):
    for args, given, line in texts(file):
        assert len(args) == 2, f"line {line}"
        assert all(isinstance(arg, nodes.Const) for arg in args), f"line {line}: sentences are written out"
        vi, en = (arg.as_const() for arg in args)
        assert vi.strip(), f"line {line}"
        assert en.strip(), f"line {line}"
        if given:
            assert placeholders(vi) == placeholders(en) == given, f"line {line}: {vi} / {en}"
        else:
            assert "{" not in vi + en, f"line {line}: nothing fills {vi}"
