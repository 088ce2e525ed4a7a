"""Engine: `antoan engine`, the process that answers events; one of the two places where the portal meets the flows."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import datetime
from typing import Annotated

import typer

from domain.errors import Refused
from domain.settings import settings
from domain.texts import Text
from portal.cli import opening, orchestrator
from portal.cli.locks import engine_lock
from portal.cli.printing import out

# How long batches under way may take after the word to stop. What is cut off is claimed again at the next start.
GRACE = 60.0

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
        asyncio.run(_attend(patient))


def tell(sentence: Text) -> None:
    """One line of the log: the time, the sentence."""
    line = f"{datetime.now().astimezone():%H:%M:%S} {sentence.in_(settings().language)}"
    out.print(line, markup=False, highlight=False, soft_wrap=True)


async def _attend(patient: bool) -> None:
    """Run until SIGINT or SIGTERM; then let what is under way end, and no longer than GRACE. A second signal cuts it off."""
    # Prefect takes seconds to import, and only this process and the workers need it.
    from flows.context import context
    from flows.engine import Engine
    from flows.launchers import LAUNCHERS

    this = context()
    for problem in this.catalogue.problems:
        tell(_BAD_FILE.filled(problem=Text(vi=problem.in_("vi"), en=problem.in_("en"))))
    machine = Engine(this, LAUNCHERS[this.settings.launcher](), tell)
    asked = asyncio.Event()
    _on_signals(asked, machine.stop)
    if patient:
        await _prefect_answers(asked)
    running = asyncio.create_task(machine.run())
    tell(_AT_WORK.filled(pid=os.getpid()))
    word = asyncio.create_task(asked.wait())
    await asyncio.wait({running, word}, return_when=asyncio.FIRST_COMPLETED)
    word.cancel()
    if not running.done():
        _, late = await asyncio.wait({running}, timeout=GRACE)
        if late:
            tell(_CUT_OFF.filled(seconds=round(GRACE)))
            running.cancel()
    with suppress(asyncio.CancelledError):
        await _plainly(running)
    tell(_STOPPED)


async def _prefect_answers(asked: asyncio.Event) -> None:
    """Return when Prefect answers, or when told to stop."""
    url = orchestrator.api_url()
    while not asked.is_set() and not await asyncio.to_thread(orchestrator.answers, url):
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), 0.2)


def _on_signals(asked: asyncio.Event, stop: Callable[[], None]) -> None:
    def heard() -> None:
        if asked.is_set():
            os._exit(130)
        asked.set()
        tell(_STOPPING)
        stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, heard)


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
