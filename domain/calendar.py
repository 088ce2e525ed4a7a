"""Calendar: days as Viet Nam counts them; instants are stored in UTC."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


# Asked for each application of a transaction, of which each has one instant.
@lru_cache(maxsize=64)
def today(now: datetime) -> date:
    """The day it is in Viet Nam. Raises ValueError without a time zone, which would mean the server's own."""
    if now.tzinfo is None:
        raise ValueError(f"instant without a time zone: {now!r}")
    return now.astimezone(VIET_NAM).date()
