"""Measuring: ours and the peers in turn on the same applications, every verdict compared, as lines of the table."""

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from benchmarks.processes import environment, report_of
from benchmarks.scoring import applications, by_hand, peers, stored
from benchmarks.scoring.applications import SEASON
from benchmarks.table import Section, Target, percentile
from domain.proof import prover
from domain.scorecard import concluded, judge
from domain.standards import Standard

OUT = Path(__file__).parent.parent / "out"
SMALL = os.environ.get("SMALL") == "1"
ROUNDS = 2 if SMALL else 5
# Applications to a round of the fast ones; all rounds together are the hundred thousand.
FAST = 500 if SMALL else 20_000
CASES = 2_000 if SMALL else 100_000
LETTERS = {1: "m", 0: "n", -1: "u"}

# Judges documents, in whatever form it likes; and what that says in ours, after the clock stopped.
Run = Callable[[list[Any]], Any]
Read = Callable[[Any], tuple[str, str]]
# So many are parsed and then judged: as in the engine, what is judged has just been read, for everybody alike.
AT_ONCE = 5


class Contest:
    """Applications as JSON in both forms, by criterion and flat, and the rates of whoever judged them."""

    def __init__(self) -> None:
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        self.by: Standard = applications.standard()
        flat = applications.flat(self.by, FAST * ROUNDS)
        self.flat_texts = [orjson.dumps(one) for one in flat]
        self.texts = [orjson.dumps(one) for one in applications.stored(self.by, flat)]
        self.tables = _columns(self.by, flat)
        self.rates: dict[str, list[float]] = {}
        self.compared: dict[str, int] = {}

    def documents(self, first: int, n: int) -> list[Any]:
        return [orjson.loads(text) for text in self.texts[first : first + n]]

    def sample(
        self, name: str, run: Run, texts: list[bytes], read: Read, expected: list[tuple[str, str]]
    ) -> None:
        """Time one round and compare every verdict of it. AssertionError when one differs."""
        said: list[tuple[str, str]] = []
        seconds = 0.0
        gc.collect()
        gc.disable()
        for start in range(0, len(texts), AT_ONCE):
            documents = [orjson.loads(text) for text in texts[start : start + AT_ONCE]]
            began = time.perf_counter()
            found = run(documents)
            seconds += time.perf_counter() - began
            said += [read(one) for one in found]
        gc.enable()
        self.note(name, seconds, said, expected)

    def note(
        self, name: str, seconds: float, said: list[tuple[str, str]], expected: list[tuple[str, str]]
    ) -> None:
        assert said == expected[: len(said)], f"{name} judges differently: {_difference(said, expected)}"
        self.rates.setdefault(name, []).append(len(said) / seconds)
        self.compared[name] = self.compared.get(name, 0) + len(said)


def _difference(said: list[tuple[str, str]], expected: list[tuple[str, str]]) -> str:
    pairs = enumerate(zip(said, expected, strict=False))
    return next(f"application {n}: {one}, not {two}" for n, (one, two) in pairs if one != two)


def bulk(contest: Contest) -> Section:
    """Everybody judges the same applications, in turn."""
    by = contest.by
    bench = by.bench(SEASON)
    outcome, prove, nothing = bench.outcome, prover(by, SEASON), {}  # type: ignore[var-annotated]

    def plain(documents: list[Any]) -> list[tuple[str, str]]:
        found = []
        for facts in documents:
            letters = "".join([test(facts.get(code, nothing), nothing) for code, test in bench.tests])
            found.append((letters, concluded(by, letters)))
        return found

    def generated(documents: list[Any]) -> list[tuple[str, str]]:
        return [outcome(facts, nothing) for facts in documents]

    def cards(documents: list[Any]) -> list[Any]:
        return [judge(by, SEASON, nothing, facts) for facts in documents]

    def trees(documents: list[Any]) -> list[dict[str, Any]]:
        return [prove(nothing, facts) for facts in documents]

    texts, flat = contest.texts, contest.flat_texts
    engines: dict[str, tuple[Run, list[bytes], int, Read]] = {
        "zen, one list expression": (peers.zen_list(by), flat, FAST // 2, _codes),
        "ours": (generated, texts, FAST, lambda pair: (pair[1], pair[0])),
        "thirty functions by hand": (peers.by_hand(by), flat, FAST, _codes),
        "ours, with a scorecard": (cards, texts, FAST, lambda card: (card.letters, card.verdict)),
        "ours, with the proof tree": (trees, texts, FAST // 4, _tree),
        "CEL in Rust": (peers.cel(by), flat, FAST // 8, _codes),
        "datalogic": (peers.datalogic(by), flat, FAST // 2, _codes),
        "ours, plain tests": (plain, texts, FAST // 2, _codes),
        "zen, graph with trace": (peers.zen_graph(by), flat, FAST // 40, _codes),
    }
    for number in range(ROUNDS):
        first = number * FAST
        expected = [(letters, verdict) for verdict, letters in generated(contest.documents(first, FAST))]
        for name, (run, stored_as, n, read) in engines.items():
            contest.sample(name, run, stored_as[first : first + n], read, expected)
        for name, (parts, expressions) in contest.tables.items():
            began = time.perf_counter()
            found = parts[number].select(expressions)
            seconds = time.perf_counter() - began
            contest.note(name, seconds, [_row(row) for row in found.rows()], expected)
    return _bulk_lines(contest)


def _columns(by: Standard, flat: list[dict[str, Any]]) -> dict[str, tuple[list[Any], list[Any]]]:
    """Polars over columns that are there already, by hand and as the standard's file says: tables and expressions."""
    import polars as pl

    from domain.rulebook import columns

    frame = pl.DataFrame(flat, infer_schema_length=None)
    named = frame.rename({name: f"{code}.{name}" for code, name, _ in by.facts()})
    ours = [one.value.alias(code) for code, one in columns.columns(by, SEASON).items()]
    ours.append(columns.verdict(by, SEASON).alias("verdict"))

    def parts(table: Any) -> list[Any]:
        return [table.slice(number * FAST, FAST).rechunk() for number in range(ROUNDS)]

    parts(frame)[0].select(by_hand.polars_expressions())  # its threads and its optimiser wake up once
    return {
        "Polars by hand": (parts(frame), by_hand.polars_expressions()),
        "ours, over columns": (parts(named), ours),
    }


def _row(row: tuple[Any, ...]) -> tuple[str, str]:
    words = {True: "met", False: "not_met", None: "undecided"}
    return "".join(["u" if one is None else "m" if one else "n" for one in row[:-1]]), words.get(
        row[-1], row[-1]
    )


def _tree(tree: dict[str, Any]) -> tuple[str, str]:
    return "".join([one["proof"]["letter"] for one in tree["criteria"]]), tree["verdict"]


def _codes(found: tuple[Any, str]) -> tuple[str, str]:
    codes, verdict = found
    return (codes if isinstance(codes, str) else "".join([LETTERS[code] for code in codes])), verdict


def _bulk_lines(contest: Contest) -> Section:
    rates = contest.rates
    section = Section(
        f"verdicts of {contest.compared['ours']:,} applications, 30 criteria each (applications/s)"
    )

    def line(name: str, of: str, target: float | None = None) -> None:
        section.add(
            name, rates[name], against=rates[of], of=of, target=Target(target, unit="×") if target else None,
            note=f"{contest.compared[name]:,} verdicts compared",
        )  # fmt: skip

    line("ours", "zen, one list expression", 5)
    line("ours", "thirty functions by hand", 1.5)
    line("ours, with a scorecard", "zen, one list expression")
    line("ours, with the proof tree", "zen, one list expression", 1)
    line("ours, with the proof tree", "zen, graph with trace", 40)
    for name in (
        "ours, plain tests",
        "thirty functions by hand",
        "zen, one list expression",
        "zen, graph with trace",
        "CEL in Rust",
    ):
        line(name, "ours")
    line("datalogic", "ours")
    line("Polars by hand", "ours")
    line("ours, over columns", "Polars by hand", 0.333)
    return section


def single(contest: Contest) -> Section:
    """One application at a time: the web's way, and the one who asks why."""
    by, bench = contest.by, contest.by.bench(SEASON)
    prove = prover(by, SEASON)

    section = Section("one application (p50)")
    for name, one, target in (
        ("verdict by criterion", lambda facts: bench.outcome(facts, {}), 5),
        ("scorecard", lambda facts: judge(by, SEASON, {}, facts), None),
        ("proof tree", lambda facts: prove({}, facts), 50),
    ):
        samples = []
        for number in range(ROUNDS):
            times = []
            for text in contest.texts[number * FAST : number * FAST + min(FAST, 2_000)]:
                facts = orjson.loads(text)
                began = time.perf_counter()
                one(facts)  # type: ignore[operator]
                times.append(time.perf_counter() - began)
            samples.append(percentile(times, 0.5) * 1e6)
        section.add(name, samples, "µs", target=Target(target, most=True, unit=" µs") if target else None)
    return section


def end_to_end(contest: Contest) -> Section:
    """Documents in SQLite to verdicts in SQLite, beside a loop over SQLModel objects."""
    section = Section("stored documents to stored verdicts (applications/s)")
    objects = FAST // 20
    with stored.database(contest.texts) as file:
        rates: dict[str, list[float]] = {"ours": [], "objects": []}
        for number in range(min(ROUNDS, 3)):
            rates["objects"].append(stored.objects(file, contest.by, objects))
            expected = stored.results(file, objects)
            rates["ours"].append(stored.ours(file, contest.by, number * FAST, (number + 1) * FAST))
            stored.ours(file, contest.by, 0, objects)
            assert stored.results(file, objects) == expected, "what is stored differs"
    section.add(
        "ours", rates["ours"], against=rates["objects"], of="SQLModel objects", target=Target(100, unit="×")
    )
    section.add("SQLModel objects", rates["objects"])
    return section


def files() -> Section:
    """A process of its own: the whole catalogue, and one changed threshold."""
    section = Section("criteria files")
    reports = []
    for _ in range(min(ROUNDS, 3)):
        folder = Path(tempfile.mkdtemp(dir=OUT))
        reports.append(report_of(folder, environment(folder), "benchmarks.scoring.starting", 5))
        shutil.rmtree(folder, ignore_errors=True)
    what = f"the whole catalogue, {reports[0]['standards']} standards, cold"
    section.add(
        what, [one["loaded"] * 1e3 for one in reports], "ms", target=Target(150, most=True, unit=" ms")
    )
    changes = [seconds * 1e3 for one in reports for seconds in one["changes"]]
    section.add("a changed threshold counts after", changes, "ms", target=Target(10, most=True, unit=" ms"))
    return section


def trying() -> Section:
    """`antoan simulate` on a season of stored cases, as a command and without its start."""
    folder = Path(tempfile.mkdtemp(dir=OUT))
    section = Section(f"antoan simulate over {CASES:,} stored cases")
    try:
        report_of(folder, environment(folder), "benchmarks.scoring.cases", folder, CASES)
        reports = [
            report_of(folder, environment(folder), "benchmarks.scoring.trying", folder)
            for _ in range(min(ROUNDS, 3))
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    section.add(
        "the whole command", [one["whole"] for one in reports], "s", target=Target(5, most=True, unit=" s")
    )
    section.add("of that its start", [one["start"] for one in reports], "s")
    section.add("cases that flip", [one["flips"] for one in reports])
    return section


def sections() -> list[Section]:
    """Everything of scoring, in turn."""
    OUT.mkdir(exist_ok=True)
    contest = Contest()
    return [bulk(contest), single(contest), end_to_end(contest), files(), trying()]
