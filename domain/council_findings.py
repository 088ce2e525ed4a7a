"""Council findings: what sessions found of an application, and whether that still stands for the dossier as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import orjson

from domain.database import Session, Sql, listed
from domain.procedures import Procedure
from domain.publication import ASIDE
from domain.rulebook import figures
from domain.texts import Text

_ASIDE = ", ".join(repr(name) for name in sorted(ASIDE))
_FOUND = Sql(
    "select i.application, s.id, s.serial, s.season, s.held_on, s.state, i.outcome, i.note,"
    " (select e.hash from event e where e.application = i.application and e.number = i.number) = i.head and not exists"
    f" (select 1 from event e where e.application = i.application and e.number > i.number and e.name not in ({_ASIDE}))"
    " from council_item i join council_session s on s.id = i.session where i.application in {numbers:ids}"
    " and s.state <> 'cancelled' order by coalesce(s.closed_at, '~'), s.serial"
)


@dataclass(frozen=True)
class Found:
    """What became of one application in one session; `fresh` while the dossier is the one that the members saw."""

    session: str
    serial: int
    season: int
    held_on: str
    state: str
    outcome: str | None
    why: Text | None
    fresh: bool

    @property
    def stands(self) -> bool:
        """Whether it is a finding for, of the dossier as it is."""
        return self.state == "closed" and self.outcome == "for" and self.fresh


def found(session: Session, ids: Sequence[int]) -> dict[int, list[Found]]:
    """Every session that each of these applications was put before, oldest first, those not closed yet last. One statement."""
    every: dict[int, list[Found]] = {}
    for application, id, serial, season, held_on, state, outcome, note, fresh in session.rows(
        _FOUND, ids=listed(ids)
    ):
        why = Text(**orjson.loads(note)) if note else None
        one = Found(id, serial, season, held_on, state, outcome, why, bool(fresh))
        every.setdefault(application, []).append(one)
    return every


def unmet(session: Session, asked: Sequence[tuple[int, Procedure]], on: date) -> dict[int, Text]:
    """Why the council's finding is missing for each of these; those for which it stands are left out."""
    every = found(session, [id for id, _ in asked])
    return {id: why for id, _ in asked if (why := _unmet(every.get(id, []))) is not None}


def _unmet(every: Sequence[Found]) -> Text | None:
    closed = [one for one in every if one.state == "closed"]
    coming = [one for one in every if one.state != "closed"]
    if closed and closed[-1].stands:
        return None
    why = _said(closed[-1]) if closed else _NOT_YET
    if coming:
        next_ = Text(
            vi="{why} Phiên họp ngày {day} sẽ xem xét.", en="{why} The session of {day} will look at it."
        )
        return next_.filled(why=why, day=figures.day(coming[-1].held_on))
    return why


_NOT_YET = Text(vi="Hội đồng chưa xem xét hồ sơ này.", en="The council has not looked at it yet.")
_SAID = {
    "for": Text(
        vi="Hồ sơ đã thay đổi sau khi Hội đồng xem xét (phiên {serial}, ngày {day}); Hội đồng phải xem xét lại.",
        en="The dossier has changed since the council looked at it (session {serial}, {day}); it has to look again.",
    ),
    "against": Text(
        vi="Hội đồng không tán thành (phiên {serial}, ngày {day}).",
        en="The council found against it (session {serial}, {day}).",
    ),
    "none": Text(
        vi="Phiên {serial} của Hội đồng, ngày {day}, không đủ điều kiện kết luận: {why}",
        en="The council's session {serial} on {day} could find nothing: {why}",
    ),
    "void": Text(
        vi="Phiên {serial} của Hội đồng, ngày {day}, không tính cho hồ sơ này: {why}",
        en="The council's session {serial} on {day} does not count for this one: {why}",
    ),
}


def _said(one: Found) -> Text:
    said = _SAID[one.outcome or "none"]
    return said.filled(serial=one.serial, day=figures.day(one.held_on), why=one.why or "")
