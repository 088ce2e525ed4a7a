"""Open data: the register as CSV, JSON with its schema, an Atom feed and a sitemap, for whoever wants to use it elsewhere."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import Annotated, Any, Literal
from xml.sax.saxutils import escape, quoteattr

import orjson
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from domain import calendar, criteria_met, register, register_history
from domain.cases import moment
from domain.database import Session, Sql
from domain.events import EVENTS, CertificateIssued
from domain.overview import COMMUNE, PROVINCE, place_names
from domain.register import STANDING_NAMES, Line, Standing, Wanted
from domain.register_history import Happened
from domain.rulebook import figures
from domain.settings import settings
from domain.texts import Text
from portal import exports
from portal.guard import AtSite, anyone
from portal.lists import KIND_NAMES
from portal.open_words import MEANINGS
from portal.openly import ANYWHERE, DATA, PAGE, base, cached
from portal.pages import language, page
from portal.register import missing, wanted
from portal.site import Site

router = APIRouter()

Everybody = Annotated[Any, Depends(anyone)]

WHERE = "/so-cong-nhan/du-lieu"
SCHEMA = f"{WHERE}/so-cong-nhan.v1.schema.json"
# Lines whose places and decisions are read together.
_TOGETHER = 1_000
# What an Atom feed tells, and what one sitemap may list.
NEWEST, MOST = 100, 50_000

_HEAD = (
    Text(vi="Mã đơn vị", en="Unit code"),
    Text(vi="Tên đơn vị", en="Unit"),
    Text(vi="Loại", en="Kind"),
    Text(vi="Tỉnh", en="Province"),
    Text(vi="Xã", en="Commune"),
    Text(vi="Năm", en="Year"),
    Text(vi="Tình trạng", en="Standing"),
    Text(vi="Giấy công nhận số", en="Certificate"),
    Text(vi="Ngày cấp", en="Issued on"),
    Text(vi="Quyết định số", en="Decision"),
    Text(vi="Có giá trị đến hết", en="Valid until"),
    Text(vi="Ngày thu hồi", en="Revoked on"),
    Text(vi="Tiêu chuẩn", en="Standard"),
    Text(vi="Địa chỉ", en="Address"),
)


def _meaning(name: str) -> Any:
    """A field that has to be given, described in the schema as the page describes it."""
    return Field(description=MEANINGS[name].en)


class Criterion(BaseModel):
    """What was found of one criterion when the unit was recognised; no figure, no reason."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(description="As in the standard, which says what it asks")
    found: Literal["met", "not-applicable-or-not-examined"]


class Recognition(BaseModel):
    """One recognition of one unit in one year."""

    model_config = ConfigDict(extra="forbid")

    unit: str = _meaning("unit")
    name: str = _meaning("name")
    kind: str = _meaning("kind")
    province: str = _meaning("province")
    commune: str = _meaning("commune")
    place: str = _meaning("place")
    year: int = _meaning("year")
    standing: Literal["in-force", "in-question", "revoked", "expired"] = _meaning("standing")
    certificate: str = _meaning("certificate")
    issued_on: date = _meaning("issued_on")
    decision: str | None = _meaning("decision")
    valid_until: date | None = _meaning("valid_until")
    revoked_on: date | None = _meaning("revoked_on")
    standard: str = _meaning("standard")
    standard_sha256: str = _meaning("standard_sha256")
    sample: bool = _meaning("sample")
    url: str = _meaning("url")
    criteria: list[Criterion] | None = Field(default=None, description=MEANINGS["criteria"].en)


class Register(BaseModel):
    """The register, or what was asked of it."""

    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    as_of: date
    licence: str = Field(description="Empty: not known yet; ask the authority before you republish")
    source: str
    recognitions: list[Recognition]


@router.get(WHERE)
async def about(request: Request, _: Everybody) -> Response:
    """What there is to take along, in which form, and under what licence."""
    answer = page(
        request, "register/data.html", here=base(request), licence=settings().data_licence, schema=SCHEMA, where=WHERE,
        fields=[(name, MEANINGS[name]) for name in Recognition.model_fields],
        small=settings().small_numbers,
    )  # fmt: skip
    return cached(request, answer, DATA)


@router.get(f"{WHERE}/so-cong-nhan.v1.schema.json")
async def schema(request: Request, _: Everybody) -> Response:
    """The JSON Schema of version 1, which keeps its address."""
    told = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base(request)}{SCHEMA}",
        **Register.model_json_schema(mode="serialization"),
    }
    answer = Response(orjson.dumps(told, option=orjson.OPT_INDENT_2), media_type="application/schema+json")
    return cached(request, answer, DATA, anywhere=True)


@router.get(f"{WHERE}/so-cong-nhan.json")
async def as_json(request: Request, site: AtSite, _: Everybody) -> Response:
    """The list as JSON, line by line as it is read."""
    what = await site.read(lambda session: wanted(session, request.query_params)[1])
    return StreamingResponse(
        _json(site, what, base(request)),
        media_type="application/json",
        headers={
            **ANYWHERE,
            "Cache-Control": f"public, max-age={DATA}",
            "Link": f'<{SCHEMA}>; rel="describedby"',
        },
    )


@router.get(f"{WHERE}/so-cong-nhan.csv")
async def as_csv(request: Request, site: AtSite, _: Everybody) -> Response:
    """The list as CSV for a spreadsheet, its head in the language that was asked for."""
    spoken = language(request)
    asked, what, *_rest = await site.read(lambda session: wanted(session, request.query_params))
    name = f"so-cong-nhan-{asked.season or 'tat-ca'}-{site.today.isoformat()}"
    answer = await exports.sent(
        "csv", name, "", [one.in_(spoken) for one in _HEAD], _rows(site, what, base(request), spoken)
    )
    answer.headers.update(ANYWHERE)
    answer.headers["Cache-Control"] = f"public, max-age={DATA}"
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer


@router.get("/so-cong-nhan/{code}/du-lieu.json")
async def of_unit(request: Request, site: AtSite, _: Everybody, code: str) -> Response:
    """One unit's recognitions, in the same form."""

    def found(session: Session) -> list[dict[str, Any]]:
        entry = register_history.entry(session, code, site.today)
        lines = entry.lines if entry else ()
        met = criteria_met.found(session, site.catalogue, lines, site.today)
        told = _recognitions(session, lines, site.today, base(request))
        return [
            one | {"criteria": _criteria(met[line.id])} if line.id in met else one
            for line, one in zip(lines, told, strict=True)
        ]

    told = await site.read(found)
    if not told:
        return missing(request, code)
    recognitions = [Recognition.model_validate(one) for one in told]
    source = f"{base(request)}/so-cong-nhan/{code}"
    body = Register(
        as_of=site.today, licence=settings().data_licence, source=source, recognitions=recognitions
    )
    answer = Response(
        body.model_dump_json(),
        media_type="application/json",
        headers={"Link": f'<{SCHEMA}>; rel="describedby"'},
    )
    return cached(request, answer, PAGE, anywhere=True)


def _criteria(found: criteria_met.Found) -> list[Criterion]:
    apart: Literal["not-applicable-or-not-examined"] = "not-applicable-or-not-examined"
    return [
        *(Criterion(code=one.code, found="met") for one in found.met),
        *(Criterion(code=one.code, found=apart) for one in found.apart),
    ]


def _json(site: Site, what: Wanted, here: str) -> Iterator[bytes]:
    head = Register(
        as_of=site.today, licence=settings().data_licence, source=f"{here}/so-cong-nhan", recognitions=[]
    )
    yield head.model_dump_json().removesuffix("]}").encode()
    comma = b"\n"
    with site.database.reading() as session:
        told = _recognitions(session, register.every(session, what, site.today), site.today, here)
        # Each piece that is sent costs a change of threads.
        while some := b",\n".join(map(orjson.dumps, islice(told, _TOGETHER))):
            yield comma + some
            comma = b",\n"
    yield b"\n]}\n"


def _rows(site: Site, what: Wanted, here: str, spoken: str) -> Iterator[list[exports.Cell]]:
    @cache
    def day(on: str | None) -> str:
        return figures.day(on).in_(spoken) if on else ""

    kinds = {kind: name.in_(spoken) for kind, name in KIND_NAMES.items()}
    standings = {one.value: name.in_(spoken) for one, name in STANDING_NAMES.items()}
    with site.database.reading() as session:
        for one in _recognitions(session, register.every(session, what, site.today), site.today, here):
            yield [
                one["unit"], one["name"], kinds.get(one["kind"], one["kind"]), one["province"], one["commune"], one["year"],
                standings[one["standing"]], one["certificate"], day(one["issued_on"]), one["decision"] or "",
                day(one["valid_until"]), day(one["revoked_on"]), one["standard"], one["url"],
            ]  # fmt: skip


def _recognitions(
    session: Session, lines: Iterable[Line], today: date, here: str
) -> Iterator[dict[str, Any]]:
    """What is told of these lines, as `Recognition` describes it; their places and decisions are read for many at once. A
    test holds both together: of a hundred thousand none is made an object, which would take most of the time."""
    left, names = iter(lines), dict[str, str]()
    while some := list(islice(left, _TOGETHER)):
        paths = {line.path[:width] for line in some for width in (PROVINCE, COMMUNE)}
        names |= place_names(session, paths - names.keys())
        decided = register_history.decided(session, [line.id for line in some])
        for line in some:
            path, standing, by = line.path, line.standing(today), decided.get(line.id)
            yield {
                "unit": line.code,
                "name": line.name,
                "kind": line.kind,
                "province": names.get(path[:PROVINCE], ""),
                "commune": names.get(path[:COMMUNE], "") if len(path) > COMMUNE else "",
                "place": path,
                "year": line.season,
                "standing": standing.value,
                "certificate": line.number,
                "issued_on": _day_of(line.issued_at),
                "decision": by.number if by else None,
                "valid_until": line.valid_until,
                "revoked_on": _day_of(line.revoked_at)
                if line.revoked_at and standing is Standing.REVOKED
                else None,
                "standard": line.standard,
                "standard_sha256": line.sha256,
                "sample": bool(line.sample),
                "url": f"{here}/so-cong-nhan/{line.code}",
                "criteria": None,
            }


@lru_cache(maxsize=4096)
def _day_of(at: str) -> str:
    """The day in Viet Nam. A decision makes many certificates in the same second."""
    return calendar.today(moment(at)).isoformat()


# --- what is newest ------------------------------------------------------------------------------------

_ID = "urn:uuid:{}"


@router.get(f"{WHERE}/atom.xml")
async def atom(request: Request, site: AtSite, _: Everybody) -> Response:
    """The newest recognitions, revocations and whatever else became of one, everywhere or in a place."""

    def read(session: Session) -> tuple[str, list[Happened], str]:
        _asked, what, place, _seasons = wanted(session, request.query_params)
        happened = register_history.newest(session, what.place, NEWEST)
        opened = session.row(Sql("select min(opened_at) from season"))
        return (
            place.name if place else "",
            happened,
            (opened[0] if opened else None) or f"{site.today}T00:00:00Z",
        )

    place, happened, opened = await site.read(read)
    text = _feed(base(request), request.query_params.get("noi", "")[:32], place, happened, opened)
    answer = Response(text, media_type="application/atom+xml")
    return cached(request, answer, DATA, anywhere=True)


def _feed(here: str, code: str, place: str, happened: list[Happened], opened: str) -> str:
    title = "Sổ công nhận “An toàn về an ninh, trật tự”" + (f": {place}" if place else "")
    own = f"{here}{WHERE}/atom.xml" + (f"?noi={code}" if place else "")
    updated = max((one.at for one in happened), default=opened)
    told = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">',
        f"<id>{_ID.format(uuid.uuid5(uuid.NAMESPACE_URL, f'antoan:register:{code if place else str()}'))}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{updated}</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(f"{here}/so-cong-nhan")}/>',
        "<author><name>An Toàn</name></author>",
        "<generator>An Toàn</generator>",
    ]
    if settings().data_licence:
        told.append(f"<rights>{escape(settings().data_licence)}</rights>")
    for one in happened:
        what = "Công nhận" if one.name == CertificateIssued.name else EVENTS[one.name].title.vi
        number = f" theo Quyết định số {one.decision.number}" if one.decision else ""
        # Of what happened, not of where it is told: the same wherever the portal moves.
        id = uuid.uuid5(uuid.NAMESPACE_URL, f"antoan:event:{one.line.season}-{one.line.id}:{one.number}")
        told += [
            "<entry>",
            f"<id>{_ID.format(id)}</id>",
            f"<title>{escape(f'{what}: {one.line.name} ({one.line.season})')}</title>",
            f"<published>{one.at}</published><updated>{one.at}</updated>",
            f'<category term="{one.name}"/>',
            f'<link rel="alternate" type="text/html" href={quoteattr(f"{here}/so-cong-nhan/{one.line.code}")}/>',
            f"<summary>{escape(f'{one.line.name}, mã {one.line.code}: {what.lower()}{number}; giấy công nhận số {one.line.number}.')}</summary>",
            "</entry>",
        ]
    return "\n".join([*told, "</feed>", ""])


# --- for search engines --------------------------------------------------------------------------------

UNITS = Sql(
    "select code from (select distinct a.unit_code as code from certificate c join application a on a.id = c.application"
    " where a.state in ('recognised', 'in-question', 'revoked', 'expired')) as listed order by code{bytes} limit :most offset :skip"
)
MANY = Sql(
    "select count(distinct a.unit_code) from certificate c join application a on a.id = c.application"
    " where a.state in ('recognised', 'in-question', 'revoked', 'expired')"
)
_FIXED = ("/", "/so-cong-nhan", WHERE, "/so-lieu", "/tieu-chuan")


@router.get("/sitemap.xml")
async def sitemap(request: Request, site: AtSite, _: Everybody) -> Response:
    """Every page of the register; where they are more than one file may list, the files."""
    here = base(request)
    many = await site.read(lambda session: int((session.row(MANY) or (0,))[0]))
    files = -(-(many + len(_FIXED)) // MOST)
    if files > 1:
        parts = "".join(
            f"<sitemap><loc>{here}/sitemap-{n}.xml</loc></sitemap>\n" for n in range(1, files + 1)
        )
        text = f'<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{parts}</sitemapindex>\n'
        return cached(request, Response(text, media_type="application/xml"), DATA, anywhere=True)
    return await _sitemap(request, site, 1)


@router.get("/sitemap-{number}.xml")
async def one_sitemap(request: Request, site: AtSite, _: Everybody, number: int) -> Response:
    """One of several files of a sitemap."""
    return await _sitemap(request, site, number) if 0 < number < 1_000 else missing(request, str(number))


async def _sitemap(request: Request, site: Site, number: int) -> Response:
    here = base(request)
    first = _FIXED if number == 1 else ()
    skip = (number - 1) * MOST - (len(_FIXED) if number > 1 else 0)
    codes = await site.read(lambda session: session.rows(UNITS, most=MOST - len(first), skip=skip))
    if not codes and not first:
        return missing(request, str(number))
    addresses = [*first, *(f"/so-cong-nhan/{code}" for (code,) in codes)]
    lines = "".join(f"<url><loc>{escape(here + one)}</loc></url>\n" for one in addresses)
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    return cached(request, Response(text, media_type="application/xml"), DATA, anywhere=True)


@router.get("/robots.txt")
async def robots(request: Request, _: Everybody) -> Response:
    """What search engines may walk: what is for everybody. Searches of the register are not pages of their own."""
    lines = [
        "User-agent: *", "Allow: /$", "Allow: /so-cong-nhan$", "Allow: /so-cong-nhan/", "Allow: /tieu-chuan", "Allow: /so-lieu$",
        "Allow: /static/", "Allow: /sitemap", "Disallow: /", f"Sitemap: {base(request)}/sitemap.xml",
    ]  # fmt: skip
    return cached(request, PlainTextResponse("\n".join(lines) + "\n"), DATA)
