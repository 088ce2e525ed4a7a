"""Lifecycle: the states of an application and the only moves between them, as one table."""

from enum import StrEnum
from typing import NamedTuple

from domain.errors import OutOfOrder
from domain.events import (
    AppealAllowed,
    AppealDismissed,
    AppealLodged,
    ApplicationRefused,
    ApplicationRegistered,
    ApplicationReturned,
    ApplicationScored,
    ApplicationWithdrawn,
    CertificateIssued,
    CouncilCalled,
    CouncilReviewed,
    DecisionDeadlineMissed,
    DecisionDeadlineNeared,
    DossierSubmitted,
    EditionChanged,
    Happening,
    InspectionDeadlineMissed,
    InspectionDeadlineNeared,
    InspectionSubmitted,
    InspectorAssigned,
    InspectorRecused,
    IntentionPublished,
    ObjectionAnswered,
    ObjectionReceived,
    RecognitionApproved,
    RecognitionCorrected,
    RecognitionDeclined,
    RecognitionExpired,
    RecognitionExpiryNeared,
    RecognitionQuestioned,
    RecognitionReinstated,
    RecognitionRevoked,
    RecognitionUpheld,
    SupplementAsked,
)
from domain.texts import Text


class State(StrEnum):
    """Where an application stands; the words are stored for ever."""

    REGISTERED = "registered"
    UNDER_INSPECTION = "under-inspection"
    INSPECTED = "inspected"
    SCORED = "scored"
    RECOGNISED = "recognised"
    IN_QUESTION = "in-question"
    NOT_RECOGNISED = "not-recognised"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_ELIGIBLE = "not-eligible"
    WITHDRAWN = "withdrawn"


STATE_NAMES = {
    State.REGISTERED: Text(vi="đã đăng ký", en="registered"),
    State.UNDER_INSPECTION: Text(vi="đang kiểm tra", en="under inspection"),
    State.INSPECTED: Text(vi="đã kiểm tra", en="inspected"),
    State.SCORED: Text(vi="đã chấm, chờ quyết định", en="scored, awaiting a decision"),
    State.RECOGNISED: Text(vi="được công nhận", en="recognised"),
    State.IN_QUESTION: Text(vi="đang xem xét lại", en="recognition in question"),
    State.NOT_RECOGNISED: Text(vi="không được công nhận", en="not recognised"),
    State.REVOKED: Text(vi="bị thu hồi công nhận", en="recognition revoked"),
    State.EXPIRED: Text(vi="công nhận đã hết thời hạn", en="recognition expired"),
    State.NOT_ELIGIBLE: Text(vi="không thuộc đối tượng", en="not eligible"),
    State.WITHDRAWN: Text(vi="đã rút", en="withdrawn"),
}

# What an authority still has to decide; a commune's share counts these as undecided.
OPEN = frozenset({State.REGISTERED, State.UNDER_INSPECTION, State.INSPECTED, State.SCORED})

# Who has the title of a season: that it has ended since does not undo that it was given.
HELD = frozenset({State.RECOGNISED, State.EXPIRED})


class Move(NamedTuple):
    """From which states an event may happen, and the state afterwards (None: the state it was)."""

    from_: frozenset[State | None]
    to: State | None


def _from(*states: State | None) -> frozenset[State | None]:
    return frozenset(states)


_R, _U, _I, _S = State.REGISTERED, State.UNDER_INSPECTION, State.INSPECTED, State.SCORED

MOVES: dict[type[Happening], Move] = {
    ApplicationRegistered: Move(_from(None, State.WITHDRAWN), _R),
    ApplicationRefused: Move(_from(_R), State.NOT_ELIGIBLE),
    InspectorAssigned: Move(_from(_R, _U), _U),
    InspectorRecused: Move(_from(_U), _R),
    DossierSubmitted: Move(_from(_R, _U), None),
    # Only while the applicant can still hand in what is asked for.
    SupplementAsked: Move(_from(_R, _U), None),
    InspectionSubmitted: Move(_from(_U), _I),
    ApplicationScored: Move(_from(_I, _S), _S),
    RecognitionApproved: Move(_from(_S), State.RECOGNISED),
    RecognitionDeclined: Move(_from(_S), State.NOT_RECOGNISED),
    ApplicationReturned: Move(_from(_S), _U),
    ApplicationWithdrawn: Move(_from(_R, _U, _I, _S), State.WITHDRAWN),
    CertificateIssued: Move(_from(State.RECOGNISED), None),
    RecognitionQuestioned: Move(_from(State.RECOGNISED), State.IN_QUESTION),
    RecognitionUpheld: Move(_from(State.IN_QUESTION), State.RECOGNISED),
    RecognitionRevoked: Move(_from(State.RECOGNISED, State.IN_QUESTION), State.REVOKED),
    RecognitionReinstated: Move(_from(State.REVOKED), State.RECOGNISED),
    RecognitionCorrected: Move(_from(State.RECOGNISED), None),
    RecognitionExpiryNeared: Move(_from(State.RECOGNISED, State.IN_QUESTION), None),
    RecognitionExpired: Move(_from(State.RECOGNISED, State.IN_QUESTION), State.EXPIRED),
    # What a place asks for between a score and a decision; `procedures` says where it may not be left out.
    CouncilCalled: Move(_from(_S), None),
    CouncilReviewed: Move(_from(_S), None),
    IntentionPublished: Move(_from(_S), None),
    ObjectionReceived: Move(_from(_S, State.RECOGNISED, State.IN_QUESTION), None),
    ObjectionAnswered: Move(
        _from(_S, State.RECOGNISED, State.IN_QUESTION, State.REVOKED, State.NOT_RECOGNISED), None
    ),
    AppealLodged: Move(_from(State.NOT_RECOGNISED, State.REVOKED), None),
    AppealDismissed: Move(_from(State.NOT_RECOGNISED, State.REVOKED), None),
    # Against a revocation, an appeal that is allowed is followed by the reinstatement.
    AppealAllowed: Move(_from(State.NOT_RECOGNISED), _S),
    InspectionDeadlineNeared: Move(_from(_U), None),
    InspectionDeadlineMissed: Move(_from(_U), None),
    DecisionDeadlineNeared: Move(_from(_S), None),
    DecisionDeadlineMissed: Move(_from(_S), None),
    EditionChanged: Move(_from(_R, _U, _I, _S), None),
}

# Events that tell something of an application and change nothing in it: whoever saw it before them has seen what it is.
TELLING = frozenset(
    {
        InspectionDeadlineNeared.name,
        InspectionDeadlineMissed.name,
        DecisionDeadlineNeared.name,
        DecisionDeadlineMissed.name,
        SupplementAsked.name,
        CouncilCalled.name,
        RecognitionExpiryNeared.name,
    }
)


def allowed(state: State | None, happening: type[Happening]) -> bool:
    """Whether `happening` may happen to an application in `state`."""
    return state in MOVES[happening].from_


def after(state: State | None, happening: type[Happening], reference: str) -> State:
    """The state after `happening`. Raises OutOfOrder with the states it is allowed in."""
    move = MOVES[happening]
    if state not in move.from_:
        raise OutOfOrder(
            "Hồ sơ {reference} đang ở trạng thái “{state}”; việc này chỉ làm được khi hồ sơ {allowed}.",
            "Application {reference} is {state}; this can be done only when it is {allowed}.",
            reference=reference,
            state=_name(state),
            allowed=_names(move.from_),
        )
    if move.to is not None:
        return move.to
    assert state is not None  # only registration starts from nothing, and it names its state
    return state


def _name(state: State | None) -> Text:
    return STATE_NAMES[state] if state else Text(vi="chưa đăng ký", en="not registered")


def _names(states: frozenset[State | None]) -> Text:
    names = [_name(state) for state in [None, *State] if state in states]
    return Text(vi=" hoặc ".join(n.vi for n in names), en=" or ".join(n.en for n in names))
