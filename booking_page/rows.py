"""What the booking page shows, as values ready to be shown: agents, questions, and the booking that was made."""

from dataclasses import dataclass, field

from console.scheduling import clock
from console.scheduling.messages.instants import iso
from console.scheduling.messages.when import distance, in_words
from console.scheduling.models import Booking
from console.scheduling.rules import zones
from console.scheduling.services import links


@dataclass(frozen=True, slots=True)
class AgentCard:
    """An agent to pick."""

    id: str
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the preset's own questions, and the answer typed so far."""

    name: str
    kind: str
    label: str
    required: bool
    options: list[str] = field(default_factory=list)
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The booking that was made, in words, with the ways to change it."""

    when: str = ""
    distance: str = ""
    agent: str = ""
    reference: str = ""
    start: str = ""
    """ISO, UTC."""
    pending: bool = False
    manage_url: str = ""
    calendar_url: str = ""


def summary_of(booking: Booking, agent: str, zone: str, locale: str) -> Summary:
    """The booking in a zone and a language; `agent` is the name to show, empty where it is not for the customer to see."""
    found, now = links.links_of(booking), clock.now()
    return Summary(
        when=in_words(booking.scheduled_at, zones.zone(zone), now, locale),
        distance=distance(booking.scheduled_at, now, locale),
        agent=agent,
        reference=booking.reference,
        start=iso(booking.scheduled_at),
        pending=booking.status == "pending_confirmation",
        manage_url=found.manage_url,
        calendar_url=f"{found.manage_url}/call.ics",
    )


def initials(name: str) -> str:
    """`AM` for Ada Moreno: what stands for a face."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
