"""Certificates: the paper that a recognised unit is given, as a PDF."""

import hashlib
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain import calendar, certificate_tokens, people
from domain.cases import id_of, moment, place_of, reference
from domain.catalogue import Catalogue
from domain.certificate_tokens import Issue, Signer
from domain.database import Session, Sql
from domain.errors import NotFound, OutOfOrder
from domain.people import Deed, Person
from domain.rulebook import figures
from domain.settings import settings
from domain.unit_rows import KINDS
from domain.verification import PAGE
from portal.documents import qr
from portal.documents.frame import TRIAL, Paper, is_trial
from portal.documents.serving import served
from portal.guard import AtSite, SignedIn

router = APIRouter()

_CERTIFICATE = Sql(
    "select a.id, a.season, a.path, u.kind, a.standard, a.sha256, u.code, u.name, u.sample, c.serial, c.issued_at, c.revoked_at,"
    " e.hash from application a join unit u on u.id = a.unit join certificate c on c.application = a.id"
    " join event e on e.application = a.id and e.name in ('certificate-issued', 'recognition-corrected')"
    " where a.id = :id order by e.number desc limit 1"
)
_PLACE = Sql(
    "select name, local_type from unit where code = :code and valid_from <= :on and (valid_until is null or valid_until >= :on)"
)


@router.get("/ho-so/{quoted}/giay-cong-nhan.{form}")
async def certificate(request: Request, quoted: str, form: str, site: AtSite, person: SignedIn) -> Response:
    data = await site.read(lambda session: said(session, site.catalogue, person, quoted))
    by = certificate_tokens.signer(settings(), site.now, site.home)
    token = await site.writer.write(lambda store: certificate_tokens.token_of(store, id_of(quoted), by))
    return await served(site, paper(with_code(data, by, token)), form, f"giay-cong-nhan-{quoted}")


def with_code(data: dict[str, Any], by: Signer, token: str) -> dict[str, Any]:
    """What the certificate says, with the QR code by which anybody checks it."""
    link, page = by.link(token), f"{by.address}{PAGE}"
    return {
        **data,
        "qr": qr.svg(link),
        "qr_link": link,
        "qr_alt": f"Mã QR để kiểm tra giấy công nhận này tại {page}",
        "lines": [*data["lines"], f"Kiểm tra giấy này: quét mã, hoặc mở {page}."],
    }


def paper(data: dict[str, Any]) -> Paper:
    # The event that issued or corrected it names the document, and the code on it: one with another is another document.
    code = hashlib.sha256(data.get("qr_link", "").encode()).hexdigest()[:8]
    return Paper("certificate", f"{data['reference']}-{data['head'][:16]}-{code}", data)


def said(session: Session, catalogue: Catalogue, by: Person | None, quoted: str) -> dict[str, Any]:
    """What the certificate says, to somebody who may read it or, without one, to the installation itself. Raises NotFound where there is none, OutOfOrder where it was taken back, NotAllowed.

    The form that the circular annexes could not be read; the layout is ours, after Decree 30/2020/NĐ-CP.
    """
    found = session.row(_CERTIFICATE, id=id_of(quoted))
    if found is None or reference(found[1], found[0]) != quoted:
        raise NotFound(
            "Hồ sơ {reference} chưa có giấy công nhận.",
            "Application {reference} has no certificate.",
            reference=quoted,
        )
    (
        id,
        season,
        path,
        kind,
        path_of_standard,
        sha256,
        code,
        name,
        _sample,
        serial,
        issued_at,
        revoked_at,
        head,
    ) = found
    if by is not None:
        people.require(by, Deed.READ, path)
    if revoked_at is not None:
        raise OutOfOrder(
            "Giấy công nhận của {name} đã bị thu hồi ngày {day}.",
            "The certificate of {name} was taken back on {day}.",
            name=name,
            day=figures.day(calendar.today(moment(revoked_at))),
        )
    standard = catalogue.pinned(path_of_standard, sha256)
    issue = certificate_tokens.issue_of(session, id)
    day = calendar.today(moment(issued_at))
    place, kind_of_place = _place(session, path, day)
    return {
        "title": f"Giấy công nhận số {serial}/{season}",
        "issuer": f"Ủy ban nhân dân {place}",
        "date": [day.year, day.month, day.day],
        "body": "Ủy ban nhân dân",
        "place": place,
        "number": f"{serial}/{season}",
        "kind": KINDS[kind].vi.capitalize() if kind in KINDS else "",
        "unit": (issue.name if issue else "") or name,
        "code": code,
        "achieved": standard.title.vi,
        "season": str(season),
        "cites": standard.cites,
        "reference": reference(season, id),
        "standard": path_of_standard,
        "sha256": sha256[:16],
        "head": head[:16],
        "lines": [_decided(issue)] if issue and issue.decision else [],
        "locality": place[len(kind_of_place) :].strip(),
        "signed_at": f"{place[len(kind_of_place) :].strip()}, {_long(day)}",
        "office": "Chủ tịch",
        "signature": "(Chữ ký, dấu hoặc chữ ký số của cơ quan)",
        # Nothing that a trial installation prints may be taken for a real one.
        "trial": TRIAL if is_trial(session, [id]) else "",
    }


def _decided(issue: Issue) -> str:
    return f"Quyết định số {issue.decision} {_long(issue.decided_on)}."


def _place(session: Session, path: str, on: date) -> tuple[str, str]:
    code = place_of(path).rstrip("/").rsplit("/", 1)[-1]
    found = session.row(_PLACE, code=code, on=on.isoformat())
    return (found[0], found[1]) if found else (code, "")


def _long(day: date) -> str:
    """As Decree 30/2020/NĐ-CP writes days: a nought before days below 10 and before January and February."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
