"""Of council: what the minutes of a session say: who sat there by seat, and what was found of each application.

Seats, never names: a vote is a seat's, and only whoever signs the minutes is named.
"""

from datetime import date
from typing import Any

from domain import council, sittings
from domain.cases import id_of
from domain.database import Session
from domain.errors import OutOfOrder
from domain.people import Person
from domain.rulebook import figures
from portal.documents.frame import BY_HAND, Paper, frame, is_trial, place, signer

_SHOWN = 16


def minutes(session: Session, by: Person | None, id: str) -> Paper:
    """The minutes of a session that is over, for whoever may look at the session.

    Raises NotFound, OutOfOrder while it is not over, NotAllowed.
    """
    told = council.minutes(session, id)
    if by is not None:
        sittings.require_reader(by, sittings.sitting(session, id))
    if told["closed_at"] is None or told["state"] != "closed":
        raise OutOfOrder(
            "Phiên họp này chưa kết thúc nên chưa có biên bản.",
            "This session is not over, so there are no minutes yet.",
        )
    return Paper("council", id, said(session, told))


def said(session: Session, told: dict[str, Any]) -> dict[str, Any]:
    """What the templates say of a session as `council.minutes` tells it."""
    on = date.fromisoformat(told["held_on"])
    where = place(session, told["place"], on)
    present, invited = figures.number(told["present"]).vi, figures.number(told["invited"]).vi
    absent = ", ".join(seat["vi"] for seat in told["absent_seats"])
    framed = frame(
        title=f"Biên bản họp Hội đồng phiên {told['serial']} năm {told['season']} – {where.name}",
        body=["Hội đồng xét công nhận", where.inside],
        at=where,
        on=on,
        number="………/BB-HĐ",
        type="Biên bản",
        abstract=f"Họp Hội đồng xét công nhận năm {told['season']}, phiên {told['serial']}",
        # Whoever wrote down who came and closed it keeps its papers; which of the members presided is written by hand.
        signers=[signer("Thư ký", name=told["closed_by"] or ""), signer("Chủ trì", note=BY_HAND)],
        foot=f"Phiên họp {told['id']} · quy trình SHA-256 {told['procedure'][:_SHOWN]}",
        trial=is_trial(session, [id_of(one["reference"]) for one in told["items"]]),
    )
    return framed | {
        "held": (f"{figures.hour(told['held_at']).vi} " if told["held_at"] else "")
        + f"ngày {figures.day(on).vi}",
        "venue": told["venue"] or "………",
        "members": [
            {"at": at, "seat": one["seat"]["vi"], "attended": "có mặt" if one["attended"] else "vắng mặt"}
            for at, one in enumerate(told["members"], start=1)
        ],
        "quorum": f"Có mặt {present} trên {invited} thành viên được mời; số thành viên tối thiểu phải dự: {told['quorum']};"
        f" kết luận khi hơn {told['passes']} số thành viên tham gia xét đồng ý."
        + (f" Thiếu thành phần: {absent}." if absent else ""),
        "items": [_item(at, one) for at, one in enumerate(told["items"], start=1)],
        "opinions": [
            {"seat": vote["seat"]["vi"], "unit": one["unit"], "said": _opinion(vote)}
            for one in told["items"]
            for vote in one["votes"]
            if vote["opinion"]
        ],
        "end": "Biên bản này được lập tại phiên họp, ghi hồ sơ như thành viên Hội đồng đã xem; hồ sơ thay đổi sau đó thì kết"
        " luận về hồ sơ ấy không còn hiệu lực.",
    }


def _item(at: int, one: dict[str, Any]) -> dict[str, Any]:
    outcome = one["outcome_name"]["vi"]
    return {
        "at": at,
        "unit": one["unit"],
        "reference": one["reference"],
        "head": one["head"][:_SHOWN],
        **{name: one[name] for name in ("in_favour", "against", "abstained", "recused")},
        "outcome": f"{outcome}. {one['why']['vi']}" if one["why"] else outcome,
    }


def _opinion(vote: dict[str, Any]) -> str:
    how = "bằng văn bản" if vote["in_writing"] else "tại phiên họp"
    differs = ", ý kiến khác với kết luận" if vote["dissents"] else ""
    return f"{vote['opinion']} ({vote['vote_name']['vi'].lower()}, {how}{differs})"
