"""Units: residential areas, communes, agencies …, each as versions with dates: the official list, and the stored one."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from domain import people
from domain.database import Sql, insert
from domain.people import Deed, Person
from domain.store import Store
from domain.tables import Unit
from domain.unit_plans import Change, Plan, after, plan
from domain.unit_rows import COMMUNES, KINDS, UnitRow, local_type

__all__ = [
    "COMMUNES", "KINDS", "Change", "Plan", "UnitRow", "after", "apply", "existing", "local_type",
    "official_units", "official_versions", "plan",
]  # fmt: skip

DATA = Path(__file__).parent / "data"

_COLUMNS = tuple(UnitRow.model_fields)
_ALL = Sql(f"select {', '.join(_COLUMNS)} from unit")
_OF_CODE = Sql(f"select {', '.join(_COLUMNS)} from unit where code = :code order by valid_from")
_NEW = insert(Unit)
_CHANGE = Sql(
    f"update unit set {', '.join(f'{name} = :{name}' for name in _COLUMNS if name not in ('code', 'valid_from'))}"
    " where code = :code and valid_from = :valid_from"
)


def official_units(on: date) -> list[UnitRow]:
    """Provinces, communes, wards and special zones as they were on that day; none before 2025-07-01."""
    return [row for row in _official() if row.valid_on(on)]


def official_versions() -> list[UnitRow]:
    """Every version of every official unit: the list of 2025-07-01 and each dated change after it."""
    return list(_official())


@lru_cache(maxsize=1)
def _official() -> tuple[UnitRow, ...]:
    rows: list[UnitRow] = []
    for file in [*sorted(DATA.glob("units-vn-*.csv")), *sorted(DATA.glob("changes-*.csv"))]:
        latest = {row.code: row for row in rows}
        rows = after(rows, plan(rows, _official_file(file, latest)))
    return tuple(rows)


def _official_file(file: Path, latest: dict[str, UnitRow]) -> Iterator[UnitRow]:
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            code, parent = line["code"], line["parent"] or None
            before = latest[code].attributes if code in latest else {}
            numbers = {key: float(line[key]) for key in ("lat", "lon", "km2") if line.get(key)}
            source = {"source": line["source"]} if line.get("source") else {}
            yield UnitRow.model_validate(
                {"code": code, "name": line["name"], "kind": line["kind"], "parent_code": parent}
                | {"path": f"/{parent}/{code}/" if parent else f"/{code}/", "valid_from": line["valid_from"]}
                | {"attributes": {**before, **numbers, **source}}
            )


def existing(store: Store, code: str | None = None) -> list[UnitRow]:
    """Every stored version of every unit, or of the one with this code, by code and date."""
    found = store.session.rows(_ALL) if code is None else store.session.rows(_OF_CODE, code=code)
    rows = [UnitRow.model_validate(_read(dict(zip(_COLUMNS, row, strict=True)))) for row in found]
    return sorted(rows, key=lambda row: (row.code, row.valid_from))


def apply(store: Store, planned: Plan, by: Person) -> None:
    """Carry out a plan that was made in the same transaction. Raises NotAllowed for a place that `by` does not operate."""
    changes = [change.new for change in (*planned.changed, *planned.closed)]
    for path in sorted({row.path for row in (*planned.new, *changes)}):
        people.require(by, Deed.IMPORT_UNITS, path)
    if planned.new:
        store.session.many(_NEW, [_written(row) for row in planned.new])
    if changes:
        store.session.many(_CHANGE, [_written(row) for row in changes])


def _written(row: UnitRow) -> dict[str, Any]:
    """A row as its table holds it: dates and attributes are text."""
    values = row.model_dump(mode="json")
    return values | {
        "attributes": orjson.dumps(row.attributes, option=orjson.OPT_SORT_KEYS).decode(),
        "sample": int(row.sample),
    }


def _read(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"attributes": orjson.loads(values["attributes"])}
