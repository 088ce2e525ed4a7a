"""What the tests of the API share: the portal over the small world, and programs that hold tokens."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from domain import people
from domain.people import Deed
from portal.api import tokens
from portal.site import Site
from portal.web import create_app

_numbers = itertools.count(1)


@dataclass
class Program:
    """Somebody's program with one token."""

    client: TestClient
    token: str
    language: str = "vi"

    def get(self, path: str, **query: Any) -> Any:
        return self.send("GET", path, params=query)

    def post(self, path: str, body: Any, key: str | None = None, **more: Any) -> Any:
        key = key or f"key-{next(_numbers)}"
        return self.send("POST", path, json=body, headers={"Idempotency-Key": key}, **more)

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Any:
        sent = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language, **(headers or {})}
        return self.client.request(method, f"/api/v1{path}", headers=sent, **more)


@dataclass
class Api:
    world: Any
    site: Site
    app: Any
    moment: list[datetime]
    clients: list[TestClient] = field(default_factory=list)

    def anonymous(self) -> TestClient:
        client = TestClient(self.app, base_url="https://testserver", follow_redirects=False)
        self.clients.append(client)
        return client

    def token(
        self, login: str, scopes: tuple[Deed, ...] | None = None, path: str = "/", days: int = 30
    ) -> str:
        now = self.site.now
        with self.world.database.transaction() as session:
            by = people.person(session, login, self.site.today.isoformat())
            mine = scopes or tuple(deed for deed in tokens.SCOPES if tokens._can(by, deed, path))
            return tokens.make(session, by, "test", mine, path, now + timedelta(days=days), now)

    def as_(self, login: str, *scopes: Deed, path: str = "/", language: str = "vi") -> Program:
        return Program(self.anonymous(), self.token(login, scopes or None, path), language)


@pytest.fixture
def api(world: Any) -> Iterator[Api]:
    moment: list[datetime] = []
    site = Site(world.database, world.home, clock=lambda: moment[0] if moment else datetime.now(UTC))
    found = Api(world, site, create_app(site), moment)
    yield found
    for client in found.clients:
        client.close()
    site.readings.write()
    site.writer.close()
