"""Decisions: one number over one list, without a gap; what is signed is closed; what an authority takes back or puts right.

Broken and seen to fail: a number for a decision whose acts were all taken back (a gap); numbers of all years, and of all
places, in one book; a key of another person that joins; a signed decision that takes up more; a correction of what is
right; of a field that no document has; a reinstatement that leaves the certificate revoked; none for whoever was revoked before it was
written; the place above not woken; no checkpoint; months without their zero. Not killed, because the id
says the same: a draft that is not looked up.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from domain import chain, decision_book, decisions
from domain.cases import id_of, instant
from domain.decisions import locality
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder, Refused
from domain.lifecycle import State
from domain.people import Deed
from domain.procedures import ProcedureFile, Procedures, Signing

REASON = {"reason": "có căn cứ"}


def numbers(world):
    return world.rows("select place, year, serial, symbol, kind from decision order by place, year, serial")


def lists(world):
    rows = world.rows(
        "select d.place, d.serial, a.unit_code, e.name from decision_item i join decision d on d.id = i.decision"
        " join application a on a.id = i.application"
        " join event e on e.application = i.application and e.number = i.number order by d.place, d.serial, a.unit_code"
    )
    found = {}
    for place, serial, code, event in rows:
        found.setdefault((place, serial), []).append((code, event))
    return found


def told(world, reference):
    with world.database.reading() as session:
        last = decisions.of(session, id_of(reference))[-1]
        return decisions.told(session, last.id)


def scored(world, *units):
    return [world.bring_to(State.SCORED, unit) for unit in units]


# --- one number over one list ----------------------------------------------------------------------------


def test_an_act_by_itself_is_a_decision_by_itself(world):
    for reference in scored(world, "S001", "S002"):
        world.act(Deed.APPROVE, "ward-chair", reference=reference)
    assert numbers(world) == [
        ("/20/05977/", 2026, 1, "1/QĐ-UBND", "recognition"),
        ("/20/05977/", 2026, 2, "2/QĐ-UBND", "recognition"),
    ]
    assert [len(units) for units in lists(world).values()] == [1, 1]


def test_acts_of_one_key_are_one_decision_and_who_is_declined_is_in_it(world):
    first, second, third = scored(world, "S001", "S002", "S003")
    world.perform(
        world.order(Deed.APPROVE, "ward-chair", reference=first, decision="k"),
        world.order(Deed.DECLINE, "ward-chair", reference=second, decision="k", reason="Chưa đạt khoản 5"),
        world.order(Deed.APPROVE, "ward-chair", reference=third, decision="k"),
    )
    assert lists(world) == {
        ("/20/05977/", 1): [
            ("S001", "recognition-approved"),
            ("S002", "recognition-declined"),
            ("S003", "recognition-approved"),
        ]
    }
    decision = told(world, second)
    assert decision["symbol"] == "1/QĐ-UBND"
    assert [(i.code, i.outcome.vi, i.reason) for i in decision["items"]] == [
        ("S001", "Công nhận", ""),
        ("S002", "Không công nhận", "Chưa đạt khoản 5"),
        ("S003", "Công nhận", ""),
    ]


def test_each_place_and_each_year_has_its_own_book(world):
    ward, other, late = scored(world, "S001", "S101", "S002")
    world.act(Deed.APPROVE, "ward-chair", reference=ward)
    world.act(Deed.APPROVE, "other-chair", reference=other)
    world.now = datetime(2027, 1, 4, 2, tzinfo=UTC)
    world.act(Deed.APPROVE, "ward-chair", reference=late)
    assert [one[:3] for one in numbers(world)] == [
        ("/20/05977/", 2026, 1),
        ("/20/05977/", 2027, 1),
        ("/20/06625/", 2026, 1),
    ]


def test_one_key_joins_neither_places_nor_people_nor_seasons(world):
    ward, other = scored(world, "S001", "S101")
    world.account("deputy", ("approver", "/20/05977/"), ("approver", "/20/06625/"))
    (second,) = scored(world, "S002")
    world.perform(
        world.order(Deed.APPROVE, "ward-chair", reference=ward, decision="k"),
        world.order(Deed.APPROVE, "deputy", reference=other, decision="k"),
        world.order(Deed.APPROVE, "deputy", reference=second, decision="k"),
    )
    assert sorted(place for place, _ in lists(world)) == ["/20/05977/", "/20/05977/", "/20/06625/"]
    assert sorted(len(units) for units in lists(world).values()) == [1, 1, 1]


def test_a_refused_act_uses_up_no_number(world):
    """Refused before it is entered, and after: the number of whoever comes next is the next one."""
    ready, undecided = world.bring_to(State.SCORED), world.bring_to(State.SCORED, "S002", facts={})
    answers = world.perform(
        world.order(Deed.APPROVE, "ward-chair", reference=undecided, decision="k"),
        world.order(Deed.APPROVE, "other-chair", reference=ready),
        world.order(Deed.REVOKE, "ward-chair", reference=ready, **REASON),
        world.order(Deed.APPROVE, "ward-chair", reference=ready),
        world.order(Deed.APPROVE, "ward-chair", reference=ready),
    )
    assert [isinstance(answer, Refused) for answer in answers] == [True, True, True, False, True]
    assert [one[2] for one in numbers(world)] == [1]
    world.act(Deed.DECLINE, "ward-chair", reference=undecided, **REASON)
    assert [one[2] for one in numbers(world)] == [1, 2]


def test_an_act_that_is_taken_back_after_it_was_entered_uses_up_no_number(world, monkeypatch):
    """A decision whose only act fails at its very end is not made."""
    first, second = scored(world, "S001", "S002")
    from domain import recognition

    def enter_and_fail(store, form, case, by, kind="recognition"):
        made = decisions.enter(store, form, case, by, kind)
        if case.unit_code == "S001":
            raise OutOfOrder("Không được.", "No.")
        return made

    monkeypatch.setattr(recognition, "enter", enter_and_fail)
    world.perform(*[world.order(Deed.APPROVE, "ward-chair", reference=one) for one in (first, second)])
    assert lists(world) == {("/20/05977/", 1): [("S002", "recognition-approved")]}


def test_the_same_act_twice_is_the_same_decision(world):
    (reference,) = scored(world, "S001")
    order = world.order(Deed.APPROVE, "ward-chair", key="once", reference=reference, decision="k")
    assert world.perform(order) == world.perform(order)
    assert len(numbers(world)) == 1


def test_what_is_signed_takes_up_nobody_more(world):
    first, second = scored(world, "S001", "S002")
    world.act(Deed.APPROVE, "ward-chair", reference=first, decision="k")
    refusal = world.refused(Deed.APPROVE, "ward-chair", reference=second, decision="k")
    assert isinstance(refusal, OutOfOrder)
    assert refusal.in_("vi") == (
        "Quyết định số 1/QĐ-UBND đã ký nên không thêm hồ sơ 2026-000002 được; hãy ra một quyết định khác."
    )


def test_the_event_names_its_decision(world):
    (reference,) = scored(world, "S001")
    world.act(Deed.APPROVE, "ward-chair", reference=reference)
    payload = world.value("select payload from event where name = 'recognition-approved'")
    assert f'"decision":"{told(world, reference)["id"]}"' in payload


# --- two at the same second ------------------------------------------------------------------------------


def test_two_approvers_at_the_same_second_leave_no_gap_and_no_number_twice(world):
    """Two of one place and one of another, each in transactions of their own, some of which fail."""
    for n in range(24):
        world.unit(f"P{n}", "residential-area", f"/20/05977/P{n}/", "05977")
    orders = [world.order(Deed.REGISTER, "province-office", unit=f"P{n}", season=2026) for n in range(24)]
    world.perform(*orders)
    world.run("delete from work")
    world.run("update application set state = 'scored', verdict = 'met'")
    world.account("deputy", ("approver", "/20/05977/"))
    gate = threading.Barrier(2)

    def decide(who, start):
        gate.wait(30)
        for number in range(start, 25, 2):
            reference = f"2026-{number:06d}"
            world.act(Deed.APPROVE, who, reference=reference)
            with pytest.raises(Refused):
                world.act(Deed.APPROVE, who, reference=reference)

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(decide, "ward-chair", 1), threads.submit(decide, "deputy", 2)]:
            done.result(120)
    assert [one[2] for one in numbers(world)] == list(range(1, 25))
    assert {len(units) for units in lists(world).values()} == {1}
    assert len({tuple(units) for units in lists(world).values()}) == 24


# --- what a decision says for ever -----------------------------------------------------------------------


def procedure(**signing):
    return ProcedureFile.model_validate({
        "title": {"vi": "Của phường", "en": "The ward's"},
        "place": "/20/05977/",
        "from": "2026-01-01",
        "cites": "mẫu",
        "signing": signing,
    })  # fmt: skip


def test_a_decision_keeps_the_words_of_the_procedure_it_was_signed_by(world):
    signing = dict(mode="KT.", title="PHÓ CHỦ TỊCH", symbol="QĐ-UBND-X", bases=["Luật A", "Thông tư B"])
    world.procedures = Procedures(files=[procedure(**signing, proposed_by="Công an phường")])
    first, second = scored(world, "S001", "S002")
    world.act(Deed.APPROVE, "ward-chair", reference=first)
    world.procedures = Procedures()
    decision = told(world, first)
    assert decision["symbol"] == "1/QĐ-UBND-X"
    assert (decision["mode"], decision["signer_title"], decision["signer_name"]) == (
        "KT.",
        "PHÓ CHỦ TỊCH",
        "ward-chair",
    )
    assert decision["bases"] == ["Luật A", "Thông tư B"]
    assert (decision["body"], decision["proposed_by"]) == (Signing().body, "Công an phường")
    world.act(Deed.APPROVE, "ward-chair", reference=second)
    assert told(world, second)["bases"] == []


@pytest.mark.parametrize(
    ("now", "date"),
    [
        (datetime(2026, 3, 5, 2, tzinfo=UTC), ("05", "3", "2026")),
        (datetime(2026, 2, 14, 18, tzinfo=UTC), ("15", "02", "2026")),
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), ("31", "12", "2026")),
        (datetime(2026, 12, 31, 17, tzinfo=UTC), ("01", "01", "2027")),
    ],
)
def test_the_day_is_that_of_viet_nam_as_decree_30_writes_it(sqlite_world, now, date):
    (reference,) = scored(sqlite_world, "S001")
    sqlite_world.now = now
    sqlite_world.act(Deed.APPROVE, "ward-chair", reference=reference)
    decision = told(sqlite_world, reference)
    assert (decision["date"]["day"], decision["date"]["month"], decision["date"]["year"]) == date
    assert decision["year"] == int(date[2])
    assert (decision["place_name"], decision["locality"]) == ("Phường Đông Kinh", "Đông Kinh")


def test_a_decision_shows_the_heads_of_its_chains_and_the_checkpoint_that_stood(world):
    first, second = scored(world, "S001", "S002")
    world.act(Deed.APPROVE, "ward-chair", reference=first)
    with world.database.transaction() as session:
        chain.seal(session, instant(world.now))
    world.act(Deed.APPROVE, "ward-chair", reference=second)
    with world.database.transaction() as session:
        chain.seal(session, instant(world.now))
    (head,) = world.rows("select hash from checkpoint where id = 1")[0]
    assert (told(world, first)["checkpoint"], told(world, second)["checkpoint"]) == ("", head)
    (item,) = told(world, second)["items"]
    assert (item.head,) == world.rows(
        "select hash from event where application = 2 and name = 'recognition-approved'"
    )[0]


def test_no_decision_has_an_unknown_id(sqlite_world):
    with sqlite_world.database.reading() as session, pytest.raises(NotFound):
        decisions.told(session, "nothing")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Xã Đình Lập", "Đình Lập"),
        ("Thành phố Hà Nội", "Hà Nội"),
        ("Phường 1", "Phường 1"),
        ("Đặc khu Côn Đảo", "Côn Đảo"),
        ("Xanh", "Xanh"),
    ],
)
def test_a_locality_is_the_place_without_what_it_is_unless_it_is_a_number(name, bare):
    assert locality(name) == bare


# --- taking back, giving back, putting right ---------------------------------------------------------------


def recognised(world, unit="S001"):
    reference = world.bring_to(State.RECOGNISED, unit)
    world.settle()
    return reference


def test_a_revocation_and_a_reinstatement_are_decisions_and_the_certificate_counts_again(world):
    reference = recognised(world)
    world.act(Deed.REVOKE, "ward-chair", reference=reference, reason="Khai sai")
    assert world.value("select revoked_at from certificate") is not None
    world.act(Deed.REINSTATE, "ward-chair", reference=reference, reason="Không sai")
    assert world.state(reference) is State.RECOGNISED
    assert world.value("select revoked_at from certificate") is None
    assert [(one[2], one[4]) for one in numbers(world)] == [
        (1, "recognition"),
        (2, "revocation"),
        (3, "reinstatement"),
    ]
    world.settle()
    assert world.rows("select serial from certificate") == [(1,)]


def test_whoever_was_revoked_before_the_certificate_was_written_gets_it_when_reinstated(world):
    reference = world.bring_to(State.REVOKED)
    world.settle()
    assert world.rows("select 1 from certificate") == []
    world.act(Deed.REINSTATE, "ward-chair", reference=reference, **REASON)
    world.settle()
    assert world.rows("select serial, revoked_at from certificate") == [(1, None)]


@pytest.mark.parametrize("deed", [Deed.REVOKE, Deed.REINSTATE])
def test_the_unit_above_is_judged_again(world, deed):
    commune = world.bring_to(State.SCORED, "05977")
    reference = recognised(world)
    if deed is Deed.REINSTATE:
        world.act(Deed.REVOKE, "ward-chair", reference=reference, **REASON)
    world.settle()
    before = world.events(commune)
    world.act(deed, "ward-chair", reference=reference, **REASON)
    world.settle()
    assert world.events(commune) == [*before, "application-scored"]


def test_a_correction_says_what_was_and_what_is_and_changes_nothing_else(world):
    reference = recognised(world)
    certificate = world.rows("select * from certificate")
    world.act(
        Deed.CORRECT, "ward-chair", reference=reference, field="name", was="Khu S001", became=" Khu phố 1 ", reason="Sai tên",
    )  # fmt: skip
    assert world.state(reference) is State.RECOGNISED
    assert world.rows("select * from certificate") == certificate
    (item,) = told(world, reference)["items"]
    assert (item.told["field"], item.told["was"], item.told["became"]) == ("name", "Khu S001", "Khu phố 1")
    assert item.reason == "Sai tên"


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"field": "verdict"}, BadInput),
        ({"became": "Khu S001"}, BadInput),
        ({"became": "  "}, BadInput),
        ({"reason": " "}, BadInput),
    ],
)
def test_a_correction_needs_a_field_a_difference_and_a_reason(sqlite_world, changed, kind):
    reference = recognised(sqlite_world)
    asked = dict(reference=reference, field="name", was="Khu S001", became="Khu phố 1", reason="Sai tên")
    assert isinstance(sqlite_world.refused(Deed.CORRECT, "ward-chair", **asked | changed), kind)


@pytest.mark.parametrize("deed", [Deed.REVOKE, Deed.REINSTATE, Deed.CORRECT])
def test_whoever_inspected_or_registered_neither_takes_back_nor_gives_back_nor_corrects(sqlite_world, deed):
    world = sqlite_world
    reference = recognised(world)
    if deed is Deed.REINSTATE:
        world.act(Deed.REVOKE, "ward-chair", reference=reference, **REASON)
    more = dict(field="name", was="a", became="b") if deed is Deed.CORRECT else {}
    inspector = world.inspector(reference)
    from domain.database import insert
    from domain.tables import Role

    for login in (inspector, "ward"):
        world._write(None, insert(Role), dict(account=world.ids[login], role="approver", path="/20/05977/", starts="0001-01-01", ends=None))  # fmt: skip
        assert isinstance(world.refused(deed, login, reference=reference, **REASON, **more), NotAllowed)
    assert isinstance(
        world.refused(deed, "province-chair", reference=reference, **REASON, **more), NotAllowed
    )


# --- the book ----------------------------------------------------------------------------------------------


def test_a_book_shows_the_places_that_somebody_holds_an_office_for(world):
    for unit, chair in (("S001", "ward-chair"), ("S101", "other-chair"), ("S002", "ward-chair")):
        (reference,) = scored(world, unit)
        world.act(Deed.APPROVE, chair, reference=reference)

    def book(who, **more):
        with world.database.reading() as session:
            places = decision_book.places(world.person(who))
            rows = decision_book.book(session, places, 10, **more)
            more.pop("start", None)
            assert "start" in more or decision_book.count(session, places, **more) >= len(rows)
            return [(one.place, one.symbol, one.units) for one in rows]

    assert book("ward-chair") == [("/20/05977/", "2/QĐ-UBND", 1), ("/20/05977/", "1/QĐ-UBND", 1)]
    assert book("other-office") == [("/20/06625/", "1/QĐ-UBND", 1)]
    assert len(book("province-office")) == len(book("auditor")) == 3
    assert len(book("auditor", start=2)) == 1
    assert book("auditor", place="/20/06625/", year=2026) == [("/20/06625/", "1/QĐ-UBND", 1)]
    assert book("auditor", year=2025) == []
    assert book("head-S001") == []
