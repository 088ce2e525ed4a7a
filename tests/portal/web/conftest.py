"""What the tests of the pages share: the portal over the small world, people signed in, and a real browser."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.testclient import TestClient

from domain.database import Sql
from portal.accounts import sign_ins
from portal.site import Site
from portal.web import create_app
from tools.browser import NoBrowser, launch

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@dataclass
class Portal:
    """The portal over a world: `as_(login)` is a client that is signed in, second factor included."""

    world: Any
    site: Site
    app: Any
    moment: list[datetime]
    clients: list[TestClient] = field(default_factory=list)

    def anonymous(self) -> TestClient:
        client = TestClient(
            self.app,
            base_url="https://testserver",
            headers={"sec-fetch-site": "same-origin"},
            follow_redirects=False,
        )
        self.clients.append(client)
        return client

    def as_(self, login: str, *, verified: bool = True) -> TestClient:
        client = self.anonymous()
        client.cookies.set(
            "__Host-antoan", self.token(login, verified=verified), domain="testserver.local", path="/"
        )
        return client

    def token(self, login: str, *, verified: bool = True) -> str:
        with self.world.database.transaction() as session:
            found = session.row(Sql("select id from account where login = :login"), login=login)
            return sign_ins.start(session, found[0], self.site.now, "test", "127.0.0.1", verified=verified)


@pytest.fixture
def portal(world: Any) -> Iterator[Portal]:
    """The portal in this process. `portal.moment[:] = [instant]` sets its clock; empty, it is the real one."""
    moment: list[datetime] = []
    site = Site(world.database, world.home, clock=lambda: moment[0] if moment else datetime.now(UTC))
    found = Portal(world, site, create_app(site), moment)
    yield found
    for client in found.clients:
        client.close()
    site.readings.write()
    site.writer.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: Playwright keeps an event loop running in this thread, in which no other test could run its own."""
    with sync_playwright() as playwright:
        try:
            found = launch(playwright)
        except NoBrowser as reason:
            pytest.fail(str(reason)) if os.environ.get("CI") else pytest.skip(str(reason))
        yield found
        found.close()


@dataclass
class Live:
    """The portal on a port of this machine."""

    portal: Portal
    address: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, login: str | None = None, *, width: int = 360, **more: Any) -> BrowserContext:
        """A browser of somebody's own, signed in; on a phone's width unless told otherwise."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 740 if width < 700 else 900}, locale="vi-VN", **more
        )
        context.set_default_timeout(15_000)
        if login is not None:
            context.add_cookies(
                [
                    {
                        "name": "__Host-antoan",
                        "value": self.portal.token(login),
                        "url": self.address.replace("http:", "https:"),
                        "secure": True,
                        "httpOnly": True,
                        "sameSite": "Lax",
                    }
                ]
            )
        self.contexts.append(context)
        return context

    def page(self, login: str | None, path: str, **more: Any) -> Page:
        page = self.context(login, **more).new_page()
        page.goto(self.address + path)
        return page


@pytest.fixture
def live(portal: Portal, browser: Browser) -> Iterator[Live]:
    server = uvicorn.Server(
        uvicorn.Config(portal.app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    found = Live(portal, f"http://localhost:{port}", browser)
    yield found
    for context in found.contexts:
        context.close()
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails with what axe-core finds wrong on a page, by WCAG 2.2 AA; and when the page is wider than its window."""

    def check(page: Page) -> None:
        page.evaluate(AXE.read_text())  # by the debugger, which no policy of the page hinders
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)",
            TAGS,
        )
        told = [
            f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
            for one in found
        ]
        assert not told, "\n".join([page.url, *told])
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{page.url} is too wide"
        )

    return check
