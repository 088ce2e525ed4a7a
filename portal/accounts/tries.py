"""Tries: how often something may be tried, per account and per address. Kept in the memory of this process.

Counted before it is tried, so that a hundred guesses sent at once are a hundred guesses.
"""

from datetime import UTC, datetime

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from domain.calendar import VIET_NAM
from domain.errors import TooMany
from portal.accounts import log

# Somebody's own mistakes are few. Whoever guesses at one account from many places meets the second line; a whole
# commune behind one address still gets in under the third, which only stops machines.
OF_ACCOUNT_AT_ADDRESS, OF_ACCOUNT, OF_ADDRESS = "account at address", "account", "address"
RULES: dict[str, dict[str, str]] = {
    "sign-in": {
        OF_ACCOUNT_AT_ADDRESS: "6 per 5 minutes; 30 per hour",
        OF_ACCOUNT: "60 per hour",
        OF_ADDRESS: "300 per 10 minutes",
    },
    "second-step": {OF_ACCOUNT: "6 per 5 minutes; 30 per hour"},
    "link": {OF_ADDRESS: "30 per 10 minutes"},
    "ask": {OF_ADDRESS: "300 per 10 minutes"},
    # An objection has to be answered by somebody and bars a recognition until then; a code is guessed at by machines only.
    "objection": {OF_ADDRESS: "10 per hour; 30 per day"},
    # How many are written down.
    "from-another-site": {OF_ADDRESS: "20 per 10 minutes"},
    "follow": {OF_ADDRESS: "30 per 10 minutes"},
}


class Tries:
    """What has been tried lately."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rules: dict[str, dict[str, list[RateLimitItem]]] = {
            kind: {whose: parse_many(text) for whose, text in rules.items()} for kind, rules in RULES.items()
        }

    def count(self, kind: str, request: Request, account: str = "") -> None:
        """One more try. Raises TooMany with the hour from which to try again."""
        until = 0.0
        for whose, items in self._rules[kind].items():
            names = (kind, whose, *_names(whose, request, account))
            for item in items:
                if not self._limiter.hit(item, *names):
                    until = max(until, self._limiter.get_window_stats(item, *names).reset_time)
        if until:
            raise TooMany(
                "Đã thử quá nhiều lần. Hãy thử lại sau {hour}.",
                "Too many tries. Try again after {hour}.",
                hour=_hour(until),
            )

    def forgive(self, kind: str, request: Request, account: str) -> None:
        """It was the right one: what this person mistyped before no longer counts. Guesses from elsewhere do."""
        for whose in self._rules[kind].keys() - {OF_ADDRESS}:
            if kind == "sign-in" and whose == OF_ACCOUNT:
                continue
            for item in self._rules[kind][whose]:
                self._limiter.clear(item, kind, whose, *_names(whose, request, account))


def tries(request: Request) -> Tries:
    """Those of the portal that a request came to."""
    found: Tries = request.app.state.tries
    return found


def _names(whose: str, request: Request, account: str) -> tuple[str, ...]:
    account = account.strip().casefold()[:100]
    if whose == OF_ACCOUNT:
        return (account,)
    return (log.address(request), account) if whose == OF_ACCOUNT_AT_ADDRESS else (log.address(request),)


def _hour(until: float) -> str:
    """Rounded up, so that whoever comes at that minute is let in."""
    return f"{datetime.fromtimestamp(until + 60, UTC).astimezone(VIET_NAM):%H:%M}"
