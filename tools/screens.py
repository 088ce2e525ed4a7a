"""Screens: pictures of every page that each role can reach, in both languages, on a phone's and on a desk's width.

    make screens            # carries the sample season, walks the portal, writes var/screens/<account>/<page>.<language>.<width>.png

It follows every link from a role's first page; pages that differ only in whose application they show are taken once. Then
somebody acts in every part of the portal, for the pages that come of an act (`walks.py`): their names begin with “~”.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page, sync_playwright

from domain.database import Database
from domain.settings import settings
from portal.routes import routers
from portal.sample import accounts_to_try
from tools.browser import launch
from tools.walker import LANGUAGES, WIDTHS, Walker, token, watch
from tools.walks import WALKS

# What names one thing of many; the shape of an address is what is left.
_ONE_OF_MANY = re.compile(
    r"\d{4}-\d{6}|MAU-[\w-]+|\b\d{2,}\b|[0-9a-f]{16,}|(?:XA|KDC|CQ|DN|GD|D9|TVD)-[\w:-]+"
)
_NO_PAGE = re.compile(
    r"\.(pdf|xlsx|csv|docx|ics|svg|json|xml|webmanifest)$|^/(api|static|\.well-known)/|^/dinh-kem/|/tai-ve|dang-xuat"
)
# What is the same for everybody is taken once.
_OPEN = "^/(tieu-chuan|so-lieu|so-cong-nhan|cong-khai|xac-minh|api)"
# Files, what programs ask for, and what only leads on to a page.
_NO_ROUTE = re.compile(
    r"\{form\}|\{kind\}|\.(json|csv|xml|txt|ics|svg|js|webmanifest)$|^/\.well-known/|/tep/|/mang-theo|/qua/|/lien-ket/\{word\}"
)


def shape(address: str) -> str:
    """The address without what names one of many, and with the names of its parameters only."""
    path, _, query = address.partition("?")
    names = sorted({part.partition("=")[0] for part in query.split("&") if part} - {"lang", "next", "dot"})
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
        home = Path(folder) / "season"
        _at(home)
        subprocess.run([sys.executable, "-m", "portal.cli", "up", "--sample", "--once"], check=True)
        # What is done in one language is not done yet in the other.
        for language in LANGUAGES:
            shutil.copytree(home, Path(folder) / language)
        seen: set[str] = set()
        with served() as base:
            seen |= take(base, target)
        for language in LANGUAGES:
            _at(Path(folder) / language)
            with served() as base:
                seen |= walk(base, target, language)
    print(f"{len(list(target.rglob('*.png')))} pictures in {target}")
    if missing := unseen(seen):
        raise SystemExit("No picture of: " + ", ".join(missing))


def unseen(seen: set[str]) -> list[str]:
    """The pages of the portal that were not shown."""
    pages = [
        route
        for router in routers()
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods and not _NO_ROUTE.search(route.path)
    ]
    return [page.path for page in pages if not any(page.path_regex.match(path) for path in seen)]


def _at(home: Path) -> None:
    os.environ["ANTOAN_HOME"] = str(home)
    settings.cache_clear()


@contextmanager
def served() -> Iterator[str]:
    """Everything that `make run` starts, over the home folder of now; the portal's address."""
    base = f"http://localhost:{_free_port()}"
    os.environ["ANTOAN_PUBLIC_URL"] = base  # which certificates name
    settings.cache_clear()
    ports = {"ANTOAN_PORTAL_PORT": base.rpartition(":")[2], "ANTOAN_PREFECT_PORT": str(_free_port())}
    command = [sys.executable, "-m", "portal.cli", "up"]
    house = subprocess.Popen(command, env={**os.environ, **ports}, stdout=subprocess.PIPE, text=True)
    try:
        assert house.stdout is not None
        if not any("Ctrl-C" in line for line in house.stdout):
            raise SystemExit("The portal did not start.")
        # Nobody reads what it tells from now on.
        threading.Thread(target=house.stdout.read, daemon=True).start()
        yield base
    finally:
        house.send_signal(signal.SIGTERM)
        house.wait(120)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def walk(base: str, target: Path, language: str) -> set[str]:
    """Act in every part of the portal; the paths of the pages that were shown."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        walker = Walker(browser, base, language, target)
        for one in WALKS:
            one(walker)
        browser.close()
    return walker.seen


def take(base: str, target: Path) -> set[str]:
    """Follow every link of every role; the paths of the pages that were shown."""
    seen: set[str] = set()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for login in [None, *(login for _, login, _ in accounts_to_try())]:
            _role(browser, base, login, target / (login or "anyone"), seen)
        browser.close()
    return seen


def _role(browser: Browser, base: str, login: str | None, folder: Path, seen: set[str]) -> None:
    folder.mkdir(parents=True)
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 800}, locale="vi-VN")
    if login:
        database = Database(settings().database_url)
        cookie: Any = {"name": "__Host-antoan", "value": token(database, login), "url": base.replace("http:", "https:"),
                       "secure": True, "httpOnly": True, "sameSite": "Lax"}  # fmt: skip
        database.close()
        context.add_cookies([cookie])
    watch(context, seen)
    page = context.new_page()
    taken = set()
    for address in crawl(page, base, "/", but=_OPEN if login else "^$"):
        # A list that is narrowed in one way or another looks the same.
        looks = re.sub(r"\?.*", "?", shape(address))
        if looks in taken:
            continue
        taken.add(looks)
        name = shape(address).strip("/").replace("/", "_").replace("?", "__").replace("…", "x") or "first"
        for language in LANGUAGES:  # Vietnamese last: a chosen language is kept
            page.goto(base + address + ("&" if "?" in address else "?") + f"lang={language}")
            # The inspector's app draws itself, and once more when the server has answered.
            if page.locator("#antoan-status").count():
                page.locator("#antoan-status:not(:empty)").wait_for()
                page.wait_for_timeout(500)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                page.screenshot(path=folder / f"{name[:100]}.{language}.{width}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()
