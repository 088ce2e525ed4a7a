"""Criteria checks: everything that is wrong with criteria files, and everything that looks wrong."""

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from domain import examples
from domain.catalogue import load
from domain.errors import BadInput
from domain.linting.rules import remarks
from domain.rulebook.yamlfile import Problem
from domain.settings import settings
from portal.cli import opening
from portal.cli.criteria_tests import Outcome, tested
from portal.cli.printing import REFUSED, Format, FormatOption, emit, refuse, say

# A criteria folder holds some hundred files; a home folder or a disk holds more than this.
WIDEST = 5_000


@dataclass
class Checked:
    """What was found: mistakes, which make the files unfit for use, advice, and the scores of the mutations."""

    mistakes: list[Problem] = field(default_factory=list)
    advice: list[Problem] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def only(self, path: Path, root: Path) -> "Checked":
        """What was found in one file, or in the files of one folder."""
        return Checked(
            [one for one in self.mistakes if Path(one.file).absolute().is_relative_to(path)],
            [one for one in self.advice if Path(one.file).absolute().is_relative_to(path)],
            [one for one in self.outcomes if (root / f"{one.standard}.yaml").absolute().is_relative_to(path)],
        )


def check(
    path: Annotated[Path | None, typer.Argument(help="Thư mục hoặc một tệp / a folder or one file")] = None,
    mutate: Annotated[
        bool,
        typer.Option(
            help="Thử cả đột biến các ngưỡng và quy tắc / also try mutations of thresholds and rules"
        ),
    ] = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """Kiểm tra tệp tiêu chí và ví dụ; mỗi lỗi, mỗi góp ý là `tệp:dòng: câu`. Mã kết thúc 1 khi có lỗi, 0 khi chỉ có góp ý.

    Check criteria files and examples; each mistake and each advice is `file:line: sentence`. The exit code is 1 when there
    is a mistake, 0 when there is only advice.

    Ví dụ / Example: `antoan criteria check criteria/vn/antt-2021/commune.yaml`
    """
    checked = _checked(path or settings().criteria, mutate)
    emit(_data(checked), how, lambda: _print(checked))
    if checked.mistakes:
        raise typer.Exit(REFUSED)


def _checked(path: Path, mutate: bool) -> Checked:
    if not path.exists():
        refuse(say(f"Không có tệp hay thư mục “{path}”.", f"There is no file or folder “{path}”."))
    # Standards stand on each other: a part of the criteria folder is read with the whole of it.
    root, path = settings().criteria.absolute(), path.absolute()
    if not path.is_relative_to(root):
        # A file is named by its place under the criteria folder, which is two folders up at least.
        root = path if path.is_dir() else path.parent.parent.parent
        if path.is_file() and next(islice(root.rglob("*"), WIDEST, None), None) is not None:
            # A draft that lies anywhere: not all that lies around it is read for its sake.
            raise BadInput(
                "Để kiểm tra riêng một tệp, hãy đặt nó vào <nơi áp dụng>/<bộ tiêu chí>/<đối tượng>.yaml của một thư mục tiêu"
                " chí; {root} thì không phải.",
                "To check one file by itself, put it into <jurisdiction>/<standard>/<kind>.yaml of a criteria folder; {root}"
                " is none.",
                root=root,
            )
    found = _of_folder(root, mutate)
    return found if path == root else found.only(path, root)


def _of_folder(root: Path, mutate: bool) -> Checked:
    catalogue = load(root)
    found = examples.load(catalogue)
    checked = Checked([*catalogue.problems, *found.problems])
    if root == settings().criteria.absolute():
        checked.mistakes += opening.changed_editions(catalogue)
    for problem, is_mistake in remarks(catalogue):
        (checked.mistakes if is_mistake else checked.advice).append(problem)
    if mutate:
        checked.outcomes = tested(catalogue, found, found.of)
        checked.mistakes += [problem for one in checked.outcomes for problem in one.failures]
        checked.advice += [
            one for outcome in checked.outcomes if outcome.score for one in outcome.score.survivors
        ]
    else:
        for standard, own in found.of.items():
            failures = (examples.check(one, catalogue.get(standard)) for one in own)
            checked.mistakes += [problem for problem in failures if problem is not None]
    return checked


def _data(checked: Checked) -> Any:
    """A list of what was found; with mutations, the scores beside it."""
    found = [
        {"file": one.file, "line": one.line, "text": one.text.model_dump(), "kind": kind}
        for kind, problems in (("mistake", checked.mistakes), ("advice", checked.advice))
        for one in problems
    ]
    if not checked.outcomes:
        return found
    return {
        "found": found,
        "scores": {one.standard: one.score and one.score.percent for one in checked.outcomes},
    }


def _print(checked: Checked) -> None:
    language = settings().language
    for problem in checked.mistakes:
        typer.echo(problem.in_(language))
    for problem in checked.advice:
        typer.echo(f"{problem.file}:{problem.line}: {say('góp ý', 'advice')}: {problem.text.in_(language)}")
    for one in checked.outcomes:
        if one.score is not None:
            typer.echo(
                say(
                    f"{one.standard}: {one.score.percent} % đột biến được nhận ra ({one.score.noticed}/{one.score.made})",
                    f"{one.standard}: {one.score.percent}% of the mutations noticed ({one.score.noticed}/{one.score.made})",
                )
            )
    if not checked.mistakes:
        typer.echo(say("Các tệp tiêu chí không có lỗi.", "The criteria files are in order."))
