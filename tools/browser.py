"""Browser: one Chromium for the tests, the pictures and the benchmark: found or installed, and started the same way."""

import os
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Browser, Playwright

# As root Chromium starts only without its sandbox; the rest keeps it from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
_COMMANDS = ("chromium", "google-chrome", "microsoft-edge")
_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoBrowser(Exception):
    """There is no Chromium, and none could be installed."""


def launch(playwright: Playwright) -> Browser:
    """A Chromium that runs. Raises NoBrowser."""
    return playwright.chromium.launch(executable_path=_chromium(playwright), args=ARGUMENTS)


def _chromium(playwright: Playwright) -> str:
    """From CHROMIUM_PATH, the PATH, macOS, apt where we are root on Debian, or Playwright's own."""
    for one in (os.environ.get("CHROMIUM_PATH"), *map(shutil.which, _COMMANDS), *_MACOS):
        if one and Path(one).exists():
            return one
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = "apt-get update -q && apt-get install -y -q chromium"
        subprocess.run(install, shell=True, check=False, capture_output=True)
        if found := shutil.which("chromium"):
            return found
    subprocess.run(["playwright", "install", "chromium"], check=False, capture_output=True)
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    raise NoBrowser("No Chromium: set CHROMIUM_PATH, or install chromium.")
