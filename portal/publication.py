"""Publication: what anybody may read of intended recognitions, a form to object, and the answer for whoever has its code.

Whoever writes here stays who they are: nothing of them is logged, and a code is never part of an address.
"""

from datetime import date
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain import objections, publication, workdays
from domain.calendar import today
from domain.cases import moment
from domain.database import Session
from domain.errors import NotFound, Refused, TooMany
from domain.store import looked_at
from domain.texts import Text
from portal.accounts.tries import tries
from portal.guard import AtSite, anyone
from portal.pages import STATUS, page
from portal.queues import kind_name
from portal.site import Site

router = APIRouter(prefix="/cong-khai")
Anyone = Annotated[Any, Depends(anyone)]

# Lists and units that one page shows.
LISTS, UNITS = 30, 200


class Pages(NamedTuple):
    """Which page of how many, as the macro `pages` shows it."""

    page: int
    pages: int


@router.get("")
async def every(request: Request, site: AtSite, _: Anyone, trang: int = 1) -> Response:
    """The lists that are public today, those that end first at the top."""
    number = max(trang, 1)
    many, lists = await site.read(
        lambda session: publication.running(session, site.today, LISTS, (number - 1) * LISTS)
    )
    return page(
        request, "publication/lists.html", many=many, lists=lists, why=[explained(one) for one in lists],
        queue=Pages(number, max(1, -(-many // LISTS))),
    )  # fmt: skip


@router.get("/danh-sach/{id}")
async def one(request: Request, site: AtSite, _: Anyone, id: str, trang: int = 1) -> Response:
    """One list, with a way to object to each unit as long as it is public."""
    number = max(trang, 1)

    def look(session: Session) -> dict[str, Any]:
        found = publication.one(session, id)
        if found is None:
            raise NotFound("Không có danh sách công khai này.", "There is no such list.")
        return {"found": found, "units": publication.units(session, id, UNITS, (number - 1) * UNITS)}

    values = await site.read(look)
    found = values["found"]
    # Where else the list hangs, as the procedure of its units says; a page with none of them says nothing.
    rules = (site.procedures.of(found.place, one.kind, one.standard, site.today) for one in values["units"])
    where = next((rule.publication.where for rule in rules if rule.publication.where is not None), None)
    return page(
        request, "publication/list.html", why=explained(found), where=where, runs=site.today.isoformat() <= found.until,
        queue=Pages(number, max(1, -(-found.many // UNITS))), kind_name=kind_name, **values,
    )  # fmt: skip


def explained(found: publication.Published) -> Text | None:
    """Why a list ends when it ends; None where the calendar of those days is not at hand."""
    try:
        start = today(moment(found.published_at))
        return workdays.current().reckon(start, date.fromisoformat(found.until)).explain()
    except Refused:
        return None


# --- following an objection ------------------------------------------------------------------------------


@router.get("/tra-loi")
async def ask_for_answer(request: Request, _: Anyone) -> Response:
    return page(request, "publication/follow.html", found=None, code="", refused=None)


@router.post("/tra-loi")
async def answer(request: Request, site: AtSite, _: Anyone, code: Annotated[str, Form()] = "") -> Response:
    """The answer to the objection that a code is of: sent in a form, so that no address holds the code."""
    try:
        tries(request).count("follow", request)
        found = await site.read(lambda session: objections.follow(session, code))
    except Refused as refusal:
        status = STATUS.get(type(refusal), 422)
        return page(
            request, "publication/follow.html", status=status, found=None, code=code, refused=refusal.text
        )
    return page(request, "publication/follow.html", found=found, code="", refused=None)


# --- objecting -------------------------------------------------------------------------------------------


@router.get("/{reference}/phan-anh")
async def form(request: Request, site: AtSite, _: Anyone, reference: str) -> Response:
    return await _form(request, site, reference)


@router.post("/{reference}/phan-anh")
async def object_(
    request: Request,
    site: AtSite,
    _: Anyone,
    reference: str,
    said: Annotated[str, Form()] = "",
    contact: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
) -> Response:
    """Take it. The answer is the page itself, which holds the code: loading it again sends the same objection again."""
    try:
        tries(request).count("objection", request)
        code = await site.writer.write(lambda store: objections.receive(store, reference, said, contact, key))
    except Refused as refusal:
        return await _form(request, site, reference, said, contact, refusal)
    name = await site.read(lambda session: looked_at(session, reference).name)
    return page(request, "publication/received.html", code=code, name=name)


async def _form(
    request: Request,
    site: Site,
    reference: str,
    said: str = "",
    contact: str = "",
    refused: Refused | None = None,
) -> Response:
    """The form, or why there is none: `what` can be objected to."""

    def look(session: Session) -> objections.Opening:
        return objections.opening(session, looked_at(session, reference), site.today)

    what: objections.Opening | None
    try:
        what = await site.read(look)
    except NotFound:
        raise
    except Refused as closed:
        what, refused = None, refused if isinstance(refused, TooMany) else closed
    status = 200 if refused is None else STATUS.get(type(refused), 422)
    return page(
        request, "publication/object.html", status=status, what=what, reference=reference, said=said, contact=contact,
        refused=refused.text if refused else None, most_said=objections.MOST_SAID, most_contact=objections.MOST_CONTACT,
    )  # fmt: skip
