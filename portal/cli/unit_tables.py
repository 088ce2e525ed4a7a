"""Unit tables: how `antoan units` shows a plan, a list and one unit."""

from typing import Any

from rich.table import Table

from domain.settings import settings
from domain.texts import Text
from domain.units import KINDS, Change, Plan, UnitRow
from portal.cli.printing import out, say

SHOWN = 20  # rows of each group in the table of an import; JSON has all of them
DERIVED = {"folded", "sort_key", "local_type"}  # they follow from the name, which is shown


def as_data(planned: Plan, remarks: list[Text], applied: bool) -> dict[str, Any]:
    def change(one: Change) -> dict[str, Any]:
        old, new = one.old.model_dump(mode="json"), one.new.model_dump(mode="json")
        fields = {name: {"old": old[name], "new": new[name]} for name in one.fields}
        return {"code": one.new.code, "valid_from": one.new.valid_from, "fields": fields}

    return {
        "applied": applied,
        "new": [row.model_dump(mode="json") for row in planned.new],
        "changed": [change(one) for one in planned.changed],
        "closed": [change(one) for one in planned.closed],
        "unchanged": len(planned.unchanged),
        "remarks": [remark.model_dump() for remark in remarks],
    }


def show_plan(planned: Plan, remarks: list[Text], applied: bool) -> None:
    for remark in remarks:
        _line(remark.in_(settings().language))
    table = Table(
        "",
        say("mã", "code"),
        say("tên", "name"),
        say("loại", "kind"),
        say("hiệu lực", "valid"),
        say("thay đổi", "change"),
    )
    groups = (
        (say("mới", "new"), [(row, "") for row in planned.new]),
        (say("sửa", "changed"), [(one.new, _fields(one)) for one in planned.changed]),
        (say("kết thúc", "closed"), [(one.new, "") for one in planned.closed]),
    )
    for group, rows in groups:
        for row, what in rows[:SHOWN]:
            table.add_row(group, row.code, _cell(row.name), _kind(row), _period(row), _cell(what))
        if more := len(rows) - len(rows[:SHOWN]):
            table.add_row(group, "…", say(f"và {more} đơn vị nữa", f"and {more} more"), "", "", "")
    if not planned.empty:
        out.print(table)
    new, changed, closed = len(planned.new), len(planned.changed), len(planned.closed)
    same = len(planned.unchanged)
    _line(
        say(
            f"{new} mới, {changed} sửa, {closed} kết thúc, {same} không đổi. "
            + ("Đã ghi." if applied else "Chưa ghi gì; thêm --apply để ghi."),
            f"{new} new, {changed} changed, {closed} closed, {same} unchanged. "
            + ("Written." if applied else "Nothing was changed; add --apply to write."),
        )
    )


def show_list(found: list[UnitRow], limit: int) -> None:
    table = Table(
        say("mã", "code"),
        say("tên", "name"),
        say("loại", "kind"),
        say("thuộc", "parent"),
        say("hiệu lực", "valid"),
    )
    for row in found[:limit]:
        table.add_row(row.code, _cell(row.name), _kind(row), row.parent_code or "", _period(row))
    out.print(table)
    shown = len(found[:limit])
    _line(say(f"{shown} trong {len(found)} đơn vị.", f"{shown} of {len(found)} units."))


def show_unit(row: UnitRow, versions: list[UnitRow], names: dict[str, str]) -> None:
    table = Table.grid(padding=(0, 2))
    above = [names.get(code, code) for code in row.path.strip("/").split("/")[:-1]]
    for label, value in (
        (say("mã", "code"), row.code),
        (say("tên", "name"), row.name),
        (say("loại", "kind"), _kind(row)),
        (say("thuộc", "in"), ", ".join(reversed(above))),
        (say("hiệu lực", "valid"), _period(row)),
        (say("kế thừa", "successor"), row.successor_code or ""),
        *((name, str(value)) for name, value in sorted(row.attributes.items())),
        (say("ghi chú", "note"), say("dữ liệu mẫu", "sample data") if row.sample else ""),
    ):
        if value:
            table.add_row(label, _cell(value))
    for version in versions:
        if version is not row:
            table.add_row(
                say("phiên bản khác", "other version"), _cell(f"{version.name}: {_period(version)}")
            )
    out.print(table)


def _line(sentence: str) -> None:
    out.print(sentence, markup=False, highlight=False)


def _cell(text: str) -> str:
    return text.replace("[", r"\[")


def _kind(row: UnitRow) -> str:
    return KINDS[row.kind].in_(settings().language) if row.kind in KINDS else row.kind


def _fields(change: Change) -> str:
    shown = [name for name in change.fields if name not in DERIVED or "name" not in change.fields]
    return "; ".join(f"{name}: {getattr(change.old, name)} → {getattr(change.new, name)}" for name in shown)


def _period(row: UnitRow) -> str:
    until = f"{row.valid_until:%d/%m/%Y}" if row.valid_until else "…"
    return f"{row.valid_from:%d/%m/%Y} – {until}"


def periods(versions: list[UnitRow]) -> str:
    return ", ".join(map(_period, versions))
