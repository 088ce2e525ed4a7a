"""Parts: a long sequence taken a handful at a time, so that no more than a handful is ever held."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def parts(of: Iterable[T], many: int) -> Iterator[list[T]]:
    """Lists of up to `many`, in order."""
    left = iter(of)
    for first in left:
        yield [first, *islice(left, many - 1)]
