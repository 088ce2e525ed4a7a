"""Bad files: everything that is wrong with one file at once, alike mistakes in one sentence with their rows."""

from dataclasses import dataclass
from typing import Any

from domain.errors import BadInput
from domain.texts import Text

SHOWN = 20  # sentences that a person gets to read at once
KEPT = 1_000  # different sentences that are remembered; the rest are only counted
PLACES = 5  # rows or cells that one sentence names


class BadFile(BadInput):
    """A file was refused as a whole. `problems` holds the sentences, at most `KEPT`; `total` counts all of them."""

    def __init__(self, name: str, problems: list[Text], total: int) -> None:
        self.problems = problems
        self.total = total
        head = Text(
            vi="Tệp {name} có {total} lỗi; chưa nhập gì.",
            en="Mistakes in the file {name}: {total}; nothing was imported.",
        ).filled(name=name, total=total)
        shown = [head, *(Text(vi=f"- {text.vi}", en=f"- {text.en}") for text in problems[:SHOWN])]
        if more := total - len(problems[:SHOWN]):
            shown.append(Text(vi=f"… và {more} lỗi nữa.", en=f"… and {more} more."))
        # A cell may hold braces, so the sentences go in as values and are never a template themselves.
        super().__init__(
            "{lines}",
            "{lines}",
            lines=Text(vi="\n".join(text.vi for text in shown), en="\n".join(text.en for text in shown)),
        )


@dataclass(slots=True)
class _Found:
    """Where one mistake was found: its first row, the places that are named, the last place, and how many there are."""

    row: int
    places: list[int | str]
    last: int | str | None
    count: int = 1


class Problems:
    """The mistakes found so far in the file `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.total = 0
        self._found: dict[tuple[str, str, str], _Found] = {}

    def whole(self, vi: str, en: str, **values: Any) -> None:
        """Something that is wrong with the file, not with a row of it."""
        self._add("", None, 0, Text(vi=vi, en=en).filled(**values))

    def row(self, number: int, vi: str, en: str, **values: Any) -> None:
        """Something that is wrong with row `number`, counted from 1 with the header, as a spreadsheet shows it."""
        self._add("row", number, number, Text(vi=vi, en=en).filled(**values))

    def cell(self, name: str, number: int, vi: str, en: str, **values: Any) -> None:
        """Something that is wrong with one cell, named as a spreadsheet names it (C12), on row `number`."""
        self._add("cell", name, number, Text(vi=vi, en=en).filled(**values))

    def _add(self, kind: str, place: int | str | None, number: int, text: Text) -> None:
        key = (kind, text.vi, text.en)
        if key in self._found:
            found = self._found[key]
            if place != found.last:
                found.last, found.count = place, found.count + 1
                found.places += [place] if len(found.places) < PLACES and place is not None else []
            return
        self.total += 1
        if len(self._found) < KEPT:
            self._found[key] = _Found(number, [] if place is None else [place], place)

    def texts(self) -> list[Text]:
        """One sentence for each different mistake, in the order of the rows."""
        found = sorted(self._found.items(), key=lambda item: item[1].row)
        return [_sentence(kind, one.places, one.count, vi, en) for (kind, vi, en), one in found]

    def refuse(self) -> None:
        """Raise BadFile when anything was found."""
        if self.total:
            raise BadFile(self.name, self.texts(), self.total)


_NOUNS = {"row": (("Dòng", "Row"), ("Các dòng", "Rows")), "cell": (("Ô", "Cell"), ("Các ô", "Cells"))}


def _sentence(kind: str, places: list[int | str], count: int, vi: str, en: str) -> Text:
    if not places:
        return Text(vi=vi[0].upper() + vi[1:], en=en[0].upper() + en[1:])
    noun_vi, noun_en = _NOUNS[kind][count > 1]
    rest = count - len(places)
    listed = ", ".join(map(str, places))
    more = Text(vi=f" và {rest} chỗ nữa", en=f" and {rest} more") if rest else None
    return Text(
        vi=f"{noun_vi} {listed}{more.vi if more else ''}: {vi}",
        en=f"{noun_en} {listed}{more.en if more else ''}: {en}",
    )


def quoted(value: object) -> str:
    """A cell's text as a sentence may show it: one line, printable, not endless."""
    text = "".join(ch if ch.isprintable() else "�" for ch in str(value))
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
