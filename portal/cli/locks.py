"""Locks: one engine to an SQLite file; the lock dies with its holder, however that ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote

from domain.errors import Unready
from domain.texts import Text

_ENGINE = Text(
    vi="Đã có một động cơ khác (tiến trình {pid}) chạy trên cơ sở dữ liệu này; mỗi tệp SQLite chỉ một động cơ.",
    en="Another engine (process {pid}) runs on this database already; one engine to an SQLite file.",
)
_UP = Text(
    vi="Lệnh antoan up khác (tiến trình {pid}) đang chạy trong thư mục này.",
    en="Another antoan up (process {pid}) runs in this folder already.",
)


class Lock:
    """A lock of the operating system on a file that names its holder; `taken` is said to whoever comes second."""

    def __init__(self, file: Path, taken: Text) -> None:
        self.file = file
        self.taken = taken

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it. Raises Unready naming the process that holds it already, or when the file cannot be written."""
        try:
            descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise Unready(
                "Không ghi được tệp khóa {file}: {error}. Hãy cấp quyền ghi cho thư mục của cơ sở dữ liệu.",
                "Lock file {file} cannot be written: {error}. Make the database's folder writable.",
                file=self.file,
                error=error.strerror,
            ) from error
        try:
            if not _take(descriptor):
                self.refuse()
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(descriptor)

    def refuse(self) -> NoReturn:
        """Raise Unready naming the holder."""
        raise Unready(self.taken.vi, self.taken.en, pid=self.holder() or "?")

    def holder(self) -> int | None:
        """The process that holds it; None when nobody does."""
        try:
            descriptor = os.open(self.file, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            written = os.pread(descriptor, 32, 0).decode()
            return int(written) if written.isdecimal() else 0
        else:
            return None
        finally:
            os.close(descriptor)


def engine_lock(url: str) -> Lock | None:
    """The lock of the engine of an SQLite file, the same by whatever name that is called; None for a server, which several
    engines share."""
    scheme, _, rest = url.partition(":///")
    file = unquote(rest.removeprefix("file:")) if rest.startswith("file:") else rest
    file = file.partition("?")[0]
    if not scheme.startswith("sqlite") or not file:
        return None
    return Lock(Path(f"{Path(file).resolve()}.engine.lock"), _ENGINE)


def up_lock(home: Path) -> Lock:
    """The lock of `antoan up`, which has the folder's Prefect server to itself."""
    return Lock(home / "up.lock", _UP)


def _take(descriptor: int) -> bool:
    """Take it at once, or within the moment that somebody who only looks may hold it."""
    for _ in range(10):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            time.sleep(0.05)
    return False
