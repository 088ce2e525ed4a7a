"""Engine: `antoan engine`, the process that answers events; one of the two places where the portal meets the flows."""

import asyncio
import os
import signal
import threading
from contextlib import nullcontext
from datetime import datetime
from typing import Annotated

import typer

from domain import used_editions
from domain.catalogue import Catalogue
from domain.database import Database
from domain.errors import Refused
from domain.rulebook.yamlfile import Problem
from domain.settings import settings
from domain.staying_up import settle_in
from domain.texts import Text
from portal.cli import opening, orchestrator
from portal.cli.locks import engine_lock
from portal.cli.printing import out

# How long batches under way may take after the word to stop. What is cut off is claimed again at the next start.
GRACE = 60.0
GLANCE = 0.1

_AT_WORK = Text(
    vi="Động cơ đang chạy (tiến trình {pid}). Dừng bằng Ctrl-C.",
    en="The engine is running (process {pid}). Stop it with Ctrl-C.",
)
_STOPPING = Text(vi="Đang dừng: làm nốt việc dở dang …", en="Stopping: finishing what is under way …")
_CUT_OFF = Text(
    vi="Việc dở dang chưa xong sau {seconds} giây; phần còn lại sẽ được làm lại khi khởi động.",
    en="Work under way did not end within {seconds} s; the rest is done again at the next start.",
)
_STOPPED = Text(vi="Động cơ đã dừng.", en="The engine has stopped.")
_BAD_FILE = Text(vi="Bỏ qua tệp tiêu chí có lỗi: {problem}", en="Criteria file passed over: {problem}")


def engine(
    patient: Annotated[
        bool,
        typer.Option(
            "--patient", hidden=True, help="lặng lẽ chờ Prefect lúc khởi động / wait for Prefect first"
        ),
    ] = False,
) -> None:
    """Chạy động cơ: nhận sự kiện và chạy luồng trả lời, theo từng lô. Cần một máy chủ Prefect; khi nó vắng, việc sẽ chờ.

    Run the engine: it takes what events wait and runs the flows that answer them, in batches. It talks to the Prefect
    server of PREFECT_API_URL (else that of a running `antoan up`, else the port of ANTOAN_PREFECT_PORT).

    Ví dụ / Example: `PREFECT_API_URL=http://prefect.internal:4200/api antoan engine`
    """
    database = opening.database()
    lock = engine_lock(settings().database_url)
    with lock.held() if lock else nullcontext():
        database.close()
        orchestrator.prepare_client()
        _run(patient)


def tell(sentence: Text) -> None:
    """One line of the output: the time, the sentence. What Prefect logs goes to the error output."""
    line = f"{datetime.now().astimezone():%H:%M:%S} {sentence.in_(settings().language)}"
    out.print(line, markup=False, highlight=False, soft_wrap=True)


def _run(patient: bool) -> None:
    """Run until SIGINT or SIGTERM, or until it fails. A second signal no longer waits for what is under way.

    In a thread of its own: while a flow runs in the main thread, Prefect takes SIGTERM for itself and cuts the flow off.
    """
    asked, failure = threading.Event(), list[BaseException]()

    def heard(number: int, frame: object) -> None:
        if asked.is_set():
            os._exit(130)
        asked.set()

    def attend() -> None:
        try:
            asyncio.run(_attend(asked, patient))
        except BaseException as error:
            failure.append(error)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, heard)
    thread = threading.Thread(target=attend, name="engine", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.2)
    if failure:
        raise failure[0]


async def _attend(asked: threading.Event, patient: bool) -> None:
    """Work until asked to stop; then let what is under way end, and no longer than GRACE."""
    # Prefect takes seconds to import, and only this process and the workers need it.
    from flows.context import context
    from flows.engine import Engine
    from flows.launchers import LAUNCHERS

    this = context()
    for problem in bad_files(this.database, this.catalogue):
        tell(_BAD_FILE.filled(problem=Text(vi=problem.in_("vi"), en=problem.in_("en"))))
    settle_in(this.database)
    if patient:
        await _prefect_answers(asked)
    machine = Engine(this, LAUNCHERS[this.settings.launcher](), tell)
    running = asyncio.create_task(machine.run())
    tell(_AT_WORK.filled(pid=os.getpid()))
    while not running.done() and not asked.is_set():
        await asyncio.wait({running}, timeout=GLANCE)
    if not running.done():
        tell(_STOPPING)
        machine.stop()
        await _end(running)
    await _plainly(running)
    tell(_STOPPED)


def bad_files(database: Database, catalogue: Catalogue) -> list[Problem]:
    """The criteria files that the engine starts without: with mistakes in them, or edited after they were used."""
    with database.reading() as session:
        return [*catalogue.problems, *used_editions.changed(session, catalogue)]


async def _end(running: "asyncio.Task[None]") -> None:
    """Return when what is under way has ended. What takes too long is cut off: a transaction is whole or not at all."""
    _, late = await asyncio.wait({running}, timeout=GRACE)
    if late:
        tell(_CUT_OFF.filled(seconds=round(GRACE)))
        os._exit(1)


async def _prefect_answers(asked: threading.Event) -> None:
    """Return when Prefect answers, or when asked to stop."""
    url = orchestrator.api_url()
    while not asked.is_set() and not await asyncio.to_thread(orchestrator.answers, url):  # noqa: ASYNC110, no event comes from another process
        await asyncio.sleep(GLANCE)


async def _plainly(running: "asyncio.Task[None]") -> None:
    """Wait for the engine; a refusal of one of its tasks (a full disk, say) is raised as the sentence that it is."""
    try:
        await running
    except ExceptionGroup as group:
        refused = group.subgroup(Refused)
        while isinstance(refused, ExceptionGroup):
            refused = refused.exceptions[0]  # type: ignore[assignment]
        if isinstance(refused, Refused):
            raise refused from group
        raise
