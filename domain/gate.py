"""Gate: what the procedure of its place still asks of an application before it may be recognised.

Each condition is asked once for however many applications, and only for those whose procedure asks for it: a place that
asks for nothing costs no statement. Only a recognition is gated; a refusal or a return is not.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from domain import council_findings, objections, publication
from domain.database import Session
from domain.procedures import Procedure, Procedures
from domain.texts import Text


class Subject(Protocol):
    """What of an application says which procedure it comes under: a `Case` is one. `place` is where it is decided."""

    @property
    def id(self) -> int: ...
    @property
    def place(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def standard(self) -> str: ...


class Named(NamedTuple):
    """The same, for whoever has no case at hand."""

    id: int
    place: str
    kind: str
    standard: str


# Says of each of these applications that does not meet a condition why.
Unmet = Callable[[Session, Sequence[tuple[int, Procedure]], date], dict[int, Text]]


class Condition(NamedTuple):
    """One thing that a procedure may ask for, and who says of whom it is missing."""

    asked_by: Callable[[Procedure], bool]
    unmet: Unmet


# In the order in which a place goes through them. `unmet` takes ids with the procedure of each, and asks one statement.
CONDITIONS: tuple[Condition, ...] = (
    Condition(lambda rules: rules.needs_council, council_findings.unmet),
    Condition(lambda rules: rules.needs_publication, publication.unmet),
    Condition(lambda rules: rules.needs_publication, objections.unmet),
)


def before(unmet: Unmet) -> tuple[Condition, ...]:
    """The conditions that come before the one that `unmet` speaks for: what has to be done before it can be."""
    return CONDITIONS[: [one.unmet for one in CONDITIONS].index(unmet)]


def missing(
    session: Session,
    procedures: Procedures,
    subjects: Iterable[Subject],
    on: date,
    conditions: Sequence[Condition] | None = None,
) -> dict[int, tuple[Text, ...]]:
    """What each of these applications still lacks on a day; those that lack nothing are left out."""
    subjects = list(subjects)
    each = [(one.id, procedures.of(one.place, one.kind, one.standard, on)) for one in subjects]
    found = _unreadable(procedures, subjects) if procedures.unreadable else {}
    for condition in CONDITIONS if conditions is None else conditions:
        asked = [one for one in each if condition.asked_by(one[1])]
        if asked:
            for id, why in condition.unmet(session, asked, on).items():
                found[id] = (*found.get(id, ()), why)
    return found


def _unreadable(procedures: Procedures, subjects: Iterable[Subject]) -> dict[int, tuple[Text, ...]]:
    """Where a procedure cannot be read, nobody knows what it asks for: nothing is recognised around it."""
    return {
        one.id: (_UNREADABLE.filled(where=f"{fault.file}:{fault.line}", why=fault.text),)
        for one in subjects
        if (fault := procedures.fault_for(one.place)) is not None
    }


_UNREADABLE = Text(
    vi="Tệp trình tự của địa phương có lỗi, phải sửa trước khi công nhận: {where}: {why}",
    en="The procedure file of the place has a mistake that must be mended first: {where}: {why}",
)


def why_not_many(
    session: Session,
    procedures: Procedures,
    subjects: Iterable[Subject],
    on: date,
    conditions: Sequence[Condition] | None = None,
) -> dict[int, Text]:
    """The same as one text for each application."""
    found = missing(session, procedures, subjects, on, conditions)
    return {id: together(lacks) for id, lacks in found.items()}


def why_not(session: Session, procedures: Procedures, subject: Subject, on: date) -> Text | None:
    """Why an application may not be recognised yet by the procedure of its place; None when it may."""
    return why_not_many(session, procedures, [subject], on).get(subject.id)


def together(lacks: Sequence[Text]) -> Text:
    """Several sentences as one text."""
    return Text(vi=" ".join(one.vi for one in lacks), en=" ".join(one.en for one in lacks))
