"""Season: opening a year's round, its figures, and carrying the sample season through it."""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from domain import chain, seasons
from domain.calendar import today
from domain.catalogue import Catalogue
from domain.database import Database
from domain.errors import Unready
from domain.settings import settings
from domain.store import transaction
from domain.texts import Text
from portal import reading
from portal import report as figures
from portal.cli import closing, opening
from portal.cli.current import FIRST_YEAR, LAST_YEAR
from portal.cli.locks import engine_lock
from portal.cli.opening import AsOption
from portal.cli.printing import Format, FormatOption, emit, out, refuse_in_production, say
from portal.cli.progress import Progress
from portal.report import RARE, TITLES, Line

# The stages as the sample's actors report them.
STAGES = {
    "registration": Text(vi="đăng ký", en="registration"),
    "inspection": Text(vi="kiểm tra", en="inspection"),
    "scoring": Text(vi="chấm", en="scoring"),
    "recognition": Text(vi="công nhận", en="recognition"),
}

app = typer.Typer(
    no_args_is_help=True,
    help="Đợt xét công nhận: mở, báo cáo, chạy mẫu. / Seasons: open, report, run the sample.\n\n"
    "Ví dụ / Example: `antoan season report`",
)


@app.command("open")
def open_(
    year: closing.Year,
    login: AsOption,
    how: FormatOption = Format.TABLE,
) -> None:
    """Mở đợt của một năm; mở lại cũng không sao.

    Open the season of a year. Safe to repeat.

    Ví dụ / Example: `antoan season open 2026 --as van-hanh`
    """
    with transaction(opening.database(), opening.now()) as store:
        opened = seasons.open_season(store, year, opening.person(store.session, login))
    sentence = (
        say(f"Đã mở đợt {year}.", f"Season {year} is open.")
        if opened
        else say(f"Đợt {year} đã mở từ trước.", f"Season {year} was open already.")
    )
    emit({"season": year, "opened": opened}, how, lambda: out.print(sentence, highlight=False))


app.command("close")(closing.close)
app.command("reopen")(closing.reopen)


@app.command()
def report(
    season: Annotated[
        int | None,
        typer.Option(
            min=FIRST_YEAR,
            max=LAST_YEAR,
            help="năm, mặc định đợt mới nhất / year; the latest by default",
            show_default=False,
        ),
    ] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Bảng theo loại đơn vị: bao nhiêu đăng ký, đã kiểm tra, đã chấm, được công nhận, đang chờ, thư đã gửi.

    A table per kind of applicant: registered, inspected, scored, recognised, waiting, parked, letters sent.

    Ví dụ / Example: `antoan season report --season 2026 --format json`
    """
    tell(opening.database(), season, how)


@app.command()
def run() -> None:
    """Cho các tài khoản mẫu đi hết đợt, trong khi động cơ đang chạy; rồi in bảng.

    Drive the sample actors through the season while an engine runs; then print the table.

    Ví dụ / Example: `antoan season run`
    """
    refuse_in_production()
    database, catalogue = opening.database(), opening.criteria()
    lock = engine_lock(settings().database_url)
    if lock is not None and lock.holder() is None:
        raise Unready(
            "Chưa có động cơ nào chạy, nên không có ai trả lời. Hãy chạy trước: antoan engine, hoặc antoan up",
            "No engine is running, so nobody would answer. Start one first: antoan engine, or antoan up",
        )
    load_sample(database, catalogue)
    stop = threading.Event()
    try:
        with Progress(sys.stdout.isatty()) as progress:

            def attend() -> None:
                progress.show()
                time.sleep(0.1)

            carry(database, catalogue, progress, stop.is_set, attend)
    finally:
        stop.set()
    tell(database, None, Format.TABLE)


def load_sample(database: Database, catalogue: Catalogue) -> None:
    """Units, accounts and an open season, into a database that is empty."""
    from portal import sample  # reads the official list of units: only where it is wanted
    from portal.sample import deliberation

    if sample.is_empty(database):
        sample.load(database, catalogue, opening.now())
        deliberation.install(settings().home)


def carry(
    database: Database,
    catalogue: Catalogue,
    progress: Progress,
    stop: Callable[[], bool],
    attend: Callable[[], None],
) -> None:
    """Let the sample actors act in a thread of their own until the season is at rest; `attend` is called meanwhile."""
    from portal import sample

    failure: list[BaseException] = []

    def note(stage: str, done: int, total: int) -> None:
        progress.note(STAGES[stage].in_(settings().language) if stage in STAGES else stage, done, total)

    def act() -> None:
        try:
            sample.run(database, catalogue, opening.now, note, stop, opening.procedures())
        except BaseException as error:
            failure.append(error)

    actors = threading.Thread(target=act, name="sample", daemon=True)
    actors.start()
    while actors.is_alive():
        attend()
    if failure:
        raise failure[0]
    _await_letters(database, progress, stop, attend)


def _await_letters(
    database: Database, progress: Progress, stop: Callable[[], bool], attend: Callable[[], None]
) -> None:
    """Return when every letter was sent, or failed and will be tried later."""
    while not stop():
        with database.reading() as session:
            done, every = reading.letters_settled(session)
        progress.note(say("thư", "letters"), done, every)
        attend()
        if done == every:
            return


def tell(database: Database, season: int | None, how: Format) -> None:
    """Print the figures of a season."""
    with database.reading() as session:
        if season is not None:
            seasons.require(session, season)
        year = season if season is not None else figures.last_season(session)
        lines = figures.report(session, year, today(opening.now()))
        every = figures.total(session, year, lines)
        sealed = chain.head(session)
    data: dict[str, Any] = {"season": year, "kinds": [asdict(line) for line in lines], "total": asdict(every)}
    data["checkpoint"] = {"number": sealed[0], "at": sealed[1], "hash": sealed[2]} if sealed else None

    def show() -> None:
        out.print(_table(year, lines, every))
        if sealed:
            # On paper: who keeps this line can tell later whether the record still holds all that it held.
            sentence = say(
                f"Dấu niêm phong sổ sự kiện số {sealed[0]} ({sealed[1]}): {sealed[2]}",
                f"Checkpoint {sealed[0]} of the record ({sealed[1]}): {sealed[2]}",
            )
            out.print(sentence, markup=False, highlight=False, soft_wrap=True)

    emit(data, how, show)


def _table(year: int, lines: list[Line], every: Line) -> Table:
    """A column for each kind: there are fewer kinds than figures, and a terminal is narrow."""
    language = settings().language
    title = say(f"Đợt {year}", f"Season {year}")
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("", no_wrap=True)
    for line in lines:
        table.add_column(figures.kind_name(line.kind).in_(language), justify="right", vertical="bottom")
    table.add_column(say("tất cả", "all"), justify="right", vertical="bottom", style="bold")
    for name, text in TITLES.items():
        if name not in RARE or getattr(every, name):
            table.add_row(text.in_(language), *(str(getattr(line, name)) for line in (*lines, every)))
    return table
