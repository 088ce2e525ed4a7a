"""Summaries: an overview as tables: by kind, by step, by place, and why units fail."""

from collections.abc import Mapping, Sequence

from domain.cases import code_of
from domain.lifecycle import STATE_NAMES, State
from domain.listing import OWED, STILL_OPEN, TAKING_PART, TURNED_DOWN, Due
from domain.overview import FEW, Overview, Sum, withheld
from domain.shortfalls import Shortfall
from domain.texts import Text
from portal.filters import Filters
from portal.report import kind_name
from portal.tables import Cell, Table

HIDDEN = Text(vi="không nêu", en="withheld")
FEWER = Text(vi=f"ít hơn {FEW}", en=f"fewer than {FEW}")

_MANY = (
    Text(vi="Số đơn vị", en="Units"),
    Text(vi="Đã đăng ký", en="Registered"),
    Text(vi="Chưa quyết định", en="Not decided yet"),
    Text(vi="Được công nhận", en="Recognised"),
    Text(vi="Không công nhận hoặc thu hồi", en="Not recognised or revoked"),
)
_LATE = Text(vi="Quá hạn", en="Late")


def tables(
    asked: Filters,
    found: Overview,
    sums: Mapping[str, Sum],
    names: Mapping[str, str],
    missed: Sequence[Shortfall],
    *,
    own: bool,
) -> list[Table]:
    """All tables of a page. With `own` numbers have links; without, what could tell of one unit is withheld."""
    told = [_kinds(asked, found, own), _steps(asked, found, own)]
    if missed:
        told.append(_reasons(asked, missed, own))
    if sums:
        told.append(_places(asked, sums, names, own))
    return told


def _kinds(asked: Filters, found: Overview, own: bool) -> Table:
    kinds = found.by_kind()
    hidden = set() if own else withheld(kinds)
    rows = [
        (Cell(kind_name(kind)), *_many(one, asked, own, kind in hidden, kind=kind))
        for kind, one in kinds.items()
    ]
    return Table(
        "theo-loai", Text(vi="Theo loại đơn vị", en="By kind of unit"), (Text(vi="Loại", en="Kind"), *_head(own)), tuple(rows),
        Text(
            vi="Tỷ lệ đăng ký tính trên số đơn vị có trong danh mục.",
            en="The share that registered is of the units in the official list.",
        ),
    )  # fmt: skip


def _places(asked: Filters, sums: Mapping[str, Sum], names: Mapping[str, str], own: bool) -> Table:
    hidden = set() if own else withheld(sums)
    rows = []
    for path, one in sums.items():
        code = code_of(path)
        where = "/tong-quan" if own else "/so-lieu" if len(path) == len("/20/") else ""
        link = asked.address(where, place=code) if where else ""
        rows.append((Cell(names.get(path, code), link), *_many(one, asked, own, path in hidden, place=code)))
    return Table(
        "theo-noi", Text(vi="Theo nơi", en="By place"), (Text(vi="Nơi", en="Place"), *_head(own)), tuple(rows)
    )


def _head(own: bool) -> tuple[Text, ...]:
    return (*_MANY, _LATE) if own else _MANY


def _many(one: Sum, asked: Filters, own: bool, hidden: bool, **where: str) -> tuple[Cell, ...]:
    def cell(many: int, of: int | None = None, **more: str) -> Cell:
        return Cell(many, asked.address(**where, **more) if own else "", of)

    registered = cell(one.registered, one.units, state=TAKING_PART)
    if hidden:
        return Cell(one.units), registered, *([Cell(HIDDEN)] * 3)
    told = (
        Cell(one.units),
        registered,
        cell(one.open, state=STILL_OPEN),
        cell(one.recognised, one.registered, state=State.RECOGNISED.value),
        cell(one.not_recognised, state=TURNED_DOWN),
    )
    return (*told, cell(one.overdue, due=Due.LATE.value)) if own else told


def _steps(asked: Filters, found: Overview, own: bool) -> Table:
    whole = found.whole
    rows: list[tuple[Cell, ...]] = []
    every = sum(whole.states.values())
    for state, name in STATE_NAMES.items():
        many = whole.of(state)
        if not own:
            rows.append((Cell(name), Cell(FEWER) if 0 < many < FEW else Cell(many, of=every)))
            continue
        owed = (
            (
                Cell(whole.in_time.get(state, 0), asked.address(state=state.value, due=Due.ON_TIME.value)),
                Cell(whole.late.get(state, 0), asked.address(state=state.value, due=Due.LATE.value)),
            )
            if state in OWED
            else (Cell(None), Cell(None))
        )
        rows.append((Cell(name), Cell(many, asked.address(state=state.value), every), *owed))
    head: tuple[Text, ...] = (Text(vi="Trạng thái", en="State"), Text(vi="Hồ sơ", en="Applications"))
    if own:
        head = (*head, Text(vi="Còn hạn", en="On time"), _LATE)
    return Table("theo-buoc", Text(vi="Theo bước", en="By step"), head, tuple(rows))


def _reasons(asked: Filters, missed: Sequence[Shortfall], own: bool) -> Table:
    rows = []
    for one in missed:
        link = asked.address(criterion=f"{one.standard}:{one.criterion.code}") if own else ""
        many = Cell(FEWER) if not own and one.many < FEW else Cell(one.many, link)
        asks, source = Cell(one.criterion.ask), Cell(one.criterion.cites)
        rows.append((Cell(one.criterion.code), many, Cell(kind_name(one.kind)), asks, source))
    return Table(
        "ly-do", Text(vi="Vì sao chưa đạt", en="Why units fail"),
        (
            Text(vi="Tiêu chí", en="Criterion"), Text(vi="Số hồ sơ chưa đạt", en="Applications that miss it"),
            Text(vi="Loại", en="Kind"), Text(vi="Nội dung", en="What it asks"), Text(vi="Căn cứ", en="Source"),
        ),
        tuple(rows),
        Text(
            vi="Tính trên các hồ sơ có kết quả chấm “chưa đạt”; một hồ sơ có thể chưa đạt nhiều tiêu chí.",
            en="Of the applications whose verdict is “not met”; one may miss several criteria.",
        ),
        most=15,
    )  # fmt: skip
