"""Cases: a database of judged residential areas all over the country, written directly, to simulate on.

`python -m benchmarks.scoring.cases HOME N` makes HOME/antoan.db with N cases of season 2025.
"""

import random
import sys
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from typing import Any

import orjson

from benchmarks.scoring.trying import SEASON, STANDARD
from domain import schema
from domain.cases import instant
from domain.catalogue import load
from domain.chain import GENESIS
from domain.database import Database, insert
from domain.judged_on import counted
from domain.scorecard import judge
from domain.settings import Settings
from domain.standards import Standard
from domain.store import transaction
from domain.tables import Account, Application, Facts, Scorecard, Season, Unit
from domain.unit_rows import UnitRow
from domain.units import official_units

# So many different sets of facts; cases take them in turn.
VARIETY = 2_000
NOW = instant(datetime(2025, 11, 10, tzinfo=UTC))


def answers(by: Standard, chance: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an applicant and an inspector recorded: nearly everything is well."""
    facts = by.example_facts(SEASON)
    households = chance.randint(40, 400)
    facts["KDC-1c"] = {"residing": households, "registered": households - (chance.random() < 0.1)}
    for code, name in (
        ("KDC-3e", "incidents"),
        ("KDC-4d", "serious_incidents"),
        ("KDC-4b", "serious_crimes"),
    ):
        if chance.random() < 0.06:
            facts[code][name] = [{"on": f"2025-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}"}]
    facts["KDC-4a"].update(crimes=chance.randint(0, 2), crimes_last_year=chance.randint(1, 6))
    if chance.random() < 0.05:
        del facts[chance.choice(["KDC-2", "KDC-3c", "KDC-5"])]
    applicant = {code: facts.pop(code) for code in ("KDC-1a", "KDC-1b")}
    return applicant, facts


def fill(home: Path, many: int) -> Path:
    """Make the database; its file."""
    file = home / "antoan.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    by = load(Settings().criteria).get(STANDARD)
    chance = random.Random(2026)
    documents = []
    for _ in range(VARIETY):
        applicant, inspector = answers(by, chance)
        card = judge(
            by, SEASON, {"kind": by.kind}, counted(by, {"applicant": applicant, "inspector": inspector})
        )
        texts = [orjson.dumps(one, option=orjson.OPT_SORT_KEYS).decode() for one in (applicant, inspector)]
        documents.append((*texts, card.verdict, card.pack()))
    places = official_units(date(2026, 1, 1))
    communes = [row for row in places if row.kind != "province"]
    with transaction(database, datetime.now(UTC)) as store:
        session = store.session
        session.many(
            insert(Account),
            [dict(login="may", name="Máy", language="vi", addresses="{}", active=1, sample=1)],
        )
        session.many(insert(Season, "year", "opened_at"), [(SEASON, NOW)])
        columns = (
            "code",
            "name",
            "kind",
            "local_type",
            "parent_code",
            "path",
            "valid_from",
            "folded",
            "sort_key",
            "attributes",
            "sample",
        )
        villages = [
            _village(number, place) for number, place in zip(range(many), cycle(communes), strict=False)
        ]
        session.many(insert(Unit, *columns), [_row(one) for one in (*places, *villages)])
        first = len(places) + 1
        cases, facts, cards = [], [], []
        for number, (village, document) in enumerate(zip(villages, cycle(documents), strict=False), 1):
            applicant, inspector, verdict, packed = document
            digest = sha256(packed.encode()).hexdigest()
            cases.append((
                number, SEASON, first + number - 1, village.code, village.path, by.kind, by.path, by.sha256, "scored", 4, GENESIS, 1,
                verdict, digest, NOW, NOW,
            ))  # fmt: skip
            facts += [(number, "applicant", applicant, 1, NOW), (number, "inspector", inspector, 1, NOW)]
            cards.append((number, 4, verdict, digest, packed))
        session.many(
            insert(
                Application, "id", "season", "unit", "unit_code", "path", "kind", "standard", "sha256", "state", "number", "head",
                "registered_by", "verdict", "scorecard", "registered_at", "updated_at",
            ),
            cases,
        )  # fmt: skip
        session.many(insert(Facts, "application", "source", "document", "recorded_by", "recorded_at"), facts)
        session.many(insert(Scorecard, "application", "number", "verdict", "sha256", "document"), cards)
    database.close()
    return file


def _village(number: int, place: UnitRow) -> UnitRow:
    code = f"{place.code}-V{number:06}"
    return UnitRow(
        code=code, name=f"Thôn {number}", kind="residential-area", parent_code=place.code, path=f"{place.path}{code}/",
        valid_from=date(2025, 7, 1),
    )  # fmt: skip


def _row(one: UnitRow) -> tuple[Any, ...]:
    return (
        one.code, one.name, one.kind, one.local_type, one.parent_code, one.path, one.valid_from.isoformat(), one.folded,
        one.sort_key, orjson.dumps(one.attributes).decode(), 1,
    )  # fmt: skip


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))
    print("{}", flush=True)
