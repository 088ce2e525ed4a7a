"""Table: samples become lines with their spread, their ratio to a peer and the target of the issue; nothing is asserted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Target:
    """What a ratio, or the number itself where there is no ratio, should reach; `most` where less is better."""

    value: float
    most: bool = False
    unit: str = ""

    def reached(self, value: float) -> bool:
        return value <= self.value if self.most else value >= self.value

    def words(self) -> str:
        return f"{'≤' if self.most else '≥'} {number(self.value)}{self.unit}"


@dataclass
class Line:
    """One line: samples of one number; `against` are the samples that each of them is divided by."""

    what: str
    samples: Sequence[float]
    unit: str = ""
    against: Sequence[float] = ()
    of: str = ""
    target: Target | None = None
    note: str = ""

    @property
    def value(self) -> float:
        return median(self.samples)

    @property
    def ratio(self) -> float | None:
        """The median of the ratios of neighbours in time; of the medians, where there are not as many of both."""
        if not self.against:
            return None
        if len(self.samples) == len(self.against):
            return median(a / b for a, b in zip(self.samples, self.against, strict=True))
        return self.value / median(self.against)

    @property
    def reached(self) -> bool | None:
        if self.target is None:
            return None
        ratio = self.ratio
        return self.target.reached(self.value if ratio is None else ratio)

    def data(self) -> dict[str, object]:
        return {
            "what": self.what, "unit": self.unit, "median": self.value, "samples": list(self.samples), "ratio": self.ratio,
            "of": self.of, "target": self.target.words() if self.target else None, "reached": self.reached, "note": self.note,
        }  # fmt: skip


@dataclass
class Section:
    """Lines under one heading."""

    title: str
    lines: list[Line] = field(default_factory=list)

    def add(self, what: str, samples: Iterable[float], unit: str = "", **more: object) -> None:
        found = list(samples)
        if found:
            self.lines.append(Line(what, found, unit, **more))  # type: ignore[arg-type]


def number(value: float) -> str:
    """Three digits that mean something: 0.0123, 1.23, 12.3, 123, 12,345."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    digits = 2 if abs(value) >= 1 else 3
    return f"{value:.{digits - (abs(value) >= 10)}f}".rstrip("0").rstrip(".")


def spread(samples: Sequence[float]) -> str:
    return f"{number(min(samples))}–{number(max(samples))}" if len(samples) > 1 else ""


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least this share of all does not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def show(sections: Iterable[Section], title: str, console: Console) -> None:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("what")
    table.add_column("median", justify="right", no_wrap=True)
    table.add_column("spread", justify="right", no_wrap=True)
    table.add_column("ratio", no_wrap=True)
    table.add_column("target", no_wrap=True)
    for section in sections:
        table.add_row(section.title, style="bold")
        for line in section.lines:
            ratio = "" if line.ratio is None else f"{number(line.ratio)}× {line.of}"
            target = ""
            if line.target is not None:
                target = f"{line.target.words()}: {'yes' if line.reached else '[red]NO[/red]'}"
            value = f"{number(line.value)} {line.unit}".strip()
            table.add_row(f"  {line.what}", value, spread(line.samples), ratio, target)
        table.add_section()
    console.print(table)
