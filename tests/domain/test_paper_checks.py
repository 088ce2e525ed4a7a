"""Paper checks: kept per paper with who and when, by the office only; a dossier handed in anew is looked at again.

Broken and seen to fail: anybody checks; a lacking paper without a word; the same found twice written twice; a paper of no
standard; the older check shown in place of the newer; a check that outlives a new dossier unmarked.
"""

import pytest

from domain import paper_checks, supplements
from domain.errors import BadInput, NotAllowed
from domain.lifecycle import State
from domain.paper_checks import GOOD, LACKING, Finding
from domain.people import Deed
from domain.store import transaction

AREA = "vn/antt-2021/residential-area"


def keys(world):
    return [part.key for part in supplements.parts(world.catalogue.get(AREA), {})][:2]


def check(world, reference, who="ward-office", **findings):
    person = world.person(who)
    with transaction(world.database, world.now) as store:
        case = store.case(reference)
        standard = world.catalogue.pinned(case.standard, case.sha256)
        return paper_checks.check(
            store, standard, case, {k.replace("__", "."): f for k, f in findings.items()}, person
        )


def latest(world):
    with world.database.reading() as session:
        return paper_checks.latest(session, 1)


def test_what_is_found_of_each_paper_is_kept_with_who_and_when_and_the_newest_counts(world):
    reference = world.bring_to(State.REGISTERED)
    first, second = keys(world)
    assert check(world, reference, **{first: Finding(LACKING, " thiếu chữ ký "), second: Finding(GOOD)}) == 2
    assert check(world, reference, **{first: Finding(GOOD)}) == 1
    found = latest(world)
    assert {key: (one.found, one.note, one.before) for key, one in found.items()} == {
        first: (GOOD, "", False), second: (GOOD, "", False),
    }  # fmt: skip
    assert found[first].at.startswith("2026-")
    kept = world.rows("select part, found, note, account from paper_check order by id")
    assert kept[0] == (first, LACKING, "thiếu chữ ký", world.ids["ward-office"])
    assert len(kept) == 3


def test_the_same_found_again_is_no_news(world):
    reference = world.bring_to(State.REGISTERED)
    key = keys(world)[0]
    assert [check(world, reference, **{key: Finding(GOOD)}) for _ in "12"] == [1, 0]
    assert len(world.rows("select 1 from paper_check")) == 1


def test_a_dossier_that_is_handed_in_anew_is_to_be_looked_at_again(world):
    reference = world.bring_to(State.REGISTERED)
    key = keys(world)[0]
    check(world, reference, **{key: Finding(LACKING, "thiếu")})
    world.act(Deed.SUBMIT_DOSSIER, "ward", reference=reference, facts=world.facts())
    assert latest(world)[key].before
    assert check(world, reference, **{key: Finding(LACKING, "thiếu")}) == 1
    assert not latest(world)[key].before


@pytest.mark.parametrize("who", ["ward", "ward-chair", "auditor", "other-commune"])
def test_nobody_but_the_office_checks(sqlite_world, who):
    reference = sqlite_world.bring_to(State.REGISTERED)
    with pytest.raises(NotAllowed):
        check(sqlite_world, reference, who, **{keys(sqlite_world)[0]: Finding(GOOD)})


def test_a_paper_that_lacks_something_says_what_and_is_one_of_the_standard(sqlite_world):
    reference = sqlite_world.bring_to(State.REGISTERED)
    key = keys(sqlite_world)[0]
    wrong = [
        (key, Finding(LACKING, " ")),
        (key, Finding("maybe")),
        ("KDC-9.no", Finding(GOOD)),
        (key, Finding(GOOD, "x" * 501)),
    ]
    for name, finding in wrong:
        with pytest.raises(BadInput):
            check(sqlite_world, reference, **{name: finding})
    assert sqlite_world.rows("select 1 from paper_check") == []
