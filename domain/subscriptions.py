"""Subscriptions: which flow answers which event; the whole process on one screen.

It names flows and imports none: whoever records an event, in any process, must know what work that leaves,
and the portal may not import the flows. `flows/engine.py` binds each name to its Prefect flow.
"""

from domain import events

REGISTRATION = "registration"
INSPECTION = "inspection"
SCORING = "scoring"
RECOGNITION = "recognition"
NOTIFICATION = "notification"

# Every flow also tells whoever the letters of its events name. An event that only a flow records is told by that
# flow, in the same transaction, and leaves no work unless something else follows.
SUBSCRIPTIONS: dict[type[events.Happening], tuple[str, ...]] = {
    events.ApplicationRegistered: (REGISTRATION,),
    events.ApplicationRefused: (RECOGNITION,),
    events.InspectorAssigned: (INSPECTION,),
    events.InspectorRecused: (REGISTRATION,),
    events.DossierSubmitted: (NOTIFICATION,),
    events.SupplementAsked: (NOTIFICATION,),
    events.InspectionSubmitted: (SCORING,),
    events.ApplicationScored: (),
    events.RecognitionApproved: (RECOGNITION,),
    events.RecognitionDeclined: (RECOGNITION,),
    events.ApplicationReturned: (NOTIFICATION,),
    events.ApplicationWithdrawn: (RECOGNITION,),
    events.CertificateIssued: (),
    events.RecognitionQuestioned: (),
    events.RecognitionUpheld: (RECOGNITION,),
    events.RecognitionRevoked: (RECOGNITION,),
    events.InspectionDeadlineNeared: (NOTIFICATION,),
    events.InspectionDeadlineMissed: (NOTIFICATION,),
    events.DecisionDeadlineNeared: (NOTIFICATION,),
    events.DecisionDeadlineMissed: (NOTIFICATION,),
    events.RecognitionReinstated: (RECOGNITION,),
    events.RecognitionCorrected: (RECOGNITION,),
    events.RecognitionExpiryNeared: (NOTIFICATION,),
    events.RecognitionExpired: (RECOGNITION,),
    events.CouncilCalled: (NOTIFICATION,),
    events.CouncilReviewed: (NOTIFICATION,),
    events.IntentionPublished: (NOTIFICATION,),
    events.ObjectionReceived: (NOTIFICATION,),
    events.ObjectionAnswered: (NOTIFICATION,),
    events.AppealLodged: (NOTIFICATION,),
    events.AppealDismissed: (NOTIFICATION,),
    events.AppealAllowed: (RECOGNITION,),
    events.EditionChanged: (NOTIFICATION,),
}
# The same by the events' wire names.
ANSWERED = {happening.name: flows for happening, flows in SUBSCRIPTIONS.items()}

FLOWS = (REGISTRATION, INSPECTION, SCORING, RECOGNITION, NOTIFICATION)
