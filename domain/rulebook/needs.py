"""Needs: what has to hold of single facts, and goals made of them: all of several, or one.

A need is about one fact (`Is`), or says that a number is at least what others make it (`AtLeast`) or at most a limit
(`AtMost`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.rulebook.mistakes import Shape

Numbers = Mapping[str, int | None]


@dataclass(frozen=True)
class Is:
    """One fact has an answer that `holds`; `options` are answers to choose from."""

    fact: str
    holds: Callable[[Any], bool]
    options: tuple[Any, ...]
    rule: Shape

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.fact})


@dataclass(frozen=True)
class AtLeast:
    """A number is at least what `least` makes of the others, which never falls when they rise.

    `reads` must be known; `also` counts as 0 where nobody said.
    """

    fact: str
    least: Callable[[Numbers], int]
    reads: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.fact, *self.reads, *self.also})


@dataclass(frozen=True)
class AtMost:
    """A number is at most a limit."""

    fact: str
    limit: int

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.fact})


Need = Is | AtLeast | AtMost


@dataclass(frozen=True)
class Every:
    """All of these; of none, nothing is needed."""

    goals: Sequence["Goal"]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset().union(*(goal.facts for goal in self.goals))


@dataclass(frozen=True)
class Some:
    """One of these; of none, it cannot be."""

    goals: Sequence["Goal"]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset().union(*(goal.facts for goal in self.goals))


Goal = Need | Every | Some
NEVER = Some(())
