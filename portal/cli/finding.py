"""Finding: what a check of the doctor looked at, whether it is well, and how to mend it."""

from typing import NamedTuple

from domain.texts import Text


class Finding(NamedTuple):
    """What was looked at, whether it is well, what was seen, and how to mend it."""

    name: str
    title: Text
    ok: bool
    seen: Text
    mend: Text | None = None


def well(name: str, title: Text, seen: str | Text) -> Finding:
    return Finding(name, title, True, seen if isinstance(seen, Text) else Text(vi=seen, en=seen))


def ill(name: str, title: Text, seen: str, mend: Text) -> Finding:
    return Finding(name, title, False, Text(vi=seen, en=seen), mend)


def run(command: str) -> Text:
    return Text(vi=f"Chạy: {command}", en=f"Run: {command}")
