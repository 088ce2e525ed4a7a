"""Handing over: a duty goes from one account to another, today or on a day to come."""

from datetime import datetime
from typing import Annotated, Any

import typer

from domain import accounts, handovers
from domain.calendar import today
from domain.database import Sql
from domain.errors import BadInput, NotFound
from domain.people import Role
from domain.rulebook import figures
from domain.settings import settings
from domain.store import Store, transaction
from portal.accounts import log
from portal.cli import opening
from portal.cli.printing import Format, FormatOption, emit, out, say

_ID = Sql("select id from account where login = :login")


def hand_over(
    login: Annotated[
        str, typer.Argument(metavar="LOGIN", help="người đang giữ / who holds it", show_default=False)
    ],
    to: Annotated[str, typer.Argument(metavar="TO", help="người nhận / who takes it up", show_default=False)],
    role: Annotated[Role | None, typer.Option(help="nhiệm vụ nào / which duty", show_default=False)] = None,
    start: Annotated[
        datetime | None,
        typer.Option(
            "--from",
            formats=["%Y-%m-%d"],
            help="từ ngày nào; mặc định hôm nay / from which day; today by default",
            show_default=False,
        ),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="bỏ bàn giao chưa đến ngày / take back one whose day has not come")
    ] = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """Bàn giao nhiệm vụ từ hôm nay hoặc từ một ngày tới: hồ sơ đang kiểm tra chuyển sang người nhận vào ngày đó, có ghi sự kiện.

    Hand a duty over from today or a later day: inspections open on that day go over to whoever takes it up, by events.

    Ví dụ / Example: `antoan accounts hand-over kiemtra1.06325 kiemtra2.06325 --role inspector --from 2026-12-01`
    """  # fmt: skip
    moved: tuple[str, ...] = ()
    day = start.date() if start else None
    with transaction(opening.database(), opening.now()) as store:
        if undo:
            day = None
            one = handovers.take_back(store, login, to, None)
            log.note(
                store, "handed-over", one.before, login, "", f"antoan: {one.role.value} → {to}: taken back"
            )
        else:
            held = _held(store, login, role)
            given = handovers.hand_over(store, opening.criteria(), held[0], to, day, None)
            day, moved = given.day, given.moved
            told = f"antoan: {held[1].value} → {to}{f' ({day.isoformat()})' if day else ''}"
            log.note(store, "handed-over", given.before, login, "", told)
    if undo:
        done = say(f"{login} giữ lại nhiệm vụ.", f"{login} keeps the duty.")
    elif day is not None:
        when = figures.day(day).in_(settings().language)
        done = say(
            f"Từ ngày {when}, {to} nhận nhiệm vụ của {login}; hồ sơ đang kiểm tra chuyển sang vào ngày đó.",
            f"From {when} on {to} has the duty of {login}; what is under inspection goes over on that day.",
        )
    else:
        done = say(
            f"{login} bàn giao cho {to}: {len(moved)} hồ sơ chuyển sang.",
            f"{login} hands over to {to}: {len(moved)} applications go over.",
        )
    data: dict[str, Any] = {"from": login, "to": to, "applications": moved, "day": day and day.isoformat()}
    emit(data, how, lambda: out.print(done))


def _held(store: Store, login: str, role: Role | None) -> tuple[int, Role, str]:
    row = store.session.row(_ID, login=login)
    if row is None:
        raise NotFound("Không có tài khoản “{login}”.", "There is no account “{login}”.", login=login)
    held = [
        one
        for one in accounts.roles(store.session, int(row[0]), today(store.moment))
        if role in (None, one[1])
    ]
    if len(held) != 1:
        raise BadInput(
            "{login} giữ {many} nhiệm vụ như thế; hãy nêu đúng một nhiệm vụ bằng --role.",
            "{login} holds {many} such duties; name exactly one with --role.",
            login=login,
            many=len(held),
        )
    return held[0]
