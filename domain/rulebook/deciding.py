"""Deciding: the ways in which the findings on single criteria become one verdict, as a file declares them."""

from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Field, Tag

from domain.rulebook.codes import Code
from domain.rulebook.mistakes import Shape, later
from domain.rulebook.rows import Maximum, Threshold
from domain.rulebook.shares import Percent
from domain.texts import Text

ALL: Final = "all"


class Points(Shape):
    """Recognition by points: a total, a least share of every clause, criteria that must be met besides.

    `every` is asked of each clause, and of each row that stands in none. `of` is the sum of all rows, said again so
    that a missing row is noticed.
    """

    points: Threshold
    of: Maximum | None = later()
    every: Percent | None = None
    also: tuple[Code, ...] = Field(default=(), alias="and")


class NotKnownWay(Shape):
    """How the findings are put together is not known to us. `and` names criteria without which nobody passes in
    any case; beyond them nothing is concluded, neither met nor not met."""

    not_known: Text
    also: tuple[Code, ...] = Field(default=(), alias="and")


def _which(data: Any) -> str:
    if isinstance(data, NotKnownWay) or (isinstance(data, dict) and "not_known" in data):
        return "⟨not_known⟩"
    return "⟨points⟩" if isinstance(data, dict | Points) else "⟨all⟩"


Way = Annotated[
    Annotated[Literal["all"], Tag("⟨all⟩")]
    | Annotated[Points, Tag("⟨points⟩")]
    | Annotated[NotKnownWay, Tag("⟨not_known⟩")],
    Discriminator(_which),
]
