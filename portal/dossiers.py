"""Dossiers: the applicant answers criterion by criterion, sees what is missing, hands in, answers a return, withdraws."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain import acts, begun
from domain.begun import Overtaken
from domain.errors import BadInput, NotFound, Refused
from domain.people import Deed, Person
from domain.store import Store
from domain.texts import Text
from portal import forms
from portal.dossier import Dossier, Task, dossier, in_words, own_answers
from portal.guard import AtSite, may
from portal.pages import language, moved, page
from portal.papers.filled import filled
from portal.site import Site
from portal.uploads import MB, files_of, sent

router = APIRouter(prefix="/dang-ky")

Applicant = Annotated[Person, Depends(may(Deed.SUBMIT_DOSSIER))]

_NOTHING = Text(
    vi="Chưa có câu trả lời nào để nộp. Hãy trả lời ít nhất một tiêu chí.",
    en="There are no answers to hand in yet. Answer at least one criterion.",
)
_CHANGED = Text(
    vi="Câu trả lời đã được thay đổi ở một cửa sổ hoặc thiết bị khác. Hãy xem lại bản dưới đây rồi nộp.",
    en="The answers were changed in another window or on another device. Look through them below, then hand in.",
)
_NO_FILE = Text(vi="Hãy chọn tệp Excel đã điền.", en="Choose the Excel form that you filled in.")
_NOT_OWN = Text(
    vi="Tiêu chí này do cơ quan khác xác nhận; không có câu nào cho đơn vị trả lời.",
    en="This criterion is attested by others; there is nothing for you to answer.",
)


@router.get("/{reference}")
async def tasks(request: Request, site: AtSite, person: Applicant, reference: str) -> Response:
    """What is asked, how far it is, what is still missing and would make it pass."""
    return await _tasks(request, site, person, reference)


@router.get("/{reference}/kiem-lai")
async def check(request: Request, site: AtSite, person: Applicant, reference: str) -> Response:
    """Every answer once more, before it is handed in."""
    return await _check(request, site, person, reference)


@router.post("/{reference}/nop")
async def submit(request: Request, site: AtSite, person: Applicant, reference: str) -> Response:
    """Hand in what was checked: exactly the answers that the page showed, or none."""
    form = await sent(request, MB)
    key, version = str(form.get("key", "")) or None, str(form.get("version", ""))
    # The answers alone: judging them and looking for what would mend them takes forty times as long, and on the last
    # evening everybody hands in.
    stands = await site.glance(lambda session: own_answers(session, reference, person))
    if str(stands.version) != version:
        return await _check(request, site, person, reference, {"version": _CHANGED})
    if stands.raw:
        unread = _unread(await _dossier(request, site, person, reference))
        return await _check(request, site, person, reference, unread)
    if not stands.facts:
        return await _check(request, site, person, reference, {"version": _NOTHING})
    facts = {code: dict(own) for code, own in stands.facts.items()}
    try:
        order = acts.order(Deed.SUBMIT_DOSSIER, person, {"reference": reference, "facts": facts}, key)
        await site.writer.perform(order)
    except Refused as refusal:
        return await _check(request, site, person, reference, {"version": refusal.text})
    return moved(f"/ho-so/{reference}", done="submitted")


@router.get("/{reference}/rut")
async def ask_to_withdraw(request: Request, site: AtSite, person: Applicant, reference: str) -> Response:
    found = await _dossier(request, site, person, reference)
    return page(request, "registration/withdraw.html", dossier=found, refusal=None, reason="")


@router.post("/{reference}/rut")
async def withdraw(request: Request, site: AtSite, person: Applicant, reference: str) -> Response:
    form = await sent(request, MB)
    key, reason = str(form.get("key", "")) or None, str(form.get("reason", "")).strip()[: forms.LONGEST]
    try:
        order = acts.order(Deed.WITHDRAW, person, {"reference": reference, "reason": reason}, key)
        await site.writer.perform(order)
    except Refused as refusal:
        found = await _dossier(request, site, person, reference)
        return page(
            request,
            "registration/withdraw.html",
            status=422,
            dossier=found,
            refusal=refusal.text,
            reason=reason,
        )
    return moved(f"/ho-so/{reference}", done="withdrawn")


@router.post("/{reference}/bieu-mau")
async def fill_in(request: Request, site: AtSite, person: Applicant, reference: str) -> Response:
    """Take the answers of a filled-in Excel form into the draft: those that are the applicant's to give."""
    found = await _dossier(request, site, person, reference)
    try:
        form = await sent(request, 5 * MB, files=1)
        chosen = files_of(form, "form")
        if not chosen:
            return await _tasks(request, site, person, reference, {"form": _NO_FILE})
        document = await run_in_threadpool(filled, await chosen[0].read(), found.standard)
        if document["season"] != found.case.season:
            raise BadInput(
                "Biểu mẫu này là của năm {given}, hồ sơ là của năm {season}.",
                "This form is for {given}, the application is for {season}.",
                given=document["season"],
                season=found.case.season,
            )
        facts = _own_facts(found, document["facts"])
        wrong = found.standard.check_facts(facts)
        if wrong:
            return await _tasks(request, site, person, reference, {"form": wrong[0]})
        version = str(form.get("version", "0"))
        seen = int(version) if version.isdecimal() else 0
        await site.writer.write(
            lambda store: begun.save_many(store, store.case(reference), facts, seen, person)
        )
    except NotFound:
        raise
    except Refused as refusal:
        return await _tasks(request, site, person, reference, {"form": refusal.text})
    return moved(f"/dang-ky/{reference}", done="form")


@router.get("/{reference}/{code}")
async def criterion(
    request: Request, site: AtSite, person: Applicant, reference: str, code: str, tu: str = ""
) -> Response:
    """One criterion with what stands, or with last time's answers (`tu=nam-truoc`), which are kept only when saved."""
    found = await _dossier(request, site, person, reference)
    task = _task(found, code)
    facts, taken = dict(found.begun.facts.get(code, {})), False
    if tu == "nam-truoc":
        facts, taken = {**found.last_time(task.row)[0], **facts}, True
    raw = {} if taken else found.begun.raw_of(code)
    typed = forms.read_again({code: facts}, raw, found.standard, task.row, own=True) if raw else forms.Typed()
    return _criterion(request, found, task, {code: facts}, raw, typed.mistakes, taken=taken)


@router.post("/{reference}/{code}")
async def save(request: Request, site: AtSite, person: Applicant, reference: str, code: str) -> Response:
    """Keep the answers to one criterion, also those that cannot be read; whoever saved meanwhile is not overwritten."""
    form = await sent(request, MB)
    found = await _dossier(request, site, person, reference)
    task = _task(found, code)
    if not task.row.own:
        raise BadInput(_NOT_OWN.vi, _NOT_OWN.en)
    typed = forms.read(form, found.standard, [task.row], own=True)
    facts, version = typed.facts.get(code, {}), str(form.get("seen", "0"))
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0

    def keep(store: Store) -> begun.Begun:
        return begun.save(store, store.case(reference), code, facts, typed.unread, seen, person)

    try:
        await site.writer.write(keep)
    except Overtaken as overtaken:
        now = await _dossier(request, site, person, reference)
        theirs = in_words(now.standard, now.case, task.row, overtaken.stands.facts.get(code, {}))
        return _criterion(
            request, now, task, {code: facts}, typed.raw, typed.mistakes, status=409, conflict=overtaken.text,
            theirs=theirs, their_raw=list(overtaken.stands.raw_of(code).values()),
        )  # fmt: skip
    except Refused as refusal:
        return _criterion(request, found, task, {code: facts}, typed.raw, {"save": refusal.text}, status=409)
    if typed.mistakes:
        # All of it is kept, and the page tells the mistakes of what it keeps: loading it again, or going back to it, sends
        # nothing a second time.
        return moved(f"/dang-ky/{reference}/{code}")
    after = found.after(code)
    if form.get("do") == "next" and after is not None:
        return moved(f"/dang-ky/{reference}/{after}", done="saved")
    return moved(f"/dang-ky/{reference}", done="saved")


async def _dossier(request: Request, site: Site, person: Person, reference: str) -> Dossier:
    chosen = language(request)
    return await site.read(
        lambda session: dossier(session, site.catalogue, site.now, reference, person, chosen)
    )


def _task(found: Dossier, code: str) -> Task:
    task = found.task(code)
    if task is None:
        raise NotFound("Không có tiêu chí {code}.", "There is no criterion {code}.", code=code)
    return task


def _own_facts(found: Dossier, facts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The answers of a form that are the applicant's to give; what stands beside them in each criterion stays."""
    own: dict[str, dict[str, Any]] = {}
    for task in found.own:
        names = {one.key.rsplit(".", 1)[1] for one in task.row.own}
        given = {name: value for name, value in facts.get(task.row.code, {}).items() if name in names}
        if given:
            own[task.row.code] = {**found.begun.facts.get(task.row.code, {}), **given}
    return own


def _unread(found: Dossier) -> dict[str, Text]:
    """A sentence for each answer that cannot be read, by the address of its field."""
    mistakes = {}
    for task in found.own:
        raw = found.begun.raw_of(task.row.code)
        typed = forms.read_again(found.begun.facts, raw, found.standard, task.row, own=True)
        for key, said in typed.mistakes.items():
            mistakes[f"/dang-ky/{found.reference}/{quote(task.row.code)}#{key}"] = said
    return mistakes


async def _tasks(
    request: Request, site: Site, person: Person, reference: str, mistakes: dict[str, Text] | None = None
) -> Response:
    found = await _dossier(request, site, person, reference)
    return page(
        request, "registration/tasks.html", status=422 if mistakes else 200, dossier=found, mistakes=mistakes or {},
        today=site.today,
    )  # fmt: skip


async def _check(
    request: Request, site: Site, person: Person, reference: str, mistakes: dict[str, Text] | None = None
) -> Response:
    found = await _dossier(request, site, person, reference)
    return page(
        request,
        "registration/check.html",
        status=422 if mistakes else 200,
        dossier=found,
        mistakes=mistakes or {},
        # What two windows show of the same answers is handed in once, whichever is pressed.
        key=f"{reference}-{found.begun.version}-{found.submitted_at or ''}",
    )


def _criterion(
    request: Request,
    found: Dossier,
    task: Task,
    facts: dict[str, Any],
    raw: dict[str, str],
    mistakes: dict[str, Text],
    *,
    status: int = 200,
    taken: bool = False,
    **more: Any,
) -> Response:
    questions = [(one, forms.shown(one, facts, raw), mistakes.get(one.key)) for one in task.row.own]
    values = {"conflict": None, "theirs": [], "their_raw": [], **more}
    return page(
        request, "registration/criterion.html", status=status, dossier=found, task=task, questions=questions,
        mistakes=mistakes, taken=taken, last_time=found.last_time(task.row),
        seen=found.begun.changed.get(task.row.code, 0), **values,
    )  # fmt: skip
