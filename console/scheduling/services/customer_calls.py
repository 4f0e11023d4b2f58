"""A call as its customer, or its agent at the door, sees it: what is known, what may be done, and why something may not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import NotFound
from ..messages.ics import Invite, calendar
from ..messages.sentences import said
from ..messages.words import spoken, word
from ..models import App, Booking, Customer, Preset
from ..queries import bookings as queries
from ..rules import lifecycle, meeting, permissions
from ..rules.calendar_links import CalendarLinks, Entry, calendar_links
from ..rules.intervals import Interval
from . import reminders
from .bookings import story
from .links import Links, links_of
from .transaction import reads


@dataclass(frozen=True, slots=True)
class Face:
    """How an app presents itself to customers. `booking_path` leads to its booking page on this host.

    `is_test`: it is a test app, where nothing reaches anybody.
    """

    name: str
    logo: str | None
    accent: str | None
    booking_path: str
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class CustomerCall:
    """One call. `zone` and `language` are those of who looks: the customer's, else the app's; the agent's own zone.

    A customer whose language is not known reads what their browser asks for.

    `moved_from` is its start before the last move, None for one that was never moved. `why_not_move` and
    `why_not_cancel` are sentences; None: the customer may.
    """

    booking: Booking
    face: Face
    agent_name: str
    zone: str
    language: str
    links: Links
    door: Interval
    moved_from: datetime | None
    may_confirm: bool
    why_not_move: str | None
    why_not_cancel: str | None
    meeting_url_template: str | None
    declined: tuple[str, ...] = ()
    """What the customer does not want to get, as `Customer.opt_outs`."""

    @property
    def has_declined(self) -> bool:
        """Whether reminders by e-mail do not reach this customer."""
        return bool({"email", "email_reminders"}.intersection(self.declined))

    @property
    def over(self) -> bool:
        """Whether the call is final."""
        return self.booking.status in lifecycle.FINAL

    @property
    def stands(self) -> lifecycle.DoorState:
        """How its door stands now."""
        booking = self.booking
        return lifecycle.door_state(booking.status, booking.scheduled_at, booking.ends_at, clock.now())


@reads
def see(session: Session, actor: Actor, booking_id: str, wished: str = "") -> CustomerCall:
    """The call that the actor's link opens; `wished`: the language that a browser asks for. Raises NotFound."""
    found = queries.get(session, permissions.visible_to(actor), booking_id)
    if found is None:
        raise NotFound("This link does not lead to a call.")
    booking, now = found.booking, clock.now()
    app, preset = session.get_one(App, booking.app_id), story.preset_of(session, booking)
    is_agent = actor.surface == "agent"
    zone = (found.agent_timezone or app.timezone) if is_agent else (booking.guest_timezone or booking.app_timezone)
    language = spoken(app.language if is_agent else booking.guest_language or wished or app.language)
    may_move = reminders.allows_a_move(session, booking)
    return CustomerCall(
        booking=booking,
        face=_face(app, preset),
        agent_name=found.agent_name,
        zone=zone,
        language=language,
        links=links_of(booking),
        door=lifecycle.door(booking.scheduled_at, booking.ends_at),
        moved_from=queries.moved_from(session, booking.id),
        may_confirm=booking.status == "pending_confirmation",
        why_not_move=_why_not("reschedule", booking, preset, now, language, freed=may_move),
        why_not_cancel=_why_not("cancel", booking, preset, now, language),
        meeting_url_template=app.meeting_url_template,
        declined=tuple(session.get_one(Customer, booking.customer_id).opt_outs),
    )


def meeting_url(call: CustomerCall, role: lifecycle.Side) -> str | None:
    """Where a link call takes place, from the app's template; None for other calls, and when the app has none."""
    if not call.meeting_url_template or call.booking.call_kind != "link":
        return None
    name = call.booking.guest_name if role == "guest" else call.agent_name
    room = call.booking.id.removeprefix("bkg_")
    return meeting.address(call.meeting_url_template, room=room, name=name, role=role)


def has_come(call: CustomerCall, side: lifecycle.Side) -> bool:
    """Whether this side is at the call; an agent who telephones is once the call runs."""
    booking = call.booking
    if side == "agent" and booking.call_kind != "link":
        return booking.status == "started"
    return (booking.guest_joined_at if side == "guest" else booking.agent_joined_at) is not None


def calendar_file(call: CustomerCall) -> bytes:
    """The call for a customer's calendar: a file to download that asks for no answer."""
    entry = _entry(call)
    invite = Invite(
        booking_id=call.booking.id,
        sequence=call.booking.version,
        start=entry.start,
        end=entry.end,
        summary=entry.title,
        description=entry.about,
        url=entry.place or None,
    )
    return calendar(invite, "CANCEL" if call.booking.status == "cancelled" else "PUBLISH", clock.now())


def web_calendars(call: CustomerCall) -> CalendarLinks:
    """Links that put the call into a calendar on the web; like the file, they hold the customer's own links."""
    return calendar_links(_entry(call))


def _entry(call: CustomerCall) -> Entry:
    """What a calendar of the customer's shows of the call."""
    booking, links = call.booking, call.links
    place = links.join_url if booking.call_kind == "link" else ""
    change = word("change_or_cancel_at", call.language, url=links.manage_url)
    return Entry(
        title=word("call_with", call.language, agent=call.agent_name, app=call.face.name),
        start=booking.scheduled_at,
        end=booking.ends_at,
        about="\n".join(filter(None, [place, change])),
        place=place,
    )


def _face(app: App, preset: Preset) -> Face:
    query = urlencode({"key": app.widget_key} | ({} if preset.active else {"preset": preset.id}))
    path = f"/book/{app.id}?{query}"
    return Face(
        app.name, app.branding.get("logo"), app.branding.get("accent"), path, is_test=app.test_of_app_id is not None
    )


def _why_not(
    act: Literal["reschedule", "cancel"],
    booking: Booking,
    preset: Preset,
    now: datetime,
    language: str,
    *,
    freed: bool = False,
) -> str | None:
    allowed = preset.customer_may_reschedule if act == "reschedule" else preset.customer_may_cancel
    terms = lifecycle.ChangeTerms(allowed, preset.change_notice_minutes, preset.max_moves)
    refused = lifecycle.may_customer_change(
        act, booking.status, booking.scheduled_at, booking.moves, terms, now, freed=freed
    )
    return said(refused.sentence, language) if refused else None
