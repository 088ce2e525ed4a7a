"""Frame: what every document carries around its content: issuing body, number, place and date, recipients, who signs.

`decree.typ` and the Word templates lay it out as Nghị định 30/2020/NĐ-CP asks.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from domain import calendar
from domain.cases import moment
from domain.database import Session, Sql, listed
from domain.decisions import locality, place_name
from domain.rulebook import figures
from domain.settings import settings
from portal.documents import signing

TRIAL = signing.TRIAL
BY_HAND = "(Ký, ghi rõ họ tên)"

_SAMPLES = Sql(
    "select max(u.sample) from application a join unit u on u.id = a.unit where a.id in {numbers:ids}"
)


class Paper(NamedTuple):
    """One document to be made: which template, of what, and everything that it says."""

    kind: str
    # What it is of. What changes what it says has another subject, so that the same subject always says the same.
    subject: str
    data: dict[str, Any]


class Place(NamedTuple):
    """A place on a day: “Xã Bắc Sơn”, and “Bắc Sơn” as a letter names where it was written."""

    name: str
    locality: str

    @property
    def inside(self) -> str:
        """As it stands within a sentence: xã Bắc Sơn."""
        return self.name[:1].lower() + self.name[1:] if self.name != self.locality else self.name


def place(session: Session, path: str, on: date) -> Place:
    """The place of this path as it was called on a day."""
    name = place_name(session, path, on.isoformat())
    return Place(name, locality(name))


def signer(office: str, title: str = "", name: str = "", note: str = "") -> dict[str, str]:
    """A signature block: room to sign, never a picture of a signature."""
    return {"office": office, "title": title, "name": name, "note": note}


def frame(
    *,
    title: str,
    body: Sequence[str],
    at: Place,
    on: date,
    type: str,
    abstract: str,
    signers: Sequence[Mapping[str, str]],
    above: str = "",
    number: str = "",
    to: str = "",
    bases: Sequence[str] = (),
    recipients: Sequence[str] = (),
    foot: str = "",
    trial: bool = False,
) -> dict[str, Any]:
    """The common part of a document's data; `body` in the lines in which it stands at the head."""
    return {
        "title": title,
        "issuer": " ".join(body),
        "date": [on.year, on.month, on.day],
        "above": above,
        "body": list(body),
        "number": number,
        "locality": at.locality,
        "at": f"{at.locality}, {long_day(on)}",
        "type": type,
        "abstract": abstract,
        "to": to,
        "bases": [base.rstrip(" ;.") for base in bases],
        "recipients": [one.rstrip(" ;.") for one in recipients],
        "signers": [dict(one) for one in signers],
        "foot": foot,
        "trial": TRIAL if trial else "",
    }


def is_trial(session: Session, applications: Iterable[int]) -> bool:
    """Nothing that a trial installation prints, and nothing of invented units, may be taken for a real one."""
    if settings().env != "production" or ((by := signing.signer()) is not None and by.trial):
        return True
    found = session.row(_SAMPLES, ids=listed(applications))
    return bool(found and found[0])


def long_day(day: date) -> str:
    return figures.long_day(day).vi


def short_day(stored: str) -> str:
    """A stored instant as a day in Viet Nam: 05/02/2026."""
    return figures.day(day_of(stored)).vi


def day_of(stored: str) -> date:
    return calendar.today(moment(stored))


def clock(stored: str) -> str:
    """A stored instant by the clocks of Viet Nam: 15 giờ 57 phút, ngày 05/11/2026."""
    at: datetime = moment(stored).astimezone(calendar.VIET_NAM)
    return f"{at.hour:02d} giờ {at.minute:02d} phút, ngày {figures.day(at.date()).vi}"
