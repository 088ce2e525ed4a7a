"""Second factor: setting an authenticator app, and the recovery codes, which are shown once."""

from typing import Annotated, Any

import segno
from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import TooMany
from domain.store import Store
from domain.texts import Text
from portal.accounts import factors, log, sign_ins
from portal.accounts.entering import own, renew
from portal.accounts.sign_ins import Visitor
from portal.accounts.tries import tries
from portal.guard import AtSite, half_signed_in, needs_two, proved
from portal.pages import page

router = APIRouter()

_SECRET = "totp:"
WRONG = Text(
    vi="Mã không khớp. Xem lại giờ của điện thoại có tự động không, rồi nhập mã đang hiện.",
    en="The code does not match. See that the phone sets its clock by itself, then type the code it shows.",
)


async def setting(request: Request, visitor: Annotated[Visitor, Depends(half_signed_in)]) -> Visitor:
    """Whoever may set a second factor: the first one after the password, another one by who has just proved themselves."""
    return await proved(request) if visitor.second else visitor


Setting = Annotated[Visitor, Depends(setting)]


@router.get("/tai-khoan/buoc-hai")
async def show(request: Request, site: AtSite, visitor: Setting, next: str = "/tai-khoan") -> Response:
    asked = visitor.challenge or ""
    secret = asked.removeprefix(_SECRET) if asked.startswith(_SECRET) else factors.new_secret()
    if not asked.startswith(_SECRET):
        await site.writer.write(
            lambda store: sign_ins.challenge(store.session, visitor.hash, f"{_SECRET}{secret}")
        )
    return _page(request, visitor, secret, own(next))


def _page(
    request: Request, visitor: Visitor, secret: str, next: str, problem: Text | None = None, status: int = 200
) -> Response:
    address = factors.address(secret, visitor.person.login)
    return page(
        request, "accounts/second_factor.html", status=status, next=next, problem=problem, field="code", address=address,
        image=segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        needed=needs_two(visitor.person), first=not visitor.second,
    )  # fmt: skip


@router.post("/tai-khoan/buoc-hai")
async def keep(
    request: Request,
    site: AtSite,
    visitor: Setting,
    code: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/tai-khoan",
) -> Response:
    """The app is taken once it has shown that it counts as we do; then the codes for the day on which it is lost."""
    asked, person, where = visitor.challenge or "", visitor.person, log.address(request)
    if not asked.startswith(_SECRET):
        return await show(request, site, visitor, next)
    secret = asked.removeprefix(_SECRET)
    try:
        tries(request).count("second-step", request, person.login)
    except TooMany as refusal:
        return _page(request, visitor, secret, own(next), refusal.text, 429)
    step = factors.step_of(secret, code, site.now)
    if step is None:
        return _page(request, visitor, secret, own(next), WRONG, 422)

    def write(store: Store) -> list[str]:
        factors.set_totp(store.session, person.id, secret, step, store.moment)
        log.note(store, "totp-set", person.id, person.login, where)
        if factors.codes_left(store.session, person.id):
            return []
        log.note(store, "recovery-codes-made", person.id, person.login, where)
        return factors.new_codes(store.session, person.id)

    codes = await site.writer.write(write)
    request.state.visitor = visitor.as_verified()
    response = codes_page(request, codes, own(next))
    await renew(request, response, verified=True)
    return response


def codes_page(request: Request, codes: list[str], next: str) -> Response:
    return page(request, "accounts/codes.html", codes=codes, next=next)


@router.post("/tai-khoan/ma-du-phong")
async def new_codes(request: Request, site: AtSite, visitor: Annotated[Visitor, Depends(proved)]) -> Response:
    """New recovery codes; those before are void."""
    person, where = visitor.person, log.address(request)

    def write(store: Store) -> Any:
        log.note(store, "recovery-codes-made", person.id, person.login, where)
        return factors.new_codes(store.session, person.id)

    return codes_page(request, await site.writer.write(write), "/tai-khoan")
