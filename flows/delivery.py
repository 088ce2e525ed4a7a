"""Delivery: the letters of one claim go out, and what each channel answers is written down at once."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from domain import notices
from domain.database import Database
from domain.notices import WEBHOOK, Bag, Letter
from domain.outbox import Tally
from flows import writing
from flows.post import Channel, Mail
from flows.webhooks import Webhook

Answer = tuple[Letter, str | None]

# A letter that fails after more than this has met a channel that does not answer.
PATIENCE = 10.0
# The same of a webhook, which has ten seconds in all; how long one may be sent to before others are asked again, and how
# much later one that did not answer is sent the rest.
WEBHOOK_PATIENCE = 5.0
SHARE = 10.0
PUT_OFF = timedelta(seconds=60)


async def deliver(
    database: Database,
    channels: Mapping[str, Channel],
    bag: Bag,
    *,
    clock: Callable[[], datetime],
    lease: timedelta,
) -> Tally:
    """Send what is left in a bag. Safe to run twice: what a channel took is not found again.

    Each answer is committed before its sender takes the next letters. So a letter is sent a second time only when
    everything stopped between the channel's yes and that commit, or when the yes came after the time that a letter
    has; and it bears the same number then. A letter that fails, or that cannot be written, delays no other.
    """
    letters = await asyncio.to_thread(_read, database, bag)
    ledger = _Ledger(database, bag, clock)
    # Every webhook is a server of its own; a channel for people has one server for all of them.
    piles: dict[tuple[str, int], list[Letter]] = {}
    for letter in letters:
        reader = letter.account if letter.channel == WEBHOOK else 0
        piles.setdefault((letter.channel, reader), []).append(letter)
    queues = [
        _Queue(channels.get(name), iter(own), reader, asyncio.get_running_loop().time())
        for (name, reader), own in piles.items()
    ]
    senders = [asyncio.create_task(_send(queue, ledger)) for queue in queues for _ in range(queue.senders)]
    holding = asyncio.create_task(_hold(database, bag, clock, lease))
    try:
        await asyncio.gather(*senders)
        for queue in queues:
            if queue.reader and queue.unanswered:
                until = clock() + PUT_OFF
                await asyncio.to_thread(notices.put_off, database, bag, queue.reader, WEBHOOK, until)
    finally:
        for task in (holding, *senders):
            task.cancel()
        await asyncio.gather(holding, *senders, return_exceptions=True)
    return ledger.total


@dataclass
class _Queue:
    """The letters of one server, which its senders share, and how many in a row it did not answer. `reader` is the account
    of a webhook."""

    channel: Channel | None
    letters: Iterator[Letter]
    reader: int
    began: float
    unanswered: int = 0

    @property
    def senders(self) -> int:
        return self.channel.senders if self.channel else 1

    @property
    def together(self) -> int:
        return self.channel.together if self.channel else 100

    def left(self, now: float) -> bool:
        """Whether its other letters wait for the next claim. A webhook is given up sooner: the letters of everybody else
        wait for the slowest of a bag."""
        if self.reader:
            return bool(self.unanswered) or now - self.began > SHARE
        return self.unanswered >= self.senders


class _Ledger:
    """Writes answers down. Those that come while others are being written go down together, in one commit."""

    def __init__(self, database: Database, bag: Bag, clock: Callable[[], datetime]) -> None:
        self.total = Tally()
        self._database, self._bag, self._clock = database, bag, clock
        self._page: list[Answer] = []
        self._turning: asyncio.Task[None] | None = None
        self._pen = asyncio.Lock()

    async def write(self, answers: Iterable[Answer]) -> None:
        """Return when the answers are committed."""
        self._page += answers
        if self._turning is None:
            self._turning = asyncio.create_task(self._turn())
        await asyncio.shield(self._turning)

    async def _turn(self) -> None:
        async with self._pen:
            page, self._page, self._turning = self._page, [], None
            self.total += await asyncio.to_thread(
                notices.settle, self._database, self._bag, page, self._clock()
            )


async def _send(queue: _Queue, ledger: _Ledger) -> None:
    """Send the letters of a channel in turn. A channel that does not answer is left until the next claim."""
    time = asyncio.get_running_loop().time
    while letters := list(islice(queue.letters, queue.together)):
        began = time()
        answers = await _answers(letters, queue.channel)
        patience = WEBHOOK_PATIENCE if queue.reader else PATIENCE
        silent = time() - began > patience and all(error for _, error in answers)
        queue.unanswered = queue.unanswered + 1 if silent else 0
        await ledger.write(answers)
        if queue.left(time()):
            return


async def _answers(letters: list[Letter], channel: Channel | None) -> list[Answer]:
    """What became of each letter."""
    if channel is None:
        return [(letter, f"Kênh “{letter.channel}” không còn trong cấu hình.") for letter in letters]
    errors: dict[str, str | None] = {}
    mails = []
    write = channel.write if isinstance(channel, Webhook) else writing.write
    for letter in letters:
        try:
            subject, body = write(letter)
            mails.append(
                Mail(letter.id, letter.name, letter.address, letter.language, subject, body, letter.account)
            )
        except Exception as failure:  # whatever it was, it is this letter's own affair
            errors[letter.id] = f"{type(failure).__name__}: {failure}"
    try:
        answers = await channel.deliver(mails)
    except Exception as failure:
        answers = [f"{type(failure).__name__}: {failure}"] * len(mails)
    errors.update((mail.id, answer) for mail, answer in zip(mails, answers, strict=True))
    return [(letter, errors[letter.id]) for letter in letters]


async def _hold(database: Database, bag: Bag, clock: Callable[[], datetime], lease: timedelta) -> None:
    """Keep the bag for as long as its letters take."""
    while True:
        await asyncio.sleep(lease.total_seconds() / 3)
        await asyncio.to_thread(notices.extend, database, bag, clock() + lease)


def _read(database: Database, bag: Bag) -> list[Letter]:
    with database.reading() as session:
        return notices.letters(session, bag)
