"""Appeals: within the days of the procedure, decided by somebody else, and carried out.

Seen to fail with its rule broken: the last day left out; a last day on which offices rest that does not roll; whoever
declined deciding; the level above not asked for; a second appeal against the same decision; an allowed one that is not
judged again; a certificate that stays revoked; an appeal without a reason; a decision in the book of the wrong place.
"""

from datetime import UTC, date, datetime

import pytest

from domain import appeals, workdays
from domain.cases import id_of
from domain.errors import BadInput, NotAllowed, OutOfOrder, Refused
from domain.lifecycle import State
from domain.people import Deed
from domain.procedures import ProcedureFile, Procedures
from domain.settings import Settings
from domain.store import looked_at

WHY = {"reason": "Số liệu chưa đúng"}


def asking(**appeal):
    """Procedures of the province that say this of appeals."""
    return Procedures([ProcedureFile.model_validate({
        "title": {"vi": "Thử", "en": "Trial"}, "place": "/20/", "from": "2026-01-01", "cites": "Quy chế thử", "appeal": appeal,
    })])  # fmt: skip


@pytest.fixture
def declined(world):
    world.account("vice-chair", ("approver", "/20/05977/"))
    return world.bring_to(State.NOT_RECOGNISED)


@pytest.fixture
def revoked(world):
    world.account("vice-chair", ("approver", "/20/05977/"))
    reference = world.bring_to(State.RECOGNISED)
    world.settle()
    world.act(Deed.REVOKE, "ward-chair", reference=reference, reason="Có vụ việc")
    world.settle()
    return reference


def on(world, day, month, hour=9):
    world.now = datetime(2026, month, day, hour - 7, tzinfo=UTC)


# --- lodging ---------------------------------------------------------------------------------------------


def test_the_applicant_appeals_and_the_state_stays_what_it_was(world, declined):
    answer = world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    assert answer["state"] == "not-recognised"
    assert world.rows("select state, number, reason from appeal") == [("open", 5, "Số liệu chưa đúng")]


@pytest.mark.parametrize("who", ["ward-chair", "ward-office", "other-commune", "auditor", "ward-inspector"])
def test_nobody_else_appeals(world, declined, who):
    assert isinstance(world.refused(Deed.APPEAL, who, reference=declined, **WHY), NotAllowed)


def test_the_last_day_counts_and_the_day_after_does_not(world, declined):
    # Declined on Thursday 1 October; the fifteenth day after it is Friday the 16th.
    world.procedures = asking(within_days=15)
    on(world, 17, 10, 8)
    said = world.refused(Deed.APPEAL, "ward", reference=declined, **WHY)
    assert said.in_("vi") == (
        "Đã hết thời hạn khiếu nại. Khiếu nại được nhận đến hết thứ Sáu, 16/10/2026: 15 ngày sau ngày quyết định 01/10/2026."
    )
    on(world, 16, 10, 23)
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)


def test_a_last_day_on_which_offices_rest_ends_with_the_next_working_day(world, declined):
    # The tenth day is Sunday the 11th.
    world.procedures = asking(within_days=10)
    on(world, 13, 10)
    said = world.refused(Deed.APPEAL, "ward", reference=declined, **WHY).in_("vi")
    assert "đến hết thứ Hai, 12/10/2026" in said
    assert "Ngày 11/10/2026 là ngày nghỉ" in said
    on(world, 12, 10, 23)
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)


def test_where_no_day_is_set_an_appeal_is_always_heard(world, declined):
    on(world, 31, 12)
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)


def test_an_appeal_needs_a_reason_and_something_to_appeal_against(world, declined):
    world.refused(Deed.APPEAL, "ward", reference=declined, reason=" ")
    scored = world.bring_to(State.SCORED, "S002")
    assert isinstance(world.refused(Deed.APPEAL, "ward", reference=scored, **WHY), OutOfOrder)


def test_there_is_one_appeal_against_each_decision(world, declined):
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    assert "đang được giải quyết" in world.refused(Deed.APPEAL, "ward", reference=declined, **WHY).in_("vi")
    world.act(Deed.DECIDE_APPEAL, "vice-chair", reference=declined, outcome="dismissed", **WHY)
    assert "chỉ khiếu nại một lần" in world.refused(Deed.APPEAL, "ward", reference=declined, **WHY).in_("vi")


def test_what_changed_since_it_was_seen_is_said(world, declined):
    assert "đã thay đổi" in world.refused(Deed.APPEAL, "ward", reference=declined, seen=3, **WHY).in_("vi")


# --- deciding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["allowed", "dismissed"])
def test_whoever_decided_does_not_decide_the_appeal(world, declined, outcome):
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    said = world.refused(Deed.DECIDE_APPEAL, "ward-chair", reference=declined, outcome=outcome, **WHY)
    assert said.in_("vi") == "Người đã ra quyết định không được giải quyết khiếu nại về chính quyết định đó."


@pytest.mark.parametrize("who", ["ward", "ward-office", "other-chair", "auditor", "head-S001"])
def test_only_an_approver_of_the_place_or_above_decides(world, declined, who):
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    said = world.refused(Deed.DECIDE_APPEAL, who, reference=declined, outcome="allowed", **WHY)
    assert isinstance(said, NotAllowed)


def test_where_the_level_above_decides_nobody_of_the_place_does(world, declined):
    world.procedures = asking(decided_by="above")
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    said = world.refused(Deed.DECIDE_APPEAL, "vice-chair", reference=declined, outcome="allowed", **WHY)
    assert "do cấp trên" in said.in_("vi")
    world.act(Deed.DECIDE_APPEAL, "province-chair", reference=declined, outcome="allowed", **WHY)


@pytest.mark.parametrize("part", ["inspected", "registered"])
def test_nobody_decides_about_what_they_inspected_or_registered(world, part):
    world.account(
        "busy", ("approver", "/20/05977/"), ("inspector", "/20/05977/"), ("applicant", "/20/05977/S001/")
    )
    who = "busy" if part == "registered" else "ward"
    reference = world.act(Deed.REGISTER, who, unit="S001", season=2026)["reference"]
    world.settle()
    inspector = "busy" if part == "inspected" else "ward-inspector"
    if world.inspector(reference) != inspector:
        world.act(Deed.ASSIGN, "ward-office", reference=reference, inspector=inspector)
    world.inspect(reference)
    world.settle()
    world.act(Deed.DECLINE, "ward-chair", reference=reference, **WHY)
    world.act(Deed.APPEAL, "head-S001", reference=reference, **WHY)
    said = world.refused(Deed.DECIDE_APPEAL, "busy", reference=reference, outcome="allowed", **WHY)
    assert "chính hồ sơ đó" in said.in_("vi")


def test_one_that_is_dismissed_leaves_the_decision(world, declined):
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    world.act(Deed.DECIDE_APPEAL, "vice-chair", reference=declined, outcome="dismissed", reason="Đã xem lại")
    assert world.state(declined) is State.NOT_RECOGNISED
    assert world.rows("select state, outcome, answer from appeal") == [("decided", "dismissed", "Đã xem lại")]
    assert world.events(declined)[-2:] == ["appeal-lodged", "appeal-dismissed"]


def test_one_that_is_allowed_is_judged_and_decided_anew(world, declined):
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    world.act(Deed.DECIDE_APPEAL, "vice-chair", reference=declined, outcome="allowed", reason="Đúng")
    assert world.state(declined) is State.SCORED
    assert ("scoring",) in world.rows("select flow from work")
    world.settle()
    world.act(Deed.APPROVE, "ward-chair", reference=declined)
    world.settle()
    assert world.state(declined) is State.RECOGNISED
    assert world.value("select count(*) from certificate where revoked_at is null") == 1


def test_a_second_refusal_can_be_appealed_against_again(world, declined):
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    world.act(Deed.DECIDE_APPEAL, "vice-chair", reference=declined, outcome="allowed", **WHY)
    world.act(Deed.DECLINE, "ward-chair", reference=declined, **WHY)
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)


@pytest.mark.parametrize(("who", "book"), [("vice-chair", "/20/05977/"), ("province-chair", "/20/")])
def test_a_revocation_that_is_set_aside_gives_the_recognition_back(world, revoked, who, book):
    world.act(Deed.APPEAL, "ward", reference=revoked, **WHY)
    world.act(Deed.DECIDE_APPEAL, who, reference=revoked, outcome="allowed", reason="Không có vụ việc")
    assert world.state(revoked) is State.RECOGNISED
    assert world.rows("select revoked_at from certificate") == [(None,)]
    assert world.events(revoked)[-1] == "recognition-reinstated"
    assert world.rows("select kind, place from decision where kind = 'reinstatement'") == [
        ("reinstatement", book)
    ]
    assert world.rows("select outcome from appeal") == [("allowed",)]


def test_nothing_is_decided_without_a_reason_or_an_appeal(world, declined):
    assert isinstance(
        world.refused(Deed.DECIDE_APPEAL, "vice-chair", reference=declined, outcome="allowed", **WHY),
        OutOfOrder,
    )
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    world.refused(Deed.DECIDE_APPEAL, "vice-chair", reference=declined, outcome="allowed", reason="")
    with pytest.raises(BadInput):
        world.order(Deed.DECIDE_APPEAL, "vice-chair", reference=declined, outcome="perhaps", **WHY)


def test_the_same_appeal_sent_twice_is_one(world, declined):
    answers = [world.act(Deed.APPEAL, "ward", "k1", reference=declined, **WHY) for _ in range(2)]
    assert answers[0] == answers[1]
    assert world.value("select count(*) from appeal") == 1


def test_what_can_be_appealed_against_is_told_with_its_last_day(world, declined):
    calendar = workdays.load([Settings.model_fields["calendars"].default])
    with world.database.reading() as session:
        case = looked_at(session, declined)
        against = appeals.decided(session, case)
        assert against is not None
        assert (against.on, against.event) == (date(2026, 10, 1), "recognition-declined")
        rules = asking(within_days=15).of(case.place, case.kind, case.standard, against.on)
        until = appeals.deadline(calendar, rules, against.on)
        assert until.last == date(2026, 10, 16)
        assert not until.over(date(2026, 10, 16))
        assert until.over(date(2026, 10, 17))
        assert appeals.of_case(session, id_of(declined)) == []


assert Refused


@pytest.mark.parametrize(
    ("decided_by", "told"), [("another", ["vice-chair", "ward-chair"]), ("above", ["province-chair"])]
)
def test_the_letter_goes_to_whoever_decides_the_appeal(world, declined, decided_by, told):
    world.procedures = asking(decided_by=decided_by)
    world.act(Deed.APPEAL, "ward", reference=declined, **WHY)
    world.settle()
    rows = world.rows(
        "select c.login from notice n join account c on c.id = n.account where n.letter = 'appeal-lodged/approver' order by 1"
    )
    assert [login for (login,) in rows] == told
