"""Form words: what the fields of a form are called on its page, and what was chosen in them, as people read it there.

Read from the page itself, so that there is one place for the words and none can be forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

# Parts of a page whose text names something.
_NAMING = frozenset({"label", "legend", "option", "button", "h1", "textarea"})


class Told(NamedTuple):
    """What somebody was about to do: the page's heading, the button they pressed, and what they typed, named."""

    heading: str
    button: str
    lines: tuple[tuple[str, str], ...]


@dataclass
class _Field:
    form: int
    kind: str
    name: str
    value: str
    id: str
    legend: list[str]
    text: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """The fields of every form of a page, with the texts that name them."""

    def __init__(self) -> None:
        super().__init__()
        self.heading: list[str] = []
        self.actions: list[str] = []
        self.fields: list[_Field] = []
        self.labels: dict[str, list[str]] = {}
        self._legends: list[list[str]] = []
        self._open: list[tuple[str, list[str]]] = []
        self._select: tuple[str, str] = ("", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        text: list[str] = []
        match tag:
            case "form":
                self.actions.append(said.get("action", ""))
            case "fieldset":
                self._legends.append([])
            case "legend" if self._legends:
                text = self._legends[-1]
            case "label":
                text = self.labels.setdefault(said.get("for", ""), [])
            case "h1":
                text = self.heading
            case "select":
                self._select = (said.get("name", ""), said.get("id", ""))
            case "option":
                self._add("option", *self._select, said.get("value", ""), text)
            case "input":
                self._add(
                    said.get("type", "text"),
                    said.get("name", ""),
                    said.get("id", ""),
                    said.get("value", "on"),
                    [],
                )
            case "button" | "textarea":
                self._add(tag, said.get("name", ""), said.get("id", ""), said.get("value", ""), text)
        if tag in _NAMING:
            self._open.append((tag, text))

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset" and self._legends:
            self._legends.pop()
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for _, text in self._open:
            text.append(data)

    def _add(self, kind: str, name: str, id: str, value: str, text: list[str]) -> None:
        legend = self._legends[-1] if self._legends else []
        self.fields.append(_Field(len(self.actions) - 1, kind, name, value, id, legend, text))


def told(html: str, path: str, fields: Sequence[tuple[str, str]]) -> Told:
    """What was sent to `path` in the words of the page that has the form; without them what reads like words itself."""
    page = _Page()
    page.feed(html)
    names = {name for name, _ in fields}
    forms = [number for number, action in enumerate(page.actions) if action == path]
    own = {
        number: {one.name: one for one in page.fields if one.form == number and one.name in names}
        for number in forms
    }
    form = max(forms, key=lambda number: len(own[number]), default=None)
    there = [one for one in page.fields if one.form == form]
    lines = [line for name, value in fields if value.strip() and (line := _line(page, there, name, value))]
    return Told(_joined(page.heading), _pressed(there, fields), tuple(lines))


def _line(page: _Page, there: Sequence[_Field], name: str, value: str) -> tuple[str, str] | None:
    known = [one for one in there if one.name == name]
    if not known:
        # Without the page's words: a sentence speaks for itself, a code or a number of ours tells nobody anything.
        return ("", value) if " " in value.strip() else None
    one = next((one for one in known if one.value == value), known[0])
    label, legend = _joined(page.labels.get(one.id, [])), _joined(one.legend)
    match one.kind:
        case "hidden" | "button" | "submit":
            return None
        case "radio" | "checkbox":
            return legend, label or value
        case "option":
            return label or legend, _joined(one.text) or value
        case _:
            return label or legend, value


def _pressed(there: Sequence[_Field], fields: Sequence[tuple[str, str]]) -> str:
    """What the button says that was pressed: the named one, else the form's first. A page that has not every field is
    another step of the same form, with other buttons."""
    if not {name for name, _ in fields} <= {one.name for one in there}:
        return ""
    buttons = [one for one in there if one.kind == "button"]
    named = next((one for one in buttons if one.name and (one.name, one.value) in fields), None)
    plain = next((one for one in buttons if not one.name), None)
    found = named or plain
    return _joined(found.text) if found else ""


def _joined(text: list[str]) -> str:
    return " ".join("".join(text).split())
