"""Report: a season in numbers, kind by kind."""

from dataclasses import dataclass, fields
from datetime import date

from domain.database import Session, Sql, listed
from domain.errors import NotFound
from domain.lifecycle import OPEN, State
from domain.registration import APPLIES_AS
from domain.texts import Text
from domain.unit_rows import KINDS


@dataclass
class Line:
    """What became of one kind of applicant in a season. `units` is how many of that kind could have applied."""

    kind: str
    units: int = 0
    registered: int = 0
    inspected: int = 0
    scored: int = 0
    recognised: int = 0
    not_recognised: int = 0
    not_eligible: int = 0
    withdrawn: int = 0
    revoked: int = 0
    expired: int = 0
    waiting: int = 0
    parked: int = 0
    letters: int = 0
    notices: int = 0
    notices_parked: int = 0


TITLES = {
    "units": Text(vi="đơn vị", en="units"),
    "registered": Text(vi="đăng ký", en="registered"),
    "inspected": Text(vi="đã kiểm tra", en="inspected"),
    "scored": Text(vi="đã chấm", en="scored"),
    "recognised": Text(vi="công nhận", en="recognised"),
    "not_recognised": Text(vi="không công nhận", en="not recognised"),
    "not_eligible": Text(vi="không thuộc đối tượng", en="not eligible"),
    "withdrawn": Text(vi="đã rút", en="withdrawn"),
    "revoked": Text(vi="thu hồi", en="revoked"),
    "expired": Text(vi="hết thời hạn", en="expired"),
    "waiting": Text(vi="đang chờ", en="waiting"),
    "parked": Text(vi="việc bị treo", en="parked"),
    "letters": Text(vi="thư đã gửi", en="letters sent"),
    "notices_parked": Text(vi="tin bị treo", en="notices parked"),
}
# Columns of a state that a season may well never see: shown when it has.
RARE = frozenset({"withdrawn", "revoked", "expired", "notices_parked"})

_LAST_SEASON = Sql("select max(year) from season")
# The country's units are all on record; those of a province that has not begun would only hide who has not registered.
_TAKING_PART = Sql(
    "select u.path from unit u where u.parent_code is null and exists (select 1 from application a"
    " where a.season = :season and substr(a.path, 1, length(u.path)) = u.path)"
)
_UNITS = Sql(
    "select u.kind, count(distinct u.code) from unit u join unit t on t.path in {texts:tops} and t.valid_from <= :day"
    " and (t.valid_until is null or t.valid_until >= :day) and substr(u.path, 1, length(t.path)) = t.path"
    " where u.valid_from <= :day and (u.valid_until is null or u.valid_until >= :day) group by u.kind"
)
_STATES = Sql(
    "select kind, state, count(*), count(inspected_by), count(scorecard) from application where season = :season"
    " group by kind, state"
)
_PARKED = Sql(
    "select a.kind, count(*) from work w join application a on a.id = w.application"
    " where w.state = 'parked' and a.season = :season group by a.kind"
)
_NOTICES = Sql(
    "select a.kind, n.state, count(*), count(distinct n.post) from notice n join application a on a.id = n.application"
    " where n.state in ('sent', 'parked') and a.season = :season group by a.kind, n.state"
)
_LETTERS = Sql(
    "select count(distinct n.post) from notice n join application a on a.id = n.application"
    " where n.state = 'sent' and a.season = :season"
)


def last_season(session: Session) -> int:
    """The latest season that was opened. Raises NotFound when none was."""
    found = session.row(_LAST_SEASON)
    if found is None or found[0] is None:
        raise NotFound(
            "Chưa mở đợt nào. Mở bằng: antoan season open 2026",
            "No season was opened yet. Open one with: antoan season open 2026",
        )
    return int(found[0])


def report(session: Session, season: int, on: date) -> list[Line]:
    """A season kind by kind. Units are those that exist on that day in the provinces from which somebody registered."""
    lines: dict[str, Line] = {}
    tops = listed(path for (path,) in session.rows(_TAKING_PART, season=season))
    for kind, many in session.rows(_UNITS, tops=tops, day=on.isoformat()):
        if kind != "province":
            _line(lines, kind).units += many
    for kind, state, many, inspected, scored in session.rows(_STATES, season=season):
        line = _line(lines, kind)
        line.registered += many
        line.inspected += inspected
        line.scored += scored
        column = _column(State(state))
        setattr(line, column, getattr(line, column) + many)
    for kind, many in session.rows(_PARKED, season=season):
        _line(lines, kind).parked += many
    for kind, state, many, letters in session.rows(_NOTICES, season=season):
        line = _line(lines, kind)
        if state == "sent":
            line.notices, line.letters = line.notices + many, line.letters + letters
        else:
            line.notices_parked += many
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(lines.values(), key=lambda line: (order.get(line.kind, len(order)), line.kind))


def total(session: Session, season: int, lines: list[Line]) -> Line:
    """All kinds together. A letter that tells of two kinds is in both of their lines, and counts once here."""
    names = [f.name for f in fields(Line) if f.name != "kind"]
    found = session.row(_LETTERS, season=season)
    every = Line("", **{name: sum(getattr(line, name) for line in lines) for name in names})
    every.letters = int(found[0]) if found else 0
    return every


def kind_name(kind: str) -> Text:
    """What a kind of applicant is called; communes, wards and special zones are one (Điều 5)."""
    if kind == "commune":
        return Text(vi="xã, phường, đặc khu", en="commune, ward or special zone")
    return KINDS.get(kind, Text(vi=kind, en=kind))


def _line(lines: dict[str, Line], kind: str) -> Line:
    kind = APPLIES_AS.get(kind, kind)
    return lines.setdefault(kind, Line(kind))


def _column(state: State) -> str:
    """Which column an application in this state counts in; whatever awaits somebody's next step is waiting."""
    if state in OPEN or state is State.IN_QUESTION:
        return "waiting"
    return state.replace("-", "_")
