"""`python -m benchmarks`: measures everything in turn, prints one table and writes benchmarks/out/latest.json.

FULL=1 adds a season of 100,000 applications. SIZES, ROUNDS and SMALL=1 are for trying the benchmark itself.
"""

import json
import os
import platform
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import documents, latency, portal_lists, portal_load, portal_pages, season
from benchmarks.limits import limits
from benchmarks.processes import Server, environment, report_of
from benchmarks.scoring import measuring as scoring
from benchmarks.season import Season
from benchmarks.table import Section, Target, percentile, show
from domain.database import Database

OUT = Path(__file__).parent / "out"
FULL = os.environ.get("FULL") == "1"
SMALL = os.environ.get("SMALL") == "1"
ROUNDS = int(os.environ.get("ROUNDS", 1 if SMALL else 3))
SIZES = [int(n) for n in os.environ.get("SIZES", "").split(",") if n] or [1_000, 10_000] + [100_000] * FULL
PAPERS = 200 if SMALL else 10_000 if FULL else documents.MANY
DBOS, LIMITS, ACTS, NAIVE, ANSWERS = (20, 200, 10, 4, 2) if SMALL else (200, 2_000, 100, 24, 14)

out = Console(width=None if Console().is_terminal else 130)


@dataclass
class Samples:
    """Everything that was measured, in the order in which it was."""

    seasons: list[Season] = field(default_factory=list)
    naive: list[dict[str, Any]] = field(default_factory=list)
    acts: list[dict[str, list[float]]] = field(default_factory=list)
    peers: dict[str, list[float]] = field(default_factory=dict)
    answers: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @property
    def dbos(self) -> list[float]:
        return self.peers.get("dbos", [])


class Bench:
    """Takes samples, each in a process and a folder of its own, on the disk of this repository."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.server = server
        self.samples = Samples()
        # Which sample of DBOS stood beside a sample of ours.
        self.beside: list[float] = []

    def peer(self, name: str, n: int) -> None:
        with self._home(f"{name} {n}") as home:
            rate = report_of(home, environment(home), "benchmarks.peers", name, n)["rate"]
        self.samples.peers.setdefault(name, []).append(rate)

    def acts(self) -> None:
        with self._home("single acts") as home:
            self.samples.acts.append(report_of(home, environment(home), "benchmarks.single_acts", ACTS))

    def season(self, n: int) -> None:
        with self._home(f"season {n:,}") as home:
            self.samples.seasons.append(season.carry(self.server, home, n))
            self.beside.append(self.samples.dbos[-1])

    def naive(self, at_once: int) -> None:
        with self._home(f"one run each, {at_once} at once") as home:
            # Many runs at once make Prefect's SQLite refuse some requests; its client then asks again.
            its = environment(home, self.server.api, PREFECT_CLIENT_MAX_RETRIES="20")
            self.samples.naive.append(report_of(home, its, "benchmarks.naive", NAIVE, at_once))

    def answers(self) -> None:
        with self._home("act to answer") as home:
            self.samples.answers = latency.measure(self.server, home, ANSWERS)

    @contextmanager
    def _home(self, what: str) -> Iterator[Path]:
        """A folder for one sample. One that fails is told of at the end; the others are taken all the same."""
        began = time.monotonic()
        home = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            with out.status(what):
                yield home
        except Exception as error:
            self.samples.failed.append(f"{what}: {error}")
        shutil.rmtree(home, ignore_errors=True)
        out.print(f"{time.monotonic() - began:6.1f} s  {what}", style="dim", highlight=False)


def take(bench: Bench) -> None:
    """Peers and ours in turn, so that a busy minute of the machine meets both."""
    small, *large = SIZES
    for _ in range(ROUNDS):
        bench.peer("dbos", DBOS)
        bench.acts()
        for limit in ("group100", "executemany", "setbased"):
            bench.peer(limit, LIMITS)
        bench.season(small)
    bench.naive(1)
    for n in large:
        for _ in range(1 if n > 10_000 else min(2, ROUNDS)):
            bench.peer("dbos", DBOS)
            bench.season(n)
    bench.naive(4)
    bench.answers()


def portal(folder: Path) -> list[Section]:
    """What people wait for in the browser."""
    found = []
    for what, measured in (
        ("200 village heads", lambda: portal_load.section(folder / "load", *((20, 1) if SMALL else ()))),
        ("lists", lambda: _lists(folder / "lists", max(SIZES))),
        ("register", lambda: _register(folder / "lists", max(SIZES))),
        ("slow line", lambda: portal_pages.section(folder / "pages", environment(folder / "pages"))),
        ("documents", lambda: documents.measured(folder / "papers", environment(folder / "papers"), PAPERS)),
    ):
        began = time.monotonic()
        with out.status(what):
            found.append(measured())
        out.print(f"{time.monotonic() - began:6.1f} s  {what}", style="dim", highlight=False)
    return found


def _lists(home: Path, many: int) -> Section:
    database = portal_lists.lay_out(home, many)
    with closing(database):
        return portal_lists.measure(database, home, many)


def _register(home: Path, many: int) -> Section:
    """Over what the lists were measured with."""
    with closing(Database(f"sqlite:///{home / 'antoan.db'}")) as database:
        return portal_lists.measure_register(database, home, many)


def sections(bench: Bench) -> list[Section]:
    """What is shown, line by line."""
    samples = bench.samples
    by_size: dict[int, list[tuple[Season, float]]] = {}
    for one, beside in zip(samples.seasons, bench.beside, strict=True):
        by_size.setdefault(one.applications, []).append((one, beside))
    naive = [max((one["rate"] for one in samples.naive), default=0)]
    found = []
    for n, pairs in by_size.items():
        small = [one for one, _ in by_size.get(SIZES[0], pairs)]
        found.append(_season(n, [one for one, _ in pairs], [rate for _, rate in pairs], naive, small))
    if samples.acts:
        found.append(_acts(samples))
    if samples.answers:
        found.append(_answers(samples))
    peers = Section("peers and limits on this disk (transitions/s)")
    peers.add(f"DBOS on SQLite, {DBOS} workflows", samples.dbos)
    for each in samples.naive:
        what = f"one Prefect run each, {each['at_once']} at once ({NAIVE} applications, extrapolated)"
        peers.add(what, [each["rate"]], against=[_median(samples.dbos)], of="DBOS")
    for name, what in (
        ("group100", "plain SQLite, 100 transitions a commit"),
        ("executemany", "plain SQLite, executemany, a commit a stage"),
        ("setbased", "plain SQLite, set-based, a commit a stage"),
    ):
        rates = samples.peers.get(name, [])
        peers.add(what, rates, against=samples.dbos[: len(rates)], of="DBOS")
    return [*found, peers]


def _season(
    n: int, ones: list[Season], dbos: list[float], naive: list[float], small: list[Season]
) -> Section:
    section = Section(f"season of {n:,} applications, all four stages")
    rates = [x.rate for x in ones]
    first = {"cpu": [_median([x.cpu_us for x in small])], "wall": [_median([x.wall_us for x in small])]}
    grown = Target(1.3, most=True, unit="×") if n == 100_000 else None
    section.add("transitions/s", rates, against=dbos, of="DBOS", target=Target(50, unit="×"))
    if naive[0]:
        section.add("transitions/s", rates, against=naive, of="one run each", target=Target(1_000, unit="×"))
    section.add("events/s", [x.events / x.seconds for x in ones])
    section.add("transitions", [x.transitions for x in ones])
    section.add("events", [x.events for x in ones])
    section.add("notices written", [x.notices for x in ones])
    section.add("Prefect flow runs", [x.runs for x in ones])
    section.add("from the first act to rest", [x.seconds for x in ones], "s")
    of = f"{SIZES[0]:,}"
    section.add(
        "wall per application", [x.wall_us for x in ones], "µs", against=first["wall"], of=of, target=grown
    )
    section.add(
        "CPU per application, engine + actors",
        [x.cpu_us for x in ones],
        "µs",
        against=first["cpu"],
        of=of,
        target=grown,
    )
    memory = Target(400, most=True, unit=" MB") if n == max(SIZES) else None
    section.add("engine's peak memory", [x.peak_mb for x in ones], "MB", target=memory)
    section.add("engine's peak memory, letters too", [x.peak_mb_letters for x in ones], "MB", target=memory)
    section.add("letters/s afterwards, as files", [x.letters / x.letter_seconds for x in ones if x.letters])
    return section  # fmt: skip


def _acts(samples: Samples) -> Section:
    section = Section("an act of a person by itself, with its fsync")
    every = [[s for stage in one.values() for s in stage] for one in samples.acts]
    section.add(
        "acts/s", [len(one) / sum(one) for one in every], against=samples.dbos[: len(every)], of="DBOS",
        target=Target(10, unit="×"),
    )  # fmt: skip
    section.add("p50", [percentile(one, 0.5) * 1e3 for one in every], "ms")
    section.add("p95", [percentile(one, 0.95) * 1e3 for one in every], "ms")
    for stage in samples.acts[0]:
        section.add(f"{stage}, p50", [percentile(one[stage], 0.5) * 1e3 for one in samples.acts], "ms")
    return section


def _answers(samples: Samples) -> Section:
    every = [seconds for some in samples.answers.values() for seconds in some]
    section = Section(f"from an act to the answering flow's commit, idle engine, {len(every)} acts")
    section.add("p50", [percentile(every, 0.5)], "s")
    section.add("p95", [percentile(every, 0.95)], "s", target=Target(1, most=True, unit=" s"))
    for event, seconds in samples.answers.items():
        section.add(f"until {event}, p50", [percentile(seconds, 0.5)], "s")
    return section


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def machine() -> dict[str, Any]:
    """Where and with what this was measured."""
    model = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )  # fmt: skip
    packages = (
        "prefect", "sqlalchemy", "dbos", "pydantic", "zen-engine", "common-expression-language", "datalogic-py", "polars",
        "typst", "weasyprint", "pyhanko",
    )  # fmt: skip
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "cpu": model,
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "versions": {name: version(name) for name in packages},
    }


def main() -> None:
    for name in [name for name in os.environ if name.startswith(("ANTOAN_", "PREFECT_"))]:
        del os.environ[name]
    OUT.mkdir(exist_ok=True)
    about = machine()
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=OUT))
    os.chdir(folder)  # no .env of the repository is read
    try:
        with out.status("Prefect server"):
            server = Server(folder / "server")
        with closing(server):
            bench = Bench(folder, server)
            take(bench)
        with out.status("scoring"):
            judged = scoring.sections()
        judged += portal(folder)
    finally:
        os.chdir(OUT)
        shutil.rmtree(folder, ignore_errors=True)
    lines = [*sections(bench), *judged]
    said = limits(bench.samples.seasons, about["cores"])
    title = f"An Toàn · {about['date']} · {about['cores']} cores {about['cpu']} · load {about['load'][0]:.1f} at the start"
    show(lines, title, out)
    for sentence in said:
        out.print(sentence, highlight=False)
    for failure in bench.samples.failed:
        out.print(f"FAILED: {failure}", style="red", markup=False, highlight=False)
    whole = about | {
        "sections": {section.title: [line.data() for line in section.lines] for section in lines},
        "limits": said,
        "samples": asdict(bench.samples),
    }
    (OUT / "latest.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False))
    if bench.samples.failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
