"""Units: `antoan units`: import a list of units after looking at what it would change, list them, show one."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from domain import units
from domain.calendar import today
from domain.errors import NotFound
from domain.names import fold
from domain.store import Store, transaction
from domain.texts import Text
from domain.unit_import import unit_files
from domain.unit_import.bad_files import quoted
from domain.units import Plan, UnitRow
from portal.cli import opening, unit_tables
from portal.cli.opening import AsSomebody
from portal.cli.printing import Format, FormatOption, emit, refusals, say

app = typer.Typer(no_args_is_help=True, help="Đơn vị: nhập, liệt kê, xem. / Units: import, list, show.")

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
OnOption = Annotated[
    datetime | None,
    typer.Option("--on", formats=DAYS, help="ngày xem, mặc định hôm nay / the day; today by default"),
]


@app.command("import")
def import_(
    file: Annotated[
        Path | None,
        typer.Argument(help="tệp .csv hoặc .xlsx / the file", show_default=False, metavar="[FILE]"),
    ] = None,
    official: Annotated[
        bool,
        typer.Option(
            "--official", help="danh mục tỉnh, xã, phường, đặc khu kèm theo / the list that comes along"
        ),
    ] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help="ghi thật; không có thì chỉ xem trước / write; else look only")
    ] = False,
    login: AsSomebody = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--from",
            formats=DAYS,
            help="ngày hiệu lực của đơn vị mới không ghi ngày / first day of undated new units",
        ),
    ] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Nhập danh sách đơn vị: tất cả hoặc không gì cả. / Import a list of units: all of it or nothing.

    Không có `--apply` thì chỉ cho xem trước. / Without `--apply` it only shows what would change.

    Cột bắt buộc: mã, tên, loại, thuộc; một cột lạ thì câu từ chối kể hết các cột được phép. /
    Required columns: code, name, kind, parent; the refusal of an unknown column lists all that are allowed.

    Ví dụ / Example: `antoan units import thon-lang-son.xlsx --apply --as van-hanh`
    """
    if (file is None) == (not official):
        raise typer.BadParameter(say("hãy cho một tệp, hoặc --official", "give a file, or --official"))
    if apply and not login:
        raise typer.BadParameter(say("--apply cần --as TÀI-KHOẢN", "--apply needs --as LOGIN"))
    now = opening.now()
    with refusals():
        database = opening.database()
        if login and apply:
            with transaction(database, now) as store:
                planned, remarks = _plan(store, file, since)
                units.apply(store, planned, opening.person(store.session, login))
        else:
            with database.reading() as session:
                planned, remarks = _plan(Store(session, now), file, since)
    emit(
        unit_tables.as_data(planned, remarks, apply),
        how,
        lambda: unit_tables.show_plan(planned, remarks, apply),
    )


@app.command("list")
def list_(
    on: OnOption = None,
    kind: Annotated[str | None, typer.Option("--kind", help="loại / kind")] = None,
    under: Annotated[
        str | None, typer.Option("--under", help="mã đơn vị cấp trên / code of a unit above")
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", help="một phần tên, không cần dấu / part of a name")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="nhiều nhất bao nhiêu / at most this many")
    ] = 50,
    how: FormatOption = Format.TABLE,
) -> None:
    """Liệt kê đơn vị theo thứ tự chữ cái. / List units in the order of the alphabet.

    Ví dụ / Example: `antoan units list --under 20 --search "dong dang"`
    """
    with refusals():
        day = _day(on)
        found = [
            row
            for row in _stored()
            if row.valid_on(day)
            and (kind is None or row.kind == kind)
            and (under is None or f"/{under}/" in row.path.removesuffix(f"{row.code}/"))
            and (search is None or fold(search) in row.folded)
        ]
    found.sort(key=lambda row: (row.sort_key, row.code))
    emit(
        [row.model_dump(mode="json") for row in found[:limit]],
        how,
        lambda: unit_tables.show_list(found, limit),
    )


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="mã đơn vị / the unit's code")],
    on: OnOption = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Một đơn vị như vào một ngày, và các phiên bản của nó. / A unit as on a day, and its versions.

    Ví dụ / Example: `antoan units show 26248 --on 2026-04-29`
    """
    with refusals():
        day = _day(on)
        stored = _stored()
        versions = [row for row in stored if row.code == code]
        row = next((row for row in versions if row.valid_on(day)), None)
        if row is None:
            raise NotFound(
                "Không có đơn vị nào mang mã {code} vào ngày {day}.{known}",
                "No unit has the code {code} on {day}.{known}",
                code=quoted(code),
                day=f"{day:%d/%m/%Y}",
                known=Text(
                    vi=f" Có phiên bản: {unit_tables.periods(versions)}.",
                    en=f" There are versions: {unit_tables.periods(versions)}.",
                )
                if versions
                else "",
            )
        names = {other.code: other.name for other in stored if other.valid_on(day)}
    data = row.model_dump(mode="json") | {
        "versions": [version.model_dump(mode="json") for version in versions]
    }
    emit(data, how, lambda: unit_tables.show_unit(row, versions, names))


def _stored() -> list[UnitRow]:
    with opening.database().reading() as session:
        return units.existing(Store(session, opening.now()))


def _day(on: datetime | None) -> date:
    return on.date() if on else today(opening.now())


def _plan(store: Store, file: Path | None, since: datetime | None) -> tuple[Plan, list[Text]]:
    """What the file, or without one the official list, would change in what is stored."""
    stored = units.existing(store)
    if file is None:
        return units.plan(stored, units.official_versions()), []
    # Nobody applies under a file that others include from: what it is about is no kind of unit.
    kinds = {one.kind for one in opening.criteria().standards.values() if one.opens_registration}
    latest = {row.code: row for row in stored}
    first_day = since.date() if since else today(store.moment)
    reading = unit_files.reading(file, frozenset(units.KINDS.keys() | kinds), latest, first_day)
    return units.plan(stored, reading.rows), reading.remarks
