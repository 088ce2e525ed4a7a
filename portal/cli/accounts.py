"""Accounts: letting people in, and out again, at the machine itself: so does the first operator of an installation."""

from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from domain import accounts
from domain.calendar import today
from domain.database import Session, Sql
from domain.errors import NotFound
from domain.people import ROLE_NAMES, Role
from domain.settings import settings
from domain.store import transaction
from portal.accounts import factors, log, sign_ins
from portal.cli import handing_over, opening, webhook
from portal.cli.printing import Format, FormatOption, emit, out, say

app = typer.Typer(
    no_args_is_help=True,
    help="Tài khoản: liệt kê, lập, khôi phục, bàn giao, khóa. / Accounts: list, invite, recover, hand over, deactivate.\n\n"
    "Ví dụ / Example: `antoan accounts list`",
)

Login = Annotated[
    str, typer.Argument(metavar="LOGIN", help="tên đăng nhập / login of the account", show_default=False)
]

_LIST = Sql(
    "select c.login, c.name, c.active, r.role, r.path from account c left join role r on r.account = c.id"
    " and r.starts <= :today and (r.ends is null or r.ends >= :today)"
    " where c.login >= :start and c.login < :end order by c.login, r.id limit :most"
)
_ID = Sql("select id from account where login = :login")
_PLACE = Sql("select path from unit where code = :code order by valid_from desc limit 1")


@app.command("list")
def list_(
    start: Annotated[
        str, typer.Option(help="chỉ những tên bắt đầu như thế / only logins that begin so")
    ] = "",
    most: Annotated[int, typer.Option(help="nhiều nhất bao nhiêu dòng / most lines", min=1)] = 200,
    how: FormatOption = Format.TABLE,
) -> None:
    """Liệt kê tài khoản và nhiệm vụ hôm nay.

    List accounts and their duties of today.

    Ví dụ / Example: `antoan accounts list --start kiemtra`
    """
    with opening.database().reading() as session:
        rows = session.rows(
            _LIST, today=today(opening.now()).isoformat(), start=start, end=f"{start}\uffff", most=most
        )
    names = ("login", "name", "active", "role", "place")
    found = [dict(zip(names, row, strict=True)) | {"active": bool(row[2])} for row in rows]

    def show() -> None:
        table = Table(box=None, header_style="dim")
        for title in (
            say("Tài khoản", "Account"),
            say("Tên", "Name"),
            say("Nhiệm vụ", "Duty"),
            say("Nơi", "Place"),
        ):
            table.add_column(title)
        for one in found:
            duty = ROLE_NAMES[Role(one["role"])].in_(settings().language) if one["role"] else "–"
            state = "" if one["active"] else say(" (đã khóa)", " (deactivated)")
            table.add_row(escape(one["login"]) + state, escape(one["name"]), duty, one["place"] or "")
        out.print(table)

    emit({"accounts": found}, how, show)


@app.command()
def invite(
    login: Login,
    name: Annotated[
        str, typer.Option(help="chức danh hoặc cơ quan / function or office", show_default=False)
    ],
    role: Annotated[Role, typer.Option(help="nhiệm vụ / duty", show_default=False)],
    place: Annotated[
        str, typer.Option(help="mã đơn vị, hoặc / là toàn hệ thống / code of a unit, or / for everywhere")
    ] = "/",
    how: FormatOption = Format.TABLE,
) -> None:
    """Lập tài khoản với một nhiệm vụ; in liên kết một lần để người đó đặt mật khẩu.

    Make an account with a duty; prints the one-time link with which its holder sets a password.

    Ví dụ / Example: `antoan accounts invite van-hanh --name "Tổ vận hành" --role operator`
    """
    with transaction(opening.database(), opening.now()) as store:
        path = place if place == "/" else _path(store.session, place)
        account = accounts.make(store, login, name, role, path, None)
        token = accounts.link(store, login, "invitation", None)
        log.note(store, "account-made", account, login, "", f"antoan: {role.value} {path}")
        log.note(store, "link-made", account, login, "", "antoan: invitation")
    _tell_link(login, token, how)


@app.command()
def link(
    login: Login,
    lost: Annotated[
        bool,
        typer.Option("--lost-factors", help="xóa luôn xác nhận thứ hai / remove the second factors as well"),
    ] = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """In liên kết một lần để đặt lại mật khẩu.

    Print a one-time link with which a password is set anew.

    Ví dụ / Example: `antoan accounts link chutich.06325 --lost-factors`
    """
    with transaction(opening.database(), opening.now()) as store:
        token = accounts.link(store, login, "recovery", None)
        account = _id(store.session, login)
        log.note(store, "link-made", account, login, "", "antoan: recovery")
        if lost:
            factors.remove_all(store.session, account, store.moment)
            log.note(store, "factors-removed", account, login, "", "antoan")
    _tell_link(login, token, how)


@app.command("end-sign-ins")
def end_sign_ins(login: Login, how: FormatOption = Format.TABLE) -> None:
    """Kết thúc mọi phiên đăng nhập của một tài khoản.

    End every sign-in of an account.

    Ví dụ / Example: `antoan accounts end-sign-ins kiemtra1.06325`
    """
    with transaction(opening.database(), opening.now()) as store:
        account = _id(store.session, login)
        sign_ins.end_all(store.session, account, store.moment)
        log.note(store, "sign-ins-ended", account, login, "", "antoan")
    done = say(f"{login}: đã đăng xuất khắp nơi.", f"{login}: signed out everywhere.")
    emit({"login": login}, how, lambda: out.print(done))


@app.command()
def deactivate(login: Login, how: FormatOption = Format.TABLE) -> None:
    """Khóa một tài khoản: không ai vào được nữa; việc đã làm vẫn còn ghi.

    Deactivate an account: nobody comes in with it any more; what it did stays written.

    Ví dụ / Example: `antoan accounts deactivate kiemtra2.06325`
    """
    with transaction(opening.database(), opening.now()) as store:
        account = accounts.deactivate(store, login, None)
        log.note(store, "account-deactivated", account, login, "", "antoan")
    done = say(f"Đã khóa {login}.", f"{login} is deactivated.")
    emit({"login": login}, how, lambda: out.print(done))


app.command("webhook")(webhook.set_)


app.command("hand-over")(handing_over.hand_over)


def _id(session: Session, login: str) -> int:
    row = session.row(_ID, login=login)
    if row is None:
        raise NotFound("Không có tài khoản “{login}”.", "There is no account “{login}”.", login=login)
    return int(row[0])


def _path(session: Session, code: str) -> str:
    row = session.row(_PLACE, code=code)
    if row is None:
        raise NotFound(
            "Không có đơn vị nào mang mã “{code}”.", "There is no unit with the code “{code}”.", code=code
        )
    return str(row[0])


def _tell_link(login: str, token: str, how: Format) -> None:
    chosen = settings()
    address = f"{chosen.public_address}/lien-ket/{token}"
    data: dict[str, Any] = {"login": login, "address": address, "path": f"/lien-ket/{token}"}

    def show() -> None:
        out.print(address, markup=False, highlight=False, soft_wrap=True)
        out.print(
            say(
                "Dùng được một lần. Ở địa chỉ khác thì thay phần trước /lien-ket.",
                "Works once. Where the portal has another address, put that before /lien-ket.",
            ),
            style="dim",
        )

    emit(data, how, show)
