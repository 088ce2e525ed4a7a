"""Up: `antoan up`, which starts everything, supervises it, and with --sample carries the sample season through."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from domain.errors import Unready
from domain.settings import settings
from domain.texts import Text
from portal.cli import orchestrator
from portal.cli.locks import engine_lock, up_lock
from portal.cli.printing import out, refuse_in_production, say
from portal.cli.progress import Progress
from portal.cli.supervisor import Child, Supervisor

GLANCE = 0.1
# Longer than the engine's own: it cuts itself off first.
ENGINE_GRACE = 70.0


def up(
    sample: Annotated[
        bool,
        typer.Option(
            "--sample", help="nạp đợt mẫu khi cơ sở dữ liệu trống, và chạy hết đợt / load and run the sample"
        ),
    ] = False,
    once: Annotated[
        bool,
        typer.Option("--once", help="với --sample: in bảng rồi dừng / with --sample: stop after the table"),
    ] = False,
) -> None:
    """Khởi động Prefect, động cơ và cổng, trông chừng chúng, dừng tất cả khi Ctrl-C. Tự nâng cấp cơ sở dữ liệu.

    Start Prefect, the engine and the portal, watch over them, stop all on Ctrl-C. Brings the database up to date first.
    With PREFECT_API_URL set, that server is used and none is started.

    Ví dụ / Example: `antoan up --sample`
    """
    if once and not sample:
        raise typer.BadParameter(say("--once cần --sample.", "--once needs --sample."), param_hint="--once")
    if sample:
        refuse_in_production()
    home = _home()
    with up_lock(home).held():
        lock = engine_lock(settings().database_url)
        if lock is not None and lock.holder() is not None:
            lock.refuse()
        House(home).live(sample, once)


class House:
    """Everything that runs while `antoan up` does."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.asked = threading.Event()
        outside = os.environ.get("PREFECT_API_URL")
        port = orchestrator.free_port(settings().prefect_port)
        self.url = outside or orchestrator.url_of(port)
        client = {**os.environ, "PREFECT_API_URL": self.url}
        self.prefect = (
            None
            if outside
            else self._child(
                "Prefect",
                orchestrator.MODULE,
                orchestrator.server_arguments(port),
                orchestrator.server_environment(),
            )
        )
        self.engine = self._child("engine", "portal.cli", ["engine", "--patient"], client, grace=ENGINE_GRACE)
        workers = (
            [self._child("worker", "portal.cli", ["worker"], client)]
            if settings().launcher == "workers"
            else []
        )
        self.portal_port = orchestrator.free_port(settings().portal_port)
        # Certificates name the address at which the portal is reached, not the one at which it wanted to be.
        public = settings().public_url or f"http://localhost:{self.portal_port}"
        known = {**client, "ANTOAN_PUBLIC_URL": public}
        portal = self._child("portal", "portal.cli", ["portal", "--port", str(self.portal_port)], known)
        children = [portal, self.engine, *workers, *([self.prefect] if self.prefect else [])]
        self.supervisor = Supervisor(children, tell)
        self.ready = False
        self.progress = Progress(live=False)

    def _child(
        self, name: str, module: str, arguments: list[str], environment: dict[str, str], grace: float = 20.0
    ) -> Child:
        return Child(name, module, arguments, environment, self.home / "logs" / f"{name.lower()}.log", grace)

    def live(self, sample: bool, once: bool) -> None:
        """Start, work, and stop everything however this ends."""
        with self._signals():
            try:
                if self.prefect:  # seconds of importing: nothing goes before it
                    self.prefect.start()
                self._work(sample, once)
            finally:
                self._leave()

    def _work(self, sample: bool, once: bool) -> None:
        # The database layer takes a second to import; Prefect is starting meanwhile.
        from domain import schema
        from domain.database import Database
        from portal.cli import opening, season
        from portal.cli.printing import Format

        database = Database(settings().database_url)
        with Progress(sys.stdout.isatty()) as progress:
            self.progress = progress
            schema.upgrade(database)
            for child in self.supervisor.children:
                if child is not self.prefect:
                    child.start()
            if sample:
                catalogue = opening.criteria()
                season.load_sample(database, catalogue)
                season.carry(database, catalogue, progress, self.asked.is_set, self.attend)
            while not self.ready and not self.asked.is_set():
                self.attend()
        if self.asked.is_set():
            raise typer.Exit(130 if once else 0)
        if sample:
            season.tell(database, None, Format.TABLE)
        database.close()
        self._say_where(sample)
        if once:
            return
        out.print(say("Đang chạy. Ctrl-C để dừng tất cả.", "Running. Ctrl-C stops everything."))
        while not self.asked.is_set():
            self.attend()

    def attend(self) -> None:
        """One glance at everything: who died, what the engine says, whether Prefect answers yet."""
        self.supervisor.look()
        for line in self.engine.news():
            out.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)
        if not self.ready:
            self.ready = orchestrator.answers(self.url, timeout=1)
            self.progress.note("Prefect", int(self.ready), 1)
            if self.ready:
                orchestrator.note_url(self.url)
        self.progress.show()
        self.asked.wait(GLANCE)

    def _say_where(self, sample: bool) -> None:
        chosen = settings()
        lines = [
            (say("Cổng", "Portal"), f"http://localhost:{self.portal_port}"),
            (say("Giao diện Prefect", "Prefect UI"), self.url.removesuffix("/api")),
        ]
        if not chosen.channels:
            lines.append((say("Thư (tệp .eml)", "Letters (.eml files)"), str(chosen.outbox_folder)))
        lines.append((say("Nhật ký", "Logs"), str(self.home / "logs")))
        if sample:
            from domain.people import ROLE_NAMES
            from portal.sample import accounts_to_try

            title = say("Tài khoản mẫu", "Sample accounts")
            lines.append(
                (title, say("chọn trên trang đăng nhập của cổng", "choose one on the portal's sign-in page"))
            )
            language = settings().language
            lines += [
                ("", f"{login} · {ROLE_NAMES[role].in_(language)}") for role, login, _ in accounts_to_try()
            ]
        width = max(len(title) for title, _ in lines)
        for title, value in lines:
            out.print(f"[dim]{title:<{width}}[/dim]  {escape(value)}", highlight=False, soft_wrap=True)

    def _leave(self) -> None:
        if self.asked.is_set():
            out.print(say("Đang dừng …", "Stopping …"))
        orchestrator.note_url(None)
        self.supervisor.stop()
        if self.asked.is_set():
            out.print(say("Đã dừng tất cả.", "Everything has stopped."))

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """The first signal asks everything to stop; a second one no longer waits for anybody."""

        def heard(number: int, _: object) -> None:
            if self.asked.is_set():
                for child in self.supervisor.children:
                    child.signal(signal.SIGKILL, group=True)
                os._exit(130)
            self.asked.set()

        before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def tell(sentence: Text) -> None:
    line = f"{datetime.now().astimezone():%H:%M:%S} {sentence.in_(settings().language)}"
    out.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _home() -> Path:
    """The folder of this installation, made when missing. Raises Unready when it cannot be written."""
    home = settings().home.absolute()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unready(
            "Không tạo được thư mục {home}: {error}. Đặt ANTOAN_HOME là nơi ghi được.",
            "Folder {home} cannot be made: {error}. Set ANTOAN_HOME to a place that can be written.",
            home=home,
            error=error.strerror,
        ) from error
    return home
