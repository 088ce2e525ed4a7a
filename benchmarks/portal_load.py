"""Portal load: two hundred village heads hand in their dossiers in the last minute, over HTTP, on SQLite with full durability.

`python -m benchmarks.portal_load` prints the table. Three servers, each a process of its own with a copy of one database:
the portal (uvicorn), a view of Django's ORM, and FastAPI with a session of SQLModel to each request. The peers read
who asks and the saved answers, and write the same rows (application, event, facts, work, act); they check no answers and
no rights beyond the sign-in. Rounds are interleaved, and after each the rows are counted: none lost, none doubled.
"""

import asyncio
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson
from rich.console import Console

from benchmarks.processes import environment
from benchmarks.season import lay_out
from benchmarks.single_acts import People
from benchmarks.table import Section, Target, percentile, show
from domain.cases import instant
from domain.catalogue import load
from domain.database import Database, Sql
from domain.settings import settings
from portal.accounts import sign_ins
from portal.sample import wishes

HEADS = 200
ROUNDS = 3
# In the quiet sample they come one by one, so many a second.
PACE = 40
SERVERS = ("portal", "django", "sqlmodel")
COOKIE = "__Host-antoan"
_DRAFT = Sql(
    "insert into draft (application, source, version, document, account, saved_at)"
    " values (:id, 'applicant', 1, :document, :account, :now)"
)
_COUNTS = Sql(
    "select (select count(*) from event where name = 'dossier-submitted'),"
    " (select count(distinct application) from event where name = 'dossier-submitted'), (select count(*) from facts where source = 'applicant'),"
    " (select count(*) from act where key like 'load-%'), (select max(n) - min(n) from (select count(*) as n from event"
    " where name = 'dossier-submitted' group by application))"
)


def prepare(home: Path, heads: int) -> list[tuple[str, str]]:
    """A season in which so many have registered and saved their answers: (reference, cookie) of each."""
    database = lay_out(home, heads)
    crowd = People(database, load(settings().criteria))
    now, found = datetime.now(UTC), []
    for one in crowd.applicants(heads):
        answer = crowd.act(wishes.register(one))
        sheet = wishes.hand_in(one, crowd.standard, answer["reference"]).request.facts  # type: ignore[attr-defined]
        document = orjson.dumps({"facts": sheet, "raw": {}, "changed": {}}).decode()
        with database.transaction() as session:
            id = int(answer["reference"].partition("-")[2])
            session.run(_DRAFT, id=id, document=document, account=one.account, now=instant(now))
            cookie = sign_ins.start(session, one.account, now, "bench", "127.0.0.1", verified=True)
        found.append((answer["reference"], cookie))
    database.close()
    return found


@contextmanager
def serving(which: str, home: Path) -> Iterator[tuple[int, int]]:
    """A server on a port of its own: port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.portal_load", which, str(port)], env=environment(home), cwd=home
    )
    try:
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{which} does not answer") from None
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


async def _connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    for _ in range(50):
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
    raise RuntimeError("no connection")


async def _hand_in(port: int, whole: list[tuple[str, str]], pace: float | None) -> tuple[float, list[float]]:
    """Everybody hands in once: at the same instant, or so many a second; seconds in all and of each."""
    lines = [await _connect(port) for _ in whole]
    go = asyncio.Event()
    began = 0.0

    async def one(place: int) -> float:
        (reference, cookie), (reader, writer) = whole[place], lines[place]
        body = f"version=1&key=load-{secrets.token_hex(8)}".encode()
        head = (
            f"POST /dang-ky/{reference}/nop HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Cookie: {COOKIE}={cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        )
        await go.wait()
        if pace:
            await asyncio.sleep(max(0.0, began + place / pace - time.perf_counter()))
        sent = time.perf_counter()
        writer.write(head.encode() + body)
        status = await reader.readline()
        took = time.perf_counter() - sent
        if b" 303 " not in status:
            raise RuntimeError(f"{status!r} {(await reader.read(3000))!r}")
        await reader.read()
        writer.close()
        return took

    tasks = [asyncio.create_task(one(place)) for place in range(len(whole))]
    await asyncio.sleep(0.2)
    began = time.perf_counter()
    go.set()
    each = await asyncio.gather(*tasks)
    return time.perf_counter() - began, list(each)


def _check(home: Path, heads: int, times: int) -> None:
    """None lost, none doubled."""
    database = Database(f"sqlite:///{home}/antoan.db")
    with database.reading() as session:
        found = session.row(_COUNTS)
    database.close()
    if found != (heads * times, heads, heads, heads * times, 0):
        raise RuntimeError(f"{home.name}: {found} after {times} rounds of {heads}")


def section(folder: Path, heads: int = HEADS, rounds: int = ROUNDS) -> Section:
    """The table's part; `folder` is for databases."""
    first = folder / "first"
    whole = prepare(first, heads)
    homes = {which: folder / which for which in SERVERS}
    for home in homes.values():
        shutil.copytree(first, home)
    times = dict.fromkeys(SERVERS, 0)
    rates: dict[str, list[float]] = {which: [] for which in SERVERS}
    bursts: dict[str, list[list[float]]] = {which: [] for which in SERVERS}
    cpu: dict[str, list[float]] = {which: [] for which in SERVERS}
    paced: list[list[float]] = []
    for round_ in range(rounds + 1):
        for which in SERVERS:
            with serving(which, homes[which]) as (port, pid):
                asyncio.run(_hand_in(port, whole, PACE * 2))  # the first time nothing is warm
                before = _cpu(pid)
                seconds, each = asyncio.run(_hand_in(port, whole, None))
                spent = _cpu(pid) - before
                times[which] += 2
                if which == "portal" and round_:
                    paced.append(asyncio.run(_hand_in(port, whole, PACE))[1])
                    times[which] += 1
            _check(homes[which], heads, times[which])
            if round_:  # the first round warms the disk's cache
                rates[which].append(heads / seconds)
                bursts[which].append(each)
                cpu[which].append(spent / heads * 1000)
    found = Section(
        f"{heads} village heads hand in their dossiers over HTTP (SQLite, full durability; none lost, none doubled)"
    )
    for share in (0.5, 0.95, 0.99):
        target = Target(250, most=True, unit=" ms") if share == 0.99 else None
        found.add(
            f"the portal, {PACE} a second, p{share * 100:.0f}",
            [percentile(e, share) * 1000 for e in paced],
            "ms",
            target=target,
        )
    for which in SERVERS:
        for share in (0.5, 0.95, 0.99):
            target = Target(250, most=True, unit=" ms") if (which, share) == ("portal", 0.99) else None
            found.add(f"{which}, all at the same instant, p{share * 100:.0f}",
                      [percentile(e, share) * 1000 for e in bursts[which]], "ms", target=target)  # fmt: skip
    found.add("the portal, all at the same instant", rates["portal"], "requests/s", against=rates["django"], of="Django ORM",
              target=Target(5))  # fmt: skip
    found.add("the portal, all at the same instant", rates["portal"], "requests/s", against=rates["sqlmodel"],
              of="SQLModel session per request")  # fmt: skip
    for which in SERVERS:
        # What a busy machine changes least.
        found.add(
            f"{which}, processor time of one request",
            cpu[which],
            "ms",
            against=cpu["portal"],
            of="the portal",
        )
    return found


def _cpu(pid: int) -> float:
    """Seconds of processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- the servers, each in a process of its own ------------------------------------------------------------------


def _event(application: int, number: int, head: str, account: int, document: str) -> tuple[str, str, str]:
    """Payload, hash of the chain and SHA-256 as the portal's own events have them."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    payload = orjson.dumps({"facts_sha256": hashlib.sha256(document.encode()).hexdigest()}).decode()
    link = orjson.dumps([head, application, number, "dossier-submitted", at, account, payload])
    return at, payload, hashlib.sha256(link).hexdigest()


def portal(port: int) -> None:
    import uvicorn

    uvicorn.run(
        "portal.web:from_settings",
        factory=True,
        port=port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
    )


def django(port: int) -> None:
    """A view of Django's ORM on WSGI with ten threads, which is what uvicorn gives to WSGI."""
    import django as framework
    import uvicorn
    from django.conf import settings as configuration

    home = os.environ["ANTOAN_HOME"]
    options = {
        "timeout": 60,
        "transaction_mode": "IMMEDIATE",
        "init_command": "pragma journal_mode=wal; pragma synchronous=full;",
    }
    configuration.configure(
        DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="benchmarks.portal_django", SECRET_KEY="bench", USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{home}/antoan.db", "OPTIONS": options,
                               "CONN_MAX_AGE": None}},
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
        INSTALLED_APPS=[],
    )  # fmt: skip
    framework.setup()
    from django.core.wsgi import get_wsgi_application

    uvicorn.run(
        get_wsgi_application(),
        interface="wsgi",
        port=port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
    )


def sqlmodel(port: int) -> None:
    """FastAPI with a session of SQLModel to each request, in a thread of its own."""
    from typing import Annotated

    import uvicorn
    from fastapi import Cookie, FastAPI, Form
    from fastapi.responses import RedirectResponse
    from sqlmodel import Session, create_engine, select

    from domain import tables
    from domain.portal_tables import Draft, SignIn

    engine = create_engine(f"sqlite:///{os.environ['ANTOAN_HOME']}/antoan.db", connect_args={"timeout": 60})

    import sqlalchemy as sa

    @sa.event.listens_for(engine, "connect")
    def _(connection, _):  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")

    @sa.event.listens_for(engine, "begin")
    def _(connection):  # type: ignore[no-untyped-def]
        connection.exec_driver_sql("begin immediate")

    app = FastAPI()

    @app.post("/dang-ky/{reference}/nop")
    def submit(reference: str, key: Annotated[str, Form()], version: Annotated[int, Form()],
               cookie: Annotated[str, Cookie(alias=COOKIE)]) -> RedirectResponse:  # fmt: skip
        id = int(reference.partition("-")[2])
        with Session(engine) as session:
            who = session.get(SignIn, hashlib.sha256(cookie.encode()).hexdigest())
            assert who is not None
            account = session.get(tables.Account, who.account)
            roles = session.exec(select(tables.Role).where(tables.Role.account == who.account)).all()
            assert account is not None
            assert roles
            application = session.get(tables.Application, id)
            draft = session.get(Draft, (id, "applicant"))
            assert application is not None
            assert draft is not None
            assert draft.version == version
            document = orjson.dumps(
                orjson.loads(draft.document)["facts"], option=orjson.OPT_SORT_KEYS
            ).decode()
            number = application.number + 1
            at, payload, link = _event(id, number, application.head, who.account, document)
            application.number, application.head, application.updated_at = number, link, at
            session.add(application)
            session.add(tables.Event(application=id, number=number, name="dossier-submitted", at=at, account=who.account,
                                     payload=payload, hash=link))  # fmt: skip
            session.merge(tables.Facts(application=id, source="applicant", document=document, recorded_by=who.account,
                                       recorded_at=at))  # fmt: skip
            session.add(tables.Work(flow="notification", application=id, number=number))
            session.add(tables.Act(account=who.account, key=key, request=hashlib.sha256(document.encode()).hexdigest(),
                                   answer=orjson.dumps({"reference": reference, "number": number}).decode(), at=at))  # fmt: skip
            session.commit()
        return RedirectResponse(f"/ho-so/{reference}", status_code=303)

    uvicorn.run(app, port=port, log_level="warning", access_log=False, proxy_headers=False)


def main() -> None:
    if len(sys.argv) == 3:
        {"portal": portal, "django": django, "sqlmodel": sqlmodel}[sys.argv[1]](int(sys.argv[2]))
        return
    folder = Path(tempfile.mkdtemp(dir=Path(__file__).parent / "out"))
    try:
        show([section(folder)], "portal load", Console(width=150))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
