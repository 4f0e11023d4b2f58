"""People's own calendars: which addresses are taken, how often each is read, and which of its events take time away."""

import re
from collections.abc import Collection
from datetime import timedelta

from ..errors import Invalid
from .addresses import Network, check_url

MOST_EACH = 5
"""Calendars that one person may add."""
LARGEST_FILE = 5_000_000
"""Bytes of a calendar that are read; a larger one is refused whole."""
MOST_REDIRECTS = 3
FETCH_DEADLINE = timedelta(seconds=30)
"""How long a fetch may take, from the look-up of the name to the last byte."""
READ_DEADLINE = timedelta(seconds=20)
"""How long it may take to work out what a fetched file says."""
LEASE = 2 * (FETCH_DEADLINE + READ_DEADLINE) + timedelta(seconds=20)
PLACES = 6
"""Calendars that one process reads at the same time."""
BROKEN_AFTER = 3
"""Failures in a row after which it is no passing trouble, and admins are told."""
FETCH_EVERY = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=1)
REFRESH_AFTER = timedelta(seconds=15)
"""How long to wait after a look before somebody may ask for another one."""
STALE_AFTER = timedelta(minutes=30)
"""A calendar that was not looked at for longer is told as stale, though nothing has failed: no job is running."""
LOOKS_BACK = timedelta(days=1)

_UID = re.compile(r"(?P<id>(?:bkg|dnd|exc)_[0-9a-z]{26})(?:\.(?P<mark>[0-9a-f]+))?@callboard")
_PROVIDERS = {
    "calendar.google.com": "Google Calendar",
    "outlook.office365.com": "Outlook",
    "outlook.office.com": "Outlook",
    "outlook.live.com": "Outlook",
    "icloud.com": "iCloud",
    "fastmail.com": "Fastmail",
    "proton.me": "Proton Calendar",
}


def checked_address(url: str, allowed: Collection[Network]) -> str:
    """The secret address of a calendar as it may be stored; `webcal://` is `https://`. Raises Invalid (`url`)."""
    url = re.sub(r"^webcals?://", "https://", url.strip(), flags=re.IGNORECASE)
    try:
        return check_url(url, allowed)
    except Invalid as refused:
        if refused.problems[0].code == "invalid_url":
            raise Invalid.of(
                "url", "This is not a calendar's address, which begins with https:// or webcal://.", "invalid_url"
            ) from None
        raise


def provider(host: str) -> str:
    """What people call the place where a calendar lives; its host's name where they have no other."""
    host = host.lower()
    return next((name for known, name in _PROVIDERS.items() if host == known or host.endswith("." + known)), host)


def wait_after(failures: int) -> timedelta:
    """How long until the next look, after so many that failed in a row."""
    return min(FETCH_EVERY * 2 ** min(max(failures - 1, 0), 10), _LONGEST_WAIT)


def takes_time(
    *, status: str, transparency: str, busy_status: str, declined_by: Collection[str], owners: Collection[str]
) -> bool:
    """Whether an event takes time away: not a free, a cancelled, or one that the calendar's owner has declined.

    `busy_status` is Outlook's (MS-OXCICAL 2.1.3.1.1.20.31). Tentative ones count: who may be away cannot be booked.
    `declined_by` and `owners` are folded e-mail addresses.
    """
    if status == "CANCELLED" or transparency == "TRANSPARENT" or busy_status in ("FREE", "WORKINGELSEWHERE"):
        return False
    return not set(declined_by).intersection(owners)


def event_uid(id: str, mark: str) -> str:
    """The UID under which our feeds show a time that is no call; `mark` is the installation's."""
    return f"{id}.{mark}@callboard"


def own_id(uid: str) -> tuple[str, str] | None:
    """The id and the mark that a Callboard, ours or another one, put into this UID; calls carry no mark."""
    found = _UID.fullmatch(uid)
    return (found["id"], found["mark"] or "") if found else None
