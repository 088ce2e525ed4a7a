"""Call: one request to the API as its operation sees it: who asks, within which bounds, and what for."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.people import Person
from portal.api.inputs import Asked, Strict
from portal.site import Site


@dataclass(frozen=True, slots=True)
class Call:
    site: Site
    person: Person
    path: Mapping[str, str]
    query: Asked
    body: Strict | None
    key: str | None
