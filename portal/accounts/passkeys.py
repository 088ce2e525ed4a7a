"""Passkeys: keys that a phone or a computer signs with: as second factor, and alone, as they ask for finger or PIN themselves."""

import json
from datetime import timedelta
from typing import Annotated, Any

import webauthn
from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from domain.cases import instant
from domain.database import Session, Sql, insert
from domain.errors import BadInput, Refused
from domain.portal_tables import Kept, Passkey
from domain.store import Store
from portal.accounts import log
from portal.accounts.devices import named
from portal.accounts.entering import enter, own, renew
from portal.accounts.second_factor import Setting
from portal.accounts.sign_ins import Visitor, hashed
from portal.accounts.tries import tries
from portal.guard import AtSite, anyone, proved
from portal.pages import language, moved

router = APIRouter()

ANSWERED_WITHIN = timedelta(minutes=5)
_KEEP = insert(Kept, "hash", "purpose", "account", "document", "expires_at")
_TAKE = Sql("delete from kept where hash = :hash and purpose = 'passkey' and expires_at > :now")
_TIDY = Sql("delete from kept where expires_at <= :now")
_NEW = insert(Passkey, "id", "account", "public_key", "sign_count", "name", "created_at")
_OF = Sql("select id from passkey where account = :account")
_ONE = Sql(
    "select p.account, p.public_key, p.sign_count, c.login from passkey p join account c on c.id = p.account"
    " and c.active = 1 and c.sample = 0 where p.id = :id"
)
_USED = Sql("update passkey set sign_count = :count, used_at = :now where id = :id")
_REMOVE = Sql("delete from passkey where id = :id and account = :account")


def _not_taken() -> Refused:
    return BadInput(
        "Khóa truy cập không được nhận. Hãy thử lại, hoặc đăng nhập bằng cách khác.",
        "The passkey was not taken. Try again, or sign in another way.",
    )


def _here(request: Request) -> tuple[str, str]:
    """Whom a key is for: the name of this portal, and the address that the browser must have seen."""
    return request.url.hostname or "", f"{request.url.scheme}://{request.url.netloc}"


async def _asked(request: Request, site: AtSite, challenge: bytes, account: int | None) -> None:
    def write(store: Store) -> None:
        store.session.run(_TIDY, now=store.now)
        until = instant(store.moment + ANSWERED_WITHIN)
        store.session.many(_KEEP, [(hashed(bytes_to_base64url(challenge)), "passkey", account, "", until)])

    await site.writer.write(write)


async def _answer(request: Request, site: AtSite) -> tuple[dict[str, Any], bytes]:
    """What the browser signed, and the challenge in it, which we asked and which is answered once. Raises Refused."""
    try:
        sent = json.loads(await request.body())
        challenge = parse_client_data_json(base64url_to_bytes(sent["response"]["clientDataJSON"])).challenge
        key = hashed(bytes_to_base64url(challenge))
    except (ValueError, KeyError, TypeError, RecursionError, WebAuthnException):
        raise _not_taken() from None
    if await site.writer.write(lambda store: store.session.run(_TAKE, hash=key, now=store.now)) != 1:
        raise _not_taken()
    return sent, challenge


def _said(request: Request, refused: Refused) -> Response:
    return JSONResponse({"problem": refused.in_(language(request))}, status_code=422)


@router.post("/tai-khoan/khoa-truy-cap/hoi")
async def ask_new(request: Request, site: AtSite, visitor: Setting) -> Response:
    """What a new key is to sign."""
    person = visitor.person
    known = await site.read(lambda session: session.rows(_OF, account=person.id))
    options = webauthn.generate_registration_options(
        rp_id=_here(request)[0], rp_name="An Toàn", user_id=str(person.id).encode(), user_name=person.login,
        user_display_name=person.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(id)) for (id,) in known],
    )  # fmt: skip
    await _asked(request, site, options.challenge, person.id)
    return Response(webauthn.options_to_json(options), media_type="application/json")


@router.post("/tai-khoan/khoa-truy-cap")
async def keep(request: Request, site: AtSite, visitor: Setting) -> Response:
    person, where = visitor.person, log.address(request)
    rp, origin = _here(request)
    try:
        sent, challenge = await _answer(request, site)
        found = webauthn.verify_registration_response(
            credential=sent, expected_challenge=challenge, expected_rp_id=rp, expected_origin=origin
        )
    except Refused as refused:
        return _said(request, refused)
    except (WebAuthnException, ValueError):
        return _said(request, _not_taken())
    row = (
        bytes_to_base64url(found.credential_id), person.id, bytes_to_base64url(found.credential_public_key),
        found.sign_count, named(request.headers.get("user-agent", "")),
    )  # fmt: skip

    def write(store: Store) -> None:
        store.session.many(_NEW, [(*row, store.now)])
        log.note(store, "passkey-added", person.id, person.login, where)

    await site.writer.write(write)
    response = JSONResponse({"next": "/tai-khoan?done=passkey"})
    await renew(request, response, verified=True)
    return response


@router.post("/tai-khoan/khoa-truy-cap/bo")
async def remove(
    request: Request,
    site: AtSite,
    visitor: Annotated[Visitor, Depends(proved)],
    id: Annotated[str, Form()] = "",
) -> Response:
    person, where = visitor.person, log.address(request)

    def write(store: Store) -> None:
        if store.session.run(_REMOVE, id=id, account=person.id):
            log.note(store, "passkey-removed", person.id, person.login, where)

    await site.writer.write(write)
    return moved("/tai-khoan", done="passkey-removed")


@router.post("/dang-nhap/khoa/hoi")
async def ask(request: Request, site: AtSite, _: Annotated[Any, Depends(anyone)]) -> Response:
    """What a key is to sign: one of the account's for the second step, any that this device has to sign in with."""
    tries(request).count("ask", request)
    visitor: Visitor | None = request.state.visitor
    known: list[Any] = []
    if visitor is not None:
        known = await site.read(lambda session: session.rows(_OF, account=visitor.person.id))
    wanted = UserVerificationRequirement.PREFERRED if visitor else UserVerificationRequirement.REQUIRED
    options = webauthn.generate_authentication_options(
        rp_id=_here(request)[0], user_verification=wanted,
        allow_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(id)) for (id,) in known],
    )  # fmt: skip
    await _asked(request, site, options.challenge, visitor.person.id if visitor else None)
    return Response(webauthn.options_to_json(options), media_type="application/json")


@router.post("/dang-nhap/khoa")
async def sign_in(
    request: Request, site: AtSite, _: Annotated[Any, Depends(anyone)], next: str = "/"
) -> Response:
    """A key that asked for finger or PIN is two factors; without, it is the second one after a password."""
    tries(request).count("ask", request)
    visitor: Visitor | None = request.state.visitor
    rp, origin = _here(request)
    try:
        sent, challenge = await _answer(request, site)
        id = str(sent.get("id", ""))

        def one(session: Session) -> Any:
            return session.row(_ONE, id=id.replace("\x00", ""))

        row = await site.read(one)
        if row is None or (visitor is not None and row[0] != visitor.person.id):
            raise _not_taken()
        account, key, count, login = row
        found = webauthn.verify_authentication_response(
            credential=sent, expected_challenge=challenge, expected_rp_id=rp, expected_origin=origin,
            credential_public_key=base64url_to_bytes(key), credential_current_sign_count=count,
            require_user_verification=visitor is None,
        )  # fmt: skip
    except Refused as refused:
        await log.told(request, "sign-in-failed", detail="passkey")
        return _said(request, refused)
    except (WebAuthnException, ValueError):
        await log.told(request, "sign-in-failed", detail="passkey")
        return _said(request, _not_taken())
    await site.writer.write(
        lambda store: store.session.run(_USED, id=id, count=found.new_sign_count, now=store.now)
    )
    response: Response = JSONResponse({"next": own(next)})
    if visitor is not None:
        await log.told(request, "second-step-done", detail="passkey")
        await renew(request, response, verified=True)
        return response
    entered = await enter(request, account, login, next, "passkey", verified=True)
    for name, value in entered.headers.items():
        if name == "set-cookie":
            response.headers.append(name, value)
    return response
