"""Cases: one application under way, as the stages hold it in memory."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import orjson

from domain.errors import NotFound
from domain.lifecycle import State


@dataclass
class Case:
    """An application and the unit that applies. Stages read it; only `Store.record` changes its state and its chain."""

    id: int
    season: int
    unit: int
    unit_code: str
    path: str
    kind: str
    standard: str
    sha256: str
    state: State | None
    number: int
    head: str
    registered_by: int
    inspector: int | None
    inspected_by: int | None
    due_on: str | None
    verdict: str | None
    scorecard: str | None
    registered_at: str
    name: str
    attributes: str

    # Asked some thirty times of each application that a transaction moves.
    @cached_property
    def reference(self) -> str:
        return reference(self.season, self.id)

    @cached_property
    def place(self) -> str:
        """The path of the place that decides: a residential area's commune, a commune's province."""
        return place_of(self.path)

    @cached_property
    def unit_facts(self) -> dict[str, Any]:
        """What the unit's own row says of it, for questions of eligibility."""
        return {"kind": self.kind, **orjson.loads(self.attributes)}


def reference(season: int, id: int) -> str:
    """The number people quote: season and running number, `2026-000123`."""
    return f"{season}-{id:06d}"


def id_of(text: str) -> int:
    """The application's id in a reference. Raises NotFound with the form that a reference has."""
    year, dash, number = text.strip().partition("-")
    # No database holds a number of more than 18 digits.
    if not (dash and year.isdecimal() and number.isdecimal() and len(number) <= 18):
        raise NotFound(
            "“{text}” không phải là số hồ sơ; số hồ sơ có dạng 2026-000123.",
            "“{text}” is not a reference; a reference looks like 2026-000123.",
            text=text,
        )
    return int(number)


def place_of(path: str) -> str:
    """The path one level up: `/20/06625/S001/` lies in `/20/06625/`, and everything lies in `/`."""
    return path[: path.rfind("/", 0, -1) + 1] or "/"


def code_of(path: str) -> str:
    """The code of the unit that a path leads to: `/20/06625/` is the path of 06625."""
    return path.rstrip("/").rsplit("/", 1)[-1]


def instant(moment: datetime) -> str:
    """An instant as it is stored: UTC, microseconds, one width. Raises ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"instant without a time zone: {moment!r}")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def moment(stored: str) -> datetime:
    """A stored instant as a moment in UTC."""
    return datetime.fromisoformat(stored)


def day(text: str) -> date:
    return date.fromisoformat(text)
