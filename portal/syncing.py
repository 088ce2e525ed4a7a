"""Syncing: what devices hand in that were without a network: findings and photos, each written exactly once."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain import evidence, findings
from domain.cases import instant
from domain.database import Session
from domain.errors import NotFound, Refused
from domain.findings import Written
from domain.people import Deed, Person
from domain.store import Store, looked_at
from domain.texts import Text
from portal import forms
from portal.attachments import attach
from portal.checklist import checklist
from portal.guard import AtSite, may
from portal.offline import criterion
from portal.pages import language
from portal.papers.content import paper
from portal.site import Site
from portal.uploads import MB, sent

router = APIRouter()

Inspector = Annotated[Person, Depends(may(Deed.INSPECT))]

# Most items and bytes of one batch; the app sends photos one by one.
MOST = 100
LARGEST = 20 * MB


class Item(BaseModel):
    """One thing that a device hands in. `values` are form fields as they were typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["finding", "photo"]
    id: str = Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
    reference: str = Field(min_length=1, max_length=40)
    criterion: str = Field(min_length=1, max_length=40)
    device_at: AwareDatetime
    values: dict[str, Annotated[str, Field(max_length=4_000)]] = Field(default_factory=dict, max_length=500)
    note: str = Field(default="", max_length=4_000)
    based_on: str | None = None
    settles: tuple[str, ...] = Field(default=(), max_length=50)
    name: str = Field(default="", max_length=300)
    taken_at: AwareDatetime | None = None
    original_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class Batch(BaseModel):
    """`account` is who the device believes is signed in: nobody hands in what somebody else wrote."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account: str
    device: str = Field(min_length=1, max_length=findings.LONGEST_DEVICE)
    items: list[Any] = Field(max_length=MOST)


_NOT_READ = Text(
    vi="Máy chủ không đọc được mục này; hãy lưu ra tệp rồi ghi lại.",
    en="The server cannot read this item; save it to a file, then record it again.",
)


@router.post("/kiem-tra/dong-bo")
async def sync(request: Request, site: AtSite, person: Inspector) -> Response:
    """Take a batch in. Each item is answered: stored, duplicate, conflict (stored, and something else stands beside it),
    or refused with a sentence; then how the criteria that were touched stand now."""
    form = await sent(request, LARGEST)
    try:
        batch = Batch.model_validate_json(str(form.get("batch", "")))
    except ValidationError:
        return JSONResponse({"problem": _NOT_READ.in_(language(request))}, status_code=422)
    if batch.account != person.login:
        told = Text(
            vi="Máy này đang đăng nhập bằng tài khoản khác với tài khoản đã ghi.",
            en="Another account is signed in on this device than the one that wrote this.",
        )
        return JSONResponse(
            {"problem": told.in_(language(request)), "account": person.login}, status_code=409
        )
    read: list[Item | Refused] = [_item(one) for one in batch.items]
    written = await _findings(site, person, batch.device, read)
    answers = []
    for place, (given, item) in enumerate(zip(batch.items, read, strict=True)):
        if isinstance(item, Refused):
            answer: str | Refused = item
        elif item.kind == "photo":
            answer = await _photo(site, person, item, form.get(item.id))
        else:
            answer = written[place]
        answers.append(_told(request, str(given.get("id", "")) if isinstance(given, dict) else "", answer))
    touched = {(one.reference, one.criterion) for one in read if isinstance(one, Item)}
    return JSONResponse(
        {
            "account": person.login,
            "answers": answers,
            "dossiers": await _state(request, site, person, touched),
        }
    )


def _item(given: Any) -> Item | Refused:
    try:
        return Item.model_validate(given)
    except ValidationError:
        return Refused(_NOT_READ.vi, _NOT_READ.en)


async def _findings(
    site: Site, person: Person, device: str, items: list[Item | Refused]
) -> dict[int, str | Refused]:
    """Write the findings of a batch in their order, in one transaction, and answer by their places; one that is refused
    leaves the others as they are."""
    own = {place: one for place, one in enumerate(items) if isinstance(one, Item) and one.kind == "finding"}
    if not own:
        return {}
    facts = await site.read(lambda session: {place: _read(session, site, one) for place, one in own.items()})

    def job(store: Store) -> dict[int, str | Refused]:
        told: dict[int, str | Refused] = {}
        for place, one in own.items():
            said = facts[place]
            try:
                if isinstance(said, Refused):
                    raise said
                written = Written(
                    one.id, one.criterion, said, one.note, device, one.device_at, one.based_on, one.settles
                )
                told[place] = findings.record(store, site.catalogue, one.reference, written, person)
            except Refused as refusal:
                told[place] = refusal
        return told

    return await site.writer.write(job)


def _read(session: Session, site: Site, item: Item) -> dict[str, Any] | Refused:
    """What was typed, as facts."""
    try:
        case = looked_at(session, item.reference)
        standard = site.catalogue.pinned(case.standard, case.sha256).in_season(case.season)
    except Refused as refusal:
        return refusal
    rows = [row for row in paper(standard, case.season, "vi").rows if row.code == item.criterion]
    typed = forms.read(item.values, standard, rows, own=False)
    if typed.mistakes:
        vi, en = (" ".join(one.in_(spoken) for one in typed.mistakes.values()) for spoken in ("vi", "en"))
        return Refused(vi, en)
    return typed.facts.get(item.criterion, {})


async def _photo(site: Site, person: Person, item: Item, file: Any) -> str | Refused:
    try:
        if await site.read(lambda session: _attached(session, person, item.id)):
            return "duplicate"
        if not isinstance(file, UploadFile):
            raise Refused("Thiếu ảnh đi kèm.", "The photo itself is missing.")
        await attach(
            site, item.reference, item.criterion, await file.read(), item.name or "anh.jpg", person,
            source="inspector", id=item.id, taken_at=instant(item.taken_at) if item.taken_at else None,
            original=item.original_sha256,
        )  # fmt: skip
        return "stored"
    except Refused as refusal:
        return refusal


def _attached(session: Session, person: Person, id: str) -> bool:
    """Whether this person attached it before, whatever became of the application since."""
    try:
        return evidence.one(session, id).account == person.id
    except NotFound:
        return False


def _told(request: Request, id: str, answer: str | Refused) -> dict[str, str]:
    if isinstance(answer, Refused):
        return {"id": id, "answer": "refused", "why": answer.in_(language(request))}
    return {"id": id, "answer": answer}


async def _state(
    request: Request, site: Site, person: Person, touched: set[tuple[str, str]]
) -> dict[str, Any]:
    """How the criteria that a batch touched stand now, by application; why not, where this person may not see it any more."""
    spoken = language(request)
    found: dict[str, Any] = {}
    for reference in sorted({one for one, _ in touched}):
        try:
            whole = await site.read(
                lambda session, reference=reference: checklist(  # type: ignore[misc]
                    session, site.catalogue, site.now, reference, person, spoken
                )
            )
        except Refused as refusal:
            found[reference] = {"open": False, "why": refusal.in_(spoken), "criteria": []}
            continue
        lines = [line for line in whole.lines if (reference, line.row.code) in touched]
        found[reference] = {
            "open": whole.open,
            "why": "",
            "criteria": [criterion(request, whole, line) for line in lines],
        }
    return found
