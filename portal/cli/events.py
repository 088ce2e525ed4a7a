"""Events: whether the record of what happened is whole, and sealing it."""

import typer

from domain import chain
from domain.cases import instant
from domain.settings import settings
from portal import reading
from portal.cli import opening
from portal.cli.printing import REFUSED, Format, FormatOption, emit, err, out, say

app = typer.Typer(
    no_args_is_help=True,
    help="Sổ sự kiện: kiểm tra, niêm phong. / The record of events: verify, seal.\n\n"
    "Ví dụ / Example: `antoan events verify`",
)


@app.command()
def verify(how: FormatOption = Format.TABLE) -> None:
    """Kiểm tra mọi chuỗi sự kiện và mọi dấu niêm phong; nêu mắt xích hỏng đầu tiên của từng chuỗi.

    Check every chain and every seal; names the first bad link of each broken chain.

    Ví dụ / Example: `antoan events verify --format json`
    """
    with opening.database().reading() as session:
        broken = list(chain.verify(session))
        events, chains = reading.size(session)
    data = {
        "whole": not broken,
        "chains": chains,
        "events": events,
        "broken": [{"where": b.where, "number": b.number, "text": b.text.model_dump()} for b in broken],
    }

    def lines() -> None:
        for link in broken:
            err.print(
                link.text.in_(settings().language), style="red", markup=False, highlight=False, soft_wrap=True
            )
        if not broken:
            out.print(
                say(
                    f"Nguyên vẹn: {events} sự kiện của {chains} hồ sơ.",
                    f"Whole: {events} events of {chains} applications.",
                ),
                highlight=False,
            )

    emit(data, how, lines)
    if broken:
        raise typer.Exit(REFUSED)


@app.command()
def seal(how: FormatOption = Format.TABLE) -> None:
    """Niêm phong đầu mọi chuỗi đã dài thêm từ lần trước; động cơ cũng tự làm việc này năm phút một lần.

    Seal the heads of all chains that grew since the last checkpoint; the engine does so every five minutes too.

    Ví dụ / Example: `antoan events seal`
    """
    with opening.database().transaction() as session:
        many = chain.seal(session, instant(opening.now()))
    emit(
        {"sealed": many},
        how,
        lambda: out.print(
            say(f"Đã niêm phong {many} hồ sơ.", f"Sealed {many} applications."), highlight=False
        ),
    )
