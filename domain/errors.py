"""Errors: reasons for refusing, each a sentence with its subject, in both languages."""

from typing import Any

from domain.texts import Text


class Refused(Exception):
    """An act was refused and changed nothing. The portal decides what status code that is."""

    def __init__(self, vi: str, en: str, **values: Any) -> None:
        self.text = Text(vi=vi, en=en).filled(**values) if values else Text(vi=vi, en=en)
        super().__init__(self.text.vi)

    def in_(self, language: str) -> str:
        return self.text.in_(language)


class NotAllowed(Refused):
    """This person may not do this here (role, place, or a conflict of interest)."""


class NotFound(Refused):
    """What was named does not exist, or this person may not know that it does."""


class OutOfOrder(Refused):
    """The application's state does not allow this step; `lifecycle.MOVES` says which it allows."""


class TooMany(Refused):
    """Tried too often; the sentence says when to try again."""


class BadInput(Refused):
    """What was given cannot be taken; the sentence names what, where and what is allowed."""


class Unready(Refused):
    """The installation cannot work yet (database, migration, disk); the sentence says how to mend it."""
