"""Suppression: nothing that is withheld from a published table can be worked out from what is told.

The attack is not the method: it sets up the tables as a network in which every told number is fixed, starts from the true
numbers and asks how far each withheld one can move by pushing flow around it (an integral network has integral bounds, so
these are the exact bounds of the linear system). On the smallest tables every solution is tried besides.

Broken and seen to fail: the delicate rows alone withheld, without others; withheld kinds not asked whether they are
protected; a small kind told; the sum of a closed province told; a province closed alone; a small province told; `span`
without what others can hold; the threshold one lower than asked.
"""

from collections import deque
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import suppression
from domain.suppression import Cell, Told, tell


def rows_of(cells):
    """Every row that a table has: which cells are in it. `("", "")` is the sum of all."""
    rows = {("", ""): list(cells)}
    for cell in cells:
        for row in (("province", cell.province), ("place", cell.place), ("kind", cell.kind)):
            rows.setdefault(row, []).append(cell)
    return rows


def told_rows(cells, told):
    rows = {("", "")} if told.whole else set()
    rows |= {("province", one) for one in told.provinces} | {("place", one) for one in told.places}
    return (rows | {("kind", one) for one in told.kinds}) & rows_of(cells).keys()


def enumerated(cells, told, row):
    """The least and the most that a row can be, by trying every table."""
    rows = rows_of(cells)
    index = {cell: number for number, cell in enumerate(cells)}
    fixed = [
        ([index[cell] for cell in rows[one]], sum(cell.rest for cell in rows[one]))
        for one in told_rows(cells, told)
    ]
    own = [index[cell] for cell in rows[row]]
    found = [
        sum(table[number] for number in own)
        for table in product(*(range(cell.most + 1) for cell in cells))
        if all(sum(table[number] for number in members) == value for members, value in fixed)
    ]
    return min(found), max(found)


def network(cells, told):
    """Arcs: from, to, the true number, the most, whether it is told."""
    rows, fixed, arcs = rows_of(cells), told_rows(cells, told), {}
    for cell in cells:
        arcs["cell", cell.kind, cell.place] = (
            ("kind", cell.kind), ("place", cell.place), cell.rest, cell.most, False,
        )  # fmt: skip
    parent = {cell.place: cell.province for cell in cells}
    for row, members in rows.items():
        kind, name = row
        ends = {
            "kind": ("start", row), "place": (row, ("province", parent.get(name))), "province": (row, "end"), "": ("end", "start"),
        }[kind]  # fmt: skip
        arcs[row] = (*ends, sum(one.rest for one in members), sum(one.most for one in members), row in fixed)
    return arcs


def flow(room, source, sink, most):
    """How much can be pushed from source to sink, up to `most`; `room` is used up."""
    pushed = 0
    while pushed < most:
        came, waiting = {source: None}, deque([source])
        while waiting and sink not in came:
            at = waiting.popleft()
            for to, free in room.get(at, {}).items():
                if free > 0 and to not in came:
                    came[to] = at
                    waiting.append(to)
        if sink not in came:
            break
        path, at = [], sink
        while came[at] is not None:
            path.append((came[at], at))
            at = came[at]
        by = min([most - pushed, *(room[one][two] for one, two in path)])
        for one, two in path:
            room[one][two] -= by
            room.setdefault(two, {})[one] = room.get(two, {}).get(one, 0) + by
        pushed += by
    return pushed


def attacked(cells, told, row):
    """The least and the most that a row can be, given everything that is told."""
    arcs = network(cells, told)
    head, tail, value, most, fixed = arcs.pop(row)
    if fixed:
        return value, value

    def room():
        found = {}
        for one, two, own, limit, known in arcs.values():
            if not known:
                found.setdefault(one, {})[two] = limit - own
                found.setdefault(two, {})[one] = own
        return found

    return value - flow(room(), head, tail, value), value + flow(room(), tail, head, most - value)


@st.composite
def tables(draw, provinces=3, places=4, kinds=3, most=9):
    cells = []
    for province in range(draw(st.integers(1, provinces))):
        for place in range(draw(st.integers(1, places))):
            for kind in range(kinds):
                g = draw(st.integers(0, most))
                rest = draw(st.one_of(st.integers(0, g), st.sampled_from([0, g])))
                # What belongs to no commune has the province's own path.
                path = f"/{province}/{place}/" if place else f"/{province}/"
                cells.append(
                    Cell(f"/{province}/", path, f"k{kind}", rest, g, draw(st.sampled_from([0, rest])))
                )  # fmt: skip
    return cells


def withheld(cells, told):
    return [
        (row, sum(cell.most for cell in members))
        for row, members in rows_of(cells).items()
        if row not in told_rows(cells, told) and any(cell.most for cell in members)
    ]


@settings(max_examples=400, deadline=None)
@given(tables(), st.integers(2, 6))
def test_no_withheld_row_can_be_narrowed_below_the_threshold(cells, small):
    told = tell(cells, small)
    for row, most in withheld(cells, told):
        least, highest = attacked(cells, told, row)
        assert highest - least >= min(most, small), (row, least, highest, told)


@settings(max_examples=100, deadline=None)
@given(tables(), st.integers(2, 6))
def test_of_a_row_of_few_units_nothing_is_learnt_at_all(cells, small):
    """Where fewer units than the threshold are not on the register, all of them or none may have failed, or anything between."""
    told = tell(cells, small)
    rows = rows_of(cells)
    for row, members in rows.items():
        most = sum(cell.most for cell in members)
        if 0 < most < small:
            assert row not in told_rows(cells, told)
            assert attacked(cells, told, row) == (0, most)


@settings(max_examples=60, deadline=None)
@given(tables(provinces=2, places=2, kinds=2, most=2), st.integers(2, 3), st.data())
def test_the_attack_finds_what_trying_every_table_finds(cells, small, data):
    cells = [cell for cell in cells if cell.most][:7]
    rows = sorted(rows_of(cells))
    some = data.draw(st.sets(st.sampled_from(rows))) if rows else set()
    told = Told(
        ("", "") in some,
        *(frozenset(name for kind, name in some if kind == what) for what in ("province", "place", "kind")),
    )
    for row in rows:
        assert attacked(cells, told, row) == enumerated(cells, told, row)


def season(communes=40, kinds=("area", "school"), most=30, rest=10):
    return [
        Cell(f"/{number % 4}/", f"/{number % 4}/{number}/", kind, rest, most, 0)
        for number in range(communes)
        for kind in kinds
    ]


def test_where_nothing_is_small_everything_is_told():
    told = tell(season(), 5)
    assert told.whole
    assert (len(told.places), len(told.provinces), told.kinds) == (40, 4, {"area", "school"})


def test_one_small_commune_takes_few_others_with_it():
    cells = [cell for cell in season() if cell.place != "/0/0/"]
    cells.append(Cell("/0/", "/0/0/", "area", 1, 2, 0))
    told = tell(cells, 5)
    assert "/0/0/" not in told.places
    assert len(told.places) >= 37
    assert (len(told.provinces), told.kinds) == (4, {"area", "school"})


def test_a_province_of_few_is_withheld_though_its_communes_could_hide_each_other():
    few = [Cell("/9/", f"/9/{number}/", "area", number, 1, 0) for number in (0, 1)]
    told = tell([*season(), *few], 5)
    assert "/9/" not in told.provinces
    assert told.provinces


def test_a_place_with_everybody_on_the_register_is_nobodys_secret():
    assert tell([Cell("/0/", "/0/1/", "area", 0, 0, 0)], 5).whole


def test_a_place_where_all_that_are_left_were_turned_down_is_withheld():
    cells = [*season(), Cell("/0/", "/0/77/", "area", 20, 20, 0), Cell("/0/", "/0/78/", "area", 70, 70, 70)]
    told = tell(cells, 5)
    assert "/0/77/" not in told.places
    # While it is still open nobody has failed.
    assert "/0/78/" in told.places


@pytest.mark.parametrize("small", [2, 3, 10])
def test_before_anybody_registered_little_is_told_and_nothing_fails(small):
    cells = [cell._replace(rest=0) for cell in season()]
    told = tell(cells, small)
    for row, most in withheld(cells, told):
        least, highest = attacked(cells, told, row)
        assert highest - least >= min(most, small)
    assert suppression.span(5, 0, 50) == 0
