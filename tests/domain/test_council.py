"""Council: who is called to what, who votes, what is recorded, and when that no longer stands.

Broken and seen to fail: the office of another place calls; invited a day too late; somebody who is no member; an
application of another place, of an open session, found for already, or without need; no key; the recused let vote, and
without a reason; a vote on a changed dossier, after the close, without the seat; attendance before the day; presence not
asked for; a close that is not held, not flushed, not looked at twice; a changed item counted; those recused by rule not
written down, and asked for again after the close; a decision taken for a change, and a change for a decision; what merely
tells taken for a change; a finding of a session that is open, older, changed, cancelled or of another chain; the gate
without a council, and for whoever asks for none; a bar that nobody looks at.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.cases import id_of
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder, Refused
from domain.lifecycle import State
from domain.people import Deed
from tests.domain.council_world import DAY, MEMBERS, Council

REASON = {"reason": "có căn cứ"}


@pytest.fixture
def seated(sqlite_world):
    return Council(sqlite_world)


@pytest.fixture
def scored(seated):
    return seated.world.bring_to(State.SCORED)


def reviewed(seated, reference):
    rows = seated.world.rows(
        "select payload from event where application = :id and name = 'council-reviewed' order by number",
        id=id_of(reference),
    )
    return [payload for (payload,) in rows]


# --- the gate --------------------------------------------------------------------------------------------


def test_nobody_is_recognised_before_the_council_has_found_for_them(seated, scored):
    said = seated.world.refused(Deed.APPROVE, "ward-chair", reference=scored)
    assert "Hội đồng chưa xem xét" in said.in_("vi")
    assert "has not looked at it yet" in said.in_("en")
    seated.held(scored)
    assert seated.missing(scored) is None
    assert seated.world.act(Deed.APPROVE, "ward-chair", reference=scored)["state"] == "recognised"


def test_a_refusal_and_a_return_are_not_gated(seated, scored):
    other = seated.world.bring_to(State.SCORED, "S002")
    seated.world.act(Deed.DECLINE, "ward-chair", reference=scored, **REASON)
    seated.world.act(Deed.RETURN, "ward-chair", reference=other, **REASON)


def test_where_no_council_is_asked_for_none_is_needed_and_no_statement_asked(seated, scored):
    elsewhere = seated.world.bring_to(State.SCORED, "S101")
    assert seated.missing(elsewhere) is None
    asked = []
    with seated.world.database.reading() as session:
        from domain import gate
        from domain.store import looked_at

        cases = [looked_at(session, elsewhere)]
        rows = session.rows
        session.rows = lambda *a, **k: asked.append(a) or rows(*a, **k)
        assert gate.why_not_many(session, seated.world.procedures, cases, seated.world.now.date()) == {}
    assert asked == []


def test_a_session_that_is_not_closed_opens_nothing(seated, scored):
    id = seated.call(scored)
    assert "sẽ xem xét" in seated.missing(scored).vi
    seated.attend(id, *MEMBERS)
    for who in MEMBERS:
        seated.vote(id, scored, who)
    seated.world.refused(Deed.APPROVE, "ward-chair", reference=scored)


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        (("for", "for", "against", "against", "abstain"), "không tán thành"),
        (("for", None, "for", "for", "for"), "không đủ điều kiện kết luận"),
        (("for", "for", "for", None, None), "không đủ điều kiện kết luận"),
    ],
)
def test_a_finding_against_and_one_that_could_not_be_found_bar_it_and_say_why(seated, scored, votes, said):
    """A tie; without the police; three of five, where two thirds are asked for."""
    seated.held(scored, votes=votes)
    assert said in seated.missing(scored).vi
    seated.world.refused(Deed.APPROVE, "ward-chair", reference=scored)


def test_the_newest_session_counts(seated, scored):
    first = seated.held(scored, votes=("against",) * 5)
    second = seated.held(scored)
    assert first != second
    assert seated.missing(scored) is None


def test_a_dossier_that_changed_after_the_session_has_to_come_back(seated, scored):
    seated.held(scored)
    world = seated.world
    world.act(Deed.RETURN, "ward-chair", reference=scored, **REASON)
    world.settle()
    world.inspect(scored)
    world.settle()
    assert world.state(scored) is State.SCORED
    assert "đã thay đổi sau khi Hội đồng xem xét" in seated.missing(scored).vi
    world.refused(Deed.APPROVE, "ward-chair", reference=scored)
    seated.held(scored)
    assert seated.missing(scored) is None


def test_what_merely_tells_leaves_the_finding_as_it_is(seated, scored):
    """Before the session as after it."""
    from domain.events import DecisionDeadlineNeared
    from domain.store import transaction

    def remind():
        with transaction(seated.world.database, seated.world.now) as store:
            store.record(store.case(scored), DecisionDeadlineNeared(due_on="2026-12-01"), None)

    id = seated.call(scored)
    remind()
    seated.attend(id, *MEMBERS)
    for who in MEMBERS:
        seated.vote(id, scored, who)
    seated.close(id)
    remind()
    assert (seated.item(id, scored).outcome, seated.item(id, scored).changed) == ("for", None)
    assert seated.missing(scored) is None


def test_a_chain_that_was_written_anew_is_not_what_they_saw(seated, scored):
    seated.held(scored)
    seated.world.run("update council_item set head = 'other'")
    assert seated.missing(scored) is not None


# --- calling ---------------------------------------------------------------------------------------------


def test_whoever_is_called_gets_a_letter(seated, scored):
    id = seated.call(scored)
    seated.world.settle()
    assert seated.world.events(scored)[-1] == "council-called"
    told = seated.world.rows(
        "select a.login from notice n join account a on a.id = n.account"
        " where n.letter = 'council-called/council-member' order by a.login"
    )
    assert [login for (login,) in told] == sorted(MEMBERS)
    assert id == "05977-2026-1"


def test_the_same_call_sent_twice_is_one_session(seated, scored):
    first = seated.call(scored, key="k1")
    assert seated.call(scored, key="k1") == first
    assert seated.world.value("select count(*) from council_session") == 1
    with pytest.raises(BadInput):
        seated.call(scored, key="k1", venue="nơi khác")


def test_numbers_of_sessions_have_no_gap(seated, scored):
    other = seated.world.bring_to(State.SCORED, "S002")
    with pytest.raises(Refused):
        seated.call(other, venue=" ")
    assert [seated.call(one) for one in (scored, other)] == ["05977-2026-1", "05977-2026-2"]


def test_only_the_standing_office_of_the_very_place_calls(seated, scored):
    for by in ("province-office", "other-office", "ward-chair", "m-chair"):
        with pytest.raises(NotAllowed):
            seated.call(scored, by=by)


def test_members_are_invited_as_many_days_before_as_is_asked_for(seated, scored):
    with pytest.raises(BadInput) as refusal:
        seated.call(scored, held_on=seated.world.now.date() + 2 * DAY)
    assert "04/10/2026" in refusal.value.in_("vi")
    seated.call(scored, held_on=seated.world.now.date() + 3 * DAY)


def test_only_members_of_this_council_are_invited_to_seats_that_it_has(seated, scored):
    for members in ({}, {"ward-chair": "chair"}, {"m-chair": "driver"}):
        with pytest.raises(BadInput):
            seated.call(scored, members=members)
    seated.world.run("update account set active = 0 where login = 'm-five'")
    with pytest.raises(BadInput):
        seated.call(scored)


def test_only_scored_applications_of_the_place_that_need_it_come_on_an_agenda(seated, scored):
    world = seated.world
    other_place = world.bring_to(State.SCORED, "S101")
    not_yet = world.bring_to(State.UNDER_INSPECTION, "S002")
    for agenda in ((), (other_place,), (not_yet,), ("2026-000999",)):
        with pytest.raises(Refused):
            seated.call(*agenda)
    seated.call(scored)
    with pytest.raises(OutOfOrder) as refusal:
        seated.call(scored)
    assert "đã ở trong chương trình" in refusal.value.in_("vi")


def test_an_agenda_is_of_one_place_and_season(seated, scored):
    """Although the province's rules hold for both communes."""
    from tests.domain.council_world import rules

    seated.world.procedures = rules(place="/20/")
    other_place = seated.world.bring_to(State.SCORED, "S101")
    for agenda, changed in (((scored, other_place), {}), ((scored,), {"season": 2025})):
        with pytest.raises(BadInput) as refusal:
            seated.call(*agenda, **changed)
        assert "không thuộc nơi này" in refusal.value.in_("vi")
    seated.call(scored)


def test_where_no_council_is_asked_for_none_is_called(seated, scored):
    from domain.procedures import Procedures

    seated.world.procedures = Procedures()
    with pytest.raises(OutOfOrder) as refusal:
        seated.call(scored)
    assert "không yêu cầu Hội đồng" in refusal.value.in_("vi")


def test_what_the_council_has_found_for_does_not_come_before_it_again(seated, scored):
    seated.held(scored)
    with pytest.raises(OutOfOrder) as refusal:
        seated.call(scored)
    assert "đã tán thành" in refusal.value.in_("vi")


def test_a_session_that_was_called_off_frees_its_applications_and_can_do_nothing_more(seated, scored):
    id = seated.call(scored)
    with pytest.raises(BadInput):
        seated.cancel(id, " ")
    seated.cancel(id, "Chủ tịch đi công tác")
    assert seated.missing(scored).vi == "Hội đồng chưa xem xét hồ sơ này."
    for act in (lambda: seated.vote(id, scored, "m-chair", "for", "x"), lambda: seated.close(id)):
        with pytest.raises(OutOfOrder):
            act()
    assert seated.call(scored) == "05977-2026-2"


# --- votes -----------------------------------------------------------------------------------------------


def test_whoever_inspected_it_takes_no_part(seated, scored):
    inspector = seated.world.inspector(scored)
    seated.world.run(
        "insert into role (account, role, path, starts) values (:id, 'council-member', '/20/05977/', '2026-01-01')",
        id=seated.world.ids[inspector],
    )
    id = seated.call(scored, members=MEMBERS | {inspector: "front"})
    seated.attend(id, *MEMBERS)
    with pytest.raises(NotAllowed) as refusal:
        seated.vote(id, scored, inspector, "for", "ý kiến")
    assert "Người kiểm tra" in refusal.value.in_("vi")


def test_a_required_seat_that_inspected_it_leaves_nothing_to_find(seated, scored):
    """The police inspect, and a substitute must sit for them."""
    inspector = seated.world.inspector(scored)
    seated.world.run(
        "insert into role (account, role, path, starts) values (:id, 'council-member', '/20/05977/', '2026-01-01')",
        id=seated.world.ids[inspector],
    )
    members = {who: seat for who, seat in MEMBERS.items() if seat != "police"}
    id = seated.call(scored, members=members | {inspector: "police"})
    seated.world.now += 3 * DAY
    from domain import council

    came = dict.fromkeys([*members, inspector], True)
    seated.do(lambda store: council.attend(store, id, came, seated.world.person("ward-office")))
    for who in members:
        seated.vote(id, scored, who)
    seated.close(id)
    item = seated.minutes(id)["items"][0]
    assert (item["outcome"], item["recused"]) == ("none", 1)
    assert "Công an" in item["why"]["vi"]
    assert [one["vote"] for one in item["votes"]].count("recused") == 1


def test_only_who_was_invited_votes_and_only_on_the_agenda(seated, scored):
    other = seated.world.bring_to(State.SCORED, "S002")
    id = seated.call(scored, members={"m-chair": "chair", "m-police": "police"})
    with pytest.raises(NotAllowed):
        seated.vote(id, scored, "m-front", "for", "ý kiến")
    with pytest.raises(NotFound):
        seated.vote(id, other, "m-chair", "for", "ý kiến")


def test_a_member_who_lost_the_seat_votes_no_more(seated, scored):
    id = seated.call(scored)
    seated.world.run(
        "update role set ends = '2026-10-01' where account = :id", id=seated.world.ids["m-front"]
    )
    seated.attend(id, *MEMBERS)
    with pytest.raises(NotAllowed):
        seated.vote(id, scored, "m-front")


def test_before_the_session_and_of_whoever_stays_away_only_a_written_opinion_is_taken(seated, scored):
    id = seated.call(scored)
    with pytest.raises(BadInput):
        seated.vote(id, scored, "m-front")
    seated.vote(id, scored, "m-front", "against", "Chưa thấy biên bản họp thôn.")
    seated.attend(id, "m-chair", "m-police", "m-four")
    with pytest.raises(BadInput):
        seated.vote(id, scored, "m-five")
    for who in ("m-chair", "m-police", "m-four"):
        seated.vote(id, scored, who)
    seated.close(id)
    item = seated.minutes(id)["items"][0]
    assert (item["outcome"], item["in_favour"], item["against"]) == ("for", 3, 1)
    (dissent,) = [one for one in item["votes"] if one["dissents"]]
    assert (dissent["opinion"], dissent["in_writing"]) == ("Chưa thấy biên bản họp thôn.", True)


def test_where_no_written_opinions_are_taken_only_who_came_votes(sqlite_world):
    seated = Council(sqlite_world, written_opinions=False)
    scored = sqlite_world.bring_to(State.SCORED)
    id = seated.call(scored)
    with pytest.raises(OutOfOrder):
        seated.vote(id, scored, "m-front", "for", "ý kiến")
    seated.attend(id, *MEMBERS)
    seated.vote(id, scored, "m-front")


def test_a_vote_may_change_until_the_close_and_never_after(seated, scored):
    id = seated.call(scored)
    seated.attend(id, *MEMBERS)
    seated.vote(id, scored, "m-chair", "against")
    for who in MEMBERS:
        seated.vote(id, scored, who)
    seated.close(id)
    before = seated.minutes(id)
    for act in (
        lambda: seated.vote(id, scored, "m-chair", "against", "nghĩ lại"),
        lambda: seated.note(id, "m-chair"),
        lambda: seated.cancel(id),
    ):
        with pytest.raises(OutOfOrder):
            act()
    assert seated.minutes(id) == before
    assert before["items"][0]["in_favour"] == 5


def test_a_vote_is_one_of_those_there_are_and_a_recusal_has_a_reason(seated, scored):
    id = seated.call(scored)
    seated.attend(id, *MEMBERS)
    for said, opinion in (("yes", ""), ("", ""), ("recused", " "), ("for", "x" * 4001)):
        with pytest.raises(BadInput):
            seated.vote(id, scored, "m-front", said, opinion)


# --- the day and the close ---------------------------------------------------------------------------------


def test_who_came_is_written_down_on_the_day_and_by_the_office_of_the_place(seated, scored):
    id = seated.call(scored)
    with pytest.raises(OutOfOrder):
        seated.note(id, *MEMBERS)
    with pytest.raises(OutOfOrder):
        seated.close(id)
    seated.world.now += 3 * DAY
    for by in ("ward-chair", "other-office", "m-chair"):
        with pytest.raises(NotAllowed):
            seated.note(id, *MEMBERS, by=by)
    seated.note(id, *MEMBERS)
    for by in ("ward-chair", "other-office", "m-chair"):
        with pytest.raises(NotAllowed):
            seated.close(id, by=by)


def test_closing_records_what_was_found_of_every_item_in_one_event_each(seated, scored):
    other = seated.world.bring_to(State.SCORED, "S002")
    id = seated.held(scored, other, votes=("for", "for", "for", "against", "recused"))
    for reference in (scored, other):
        assert reviewed(seated, reference) == [
            '{"session":"05977-2026-1","outcome":"for","in_favour":3,"against":1,"abstained":0,"recused":1}'
        ]
    assert seated.read(id).state == "closed"


def test_closing_twice_records_once(seated, scored):
    id = seated.held(scored)
    at = seated.read(id).closed_at
    seated.world.now += DAY
    assert seated.close(id).state == "closed"
    assert seated.read(id).closed_at == at
    assert len(reviewed(seated, scored)) == 1


def test_two_closes_in_one_transaction_record_once(seated, scored):
    """As the portal's writer gathers what is asked for at the same second."""
    from domain import council

    id = seated.call(scored)
    seated.attend(id, *MEMBERS)
    by = seated.world.person("ward-office")
    seated.do(lambda store: [council.close(store, id, by) for _ in range(2)])
    assert len(reviewed(seated, scored)) == 1


def test_two_closes_at_the_same_second_record_once(postgresql_world):
    seated = Council(postgresql_world)
    scored = postgresql_world.bring_to(State.SCORED)
    id = seated.call(scored)
    seated.attend(id, *MEMBERS)
    start = threading.Barrier(4)

    def close():
        start.wait()
        return seated.close(id).state

    with ThreadPoolExecutor(4) as pool:
        told = [one.result() for one in [pool.submit(close) for _ in range(4)]]
    assert len(told) == 4
    assert len(reviewed(seated, scored)) == 1


def test_a_dossier_that_changed_before_the_close_is_void_in_it_and_the_others_count(seated, scored):
    world = seated.world
    other = world.bring_to(State.SCORED, "S002")
    id = seated.call(scored, other)
    seated.attend(id, *MEMBERS)
    for who in MEMBERS:
        for reference in (scored, other):
            seated.vote(id, reference, who)
    world.act(Deed.RETURN, "ward-office", reference=scored, **REASON)
    with pytest.raises(OutOfOrder) as refusal:
        seated.vote(id, scored, "m-chair", "against", "x")
    assert "đã thay đổi" in refusal.value.in_("vi")
    seated.close(id)
    assert [seated.item(id, one).outcome for one in (scored, other)] == ["void", "for"]
    assert "Đã trả lại" in seated.item(id, scored).why.vi
    assert reviewed(seated, scored) == []


def test_an_application_decided_meanwhile_is_void_in_the_session(seated, scored):
    id = seated.call(scored)
    seated.attend(id, *MEMBERS)
    seated.world.act(Deed.DECLINE, "ward-chair", reference=scored, **REASON)
    seated.close(id)
    assert seated.item(id, scored).outcome == "void"


def test_a_session_is_closed_by_the_rules_it_was_called_under(seated, scored):
    from tests.domain.council_world import rules

    id = seated.call(scored)
    seated.world.procedures = rules(quorum="1/1", passes="99/100")
    seated.attend(id, "m-chair", "m-police", "m-front", "m-four")
    for who in ("m-chair", "m-police", "m-front"):
        seated.vote(id, scored, who)
    seated.close(id)
    assert seated.item(id, scored).outcome == "for"


def test_the_minutes_hold_seats_votes_and_the_chain_as_it_was_seen(seated, scored):
    id = seated.held(scored, votes=("for", "for", "for", "against", None))
    said = seated.minutes(id)
    assert (said["present"], said["invited"], said["quorum"]) == (4, 5, "2/3")
    assert [one["attended"] for one in said["members"]] == [True, True, True, True, False]
    (item,) = said["items"]
    head = seated.world.value(
        "select hash from event where application = :id and number = :n", id=id_of(scored), n=item["number"]
    )
    assert item["head"] == head
    seated.world.act(Deed.APPROVE, "ward-chair", reference=scored)
    seated.world.settle()
    assert seated.minutes(id)["items"][0] == item


def test_a_part_that_a_member_has_in_it_later_changes_nothing_of_what_was_counted(seated, scored):
    id = seated.held(scored)
    before = seated.minutes(id)["items"][0]
    seated.world.run(
        "insert into event (application, number, name, at, account, payload, hash)"
        " values (:id, 99, 'application-registered', '2026-12-01T00:00:00.000000Z', :by, '{}', 'x')",
        id=id_of(scored),
        by=seated.world.ids["m-chair"],
    )
    after = seated.minutes(id)["items"][0]
    assert after == before | {"changed_since": after["changed_since"]}


# --- what is listed ----------------------------------------------------------------------------------------


def test_what_waits_and_what_was_held_is_listed_for_whom_it_concerns(world):
    """On both databases: to be called, invited to, of one's place, below whom one watches over."""
    from domain import council_calling, sittings

    seated = Council(world)
    first, second = world.bring_to(State.SCORED), world.bring_to(State.SCORED, "S002")
    world.account("watcher", ("auditor", "/20/"))
    world.account("stranger", ("auditor", "/21/"))

    def waiting(login):
        with world.database.reading() as session:
            found = council_calling.agendas(session, world.procedures, world.person(login), world.now.date())
            return [[one.reference for one in agenda.candidates] for agenda in found]

    def lists(login):
        with world.database.reading() as session:
            by = world.person(login)
            return [one.id for one in sittings.of_member(session, by)], [
                (one.id, one.state, one.many) for one in sittings.of_places(session, by)
            ]

    assert waiting("ward-office") == [[first, second]]
    assert waiting("province-office") == waiting("ward-chair") == []
    id = seated.held(first)
    assert waiting("ward-office") == [[second]]
    again = seated.call(second)
    assert waiting("ward-office") == []
    assert lists("m-chair") == ([again, id], [])
    for login in ("ward-office", "ward-chair", "watcher"):
        assert lists(login) == ([], [(again, "called", 1), (id, "closed", 1)])
    for login in ("stranger", "other-office", "province-chair"):
        assert lists(login) == ([], [])
    assert seated.missing(first) is None
    assert "sẽ xem xét" in seated.missing(second).vi
