"""Procedure checks: what is wrong between procedure files, and with the names that they use, beyond the shape of each."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from domain.catalogue import Catalogue
from domain.procedures import ProcedureFile, Procedures, Source
from domain.rulebook.mistakes import nearest
from domain.rulebook.yamlfile import Problem
from domain.texts import Text
from domain.unit_rows import KINDS

SECTIONS = ("council", "publication", "appeal", "validity", "signing")


def remarks(procedures: Procedures, catalogue: Catalogue) -> list[Problem]:
    """The mistakes of each file, then what no single file shows: unknown names, two files that say the same thing."""
    return [
        *procedures.problems,
        *(problem for one in procedures.sources for problem in _names(one, catalogue)),
        *(problem for pair in combinations(procedures.sources, 2) for problem in _both_say(*pair)),
    ]


def _names(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    """A kind or a standard that nobody knows would quietly hold for nobody."""
    kinds = {*KINDS, *(one.kind for one in catalogue.standards.values() if one.opens_registration)}
    folders = {part for path in catalogue.standards for part in _prefixes(path)}
    for section, said, known in (
        ("kinds", source.file.kinds, kinds),
        ("standards", source.file.standards, folders),
    ):
        for at, name in enumerate(said):
            if name not in known:
                hint = nearest(name, known)
                yield _problem(
                    source,
                    (section, at),
                    Text(
                        vi="Không có “{name}”; {hint}.", en="There is no “{name}”; {hint}."
                    ).filled(name=name, hint=hint),
                )  # fmt: skip


def _prefixes(path: str) -> Iterator[str]:
    steps = path.split("/")
    return ("/".join(steps[:n]) for n in range(1, len(steps) + 1))


def _both_say(first: Source, second: Source) -> Iterator[Problem]:
    """Of one place, two files of the same first day would both say the last word."""
    one, other = first.file, second.file
    if (one.place, one.start) != (other.place, other.start) or not _meet(one, other):
        return
    for section in SECTIONS:
        if getattr(one, section) is not None and getattr(other, section) is not None:
            yield _problem(
                second,
                (section,),
                Text(
                    vi="“{section}” đã có trong {file}, cũng cho {place} từ {day}.",
                    en="“{section}” stands in {file} already, for {place} from {day} too.",
                ).filled(section=section, file=first.path, place=one.place, day=one.start),
            )


def _meet(one: ProcedureFile, other: ProcedureFile) -> bool:
    return _overlap(one.kinds, other.kinds) and _overlap(one.standards, other.standards)


def _overlap(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether two lists of names have anything in common; an empty one names everything."""
    ours, theirs = set(ours), set(theirs)
    return (
        not ours
        or not theirs
        or any(a == b or a.startswith(f"{b}/") or b.startswith(f"{a}/") for a in ours for b in theirs)
    )


def _problem(source: Source, place: tuple[str | int, ...], text: Text) -> Problem:
    return Problem(str(source.path), source.reading.line(place), text)
