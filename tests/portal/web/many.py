"""Many: applications of every kind, state and place, written directly, for tests of lists and figures."""

import random
from datetime import date, timedelta
from hashlib import sha256

import orjson

from domain.database import Sql, insert
from domain.lifecycle import State
from domain.names import fold, sort_key
from domain.rulebook.truth import MET, NOT_MET, overall
from domain.tables import Application, Scorecard, Unit

AT = "2026-10-01T02:00:00.000000Z"
NAMES = (
    "Thôn Đồng Đăng", "Thôn Ấp Đá", "Tổ dân phố số 3", "Khối 5", "Bản Nà Làng", "=1+1", "+84", "-2 thôn", "@cmd", "Thôn 100%_!",
    "Xóm ẢO", "Ấp Bắc", "Ấp Bác", "Trường THCS Đông Kinh", "Công ty Đá Vôi", "thôn đông đằng",
)  # fmt: skip
KINDS = ("residential-area", "agency", "enterprise", "school")


def write(session, catalogue, many=160, seed=1, places=("/20/06325/", "/20/06313/", "/01/00004/")):
    """Units and applications of season 2026 all over `places`, by somebody's account 1; their rows as mappings."""
    chance = random.Random(seed)
    standards = {
        one.kind: one
        for one in catalogue.standards.values()
        if one.opens_registration and not one.place and 2026 in one.seasons
    }
    first = 10_000
    units, cases, cards, told = [], [], [], []
    for number in range(many):
        id = first + number
        place, kind = chance.choice(places), chance.choice(KINDS)
        code, name = f"N{number:05}", chance.choice(NAMES) + ("" if number % 3 else f" {number}")
        path = f"{place}{code}/"
        units.append(
            (id, code, name, kind, "", code, path, "2025-07-01", fold(name), sort_key(name), "{}", 0)
        )
        state = chance.choice(list(State))
        standard = standards[kind]
        due = date(2026, 11, 1) + timedelta(days=chance.randint(0, 40)) if chance.random() < 0.8 else None
        letters, verdict, digest = None, None, None
        if state not in (State.REGISTERED, State.UNDER_INSPECTION, State.NOT_ELIGIBLE, State.INSPECTED):
            letters = "".join(chance.choice(MET * 9 + NOT_MET) for _ in standard.in_season(2026).codes)
            verdict = overall(letters)
            document = orjson.dumps({
                "standard": standard.path, "sha256": standard.sha256, "season": 2026, "verdict": verdict, "letters": letters,
                "unit": {"kind": kind}, "facts": {},
            }).decode()  # fmt: skip
            digest = sha256(f"{id}{document}".encode()).hexdigest()
            cards.append((id, 3, verdict, digest, document))
        inspector = chance.choice([None, 2, 3])
        cases.append((
            id, 2026, id, code, path, kind, standard.path, standard.sha256, state, 4, "-", 1, inspector,
            due.isoformat() if due else None, verdict, digest, AT, AT,
        ))  # fmt: skip
        told.append(dict(
            id=id, name=name, code=code, path=path, kind=kind, state=state, due_on=due, verdict=verdict, letters=letters,
            inspector=inspector, standard=standard,
        ))  # fmt: skip
    columns = (
        "id", "code", "name", "kind", "local_type", "parent_code", "path", "valid_from", "folded", "sort_key", "attributes", "sample",
    )  # fmt: skip
    known = {code for (code,) in session.rows(Sql("select code from unit"))}
    above = {code: path for place in places for code, path in ((place[1:3], place[:4]), (place[4:9], place))}
    units += [
        (id, code, name, kind, "", None if kind == "province" else path[1:3], path, "2025-07-01", fold(name), sort_key(name), "{}", 0)
        for id, (code, path) in enumerate(sorted(above.items()), start=9_000)
        for kind, name in [("province", f"Tỉnh {code}") if len(path) == 4 else ("commune", f"Xã {code}")]
        if code not in known
    ]  # fmt: skip
    session.many(insert(Unit, *columns), units)
    session.many(
        insert(
            Application, "id", "season", "unit", "unit_code", "path", "kind", "standard", "sha256", "state", "number", "head",
            "registered_by", "inspector", "due_on", "verdict", "scorecard", "registered_at", "updated_at",
        ),
        cases,
    )  # fmt: skip
    session.many(insert(Scorecard, "application", "number", "verdict", "sha256", "document"), cards)
    return told
