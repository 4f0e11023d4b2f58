"""What the address of the booking page asks for: `/book/{app}?key=...`, and what a link may name or fill in beforehand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote, urlencode

from console.scheduling.messages import words
from console.scheduling.rules import limits

_FILLS = {"name": "guest_name", "email": "guest_email", "phone": "guest_phone", "notes": "guest_intake_notes"}
_DAY = re.compile(r"20\d\d-\d\d-\d\d", re.ASCII)
_MOST_MARKS = 10
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a booking link. `language` is one that is spoken here, `filled` are form fields, `day`
    is `YYYY-MM-DD`.

    `marks` are the campaign's `utm_*`, kept with the booking. `again` is a key to what the customer typed for an earlier
    call (`services.booking_again`).
    """

    app_id: str = ""
    key: str = ""
    preset_id: str = ""
    agent_id: str = ""
    language: str = ""
    day: str = ""
    again: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    def path(self, page: str = "") -> str:
        """The way to this booking page, or to a `page` under it; nobody's data goes along."""
        named = {"key": self.key, "preset": self.preset_id, "agent": self.agent_id, "lang": self.language}
        query = urlencode({name: value for name, value in named.items() if value})
        return f"/book/{quote(self.app_id, safe='')}{page}?{query}"


def read(params: Mapping[str, object]) -> Address:
    """The address as the router gives it; a name that stands twice counts once, and what is too long is cut."""
    first = {name: str(value[0] if isinstance(value, list) and value else value) for name, value in params.items()}
    short = {name: value[:_LONGEST] for name, value in first.items()}
    marks = [(name[:_LONGEST], value) for name, value in short.items() if name.startswith("utm_") and value]
    return Address(
        app_id=short.get("app_id", ""),
        key=short.get("key", ""),
        preset_id=short.get("preset", ""),
        agent_id=short.get("agent", ""),
        language=words.wished(short.get("lang")),
        day=_day(first.get("date", "")),
        again=short.get("again", ""),
        filled={ours: first[theirs][: limits.NOTES_LENGTH] for theirs, ours in _FILLS.items() if first.get(theirs)},
        marks=dict(marks[:_MOST_MARKS]),
    )


def _day(typed: str) -> str:
    """The day, if it is one of this century."""
    try:
        return date.fromisoformat(typed).isoformat() if _DAY.fullmatch(typed) else ""
    except ValueError:
        return ""
