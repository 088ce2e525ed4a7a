"""Outside: signing in with an account of another provider, by OpenID Connect; which providers, an installation says.

An account from outside opens one of ours only after its owner linked the two, signed in with both. What is asked of the
provider is bound to the browser that asked (state, in a cookie too), to one answer (nonce) and to us (PKCE).
"""

import secrets
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote

import orjson
from authlib.integrations.httpx_client import AsyncOAuth2Client
from fastapi import APIRouter, Depends, Form
from joserfc import jwt
from joserfc.jwk import KeySet
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.cases import instant
from domain.database import Session, Sql, insert
from domain.errors import BadInput, NotFound, Refused
from domain.portal_tables import Identity, Kept
from domain.settings import Provider, settings
from domain.store import Store
from portal.accounts import log
from portal.accounts.entering import enter, own
from portal.accounts.sign_ins import Visitor, hashed
from portal.accounts.tries import tries
from portal.guard import AtSite, anyone, proved
from portal.pages import moved
from portal.site import Site
from portal.web import secure

router = APIRouter()

# Somebody finds their phone, and types a code from it.
ANSWERED_WITHIN = timedelta(minutes=10)
PATIENCE = 10.0  # seconds
COOKIE = "outside"
# With a private half that only the provider has; never a shared secret, never none.
ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
# How far a provider's clock may be from ours, in seconds.
LEEWAY = 60

_KEEP = insert(Kept, "hash", "purpose", "account", "document", "expires_at")
_READ = Sql(
    "select account, document from kept where hash = :hash and purpose = 'outside' and expires_at > :now"
)
_TAKE = Sql("delete from kept where hash = :hash and purpose = 'outside'")
_TIDY = Sql("delete from kept where expires_at <= :now")
_WHOSE = Sql(
    "select c.id, c.login from identity i join account c on c.id = i.account and c.active = 1 and c.sample = 0"
    " where i.issuer = :issuer and i.subject = :subject"
)
_LINK = insert(Identity, "issuer", "subject", "account", or_nothing=True)
_UNLINK = Sql("delete from identity where issuer = :issuer and account = :account")
_OF = Sql("select issuer from identity where account = :account")


def offered() -> list[tuple[str, Provider]]:
    """The providers of this installation by the word that stands in addresses."""
    return list(settings().providers.items())


def linked(session: Session, account: int) -> set[str]:
    """With which providers' accounts this one can be opened, by their issuers."""
    return {issuer for (issuer,) in session.rows(_OF, account=account)}


def _provider(word: str) -> Provider:
    found = settings().providers.get(word)
    if found is None:
        raise NotFound("Không có nhà cung cấp “{word}”.", "There is no provider “{word}”.", word=word)
    return found


def _client(provider: Provider, request: Request, word: str) -> AsyncOAuth2Client:
    return AsyncOAuth2Client(
        provider.client_id,
        provider.client_secret.get_secret_value(),
        scope="openid",
        redirect_uri=f"{request.url.scheme}://{request.url.netloc}/dang-nhap/qua/{quote(word)}/ve",
        code_challenge_method="S256",
        timeout=PATIENCE,
    )


def _unreachable(provider: Provider) -> Refused:
    return BadInput(
        "Chưa đăng nhập được qua {provider}. Hãy thử lại sau, hoặc đăng nhập cách khác.",
        "Signing in with {provider} did not work. Try again later, or sign in another way.",
        provider=provider.title,
    )


async def _told(client: AsyncOAuth2Client, provider: Provider) -> dict[str, Any]:
    """What the provider says of itself. Raises ValueError when it says so of somebody else."""
    where = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    found: dict[str, Any] = (await client.request("GET", where, withhold_token=True)).json()
    if found["issuer"] != provider.issuer:
        raise ValueError(f"it calls itself {found['issuer']}")
    return found


async def _leave(request: Request, site: Site, word: str, next: str, account: int | None) -> Response:
    """Send the browser to the provider, and keep what its answer has to fit."""
    provider = _provider(word)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    try:
        async with _client(provider, request, word) as client:
            told = await _told(client, provider)
            address, _ = client.create_authorization_url(
                told["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
            )
    except Exception as error:  # its network, its words: whatever goes wrong out there is one sentence here
        await log.told(request, "sign-in-failed", account, detail=f"{word}: {error!r}")
        raise _unreachable(provider) from None
    document = orjson.dumps({"word": word, "nonce": nonce, "verifier": verifier, "next": own(next)}).decode()

    def write(store: Store) -> None:
        store.session.run(_TIDY, now=store.now)
        until = instant(store.moment + ANSWERED_WITHIN)
        store.session.many(_KEEP, [(hashed(state), "outside", account, document, until)])

    await site.writer.write(write)
    response = RedirectResponse(address, status_code=303)
    response.set_cookie(
        COOKIE, state, max_age=int(ANSWERED_WITHIN.total_seconds()), path="/dang-nhap/qua", httponly=True,
        secure=secure(request), samesite="lax",
    )  # fmt: skip
    return response


@router.get("/dang-nhap/qua/{word}")
async def sign_in(
    request: Request, site: AtSite, word: str, _: Annotated[Any, Depends(anyone)], next: str = "/"
) -> Response:
    tries(request).count("ask", request)
    return await _leave(request, site, word, next, None)


@router.get("/tai-khoan/lien-ket/{word}")
async def link(
    request: Request, site: AtSite, word: str, visitor: Annotated[Visitor, Depends(proved)]
) -> Response:
    """Let the provider's account open this one from now on; whoever holds it proves it there."""
    return await _leave(request, site, word, "/tai-khoan", visitor.person.id)


@router.post("/tai-khoan/bo-lien-ket")
async def unlink(
    request: Request,
    site: AtSite,
    visitor: Annotated[Visitor, Depends(proved)],
    word: Annotated[str, Form()] = "",
) -> Response:
    provider, person, where = _provider(word), visitor.person, log.address(request)

    def write(store: Store) -> None:
        if store.session.run(_UNLINK, issuer=provider.issuer, account=person.id):
            log.note(store, "identity-unlinked", person.id, person.login, where, word)

    await site.writer.write(write)
    return moved("/tai-khoan", done="unlinked")


@router.get("/dang-nhap/qua/{word}/ve")
async def back(
    request: Request,
    site: AtSite,
    word: str,
    _: Annotated[Any, Depends(anyone)],
    state: str = "",
    code: str = "",
) -> Response:
    """The browser comes back with a code; what the provider gives for it says who it is."""
    tries(request).count("ask", request)
    provider = _provider(word)
    account, kept = await _taken(request, site, word, state)
    if not code:
        raise _unreachable(provider)  # they changed their mind, or the provider did
    claims = await _claims(request, site, word, provider, code, kept)
    subject = str(claims["sub"])
    if account is not None:
        response = await _linked(request, site, word, provider, account, subject)
    else:
        found = await site.read(lambda s: s.row(_WHOSE, issuer=provider.issuer, subject=subject))
        if found is None:
            await log.told(request, "sign-in-failed", detail=f"{word}: not linked")
            raise BadInput(
                "Tài khoản {provider} này chưa liên kết với tài khoản nào ở đây. Hãy đăng nhập bằng mật khẩu, rồi liên"
                " kết trong trang Tài khoản.",
                "This {provider} account is not linked to any account here. Sign in with your password, then link it"
                " on the Account page.",
                provider=provider.title,
            )
        response = await enter(
            request, found[0], found[1], kept["next"], word, verified=_second(provider, claims)
        )
    response.delete_cookie(COOKIE, path="/dang-nhap/qua")
    return response


async def _taken(request: Request, site: Site, word: str, state: str) -> tuple[int | None, dict[str, Any]]:
    """What was kept under this state, for this browser, once. Raises Refused."""
    mine = state.isascii() and secrets.compare_digest(state, request.cookies.get(COOKIE, "")) and state != ""
    row = None
    if mine:

        def write(store: Store) -> Any:
            found = store.session.row(_READ, hash=hashed(state), now=store.now)
            store.session.run(_TAKE, hash=hashed(state))
            return found

        row = await site.writer.write(write)
    kept: dict[str, Any] = orjson.loads(row[1]) if row else {}
    if kept.get("word") != word:
        await log.told(request, "sign-in-failed", detail=f"{word}: state")
        raise BadInput(
            "Lượt đăng nhập này đã hết hạn, đã dùng, hoặc bắt đầu ở nơi khác. Hãy đăng nhập lại.",
            "This sign-in has expired, was used, or began elsewhere. Sign in again.",
        )
    return (row[0] if row else None), kept


async def _claims(
    request: Request, site: Site, word: str, provider: Provider, code: str, kept: dict[str, Any]
) -> dict[str, Any]:
    """What the provider says of who signed in there, once its signature, whom it is for and when are checked."""
    try:
        async with _client(provider, request, word) as client:
            told = await _told(client, provider)
            given = await client.fetch_token(
                told["token_endpoint"],
                code=code,
                code_verifier=kept["verifier"],
                grant_type="authorization_code",
            )
            keys = (await client.request("GET", told["jwks_uri"], withhold_token=True)).json()
        token = jwt.decode(given["id_token"], KeySet.import_key_set(keys), algorithms=ALGORITHMS)
        jwt.JWTClaimsRegistry(
            now=int(site.now.timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": kept["nonce"]},
        ).validate(token.claims)
    except Exception as error:
        await log.told(request, "sign-in-failed", detail=f"{word}: {error!r}")
        raise _unreachable(provider) from None
    return dict(token.claims)


def _second(provider: Provider, claims: dict[str, Any]) -> bool:
    """Whether the provider vouches for a second factor, in a word that this installation trusts it with."""
    amr = claims.get("amr")
    said = {claims.get("acr"), *(amr if isinstance(amr, list) else ())}
    return bool(said & set(provider.second_factor))


async def _linked(
    request: Request, site: Site, word: str, provider: Provider, account: int, subject: str
) -> Response:
    visitor: Visitor | None = request.state.visitor
    if visitor is None or visitor.person.id != account or visitor.sample:
        raise BadInput(
            "Tài khoản đang đăng nhập không phải tài khoản đã bắt đầu liên kết. Hãy làm lại.",
            "The account signed in is not the one that began to link. Begin again.",
        )
    where, login = log.address(request), visitor.person.login

    def write(store: Store) -> bool:
        if not store.session.many(_LINK, [(provider.issuer, subject, account)]):
            found = store.session.row(_WHOSE, issuer=provider.issuer, subject=subject)
            return found is not None and found[0] == account
        log.note(store, "identity-linked", account, login, where, word)
        return True

    if not await site.writer.write(write):
        raise BadInput(
            "Tài khoản {provider} này đã liên kết với một tài khoản khác ở đây.",
            "This {provider} account is linked to another account here.",
            provider=provider.title,
        )
    return moved("/tai-khoan", done="linked")
