"""Of application: what the papers of a dossier say: registration form, submission letter, result report, inspection minutes.

Each is bound to the event that it tells of: what is handed in anew makes a new paper. The unit's own papers carry no number
and nobody's name: both are written by hand by whoever keeps the unit's book and signs for it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from domain import people
from domain.cases import Case
from domain.catalogue import Catalogue
from domain.database import Session, Sql
from domain.decisions import locality
from domain.errors import NotFound, OutOfOrder
from domain.events import ApplicationRegistered, DossierSubmitted, Happening, InspectionSubmitted
from domain.people import Deed, Person
from domain.rulebook import figures
from domain.rulebook.inquiry import inquiry
from domain.rulebook.sentences_of_changes import answer
from domain.standards import Standard
from domain.store import looked_at
from domain.unit_rows import COMMUNES
from portal.documents.frame import (
    BY_HAND,
    Paper,
    Place,
    clock,
    day_of,
    frame,
    is_trial,
    place,
    short_day,
    signer,
)

_LAST = Sql(
    "select e.number, e.at, e.payload, e.hash, c.name from event e left join account c on c.id = e.account"
    " where e.application = :id and e.name = :name order by e.number desc limit 1"
)
_FACTS = Sql("select document from facts where application = :id and source = :source")
_BY_HAND_NUMBER = "………/"


class Moment(NamedTuple):
    """The event that a paper tells of."""

    number: int
    at: str
    payload: Mapping[str, Any]
    hash: str
    by: str


# Which paper tells of which event, what it is called, and why there is none yet.
_TELLS: Mapping[str, type[Happening]] = {
    "registration": ApplicationRegistered,
    "submission": DossierSubmitted,
    "report": DossierSubmitted,
    "inspection": InspectionSubmitted,
}
KINDS = tuple(_TELLS)


def paper(session: Session, catalogue: Catalogue, by: Person | None, kind: str, quoted: str) -> Paper:
    """One paper of a dossier as it stands, for whoever may read the application.

    Raises NotFound where the event that it tells of has not happened, OutOfOrder where what it says is no longer what was
    handed in, NotAllowed.
    """
    case = looked_at(session, quoted)
    if by is not None:
        people.require(by, Deed.READ, case.path)
    told = _moment(session, case, kind)
    standard = catalogue.pinned(case.standard, case.sha256)
    build = {
        "registration": _registration,
        "submission": _submission,
        "report": _report,
        "inspection": _inspection,
    }[kind]
    return Paper(kind, f"{case.reference}-{told.number}", build(session, case, standard, told))


def there(events: set[str]) -> list[str]:
    """The papers that there are once these events have happened."""
    return [kind for kind, happening in _TELLS.items() if happening.name in events]


def _moment(session: Session, case: Case, kind: str) -> Moment:
    row = session.row(_LAST, id=case.id, name=_TELLS[kind].name)
    if row is None:
        raise NotFound(
            "Hồ sơ {reference} chưa đến bước có văn bản này ({event}).",
            "Application {reference} has not come to the step of this document ({event}).",
            reference=case.reference,
            event=_TELLS[kind].title,
        )
    return Moment(row[0], row[1], orjson.loads(row[2]), row[3], row[4] or "")


def _common(session: Session, case: Case, standard: Standard, told: Moment) -> tuple[Place, dict[str, Any]]:
    at = place(session, case.place, day_of(told.at))
    registered = session.row(_LAST, id=case.id, name=ApplicationRegistered.name)
    return at, {
        "unit": case.name,
        "code": case.unit_code,
        "place": at.inside,
        "achieved": tail(standard),
        "season": str(case.season),
        "cites": standard.cites,
        "reference": case.reference,
        "registered": short_day(registered[1] if registered else case.registered_at),
        "submitted": short_day(told.at),
    }


def _framed(
    session: Session, case: Case, told: Moment, where: Place, kind: str, about: str, **more: Any
) -> dict[str, Any]:
    commune = case.kind in COMMUNES
    unit = Place(case.name, case.name)
    return frame(
        **{
            "title": f"{kind} – {case.name} – hồ sơ {case.reference}",
            # A commune's committee writes for the commune; any other unit for itself, under the place that it is in.
            "above": "" if commune else where.name,
            "body": ["Ủy ban nhân dân", case.name] if commune else [case.name],
            "at": place_of_writing(where, unit, commune),
            "on": day_of(told.at),
            "type": kind,
            "abstract": about,
            "signers": [signer("Đại diện đơn vị", note=BY_HAND)],
            "recipients": ["Như trên", "Lưu: đơn vị"],
            "foot": f"Hồ sơ {case.reference} · sự kiện {told.number} · {told.hash}",
            "trial": is_trial(session, [case.id]),
            **more,
        }
    )


def place_of_writing(at: Place, unit: Place, commune: bool) -> Place:
    """A commune writes from itself, everybody else from the place that they are in."""
    return Place(unit.name, locality(unit.name)) if commune else at


def _registration(session: Session, case: Case, standard: Standard, told: Moment) -> dict[str, Any]:
    at, data = _common(session, case, standard, told)
    about = f"Phấn đấu {tail(standard)} năm {case.season}"
    rows = [
        {"code": one.code, "ask": one.ask.vi, "cites": one.cites}
        for one in standard.in_season(case.season).criteria
    ]
    to = f"Thường trực Ban Chỉ đạo {at.inside}"
    return _framed(session, case, told, at, "Bản đăng ký", about, to=to, number="………") | data | {"rows": rows}


def _submission(session: Session, case: Case, standard: Standard, told: Moment) -> dict[str, Any]:
    at, data = _common(session, case, standard, told)
    about = f"Về việc đề nghị công nhận {tail(standard)} năm {case.season}"
    framed = _framed(
        session, case, told, at, "Tờ trình", about, to=f"Thường trực Ban Chỉ đạo {at.inside}",
        number=f"{_BY_HAND_NUMBER}TTr", bases=[f"Căn cứ {standard.cites}"],
    )  # fmt: skip
    # Điều 9: what a recognition dossier holds besides the letter itself.
    enclosed = ["Báo cáo kết quả", "Biên bản họp đánh giá", "Tài liệu khác có liên quan"]
    return framed | data | {"enclosed": enclosed}


def _report(session: Session, case: Case, standard: Standard, told: Moment) -> dict[str, Any]:
    at, data = _common(session, case, standard, told)
    rows = list(_answers(session, case, standard, told, "applicant"))
    framed = _framed(
        session, case, told, at, "Báo cáo", f"Kết quả thực hiện tiêu chuẩn năm {case.season}",
        to=f"Thường trực Ban Chỉ đạo {at.inside}", number=f"{_BY_HAND_NUMBER}BC",
    )  # fmt: skip
    return framed | data | {"rows": rows, "sum": _sum(rows, "Đơn vị đã trả lời")}


def _inspection(session: Session, case: Case, standard: Standard, told: Moment) -> dict[str, Any]:
    at, data = _common(session, case, standard, told)
    rows = list(_answers(session, case, standard, told, "inspector"))
    framed = _framed(
        session, case, told, at, "Biên bản", f"Kiểm tra việc thực hiện tiêu chuẩn năm {case.season}",
        above="", body=["Ban Chỉ đạo", at.inside], at=at, number=f"{_BY_HAND_NUMBER}BB", recipients=[],
        signers=[signer("Đại diện đơn vị", note=BY_HAND), signer("Người kiểm tra", name=told.by)],
    )  # fmt: skip
    more = {"rows": rows, "inspector": told.by, "sum": _sum(rows, "Người kiểm tra đã ghi nhận")}
    return framed | data | more | {"submitted": clock(told.at)}


def _answers(
    session: Session, case: Case, standard: Standard, told: Moment, source: str
) -> Iterator[dict[str, Any]]:
    """Every criterion with what one side says of it; what others attest is not the applicant's to say."""
    row = session.row(_FACTS, id=case.id, source=source)
    document = row[0] if row else "{}"
    if hashlib.sha256(document.encode()).hexdigest() != told.payload["facts_sha256"]:
        raise OutOfOrder(
            "Dữ kiện của hồ sơ {reference} không còn là dữ kiện đã nộp ở sự kiện {number}; hãy kiểm tra sổ sự kiện.",
            "The facts of application {reference} are not those handed in with event {number}; check the record of events.",
            reference=case.reference,
            number=told.number,
        )
    facts = orjson.loads(document)
    for criterion in standard.in_season(case.season).criteria:
        own = facts.get(criterion.code, {})
        asking = inquiry(criterion, standard, case.season, case.unit_facts, own)
        said = [
            f"{fact.label.vi}: {answer(name, own[name], asking).vi}"
            for name, fact in criterion.facts.items()
            if name in own
        ]
        yield {
            "code": criterion.code,
            "ask": criterion.ask.vi,
            "cites": criterion.cites,
            "said": said or ["–"],
        }


def _sum(rows: list[dict[str, Any]], who: str) -> str:
    said = sum(row["said"] != ["–"] for row in rows)
    return f"{who} {figures.number(said).vi} trên {figures.number(len(rows)).vi} nội dung."


def tail(standard: Standard) -> str:
    """What a unit reaches: “đạt tiêu chuẩn “An toàn …”” of a title that begins with the kind of unit."""
    _, found, rest = standard.title.vi.partition(" đạt ")
    return f"đạt {rest}" if found else standard.title.vi
