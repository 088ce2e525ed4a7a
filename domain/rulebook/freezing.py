"""Freezing: `frozen.yaml` beside the standards of a folder: which edition is in use, and the hash of what it said then.

A used edition is never edited: what is new is a new edition beside it. The hash is over content, so that a comment or a
line break may still be mended.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from domain.rulebook.mistakes import PATTERNS, Shape, place_of, sentence
from domain.rulebook.yamlfile import Fault, read
from domain.texts import Text

FROZEN_FILE = "frozen.yaml"
_SHA256 = r"^[0-9a-f]{64}$"
PATTERNS[_SHA256] = Text(
    vi="mã băm do antoan criteria freeze ghi, không sửa bằng tay",
    en="a hash is written by antoan criteria freeze, never by hand",
)
_HEAD = """\
# Written by `antoan criteria freeze`: these editions are in use. `antoan criteria check` refuses a file whose content is
# no longer what it was: what is new belongs in a new edition beside it. Comments and line breaks do not count.
"""


class Frozen(Shape):
    """What one edition said on the day on which it was frozen."""

    sha256: Annotated[str, Field(pattern=_SHA256)]
    since: date


class Locks(NamedTuple):
    """What a lock file says, with the line of each entry; or what is wrong with it."""

    frozen: Mapping[str, Frozen]
    lines: Mapping[str, int]
    faults: list[Fault]


_FILE: TypeAdapter[dict[str, Frozen]] = TypeAdapter(dict[str, Frozen])


def locks(folder: Path) -> Locks:
    """The lock file of a folder; nothing where there is none."""
    file = folder / FROZEN_FILE
    if not file.exists():
        return Locks({}, {}, [])
    reading = read(file)
    if reading.faults:
        return Locks({}, {}, reading.faults)
    try:
        frozen = _FILE.validate_python(reading.data or {})
    except ValidationError as mistakes:
        errors = mistakes.errors(include_url=False)
        return Locks({}, {}, [Fault(reading.line(place_of(one)), sentence(one)) for one in errors])
    return Locks(frozen, {name: reading.line((name,)) for name in frozen}, [])


def changed(path: str, lock: Frozen) -> Text:
    """That an edition in use was edited, and what to do instead."""
    folder, _, kind = path.rpartition("/")
    return Text(
        vi="Bản này đang được dùng, đã khóa ngày {since}, nhưng nội dung đã bị sửa. Khôi phục bản cũ; điều mới đưa vào một"
        " bản mới: chép {folder} sang một thư mục khác, ghi seasons: {{from: <năm>}} và cùng edition_of, rồi sửa {kind}.yaml ở đó.",
        en="This edition is in use, frozen on {since}, and its content was changed. Restore it; what is new is a new"
        " edition: copy {folder} to another folder, write seasons: {{from: <year>}} and the same edition_of, and edit"
        " {kind}.yaml there.",
    ).filled(since=lock.since.isoformat(), folder=folder, kind=kind)


def gone(path: str) -> Text:
    """That a frozen edition is no longer there."""
    return Text(
        vi="Bản đã khóa “{path}” không còn; hãy khôi phục tệp đó.",
        en="The frozen edition “{path}” is gone; restore its file.",
    ).filled(path=path)


def freeze(folder: Path, hashes: Mapping[str, str], since: date) -> list[str]:
    """Freeze the editions of a folder by the names of their files; which of them were not frozen before."""
    before = locks(folder).frozen
    new = [name for name in hashes if name not in before]
    kept = {**before, **{name: Frozen(sha256=hashes[name], since=since) for name in new}}
    lines = [f"{name}: {{sha256: {one.sha256}, since: {one.since}}}\n" for name, one in sorted(kept.items())]
    if new:
        (folder / FROZEN_FILE).write_text(_HEAD + "".join(lines), encoding="utf-8")
    return new
