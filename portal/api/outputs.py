"""Outputs: what the answers look like, for the OpenAPI document; a test holds each answer against it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.lifecycle import State
from portal.api.problems import Said


class _Answer(BaseModel):
    """Further members may come; those that are named stay."""

    model_config = ConfigDict(extra="allow")


class Done(_Answer):
    """What an act did: the state that the application is in now, and the number of its last event."""

    reference: str
    state: State
    number: int


class Unit(_Answer):
    code: str
    name: str
    kind: str


class UnitLine(Unit):
    parent_code: str | None
    path: str
    valid_from: str
    valid_until: str | None


class Units(_Answer):
    items: list[UnitLine]
    next: str | None = Field(description="cursor of the next page; null at the end")


class Line(_Answer):
    reference: str
    season: int
    unit: Unit
    path: str
    standard: str
    state: State
    number: int
    verdict: str | None
    due_on: str | None
    registered_at: str
    updated_at: str


class Applications(_Answer):
    items: list[Line]
    next: str | None = Field(description="cursor of the next page; null at the end")


class Application(_Answer):
    """One application as `antoan show --format json` tells it."""

    reference: str
    season: int
    state: State
    state_name: Said
    number: int
    unit: Unit
    standard: dict[str, str]
    timeline: list[dict[str, Any]]
    verdict: str | None
    scorecard: dict[str, Any] | None


class File(_Answer):
    """A file that is attached to a criterion: `sha256` of what is kept, `original_sha256` of what was sent, where a photo was
    encoded anew."""

    id: str
    source: str = Field(description="applicant or inspector")
    criterion: str
    name: str
    media: str
    size: int
    sha256: str
    original_sha256: str | None
    taken_at: str | None
    at: str
    removed_at: str | None


class Files(_Answer):
    items: list[File]


class CouncilLine(_Answer):
    id: str
    place: str
    season: int
    held_on: str
    held_at: str
    venue: str
    state: str
    applications: int


class CouncilSessions(_Answer):
    items: list[CouncilLine]


class CouncilMember(_Answer):
    login: str
    seat: str
    attended: bool | None


class CouncilItem(_Answer):
    """An application before a council; what was found is told once the session is closed."""

    reference: str
    number: int
    outcome: str | None
    why: Said | None
    changed: Said | None
    own_vote: str | None


class CouncilSession(_Answer):
    id: str
    place: str
    season: int
    procedure: str
    held_on: str
    held_at: str
    venue: str
    state: str
    members: list[CouncilMember]
    items: list[CouncilItem]


class Published(_Answer):
    """The lists that were made, and why the others are on none."""

    made: list[str]
    refused: dict[str, Said]


class Proof(_Answer):
    """A verdict down to each fact and who recorded it, as `antoan show --proof --format json` tells it."""

    standard: str
    sha256: str
    season: int
    verdict: str
    criteria: list[dict[str, Any]]


class Season(_Answer):
    year: int
    opened_at: str
    closed_at: str | None


class Seasons(_Answer):
    items: list[Season]


class Report(_Answer):
    """A season in figures, as `antoan season report --format json` tells it."""

    season: int
    kinds: list[dict[str, Any]]
    total: dict[str, Any]


class StandardLine(_Answer):
    standard: str
    kind: str
    title: Said
    cites: str
    sha256: str
    seasons: dict[str, int | None]


class Standards(_Answer):
    items: list[StandardLine]


class Standard(_Answer):
    """Everything that a standard asks, as `antoan criteria show --format json` tells it."""

    standard: str
    sha256: str
    kind: str
    title: Said
    season: int
    criteria: list[dict[str, Any]]


class Verdict(_Answer):
    """The verdict on facts, as `antoan judge` tells it."""

    standard: str
    sha256: str
    season: int
    verdict: str
    criteria: list[dict[str, Any]]
