"""Recognition, as its feature tells it.

Seen to fail with its rule broken: a recognition while facts are missing; one of what has changed since it was seen; by
the province for the commune; by a commune for itself; a return by whoever inspected; a decision by whoever registered;
numbers that places or years share; a revoked certificate that stays valid; parents that nobody judges again, or not
after a revocation, or not after a refusal, or that never come into question; a return, an upholding, a revocation
without a reason, or for one made of spaces; keys of acts forgotten.
"""

from pytest_bdd import scenarios

scenarios("recognition.feature")
