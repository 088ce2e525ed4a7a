"""Acts: an act that is sent twice is done once; a refusal changes nothing and leaves the others as they are.

Broken and seen to fail: the answer not kept; the digest not compared; the key not bound to the account; `take_back` left out; the
answers read before the cases are held, and before the numbers are; registrations carried out before their key was asked for;
`seen` not handed on, or told to whoever may not do it; NUL, and anything else that no database can hold, let in.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain import acts
from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder, Refused
from domain.lifecycle import State
from domain.people import Deed

REASON = {"reason": "thiếu biên bản"}


# --- once ----------------------------------------------------------------------------------------


def test_the_same_key_is_one_act_with_the_same_answer(world):
    first = world.act(Deed.REGISTER, "head-S001", "k1", unit="S001", season=2026)
    assert first == {"reference": "2026-000001", "state": "registered", "number": 1}
    world.settle()
    assert world.act(Deed.REGISTER, "head-S001", "k1", unit="S001", season=2026) == first
    assert world.events("2026-000001") == ["application-registered", "inspector-assigned"]


def test_without_a_key_the_same_act_again_is_another_act(world):
    world.act(Deed.REGISTER, "head-S001", unit="S001", season=2026)
    refusal = world.refused(Deed.REGISTER, "head-S001", unit="S001", season=2026)
    assert "2026-000001" in refusal.in_("en")


@pytest.mark.parametrize(
    ("deed", "request_"),
    [
        (Deed.REGISTER, {"unit": "S002", "season": 2026}),
        (Deed.REGISTER, {"unit": "S001", "season": 2025}),
        (Deed.WITHDRAW, {"reference": "2026-000001"}),
    ],
)
def test_a_key_that_was_used_for_another_act_is_refused_and_nothing_done(sqlite_world, deed, request_):
    world = sqlite_world
    world.act(Deed.REGISTER, "ward", "k1", unit="S001", season=2026)
    refusal = world.refused(deed, "ward", "k1", **request_)
    assert refusal.in_("en") == "Key “k1” was used for another act; every act needs a key of its own."


@pytest.mark.parametrize(
    ("deed", "login", "wanted"),
    [
        (Deed.ASSIGN, "ward-office", {"inspector": "second-inspector"}),
        (Deed.ASK_SUPPLEMENT, "ward-office", {"parts": ["D9-HS.report"], "reason": "thiếu"}),
        (Deed.WITHDRAW, "head-S001", {}),
    ],
)
def test_what_changed_since_it_was_seen_is_said_and_not_done(sqlite_world, deed, login, wanted):
    world = sqlite_world
    reference = world.bring_to(State.UNDER_INSPECTION, "S001")
    before = world.events(reference)
    refusal = world.refused(deed, login, reference=reference, seen=len(before) - 1, **wanted)
    assert "đã thay đổi sau khi được xem" in refusal.in_("vi")
    assert world.events(reference) == before
    assert "không được" in world.refused(deed, "other-inspector", reference=reference, seen=1, **wanted).in_(
        "vi"
    )
    world.act(deed, login, reference=reference, seen=len(before), **wanted)
    assert len(world.events(reference)) == len(before) + 1


def test_a_key_belongs_to_the_account_that_used_it(sqlite_world):
    world = sqlite_world
    one = world.act(Deed.REGISTER, "head-S001", "k1", unit="S001", season=2026)
    other = world.act(Deed.REGISTER, "head-S002", "k1", unit="S002", season=2026)
    assert one["reference"] != other["reference"]


def test_a_refusal_is_not_remembered_the_same_key_may_succeed_later(world):
    reference = world.bring_to(State.REGISTERED)
    facts = world.facts()
    refusal = world.refused(Deed.INSPECT, "ward-inspector", "k1", reference=reference, facts=facts)
    assert isinstance(refusal, OutOfOrder)
    world.settle()
    assert (
        world.act(Deed.INSPECT, world.inspector(reference), "k1", reference=reference, facts=facts)["number"]
        == 3
    )


# --- many together -------------------------------------------------------------------------------


def test_a_key_that_comes_twice_in_one_transaction_is_one_act(world):
    register = lambda unit: world.order(Deed.REGISTER, "ward", "k1", unit=unit, season=2026)  # noqa: E731
    first, again, other = world.perform(register("S001"), register("S001"), register("S002"))
    assert first == again
    assert isinstance(other, BadInput)
    assert world.value("select count(*) from event") == world.value("select count(*) from application") == 1


def test_a_key_whose_first_order_is_refused_does_not_stop_the_second(world):
    """Both are the same order, so both get the same refusal; neither is remembered."""
    order = lambda: world.order(Deed.REGISTER, "ward", "k1", unit="nowhere", season=2026)  # noqa: E731
    answers = world.perform(order(), order(), world.order(Deed.REGISTER, "ward", unit="S001", season=2026))
    assert [type(answer) for answer in answers] == [NotFound, NotFound, dict]
    assert world.act(Deed.REGISTER, "ward", "k1", unit="S002", season=2026)["number"] == 1


def test_a_key_whose_first_order_was_another_act_registers_nobody(world):
    reference = world.bring_to(State.REGISTERED)
    answers = world.perform(
        world.order(Deed.WITHDRAW, "ward", "k1", reference=reference),
        world.order(Deed.REGISTER, "ward", "k1", unit="S002", season=2026),
    )
    assert answers[0]["state"] == "withdrawn"
    assert "another act" in answers[1].in_("en")
    assert world.value("select count(*) from application") == 1


def test_one_order_that_comes_twice_without_a_key_is_two_acts(sqlite_world):
    world = sqlite_world
    order = world.order(Deed.REGISTER, "ward", unit="S001", season=2026)
    first, second = world.perform(order, order)
    assert first["reference"] == "2026-000001"
    assert "registered in season 2026 already" in second.in_("en")


def test_a_refused_order_leaves_the_others_as_they_are(world):
    one, two = world.bring_to(State.SCORED), world.bring_to(State.SCORED, "S002")
    answers = world.perform(
        world.order(Deed.APPROVE, "ward-inspector", reference=one),
        world.order(Deed.APPROVE, "ward-chair", reference=one),
        world.order(Deed.DECLINE, "ward-chair", reference=one, **REASON),
        world.order(Deed.RETURN, "ward-chair", reference=two, reason=" "),
        world.order(Deed.DECLINE, "ward-chair", reference=two, **REASON),
        world.order(Deed.APPROVE, "ward-chair", reference="2026-000999"),
        world.order(Deed.REGISTER, "ward", unit="S003", season=2026),
    )
    kinds = [NotAllowed, dict, OutOfOrder, BadInput, dict, NotFound, dict]
    assert [type(answer) for answer in answers] == kinds
    assert world.events(one)[-1] == "recognition-approved"
    assert world.events(two)[-1] == "recognition-declined"
    assert len(world.events(one)) == len(world.events(two)) == 5
    assert world.value("select count(*) from work where flow = 'recognition'") == 2


def test_a_refused_act_leaves_nothing_of_what_it_had_begun(world):
    """`submit` keeps facts and names the inspector before its event is refused; all of that is taken back."""
    reference = world.bring_to(State.SCORED)
    inspector = world.inspector(reference)
    fresh = world.facts(KDC_1c={"registered": 1, "residing": 2})
    world.refused(Deed.INSPECT, inspector, reference=reference, facts=fresh)
    world.refused(Deed.SUBMIT_DOSSIER, "ward", reference=reference, facts=fresh)
    other = "second-inspector" if inspector == "ward-inspector" else "ward-inspector"
    world.refused(Deed.ASSIGN, "ward-office", reference=reference, inspector=other)
    world.refused(Deed.RECUSE, inspector, reference=reference, **REASON)


def test_refused_in_the_middle_of_others_it_leaves_nothing_either(world):
    reference = world.bring_to(State.UNDER_INSPECTION)
    inspector = world.inspector(reference)
    before = world.rows("select document from facts where source = 'inspector'")
    answers = world.perform(
        world.order(Deed.SUBMIT_DOSSIER, "ward", reference=reference, facts=world.facts()),
        world.order(Deed.INSPECT, inspector, reference=reference, facts={"KDC-9": {}}),
        world.order(Deed.APPROVE, "ward-chair", reference=reference),
    )
    assert [type(answer) for answer in answers] == [dict, BadInput, OutOfOrder]
    assert world.rows("select document from facts where source = 'inspector'") == before
    assert world.rows("select inspected_by, number from application") == [(None, 3)]


def test_acts_on_one_application_follow_one_another_and_one_that_comes_too_late_is_taken_back(world):
    """Facts are kept and an inspector is let go before their event is refused; none of that may stay."""
    reference = world.bring_to(State.UNDER_INSPECTION)
    inspector = world.inspector(reference)
    done, again, late = world.perform(
        world.order(Deed.INSPECT, inspector, reference=reference, facts={"KDC-1c": {"registered": 1}}),
        world.order(Deed.INSPECT, inspector, reference=reference, facts={"KDC-1c": {"registered": 2}}),
        world.order(Deed.RECUSE, inspector, reference=reference, **REASON),
    )
    assert (done["state"], done["number"]) == ("inspected", 3)
    assert [type(again), type(late)] == [OutOfOrder, OutOfOrder]
    assert world.rows("select document from facts") == [('{"KDC-1c":{"registered":1}}',)]
    assert world.rows("select inspector, inspected_by, number from application") == [
        (world.ids[inspector],) * 2 + (3,)
    ]


def test_nobody_to_do_anything_for_is_no_work(sqlite_world):
    assert sqlite_world.perform() == []


# --- two at once ---------------------------------------------------------------------------------


def together(*acts):
    """What several people get who act in the same moment: answers or refusals."""
    gate = threading.Barrier(len(acts))

    def one(act):
        gate.wait(30)
        try:
            return act()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


@pytest.mark.parametrize("turn", range(3))
def test_the_same_act_sent_twice_in_one_moment_is_one_act(world, turn):
    reference = world.bring_to(State.UNDER_INSPECTION)
    facts = world.facts()
    send = lambda: world.act(Deed.SUBMIT_DOSSIER, "ward", "k1", reference=reference, facts=facts)  # noqa: E731
    first, *others = together(*[send] * 4)
    assert first["number"] == 3
    assert others == [first] * 3
    assert world.events(reference).count("dossier-submitted") == 1


@pytest.mark.parametrize("turn", range(3))
def test_the_same_registration_sent_twice_in_one_moment_is_one_registration(world, turn):
    send = lambda: world.act(Deed.REGISTER, "ward", "k1", unit="S001", season=2026)  # noqa: E731
    first, *others = together(*[send] * 4)
    assert first["reference"] == "2026-000001"
    assert others == [first] * 3


@pytest.mark.parametrize("turn", range(3))
def test_two_people_who_register_one_unit_in_one_moment_register_it_once(world, turn):
    answers = together(
        *[
            lambda who=who: world.act(Deed.REGISTER, who, unit="S001", season=2026)
            for who in ("ward", "head-S001")
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["BadInput", "dict"]
    assert world.value("select count(*) from application") == 1


def test_of_two_decisions_in_one_moment_one_is_refused(world):
    reference = world.bring_to(State.SCORED)
    answers = together(
        lambda: world.act(Deed.APPROVE, "ward-chair", reference=reference),
        lambda: world.act(Deed.DECLINE, "ward-chair", reference=reference, **REASON),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["OutOfOrder", "dict"]
    assert len(world.events(reference)) == 5


# --- what is asked -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deed", "request_", "named"),
    [
        (Deed.REGISTER, {}, ["unit", "season"]),
        (Deed.REGISTER, {"unit": "", "season": 2026}, ["unit"]),
        (Deed.REGISTER, {"unit": "S001", "season": "next"}, ["season"]),
        (Deed.REGISTER, {"unit": "S001", "season": 10**18}, ["season"]),
        (Deed.REGISTER, {"unit": "S001", "season": 2026, "colour": "red"}, ["colour"]),
        (Deed.INSPECT, {"reference": "2026-000001"}, ["facts"]),
        (Deed.INSPECT, {"reference": "2026-000001", "facts": []}, ["facts"]),
        (Deed.ASSIGN, {"reference": "2026-000001", "inspector": ""}, ["inspector"]),
        (Deed.APPROVE, {"reference": "2026-000001", "seen": "last"}, ["seen"]),
        (Deed.APPROVE, {"reference": "2026-000001", "reason": None}, ["reason"]),
    ],
)
def test_an_order_that_is_not_understood_names_the_fields(sqlite_world, deed, request_, named):
    with pytest.raises(BadInput) as refusal:
        sqlite_world.order(deed, "ward", **request_)
    for name in (*named, *acts.REQUESTS[deed].model_fields):
        assert name in refusal.value.in_("en")


NO_TEXT = ["\x00", "a\x00b", "\ud800"]


@pytest.mark.parametrize("text", NO_TEXT)
@pytest.mark.parametrize("key", [None, "k1"])
def test_what_no_database_can_hold_is_refused_in_a_sentence(world, text, key):
    reference = world.bring_to(State.SCORED)
    facts = world.facts(KDC_2={"carried_out": {"holds": True, "evidence": text}})
    for deed, who, request in [
        (Deed.REGISTER, "ward", {"unit": text, "season": 2026}),
        (Deed.APPROVE, "ward-chair", {"reference": text}),
        (Deed.DECLINE, "ward-chair", {"reference": reference, "reason": text}),
        (Deed.ASSIGN, "ward-office", {"reference": reference, "inspector": text}),
        (Deed.INSPECT, "ward-inspector", {"reference": reference, "facts": facts}),
        (Deed.INSPECT, "ward-inspector", {"reference": reference, "facts": {text: {}}}),
        (Deed.SUBMIT_DOSSIER, "ward", {"reference": reference, "facts": {"KDC-1c": {"registered": 10**30}}}),
    ]:
        world.refused(deed, who, key, **request)
    world.refused(Deed.DECLINE, "ward-chair", text, reference=reference, **REASON)


@pytest.mark.parametrize(
    "reference", ["2026-000999", "2025-000001", "2026-1", "1", "2026-999999999999999999", "2026-" + "9" * 40]
)
def test_an_application_that_does_not_exist_is_said_not_to(world, reference):
    world.bring_to(State.REGISTERED)
    assert isinstance(world.refused(Deed.WITHDRAW, "ward", reference=reference), NotFound)


# --- who may, through the door that everybody uses -----------------------------------------------


@pytest.mark.parametrize(
    "who", ["province-chair", "other-chair", "ward-inspector", "ward-office", "ward", "auditor", "operator"]
)
def test_only_the_chair_of_the_very_place_decides(sqlite_world, who):
    reference = sqlite_world.bring_to(State.SCORED)
    for deed in (Deed.APPROVE, Deed.DECLINE):
        assert isinstance(sqlite_world.refused(deed, who, reference=reference, **REASON), NotAllowed)


def test_every_act_is_written_with_who_did_it_and_when(sqlite_world):
    world = sqlite_world
    reference = world.bring_to(State.RECOGNISED)
    world.settle()
    written = world.rows("select name, account, at from event order by number")
    ids = world.ids
    assert [(name, account) for name, account, _ in written] == [
        ("application-registered", ids["ward"]),
        ("inspector-assigned", None),
        ("inspection-submitted", ids[world.inspector(reference)]),
        ("application-scored", None),
        ("recognition-approved", ids["ward-chair"]),
        ("certificate-issued", None),
    ]
    assert {at for _, _, at in written} == {world.at(world.now)}
