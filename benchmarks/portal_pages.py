"""Portal pages: how long until a page can be used on a slow line (400 kbit/s, 300 ms), in a real browser that comes for
the first time."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks.table import Section, Target

DOWN = 400_000 / 8
LATENCY = 300
PAGES = ("/", "/dang-nhap", "/tieu-chuan", "/so-lieu")
ROUNDS = 3


def section(home: Path, environment: dict[str, str]) -> Section:
    """A portal of its own on an empty, migrated database in `home`."""
    its = {**environment, "ANTOAN_HOME": str(home)}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subprocess.run([sys.executable, "-m", "portal.cli", "migrate"], env=its, check=True, capture_output=True)
    portal = subprocess.Popen([sys.executable, "-m", "portal.cli", "portal", "--port", str(port)], env=its)
    try:
        base = f"http://localhost:{port}"
        _answers(base)
        return _measured(base)
    finally:
        portal.terminate()
        portal.wait(20)


def _measured(base: str) -> Section:
    from playwright.sync_api import sync_playwright

    from tools.browser import launch

    found = Section("a page on a slow line (400 kbit/s, 300 ms), nothing kept from before")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for address in PAGES:
            seen = [_one(browser, base + address) for _ in range(ROUNDS)]
            found.add(f"{address}, usable", [s for s, _ in seen], "s", target=Target(3, most=True, unit=" s"))
            found.add(f"{address}, on the wire", [kb for _, kb in seen], "kB",
                      target=Target(60, most=True, unit=" kB"))  # fmt: skip
        browser.close()
    return found


def _one(browser: Any, address: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    line = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": DOWN}
    wire.send("Network.emulateNetworkConditions", line)
    carried: list[float] = []
    wire.on("Network.loadingFinished", lambda event: carried.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    seconds = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart / 1000")
    page.wait_for_load_state("networkidle")
    context.close()
    return float(seconds), sum(carried) / 1000


def _answers(base: str) -> None:
    for _ in range(900):
        try:
            urllib.request.urlopen(base, timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the portal does not answer at {base}")
