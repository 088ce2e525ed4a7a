"""Changeover: open applications move to another edition: a preview of who wins and who loses, then, when asked, the move."""

from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from domain import changeover
from domain.changeover import Change, Changeover
from domain.errors import BadInput
from domain.settings import settings
from domain.store import transaction
from portal.cli import opening
from portal.cli.printing import Format, FormatOption, emit, out, refusals, say

VERDICTS = {
    None: ("chưa chấm", "not judged yet"),
    "met": ("đạt", "met"),
    "not_met": ("chưa đạt", "not met"),
    "undecided": ("chưa kết luận", "undecided"),
    "not_eligible": ("không thuộc đối tượng", "not eligible"),
}


def migrate(
    before: Annotated[
        str, typer.Argument(metavar="FROM", help="Bản đang xét, hoặc BẢN@MÃ / the edition, or PATH@HASH")
    ],
    after: Annotated[str, typer.Argument(metavar="TO", help="Bản mới / the new edition")],
    place: Annotated[
        str, typer.Option(help="Chỉ các đơn vị dưới nơi này / only units under this place")
    ] = "/",
    apply: Annotated[
        bool, typer.Option("--apply", help="Chuyển thật; không có thì chỉ xem trước / really move them")
    ] = False,
    reason: Annotated[str, typer.Option(help="Văn bản đưa bản mới vào áp dụng / the instrument")] = "",
    login: opening.AsSomebody = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Chuyển hồ sơ đang mở sang bản khác: xem trước ai được lợi, ai bị thiệt; chỉ chuyển khi có --apply, --as và --reason.

    Move open applications to another edition: a preview of who wins and who loses; moved only with --apply, --as, --reason.

    Ví dụ / Example: `antoan criteria migrate vn/antt-2021/commune vn/antt-2026/commune`
    """
    with refusals():
        database, catalogue = opening.database(), opening.criteria()
        if not apply:
            found = changeover.preview(database, catalogue, before, after, opening.now(), place)
        elif login is None:
            raise BadInput(
                "Cần --as: ai chịu trách nhiệm chuyển các hồ sơ này?",
                "--as is needed: who answers for moving these applications?",
            )
        else:
            with transaction(database, opening.now()) as store:
                by = opening.person(store.session, login)
            found = changeover.apply(database, catalogue, before, after, by, reason, opening.now(), place)
        emit(_as_data(found, apply), how, lambda: _print(found, apply))


def _as_data(found: Changeover, applied: bool) -> dict[str, Any]:
    return {
        "from": {"standard": found.before[0], "sha256": found.before[1]},
        "to": {"standard": found.after.path, "sha256": found.after.sha256},
        "applied": applied,
        "moved": len(found.moved),
        "verdicts": [
            {"before": before, "after": after, "cases": many}
            for (before, after), many in found.verdicts.most_common()
        ],
        "changes": [
            {**one._asdict(), "refused": one.refused and one.refused.model_dump()} for one in found.changes
        ],
    }


def _print(found: Changeover, applied: bool) -> None:
    path, sha256 = found.before
    out.print(f"{path}@{sha256[:12]} → {found.after.path}@{found.after.sha256[:12]}", highlight=False)
    if not found.changes:
        out.print(say("Không còn hồ sơ đang mở nào để chuyển.", "No open application is left to move."))
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for title in (say("trước", "before"), say("sau", "after"), say("hồ sơ", "applications")):
        table.add_column(title)
    for (before, after), many in found.verdicts.most_common():
        table.add_row(say(*VERDICTS[before]), say(*VERDICTS[after]), str(many))
    out.print(table)
    _list(say("Bị thiệt", "Losing"), found.losers)
    _list(say("Được lợi", "Winning"), found.winners)
    language = settings().language
    for one in found.changes:
        if one.refused is not None:
            out.print(
                f"{one.reference} · {one.unit}: {one.refused.in_(language)}", markup=False, highlight=False
            )
    many = len(found.moved)
    if applied:
        out.print(say(f"Đã chuyển {many} hồ sơ.", f"{many} applications moved."))
    else:
        out.print(
            say(
                f"Xem trước: {many} hồ sơ sẽ được chuyển; chưa ghi gì. Để chuyển, thêm --apply --as --reason.",
                f"A preview: {many} applications would move; nothing was written. To move them add --apply --as --reason.",
            )
        )


def _list(title: str, changes: list[Change]) -> None:
    if changes:
        out.print(f"[bold]{title}: {len(changes)}[/bold]", highlight=False)
    for one in changes:
        verdicts = f"{say(*VERDICTS[one.before])} → {say(*VERDICTS[one.after])}"
        out.print(
            f"  {one.reference} · {one.unit}: {verdicts} ({', '.join(one.because)})",
            markup=False,
            highlight=False,
        )
