"""What keeps robots from filling calendars: limits for each address, a trap field, and a shortest time to fill a form.

The widget key is an identifier, not a secret; these hold whoever knows it. A person never meets them. How many times an
address may keep at once is the core's to count (`services.holds`), since that must be right for all processes together.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import ip_address

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from console.scheduling import clock
from console.scheduling.errors import TooMany
from console.scheduling.rules.addresses import network_of
from console.scheduling.services import throttle
from console.scheduling.settings import settings

TRAP = "company_website"
"""A field that people do not see and robots fill."""
_SHORTEST_FILL = timedelta(seconds=2)


class FromOneNetwork(TooMany):
    """A network address did this too often. `sentence` names the word that says so, with `{again}`: when it may again."""

    def __init__(self, sentence: str, limit: TooMany) -> None:
        super().__init__(limit.message, next_allowed_at=limit.next_allowed_at)
        self.sentence = sentence


def count_look_up(address: str) -> None:
    """Count one question for free times from this address. Raises FromOneNetwork."""
    with _said_as("looked_too_often"):
        _count(RateLimitItemPerMinute(settings().visitor_lookups_per_minute), "look_up", address)


def count_booking(address: str) -> None:
    """Count one booking from this address. Raises FromOneNetwork."""
    with _said_as("booked_too_often"):
        _count(RateLimitItemPerHour(settings().visitor_bookings_per_hour), "booking", address)


def count_link_request(address: str) -> None:
    """Count one asking for the links to booked calls from this address. Raises TooMany."""
    _count(RateLimitItemPerHour(settings().visitor_link_requests_per_hour), "link_request", address)


async def wait_out(shown_at: datetime) -> None:
    """Let a form that came back faster than hands can type wait for its time; a robot gains nothing by hurrying."""
    await asyncio.sleep(max(0.0, (shown_at + _SHORTEST_FILL - clock.now()).total_seconds()))


@contextmanager
def _said_as(sentence: str) -> Iterator[None]:
    try:
        yield
    except TooMany as limit:
        raise FromOneNetwork(sentence, limit) from None


def _count(limit: RateLimitItem, what: str, address: str) -> None:
    if not _is_own(address):
        throttle.count(limit, what, network_of(address))


def _is_own(address: str) -> bool:
    """Whether it is this machine's own address: a proxy that is not listed as trusted, and so everybody at once."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
