"""A booking as a form that changes it shows it: each field as it is typed, and two versions of one side by side. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from console.scheduling.messages import moments, when
from console.scheduling.messages.words import READER, word
from console.scheduling.models.booking import Booking
from console.scheduling.rules.zones import zone

LABELS = {
    "start": "label_when",
    "minutes": "edit_minutes",
    "agent_id": "fact_agent",
    "guest_name": "book_for_name",
    "guest_phone": "book_for_phone",
    "guest_email": "book_for_email",
    "guest_timezone": "edit_zone",
    "guest_language": "fact_language",
    "guest_intake_notes": "fact_intake_notes",
}
"""The form's fields in their order, with the names of the words that label them. `start` is a date and a clock time."""
_LANGUAGES = (
    *("ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko"),
    *("nb", "nl", "pl", "pt", "ro", "ru", "sk", "sv", "th", "tr", "uk", "vi", "zh"),
)


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """A field that two people changed at once, each version as a reader says it."""

    field: str = ""
    label: str = ""
    mine: str = ""
    theirs: str = ""


def as_typed(booking: Booking, tz: ZoneInfo) -> dict[str, str]:
    """The booking's fields as a form on the clock of `tz` has them; what is not known is empty."""
    guest = {name: getattr(booking, name) or "" for name in LABELS if name.startswith("guest_")}
    return {
        "start": f"{booking.scheduled_at.astimezone(tz):%Y-%m-%d %H:%M}",
        "minutes": str(booking.duration_minutes),
        "agent_id": booking.agent_id,
        **guest,
    }


def side_by_side(
    clashes: Iterable[str],
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    agents: Mapping[str, str],
    locale: str = READER,
) -> list[TwoVersions]:
    """Both versions of the fields that clash, in words; `agents` are the names of agents by id."""

    def said(field: str, typed: str) -> str:
        return _said(field, typed, agents, locale) if typed.strip() else word("edit_nothing", locale)

    return [
        TwoVersions(field, word(LABELS[field], locale), said(field, mine[field]), said(field, theirs[field]))
        for field in clashes
    ]


def languages(known: str = "", locale: str = READER) -> list[tuple[str, str]]:
    """Languages to choose from as tag and name, by name; `known` is one of them whatever it is."""
    tags = {*_LANGUAGES, known} - {""}
    return sorted(((tag, language(tag, locale)) for tag in tags), key=lambda choice: choice[1].casefold())


def language(tag: str, locale: str = READER) -> str:
    """A language tag as its name, `Brazilian Portuguese`; one that nobody knows stays as it is."""
    try:
        named = Locale.parse(tag, sep="-").get_display_name(when.locale_of(locale))
    except (UnknownLocaleError, ValueError):
        return tag
    return named[:1].upper() + named[1:] if named else tag


def _said(field: str, typed: str, agents: Mapping[str, str], locale: str) -> str:
    match field:
        case "start":
            return _said_start(typed, locale)
        case "minutes":
            return moments.length(int(typed), locale) if typed.isdecimal() else typed
        case "agent_id":
            return agents.get(typed, typed)
        case "guest_timezone":
            return when.city(zone(typed), locale)
        case "guest_language":
            return language(typed, locale)
    return typed


def _said_start(typed: str, locale: str) -> str:
    """The day and the time of a wall clock; a half-typed one as it stands."""
    try:
        at = datetime.strptime(typed, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a wall clock has no zone
    except ValueError:
        return typed
    return f"{when.day(at.date(), locale)}, {at:%H:%M}"
