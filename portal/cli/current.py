"""Current: which season a command means when none is named."""

from datetime import UTC, datetime

from domain.standards import Standard


def this_year(standard: Standard) -> int:
    """The current season, or the nearest that the standard judges."""
    year = max(datetime.now(UTC).year, standard.seasons.first)
    return min(year, standard.seasons.until or year)
