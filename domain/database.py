"""Database: one address for SQLite and PostgreSQL, transactions, and statements that run at the driver's speed."""

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy import event as hooks
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, TimeoutError
from sqlalchemy.pool import PoolProxiedConnection

from domain.errors import Unready

Row = tuple[Any, ...]
Values = Mapping[str, Any] | Row

# Whole lists travel as one JSON parameter, so that a statement's text never depends on how many there are.
_DIALECTS: Final[dict[str, dict[str, str]]] = {
    "sqlite": {
        "numbers": "(select value from json_each(:{0}))",
        "texts": "(select value from json_each(:{0}))",
        "pairs": "(select json_extract(value, '$[0]') as number, json_extract(value, '$[1]') as text from json_each(:{0}))",
        "lock": "",
        "skip": "",
        "bytes": "",
    },
    "postgresql": {
        "numbers": "(select value::bigint from jsonb_array_elements_text(cast(:{0} as jsonb)))",
        "texts": "(select value from jsonb_array_elements_text(cast(:{0} as jsonb)))",
        "pairs": "(select (value ->> 0)::bigint as number, value ->> 1 as text from jsonb_array_elements(cast(:{0} as jsonb)))",
        "lock": "for update of {0}",
        "skip": "for update skip locked",
        "bytes": ' collate "C"',
    },
}

# Full durability; room for what one transaction touches, on each connection by itself, because SQLite forgets all of it
# as soon as anybody else has committed; the log is folded into the file every 256 MB, not after each batch: while two
# processes write, it takes some ten commits in a row, each waiting for the file's fsync, until none comes in between.
_PRAGMAS: Final = (
    "journal_mode = wal",
    "synchronous = full",
    "foreign_keys = on",
    "temp_store = memory",
    "cache_size = -16384",
    "wal_autocheckpoint = 65536",
)

# How long the log is made at once where a process stays up (see `stretch_log`), in bytes.
LOG: Final = 64 << 20

# How a transaction begins, one that writes (False) and one that reads (True). On SQLite a writer takes the one write lock
# at once: a lock that is upgraded later fails when somebody else wrote meanwhile. PostgreSQL shows each statement what was
# committed before it, unless it is asked for one state.
_BEGIN: Final = {
    ("sqlite", False): "begin immediate",
    ("sqlite", True): "begin",
    ("postgresql", False): "",
    ("postgresql", True): "set transaction isolation level repeatable read",
}

# Connections of one process to SQLite.
KEPT: Final = 40

# Rows that one statement takes on SQLite. Its driver lets go of the interpreter at each statement, and has it back when the
# threads beside it leave it: whoever writes row by row holds up all other writers for as long.
TOGETHER: Final = (100, 10)


class Sql:
    """A statement with `:named` values, or with `?` for the values of a tuple. `{numbers:ids}` and `{texts:codes}` are lists, given as `listed(...)`;
    `{lock:a}` holds table `a`'s rows and `{skip}` passes over rows that another engine holds, where the database
    has several writers; `{bytes}` after a text compares it sign by sign, as our sort keys are meant. ORM and Core expressions cost ten times the statement itself at this size."""

    def __init__(self, source: str, row: str | None = None, frame: str | None = None) -> None:
        self.source = source
        # Of a statement for tuples: the part of the text that one row takes, `(?, ?)`, where `frame` takes several.
        self.row = row
        self.frame = frame or source
        self._texts: dict[str, str] = {}
        self._of: dict[int, str] = {}

    def of(self, many: int) -> str:
        """The statement for so many rows at once, as SQLite takes it."""
        if many not in self._of:
            assert self.row is not None
            self._of[many] = self.frame.replace(self.row, ", ".join([self.row] * many))
        return self._of[many]

    def text(self, dialect: str) -> str:
        """The statement as the driver of `dialect` takes it."""
        if dialect not in self._texts:
            macros = _DIALECTS[dialect]
            text = re.sub(r"\{(\w+)(?::(\w+))?\}", lambda m: macros[m[1]].format(m[2]), self.source)
            if dialect == "postgresql":
                text = re.sub(r"(?<!:):([a-z_]\w*)", r"%(\1)s", text.replace("%", "%%")).replace("?", "%s")
            self._texts[dialect] = text
        return self._texts[dialect]


def listed(values: Iterable[int | str | tuple[int, str]]) -> str:
    """A list as one parameter of `{numbers:…}` or `{texts:…}`."""
    return orjson.dumps(list(values)).decode()


def insert(table: type[Any], *columns: str, or_nothing: bool = False, replace: tuple[str, ...] = ()) -> Sql:
    """Insert rows of a SQLModel table: tuples of the columns that are named, or mappings of all but a generated id.

    `or_nothing` passes over a row that is there already; `replace` names the columns that a second write renews.
    """
    described: sa.Table = table.__table__
    values: Sequence[str] = "?" * len(columns)
    if not columns:
        generated = described.autoincrement_column
        columns = tuple(c.name for c in described.columns if not (c is generated and c.name == "id"))
        values = [f":{column}" for column in columns]
    text = f"insert into {described.name} ({', '.join(columns)}) values ({', '.join(values)})"
    if or_nothing:
        text += " on conflict do nothing"
    elif replace:
        keys = ", ".join(c.name for c in described.primary_key.columns)
        text += f" on conflict ({keys}) do update set " + ", ".join(f"{c} = excluded.{c}" for c in replace)
    row = f"({', '.join(values)})" if values[0] == "?" else None
    return Sql(text, row)


def update(table: type[Any], *columns: str, keys: tuple[str, ...]) -> Sql:
    """Renew columns of the rows with these keys: tuples of the columns, then of the keys. Each row at most once."""
    name = table.__table__.name
    given = [f"v.column{place}" for place in range(1, len(columns) + len(keys) + 1)]
    row = f"({', '.join('?' * len(given))})"
    text = f"update {name} set {', '.join(f'{column} = ?' for column in columns)}"
    frame = f"update {name} set {', '.join(map(' = '.join, zip(columns, given, strict=False)))} from (values {row}) v"
    text += " where " + " and ".join(f"{key} = ?" for key in keys)
    frame += " where " + " and ".join(
        f"{name}.{key} = {value}" for key, value in zip(keys, given[len(columns) :], strict=True)
    )
    return Sql(text, row, frame)


class Stale(Exception):
    """A session that reads can go no further: it was asked to write, or what it had read has changed since."""


class Session:
    """One transaction. Everything in it happens, or none of it does. One that reads writes nothing."""

    def __init__(self, connection: PoolProxiedConnection, dialect: str, *, reads: bool = False) -> None:
        self.connection = connection
        self.dialect = dialect
        self.reads = reads
        self._cursor: Any = connection.cursor()

    def begin(self) -> None:
        """Begin, where a driver would not do it by itself in the right way."""
        if begin := _BEGIN[self.dialect, self.reads]:
            self._cursor.execute(begin)

    def rows(self, sql: Sql, **values: Any) -> list[Row]:
        self._cursor.execute(sql.text(self.dialect), values)
        found: list[Row] = self._cursor.fetchall()
        return found

    def stream(self, sql: Sql, **values: Any) -> Iterator[Row]:
        """The rows one by one, for tables that memory should not hold."""
        cursor: Any = self.connection.cursor()
        cursor.execute(sql.text(self.dialect), values)
        yield from cursor

    def row(self, sql: Sql, **values: Any) -> Row | None:
        self._cursor.execute(sql.text(self.dialect), values)
        found: Row | None = self._cursor.fetchone()
        return found

    def run(self, sql: Sql, **values: Any) -> int:
        """Run a statement that writes; how many rows it touched."""
        self._may_write()
        self._cursor.execute(sql.text(self.dialect), values)
        return int(self._cursor.rowcount)

    def _may_write(self) -> None:
        if self.reads:
            raise Stale

    def many(self, sql: Sql, rows: Sequence[Values]) -> int:
        """Run one writing statement for many rows; how many rows it touched in all."""
        self._may_write()
        touched, done = 0, 0
        # PostgreSQL's driver sends its statements together anyway.
        for many in TOGETHER if sql.row and self.dialect == "sqlite" else ():
            while len(rows) - done >= many:
                values = chain.from_iterable(rows[done : done + many])
                self._cursor.execute(sql.of(many), tuple(values))
                touched += self._cursor.rowcount
                done += many
        if done < len(rows):
            self._cursor.executemany(sql.text(self.dialect), rows[done:] if done else rows)
            touched += self._cursor.rowcount
        return touched


class Database:
    """The database of this installation. `transaction()` writes, `reading()` sees one state and writes nothing."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.dialect = self.engine.dialect.name
        self._at_hand: list[PoolProxiedConnection] = []
        # Statements go to the driver itself, whose errors SQLAlchemy then does not wrap.
        self.errors = (DBAPIError, TimeoutError, self.engine.dialect.loaded_dbapi.Error)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with self._session(reads=False) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._session(reads=True) as session:
            yield session

    @contextmanager
    def _session(self, *, reads: bool) -> Iterator[Session]:
        """The driver's own connection: SQLAlchemy's would cost a single act a tenth of its time."""
        with self.sentences():
            connection = self._taken()
            try:
                session = Session(connection, self.dialect, reads=reads)
                session.begin()
                yield session
                connection.commit()
            finally:
                self._given_back(connection)

    def _taken(self) -> PoolProxiedConnection:
        try:
            return self._at_hand.pop()
        except IndexError:
            return self.engine.raw_connection()

    def _given_back(self, connection: PoolProxiedConnection) -> None:
        """What was not committed is undone. The pool would do that too; but a connection to a file stays as good as it is,
        and through the pool it takes as long as the few rows that are asked of it."""
        if self.dialect != "sqlite":
            connection.close()
            return
        try:
            connection.rollback()
        except BaseException:
            connection.invalidate()
            raise
        self._at_hand.append(connection)

    def stretch_log(self) -> None:
        """Give SQLite's log at once the length that it comes to anyway, for a process that stays up.

        A commit that makes a file longer waits for the file system's own log too: twice as long, and now and then ten
        times. SQLite reads a log up to the first frame that is not of its last round, as zeros never are, and they are
        appended: behind whatever is written meanwhile. Where there is no room, the log grows as it would have.
        """
        if self.dialect != "sqlite":
            return
        with self.reading() as session, suppress(OSError):
            session.row(Sql("select 1 from sqlite_schema"))  # SQLite opens its log at the first question
            log = Path(f"{self.engine.url.database}-wal")
            missing = LOG - log.stat().st_size
            if missing > 0:
                with log.open("ab", buffering=0) as file:
                    file.write(bytes(missing))
                    os.fsync(file.fileno())

    def close(self) -> None:
        while self._at_hand:
            self._at_hand.pop().close()
        self.engine.dispose()

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """What an administrator can mend is said in a sentence; everything else stays the error that it is."""
        try:
            yield
        except self.errors as error:
            known = _known(
                str(getattr(error, "orig", error)), self.engine.url.render_as_string(hide_password=True)
            )
            if known is None:
                raise
            raise known from error


def _known(error: str, where: str) -> Unready | None:
    for sign, vi, en in (
        (
            "connection (failed|is bad|is lost|is closed)|terminating connection|closed the connection",
            "Không kết nối được cơ sở dữ liệu {where}. Hãy kiểm tra máy chủ PostgreSQL đang chạy và địa chỉ đúng.",
            "Database {where} cannot be reached. Check that the PostgreSQL server runs and that the address is right.",
        ),
        (
            "disk is full|No space left on device",
            "Ổ đĩa của cơ sở dữ liệu {where} đã đầy: việc vừa rồi chưa được ghi. Hãy giải phóng dung lượng rồi làm lại.",
            "The disk of database {where} is full: nothing of this act was written. Free some space and repeat it.",
        ),
        (
            "readonly database",
            "Cơ sở dữ liệu {where} chỉ cho đọc: việc vừa rồi chưa được ghi. Hãy cấp quyền ghi cho tệp và thư mục.",
            "Database {where} is read-only: nothing of this act was written. Make the file and its folder writable.",
        ),
        (
            "unable to open database",
            "Không mở được cơ sở dữ liệu {where}. Hãy kiểm tra thư mục có tồn tại và được phép ghi.",
            "Database {where} cannot be opened. Check that its folder exists and may be written to.",
        ),
        (
            "database is locked|QueuePool limit",
            "Cơ sở dữ liệu {where} đang bị một chương trình khác giữ quá lâu: việc vừa rồi chưa được ghi. Hãy thử lại.",
            "Database {where} was held by another program for too long: nothing of this act was written. Try again.",
        ),
        (
            "no such table|relation .* does not exist",
            "Cơ sở dữ liệu {where} chưa có đủ bảng. Hãy chạy: antoan migrate",
            "Database {where} lacks tables. Run: antoan migrate",
        ),
        (
            "not a database",
            "Tệp {where} không phải là cơ sở dữ liệu SQLite. Hãy khôi phục từ bản sao lưu.",
            "File {where} is not an SQLite database. Restore it from a backup.",
        ),
        (
            "malformed",
            "Cơ sở dữ liệu {where} bị hỏng: việc vừa rồi chưa được ghi. Hãy dừng động cơ và khôi phục từ bản sao lưu.",
            "Database {where} is damaged: nothing of this act was written. Stop the engine and restore a backup.",
        ),
        (
            "disk I/O error",
            "Ổ đĩa của cơ sở dữ liệu {where} báo lỗi đọc hoặc ghi: việc vừa rồi chưa được ghi. Hãy kiểm tra ổ đĩa.",
            "The disk of database {where} fails to read or write: nothing of this act was written. Check the disk.",
        ),
    ):
        if re.search(sign, error):
            return Unready(vi, en, where=where)
    return None


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True)
    # The connection that came back last goes out first: the fewer are in use, the fewer caches fill. As many are kept as
    # a portal has threads that read: one that is thrown away has to be opened and settled anew for the next page.
    engine = sa.create_engine(
        url,
        connect_args={"timeout": 60, "check_same_thread": False},
        pool_use_lifo=True,
        pool_size=KEPT,
        max_overflow=0,
    )

    @hooks.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # the driver begins no transactions of its own; a session does
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}")

    return engine
