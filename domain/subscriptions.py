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

SUBSCRIPTIONS: dict[type[events.Happening], tuple[str, ...]] = {
    events.ApplicationRegistered: (REGISTRATION, NOTIFICATION),
    events.ApplicationRefused: (RECOGNITION, NOTIFICATION),
    events.InspectorAssigned: (INSPECTION, NOTIFICATION),
    events.InspectorRecused: (REGISTRATION, NOTIFICATION),
    events.DossierSubmitted: (NOTIFICATION,),
    events.InspectionSubmitted: (SCORING, NOTIFICATION),
    events.ApplicationScored: (NOTIFICATION,),
    events.RecognitionApproved: (RECOGNITION, NOTIFICATION),
    events.RecognitionDeclined: (RECOGNITION, NOTIFICATION),
    events.ApplicationReturned: (NOTIFICATION,),
    events.ApplicationWithdrawn: (RECOGNITION, NOTIFICATION),
    events.CertificateIssued: (NOTIFICATION,),
    events.RecognitionQuestioned: (NOTIFICATION,),
    events.RecognitionUpheld: (RECOGNITION, NOTIFICATION),
    events.RecognitionRevoked: (RECOGNITION, NOTIFICATION),
}

FLOWS = (REGISTRATION, INSPECTION, SCORING, RECOGNITION, NOTIFICATION)
