"""Reads: what a program may ask for; every list holds only what its token may read."""

from dataclasses import asdict
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool

from domain import people
from domain.cases import id_of, instant, reference
from domain.database import Row, Session, Sql
from domain.errors import BadInput, NotFound
from domain.names import fold
from domain.people import Deed
from domain.proof import proof as proven
from domain.proofs import proof_of
from domain.store import Store
from domain.telling import needed, told
from portal import reading
from portal import report as figures
from portal.api import inputs
from portal.api.call import Call
from portal.asked import as_data
from portal.cli.current import this_year
from portal.judging import judge_document

_LINES = (
    "select a.id, a.season, a.unit_code, u.name, a.kind, a.path, a.standard, a.state, a.number, a.verdict, a.due_on,"
    " a.registered_at, a.updated_at from application a join unit u on u.id = a.unit where a.id > :after and "
)
_PATH = Sql("select path from unit where code = :code order by valid_from desc limit 1")
_UNITS = (
    "select code, name, kind, parent_code, path, valid_from, valid_until from unit u where u.code > :after"
    " and u.valid_from <= :day and (u.valid_until is null or u.valid_until >= :day)"
)
_SEASONS = Sql("select year, opened_at, closed_at from season order by year")


async def applications(call: Call) -> dict[str, Any]:
    asked = call.query
    assert isinstance(asked, inputs.Applications)
    after = inputs.after(asked.cursor, int, 0)
    condition, places = people.within(call.person, Deed.READ)
    conditions = [condition]
    values: dict[str, Any] = {**places, "after": after, "most": asked.limit + 1}
    for name, column in (("season", "a.season"), ("state", "a.state"), ("kind", "a.kind")):
        if (value := getattr(asked, name)) is not None:
            conditions.append(f"{column} = :{name}")
            values[name] = str(value) if name == "state" else value
    if asked.changed_since is not None:
        conditions.append("a.updated_at >= :changed_since")
        values["changed_since"] = instant(asked.changed_since)

    def read(session: Session) -> list[Row]:
        if asked.under is not None:
            path = _path(session, asked.under)
            conditions.append("a.path >= :under and a.path < :under_end")
            values.update(under=path, under_end=f"{path[:-1]}0")
        sql = Sql(_LINES + " and ".join(conditions) + " order by a.id limit :most")
        return session.rows(sql, **values)

    rows = await call.site.read(read)
    return _page(rows, asked.limit, _line, lambda row: int(row[0]))


def _line(row: Row) -> dict[str, Any]:
    (
        id,
        season,
        code,
        name,
        kind,
        path,
        standard,
        state,
        number,
        verdict,
        due_on,
        registered_at,
        updated_at,
    ) = row
    return {
        "reference": reference(season, id), "season": season, "unit": {"code": code, "name": name, "kind": kind}, "path": path,
        "standard": standard, "state": state, "number": number, "verdict": verdict, "due_on": due_on,
        "registered_at": registered_at, "updated_at": updated_at,
    }  # fmt: skip


async def application(call: Call) -> dict[str, Any]:
    catalogue, day = call.site.catalogue, call.site.today.isoformat()
    quoted = call.path["reference"]
    found = await call.site.read(
        lambda session: reading.application(session, catalogue, quoted, call.person, day)
    )
    call.site.readings.note(call.person, id_of(quoted), "api")
    return found


async def proof(call: Call) -> dict[str, Any]:
    catalogue, day, quoted = call.site.catalogue, call.site.today.isoformat(), call.path["reference"]

    def read(session: Session) -> Any:
        case = Store(session, call.site.now).case(quoted)
        people.require(call.person, Deed.READ, case.path)
        return proof_of(session, catalogue, id_of(quoted), day)

    found: dict[str, Any] | None = await call.site.read(read)
    if found is None:
        raise NotFound("Hồ sơ này chưa được chấm.", "This application has not been judged yet.")
    return found


async def units(call: Call) -> dict[str, Any]:
    """Units as they are today, within the places where the token's account holds a role."""
    asked = call.query
    assert isinstance(asked, inputs.Units)
    values: dict[str, Any] = {
        "after": inputs.after(asked.cursor, str, ""),
        "most": asked.limit + 1,
        "day": call.site.today.isoformat(),
    }
    places = [_below("u.path", f"at_{n}", at, values) for n, (_, at) in enumerate(sorted(call.person.roles))]
    conditions = [f"({' or '.join(places)})" if places else "(1 = 0)"]
    if call.person.bounds is not None:
        conditions.append(_below("u.path", "bounds", call.person.bounds.path, values))
    if asked.kind is not None:
        conditions.append("u.kind = :kind")
        values["kind"] = asked.kind
    if asked.search is not None:
        conditions.append("u.folded like :search escape '!'")
        text = fold(asked.search)
        for sign in "!%_":
            text = text.replace(sign, f"!{sign}")
        values["search"] = f"%{text}%"

    def read(session: Session) -> list[Row]:
        if asked.under is not None:
            path = _path(session, asked.under)
            conditions.append(f"{_below('u.path', 'under', path, values)} and u.path <> :under")
        sql = Sql(" and ".join([_UNITS, *conditions]) + " order by u.code limit :most")
        return session.rows(sql, **values)

    rows = await call.site.read(read)
    names = ("code", "name", "kind", "parent_code", "path", "valid_from", "valid_until")
    return _page(rows, asked.limit, lambda row: dict(zip(names, row, strict=True)), lambda row: str(row[0]))


def _below(column: str, name: str, path: str, values: dict[str, Any]) -> str:
    """At or below a path, in the order of the index: “0” is the sign after “/”."""
    values |= {name: path, f"{name}_end": f"{path[:-1]}0"}
    return f"({column} >= :{name} and {column} < :{name}_end)"


def _path(session: Session, code: str) -> str:
    row = session.row(_PATH, code=code)
    if row is None:
        raise BadInput("Không có đơn vị nào mang mã {code}.", "No unit has the code {code}.", code=code)
    return str(row[0])


def _page(rows: list[Row], limit: int, line: Any, key: Any) -> dict[str, Any]:
    more = len(rows) > limit
    shown = rows[:limit]
    return {"items": [line(row) for row in shown], "next": inputs.cursor(key(shown[-1])) if more else None}


async def seasons(call: Call) -> dict[str, Any]:
    rows = await call.site.read(lambda session: session.rows(_SEASONS))
    names = ("year", "opened_at", "closed_at")
    return {"items": [dict(zip(names, row, strict=True)) for row in rows]}


async def report(call: Call) -> dict[str, Any]:
    year = int(call.path["season"])

    def read(session: Session) -> dict[str, Any]:
        if year not in {row[0] for row in session.rows(_SEASONS)}:
            raise NotFound("Đợt {season} chưa được mở.", "Season {season} is not open.", season=year)
        lines = figures.report(session, year, call.site.today)
        every = figures.total(session, year, lines)
        return {"season": year, "kinds": [asdict(line) for line in lines], "total": asdict(every)}

    return await call.site.read(read)


async def standards(call: Call) -> dict[str, Any]:
    return {
        "items": [
            {
                "standard": one.path,
                "kind": one.kind,
                "title": one.title.model_dump(),
                "cites": one.cites,
                "sha256": one.sha256,
                "seasons": {"from": one.seasons.first, "until": one.seasons.until},
            }
            for one in call.site.catalogue.standards.values()
        ]
    }


async def standard(call: Call) -> dict[str, Any]:
    asked = call.query
    assert isinstance(asked, inputs.OfSeason)
    found = call.site.catalogue.get(call.path["standard"])
    year = asked.season if asked.season is not None else this_year(found)
    found.bench(year)
    return await run_in_threadpool(as_data, found, year)


async def judge(call: Call) -> dict[str, Any]:
    given = call.body
    assert isinstance(given, inputs.Judging)
    by = call.site.catalogue.get(given.standard)
    document = orjson.dumps({"season": given.season, "unit": given.unit, "facts": given.facts})
    day = call.site.today.isoformat()

    def work() -> dict[str, Any]:
        card = judge_document(by, document)
        if given.proof:
            return dict(told(card, proven(card, on=day)))
        return {**card.explain(), "to_pass": needed(card, day)}

    return await run_in_threadpool(work)
