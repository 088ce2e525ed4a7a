"""Portal lists: how long an approver of everything waits for lists, searches and figures over many applications.

`python -m benchmarks.portal_lists HOME N` makes HOME/antoan.db with N applications in every state and prints what each
page takes, through the whole application but the network: session, query, template, compression.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from starlette.testclient import TestClient

from benchmarks.scoring.cases import SEASON, fill
from benchmarks.table import Section, Target, percentile, show
from domain.database import Database, Sql
from portal.accounts import sign_ins
from portal.site import Site
from portal.web import create_app

# The day of the season on which everything is asked: some of what is owed is late.
NOW = datetime(2025, 11, 15, 3, 0, tzinfo=UTC)
PAGES = {
    "first page": "",
    "deep page": "&sau={deep}",
    "page before a deep one": "&truoc={deep}",
    "by due date": "&sap-xep=due",
    "by place, deep": "&sap-xep=place&sau={deep}",
    "search, many found": "&q=thon+12",
    "search, one found": "&q=thôn+{deep}",
    "by reference": "&q=2025-{deep:06d}",
    "one state": "&trang-thai=scored",
    "late": "&han=late",
    "few left of two filters": "&trang-thai=withdrawn&ket-qua=undecided",
    "one province": "&noi=20",
    "inspector": "&nguoi-kiem-tra=1&trang-thai=under-inspection",
    "one criterion missed": "&tieu-chi=vn/antt-2021/residential-area:KDC-4d",
}
# Every state, some of them rare.
_SPREAD = Sql(
    "update application set due_on = '2025-11-' || substr('0' || (1 + id % 28), -2), inspector = 1, state = case id % 10"
    " when 0 then 'under-inspection' when 1 then 'inspected' when 2 then 'scored' when 3 then 'not-recognised'"
    " when 4 then 'registered' else case when id % 500 = 5 then 'withdrawn' else 'recognised' end end"
)
_CERTIFY = Sql(
    "insert into certificate (application, place, season, serial, issued_at)"
    " select id, substr(path, 1, 10), season, id, updated_at from application where state = 'recognised'"
)
# The register, for whoever has no account. Nothing is taken from a cache: each asks without what it was told before.
REGISTER = {
    "register, first page": "/so-cong-nhan?nam={season}",
    "register, deep page": "/so-cong-nhan?nam={season}&sau={deep}",
    "register, every year": "/so-cong-nhan?nam=tat-ca",
    "register, search": "/so-cong-nhan?q=thon+12",
    "register, one province": "/so-cong-nhan?noi=20",
    "register, revoked": "/so-cong-nhan?tinh-trang=revoked",
    "register, what is newest": "/so-cong-nhan/du-lieu/atom.xml",
}
_ROLE = Sql("insert into role (account, role, path, starts) values (1, :role, '/', '0001-01-01')")


def lay_out(home: Path, many: int) -> Database:
    """A database of a season under way, and one account that reads and decides everything."""
    home.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{fill(home, many)}")
    with database.transaction() as session:
        session.run(_SPREAD)
        session.run(_CERTIFY)
        for role in ("approver", "inspector"):
            session.run(_ROLE, role=role)
    return database


def measure(database: Database, home: Path, many: int, times: int = 20) -> Section:
    """The pages in turn, so that none has the machine to itself."""
    site = Site(database, home, clock=lambda: NOW)
    with database.transaction() as session:
        token = sign_ins.start(session, 1, NOW, "benchmark", "127.0.0.1", verified=True)
    client = TestClient(create_app(site), base_url="https://testserver", follow_redirects=False)
    client.cookies.set("__Host-antoan", token, domain="testserver.local", path="/")
    addresses = {
        name: f"/ho-so?nam={SEASON}{more.format(deep=many * 7 // 10)}" for name, more in PAGES.items()
    }
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for address in addresses.values():
        _timed(client, address)  # the criterion's letters are read once
    for _ in range(times):
        for name, address in addresses.items():
            taken[name].append(_timed(client, address))
    section = Section(f"lists of an approver with {many:,} applications: p95 of {times} of each")
    target = Target(200, most=True, unit=" ms")
    for name, seconds in taken.items():
        section.add(
            name,
            [percentile(seconds, 0.95) * 1e3],
            "ms",
            target=target,
            note=f"p50 {percentile(seconds, 0.5) * 1e3:.0f} ms",
        )
    every = [one for seconds in taken.values() for one in seconds]
    section.add(
        "all lists together",
        [percentile(every, 0.95) * 1e3],
        "ms",
        target=target,
        note=f"p50 {percentile(every, 0.5) * 1e3:.0f} ms",
    )
    # Whatever else the machine does, this is what a page costs it.
    costs = [
        _timed(client, address, time.process_time) * 1e3 for _ in range(5) for address in addresses.values()
    ]
    section.add("all lists together, processor", [percentile(costs, 0.95)], "ms")
    section.add("overview, first time", [_timed(client, f"/tong-quan?nam={SEASON}") * 1e3], "ms")
    again = [_timed(client, f"/tong-quan?nam={SEASON}") * 1e3 for _ in range(times)]
    section.add("overview, again within seconds", [percentile(again, 0.95)], "ms")
    section.add("all as CSV", [_timed(client, f"/ho-so.csv?nam={SEASON}")], "s")
    section.add("all as XLSX", [_timed(client, f"/ho-so.xlsx?nam={SEASON}")], "s")
    client.close()
    site.writer.close()
    return section


def measure_register(database: Database, home: Path, many: int, times: int = 20) -> Section:
    """What anybody asks of the register, in turn."""
    site = Site(database, home, clock=lambda: NOW)
    client = TestClient(create_app(site), base_url="https://testserver", follow_redirects=False)
    with database.reading() as session:
        found = session.row(
            Sql("select max(application) from certificate where application <= :deep"), deep=many * 7 // 10
        )
    deep = found[0] if found else 1
    addresses = {name: one.format(season=SEASON, deep=deep) for name, one in REGISTER.items()}
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(times):
        for name, address in addresses.items():
            taken[name].append(_timed(client, address))
    section = Section(f"the register with {many:,} applications, for anybody: p95 of {times} of each")
    for name, seconds in taken.items():
        section.add(
            name,
            [percentile(seconds, 0.95) * 1e3],
            "ms",
            target=Target(200, most=True, unit=" ms"),
            note=f"p50 {percentile(seconds, 0.5) * 1e3:.0f} ms",
        )
    section.add("figures, first time", [_timed(client, f"/so-lieu?nam={SEASON}") * 1e3], "ms")
    section.add("all as JSON", [_timed(client, f"/so-cong-nhan/du-lieu/so-cong-nhan.json?nam={SEASON}")], "s")
    client.close()
    site.writer.close()
    return section


def _timed(client: TestClient, address: str, clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    answer = client.get(address)
    seconds = clock() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return seconds


if __name__ == "__main__":
    home, many = Path(sys.argv[1]), int(sys.argv[2])
    made = Database(f"sqlite:///{home}/antoan.db") if (home / "antoan.db").exists() else lay_out(home, many)
    show([measure(made, home, many), measure_register(made, home, many)], "portal lists", Console(width=120))
