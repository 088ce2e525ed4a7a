"""Screens: pictures of every page that each role can reach, in both languages, on a phone's and on a desk's width.

    make screens            # carries the sample season, walks the portal, writes var/screens/<role>/<page>.<language>.<width>.png

It follows every link from a role's first page; pages that differ only in whose application they show are taken once.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tools.browser import launch

WIDTHS = (360, 1200)
# What names one thing of many; the shape of an address is what is left.
_ONE_OF_MANY = re.compile(
    r"\d{4}-\d{6}|MAU-[\w-]+|\b\d{2,}\b|[0-9a-f]{16,}|(?:XA|KDC|CQ|DN|GD|D9|TVD)-[\w:-]+"
)
_NO_PAGE = re.compile(
    r"\.(pdf|xlsx|csv|docx|ics|svg|json|xml|webmanifest)$|^/(api|static|\.well-known)/|^/dinh-kem/|/tai-ve|dang-xuat"
)


def shape(address: str) -> str:
    """The address without what names one of many, and with the names of its parameters only."""
    path, _, query = address.partition("?")
    names = sorted({part.partition("=")[0] for part in query.split("&") if part} - {"lang", "next"})
    return _ONE_OF_MANY.sub("…", path) + ("?" + "&".join(names) if names else "")


def crawl(page: Page, base: str, start: str, most: int = 80, but: str = "^$") -> Iterator[str]:
    """Open every page that links lead to from `start`, one of each shape, but for some; yields the address once it is open."""
    waiting, seen = [start], {shape(start)}
    while waiting and len(seen) <= most:
        address = waiting.pop(0)
        answer = page.goto(base + address)
        assert answer is not None
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status < 400, f"{address}: {answer.status}"
        yield address
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
            if link.startswith(("/", "?")):
                target = (page.url.partition("?")[0].removeprefix(base) + link) if link[0] == "?" else link
                target = target.partition("#")[0]
                if (
                    "lang=" in target
                    or "download" in target
                    or _NO_PAGE.search(path := target.partition("?")[0])
                    or re.search(but, path)
                ):
                    continue
                if shape(target) not in seen:
                    seen.add(shape(target))
                    waiting.append(target)


def main() -> None:
    target = Path(os.environ.get("SCREENS", "var/screens")).absolute()
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="screens-") as folder:
        os.environ["ANTOAN_HOME"] = folder
        subprocess.run([sys.executable, "-m", "portal.cli", "up", "--sample", "--once"], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        portal = subprocess.Popen([sys.executable, "-m", "portal.cli", "portal", "--port", str(port)])
        try:
            base = f"http://localhost:{port}"
            _wait(base)
            take(base, target)
        finally:
            portal.send_signal(signal.SIGTERM)
            portal.wait(20)
    print(f"{len(list(target.rglob('*.png')))} pictures in {target}")


def take(base: str, target: Path) -> None:
    from portal.sample import accounts_to_try

    with sync_playwright() as playwright:
        browser = launch(playwright)
        for login in [None, *(login for _, login, _ in accounts_to_try())]:
            _role(browser, base, login, target / (login or "anyone"))
        browser.close()


def _role(browser: Browser, base: str, login: str | None, folder: Path) -> None:
    folder.mkdir(parents=True)
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
        if login:
            cookie: Any = {"name": "__Host-antoan", "value": _token(login), "url": base.replace("http:", "https:"),
                           "secure": True, "httpOnly": True, "sameSite": "Lax"}  # fmt: skip
            context.add_cookies([cookie])
        page = context.new_page()
        for address in crawl(page, base, "/"):
            name = shape(address).strip("/").replace("/", "_").replace("?", "__").replace("…", "x") or "first"
            for language in ("en", "vi"):  # Vietnamese last: a chosen language is kept
                page.goto(base + address + ("&" if "?" in address else "?") + f"lang={language}")
                page.screenshot(path=folder / f"{name[:100]}.{language}.{width}.png", full_page=True)
        context.close()


def _token(login: str) -> str:
    from domain.database import Database, Sql
    from domain.settings import settings
    from portal.accounts import sign_ins

    database = Database(settings().database_url)
    with database.transaction() as session:
        found = session.row(Sql("select id from account where login = :login"), login=login)
        assert found is not None, login
        token = sign_ins.start(session, found[0], datetime.now(UTC), "screens", "127.0.0.1", verified=True)
    database.close()
    return token


def _wait(base: str) -> None:
    for _ in range(900):
        try:
            urllib.request.urlopen(base, timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The portal does not answer at {base}.")


if __name__ == "__main__":
    main()
