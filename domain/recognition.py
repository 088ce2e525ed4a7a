"""Recognition: the decision of whoever has the authority, the certificate, and what a decision means for the unit above."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from domain import people
from domain.calendar import today
from domain.cases import Case, code_of
from domain.database import Session, Sql, listed
from domain.decisions import FIELDS, Form, enter
from domain.errors import BadInput, NotAllowed, OutOfOrder
from domain.events import (
    ApplicationReturned,
    CertificateIssued,
    Happening,
    InspectionSubmitted,
    RecognitionApproved,
    RecognitionCorrected,
    RecognitionDeclined,
    RecognitionReinstated,
    RecognitionRevoked,
    RecognitionUpheld,
)
from domain.inspection import AT_LEAST, require_reason
from domain.lifecycle import TELLING, State, after
from domain.outbox import Piece, Treat
from domain.people import Deed, Person
from domain.procedures import Procedures
from domain.rulebook.periods import day_in
from domain.store import Store
from domain.subscriptions import SCORING
from domain.texts import Text


class Change(NamedTuple):
    """What a document said of a field, and what is right."""

    field: str
    was: str
    became: str


_HAD_A_PART = Sql(
    "select name from event where application = :id and name in ('inspection-submitted', 'application-registered')"
    " and account = :by limit 1"
)
_HAD_PARTS = Sql(
    "select application, max(name) from event where application in {numbers:ids} and account = :by"
    " and name in ('inspection-submitted', 'application-registered') group by application"
)
_ISSUED = Sql("select application from certificate where application in {numbers:ids}")
_SINCE = Sql("select name from event where application = :id and number > :seen")
_REVOKE = Sql("update certificate set revoked_at = ? where application = ? and revoked_at is null")
_REINSTATE = Sql("update certificate set revoked_at = null where application = ?")


def approve(
    store: Store,
    case: Case,
    by: Person,
    form: Form,
    reason: str = "",
    seen: int | None = None,
    bar: Text | None = None,
) -> None:
    """Recognise a unit that meets every criterion. `seen` is the number of the last event that the approver saw, `bar`
    what the gate says of the place's procedure, `form` how the decision is signed.

    Raises Refused: not the authority, a conflict of interest, changed since it was seen, a verdict other than met, a
    step of the procedure that is missing.
    """
    _require_authority(store, Deed.APPROVE, case, by)
    require_seen(store, case, seen)
    after(case.state, RecognitionApproved, case.reference)
    _require_met(case)
    _require_unbarred(case, bar)
    decision = enter(store, form, case, by)
    happening = RecognitionApproved(scorecard_sha256=case.scorecard or "", reason=reason, decision=decision)
    store.record(case, happening, by.id)


def decline(store: Store, case: Case, by: Person, form: Form, reason: str, seen: int | None = None) -> None:
    """Decide that a unit is not recognised this season; with the reason it is told."""
    _require_authority(store, Deed.DECLINE, case, by)
    require_seen(store, case, seen)
    require_reason(reason)
    after(case.state, RecognitionDeclined, case.reference)
    decision = enter(store, form, case, by)
    happening = RecognitionDeclined(scorecard_sha256=case.scorecard or "", reason=reason, decision=decision)
    store.record(case, happening, by.id)


def return_(store: Store, case: Case, by: Person, reason: str, seen: int | None = None) -> None:
    """Send an application back to its inspector, who will submit again."""
    _require_authority(store, Deed.RETURN, case, by)
    require_seen(store, case, seen)
    require_reason(reason)
    again = (today(store.moment) + AT_LEAST).isoformat()
    case.due_on = max(case.due_on or again, again)
    store.record(case, ApplicationReturned(reason=reason), by.id)


def uphold(store: Store, case: Case, by: Person, reason: str, seen: int | None = None) -> None:
    """Keep a recognition that had been put in question."""
    _require_authority(store, Deed.UPHOLD, case, by)
    require_seen(store, case, seen)
    require_reason(reason)
    store.record(case, RecognitionUpheld(reason=reason), by.id)


def revoke(store: Store, case: Case, by: Person, form: Form, reason: str, seen: int | None = None) -> None:
    """Take a recognition back; its certificate no longer counts, and the unit above is judged again."""
    _require_authority(store, Deed.REVOKE, case, by)
    require_seen(store, case, seen)
    require_reason(reason)
    after(case.state, RecognitionRevoked, case.reference)
    decision = enter(store, form, case, by, "revocation")
    store.record(case, RecognitionRevoked(reason=reason, decision=decision), by.id)
    store.write(_REVOKE, (store.now, case.id))


def reinstate(store: Store, case: Case, by: Person, form: Form, reason: str, seen: int | None = None) -> None:
    """Give a recognition back that was revoked; its certificate counts again, and the unit above is judged again."""
    _require_authority(store, Deed.REINSTATE, case, by)
    require_seen(store, case, seen)
    require_reason(reason)
    restore(store, case, by, form, reason)


def restore(store: Store, case: Case, by: Person, form: Form, reason: str) -> None:
    """The same for whoever's authority and reason were asked about before: an appeal that was allowed."""
    after(case.state, RecognitionReinstated, case.reference)
    decision = enter(store, form, case, by, "reinstatement")
    store.record(case, RecognitionReinstated(reason=reason, decision=decision), by.id)
    store.write(_REINSTATE, (case.id,))


def correct(
    store: Store, case: Case, by: Person, form: Form, change: Change, reason: str, seen: int | None = None
) -> None:
    """Put right what a decision or certificate says wrongly; the recognition stays as it is."""
    _require_authority(store, Deed.CORRECT, case, by)
    require_seen(store, case, seen)
    require_reason(reason)
    field, was, became = (part.strip() for part in change)
    if field not in FIELDS:
        raise BadInput(
            "Không đính chính được “{field}”; chỉ đính chính được: {fields}.",
            "“{field}” cannot be corrected; what can be is: {fields}.",
            field=field,
            fields=", ".join(FIELDS),
        )
    if not became or became == was:
        raise BadInput(
            "Hãy ghi nội dung đúng, khác với nội dung đã ghi.",
            "Say what is right, and it must differ from what was written.",
        )
    after(case.state, RecognitionCorrected, case.reference)
    decision = enter(store, form, case, by, "correction")
    happening = RecognitionCorrected(field=field, was=was, became=became, reason=reason, decision=decision)
    store.record(case, happening, by.id)


def hindrance(session: Session, deed: Deed, case: Case, by: Person) -> Text | None:
    """Why somebody may not take this decision on this case; None when they may."""
    why = people.may(by, deed, case.path, case)
    # The case knows who did it last. Somebody else did before at the sixth event at the earliest: registered, withdrawn,
    # registered, assigned, inspected, scored.
    if why is None and case.number >= 6 and (part := session.row(_HAD_A_PART, id=case.id, by=by.id)):
        return people.INSPECTED_IT if part[0] == InspectionSubmitted.name else people.REGISTERED_IT
    return why


def hindered(session: Session, by: Person, ids: Sequence[int]) -> dict[int, Text]:
    """The same of many cases of whose place it is already known that they decide there, in one statement."""
    return {
        id: people.INSPECTED_IT if name == InspectionSubmitted.name else people.REGISTERED_IT
        for id, name in session.rows(_HAD_PARTS, ids=listed(ids), by=by.id)
    }


_DECISIONS: Mapping[Deed, type[Happening]] = {
    Deed.APPROVE: RecognitionApproved,
    Deed.DECLINE: RecognitionDeclined,
    Deed.RETURN: ApplicationReturned,
    Deed.UPHOLD: RecognitionUpheld,
    Deed.REVOKE: RecognitionRevoked,
    Deed.REINSTATE: RecognitionReinstated,
    Deed.CORRECT: RecognitionCorrected,
}


def require_open(
    store: Store, deed: Deed, case: Case, by: Person, seen: int | None, bar: Text | None = None
) -> None:
    """Raise Refused when this decision cannot be taken now, for whoever is about to be asked whether they are sure.

    `bar` is what the gate says against a recognition; it bars no other decision.
    """
    _require_authority(store, deed, case, by)
    require_seen(store, case, seen)
    after(case.state, _DECISIONS[deed], case.reference)
    if deed is Deed.APPROVE:
        _require_met(case)
        _require_unbarred(case, bar)


def _require_met(case: Case) -> None:
    if case.verdict != "met":
        raise OutOfOrder(
            "Không thể công nhận {name} (hồ sơ {reference}): chỉ công nhận khi đạt mọi tiêu chí.",
            "{name} (application {reference}) cannot be recognised: that takes every criterion to be met.",
            name=case.name,
            reference=case.reference,
        )


def _require_unbarred(case: Case, bar: Text | None) -> None:
    if bar is not None:
        raise OutOfOrder(
            "Chưa thể công nhận {name} (hồ sơ {reference}): {bar}",
            "{name} (application {reference}) cannot be recognised yet: {bar}",
            name=case.name,
            reference=case.reference,
            bar=bar,
        )


def _require_authority(store: Store, deed: Deed, case: Case, by: Person) -> None:
    why = hindrance(store.session, deed, case, by)
    if why is not None:
        raise NotAllowed(why.vi, why.en)


def require_seen(store: Store, case: Case, seen: int | None) -> None:
    """An act is bound to what the person saw: raise OutOfOrder when more has happened since than a reminder."""
    if seen is None or seen == case.number:
        return
    since = {name for (name,) in store.session.rows(_SINCE, id=case.id, seen=seen)}
    if seen > case.number or not since <= TELLING:
        raise OutOfOrder(
            "Hồ sơ {reference} đã thay đổi sau khi được xem (sự kiện {seen}, nay là {number}); hãy xem lại rồi quyết định.",
            "Application {reference} has changed since it was seen (event {seen}, now {number}); look again, then decide.",
            reference=case.reference,
            seen=seen,
            number=case.number,
        )


def answer(store: Store, cases: Sequence[Case], procedures: Procedures | None = None) -> Treat:
    """What follows a decision: a certificate for whoever is recognised, and a new judgement of the unit above."""
    day = today(store.moment)
    recognised = [case.id for case in cases if case.state is State.RECOGNISED]
    issued = {id for (id,) in store.session.rows(_ISSUED, ids=listed(recognised))} if recognised else set()
    above: dict[tuple[int, str], Case] = {}
    for season in {case.season for case in cases}:
        codes = {_code_above(case) for case in cases if case.season == season}
        above.update({(season, case.unit_code): case for case in store.cases_of_units(season, codes)})

    @cache
    def until(season: int, place: str, kind: str, standard: str) -> str | None:
        """The last day on which a recognition of this season holds, where its place says one."""
        day_of_year = procedures and procedures.of(place, kind, standard, day).validity.until
        return day_in(day_of_year, season).isoformat() if day_of_year else None

    def treat(case: Case, piece: Piece) -> None:
        # Whoever was put in question before the certificate was written gets it when they are upheld.
        certified = piece.event in (
            RecognitionApproved.name,
            RecognitionUpheld.name,
            RecognitionReinstated.name,
        )
        if certified and case.state is State.RECOGNISED and case.id not in issued:
            serial = store.next_number(f"certificate {case.season} {case.place}")
            store.record(case, CertificateIssued(number=certificate_number(serial, case.season)), None)
            store.keep_certificate(case, serial, until(case.season, case.place, case.kind, case.standard))
            issued.add(case.id)
        parent = above.get((case.season, _code_above(case)))
        if parent is not None:
            store.ask(SCORING, parent)

    return treat


def certificate_number(serial: int, season: int) -> str:
    """A certificate's number in its authority's book of the year. The symbol after it is the authority's own affair."""
    return f"{serial}/{season}"


def _code_above(case: Case) -> str:
    return code_of(case.place)
