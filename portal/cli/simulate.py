"""Simulate: what a draft of a standard would change, tried on a season's cases before it counts."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from domain import drafts, simulation
from domain.errors import BadInput
from domain.rulebook import figures
from domain.settings import settings
from domain.simulation import VERDICTS, Simulation
from domain.simulation_above import Above
from portal import simulated, simulation_chart
from portal.cli import opening
from portal.cli.current import FIRST_YEAR, LAST_YEAR
from portal.cli.printing import Format, FormatOption, emit, err, out, refusals, say

# How many places are listed in the table; the CSV has every case, JSON every place.
SHOWN = 10
# So many are named where a change above is told.
FEW = 5
# A command that is done in a second needs no bar.
PATIENCE = 1.0


def simulate(
    standard: Annotated[
        str,
        typer.Option(
            "--standard", metavar="DRAFT", help="bộ tiêu chí hoặc tệp dự thảo / standard or draft file"
        ),
    ],
    season: Annotated[
        int,
        typer.Option(min=FIRST_YEAR, max=LAST_YEAR, help="đợt đã chấm / the season to try it on"),
    ],
    against: Annotated[
        str | None, typer.Option(metavar="PATH", help="bộ tiêu chí để so sánh / the standard to compare with")
    ] = None,
    rules_of: Annotated[
        int | None,
        typer.Option(
            min=FIRST_YEAR,
            max=LAST_YEAR,
            metavar="YEAR",
            help="lấy quy định của năm này / take the rules of this year",
        ),
    ] = None,
    to_csv: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="FILE", help="mỗi hồ sơ đổi kết quả một dòng / a line per case that flips"
        ),
    ] = None,
    to_svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="biểu đồ / a chart")] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Chấm thử các hồ sơ của một đợt theo dự thảo, cạnh bộ đang áp dụng: hồ sơ nào đổi, ở đâu, do tiêu chí nào, phải kiểm
    tra lại gì, các xã và danh hiệu kéo theo. Chỉ đọc cơ sở dữ liệu.

    Judge a season's cases under a draft beside the edition in force: who flips, where, because of which clause, what
    inspectors would have to look at again, which communes and titles follow. The database is only read.

    Ví dụ / Example: `antoan simulate --standard du-thao/residential-area.yaml --season 2025 --csv doi.csv --svg doi.svg`
    """
    with refusals():
        for file in (to_csv, to_svg):
            if file is not None and not file.absolute().parent.is_dir():
                raise BadInput(
                    "Không có thư mục để ghi “{file}”.",
                    "There is no folder to write “{file}” to.",
                    file=str(file),
                )
        catalogue = opening.criteria()
        draft = drafts.draft(catalogue, standard, season)
        database = opening.database(to_read=True)
        try:
            with database.reading() as session, _Bar() as bar:
                edition = simulation.in_force(session, catalogue, draft, season, against)
                found = simulation.simulate(
                    session, catalogue, draft, edition, season,
                    rules_of=rules_of, one_by_one=to_csv is not None, progress=bar.note,
                )  # fmt: skip
        finally:
            database.close()
        language = settings().language
        if to_csv is not None:
            simulated.write_csv(found, to_csv, language)
        if to_svg is not None:
            simulation_chart.write_svg(found, to_svg, language)
        emit(simulated.as_data(found, standard), how, lambda: _print(found, standard, [to_csv, to_svg]))


class _Bar:
    """Shows how far it is, on a terminal, once it takes long; it leaves nothing behind."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def note(self, done: int, of: int) -> None:
        if self._bar is None and sys.stderr.isatty() and time.monotonic() - self._began > PATIENCE:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            self._bar = Progress(
                TextColumn(say("chấm thử", "judging")),
                BarColumn(),
                MofNCompleteColumn(),
                console=err,
                transient=True,
            )
            self._task = self._bar.add_task("", total=of)
            self._bar.start()
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=of)


def _print(found: Simulation, draft: str, files: list[Path | None]) -> None:
    language = settings().language
    out.print(f"[bold]{escape(found.draft.title.in_(language))}[/bold]", highlight=False)
    out.print(
        say(
            f"Chấm thử đợt {found.season} theo {draft}, cạnh {found.against.path}: {_n(found.cases)} hồ sơ",
            f"Season {found.season} under {draft}, beside {found.against.path}: {_n(found.cases)} applications",
        ),
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
    if found.rules_of != found.season:
        _line(
            f"Lấy quy định của năm {found.rules_of}, thời gian của đợt {found.season}.",
            f"With the rules of {found.rules_of} and the days of season {found.season}.",
        )
    if found.not_judged:
        _line(
            f"{_n(found.not_judged)} hồ sơ chưa được chấm lần nào nên không tính.",
            f"{_n(found.not_judged)} applications were never judged and are left out.",
        )
    out.print(_verdicts(found, language))
    if found.flipped:
        out.print(_flips(found, language))
        out.print(_clauses(found, language))
        out.print(_places(found, language))
    else:
        _line("Không hồ sơ nào đổi kết quả.", "No verdict changes.")
    if found.needed:
        _line(
            f"{_n(found.look_again)} hồ sơ phải kiểm tra lại vì dự thảo cần dữ kiện chưa ai ghi:",
            f"{_n(found.look_again)} applications to be looked at again: the draft needs what nobody recorded:",
        )
        out.print(_needed(found, language))
    for fact, many in found.not_carried_over.most_common():
        _line(
            f"{fact[0]}.{fact[1]}: {_n(many)} câu trả lời không hợp với dự thảo, coi như chưa có.",
            f"{fact[0]}.{fact[1]}: {_n(many)} answers do not fit the draft and count as not given.",
        )
    for one in found.above:
        _print_above(one, language)
    for file in files:
        if file is not None:
            _line(f"Đã ghi {file}", f"Written: {file}")


def _print_above(one: Above, language: str) -> None:
    """What would follow from these flips under one standard that counts their units or asks for their title."""
    path, of = one.standard.path, _n(one.verdicts.total())
    if one.refused is not None:
        _line(f"{path}: {one.refused.vi}", f"{path}: {one.refused.en}")
        return
    if one.fewer:
        _line(
            f"Theo {path}: {_n(one.fewer)} đơn vị chưa đăng ký không còn thuộc đối tượng nên không còn bị tính."
            if one.fewer > 0
            else f"Theo {path}: {_n(-one.fewer)} đơn vị chưa đăng ký trở thành đối tượng nên bị tính.",
            f"Under {path}: {_n(one.fewer)} units that have not registered may no longer apply and are not counted."
            if one.fewer > 0
            else f"Under {path}: {_n(-one.fewer)} units that have not registered may apply now and are counted.",
        )
    if not one.flipped:
        _line(
            f"Kéo theo, theo {path}: không hồ sơ nào trong {of} đổi.", f"Under {path} none of {of} follows."
        )
        return
    if one.registered:
        _line(f"Kéo theo, trong {of} hồ sơ theo {path}:", f"What follows, of {of} applications under {path}:")
    else:
        _line(
            f"Kéo theo, trong {of} đơn vị theo {path} (không đăng ký riêng; chỉ xét danh hiệu):",
            f"What follows, of {of} units under {path} (nobody registers; by the title alone):",
        )
    table = _table(say("đổi kết quả", "changes of verdict"), say("số lượng", "how many"), "")
    for pair, many in one.flipped.items():
        names = [flip.name for flip in one.flips if (flip.before, flip.after) == pair]
        told = ", ".join(names[:FEW]) + ("…" if len(names) > FEW else "")
        table.add_row(simulated.change(pair).in_(language), _n(many), escape(told))
    table.columns[-1].justify = "left"
    out.print(table)


def _verdicts(found: Simulation, language: str) -> Table:
    table = _table("", say("hiện hành", "in force"), say("dự thảo", "draft"), say("thay đổi", "change"))
    for verdict in VERDICTS:
        before, after = found.before[verdict], found.after[verdict]
        if before or after:
            difference = f"{after - before:+d}" if after != before else "0"
            table.add_row(simulated.WORDS[verdict].in_(language), _n(before), _n(after), difference)
    return table


def _flips(found: Simulation, language: str) -> Table:
    table = _table(say("đổi kết quả", "changes of verdict"), say("hồ sơ", "applications"))
    for pair, many in found.flipped.items():
        table.add_row(simulated.change(pair).in_(language), _n(many))
    return table


def _clauses(found: Simulation, language: str) -> Table:
    table = _table(
        say("do tiêu chí", "because of"), say("hồ sơ", "applications"), say("chỉ riêng nó", "it alone"), ""
    )
    for code, many in found.clauses.most_common():
        criterion = found.criterion(code)
        asked = criterion.ask.in_(language) if criterion else ""
        table.add_row(
            code, _n(many), _n(found.alone[code]), escape(asked if len(asked) < 70 else f"{asked[:69]}…")
        )
    table.columns[-1].justify = "left"
    return table


def _places(found: Simulation, language: str) -> Table:
    """Provinces; the communes of one where there is only one."""
    rows = found.provinces if len(found.provinces) > 1 else found.places
    changes = list(found.flipped)
    table = _table(
        say("nơi", "where"),
        say("hồ sơ", "applications"),
        *(simulated.change(one).in_(language) for one in changes),
    )
    flips = {path: sum(counts[one] for one in changes) for path, counts in rows.items()}
    told = sorted((path for path in rows if flips[path]), key=lambda path: -flips[path])
    for path in told[:SHOWN]:
        table.add_row(
            escape(found.name(path)), _n(rows[path].total()), *(_n(rows[path][one]) for one in changes)
        )
    if len(told) > SHOWN:
        rest = told[SHOWN:]
        table.add_row(
            say(f"{len(rest)} nơi khác", f"{len(rest)} others"),
            _n(sum(rows[path].total() for path in rest)),
            *(_n(sum(rows[path][one] for path in rest)) for one in changes),
        )
    return table


def _needed(found: Simulation, language: str) -> Table:
    table = _table(say("dữ kiện cần thêm", "facts needed"), say("hồ sơ", "applications"), "")
    for fact, many in found.needed.most_common():
        table.add_row(f"{fact[0]}.{fact[1]}", _n(many), escape(simulated.label(found, fact).in_(language)))
    table.columns[-1].justify = "left"
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, title_justify="left")
    table.add_column(first)
    for other in others:
        table.add_column(other, justify="right", vertical="bottom")
    return table


def _line(vi: str, en: str) -> None:
    out.print(say(vi, en), markup=False, highlight=False, soft_wrap=True)


def _n(number: int) -> str:
    return figures.number(number).in_(settings().language)
