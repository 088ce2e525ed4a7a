"""Lists: what is in them, for whom, in which order.

Broken and seen to fail: the condition on places left out; “late” without the states that owe something; a page that
starts at its mark and not after it; shortfalls without the place.
"""

import random
from datetime import date

import pytest

from domain import listing, shortfalls
from domain.cases import reference
from domain.database import Sql, insert
from domain.lifecycle import State
from domain.listing import GROUPS, OWED, Order, Wanted
from domain.names import fold, sort_key
from domain.people import Deed, Person, Role, may
from domain.rulebook.truth import NOT_MET
from domain.tables import Account, Season
from tests.portal.web import many

TODAY = date(2026, 11, 22)
READERS = {
    "country": Person(1, "a", "A", roles=frozenset({(Role.AUDITOR, "/")})),
    "province": Person(2, "b", "B", roles=frozenset({(Role.APPROVER, "/20/")})),
    "commune": Person(3, "c", "C", roles=frozenset({(Role.INSPECTOR, "/20/06325/")})),
    "two": Person(
        4, "d", "D", roles=frozenset({(Role.APPROVER, "/01/00004/"), (Role.AUDITOR, "/20/06313/")})
    ),
    "own": Person(5, "e", "E", roles=frozenset({(Role.APPLICANT, "/20/06325/N00001/")})),
    "operator": Person(6, "f", "F", roles=frozenset({(Role.OPERATOR, "/")})),
}


@pytest.fixture
def rows(database, standards):
    with database.transaction() as session:
        session.many(
            insert(Account, "id", "login", "name", "language", "addresses", "active", "sample"),
            [(id, f"l{id}", f"=N{id}", "vi", "{}", 1, 0) for id in (1, 2, 3)],
        )
        session.many(insert(Season, "year", "opened_at"), [(2026, many.AT)])
        return many.write(session, standards)


def fits(row, person, wanted):
    """The same question in Python."""
    text = wanted.search.strip()
    if text.startswith("2026-"):
        found = reference(2026, row["id"]) == text
    else:
        found = all(
            word in fold(row["name"]) or word in row["code"].lower() for word in fold(text).split()[:8]
        )
    owes = row["state"] in OWED and row["due_on"] is not None
    return (
        found
        and may(person, Deed.READ, row["path"]) is None
        and wanted.kind in ("", row["kind"])
        and (not wanted.state or row["state"] in GROUPS.get(wanted.state, {wanted.state}))
        and row["path"].startswith(wanted.place)
        and wanted.verdict in ("", row["verdict"])
        and (
            not wanted.due
            or (owes and (row["due_on"] < TODAY) == (wanted.due == "late"))
        )
        and wanted.inspector in (None, row["inspector"])
    )  # fmt: skip


def any_wanted(chance):
    def perhaps(values, otherwise=""):
        return chance.choice(list(values)) if chance.random() < 0.3 else otherwise

    return Wanted(
        2026,
        search=perhaps(
            ["dong dang", "Đồng", "ap bac", "ẤP BÁC", "n0001", "%", "_", "!", "=1", "thon 1", "2026-010003", "x' or 1=1", "da\u0309o"]
        ),
        kind=perhaps(many.KINDS),
        state=perhaps([*State, *GROUPS]),
        place=perhaps(["/20/", "/20/06325/", "/01/"]),
        verdict=perhaps(listing.VERDICTS),
        due=perhaps(["late", "on-time"]),
        inspector=perhaps([2, 3, 9], None),
    )  # fmt: skip


def pages(session, person, wanted, **how):
    """Every line, page by page; each page is reached backwards too."""
    found, mark, before = [], None, None
    while True:
        one = listing.page(session, person, wanted, TODAY, mark=mark, **how)
        assert one.before == (mark is not None)
        if before is not None and one.lines:
            back = listing.page(session, person, wanted, TODAY, mark=one.lines[0].id, backwards=True, **how)
            assert back.lines == before.lines
            assert back.after
        found += one.lines
        if not one.after:
            return found, one.total
        mark, before = one.lines[-1].id, one


@pytest.mark.parametrize(("few", "many_"), [(1, 1), (0, 1), (0, 0), (1, 0)])
def test_a_list_holds_what_its_filters_say_and_nobody_elses(database, rows, monkeypatch, few, many_):
    """Every filter, alone and together, for every reader, against the same question in Python."""
    monkeypatch.setattr(listing, "PAGE", 7)
    monkeypatch.setattr(listing, "FEW", 2_000 * few)
    monkeypatch.setattr(listing, "MANY", 2_000 * many_)
    chance = random.Random(7)
    with database.reading() as session:
        asked = [Wanted(2026), *(any_wanted(chance) for _ in range(60))]
        for wanted in asked:
            for who, person in READERS.items():
                expected = {row["id"] for row in rows if fits(row, person, wanted)}
                order, descending = chance.choice(list(Order)), chance.random() < 0.5
                found, total = pages(session, person, wanted, order=order, descending=descending)
                ids = [line.id for line in found]
                assert len(ids) == len(set(ids))
                assert set(ids) == expected, (who, wanted)
                assert total == len(expected) == listing.count(session, person, wanted, TODAY)
                written = listing.every(session, person, wanted, TODAY, order=order, descending=descending)
                assert [line.id for line in written] == ids


@pytest.mark.parametrize("few", [True, False], ids=["sorted", "walked"])
def test_lists_are_in_the_order_of_a_vietnamese_dictionary(database, rows, monkeypatch, few):
    monkeypatch.setattr(listing, "FEW", 2_000 if few else 0)
    monkeypatch.setattr(listing, "PAGE", 9)
    with database.reading() as session:
        found, _ = pages(session, READERS["country"], Wanted(2026))
    names = [(sort_key(line.name), line.code) for line in found]
    assert names == sorted(names)
    assert next(line.name for line in found if line.name in ("Ấp Bắc", "Ấp Bác")) == "Ấp Bác"


def test_a_mark_that_is_gone_gives_the_first_page(database, rows):
    with database.reading() as session:
        first = listing.page(session, READERS["country"], Wanted(2026), TODAY)
        assert listing.page(session, READERS["country"], Wanted(2026), TODAY, mark=99).lines == first.lines


def test_shortfalls_count_the_failing_applications_of_each_criterion(database, rows, standards):
    letters = shortfalls.Letters()
    with database.reading() as session:
        for person in READERS.values():
            mine = [
                row
                for row in rows
                if row["verdict"] == "not_met" and may(person, Deed.READ, row["path"]) is None
            ]
            told = shortfalls.shortfalls(session, letters, standards, 2026, person)
            for one in told:
                failing = shortfalls.failing(
                    session, letters, standards, 2026, person, one.standard, one.criterion.code
                )
                expected = {
                    row["id"]
                    for row in mine
                    if row["standard"].path == one.standard
                    and row["letters"][row["standard"].in_season(2026).codes.index(one.criterion.code)]
                    == NOT_MET
                }
                assert set(failing) == expected
                assert one.many == len(expected) == len(failing)
            missed = sum(row["letters"].count(NOT_MET) for row in mine)
            assert sum(one.many for one in told) == missed
        unread = Sql("select count(*) from application where season = :season")
        assert session.row(unread, season=2026) == (len(rows),)
