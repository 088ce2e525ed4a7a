"""Closing: a season takes no more registrations and dossiers, or takes them again."""

from typing import Annotated, Any

import typer

from domain import seasons
from domain.lifecycle import STATE_NAMES
from domain.settings import settings
from domain.store import transaction
from portal.cli import opening
from portal.cli.current import FIRST_YEAR, LAST_YEAR
from portal.cli.opening import AsOption
from portal.cli.printing import Format, FormatOption, emit, out, say

Year = Annotated[
    int,
    typer.Argument(min=FIRST_YEAR, max=LAST_YEAR, metavar="YEAR", help="năm / year", show_default=False),
]


def close(
    year: Year,
    login: AsOption,
    reason: Annotated[str, typer.Option(help="ghi chú / note", show_default=False)] = "",
    look: Annotated[
        bool, typer.Option("--look", help="chỉ xem việc còn dở, chưa khóa / only tell what is under way")
    ] = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """Khóa sổ đợt: không nhận đăng ký và hồ sơ nữa; kiểm tra, quyết định, khiếu nại vẫn tiếp tục.

    Close a season: no more registrations and dossiers; inspections, decisions and appeals go on.

    Ví dụ / Example: `antoan season close 2026 --look --as van-hanh`
    """
    with transaction(opening.database(), opening.now()) as store:
        person = opening.person(store.session, login)
        seasons.require(store.session, year)
        left = seasons.left(store.session, year)
        closed = not look and seasons.close(store, year, person, reason)
    data: dict[str, Any] = {"season": year, "closed": closed, "left": left._asdict()}

    def show() -> None:
        for title, many in _left(left):
            out.print(f"{title}: {many}", highlight=False)
        if not look:
            out.print(
                say(f"Đã khóa sổ đợt {year}.", f"Season {year} is closed.")
                if closed
                else say(f"Đợt {year} đã khóa sổ từ trước.", f"Season {year} was closed already."),
                highlight=False,
            )

    emit(data, how, show)


def reopen(
    year: Year,
    login: AsOption,
    reason: Annotated[str, typer.Option(help="lý do, bắt buộc / why, which is needed", show_default=False)],
    how: FormatOption = Format.TABLE,
) -> None:
    """Mở lại một đợt đã khóa sổ, có ghi lý do.

    Open a season again that was closed, with a reason.

    Ví dụ / Example: `antoan season reopen 2026 --reason "Khóa nhầm" --as van-hanh`
    """
    with transaction(opening.database(), opening.now()) as store:
        opened = seasons.reopen(store, year, opening.person(store.session, login), reason)
    sentence = (
        say(f"Đã mở lại đợt {year}.", f"Season {year} is open again.")
        if opened
        else say(f"Đợt {year} đang mở.", f"Season {year} is open.")
    )
    emit({"season": year, "opened": opened}, how, lambda: out.print(sentence, highlight=False))


def _left(left: seasons.Left) -> list[tuple[str, int]]:
    """What is still under way, a line each."""
    found = [(STATE_NAMES[state].in_(settings().language), many) for state, many in left.states.items()]
    return [
        *found,
        (say("chưa nộp hồ sơ lần nào", "never handed in"), left.not_handed_in),
        (say("chưa bổ sung theo yêu cầu", "supplements not answered"), left.unanswered),
        (say("ý kiến phản ánh chưa trả lời", "objections not answered"), left.objections),
        (say("khiếu nại chưa giải quyết", "appeals not decided"), left.appeals),
        (say("phiên họp Hội đồng chưa kết thúc", "council sessions not closed"), left.sessions),
    ]
