"""Events: whether the record of what happened is whole, and sealing it."""

from typing import Annotated

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
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            metavar="HASH",
            show_default=False,
            help="mã băm in trên quyết định hoặc báo cáo: còn trong sổ không / a head on paper: is it still in the record",
        ),
    ] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Kiểm tra mọi chuỗi sự kiện và mọi dấu niêm phong; nêu mắt xích hỏng đầu tiên của từng chuỗi.

    Check every chain and every seal; names the first bad link of each broken chain. With --head, whether a head that was
    printed is still in the record: one that is not tells that what it sealed was cut off.

    Ví dụ / Example: `antoan events verify --format json`, `antoan events verify --head 3f1c…`
    """
    with opening.database().reading() as session:
        if head is not None:
            _find(chain.find(session, head), head.strip(), how)
            return
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


def _find(told: chain.Told | None, head: str, how: Format) -> None:
    def lines() -> None:
        if told is None:
            sentence = say(
                f"{head}: KHÔNG có trong sổ sự kiện. Những gì mã này niêm phong đã bị cắt bỏ hoặc sửa đổi.",
                f"{head}: NOT in the record. What this head sealed was cut off or changed.",
            )
            err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
        elif told.where == "checkpoint":
            sentence = say(
                f"Còn nguyên: dấu niêm phong số {told.number}, lập lúc {told.at}.",
                f"Still there: checkpoint {told.number}, made at {told.at}.",
            )
            out.print(sentence, highlight=False, soft_wrap=True)
        else:
            sentence = say(
                f"Còn nguyên: sự kiện số {told.number} của hồ sơ {told.where}, ghi lúc {told.at}.",
                f"Still there: event {told.number} of application {told.where}, recorded at {told.at}.",
            )
            out.print(sentence, highlight=False, soft_wrap=True)

    emit({"head": head, "found": told is not None, "of": told._asdict() if told else None}, how, lines)
    if told is None:
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
