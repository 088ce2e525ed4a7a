"""Uploads: what people send, opened and made clean before it is kept; a bad file is a sentence, and nothing of it stays."""

import hashlib
import re
import warnings
from io import BytesIO
from typing import Any
from urllib.parse import quote

from PIL import Image, ImageOps
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from domain.errors import BadInput
from domain.evidence import File
from domain.names import fold
from domain.rulebook import figures
from domain.texts import Text

MB = 1024 * 1024
LARGEST_FILE = 15 * MB
LARGEST_FORM = 60 * MB
# What is read of a body that is too large and thrown away, so that the browser is there to be told.
DRAINED = 200 * MB
MOST_FILES = 10
# A photo of 50 megapixels takes 150 MB to open; a bomb says that it has more.
LARGEST_PHOTO = 50_000_000
# What a paper or a place needs to be read on a screen; a phone's 12 megapixels are not kept.
LONGEST_EDGE = 2400

Image.MAX_IMAGE_PIXELS = LARGEST_PHOTO


class TooLarge(BadInput):
    """More was sent than is taken."""


def cleaned(content: bytes, name: str) -> File:
    """The file as it is kept: a photo encoded anew, without where and with what it was taken; a PDF as it is.

    Raises BadInput with the file's name for anything else. Takes a second for a large photo: call it in a thread.
    """
    shown = name.replace("\\", "/").rsplit("/", 1)[-1][:80] or "?"
    if not content:
        raise BadInput("Tệp “{name}” rỗng.", "File “{name}” is empty.", name=shown)
    if len(content) > LARGEST_FILE:
        raise _too_large(shown)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise BadInput(
                "Tệp PDF “{name}” bị hỏng hoặc chưa tải lên hết. Hãy mở thử tệp rồi gửi lại.",
                "PDF file “{name}” is broken or incomplete. Open it to see, then send it again.",
                name=shown,
            )
        return File(content, "application/pdf", name)
    return _photo(content, name, shown)


def _photo(content: bytes, name: str, shown: str) -> File:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
                if opened.width * opened.height > LARGEST_PHOTO:
                    raise Image.DecompressionBombError
                if opened.format == "JPEG":
                    opened.draft(
                        "RGB", (LONGEST_EDGE, LONGEST_EDGE)
                    )  # decodes a large photo at a fraction of its size
                opened.load()
                upright = ImageOps.exif_transpose(opened)
                kind = "PNG" if opened.format == "PNG" else "JPEG"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadInput(
            "Ảnh “{name}” quá lớn: nhiều nhất {most} điểm ảnh.",
            "Photo “{name}” is too large: at most {most} pixels.",
            name=shown,
            most=figures.number(LARGEST_PHOTO),
        ) from None
    except Exception:  # a broken or hostile file makes a decoder raise almost anything
        raise BadInput(
            "Tệp “{name}” không phải là ảnh JPEG, PNG hay tài liệu PDF, hoặc đã hỏng.",
            "File “{name}” is no JPEG or PNG photo and no PDF document, or it is broken.",
            name=shown,
        ) from None
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    made = BytesIO()
    if kind == "JPEG":
        upright.convert("RGB").save(made, "JPEG", quality=85, optimize=True)
    else:
        plain = upright if upright.mode in ("1", "L", "P", "RGB", "RGBA") else upright.convert("RGB")
        plain.info.clear()
        plain.save(made, "PNG", optimize=True)
    return File(made.getvalue(), f"image/{kind.lower()}", name, original=hashlib.sha256(content).hexdigest())


def _too_large(name: str) -> TooLarge:
    return TooLarge(
        "Tệp “{name}” quá lớn: mỗi tệp nhiều nhất {most} MB.",
        "File “{name}” is too large: at most {most} MB each.",
        name=name,
        most=LARGEST_FILE // MB,
    )


async def sent(request: Request, largest: int = LARGEST_FORM, files: int = MOST_FILES) -> FormData:
    """The form of a request whose body stays within `largest` bytes. Raises TooLarge before more than that is kept."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > DRAINED:
        raise _too_much(largest, files)
    read = 0
    request.state.sent = None

    async def receive() -> Any:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > largest:
            raise _too_much(largest, files)
        return message

    try:
        request.state.sent = await Request(request.scope, receive).form(
            max_files=files, max_fields=2000, max_part_size=MB
        )
    except TooLarge:
        while read < DRAINED:
            message = await request.receive()
            read += len(message.get("body", b""))
            if not message.get("more_body"):
                break
        raise
    except (
        Exception
    ) as error:  # what is no form, or has too many files: starlette says so in English, with a status code
        raise _too_much(largest, files) from error
    return request.state.sent  # type: ignore[no-any-return]


def _too_much(largest: int, files: int) -> TooLarge:
    return TooLarge(
        "Gửi một lần nhiều nhất {most} MB, {files} tệp. Hãy gửi làm nhiều lần.",
        "At most {most} MB and {files} files at a time. Send them in several goes.",
        most=max(1, largest // MB),
        files=files,
    )


def files_of(form: FormData, field: str) -> list[UploadFile]:
    """The files that were chosen; a field that was left empty sends one without a name."""
    return [one for one in form.getlist(field) if isinstance(one, UploadFile) and (one.filename or one.size)]


def disposition(name: str, *, inline: bool = False) -> str:
    """The header that names a download (RFC 6266): in plain letters for old browsers, and as it is for all others."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", fold(name))
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


NOT_CHOSEN = Text(
    vi="Hãy chọn ít nhất một ảnh hoặc tệp PDF rồi bấm Tải lên.",
    en="Choose at least one photo or PDF, then press Upload.",
)
