"""Anything: whatever people do, in whatever order, and however the flows come between, these things stay true.

Hypothesis plays people of every role who try every deed on every application, with and without sense, while flows run or lag.
Broken and seen to fail: `take_back` left out of a refused act; the conflict of whoever inspected; of whoever registered;
`revoked_at` left empty; the chain's head not carried on; `revoked_at` kept at a reinstatement; the last day of a recognition
taken as over; numbers of decisions with gaps.
"""

from datetime import timedelta

import orjson
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain import acts, chain, expiry, objections
from domain.calendar import today
from domain.cases import id_of
from domain.database import listed
from domain.errors import Refused
from domain.events import EVENTS
from domain.lifecycle import MOVES, State
from domain.people import Deed
from domain.store import transaction
from domain.subscriptions import FLOWS

UNITS = ("S001", "S002", "05977")
# Some hold several roles at once, as in a small ward: what they may not do to one application is the point.
BUSY = {
    "inspector-and-chair": ("inspector", "approver"),
    "applicant-and-chair": ("applicant", "approver"),
    "everything": ("applicant", "inspector", "standing-office", "approver"),
}
WHO = (
    *BUSY, "ward", "head-S001", "ward-office", "ward-inspector", "ward-chair", "province-office", "province-inspector",
    "province-chair", "auditor", "operator", "other-chair",
)  # fmt: skip
DECISIONS = {
    "recognition-approved",
    "recognition-declined",
    "application-returned",
    "recognition-upheld",
    "recognition-revoked",
    "recognition-reinstated",
    "recognition-corrected",
    "objection-answered",
    "appeal-dismissed",
    "appeal-allowed",
}
# What is signed: each of these events is in exactly one decision, and nothing else is in any.
SIGNED = {
    "recognition-approved", "recognition-declined", "recognition-revoked", "recognition-reinstated", "recognition-corrected",
    "appeal-allowed",
}  # fmt: skip
ACTS = [deed for deed in Deed if deed in acts.REQUESTS]
# What is likely to succeed at each point, and who is likely to do it: half of what is tried is drawn from here.
CHAIRS = ("ward-chair", "inspector-and-chair", "applicant-and-chair", "everything", "province-chair")
INSPECTORS = ("ward-inspector", "inspector-and-chair", "everything", "province-inspector")
OFFICES = ("ward-office", "province-office", "everything")
APPLICANTS = ("ward", "everything", "applicant-and-chair", "head-S001")
LIKELY = {
    None: [(Deed.REGISTER, ("ward", "everything", "applicant-and-chair", "head-S001"))],
    State.REGISTERED: [(Deed.SUBMIT_DOSSIER, ("ward", "head-S001")), (Deed.ASSIGN, ("ward-office", "province-office"))],
    State.UNDER_INSPECTION: [
        (Deed.INSPECT, INSPECTORS), (Deed.INSPECT, INSPECTORS), (Deed.INSPECT, INSPECTORS), (Deed.RECUSE, INSPECTORS),
        (Deed.ASSIGN, ("ward-office", "province-office")),
    ],
    State.INSPECTED: [(Deed.WITHDRAW, ("head-S001",)), (Deed.INSPECT, INSPECTORS)],
    State.SCORED: [(Deed.APPROVE, CHAIRS), (Deed.APPROVE, CHAIRS), (Deed.RETURN, CHAIRS), (Deed.DECLINE, CHAIRS)],
    State.RECOGNISED: [(Deed.REVOKE, CHAIRS), (Deed.CORRECT, CHAIRS), (Deed.ANSWER_OBJECTION, OFFICES)],
    State.IN_QUESTION: [(Deed.UPHOLD, CHAIRS), (Deed.REVOKE, CHAIRS), (Deed.ANSWER_OBJECTION, OFFICES)],
    State.REVOKED: [(Deed.REINSTATE, CHAIRS), (Deed.APPEAL, APPLICANTS), (Deed.DECIDE_APPEAL, CHAIRS)],
    State.NOT_RECOGNISED: [(Deed.APPEAL, APPLICANTS), (Deed.DECIDE_APPEAL, CHAIRS), (Deed.DECIDE_APPEAL, CHAIRS)],
}  # fmt: skip
ANY_ACT = st.tuples(st.sampled_from(ACTS), st.sampled_from(WHO))


def machine(make):
    class People(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.world = make()
            for login, roles in BUSY.items():
                self.world.account(login, *[(role, "/20/05977/") for role in roles])
            # They are all the inspectors that the ward has, so that whoever inspects is tempted to decide too.
            ward = [self.world.ids[login] for login in ("ward-inspector", "second-inspector")]
            self.world.run(
                "update role set ends = '2026-01-01' where account in {numbers:ids}", ids=listed(ward)
            )
            self.persons = {login: self.world.person(login) for login in self.world.ids}

        def act(self, deed, who, key=None, **request):
            """Do it, or be refused; anything else is a mistake of the program."""
            before = self.world.everything()
            try:
                wanted = acts.order(deed, self.persons[who], request, key)
                (answer,) = self.world.perform(wanted)
            except Refused as refusal:
                answer = refusal
            if isinstance(answer, Refused):
                after = self.world.everything()
                assert before | {"counter": None} == after | {"counter": None}
                assert answer.in_("vi") != answer.in_("en")

        def case(self, unit):
            rows = self.world.rows(
                "select season, id, state, inspector from application where unit_code = :u", u=unit
            )
            return (
                (f"{rows[0][0]}-{rows[0][1]:06d}", State(rows[0][2]), rows[0][3])
                if rows
                else (None, None, None)
            )

        def facts(self, unit, enough):
            standard = "vn/antt-2021/commune" if unit == "05977" else "vn/antt-2021/residential-area"
            return self.world.facts(standard) if enough else {}

        @rule(data=st.data(), unit=st.sampled_from(UNITS), enough=st.sampled_from([True, True, True, False]))
        def somebody_does_or_tries_something(self, data, unit, enough):
            reference, state, assigned = self.case(unit)
            if data.draw(st.booleans(), "likely") and state in LIKELY:
                deed, people = data.draw(st.sampled_from(LIKELY[state]))
                who = data.draw(st.sampled_from(people))
                if deed in (Deed.INSPECT, Deed.RECUSE) and data.draw(st.booleans()):
                    who = next(login for login, id in self.world.ids.items() if id == assigned)
            else:
                deed, who = data.draw(ANY_ACT)
            request = (
                {"unit": unit, "season": 2026}
                if deed is Deed.REGISTER
                else {"reference": reference or "2026-000009"}
            )
            if "facts" in acts.REQUESTS[deed].model_fields:
                request["facts"] = self.facts(unit, enough)
            elif deed is Deed.ASSIGN:
                request["inspector"] = data.draw(st.sampled_from(INSPECTORS))
            elif deed is not Deed.REGISTER:
                request["reason"] = data.draw(st.sampled_from(["có căn cứ", "có căn cứ", ""]))
                request["seen"] = data.draw(st.sampled_from([None, None, None, 3, 4, 5]))
                request |= self.more(data, deed, reference)
            self.act(deed, who, data.draw(st.sampled_from([None, None, "k1"])), **request)

        def more(self, data, deed, reference):
            """What some deeds say besides a reason: sometimes nothing, and not always what can be."""
            wanted = acts.REQUESTS[deed].model_fields
            likely = {
                "outcome": ["dismissed", "upheld", "allowed"], "field": ["name", "day", "colour"], "was": ["", "Khu Một"],
                "became": ["Khu Một", "Khu Hai"], "parts": [("D9-HS.report",), ("none",)], "decision": ["", "list"],
                "objection": [id for (id,) in self.world.rows(
                    "select id from objection where application = :id", id=id_of(reference or "2026-000009"))] or ["none"],
            }  # fmt: skip
            return {
                name: data.draw(st.sampled_from(ones), name)
                for name, ones in likely.items()
                if name in wanted
            }

        @rule(unit=st.sampled_from(UNITS), said=st.sampled_from(["Có điểm đánh bạc", ""]))
        def somebody_objects_or_tries_to(self, unit, said):
            self.somebody_objects(self.case(unit)[0], said)

        def somebody_objects(self, reference, said):
            before = self.world.everything()
            try:
                with transaction(self.world.database, self.world.now) as store:
                    objections.receive(store, reference or "2026-000009", said, "", "")
            except Refused:
                assert before == self.world.everything()

        @rule(unit=st.sampled_from(UNITS), days=st.sampled_from([-1, 0, 1]))
        def a_recognition_comes_near_its_last_day(self, unit, days):
            """No place of this world gives recognitions an end, so this one is given one behind the domain's back."""
            last = (today(self.world.now) + timedelta(days=days)).isoformat()
            self.world.run(
                "update certificate set valid_until = :last where application in"
                " (select id from application where unit_code = :unit and state <> 'expired')", last=last, unit=unit,
            )  # fmt: skip
            expiry.expire(self.world.database, self.world.now)

        @rule()
        def the_flows_run(self):
            self.world.settle()

        @rule(then=st.sampled_from(["", "reinstated", "appealed", "objected to"]))
        def a_ward_is_recognised_with_all_its_areas_and_one_of_them_is_revoked(self, then):
            """The long way to a recognition in question, and to one that is given back, which nobody finds by chance."""
            self.world.run("update unit set valid_until = '2026-01-01' where code in ('S003', 'S004')")
            for unit in UNITS:
                for _ in range(4):
                    self.ordinary_step(unit)
            for unit in UNITS:
                self.ordinary_step(unit)
            reference, state, _ = self.case("S001")
            if state is State.RECOGNISED:
                self.act(Deed.REVOKE, "ward-chair", reference=reference, reason="có vụ việc")
                self.world.settle()
                self.what_follows(reference, then)
            self.world.settle()

        def what_follows(self, reference, then):
            if then == "reinstated":
                self.act(Deed.REINSTATE, "ward-chair", reference=reference, reason="có căn cứ")
            elif then == "appealed":
                self.act(Deed.APPEAL, "ward", reference=reference, reason="số liệu sai")
                # Whoever took the decision, whoever registered, and then somebody who may.
                for who in ("ward-chair", "applicant-and-chair", "province-chair"):
                    self.act(Deed.DECIDE_APPEAL, who, reference=reference, outcome="allowed", reason="đúng")
            elif then == "objected to":
                self.act(Deed.REINSTATE, "ward-chair", reference=reference, reason="có căn cứ")
                self.somebody_objects(reference, "Có điểm đánh bạc")
                ((id,),) = self.world.rows("select id from objection where state = 'open' limit 1")
                said = {"reference": reference, "objection": id, "outcome": "upheld", "reason": "đúng"}
                for who in ("everything", "ward-office"):
                    self.act(Deed.ANSWER_OBJECTION, who, **said)

        def ordinary_step(self, unit):
            reference, state, inspector = self.case(unit)
            chair = "province-chair" if unit == "05977" else "ward-chair"
            if state is None:
                self.act(Deed.REGISTER, "applicant-and-chair", unit=unit, season=2026)
            elif state is State.UNDER_INSPECTION:
                who = next(login for login, id in self.world.ids.items() if id == inspector)
                self.act(Deed.INSPECT, who, reference=reference, facts=self.facts(unit, True))
            elif state is State.SCORED:
                # Whoever inspected it and whoever registered it try first; they hold the role for it, and may not.
                tempted = next(login for login, id in self.world.ids.items() if id == inspector)
                for who in (tempted, "applicant-and-chair", chair):
                    self.act(Deed.APPROVE, who, reference=reference)
            elif state is State.IN_QUESTION:
                self.act(Deed.UPHOLD, chair, reference=reference, reason="có căn cứ")
            self.world.settle()

        @rule(flow=st.sampled_from(FLOWS), most=st.sampled_from([1, 100]))
        def one_flow_runs(self, flow, most):
            batch = self.world.claim(flow, most)
            if batch is not None:
                self.world.work(batch, most=most)

        @rule(minutes=st.sampled_from([1, 60, 60 * 24]))
        def time_passes(self, minutes):
            self.world.now += timedelta(minutes=minutes)

        @invariant()
        def every_chain_is_whole(self):
            with self.world.database.reading() as session:
                assert list(chain.verify(session)) == []

        @invariant()
        def every_state_is_what_the_events_make_it(self):
            told = {}
            rows = self.world.rows("select application, number, name from event order by application, number")
            for application, number, name in rows:
                move, (before, last) = MOVES[EVENTS[name]], told.get(application, (None, 0))
                assert before in move.from_
                assert number == last + 1
                told[application] = (move.to or before, number)
            stored = self.world.rows("select id, state, number from application")
            assert told == {id: (state, number) for id, state, number in stored}

        @invariant()
        def nobody_decides_on_what_they_registered_or_inspected(self):
            own = {}
            for application, name, account in self.world.rows("select application, name, account from event"):
                if name in ("application-registered", "inspection-submitted"):
                    own.setdefault(application, {}).setdefault(name, set()).add(account)
            for application, name, account in self.world.rows("select application, name, account from event"):
                mine = own[application]
                if name in DECISIONS:
                    assert account not in mine["application-registered"] | mine["inspection-submitted"]
                if name == "inspection-submitted":
                    assert account not in mine["application-registered"]

        @invariant()
        def certificates_are_of_the_recognised_one_each_and_without_a_gap(self):
            rows = self.world.rows(
                "select c.application, c.place, c.serial, c.revoked_at, a.state, c.valid_until from certificate c"
                " join application a on a.id = c.application order by c.place, c.serial"
            )
            books, day = {}, today(self.world.now).isoformat()
            for application, place, serial, revoked_at, state, last in rows:
                books.setdefault(place, []).append(serial)
                assert state in ("recognised", "in-question", "revoked", "expired")
                assert state != "expired" or last < day
                assert (revoked_at is not None) is (state == "revoked")
                assert "certificate-issued" in self.world.events(f"2026-{application:06d}")
            for serials in books.values():
                assert serials == list(range(1, len(serials) + 1))

        @invariant()
        def only_a_certificate_expires(self):
            assert set(self.world.rows("select id from application where state = 'expired'")) <= set(
                self.world.rows("select application from certificate where valid_until is not null")
            )

        @invariant()
        def decisions_are_numbered_without_a_gap_and_hold_what_was_decided_once(self):
            books = {}
            for place, year, serial in self.world.rows(
                "select place, year, serial from decision order by serial"
            ):
                books.setdefault((place, year), []).append(serial)
            for serials in books.values():
                assert serials == list(range(1, len(serials) + 1))
            held = self.world.rows("select application, number, decision from decision_item order by 1, 2, 3")
            events = self.world.rows("select application, number, name, payload from event order by 1, 2")
            assert held == [
                (application, number, orjson.loads(payload)["decision"])
                for application, number, name, payload in events
                if name in SIGNED
            ]
            assert {id for _, _, id in held} == {id for (id,) in self.world.rows("select id from decision")}

        @invariant()
        def at_most_one_appeal_is_open_and_each_is_against_a_decision(self):
            decided = "select application, number from event where name in ('recognition-declined', 'recognition-revoked')"
            appealed = self.world.rows("select application, number from appeal")
            assert len(appealed) == len(set(appealed))
            assert set(appealed) <= set(self.world.rows(decided))

        @invariant()
        def what_was_approved_was_met_and_what_failed_has_a_sentence(self):
            approved = "select verdict from application where state = 'recognised' and number < 7"
            assert {verdict for (verdict,) in self.world.rows(approved)} <= {"met"}
            errors = self.world.rows("select error from work where error is not null")
            assert all(error.startswith("Chưa có người kiểm tra") for (error,) in errors)

        def teardown(self):
            """Left alone, the flows come to an end, and every recognised unit has its certificate."""
            self.world.now += timedelta(days=1)
            self.world.settle()
            assert self.world.rows("select flow from work where state <> 'waiting'") == []
            assert set(self.world.rows("select id from application where state = 'recognised'")) <= set(
                self.world.rows("select application from certificate")
            )
            assert id_of("2026-000001") == 1
            for check in (
                self.every_chain_is_whole, self.every_state_is_what_the_events_make_it,
                self.certificates_are_of_the_recognised_one_each_and_without_a_gap,
                self.decisions_are_numbered_without_a_gap_and_hold_what_was_decided_once,
            ):  # fmt: skip
                check()

    return People


def test_whatever_people_do_the_record_stays_whole(new_world):
    run_state_machine_as_test(
        machine(new_world),
        settings=settings(
            max_examples=20, stateful_step_count=30, derandomize=True, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
