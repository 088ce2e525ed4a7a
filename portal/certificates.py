"""Certificates: the paper that a recognised unit is given, as a PDF."""

import hashlib
from typing import Any

import orjson
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
from portal.documents.frame import TRIAL, Paper, is_trial, long_day, place
from portal.documents.serving import served
from portal.guard import AtSite, SignedIn

router = APIRouter()

_CERTIFICATE = Sql(
    "select a.id, a.season, a.path, u.kind, a.standard, a.sha256, u.code, u.name, u.sample, c.serial, c.issued_at, c.revoked_at,"
    " e.hash from application a join unit u on u.id = a.unit join certificate c on c.application = a.id"
    " join event e on e.application = a.id and e.name in ('certificate-issued', 'recognition-corrected')"
    " where a.id = :id order by e.number desc limit 1"
)
_SIGNED = Sql(
    "select d.mode, d.signer_title, d.signer_name, d.words from decision_item i join decision d on d.id = i.decision"
    " join event e on e.application = i.application and e.number = i.number where i.application = :id"
    " and e.name in ('recognition-approved', 'recognition-corrected') order by i.number desc limit 1"
)


@router.get("/ho-so/{quoted}/giay-cong-nhan.{form}")
async def certificate(request: Request, quoted: str, form: str, site: AtSite, person: SignedIn) -> Response:
    data = await site.read(lambda session: said(session, site.catalogue, person, quoted))
    by = certificate_tokens.signer(settings(), site.now, site.home)
    token = await site.writer.write(lambda store: certificate_tokens.token_of(store, id_of(quoted), by))
    answer = await served(site, paper(with_code(data, by, token)), form, f"giay-cong-nhan-{quoted}")
    site.readings.note(person, id_of(quoted), "document")
    return answer


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
    where = place(session, place_of(path), day)
    return {
        "title": f"Giấy công nhận số {serial}/{season}",
        "issuer": f"Ủy ban nhân dân {where.name}",
        "date": [day.year, day.month, day.day],
        "body": "Ủy ban nhân dân",
        "place": where.name,
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
        "locality": where.locality,
        "signed_at": f"{where.locality}, {long_day(day)}",
        **_signer(session, id),
        "signature": "(Chữ ký, dấu hoặc chữ ký số của cơ quan)",
        # Nothing that a trial installation prints may be taken for a real one.
        "trial": TRIAL if is_trial(session, [id]) else "",
    }


def _signer(session: Session, id: int) -> dict[str, str]:
    """In whose name and by whom: as the decision was signed."""
    row = session.row(_SIGNED, id=id)
    if row is None:
        return {"office": "Chủ tịch", "signer": ""}
    mode, title, name, words = row
    collective = f"{mode} {orjson.loads(words)['body']}\n" if mode == "TM." else ""
    return {"office": collective + (title if collective else f"{mode} {title}".strip()), "signer": name}


def _decided(issue: Issue) -> str:
    return f"Quyết định số {issue.decision} {long_day(issue.decided_on)}."
