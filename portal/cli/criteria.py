"""Criteria: what a standard asks, and whether the criteria files are in order."""

from typing import Annotated

import orjson
import typer
from rich.markup import escape

from domain.catalogue import Catalogue, load
from domain.rulebook.criteria_files import Authority, Criterion
from domain.rulebook.facts import SOURCES, Fact
from domain.settings import settings
from domain.standards import Standard
from domain.texts import Text
from portal import sheets
from portal.asked import as_data
from portal.cli.changeover import migrate
from portal.cli.criteria_checks import check
from portal.cli.criteria_doc import doc
from portal.cli.criteria_schema import schema
from portal.cli.criteria_tests import run_examples
from portal.cli.current import FIRST_YEAR, LAST_YEAR, this_year
from portal.cli.editions import diff, freeze
from portal.cli.printing import Format, FormatOption, emit, out, refusals, say

app = typer.Typer(
    no_args_is_help=True, help="Bộ tiêu chí / Criteria: show, check, test, schema, diff, freeze, migrate."
)
app.command()(check)
app.command("test")(run_examples)
app.command()(schema)
app.command()(doc)
app.command()(diff)
app.command()(freeze)
app.command()(migrate)


@app.command()
def show(
    standard: Annotated[str, typer.Argument(help="Đường dẫn bộ tiêu chí / path of the standard")],
    season: Annotated[
        int | None, typer.Option(min=FIRST_YEAR, max=LAST_YEAR, help="Năm của ví dụ / season of the examples")
    ] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Mọi tiêu chí của một bộ với các dữ kiện: tên, loại, ví dụ, ai cung cấp, điều gì chưa kiểm chứng.

    Every criterion of a standard with its facts: name, type, example, who supplies it, what is unverified.

    Ví dụ / Example: `antoan criteria show vn/antt-2021/residential-area --format json`
    """
    with refusals():
        found = catalogue().get(standard)
        year = season if season is not None else this_year(found)
        found.bench(year)
        emit(as_data(found, year), how, lambda: _print(found, year))


def catalogue() -> Catalogue:
    """The catalogue of this installation."""
    return load(settings().criteria)


def _print(standard: Standard, season: int) -> None:
    """The standard as a page for people."""
    language = settings().language
    examples = standard.example_facts(season)
    out.print(f"[bold]{escape(standard.title.in_(language))}[/bold]")
    out.print(f"{standard.path} · {standard.sha256[:12]} · {escape(standard.cites)}", highlight=False)
    if window := standard.evaluation_window(season):
        start, end = window
        out.print(
            say(
                f"Kỳ đánh giá {season}: {start:%d/%m/%Y}–{end:%d/%m/%Y}",
                f"Window of {season}: {start} – {end}",
            ),
            highlight=False,
        )
    if deadline := standard.deadline(season):
        out.print(say(f"Hạn cuối {deadline:%d/%m/%Y}", f"Last day {deadline}"), highlight=False)
    for text in standard.unstated.values():
        _note(text, language, "")
    for text in standard.unverified:
        _note(text, language, "")
    for name, fact in standard.attributes.items():
        out.print(f"  unit.{name} ({fact.form}): {escape(fact.label.in_(language))}", highlight=False)
    for exclusion in standard.exclusions:
        out.print(
            f"  {say('không đủ điều kiện', 'not eligible')}: {escape(exclusion.says.in_(language))}",
            highlight=False,
        )
        if exclusion.unverified:
            _note(exclusion.unverified, language, "  ")
    for authority in standard.authority:
        out.print(
            f"  {say('công nhận', 'recognises')}: {escape(_authority(authority, language))}", highlight=False
        )
        if authority.unverified:
            _note(authority.unverified, language, "  ")
    for text in sheets.way(standard.in_season(season)):
        out.print(escape(text.in_(language)), highlight=False)
    for criterion in standard.in_season(season).criteria:
        out.print(f"\n[bold]{criterion.code}[/bold] {escape(criterion.ask.in_(language))}", highlight=False)
        out.print(f"  [dim]{escape(criterion.cites)}[/dim]", highlight=False)
        for text in sheets.row(criterion):
            out.print(f"  {escape(text.in_(language))}", highlight=False)
        for name, fact in criterion.facts.items():
            source = _source(fact, standard, language)
            out.print(
                f"  {name} ({fact.form}): {escape(fact.label.in_(language))}{source} · "
                f"{escape(orjson.dumps(examples[criterion.code][name]).decode())}",
                highlight=False,
            )
            if fact.unverified:
                _note(fact.unverified, language, "  ")
        for text in criterion.unverified:
            _note(text, language, "  ")
    for criterion in standard.not_counted(season):
        ask = escape(criterion.ask.in_(language))
        out.print(f"\n[dim]{criterion.code} {ask} ({_when(criterion)})[/dim]", highlight=False)


def _authority(one: Authority, language: str) -> str:
    """One row of who decides: between which days, on what, and to whom it may be delegated."""
    until = f"–{one.until:%d/%m/%Y}" if one.until else ""
    may = say("có thể ủy quyền cho cấp", "may delegate to the level")
    delegated = f"; {may}: {one.may_delegate_to}" if one.may_delegate_to else ""
    return f"{one.decides.in_(language)} ({one.level}), {one.start:%d/%m/%Y}{until}, {one.cites}{delegated}"


def _when(criterion: Criterion) -> str:
    """Since and until when a criterion counts, for one that does not count in the season shown."""
    if criterion.future:
        return say(
            "đã công bố, chưa rõ từ năm nào, chưa tính", "announced, since when is not known, not counted"
        )
    if criterion.until is not None and criterion.first is None:
        return say(f"tính đến năm {criterion.until}", f"counted until season {criterion.until}")
    until = f"–{criterion.until}" if criterion.until is not None else ""
    return say(f"tính từ năm {criterion.first}{until}", f"counted from season {criterion.first}{until}")


def _note(text: Text, language: str, indent: str) -> None:
    out.print(
        f"{indent}[yellow]{say('chưa kiểm chứng', 'unverified')}[/yellow]: {escape(text.in_(language))}",
        highlight=False,
    )


def _source(fact: Fact, standard: Standard, language: str) -> str:
    if fact.attested_by:
        office = standard.words.offices[fact.attested_by].in_(language)
        return escape(f" — {say('xác nhận', 'attested by')}: {office}")
    if fact.supplied_by:
        return escape(f" — {SOURCES[fact.supplied_by].in_(language)}")
    return ""
