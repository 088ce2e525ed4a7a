"""Sample: an invented season on real places: the world it plays in, and everybody who acts in it."""

from portal.sample.actors import Tally, run
from portal.sample.cases import CASES
from portal.sample.loading import is_empty, load
from portal.sample.world import DEFAULT, Plan, accounts_to_try

__all__ = ["CASES", "DEFAULT", "Plan", "Tally", "accounts_to_try", "is_empty", "load", "run"]
