"""Succession: which unit of today stands where a unit stood: merged, renamed, or still itself."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from domain.database import Session, Sql, listed

# A unit that was merged into one that was merged again, and so on; more steps are a circle in the list.
_STEPS = 10

_VERSIONS = Sql(
    "select code, name, valid_from, valid_until, successor_code from unit where code in {texts:codes} order by code, valid_from"
)


class Heir(NamedTuple):
    """The unit of a day that a code now means. `since` is the first day on which it stood for it under this name."""

    code: str
    name: str
    since: str


def heirs(session: Session, codes: Iterable[str], on: date) -> dict[str, Heir]:
    """For each code the unit that it means on a day; a code that nobody knows or took over is left out.

    A unit that goes on under its code and another name is its own heir.
    """
    day, found = on.isoformat(), dict[str, Heir]()
    # Which code each one has come to, and since when; a unit's own name counts from its own version.
    now = {code: (code, "") for code in codes}
    for _ in range(_STEPS):
        if not now:
            break
        versions: dict[str, list[tuple[str, str, str | None, str | None]]] = {}
        for code, name, first, last, successor in session.rows(
            _VERSIONS, codes=listed({at for at, _ in now.values()})
        ):
            versions.setdefault(code, []).append((name, first, last, successor))
        going_on: dict[str, tuple[str, str]] = {}
        for code, (at, since) in now.items():
            past = [one for one in versions.get(at, ()) if one[1] <= day]
            if not past:
                continue
            name, first, last, successor = past[-1]
            if last is None or last >= day:
                found[code] = Heir(at, name, max(since, _named_since(past)))
            elif successor:
                going_on[code] = (successor, _day_after(last))
        now = going_on
    return found


def heir(session: Session, code: str, on: date) -> Heir | None:
    """The same of one code."""
    return heirs(session, [code], on).get(code)


def _named_since(versions: list[tuple[str, str, str | None, str | None]]) -> str:
    """The first day of the last versions that bear the same name without a break."""
    name, since = versions[-1][0], versions[-1][1]
    for before in reversed(versions[:-1]):
        if before[0] != name:
            break
        since = before[1]
    return since


def _day_after(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
