"""Editions: what a new edition of a standard changes, told in words before anybody is judged by it."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from domain.catalogue import Catalogue, load
from domain.errors import NotFound
from domain.rulebook import freezing
from domain.rulebook.differences import Comparison, compared
from domain.settings import settings
from domain.standards import Standard
from portal.cli.current import FIRST_YEAR, LAST_YEAR
from portal.cli.printing import Format, FormatOption, emit, out, refusals, say


def diff(
    old: Annotated[
        str, typer.Argument(metavar="A", help="Bộ cũ, hoặc cả thư mục / the old one, or a folder")
    ],
    new: Annotated[
        str, typer.Argument(metavar="B", help="Bộ mới, hoặc cả thư mục / the new one, or a folder")
    ],
    season: Annotated[
        int | None,
        typer.Option(
            min=FIRST_YEAR, max=LAST_YEAR, help="Năm đánh giá để so sánh / the season in which to compare"
        ),
    ] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Bản mới thay đổi những gì so với bản cũ, bằng lời: tiêu chí thêm, bỏ, sửa; ngưỡng, thời gian, thẩm quyền.

    What a new edition changes against an old one, in words: criteria added, gone, changed; thresholds, timing, authority.

    Ví dụ / Example: `antoan criteria diff vn/antt-2012/commune vn/antt-2021/commune`
    """
    with refusals():
        catalogue = load(settings().criteria)
        found = [
            (before, after, _in_time(before, after, season)) for before, after in _pairs(catalogue, old, new)
        ]
        data = [_as_data(*one) for one in found]

        def show() -> None:
            for before, after, stages in found:
                out.print(f"[bold]{before.path} → {after.path}[/bold]", highlight=False)
                for since, stage in stages:
                    _print(since, stage)

        emit(data, how, show)


def freeze(
    standard: Annotated[str, typer.Argument(help="Một bộ, hoặc cả thư mục / a standard, or a folder")],
    how: FormatOption = Format.TABLE,
) -> None:
    """Khóa một bản đang dùng: từ nay sửa nội dung tệp của nó bị từ chối; điều mới cần một bản mới.

    Freeze an edition in use: from now on a change of what its file says is refused; what is new needs a new edition.

    Ví dụ / Example: `antoan criteria freeze vn/antt-2021`
    """
    with refusals():
        root = settings().criteria
        catalogue = load(root)
        inside = _inside(catalogue, standard)
        if standard in catalogue.standards or not inside:
            inside = {standard: catalogue.get(standard)}
        folder = root / next(iter(inside.values())).path.rpartition("/")[0]
        hashes = {one.path.rpartition("/")[2]: one.sha256 for one in inside.values()}
        new = freezing.freeze(folder, hashes, datetime.now(UTC).date())
        data = [{"standard": one.path, "sha256": one.sha256} for one in inside.values()]

        def show() -> None:
            for one in inside.values():
                now = one.path.rpartition("/")[2] in new
                said = say("đã khóa", "frozen") if now else say("đã khóa từ trước", "frozen before")
                out.print(f"{one.path} · {one.sha256[:12]} · {said}", highlight=False)

        emit(data, how, show)


# How many seasons ahead a comparison looks for what is announced.
_AHEAD = 15


def _in_time(before: Standard, after: Standard, season: int | None) -> list[tuple[int | None, Comparison]]:
    """The comparison in that season; without one as the new edition begins, and again from each season in which what it
    says of itself changes."""
    first = compared(_as_of(before, season, last=True), _as_of(after, season, last=False))
    stages: list[tuple[int | None, Comparison]] = [(None, first)]
    begins = after.seasons.first
    if season is None and after.in_season(begins) is not after:
        for year in range(begins + 1, min(after.seasons.until or 9998, begins + _AHEAD) + 1):
            later = compared(_as_of(before, year, last=True), after.in_season(year))
            if later.differences != stages[-1][1].differences:
                stages.append((year, later))
    return stages


def _as_of(standard: Standard, season: int | None, *, last: bool) -> Standard:
    """The standard in that season; without one the old edition as it was at its end, the new one as it begins."""
    if season is None or season not in standard.seasons:
        season = (standard.seasons.until if last else None) or standard.seasons.first
    return standard.in_season(season)


def _pairs(catalogue: Catalogue, old: str, new: str) -> list[tuple[Standard, Standard]]:
    """Two standards, or of two folders those that are for the same kind."""
    if old in catalogue.standards and new in catalogue.standards:
        return [(catalogue.get(old), catalogue.get(new))]
    inside = [_inside(catalogue, folder) for folder in (old, new)]
    both = [kind for kind in inside[0] if kind in inside[1]]
    if not both:
        for path in (old, new):
            if not _inside(catalogue, path):
                catalogue.get(path)
        raise NotFound(
            "“{old}” và “{new}” không có đối tượng nào chung để so sánh.",
            "“{old}” and “{new}” have no kind of applicant in common to compare.",
            old=old,
            new=new,
        )
    return [(inside[0][kind], inside[1][kind]) for kind in both]


def _inside(catalogue: Catalogue, folder: str) -> dict[str, Standard]:
    if folder in catalogue.standards:
        one = catalogue.standards[folder]
        return {one.kind: one}
    return {
        one.kind: one
        for path, one in sorted(catalogue.standards.items())
        if path.rpartition("/")[0] == folder.rstrip("/")
    }


def _as_data(old: Standard, new: Standard, stages: list[tuple[int | None, Comparison]]) -> dict[str, Any]:
    (_, found), *later = stages
    return {
        "old": old.path,
        "new": new.path,
        "unchanged": found.unchanged,
        "differences": _differences(found),
        "later": [
            {"season": since, "unchanged": one.unchanged, "differences": _differences(one)}
            for since, one in later
        ],
    }


def _differences(found: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "what": one.what,
            "before": one.before and one.before.model_dump(),
            "after": one.after and one.after.model_dump(),
            "text": one.text.model_dump(),
        }
        for one in found.differences
    ]


def _print(since: int | None, found: Comparison) -> None:
    language = settings().language
    if since is not None:
        out.print(
            say(f"[bold]Từ năm đánh giá {since}[/bold]", f"[bold]From season {since}[/bold]"), highlight=False
        )
    code: str | None = None
    for one in found.differences:
        if one.code != code:
            code = one.code
            out.print(f"[bold]{code}[/bold]", highlight=False)
        out.print(f"  {one.text.in_(language)}", markup=False, highlight=False, soft_wrap=True)
    out.print(
        say(f"Không đổi: {found.unchanged} tiêu chí.", f"Unchanged: {found.unchanged} criteria."),
        highlight=False,
    )
