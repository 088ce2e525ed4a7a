"""Unit plans: what taking over a list of units would change in those that are there, before anything is written."""

from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from domain.errors import BadInput
from domain.unit_rows import UnitRow

Version = tuple[str, date]


class Change(NamedTuple):
    """One version before and after, and the names of the fields that differ."""

    old: UnitRow
    new: UnitRow
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What an import would do. `closed` are versions that only get an end date, as a later one follows."""

    new: list[UnitRow]
    changed: list[Change]
    unchanged: list[UnitRow]
    closed: list[Change]

    @property
    def empty(self) -> bool:
        return not (self.new or self.changed or self.closed)


def version(row: UnitRow) -> Version:
    return row.code, row.valid_from


def plan(existing: Iterable[UnitRow], incoming: Iterable[UnitRow]) -> Plan:
    """What taking `incoming` over would change. A row with the date of a version corrects it; a later date opens a new one.

    A version without an end lasts until the next begins. Units that `incoming` does not name stay as they are, except that
    those below a unit that moves get its new path from the same day. Versions that overlap are refused (BadInput).
    """
    before = {version(row): row for row in existing}
    now = dict(before)
    starts: dict[str, list[date]] = {}
    for code, start in sorted(before):
        starts.setdefault(code, []).append(start)
    rows = sorted(incoming, key=version)
    touched = {_place(row, now, starts): None for row in rows}
    _move_what_is_below(before, now, starts, {row.code for row in rows})
    new: list[UnitRow] = []
    changed: list[Change] = []
    closed: list[Change] = []
    for key, row in now.items():
        if key not in before:
            new.append(row)
        elif fields := differences(before[key], row):
            closing = fields == ("valid_until",) and row.valid_until is not None
            (closed if closing else changed).append(Change(before[key], row, fields))
    return Plan(
        new, changed, [now[key] for key in touched if key in before and now[key] == before[key]], closed
    )


def after(existing: Iterable[UnitRow], planned: Plan) -> list[UnitRow]:
    """The versions once the plan is carried out, by code and date."""
    rows = {version(row): row for row in existing}
    rows |= {version(change.old): change.new for change in [*planned.changed, *planned.closed]}
    rows |= {version(row): row for row in planned.new}
    return [rows[key] for key in sorted(rows)]


def differences(old: UnitRow, new: UnitRow) -> tuple[str, ...]:
    """The names of the fields in which two versions differ; code and date are what makes them comparable."""
    if old == new:
        return ()
    fields = [name for name in UnitRow.model_fields if name not in ("code", "valid_from")]
    return tuple(name for name in fields if getattr(old, name) != getattr(new, name))


def _place(row: UnitRow, now: dict[Version, UnitRow], starts: dict[str, list[date]]) -> Version:
    """Put one version into its unit's history; the version that stands for it afterwards is returned."""
    dates = starts.setdefault(row.code, [])
    index = bisect_right(dates, row.valid_from)
    if index < len(dates):
        following = dates[index]
        if row.valid_until is None:
            row = row.model_copy(update={"valid_until": following - timedelta(days=1)})
        elif row.valid_until >= following:
            raise BadInput(
                "Mã {code}: phiên bản từ {start} đến {end} chồng lên phiên bản từ {following}.",
                "Code {code}: the version from {start} to {end} overlaps the version from {following}.",
                code=row.code, start=row.valid_from, end=row.valid_until, following=following,
            )  # fmt: skip
    if index and dates[index - 1] < row.valid_from:
        last = now[row.code, dates[index - 1]]
        if last.valid_on(row.valid_from):
            if differences(last, row) in ((), ("valid_until",)) and last.valid_until in (
                None,
                row.valid_until,
            ):
                row = row.model_copy(update={"valid_from": last.valid_from})
            else:
                now[version(last)] = last.model_copy(
                    update={"valid_until": row.valid_from - timedelta(days=1)}
                )
    if version(row) not in now:
        insort(dates, row.valid_from)
    now[version(row)] = row
    return version(row)


def _move_what_is_below(
    before: dict[Version, UnitRow],
    now: dict[Version, UnitRow],
    starts: dict[str, list[date]],
    named: set[str],
) -> None:
    was = {code: before[code, start].path for code, start in sorted(before)}
    latest = {code: now[code, starts[code][-1]] for code in named & was.keys()}
    moved = {was[code]: row for code, row in latest.items() if row.path != was[code]}
    for row in before.values() if moved else ():
        if row.code in named or row.valid_until is not None:
            continue
        parts = row.path.split("/")
        above = ("/".join(parts[:length]) + "/" for length in range(len(parts) - 2, 1, -1))
        if old := next((path for path in above if path in moved), None):
            parent = moved[old]
            start = max(row.valid_from, parent.valid_from)
            _place(
                row.model_copy(update={"path": parent.path + row.path[len(old) :], "valid_from": start}),
                now,
                starts,
            )
