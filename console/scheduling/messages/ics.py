"""One booking as a calendar file (RFC 5545, RFC 5546), for mail attachments and downloads."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True, slots=True)
class Invite:
    """What a calendar shows of a booking. Instants are aware UTC.

    `sequence` must rise with every change that is sent; `organizer` and `attendee` are (name, e-mail).
    """

    booking_id: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    url: str | None = None
    organizer: tuple[str, str] | None = None
    attendee: tuple[str, str] | None = None


def uid(booking_id: str) -> str:
    """The event's identity, the same through every move and for the cancellation."""
    return f"{booking_id}@callboard"


def mark_of(person_id: str) -> str:
    """What tells an agent's event of a call from the customer's and from other agents', behind the booking's id."""
    return sha256(person_id.encode()).hexdigest()[:16]


def calendar(invite: Invite, method: Method, stamped_at: datetime) -> bytes:
    """The VCALENDAR: REQUEST invites or moves, CANCEL takes away, PUBLISH is for downloads and asks for nothing."""
    file = Calendar()
    file.add("prodid", "-//Callboard//Scheduled calls//EN")
    file.add("version", "2.0")
    file.add("method", method)
    file.add_component(_event(invite, method, stamped_at))
    return file.to_ical()


def _event(invite: Invite, method: Method, stamped_at: datetime) -> Event:
    event = Event()
    event.add("uid", uid(invite.booking_id))
    event.add("sequence", invite.sequence)
    event.add("dtstamp", stamped_at)
    event.add("dtstart", invite.start)
    event.add("dtend", invite.end)
    event.add("summary", _one_line(invite.summary))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if invite.description:
        event.add("description", invite.description)
    if invite.url:
        event.add("url", invite.url)
        event.add("location", invite.url)
    if invite.organizer:
        event.add("organizer", _address(*invite.organizer), encode=False)
    if invite.attendee and method != "PUBLISH":
        event.add("attendee", _attendee(*invite.attendee), encode=False)
    return event


def _attendee(name: str, email: str) -> vCalAddress:
    address = _address(name, email)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("ACCEPTED")
    address.params["RSVP"] = vText("FALSE")
    return address


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(_one_line(name))
    return address


def _one_line(text: str) -> str:
    return " ".join(text.split())
