"""Walker: a browser that acts as one account after another, in one language, and takes pictures of where it stands."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, Response

from domain.cases import reference
from domain.database import Database, Sql
from domain.settings import settings
from portal.accounts import sign_ins

WIDTHS = (360, 1200)
LANGUAGES = ("en", "vi")


class Walker:
    """One browser over a sample season of its own, in one language."""

    def __init__(self, browser: Browser, base: str, language: str, folder: Path) -> None:
        self.browser, self.base, self.language, self.folder = browser, base, language, folder
        self.seen: set[str] = set()
        self.database = Database(settings().database_url)
        self.login = "anyone"
        self.context: BrowserContext | None = None
        self.page: Page

    def as_(self, login: str | None, *, verified: bool = True) -> None:
        """Somebody's own browser."""
        if self.context is not None:
            self.context.close()
        self.login = login or "anyone"
        self.context = self.browser.new_context(
            viewport={"width": WIDTHS[0], "height": 800}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        self.context.set_default_timeout(20_000)
        watch(self.context, self.seen)
        self._cookie("lang", self.language)
        if login:
            self._cookie("__Host-antoan", token(self.database, login, verified=verified))
        self.page = self.context.new_page()

    def _cookie(self, name: str, value: str) -> None:
        assert self.context is not None
        one: Any = {"name": name, "value": value, "url": self.base.replace("http:", "https:"), "secure": True,
                    "httpOnly": True, "sameSite": "Lax"}  # fmt: skip
        self.context.add_cookies([one])

    def go(self, address: str) -> None:
        self.page.goto(self.base + address)

    def press(self, selector: str) -> None:
        """Press a button that leads to another page, or to this one again."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def send(self, action: str, button: str = "") -> None:
        """Press a button of the form that is sent to an address with this ending."""
        self.press(f'form[action$="{action}"] button{button}')

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]').first.fill(value)

    def shot(self, name: str) -> None:
        """A picture in each width; a page that came of an act cannot be asked for again."""
        folder = self.folder / self.login
        folder.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.screenshot(path=folder / f"~{name}.{self.language}.{width}.png", full_page=True)
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 800})

    def of(self, unit: str) -> str:
        """The reference of a unit's application."""
        with self.database.reading() as session:
            found = session.row(
                Sql("select season, id from application where unit_code = :unit order by id desc limit 1"),
                unit=unit,
            )
        assert found is not None, unit
        return reference(*found)

    def end_sign_in(self) -> None:
        """What three quarters of an hour do to whoever went for tea."""
        with self.database.transaction() as session:
            sign_ins.end_all(session, _account(session, self.login), datetime.now(UTC))


def watch(context: BrowserContext, seen: set[str]) -> None:
    """Keep the path of every page that is shown."""

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request() and "text/html" in answer.headers.get("content-type", ""):
            seen.add(urlsplit(answer.url).path)

    context.on("response", note)


def token(database: Database, login: str, *, verified: bool = True) -> str:
    """What a signed-in browser of this account would hold."""
    with database.transaction() as session:
        account = _account(session, login)
        return sign_ins.start(
            session, account, datetime.now(UTC), "Mozilla/5.0 (Linux; Android 10) Chrome/130", "127.0.0.1", verified=verified
        )  # fmt: skip


def _account(session: Any, login: str) -> int:
    found = session.row(Sql("select id from account where login = :login"), login=login)
    assert found is not None, login
    return int(found[0])


def photo() -> dict[str, Any]:
    """Something that looks a little like a paper, as a browser's file."""
    drawn = Image.new("RGB", (800, 600), "#f4f1e8")
    pen = ImageDraw.Draw(drawn)
    for line in range(8):
        pen.rectangle((80, 90 + 55 * line, 700 - 60 * (line % 3), 105 + 55 * line), fill="#333")
    held = io.BytesIO()
    drawn.save(held, "JPEG")
    return {"name": "Nghị quyết chi bộ.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}
