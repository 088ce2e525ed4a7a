"""Ical: all-day appointments as a calendar file that phones and desktops read (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# Octets of one line, without its end; longer ones are folded.
WIDEST = 75


@dataclass(frozen=True, slots=True)
class Appointment:
    """One all-day entry. The same `uid` again renews the entry that a calendar has."""

    uid: str
    on: date
    title: str
    where: str
    text: str
    url: str


def calendar(name: str, appointments: Iterable[Appointment], now: datetime) -> bytes:
    """The file. Its revision is the hour: a later one replaces an earlier one."""
    stamp = now.astimezone(UTC)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//An Toan//Visits//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in appointments:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.uid)}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{int(stamp.timestamp()) // 3600 - 490_000}",
            f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
            f"LOCATION:{_text(one.where)}",
            f"DESCRIPTION:{_text(one.text)}",
            f"URL:{one.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in _folded(line))


def _text(value: str) -> str:
    """A value of type TEXT: backslash, semicolon, comma and line ends are escaped; other control characters go."""
    plain = "".join(ch for ch in value.replace("\r\n", "\n").replace("\r", "\n") if ch == "\n" or ch >= " ")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most `WIDEST` octets, none of them cut within a character."""
    piece, free = b"", WIDEST
    for ch in line:
        octets = ch.encode()
        if len(octets) > free:
            yield piece + b"\r\n"
            piece, free = b" ", WIDEST - 1
        piece += octets
        free -= len(octets)
    yield piece + b"\r\n"
