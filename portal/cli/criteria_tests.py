"""Criteria tests: whether the examples beside the standards come out as they say, and what they would not notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.table import Table

from domain import examples
from domain.catalogue import Catalogue, load
from domain.errors import NotFound
from domain.mutation.score import Score, score
from domain.rulebook.mistakes import nearest
from domain.rulebook.whereabouts import Whereabouts
from domain.rulebook.yamlfile import Problem
from domain.settings import settings
from portal.cli.printing import REFUSED, Format, FormatOption, emit, out, refusals, say


@dataclass(frozen=True)
class Outcome:
    """The examples of one standard: how many there are, which failed, and what their mutants came to. A standard
    whose examples fail has no score: nothing can be said of what they would notice."""

    standard: str
    examples: int
    failures: tuple[Problem, ...]
    score: Score | None


def run_examples(
    standard: Annotated[
        str | None, typer.Argument(help="Đường dẫn bộ tiêu chí; mặc định: tất cả / path of the standard; all")
    ] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Chạy các ví dụ bên cạnh bộ tiêu chí (examples/) và thử đột biến: mỗi ngưỡng, mỗi quy tắc bị đổi phải có ví dụ
    nhận ra. Mã kết thúc 1 khi có ví dụ sai.

    Run the examples beside the standards (examples/) and try mutations: each threshold and each rule that is changed must
    be noticed by an example. The exit code is 1 when an example fails.

    Ví dụ / Example: `antoan criteria test vn/antt-2021/residential-area`
    """
    with refusals():
        catalogue = load(settings().criteria)
        found = examples.load(catalogue)
        if standard is not None and standard not in found.of:
            raise NotFound(
                "Bộ tiêu chí “{path}” không có ví dụ nào; {hint}.",
                "Standard “{path}” has no examples; {hint}.",
                path=standard,
                hint=nearest(standard, found.of),
            )
        outcomes = tested(catalogue, found, found.of if standard is None else [standard])
        emit([_data(one) for one in outcomes], how, lambda: _print(outcomes, found.problems))
    if found.problems or any(one.failures for one in outcomes):
        raise typer.Exit(REFUSED)


def tested(catalogue: Catalogue, found: examples.Examples, paths: Iterable[str]) -> list[Outcome]:
    """The outcome of each standard's own examples."""
    whereabouts = Whereabouts(catalogue.root)
    outcomes = []
    for path in paths:
        by, own = catalogue.get(path), found.of[path]
        failures = tuple(problem for one in own if (problem := examples.check(one, by)) is not None)
        outcomes.append(Outcome(path, len(own), failures, None if failures else score(by, own, whereabouts)))
    return outcomes


def _data(one: Outcome) -> dict[str, Any]:
    return {
        "standard": one.standard,
        "examples": one.examples,
        "passed": one.examples - len(one.failures),
        "failures": [_problem(problem) for problem in one.failures],
        "mutants": one.score and one.score.made,
        "noticed": one.score and one.score.noticed,
        "percent": one.score and one.score.percent,
        "survivors": [_problem(problem) for problem in one.score.survivors] if one.score else [],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "text": problem.text.model_dump()}


def _print(outcomes: list[Outcome], problems: list[Problem]) -> None:
    language = settings().language
    table = Table(
        say("Bộ tiêu chí", "Standard"),
        say("Ví dụ", "Examples"),
        say("Đúng", "Passed"),
        say("Đột biến", "Mutants"),
        say("Nhận ra", "Noticed"),
        "%",
    )
    for one in outcomes:
        counted = (one.score.made, one.score.noticed, one.score.percent) if one.score else ("–", "–", "–")
        table.add_row(one.standard, *map(str, (one.examples, one.examples - len(one.failures), *counted)))
    out.print(table)
    for problem in problems:
        typer.echo(problem.in_(language))
    for one in outcomes:
        for problem in (*one.failures, *(one.score.survivors if one.score else ())):
            typer.echo(problem.in_(language))
