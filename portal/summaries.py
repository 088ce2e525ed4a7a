"""Summaries: an overview as tables: by kind, by step, by place, and why units fail."""

from collections.abc import Callable, Mapping, Sequence

from domain.cases import code_of
from domain.lifecycle import STATE_NAMES, State
from domain.listing import OWED, STILL_OPEN, TAKING_PART, TURNED_DOWN, Due
from domain.overview import Overview, Sum
from domain.shortfalls import Shortfall
from domain.texts import Text
from portal.filters import Filters
from portal.report import kind_name
from portal.tables import Cell, Table

_MANY = (
    Text(vi="Số đơn vị", en="Units"),
    Text(vi="Đã đăng ký", en="Registered"),
    Text(vi="Chưa quyết định", en="Not decided yet"),
    Text(vi="Được công nhận", en="Recognised"),
    Text(vi="Không công nhận hoặc thu hồi", en="Not recognised or revoked"),
)
_LATE = Text(vi="Quá hạn", en="Late")
OWN_UNITS = Text(vi="Đơn vị trực thuộc tỉnh", en="Units of the province itself")


def tables(
    asked: Filters,
    found: Overview,
    sums: Mapping[str, Sum],
    names: Mapping[str, str],
    missed: Sequence[Shortfall],
    here: str,
) -> list[Table]:
    """All tables of the page of the area `here`, each number with the list behind it."""
    told = [_kinds(asked, found), _steps(asked, found)]
    if missed:
        told.append(
            reasons(missed, lambda one: asked.address(criterion=f"{one.standard}:{one.criterion.code}"))
        )
    if sums:
        told.append(_places(asked, sums, names, here))
    return told


def _kinds(asked: Filters, found: Overview) -> Table:
    kinds = found.by_kind()
    rows = [(Cell(kind_name(kind)), *_many(one, asked, kind=kind)) for kind, one in kinds.items()]
    return Table(
        "theo-loai", Text(vi="Theo loại đơn vị", en="By kind of unit"), (Text(vi="Loại", en="Kind"), *_MANY, _LATE), tuple(rows),
        Text(
            vi="Tỷ lệ đăng ký tính trên số đơn vị có trong danh mục.",
            en="The share that registered is of the units in the official list.",
        ),
    )  # fmt: skip


def _places(asked: Filters, sums: Mapping[str, Sum], names: Mapping[str, str], here: str) -> Table:
    rows = []
    for path, one in sums.items():
        if path == here:  # no list shows them alone
            rows.append((Cell(OWN_UNITS), *(Cell(cell.value, of=cell.of) for cell in _many(one, asked))))
            continue
        code = code_of(path)
        link = asked.address("/tong-quan", place=code)
        rows.append((Cell(names.get(path, code), link), *_many(one, asked, place=code)))
    return Table(
        "theo-noi",
        Text(vi="Theo nơi", en="By place"),
        (Text(vi="Nơi", en="Place"), *_MANY, _LATE),
        tuple(rows),
    )


def _many(one: Sum, asked: Filters, **where: str) -> tuple[Cell, ...]:
    def cell(many: int, of: int | None = None, **more: str) -> Cell:
        return Cell(many, asked.address(**where, **more), of)

    return (
        Cell(one.units),
        cell(one.registered, one.units, state=TAKING_PART),
        cell(one.open, state=STILL_OPEN),
        cell(one.recognised, one.registered, state=State.RECOGNISED.value),
        cell(one.not_recognised, state=TURNED_DOWN),
        cell(one.overdue, due=Due.LATE.value),
    )


def _steps(asked: Filters, found: Overview) -> Table:
    whole = found.whole
    rows: list[tuple[Cell, ...]] = []
    every = sum(whole.states.values())
    for state, name in STATE_NAMES.items():
        many = whole.of(state)
        owed = (
            (
                Cell(whole.in_time.get(state, 0), asked.address(state=state.value, due=Due.ON_TIME.value)),
                Cell(whole.late.get(state, 0), asked.address(state=state.value, due=Due.LATE.value)),
            )
            if state in OWED
            else (Cell(None), Cell(None))
        )
        rows.append((Cell(name), Cell(many, asked.address(state=state.value), every), *owed))
    head = (
        Text(vi="Trạng thái", en="State"),
        Text(vi="Hồ sơ", en="Applications"),
        Text(vi="Còn hạn", en="On time"),
        _LATE,
    )
    return Table(
        "theo-buoc", Text(vi="Theo bước", en="By step"), head, tuple(rows),
        Text(
            vi="Tỷ lệ tính trên mọi hồ sơ, kể cả hồ sơ đã rút.",
            en="Shares are of all applications, withdrawn ones included.",
        ),
    )  # fmt: skip


def reasons(missed: Sequence[Shortfall], link: Callable[[Shortfall], str]) -> Table:
    """The criteria that are missed most, each number with the list behind it where there is one."""
    rows = []
    for one in missed:
        many = Cell(one.many, link(one))
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
        most=15, words=True,
    )  # fmt: skip
