"""Findings: what a rule of the linter sees, and how what it found is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.catalogue import Catalogue
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.yamlfile import Place
from domain.standards import Standard
from domain.texts import Text


@dataclass(frozen=True)
class Subject:
    """One standard under the eyes of the linter, among the others of its catalogue."""

    standard: Standard
    catalogue: Catalogue


@dataclass(frozen=True)
class Finding:
    """What a rule found: in which criterion (None: in the standard itself), where in it, and the sentence."""

    place: Place
    text: Text
    code: str | None = None


Rule = Callable[[Subject], Iterator[Finding]]


def of_criterion(criterion: Criterion, place: Place, vi: str, en: str) -> Finding:
    return Finding(place, Text(vi=f"{criterion.code}: {vi}", en=f"{criterion.code}: {en}"), criterion.code)


def of_standard(place: Place, vi: str, en: str) -> Finding:
    return Finding(place, Text(vi=vi, en=en))
