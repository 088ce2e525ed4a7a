"""Pages: a template with what every page needs around it: the language, the person, the nonce, the forms of numbers."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain import calendar
from domain.cases import moment
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder, Refused, TooMany, Unready
from domain.rulebook import figures
from domain.settings import settings
from domain.texts import Language, Text
from portal import forms, menu
from portal.accounts import devices

STATIC = Path(__file__).parent / "static"
_GOVUK = "govuk_frontend_jinja"

STATUS: Mapping[type[Refused], int] = {
    NotAllowed: 403,
    NotFound: 404,
    OutOfOrder: 409,
    BadInput: 422,
    TooMany: 429,
    Unready: 503,
}
# Answers to a form that was not taken: their titles begin with the word for it.
MISTAKEN = frozenset({409, 413, 422, 429})


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """The template as an answer. A part of a page (htmx) is a template that extends nothing."""
    visitor = getattr(request.state, "visitor", None)
    context = {
        "request": request,
        "language": language(request),
        "nonce": getattr(request.state, "nonce", ""),
        "visitor": visitor,
        "person": visitor.person if visitor else None,
        "menu": menu.of(visitor.person if visitor else None, request.url.path),
        "other_language": _in_other_language(request),
        "key": uuid.uuid4().hex,
        "done": request.query_params.get("done", ""),
        "production": settings().env == "production",
        "behind": _behind(request) if visitor else None,
        "mistaken": status in MISTAKEN,
        **values,
    }
    answer = HTMLResponse(environment().get_template(template).render(context), status_code=status)
    return _keeping_language(request, answer)


def _keeping_language(request: Request, answer: Response) -> Response:
    """Whoever chose a language keeps it on this device."""
    chosen = request.query_params.get("lang")
    if chosen in ("vi", "en") and chosen != request.cookies.get("lang"):
        answer.set_cookie("lang", chosen, max_age=31_536_000, samesite="lax", httponly=True)
    return answer


def onward(request: Request, where: str) -> Response:
    """Go on to the page where somebody's work begins, in the language that they chose just now."""
    return _keeping_language(request, moved(where))


def _behind(request: Request) -> Text | None:
    """What people are told when letters and next steps come late."""
    health = getattr(getattr(request.app.state, "site", None), "health", None)
    told: Text | None = health.told() if health else None
    return told


def moved(where: str, **query: Any) -> RedirectResponse:
    """Go on to another page after an act was done: going back, or loading again, sends nothing twice."""
    return RedirectResponse(f"{where}?{urlencode(query)}" if query else where, status_code=303)


def refusal(request: Request, refused: Refused, written: Sequence[str] = ()) -> Response:
    """A page that says why not, and shows what was `written`, to be copied."""
    status = next((code for kind, code in STATUS.items() if isinstance(refused, kind)), 422)
    return page(
        request, "refused.html", status=status, refused=refused.text, status_code=status, written=written
    )


def language(request: Request) -> Language:
    """Chosen in the address, else kept in the cookie, else the person's own, else what the browser asks for, else Vietnamese."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    if asked in ("vi", "en"):
        return "en" if asked == "en" else "vi"
    visitor = getattr(request.state, "visitor", None)
    if visitor and visitor.person:
        return "en" if visitor.person.language == "en" else "vi"
    wanted = [
        part.split(";")[0].strip().lower()[:2]
        for part in request.headers.get("accept-language", "").split(",")
    ]
    return "en" if "en" in wanted and "vi" not in wanted else "vi"


def _in_other_language(request: Request) -> str:
    other = "vi" if language(request) == "en" else "en"
    kept = [
        (name, value) for name, value in request.query_params.multi_items() if name not in ("lang", "done")
    ]
    return f"{request.url.path}?{urlencode([*kept, ('lang', other)])}"


@cache
def environment() -> Environment:
    found = Environment(
        loader=ChoiceLoader(
            [PackageLoader("portal"), PackageLoader(_GOVUK), PrefixLoader({_GOVUK: PackageLoader(_GOVUK)})]
        ),
        autoescape=True,
        undefined=_Missing,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(t=_said, wrong=_wrong, static=static, answer_lines=forms.lines)
    found.filters.update(
        text=_text,
        number=_number,
        day=_day,
        hour=_hour,
        instant=_instant,
        long_day=_long_day,
        at_iso=_at_iso,
        device=devices.named,
        share=_share,
        begun=_begun,
    )
    return found


class _Missing(ChainableUndefined):
    """A name that no page gave is a mistake; a parameter that a component may do without is not."""

    def __bool__(self) -> bool:
        if self._undefined_obj is missing and self._undefined_name not in ("caller", "undefined"):
            self._fail_with_undefined_error()
        return False

    def __str__(self) -> str:
        bool(self)
        return ""


@cache
def static(name: str) -> str:
    """The address of a file of ours, which changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@pass_context
def _said(context: Context, vi: str, en: str, **values: Any) -> Any:
    """`t("…", "…", name=value)`: a sentence of a template in the page's language, both written side by side, so that
    none can be forgotten. Values are escaped; the sentence itself may hold markup."""
    sentence = Markup(en if context.get("language") == "en" else vi)
    if not values:
        return sentence
    told = {
        name: _whole(value.in_(context.get("language"))) if isinstance(value, Text) else value
        for name, value in values.items()
    }
    return Markup(sentence.format(**told))


def _whole(words: str) -> str:
    """A line never ends between a number and its per cent sign, which stands apart in Vietnamese."""
    return words.replace(" %", "\u00a0%")


@pass_context
def _wrong(context: Context, name: str) -> dict[str, str] | None:
    """What a govuk field says of the mistake in it: of the page's `mistakes`, or its one `problem`, which is of `field`."""
    said = (context.get("mistakes") or {}).get(name)
    if said is None and context.get("field") == name:
        said = context.get("problem")
    english = context.get("language") == "en"
    return (
        {"text": _text(context, said), "visuallyHiddenText": "Error" if english else "Lỗi"} if said else None
    )


@pass_context
def _text(context: Context, value: Any) -> str:
    """A Text, or a mapping with vi and en, in the page's language."""
    if value is None:
        return ""
    chosen: str = context["language"]
    if isinstance(value, Text):
        return _whole(value.in_(chosen))
    if isinstance(value, Mapping):
        return _whole(str(value[chosen]))
    return str(value)


@pass_context
def _number(context: Context, value: int) -> str:
    return figures.number(value).in_(context["language"])


@pass_context
def _share(context: Context, part: int, whole: int) -> str:
    return _whole(figures.share(part, whole).in_(context["language"])) if whole else "–"


@pass_context
def _day(context: Context, value: str | date | None) -> str:
    return figures.day(value).in_(context["language"]) if value else ""


@pass_context
def _hour(context: Context, value: str) -> str:
    return figures.hour(value).in_(context["language"])


@pass_context
def _long_day(context: Context, value: str | date) -> str:
    return figures.long_day(value).in_(context["language"])


@pass_context
def _instant(context: Context, value: str | datetime | None) -> str:
    """An instant by the clocks of Viet Nam: 22/11/2026 15:57."""
    if not value:
        return ""
    at = (moment(value) if isinstance(value, str) else value).astimezone(calendar.VIET_NAM)
    return f"{figures.day(at.date()).in_(context['language'])} {at:%H:%M}"


def _begun(words: str) -> str:
    """With a capital letter at its beginning, and every other as it is: Thành viên Hội đồng."""
    return words[:1].upper() + words[1:]


def _at_iso(value: str) -> str:
    return moment(value).astimezone(calendar.VIET_NAM).isoformat(timespec="minutes")
