"""Links to the calendars that people keep on the web, with a call filled in: they look at it there, and save it.

Neither Google nor Outlook documents these addresses; both have stood for ten years. A link says all that it is given to
whoever sees it, so give it only what its reader may know.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar is to show of a call. Instants are aware; `place` is an address, or empty."""

    title: str
    start: datetime
    end: datetime
    about: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """One link for each calendar."""

    google: str
    outlook: str


def calendar_links(entry: Entry) -> CalendarLinks:
    """The links of this entry. Times go out in UTC; each calendar shows them in its owner's zone."""
    start, end = entry.start.astimezone(UTC), entry.end.astimezone(UTC)
    google = {
        "action": "TEMPLATE",
        "text": entry.title,
        "dates": f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}",
        "details": entry.about,
        "location": entry.place,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": entry.title,
        "startdt": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        "body": entry.about,
        "location": entry.place,
    }
    return CalendarLinks(_link(_GOOGLE, google), _link(_OUTLOOK, outlook))


def _link(address: str, fields: dict[str, str]) -> str:
    # Outlook shows a "+" as it stands, so a space must be %20.
    return f"{address}?{urlencode({name: value for name, value in fields.items() if value}, quote_via=quote)}"
