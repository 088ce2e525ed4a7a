"""Webhook: where the program of an account is told of events, and the secret with which it checks who says so."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from domain import webhook_addresses, webhooks
from domain.errors import BadInput, Unready
from domain.settings import settings
from domain.store import transaction
from portal.accounts import log
from portal.cli import opening
from portal.cli.printing import Format, FormatOption, emit, out, say

Login = Annotated[
    str, typer.Argument(metavar="LOGIN", help="tên đăng nhập / login of the account", show_default=False)
]


def set_(
    login: Login,
    url: Annotated[
        str | None,
        typer.Argument(metavar="URL", help="https://… nhận sự kiện / that takes events", show_default=False),
    ] = None,
    secret_file: Annotated[
        Path | None,
        typer.Option(help="ghi khóa vào tệp mới này thay vì in ra / new file for the secret, not printed"),
    ] = None,
    overlap: Annotated[
        int, typer.Option(help="khóa cũ còn ký mấy giờ / hours that the secret before still signs", min=0)
    ] = 24,
    remove: Annotated[bool, typer.Option("--remove", help="bỏ webhook / tell it no more")] = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """Đặt địa chỉ webhook của tài khoản một chương trình; in khóa bí mật mới một lần này.

    Set the webhook of a program's account; prints its new secret this once. Again: a new secret, both sign for a while.

    Ví dụ / Example: `antoan accounts webhook he-thong-tinh https://tinh.example.vn/antoan --secret-file khoa.txt`
    """
    chosen, moment = settings(), opening.now()
    home = chosen.home.absolute()
    if remove == (url is not None):
        raise BadInput(
            "Hãy nêu một địa chỉ, hoặc --remove để bỏ webhook.",
            "Give an address, or --remove to remove the webhook.",
        )
    if url is not None:
        if not chosen.webhooks:
            raise Unready(
                "Webhook chưa được bật: đặt ANTOAN_WEBHOOKS=true cho động cơ và cho lệnh này.",
                "Webhooks are off: set ANTOAN_WEBHOOKS=true for the engine and for this command.",
            )
        url = webhook_addresses.check(url, chosen.webhook_networks, production=chosen.env == "production")
    if secret_file is not None and secret_file.exists():
        raise BadInput("Tệp {file} đã có.", "The file {file} exists.", file=secret_file)
    data: dict[str, Any] = {"login": login, "address": url}
    with transaction(opening.database(), moment) as store:
        account = webhooks.set_address(store.session, login, url)
        log.note(store, "webhook-ended" if url is None else "webhook-set", account, login, "", "antoan")
    if url is None:
        webhooks.forget(home, account)
        emit(data, how, lambda: out.print(say(f"{login}: đã bỏ webhook.", f"{login}: webhook removed.")))
        return
    secret = webhooks.renew(home, account, moment, timedelta(hours=overlap))
    if secret_file is not None:
        webhooks.write_secret(secret_file, f"{secret}\n".encode())
        data["secret_file"] = str(secret_file)
    else:
        data["secret"] = secret

    def show() -> None:
        out.print(data.get("secret", secret_file), markup=False, highlight=False, soft_wrap=True)
        out.print(
            say(
                "Khóa bí mật chỉ hiện một lần này. Cách kiểm tra chữ ký: trang /api của cổng.",
                "The secret is shown this once only. How to check a signature: the page /api of the portal.",
            ),
            style="dim",
        )

    emit(data, how, show)
