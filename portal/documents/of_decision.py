"""Of decision: what a decision's document says: its articles, and the units of which each says something in annexes."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain import decisions, people
from domain.catalogue import Catalogue
from domain.database import Session
from domain.decisions import FIELDS, Item
from domain.errors import NotAllowed
from domain.events import (
    AppealAllowed,
    RecognitionApproved,
    RecognitionCorrected,
    RecognitionDeclined,
    RecognitionReinstated,
    RecognitionRevoked,
)
from domain.people import Deed, Person
from domain.rulebook import figures
from domain.texts import Text
from domain.unit_rows import KINDS
from portal.documents.frame import Paper, Place, frame, is_trial, long_day, signer
from portal.documents.of_application import tail

_SHOWN = 16
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
# What each outcome is called in an article and over its annex: about one unit, about several.
_ARTICLE = {
    RecognitionApproved.name: "Công nhận {whom} {reached} năm {season}{more}.",
    RecognitionDeclined.name: "Không công nhận {whom} {reached} năm {season}{more}.",
    RecognitionRevoked.name: "Thu hồi việc công nhận năm {season} đối với {whom}{more}. Giấy công nhận đã cấp không còn giá trị.",
    RecognitionReinstated.name: "Khôi phục việc công nhận năm {season} đối với {whom}{more}.",
    RecognitionCorrected.name: "Đính chính nội dung công nhận năm {season} đối với {whom}{more}.",
    AppealAllowed.name: "Chấp nhận khiếu nại của {whom} về kết quả xét năm {season}{more}; hồ sơ được xem xét lại.",
}
_LIST = {
    RecognitionApproved.name: "Danh sách đơn vị được công nhận",
    RecognitionDeclined.name: "Danh sách đơn vị không được công nhận",
    RecognitionRevoked.name: "Danh sách đơn vị bị thu hồi công nhận",
    RecognitionReinstated.name: "Danh sách đơn vị được khôi phục công nhận",
    RecognitionCorrected.name: "Danh sách nội dung đính chính",
    AppealAllowed.name: "Danh sách khiếu nại được chấp nhận",
}
_ABOUT = {
    "recognition": "Về việc công nhận {reached} năm {season}",
    "revocation": "Về việc thu hồi công nhận {reached} năm {season}",
    "reinstatement": "Về việc khôi phục công nhận {reached} năm {season}",
    "correction": "Về việc đính chính nội dung công nhận năm {season}",
    "appeal": "Về việc giải quyết khiếu nại kết quả xét công nhận năm {season}",
}


def decision(session: Session, catalogue: Catalogue, by: Person | None, id: str) -> Paper:
    """The document of a decision, for whoever may read what it says of others too.

    Raises NotFound, NotAllowed.
    """
    told = decisions.told(session, id)
    if by is not None and (why := hindrance(by, told["items"])) is not None:
        raise NotAllowed(why.vi, why.en)
    return Paper("decision", id, said(session, catalogue, told))


def hindrance(by: Person, items: Sequence[Item]) -> Text | None:
    """Why somebody may not have a decision's document; None when they may. Who is recognised is public; who is not, and why,
    is for the offices of the place and for the unit itself, and a document cannot be handed out in parts."""
    others = [one for one in items if people.may(by, Deed.READ, one.path) is not None]
    if len(others) < len(items) and all(one.event == RecognitionApproved.name for one in others):
        return None
    return Text(
        vi="Văn bản này nói về đơn vị khác mà {name} không được xem; hãy xin bản trích ở thường trực Ban Chỉ đạo.",
        en="This document tells of other units that {name} may not read; ask the standing office for an extract.",
    ).filled(name=by.name)


def said(session: Session, catalogue: Catalogue, told: dict[str, Any]) -> dict[str, Any]:
    """What the templates say of a decision as `decisions.told` tells it."""
    items: list[Item] = told["items"]
    on = date.fromisoformat(told["signed_on"])
    place = Place(told["place_name"], told["locality"])
    office = f"{told['signer_title']} {told['body']} {place.name}"
    whole = {name: [one for one in items if one.event == name] for name in _ARTICLE}
    several = [(name, ones) for name, ones in whole.items() if ones]
    annexed = len(items) > 1
    of = f"(Kèm theo Quyết định số {told['symbol']} {long_day(on)} của {_inside(told, place)})"
    reached = _reached(catalogue, items)
    articles: list[str] = []
    annexes: list[dict[str, Any]] = []
    for name, ones in several:
        annex = ""
        if annexed:
            annex = "Phụ lục " + (_ROMAN[len(annexes)] if len(several) > 1 else "")
            annexes.append({
                "name": annex.strip(), "title": _LIST[name], "of": of, "reasons": name != RecognitionApproved.name,
                "rows": [_row(at, one) for at, one in enumerate(ones, start=1)],
            })  # fmt: skip
        articles.append(_article(name, ones, told["season"], reached, annex.strip()))
    bears = len(articles)
    articles.append("Quyết định này có hiệu lực kể từ ngày ký.")
    those = "Điều 1" if bears == 1 else f"Điều 1 đến Điều {bears}"
    articles.append(
        f"Các cơ quan, tổ chức có liên quan và đơn vị nêu tại {those} chịu trách nhiệm thi hành Quyết định này."
    )
    bases = [f"Căn cứ {base}" if not base.startswith("Căn cứ") else base for base in told["bases"]]
    if told["proposed_by"]:
        proposed = told["proposed_by"]
        bases.append(proposed if proposed.startswith(("Xét", "Theo")) else f"Xét đề nghị của {proposed}")
    return {
        **frame(
            title=f"Quyết định số {told['symbol']}",
            body=[told["body"], place.name],
            at=place,
            on=on,
            number=told["symbol"],
            type="Quyết định",
            abstract=_about(told["kind"], whole).format(season=told["season"], reached=reached),
            bases=bases,
            recipients=[f"Như Điều {len(articles)}", *told["recipients"], "Lưu: VT, hồ sơ"],
            signers=[_signer(told, place)],
            foot=_foot(items, told["checkpoint"]),
            trial=is_trial(session, [one.application for one in items]),
        ),
        "authority": office,
        "articles": articles,
        "annexes": annexes,
    }


def _about(kind: str, whole: Mapping[str, Sequence[Item]]) -> str:
    """What it is about; one that recognises nobody says so."""
    if kind == "recognition" and not whole[RecognitionApproved.name]:
        return "Về việc không công nhận {reached} năm {season}"
    return _ABOUT[kind]


def _reached(catalogue: Catalogue, items: Sequence[Item]) -> str:
    """“đạt tiêu chuẩn “…””, where it is the same of all units."""
    found = {
        tail(catalogue.pinned(standard, sha256))
        for standard, sha256 in {(one.standard, one.sha256) for one in items}
    }
    return found.pop() if len(found) == 1 else "đạt tiêu chuẩn đã đăng ký"


def _inside(told: dict[str, Any], place: Place) -> str:
    """Who decides, within a sentence: Chủ tịch Ủy ban nhân dân xã Bắc Sơn."""
    return f"{told['signer_title'].capitalize()} {told['body'].capitalize()} {place.inside}"


def _signer(told: dict[str, Any], place: Place) -> dict[str, str]:
    """TM. stands before the collective, KT. before the head for whom a deputy signs, TL. and TUQ. before whoever asked for it.

    Which words stand below it is the procedure's to say: `title` holds them.
    """
    mode, title, name = told["mode"], told["signer_title"], told["signer_name"]
    if mode == "TM.":
        return signer(f"TM. {told['body']}", title, name)
    return signer(f"{mode} {title}".strip(), "", name)


def _article(name: str, ones: Sequence[Item], season: int, reached: str, annex: str) -> str:
    if annex:
        whom = f"{figures.number(len(ones)).vi} đơn vị"
        return _ARTICLE[name].format(
            whom=whom,
            season=season,
            reached=reached,
            more=f" (danh sách tại {annex} kèm theo Quyết định này)",
        )
    (one,) = ones
    whom = f"{one.name} (mã đơn vị {one.code}; hồ sơ số {one.reference})"
    more = f". Lý do: {one.reason.rstrip('. ')}" if one.reason and name != RecognitionApproved.name else ""
    sentence = _ARTICLE[name].format(whom=whom, season=season, reached=reached, more=more)
    return f"{sentence} {_corrected(one)}".strip()


def _corrected(one: Item) -> str:
    """What a correction changes, word for word."""
    if one.event != RecognitionCorrected.name:
        return ""
    field = FIELDS[one.told["field"]].vi if one.told["field"] in FIELDS else one.told["field"]
    return f"{field}: từ “{one.told['was']}” thành “{one.told['became']}”."


def _row(at: int, one: Item) -> dict[str, Any]:
    kind = KINDS[one.kind].vi.capitalize() if one.kind in KINDS else ""
    return {
        "at": at,
        "unit": one.name,
        "more": " · ".join(part for part in (kind, one.code) if part),
        "reference": one.reference,
        "head": one.head[:_SHOWN],
        "reason": " ".join(part for part in (one.reason, _corrected(one)) if part),
    }


def _foot(items: Sequence[Item], checkpoint: str) -> str:
    """The end of the record as it was decided on: of one unit its own, of several the SHA-256 over theirs, in their order."""
    if len(items) == 1:
        told = f"Đầu chuỗi sự kiện: {items[0].head}"
    else:
        over = hashlib.sha256("".join(f"{one.head}\n" for one in items).encode()).hexdigest()
        told = f"SHA-256 của {len(items)} đầu chuỗi sự kiện theo thứ tự tên đơn vị: {over}"
    return told + (f" · Niêm phong: {checkpoint}" if checkpoint else "")
