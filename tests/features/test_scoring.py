"""Scoring, as its feature tells it.

Seen to fail with its rule broken: 99% of the households; Quarter I, either window, a day longer or shorter at either
end; an excuse without a reason; “detected in time” for a fire; equal counts as a reduction; none in two years as none; unknown
as met; unknown before not met; the applicant's word where an attestation is asked, or over the inspector's; a rating a
step higher; the Party resolution asked of everybody; 69% of an agency's units; 60%, 71% of a commune's; no waiting for
what is undecided; 90% registered; who is not eligible counted; a withdrawal counted as registered; parents asked of
a college. Of the proof: what happened taken for changeable; Quarter I over a day early or late; a reason that would do
not thought of; a unit decided against as if it could still be recognised; the applicant's word shown as the one that
counted, or not shown at all.
"""

from pytest_bdd import scenarios

scenarios("scoring.feature")
