"""Current: which seasons a command takes, and which one it means when none is named."""

from datetime import UTC, datetime

from domain.standards import Standard

# A year beyond these is a slip of the hand, and no calendar counts from it.
FIRST_YEAR, LAST_YEAR = 1900, 2999


def this_year(standard: Standard) -> int:
    """The current season, or the nearest that the standard judges."""
    year = max(datetime.now(UTC).year, standard.seasons.first)
    return min(year, standard.seasons.until or year)
