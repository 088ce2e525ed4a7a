"""Badges: a small drawing for other sites that tells what a unit's newest recognition is worth today."""

from typing import Annotated, Any
from xml.sax.saxutils import escape

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from domain import register_history
from domain.database import Session
from domain.register import Standing
from domain.rulebook import figures
from domain.texts import Text
from portal.guard import AtSite, anyone
from portal.openly import BADGE, cached

router = APIRouter()

_LABEL = Text(vi="An toàn về ANTT", en="Safe & secure")
_NONE = Text(vi="chưa có trong sổ", en="not in the register")
_TELLS = {
    Standing.IN_FORCE: Text(vi="được công nhận {year}", en="recognised {year}"),
    Standing.IN_QUESTION: Text(vi="đang xem xét lại ({year})", en="under review ({year})"),
    Standing.REVOKED: Text(vi="đã bị thu hồi ({year})", en="revoked ({year})"),
    Standing.EXPIRED: Text(vi="đã hết thời hạn ({year})", en="expired ({year})"),
}
# White on each of these has a contrast of at least 4.5 to 1.
_COLOURS = {
    Standing.IN_FORCE: "#0f6b4f",
    Standing.IN_QUESTION: "#7a5200",
    Standing.REVOKED: "#a81c1c",
    Standing.EXPIRED: "#505a5f",
}
_GREY = "#505a5f"
# Nothing that it could fetch or run, wherever it is opened.
_POLICY = "default-src 'none'; style-src 'none'; sandbox"


@router.get("/so-cong-nhan/{code}/huy-hieu.svg")
async def badge(request: Request, site: AtSite, _: Annotated[Any, Depends(anyone)], code: str) -> Response:
    """What the newest recognition of a unit is worth today. The same drawing for a unit without one and for no unit."""
    spoken = "en" if request.query_params.get("lang") == "en" else "vi"

    def read(session: Session) -> tuple[str, str, str]:
        entry = register_history.entry(session, code, site.today)
        if entry is None or not entry.lines:
            return "", _NONE.in_(spoken), _GREY
        newest = entry.lines[0]
        standing = newest.standing(site.today)
        told = _TELLS[standing].in_(spoken).format(year=newest.season)
        if standing is Standing.IN_FORCE and newest.valid_until:
            until = figures.day(newest.valid_until).in_(spoken)
            told += f", đến {until}" if spoken == "vi" else f", until {until}"
        if newest.sample:
            told = f"THỬ: {told}"
        return entry.now.name, told, _COLOURS[standing]

    name, told, colour = await site.read(read)
    answer = Response(
        drawn(_LABEL.in_(spoken), told, colour, name, spoken), status_code=200 if name else 404,
        media_type="image/svg+xml", headers={"Content-Security-Policy": _POLICY},
    )  # fmt: skip
    return cached(request, answer, BADGE, anywhere=True)


def drawn(label: str, told: str, colour: str, name: str, spoken: str) -> str:
    """The drawing. `textLength` holds the text in its box whatever font there is."""
    left, right = _wide(label), _wide(told)
    whole = left + right
    title = escape(f"{label}: {told}" + (f" – {name}" if name else ""))
    font = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="28" viewBox="0 0 {whole} 28" role="img"'
        f' aria-labelledby="t" lang="{spoken}"><title id="t">{title}</title>'
        f'<rect width="{whole}" height="28" rx="3" fill="{colour}"/>'
        f'<path d="M3 0h{left - 3}v28H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#12433a"/>'
        f'<g fill="#fff" font-family="{font}" font-size="13" text-anchor="middle">'
        f'<text x="{left / 2:g}" y="19" textLength="{left - 18}" lengthAdjust="spacingAndGlyphs" aria-hidden="true">{escape(label)}</text>'
        f'<text x="{left + right / 2:g}" y="19" textLength="{right - 18}" lengthAdjust="spacingAndGlyphs" font-weight="700" aria-hidden="true">{escape(told)}</text>'
        "</g></svg>\n"
    )


def _wide(text: str) -> int:
    """About how wide a text is at 13 pixels, with its margins."""
    return 18 + round(sum(4 if one in " ,.:()ijl1t" else 10.5 if one in "mwMW" else 7.4 for one in text))
