"""Dated: a value that changes with the season, written as a list of values with the seasons in which each holds."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from domain.rulebook.mistakes import mistake

Place = tuple[str | int, ...]
ALWAYS = (0, 9999)


class Span(NamedTuple):
    """Seasons from `first` to `last`, both counted."""

    first: int
    last: int

    def __contains__(self, season: object) -> bool:
        return isinstance(season, int) and self.first <= season <= self.last


def spans(data: Any) -> list[Span]:
    """The seasons between which nothing in `data` changes, in order. Raises a mistake, with its place, for a list of
    dated values that has a gap, an overlap or a part that nobody can read."""
    cuts: set[int] = set()
    starts, ends = [ALWAYS[0]], [ALWAYS[1]]
    for place, values in _lists(data, ()):
        periods = _periods(values, place)
        starts.append(periods[0].first)
        ends.append(periods[-1].last)
        cuts |= {one.first for one in periods}
    first, last = max(starts), min(ends)
    edges = [first, *sorted(cut for cut in cuts if first < cut <= last), last + 1]
    return [Span(start, after - 1) for start, after in pairwise(edges)]


def at(data: Any, season: int) -> Any:
    """`data` with every dated value replaced by the one that holds in `season`."""
    if isinstance(data, Mapping):
        return {name: at(value, season) for name, value in data.items()}
    if not isinstance(data, list | tuple):
        return data
    if _is_dated(data):
        held = zip(_periods(data, ()), data, strict=True)
        return next(entry["value"] for period, entry in held if season in period)
    return [at(value, season) for value in data]


def any_dated(data: Any) -> bool:
    """Whether there is any dated value in `data`: of nearly all criteria this is all that has to be asked."""
    if isinstance(data, Mapping):
        data = data.values()
    elif not isinstance(data, list | tuple):
        return False
    elif _is_dated(data):
        return True
    return any(any_dated(one) for one in data if type(one) is not str)


def _is_dated(data: Any) -> bool:
    return (
        isinstance(data, list | tuple)
        and bool(data)
        and all(isinstance(one, Mapping) for one in data)
        and any("value" in one for one in data)
    )


def _lists(data: Any, place: Place) -> Iterator[tuple[Place, list[Any]]]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _lists(value, (*place, name))
    elif _is_dated(data):
        yield place, list(data)
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from _lists(value, (*place, number))


def _periods(values: list[Any] | tuple[Any, ...], place: Place) -> list[Span]:
    """The seasons of each value. One without `until` ends where the next begins."""
    read = [_read(entry, (*place, number)) for number, entry in enumerate(values)]
    found: list[Span] = []
    for number, (first, last) in enumerate(read):
        after = read[number + 1][0] if number + 1 < len(read) else None
        if first is None and number:
            raise _at(
                (*place, number),
                "Giá trị này thiếu “from”: nó có hiệu lực từ năm đánh giá nào?",
                "This value lacks “from”: since which season does it hold?",
            )
        if last is None:
            last = ALWAYS[1] if after is None else after - 1
        span = Span(ALWAYS[0] if first is None else first, last)
        if span.last < span.first:
            raise _at(
                (*place, number),
                f"Giá trị này kết thúc ({span.last}) trước khi bắt đầu ({span.first}).",
                f"This value ends ({span.last}) before it begins ({span.first}).",
            )
        if found and span.first <= found[-1].last:
            raise _at(
                (*place, number),
                f"Năm đánh giá {span.first} có hai giá trị.",
                f"Season {span.first} has two values.",
            )
        if found and span.first > found[-1].last + 1:
            raise _at(
                (*place, number),
                f"Năm đánh giá {found[-1].last + 1} không có giá trị nào.",
                f"Season {found[-1].last + 1} has no value.",
            )
        found.append(span)
    return found


def _read(entry: Mapping[str, Any], place: Place) -> tuple[int | None, int | None]:
    first, last = entry.get("from"), entry.get("until")
    whole = all(one is None or type(one) is int for one in (first, last))
    if set(entry) - {"value", "from", "until"} or "value" not in entry or not whole:
        raise _at(
            place,
            "Một giá trị theo năm có dạng {value: 75%, from: 2026, until: 2030}; from và until là năm đánh giá.",
            "A dated value looks like {value: 75%, from: 2026, until: 2030}; from and until are seasons.",
        )
    return first, last


def _at(place: Place, vi: str, en: str) -> PydanticCustomError:
    return mistake(vi, en, place)
