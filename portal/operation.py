"""Operation: the pages of whoever keeps the installation running: parked work, letters, health, seasons; no case's content."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain import notices, outbox, people, seasons
from domain.cases import reference
from domain.database import Session, Sql
from domain.errors import Refused
from domain.people import Deed, Person
from domain.settings import settings
from domain.store import Store
from domain.subscriptions import FLOWS, INSPECTION, NOTIFICATION, RECOGNITION, REGISTRATION, SCORING
from domain.texts import Text
from portal import reading
from portal.cli import doctor, orchestrator
from portal.guard import AtSite, may
from portal.pages import moved, page
from portal.site import Site

router = APIRouter(prefix="/van-hanh")
Operator = Annotated[Person, Depends(may(Deed.RETRY_WORK))]

FLOW_NAMES = {
    REGISTRATION: Text(vi="đăng ký", en="registration"),
    INSPECTION: Text(vi="kiểm tra", en="inspection"),
    SCORING: Text(vi="chấm", en="scoring"),
    RECOGNITION: Text(vi="công nhận", en="recognition"),
    NOTIFICATION: Text(vi="thư báo", en="letters"),
}
_SEASONS = Sql(
    "select s.year, s.opened_at, s.closed_at, (select count(*) from application a where a.season = s.year)"
    " from season s order by s.year desc"
)
# What an unforeseen error says may quote what was being worked on: its kind is told, the engine's log has the rest.
_UNFORESEEN = re.compile(r"^([A-Za-z_][A-Za-z_.]*): ")
_ADDRESS = re.compile(r"[^\s<>\"'(]+@[^\s<>\"')]+")
# The most characters of a reason that are shown.
_LONGEST = 300


def scrubbed(error: str) -> str:
    """A reason without what it may quote of a case: sentences of ours as they are, of other errors their kind."""
    unforeseen = _UNFORESEEN.match(error)
    return f"{unforeseen[1]} (…)" if unforeseen else _ADDRESS.sub("…@…", error)[:_LONGEST]


def scrubbed_letter(error: str) -> str:
    """Why a letter was not taken, without anybody's address."""
    return _ADDRESS.sub("…@…", error)[:_LONGEST]


@router.get("")
async def work(request: Request, site: AtSite, person: Operator) -> Response:
    """What waits, runs and is parked, and why; the seasons."""
    return await _page(request, site)


@router.get("/suc-khoe")
async def health(request: Request, site: AtSite, person: Operator) -> Response:
    """What `antoan doctor` says."""
    findings = await run_in_threadpool(lambda: list(doctor.examine(settings())))
    return page(request, "operation/health.html", findings=findings)


@router.post("/thu-lai")
async def retry(
    request: Request, site: AtSite, person: Operator, what: Annotated[str, Form()] = ""
) -> Response:
    """Let one piece of parked work, all of it, or every parked letter be tried again at once. What is no longer parked is refused."""

    def job(store: Store) -> int:
        people.require(person, Deed.RETRY_WORK, "/")
        if what == "letters":
            return notices.retry_parked(store.session)
        if what == "work":
            return outbox.retry_parked(store.session)
        outbox.retry(store.session, what)
        return 1

    try:
        many = await site.writer.write(job)
    except Refused as refusal:
        return await _page(request, site, refused=refusal.text, status=409)
    return moved("/van-hanh", done="retried", n=many)


@router.post("/dot")
async def open_season(
    request: Request, site: AtSite, person: Operator, year: Annotated[str, Form()] = ""
) -> Response:
    """Open the season of a year. One that is open stays as it is."""
    typed = year.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 4):
        mistake = Text(
            vi="Hãy ghi năm bằng bốn chữ số, ví dụ 2026.", en="Give the year in four digits, such as 2026."
        )
        return await _page(request, site, mistake=mistake, year=year, status=422)
    try:
        opened = await site.writer.write(lambda store: seasons.open_season(store, int(typed), person))
    except Refused as refusal:
        return await _page(request, site, mistake=refusal.text, year=year, status=422)
    return moved("/van-hanh", done="opened" if opened else "open-already", n=typed)


async def _page(
    request: Request,
    site: Site,
    *,
    refused: Text | None = None,
    mistake: Text | None = None,
    year: str | None = None,
    status: int = 200,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        counts = {(flow, state): many for flow, state, many in outbox.counts(session)}
        return {
            "flows": [
                (FLOW_NAMES[flow], *(counts.get((flow, state), 0) for state in ("waiting", "running", "parked")))
                for flow in FLOWS
            ],
            "letters": reading.letters_under_way(session),
            "troubles": [
                {
                    "handle": one.handle,
                    "flow": FLOW_NAMES.get(one.flow, Text(vi=one.flow, en=one.flow)),
                    "reference": reference(one.season, one.application),
                    "parked": one.state == "parked",
                    "attempts": one.attempts,
                    "due_at": one.due_at,
                    "error": scrubbed(one.error),
                }
                for one in outbox.troubles(session)
            ],
            "troubled_letters": [
                one | {"error": scrubbed_letter(one["error"])} for one in reading.troubled_letters(session)
            ],
            "seasons": session.rows(_SEASONS),
        }  # fmt: skip

    values = await site.read(look)
    open_ = {one[0] for one in values["seasons"]}
    return page(
        request,
        "operation/work.html",
        status=status,
        prefect=orchestrator.api_url().removesuffix("/api"),
        refused=refused,
        mistake=mistake,
        year=year if year is not None else str(site.today.year + (site.today.year in open_)),
        n=request.query_params.get("n", ""),
        **values,
    )
