"""A draft of a booking's changes, read as the core has them: what is wrong, what is asked, and what is to be changed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from console.scheduling.errors import Invalid
from console.scheduling.messages.sentences import said
from console.scheduling.rules import contacts, limits
from console.scheduling.services import places
from console.scheduling.services.bookings import UNSET, BookingChange
from console.scheduling.services.slots import SlotQuery

_FIELD_OF = {"scheduled_at": "start", "duration_minutes": "minutes"}
"""The form's names of the core's fields, where they differ."""


def checked(draft: Mapping[str, str], field: str, known: Mapping[str, str]) -> dict[str, str]:
    """The known problems, with those of this field judged anew by the core's own rules."""
    problems = {name: told for name, told in known.items() if name != field}
    rules: dict[str, Callable[[], object]] = {
        "guest_name": lambda: limits.guest_name(draft[field]),
        "guest_email": lambda: draft[field].strip() and contacts.email(draft[field]),
        "guest_phone": lambda: draft[field].strip() and contacts.phone(draft[field], _region(draft["guest_timezone"])),
        "minutes": lambda: _minutes(draft[field]),
    }
    try:
        rules.get(field, lambda: None)()
    except Invalid as wrong:
        problems[field] = said(wrong.message)
    return problems


def problems(refused: Invalid) -> dict[str, str]:
    """What the core found wrong, by the form's fields; empty when it names none of them."""
    found = {_FIELD_OF.get(one.field, one.field): said(one.message) for one in refused.problems}
    return {field: told for field, told in found.items() if field in ("start", "minutes") or field.startswith("guest_")}


def asked(query: SlotQuery, draft: Mapping[str, str]) -> SlotQuery:
    """The question to the engine with the typed length and agent. Raises Invalid."""
    return replace(query, duration_minutes=_minutes(draft["minutes"]), agent_id=draft["agent_id"])


def change(different: Mapping[str, str], *, start: datetime | None, zone: str, **terms) -> BookingChange:
    """The change that makes these fields so. A phone number without its country is read as dialled in `zone`.

    `terms` are BookingChange's reason and flags. Raises Invalid.
    """
    guest = {name: value.strip() for name, value in different.items() if name.startswith("guest_")}
    if phone := guest.get("guest_phone"):
        guest["guest_phone"] = contacts.phone(phone, _region(zone))
    return BookingChange(
        scheduled_at=start or UNSET,
        duration_minutes=_minutes(different["minutes"]) if "minutes" in different else UNSET,
        agent_id=different.get("agent_id", UNSET),
        **guest,
        **terms,
    )


def _minutes(typed: str) -> int:
    return limits.whole(int(typed) if typed.isdecimal() else None, "duration_minutes", limits.DURATION)


def _region(zone: str) -> str | None:
    return places.region(zone) if zone else None
