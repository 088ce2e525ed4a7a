"""Tables: the same cells as a table of a page and as the lines of a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.texts import Text
from portal.exports import Cell as Plain


@dataclass(frozen=True)
class Cell:
    """One cell. `link` is the list behind the number; `of` makes a share and a bar of it."""

    value: int | str | Text | None
    link: str = ""
    of: int | None = None


@dataclass(frozen=True)
class Table:
    """A table with the name by which its file is asked for. The first cell of a row names it."""

    name: str
    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text | None = None
    # Rows that a page shows; its file has all.
    most: int = 1_000
    # Its cells are sentences, so on a phone a row is a card: beside numbers they would stand off the screen.
    words: bool = False

    def lines(self, spoken: str) -> Sequence[Sequence[Plain]]:
        return [
            [one.value.in_(spoken) if isinstance(one.value, Text) else one.value for one in row]
            for row in self.rows
        ]
