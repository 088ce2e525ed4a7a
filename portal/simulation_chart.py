"""Simulation chart: what a draft would change, as one SVG page: verdicts before and after, and where they flip.

Shades and hatchings tell the series apart without colour; every number is written beside its bar. The text stays text.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from domain.rulebook import figures
from domain.simulation import VERDICTS, Simulation
from domain.texts import Text
from portal.simulated import WORDS, change

_WIDTH, _LEFT, _RIGHT, _BAR, _ROW = 960, 220, 190, 20, 30
_FONT = "font-family=\"'Be Vietnam Pro', 'Noto Sans', 'DejaVu Sans', sans-serif\""
# The most places that fit one page; the others are told of as one number.
SHOWN = 40

# Each is told from the others in black and white: solid, hatched one way and the other, dotted, outlined.
_FILLS = ("#333333", "url(#rising)", "url(#dots)", "#ffffff", "url(#falling)", "#aaaaaa")
_PATTERNS = """<defs>
<pattern id="rising" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#ffffff"/><path d="M0 6 6 0M-1 1 1 -1M5 7 7 5" stroke="#222222" stroke-width="1.4"/></pattern>
<pattern id="falling" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#ffffff"/><path d="M0 0 5 5M-1 4 1 6M4 -1 6 1" stroke="#222222" stroke-width="0.8"/></pattern>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#e8e8e8"/><circle cx="3" cy="3" r="1.3" fill="#222222"/></pattern>
</defs>"""
_TITLES = {
    "title": Text(vi="Chấm thử theo dự thảo", en="A season tried under a draft"),
    "verdicts": Text(vi="Kết quả", en="Verdicts"),
    "in_force": Text(vi="hiện hành", en="in force"),
    "draft": Text(vi="dự thảo", en="draft"),
    "where": Text(vi="Hồ sơ đổi kết quả, theo nơi", en="Applications whose verdict changes, by place"),
    "nothing": Text(vi="Không hồ sơ nào đổi kết quả.", en="No verdict changes."),
    "others": Text(vi="{many} nơi khác", en="{many} other places"),
}


class Bar(NamedTuple):
    """One line of a chart: its name, and how many of each series."""

    name: str
    values: tuple[int, ...]


def write_svg(found: Simulation, file: Path, language: str) -> None:
    """Write the chart. By province; by commune where there is only one province."""
    file.write_text(chart(found, language), encoding="utf-8")


def chart(found: Simulation, language: str) -> str:
    """The chart as SVG, of one width and as high as its bars need."""
    pen = _Pen(language)
    pen.text(_TITLES["title"].in_(language), size=20, weight="bold")
    asked = (
        f"{found.draft.title.in_(language)} · {found.season} · {figures.number(found.cases).in_(language)}"
    )
    pen.text(f"{asked} {'hồ sơ' if language != 'en' else 'applications'}", size=13)
    pen.space(8)
    said = [verdict for verdict in VERDICTS if found.before[verdict] or found.after[verdict]]
    pen.heading(_TITLES["verdicts"].in_(language), [WORDS[verdict].in_(language) for verdict in said])
    pen.bars(
        [
            Bar(_TITLES["in_force"].in_(language), tuple(found.before[verdict] for verdict in said)),
            Bar(_TITLES["draft"].in_(language), tuple(found.after[verdict] for verdict in said)),
        ]
    )
    pen.space(16)
    changes = list(found.flipped)[: len(_FILLS)]
    pen.heading(_TITLES["where"].in_(language), [change(pair).in_(language) for pair in changes])
    if changes:
        pen.bars(_places(found, changes, language))
    else:
        pen.text(_TITLES["nothing"].in_(language), size=13)
    return pen.page(_TITLES["title"].in_(language))


def _places(found: Simulation, changes: list[tuple[str, str]], language: str) -> list[Bar]:
    provinces = found.provinces
    rows = provinces if len(provinces) > 1 else found.places
    bars = [
        Bar(found.name(path), tuple(counts[pair] for pair in changes))
        for path, counts in rows.items()
        if any(counts[pair] for pair in changes)
    ]
    bars.sort(key=lambda bar: (-sum(bar.values), bar.name))
    if len(bars) > SHOWN:
        rest = bars[SHOWN - 1 :]
        name = _TITLES["others"].in_(language).format(many=len(rest))
        bars = [
            *bars[: SHOWN - 1],
            Bar(name, tuple(map(sum, zip(*(bar.values for bar in rest), strict=True)))),
        ]
    return bars


class _Pen:
    """Writes from top to bottom."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._drawn: list[str] = []
        self._y = 12.0

    def page(self, title: str) -> str:
        height = round(self._y + 16)
        return "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"'
                f' viewBox="0 0 {_WIDTH} {height}" role="img" {_FONT}>',
                f"<title>{escape(title)}</title>",
                _PATTERNS,
                f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
                *self._drawn,
                "</svg>",
                "",
            ]
        )

    def space(self, by: float) -> None:
        self._y += by

    def text(self, said: str, *, size: int, weight: str = "normal") -> None:
        self._y += size * 1.5
        self._write(16, self._y - size * 0.3, said, size=size, weight=weight)

    def heading(self, title: str, series: list[str]) -> None:
        """A heading, and below it which filling means what."""
        self.text(title, size=15, weight="bold")
        x, self._y = 16.0, self._y + 22
        for name, fill in zip(series, _FILLS, strict=False):
            needed = 30 + 7.4 * len(name)
            if x + needed > _WIDTH:
                x, self._y = 16.0, self._y + 22
            self._rectangle(x, self._y - 12, 18, 14, fill)
            self._write(x + 24, self._y, name, size=13)
            x += needed + 14
        self._y += 12

    def bars(self, bars: Iterable[Bar]) -> None:
        """A stacked bar for each, all on one scale, with its numbers behind it."""
        rows = list(bars)
        most = max((sum(bar.values) for bar in rows), default=0) or 1
        for bar in rows:
            self._write(_LEFT - 10, self._y + _BAR - 5, _short(bar.name), size=13, anchor="end")
            x = float(_LEFT)
            for value, fill in zip(bar.values, _FILLS, strict=False):
                length = value / most * (_WIDTH - _LEFT - _RIGHT)
                if value:
                    self._rectangle(x, self._y, max(length, 1.5), _BAR, fill)
                x += length
            numbers = " · ".join(figures.number(value).in_(self._language) for value in bar.values)
            self._write(x + 8, self._y + _BAR - 5, numbers, size=12)
            self._y += _ROW

    def _rectangle(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self._drawn.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" fill="{fill}" stroke="#222222"'
            ' stroke-width="0.8"/>'
        )

    def _write(
        self, x: float, y: float, said: str, *, size: int, weight: str = "normal", anchor: str = "start"
    ) -> None:
        self._drawn.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}"'
            f' fill="#111111">{escape(said)}</text>'
        )


def _short(name: str) -> str:
    return name if len(name) <= 28 else name[:27] + "…"
