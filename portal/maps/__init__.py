"""Maps: the provinces of Viet Nam and the communes of one, drawn on the server, shaded by how large a share is recognised.

Hoàng Sa and Trường Sa are on every map of the country, and on those of the provinces that they belong to.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any, NamedTuple

from domain.texts import Text
from domain.unit_rows import COMMUNES
from domain.units import official_units

ISLANDS = ("Đặc khu Hoàng Sa", "Đặc khu Trường Sa")


class Share(NamedTuple):
    """How many of how many are recognised."""

    recognised: int
    of: int


class Measure(NamedTuple):
    """What is drawn of a share, in words: of a place where there is any, of one where there is none, and what the first two
    shades say. `least` is the share's smallest number that is not white."""

    said: Text
    nothing: Text
    white: Text
    light: Text
    least: int
    note: Text

    def level(self, share: Share) -> int:
        """The shade: lighter to darker, and hatched or larger, so that no colour has to be seen."""
        if not share.of or share.recognised < self.least:
            return 0
        return min(4, 1 + 4 * share.recognised // share.of)

    @property
    def levels(self) -> tuple[Text, ...]:
        return self.white, self.light, *_DARKER

    def of(self, share: Share) -> Text:
        return self.said if share.of else self.nothing


_DARKER = (
    Text(vi="từ 25 % đến dưới 50 %", en="25% to under 50%"),
    Text(vi="từ 50 % đến dưới 75 %", en="50% to under 75%"),
    Text(vi="từ 75 %", en="75% and over"),
)
# For those who answer for an area: of what was registered.
OF_REGISTERED = Measure(
    Text(vi="{some} trên {all} hồ sơ được công nhận", en="{some} of {all} recognised"),
    Text(vi="chưa có hồ sơ", en="no applications"),
    Text(vi="chưa có số liệu", en="no figures"),
    Text(vi="dưới 25 % được công nhận", en="under 25% recognised"),
    0,
    Text(vi="Tỷ lệ tính trên số hồ sơ đã đăng ký.", en="The share is of those that registered."),
)
# For everybody: of all units that there are. How many of them registered may be withheld; this never is, because the
# register names the ones and the list of units the others.
OF_UNITS = Measure(
    Text(vi="{some} trên {all} đơn vị đang được công nhận", en="{some} of {all} units recognised, in force"),
    Text(vi="không có đơn vị nào trong danh mục", en="no unit in the list"),
    Text(vi="không có đơn vị nào đang được công nhận", en="no unit recognised, in force"),
    Text(vi="có, dưới 25 % đơn vị", en="some, under 25% of the units"),
    1,
    Text(
        vi="Bản đồ vẽ số đơn vị đang được công nhận theo sổ công nhận, trên tổng số đơn vị trong danh mục, kể cả đơn vị không đăng ký.",
        en="The map shows the units whose recognition is in force by the register, of all units in the list, with those that did not register.",
    ),
)


@dataclass(frozen=True)
class Place:
    """One place on a map, at a point or with an outline."""

    code: str
    name: str
    share: Share
    x: float = 0.0
    y: float = 0.0
    outline: str = ""
    island: bool = False


@dataclass(frozen=True)
class Map:
    """A drawing: its frame, the land, the places on it; `apart` are those that lie far out at sea, in a frame beside it."""

    view: tuple[float, float, float, float]
    places: tuple[Place, ...]
    land: str = ""
    apart: tuple[Place, ...] = ()
    frame: tuple[float, float, float, float] = field(default=(0, 0, 0, 0))

    @property
    def unit(self) -> float:
        """A hundredth of the width: what sizes are given in."""
        return self.view[2] / 100


@cache
def _shapes() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "provinces.json").read_text(encoding="utf-8"))
    return found


def point(lat: float, lon: float) -> tuple[float, float]:
    """Where a place lies on the drawing."""
    shapes = _shapes()
    x = (lon - shapes["west"]) * shapes["scale"] * cos(radians(shapes["middle"]))
    return round(x, 1), round((shapes["north"] - lat) * shapes["scale"], 1)


@lru_cache(maxsize=2)
def _communes(on: date) -> dict[str, list[tuple[str, str, float, float]]]:
    """Code, name and point of every commune, by province."""
    found: dict[str, list[tuple[str, str, float, float]]] = {}
    for row in official_units(on):
        if row.kind in COMMUNES and row.parent_code:
            lat, lon = row.attributes.get("lat"), row.attributes.get("lon")
            if isinstance(lat, float) and isinstance(lon, float):
                found.setdefault(row.parent_code, []).append((row.code, row.name, *point(lat, lon)))
    return found


@lru_cache(maxsize=2)
def _provinces(on: date) -> dict[str, str]:
    return {row.code: row.name for row in official_units(on) if row.kind == "province"}


_NOTHING = Share(0, 0)


def country(shares: Mapping[str, Share], on: date) -> Map:
    """The 34 provinces by code, and the two archipelagos, shaded by their communes' own code or their province's."""
    shapes = _shapes()["provinces"]
    places = [
        Place(code, name, shares.get(code, _NOTHING), outline=shapes[code]["coarse"])
        for code, name in _provinces(on).items()
    ]
    for province, communes in _communes(on).items():
        places += [
            Place(province, name, shares.get(province, _NOTHING), x, y, island=True)
            for _, name, x, y in communes
            if name in ISLANDS
        ]
    return Map((0, 0, 1290, 1540), tuple(places))


def province(code: str, shares: Mapping[str, Share], on: date) -> Map | None:
    """A province with its communes; None for what is no province."""
    shape = _shapes()["provinces"].get(code)
    if shape is None:
        return None
    left, top, right, bottom = shape["box"]
    width, height = right - left, bottom - top
    near: list[Place] = []
    far: list[Place] = []
    for commune, name, x, y in _communes(on).get(code, []):
        one = Place(commune, name, shares.get(commune, _NOTHING), x, y, island=name in ISLANDS)
        inside = (
            left - 0.3 * width < x < right + 0.3 * width and top - 0.3 * height < y < bottom + 0.3 * height
        )
        (near if inside else far).append(one)
    left, right = min([left, *(one.x for one in near)]), max([right, *(one.x for one in near)])
    top, bottom = min([top, *(one.y for one in near)]), max([bottom, *(one.y for one in near)])
    margin = 0.04 * max(right - left, bottom - top)
    left, top, right, bottom = left - margin, top - margin, right + margin, bottom + margin
    # A narrow province still gets a frame in which its points do not touch.
    wide = max(right - left, 0.6 * (bottom - top))
    left -= (wide - (right - left)) / 2
    if not far:
        return Map(_rounded(left, top, wide, bottom - top), tuple(near), shape["fine"])
    strip = 0.12 * wide
    tall = bottom - top + strip + margin
    step = wide / len(far)
    apart = tuple(
        Place(one.code, one.name, one.share, round(left + step * (number + 0.08), 1), round(bottom + margin + strip / 2, 1), island=one.island)
        for number, one in enumerate(far)
    )  # fmt: skip
    frame = _rounded(left + margin / 4, bottom + margin / 2, wide - margin / 2, strip)
    return Map(_rounded(left, top, wide, tall), tuple(near), shape["fine"], apart, frame)


def _rounded(*values: float) -> tuple[float, float, float, float]:
    a, b, c, d = (round(value, 1) for value in values)
    return a, b, c, d
