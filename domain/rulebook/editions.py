"""Editions: which edition of which line judges a kind of applicant in a season; never two, and never a gap."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any, Literal

from domain.rulebook.figures import day
from domain.texts import Text

if TYPE_CHECKING:
    from domain.standards import Standard

# No season opens registration under it; it is judged by `antoan judge` and by simulation only.
Process = Literal["none"]


def faults(standards: "Iterable[Standard]") -> Iterator[tuple[str, Text]]:
    """What is wrong with the editions together: the path of the file to blame, and the sentence.

    An edition without an end ends where the next of its line begins; one that names its last season must leave off
    exactly there.
    """
    kinds: dict[str, dict[str, list[Standard]]] = {}
    standards = sorted(standards, key=lambda one: (one.seasons.first, one.path))
    yield from _places([one for one in standards if one.opens_registration and one.place])
    for one in standards:
        if one.opens_registration and not one.place:
            kinds.setdefault(one.kind, {}).setdefault(one.line, []).append(one)
    for lines in kinds.values():
        for line in lines.values():
            for before, after in pairwise(line):
                yield from _after(before, after)
                yield from _in_force(before, after)
        yield from _rivals(list(lines.values()))


def _after(before: "Standard", after: "Standard") -> Iterator[tuple[str, Text]]:
    """Two editions of one line: the later must begin exactly where the earlier ends."""
    first, last = after.seasons.first, before.seasons.until
    words: dict[str, Any] = dict(
        after=after.path, before=before.path, kind=after.kind, season=first, last=last
    )
    if before.seasons.first == first or (last is not None and first <= last):
        vi = "Năm đánh giá {season} có hai bản cho “{kind}”: {before} và {after}."
        en = "Season {season} has two editions for “{kind}”: {before} and {after}."
        yield after.path, Text(vi=vi, en=en).filled(**words)
    elif last is not None and first > last + 1:
        vi = "Giữa {before} (đến {last}) và {after} (từ {season}) có năm không có bản nào cho “{kind}”."
        en = "Between {before} (until {last}) and {after} (from {season}) a season has no edition for “{kind}”."
        yield after.path, Text(vi=vi, en=en).filled(**words)


def _in_force(before: "Standard", after: "Standard") -> Iterator[tuple[str, Text]]:
    """The day on which one legal text follows another: no day has two of them, and none has neither."""
    old, new = before.instrument, after.instrument
    if old is None or new is None or old == new or old.in_force_until is None or new.in_force_from is None:
        return
    days = (new.in_force_from - old.in_force_until).days
    if days != 1:
        words: dict[str, Any] = dict(
            old=old.number, until=day(old.in_force_until), new=new.number, first=day(new.in_force_from)
        )
        vi = "{old} có hiệu lực đến {until}, {new} từ {first}: "
        en = "{old} is in force until {until}, {new} from {first}: "
        vi += "có ngày không văn bản nào có hiệu lực." if days > 1 else "có ngày cả hai cùng có hiệu lực."
        en += "some day has neither." if days > 1 else "some day has both."
        yield after.path, Text(vi=vi, en=en).filled(**words)


def _rivals(lines: "list[list[Standard]]") -> Iterator[tuple[str, Text]]:
    """Two lines may not both open registration for one kind in one season: nobody could say which counts."""
    for number, line in enumerate(lines):
        for other in lines[number + 1 :]:
            first = max(line[0].seasons.first, other[0].seasons.first)
            if first <= min(one[-1].seasons.until or 9999 for one in (line, other)):
                vi = (
                    "Năm đánh giá {season}, “{kind}” đã đăng ký theo {line}: bộ này cần “process: none”, hoặc"
                    " “edition_of: {line}” nếu là một bản của bộ đó."
                )
                en = (
                    "In season {season}, “{kind}” registers under {line} already: this needs “process: none”, or"
                    " “edition_of: {line}” if it is an edition of that."
                )
                words = dict(season=first, kind=other[0].kind, line=line[0].line)
                yield other[0].path, Text(vi=vi, en=en).filled(**words)


def _places(overlays: "list[Standard]") -> Iterator[tuple[str, Text]]:
    """Of two overlays for the same units the inner one must extend the outer: else it could loosen what that tightened."""
    for outer, inner in permutations(overlays, 2):
        if outer.kind != inner.kind or not inner.place.startswith(outer.place):
            continue
        if inner.place == outer.place and inner.path < outer.path:
            continue  # told once
        last = min(one.seasons.until or 9999 for one in (outer, inner))
        if max(outer.seasons.first, inner.seasons.first) <= last and outer not in inner.chain:
            vi = "{outer} đã áp dụng tại {place}: tệp này phải mở rộng (extends) chính bộ đó."
            en = "{outer} applies at {place} already: this file must extend that one."
            yield inner.path, Text(vi=vi, en=en).filled(outer=outer.path, place=outer.place)


def circles(
    standards: "Mapping[str, Standard]", takes: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, ...]]:
    """Standards that wait for each other, each circle once: a verdict would need itself. `takes` says what each includes
    or extends. A title is asked of the same
    unit, and so of the standards of its kind."""
    waits: dict[str, set[str]] = {}
    for path, one in standards.items():
        titles = {fact.title for _, _, fact in one.facts() if fact.title}
        waits[path] = {
            *takes.get(path, ()),
            *(
                other.path
                for other in standards.values()
                if other.line in titles and not other.place and other.kind == one.kind
            ),
        }
    while True:
        try:
            TopologicalSorter(waits).prepare()
        except CycleError as error:
            # graphlib names the circle against the direction of waiting.
            circle = tuple(reversed(error.args[1]))
            start = circle.index(min(circle))
            yield (*circle[start:-1], *circle[:start], circle[start])
            for path in circle:
                waits.pop(path, None)
            waits = {path: {one for one in needed if one in waits} for path, needed in waits.items()}
        else:
            return
