"""Calendar: the day it is in Viet Nam, whatever the server's clock is set to.

Broken and seen to fail: the server's day taken; a naive moment read as the server's own time.
"""

from datetime import UTC, date, datetime

import pytest

from domain.calendar import today


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 10, 31, 16, 59, 59, 999999, tzinfo=UTC), date(2026, 10, 31)),
        (datetime(2026, 10, 31, 17, 0, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_day_begins_at_17_hours_utc(now, day):
    assert today(now) == day


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        today(datetime(2026, 11, 22))  # noqa: DTZ001
