"""Writer: one thread that commits together whatever waits to be written, so that two hundred people need one fsync.

SQLite has one writer anyway. Each order gets its own answer or refusal; each job is a function of the store that
writes something small and commutes with what is beside it.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from domain import acts
from domain.acts import Order
from domain.catalogue import Catalogue
from domain.database import Database
from domain.errors import Refused
from domain.procedures import Procedures
from domain.store import Store, transaction

_T = TypeVar("_T")

# Most that one transaction takes: whoever came first should not wait for everybody.
MOST = 500
# How long the first waits for others that are on their way, in seconds: a commit for each of them costs everybody more.
GATHER = 0.01


@dataclass(eq=False)
class _Wish:
    """Orders of one sender, which stay together whatever else is written: a batch of decisions is one decision."""

    orders: Sequence[Order]
    job: Callable[[Store], Any] | None
    # Where the answer goes: to a page, in the loop of whose thread it is told, or to whoever waits in a thread of theirs.
    done: "asyncio.Future[Any] | Future[Any]"


_Answer = tuple[_Wish, Any]


class Writer:
    """Starts with the first wish and ends with `close`. `clock` gives the one instant of each transaction."""

    def __init__(
        self,
        database: Database,
        catalogue: Callable[[], Catalogue],
        clock: Callable[[], datetime],
        procedures: Callable[[], Procedures] = Procedures,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._procedures = procedures
        self._queue: SimpleQueue[_Wish | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._coming = 0

    @contextmanager
    def expecting(self, something: bool = True) -> Iterator[None]:
        """While this lasts something may be asked for, for which others wait a moment. For the pages' one thread."""
        self._coming += something
        try:
            yield
        finally:
            self._coming -= something

    async def perform(self, order: Order) -> dict[str, Any]:
        """Do an act; its answer once it is on disk. Raises Refused."""
        (answer,) = await self.perform_many([order])
        if isinstance(answer, Refused):
            raise answer
        return answer

    async def perform_many(self, orders: list[Order]) -> list[dict[str, Any] | Refused]:
        """Do many acts in one transaction, each with its own answer or refusal."""
        answers: list[dict[str, Any] | Refused] = await self._put(_Wish(orders, None, _future()))
        return answers

    async def write(self, job: Callable[[Store], _T]) -> _T:
        """Write something that is no act; what the job returns. A job refuses before it writes."""
        result: _T = await self._put(_Wish((), job, _future()))
        return result

    def write_now(self, job: Callable[[Store], _T]) -> _T:
        """The same for whoever is in a thread of their own."""
        done: Future[_T] = Future()
        self._put(_Wish((), job, done))
        return done.result()

    def close(self) -> None:
        """Finish what waits and end."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _put(self, wish: _Wish) -> Any:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
        self._queue.put(wish)
        return wish.done

    def _run(self) -> None:
        while True:
            first = self._queue.get()
            wishes = [first, *self._waiting(MOST - 1)]
            if self._coming > len(wishes) and None not in wishes:
                time.sleep(GATHER)
                wishes += self._waiting(MOST - len(wishes))
            # Whoever goes away from now on (a closed page) asked all the same: what was sent is done.
            _tell(self._commit([wish for wish in wishes if wish is not None and not wish.done.cancelled()]))
            if None in wishes:
                return

    def _waiting(self, most: int) -> list[_Wish | None]:
        """What waits by now, at most so much of it."""
        found: list[_Wish | None] = []
        while len(found) < most:
            try:
                found.append(self._queue.get_nowait())
            except Empty:
                break
        return found

    def _commit(self, wishes: list[_Wish]) -> list[_Answer]:
        """All of them in one transaction; each in one of its own when that fails, so that one cannot spoil the others."""
        if not wishes:
            return []
        try:
            return list(zip(wishes, self._together(wishes), strict=True))
        except Exception as error:
            if len(wishes) == 1:
                return [(wishes[0], error)]
            return [told for wish in wishes for told in self._commit([wish])]

    def _together(self, wishes: list[_Wish]) -> list[Any]:
        orders = [order for wish in wishes for order in wish.orders]
        with transaction(self._database, self._clock()) as store:
            told = iter(acts.perform_many(store, self._catalogue(), orders, self._procedures()))
            answers: list[Any] = [list(islice(told, len(wish.orders))) for wish in wishes]
            for place, wish in enumerate(wishes):
                if wish.job is not None:
                    try:
                        answers[place] = wish.job(store)
                    except Refused as refusal:
                        answers[place] = refusal
        return answers


def _future() -> "asyncio.Future[Any]":
    return asyncio.get_running_loop().create_future()


def _tell(answers: list[_Answer]) -> None:
    """Tell everybody; pages all at once, because each call into their thread wakes it."""
    of_loops: dict[asyncio.AbstractEventLoop, list[_Answer]] = {}
    for wish, answer in answers:
        if isinstance(wish.done, asyncio.Future):
            of_loops.setdefault(wish.done.get_loop(), []).append((wish, answer))
        else:
            _settle([(wish, answer)])
    for loop, theirs in of_loops.items():
        try:
            loop.call_soon_threadsafe(_settle, theirs)
        except RuntimeError:
            # The loop has ended and with it everybody who waited in it. What they sent is done.
            continue


def _settle(answers: list[_Answer]) -> None:
    for wish, answer in answers:
        if wish.done.cancelled():
            continue
        if isinstance(answer, Exception):
            wish.done.set_exception(answer)
        else:
            wish.done.set_result(answer)
