"""Documents: a season's certificates in one go, templates for an office to edit, and a key that signs for trials."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import BadInput, NotFound
from domain.settings import settings
from domain.texts import Text
from portal.cli import opening
from portal.cli.current import FIRST_YEAR, LAST_YEAR
from portal.cli.printing import REFUSED, Format, FormatOption, emit, err, out, say
from portal.cli.progress import Progress

app = typer.Typer(
    no_args_is_help=True,
    help="Văn bản: giấy công nhận cả đợt, mẫu Word, khóa ký thử. / Documents: a season's certificates, Word templates, a trial key.\n\n"
    "Ví dụ / Example: `antoan documents certificates --season 2026`",
)


@app.command()
def certificates(
    season: Annotated[int, typer.Option(min=FIRST_YEAR, max=LAST_YEAR, help="năm / year")],
    place: Annotated[
        str, typer.Option(help="chỉ nơi này và bên dưới, như /20/06325/ / only this place and below it")
    ] = "/",
    how: FormatOption = Format.TABLE,
) -> None:
    """Lập mọi giấy công nhận còn hiệu lực của một đợt; giấy đã lập thì để nguyên, dừng giữa chừng thì chạy lại để làm tiếp.

    Make every certificate of a season that is in force; those that are made stay as they are, and a run that was stopped goes on.

    Ví dụ / Example: `antoan documents certificates --season 2026 --place /20/06325/`
    """
    from portal.documents import bulk  # Typst and pyHanko: only where they are wanted
    from portal.site import Site

    if not (place.startswith("/") and place.endswith("/")):
        raise BadInput(
            "Nơi phải có dạng /20/06325/, không phải “{place}”.",
            "A place looks like /20/06325/, not “{place}”.",
            place=place,
        )
    site = Site(opening.database(), settings().home.absolute())
    title = Text(vi="giấy công nhận", en="certificates").in_(settings().language)
    try:
        with Progress(live=sys.stdout.isatty() and how is Format.TABLE) as progress:

            def note(done: int, every: int) -> None:
                if how is Format.TABLE:
                    progress.note(title, done, every)
                    progress.show()

            tally = bulk.certificates_of(site, season, place, note)
    finally:
        site.close()
    data = {
        "made": tally.made,
        "there": tally.there,
        "refused": {quoted: why.model_dump() for quoted, why in tally.refused.items()},
    }

    def tell() -> None:
        for quoted, why in tally.refused.items():
            err.print(
                f"{quoted}: {why.in_(settings().language)}",
                style="red",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
        told = say(
            f"Đã lập {tally.made}, đã có {tally.there}, không lập được {len(tally.refused)}.",
            f"{tally.made} made, {tally.there} were there, {len(tally.refused)} could not be made.",
        )
        out.print(told, highlight=False)

    emit(data, how, tell)
    if tally.refused:
        raise typer.Exit(REFUSED)


@app.command()
def template(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="registration, submission, report, inspection, council, decision, certificate",
            show_default=False,
        ),
    ],
    how: FormatOption = Format.TABLE,
) -> None:
    """Chép mẫu Word của một loại văn bản vào thư mục của đơn vị để sửa; từ đó văn bản Word theo mẫu ấy.

    Copy the Word template of a kind of document to where an office edits it; from then on Word documents follow it.

    Ví dụ / Example: `antoan documents template decision`
    """
    from portal.documents.word import SHIPPED

    kinds = sorted(one.stem for one in SHIPPED.glob("*.docx"))
    if kind not in kinds:
        raise NotFound(
            "Không có mẫu “{kind}”; có: {kinds}.", "There is no template “{kind}”; there are: {kinds}.",
            kind=kind, kinds=", ".join(kinds),
        )  # fmt: skip
    file = settings().home.absolute() / "documents" / "templates" / f"{kind}.docx"
    if file.exists():
        raise BadInput(
            "Đã có {file}; không ghi đè.", "{file} is there already; it is not overwritten.", file=str(file)
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SHIPPED / f"{kind}.docx", file)
    emit(
        {"file": str(file)}, how, lambda: out.print(str(file), soft_wrap=True, highlight=False, markup=False)
    )


@app.command("trial-key")
def trial_key(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="thư mục / folder", show_default=False)],
    body: Annotated[str, typer.Option(help="tên cơ quan / name of the body")] = "cơ quan thử",
    how: FormatOption = Format.TABLE,
) -> None:
    """Tạo khóa và chứng thư X.509 ghi THỬ để ký thử văn bản; đặt ANTOAN_SIGN_KEY và ANTOAN_SIGN_CERTIFICATE để dùng.

    Make a key and an X.509 certificate that says THỬ, to sign documents for trial; set ANTOAN_SIGN_KEY and ANTOAN_SIGN_CERTIFICATE.

    Ví dụ / Example: `antoan documents trial-key khoa-thu --body "UBND xã Bắc Sơn"`
    """
    from portal.documents import signing

    key, certificate = signing.trial_key(folder, body, opening.now())
    said = {"ANTOAN_SIGN_KEY": str(key.absolute()), "ANTOAN_SIGN_CERTIFICATE": str(certificate.absolute())}

    def tell() -> None:
        for name, value in said.items():
            out.print(f"{name}={value}", soft_wrap=True, highlight=False, markup=False)

    emit(said, how, tell)
