"""Keys: the keys that sign certificates: made, listed, retired, and exported for whoever checks without a network."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from domain import certificate_status, certificate_tokens, key_sets, signing_keys, status_lists
from domain.calendar import today
from domain.cases import instant
from domain.settings import settings
from domain.signing_keys import SigningKey
from portal.cli import opening
from portal.cli.printing import Format, FormatOption, emit, out, say
from portal.cli.show import when

app = typer.Typer(
    no_args_is_help=True,
    help="Khóa ký giấy công nhận. / The keys that sign certificates.\n\nVí dụ / Example: `antoan keys list`",
)


@app.command()
def new(
    days: Annotated[
        int, typer.Option(min=1, max=3650, help="dùng được bao nhiêu ngày / for how many days")
    ] = signing_keys.DAYS,
    how: FormatOption = Format.TABLE,
) -> None:
    """Tạo một khóa; từ nay khóa này ký. Ngoài môi trường production khóa chỉ để thử và giấy ghi THỬ.

    Make a key, which signs from now on. Outside production it is for trial, and certificates say so.

    Ví dụ / Example: `antoan keys new --days 730`
    """
    trial = settings().env != "production"
    made = signing_keys.new(settings().home.absolute(), opening.now(), trial=trial, days=days)
    told = made.public.as_data()
    emit(told, how, lambda: out.print(_made(made), highlight=False, soft_wrap=True))


@app.command("list")
def list_(how: FormatOption = Format.TABLE) -> None:
    """Các khóa, thời gian dùng và tình trạng; không hiện khóa bí mật.

    The keys, their time and their state; no secret is shown.

    Ví dụ / Example: `antoan keys list --format json`
    """
    found = signing_keys.held(settings().home.absolute())
    emit([one.public.as_data() for one in found], how, lambda: _print(found, opening.now()))


@app.command()
def retire(
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY", help="mã khóa, như keys list in ra / as keys list prints it", show_default=False
        ),
    ],
    stolen: Annotated[
        bool,
        typer.Option(
            "--stolen",
            help="khóa bị lộ: mọi chữ ký của nó không còn giá trị / nothing it signed counts any more",
        ),
    ] = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """Ngừng dùng một khóa. Giấy đã ký vẫn kiểm tra được, trừ khi khóa bị lộ.

    Let a key sign nothing more. What it signed stays valid, unless the key was stolen.

    Ví dụ / Example: `antoan keys retire 02a17cf26d37340e`
    """
    done = signing_keys.retire(settings().home.absolute(), key, opening.now(), stolen=stolen)
    told = done.public.as_data()
    emit(told, how, lambda: out.print(say("Đã ngừng dùng.", "Retired.")))


@app.command()
def export(
    folder: Annotated[
        Path,
        typer.Argument(help="thư mục nhận hai tệp / folder that receives both files", show_default=False),
    ],
    how: FormatOption = Format.TABLE,
) -> None:
    """Ghi keys.json (khóa công khai) và status (danh sách thu hồi), đã ký và ghi ngày, để kiểm tra khi không có mạng.

    Write keys.json (the public keys) and status (what was revoked), signed and dated, for checking without a network.

    Ví dụ / Example: `antoan keys export ./cong-khai`
    """
    now = opening.now()
    with opening.database().reading() as session:
        seen = certificate_status.seen(session, today(now))
    by = certificate_tokens.signer(settings(), now)
    lasts = timedelta(days=settings().status_days)
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        folder / "keys.json": key_sets.published(by.keys, by.issuer, now),
        folder / "status": status_lists.published(seen.status, by.key(now), by.issuer, now, lasts),
    }
    for file, content in files.items():
        file.write_bytes(content)
    told: dict[str, Any] = {file.name: str(file) for file in files}
    told |= {"keys": len(by.keys), "revoked": len(seen.status.revoked)}
    emit(
        told,
        how,
        lambda: out.print(*map(str, files), sep="\n", markup=False, soft_wrap=True, highlight=False),
    )


def _made(key: SigningKey) -> str:
    id, file = key.public.id.hex(), signing_keys.file_of(settings().home.absolute())
    return say(
        f"Khóa {id}, trong {file}: hãy sao lưu tệp này ở nơi an toàn.",
        f"Key {id}, in {file}: keep a copy of this file in a safe place.",
    )


def _print(keys: list[SigningKey], now: datetime) -> None:
    table = Table(box=None, header_style="dim")
    for title in (say("Khóa", "Key"), say("Từ", "From"), say("Đến", "Until"), say("Tình trạng", "State")):
        table.add_column(title)
    for one in (key.public for key in keys):
        if one.stolen:
            state = say("bị lộ", "stolen")
        elif one.counted(now):
            state = say("đang dùng", "in use")
        else:
            state = say("đã ngừng", "retired")
        trial = say("thử", "trial")
        table.add_row(
            one.id.hex(),
            when(instant(one.start)),
            when(instant(one.until)),
            f"{state}, {trial}" if one.trial else state,
        )
    out.print(table)
