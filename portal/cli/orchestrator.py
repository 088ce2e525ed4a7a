"""Orchestrator: which Prefect server this installation talks to, and how that of `antoan up` is started; imports no Prefect."""

import os
import socket
import urllib.error
import urllib.request
from pathlib import Path

from domain.settings import settings

# Prefect's command line with the one repair that a server on SQLite needs; see there.
MODULE = "flows.server"
# Of the server that `antoan up` starts. Without the blocks it starts twice as fast; they describe services that
# nothing here uses, and `prefect block register -m prefect.blocks.core` adds them for whoever wants them.
SERVER = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "DO_NOT_TRACK": "1",
}
# Of every process that runs flows. A server that is gone is noticed by the engine, which waits better than the client.
CLIENT = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_CLIENT_MAX_RETRIES": "2",
    "DO_NOT_TRACK": "1",
}


def home() -> Path:
    """Prefect's own folder, inside ours, so that nobody's `~/.prefect` is read or written."""
    return settings().home.absolute() / "prefect"


def api_url() -> str:
    """Where Prefect answers: PREFECT_API_URL, else what a running `antoan up` noted, else the port of the settings."""
    if chosen := os.environ.get("PREFECT_API_URL"):
        return chosen
    try:
        return _note().read_text().strip()
    except OSError:
        return url_of(settings().prefect_port)


def url_of(port: int) -> str:
    return f"http://127.0.0.1:{port}/api"


def note_url(url: str | None) -> None:
    """Leave word for other commands where the server of `antoan up` answers; None takes it back."""
    if url is None:
        _note().unlink(missing_ok=True)
    else:
        _note().parent.mkdir(parents=True, exist_ok=True)
        _note().write_text(url)


def _note() -> Path:
    return home() / "api-url"


def prepare_client() -> None:
    """Settle in the environment whom Prefect's client talks to. Before anything imports Prefect."""
    os.environ.setdefault("PREFECT_API_URL", api_url())
    os.environ.setdefault("PREFECT_HOME", str(home()))
    for name, value in CLIENT.items():
        os.environ.setdefault(name, value)


def server_arguments(port: int) -> list[str]:
    return ["server", "start", "--host", "127.0.0.1", "--port", str(port)]


def server_environment() -> dict[str, str]:
    """The environment of the server of `antoan up`: our choices first, then whatever PREFECT_SERVER_* asks for."""
    others = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    return SERVER | others | {"PREFECT_HOME": os.environ.get("PREFECT_HOME", str(home()))}


def free_port(first: int) -> int:
    """`first`, or the next port that nobody listens on."""
    for port in range(first, 65536):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return first


def answers(url: str, timeout: float = 5) -> bool:
    """Whether a Prefect server is well at this address."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=timeout) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False
